"""
Thresholds: a comparison with a quantity, ``>= 50%``, or with a formula, ``>= max(5, staff / 10)``.
"""

import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias, cast

import attrs

from community_edu.base import CommunityEduError, Language
from community_edu.measures.errors import LONGEST, excerpt
from community_edu.measures.expressions import Measure
from community_edu.measures.units import (
    PercentagePointsError,
    Quantity,
    QuantitySyntaxError,
    Unit,
)

Comparator: TypeAlias = Literal[">=", "<=", "==", ">", "<"]

_COMPARE: dict[Comparator, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}

_THRESHOLD = re.compile(r"\s*(>=|<=|==|[<>](?!=))\s*(\S.*)")

SIGNS = {">=": "≥", "<=": "≤", "==": "="}
"""
The signs of arithmetic for comparators that are written otherwise.
"""

_ABOUT: dict[Language, str] = {"zh-CN": "约 ", "en": "about "}

_SIGN = 5  # a comparator, with blanks around it


@attrs.define(slots=False)
class ThresholdSyntaxError(CommunityEduError, ValueError):
    """
    A threshold that cannot be read.
    """

    code: ClassVar[str] = "bad-threshold"
    en: ClassVar[str] = "'{text}' is not a threshold; write a comparison first, such as '>= 50%'"
    zh: ClassVar[str] = "“{text}”不是目标值，请先写比较符，例如“>= 50%”"

    text: str


def holds(left: Fraction, comparator: Comparator, right: Fraction) -> bool:
    """
    Decide a comparison of two numbers; nothing is rounded.

    Example:
        >>> holds(Fraction(1, 3), ">=", Fraction(333, 1000))
        True
    """
    return _COMPARE[comparator](left, right)


def signed(sign: str, amount: str, language: Language) -> str:
    """
    Write an amount after a sign; one that is rounded takes a word, not two signs in a row.

    Example:
        >>> signed("≥", "≈7.91 persons", "en"), signed("=", "≈7.91 persons", "en")
        ('≥ about 7.91 persons', '= ≈7.91 persons')
    """
    if sign != "=" and amount.startswith("≈"):
        amount = f"{_ABOUT[language]}{amount[1:]}"
    return f"{sign} {amount}"


def _split(text: str) -> tuple[Comparator, str]:
    match = _THRESHOLD.fullmatch(text) if len(text) <= LONGEST + _SIGN else None
    if not match:
        raise ThresholdSyntaxError(excerpt(text))
    return cast("Comparator", match[1]), match[2].strip()


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
        comparator, rest = _split(text)
        return cls(comparator, Quantity.parse(rest))

    def met_by(self, value: Fraction) -> bool:
        """
        Decide exactly; nothing is rounded.
        """
        return holds(value, self.comparator, self.quantity.amount)

    def in_unit(self, unit: Unit) -> "Threshold":
        """
        Return the threshold for values of *unit*; a bare number takes that unit.

        Raises:
            PercentagePointsError: It is stated in percent, and the values are
                differences of shares; or in points, and they are shares.
            UnitMismatchError: It is stated in another unit.
        """
        given = self.quantity
        if given.bare:
            return Threshold(self.comparator, Quantity(given.amount, unit))
        if given.unit != unit and given.unit.dimensionless and unit.dimensionless:
            raise PercentagePointsError(str(given), str(Quantity(given.amount, unit)))
        given.unit.require(unit)
        return self

    def expanded(self, definitions: Mapping[str, Measure]) -> "Threshold":
        """
        Return the threshold itself: it names no indicators.
        """
        del definitions
        return self

    def to(self, language: Language, *, beside: Quantity | None = None) -> str:
        """
        Write the threshold for a reader: ``≥ 50%``; for *beside* see `Quantity.to`.
        """
        sign = SIGNS.get(self.comparator, self.comparator)
        return signed(sign, self.quantity.to(language, beside=beside), language)

    def __str__(self) -> str:
        return f"{self.comparator} {self.quantity}"


@attrs.frozen
class FormulaThreshold:
    """
    What a value must be, compared with what a formula gives for the same body.

    Example:
        >>> staff = FormulaThreshold.parse(">= max(5, residents * 1.5 / 10000)")
        >>> str(staff.resolve(Unit.parse("person"), {"residents": Fraction(100_000)}))
        '>= 15 person'
    """

    comparator: Comparator
    measure: Measure

    @classmethod
    def parse(cls, text: str) -> "FormulaThreshold":
        """
        Read a comparator and a formula.

        Raises:
            ThresholdSyntaxError: No comparator stands first.
            MeasureSyntaxError: What follows is no formula.
        """
        comparator, rest = _split(text)
        return cls(comparator, Measure.parse(rest))

    def resolve(
        self,
        unit: Unit,
        evidence: Mapping[str, Fraction],
        previous: Mapping[str, Fraction] | None = None,
    ) -> Threshold:
        """
        Return the threshold for one body, whose value is in *unit*.

        Raises:
            MissingEvidenceError: Some indicators of the formula are not given.
            ZeroDenominatorError: A divisor is 0.
        """
        return Threshold(self.comparator, Quantity(self.measure.value(evidence, previous), unit))

    def expanded(self, definitions: Mapping[str, Measure]) -> "FormulaThreshold":
        """
        Return the same with derived indicators replaced, as `Measure.expanded` does.
        """
        return FormulaThreshold(self.comparator, self.measure.expanded(definitions))

    def __str__(self) -> str:
        return f"{self.comparator} {self.measure}"


AnyThreshold: TypeAlias = Threshold | FormulaThreshold


def parse_threshold(text: str) -> AnyThreshold:
    """
    Read a comparator, and a quantity or else a formula.

    Raises:
        ThresholdSyntaxError: No comparator stands first.
        UnitSyntaxError: A number and no unit follow.
        MeasureSyntaxError: What follows is neither.

    Example:
        >>> parse_threshold(">= 50%")
        Threshold(comparator='>=', quantity=Quantity(amount=Fraction(1, 2), unit=Unit(factors=())))
        >>> parse_threshold(">= max(5, residents * 1.5 / 10000)").measure.names
        (Name(indicator='residents', previous=False),)
    """
    try:
        return Threshold.parse(text)
    except QuantitySyntaxError:
        return FormulaThreshold.parse(text)
