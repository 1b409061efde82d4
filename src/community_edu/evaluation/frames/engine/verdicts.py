"""
Verdicts: for each scale, what becomes of a criterion row by row.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

import attrs
import narwhals.stable.v2 as nw

from community_edu.evaluation.frames.engine.sheets import Level, Sheet
from community_edu.evaluation.frames.engine.terms import Expr, Measured, balanced, every
from community_edu.evaluation.judging.verdicts import Status, hundredths
from community_edu.evaluation.standards import Criterion, Standard
from community_edu.measures import Comparator, FormulaThreshold, Measure
from community_edu.measures.nodes import Name

Place: TypeAlias = Callable[[Measured, bool], tuple[Expr, Expr]]
"""
Gives the place of a measure among peers, the highest first or last, and whether it has one.
"""


@attrs.frozen(eq=False)
class Step:
    """
    One outcome, where no earlier one of the verdict holds.

    Attributes:
        holds: Whether this is the outcome; null counts as no.
        status: The outcome.
        points: What it gives, in hundredths.
    """

    holds: Expr
    status: Status
    points: Expr | int = 0


@attrs.frozen(eq=False)
class Verdict:
    """
    What becomes of a criterion; where no step holds, it is not assessed.

    Attributes:
        steps: The outcomes, the first that holds counting.
        known: Whether any of them holds.
        plain: Whether it is met or not, and `known` is never null.
    """

    steps: tuple[Step, ...]
    known: Expr
    plain: bool = False


def either(left: Expr, right: Expr) -> Expr:
    """
    Return whether one of two conditions holds.
    """
    return left | right


class VerdictMaker:
    """
    Makes the verdicts of a standard out of a sheet.
    """

    def __init__(self, standard: Standard, sheet: Sheet, place: Place | None = None) -> None:
        self._standard = standard
        self._sheet = sheet
        self._place = place

    def verdict(self, criterion: Criterion) -> Verdict | None:
        """
        Return what becomes of a criterion; `None` if it is never assessed.
        """
        made = self._by_scale(criterion)
        if made is None or not criterion.evidence:
            return made
        documents = [self._sheet.answer(Name(name)) for name in criterion.evidence]
        there = [document for document in documents if document is not None]
        if len(there) < len(documents):
            return None
        shown = self._sheet.keep(Level.TALLIES, every(there))
        steps = tuple(attrs.evolve(step, holds=shown & step.holds) for step in made.steps)
        return Verdict(steps, shown & made.known)

    def _by_scale(self, criterion: Criterion) -> Verdict | None:
        full = hundredths(criterion.points)
        match criterion.scale:
            case "threshold":
                return self._threshold(criterion, full)
            case "threshold_by":
                return self._by_case(criterion, full)
            case "trend":
                return self._trend(criterion, full)
            case "bands":
                return self._bands(criterion)
            case "linear":
                return self._linear(criterion, full)
            case "levels":
                return self._levels(criterion)
            case "conditions":
                return self._conditions(criterion, full)
            case "awarded":
                return self._awarded(criterion, full)
            case "ranks":
                return self._ranks(criterion)
            case _:
                return None

    def _threshold(self, criterion: Criterion, full: int) -> Verdict | None:
        assert criterion.measure  # noqa: S101 - a standard holds together
        assert criterion.threshold  # noqa: S101 - as above
        decided = self._sheet.decide(criterion.measure, criterion.threshold)
        if decided is None:
            return None
        return _two_ways(decided.holds, decided.known, full, plain=True)

    def _by_case(self, criterion: Criterion, full: int) -> Verdict | None:
        table, measure = criterion.threshold_by, criterion.measure
        category = None if table is None else self._sheet.text(table.category)
        if table is None or measure is None or category is None:
            return None
        met: list[Expr] = []
        known: list[Expr] = []
        for case in table.cases:
            decided = self._sheet.decide(measure, case.threshold)
            if decided is not None:
                met.append((category == case.of) & decided.holds)
                known.append((category == case.of) & decided.known)
        if not met:
            return None
        return _two_ways(reduce(either, met), reduce(either, known), full)

    def _trend(self, criterion: Criterion, full: int) -> Verdict | None:
        now, before = (self._measure(measure) for measure in _periods(criterion))
        if now is None or before is None:
            return None
        sign: Comparator = ">" if criterion.trend == "up" else "<"
        return _two_ways(now.against(sign, before), now.known & before.known, full, plain=True)

    def _bands(self, criterion: Criterion) -> Verdict | None:
        measure = criterion.measure
        value = self._measure(measure)
        if value is None or measure is None:
            return None
        steps: list[Step] = []
        sure: list[Expr] = []  # whether all targets so far can be had
        for index, band in enumerate(criterion.bands):
            decided = self._sheet.decide(measure, band.threshold)
            if decided is None:
                break
            holds = every([*sure, decided.holds])
            steps.append(_step(index, holds, band.points))
            if isinstance(band.threshold, FormulaThreshold):
                sure.append(decided.known)
        else:
            steps.append(Step(every([*sure, value.known]), "not_met"))
        if not steps:
            return None
        is_simple = not sure and len(steps) > len(criterion.bands)
        known = value.known if is_simple else reduce(either, (step.holds for step in steps))
        return Verdict(tuple(steps), known)

    def _linear(self, criterion: Criterion, full: int) -> Verdict | None:
        linear, measure = criterion.linear, criterion.measure
        assert linear  # noqa: S101 - a standard holds together
        assert measure  # noqa: S101 - as above
        start, way = linear.from_.amount, linear.to.amount - linear.from_.amount
        reached = Fraction(full or 1)
        done = self._sheet.part(measure.tree, start, reached / way)
        if done is None:
            return None
        steps = (
            Step(done.holds(">=", reached), "met", full),
            Step(done.holds("<=", Fraction(0)), "not_met"),
            Step(done.known, "partly", done.floor() if full else 0),
        )
        return Verdict(steps, done.known)

    def _levels(self, criterion: Criterion) -> Verdict | None:
        assert criterion.category  # noqa: S101 - a standard holds together
        category = self._sheet.text(criterion.category)
        if category is None:
            return None
        steps = [
            _step(index, category == level.of, level.points)
            for index, level in enumerate(criterion.levels)
        ]
        values = list(self._standard.category_by_id[criterion.category].by_id)
        known = category.is_in(values)
        return Verdict((*steps, Step(known, "not_met")), known)

    def _conditions(self, criterion: Criterion, full: int) -> Verdict | None:
        decided = [self._sheet.decide(one.measure, one.threshold) for one in criterion.conditions]
        if len(decided) == 1:
            (only,) = decided
            if only is None:
                return None
            return _two_ways(only.holds, only.known, full, plain=True)
        enough = criterion.at_least or len(decided)
        told = [one for one in decided if one is not None]
        if not told:
            return None
        held = [nw.when(one.holds).then(nw.lit(1.0)).otherwise(nw.lit(0.0)) for one in told]
        open_ = [nw.when(one.known).then(nw.lit(0.0)).otherwise(nw.lit(1.0)) for one in told]
        holding = self._sheet.keep(Level.PLACES, balanced(held))
        unknown = self._sheet.keep(Level.PLACES, balanced(open_))
        may = holding + unknown + float(len(decided) - len(told))
        short = may < enough
        steps = (
            Step(holding >= enough, "met", full),
            Step(short & (holding > 0), "partly"),
            Step(short, "not_met"),
        )
        return Verdict(steps, (holding >= enough) | short)

    def _awarded(self, criterion: Criterion, full: int) -> Verdict | None:
        assert criterion.measure  # noqa: S101 - a standard holds together
        given = self._sheet.part(criterion.measure.tree, Fraction(0), Fraction(100))
        if given is None:
            return None
        known = given.holds(">=", Fraction(0)) & given.holds("<=", Fraction(full))
        steps = (
            Step(given.holds("==", Fraction(full)), "met", full),
            Step(given.holds("==", Fraction(0)), "not_met"),
            Step(known, "partly", given.floor()),
        )
        return Verdict(steps, known)

    def _ranks(self, criterion: Criterion) -> Verdict | None:
        value = self._measure(criterion.measure)
        if value is None:
            return None
        assert criterion.ranks  # noqa: S101 - a standard holds together
        assert self._place  # noqa: S101 - only formulas over one body are judged without
        place, known = self._place(value, criterion.ranks.best == "highest")
        steps = [
            _step(index, known & (place <= step.up_to), step.points)
            for index, step in enumerate(criterion.ranks.steps)
        ]
        return Verdict((*steps, Step(known, "not_met")), known)

    def _measure(self, measure: Measure | None) -> Measured | None:
        return None if measure is None else self._sheet.measure(measure.tree)


def _periods(criterion: Criterion) -> Iterator[Measure | None]:
    yield criterion.measure
    yield None if criterion.measure is None else criterion.measure.of_previous()


def _two_ways(holds: Expr, known: Expr, full: int, *, plain: bool = False) -> Verdict:
    return Verdict((Step(holds, "met", full), Step(known, "not_met")), known, plain)


def _step(index: int, holds: Expr, points: Fraction) -> Step:
    status: Status = "met" if index == 0 else "partly" if points else "not_met"
    return Step(holds, status, hundredths(points))


def points_of(verdict: Verdict) -> Expr | None:
    """
    Return the points in hundredths, 0 where there are none; `None` if there are never any.
    """
    steps = list(verdict.steps)
    while steps and isinstance(steps[-1].points, int) and steps[-1].points == 0:
        steps.pop()
    if not steps:
        return None
    points: Expr = nw.lit(0.0)
    for step in reversed(steps):
        given = nw.lit(float(step.points)) if isinstance(step.points, int) else step.points
        points = nw.when(step.holds).then(given).otherwise(points)
    return points


def statuses_of(verdict: Verdict | None, otherwise: Status) -> Expr:
    """
    Return the outcome, *otherwise* where it is not assessed.
    """
    status: Expr = nw.lit(otherwise)
    for step in reversed(verdict.steps if verdict else ()):
        status = nw.when(step.holds).then(nw.lit(step.status)).otherwise(status)
    return status


def is_met(verdict: Verdict) -> Expr:
    """
    Return whether all was met that was asked: the first step always says so.
    """
    return verdict.steps[0].holds
