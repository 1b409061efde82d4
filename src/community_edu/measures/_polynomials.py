"""
Polynomials with exact coefficients, and between which integers their roots lie.
"""

from fractions import Fraction
from itertools import pairwise, zip_longest
from math import ceil, floor, lcm
from typing import TypeAlias

Polynomial: TypeAlias = tuple[Fraction, ...]
"""
The coefficients from the constant up; the last is not 0, and nothing at all is 0.
"""


def plus(one: Polynomial, two: Polynomial) -> Polynomial:
    """
    Add.
    """
    made = [left + right for left, right in zip_longest(one, two, fillvalue=Fraction(0))]
    while made and made[-1] == 0:
        made.pop()
    return tuple(made)


def times(one: Polynomial, two: Polynomial) -> Polynomial:
    """
    Multiply.
    """
    if not one or not two:
        return ()
    made = [Fraction(0)] * (len(one) + len(two) - 1)
    for place, left in enumerate(one):
        for other, right in enumerate(two):
            made[place + other] += left * right
    return tuple(made)


def root_cells(polynomial: Polynomial) -> set[int]:
    """
    Return integers *n* such that each real root lies between some *n* and *n + 1*.

    There may be more of them than roots. Between two roots of the derivative a
    polynomial only rises or only falls, so that a change of sign there is found by
    halving; the cells of the derivative's own roots are all kept.

    Example:
        >>> sorted(root_cells((Fraction(-10), Fraction(0), Fraction(1))))  # x*x - 10
        [-4, 0, 3]
    """
    if len(polynomial) < 2:  # noqa: PLR2004 - a constant has no place where it turns 0
        return set()
    if len(polynomial) == 2:  # noqa: PLR2004
        return {floor(-polynomial[0] / polynomial[1])}
    slope = tuple(factor * power for power, factor in enumerate(polynomial))[1:]
    cells = root_cells(slope)
    scale = lcm(*(factor.denominator for factor in polynomial))
    whole = [int(factor * scale) for factor in polynomial]
    reach = 1 + ceil(Fraction(max(map(abs, whole[:-1])), abs(whole[-1])))  # Cauchy's bound
    inner = {end for cell in cells for end in (cell, cell + 1) if -reach < end < reach}
    for low, high in pairwise(sorted({-reach, reach} | inner)):
        if low not in cells:
            cells |= _sign_change(whole, low, high)
    return cells


def _sign_change(whole: list[int], low: int, high: int) -> set[int]:
    """
    Return the cell in which a polynomial, monotone between two integers, is 0, if it is.
    """
    rising = _at(whole, high)
    if _at(whole, low) * rising > 0:
        return set()
    while high - low > 1:
        middle = (low + high) // 2
        if _at(whole, middle) * rising > 0:
            high = middle
        else:
            low = middle
    return {low}


def _at(whole: list[int], place: int) -> int:
    value = 0
    for factor in reversed(whole):
        value = value * place + factor
    return value
