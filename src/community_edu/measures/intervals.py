"""
Intervals (区间): what rounded and hedged numbers leave open, and arithmetic with it.

"22.4%" may have been anything from 22.35% up to, not including, 22.45%, and
1720余 anything above 1720. A formula over such numbers has an interval too;
nothing is rounded on the way, and it is kept which ends belong to it.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor, inf
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, decimal_text
from community_edu.measures.errors import MissingEvidenceError, ZeroDenominatorError
from community_edu.measures.expressions import Measure
from community_edu.measures.nodes import Name, Node, Number
from community_edu.measures.thresholds import Comparator
from community_edu.measures.units import PLAIN, Quantity, Unit


@attrs.define(slots=False)
class EmptyIntervalError(CommunityEduError, ValueError):
    """
    Two ends with no number between them.
    """

    code: ClassVar[str] = "empty-interval"
    en: ClassVar[str] = "no number lies between {low} and {high}; give the lower end first"
    zh: ClassVar[str] = "{low} 与 {high} 之间没有数，请先写较小的一端"

    low: Fraction
    high: Fraction


@attrs.frozen
class _End:
    """
    One end: a number or an infinity, and whether the interval stops short of it.
    """

    at: Fraction | float
    open: bool

    def plus(self, other: "_End") -> "_End":
        return _End(self.at + other.at, self.open or other.open)

    def times(self, other: "_End") -> "_End":
        for one in (self, other):
            if one.at == 0 and not one.open:
                return one  # 0 times whatever is there is 0, and is reached
        if 0 in {self.at, other.at}:
            return _End(Fraction(0), open=True)
        return _End(self.at * other.at, self.open or other.open)

    def minus(self) -> "_End":
        return _End(-self.at, self.open)

    def inverse(self) -> "_End":
        at = Fraction(0) if abs(self.at) == inf else 1 / self.at
        return _End(at, self.open)


@attrs.frozen(repr=False)
class Interval:
    """
    All numbers between two ends, each of which belongs to it or does not.

    Attributes:
        low: The lower end; `None` if there is none.
        high: The upper end; `None` if there is none.
        low_open: Whether it stops short of the lower end.
        high_open: Whether it stops short of the upper end.

    Raises:
        EmptyIntervalError: No number lies between the ends.

    Example:
        >>> share = Interval(Fraction("0.2235"), Fraction("0.2245"), high_open=True)
        >>> residents = Interval.point(29470) / share
        >>> residents.low_open, residents.high_open, residents.whole()
        (True, False, Interval('[131270, 131856]'))
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = attrs.field(default=False, kw_only=True)
    high_open: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.low is not None and self.high is not None:
            touching = self.low == self.high and (self.low_open or self.high_open)
            if self.low > self.high or touching:
                raise EmptyIntervalError(self.low, self.high)

    @classmethod
    def point(cls, value: Fraction | int) -> "Interval":
        """
        Return the interval of one number.
        """
        return cls(Fraction(value), Fraction(value))

    @property
    def exact(self) -> Fraction | None:
        """
        The number, if there is only one.
        """
        return self.low if self.low == self.high else None

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, (int, Fraction)):
            return False
        number = Interval.point(value)
        return compare(number, "==", self) is not False

    def __add__(self, other: "Interval") -> "Interval":
        return _interval(_first(self).plus(_first(other)), _last(self).plus(_last(other)))

    def __neg__(self) -> "Interval":
        return _interval(_last(self).minus(), _first(self).minus())

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        corners = [
            one.times(two)
            for one in (_first(self), _last(self))
            for two in (_first(other), _last(other))
        ]
        return _interval(
            min(corners, key=lambda end: (end.at, end.open)),
            max(corners, key=lambda end: (end.at, not end.open)),
        )

    def __truediv__(self, other: "Interval") -> "Interval":
        """
        Divide, taking it that the divisor is not 0.

        Raises:
            ZeroDivisionError: It can be nothing else.
        """
        if other.exact == 0:
            raise ZeroDivisionError
        first, last = _first(other), _last(other)
        if first.at < 0 < last.at:
            return Interval()
        if first.at == 0:
            return self * _interval(last.inverse(), _End(inf, open=True))
        if last.at == 0:
            return self * _interval(_End(-inf, open=True), first.inverse())
        return self * _interval(last.inverse(), first.inverse())

    def least(self, other: "Interval") -> "Interval":
        """
        Return what the smaller of two numbers can be.
        """
        return _interval(
            min(_first(self), _first(other), key=lambda end: (end.at, end.open)),
            min(_last(self), _last(other), key=lambda end: (end.at, not end.open)),
        )

    def most(self, other: "Interval") -> "Interval":
        """
        Return what the larger of two numbers can be.
        """
        return -(-self).least(-other)

    def whole(self, step: Fraction = Fraction(1)) -> "Interval | None":
        """
        Return the interval between the first and the last multiple of *step* in it.

        Persons are counted whole: more than 131269.5 of them are at least 131270.

        Returns:
            The narrower interval; `None` if there is no such multiple.
        """
        low, high = self.low, self.high
        if low is not None:
            low = step * (floor(low / step) + 1 if self.low_open else ceil(low / step))
        if high is not None:
            high = step * (ceil(high / step) - 1 if self.high_open else floor(high / step))
        return None if low is not None and high is not None and low > high else Interval(low, high)

    def to(self, language: Language, unit: Unit = PLAIN) -> str:
        """
        Write it for a reader: ``131270–131856 人``, ``> 3300 人``, ``≥ 22.35%, < 22.45%``.
        """
        if self.exact is not None:
            return Quantity(self.exact, unit).to(language)
        if self.low is None and self.high is None:
            return {"zh-CN": "不详", "en": "unknown"}[language]
        if self.low is not None and self.high is not None and not self.low_open | self.high_open:
            scale = 100 if unit.dimensionless else 1
            both = f"{decimal_text(self.low * scale)}–{decimal_text(self.high * scale)}"
            return f"{both}%" if unit == PLAIN else f"{both} {unit.to(language)}"
        ends = [
            f"{sign}{'' if is_open else '='} {Quantity(end, unit).to(language)}"
            for sign, end, is_open in (
                (">", self.low, self.low_open),
                ("<", self.high, self.high_open),
            )
            if end is not None
        ]
        joined = ("，" if language == "zh-CN" else ", ").join(ends)
        return joined.replace(">=", "≥").replace("<=", "≤")

    def __str__(self) -> str:
        first = "(-∞" if self.low is None else f"{'[('[self.low_open]}{decimal_text(self.low)}"
        last = "∞)" if self.high is None else f"{decimal_text(self.high)}{'])'[self.high_open]}"
        return f"{first}, {last}"

    def __repr__(self) -> str:
        return f"Interval({str(self)!r})"


