"""
Outcomes: the judgement of one criterion, with what it rests on, in one sentence.
"""

from fractions import Fraction

import attrs

from community_edu.base import Language, Text, decimal_text, label, words
from community_edu.evaluation.explaining.wording import (
    YES,
    points_text,
    quantity_text,
    threshold_text,
)
from community_edu.evaluation.judging.marks import Score
from community_edu.evaluation.judging.verdicts import Status
from community_edu.evaluation.standards import Band, Category, CategoryValue, Criterion
from community_edu.measures import Condition, Quantity, Threshold


@attrs.frozen(kw_only=True)
class ConditionOutcome:
    """
    Whether one of the conditions of a criterion holds.

    Attributes:
        condition: The condition.
        name: What a reader calls it: the name of a yes-or-no indicator, or the condition.
        holds: Whether it does; `None` if that could not be told.
        value: The value of its measure.
        threshold: What that had to be, in the unit of the measure.
        reason: Why it could not be told.
    """

    condition: Condition
    name: Text
    holds: bool | None
    value: Quantity | None = None
    threshold: Threshold | None = None
    reason: Text | None = None


@attrs.frozen(kw_only=True, repr=False)
class Outcome:
    """
    The judgement of one criterion.

    Attributes:
        criterion: What was judged.
        status: ``met``, ``partly``, ``not_met`` or ``not_assessed``.
        points: What it gives.
        of: What it counts for; 0 where it is left out of the score.
        value: The value of the measure, exact; `None` if it could not be had.
        threshold: What gives all points, in the unit of the measure: of bands the best.
        reason: Why nothing could be assessed.
        band: The band that was reached.
        category: What `state` is a value of.
        state: The value of the category on which it depends.
        place: The place among peers; equal values share the better one.
        conditions: Whether each of the conditions holds.
        claimed: The points that the body claims for itself (自评分).
    """

    criterion: Criterion
    status: Status
    points: Fraction = Fraction(0)
    of: Fraction = Fraction(0)
    value: Quantity | None = None
    threshold: Threshold | None = None
    reason: Text | None = None
    band: Band | None = None
    category: Category | None = None
    state: CategoryValue | None = None
    place: int | None = None
    conditions: tuple[ConditionOutcome, ...] = ()
    claimed: Fraction | None = None

    def __repr__(self) -> str:
        value = f", value='{self.value}'" if self.value else ""
        points, of = decimal_text(self.points), decimal_text(self.of)
        return (
            f"Outcome(criterion={self.criterion.id!r}, status={self.status!r}, "
            f"points={points}, of={of}{value})"
        )

    @property
    def open_conditions(self) -> tuple[ConditionOutcome, ...]:
        """
        The conditions that do not hold, or of which it could not be told.
        """
        return tuple(condition for condition in self.conditions if not condition.holds)

    def explain(self, language: Language = "zh-CN") -> str:
        """
        Say the judgement and its reason in one sentence.
        """
        status = label("status", self.status, language)
        name = self.criterion.name.to(language)
        return f"{name}: {status} ({self.grounds(language)})"

    def grounds(self, language: Language = "zh-CN") -> str:
        """
        Say what the judgement rests on: the reason, or the value and what it had to be.
        """
        if self.reason is not None:
            return self.reason.to(language)
        criterion = self.criterion
        if self.conditions:
            return self._of_conditions(language)
        if criterion.levels:
            state = self.state.name.to(language) if self.state else ""
            return f"{state}; {self.points_text(language)}"
        if criterion.awarded:
            return f"{criterion.measure} = {self.points_text(language)}"
        if self.place is not None:
            place = f"第 {self.place} 名" if language == "zh-CN" else f"place {self.place}"
            return f"{self._measured(language)}; {place}; {self.points_text(language)}"
        found = f"{self._measured(language)}; "
        if criterion.bands or criterion.linear:
            return f"{found}{self._target(language)}; {self.points_text(language)}"
        state = f"{self.state.name.to(language)} " if self.state else ""
        return f"{found}{state}{self._target(language)}"

    def points_text(self, language: Language) -> str:
        """
        Say the points: ``4 of 6 points``.
        """
        return points_text(Score(self.points, self.criterion.points), language)

    def _measured(self, language: Language) -> str:
        bound = self.threshold.quantity if self.threshold else None
        value = quantity_text(self.value, language, beside=bound) if self.value else ""
        return f"{self.criterion.measure} = {value}" if self.criterion.measure else value

    def _target(self, language: Language) -> str:
        if self.threshold is None:
            return ""
        return threshold_text(self.threshold, language, beside=self.value)

    def _of_conditions(self, language: Language) -> str:
        if len(self.conditions) == 1:
            return self._of_one_condition(self.conditions[0], language)
        number = len(self.conditions)
        holding = number - len(self.open_conditions)
        needed = self.criterion.at_least or number
        names = words(tuple(condition.name for condition in self.open_conditions), language)
        if language == "zh-CN":
            said = f"{number} 项中成立 {holding} 项，须 {needed} 项"
            return f"{said}；未成立：{names}" if names else said
        said = f"{holding} of {number} hold, {needed} needed"
        return f"{said}; open: {names}" if names else said

    @staticmethod
    def _of_one_condition(condition: ConditionOutcome, language: Language) -> str:
        target = condition.threshold.quantity if condition.threshold else None
        value = quantity_text(condition.value, language, beside=target) if condition.value else ""
        if condition.condition.threshold == YES:
            return f"{condition.name.to(language)}: {value}"
        bound = condition.threshold
        needed = threshold_text(bound, language, beside=condition.value) if bound else ""
        return f"{condition.condition.measure} = {value}; {needed}"
