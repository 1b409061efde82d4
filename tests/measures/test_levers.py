"""
The least change that meets a threshold, against trying every change there is.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from community_edu.measures import (
    Comparator,
    Measure,
    MissingEvidenceError,
    Quantity,
    Threshold,
    ZeroDenominatorError,
    needed,
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
        ("formula", "threshold"),
        [
            ("x * x", ">= 100"),
            ("(x + 1) * (x + 1)", ">= 100"),
            ("min(x, 20)", ">= 15"),
            ("max(0, x, y)", ">= 15"),
            ("1 / x + 1 / (x + 1)", "<= 0.1"),
            ("(1 / x) / x", "<= 0.01"),
        ],
    )
    def test_not_linear(self, formula: str, threshold: str) -> None:
        """
        A formula that is no quotient of two lines in the lever is left alone.
        """
        assert change(formula, threshold, "x", x=3, y=10) is None

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
