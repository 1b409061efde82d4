"""
One fraction for every engine: exact numbers, and code that is written and run later.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from community_edu.measures import Comparator, Measure, ZeroDenominatorError
from community_edu.measures.nodes import Name
from community_edu.measures.rationals import Exact, Rational, difference, fold
from community_edu.measures.thresholds import holds

NAMES = ("a", "b", "c")

leaves = st.sampled_from([*NAMES, "prev.a", "0", "1", "2", "0.5", "1.5", "10"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*//"), inner),
        st.builds("({0} {2} {1} {2} {0})".format, inner, inner, st.sampled_from("+-*")),
        st.builds("m{}({}, {}, {})".format, st.sampled_from(["in", "ax"]), inner, inner, inner),
        inner.map("-({})".format),
        st.builds("(count({}) + {})".format, st.sampled_from(["a", "a, b", "prev.a, c"]), inner),
    )


formulas = st.recursive(leaves, _grown, max_leaves=7).filter(lambda text: len(text) <= 500)
numbers = st.one_of(
    st.integers(-4, 4).map(Fraction), st.fractions(-3, 3, max_denominator=4), st.just(Fraction(0))
)
given_values = st.fixed_dictionaries(dict.fromkeys(NAMES, numbers))


def exact(
    text: str, evidence: Mapping[str, Fraction], previous: Mapping[str, Fraction]
) -> Rational[Fraction]:
    """
    Fold a formula over numbers.
    """
    return fold(
        Measure.parse(text).tree,
        lambda name: (previous if name.previous else evidence)[name.indicator],
        Exact(),
    )


@attrs.frozen
class Code:
    """
    A toy of an engine: a piece of program text.
    """

    text: str

    def __add__(self, other: "Code | int") -> "Code":
        return Code(f"({self.text} + {_text(other)})")

    def __radd__(self, other: int) -> "Code":
        return Code(f"({other} + {self.text})")

    def __sub__(self, other: "Code | int") -> "Code":
        return Code(f"({self.text} - {_text(other)})")

    def __rsub__(self, other: int) -> "Code":
        return Code(f"({other} - {self.text})")

    def __mul__(self, other: "Code | int") -> "Code":
        return Code(f"({self.text} * {_text(other)})")


def _text(value: "Code | int") -> str:
    return value.text if isinstance(value, Code) else str(value)


class Program:
    """
    The algebra of the toy: a divisor that is used several times becomes a line of its own.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []

    def least(self, values: Sequence[Code | int]) -> Code:
        return Code(f"min({', '.join(map(_text, values))})")

    def greatest(self, values: Sequence[Code | int]) -> Code:
        return Code(f"max({', '.join(map(_text, values))})")

    def keep(self, value: Code) -> Code:
        self.lines.append(f"k{len(self.lines)} = {value.text}")
        return Code(f"k{len(self.lines) - 1}")


def _code_name(name: Name) -> Code:
    return Code(f"p_{name.indicator}" if name.previous else name.indicator)


def code(text: str) -> tuple[Rational[Code], Program]:
    """
    Fold a formula into program text.
    """
    program = Program()
    return fold(Measure.parse(text).tree, _code_name, program), program


def _value(
    text: str, evidence: Mapping[str, Fraction], previous: Mapping[str, Fraction]
) -> Fraction | str:
    """
    Return what the measure itself computes, or the divisor that is 0.
    """
    try:
        return Measure.parse(text).value(evidence, previous)
    except ZeroDenominatorError as error:
        return error.part


class TestExact:
    @given(formulas, given_values, given_values)
    def test_as_the_measure_computes(
        self, text: str, evidence: dict[str, Fraction], previous: dict[str, Fraction]
    ) -> None:
        """
        Numerator over denominator is the value, and a divisor is 0 where it has none.
        """
        value = _value(text, evidence, previous)
        try:
            folded = exact(text, evidence, previous)
        except ZeroDenominatorError:  # a constant
            assert isinstance(value, str)
            return
        zeros = [str(divisor.node) for divisor in folded.divisors if divisor.value == 0]
        if isinstance(value, str):
            assert zeros[0] == value
        else:
            assert zeros == []
            assert Fraction(folded.over) / Fraction(folded.under) == value
            assert (folded.sign > 0, folded.sign == 0) == (value > 0, value == 0)
            assert (folded.under_sign > 0) == (folded.under > 0)

    @given(formulas, formulas, given_values, st.sampled_from(["<", "<=", "==", ">=", ">"]))
    def test_comparison(
        self, left: str, right: str, evidence: dict[str, Fraction], comparator: Comparator
    ) -> None:
        """
        The sign of the difference decides as the two values do, whatever their denominators.
        """
        values = [_value(text, evidence, evidence) for text in (left, right)]
        numbers = [value for value in values if isinstance(value, Fraction)]
        assume(len(numbers) == 2)
        one, two = (exact(text, evidence, evidence) for text in (left, right))
        sign = Fraction(difference(one, two).sign)
        assert holds(sign, comparator, Fraction(0)) == holds(numbers[0], comparator, numbers[1])

    @given(formulas, given_values)
    def test_integers_alone(self, text: str, evidence: dict[str, Fraction]) -> None:
        """
        Integers for evidence give integers, and nothing but integers.
        """
        whole = {name: int(value * 12) for name, value in evidence.items()}

        class Whole:
            def least(self, values: Sequence[int]) -> int:
                return min(values)

            def greatest(self, values: Sequence[int]) -> int:
                return max(values)

            def keep(self, value: int) -> int:
                return value

        fractions = {name: Fraction(number) for name, number in whole.items()}
        value = _value(text, fractions, fractions)
        try:
            folded = fold(Measure.parse(text).tree, lambda name: whole[name.indicator], Whole())
        except ZeroDenominatorError as error:
            found: Fraction | str = error.part
        else:
            assert {type(folded.over), type(folded.under)} == {int}
            assert folded.divisors == ()
            found = Fraction(folded.over, folded.under)
        assert found == value

    @pytest.mark.parametrize("text", ["a / 0", "a / (1 - 1)", "1 / (0 / a)", "a / min(0, 1)"])
    def test_zero_whatever_the_evidence(self, text: str) -> None:
        """
        A divisor that is always 0 is refused at once.
        """
        with pytest.raises(ZeroDenominatorError, match="is 0, so no share of it exists"):
            code(text)