def _first(interval: Interval) -> _End:
    low = interval.low
    return _End(-inf, open=True) if low is None else _End(low, interval.low_open)


def _last(interval: Interval) -> _End:
    high = interval.high
    return _End(inf, open=True) if high is None else _End(high, interval.high_open)


def _interval(first: _End, last: _End) -> Interval:
    return Interval(
        first.at if isinstance(first.at, Fraction) else None,
        last.at if isinstance(last.at, Fraction) else None,
        low_open=first.open and isinstance(first.at, Fraction),
        high_open=last.open and isinstance(last.at, Fraction),
    )


def compare(left: Interval, comparator: Comparator, right: Interval) -> bool | None:
    """
    Decide a comparison, if every number of the one and of the other would decide it alike.

    Returns:
        Whether it holds; `None` where the intervals leave it undecided.

    Example:
        >>> rounded = Interval(Fraction("58.5"), Fraction("59.5"), high_open=True)
        >>> [compare(rounded, ">=", Interval.point(bound)) for bound in (58, 59, 60)]
        [True, None, False]
    """
    match comparator:
        case "<":
            return _below(left, right, strictly=True)
        case "<=":
            return _below(left, right, strictly=False)
        case ">":
            return _below(right, left, strictly=True)
        case ">=":
            return _below(right, left, strictly=False)
        case _:
            below, above = (
                _below(*pair, strictly=False) for pair in ((left, right), (right, left))
            )
            return False if False in {below, above} else below and above


def _below(left: Interval, right: Interval, *, strictly: bool) -> bool | None:
    """
    Tell whether all of *left* is below all of *right*, or none of it is.
    """
    last, first = _last(left), _first(right)
    if last.at < first.at or (last.at == first.at and (not strictly or last.open or first.open)):
        return True
    first, last = _first(left), _last(right)
    if first.at > last.at or (first.at == last.at and (strictly or first.open or last.open)):
        return False
    return None


def enclose(measure: Measure, intervals: Mapping[str, Interval]) -> Interval:
    """
    Compute a formula over intervals.

    The result is as narrow as can be if the formula names each indicator once;
    one that it names twice is taken for two, so that the result may be wider.

    Args:
        measure: The formula.
        intervals: What each indicator can be; ``prev.`` stands before those of
            the period before.

    Raises:
        MissingEvidenceError: Some indicators are not given; names them all.
        ZeroDenominatorError: A divisor can only be 0.

    Example:
        >>> posts = Interval(Fraction(1720), low_open=True)
        >>> signed = Interval.point(1021)
        >>> print(enclose(Measure.parse("signed / posts"), {"posts": posts, "signed": signed}))
        (0, 1021/1720)
    """
    missing = tuple(str(name) for name in measure.names if str(name) not in intervals)
    if missing:
        raise MissingEvidenceError(missing)
    return _enclose(measure.tree, intervals)


def _enclose(node: Node, intervals: Mapping[str, Interval]) -> Interval:
    if isinstance(node, Number):
        return Interval.point(node.value)
    if isinstance(node, Name):
        return intervals[str(node)]
    first, *others = (_enclose(operand, intervals) for operand in node.operands)
    for other in others:
        match node.operator:
            case "min":
                first = first.least(other)
            case "max":
                first = first.most(other)
            case "+" | "count":
                first += other
            case "-":
                first -= other
            case "*":
                first *= other
            case _:
                if other.exact == 0:
                    raise ZeroDenominatorError(str(node.operands[1]))
                first /= other
    return first
