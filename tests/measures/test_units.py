"""
Units and quantities: read, written, multiplied, shown, and never mixed.
"""

import pickle
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.measures import (
    ITEM,
    PLAIN,
    POINTS,
    YES_NO,
    Quantity,
    QuantitySyntaxError,
    Unit,
    UnitMismatchError,
    UnitSyntaxError,
)

PERSON = Unit.parse("person")
PERSON_TIME = Unit.parse("person_time")
CNY = Unit.parse("CNY")

names = st.sampled_from(["person", "person_time", "class", "CNY", "hour"])
units = st.just(POINTS) | st.lists(st.tuples(names, st.integers(-2, 2)), max_size=4).map(Unit)
amounts = st.fractions(-(10**9), 10**9, max_denominator=10**9)
quantities = st.builds(Quantity, amounts, units)


class TestUnitText:
    @pytest.mark.parametrize(
        ("text", "factors"),
        [
            ("1", {}),
            ("person", {"person": 1}),
            ("CNY/person", {"CNY": 1, "person": -1}),
            (" CNY / person ", {"CNY": 1, "person": -1}),
            ("1/hour", {"hour": -1}),
            ("person*hour", {"person": 1, "hour": 1}),
            ("CNY/person/hour", {"CNY": 1, "person": -1, "hour": -1}),
            ("CNY/person*hour", {"CNY": 1, "person": -1, "hour": -1}),
            ("person/person", {}),
            ("person*person/class", {"person": 2, "class": -1}),
        ],
    )
    def test_read(self, text: str, factors: dict[str, int]) -> None:
        """
        A unit is a product and quotient of names; what is under a stroke is divided by.
        """
        assert dict(Unit.parse(text).factors) == factors

    @pytest.mark.parametrize(
        "text",
        ["", " ", "2", "person/", "/person", "a**b", "CNY per person", "人", "_a", "a-b", "a1"],
    )
    def test_refused(self, text: str) -> None:
        """
        What is no name, product or quotient is refused; blanks do not join names.
        """
        with pytest.raises(UnitSyntaxError, match="is not a unit; write a name such as") as caught:
            Unit.parse(text)
        assert caught.value.text == text
        assert caught.value.sentence("zh-CN").startswith(f"“{text}”不是计量单位，请写")

    @given(units)
    def test_there_and_back(self, unit: Unit) -> None:
        """
        A unit written and read again is the same unit.
        """
        assert Unit.parse(str(unit)) == unit

    @given(st.lists(names, min_size=1, max_size=4), st.lists(names, max_size=4))
    def test_powers_are_counted(self, over: list[str], under: list[str]) -> None:
        """
        The power of a name is how often it stands above the stroke, less how often under it.
        """
        unit = Unit.parse("/".join(["*".join(over), *under]))
        powers = Counter(over)
        powers.subtract(under)
        assert dict(unit.factors) == {name: power for name, power in powers.items() if power}


class TestUnitAlgebra:
    @given(units, units, units)
    def test_group(self, one: Unit, two: Unit, three: Unit) -> None:
        """
        Units multiply in any order and grouping, and dividing undoes it.
        """
        assert one * two == two * one
        assert (one * two) * three == one * (two * three)
        assert one * two / two == one
        assert one * PLAIN == one / PLAIN == one
        assert one / one == PLAIN

    def test_order_of_factors(self) -> None:
        """
        A unit is the same in whatever order its factors are given.
        """
        assert Unit([("person", -1), ("CNY", 1)]) == Unit.parse("CNY/person")
        assert hash(Unit([("person", -1), ("CNY", 1)])) == hash(Unit.parse("CNY/person"))

    def test_require(self) -> None:
        """
        A unit is given back if it is the one required.
        """
        assert PERSON.require(Unit.parse("person")) == PERSON

    def test_persons_are_not_person_times(self) -> None:
        """
        Persons and person-times are two units, and the error names both.
        """
        with pytest.raises(UnitMismatchError) as caught:
            PERSON.require(PERSON_TIME)
        assert str(caught.value) == (
            "person and person_time cannot be added or compared; state both in one unit"
        )
        assert caught.value.sentence("zh-CN") == (
            "单位“person”与“person_time”不能相加或比较，请用同一单位"
        )


class TestUnitStep:
    @pytest.mark.parametrize(
        ("text", "step"),
        [
            ("person", Fraction(1)),
            ("CNY", Fraction(1, 100)),
            ("hour", Fraction(1, 60)),
            ("square_metre", Fraction(1, 10)),
            ("no_such_unit", Fraction(1)),
            ("CNY/person", Fraction(1)),
            ("1", Fraction(1, 10_000)),
            ("pp", Fraction(1, 10_000)),
            ("yes_no", Fraction(1)),
            ("point", Fraction(1, 100)),
            ("CNY*CNY", Fraction(1)),
        ],
    )
    def test_smallest_amount(self, text: str, step: Fraction) -> None:
        """
        Money, time and area come in parts; all else is counted whole.
        """
        assert Unit.parse(text).step == step


