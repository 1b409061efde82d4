"""
Solving: from a problem to a timetable, with what is proven of it.
"""

from collections.abc import Callable
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, MissingExtraError, Text, extra
from community_edu.scheduling.demands import EverySession, Spread
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.greedy.reasons import reasons
from community_edu.scheduling.instances import Assignment, Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problem_checks import require_sound
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.solvers import Limits, Solution, SolveProgress, Solver, require_limits
from community_edu.scheduling.timetables import Timetable

NO_EXTRA = Text(
    "未安装求解器，此课程表由贪心算法排出；"
    "运行 pip install 'community-edu[solver]' 可排得更好，并给出证明",
    en="made by the greedy solver; for better timetables and proofs "
    "run: pip install 'community-edu[solver]'",
)


@attrs.define(slots=False)
class BrokenSolutionError(CommunityEduError, ValueError):
    """
    A solver of an embedder that gives what a hard demand forbids.
    """

    code: ClassVar[str] = "broken-solution"
    en: ClassVar[str] = "the solver {solver} breaks '{demand}', which is hard: {what}; mend it"
    zh: ClassVar[str] = "求解器 {solver} 违反了硬性要求“{demand}”：{what}，请修正求解器"

    solver: str
    demand: str
    what: Text


def solve(
    problem: TimetableProblem,
    *,
    time_limit: float = 60,
    seed: int = 0,
    workers: int | None = None,
    deterministic: bool = False,
    progress: Callable[[SolveProgress], object] | None = None,
    start: Timetable | None = None,
    partial: bool = True,
    solver: Solver | None = None,
) -> Timetable:
    """
    Make a timetable (排课) for *problem*.

    With the extra ``solver`` it is searched by OR-Tools CP-SAT, beginning with what
    `GreedySolver` finds at once; without it, `GreedySolver` makes it alone, and its `note`
    says what the extra gives. Ctrl-C ends the search, and the best so far is returned.

    Args:
        problem: What is asked for.
        time_limit: Seconds of wall time. If *deterministic*, it counts work done instead,
            and takes longer: 15 was 38 seconds for `town`.
        seed: Of what is drawn by chance.
        workers: How many threads; as many as the machine has cores if nothing is said.
        deterministic: Whether the same problem has the same timetable each time. It is
            searched by one thread then, so that other cores are idle. Of 38 seconds of
            computing, one run of ``town(1)`` made 1696 (bound 1626), and one with two threads
            on a busy machine 1702 (1615); a little town was the same, 165, and proven.
        progress: Is given the cost and the bound, now and then, in the calling thread.
        start: A timetable to begin with; what of it cannot be is not taken.
        partial: Whether, where not all can be placed, as much as can be is, the rest being
            `unplaced` with the reasons. Otherwise nothing is placed then.
        solver: Another solver than these. What it gives is judged: the cost is what
            `check_timetable` says, and ``optimal`` is believed only if its bound is that cost.

    Returns:
        The timetable. ``optimal`` only if no cheaper one can be: its cost is its bound.

    Raises:
        ProblemsError: All that is wrong with *problem* itself, as `check_problem` says. A
            problem that merely has no timetable raises nothing. Limits that cannot be.
        BrokenSolutionError: *solver* breaks a hard demand.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=16, periods=["09:00-10:30"])
        >>> choir = TimetableSection(id="choir", name="合唱班", sessions=2)
        >>> timetable = solve(TimetableProblem([choir], [], [], weeks), time_limit=5)
        >>> len(timetable.placements), timetable.unplaced
        (2, ())
    """
    limits = Limits(
        seconds=time_limit,
        workers=workers,
        seed=seed,
        deterministic=deterministic,
        partial=partial,
    )
    require_limits(limits)
    require_sound(problem)
    instance = compile_problem(problem)
    given = None if start is None else instance.assignment_of(start)
    if solver is not None:
        found = solver.solve(instance, limits=limits, progress=progress, start=given)
        return _timetable(instance, _judged(instance, found, solver), limits, None)
    return _built_in(instance, limits, progress, given)


def _built_in(
    instance: Instance,
    limits: Limits,
    progress: Callable[[SolveProgress], object] | None,
    start: Assignment | None,
) -> Timetable:
    try:
        with extra("solver", "ortools"):
            from community_edu.scheduling.cpsat import CpSatSolver
    except MissingExtraError:
        found = GreedySolver().solve(instance, limits=limits, progress=progress, start=start)
        return _timetable(instance, found, limits, NO_EXTRA)
    found = CpSatSolver().solve(instance, limits=limits, progress=progress, start=start)
    return _timetable(instance, found, limits, None)


def _judged(instance: Instance, found: Solution, solver: Solver) -> Solution:
    """
    Return what a solver found with the cost that the judge finds, and a status that can be.

    Raises:
        BrokenSolutionError: It breaks a hard demand, and not only because meetings are missing.
    """
    if found.assignment is None:
        return found
    problem = instance.problem
    verdict = check_timetable(problem, Timetable(problem, instance.placements(found.assignment)))
    missing = {one.id for one in problem.demands if isinstance(one, EverySession | Spread)}
    whole = not reasons(instance, found.assignment)
    for one in verdict.violations:
        if one.hard and (whole or one.demand not in missing):
            raise BrokenSolutionError(type(solver).__name__, one.demand, one.text)
    bound = found.bound if found.bound is not None and found.bound <= verdict.cost else None
    best = found.status == "optimal" and bound == verdict.cost
    status = "feasible" if found.status == "optimal" and not best else found.status
    return attrs.evolve(found, cost=verdict.cost, bound=bound, status=status)


def _timetable(instance: Instance, found: Solution, limits: Limits, note: Text | None) -> Timetable:
    assignment = found.assignment
    missing = instance.empty() if assignment is None else assignment
    left_out = reasons(instance, missing)
    if assignment is None or (left_out and not limits.partial):
        proven = found.status == "infeasible" and not limits.partial
        return Timetable(
            instance.problem,
            (),
            status="infeasible" if proven else "partial",
            unplaced=reasons(instance, instance.empty()),
            note=note,
        )
    status = "partial" if left_out else "feasible" if found.status == "unknown" else found.status
    return Timetable(
        instance.problem,
        instance.placements(assignment),
        status=status,
        cost=found.cost,
        bound=found.bound,
        unplaced=left_out,
        note=note,
    )
