"""
Times before rooms: annealing of both, beside CP-SAT on times alone; or one after the other.
"""

import attrs

from community_edu.scheduling.annealing import BATCH, Annealing, annealable
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.indifference import counts_venues
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.cpsat.running import Run, Running
from community_edu.scheduling.cpsat.slices import ANNEALED, FIRST, ROOMS, Slices, Style
from community_edu.scheduling.cpsat.solutions import hint, hint_values, read
from community_edu.scheduling.demands import EnoughTravel, NearHome, ShortWays
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import NOBODY, UNPLACED

MANY_VENUES = 3
"""
Times are searched first if a meeting has so many venues on average to choose from.
"""
TIMES_SHARE, TRY_SHARE, CLOSE = 0.7, 0.12, 0.65
"""
What times alone may take of the time, and a first try of each style of search; and how much
of the cost the bound must be for the search to go on for a proof.
"""
QUICK_SHARE, SLOW_SHARE, ALONE_SHARE, WARM_SHARE = 0.1, 0.42, 0.25, 0.09
"""
What takes how much of the time: a quick cooling, a slow one, a search of times alone, and
the cooling of what that found.
"""
MOVES_OF_A_SECOND = 400_000
"""
How many moves of annealing are as much work as a second of CP-SAT, where work is counted.
"""
EVERY = 0.5
"""
After how many seconds what annealing has found is taken.
"""


class TimesFirst(Slices):
    """
    The search for a part in which times tell more than rooms.
    """

    def _times_first(self, start: Assignment | None) -> None:
        """
        Search times, then rooms, if need be; a timetable that annealing knows is annealed.
        """
        times = build(self.instance, self.choice, rooms=False)
        if start is not None:
            hint(times, start)
        sections = frozenset({block.section for block in times.blocks})
        if self.incumbent.complete(sections) and annealable(self.instance, sections):
            self._race(times, sections)
        else:
            self._in_turns(times)

    def _race(self, times: Model, sections: frozenset[int]) -> None:
        """
        Anneal times and rooms, beside a search for the bound; then look for better times.
        """
        whole, effort = self.left, self.effort
        annealing = Annealing(
            self.instance, sections, self.incumbent.assignment(), effort.limits.seed
        )
        beside = None
        if effort.workers > 1:
            beside = Running(times.cp, effort.parameters("bound"))
        try:
            self._cool(annealing, QUICK_SHARE * whole, annealing.range, beside)
            self._cool(annealing, SLOW_SHARE * whole, annealing.around, beside)
        finally:
            if beside is not None:
                self._bound(beside.stop().bound)
        if self.best is not None and not self.done:
            self._better_times(times, annealing, whole)

    def _better_times(self, times: Model, annealing: Annealing, whole: float) -> None:
        """
        Search times alone, from the best that there is; give rooms to better ones, and anneal.
        """
        best = self.best or self.instance.empty()
        self.complete(times, best)
        style: Style = "all" if self._close(self.cost) else "neighbourhoods"
        parameters = self.effort.parameters(style, self.turn)
        found = self.slice(times, ALONE_SHARE * whole, parameters, FIRST, valid=True)
        if found.values is not None and (found.cost or 0) < (self.cost or 0):
            chosen = self.instance.empty()
            read(times, found.values, chosen)
            if self.rooms_for(chosen):
                annealing.board.begin(chosen)
                self._cool(annealing, WARM_SHARE * whole, annealing.warm, None)

    def _cool(
        self,
        annealing: Annealing,
        seconds: float,
        heats: tuple[float, float],
        beside: Running | None,
    ) -> None:
        """
        Cool once, and take what is better as it is found.
        """
        begun, taken = self.clock.gone, self.clock.gone
        end = min(seconds, self.left)

        def gone() -> float:
            nonlocal taken
            now = self.clock.gone
            if now - taken >= EVERY:
                taken = now
                self._take(annealing, beside)
            self.effort.work += BATCH / MOVES_OF_A_SECOND
            return 1.0 if self.done else (now - begun) / end

        annealing.cool(gone, *heats)
        self._take(annealing, beside)

    def _take(self, annealing: Annealing, beside: Running | None) -> None:
        if beside is not None:
            self._bound(beside.bound)
        if self.cost is None or annealing.board.best < self.cost:
            found = self.incumbent.assignment()
            annealing.board.write(found)
            self.incumbent.take(annealing.board.ground.sections, found)
            self.best, self.cost = found, annealing.board.best
        self.told(ANNEALED, 0, self.bound)

    def _in_turns(self, times: Model) -> None:
        """
        Search a model of times alone: a short try of each style, then the one that promises most.
        """
        whole = self.left
        end = self.clock.gone + TIMES_SHARE * whole
        best: Run | None = None
        turn = 0
        while not self.infeasible and self.clock.gone < end:
            left = end - self.clock.gone
            prove = turn == 0 or (turn > 1 and self._close(None if best is None else best.cost))
            outcome = self.slice(
                times,
                min(left, TRY_SHARE * whole) if turn <= 1 else left if prove else left / 2,
                self.effort.parameters("all" if prove else "neighbourhoods", self.turn),
                FIRST,
                valid=True,
            )
            turn += 1
            if outcome.values is None or outcome.cost is None:
                continue
            if best is None or best.cost is None or outcome.cost < best.cost:
                best = outcome
            hint_values(times, range(len(outcome.values)), outcome.values)
            if self.bound is not None and outcome.cost <= self.bound:
                break
        if best is not None and best.values is not None:
            chosen = self.instance.empty()
            read(times, best.values, chosen)
            self.rooms_for(chosen)

    def _close(self, cost: int | None) -> bool:
        """
        Tell whether the bound is so near that a proof is likely; it is where nothing is known.
        """
        return cost is None or self.bound is None or self.bound >= CLOSE * cost

    def rooms_for(self, chosen: Assignment) -> bool:
        """
        Find rooms for times, and tell whether there are any.
        """
        kept = {m: frozenset([t]) for m, t in enumerate(chosen.times) if t != UNPLACED}
        rooms = build(self.instance, attrs.evolve(self.choice, times=kept))
        outcome = self.slice(
            rooms,
            self.left / 3,
            self.effort.parameters("all", self.turn),
            ROOMS,
            valid=False,
            patience=2.0,
        )
        self.keep(rooms, outcome)
        if outcome.values is not None:
            read(rooms, outcome.values, chosen)
        return outcome.values is not None


def times_first(instance: Instance, sections: frozenset[int] | None) -> bool:
    """
    Tell whether times are searched before rooms.

    They are if rooms are much of a choice and tell nothing about times: a meeting has
    three venues or more on average, ways between places take no time, and no demand
    counts what a venue has.
    """
    problem = instance.problem
    meetings = [
        meeting for meeting in instance.meetings if sections is None or meeting.section in sections
    ]
    if not problem.venues or "venue" not in instance.hard_clash:
        return False
    if sum(len(meeting.venues) for meeting in meetings) < MANY_VENUES * len(meetings):
        return False
    if instance.of(ShortWays) or instance.own_pairs or any(instance.of(NearHome)):
        return False
    if counts_venues(instance):
        return False
    used = {v for meeting in meetings for v in meeting.venues if v != NOBODY}
    places = {problem.venues[v].where for v in used}
    between = problem.travel.between
    return not instance.of(EnoughTravel) or not any(
        between(one, other) for one in places for other in places
    )
