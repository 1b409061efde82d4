"""
The search for one part of a problem: times first where that helps, then everything at once.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Text
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.bounding import Bounding
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.indifference import counts_venues
from community_edu.scheduling.cpsat.layers import around, layers
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.cpsat.neighbourhoods import LONGEST, Neighbourhoods
from community_edu.scheduling.cpsat.running import Clock, Run, run
from community_edu.scheduling.cpsat.solutions import hint, hint_values, read
from community_edu.scheduling.demands import EnoughTravel, NearHome, ShortWays
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import NOBODY, UNPLACED
from community_edu.scheduling.solvers import Limits

MANY_VENUES = 3
"""
Times are searched first if a meeting has so many venues on average to choose from.
"""
SHORTEST = 6.0
"""
How many seconds a slice has at least, since each begins with some seconds of preparation.
"""
MANY_MEETINGS = 150
"""
So many meetings are improved by neighbourhoods, if all are placed already.
"""
ALONE_SHARE, BESIDE_SHARE = 0.35, 0.7
"""
What a search for the bound takes of the time if there is one thread only, and beside others.
"""
PREPARING = 0.2
"""
How much work it is to prepare a neighbourhood.
"""
CLASSES_SHARE = 0.55
"""
What classes may take of the time.
"""
TIMES_SHARE, TRY_SHARE, CLOSE = 0.7, 0.12, 0.65
"""
What times alone may take of the time, and a first try of each style of search; and how much
of the cost the bound must be for the search to go on for a proof.
"""
LONG_SHARE, SHORT_SHARE = 0.7, 0.34
"""
What one slice takes of the time that is left: long where a tree grows, short otherwise.
"""
FULL_SEARCHES = ["lb_tree_search", "default_lp", "no_lp", "core", "reduced_costs", "probing"]
Style: TypeAlias = Literal["neighbourhoods", "trees", "all", "bound"]
FIRST, ROOMS, NEAR, ALL = (
    Text("先排时间", en="times first"),
    Text("再排场地", en="then rooms"),
    Text("局部改进", en="some at a time"),
    Text("统一改进", en="all at once"),
)
MISSING = Text("尽量多排", en="as many as can be")

Told = Callable[[Text, int, int | None], object]
"""
Is told what is done, what has been saved since the best was counted, and the bound.
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


