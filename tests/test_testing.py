"""
What the strategies make: all that is allowed, nothing that is not, and simple when it can be.
"""

import importlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar, get_args

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from community_edu import testing
from community_edu.base import MissingExtraError
from community_edu.evaluation import Criterion, MissingPolicy, Role, Scale, Standard
from community_edu.measures import (
    PLAIN,
    YES_NO,
    Comparator,
    Condition,
    FormulaThreshold,
    Indicator,
    Measure,
    Threshold,
    Unit,
    parse_threshold,
)
from community_edu.testing import (
    SCALES,
    Body,
    bodies,
    conditions,
    criteria,
    evidence,
    indicators,
    measures,
    quantities,
    standards,
    thresholds,
    values,
)
from community_edu.testing.evidence import Value
from community_edu.testing.quantities import INDICATORS

UNITS: dict[str, Unit] = {indicator.id: indicator.unit for indicator in INDICATORS}
PERSONS = Indicator(id="employees", name="从业人员", unit=Unit.parse("person"))
HOURS = Indicator(id="hours", name="学时", unit=Unit.parse("hour"))

Made = TypeVar("Made")
quick = settings(phases=[Phase.generate, Phase.shrink], database=None)


def many(strategy: st.SearchStrategy[Made], number: int = 300) -> list[Made]:
    """
    Return so many values, the same in each run.
    """
    made: list[Made] = []

    @settings(max_examples=number, phases=[Phase.generate], database=None, derandomize=True)
    @given(strategy)
    def collect(value: Made) -> None:
        made.append(value)

    collect()
    return made


def simplest(strategy: st.SearchStrategy[Made]) -> Made:
    """
    Return what an error would be shown with, if nothing mattered.
    """
    return find(strategy, lambda _: True, settings=quick)


@pytest.fixture(scope="module")
def formulas() -> list[str]:
    return [measure.text for measure in many(measures(), 600)]


@pytest.fixture(scope="module")
def bounds() -> list[Threshold | FormulaThreshold]:
    return many(thresholds(PLAIN, INDICATORS))


@pytest.fixture(scope="module")
def every_standard() -> list[Standard]:
    return many(standards(), 400)


class TestQuantities:
    @given(indicators())
    def test_indicators(self, indicator: Indicator) -> None:
        """
        An indicator can stand in a formula.
        """
        assert Measure.parse(indicator.id).unit({indicator.id: indicator.unit}) == indicator.unit

    @given(measures())
    def test_measures(self, measure: Measure) -> None:
        """
        A formula names what is known, has a unit, and is read again from its text.
        """
        assert {name.indicator for name in measure.names} <= set(UNITS)
        assert measure.unit(UNITS) is not None
        assert Measure.parse(measure.text) == measure

    @given(measures(unit=Unit.parse("CNY/person"), previous=False))
    def test_measures_of_a_unit(self, measure: Measure) -> None:
        """
        A formula has the unit that is asked for, and looks back only where it may.
        """
        assert str(measure.unit(UNITS)) == "CNY/person"
        assert not any(name.previous for name in measure.names)

    @pytest.mark.parametrize(
        "part", ["prev.", "min(", "max(", "count(", " + ", " - ", " * ", " / ", "-"]
    )
    def test_every_operation(self, part: str, formulas: list[str]) -> None:
        """
        Every part of the language is used.
        """
        assert any(part in formula for formula in formulas)

    @given(st.sampled_from(list(UNITS.values())).flatmap(lambda unit: thresholds(unit, INDICATORS)))
    def test_thresholds(self, threshold: Threshold | FormulaThreshold) -> None:
        """
        A threshold is read again from its text.
        """
        assert str(parse_threshold(str(threshold))) == str(threshold)

    @pytest.mark.parametrize("comparator", get_args(Comparator))
    @pytest.mark.parametrize("kind", [Threshold, FormulaThreshold])
    def test_every_threshold(
        self, comparator: str, kind: type, bounds: list[Threshold | FormulaThreshold]
    ) -> None:
        """
        Thresholds compare in every way with numbers, and with formulas if there are indicators.
        """
        assert (comparator, kind) in {(bound.comparator, type(bound)) for bound in bounds}

    def test_thresholds_without_indicators(self) -> None:
        """
        Without indicators of the unit a threshold is a number.
        """
        assert isinstance(simplest(thresholds()), Threshold)

    @given(conditions())
    def test_conditions(self, condition: Condition) -> None:
        """
        A condition is read again from its text.
        """
        assert str(Condition.parse(str(condition))) == str(condition)

    def test_conditions_without_answers(self) -> None:
        """
        Without yes-or-no indicators, conditions compare.
        """
        assert str(simplest(conditions([PERSONS]))).startswith("employees ")

    @given(quantities(YES_NO))
    def test_bare_quantities(self, quantity: object) -> None:
        """
        Some quantities are in the words of the unit, some are numbers alone.
        """
        assert str(quantity)


FEATURES: list[Callable[[Standard], object]] = [
    lambda standard: not standard.complete and standard.total,
    lambda standard: standard.complete and standard.total,
    lambda standard: standard.minimum_coverage,
    lambda standard: standard.groups and standard.criteria[0].quote,
    lambda standard: len(standard.grades) > 1 and standard.grades[0].of_share,
    lambda standard: standard.grades and not standard.grades[0].of_share,
    lambda standard: standard.grades and standard.grades[0].met,
    lambda standard: standard.criteria[0].evidence,
    lambda standard: standard.criteria[0].at_least,
    lambda standard: standard.criteria[0].points.denominator > 2,
]


