"""
Numbers and comparisons as documents state them.
"""

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import UnknownReferenceError
from community_edu.measures import (
    Bound,
    Comparison,
    ComparisonSyntaxError,
    Interval,
    MeasureSyntaxError,
    StatedNumber,
    StatedNumberError,
    Unit,
    UnitMismatchError,
)

UNITS = {
    "persons": Unit.parse("person"),
    "visits": Unit.parse("person_time"),
    "share": Unit.parse("1"),
}


class TestStatedNumber:
    @pytest.mark.parametrize(
        ("text", "interval"),
        [
            ("29470", "[29470, 29470]"),
            ("22.4%", "[0.2235, 0.2245)"),
            ("50%", "[0.495, 0.505)"),
            ("5pp", "[0.045, 0.055)"),
            ("0.62", "[0.615, 0.625)"),
            ("659万", "[6585000, 6595000)"),
            ("3.5亿", "[345000000, 355000000)"),
            (" -3 ", "[-3, -3]"),
        ],
    )
    def test_what_rounds_to_it(self, text: str, interval: str) -> None:
        """
        A whole number is exact; percent, 万, 亿 and decimals are rounded to their last digit.
        """
        number = StatedNumber.parse(text)
        assert str(number.interval()) == interval
        assert str(number) == text.strip()
        assert StatedNumber.parse(str(number)) == number

    @given(st.decimals(0, 10**6, places=2))
    def test_lies_in_what_it_leaves_open(self, number: object) -> None:
        """
        A number lies in the middle of what rounds to it.
        """
        stated = StatedNumber.parse(f"{number}%")
        interval = stated.interval()
        assert stated.amount in interval
        assert interval.low is not None
        assert interval.high is not None
        assert interval.low + interval.high == 2 * stated.amount
        assert interval.high - interval.low == Fraction(1, 10_000)

    @pytest.mark.parametrize(
        ("bound", "interval"),
        [
            ("=", "[1720, 1720]"),
            (">", "(1720, ∞)"),
            (">=", "[1720, ∞)"),
            ("<", "(-∞, 1720)"),
            ("<=", "(-∞, 1720]"),
            ("~", "(-∞, ∞)"),
        ],
    )
    def test_hedges(self, bound: Bound, interval: str) -> None:
        """
        余 leaves the number open above, 约 on both sides.
        """
        assert str(StatedNumber.parse("1720").interval(bound)) == interval
        assert bound in get_args(Bound)

    def test_exactly(self) -> None:
        """
        A number that is known leaves nothing open.
        """
        assert StatedNumber.exactly(Fraction(1, 3)).interval() == Interval.point(Fraction(1, 3))
        assert str(StatedNumber.exactly(7)) == "7"

    @pytest.mark.parametrize("text", ["", "many", "3 人", "1,720", "22.4 %%", "3。5", "1e3", "½"])
    def test_refused(self, text: str) -> None:
        """
        Words, units and signs of other languages are no part of a number.
        """
        with pytest.raises(StatedNumberError) as caught:
            StatedNumber.parse(text)
        assert str(caught.value).startswith(f"'{text}' is not a number; write 29470, 22.4%")


class TestComparison:
    def test_tax(self) -> None:
        """
        Parts of 669 are more than a total of 659.
        """
        parts = Comparison.parse("vat + business + corporate + personal <= total")
        stated = {"vat": 237, "business": 321, "corporate": 21, "personal": 90, "total": 659}
        assert (
            parts.decide({name: Interval.point(value) for name, value in stated.items()}) is False
        )

    def test_left_open(self) -> None:
        """
        What rounding leaves undecided is neither true nor false.
        """
        share = {"share": StatedNumber.parse("50%").interval()}
        assert Comparison.parse("share >= 0.5").decide(share) is None

    @pytest.mark.parametrize("comparator", ["<=", ">=", "==", "<", ">"])
    def test_there_and_back(self, comparator: str) -> None:
        """
        It is written as it was read.
        """
        text = f"a / b {comparator} max(c, 2)"
        comparison = Comparison.parse(text)
        assert str(comparison) == text
        assert comparison.comparator == comparator
        assert [measure.text for measure in comparison.measures] == ["a / b", "max(c, 2)"]

    @pytest.mark.parametrize("text", ["a", "a = b", "a < b < c", "a => b", "a !== b", ""])
    def test_refused(self, text: str) -> None:
        """
        It has one comparator, which is one of five, between two measures.
        """
        with pytest.raises((ComparisonSyntaxError, MeasureSyntaxError)) as caught:
            Comparison.parse(text)
        assert text in str(caught.value) or isinstance(caught.value, MeasureSyntaxError)

    def test_units(self) -> None:
        """
        Persons are not compared with person-times; a number alone is of either.
        """
        Comparison.parse("persons > 10").check_units(UNITS)
        Comparison.parse("10 < visits").check_units(UNITS)
        with pytest.raises(UnitMismatchError, match="person and person_time cannot be"):
            Comparison.parse("persons <= visits").check_units(UNITS)
        with pytest.raises(UnitMismatchError, match="person and person_time cannot be"):
            Comparison.parse("persons + visits > 3").check_units(UNITS)
        with pytest.raises(UnknownReferenceError, match="there is no indicator 'heads'"):
            Comparison.parse("heads > 3").check_units(UNITS)
