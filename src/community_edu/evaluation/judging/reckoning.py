"""
Reckoning quickly and exactly: formulas and comparisons made ready once, as functions.

A quotient stays a pair of numbers, and two of them are compared by multiplying
crosswise, so that whole numbers stay whole and nothing is ever rounded. What is
most common, a count or a count over a count held against a number, has functions
of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import TypeAlias, TypeVar

from community_edu.evaluation.evidence import Exact
from community_edu.measures import AnyThreshold, Comparator, FormulaThreshold
from community_edu.measures.nodes import Name, Node, Number, Operation, names_in

T = TypeVar("T")

Numbers: TypeAlias = Sequence[Exact | None]
"""
What is known, by slot.
"""

Slots: TypeAlias = Mapping[Name, int]

Pair: TypeAlias = tuple[Exact, Exact]
"""
A number over another, which is greater than 0.
"""

Reckon: TypeAlias = Callable[[Numbers], Pair | None]
"""
A formula: what it gives, or `None` if that cannot be had.
"""

Test: TypeAlias = Callable[[Numbers], T]
"""
A comparison: one of three answers.
"""


def reckon(node: Node, slots: Slots) -> Reckon:
    """
    Make a formula ready.

    Example:
        >>> from fractions import Fraction
        >>> half = Operation("/", (Name("a"), Number(Fraction(2))))
        >>> reckon(half, {Name("a"): 0})([7])
        (7, 2)
    """
    if isinstance(node, Number):
        constant = (node.value.numerator, node.value.denominator)
        return lambda _: constant
    if isinstance(node, Name):
        return _name(slots[node])
    match node:
        case Operation(operator="/", operands=(Name() as over, Name() as under)):
            return _share(slots[over], slots[under])
        case _:
            combine = _COMBINE[node.operator]
            parts = [reckon(operand, slots) for operand in node.operands]
            return reduce(lambda left, right: _both(left, right, combine), parts)


def _name(slot: int) -> Reckon:
    def value(numbers: Numbers) -> Pair | None:
        found = numbers[slot]
        return None if found is None else (found, 1)

    return value


def _share(over: int, under: int) -> Reckon:
    def value(numbers: Numbers) -> Pair | None:
        a, b = numbers[over], numbers[under]
        if a is None or not b:  # nothing known below the line, or 0
            return None
        return (a, b) if b > 0 else (-a, -b)

    return value


def _both(left: Reckon, right: Reckon, combine: Callable[[Pair, Pair], Pair | None]) -> Reckon:
    def value(numbers: Numbers) -> Pair | None:
        one = left(numbers)
        if one is None:
            return None
        other = right(numbers)
        return None if other is None else combine(one, other)

    return value


def _plus(one: Pair, other: Pair) -> Pair:
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]


def _minus(one: Pair, other: Pair) -> Pair:
    return one[0] * other[1] - other[0] * one[1], one[1] * other[1]


def _times(one: Pair, other: Pair) -> Pair:
    return one[0] * other[0], one[1] * other[1]


def _over(one: Pair, other: Pair) -> Pair | None:
    a, b = one
    c, d = other
    if not c:
        return None
    return (a * d, b * c) if c > 0 else (-a * d, -b * c)


def _least(one: Pair, other: Pair) -> Pair:
    return one if one[0] * other[1] <= other[0] * one[1] else other


def _most(one: Pair, other: Pair) -> Pair:
    return one if one[0] * other[1] >= other[0] * one[1] else other


_COMBINE: Mapping[str, Callable[[Pair, Pair], Pair | None]] = {
    "+": _plus,
    "count": _plus,  # of answers, which are 1 and 0
    "-": _minus,
    "*": _times,
    "/": _over,
    "min": _least,
    "max": _most,
}


def compare(node: Node, threshold: AnyThreshold, slots: Slots, answers: tuple[T, T, T]) -> Test[T]:
    """
    Make a formula and what it must be ready.

    Args:
        node: The formula.
        threshold: What it must be, a number or a formula.
        slots: Where each name stands.
        answers: What to say if it holds, if it does not, and if it cannot be told.

    Example:
        >>> from community_edu.measures import Threshold
        >>> slots = {Name("a"): 0, Name("b"): 1}
        >>> half = compare(
        ...     Operation("/", (Name("a"), Name("b"))),
        ...     Threshold.parse(">= 50%"),
        ...     slots,
        ...     ("yes", "no", "?"),
        ... )
        >>> half([47, 120]), half([60, 120]), half([0, 0])
        ('no', 'yes', '?')
    """
    yes, no, unknown = answers
    if isinstance(threshold, FormulaThreshold):
        return against(
            reckon(node, slots),
            threshold.comparator,
            reckon(threshold.measure.tree, slots),
            answers,
        )
    bound = threshold.quantity.amount
    if threshold.comparator == "==":
        constant = (bound.numerator, bound.denominator)
        return against(reckon(node, slots), "==", lambda _: constant, answers)
    # a <= b is -a >= -b, and a < b is not a >= b
    turned = threshold.comparator in {"<=", ">"}
    answers = (no, yes, unknown) if threshold.comparator in {"<", ">"} else answers
    sign = -1 if turned else 1
    return _at_least(node, sign * bound.denominator, sign * bound.numerator, slots, answers)


def _at_least(
    node: Node, factor: int, bound: int, slots: Slots, answers: tuple[T, T, T]
) -> Test[T]:
    """
    Tell whether the formula times *factor* is at least *bound*.
    """
    match node:
        case Name():
            return _count_at_least(slots[node], factor, bound, answers)
        case Operation(operator="/", operands=(Name() as over, Name() as under)):
            return _share_at_least(slots[over], slots[under], factor, bound, answers)
        case Operation(operator="-", operands=(one, other)) if _is_share(one) and _is_share(other):
            four = tuple(slots[name] for name in (*names_in(one), *names_in(other)))
            return _rise_at_least(four, factor, bound, answers)
        case _:
            return _value_at_least(reckon(node, slots), factor, bound, answers)


def _count_at_least(slot: int, factor: int, bound: int, answers: tuple[T, T, T]) -> Test[T]:
    yes, no, unknown = answers

    def test(numbers: Numbers) -> T:
        a = numbers[slot]
        if a is None:
            return unknown
        return yes if a * factor >= bound else no

    return test


def _share_at_least(
    over: int, under: int, factor: int, bound: int, answers: tuple[T, T, T]
) -> Test[T]:
    yes, no, unknown = answers

    def test(numbers: Numbers) -> T:
        a, b = numbers[over], numbers[under]
        if a is None or not b:
            return unknown
        if b > 0:
            return yes if a * factor >= bound * b else no
        return yes if a * factor <= bound * b else no

    return test


def _is_share(node: Node) -> bool:
    match node:
        case Operation(operator="/", operands=(Name(), Name())):
            return True
        case _:
            return False


def _rise_at_least(
    slots: tuple[int, ...], factor: int, bound: int, answers: tuple[T, T, T]
) -> Test[T]:
    yes, no, unknown = answers
    over, under, over_before, under_before = slots

    def test(numbers: Numbers) -> T:
        a, b = numbers[over], numbers[under]
        c, d = numbers[over_before], numbers[under_before]
        if a is None or c is None or not b or not d:
            return unknown
        both = b * d
        if both > 0:
            return yes if (a * d - c * b) * factor >= bound * both else no
        return yes if (a * d - c * b) * factor <= bound * both else no

    return test


def _value_at_least(value: Reckon, factor: int, bound: int, answers: tuple[T, T, T]) -> Test[T]:
    yes, no, unknown = answers

    def test(numbers: Numbers) -> T:
        found = value(numbers)
        if found is None:
            return unknown
        return yes if found[0] * factor >= bound * found[1] else no

    return test


def against(
    value: Reckon, comparator: Comparator, bound: Reckon, answers: tuple[T, T, T]
) -> Test[T]:
    """
    Compare one formula with another.
    """
    yes, no, unknown = answers
    allowed = _SIGNS[comparator]

    def test(numbers: Numbers) -> T:
        one = value(numbers)
        if one is None:
            return unknown
        other = bound(numbers)
        if other is None:
            return unknown
        left, right = one[0] * other[1], other[0] * one[1]
        return yes if (left > right) - (left < right) in allowed else no

    return test


_SIGNS: Mapping[Comparator, frozenset[int]] = {
    ">=": frozenset({0, 1}),
    "<=": frozenset({0, -1}),
    "==": frozenset({0}),
    ">": frozenset({1}),
    "<": frozenset({-1}),
}
