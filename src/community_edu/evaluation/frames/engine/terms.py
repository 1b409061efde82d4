"""
Columns that formulas are made of, and what a formula gives for each row.

Integers in columns of Float64 are exact up to 2^53, products and sums of them too.
A formula is folded into one fraction of integers, which is divided once: the
quotient is then the Float64 nearest to the exact value. Two different fractions
``a / b`` and ``c / d`` cannot have the same nearest Float64 as long as ``a * d``
and ``c * b`` stay below 2^51, for they differ by at least ``1 / (b * d)``; so comparing
quotients decides as exactly as multiplying crosswise does.

A float in a frame stands for the decimal that it prints as. Products of such numbers
are rounded, hence they are compared with a slack of a few units in the last place.
"""

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Final, Literal, TypeAlias

import attrs
import narwhals.stable.v2 as nw

from community_edu.measures import Comparator, Quantity, Threshold
from community_edu.measures.rationals import Rational

EPSILON: Final = 2.0**-52
_INT64: Final = 2**63
_MERGED: Final = 2.0**8 + 1

Expr: TypeAlias = nw.Expr


def both(left: Expr, right: Expr) -> Expr:
    """
    Return whether two conditions hold.
    """
    return left & right


def balanced(parts: Sequence[Expr]) -> Expr:
    """
    Add up many columns as a tree of little depth, which engines with recursion need.
    """
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return balanced(parts[:middle]) + balanced(parts[middle:])


def divided_by(number: Expr, constant: int) -> Expr:
    """
    Divide by a constant as exactly as by a column.

    Polars multiplies by the inverse instead, which is off in the last place for one
    number in three; so the constant is made a column, of *number* itself.
    """
    return number if constant == 1 else number / (number * 0.0 + float(constant))


def every(conditions: Sequence[Expr]) -> Expr:
    """
    Return whether all conditions hold.
    """
    return reduce(both, conditions)


@attrs.frozen(eq=False)
class Column:
    """
    A term of a formula.

    Attributes:
        number: The values, as Float64.
        names: The columns that it depends on.
        roundings: How many roundings it may have gone through; 0 if it is exact.
        size: Where numbers of any sign were added, the sum of their sizes, which
            bounds the error; `None` if that is the value itself.
    """

    number: Expr
    names: frozenset[str]
    roundings: int = 0
    size: Expr | None = None

    @property
    def bound(self) -> Expr:
        """
        The size that the error is a part of.
        """
        return self.number.abs() if self.size is None else self.size

    def __add__(self, other: "Column | int") -> "Column":
        return self._added(other, self.number + _number(other))

    def __radd__(self, other: int) -> "Column":
        return self + other

    def __sub__(self, other: "Column | int") -> "Column":
        return self._added(other, self.number - _number(other))

    def __rsub__(self, other: int) -> "Column":
        return self._added(other, float(other) - self.number)

    def __mul__(self, other: "Column | int") -> "Column":
        sized = self.size is not None or (isinstance(other, Column) and other.size is not None)
        size = self.bound * _bound(other) if sized else None
        return self._made(other, self.number * _number(other), size)

    def _added(self, other: "Column | int", number: Expr) -> "Column":
        rounded = self.roundings or (isinstance(other, Column) and other.roundings)
        # nothing less or plus a number is as exact as the number is
        alone = isinstance(other, int) and other == 0
        size = self.bound + _bound(other) if rounded and not alone else self.size
        return self._made(other, number, size)

    def _made(self, other: "Column | int", number: Expr, size: Expr | None) -> "Column":
        roundings = self.roundings + (other.roundings if isinstance(other, Column) else 0)
        names = self.names | other.names if isinstance(other, Column) else self.names
        return Column(number, names, roundings + (roundings > 0), size)


def _number(term: Column | int) -> Expr | float:
    return term.number if isinstance(term, Column) else float(term)


def _bound(term: Column | int) -> Expr:
    return term.bound if isinstance(term, Column) else nw.lit(float(abs(term)))


