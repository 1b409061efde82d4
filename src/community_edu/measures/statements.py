"""
Numbers and comparisons as a document states them: ``22.4%``, ``659万``, ``vat <= tax_total``.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias, cast

import attrs

from community_edu.base import CommunityEduError, decimal_text
from community_edu.measures.expressions import Measure
from community_edu.measures.intervals import Interval, compare, enclose
from community_edu.measures.thresholds import Comparator
from community_edu.measures.units import Unit

Bound: TypeAlias = Literal["=", ">", ">=", "<", "<=", "~"]
"""
How a document hedges a number: not at all, 多 or 余 or 超过 (``>``), 以上 (``>=``),
不足 (``<``), 至多 (``<=``), 约 (``~``).
"""

_SCALES = {
    "": Fraction(1),
    "%": Fraction(1, 100),
    "pp": Fraction(1, 100),
    "万": Fraction(10**4),
    "亿": Fraction(10**8),
}
_STATED = re.compile(r"\s*(-?\d{1,18}(?:\.\d{1,18})?)\s*(%|pp|万|亿|)\s*", re.ASCII)
_COMPARISON = re.compile(r"(.*?)(<=|>=|==|<|>)(?!=)(.*)", re.DOTALL)


@attrs.define(slots=False)
class StatedNumberError(CommunityEduError, ValueError):
    """
    A text that is no number as documents state them.
    """

    code: ClassVar[str] = "bad-stated-number"
    en: ClassVar[str] = "'{text}' is not a number; write 29470, 22.4%, 5pp or 659万, without a unit"
    zh: ClassVar[str] = "“{text}”不是数，请写 29470、22.4%、5pp 或 659万，不带单位"

    text: str


@attrs.define(slots=False)
class ComparisonSyntaxError(CommunityEduError, ValueError):
    """
    A text that does not compare two formulas.
    """

    code: ClassVar[str] = "bad-comparison"
    en: ClassVar[str] = (
        "'{text}' is no comparison; write two measures with one of <= >= < > == between"
    )
    zh: ClassVar[str] = "“{text}”不是比较式，请写两个算式，中间用 <= >= < > == 之一"

    text: str


@attrs.frozen
class StatedNumber:
    """
    A number as written, with what its last digit leaves open.

    A plain whole number is exact. One with decimals, in percent, or in 万 or 亿
    is taken to be rounded to the last digit that is written.

    Attributes:
        text: The number as written.
        amount: Its value.
        half: Half a unit of its last digit; 0 if it is exact.
        share: Whether it is written in percent or percentage points.

    Example:
        >>> print(StatedNumber.parse("22.4%").interval())
        [0.2235, 0.2245)
        >>> print(StatedNumber.parse("1720").interval(">"))
        (1720, ∞)
    """

    text: str
    amount: Fraction
    half: Fraction = Fraction(0)
    share: bool = False

    @classmethod
    def parse(cls, text: str) -> "StatedNumber":
        """
        Read ``29470``, ``22.4%``, ``5pp``, ``3.5亿``.

        Raises:
            StatedNumberError: It is none of these.
        """
        match = _STATED.fullmatch(text)
        if not match:
            raise StatedNumberError(text)
        digits, suffix = match[1], match[2]
        scale = _SCALES[suffix]
        places = len(digits.partition(".")[2])
        half = scale / (2 * 10**places) if suffix or places else Fraction(0)
        return cls(text.strip(), Fraction(digits) * scale, half, suffix in {"%", "pp"})

    @classmethod
    def exactly(cls, value: Fraction | int) -> "StatedNumber":
        """
        Return a number that leaves nothing open.
        """
        return cls(decimal_text(Fraction(value)), Fraction(value))

    def interval(self, bound: Bound = "=") -> Interval:
        """
        Return what the number can have been.

        A hedge (余, 超过) is about the number as written, and takes the place of
        rounding. How far off about (约) may be nobody knows: it can be anything.
        """
        match bound:
            case "=" if self.half:
                return Interval(self.amount - self.half, self.amount + self.half, high_open=True)
            case "=":
                return Interval.point(self.amount)
            case ">" | ">=":
                return Interval(self.amount, low_open=bound == ">")
            case "<" | "<=":
                return Interval(high=self.amount, high_open=bound == "<")
            case _:
                return Interval()

    def __str__(self) -> str:
        return self.text


@attrs.frozen
class Comparison:
    """
    Two formulas, and how the one stands to the other.

    Example:
        >>> parts = Comparison.parse("vat + business_tax <= tax_total")
        >>> stated = {"vat": 237, "business_tax": 321, "tax_total": 659}
        >>> parts.decide({name: Interval.point(value) for name, value in stated.items()})
        True
    """

    left: Measure
    comparator: Comparator
    right: Measure

    @classmethod
    def parse(cls, text: str) -> "Comparison":
        """
        Read two measures with a comparator between them.

        Raises:
            ComparisonSyntaxError: There is no comparator, or more than one.
            MeasureSyntaxError: One of the two is no measure.
        """
        match = _COMPARISON.fullmatch(text)
        if not match or _COMPARISON.fullmatch(match[3]):
            raise ComparisonSyntaxError(text)
        left, right = (Measure.parse(match[number].strip()) for number in (1, 3))
        return cls(left, cast("Comparator", match[2]), right)

    @property
    def measures(self) -> tuple[Measure, Measure]:
        """
        The two formulas.
        """
        return self.left, self.right

    def check_units(self, units: Mapping[str, Unit]) -> None:
        """
        Check that the two can be compared; a number alone takes the unit of the other side.

        Raises:
            UnknownReferenceError: *units* has no unit for some indicator.
            UnitMismatchError: They cannot, as persons and person-times cannot,
                or one of them adds unlike things.
        """
        left, right = (measure.unit(units) for measure in self.measures)
        if self.left.names and self.right.names:
            left.require(right)

    def decide(self, intervals: Mapping[str, Interval]) -> bool | None:
        """
        Decide it, if what the numbers leave open does not matter.

        Raises:
            MissingEvidenceError: Some indicators are not given.
            ZeroDenominatorError: A divisor can only be 0.
        """
        return compare(
            enclose(self.left, intervals), self.comparator, enclose(self.right, intervals)
        )

    def __str__(self) -> str:
        return f"{self.left} {self.comparator} {self.right}"
