"""
The measure language: what it reads, what it refuses, what it computes, and in which unit.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from community_edu.base import UnknownReferenceError
from community_edu.measures import (
    PLAIN,
    Measure,
    MeasureSyntaxError,
    MissingEvidenceError,
    Unit,
    UnitMismatchError,
    ZeroDenominatorError,
)
from community_edu.measures.expressions import Name, Number, Operation

NAMES = ("a", "b", "c")
UNITS = {
    "a": Unit.parse("person"),
    "b": Unit.parse("person"),
    "c": Unit.parse("CNY"),
}

numbers = st.sampled_from(["0", "1", "2", "0.5", "1.25", "100", "1_000", ".5", "3."])
values = st.fractions(-5, 5, max_denominator=4)
given_values = st.fixed_dictionaries(dict.fromkeys(NAMES, values))


def formulas(
    leaves: st.SearchStrategy[str], *, functions: bool = True, size: int = 8
) -> st.SearchStrategy[str]:
    """
    Formulas over *leaves*, in all their spellings.
    """

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        ways = [
            st.builds("{} {} {}".format, inner, st.sampled_from("+-*/"), inner),
            st.builds("({}) {}({})".format, inner, st.sampled_from("+-*/"), inner),
            inner.map("-({})".format),
        ]
        if functions:
            ways.append(st.builds("min({}, {})".format, inner, inner))
            ways.append(st.builds("max({}, {},{})".format, inner, inner, inner))
        return st.one_of(ways)

    return st.recursive(leaves, grown, max_leaves=size)


names = st.sampled_from([*NAMES, *(f"prev.{name}" for name in NAMES)])


def python(text: str, evidence: Mapping[str, Fraction], previous: Mapping[str, Fraction]) -> object:
    """
    Let Python compute the formula: names are fractions, and so is every number.
    """
    exact = re.sub(r"(?<![\w.])[\d_]*\.?\d[\d_]*\.?(?!\w)", r"F('\g<0>')", text)
    known = {"F": Fraction, "prev": SimpleNamespace(**previous), "min": min, "max": max}
    return eval(exact, {"__builtins__": {}}, known | dict(evidence))  # noqa: S307 - the oracle


class TestRead:
    def test_tree(self) -> None:
        """
        A formula is read as the arithmetic that everybody learns, products before sums.
        """
        a, b, c = Name("a"), Name("b"), Name("c", previous=True)
        assert Measure.parse("a + b * prev.c").tree == Operation("+", (a, Operation("*", (b, c))))
        assert Measure.parse("a - b - prev.c").tree == Operation("-", (Operation("-", (a, b)), c))
        assert Measure.parse("max(a, 5, prev.c)").tree == Operation(
            "max", (a, Number(Fraction(5)), c)
        )
        assert Measure.parse("-a").tree == Operation("-", (Number(Fraction(0)), a))

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("0.1", Fraction(1, 10)),
            ("10_000", Fraction(10_000)),
            (".5", Fraction(1, 2)),
            ("3.", Fraction(3)),
            ("00", Fraction(0)),
            ("1_0.0_1", Fraction("10.01")),
            ("0." + "0" * 30 + "1", Fraction(1, 10**31)),
        ],
    )
    def test_numbers_are_exact(self, text: str, value: Fraction) -> None:
        """
        A number is taken digit by digit, with no float in between.
        """
        assert Measure.parse(text).tree == Number(value)

    @pytest.mark.parametrize(
        "text", ["1e400", "1e-9", "1E3", "1e999999999", "0x10", "0b1", "0o7", "1j"]
    )
    def test_numbers_of_programmers(self, text: str) -> None:
        """
        Numbers with exponents, in other bases or imaginary ones are not in the language.
        """
        with pytest.raises(MeasureSyntaxError, match=f"cannot be read at '{text}'"):
            Measure.parse(f"a / {text}")

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("a.b", "a.b"),
            ("prev.a.b", "prev.a.b"),
            ("().__class__", "().__class__"),
            ("a + a.__class__", "a.__class__"),
            ("exit()", "exit()"),
            ("prev.a()", "prev.a()"),
            ("__import__('os')", "__import__('os')"),
            ("pow(9, 9)", "pow(9, 9)"),
            ("min(a)", "min(a)"),
            ("min()", "min()"),
            ("min(*a, b)", "*a"),
            ("min(a, b, key=c)", "min(a, b, key=c)"),
            ("max(a, b, **c)", "max(a, b, **c)"),
            ("9**9**9", "9**9**9"),
            ("a // b", "a // b"),
            ("a % b", "a % b"),
            ("a @ b", "a @ b"),
            ("a << 9999999999", "a << 9999999999"),
            ("+a", "+a"),
            ("~a", "~a"),
            ("not a", "not a"),
            ("a and b", "a and b"),
            ("a < b", "a < b"),
            ("a if b else c", "a if b else c"),
            ("lambda: a", "lambda: a"),
            ("[a for a in b]", "[a for a in b]"),
            ("{a: b}", "{a: b}"),
            ("(a, b)", "(a, b)"),
            ("a[0]", "a[0]"),
            ("(a := 1)", "a := 1"),
            ("(yield)", "yield"),
            ("await a", "await a"),
            ("'a'", "'a'"),
            ("b'a'", "b'a'"),
            ("'1' * 9", "'1'"),
            ("f'{a}'", "f'{a}'"),
            ("True", "True"),
            ("None", "None"),
            ("...", "..."),
            ("1 + True", "True"),
        ],
    )
    def test_hostile(self, text: str, part: str) -> None:
        """
        Whatever is not in the language is refused, at the part that is not.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse(text)
        assert (caught.value.text, caught.value.part) == (text, part)

    @pytest.mark.parametrize(
        "text",
        [
            *["", " ", "a b", "a +", "(a", "a)", "1_", "007", "1a", "prev.class", "a; b", "a = 1"],
            *["a?", "import os", "del a", "'a", "a\x00", "\ud800", "１２", "a × b", "a ÷ b", "“a”"],
            *["\ufeffa", "(" * 250 + "a" + ")" * 250, "(" * 240 + "a" + ")" * 240],
        ],
    )
    def test_no_formula(self, text: str) -> None:
        """
        What is no formula at all is refused like the rest, never with an error of Python's own.
        """
        with pytest.raises(MeasureSyntaxError):
            Measure.parse(text)

    def test_sentence(self) -> None:
        """
        The error shows the formula, the part in question and all that could be written.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse("trained / len(employees)")
        assert str(caught.value) == (
            "the measure 'trained / len(employees)' cannot be read at 'len(employees)'; use "
            "numbers, indicator names, prev.name, + - * /, parentheses, min and max, "
            "at most 500 characters and 20 levels of them"
        )
        assert caught.value.sentence("zh-CN") == (
            "算式“trained / len(employees)”在“len(employees)”处无法读取，"
            "只能用数、指标名、prev.指标名、+ - * /、括号、min 和 max，最多 500 个字符、20 层"
        )

    @pytest.mark.parametrize(
        ("text", "part"), [(" a + ", "a +"), ("a\nb c", "b c"), ("a\x00", "a\x00")]
    )
    def test_line_in_question(self, text: str, part: str) -> None:
        """
        Where it is not even clear what is meant, the line in question is quoted.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse(text)
        assert (caught.value.text, caught.value.part) == (text, part)

    def test_over_two_lines(self) -> None:
        """
        In parentheses a formula may run over lines, as long ones in files do.
        """
        assert Measure.parse("(trained\n  / employees)").names == (
            Name("trained"),
            Name("employees"),
        )

    def test_longest(self) -> None:
        """
        A formula of 500 characters is read, one of 501 is not, and is not shown in full.
        """
        assert Measure.parse("a" * 500).names == (Name("a" * 500),)
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse("a" * 501)
        assert (caught.value.text, caught.value.part) == ("a" * 40 + "…", "501 > 500")

    @pytest.mark.parametrize(
        ("before", "after"), [("", " + 1"), ("1 + (", ")"), ("-", ""), ("min(1, ", ")")]
    )
    def test_deepest(self, before: str, after: str) -> None:
        """
        Twenty levels are read, one more is not, in whatever way they are nested.
        """
        assert Measure.parse(before * 19 + "a" + after * 19).names == (Name("a"),)
        with pytest.raises(MeasureSyntaxError, match="20 levels"):
            Measure.parse(before * 20 + "a" + after * 20)

    def test_parentheses_are_no_levels(self) -> None:
        """
        Parentheses around one number leave it what it is.
        """
        assert Measure.parse("(" * 150 + "1" + ")" * 150).tree == Number(Fraction(1))

    def test_other_alphabets(self) -> None:
        """
        A name in another alphabet is a name; that no indicator has it is found later.
        """
        assert Measure.parse("受训人员 / 人数").names == (Name("受训人员"), Name("人数"))