class Search:
    """
    The search for one part.
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

    def solve(self, start: Assignment | None) -> Found:
        """
        Search, beginning with *start*.
        """
        try:
            self._stages(start)
        except KeyboardInterrupt:
            self.clock.interrupted = True
        return Found(self.best, self.cost, self.bound, self.infeasible)

    def _stages(self, start: Assignment | None) -> None:
        sections = self.choice.sections or frozenset()
        split = layers(self.instance, sections)
        first = times_first(self.instance, sections)
        many = sum(len(self.instance.meetings_of[s]) for s in sections) >= MANY_MEETINGS
        if many and not first and self.incumbent.complete(sections):
            self._near_the_best(sections, split or (sections,))
            return
        if split is not None:
            self._in_layers(*split, start)
        elif first:
            self._times_first(start)
        if not self.done:
            self._joint(self.best or start)

    # ------------------------------------------------------------- one model

    def slice(
        self,
        model: Model,
        seconds: float,
        parameters: Mapping[str, object],
        stage: Text,
        *,
        valid: bool,
        patience: float | None = None,
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
            return enough or (patience is not None and self.clock.gone - last[1] > patience)

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

    # ------------------------------------------------------------- strategies

    def _near_the_best(self, sections: frozenset[int], parts: Sequence[frozenset[int]]) -> None:
        """
        Improve the best timetable by neighbourhoods, beside a search for the bound.
        """
        effort = self.effort
        bounding = Bounding(self.instance, parts, self.clock, effort.parameters("bound"))
        near = Neighbourhoods(self.incumbent, sections, effort.limits.seed)
        whole = len(sections) == sum(1 for one in self.instance.meetings_of if one)
        try:
            self._bound(bounding.bound)
            if effort.workers == 1:
                effort.work += bounding.alone(ALONE_SHARE * self.left, effort.bounded)
            else:
                bounding.begin(BESIDE_SHARE * self.left)
            while not self.done:
                bounding.tend()
                self._bound(bounding.bound)
                self.told(NEAR, 0, self.bound)
                workers = effort.workers - (bounding.running is not None)
                parameters = {"num_workers": max(1, workers)}
                limit, settings = effort.bounded(min(LONGEST, self.left), parameters)
                effort.work += near.step(self.clock, settings, limit).work + PREPARING
                self.cost = self.incumbent.cost if whole else None
        finally:
            bounding.end()
            self._bound(bounding.bound)
            self.best = self.incumbent.assignment()

    def _in_layers(
        self, weekly: frozenset[int], single: frozenset[int], start: Assignment | None
    ) -> None:
        """
        Place classes, then lectures around them; the bound of both alone is one of the whole.
        """
        classes = self._part(Choice(weekly), CLASSES_SHARE, start)
        if classes.assignment is None or classes.cost is None:
            self.infeasible = classes.infeasible
            return
        free = Search(self.incumbent, Choice(single), self.effort, self.left / 6, self.told)
        free.prove()
        if free.infeasible:
            self.infeasible = True
            return
        choice = around(self.instance, classes.assignment, weekly, single)
        given = self._placed_around(weekly, single, classes.assignment, start)
        self.incumbent.take(weekly | single, given)
        lectures = self._part(choice, 1.0, given, free.bound)
        if lectures.assignment is None or lectures.cost is None:
            return
        self.best = merged(
            self.instance, [(weekly, classes.assignment), (single, lectures.assignment)]
        )
        self.cost = classes.cost + lectures.cost
        self.incumbent.take(weekly | single, self.best)
        self._bound((classes.bound or 0) + (free.bound or 0))

    def _placed_around(
        self,
        weekly: frozenset[int],
        single: frozenset[int],
        classes: Assignment,
        start: Assignment | None,
    ) -> Assignment:
        """
        Return lectures that fit around classes, as the greedy solver places them.
        """
        parts = [(weekly, classes)] if start is None else [(weekly, classes), (single, start)]
        limits = attrs.evolve(self.effort.limits, seconds=max(1.0, self.left / 4))
        whole = merged(self.instance, parts)
        return (
            GreedySolver(moves=0).solve(self.instance, limits=limits, start=whole).assignment
            or whole
        )

    def prove(self) -> None:
        """
        Search for a bound alone.
        """
        model = build(self.instance, self.choice)
        self.slice(model, self.left, self.effort.parameters("bound"), ALL, valid=True)

    def _part(
        self,
        choice: Choice,
        share: float,
        start: Assignment | None,
        bound: int | None = None,
    ) -> Found:
        part = Search(self.incumbent, choice, self.effort, share * self.left, self.told)
        part.bound = bound
        return part.solve(start)

    def _times_first(self, start: Assignment | None) -> None:
        """
        Search a model of times alone: a short try of each style, then the one that promises most.
        """
        times = build(self.instance, self.choice, rooms=False)
        if start is not None:
            hint(times, start)
        whole = self.left
        end = self.clock.gone + TIMES_SHARE * whole
        best: Run | None = None
        turn = 0
        while not self.infeasible and self.clock.gone < end:
            left = end - self.clock.gone
            prove = turn == 0 or (turn > 1 and self._close(best))
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
            self._rooms(chosen)

    def _close(self, best: Run | None) -> bool:
        """
        Tell whether the bound is so near that a proof is likely.
        """
        if best is None or best.cost is None or self.bound is None:
            return True
        return self.bound >= CLOSE * best.cost

    def _rooms(self, chosen: Assignment) -> None:
        kept = {m: frozenset([t]) for m, t in enumerate(chosen.times) if t != UNPLACED}
        rooms = build(self.instance, attrs.evolve(self.choice, times=kept))
        outcome = self.slice(
            rooms,
            self.left / 3,
            self.effort.parameters("all", self.turn),
            ROOMS,
            valid=False,
            patience=5.0,
        )
        self.keep(rooms, outcome)

    def _joint(self, start: Assignment | None) -> None:
        model = build(self.instance, self.choice)
        if start is not None:
            outcome = self.complete(model, start)
            if outcome is not None:
                self.keep(model, outcome)
        around_others = bool(self.choice.venue_taken or self.choice.section_taken)
        large = not times_first(self.instance, self.choice.sections)
        trees = large and not around_others
        turn = 0
        while not self.done:
            share = LONG_SHARE if large and turn % 2 == 0 else SHORT_SHARE
            outcome = self.slice(
                model,
                min(self.left, max(SHORTEST, share * self.left)),
                self.effort.parameters(
                    "neighbourhoods"
                    if self.best is not None and turn % 2 == trees
                    else "trees"
                    if trees
                    else "all",
                    self.turn,
                ),
                ALL,
                valid=True,
            )
            turn += 1
            self.keep(model, outcome)
            if outcome.values is not None:
                hint_values(model, range(len(outcome.values)), outcome.values)

    def fewest_missing(self, start: Assignment | None) -> Found:
        """
        Leave out as few meetings as can be, and then let the others cost little.
        """
        if self.clock.left <= 0:
            return Found(infeasible=self.infeasible)
        model = build(self.instance, self.choice, optional=True)
        missing = list(model.missing.values())
        terms = list(model.terms)
        model.terms = [(1, one) for one in missing]
        model.finish()
        if start is not None:
            self.complete(model, start)
        first = self.slice(
            model,
            self.left * 0.6,
            self.effort.parameters("all", self.turn),
            MISSING,
            valid=False,
        )
        if first.values is None or first.cost is None:
            return Found(infeasible=self.infeasible)
        model.cp.add(sum(missing[1:], start=missing[0] + 0) <= first.cost)
        model.terms = terms
        model.cp.clear_objective()  # type: ignore[no-untyped-call]
        model.finish()
        hint_values(model, range(len(first.values)), first.values)
        second = self.slice(
            model,
            self.left,
            self.effort.parameters("all", self.turn),
            ALL,
            valid=False,
        )
        best = second if second.values is not None else first
        assignment = self.instance.empty()
        read(model, best.values or (), assignment)
        self.incumbent.take(model.sections, assignment)
        cost = second.cost if second.values is not None else None
        return Found(
            assignment,
            cost,
            None,
            self.infeasible or (first.proof == "optimal" and first.cost > 0),
            first.proof == "optimal",
        )


def merged(instance: Instance, parts: Iterable[tuple[frozenset[int], Assignment]]) -> Assignment:
    """
    Return one assignment made of those of sets of sections.
    """
    whole = instance.empty()
    for sections, part in parts:
        for s in sections:
            whole.educators[s] = part.educators[s]
            for m in instance.meetings_of[s]:
                whole.times[m] = part.times[m]
                whole.venues[m] = part.venues[m]
    return whole


def _copy(assignment: Assignment) -> Assignment:
    return Assignment([*assignment.times], [*assignment.venues], [*assignment.educators])


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
