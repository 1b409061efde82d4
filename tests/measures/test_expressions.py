"""
The measure language: what it reads, what it refuses, what it computes, and in which unit.
"""

import ast
import copy
import pickle
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
from community_edu.measures.nodes import Name, Number, Operation, Operator

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
    known: dict[str, object] = {"F": Fraction, "min": min, "max": max}
    known["prev"] = SimpleNamespace(**previous)
    return eval(exact, {"__builtins__": {}}, known | dict(evidence))  # noqa: S307 - the oracle


class TestRead:
    def test_tree(self) -> None:
        """
        A formula is read as the arithmetic that everybody learns, products before sums.
        """
        a, b, c = Name("a"), Name("b"), Name("c", previous=True)
        assert Measure.parse("a + b * prev.c").tree == Operation("+", (a, Operation("*", (b, c))))
        assert Measure.parse("a / b / prev.c").tree == Operation("/", (Operation("/", (a, b)), c))
        assert Measure.parse("max(a, 5, prev.c)").tree == Operation(
            "max", (a, Number(Fraction(5)), c)
        )
        assert Measure.parse("-a").tree == Operation("-", (Number(Fraction(0)), a))
        assert Measure.parse("count(a, prev.c)").tree == Operation("count", (a, c))

    @pytest.mark.parametrize("operator", ["+", "-", "*"])
    def test_chains(self, operator: Operator) -> None:
        """
        A chain of one operation is one operation, however long; parentheses on the left change
        nothing, those on the right do.
        """
        a, b, c = Name("a"), Name("b"), Name("c")
        chain = Operation(operator, (a, b, c))
        assert Measure.parse(f"a {operator} b {operator} c").tree == chain
        assert Measure.parse(f"(a {operator} b) {operator} c").tree == chain
        inner = Operation(operator, (a, Operation(operator, (b, c))))
        assert Measure.parse(f"a {operator} (b {operator} c)").tree == inner

    @pytest.mark.parametrize(
        ("text", "canonical"),
        [
            ("share(t) - share(prev)", "(share - prev.share)"),
            ("share( t )", "share"),
            ("count(a(t), b(prev))", "count(a, prev.b)"),
            ("prev.a / a(prev)", "(prev.a / prev.a)"),
        ],
    )
    def test_now_and_before(self, text: str, canonical: str) -> None:
        """
        A name may say its period in parentheses: t for this one, prev for the one before.
        """
        assert str(Measure.parse(text).tree) == canonical

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
        ("text", "part"),
        [
            *[(text, text) for text in ("1e400", "1E3", "1e999999", "0x10", "0b1", "0o7", "1j")],
            *[("1e-9", "1e"), ("1.2.3", "1.2.3"), ("1__0", "1__0"), ("1_", "1_"), ("2a", "2a")],
        ],
    )
    def test_numbers_of_programmers(self, text: str, part: str) -> None:
        """
        Numbers with exponents, in other bases or imaginary ones are not in the language.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse(f"a / {text}")
        assert (caught.value.part, caught.value.column) == (part, 5)

    @pytest.mark.parametrize(
        ("text", "part", "column"),
        [
            ("a.b", "a.b", 1),
            ("prev.a.b", "prev.a.b", 1),
            ("a + a.__class__", "a.__class__", 5),
            ("().__class__", ")", 2),
            ("exit()", ")", 6),
            ("prev.a(b)", "prev.a(b)", 1),
            ("__import__('os')", "'", 12),
            ("a + eval(x)", "eval(x)", 5),
            ("pow(9, 9)", "pow(9, 9)", 1),
            ("min(a)", "min(a)", 1),
            ("min()", ")", 5),
            ("count()", ")", 7),
            ("count(a, b + 1)", "b + 1", 10),
            ("count(5)", "5", 7),
            ("min(*a, b)", "*", 5),
            ("min(a, b, key=c)", "=", 14),
            ("max(a, b, **c)", "*", 11),
            ("9**9**9", "*", 3),
            ("a // b", "/", 4),
            ("a % b", "%", 3),
            ("a @ b", "@", 3),
            ("a << 9999999999", "<", 3),
            ("+a", "+", 1),
            ("~a", "~", 1),
            ("1 + not a", "not", 5),
            ("a and b", "and", 3),
            ("a if b else c", "if", 3),
            ("lambda: a", "lambda", 1),
            ("[a for a in b]", "[", 1),
            ("(a for a in b)", "for", 4),
            ("{a: b}", "{", 1),
            ("(a, b)", "(a, b)", 1),
            ("a[0]", "[", 2),
            ("(a := 1)", ":", 4),
            ("(yield)", "yield", 2),
            ("await a", "await", 1),
            ("f'{a}'", "'", 2),
            ("1 + True", "True", 5),
            ("...", ".", 1),
            ("a + ...", ".", 5),
            ("a # b", "#", 3),
            ("a b", "b", 3),
            ("a (b) c", "c", 7),
            ("a + )", ")", 5),
            ("a) + b", ")", 2),
            ("(a + b", "", 7),
            ("min(a, b,)", ")", 10),
            ("a + 007", "007", 5),
            ("1 .a", "1 .a", 1),
            ("a.(b)", "a.(b)", 1),
            ("prev.-a", "prev.-a", 1),
            ("a\nb", "U+000A", 2),
            ("(a\n + b)", "U+000A", 3),
            ("a\tb", "U+0009", 2),
            ("a\x00", "U+0000", 2),
            ("a + \ud800", "U+D800", 5),
            ("a + ａ", "ａ", 5),
            ("ａ", "ａ", 1),
            ("１２", "１", 1),
            ("٣ * a", "٣", 1),
            ("ﬁrst", "ﬁ", 1),
            ("受训人员 / 人数", "受", 1),
            ("  a × b", "×", 5),
            ("t + 1", "t", 1),
            ("a + prev", "prev", 5),
            ("min / max", "max", 7),
            ("prev.t", "prev.t", 1),
            ("count(t)", "t", 7),
            ("min(t)", "min(t)", 1),
            ("t(t)", "t(t)", 1),
            ("a(t, t)", "a(t, t)", 1),
            ("a(b)", "a(b)", 1),
        ],
    )
    def test_hostile(self, text: str, part: str, column: int) -> None:
        """
        Whatever is not in the language is refused, at the part that is not, with its column.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse(text)
        assert (caught.value.text, caught.value.part) == (text, part)
        assert caught.value.column == column

    @pytest.mark.parametrize(
        "text",
        [
            *["", " ", "a b", "a +", "(a", "a)", "007", "a; b", "a = 1", "prev.class", "a,", ")("],
            *["a?", "import os", "del a", "a ÷ b", "“a”", "\ufeffa", "prev .", "a..b", "1 .a"],
            *["(" * 250 + "a" + ")" * 250, "-" * 450 + "a", "(" * 450, ")" * 450, "a." * 240],
        ],
    )
    def test_no_formula(self, text: str) -> None:
        """
        What is no formula at all is refused like the rest, never with an error of Python's own.
        """
        with pytest.raises(MeasureSyntaxError):
            Measure.parse(text)

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("coutn(lectures)", "did you mean 'count(…)'"),
            ("a / mn(b, c)", "did you mean 'min(…)'"),
            ("prv.a", "did you mean 'prev.a'"),
            ("min(a)", "it needs two parts or more"),
            ("count(a + b)", "it takes names of indicators"),
            ("a + t", "this is a word of the language itself"),
            ("5%", "write 0.05 for 5%"),
            ("a × b", "write a plain *"),
            ("（a）", "write a plain ("),
            ("ｂ", "write a plain b"),
            ("a\u3000+ b", "write a plain  "),
            ("b" * 501, "it has 501 characters"),
            ("(a + b", "a parenthesis is not closed"),
        ],
    )
    def test_hint(self, text: str, hint: str) -> None:
        """
        Where it is likely what was meant, the error says so.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse(text)
        assert caught.value.hint is not None
        assert caught.value.hint.en == hint

    @pytest.mark.parametrize("text", ["whoknows(a)", "a.b", "a ? b", "a 数"])
    def test_no_hint(self, text: str) -> None:
        """
        Where nobody can know what was meant, nothing is suggested.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse(text)
        assert caught.value.hint is None

    def test_sentence(self) -> None:
        """
        The error shows the formula, the part in question, its column and all that can be written.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse("trained / coutn(employees)")
        assert str(caught.value) == (
            "the measure 'trained / coutn(employees)' cannot be read at 'coutn(employees)' "
            "(column 11): did you mean 'count(…)'; use numbers, indicator names, prev.name, "
            "name(t), name(prev), + - * /, parentheses, min, max and count, "
            "at most 500 characters and 20 levels of them"
        )
        assert caught.value.sentence("zh-CN") == (
            "算式“trained / coutn(employees)”在第 11 个字符“coutn(employees)”处无法读取："
            "是否应为“count(…)”，只能用数、指标名、prev.指标名、指标名(t)、指标名(prev)、"
            "+ - * /、括号、min、max 和 count，最多 500 个字符、20 层"
        )

    @pytest.mark.parametrize(("text", "column"), [("a +", 4), ("", 1), ("  a * ", 6)])
    def test_broken_off(self, text: str, column: int) -> None:
        """
        A formula that breaks off is refused at its end.
        """
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse(text)
        assert (caught.value.part, caught.value.column) == ("", column)
        assert f"at its end (column {column})" in str(caught.value)
        assert "末尾处无法读取" in caught.value.sentence("zh-CN")

    def test_longest(self) -> None:
        """
        A formula of 500 characters is read, one of 501 is not, and is not shown in full.
        """
        assert Measure.parse("a" * 500).names == (Name("a" * 500),)
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse("a" * 501)
        assert (caught.value.text, caught.value.part) == ("a" * 60 + "…", "a")
        assert caught.value.column == 501

    def test_too_long_to_look_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A megabyte of text is refused for its length, before Python's parser sees any of it.
        """

        def never(*_arguments: object, **_named: object) -> object:
            pytest.fail("the text was parsed")

        with monkeypatch.context() as patched:
            patched.setattr(ast, "parse", never)
            for text in ("(" * 10**6, "1" * 10**6, "a+" * 10**6):
                with pytest.raises(MeasureSyntaxError) as caught:
                    Measure.parse(text)
                assert len(str(caught.value)) < 500

    @pytest.mark.parametrize(
        ("before", "after"), [("1 + (", ")"), ("-", ""), ("min(1, ", ")"), ("1 - a / (", ")")]
    )
    def test_deepest(self, before: str, after: str) -> None:
        """
        Twenty levels are read, one more is not, in whatever way they are nested.
        """
        levels = 19 if "/" not in before else 9
        assert Measure.parse(before * levels + "a" + after * levels).names
        with pytest.raises(MeasureSyntaxError, match="20 levels"):
            Measure.parse(before * 20 + "a" + after * 20)

    def test_parentheses_are_no_levels(self) -> None:
        """
        Parentheses around one number leave it what it is, but more than twenty nobody needs.
        """
        assert Measure.parse("(" * 20 + "1" + ")" * 20).tree == Number(Fraction(1))
        with pytest.raises(MeasureSyntaxError) as caught:
            Measure.parse("(" * 21 + "1" + ")" * 21)
        assert caught.value.column == 21
        assert Measure.parse("+".join(["(a)"] * 120)).value({"a": Fraction(1)}) == 120

    @pytest.mark.parametrize("operator", ["+", "-", "*"])
    def test_long_chains(self, operator: str) -> None:
        """
        A sum of 250 terms is no deep formula, and can be hashed, compared, copied and stored.
        """
        measure = Measure.parse(operator.join(["a"] * 250))
        assert measure.value({"a": Fraction(1)}) == {"+": 250, "-": -248, "*": 1}[operator]
        assert pickle.loads(pickle.dumps(measure)) == measure  # noqa: S301 - made right here
        assert hash(copy.deepcopy(measure)) == hash(measure)
        assert repr(measure.tree).count("Name") == 250


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
            ("max(5, a * 1.5 / 10000)", "person"),
            ("min(1, 2, c / a, 3)", "CNY/person"),
        ],
    )
    def test_of_the_result(self, text: str, unit: str) -> None:
        """
        The unit follows from the formula; a bare 0 is 0 of anything, and a number
        beside something else in min or max takes its unit.
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
            ("min(5, a) + 1", "person", "1"),
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
        assert str(caught.value) == (
            "there is no indicator 'employes' (column 11 of the formula); did you mean 'employees'?"
        )
        assert caught.value.sentence("zh-CN") == (
            "没有指标“employes”（算式第 11 个字符），是否应为“employees”？"
        )

    def test_unknown_names(self) -> None:
        """
        All unknown names are told, each once, with the place where the word first stands.
        """
        measure = Measure.parse("ab / a + b - prev.b + ab(prev)")
        found = list(measure.unknown_names({"a": 1}, ("criteria", 3)))
        assert [(error.value, error.column) for error in found] == [("ab", 1), ("b", 10)]
        assert {error.path for error in found} == {("criteria", 3)}
        assert measure.column("nowhere") == 0
        (error,) = Measure("", Name("x")).unknown_names({})
        assert str(error) == "there is no indicator 'x'; define it, or correct the name"

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
