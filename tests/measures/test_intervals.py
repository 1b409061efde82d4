"""
Intervals: what rounded and hedged numbers leave open, exactly.
"""

from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.measures import (
    POINTS,
    Comparator,
    EmptyIntervalError,
    Interval,
    Measure,
    MissingEvidenceError,
    Unit,
    ZeroDenominatorError,
    compare,
    enclose,
)

PERSON = Unit.parse("person")
COMPARATORS: tuple[Comparator, ...] = get_args(Comparator)
SMALL = st.integers(-4, 4).map(Fraction)


def points(interval: Interval) -> list[Fraction]:
    """
    Return numbers of *interval*: its ends, what is next to them, and some between.
    """
    hair = Fraction(1, 1000)
    near = [
        end + change
        for end in (interval.low, interval.high)
        if end is not None
        for change in (-hair, Fraction(0), hair)
    ]
    some = [Fraction(number, 2) for number in range(-12, 13)]
    return [number for number in (*near, *some) if number in interval]


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """
    Make intervals with and without ends, open and closed.
    """
    low, high = sorted((draw(SMALL), draw(SMALL)))
    if low == high:
        return draw(st.sampled_from([Interval.point(low), Interval(low), Interval(high=high)]))
    first, last = draw(st.booleans()), draw(st.booleans())
    return Interval(
        low if draw(st.booleans()) else None,
        high if draw(st.booleans()) else None,
        low_open=first,
        high_open=last,
    )


class TestInterval:
    def test_ends(self) -> None:
        """
        An end belongs to it unless it is open; without an end there is none.
        """
        rounded = Interval(Fraction(1), Fraction(2), high_open=True)
        assert [number in rounded for number in (0, 1, Fraction(3, 2), 2, 3)] == [
            False, True, True, False, False,
        ]  # fmt: skip
        assert 10**30 in Interval(Fraction(3), low_open=True)
        assert 3 not in Interval(Fraction(3), low_open=True)
        assert "3" not in Interval()
        assert Interval.point(3).exact == Fraction(3)
        assert Interval(Fraction(3)).exact is None

    @pytest.mark.parametrize(("low", "high", "low_open"), [(2, 1, False), (1, 1, True)])
    def test_nothing_in_it(self, low: int, high: int, *, low_open: bool) -> None:
        """
        Ends with no number between them are refused.
        """
        with pytest.raises(EmptyIntervalError) as caught:
            Interval(Fraction(low), Fraction(high), low_open=low_open)
        assert str(caught.value) == (
            f"no number lies between {low} and {high}; give the lower end first"
        )

    @pytest.mark.parametrize(
        ("interval", "text", "zh", "en"),
        [
            (Interval.point(12), "[12, 12]", "12 人", "12 persons"),
            (Interval(Fraction(1), Fraction(2)), "[1, 2]", "1–2 人", "1–2 persons"),
            (Interval(Fraction(5), low_open=True), "(5, ∞)", "> 5 人", "> 5 persons"),
            (Interval(high=Fraction(5)), "(-∞, 5]", "≤ 5 人", "≤ 5 persons"),
            (
                Interval(Fraction(1), Fraction(2), high_open=True),
                "[1, 2)",
                "≥ 1 人，< 2 人",
                "≥ 1 persons, < 2 persons",
            ),
            (Interval(), "(-∞, ∞)", "不详", "unknown"),
        ],
    )
    def test_written(self, interval: Interval, text: str, zh: str, en: str) -> None:
        """
        It is written with brackets for programs, with signs and units for people.
        """
        assert str(interval) == text
        assert repr(interval) == f"Interval('{text}')"
        assert (interval.to("zh-CN", PERSON), interval.to("en", PERSON)) == (zh, en)

    def test_shares(self) -> None:
        """
        A share is written in percent.
        """
        assert Interval(Fraction(1, 4), Fraction(1, 2)).to("en") == "25–50%"