class TestCode:
    @given(formulas, given_values, given_values)
    def test_run(
        self, text: str, evidence: dict[str, Fraction], previous: dict[str, Fraction]
    ) -> None:
        """
        The program that is written computes what the measure says.
        """
        value = _value(text, evidence, previous)
        try:
            folded, program = code(text)
        except ZeroDenominatorError:
            assert isinstance(value, str)
            return
        known: dict[str, object] = dict(evidence)
        known |= {f"p_{name}": number for name, number in previous.items()}
        for line in program.lines:
            exec(line, {"min": min, "max": max}, known)  # noqa: S102 - what the toy has written

        def run(term: Code | int) -> Fraction:
            return Fraction(eval(_text(term), {"min": min, "max": max}, known))  # noqa: S307

        zeros = [str(d.node) for d in folded.divisors if run(d.value) == 0]
        if isinstance(value, str):
            assert zeros[0] == value
        else:
            assert zeros == []
            assert run(folded.over) / run(folded.under) == value

    @pytest.mark.parametrize(
        ("text", "over", "under"),
        [
            ("a / b", "a", "b"),
            ("a", "a", "1"),
            ("3.5", "7", "2"),
            ("-a", "(0 - a)", "1"),
            ("a * 1", "a", "1"),
            ("a / 1", "a", "1"),
            ("a + 0", "a", "1"),
            ("0 + a - 0", "a", "1"),
            ("a * 0", "0", "1"),
            ("a * 1.5 / 10000", "(a * 3)", "20000"),
            ("2 * a / 4", "(a * 2)", "4"),
            ("a / 4 * 2", "a", "2"),
            ("a / -2", "(a * -1)", "2"),
            ("a / b + c / b", "(a + c)", "b"),
            ("a / b / c", "a", "(b * c)"),
            ("a / b / b", "a", "(b * b)"),
            ("(a / c) / (b / c)", "a", "k0"),
            ("a / (b / c)", "(a * c)", "k0"),
            ("1 - a / b", "(b - a)", "b"),
            ("a / 2 + b / 4", "((a * 2) + b)", "4"),
            ("a / b - p / q", "((a * q) - (p * b))", "(b * q)"),
            ("max(5, a * 1.5 / 10000)", "max(100000, (a * 3))", "20000"),
            ("max(1, 2, 0.5)", "2", "1"),
            ("max(a / b, 1)", "max((a * b), (b * b))", "(b * b)"),
            ("count(a, b)", "(a + b)", "1"),
            ("count(a)", "a", "1"),
        ],
    )
    def test_nothing_needless(self, text: str, over: str, under: str) -> None:
        """
        What is written is short: no factor 1, no denominator where there is none.
        """
        folded, _ = code(text)
        assert (_text(folded.over), _text(folded.under)) == (over, under)

    def test_threshold(self) -> None:
        """
        Half of all: twice the part is compared with the whole, whose sign turns the comparison.
        """
        folded, _ = code("a / b")
        half = difference(folded, Rational[Code].of(Fraction(1, 2)))
        assert (_text(half.over), _text(half.under_sign)) == ("((a * 2) - b)", "b")

    def test_length(self) -> None:
        """
        A fraction in a fraction in a fraction is written in as many words as it has levels.
        """
        lengths: list[int] = []
        for levels in (4, 8):
            folded, program = code("1 + a / (" * levels + "b" + ")" * levels)
            words = " ".join([*program.lines, _text(folded.over), _text(folded.under)])
            lengths.append(len(words))
        assert lengths[1] < 3 * lengths[0]


class TestRational:
    def test_divisors(self) -> None:
        """
        Every divisor is told once, in the order of computing, also one that cancels out.
        """
        folded, _ = code("(a / c) / (b / c) + a / b + 1 / (1 - a / b)")
        assert [str(divisor.node) for divisor in folded.divisors] == [
            "c",
            "(b / c)",
            "b",
            "(1 - (a / b))",
        ]

    def test_constant(self) -> None:
        """
        A number is an integer over an integer, and its sign is its own.
        """
        number = Rational[Fraction].of(Fraction(-3, 2))
        assert (number.over, number.under, number.sign, number.under_sign) == (-3, 2, -3, 1)
