"""
Slices: CP-SAT at work on one model for a while, and what is kept of what it finds.
"""

import os
from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Text
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.cpsat.running import Clock, Run, run
from community_edu.scheduling.cpsat.solutions import hint, hint_values, read
from community_edu.scheduling.instances import Assignment
from community_edu.scheduling.solvers import Limits

FULL_SEARCHES = ["lb_tree_search", "default_lp", "no_lp", "core", "reduced_costs", "probing"]
Style: TypeAlias = Literal["neighbourhoods", "trees", "all", "bound"]

FIRST, ROOMS, NEAR, ALL, ANNEALED = (
    Text("先排时间", en="times first"),
    Text("再排场地", en="then rooms"),
    Text("局部改进", en="some at a time"),
    Text("统一改进", en="all at once"),
    Text("模拟退火", en="annealing"),
)
MISSING = Text("尽量多排", en="as many as can be")

Told = Callable[[Text, int, int | None], object]
"""
Is told what is done, what has been saved since the best was counted, and the bound.
"""


Promising = Callable[[int | None], bool]
"""
Is asked, with the cost so far, whether to go on.
"""


@attrs.frozen
class Found:
    """
    What is known of one part.

    Attributes:
        assignment: The best; `None` if there is none.
        cost: What it costs, of this part alone.
        bound: The least that this part can cost with everything placed.
        infeasible: Whether it is proven that not everything can be placed.
        fewest: Whether it is proven that no fewer meetings can be left out.
    """

    assignment: Assignment | None = None
    cost: int | None = None
    bound: int | None = None
    infeasible: bool = False
    fewest: bool = False


