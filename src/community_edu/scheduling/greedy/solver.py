"""
The built-in solver (贪心求解): a timetable without any extra, for small schools and as a start.
"""

from heapq import heapify, heappop, heappush, nsmallest
from math import log
from random import Random
from time import monotonic

import attrs

from community_edu.base import Text
from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.greedy.parts import HARD, HEAVY
from community_edu.scheduling.greedy.state import State
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import NOBODY, UNPLACED
from community_edu.scheduling.solvers import (
    Limits,
    Solution,
    SolveProgress,
    SolverStatus,
    Watch,
)

PLACING = Text("安排", en="placing")
IMPROVING = Text("改进", en="improving")
MOVES_OF_A_MEETING = 300
STEPS_OF_A_MEETING = 12
MOST_ATTEMPTS = 3
LOOKED_AT = 8
"""
How many of the cheapest places without a clash are looked at in full.
"""
TRIED = 40
"""
How many places with something in the way are looked at.
"""
KEEP_EDUCATOR = 0.9
KEEP_VENUE = 0.6
HAND_OVER = 0.3

Place = tuple[int, int, int]


@attrs.frozen
class GreedySolver:
    """
    Places the meeting with the fewest places first, sends away what is in its way, then improves.

    It proves nothing but what is plain: that a timetable in which each meeting has its cheapest
    place is the best. What it cannot place within its steps is left out. With one seed it
    gives the same timetable each time, unless its time is over first. Each meeting has its
    turn once, whatever the time: half a second of computing for a town.

    Attributes:
        moves: How many changes it tries for each meeting once all are placed; 0 for the
            first timetable without improving it.
        steps: How often it places a meeting, for each meeting, without placing more than
            before, until it begins anew or gives up.
        attempts: How often it begins before it gives up.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=2, periods=[ClassPeriod(time(9), time(10))]
        ... )
        >>> choir = TimetableSection(id="choir", sessions=2)
        >>> instance = compile_problem(TimetableProblem([choir], [], [], weeks))
        >>> solution = GreedySolver().solve(instance, limits=Limits())
        >>> solution.status, len({*solution.assignment.times})
        ('optimal', 2)
    """

    moves: int = MOVES_OF_A_MEETING
    steps: int = STEPS_OF_A_MEETING
    attempts: int = MOST_ATTEMPTS

    def solve(
        self,
        instance: Instance,
        *,
        limits: Limits,
        progress: Watch | None = None,
        start: Assignment | None = None,
    ) -> Solution:
        """
        Return the best assignment found for *instance*, beginning with *start* if given.
        """
        search = _Search(instance, limits, progress)
        interrupted = False
        try:
            search.begin(start)
            search.place_all(self.steps * (len(instance.meetings) + 10), self.attempts)
            search.improve(self.moves * len(instance.meetings))
        except KeyboardInterrupt:
            interrupted = True
        return attrs.evolve(search.solution(), interrupted=interrupted)


