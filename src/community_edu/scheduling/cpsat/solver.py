"""
The solver on OR-Tools CP-SAT: every part of a problem by itself, each with its share of time.
"""

import time
from collections.abc import Callable, Sequence

import attrs

from community_edu.base import Text
from community_edu.scheduling.annealing import annealable
from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.components import components
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.bounding import floor
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.running import Clock
from community_edu.scheduling.cpsat.searching import Effort, Found, Search, times_first
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.solvers import Limits, Solution, SolveProgress, Watch

FIRST_ANSWER, SOON, FIRST_SHARE = 10.0, 6.0, 0.4
"""
How many seconds the greedy solver may take for a start, and which share of the time; fewer
where times are searched before rooms.
"""


@attrs.frozen
class CpSatSolver:
    """
    Makes timetables with OR-Tools CP-SAT (the extra ``solver``).

    It begins with what the greedy solver finds, and never returns anything worse. Parts of a
    problem that share nothing are searched one after the other. A part of many meetings that
    are all placed is improved some sections at a time, beside a search for its bound. In
    others, classes of every week come before single lectures if they meet in clashes alone;
    times come before rooms if rooms are much of a choice and tell nothing about times; and
    then all is searched at once.

    Where annealing knows all that classes can cost it makes times and rooms at once, first
    quickly, beside a search for the bound. If the bound comes near, CP-SAT looks for a proof
    with times alone, which get rooms later; if it stays far, annealing goes on, slowly, on
    all threads, as machine code with the extra ``fast``. Without that CP-SAT looks for
    cheaper times instead.

    Attributes:
        read: What tells the time, in seconds: a measurement on a busy machine may count
            its own CPU seconds.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["09:00-10:30"])
        >>> whole = compile_problem(TimetableProblem([TimetableSection(id="ink")], [], [], weeks))
        >>> solution = CpSatSolver().solve(whole, limits=Limits(seconds=5))
        >>> solution.status, solution.cost, solution.bound
        ('optimal', 0, 0)
    """

    read: Callable[[], float] = time.monotonic

    def solve(
        self,
        instance: Instance,
        *,
        limits: Limits,
        progress: Watch | None = None,
        start: Assignment | None = None,
    ) -> Solution:
        """
        Return the best assignment found, with what is proven of it.
        """
        effort = Effort(limits, self.read)
        first = _first_answer(instance, effort, progress, start)
        incumbent = Incumbent(instance, first or start or instance.empty())
        found: list[Found] = []
        parts: list[frozenset[int]] = []
        try:
            if not effort.clock.interrupted:
                parts += components(instance)
                self._parts(incumbent, parts, effort, progress, found)
        except KeyboardInterrupt:
            effort.clock.interrupted = True
        return _whole(incumbent, parts, found, partial=limits.partial)

    def _parts(
        self,
        incumbent: Incumbent,
        parts: Sequence[frozenset[int]],
        effort: Effort,
        progress: Watch | None,
        found: list[Found],
    ) -> None:
        instance, clock, limits = incumbent.instance, effort.clock, effort.limits
        sizes = [_size(instance, part) for part in parts]
        floors = [floor(instance, part) for part in parts]
        for number, (part, size) in enumerate(zip(parts, sizes, strict=True)):
            share = clock.left * size / sum(sizes[number:])
            known = [max(one.bound or 0, low) for one, low in zip(found, floors, strict=False)]
            others = sum(known) + sum(floors[number + 1 :])
            watcher = _Watcher(incumbent, clock, progress, others, floors[number])
            search = Search(incumbent, Choice(part), effort, share, watcher.tell)
            one = search.solve(incumbent.assignment())
            if not incumbent.complete(part) and limits.partial:
                search.end += share / 2
                try:
                    one = search.fewest_missing(incumbent.assignment())
                except KeyboardInterrupt:
                    clock.interrupted = True
            found.append(one)


def _first_answer(
    instance: Instance, effort: Effort, progress: Watch | None, start: Assignment | None
) -> Assignment | None:
    """
    Return what the greedy solver soon makes of what is given; nothing hard is broken.
    """
    limits = effort.limits
    first = times_first(instance, None)
    moves = 0 if first and annealable(instance, range(len(instance.meetings_of))) else None
    longest = SOON if first else FIRST_ANSWER
    seconds = min(longest, FIRST_SHARE * limits.seconds)
    short = attrs.evolve(limits, seconds=seconds, partial=True)
    try:
        greedy = GreedySolver() if moves is None else GreedySolver(moves=moves)
        found = greedy.solve(instance, limits=short, progress=progress, start=start)
    except KeyboardInterrupt:
        effort.clock.interrupted = True
        return None
    effort.clock.interrupted = found.interrupted
    return found.assignment


class _Watcher:
    def __init__(
        self, incumbent: Incumbent, clock: Clock, progress: Watch | None, others: int, low: int
    ) -> None:
        self.incumbent = incumbent
        self.progress = progress
        self.clock = clock
        self.others = others
        self.low = low
        self.last: tuple[object, ...] = ()

    def tell(self, stage: Text, saved: int, bound: int | None) -> None:
        """
        Tell what the whole costs, and at least.
        """
        of, missing = len(self.incumbent.instance.meetings), self.incumbent.missing
        cost = None if missing else self.incumbent.cost - saved
        least = self.others + max(bound or 0, self.low)
        if self.progress is None or self.last == (stage, cost, least, missing):
            return
        self.last = (stage, cost, least, missing)
        self.progress(SolveProgress(self.clock.gone, cost, least, of - missing, of, stage))


def _size(instance: Instance, part: frozenset[int]) -> int:
    return 1 + sum(
        len(instance.meetings[m].times) * max(1, len(instance.meetings[m].venues))
        for s in part
        for m in instance.meetings_of[s]
    )


def _whole(
    incumbent: Incumbent, parts: Sequence[frozenset[int]], found: list[Found], *, partial: bool
) -> Solution:
    """
    Return the best with what is proven of it.
    """
    assignment, cost = incumbent.assignment(), incumbent.cost
    infeasible = any(one.infeasible for one in found)
    if infeasible and not partial:
        return Solution(assignment=None, status="infeasible")
    if incumbent.missing:
        fewest = infeasible and all(one.fewest for one in found if one.infeasible)
        return Solution(assignment=assignment, status="partial", cost=cost, fewest=fewest)
    instance = incumbent.instance
    bound = least_cost(instance)
    if len(found) == len(parts):
        pairs = zip(parts, found, strict=True)
        bound = max(bound, sum(max(one.bound or 0, floor(instance, part)) for part, one in pairs))
    return Solution(
        assignment=assignment,
        status="optimal" if bound >= cost else "feasible",
        cost=cost,
        bound=bound,
    )