@attrs.define
class Effort:
    """
    How CP-SAT may work.

    Attributes:
        limits: What the caller allows.
        read: What tells the time.
        clock: The time that is left of it.
        work: What was done so far, which is the time of a search that must not depend on
            the machine.
    """

    limits: Limits
    read: Callable[[], float]
    clock: Clock = attrs.field(init=False)
    work: float = 0.0

    def __attrs_post_init__(self) -> None:
        read = (lambda: self.work) if self.limits.deterministic else self.read
        self.clock = Clock(self.limits.seconds, read)

    @property
    def workers(self) -> int:
        """
        How many threads.
        """
        return 1 if self.limits.deterministic else self.limits.workers or os.cpu_count() or 1

    def bounded(
        self, seconds: float, parameters: Mapping[str, object]
    ) -> tuple[float, Mapping[str, object]]:
        """
        Return the seconds after which to stop, and parameters that count work instead if asked.
        """
        if not self.limits.deterministic:
            return seconds, parameters
        return float("inf"), {**parameters, "max_deterministic_time": seconds}

    def parameters(self, style: Style, turn: int = 0) -> dict[str, object]:
        """
        Return the settings of one slice.

        Args:
            style: ``neighbourhoods`` alone, best for cheaper solutions, prove nothing;
                ``trees``: a tree of linear relaxations for the bound beside them;
                ``all``: the whole portfolio, on twice as many threads; ``bound``: one
                thread for the bound alone.
            turn: The number of the slice; each has its own seed.
        """
        found: dict[str, object] = {"random_seed": (self.limits.seed + 7919 * turn) % 2**31}
        tree = {"optimize_with_lb_tree_search": True, "linearization_level": 2}
        if style == "bound":
            return found | tree | {"num_workers": 1, "max_presolve_iterations": 1}
        if self.limits.deterministic or self.workers == 1:
            return found | {"num_workers": 1}
        if style == "neighbourhoods":
            return found | {"num_workers": self.workers, "use_lns_only": True}
        if style == "trees":
            full = FULL_SEARCHES[: max(1, self.workers // 3)]
            return found | {"num_workers": self.workers, "subsolvers": full}
        return found | {"num_workers": 2 * self.workers}


class Slices:
    """
    What is known of one part of a problem, and how CP-SAT comes to know more.
    """

    def __init__(
        self,
        incumbent: Incumbent,
        choice: Choice,
        effort: Effort,
        seconds: float,
        told: Told,
    ) -> None:
        self.instance = incumbent.instance
        self.choice = choice
        self.incumbent = incumbent
        self.effort = effort
        self.clock = effort.clock
        self.end = self.clock.gone + seconds
        self.told = told
        self.bound: int | None = None
        self.best: Assignment | None = None
        self.cost: int | None = None
        self.infeasible = False
        self.turn = 0

    @property
    def left(self) -> float:
        """
        The seconds that are left for this part.
        """
        return min(self.clock.left, self.end - self.clock.gone)

    @property
    def done(self) -> bool:
        """
        Tell whether nothing better can be found, or there is no time.
        """
        proven = self.cost is not None and self.bound is not None and self.cost <= self.bound
        return self.infeasible or proven or self.left <= 0

    def slice(
        self,
        model: Model,
        seconds: float,
        parameters: Mapping[str, object],
        stage: Text,
        *,
        valid: bool,
        patience: float | None = None,
        promising: Promising | None = None,
    ) -> Run:
        """
        Let CP-SAT search a model once; take its bound if that is one of this part.

        Args:
            model: The model.
            seconds: For how long; if the answer must be the same each time, in units of work.
            parameters: Of CP-SAT.
            stage: What to call it in a progress report.
            valid: Whether its bound is one of this part.
            patience: After how many seconds without a better solution to stop.
            promising: Whether to go on; not asked if the answer must be the same each time.
        """
        last: tuple[int | None, float] = (None, 0.0)

        def told(cost: int | None, bound: int | None) -> bool:
            nonlocal last
            if valid:
                self._bound(bound)
            saved = 0
            if model.rooms and cost is not None and self.cost is not None:
                saved = max(0, self.cost - cost)
            self.told(stage, saved, self.bound)
            if cost != last[0]:
                last = (cost, self.clock.gone)
            if cost is None or self.effort.limits.deterministic:
                return False
            enough = self.bound is not None and cost <= self.bound
            hopeless = promising is not None and not promising(cost)
            tired = patience is not None and self.clock.gone - last[1] > patience
            return enough or hopeless or tired

        outcome = run(model.cp, self.clock, *self.effort.bounded(seconds, parameters), told)
        try:
            told(outcome.cost, outcome.bound)
        except KeyboardInterrupt:
            self.clock.interrupted = True
        self.effort.work += outcome.work
        self.turn += 1
        if valid:
            self._bound(outcome.bound)
            self.infeasible = self.infeasible or outcome.proof == "infeasible"
        return outcome

    def _bound(self, bound: int | None) -> None:
        if bound is not None and (self.bound is None or bound > self.bound):
            self.bound = bound

    def keep(self, model: Model, outcome: Run) -> bool:
        """
        Keep what a run found if it is better than the best.
        """
        if outcome.values is None or outcome.cost is None:
            return False
        if self.cost is not None and outcome.cost >= self.cost:
            return False
        self.best = _copy(self.best) if self.best else self.instance.empty()
        read(model, outcome.values, self.best)
        self.cost = outcome.cost
        self.incumbent.take(model.sections, self.best)
        return True

    def complete(self, model: Model, assignment: Assignment) -> Run | None:
        """
        Return *assignment* with a value for every variable of *model*, and hint at it.
        """
        hint(model, assignment)
        parameters: dict[str, object] = {
            "num_workers": 1,
            "fix_variables_to_their_hinted_value": True,
            "random_seed": self.effort.limits.seed,
        }
        seconds = max(1.0, self.left / 4)
        outcome = run(model.cp, self.clock, *self.effort.bounded(seconds, parameters))
        self.effort.work += outcome.work
        if outcome.values is None:
            return None
        hint_values(model, range(len(outcome.values)), outcome.values)
        return Run(outcome.values, outcome.cost, None, "none")


def _copy(assignment: Assignment) -> Assignment:
    return Assignment([*assignment.times], [*assignment.venues], [*assignment.educators])
