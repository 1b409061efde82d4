"""
What every solver takes and gives: an embedder may bring another.
"""

import math
from collections.abc import Callable, Iterator
from typing import ClassVar, Literal, Protocol, TypeAlias

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text
from community_edu.scheduling.instances import Assignment, Instance

SolverStatus: TypeAlias = Literal["optimal", "feasible", "partial", "infeasible", "unknown"]


@attrs.frozen
class SolveProgress:
    """
    How far a solver is.

    Attributes:
        seconds: Since it began.
        cost: What the best timetable so far costs; `None` if there is none.
        bound: No timetable costs less; `None` if nothing is proven.
        placed: How many meetings the best has placed.
        of: How many there are.
        stage: What it is doing.

    Example:
        >>> print(SolveProgress(2.5, 91, 85, 349, 349, Text("搜索", en="search")))
        2.5 s, 349/349, cost 91, bound 85, search
    """

    seconds: float
    cost: int | None
    bound: int | None
    placed: int
    of: int
    stage: Text

    def __str__(self) -> str:
        cost = "" if self.cost is None else f", cost {self.cost}"
        bound = "" if self.bound is None else f", bound {self.bound}"
        return f"{self.seconds:.1f} s, {self.placed}/{self.of}{cost}{bound}, {self.stage.to('en')}"


@attrs.frozen(kw_only=True)
class Limits:
    """
    How long a solver may work, and how.

    Attributes:
        seconds: Of wall time.
        workers: How many threads; `None`: as many as the machine has cores.
        seed: Of whatever it draws by chance.
        deterministic: Whether the same problem must have the same answer each time, on
            any day and machine; time is then counted in work done.
        partial: Whether it may leave meetings out where not all can be placed.
    """

    seconds: float = 60
    workers: int | None = None
    seed: int = 0
    deterministic: bool = False
    partial: bool = True


MOST_WORKERS = 1000
LARGEST_SEED = 2**31 - 1


@attrs.define(slots=False)
class BadLimitError(CommunityEduError, ValueError):
    """
    A limit that no solver can keep to.
    """

    code: ClassVar[str] = "bad-limit"
    en: ClassVar[str] = "'{name}' is {value}; give {asked}"
    zh: ClassVar[str] = "{name} 为 {value}，应为{asked}"

    path: Path
    name: str
    value: float
    asked: Text


def require_limits(limits: Limits) -> None:
    """
    Refuse limits that no solver can keep to.

    Raises:
        ProblemsError: There is less than no time or nobody to work, or the seed is too large.

    Example:
        >>> require_limits(Limits(seconds=-1, workers=0))
        Traceback (most recent call last):
        ...
        community_edu.base.errors.ProblemsError: nothing can be solved within these limits
        - 'time_limit' is -1; give 0 seconds or more
        - 'workers' is 0; give 1 to 1000, or none for all cores
    """
    problems = tuple(_problems(limits))
    if problems:
        raise ProblemsError("nothing can be solved within these limits", problems)


def _problems(limits: Limits) -> Iterator[CommunityEduError]:
    if math.isnan(limits.seconds) or limits.seconds < 0:
        asked = Text("不小于 0 的秒数", en="0 seconds or more")
        yield BadLimitError(("time_limit",), "time_limit", limits.seconds, asked)
    if limits.workers is not None and not 1 <= limits.workers <= MOST_WORKERS:
        most = MOST_WORKERS
        asked = Text(f" 1 到 {most}，不写则用全部核", en=f"1 to {most}, or none for all cores")
        yield BadLimitError(("workers",), "workers", limits.workers, asked)
    if not -LARGEST_SEED <= limits.seed <= LARGEST_SEED:
        most = LARGEST_SEED
        asked = Text(f" -{most} 到 {most}", en=f"-{most} to {most}")
        yield BadLimitError(("seed",), "seed", limits.seed, asked)


@attrs.frozen(kw_only=True)
class Solution:
    """
    What a solver found.

    Attributes:
        assignment: The best; `None` if it found nothing at all.
        status: ``optimal``: proven the best; ``feasible``: all is placed; ``partial``:
            something is not; ``infeasible``: proven that not all can be placed;
            ``unknown``: nothing is known.
        cost: What it costs; `None` if there is none.
        bound: No assignment that places everything costs less; `None` if nothing is proven.
        fewest: Whether it is proven that no fewer meetings can be left out.
        interrupted: Whether Ctrl-C ended the search.
    """

    assignment: Assignment | None
    status: SolverStatus
    cost: int | None = None
    bound: int | None = None
    fewest: bool = False
    interrupted: bool = False


Watch: TypeAlias = Callable[[SolveProgress], object]


class Solver(Protocol):
    """
    Anything that can make a timetable.

    A solver keeps every hard demand, counts costs as the demands define them, stops when
    its time is over and gives the best that it has. On `KeyboardInterrupt` it does the same.
    """

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
        ...
