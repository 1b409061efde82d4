"""
Conditions: what is compared with what, and what is simply there or not.
"""

from fractions import Fraction

import pytest

from community_edu.measures import (
    POINTS,
    YES_NO,
    Condition,
    ConditionSyntaxError,
    FormulaThreshold,
    Measure,
    MeasureSyntaxError,
    MissingEvidenceError,
    PercentagePointsError,
    Quantity,
    Threshold,
    Unit,
    UnitMismatchError,
)

UNITS = {
    "trained": Unit.parse("person"),
    "employees": Unit.parse("person"),
    "has_plan": YES_NO,
    "has_roll": YES_NO,
}


class TestConditionText:
    @pytest.mark.parametrize(
        ("text", "measure", "threshold"),
        [
            ("trained / employees >= 50%", "trained / employees", Threshold.parse(">= 50%")),
            ("lectures>=4", "lectures", Threshold.parse(">= 4")),
            (" a  <  prev.a ", "a", FormulaThreshold.parse("< prev.a")),
            ("a == max(5, b)", "a", FormulaThreshold.parse("== max(5, b)")),
            ("count(a, b) >= 1", "count(a, b)", Threshold.parse(">= 1")),
            ("has_plan", "has_plan", Threshold.parse(">= 1 yes_no")),
            (" prev.has_plan ", "prev.has_plan", Threshold.parse(">= 1 yes_no")),
            ("has_plan(prev)", "has_plan(prev)", Threshold.parse(">= 1 yes_no")),
        ],
    )
    def test_read(self, text: str, measure: str, threshold: Threshold | FormulaThreshold) -> None:
        """
        A condition is a measure, a comparator and a bound, or one yes-or-no indicator.
        """
        condition = Condition.parse(text)
        assert (condition.measure, condition.threshold) == (Measure.parse(measure), threshold)

    @pytest.mark.parametrize(
        "text",
        ["a + b", "5", "-a", "count(a, b)", "a < b < c", "a >= b >= 5", "a" * 1001, "<" * 10**6],
    )
    def test_refused(self, text: str) -> None:
        """
        A number without a bound, and a bound on both sides, are no conditions.
        """
        with pytest.raises(
            ConditionSyntaxError, match="is no condition; write a yes-or-no"
        ) as found:
            Condition.parse(text)
        assert len(str(found.value)) < 400
        assert "不是条件" in found.value.sentence("zh-CN")

    @pytest.mark.parametrize("text", ["", ">= 5", "a +", "a = 5", "a >= 5 +", "(a >= 5)", "not a"])
    def test_no_measure(self, text: str) -> None:
        """
        Where a measure should stand, nothing else can.
        """
        with pytest.raises(MeasureSyntaxError):
            Condition.parse(text)

    @pytest.mark.parametrize("text", ["has_plan", "a / b >= 50%", "a / b < max(5, c)", "a > 3pp"])
    def test_there_and_back(self, text: str) -> None:
        """
        A condition prints as it is read.
        """
        assert str(Condition.parse(text)) == text
        assert Condition.parse(str(Condition.parse(text))) == Condition.parse(text)


class TestResolve:
    def test_share(self) -> None:
        """
        For one body it is a value and a threshold, in one unit.
        """
        condition = Condition.parse("trained / employees >= 0.5")
        evidence = {"trained": Fraction(47), "employees": Fraction(120)}
        value, threshold = condition.resolve(UNITS, evidence)
        assert (str(value), str(threshold)) == ("235/6%", ">= 50%")
        assert not threshold.met_by(value.amount)

    @pytest.mark.parametrize(("answer", "holds"), [(1, True), (0, False)])
    def test_yes_or_no(self, answer: int, *, holds: bool) -> None:
        """
        A yes-or-no indicator holds if it is yes.
        """
        value, threshold = Condition.parse("has_plan").resolve(
            UNITS, {"has_plan": Fraction(answer)}
        )
        assert value == Quantity(Fraction(answer), YES_NO)
        assert threshold.met_by(value.amount) is holds

    def test_growth(self) -> None:
        """
        A difference of shares is held against points, also those that a formula gives.
        """
        growth = "trained / employees - prev.trained / prev.employees"
        evidence = {"trained": Fraction(50), "employees": Fraction(100)}
        previous = {"trained": Fraction(45), "employees": Fraction(100)}
        for bound in ("5pp", "0.05", "0.05 * 1"):
            value, threshold = Condition.parse(f"{growth} >= {bound}").resolve(
                UNITS, evidence, previous
            )
            assert (value.unit, threshold.quantity.unit) == (POINTS, POINTS)
            assert threshold.met_by(value.amount)
        with pytest.raises(PercentagePointsError, match=r"^write 5pp for 5%"):
            Condition.parse(f"{growth} >= 5%").resolve(UNITS, evidence, previous)

    def test_refused(self) -> None:
        """
        Without its evidence, or against another unit, nothing is decided.
        """
        with pytest.raises(MissingEvidenceError, match="no value is given for trained"):
            Condition.parse("trained >= 5").resolve(UNITS, {})
        with pytest.raises(UnitMismatchError, match="yes_no and person"):
            Condition.parse("trained").resolve(UNITS, {"trained": Fraction(1)})
        with pytest.raises(MissingEvidenceError, match="no value is given for employees"):
            Condition.parse("trained >= employees / 2").resolve(UNITS, {"trained": Fraction(1)})
