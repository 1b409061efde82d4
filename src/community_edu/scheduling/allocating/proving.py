"""
The best allocation, proven by CP-SAT: fairness first, then wishes, then ways.
"""

from time import monotonic
from typing import TYPE_CHECKING

import attrs

from community_edu.base import extra
from community_edu.scheduling.allocating.matters import Matter, Shares

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def prove(
    matter: Matter, start: Shares, *, fair: bool, time_limit: float, seed: int
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

    Raises:
        MissingExtraError: The extra ``solver`` is not installed.
    """
    search = _Search(matter, start, time_limit, seed)
    if fair:
        _level_by_level(search)
    else:
        search.best(sum(search.given.values()), most=True)
    ranks = sum(matter.ranks[choice] * var for (choice, _), var in search.given.items())
    minutes = sum(matter.able[choice][one] * var for (choice, one), var in search.given.items())
    search.best(ranks, most=False)
    search.best(minutes, most=False)
    return search.shares, search.proven


def _level_by_level(search: "_Search") -> None:
    """
    Let as many points as can be have one session, then two, and so on.
    """
    matter, model = search.matter, search.model
    theirs: list[list[cp_model.IntVar]] = [[] for _ in range(matter.points)]
    for (choice, _), var in search.given.items():
        theirs[matter.point_of[choice]].append(var)
    level, reached = 0, 1
    while reached:
        level += 1
        flags = [model.new_bool_var("") for _ in theirs]
        for flag, sessions in zip(flags, theirs, strict=True):
            model.add(sum(sessions) >= level).only_enforce_if(flag)
        reached = search.best(sum(flags), most=True)


@attrs.define
class _Search:
    """
    One aim after another, each kept while the next is sought.
    """

    matter: Matter
    shares: Shares
    time_limit: float
    seed: int
    proven: bool = True
    model: "cp_model.CpModel" = attrs.field(init=False)
    given: "dict[tuple[int, int], cp_model.IntVar]" = attrs.field(init=False)
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
        self._limit()

    def _limit(self) -> None:
        """
        Nobody gets more than is wanted, offered, or left of minutes and sessions.
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

    def best(self, aim: "cp_model.LinearExprT", *, most: bool) -> int:
        """
        Reach for one more aim, keep what is reached, and return it.

        Out of time, the allocation stays as it is; it still counts what it reaches.
        """
        from ortools.sat.python import cp_model

        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = max(self._until - monotonic(), 0)
        (self.model.maximize if most else self.model.minimize)(aim)
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (choice, educator), var in self.given.items():
            self.model.add_hint(var, self.shares.given[choice].get(educator, 0))
        status = solver.solve(self.model)
        self.proven = self.proven and status == cp_model.OPTIMAL
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return 0
        self.shares = Shares(self.matter)
        for (choice, educator), var in self.given.items():
            if solver.value(var):
                self.shares.give(choice, educator, solver.value(var))
        reached = int(solver.value(aim))
        self.model.add(aim >= reached if most else aim <= reached)
        return reached
