"""
The best allocation, proven by CP-SAT: fairness first, then wishes, then ways.
"""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final

import attrs

from community_edu.base import Text, extra
from community_edu.scheduling.allocating.drafting import fill
from community_edu.scheduling.allocating.matters import Matter, Shares

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SESSIONS: Final = Text("次数", en="sessions")
RANKS: Final = Text("志愿", en="wishes")
WAYS: Final = Text("路程", en="ways")


def prove(
    matter: Matter,
    start: Shares,
    *,
    fair: bool,
    time_limit: float,
    seed: int,
    watch: Callable[[Shares, Text], object],
) -> tuple[Shares, bool]:
    """
    Find the best allocation, and tell whether it is proven to be.

    In order: for k = 1, 2 …, as many points as can be have k sessions; then the sum of
    the ranks of what is granted is least; then the minutes. If not *fair*, as many
    sessions as can be come before the ranks.

    Args:
        matter: What is to be allocated.
        start: An allocation to begin with.
        fair: Whether points come before sessions.
        time_limit: Seconds for all the steps together.
        seed: Of the search.
        watch: Is told what is reached and what is sought next.

    Raises:
        MissingExtraError: The extra ``solver`` is not installed.
    """
    search = _Search(matter, start, time_limit, seed, watch, fair)
    if fair:
        _level_by_level(search)
    else:
        _least(search, SESSIONS, lambda _choice, _educator: -1)
    _least(search, RANKS, lambda choice, _: matter.ranks[choice])
    _least(search, WAYS, lambda choice, educator: matter.able[choice][educator])
    return search.shares, search.proven


def _level_by_level(search: "_Search") -> None:
    """
    Let as many points as can be have one session, then two, and so on.
    """
    matter, model = search.matter, search.model
    theirs: list[list[cp_model.IntVar]] = [[] for _ in range(matter.points)]
    for (choice, _), var in search.given.items():
        theirs[matter.point_of[choice]].append(var)
    steps: list[list[cp_model.IntVar]] = [[] for _ in theirs]
    level, reached = 0, 1
    while reached:
        level += 1
        flags = [model.new_bool_var("") for _ in theirs]
        for point, flag in enumerate(flags):
            if steps[point]:
                model.add_implication(flag, steps[point][-1])
            steps[point].append(flag)
            model.add(sum(theirs[point]) >= sum(steps[point]))
            search.steps[point, level] = flag
        stage = Text(f"各点第 {level} 次", en=f"session {level} of each point")
        reached = search.best(_Aim(stage, sum(flags), _points_with(level)), most=True)


def _least(search: "_Search", stage: Text, cost: Callable[[int, int], int]) -> None:
    """
    Let the sum of a cost of each session, by its choice and its educator, be least.
    """

    def measure(shares: Shares) -> int:
        return sum(
            sessions * cost(choice, educator)
            for choice, given in enumerate(shares.given)
            for educator, sessions in given.items()
        )

    terms = [cost(choice, educator) * var for (choice, educator), var in search.given.items()]
    search.best(_Aim(stage, sum(terms), measure), most=False)


def _points_with(level: int) -> Callable[[Shares], int]:
    """
    Return what counts the points that have so many sessions.
    """

    def measure(shares: Shares) -> int:
        return sum(sessions >= level for sessions in shares.of_points().values())

    return measure


def _most_sessions(matter: Matter) -> dict[int, int]:
    """
    Return how many sessions each educator has the minutes for, if they give the shortest.
    """
    lengths: dict[int, list[tuple[int, int]]] = {}
    for choice, able in enumerate(matter.able):
        for educator, minutes in able.items():
            lengths.setdefault(educator, []).append((minutes, matter.wanted[choice]))
    most: dict[int, int] = {}
    for educator, wishes in lengths.items():
        left, number = matter.minutes[educator], 0
        for minutes, wanted in sorted(wishes):
            fits = min(wanted, left // minutes)
            left, number = left - fits * minutes, number + fits
        most[educator] = number
    return most


@attrs.frozen
class _Aim:
    """
    Something to reach: what it is called, as the model has it, and of an allocation.
    """

    stage: Text
    expression: "cp_model.LinearExprT"
    measure: Callable[[Shares], int]


@attrs.define
class _Search:
    """
    One aim after another, each kept while the next is sought.
    """

    matter: Matter
    shares: Shares
    time_limit: float
    seed: int
    watch: Callable[[Shares, Text], object]
    fair: bool
    proven: bool = True
    model: "cp_model.CpModel" = attrs.field(init=False)
    given: "dict[tuple[int, int], cp_model.IntVar]" = attrs.field(init=False)
    steps: "dict[tuple[int, int], cp_model.IntVar]" = attrs.field(init=False)
    _until: float = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        with extra("solver", "ortools"):
            from ortools.sat.python import cp_model
        self._until = monotonic() + self.time_limit
        self.model = cp_model.CpModel()
        self.given = {
            (choice, educator): self.model.new_int_var(0, self.matter.wanted[choice], "")
            for choice, able in enumerate(self.matter.able)
            for educator in able
        }
        self.steps = {}
        self._limit()

    def _limit(self) -> None:
        """
        Nobody gets more than is wanted, offered, or left of minutes and sessions.

        That nobody gives more sessions than the shortest that fit into their minutes follows
        from that, and makes proofs short.
        """
        matter = self.matter
        spent: dict[tuple[str, int], list[cp_model.LinearExpr]] = {}
        bounds: dict[tuple[str, int], int] = {}
        for (choice, educator), var in self.given.items():
            item = matter.item_of[choice]
            for key, bound, amount in (
                (("wanted", choice), matter.wanted[choice], 1),
                (("offered", item), matter.offered[item], 1),
                (("sessions", educator), matter.sessions[educator], 1),
                (("minutes", educator), matter.minutes[educator], matter.able[choice][educator]),
            ):
                spent.setdefault(key, []).append(amount * var)
                bounds[key] = bound
        for key, amounts in spent.items():
            self.model.add(sum(amounts) <= bounds[key])
        theirs: dict[int, list[cp_model.IntVar]] = {}
        for (_, educator), var in self.given.items():
            theirs.setdefault(educator, []).append(var)
        for educator, most in _most_sessions(matter).items():
            self.model.add(sum(theirs[educator]) <= most)

    def best(self, aim: _Aim, *, most: bool) -> int:
        """
        Reach for one more aim, keep what is reached, and return it.

        An allocation that reaches as much already stays, and another is filled up. Where one
        aim is not proven, for want of time or by Ctrl-C, no further one is sought.
        """
        if not self.proven:
            return 0
        self.watch(self.shares, aim.stage)
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = max(self._until - monotonic(), 0)
        (self.model.maximize if most else self.model.minimize)(aim.expression)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (choice, educator), var in self.given.items():
            self.model.add_hint(var, self.shares.given[choice].get(educator, 0))
        total = self.shares.of_points()
        for (point, level), flag in self.steps.items():
            self.model.add_hint(flag, total[point] >= level)
        status = solver.solve(self.model)
        self.proven = status == cp_model.OPTIMAL
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return 0
        found = Shares(self.matter)
        for (choice, educator), var in self.given.items():
            if solver.value(var):
                found.give(choice, educator, solver.value(var))
        fill(found, fair=self.fair)
        reached, had = aim.measure(found), aim.measure(self.shares)
        if reached > had if most else reached < had:
            self.shares = found
        reached = max(reached, had) if most else min(reached, had)
        self.model.add(aim.expression >= reached if most else aim.expression <= reached)
        return reached
