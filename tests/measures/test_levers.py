"""
The least change that meets a threshold, against trying every change there is.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from random import Random
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from community_edu.measures import (
    Comparator,
    FormulaThreshold,
    Measure,
    MissingEvidenceError,
    Quantity,
    Threshold,
    ZeroDenominatorError,
    levers_of,
    needed,
    parse_threshold,
)

ORACLE: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
small = st.integers(-3, 3).map(Fraction)
halves = st.integers(-6, 6).map(lambda number: Quantity(Fraction(number, 2)))
thresholds = st.builds(Threshold, st.sampled_from(get_args(Comparator)), halves)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("m{}({}, {})".format, st.sampled_from(["in", "ax"]), inner, inner),
    )


formulas = st.recursive(st.sampled_from(["x", "y", "2"]), _grown, max_leaves=6)


def change(
    formula: str,
    threshold: str,
    lever: str,
    step: Fraction = Fraction(1),
    previous: Mapping[str, Fraction] | None = None,
    /,
    **evidence: int,
) -> Fraction | None:
    """
    Say what is needed, from plain words and numbers.
    """
    return needed(
        Measure.parse(formula),
        Threshold.parse(threshold),
        lever,
        evidence={name: Fraction(value) for name, value in evidence.items()},
        previous=previous,
        step=step,
    )


def brute(
    meets: Callable[[Fraction], bool], now: Fraction, step: Fraction, most: int
) -> Fraction | None:
    """
    Try every change of up to *most* steps, the smallest first, and return its size.
    """
    for steps in range(most + 1):
        for point in (now + steps * step, now - steps * step):
            if point >= 0 and meets(point):
                return steps * step
    return None


class TestShares:
    @pytest.mark.parametrize(
        ("formula", "threshold", "lever", "expected"),
        [
            ("trained / employees", ">= 50%", "trained", 13),
            ("trained / employees", "> 50%", "trained", 14),
            ("trained / employees", "== 50%", "trained", 13),
            ("trained / employees", ">= 50%", "employees", -26),
            ("trained / employees", "> 50%", "employees", -27),
            ("trained / employees", "<= 25%", "employees", 68),
            ("trained / employees", "<= 25%", "trained", -17),
            ("trained / employees", "< 25%", "trained", -18),
            ("trained / employees", ">= 47/120", "trained", 0),
            ("employees - trained", "<= 0", "trained", 73),
            ("trained / employees - 0.25", ">= 25%", "trained", 13),
            ("trained / (trained + employees)", ">= 50%", "trained", 73),
            ("1 - trained / employees", "<= 10%", "trained", 61),
            ("1 - trained / employees", "<= 10%", "employees", -68),
            ("1 / (trained + employees) * trained", ">= 50%", "trained", 73),
            ("trained * (1 / (trained + employees))", ">= 50%", "trained", 73),
        ],
    )
    def test_employees_trained(
        self, formula: str, threshold: str, lever: str, expected: int
    ) -> None:
        """
        47 of 120 are 39.2 %: so many more trained, or fewer employed, make the share.
        """
        assert change(formula, threshold, lever, trained=47, employees=120) == expected

    @pytest.mark.parametrize(
        ("share", "population", "nearest"),
        [("< 22.45%", 100_000, 131_270), (">= 22.35%", 140_000, 131_856)],
    )
    def test_elderly_in_the_population(self, share: str, population: int, nearest: int) -> None:
        """
        29,470 elderly are 22.4 % of a population of 131,270 to 131,856, and of no other.
        """
        formula = "elderly / population"
        found = change(formula, share, "population", population=population, elderly=29_470)
        assert found == nearest - population

    def test_growth_by_points(self) -> None:
        """
        8,841 and then 9,725 of 29,470 trained are not quite 3 points more; one person is missing.
        """
        growth = "trained / residents - prev.trained / prev.residents"
        before = {"trained": Fraction(8841), "residents": Fraction(29470)}
        found = change(
            growth, ">= 3pp", "trained", Fraction(1), before, trained=9725, residents=29470
        )
        assert found == 1

    @pytest.mark.parametrize(
        ("population", "managers", "part_time", "volunteers"),
        [(100_000, 15, 30, 300), (30_000, 5, 9, 90)],
    )
    def test_staff_of_a_centre(
        self, population: int, managers: int, part_time: int, volunteers: int
    ) -> None:
        """
        A centre needs 1.5 managers for 10,000 residents but at least 5, 3 part-time teachers
        for 10,000 and 3 volunteers for 1,000.
        """
        needs = {
            "people - max(5, residents * 1.5 / 10_000)": managers,
            "people - residents * 3 / 10_000": part_time,
            "people - residents * 3 / 1_000": volunteers,
        }
        for formula, people in needs.items():
            assert change(formula, ">= 0", "people", people=0, residents=population) == people

    def test_money_in_cents(self) -> None:
        """
        A change comes in the smallest amounts there are: cents, where a lever is money.
        """
        formula = "money / residents"
        cents = Fraction(1, 100)
        assert change(formula, ">= 2", "money", cents, money=598, residents=300) == 2
        assert change(formula, "> 2", "money", cents, money=598, residents=300) == Fraction("2.01")

    def test_grid_of_what_there_is(self) -> None:
        """
        Whole steps are counted from the value there is, even if that is none itself.
        """
        found = needed(
            Measure.parse("hours"),
            Threshold.parse(">= 10"),
            "hours",
            evidence={"hours": Fraction(17, 2)},
        )
        assert found == 2


class TestNothingToFind:
    @pytest.mark.parametrize(
        ("formula", "threshold", "why"),
        [
            ("x / y", "== 1/3", "no whole x gives it"),
            ("x / y", "< 0", "x stays at 0 or above"),
            ("y / x", "<= 0", "a share never gets there"),
            ("x / (x + 1)", ">= 100%", "a share never gets there"),
            ("y / y", ">= 200%", "x is not in it"),
            ("x - x", ">= 1", "x cancels out"),
            ("x * 0", ">= 1", "x counts for nothing"),
            ("y - prev.x", ">= 100", "what was before cannot change"),
        ],
    )
    def test_impossible(self, formula: str, threshold: str, why: str) -> None:
        """
        Where no change of the lever can do it, there is none.
        """
        found = change(formula, threshold, "x", Fraction(1), {"x": Fraction(1)}, x=3, y=10)
        assert found is None, why

    @pytest.mark.parametrize(
        "formula",
        [
            " * ".join("x" * 9),
            "x * x * x * x * x / (1 + 1 / (x * x * x * x * x))",
            " + ".join(f"min(x, {2**power})" for power in range(6)),
        ],
    )
    def test_too_intricate(self, formula: str) -> None:
        """
        Formulas of a high degree, or in many pieces, are left alone.
        """
        assert change(formula, ">= 1000000", "x", x=3, y=10) is None
        assert levers_of(Measure.parse(formula))[:1] != ("x",)

    def test_not_linear_but_met(self) -> None:
        """
        What is met already needs nothing, whatever the formula.
        """
        assert change("x * x", ">= 9", "x", x=3) == 0

    def test_divisor_within(self) -> None:
        """
        A change that would make a divisor 0 anywhere in the formula is no way to meet it.
        """
        assert change("1 / (1 / x)", "<= 0", "x", x=3) is None
        assert change("1 / (1 / (x - 3))", "<= 0", "x", x=5) == -3
        assert change("1 / (1 / (x - 2))", "< 1", "x", x=5) == -4
        assert change("1 / (1 / (x - 7))", "> -1", "x", x=3) == 5

    def test_missing(self) -> None:
        """
        Without a value of the lever, or of another indicator, there is nothing to change.
        """
        with pytest.raises(MissingEvidenceError, match=r"no value is given for x$"):
            change("x / y", ">= 1", "x", y=1)
        with pytest.raises(MissingEvidenceError, match=r"no value is given for y$"):
            change("x / y", ">= 1", "x", x=1)

    def test_share_of_nothing(self) -> None:
        """
        A measure that has no value now is no ground for a change.
        """
        with pytest.raises(ZeroDenominatorError, match="'y' is 0, so no share of it exists"):
            change("x / y", ">= 1", "x", x=1, y=0)


class TestBentAndBroken:
    @pytest.mark.parametrize(
        ("formula", "threshold", "expected"),
        [
            ("x * x", ">= 100", 7),
            ("(x + 1) * (x + 1)", ">= 100", 6),
            ("x * x - 10 * x", ">= 0", -3),
            ("x * x - 12 * x", "<= -36", 3),
            ("x * x - 12 * x", "< -36", None),
            ("x * x * x - 30 * x * x + 200 * x", "< 0", 8),
            ("min(x, 20)", ">= 15", 12),
            ("min(x, 20)", ">= 21", None),
            ("min(x, 5)", "== 5", 2),
            ("max(0, x, y)", ">= 15", 12),
            ("max(x, 5) - 5", "> 0", 3),
            ("min(x, 2 * y - x)", ">= 8", 5),
            ("min(x / y, (30 - x) / y)", ">= 1.5", 12),
            ("max(min(x, 10), x - 20)", ">= 12", 29),
            ("1 / x + 1 / (x + 1)", "<= 0.1", 17),
            ("(1 / x) / x", "<= 0.01", 7),
            ("count(x, y) / 20", ">= 1", 7),
            ("count(x)", ">= 15", 12),
        ],
    )
    def test_least_change(self, formula: str, threshold: str, expected: int | None) -> None:
        """
        Products of the lever, and its smallest and largest, are followed piece by piece.
        """
        assert change(formula, threshold, "x", x=3, y=10) == expected

    def test_increase_before_decrease(self) -> None:
        """
        Of an increase and a decrease of one size the increase is chosen.
        """
        assert change("(x - 5) * (x - 5)", ">= 9", "x", x=5) == 3
        assert change("(x - 5) * (x - 5)", ">= 9", "x", x=6) == 2

    def test_below_nothing(self) -> None:
        """
        A lever that stands below 0 by mistake is brought up to 0 or above.
        """
        assert change("x", "<= 5", "x", x=-3) == 0
        assert change("x * x", "< 9", "x", x=-3) == 3

    def test_most(self) -> None:
        """
        A yes-or-no indicator cannot go above yes.
        """
        count = Measure.parse("count(a, b, c)")
        none = {name: Fraction(0) for name in "abc"}
        for threshold, expected in ((">= 1", 1), (">= 2", None)):
            found = needed(count, Threshold.parse(threshold), "a", evidence=none, most=Fraction(1))
            assert found == expected


class TestTargetOfFormula:
    @pytest.mark.parametrize(
        ("formula", "threshold", "lever", "expected"),
        [
            ("managers", ">= max(5, residents * 1.5 / 10000)", "managers", 11),
            ("managers", ">= max(5, residents * 1.5 / 10000)", "residents", None),
            ("managers", ">= residents * 1.5 / 10000", "residents", -73_334),
            ("managers * 2", ">= managers + 30", "managers", 26),
            ("managers", "< max(5, residents * 1.5 / 10000)", "managers", 0),
            ("managers", "== managers + 1", "managers", None),
            ("managers / residents", ">= prev.managers / prev.residents", "managers", 1),
        ],
    )
    def test_on_either_side(
        self, formula: str, threshold: str, lever: str, expected: int | None
    ) -> None:
        """
        What is asked may be a formula too, and the lever may stand on either side or on both.
        """
        found = needed(
            Measure.parse(formula),
            FormulaThreshold.parse(threshold),
            lever,
            evidence={"managers": Fraction(4), "residents": Fraction(100_000)},
            previous={"managers": Fraction(5), "residents": Fraction(101_000)},
        )
        assert found == expected

    def test_no_value(self) -> None:
        """
        What is asked must have a value now, as the measure must.
        """
        target = FormulaThreshold.parse(">= x / y")
        with pytest.raises(ZeroDenominatorError):
            needed(Measure.parse("x"), target, "x", evidence={"x": Fraction(1), "y": Fraction(0)})
        with pytest.raises(MissingEvidenceError, match=r"no value is given for y$"):
            needed(Measure.parse("x"), target, "x", evidence={"x": Fraction(1)})


class TestLevers:
    @pytest.mark.parametrize(
        ("formula", "threshold", "expected"),
        [
            ("trained / employees", ">= 50%", ("trained", "employees")),
            ("share - prev.share", ">= 3pp", ("share",)),
            ("prev.a", ">= 1", ()),
            ("a - a + b", ">= 1", ("b",)),
            ("a * 0 + 1", ">= 1", ()),
            ("a / 0", ">= 1", ()),
            ("managers", ">= max(5, residents / 1000)", ("managers", "residents")),
            ("a", ">= a", ()),
            ("count(a, b)", ">= 1", ("a", "b")),
        ],
    )
    def test_those_that_move_something(
        self, formula: str, threshold: str, expected: tuple[str, ...]
    ) -> None:
        """
        Levers are the indicators of this period whose change makes a difference, each once.
        """
        assert levers_of(Measure.parse(formula), parse_threshold(threshold)) == expected

    def test_without_threshold(self) -> None:
        """
        Without a threshold they are those of the measure.
        """
        assert levers_of(Measure.parse("b / a + b")) == ("b", "a")


def quotient_texts(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> Iterator[str]:
    """
    Yield spellings of ``(a*x + b) / (c*x + d)`` in the measure language.
    """
    over, under = f"({a} * x + {b})", f"(x * {c} + {d})"
    yield f"{over} / {under}"
    yield f"max({a}, {a - 1}) * x / {under} + {b} / {under}"
    yield f"({over} - min(1, 2) * 0.5 * {under}) / {under} + 0.5"
    yield f"2 * {over} * (1 / {under}) / 2"
    yield f"(1 / {under}) * {over}"
    yield f"{over} / {under} - prev.x + y"


class TestAgainstBruteForce:
    @settings(deadline=None)
    @given(
        st.tuples(small, small, small, small),
        st.integers(0, 5),
        st.integers(0, 12),
        thresholds,
        st.sampled_from([Fraction(1), Fraction(1, 100)]),
    )
    def test_quotients_of_lines(
        self,
        lines: tuple[Fraction, Fraction, Fraction, Fraction],
        spelling: int,
        now: int,
        threshold: Threshold,
        step: Fraction,
    ) -> None:
        """
        For a quotient of two lines, in any spelling, no nearer change meets the threshold, and
        where none is found none exists.
        """
        a, b, c, d = lines
        compare = ORACLE[threshold.comparator]
        assume(c * now + d != 0)

        def meets(x: Fraction) -> bool:
            under = c * x + d
            return under != 0 and compare((a * x + b) / under, threshold.quantity.amount)

        found = needed(
            Measure.parse([*quotient_texts(*lines)][spelling]),
            threshold,
            "x",
            evidence={"x": Fraction(now), "y": Fraction(7)},
            previous={"x": Fraction(7)},
            step=step,
        )
        # the bound is reached at x = (b - d*bound) / (c*bound - a), which is at most
        # (3 + 3*3) / (1/2), and the pole is at most 3
        most = int(26 / step) if found is None else int(abs(found) / step)
        expected = brute(meets, Fraction(now), step, most)
        assert (None if found is None else abs(found)) == expected
        if found is not None:
            assert now + found >= 0
            assert (found / step).denominator == 1
            assert meets(now + found)

    @settings(deadline=None)
    @given(formulas, thresholds, st.integers(0, 9), st.integers(-3, 3))
    def test_any_formula(self, text: str, threshold: Threshold, now: int, other: int) -> None:
        """
        For any formula at all, no nearer change than the one found meets the threshold; and one
        is always found where the lever stands once, outside min and max.
        """
        assume("x" in text.replace("max", ""))
        evidence = {"x": Fraction(now), "y": Fraction(other)}
        code = compile(text.replace("2", "F(2)"), "formula", "eval")

        def meets(x: Fraction) -> bool:
            known = {"x": x, "y": evidence["y"], "F": Fraction, "min": min, "max": max}
            try:
                value = eval(code, {"__builtins__": {}}, known)  # noqa: S307 - the oracle
            except ZeroDivisionError:
                return False
            return ORACLE[threshold.comparator](value, threshold.quantity.amount)

        try:
            found = needed(Measure.parse(text), threshold, "x", evidence=evidence)
        except ZeroDenominatorError:
            with pytest.raises(ZeroDivisionError):
                eval(code, {}, evidence | {"F": Fraction})  # noqa: S307 - the oracle
            return
        if found is None:
            if text.replace("max", "").count("x") == 1 and "m" not in text:
                assert brute(meets, Fraction(now), Fraction(1), 60) is None
        else:
            assert now + found >= 0
            assert meets(now + found)
            nearer = brute(meets, Fraction(now), Fraction(1), min(int(abs(found)), 300))
            assert nearer is None or nearer == abs(found)


REACH = 120
"""
How many steps up and down brute force looks.
"""


def _total(*values: Fraction) -> Fraction:
    return sum(values, Fraction(0))


def _plain(text: str) -> Callable[[Mapping[str, Fraction]], Fraction]:
    """
    Let Python compute a formula: the oracle.
    """
    exact = re.sub(r"(?<![\w.])\d+(\.\d+)?", r"F('\g<0>')", text.replace("prev.", "prev_"))
    tree = compile(exact, "formula", "eval")
    known: dict[str, object] = {"F": Fraction, "min": min, "max": max, "count": _total}
    return lambda values: eval(tree, {"__builtins__": {}}, known | dict(values))  # noqa: S307


def _random_formula(random: Random, leaves: int) -> str:
    if leaves <= 1:
        return random.choice(["x", "x", "y", "prev.y", str(random.randint(0, 9)), "0.5"])
    left = random.randint(1, leaves - 1)
    one, two = _random_formula(random, left), _random_formula(random, leaves - left)
    if random.random() < 0.25:
        return f"{random.choice(['min', 'max'])}({one}, {two})"
    if random.random() < 0.05:
        return f"count({random.choice(['x', 'x, y', 'y'])})"
    return f"({one} {random.choice('++--**/')} {two})"


class TestThousands:
    def test_random_cases(self) -> None:
        """
        In 4,000 random cases the change is the nearest that trying every step finds, with the
        lever in sums, products, divisors, ``min`` and ``max`` on both sides of the threshold; and
        where there is none, none within reach meets it.
        """
        random = Random(20)  # noqa: S311 - cases, not secrets
        compared = found_none = 0
        while compared < 4000:
            formula = _random_formula(random, random.randint(1, 5))
            target = _random_formula(random, random.randint(1, 3))
            comparator = random.choice(get_args(Comparator))
            evidence = {"x": Fraction(random.randint(0, 20)), "y": Fraction(random.randint(-3, 9))}
            previous = {"y": Fraction(random.randint(-2, 9))}
            step = random.choice([Fraction(1), Fraction(1), Fraction(1, 4)])
            value, bound = _plain(formula), _plain(target)

            def meets(
                x: Fraction,
                value: Callable[[Mapping[str, Fraction]], Fraction] = value,
                bound: Callable[[Mapping[str, Fraction]], Fraction] = bound,
                known: Mapping[str, Fraction] = evidence | {"prev_y": previous["y"]},
                compare: Callable[[Fraction, Fraction], bool] = ORACLE[comparator],
            ) -> bool:
                try:
                    return compare(value({**known, "x": x}), bound({**known, "x": x}))
                except ZeroDivisionError:
                    return False

            try:
                change = needed(
                    Measure.parse(formula),
                    FormulaThreshold(comparator, Measure.parse(target)),
                    "x",
                    evidence=evidence,
                    previous=previous,
                    step=step,
                )
            except ZeroDenominatorError:
                continue
            compared += 1
            found_none += change is None
            reach = REACH if change is None else min(REACH, int(abs(change) / step))
            expected = brute(meets, evidence["x"], step, reach)
            case = (formula, comparator, target, evidence, previous, step)
            if change is None:
                assert expected is None, case
            else:
                assert meets(evidence["x"] + change), case
                assert evidence["x"] + change >= 0, case
                assert (change / step).denominator == 1, case
                assert expected in {abs(change), None if abs(change) > REACH * step else 0}, case
        assert 400 < found_none < 2000


class TestEveryStep:
    @pytest.mark.parametrize("comparator", get_args(Comparator))
    def test_whole_grid(self, comparator: Comparator) -> None:
        """
        For every share of up to 12 of up to 12, and every bound in twelfths, the change of the
        numerator is the one that trying them all finds.
        """
        measure = Measure.parse("part / whole")
        for whole in range(1, 13):
            for part in range(13):
                evidence = {"part": Fraction(part), "whole": Fraction(whole)}
                for twelfths in range(0, 15, 2):
                    bound = Fraction(twelfths, 12)
                    found = needed(
                        measure,
                        Threshold(comparator, Quantity(bound)),
                        "part",
                        evidence=evidence,
                    )
                    changes = sorted(range(-part, 20), key=abs)
                    expected = next(
                        (
                            size
                            for size in changes
                            if ORACLE[comparator](Fraction(part + size, whole), bound)
                        ),
                        None,
                    )
                    assert found == expected