class TestStandards:
    def test_every_scale_is_known(self) -> None:
        """
        There are criteria of each scale that the data model has.
        """
        assert set(SCALES) == set(get_args(Scale))

    @pytest.mark.parametrize("scale", SCALES)
    def test_scale(self, scale: Scale) -> None:
        """
        A criterion has the scale that is asked for.
        """

        @quick
        @given(criteria(scales=[scale]))
        def check(criterion: Criterion) -> None:
            assert criterion.scale == scale

        check()

    @given(standards(most_criteria=3))
    def test_standards(self, standard: Standard) -> None:
        """
        A standard has at least one criterion and no more than are asked for.
        """
        assert 1 <= len(standard.criteria) <= 3

    @pytest.mark.parametrize("role", get_args(Role))
    @pytest.mark.parametrize("policy", [None, *get_args(MissingPolicy)])
    def test_roles_and_policies(
        self, role: Role, policy: MissingPolicy | None, every_standard: list[Standard]
    ) -> None:
        """
        Criteria of every role are there with every policy for what is missing.
        """
        lines = [line for standard in every_standard for line in standard.criteria]
        assert (role, policy) in {(line.role, line.missing) for line in lines}

    @pytest.mark.parametrize("has", FEATURES)
    def test_everything_is_found(
        self, has: Callable[[Standard], object], every_standard: list[Standard]
    ) -> None:
        """
        A standard may be incomplete, have grades by share or by points, groups, a total, documents.
        """
        assert any(map(has, every_standard))

    def test_own_indicators(self) -> None:
        """
        With nothing but persons, there are no levels and no documents.
        """

        @quick
        @given(standards([PERSONS], [], previous=False))
        def check(standard: Standard) -> None:
            for line in standard.criteria:
                assert not line.evidence
                assert line.scale not in {"levels", "threshold_by"}
                for name in line.measure.names if line.measure else ():
                    assert str(name) == "employees"

        check()


def standard(measure: str, **fields: object) -> Standard:
    line = Criterion(id="c", name="c", measure=Measure.parse(measure), **fields)  # type: ignore[arg-type]
    return Standard(id="s", name="s", indicators=INDICATORS, criteria=[line])


def numbers(known: Mapping[str, Value]) -> dict[str, Fraction]:
    return {name: Fraction(value) for name, value in known.items() if not isinstance(value, str)}


def side(line: Criterion, body: Body) -> int | None:
    """
    Tell whether a measure above 0 is above what it is compared with, at it, or below.
    """
    now, before = numbers(body.evidence), numbers(body.previous)
    assert line.measure is not None
    try:
        value = line.measure.value(now, before)
        if isinstance(line.threshold, Threshold):
            bound = line.threshold.quantity.amount
        elif line.awarded:
            bound = line.points
        else:
            other = line.threshold.measure if line.threshold else line.measure.of_previous()
            bound = other.value(now, before)
    except (LookupError, ZeroDivisionError):
        return None
    return (value > bound) - (value < bound) if value > 0 else None


class TestEvidence:
    @pytest.mark.parametrize("indicator", [*INDICATORS, HOURS], ids=str)
    def test_values(self, indicator: Indicator) -> None:
        """
        What is counted is a whole number, what is measured has two decimals, a question is answered.
        """

        @quick
        @given(values(indicator, 20))
        def check(value: object) -> None:
            match indicator.unit:
                case unit if unit == YES_NO:
                    assert type(value) is bool
                case Unit(factors=(("person" | "book", 1),)):
                    assert type(value) is int
                    assert 0 <= value <= 20
                case _:
                    assert type(value) is Decimal
                    assert value.as_tuple().exponent == -2
                    assert abs(value) <= 20

        check()

    @pytest.mark.parametrize(
        ("measure", "fields"),
        [
            ("trained / employees", {"threshold": parse_threshold(">= 50%")}),
            ("funds", {"threshold": parse_threshold("<= 1.5")}),
            ("residents / trained", {"threshold": parse_threshold("== 7")}),
            ("employees", {"threshold": parse_threshold(">= residents * 1.5 / 100")}),
            ("trained / employees", {"trend": "up"}),
            ("satisfaction", {"awarded": True, "points": 8}),
        ],
    )
    def test_targets(self, measure: str, fields: dict[str, object]) -> None:
        """
        Evidence lies at a target, a little below and a little above it.
        """
        asked = standard(measure, **fields)
        sides = {side(asked.criteria[0], made[0]) for made in many(bodies(asked, most=1), 250)}
        assert sides >= {-1, 0, 1}

    @given(st.data())
    def test_columns(self, data: st.DataObject) -> None:
        """
        Values of one name are of one kind in all bodies, and known to the standard.
        """
        asked = data.draw(standards())
        kinds: dict[str, type] = {}
        for body in data.draw(bodies(asked, most=4)):
            for name, value in [*body.evidence.items(), *body.previous.items()]:
                assert name in asked.units or name in asked.category_by_id
                assert kinds.setdefault(name, type(value)) is type(value)

    def test_simplest(self) -> None:
        """
        What is found is simple: one body of which only what matters is known.
        """
        asked = simplest(standards())
        assert simplest(bodies(asked)) == (
            Body(id="body-1", parent="north", evidence={}, previous={}),
        )
        rich = find(
            evidence(asked),
            lambda known: known.get("employees", 0) in range(50, 900),
            settings=quick,
        )
        assert list(rich) == ["employees"]


class TestExtra:
    def test_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without Hypothesis the import says what to install.
        """

        def find_nothing(_name: str) -> None:
            return None

        monkeypatch.setattr("importlib.util.find_spec", find_nothing)
        with pytest.raises(MissingExtraError, match=r"pip install 'community-edu\[testing\]'"):
            importlib.reload(testing)
