"""
In which unit formulas come out: shares and their differences, and what can be counted.
"""

import attrs
import pytest

from community_edu.measures import (
    ITEM,
    PLAIN,
    POINTS,
    YES_NO,
    Measure,
    NotCountedError,
    Unit,
    UnitMismatchError,
)

UNITS = {
    **dict.fromkeys(("a", "b", "c"), Unit.parse("person")),
    **dict.fromkeys(("has_plan", "has_roll"), YES_NO),
    "times": Unit.parse("person_time"),
    "funds": Unit.parse("CNY"),
    "hours": Unit.parse("hour"),
    "lectures": Unit.parse("lecture"),
    "score": Unit.parse("point"),
    "rate": PLAIN,
    "growth": POINTS,
}


class TestShares:
    @pytest.mark.parametrize(
        "text",
        [
            *["a / b", "rate", "1 - a / b", "a / b - 0.25", "a / b + c / b", "0.5", "-rate"],
            *["(a - prev.a) / prev.a", "a / prev.a - 1", "(a / b + c / b) / 2", "rate * a / b"],
            *["rate + growth", "growth + rate", "rate - growth", "growth / growth"],
            *["growth * growth", "1 / growth", "rate / growth", "max(rate, 0.5)", "min(a / b, 1)"],
            *["rate - 0", "0 + rate", "0 - 0", "2 - 0.5"],
        ],
    )
    def test_share(self, text: str) -> None:
        """
        A share stays one with numbers beside it, and so does what has grown, as a share of before.
        """
        assert Measure.parse(text).unit(UNITS) == PLAIN

    @pytest.mark.parametrize(
        "text",
        [
            *["a / b - prev.a / prev.b", "rate - prev.rate", "growth", "growth - prev.growth"],
            *["growth + growth", "growth * 2", "2 * growth", "growth / 2", "growth * rate"],
            *["growth / rate", "-growth", "0.03 + growth", "growth - 0.01", "growth - rate"],
            *["max(growth, 0)", "min(growth, prev.growth, 0.05)", "rate - prev.rate - prev.growth"],
            *["(rate - prev.rate) / 2 * 3", "0 - growth"],
        ],
    )
    def test_difference(self, text: str) -> None:
        """
        A share less a share is a difference, and stays one when it is scaled or added up.
        """
        assert Measure.parse(text).unit(UNITS) == POINTS

    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("growth * a", "person"),
            ("a * growth", "person"),
            ("a / growth", "person"),
            ("growth / a", "1/person"),
            ("rate * funds / a", "CNY/person"),
        ],
    )
    def test_of_something(self, text: str, unit: str) -> None:
        """
        A difference of shares of so many persons is so many persons.
        """
        assert Measure.parse(text).unit(UNITS) == Unit.parse(unit)

    @pytest.mark.parametrize(
        ("text", "left", "right"),
        [
            ("min(rate, growth)", "1", "pp"),
            ("max(growth, a / b)", "pp", "1"),
            ("growth + a", "pp", "person"),
            ("a + times", "person", "person_time"),
            ("max(a, times, 5)", "person", "person_time"),
            ("a - 5 + 5", "person", "1"),
            ("growth + 5 + a", "pp", "person"),
        ],
    )
    def test_never_mixed(self, text: str, left: str, right: str) -> None:
        """
        A share and a difference are not compared, and neither is added to what is counted.
        """
        with pytest.raises(UnitMismatchError) as caught:
            Measure.parse(text).unit(UNITS)
        assert (caught.value.left, caught.value.right) == (left, right)


class TestCount:
    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("count(lectures)", Unit.parse("lecture")),
            ("count(a)", Unit.parse("person")),
            ("count(has_plan)", ITEM),
            ("count(has_plan, prev.has_roll)", ITEM),
            ("count(has_plan, has_roll) / 2", ITEM),
            ("count(a) / count(b)", PLAIN),
        ],
    )
    def test_unit(self, text: str, unit: Unit) -> None:
        """
        A count is of what is counted; of what is there or not it is so many items.
        """
        assert Measure.parse(text).unit(UNITS) == unit

    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("count(funds)", "CNY"),
            ("count(hours)", "hour"),
            ("count(score)", "point"),
            ("count(rate)", "1"),
            ("count(growth)", "pp"),
            ("count(a, b)", "person"),
            ("count(has_plan, a)", "person"),
        ],
    )
    def test_refused(self, text: str, unit: str) -> None:
        """
        Money, time, points and shares are not counted, nor are several numbers.
        """
        with pytest.raises(NotCountedError) as caught:
            Measure.parse(f"1 * {text}").unit(UNITS)
        assert str(caught.value) == (
            f"'{text}' cannot count {unit}; count takes one indicator of single things, such as "
            "lectures, or yes-or-no indicators"
        )
        assert f"不能对“{unit}”计数" in caught.value.sentence("zh-CN")
        placed = attrs.evolve(caught.value, path=("criteria", 0))
        assert (type(placed), placed.path) == (NotCountedError, ("criteria", 0))

    def test_quotient(self) -> None:
        """
        A quotient of units is no single thing.
        """
        with pytest.raises(NotCountedError, match="cannot count CNY/person"):
            Measure.parse("count(norm)").unit({"norm": Unit.parse("CNY/person")})