class TestPoints:
    def test_shown(self) -> None:
        """
        An interval between differences of shares is shown in percentage points.
        """
        growth = Interval(Fraction("0.03"), Fraction("0.05"))
        assert growth.to("zh-CN", POINTS) == "3–5 个百分点"
        assert growth.to("en", POINTS) == "3–5 pp"
        assert growth.to("en") == "3–5%"
        assert Interval(Fraction("0.03"), low_open=True).to("en", POINTS) == "> 3 pp"

    def test_count(self) -> None:
        """
        Of what is there or not, as many are there as the answers leave open.
        """
        answers = {"a": Interval.point(1), "b": Interval(Fraction(0), Fraction(1))}
        assert str(enclose(Measure.parse("count(a, b)"), answers)) == "[1, 2]"


class TestArithmetic:
    def test_elderly(self) -> None:
        """
        29470 at 22.4% are of more than 131269.48 and at most 131856.82 residents.
        """
        share = Interval(Fraction("0.2235"), Fraction("0.2245"), high_open=True)
        residents = Interval.point(29470) / share
        assert residents == Interval(
            29470 / Fraction("0.2245"), 29470 / Fraction("0.2235"), low_open=True
        )
        assert residents.whole() == Interval(Fraction(131270), Fraction(131856))

    @given(intervals(), intervals())
    def test_encloses(self, left: Interval, right: Interval) -> None:
        """
        Whatever two numbers of two intervals make lies in what the intervals make.
        """
        total, difference, product = left + right, left - right, left * right
        least, most = left.least(right), left.most(right)
        ratio = None if right.exact == 0 else left / right
        for one in points(left):
            for two in points(right):
                assert one + two in total
                assert one - two in difference
                assert one * two in product
                assert min(one, two) in least
                assert max(one, two) in most
                if two and ratio is not None:
                    assert one / two in ratio

    @given(intervals(), intervals())
    def test_no_wider_than_needed(self, left: Interval, right: Interval) -> None:
        """
        An end that a product has, and that belongs to it, is the product of two numbers.
        """
        product = left * right
        made = {one * two for one in points(left) for two in points(right)}
        for end, is_open in ((product.low, product.low_open), (product.high, product.high_open)):
            if end is not None and not is_open:
                assert end in made

    @pytest.mark.parametrize(
        ("divisor", "text"),
        [
            (Interval(Fraction(0), Fraction(2)), "[1/2, ∞)"),
            (Interval(Fraction(-2), Fraction(0)), "(-∞, -1/2]"),
            (Interval(Fraction(-1), Fraction(1)), "(-∞, ∞)"),
            (Interval(Fraction(2)), "(0, 1/2]"),
            (Interval(high=Fraction(-2)), "[-1/2, 0)"),
        ],
    )
    def test_divisors_around_0(self, divisor: Interval, text: str) -> None:
        """
        A divisor that may be 0 is not, and one without an end makes what is near 0.
        """
        quotient = Interval.point(1) / divisor
        assert str(quotient).replace("0.5", "1/2") == text

    def test_by_nothing(self) -> None:
        """
        What can only be 0 divides nothing.
        """
        with pytest.raises(ZeroDivisionError):
            _ = Interval.point(1) / Interval.point(0)

    def test_zero_times_whatever(self) -> None:
        """
        0 times what has no end is 0; what is near 0 may make anything of one sign.
        """
        above = Interval(Fraction(0), low_open=True)
        assert Interval.point(0) * above == Interval.point(0)
        assert Interval(Fraction(0), Fraction(1), low_open=True) * above == above