class _Search:
    """
    The work of a `GreedySolver` on one instance.
    """

    def __init__(self, instance: Instance, limits: Limits, progress: Watch | None) -> None:
        self.instance = instance
        self.limits = limits
        self.progress = progress
        self.began = monotonic()
        self.random = Random(limits.seed)  # noqa: S311
        self.state = State(instance)
        self.count = len(instance.meetings)
        self.weights = [0] * self.count
        self.open_times: dict[tuple[int, int], list[int]] = {}
        self.sizes = [self._size(m) for m in range(self.count)]
        self.hopeless = self.sizes.count(0)
        self.least = least_cost(instance)
        self.best = self.count, self.state.total, instance.empty()

    def over(self) -> bool:
        """
        Tell whether the time is over; it never is where the answer must be the same each time.
        """
        return not self.limits.deterministic and monotonic() - self.began > self.limits.seconds

    def times(self, m: int, e: int) -> list[int]:
        """
        Return the times of a meeting at which an educator can be had, cheapest first.
        """
        meeting = self.instance.meetings[m]
        key = (id(meeting.times), e) if not self.instance.no_time_educator[m] else (-m - 1, e)
        known = self.open_times.get(key)
        if known is None:
            costs = self.instance.time_cost[m]
            free = (t for t in range(len(meeting.times)) if self.instance.educator_free(m, t, e))
            known = self.open_times[key] = sorted(free, key=lambda t: costs[t])
        return known

    def _size(self, m: int) -> int:
        """
        Return how many places a meeting has, roughly.
        """
        meeting = self.instance.meetings[m]
        educators = self.instance.section_educators[meeting.section]
        return len(meeting.venues) * sum(len(self.times(m, e)) for e in educators)

    def begin(self, start: Assignment | None) -> None:
        """
        Place what *start* has, as far as it can be.
        """
        if start is None:
            return
        for m, t in enumerate(start.times):
            section = self.state.section_of[m]
            v, e = start.venues[m], start.educators[section]
            if t != UNPLACED:
                self._put(m, (t, v, e))

    def _put(self, m: int, place: Place) -> None:
        """
        Place a meeting if nothing is in its way.
        """
        free = not self.state.in_the_way(m, *place, self._rank)
        if free and self.state.cost_of(m, *place) < HARD // 2:
            self.state.place(m, *place)

    def _rank(self, m: int) -> int:
        return self.weights[m]

    def educators_for(self, m: int) -> tuple[int, ...]:
        """
        Return who can teach a meeting: who teaches the others of its section, if any are placed.
        """
        section = self.state.section_of[m]
        settled = self.state.educators[section]
        if settled != NOBODY and self.random.random() < KEEP_EDUCATOR:
            return (settled,)
        return self.instance.section_educators[section]

    def free_places(self, m: int) -> list[Place]:
        """
        Return the places of a meeting that nobody else has.
        """
        state, meeting = self.state, self.instance.meetings[m]
        crowd = state.crowd(m)
        settled = state.educators[meeting.section]
        found: list[Place] = []
        for e in self.educators_for(m):
            if settled not in {NOBODY, e}:
                continue
            times = [t for t in self.times(m, e) if not meeting.times[t].cells & crowd]
            for v in meeting.venues:
                taken = state.taken(v, e)
                begins = None if v == NOBODY else self.instance.venue_begins
                for t in times:
                    time = meeting.times[t]
                    if time.cells & taken:
                        continue
                    if begins is None or not time.begins & ~begins[time.length][v]:
                        found.append((t, v, e))
        return found

    def place_all(self, steps: int, attempts: int) -> None:
        """
        Place every meeting, sending away what is in the way; if that leads nowhere, begin anew.

        What was hard to place before is placed first then.

        Args:
            steps: How many placements may follow without more being placed than before.
            attempts: How often to begin.
        """
        for attempt in range(attempts):
            if attempt:
                self.state.clear()
            self._attempt(steps)
            self._keep(PLACING)
            if self.best[0] == self.hopeless or self.over():
                break
        self._restore(self.best[2])

    def _attempt(self, steps: int) -> None:
        turns = [0] * self.count
        waiting = [
            (0, self._urgency(m), self.random.random(), m)
            for m in range(self.count)
            if self.state.times[m] == UNPLACED and self.sizes[m]
        ]
        heapify(waiting)
        most, step, last, once = 0, 0, 0, len(waiting)
        while waiting and step - last < steps:
            if step >= once and step % 16 == 0 and self.over():
                break
            for sent in self._place(heappop(waiting)[3]):
                turns[sent] += 1
                turn = turns[sent], self._urgency(sent)
                heappush(waiting, (*turn, self.random.random(), sent))
            step += 1
            if self.state.placed > most:
                most, last = self.state.placed, step
            if step % 64 == 0:
                self._keep(PLACING)

    def _urgency(self, m: int) -> int:
        """
        Return how many places a meeting has, fewer if it was often hard to place.
        """
        return self.sizes[m] // (1 + self.weights[m])

    def _restore(self, assignment: Assignment) -> None:
        """
        Place everything as *assignment* has it.
        """
        self.state.clear()
        for m, t in enumerate(assignment.times):
            if t != UNPLACED:
                educator = assignment.educators[self.state.section_of[m]]
                self.state.place(m, t, assignment.venues[m], educator)

    def _place(self, m: int) -> list[int]:
        """
        Place a meeting and return those that had to go.
        """
        place = self._cheapest(m)
        if place is not None:
            self.state.place(m, *place)
            return []
        self.weights[m] += 1
        tried = self._any_places(m)
        ways: list[tuple[int, int, float, Place, set[int]]] = []
        for t, v, e in tried:
            gone = self.state.in_the_way(m, t, v, e, self._rank)
            weight = sum(1 + self.weights[other] for other in gone)
            cost = self.instance.unary_cost(m, t, v, e) or 0
            ways.append((weight, cost, self.random.random(), (t, v, e), gone))
        if not ways:
            return [m]
        _, _, _, place, gone = min(ways, key=lambda way: way[:3])
        for other in gone:
            self.weights[other] += 1
            self.state.remove(other)
        if self.state.cost_of(m, *place) >= HARD // 2:
            return [m, *gone]
        self.state.place(m, *place)
        return sorted(gone)

    def _cheapest(self, m: int) -> Place | None:
        """
        Return a place that costs little among those that nobody else has.
        """
        places = self.free_places(m)
        costs = self.instance.time_cost[m]
        rates = self.instance.venue_rate[m]

        def roughly(place: Place) -> tuple[int, float]:
            held = self.instance.meetings[m].times[place[0]].held
            return costs[place[0]] + rates.get(place[1], 0) * held, self.random.random()

        best: tuple[int, Place] | None = None
        looked = 0
        for place in nsmallest(4 * LOOKED_AT, places, key=roughly):
            extra = self.state.cost_of(m, *place)
            if extra < HARD // 2:
                looked += 1
                if best is None or extra < best[0]:
                    best = extra, place
                if looked == LOOKED_AT:
                    break
        return None if best is None else best[1]

    def _any_places(self, m: int) -> list[Place]:
        """
        Return some places of a meeting, whoever has them.
        """
        meeting = self.instance.meetings[m]
        found: list[Place] = []
        educators = self.instance.section_educators[meeting.section]
        for _ in range(3 * TRIED):
            e = self.random.choice(educators)
            times = self.times(m, e)
            if times:
                t, v = self.random.choice(times), self.random.choice(meeting.venues)
                if self.instance.fits(m, t, v, e):
                    found.append((t, v, e))
            if len(found) == TRIED:
                break
        return list(dict.fromkeys(found))

    def _keep(self, stage: Text) -> None:
        """
        Keep the assignment if it is the best so far, and tell how far the search is.
        """
        missing, cost = self.count - self.state.placed, self.state.total
        if (missing, cost) < self.best[:2]:
            self.best = missing, cost, self.state.assignment()
            if self.progress:
                seconds = monotonic() - self.began
                shown = cost if cost < HEAVY // 2 else None
                self.progress(
                    SolveProgress(seconds, shown, self.least, self.state.placed, self.count, stage)
                )

    @property
    def perfect(self) -> bool:
        """
        Tell whether all is placed at what it costs at least.
        """
        return self.best[0] == 0 and self.best[1] <= self.least

    def improve(self, moves: int) -> None:
        """
        Move one meeting after the other, at first also to places that cost more.
        """
        if self.state.placed == 0:
            return
        heat = self._heat()
        fraction = 0.0
        for move in range(moves):
            if move % 64 == 0:
                self._keep(IMPROVING)
                if self.over() or self.perfect:
                    break
                fraction = move / moves
                if not self.limits.deterministic:
                    spent = (monotonic() - self.began) / max(self.limits.seconds, 1e-9)
                    fraction = max(fraction, spent)
            allowed = heat * (1 - fraction) ** 2
            self._move(self.random.randrange(self.count), allowed)
        self._keep(IMPROVING)

    def _heat(self) -> float:
        """
        Return by how much a change may make it worse at first: what a meeting costs on average.
        """
        return max(1.0, 0.5 * min(self.state.total, HEAVY) / self.count)

    def _move(self, m: int, allowed: float) -> None:
        state, instance = self.state, self.instance
        if state.times[m] == UNPLACED:
            place = self._cheapest(m) if self.sizes[m] else None
            if place is not None:
                state.place(m, *place)
            return
        section = state.section_of[m]
        educators = instance.section_educators[section]
        if len(educators) > 1 and self.random.random() < HAND_OVER:
            self._hand_over(section, self.random.choice(educators), allowed)
            return
        before = state.total
        old = state.remove(m)
        e = old[2]
        t = self.random.choice(self.times(m, e))
        venues = instance.meetings[m].venues
        v = old[1] if self.random.random() < KEEP_VENUE else self.random.choice(venues)
        cells = instance.meetings[m].times[t].cells
        if cells & state.crowd(m) or cells & state.taken(v, e) or (t, v, e) == old:
            self._swap(m, old, (t, v, e), before, allowed)
            return
        extra = state.cost_of(m, t, v, e)
        if extra < HARD // 2 and state.total + extra <= before + self._slack(allowed):
            state.place(m, t, v, e)
        else:
            state.place(m, *old)

    def _slack(self, allowed: float) -> float:
        """
        Return how much worse a change may be, drawn as simulated annealing draws it.
        """
        return -allowed * log(1 - self.random.random()) if allowed > 0 else 0.0

    def _swap(self, m: int, old: Place, new: Place, before: int, allowed: float) -> None:
        """
        Let a meeting, just taken out, change places with the one that is in its way.
        """
        state = self.state
        gone = sorted(state.in_the_way(m, *new, self._rank)) if new != old else []
        if len(gone) == 1:
            (other,) = gone
            there = state.remove(other)
            if state.cost_of(m, *new) < HARD // 2:
                state.place(m, *new)
                limit = before + self._slack(allowed)
                place = self._same_time(other, m, old, there)
                if place and state.total + state.cost_of(other, *place) <= limit:
                    state.place(other, *place)
                    return
                state.remove(m)
            state.place(other, *there)
        state.place(m, *old)

    def _same_time(self, other: int, m: int, old: Place, there: Place) -> Place | None:
        """
        Return where *other* could be at the time at which *m* was; in its own venue if it can.
        """
        state = self.state
        was = self.instance.meetings[m].times[old[0]]
        meeting = self.instance.meetings[other]
        for t, time in enumerate(meeting.times):
            if (time.weekday, time.period, time.week) == (was.weekday, was.period, was.week):
                for v in dict.fromkeys((there[1], old[1])):
                    taken = state.crowd(other) | state.taken(v, there[2])
                    if v in meeting.venues and not time.cells & taken:
                        return t, v, there[2]
        return None

    def _hand_over(self, section: int, e: int, allowed: float) -> None:
        """
        Let somebody else teach a section.
        """
        state, instance = self.state, self.instance
        before = state.total
        placed = [m for m in instance.meetings_of[section] if state.times[m] != UNPLACED]
        were = {m: state.remove(m) for m in placed}
        done: list[int] = []
        for m, (t, v, _) in were.items():
            clash = instance.meetings[m].times[t].cells & state.taken(v, e)
            if clash or state.cost_of(m, t, v, e) >= HARD // 2:
                break
            state.place(m, t, v, e)
            done.append(m)
        if len(done) == len(placed) and state.total <= before + self._slack(allowed):
            return
        for m in done:
            state.remove(m)
        for m, place in were.items():
            state.place(m, *place)

    def solution(self) -> Solution:
        """
        Return the best that was kept, without what breaks a demand that nothing mended.
        """
        if self.best[1] >= HEAVY // 2:
            self._restore(self.best[2])
            self._give_up_broken()
            self.best = self.count - self.state.placed, self.state.total, self.state.assignment()
        missing, cost, assignment = self.best
        if missing and not self.limits.partial:
            return Solution(assignment=None, status="unknown")
        if missing:
            return Solution(assignment=assignment, status="partial", cost=cost)
        status: SolverStatus = "optimal" if self.perfect else "feasible"
        return Solution(assignment=assignment, status=status, cost=cost, bound=self.least)

    def _give_up_broken(self) -> None:
        """
        Take out meetings, each time the one with which most is broken, until nothing is.
        """
        while self.state.total >= HEAVY // 2:
            left: list[tuple[int, int]] = []
            for m, t in enumerate(self.state.times):
                if t != UNPLACED:
                    place = self.state.remove(m)
                    left.append((self.state.total, m))
                    self.state.place(m, *place)
            self.state.remove(min(left)[1])