class TestNames:
    def test_each_once_in_order(self) -> None:
        """
        Every indicator is named once, in order of first use; before and now are two.
        """
        measure = Measure.parse("b / a - prev.b / prev.a + min(b, 1)")
        assert [str(name) for name in measure.names] == ["b", "a", "prev.b", "prev.a"]

    def test_none(self) -> None:
        """
        A constant formula names nothing.
        """
        assert Measure.parse("1 + 2").names == ()

    def test_prints_as_written(self) -> None:
        """
        A measure prints as it was written, and is shown to programmers without its tree.
        """
        measure = Measure.parse("a/ b")
        assert (str(measure), repr(measure)) == ("a/ b", "Measure(text='a/ b')")


class TestValue:
    @given(formulas(names | numbers), given_values, given_values)
    def test_as_python_computes(
        self, text: str, evidence: dict[str, Fraction], previous: dict[str, Fraction]
    ) -> None:
        """
        A formula has the value that Python's own arithmetic of fractions gives it.
        """
        assume(len(text) <= 500)
        measure = Measure.parse(text)
        try:
            expected = python(text, evidence, previous)
        except ZeroDivisionError:
            with pytest.raises(ZeroDenominatorError):
                measure.value(evidence, previous)
        else:
            assert measure.value(evidence, previous) == expected

    def test_exact_at_the_edge(self) -> None:
        """
        0.1 + 0.2 is 0.3, which it is not in floats.
        """
        assert Measure.parse("0.1 + 0.2 - 0.3").value({}) == 0

    def test_missing(self) -> None:
        """
        All indicators that are not given are named at once, those of the period before as such.
        """
        measure = Measure.parse("a / b - prev.a / prev.b")
        with pytest.raises(MissingEvidenceError) as caught:
            measure.value({"b": Fraction(1)}, {"a": Fraction(1)})
        assert caught.value.names == ("a", "prev.b")
        assert str(caught.value) == "no value is given for a, prev.b"
        assert caught.value.sentence("zh-CN") == "没有提供：a、prev.b"

    def test_without_the_period_before(self) -> None:
        """
        Without any evidence of the period before, all of it is missing.
        """
        with pytest.raises(MissingEvidenceError, match=r"no value is given for prev\.a$"):
            Measure.parse("a - prev.a").value({"a": Fraction(1)})

    def test_missing_before_zero(self) -> None:
        """
        What is missing is told before any division is tried.
        """
        with pytest.raises(MissingEvidenceError, match=r"no value is given for b$"):
            Measure.parse("a / 0 + b").value({"a": Fraction(1)})

    @pytest.mark.parametrize(
        ("text", "part"),
        [("a / b", "b"), ("1 / (b * 0.5)", "(b * 0.5)"), ("a / 0", "0"), ("b / b", "b")],
    )
    def test_zero_denominator(self, text: str, part: str) -> None:
        """
        A share of nothing does not exist, not even nothing of nothing; the divisor is shown.
        """
        with pytest.raises(ZeroDenominatorError) as caught:
            Measure.parse(text).value({"a": Fraction(1), "b": Fraction(0)})
        assert str(caught.value) == f"'{part}' is 0, so no share of it exists"
        assert caught.value.sentence("zh-CN") == f"“{part}”为 0，无法计算比例"