class TestWhole:
    @pytest.mark.parametrize(
        ("interval", "whole"),
        [
            (Interval(Fraction(3, 2), Fraction(7, 2)), Interval(Fraction(2), Fraction(3))),
            (
                Interval(Fraction(1), Fraction(3), low_open=True, high_open=True),
                Interval.point(2),
            ),
            (Interval(Fraction(1, 3), Fraction(2, 3)), None),
            (Interval(Fraction(1, 3)), Interval(Fraction(1))),
            (Interval(high=Fraction(5, 2)), Interval(high=Fraction(2))),
        ],
    )
    def test_multiples(self, interval: Interval, whole: Interval | None) -> None:
        """
        Of what is counted whole only the whole numbers stay, if there are any.
        """
        assert interval.whole() == whole

    def test_step(self) -> None:
        """
        Yuan go by the hundredth.
        """
        assert Interval(Fraction("0.001"), Fraction("0.019")).whole(Fraction("0.01")) == (
            Interval.point(Fraction("0.01"))
        )


class TestCompare:
    @given(intervals(), intervals(), st.sampled_from(COMPARATORS))
    def test_decides_for_all(self, left: Interval, right: Interval, comparator: Comparator) -> None:
        """
        A comparison that is decided is so for each two numbers of the two intervals.
        """
        verdict = compare(left, comparator, right)
        singles = {
            compare(Interval.point(one), comparator, Interval.point(two))
            for one in points(left)
            for two in points(right)
        }
        assert None not in singles
        if verdict is not None:
            assert singles == {verdict}

    @pytest.mark.parametrize(
        ("comparator", "verdicts"),
        [
            (">", [True, True, False]),
            (">=", [True, True, None]),
            ("<", [False, False, None]),
            ("<=", [False, False, True]),
            ("==", [False, False, None]),
        ],
    )
    def test_at_an_open_end(self, comparator: Comparator, verdicts: list[bool | None]) -> None:
        """
        What is more than ten is not ten, and ten listed courses are not more than ten.
        """
        more = Interval(Fraction(10), low_open=True)
        others = (Interval.point(9), Interval.point(10))
        found = [compare(more, comparator, other) for other in others]
        assert found == verdicts[:2]
        up_to = Interval(high=Fraction(10))
        assert compare(up_to, comparator, Interval.point(10)) is verdicts[2]


class TestEnclose:
    @pytest.mark.parametrize(
        ("formula", "text"),
        [
            ("a + b", "(5, 8)"),
            ("b - a", "(1, 4)"),
            ("a * b", "(4, 15)"),
            ("b / a", "(1.333333…, 5)"),
            ("min(a, b)", "(1, 3)"),
            ("max(a, b)", "[4, 5]"),
            ("2 * prev.a", "[14, 14]"),
            ("-a", "(-3, -1)"),
        ],
    )
    def test_formulas(self, formula: str, text: str) -> None:
        """
        Each operator works on intervals as on numbers.
        """
        known = {
            "a": Interval(Fraction(1), Fraction(3), low_open=True, high_open=True),
            "b": Interval(Fraction(4), Fraction(5)),
            "prev.a": Interval.point(7),
        }
        found = str(enclose(Measure.parse(formula), known))
        assert found == text.replace("1.333333…", "4/3")

    def test_what_is_missing(self) -> None:
        """
        All that is not given is named at once.
        """
        with pytest.raises(MissingEvidenceError, match=r"no value is given for a, prev\.b"):
            enclose(Measure.parse("a - prev.b"), {"b": Interval()})

    def test_nothing_to_divide_by(self) -> None:
        """
        A divisor that can only be 0 is named.
        """
        with pytest.raises(ZeroDenominatorError, match="'b' is 0"):
            enclose(Measure.parse("a / b"), {"a": Interval(), "b": Interval.point(0)})

    @given(SMALL, SMALL, SMALL)
    def test_of_exact_numbers(self, one: Fraction, two: Fraction, three: Fraction) -> None:
        """
        Over exact numbers it is what the measure itself computes.
        """
        measure = Measure.parse("max(a - b * 2, min(c, a)) + b")
        evidence = {"a": one, "b": two, "c": three}
        exact = {name: Interval.point(value) for name, value in evidence.items()}
        assert enclose(measure, exact) == Interval.point(measure.value(evidence))
