"""
Units: persons and person-times, classes, yuan. They are never mixed in silence.
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, Path, decimal_text, label

DIVISIBLE = {"CNY": 100, "hour": 60, "point": 100, "square_metre": 10}
"""
Units that come in parts, and in how many; all others are counted whole.
"""

LONGEST_TEXT = 200

_FACTOR = re.compile(r"[A-Za-z][A-Za-z_]*")


@attrs.define(slots=False)
class UnitSyntaxError(CommunityEduError, ValueError):
    """
    A unit that cannot be read.
    """

    code: ClassVar[str] = "bad-unit"
    en: ClassVar[str] = (
        "'{text}' is not a unit; write a name such as person, person_time or CNY, "
        "or a quotient such as CNY/person"
    )
    zh: ClassVar[str] = (
        "“{text}”不是计量单位，请写 person、person_time、CNY 或 CNY/person 这样的形式"
    )

    text: str


@attrs.define(slots=False)
class UnitMismatchError(CommunityEduError, ValueError):
    """
    Two quantities that cannot be added or compared.
    """

    code: ClassVar[str] = "unit-mismatch"
    en: ClassVar[str] = "{left} and {right} cannot be added or compared; state both in one unit"
    zh: ClassVar[str] = "单位“{left}”与“{right}”不能相加或比较，请用同一单位"

    left: str
    right: str
    path: Path = ()


@attrs.define(slots=False)
class PercentagePointsError(UnitMismatchError):
    """
    A threshold in percent for a difference of shares, or in points for a share.

    `left` is the threshold as written, `right` what should be written.
    """

    code: ClassVar[str] = "percentage-points"
    en: ClassVar[str] = "write {right} for {left}: {rule_en}"
    zh: ClassVar[str] = "“{left}”应写作“{right}”：{rule_zh}"

    def facts(self) -> dict[str, object]:
        """
        Return the fields with the rule that was not kept.
        """
        if self.right.endswith("pp"):
            rule_zh = "两个比例之差以百分点计"
            rule_en = "the difference of two shares is in percentage points"
        else:
            rule_zh = "这是比例，不是两个比例之差"
            rule_en = "this is a share, not the difference of two shares"
        return super().facts() | {"rule_en": rule_en, "rule_zh": rule_zh}


@attrs.define(slots=False)
class NotCountedError(UnitMismatchError):
    """
    A ``count`` of what cannot be counted.

    `left` is the part of the formula, `right` the unit of what stands in it.
    """

    code: ClassVar[str] = "not-counted"
    en: ClassVar[str] = (
        "'{left}' cannot count {right}; count takes one indicator of single things, such as "
        "lectures, or yes-or-no indicators"
    )
    zh: ClassVar[str] = (
        "“{left}”不能对“{right}”计数，count 只能用于一个以件数计的指标或若干是非指标"
    )


def _factors(pairs: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    powers: dict[str, int] = {}
    for name, power in pairs:
        powers[name] = powers.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


@attrs.frozen
class Unit:
    """
    A unit, as a product of named factors with whole powers.

    The names are open: ``person`` (人), ``person_time`` (人次), ``class`` (班),
    ``CNY`` (元) … A unit without factors is a plain number, such as a share;
    ``pp`` (百分点) is that of a difference of two shares.

    Example:
        >>> Unit.parse("CNY") / Unit.parse("person")
        Unit(factors=(('CNY', 1), ('person', -1)))
        >>> str(Unit.parse("person") / Unit.parse("person"))
        '1'
    """

    factors: tuple[tuple[str, int], ...] = attrs.field(default=(), converter=_factors)

    @classmethod
    def parse(cls, text: str) -> "Unit":
        """
        Read ``person``, ``CNY/person`` or ``1``.

        Raises:
            UnitSyntaxError: It is neither a name nor a product or quotient of names.
        """
        if len(text) > LONGEST_TEXT:
            raise UnitSyntaxError(f"{text[:40]}…")
        pairs: list[tuple[str, int]] = []
        over, *under = text.split("/")
        for power, part in ((1, over), *((-1, part) for part in under)):
            for name in map(str.strip, part.split("*")):
                if name == "1":
                    continue
                if not _FACTOR.fullmatch(name):
                    raise UnitSyntaxError(text)
                pairs.append((name, power))
        return cls(pairs)

    def __mul__(self, other: "Unit") -> "Unit":
        return Unit((*self.factors, *other.factors))

    def __truediv__(self, other: "Unit") -> "Unit":
        return Unit((*self.factors, *((name, -power) for name, power in other.factors)))

    def require(self, other: "Unit") -> "Unit":
        """
        Return this unit if *other* is the same.

        Raises:
            UnitMismatchError: The two differ.
        """
        if self != other:
            raise UnitMismatchError(str(self), str(other))
        return self

    @property
    def dimensionless(self) -> bool:
        """
        Whether it is that of shares or of their differences, which are shown in hundredths.
        """
        return self in {PLAIN, POINTS}

    @property
    def step(self) -> Fraction:
        """
        The smallest amount that exists: 1 person, 0.01 yuan; of a share 0.01 percent.

        Of percentage points likewise 0.01.

        Quotients of units have no parts of their own: they go by whole numbers.
        """
        if self.dimensionless:
            return Fraction(1, 10_000)
        (name, power), *others = self.factors
        return Fraction(1, 1 if others or power != 1 else DIVISIBLE.get(name, 1))

    def to(self, language: Language) -> str:
        """
        Name the unit for a reader: 元/人, CNY per person; empty for a plain number.
        """
        over, under = self._names()
        names = "·".join(label("unit", name, language) for name in over)
        if not under:
            return names
        if language == "zh-CN":
            below = (label("unit", name, language).removeprefix("个") for name in under)
            return "/".join([names or "1", *below])
        return " per ".join([names or "1", *(name.replace("_", " ") for name in under)])

    def _names(self) -> tuple[list[str], list[str]]:
        """
        Return the names above and below the line, each as often as its power says.
        """
        over = [name for name, power in self.factors for _ in range(power)]
        under = [name for name, power in self.factors for _ in range(-power)]
        return over, under

    def __str__(self) -> str:
        over, under = self._names()
        return "/".join(["*".join(over) or "1", *under])


PLAIN = Unit()
"""
The unit of shares and other plain numbers.
"""

POINTS = Unit((("pp", 1),))
"""
The unit of percentage points (百分点): of a difference of two shares.
"""

YES_NO = Unit((("yes_no", 1),))
"""
The unit of what is there or is not: 1 is yes, 0 is no.
"""


ITEM = Unit((("item", 1),))
"""
The unit of how many of several things are there.
"""


@attrs.define(slots=False)
class QuantitySyntaxError(CommunityEduError, ValueError):
    """
    A quantity that cannot be read.
    """

    code: ClassVar[str] = "bad-quantity"
    en: ClassVar[str] = "'{text}' is not a quantity; write 50%, 5pp, 1 or '2 CNY/person'"
    zh: ClassVar[str] = "“{text}”不是数量，请写 50%、5pp（百分点）、1 或“2 CNY/person”"

    text: str


_QUANTITY = re.compile(
    r"\s*([+-]?(?:\d{1,18}(?:\.\d{1,18})?|\d{1,36}/[1-9]\d{0,20}))"
    r"\s*(%|(?:(?<=\s)1/)?[A-Za-z_][A-Za-z*/_ ]*)?\s*",
    re.ASCII,
)


@attrs.frozen
class Quantity:
    """
    An exact amount of a unit.

    Attributes:
        amount: The number. A percentage or percentage point is a hundredth.
        unit: What is counted or measured; `POINTS` if it was written in ``pp``.
        bare: Whether it was written as a number alone, which takes the unit of
            what it is compared with; 50% is a share and does not.

    Example:
        >>> Quantity.parse("50%").amount, str(Quantity.parse("2 CNY/person"))
        (Fraction(1, 2), '2 CNY/person')
    """

    amount: Fraction
    unit: Unit = PLAIN
    bare: bool = attrs.field(default=False, eq=False, repr=False, kw_only=True)

    @classmethod
    def parse(cls, text: str) -> "Quantity":
        """
        Read ``50%``, ``5pp``, ``2/3``, ``1`` or ``2 CNY/person``.

        Raises:
            QuantitySyntaxError: It is none of these.
            UnitSyntaxError: The unit cannot be read.
        """
        if len(text) > LONGEST_TEXT:
            raise QuantitySyntaxError(f"{text[:40]}…")
        match = _QUANTITY.fullmatch(text)
        if not match:
            raise QuantitySyntaxError(text)
        amount, name = Fraction(match[1]), match[2]
        if name is None or name == "%":
            return cls(amount / 100 if name else amount, bare=name is None)
        unit = Unit.parse(name)
        return cls(amount / 100 if unit == POINTS else amount, unit)

    def to(self, language: Language, *, beside: "Quantity | None" = None) -> str:
        """
        Write the quantity for a reader: shares in percent, their differences in
        percentage points (百分点).

        Up to four decimals are shown if nothing is left out by that; else there are
        two, after ``≈``. The text is never used to decide.

        Args:
            language: The language of the unit.
            beside: A quantity shown next to it; where two decimals would make
                unequal amounts look the same, there are more.
        """
        scale = 100 if self.unit.dimensionless else 1
        other = beside.amount * scale if beside else None
        amount = _rounded(self.amount * scale, other)
        return f"{amount}%" if self.unit == PLAIN else f"{amount} {self.unit.to(language)}"

    def __str__(self) -> str:
        if self.bare:
            return decimal_text(self.amount)
        if self.unit.dimensionless:
            return f"{decimal_text(self.amount * 100)}{'%' if self.unit == PLAIN else 'pp'}"
        return f"{decimal_text(self.amount)} {self.unit}"


_EXACT_PLACES = 4


def _rounded(value: Fraction, beside: Fraction | None) -> str:
    over, under, places = value.numerator, value.denominator, _EXACT_PLACES
    if over * 10**places % under:
        places = 2
    if beside is not None and beside != value:
        other, below = beside.numerator, beside.denominator
        while _nearest(over, under, places) == _nearest(other, below, places):
            places += 1
    scaled = _nearest(abs(over), under, places)
    digits = str(scaled).rjust(places + 1, "0")
    text = f"{'-' if over < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    exact = scaled * under == abs(over) * 10**places
    return text.rstrip("0").rstrip(".") if exact else f"≈{text}"


def _nearest(over: int, under: int, places: int) -> int:
    """
    Return ``over / under`` in units of the last place, halves to even: quicker than fractions.
    """
    scaled: int = over * 10**places
    quotient, rest = divmod(scaled, under)
    return quotient + (2 * rest > under or (2 * rest == under and quotient % 2))
