"""
Gaps (差距): what it would take to meet a criterion.
"""

from fractions import Fraction

import attrs

from community_edu.base import Language
from community_edu.measures import Quantity, Unit


@attrs.frozen
class Gap:
    """
    What it would take: the change of one indicator with which a criterion is met.

    Attributes:
        lever: The indicator.
        amount: The change, a whole number of the smallest units; 0 if met.
        unit: The unit of the indicator.
        next: What it would take to reach the next better band, where that is less.

    Example:
        >>> gap = Gap("trained", Fraction(13), Unit.parse("person"))
        >>> gap.to("zh-CN"), str(gap)
        ('+13 人', '+13 persons')
    """

    lever: str
    amount: Fraction
    unit: Unit
    next: "Gap | None" = None

    def to(self, language: Language) -> str:
        """
        Say it to a reader: ``+13 persons``, or ``+1.5%`` of a share.
        """
        sign = "+" if self.amount > 0 else ""
        return f"{sign}{Quantity(self.amount, self.unit).to(language)}"

    def __str__(self) -> str:
        return self.to("en")
