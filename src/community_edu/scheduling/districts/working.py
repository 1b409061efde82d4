"""
Several problems at once, each by itself, here or on any executor.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor

import attrs

from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.solvers import Solver
from community_edu.scheduling.solving import solve
from community_edu.scheduling.timetables import Timetable


@attrs.frozen(kw_only=True)
class Work:
    """
    The solving of one problem, as it goes to another process.
    """

    time_limit: float
    seed: int
    workers: int | None
    deterministic: bool
    solver: Solver | None

    def __call__(self, problem: TimetableProblem, start: Timetable | None) -> Timetable:
        """
        Solve one.
        """
        return solve(
            problem,
            time_limit=self.time_limit,
            seed=self.seed,
            workers=self.workers,
            deterministic=self.deterministic,
            solver=self.solver,
            start=start,
        )

    def all(
        self,
        problems: Sequence[TimetableProblem],
        executor: Executor | None,
        starts: Sequence[Timetable | None],
    ) -> tuple[Timetable, ...]:
        """
        Solve *problems* in order; see `solve_all`.
        """
        if executor is None:
            return tuple(map(self, problems, starts))
        work = attrs.evolve(self, workers=self.workers or 1)
        found = executor.map(work, problems, starts)
        return tuple(
            attrs.evolve(timetable, problem=problem)
            for problem, timetable in zip(problems, found, strict=True)
        )


def solve_all(
    problems: Iterable[TimetableProblem],
    *,
    executor: Executor | None = None,
    time_limit: float = 60,
    seed: int = 0,
    workers: int | None = None,
    deterministic: bool = False,
    solver: Solver | None = None,
    starts: Iterable[Timetable | None] | None = None,
) -> tuple[Timetable, ...]:
    """
    Make a timetable for each of several problems that have nothing in common.

    Args:
        problems: The schools or towns.
        executor: Where to run them: a process pool, or that of a Dask client
            (``client.get_executor()``); here, one after another, if not given. It is the
            caller's to end.
        time_limit: Seconds of wall time for each.
        seed: As for `solve`.
        workers: Threads for each; with an executor 1 if nothing is said.
        deterministic: As for `solve`.
        solver: As for `solve`.
        starts: For each problem the timetable to begin with, or `None`.

    Returns:
        The timetables in the order of the problems.

    Raises:
        ProblemsError: As `solve`, for the first problem that is wrong.

    Example:
        >>> from community_edu.scheduling.towns import LITTLE_TOWN, town
        >>> towns = [town(seed, name=f"town-{seed}", shape=LITTLE_TOWN) for seed in (1, 2)]
        >>> [len(timetable.unplaced) for timetable in solve_all(towns, time_limit=1)]
        [0, 0]
    """
    problems = tuple(problems)
    work = Work(
        time_limit=time_limit,
        seed=seed,
        workers=workers,
        deterministic=deterministic,
        solver=solver,
    )
    return work.all(problems, executor, (None,) * len(problems) if starts is None else [*starts])