class TestUnitOfMeasure:
    @pytest.mark.parametrize(
        ("text", "unit"),
        [
            ("a", "person"),
            ("a + b", "person"),
            ("a / b", "1"),
            ("c / (a + b)", "CNY/person"),
            ("a * 100", "person"),
            ("100 * a", "person"),
            ("a * c", "person*CNY"),
            ("1 / a", "1/person"),
            ("a / b + 1", "1"),
            ("5", "1"),
            ("-a", "person"),
            ("0 / a", "1/person"),
            ("a - 0", "person"),
            ("max(a, 0)", "person"),
            ("max(0, a, b)", "person"),
            ("max(0, 0)", "1"),
            ("min(a, prev.b)", "person"),
        ],
    )
    def test_of_the_result(self, text: str, unit: str) -> None:
        """
        The unit follows from the formula; a bare 0 is 0 of anything.
        """
        assert Measure.parse(text).unit(UNITS) == Unit.parse(unit)

    @pytest.mark.parametrize(
        ("text", "left", "right"),
        [
            ("a + c", "person", "CNY"),
            ("c - a", "CNY", "person"),
            ("a + 1", "person", "1"),
            ("a / b - a", "1", "person"),
            ("min(a, b, c)", "person", "CNY"),
            ("max(0, a, c)", "person", "CNY"),
            ("max(a, 0, c)", "person", "CNY"),
            ("min(5, a)", "1", "person"),
            ("prev.a - prev.c", "person", "CNY"),
            ("a * 0 + c", "person", "CNY"),
        ],
    )
    def test_never_mixed(self, text: str, left: str, right: str) -> None:
        """
        Unlike things are neither added nor compared, wherever in the formula they stand.
        """
        with pytest.raises(UnitMismatchError) as caught:
            Measure.parse(text).unit(UNITS)
        assert (caught.value.left, caught.value.right) == (left, right)

    def test_unknown_indicator(self) -> None:
        """
        An indicator without a unit is refused, with the name that was probably meant.
        """
        with pytest.raises(UnknownReferenceError) as caught:
            Measure.parse("trained / employes").unit(dict.fromkeys(("trained", "employees"), PLAIN))
        assert str(caught.value) == "there is no indicator 'employes'; did you mean 'employees'?"
        assert caught.value.sentence("zh-CN") == "没有指标“employes”，是否应为“employees”？"

    @given(formulas(st.sampled_from(NAMES) | st.just("0"), size=5), given_values)
    def test_counted_in_other_coins(self, text: str, evidence: dict[str, Fraction]) -> None:
        """
        Counting the same things in units half as large changes the value as the unit says.
        """
        measure = Measure.parse(text)
        try:
            powers = dict(measure.unit(UNITS).factors)
        except UnitMismatchError:
            reject()
        halves = {"person": 2, "CNY": 3}
        finer = {
            name: value * halves[UNITS[name].factors[0][0]] for name, value in evidence.items()
        }
        factor = Fraction(1)
        for name, power in powers.items():
            factor *= Fraction(halves[name]) ** power
        try:
            value = measure.value(evidence)
        except ZeroDenominatorError:
            with pytest.raises(ZeroDenominatorError):
                measure.value(finer)
        else:
            assert measure.value(finer) == value * factor


