"""
Times before rooms: a quick annealing of both, better times by CP-SAT, then rooms and annealing.
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
TIMES_SHARE, TRY_SHARE = 0.7, 0.17
"""
What times alone may take of the time, and what of that a first try takes.
"""
CLOSE, SURE = 0.6, 0.8
"""
How much of the cost the bound must be for the search to go on for a proof, and for a proof
without a try.
"""
QUICK_SHARE, SLOW_SHARE, RACE_SHARE, WARM_SHARE = 0.1, 0.6, 0.6, 0.3
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
            self._race(times, sections, start or self.incumbent.assignment())
        else:
            self._in_turns(times)

    def _race(self, times: Model, sections: frozenset[int], start: Assignment) -> None:
        """
        Anneal quickly beside a search for the bound; then look at which promises more, better
        times alone or a slow annealing.
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
        finally:
            if beside is not None:
                self._bound(beside.stop().bound)
        if self.best is None or self.done:
            return
        chosen = self._raced(times, RACE_SHARE * whole, start, self.best)
        if chosen is None:
            self._cool(annealing, SLOW_SHARE * whole, annealing.around, None)
        elif self.rooms_for(chosen):
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

    def _raced(
        self, times: Model, seconds: float, start: Assignment, annealed: Assignment
    ) -> Assignment | None:
        """
        Search times alone from *start* and from what was annealed, then on from the better;
        where a proof is near, for that at once.

        Returns:
            The cheapest times; nothing if there are none, or they are not cheaper than what
            was annealed with its rooms.
        """
        end = self.clock.gone + seconds
        best: Run | None = None
        if self.bound is not None and self._close(self.cost, SURE):
            self.complete(times, annealed)
        else:
            for begin in (start, annealed):
                self.complete(times, begin)
                best = self._tried(times, "neighbourhoods", TRY_SHARE * seconds, best)
            if best is None or (best.cost or 0) >= (self.cost or 0):
                return None
        return self._chosen(times, self._pursued(times, end, best))

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
            prove = self._close(None if best is None else best.cost)
            before = best
            best = self._tried(
                times, "all" if prove else "neighbourhoods", left if prove else left / 2, best
            )
            if best is before:
                break
        return best

    def _tried(self, times: Model, style: Style, seconds: float, best: Run | None) -> Run | None:
        """
        Search times once, and return the better of what that finds and of *best*; hint at it.
        """
        if self.infeasible or self._proven(best):
            return best
        parameters = self.effort.parameters(style, self.turn)
        found = self.slice(times, min(seconds, self.left), parameters, FIRST, valid=True)
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

    def _close(self, cost: int | None, share: float = CLOSE) -> bool:
        """
        Tell whether the bound is so near that a proof is likely; it is where nothing is known.
        """
        return cost is None or self.bound is None or self.bound >= share * cost

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
