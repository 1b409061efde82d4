"""
Formulas as values: numbers, names of indicators, and operations on them.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final, Literal, TypeAlias

import attrs

from community_edu.base import decimal_text

Operator: TypeAlias = Literal["+", "-", "*", "/", "min", "max", "count"]

FUNCTIONS: Final = ("min", "max", "count")
"""
The operators that are written like ``min(a, b)``.
"""

RESERVED: Final = (*FUNCTIONS, "prev", "t")
"""
The words of the language: no indicator may be called so.
"""


@attrs.frozen
class Number:
    """
    A constant.
    """

    value: Fraction

    def __str__(self) -> str:
        text = decimal_text(self.value)
        return f"({text})" if "/" in text else text


@attrs.frozen
class Name:
    """
    The value of an indicator, in this period or in the one before.
    """

    indicator: str
    previous: bool = False

    def __str__(self) -> str:
        return f"prev.{self.indicator}" if self.previous else self.indicator


@attrs.frozen
class Operation:
    """
    An operator (``+ - * /``) or function (``min max count``) with its operands.

    ``+ - *`` have two operands or more (``a - b - c``), ``/`` has two, ``-a`` is ``0 - a``.
    """

    operator: Operator
    operands: "tuple[Node, ...]"

    def __str__(self) -> str:
        if self.operator in FUNCTIONS:
            return f"{self.operator}({', '.join(map(str, self.operands))})"
        return f"({f' {self.operator} '.join(map(str, self.operands))})"


Node: TypeAlias = Number | Name | Operation

ZERO: Final = Number(Fraction(0))
"""
Nothing, of any unit; what a minus sign alone subtracts from.
"""


def names_in(node: Node) -> Iterator[Name]:
    """
    Yield the names in a formula from left to right, each as often as it stands there.
    """
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from names_in(operand)
