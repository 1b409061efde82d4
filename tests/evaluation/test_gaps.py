"""
What it would take, against trying every change there is.

The slow judge says whether a criterion is met; nothing here knows how a gap is found.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, get_args

import attrs
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st
from reference_judge import Unknown, Values, derived, formula, judge_one

from community_edu.evaluation import (
    Band,
    Criterion,
    Linear,
    Standard,
    ThresholdCase,
    ThresholdTable,
    evaluate,
)
from community_edu.measures import (
    YES_NO,
    AnyThreshold,
    Comparator,
    Measure,
    Quantity,
    Threshold,
    definitions_of,
)
from community_edu.testing import measures, thresholds, values
from community_edu.testing.evidence import Value
from community_edu.testing.quantities import INDICATORS
from community_edu.testing.standards import CATEGORIES

REACH = 60
"""
How many steps either way are tried where no gap is found.
"""

FEW = tuple(
    indicator
    for indicator in INDICATORS
    if indicator.id in {"employees", "trained", "has_plan", "rate"}
)
KNOWN = [indicator for indicator in FEW if indicator.measure is None]
COMPARATORS: st.SearchStrategy[Comparator] = st.sampled_from(get_args(Comparator))
BESIDE = st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 7)])
DISTANCES = st.sampled_from([Fraction(-2), Fraction(1, 3)])

no_explaining = tuple(phase for phase in Phase if phase is not Phase.explain)
known: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {str(indicator.id): values(indicator, 12) for indicator in KNOWN}
    | {"region": st.sampled_from(["east", "west", "centre"])}
)


@attrs.frozen
class Case:
    """
    A standard of one criterion, and what is known of the two periods of some bodies.
    """

    standard: Standard
    bodies: list[tuple[dict[str, Value], dict[str, Value]]]


def standard_of(**fields: Any) -> Standard:  # noqa: ANN401 - whatever a criterion has
    line = Criterion(id="line", name="指标", **fields)
    return Standard(id="s", name="标准", indicators=FEW, categories=CATEGORIES, criteria=[line])


def levers(measure: Measure) -> list[str]:
    """
    The indicators of this period that a measure depends on; if there are none, all.
    """
    names = measure.expanded(definitions_of(FEW)).names
    own = [name.indicator for name in names if not name.previous]
    return own or [indicator.id for indicator in KNOWN]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """
    Measures of small numbers; the target is often what the measure would be some steps away.
    """
    scale = draw(st.sampled_from(["threshold", "threshold_by", "bands", "linear", "trend"]))
    measure = draw(measures(FEW, previous=scale != "trend"))
    now: dict[str, Value] = draw(known)
    before: dict[str, Value] = draw(known)
    lever = draw(st.sampled_from(levers(measure)))
    unit = measure.unit(standard_of().units)

    def reached() -> Quantity:
        number = now[lever]
        assert not isinstance(number, str)
        there: dict[str, object] = {**now, lever: max(number + draw(st.integers(-20, 40)), 0)}
        try:
            value = formula(measure.text, derived(standard_of(), there, before), before)
        except Unknown:
            value = Fraction(1)
        return Quantity(value + draw(BESIDE), unit)

    def bound() -> AnyThreshold:
        if draw(st.sampled_from([True, True, False])):
            return Threshold(draw(COMPARATORS), reached())
        return draw(thresholds(unit, FEW))

    fields: dict[str, Any]
    match scale:
        case "threshold":
            fields = {"threshold": bound()}
        case "threshold_by":
            cases = [ThresholdCase("east", bound()), ThresholdCase("west", bound())]
            fields = {"threshold_by": ThresholdTable(category="region", cases=cases)}
        case "bands":
            fields = {"bands": [Band(bound(), Fraction(3)), Band(bound(), Fraction(1))]}
        case "linear":
            to = reached()
            distance = draw(DISTANCES)
            fields = {"linear": Linear(Quantity(to.amount + distance, unit), to)}
        case _:
            fields = {"trend": draw(st.sampled_from(["up", "down"]))}
    others = draw(st.lists(st.tuples(known, known), min_size=2, max_size=4))
    return Case(standard_of(measure=measure, **fields), [(now, before), *others])


def is_met(standard: Standard, now: Values, before: Values) -> bool:
    return judge_one(standard, now, before).statuses[standard.criteria[0].id] == "met"


def moved(now: Mapping[str, Value], lever: str, amount: Fraction) -> dict[str, object]:
    value = now[lever]
    assert not isinstance(value, str)
    return {**now, lever: Fraction(value) + amount}


def changes(standard: Standard, now: Mapping[str, Value], lever: str) -> Iterator[Fraction]:
    """
    Every change of *lever* by whole steps that it can make, the least first.
    """
    unit = standard.units[lever]
    for number in range(1, REACH):
        for amount in (number * unit.step, -number * unit.step):
            value = moved(now, lever, amount)[lever]
            assert isinstance(value, Fraction)
            if value >= 0 and (unit != YES_NO or value <= 1):
                yield amount


class TestGap:
    @settings(max_examples=1000, phases=no_explaining)
    @given(cases())
    def test_least(self, case: Case) -> None:
        """
        A gap is the least change that meets the criterion; there is none if no change does.
        """
        (line,) = case.standard.criteria
        assert line.measure is not None
        for now, before in case.bodies:
            for lever in levers(line.measure):
                check(case.standard, now, before, lever)


def check(
    standard: Standard, now: Mapping[str, Value], before: Mapping[str, Value], lever: str
) -> None:
    """
    Compare the gap with what is found by trying.
    """
    line = standard.criteria[0]
    assessment = evaluate(standard, now, before)
    gap = assessment.gap(line.id, lever)
    if gap is None:
        event(f"{line.scale}: none")
        is_decided = assessment.outcome(line.id).reason is None
        assert not is_met(standard, now, before)
        for amount in changes(standard, now, lever) if is_decided else ():
            assert not is_met(standard, moved(now, lever, amount), before)
        return
    event(f"{line.scale}: {'some' if gap.amount else 'met already'}")
    assert gap.lever == lever
    assert (gap.amount == 0) == is_met(standard, now, before)
    assert is_met(standard, moved(now, lever, gap.amount), before)
    for amount in changes(standard, now, lever):
        if abs(amount) >= abs(gap.amount):
            break
        assert not is_met(standard, moved(now, lever, amount), before)