class Columns:
    """
    What ``+ - *`` cannot say, said of columns.
    """

    def least(self, values: Sequence[Column | int]) -> Column:
        """
        Return the smallest of each row; unknown where one is unknown.
        """
        return reduce(lambda one, two: _chosen(one, two, least=True), _all_columns(values))

    def greatest(self, values: Sequence[Column | int]) -> Column:
        """
        Return the largest of each row; unknown where one is unknown.
        """
        return reduce(lambda one, two: _chosen(one, two, least=False), _all_columns(values))

    def keep(self, value: Column) -> Column:
        """
        Return the value.
        """
        return value


def _all_columns(values: Sequence[Column | int]) -> list[Column]:
    return [
        value if isinstance(value, Column) else Column(nw.lit(float(value)), frozenset())
        for value in values
    ]


def _chosen(one: Column, two: Column, *, least: bool) -> Column:
    a, b = one.number, two.number
    first, second = (a, b) if least else (b, a)
    # one of the two holds unless something is unknown
    number = nw.when(first <= second).then(a).otherwise(nw.when(first > second).then(b))
    roundings = max(one.roundings, two.roundings)
    size = one.bound + two.bound if roundings else None
    return Column(number, one.names | two.names, roundings, size)


Kind: TypeAlias = Literal["whole", "answer", "decimal", "quotient"]


@attrs.frozen(eq=False)
class Measured:
    """
    What a formula gives for each row, ready to be compared.

    Attributes:
        value: The values, times `scale`; null where they cannot be had.
        kind: ``whole``: a column of integers as it stands. ``answer``: a column of
            booleans as it stands. ``decimal``: a column of floats, each standing
            for the decimal that it prints as. ``quotient``: Float64, nearest to
            the exact value up to the slack.
        slack: The relative error; 0 if there is none.
        size: What the error is relative to, where that is not the value, times `scale`.
        scale: A constant that the values are still to be divided by.
    """

    value: Expr
    kind: Kind = "quotient"
    slack: float = 0.0
    size: Expr | None = None
    scale: int = 1

    @property
    def known(self) -> Expr:
        """
        Whether there is a value; true or false, never null.
        """
        return ~self.value.is_null()

    @property
    def number(self) -> Expr:
        """
        The values as Float64.
        """
        return self.value.cast(nw.Float64) if self.kind in {"whole", "answer"} else self.value

    @property
    def ranked(self) -> Expr:
        """
        The values for a ranking: those that differ by rounding only are made equal.
        """
        if self.kind == "decimal" or not self.slack:
            return self.number if self.kind == "answer" else self.value
        high = self.value * _MERGED
        return high - (high - self.value)

    def holds(self, sign: Comparator, bound: Fraction) -> Expr:
        """
        Compare with a number; null or false where there is no value.
        """
        if self.kind == "answer":
            return self._answers(sign, bound)
        if sign == "==" and not self._reaches(bound):
            return self._never
        if self.kind == "whole":
            return _compare(self.value, sign, _whole_bound(sign, bound))
        if self.kind == "decimal":
            return _compare(self.value, *_printed_bound(sign, bound))
        near = float(bound * self.scale)
        if not self.slack:
            return _compare(self.value, sign, near)
        slack = self.slack * (abs(near) if self.size is None else self.size + abs(near))
        return _compare_roughly(self.value, sign, near, slack)

    def against(self, sign: Comparator, other: "Measured") -> Expr:
        """
        Compare with another formula.
        """
        if self.kind == other.kind == "whole":
            return _compare(self.value, sign, other.value)
        left, right = _times(self.number, other.scale), _times(other.number, self.scale)
        slacks = [
            _times(one.bound, two.scale) * one.slack
            for one, two in ((self, other), (other, self))
            if one.slack
        ]
        if not slacks:
            return _compare(left, sign, right)
        return _compare_roughly(left, sign, right, balanced(slacks))

    @property
    def bound(self) -> Expr:
        """
        The size that the slack is relative to.
        """
        return self.number.abs() if self.size is None else self.size

    def floor(self) -> Expr:
        """
        Return the greatest integers that the values reach.
        """
        reached = self.value + self.bound * self.slack if self.slack else self.value
        return divided_by(reached, self.scale).floor()

    def _answers(self, sign: Comparator, bound: Fraction) -> Expr:
        test = Threshold(sign, Quantity(bound))
        yes, no = (test.met_by(Fraction(answer)) for answer in (1, 0))
        if yes and no:
            return self.known
        if yes:
            return self.value
        return ~self.value if no else self._never

    def _reaches(self, bound: Fraction) -> bool:
        """
        Tell whether a value could ever be *bound*.
        """
        if self.kind == "whole":
            return bound.denominator == 1
        return self.kind != "decimal" or Fraction(repr(float(bound))) == bound

    @property
    def _never(self) -> Expr:
        return ~self.known & self.known


