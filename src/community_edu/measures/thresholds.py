"""
Thresholds: a comparison and a quantity, such as ``>= 50%``.
"""

import operator
import re
from collections.abc import Callable
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias, cast

import attrs

from community_edu.base import CommunityEduError, Language
from community_edu.measures.units import Quantity, Unit

Comparator: TypeAlias = Literal[">=", "<=", "==", ">", "<"]

_COMPARE: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}

_THRESHOLD = re.compile(r"\s*(>=|<=|==|[<>](?!=))\s*(\S.*)")


@attrs.define(slots=False)
class ThresholdSyntaxError(CommunityEduError, ValueError):
    """
    A threshold that cannot be read.
    """

    code: ClassVar[str] = "bad-threshold"
    en: ClassVar[str] = "'{text}' is not a threshold; write a comparison first, such as '>= 50%'"
    zh: ClassVar[str] = "“{text}”不是目标值，请先写比较符，例如“>= 50%”"

    text: str


@attrs.frozen
class Threshold:
    """
    What a value must be: at least (``>=``, 不低于), at most, exactly, above or below a quantity.

    Example:
        >>> Threshold.parse(">= 50%").met_by(Fraction(1, 2))
        True
    """

    comparator: Comparator
    quantity: Quantity

    @classmethod
    def parse(cls, text: str) -> "Threshold":
        """
        Read a comparator and a quantity.

        Raises:
            ThresholdSyntaxError: No comparator stands first.
            QuantitySyntaxError: What follows is no quantity.
        """
        match = _THRESHOLD.fullmatch(text)
        if not match:
            raise ThresholdSyntaxError(text)
        return cls(cast("Comparator", match[1]), Quantity.parse(match[2]))

    def met_by(self, value: Fraction) -> bool:
        """
        Decide exactly; nothing is rounded.
        """
        return _COMPARE[self.comparator](value, self.quantity.amount)

    def in_unit(self, unit: Unit) -> "Threshold":
        """
        Return the threshold for values of *unit*; a bare number takes that unit.

        Raises:
            UnitMismatchError: The threshold is stated in another unit.
        """
        if self.quantity.bare:
            return Threshold(self.comparator, Quantity(self.quantity.amount, unit))
        self.quantity.unit.require(unit)
        return self

    def to(self, language: Language, *, beside: Quantity | None = None) -> str:
        """
        Write the threshold for a reader: ``≥ 50%``; for *beside* see `Quantity.to`.
        """
        sign = {">=": "≥", "<=": "≤", "==": "="}.get(self.comparator, self.comparator)
        return f"{sign} {self.quantity.to(language, beside=beside)}"

    def __str__(self) -> str:
        return f"{self.comparator} {self.quantity}"
