"""
In which unit a formula comes out, and what it must not add or compare.

Persons and person-times are never added. Of what has no unit, a *share* and a
*difference of shares* are told apart: a difference is in percentage points.
"""

from collections.abc import Mapping

import attrs

from community_edu.measures.nodes import ZERO, Name, Node, Number, Operation, Operator
from community_edu.measures.units import (
    DIVISIBLE,
    ITEM,
    PLAIN,
    POINTS,
    YES_NO,
    NotCountedError,
    Unit,
)


@attrs.frozen
class _Part:
    """
    The unit of a part of a formula, and whether it is a number with no name in it.
    """

    unit: Unit
    number: bool = False


def unit_of(tree: Node, units: Mapping[str, Unit]) -> Unit:
    """
    Return the unit of a formula all of whose names have one.

    Of shares ``a / b``: a share less a share is a difference, as are the sum of
    two differences and a difference times or by a number; a share and a
    difference make a share, and so do a share and a number. 0 is 0 of anything,
    and a number inside ``min`` or ``max`` takes the unit of what stands beside it.

    Raises:
        NotCountedError: It counts what cannot be counted.
        UnitMismatchError: It adds or compares unlike things.
    """
    return _part(tree, units).unit


def _part(node: Node, units: Mapping[str, Unit]) -> _Part:
    if isinstance(node, Number):
        return _Part(PLAIN, number=True)
    if isinstance(node, Name):
        return _Part(units[node.indicator])
    parts = [_part(operand, units) for operand in node.operands]
    match node.operator:
        case "*":
            first, *others = parts
            for other in others:
                first = _product(first, other)
            return first
        case "/":
            return _quotient(*parts)
        case "min" | "max":
            return _extreme(parts)
        case "count":
            return _counted(node, parts)
        case _:
            kept = [
                part for part, operand in zip(parts, node.operands, strict=True) if operand != ZERO
            ] or parts[:1]
            first, *others = kept
            for other in others:
                first = _sum(node.operator, first, other)
            return first


def _sum(operator: Operator, left: _Part, right: _Part) -> _Part:
    if left.number or right.number or not (left.unit.dimensionless and right.unit.dimensionless):
        if left.number and right.unit.dimensionless:
            return right
        if right.number and left.unit.dimensionless:
            return left
        return _Part(left.unit.require(right.unit))
    if operator == "-":
        return _Part(PLAIN if (left.unit, right.unit) == (PLAIN, POINTS) else POINTS)
    return _Part(POINTS if left.unit == right.unit == POINTS else PLAIN)


def _product(left: _Part, right: _Part) -> _Part:
    if left.unit.dimensionless and right.unit.dimensionless:
        points = (left.unit == POINTS) != (right.unit == POINTS)
        return _Part(POINTS if points else PLAIN, left.number and right.number)
    return _Part(_bare(left.unit) * _bare(right.unit))


def _quotient(left: _Part, right: _Part) -> _Part:
    if left.unit == POINTS and right.unit == PLAIN:
        return left
    return _Part(_bare(left.unit) / _bare(right.unit), left.number and right.number)


def _bare(unit: Unit) -> Unit:
    return PLAIN if unit == POINTS else unit


def _extreme(parts: list[_Part]) -> _Part:
    first, *others = [part for part in parts if not part.number] or parts[:1]
    for other in others:
        first.unit.require(other.unit)
    return first


def _counted(node: Operation, parts: list[_Part]) -> _Part:
    if all(part.unit == YES_NO for part in parts):
        return _Part(ITEM)
    first = parts[0].unit
    single = len(parts) == 1 and len(first.factors) == 1
    if single and first.factors[0][1] == 1 and not {*DIVISIBLE, "pp"} & {first.factors[0][0]}:
        return parts[0]
    other = next(part.unit for part in parts if part.unit != YES_NO)
    raise NotCountedError(str(node), str(other))
