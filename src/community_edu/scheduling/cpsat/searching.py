"""
The search for one part of a problem: times first where that helps, then everything at once.
"""

from collections.abc import Iterable, Sequence

import attrs

from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.bounding import Bounding
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.layers import around, layers
from community_edu.scheduling.cpsat.neighbourhoods import LONGEST, Neighbourhoods
from community_edu.scheduling.cpsat.slices import ALL, MISSING, NEAR, Effort, Found
from community_edu.scheduling.cpsat.solutions import hint_values, read
from community_edu.scheduling.cpsat.times_first import TimesFirst, times_first
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Assignment, Instance

__all__ = ["Effort", "Found", "Search", "times_first"]
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
LONG_SHARE, SHORT_SHARE = 0.7, 0.34
"""
What one slice takes of the time that is left: long where a tree grows, short otherwise.
"""


class Search(TimesFirst):
    """
    The search for one part.
    """

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