class TestUnitShown:
    @pytest.mark.parametrize(
        ("text", "zh", "en"),
        [
            ("1", "", ""),
            ("person", "人", "persons"),
            ("CNY/person", "元/人", "CNY per person"),
            ("1/hour", "1/小时", "1 per hour"),
            ("person*hour", "小时·人", "hours·persons"),
            ("CNY/person/hour", "元/小时/人", "CNY per hour per person"),
            ("CNY/person_time", "元/人次", "CNY per person time"),
            ("yurt", "yurt", "yurt"),
            ("pp", "个百分点", "pp"),
            ("book", "册", "books"),
            ("point", "分", "points"),
            ("yes_no", "是/否", "yes/no"),
        ],
    )
    def test_in_both_languages(self, text: str, zh: str, en: str) -> None:
        """
        A unit is shown by the labels of its names, and a plain number by nothing.
        """
        assert Unit.parse(text).to("zh-CN") == zh
        assert Unit.parse(text).to("en") == en


class TestQuantityText:
    @pytest.mark.parametrize(
        ("text", "amount", "unit"),
        [
            ("50%", Fraction(1, 2), PLAIN),
            ("0.05%", Fraction(1, 2000), PLAIN),
            ("5pp", Fraction(1, 20), POINTS),
            ("-3 pp", Fraction(-3, 100), POINTS),
            ("100/3 pp", Fraction(1, 3), POINTS),
            ("100/3%", Fraction(1, 3), PLAIN),
            ("1", Fraction(1), PLAIN),
            ("+1.50", Fraction(3, 2), PLAIN),
            ("2/3", Fraction(2, 3), PLAIN),
            ("-2/3 CNY", Fraction(-2, 3), CNY),
            ("2 CNY/person", Fraction(2), CNY / PERSON),
            ("2CNY / person", Fraction(2), CNY / PERSON),
            ("5 1/hour", Fraction(5), PLAIN / Unit.parse("hour")),
            (" 24 hour ", Fraction(24), Unit.parse("hour")),
        ],
    )
    def test_read(self, text: str, amount: Fraction, unit: Unit) -> None:
        """
        A quantity is an exact number, and what follows says of what.
        """
        assert Quantity.parse(text) == Quantity(amount, unit)

    @pytest.mark.parametrize(
        "text",
        [
            *["", "%", "half", "1e3", ".5", "5.", "1_000", "1,000", "0x10", "nan", "1/0", "1/2/3"],
            *[
                "50％",
                "５０%",
                "５",
                "1 50%",
                "5 1/2",
                "1 2",
                "--1",
                "1\n2",
                "51/person",
                "3 *",
                "3 * a",
            ],
            *["9" * 19, "0." + "1" * 19],
        ],
    )
    def test_refused(self, text: str) -> None:
        """
        What is not a plain decimal or fraction of sane length is refused.
        """
        with pytest.raises(QuantitySyntaxError) as caught:
            Quantity.parse(text)
        assert str(caught.value) == (
            f"'{text}' is not a quantity; write 50%, 5pp, 1 or '2 CNY/person'"
        )
        assert caught.value.sentence("zh-CN") == (
            f"“{text}”不是数量，请写 50%、5pp（百分点）、1 或“2 CNY/person”"
        )

    @pytest.mark.parametrize("text", ["5 per cent", "5 p p", "2 CNY//person", "3 a*"])
    def test_of_no_unit(self, text: str) -> None:
        """
        A number of something that is no unit is refused for the unit.
        """
        with pytest.raises(UnitSyntaxError, match="is not a unit"):
            Quantity.parse(text)

    def test_bare(self) -> None:
        """
        A number alone is known as such, and equal to the same share.
        """
        assert [Quantity.parse(text).bare for text in ("0.5", "50%", "50pp", "5 person")] == [
            *[True, False, False, False]
        ]
        assert Quantity.parse("0.5") == Quantity.parse("50%")
        assert str(Quantity.parse("1/3")) == "1/3"

    def test_points_are_no_percent(self) -> None:
        """
        3 percent and 3 percentage points are two things, for a set as for a comparison.
        """
        three = {Quantity.parse("3%"), Quantity.parse("3pp"), Quantity.parse("3 pp")}
        assert len(three) == 2
        assert {str(quantity) for quantity in three} == {"3%", "3pp"}
        assert pickle.loads(pickle.dumps(three)) == three  # noqa: S301 - made right here
        assert (str(POINTS), Unit.parse("pp")) == ("pp", POINTS)
        assert POINTS.dimensionless
        assert PLAIN.dimensionless
        assert not YES_NO.dimensionless

    @pytest.mark.parametrize("text", ["5" + " " * 10**6 + "x", " " * 10**6, "1" * 10**6])
    def test_long(self, text: str) -> None:
        """
        A megabyte is no quantity, nor a unit, and is not repeated.
        """
        with pytest.raises(QuantitySyntaxError) as caught:
            Quantity.parse(text)
        assert len(str(caught.value)) < 200
        with pytest.raises(UnitSyntaxError) as refused:
            Unit.parse("a*" * 10**6)
        assert len(str(refused.value)) < 300

    @given(quantities)
    def test_there_and_back(self, quantity: Quantity) -> None:
        """
        A quantity written and read again is the same quantity.
        """
        assert Quantity.parse(str(quantity)) == quantity

    @given(
        st.from_regex(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", fullmatch=True),
        st.sampled_from(["", "%", "pp", " person"]),
    )
    def test_what_can_be_read_can_be_written(self, number: str, unit: str) -> None:
        """
        A number is read as Python's exact fraction, and any that is read can be written.
        """
        quantity = Quantity.parse(number + unit)
        assert quantity.amount == Fraction(number) / (100 if unit in {"%", "pp"} else 1)
        assert Quantity.parse(str(quantity)) == quantity


class TestQuantityShown:
    @pytest.mark.parametrize(
        ("quantity", "shown"),
        [
            (Quantity(Fraction(1, 2)), "50%"),
            (Quantity(Fraction(0)), "0%"),
            (Quantity(Fraction(799, 1000)), "79.9%"),
            (Quantity(Fraction(47, 120)), "≈39.17%"),
            (Quantity(Fraction(-1, 3)), "≈-33.33%"),
            (Quantity(Fraction(1, 10**6)), "0.0001%"),
            (Quantity(Fraction(1, 10**7)), "≈0.00%"),
            (Quantity(Fraction("10.095"), PERSON), "10.095 人"),
            (Quantity(Fraction("-0.12345"), PERSON), "≈-0.12 人"),
            (Quantity(Fraction(13), PERSON), "13 人"),
            (Quantity(Fraction(3, 100), POINTS), "3 个百分点"),
            (Quantity(Fraction("0.0299966"), POINTS), "≈3.00 个百分点"),
            (Quantity(Fraction(4), ITEM), "4 项"),
            (Quantity(Fraction(100), PERSON), "100 人"),
            (Quantity(Fraction(199, 100), CNY / PERSON), "1.99 元/人"),
            (Quantity(Fraction(2, 3), CNY / PERSON), "≈0.67 元/人"),
            (Quantity(Fraction(10**400, 3), PERSON), f"≈{10**400 // 3}.33 人"),
        ],
    )
    def test_few_decimals(self, quantity: Quantity, shown: str) -> None:
        """
        What up to four decimals tell exactly is shown so; else two are, and say that they are rounded.
        """
        assert quantity.to("zh-CN") == shown

    @pytest.mark.parametrize(
        ("value", "bound", "shown"),
        [
            (Fraction(1, 2), Fraction(1, 2), "50%"),
            (Fraction(1, 3), Fraction(1, 2), "≈33.33%"),
            (Fraction(1, 3), Fraction(1, 3), "≈33.33%"),
            (Fraction("0.0299966"), Fraction("0.03"), "≈2.9997%"),
            (Fraction("0.030001"), Fraction("0.03"), "3.0001%"),
            (Fraction("0.03"), Fraction("0.030001"), "3%"),
            (Fraction("0.03"), Fraction("0.0299966"), "3%"),
            (Fraction("0.49999"), Fraction("0.5"), "49.999%"),
        ],
    )
    def test_unequal_amounts_look_unequal(
        self, value: Fraction, bound: Fraction, shown: str
    ) -> None:
        """
        Beside a quantity that two decimals would make look the same, more are shown.
        """
        assert Quantity(value).to("en", beside=Quantity(bound)) == shown

    @given(amounts, amounts, st.sampled_from([PLAIN, PERSON, POINTS]))
    def test_beside_each_other(self, one: Fraction, two: Fraction, unit: Unit) -> None:
        """
        Two quantities shown beside each other look the same only if they are.
        """
        first, second = Quantity(one, unit), Quantity(two, unit)
        shown = first.to("en", beside=second), second.to("en", beside=first)
        assert (shown[0] == shown[1]) == (one == two)

    @given(amounts)
    def test_near_and_honest(self, amount: Fraction) -> None:
        """
        What is shown is the amount itself, or marked and within half a hundredth of it.
        """
        shown = Quantity(amount, PERSON).to("en").removesuffix(" persons")
        if shown.startswith("≈"):
            assert 0 < abs(Fraction(shown[1:]) - amount) <= Fraction(1, 200)
        else:
            assert Fraction(shown) == amount