class TestOfPrevious:
    @given(formulas(names | numbers), given_values)
    def test_same_formula_one_period_back(self, text: str, before: dict[str, Fraction]) -> None:
        """
        The formula over the period before is the formula over this one, had it been then.
        """
        assume(len(text) <= 500)
        measure = Measure.parse(text)
        shifted = measure.of_previous()
        assert all(name.previous for name in shifted.names)
        try:
            value = measure.value(before, before)
        except ZeroDenominatorError:
            with pytest.raises(ZeroDenominatorError):
                shifted.value({}, before)
        else:
            assert shifted.value({}, before) == value

    @given(formulas(names | numbers, size=5), given_values)
    def test_its_text_says_what_it_is(self, text: str, before: dict[str, Fraction]) -> None:
        """
        The text of the shifted formula, read again, has the same value.
        """
        shifted = Measure.parse(text).of_previous()
        again = Measure.parse(shifted.text)
        try:
            value = shifted.value({}, before)
        except ZeroDenominatorError:
            with pytest.raises(ZeroDenominatorError):
                again.value({}, before)
        else:
            assert again.value({}, before) == value

    @pytest.mark.parametrize(
        ("text", "shifted"),
        [
            ("a / 0.5", "(prev.a / 0.5)"),
            ("a * 1.5 / 10000", "((prev.a * 1.5) / 10000)"),
            ("min(a, prev.b)", "min(prev.a, prev.b)"),
            ("a / 0.0000001", "(prev.a / (1/10000000))"),
        ],
    )
    def test_text(self, text: str, shifted: str) -> None:
        """
        The shifted formula is written so that nobody can misread what divides what.
        """
        assert Measure.parse(text).of_previous().text == shifted
