"""
Times before rooms: a quick annealing of both, better times by CP-SAT, then rooms and annealing.
"""

import attrs

from community_edu.scheduling.annealing import Annealing, Ground, annealable
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.cooled import Cooled
from community_edu.scheduling.cpsat.indifference import counts_venues
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.cpsat.running import Run, Running
from community_edu.scheduling.cpsat.slices import FIRST, ROOMS, Promising, Style
from community_edu.scheduling.cpsat.solutions import hint, hint_values, read
from community_edu.scheduling.demands import EnoughTravel, NearHome, ShortWays
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import NOBODY, UNPLACED

MANY_VENUES = 3
"""
Times are searched first if a meeting has so many venues on average to choose from.
"""
TIMES_SHARE, TRY_SHARE = 0.7, 0.17
"""
What times alone may take of the time, and what of that a first try takes.
"""
QUICK_SHARE, PROOF_SHARE, RACE_SHARE, WARM_SHARE = 0.1, 0.4, 0.6, 0.1
"""
What takes how much of the time: a quick cooling; a try to prove that no times are cheaper, if
the bound were the cost, and as much less as it is less; a search of times alone; and the
cooling of what these found.
"""
HOPE, CLOSE, SURE = 0.3, 0.6, 0.75
"""
How much of the cost the bound must be for a proof to be tried rather than cheaper times to be
looked for, where annealing is slow; for any search of times to look for a proof; and for a try
to go on.
"""
MOST_CHAINS = 8
"""
How many timetables are annealed at the same time, if there are so many threads.
"""


class TimesFirst(Cooled):
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
            self._race(times, sections, start or self.incumbent.assignment())
        else:
            self._in_turns(times)

    def _race(self, times: Model, sections: frozenset[int], start: Assignment) -> None:
        """
        Anneal quickly beside a search for the bound, and where that promises a proof, try it
        with times alone; if it stays far, cool slowly on all threads.
        """
        whole, seed, ground = self.left, self.effort.limits.seed, Ground(self.instance, sections)
        first = Annealing(ground, self.incumbent.assignment(), seed)
        fast = first.board.fast
        self._quickly(times, first, QUICK_SHARE * whole)
        if self.best is None or self.done:
            return
        if fast or self._near(self.cost, HOPE):
            chosen = self._proof(times, self.best, whole)
        else:
            chosen = self._raced(times, RACE_SHARE * whole, start, self.best)
        chains = [first]
        if fast:
            more = range(1, min(self.effort.workers, MOST_CHAINS))
            chains += [Annealing(ground, self.best, seed, number) for number in more]
        if chosen is not None and not self.rooms_for(chosen):
            chosen = None
        near = self._near(self.cost, SURE)
        if chosen is not None and (near or not fast):
            for one in chains:
                one.board.begin(chosen)
            self._cool(chains, WARM_SHARE * whole, first.warm)
        if not near:
            self._cool(chains, self.left, first.around)

    def _quickly(self, times: Model, chain: Annealing, seconds: float) -> None:
        """
        Anneal quickly beside a search for the bound, or after it if there is one thread.
        """
        parameters = self.effort.parameters("bound")
        if self.effort.workers == 1:
            self.slice(times, seconds, parameters, FIRST, valid=True)
            self._cool([chain], seconds, chain.range)
            return
        beside = Running(times.cp, parameters)
        try:
            self._cool([chain], seconds, chain.range, beside)
        finally:
            self._bound(beside.stop().bound)

    def _proof(self, times: Model, annealed: Assignment, whole: float) -> Assignment | None:
        """
        Search times alone for a proof that none are cheaper, as long as it comes nearer.

        Returns:
            The cheapest times; nothing if none are cheaper than what was annealed with its
            rooms.
        """
        seconds = PROOF_SHARE * whole * (self.bound or 0) / (self.cost or 1)
        if not seconds:
            return None
        soon = self.clock.gone + seconds

        def promising(cost: int | None) -> bool:
            return self.clock.gone < soon or self._near(cost, SURE)

        best = self.complete(times, annealed)
        if not self.effort.limits.deterministic:
            seconds = TIMES_SHARE * whole
        best = self._tried(times, "all", seconds, best, promising)
        return self._cheaper(times, best)

    def _raced(
        self, times: Model, seconds: float, start: Assignment, annealed: Assignment
    ) -> Assignment | None:
        """
        Search times alone from *start* and from what was annealed, then on from the better.

        Returns:
            The cheapest times; nothing if none are cheaper than what was annealed with its
            rooms.
        """
        end = self.clock.gone + seconds
        best: Run | None = None
        for begin in (start, annealed):
            self.complete(times, begin)
            best = self._tried(times, "neighbourhoods", TRY_SHARE * seconds, best)
        if self._cheaper(times, best) is None:
            return None
        return self._chosen(times, self._pursued(times, end, best))

    def _cheaper(self, times: Model, best: Run | None) -> Assignment | None:
        if best is None or (best.cost or 0) >= (self.cost or 0):
            return None
        return self._chosen(times, best)

    def _in_turns(self, times: Model) -> None:
        """
        Search times alone: a short try of each style, then on from the better; then rooms.
        """
        seconds = TIMES_SHARE * self.left
        end = self.clock.gone + seconds
        best: Run | None = None
        tries: tuple[Style, ...] = ("all", "neighbourhoods")
        for style in tries:
            best = self._tried(times, style, TRY_SHARE * seconds, best)
        chosen = self._chosen(times, self._pursued(times, end, best))
        if chosen is not None:
            self.rooms_for(chosen)

    def _pursued(self, times: Model, end: float, best: Run | None) -> Run | None:
        """
        Go on with times until nothing better is found or *end*: for a proof where one is near.
        """
        while not self.infeasible and self.clock.gone < end and not self._proven(best):
            left = end - self.clock.gone
            cost = None if best is None else best.cost
            prove = cost is None or self.bound is None or self._near(cost, CLOSE)
            before = best
            best = self._tried(
                times, "all" if prove else "neighbourhoods", left if prove else left / 2, best
            )
            if best is before:
                break
        return best

    def _tried(
        self,
        times: Model,
        style: Style,
        seconds: float,
        best: Run | None,
        promising: Promising | None = None,
    ) -> Run | None:
        """
        Search times once, and return the better of what that finds and of *best*; hint at it.
        """
        if self.infeasible or self._proven(best):
            return best
        parameters = self.effort.parameters(style, self.turn)
        seconds = min(seconds, self.left)
        found = self.slice(times, seconds, parameters, FIRST, valid=True, promising=promising)
        if found.values is not None and (best is None or (found.cost or 0) < (best.cost or 0)):
            best = found
        if best is not None and best.values is not None:
            hint_values(times, range(len(best.values)), best.values)
        return best

    def _proven(self, best: Run | None) -> bool:
        """
        Tell whether no times are cheaper.
        """
        return best is not None and self.bound is not None and (best.cost or 0) <= self.bound

    def _chosen(self, times: Model, best: Run | None) -> Assignment | None:
        if best is None or best.values is None:
            return None
        chosen = self.instance.empty()
        read(times, best.values, chosen)
        return chosen

    def _near(self, cost: int | None, share: float) -> bool:
        """
        Tell whether the bound is so much of the cost.
        """
        return cost is not None and self.bound is not None and self.bound >= share * cost

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
