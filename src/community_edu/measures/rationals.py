"""
A formula as one fraction, made by ``+ - *`` alone, for every kind of engine.

``trained / employees + 0.1`` is ``(trained * 10 + employees) / (employees * 10)``.
Over integers no step of that is rounded and nothing is divided, so that a
comparison with a threshold is the sign of an integer. The operands may be exact
numbers, columns of a frame, or objects that write program code: whatever adds,
subtracts and multiplies. Constants stay integers as long as they can.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import Generic, Protocol, Self, TypeVar

import attrs

from community_edu.measures.errors import ZeroDenominatorError
from community_edu.measures.nodes import Name, Node, Number


class Term(Protocol):
    """
    What a formula can be made of: an integer, a fraction, a column, a piece of code.
    """

    def __add__(self, other: Self | int, /) -> Self:
        """
        Add a term or an integer.
        """
        ...

    def __radd__(self, other: int, /) -> Self:
        """
        Add to an integer.
        """
        ...

    def __sub__(self, other: Self | int, /) -> Self:
        """
        Subtract a term or an integer.
        """
        ...

    def __rsub__(self, other: int, /) -> Self:
        """
        Subtract from an integer.
        """
        ...

    def __mul__(self, other: Self | int, /) -> Self:
        """
        Multiply by a term or an integer.
        """
        ...


T = TypeVar("T", bound=Term)
T_co = TypeVar("T_co", bound=Term, covariant=True)


class Algebra(Protocol[T]):
    """
    What ``+ - *`` cannot say, as an engine says it.

    Each of the values may also be an integer; at least one of them is not.
    """

    def least(self, values: Sequence[T | int], /) -> T:
        """
        Return the smallest; where one of them is unknown, so is the smallest.
        """
        ...

    def greatest(self, values: Sequence[T | int], /) -> T:
        """
        Return the largest; where one of them is unknown, so is the largest.
        """
        ...

    def keep(self, value: T, /) -> T:
        """
        Return a value that will be used several times; code may give it a name here.
        """
        ...


class Exact:
    """
    The algebra of integers and fractions.
    """

    def least(self, values: Sequence[Fraction | int], /) -> Fraction:
        """
        Return the smallest.
        """
        return Fraction(min(values))

    def greatest(self, values: Sequence[Fraction | int], /) -> Fraction:
        """
        Return the largest.
        """
        return Fraction(max(values))

    def keep(self, value: Fraction, /) -> Fraction:
        """
        Return the value.
        """
        return value


@attrs.frozen(eq=False)
class Divisor(Generic[T_co]):
    """
    Something that a formula divides by.

    Attributes:
        node: The divisor as it stands in the formula, for the reader.
        value: A term that is 0 where, and only where, the divisor is.
    """

    node: Node
    value: T_co


@attrs.frozen(eq=False)
class Rational(Generic[T]):
    """
    A formula as ``over / under``, which holds where no divisor is 0.

    Attributes:
        over: The numerator.
        scale: The constant part of the denominator, above 0.
        powers: The divisors in the denominator, and how often each stands there.
        divisors: Everything that the formula divides by, in the order in which it
            is computed; also what does not show in the denominator.
    """

    over: T | int
    scale: int = 1
    powers: Mapping[Node, int] = attrs.field(factory=dict[Node, int])
    divisors: tuple[Divisor[T], ...] = ()

    @classmethod
    def of(cls, value: Fraction) -> "Rational[T]":
        """
        Return a number as a fraction of integers.

        Example:
            >>> half = Rational.of(Fraction(1, 2))
            >>> half.over, half.under
            (1, 2)
        """
        return cls(value.numerator, value.denominator)

    @property
    def under(self) -> T | int:
        """
        The denominator; it may be negative.
        """
        return _multiplied(self.divisors, self.powers, self.scale)

    @property
    def under_sign(self) -> T | int:
        """
        A term with the sign of the denominator, and smaller: 1 where it is always above 0.
        """
        return _multiplied(self.divisors, _odd(self.powers), 1)

    @property
    def sign(self) -> T | int:
        """
        A term with the sign of the formula: above 0, 0 or below 0 as its value is.
        """
        return _times(self.over, self.under_sign)

    def scaled(self, over: int, under: int) -> "Rational[T]":
        """
        Return ``over / under`` times as much; *under* is not 0.
        """
        if under < 0:
            over, under = -over, -under
        common = gcd(over, self.scale)
        top, scale = _times(self.over, over // common), self.scale // common * under
        if isinstance(top, int):
            common = gcd(top, scale)
            top, scale = top // common, scale // common
        return attrs.evolve(self, over=top, scale=scale)

    def times(self, other: "Rational[T]") -> "Rational[T]":
        """
        Multiply.
        """
        divisors = _all_divisors((self, other))
        for one, two in ((self, other), (other, self)):
            if isinstance(two.over, int) and not two.powers:
                return attrs.evolve(one.scaled(two.over, two.scale), divisors=divisors)
        powers = {
            node: self.powers.get(node, 0) + other.powers.get(node, 0)
            for node in {**self.powers, **other.powers}
        }
        over = _times(self.over, other.over)
        return Rational(over, self.scale * other.scale, powers, divisors)

    def divided(self, other: "Rational[T]", node: Node, algebra: Algebra[T]) -> "Rational[T]":
        """
        Divide by *other*, which stands in the formula as *node*.

        Raises:
            ZeroDenominatorError: *other* is 0 whatever the evidence.
        """
        divisors = _all_divisors((self, other))
        over = _multiplied(divisors, _without(other.powers, self.powers), self.over)
        powers = _without(self.powers, other.powers)
        if isinstance(other.over, int):
            if other.over == 0:
                raise ZeroDenominatorError(str(node))
            return Rational(over, self.scale, powers, divisors).scaled(other.scale, other.over)
        if all(divisor.node != node for divisor in divisors):
            value = other.over if isinstance(node, Name) else algebra.keep(other.over)
            divisors = (*divisors, Divisor(node, value))
        powers[node] = powers.get(node, 0) + 1
        return Rational(over, self.scale, powers, divisors).scaled(other.scale, 1)


def fold(tree: Node, look_up: Callable[[Name], T], algebra: Algebra[T]) -> Rational[T]:
    """
    Turn a formula into one fraction.

    The fraction says nothing where a divisor is 0, or where a name has no value:
    ask for both first. All branches of ``min`` and ``max`` count, so that
    ``max(a, b / c)`` does not exist where ``c`` is 0.

    Args:
        tree: The formula.
        look_up: Gives the term of a name; give Python floats or decimals no place
            here, since they round.
        algebra: Says what ``+ - *`` cannot.

    Returns:
        The fraction, with all its divisors.

    Raises:
        ZeroDenominatorError: A divisor is 0 whatever the evidence.

    Example:
        >>> from community_edu.measures import Measure
        >>> evidence = {"trained": Fraction(47), "employees": Fraction(120)}
        >>> tree = Measure.parse("trained / employees + 0.1").tree
        >>> share = fold(tree, lambda name: evidence[name.indicator], Exact())
        >>> share.over, share.under, [str(divisor.node) for divisor in share.divisors]
        (Fraction(590, 1), Fraction(1200, 1), ['employees'])
    """
    if isinstance(tree, Number):
        return Rational(tree.value.numerator, tree.value.denominator)
    if isinstance(tree, Name):
        return Rational(look_up(tree))
    parts = [fold(operand, look_up, algebra) for operand in tree.operands]
    match tree.operator:
        case "*":
            product = parts[0]
            for part in parts[1:]:
                product = product.times(part)
            return product
        case "/":
            return parts[0].divided(parts[1], tree.operands[1], algebra)
        case "min":
            return _extreme(parts, algebra.least, min)
        case "max":
            return _extreme(parts, algebra.greatest, max)
        case "-":
            return _sum(parts, _minus)
        case _:
            return _sum(parts, _plus)


def difference(left: Rational[T], right: Rational[T]) -> Rational[T]:
    """
    Return *left* less *right*: its `Rational.sign` compares the two exactly.

    The sign takes negative denominators into account; it decides only where no
    divisor of the two is 0.

    Example:
        >>> more = difference(Rational(Fraction(47)), Rational.of(Fraction(1, 2)))
        >>> more.over, more.under, more.sign > 0
        (Fraction(93, 1), 2, True)
    """
    return _sum((left, right), _minus)


def _sum(parts: Sequence[Rational[T]], add: Callable[[T | int, T | int], T | int]) -> Rational[T]:
    terms, common = _alike(parts)
    return attrs.evolve(common, over=reduce(add, terms)).scaled(1, 1)


def _extreme(
    parts: Sequence[Rational[T]],
    choose: Callable[[Sequence[T | int]], T],
    choose_integer: Callable[[Iterable[int]], int],
) -> Rational[T]:
    """
    Over one denominator, a square, the extreme value has the extreme numerator.
    """
    terms, common = _alike(parts)
    odd = _odd(common.powers)
    squared = [_multiplied(common.divisors, odd, term) for term in terms]
    powers = {node: power + power % 2 for node, power in common.powers.items()}
    integers = [term for term in squared if isinstance(term, int)]
    over = choose(squared) if len(integers) < len(squared) else choose_integer(integers)
    return attrs.evolve(common, over=over, powers=powers).scaled(1, 1)


def _alike(parts: Sequence[Rational[T]]) -> tuple[list[T | int], Rational[T]]:
    """
    Return the numerators over one denominator, and 0 over that denominator.
    """
    scale = lcm(*(part.scale for part in parts))
    divisors = _all_divisors(parts)
    powers: dict[Node, int] = {}
    for part in parts:
        for node, power in part.powers.items():
            powers[node] = max(power, powers.get(node, 0))
    terms = [
        _multiplied(divisors, _without(powers, part.powers), _times(part.over, scale // part.scale))
        for part in parts
    ]
    return terms, Rational(0, scale, powers, divisors)


def _all_divisors(parts: Iterable[Rational[T]]) -> tuple[Divisor[T], ...]:
    found: dict[Node, Divisor[T]] = {}
    for part in parts:
        for divisor in part.divisors:
            found.setdefault(divisor.node, divisor)
    return tuple(found.values())


def _odd(powers: Mapping[Node, int]) -> Mapping[Node, int]:
    return {node: 1 for node, power in powers.items() if power % 2}


def _without(powers: Mapping[Node, int], others: Mapping[Node, int]) -> dict[Node, int]:
    left = {node: power - others.get(node, 0) for node, power in powers.items()}
    return {node: power for node, power in left.items() if power > 0}


def _multiplied(
    divisors: Iterable[Divisor[T]], powers: Mapping[Node, int], term: T | int
) -> T | int:
    for divisor in divisors:
        for _ in range(powers.get(divisor.node, 0)):
            term = _times(term, divisor.value)
    return term


def _times(one: T | int, two: T | int) -> T | int:
    """
    Multiply; 0 and 1 are left out, and integers follow terms.
    """
    if isinstance(one, int):
        if isinstance(two, int):
            return one * two
        one, two = two, one
    if isinstance(two, int) and two in {0, 1}:
        return one if two else 0
    return one * two


def _plus(one: T | int, two: T | int) -> T | int:
    if isinstance(two, int) and two == 0:
        return one
    return two if isinstance(one, int) and one == 0 else one + two


def _minus(one: T | int, two: T | int) -> T | int:
    return one if isinstance(two, int) and two == 0 else one - two
