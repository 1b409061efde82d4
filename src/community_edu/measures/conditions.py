"""
Conditions: a formula and what it must be, such as ``trained / employees >= 50%``.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError
from community_edu.measures.errors import LONGEST, excerpt
from community_edu.measures.expressions import Measure
from community_edu.measures.nodes import Name
from community_edu.measures.thresholds import (
    AnyThreshold,
    FormulaThreshold,
    Threshold,
    parse_threshold,
)
from community_edu.measures.units import YES_NO, Quantity, Unit

_SIGN = re.compile(r"<=|>=|==|<|>")
_LONGEST = 2 * LONGEST  # two formulas
_YES = Threshold(">=", Quantity(Fraction(1), YES_NO))


@attrs.define(slots=False)
class ConditionSyntaxError(CommunityEduError, ValueError):
    """
    A text that says nothing that could hold or not.
    """

    code: ClassVar[str] = "bad-condition"
    en: ClassVar[str] = (
        "'{text}' is no condition; write a yes-or-no indicator, or a measure and what it must be, "
        "such as 'trained / employees >= 50%'"
    )
    zh: ClassVar[str] = (
        "“{text}”不是条件，请写一个是非指标，或者算式与要求，例如“trained / employees >= 50%”"
    )

    text: str


@attrs.frozen
class Condition:
    """
    Something that holds for a body or does not.

    Attributes:
        measure: The formula, or one yes-or-no indicator.
        threshold: What it must be; of a yes-or-no indicator: yes.

    Example:
        >>> rate = Condition.parse("trained / employees >= 50%")
        >>> str(rate.measure), str(rate.threshold), str(Condition.parse("has_plan"))
        ('trained / employees', '>= 50%', 'has_plan')
    """

    measure: Measure
    threshold: AnyThreshold

    @classmethod
    def parse(cls, text: str) -> "Condition":
        """
        Read ``has_plan``, or a measure, a comparator and a quantity or a measure.

        Raises:
            ConditionSyntaxError: It is neither.
            MeasureSyntaxError: One side of the comparator is no measure.
        """
        if len(text) > _LONGEST:
            raise ConditionSyntaxError(excerpt(text))
        sign = _SIGN.search(text)
        if sign is None:
            measure = Measure.parse(text.strip())
            if not isinstance(measure.tree, Name):
                raise ConditionSyntaxError(text)
            return cls(measure, _YES)
        if _SIGN.search(text, sign.end()):
            raise ConditionSyntaxError(excerpt(text))
        measure = Measure.parse(text[: sign.start()].strip())
        return cls(measure, parse_threshold(text[sign.start() :]))

    def expanded(self, definitions: Mapping[str, Measure]) -> "Condition":
        """
        Return the same with derived indicators replaced, as `Measure.expanded` does.
        """
        return Condition(self.measure.expanded(definitions), self.threshold.expanded(definitions))

    def resolve(
        self,
        units: Mapping[str, Unit],
        evidence: Mapping[str, Fraction],
        previous: Mapping[str, Fraction] | None = None,
    ) -> tuple[Quantity, Threshold]:
        """
        Return the value of one body and what it must be, both in one unit.

        Raises:
            MissingEvidenceError: Some indicators are not given.
            ZeroDenominatorError: A divisor is 0.
        """
        unit = self.measure.unit(units)
        value = Quantity(self.measure.value(evidence, previous), unit)
        if isinstance(self.threshold, FormulaThreshold):
            return value, self.threshold.resolve(unit, evidence, previous)
        return value, self.threshold.in_unit(unit)

    def __str__(self) -> str:
        alone = self.threshold == _YES and isinstance(self.measure.tree, Name)
        return str(self.measure) if alone else f"{self.measure} {self.threshold}"
