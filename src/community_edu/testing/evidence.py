"""
Evidence that goes with a standard, of one body or of many: often exactly at a target.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Final, TypeAlias

import attrs
from hypothesis import strategies as st

from community_edu.evaluation.standards import Criterion, Standard
from community_edu.measures import (
    PLAIN,
    YES_NO,
    AnyThreshold,
    FormulaThreshold,
    Indicator,
    Measure,
    MissingEvidenceError,
    Unit,
    ZeroDenominatorError,
    definitions_of,
)
from community_edu.measures.units import DIVISIBLE

LARGEST: Final = 100_000
"""
The most that something is counted to be, unless a test asks for more.
"""

Value: TypeAlias = int | Decimal | bool | str
"""
A whole number of what is counted, two decimals of what is measured, a yes or a value's id.
"""

_PARENTS = ("north", "south")
_ROUND = (0, 1, 2, 3, 5, 10, 47, 50, 100, 120, 1000, 10_000)
_OFFSETS = st.sampled_from([0, 0, 0, 1, -1])
_AIMS = st.integers(0, 2)
_SORTS = st.sampled_from(["missing", *["given"] * 6, "same", "same"])


@attrs.frozen(kw_only=True)
class Body:
    """
    What is known of one body among others.

    Attributes:
        id: Its identifier.
        parent: Under what it is ranked.
        evidence: The values of this period.
        previous: The values of the period before.
    """

    id: str
    parent: str
    evidence: Mapping[str, Value]
    previous: Mapping[str, Value]


def _places(unit: Unit) -> int:
    """
    How many decimals a value of *unit* has: two of what comes in parts, else none.
    """
    (name, power), *others = unit.factors or (("", 0),)
    return 2 if unit == PLAIN or others or power != 1 or name in DIVISIBLE else 0


def _cents(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


@lru_cache
def values(indicator: Indicator, largest: int = LARGEST) -> st.SearchStrategy[Value]:
    """
    Make values of *indicator*; what is measured, as a growth of money, may be negative.

    Args:
        indicator: What is counted or measured.
        largest: The most, and of what is negative the least, that there may be.

    Example:
        >>> from hypothesis import find
        >>> from community_edu.measures import Unit
        >>> funds = Indicator(id="funds", name="经费", unit=Unit.parse("CNY"))
        >>> find(values(funds), lambda value: value == 2)
        Decimal('2.00')
    """
    if indicator.unit == YES_NO:
        return st.booleans()
    whole = st.sampled_from([number for number in _ROUND if number <= largest])
    if not _places(indicator.unit):
        return whole | st.integers(0, largest)
    cents = whole.map(lambda number: number * 100) | st.integers(0, min(200, largest * 100))
    return (cents | st.integers(-100 * largest, 100 * largest)).map(_cents)


def _targets(
    line: Criterion, definitions: Mapping[str, Measure]
) -> Iterator[tuple[Measure, Measure | Fraction]]:
    """
    Yield what decides a criterion: a formula, and the number or formula at which it turns.
    """
    for measure, bound in _turns(line):
        yield (
            measure.expanded(definitions),
            bound.expanded(definitions) if isinstance(bound, Measure) else bound,
        )


def _turns(line: Criterion) -> Iterator[tuple[Measure, Measure | Fraction]]:
    for condition in line.conditions:
        yield condition.measure, _bound(condition.threshold)
    if line.measure is None:
        return
    bounds = [band.threshold for band in line.bands]
    if line.threshold_by:
        bounds += [case.threshold for case in line.threshold_by.cases]
    if line.threshold:
        bounds.append(line.threshold)
    for bound in bounds:
        yield line.measure, _bound(bound)
    if line.linear:
        yield line.measure, line.linear.from_.amount
        yield line.measure, line.linear.to.amount
    if line.awarded:
        yield line.measure, Fraction(0)
        yield line.measure, line.points
    if line.trend:
        yield line.measure, line.measure.of_previous()


def _bound(threshold: AnyThreshold) -> Measure | Fraction:
    if isinstance(threshold, FormulaThreshold):
        return threshold.measure
    return threshold.quantity.amount


def _number(value: Value) -> Fraction | None:
    return None if isinstance(value, str) else Fraction(value)


def _numbers(evidence: Mapping[str, Value]) -> dict[str, Fraction]:
    found = {name: _number(value) for name, value in evidence.items()}
    return {name: value for name, value in found.items() if value is not None}


def _turning(
    measure: Measure,
    bound: Measure | Fraction,
    lever: str,
    evidence: Mapping[str, Fraction],
    previous: Mapping[str, Fraction],
) -> Fraction | None:
    """
    A value of *lever* at which the measure is what it is compared with, if it is easily found.

    What is over or is not over the lever is a line through two points.
    """

    def over(amount: int, *, times: bool) -> Fraction:
        known = {**evidence, lever: Fraction(amount)}
        goal = bound if isinstance(bound, Fraction) else bound.value(known, previous)
        return (measure.value(known, previous) - goal) * (amount if times else 1)

    for times in (False, True):
        with suppress(MissingEvidenceError, ZeroDenominatorError):
            one, two = (over(amount, times=times) for amount in (1, 2))
            if one != two:
                return 1 + one / (one - two)
    return None


@st.composite
def evidence(
    draw: st.DrawFn,
    standard: Standard,
    previous: Mapping[str, Value] | None = None,
    *,
    largest: int = LARGEST,
) -> dict[str, Value]:
    """
    Make what may be known of one body: some of it missing, some exactly at a target.

    Args:
        draw: Given by Hypothesis.
        standard: What asks for it.
        previous: What is known of the period before; some values are the same.
        largest: The most that something is counted to be.

    Example:
        >>> from hypothesis import find
        >>> from community_edu.testing.standards import standards
        >>> standard = find(standards(), lambda standard: True)
        >>> find(evidence(standard), lambda evidence: evidence.get("books") == 50)["books"]
        50
    """
    found: dict[str, Value] = {}
    for indicator in (each for each in standard.indicators if each.measure is None):
        sort = draw(_SORTS)
        if sort == "same" and previous and indicator.id in previous:
            found[indicator.id] = previous[indicator.id]
        elif sort != "missing":
            found[indicator.id] = draw(values(indicator, largest))
    for category in standard.categories:
        value = draw(st.sampled_from([None, *(value.id for value in category.values)]))
        if value is not None:
            found[category.id] = value
    definitions = definitions_of(standard.indicators)
    targets = [target for line in standard.criteria for target in _targets(line, definitions)]
    for _ in range(draw(_AIMS) if targets else 0):
        measure, bound = draw(st.sampled_from(targets))
        lever = draw(st.sampled_from(measure.names)).indicator
        aimed = _turning(measure, bound, lever, _numbers(found), _numbers(previous or {}))
        if aimed is not None and abs(aimed) <= largest:
            _set(found, lever, standard.units[lever], aimed, draw(_OFFSETS))
    return found


def _set(found: dict[str, Value], lever: str, unit: Unit, aimed: Fraction, offset: int) -> None:
    """
    Give *lever* the value it may have next to what is aimed at, some steps off.
    """
    steps = floor(aimed * 10 ** _places(unit)) + offset
    if _places(unit):
        found[lever] = _cents(steps)
    elif unit != YES_NO and steps >= 0:
        found[lever] = steps


@st.composite
def bodies(
    draw: st.DrawFn,
    standard: Standard,
    *,
    most: int = 6,
    largest: int = LARGEST,
) -> tuple[Body, ...]:
    """
    Make some bodies under two parents, each with its evidence of two periods.

    Values of an indicator are of one kind in all bodies, so that they can stand in
    a column: whole numbers, two decimals, yes or no.

    Args:
        draw: Given by Hypothesis.
        standard: What asks for the evidence.
        most: How many there may be; there is at least one.
        largest: The most that something is counted to be.

    Example:
        >>> from hypothesis import find
        >>> from community_edu.testing.standards import standards
        >>> standard = find(standards(), lambda standard: True)
        >>> [body.id for body in find(bodies(standard), lambda bodies: len(bodies) == 2)]
        ['body-1', 'body-2']
    """
    made: list[Body] = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        before = draw(evidence(standard, largest=largest))
        made.append(
            Body(
                id=f"body-{number}",
                parent=draw(st.sampled_from(_PARENTS)),
                evidence=draw(evidence(standard, before, largest=largest)),
                previous=before,
            )
        )
    return tuple(made)
