"""
Thresholds: comparisons that are decided exactly.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.measures import (
    PLAIN,
    POINTS,
    Comparator,
    FormulaThreshold,
    Measure,
    MeasureSyntaxError,
    PercentagePointsError,
    Quantity,
    QuantitySyntaxError,
    Threshold,
    ThresholdSyntaxError,
    Unit,
    UnitMismatchError,
    UnitSyntaxError,
    parse_threshold,
)

PERSON = Unit.parse("person")
COMPARATORS: tuple[Comparator, ...] = get_args(Comparator)
ORACLE: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


class TestThresholdText:
    @pytest.mark.parametrize(
        ("text", "comparator", "quantity"),
        [
            (">= 50%", ">=", Quantity(Fraction(1, 2))),
            ("<3pp", "<", Quantity(Fraction(3, 100), POINTS)),
            (" ==  0 ", "==", Quantity(Fraction(0))),
            (">2 CNY/person", ">", Quantity(Fraction(2), Unit.parse("CNY/person"))),
            ("<= -1/3", "<=", Quantity(Fraction(-1, 3))),
        ],
    )
    def test_read(self, text: str, comparator: Comparator, quantity: Quantity) -> None:
        """
        A comparator stands first and a quantity follows.
        """
        assert Threshold.parse(text) == Threshold(comparator, quantity)

    @pytest.mark.parametrize("text", ["", "50%", ">=", "≥ 50%", "= 5", "=> 5", "!= 5", "50% >="])
    def test_refused(self, text: str) -> None:
        """
        Without a comparator in front it is no threshold.
        """
        with pytest.raises(ThresholdSyntaxError) as caught:
            Threshold.parse(text)
        assert str(caught.value) == (
            f"'{text}' is not a threshold; write a comparison first, such as '>= 50%'"
        )
        assert caught.value.sentence("zh-CN") == (f"“{text}”不是目标值，请先写比较符，例如“>= 50%”")

    @pytest.mark.parametrize("text", [">= many", ">== 5", ">= 50% of all", "< > 5", ">= 5 ="])
    def test_no_quantity(self, text: str) -> None:
        """
        A comparator with something else than a quantity is refused for the quantity.
        """
        with pytest.raises(QuantitySyntaxError, match="is not a quantity"):
            Threshold.parse(text)

    def test_no_unit(self) -> None:
        """
        A comparator with a number of no unit is refused for the unit.
        """
        with pytest.raises(UnitSyntaxError, match="'CNY per head' is not a unit"):
            Threshold.parse(">= 2 CNY per head")

    @given(
        st.sampled_from(COMPARATORS),
        st.fractions(-(10**9), 10**9, max_denominator=10**9),
        st.sampled_from([PLAIN, PERSON, Unit.parse("CNY/person"), Unit.parse("1/hour")]),
    )
    def test_there_and_back(self, comparator: Comparator, amount: Fraction, unit: Unit) -> None:
        """
        A threshold written and read again is the same threshold.
        """
        threshold = Threshold(comparator, Quantity(amount, unit))
        assert Threshold.parse(str(threshold)) == threshold


class TestMetBy:
    @pytest.mark.parametrize(
        ("text", "below", "at", "above"),
        [
            (">= 70%", False, True, True),
            ("<= 70%", True, True, False),
            ("== 70%", False, True, False),
            ("> 70%", False, False, True),
            ("< 70%", True, False, False),
        ],
    )
    def test_around_the_bound(self, text: str, *, below: bool, at: bool, above: bool) -> None:
        """
        The bound itself is decided exactly, and so is what is next to it.
        """
        threshold, bound, hair = Threshold.parse(text), Fraction(7, 10), Fraction(1, 10**30)
        met = [threshold.met_by(bound + change) for change in (-hair, 0, hair)]
        assert met == [below, at, above]

    @given(st.sampled_from(COMPARATORS), st.fractions(), st.fractions())
    def test_as_python_compares(
        self, comparator: Comparator, value: Fraction, bound: Fraction
    ) -> None:
        """
        A threshold is met as the comparison of the two fractions has it.
        """
        threshold = Threshold(comparator, Quantity(bound))
        assert threshold.met_by(value) is ORACLE[comparator](value, bound)


class TestInUnit:
    def test_bare_number(self) -> None:
        """
        A bare number is stated in the unit of whatever it is held against.
        """
        threshold = Threshold.parse(">= 3").in_unit(PERSON)
        assert threshold == Threshold.parse(">= 3 person")

    @pytest.mark.parametrize("text", [">= 3 person", "< 2 CNY/person"])
    def test_same_unit(self, text: str) -> None:
        """
        A threshold in the same unit stays as it is.
        """
        threshold = Threshold.parse(text)
        assert threshold.in_unit(threshold.quantity.unit) == threshold

    @pytest.mark.parametrize("other", ["person_time", "1"])
    def test_other_unit(self, other: str) -> None:
        """
        A threshold in persons cannot be held against anything but persons.
        """
        with pytest.raises(UnitMismatchError, match=f"person and {other} cannot be added or comp"):
            Threshold.parse(">= 3 person").in_unit(Unit.parse(other))


class TestThresholdShown:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            (">= 50%", "≥ 50%"),
            ("<= 2 CNY/person", "≤ 2 元/人"),
            ("== 1 class", "= 1 个班"),
            ("> 0", "> 0%"),
            ("< 1/3", "< 约 33.33%"),
        ],
    )
    def test_for_a_reader(self, text: str, shown: str) -> None:
        """
        A threshold is shown with the signs of arithmetic and its quantity.
        """
        assert Threshold.parse(text).to("zh-CN") == shown

    def test_beside_a_value(self) -> None:
        """
        Beside a value that nearly equals it, a threshold shows the decimals that differ.
        """
        assert Threshold.parse("> 1/3").to("en", beside=Quantity(Fraction("0.33333"))) == (
            "> about 33.3333%"
        )


class TestShares:
    def test_share_takes_no_unit(self) -> None:
        """
        50% is a share: it is no threshold for a number of persons, as 0.5 would be.
        """
        person = Unit.parse("person")
        assert Threshold.parse(">= 1").in_unit(person).quantity == Quantity(Fraction(1), person)
        with pytest.raises(UnitMismatchError, match="1 and person cannot be added or compared"):
            Threshold.parse(">= 50%").in_unit(person)

    def test_share_is_written_as_one(self) -> None:
        """
        A share is written in percent, a number as it was.
        """
        assert [str(Threshold.parse(text)) for text in (">= 50%", ">= 0.5", "> 5pp")] == [
            ">= 50%",
            ">= 0.5",
            "> 5pp",
        ]


class TestPercentagePoints:
    @pytest.mark.parametrize(
        ("text", "unit", "instead", "rule"),
        [
            (">= 3%", POINTS, "3pp", "the difference of two shares is in percentage points"),
            (">= 3pp", PLAIN, "3%", "this is a share, not the difference of two shares"),
            ("< -0.5%", POINTS, "-0.5pp", "the difference of two shares is in percentage points"),
        ],
    )
    def test_not_mixed_up(self, text: str, unit: Unit, instead: str, rule: str) -> None:
        """
        Percent are for shares and points for differences of shares; the error says what to write.
        """
        threshold = Threshold.parse(text)
        with pytest.raises(PercentagePointsError) as caught:
            threshold.in_unit(unit)
        assert str(caught.value) == f"write {instead} for {threshold.quantity}: {rule}"
        assert caught.value.sentence("zh-CN").startswith(
            f"“{threshold.quantity}”应写作“{instead}”："
        )

    @pytest.mark.parametrize(("unit", "shown"), [(PLAIN, "≥ 3%"), (POINTS, "≥ 3 个百分点")])
    def test_number_fits_both(self, unit: Unit, shown: str) -> None:
        """
        A bare number fits a share as well as a difference, and is shown as such.
        """
        threshold = Threshold.parse(">= 0.03").in_unit(unit)
        assert threshold.quantity == Quantity(Fraction(3, 100), unit)
        assert threshold.to("zh-CN") == shown

    def test_other_units(self) -> None:
        """
        Percent, or points, of something that is counted are refused as any other unit is.
        """
        for text in (">= 3%", ">= 3pp"):
            with pytest.raises(UnitMismatchError, match="cannot be added or compared"):
                Threshold.parse(text).in_unit(PERSON)


class TestFormulaThreshold:
    @pytest.mark.parametrize(
        "text",
        [
            *["50%", "3pp", "1", "-2/3", "2 CNY/person", "5 1/hour", "1000 book"],
        ],
    )
    def test_quantity_first(self, text: str) -> None:
        """
        What can be read as a quantity is one.
        """
        assert parse_threshold(f">= {text}") == Threshold(">=", Quantity.parse(text))

    @pytest.mark.parametrize(
        "text",
        [
            *["max(5, residents * 1.5 / 10000)", "residents", "3 * residents", "2 / residents"],
            *["10 - residents", "prev.residents", "residents / 10", "-residents"],
        ],
    )
    def test_else_a_formula(self, text: str) -> None:
        """
        Everything else is a formula, also one that begins with a number.
        """
        assert parse_threshold(f"<= {text}") == FormulaThreshold("<=", Measure.parse(text))

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("max(5, residents", ThresholdSyntaxError),
            (">=", ThresholdSyntaxError),
            ("> " + "1" * 600, ThresholdSyntaxError),
            ("> " + " " * 10**6, ThresholdSyntaxError),
            (">= max(5, 3%)", MeasureSyntaxError),
            (">= 5 per cent", UnitSyntaxError),
            (">= " + "a" * 501, MeasureSyntaxError),
            (">= >= 5", MeasureSyntaxError),
        ],
    )
    def test_neither(self, text: str, error: type[Exception]) -> None:
        """
        What is neither is refused, in a few words.
        """
        with pytest.raises(error) as caught:
            parse_threshold(text)
        assert len(str(caught.value)) < 600

    def test_resolved(self) -> None:
        """
        For one body it is a threshold like any other, in the unit of what is compared.
        """
        asked = FormulaThreshold.parse(">= max(5, residents * 1.5 / 10000)")
        for residents, managers in ((100_000, 15), (30_000, 5)):
            evidence = {"residents": Fraction(residents)}
            found = asked.resolve(PERSON, evidence)
            assert found == Threshold(">=", Quantity(Fraction(managers), PERSON))
        before = FormulaThreshold.parse("> prev.rate")
        found = before.resolve(PLAIN, {}, {"rate": Fraction(1, 2)})
        assert found == Threshold.parse("> 50%")

    def test_text(self) -> None:
        """
        It prints as it was written.
        """
        assert str(FormulaThreshold.parse(">=max(5, a)")) == ">= max(5, a)"

    def test_expanded(self) -> None:
        """
        Derived indicators are written out in a formula; a quantity has none.
        """
        definitions = {"rate": Measure.parse("a / b")}
        threshold = FormulaThreshold.parse("> rate(prev)").expanded(definitions)
        assert str(threshold.measure.tree) == "(prev.a / prev.b)"
        assert Threshold.parse("> 5%").expanded(definitions) == Threshold.parse("> 5%")