def _times(number: Expr, factor: int) -> Expr:
    return number if factor == 1 else number * float(factor)


_COMPARE: Final[Mapping[Comparator, Callable[[Expr, Expr | float], Expr]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}


def _compare(left: Expr, sign: Comparator, right: Expr | float) -> Expr:
    return _COMPARE[sign](left, right)


def _compare_roughly(
    left: Expr, sign: Comparator, right: Expr | float, slack: Expr | float
) -> Expr:
    """
    Compare numbers that may be off by *slack*, equal ones being equal.
    """
    if sign == "==":
        return (left - right).abs() <= slack
    return _compare(left, sign, right - slack if sign in {">=", "<"} else right + slack)


def _whole_bound(sign: Comparator, bound: Fraction) -> int | float:
    """
    Return the integer that other integers compare with as they do with *bound*.
    """
    limit = math.ceil(bound) if sign in {">=", "<"} else math.floor(bound)
    return limit if -_INT64 <= limit < _INT64 else float(limit)


def _printed_bound(sign: Comparator, bound: Fraction) -> tuple[Comparator, float]:
    """
    Return a comparison of floats that says of what they print as what *bound* asks.
    """
    near = float(bound)
    printed = Fraction(repr(near))
    if printed == bound:
        return sign, near
    # no float prints as the bound itself: so >= is >, and <= is <
    if sign in {">=", ">"}:
        return (">=" if printed > bound else ">"), near
    return ("<=" if printed < bound else "<"), near


def measured(fraction: Rational[Column], names: Iterable[str]) -> Measured:
    """
    Divide once, where nothing is unknown and no divisor is 0.

    Args:
        fraction: The formula.
        names: The columns that it names, also those that cancelled out.
    """
    over, under = fraction.over, fraction.under
    terms = [term for term in (over, under) if isinstance(term, Column)]
    divisors = [divisor.value for divisor in fraction.divisors]
    # pandas takes what is missing from a column of NumPy for not 0, so a divisor that
    # cancelled out is asked whether it is there
    seen = frozenset[str]().union(*(term.names for term in terms))
    guards = [_is_not_zero(value) for value in divisors]
    guards += [~nw.col(name).is_null() for name in names if name not in seen]
    value = over.number if isinstance(over, Column) else nw.lit(float(over))
    scale = 1
    if isinstance(under, Column):
        value = value / under.number
    else:
        scale = under
    if guards:
        value = nw.when(every(guards)).then(value)
    roundings = sum(term.roundings for term in terms)
    if not roundings:
        return Measured(value, scale=scale)
    size = None
    if any(term.size is not None for term in terms):
        size = _bound(over)
        if isinstance(under, Column):
            # a with an error e over b with an error f is off by (e + f * a / b) / b
            size = (size + value.abs() * under.bound) / under.number.abs()
    return Measured(value, slack=(roundings + 2) * EPSILON, size=size, scale=scale)


def _is_not_zero(divisor: Column) -> Expr:
    if divisor.size is None:
        return divisor.number != 0
    return divisor.number.abs() > divisor.size * (divisor.roundings * EPSILON)
