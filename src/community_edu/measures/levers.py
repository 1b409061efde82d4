"""
What it would take: the least change of one indicator that meets a threshold.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from math import floor

import attrs

from community_edu.measures.expressions import (
    Measure,
    MissingEvidenceError,
    Name,
    Node,
    Number,
    ZeroDenominatorError,
)
from community_edu.measures.thresholds import Threshold


@attrs.frozen
class _Line:
    """
    ``slope * x + base``.
    """

    slope: Fraction
    base: Fraction

    def times(self, factor: Fraction) -> "_Line":
        return _Line(self.slope * factor, self.base * factor)

    def plus(self, other: "_Line") -> "_Line":
        return _Line(self.slope + other.slope, self.base + other.base)

    @property
    def root(self) -> Fraction | None:
        return -self.base / self.slope if self.slope else None


_ONE = _Line(Fraction(0), Fraction(1))


@attrs.frozen
class _Quotient:
    """
    One line over another: all that a formula may be as a function of its lever.
    """

    over: _Line
    under: _Line = _ONE

    @property
    def constant(self) -> Fraction | None:
        if self.over.slope or self.under.slope or not self.under.base:
            return None
        return self.over.base / self.under.base


def needed(
    measure: Measure,
    threshold: Threshold,
    lever: str,
    *,
    evidence: Mapping[str, Fraction],
    previous: Mapping[str, Fraction] | None = None,
    step: Fraction = Fraction(1),
) -> Fraction | None:
    """
    Find the change of *lever* nearest to none with which *measure* meets *threshold*.

    Args:
        measure: The formula.
        threshold: What it must reach.
        lever: The indicator that may change; it stays at 0 or above.
        evidence: The values now, the lever's among them.
        previous: The values of the period before.
        step: The unit of change: 1 person, 0.01 yuan.

    Returns:
        The change, a whole number of steps; 0 if the threshold is met already;
        `None` where no change of this lever alone can do it, or where the
        formula is not linear in it (as with ``min``, or ``x * x``).

    Raises:
        MissingEvidenceError: Some indicators are not given, or *lever* is not.
        ZeroDenominatorError: A divisor is 0 now.

    Example:
        >>> needed(
        ...     Measure.parse("trained / employees"),
        ...     Threshold.parse(">= 50%"),
        ...     "trained",
        ...     evidence={"trained": Fraction(47), "employees": Fraction(120)},
        ... )
        Fraction(13, 1)
    """
    if lever not in evidence:
        raise MissingEvidenceError((lever,))
    now = evidence[lever]
    if threshold.met_by(measure.value(evidence, previous)):
        return Fraction(0)
    quotient = _quotient(measure.tree, lever, evidence, previous or {})
    if quotient is None:
        return None
    bound = threshold.quantity.amount
    edges = (quotient.over.plus(quotient.under.times(-bound)).root, quotient.under.root)
    for candidate in _nearby(now, edges, step):
        if candidate >= 0:
            with suppress(ZeroDenominatorError):
                if threshold.met_by(measure.value({**evidence, lever: candidate}, previous)):
                    return candidate - now
    return None


def _nearby(now: Fraction, edges: Iterable[Fraction | None], step: Fraction) -> list[Fraction]:
    """
    The points on the grid of *now* around the *edges*, nearest to *now* first.

    A threshold is met on one side of an edge: either where the value equals the
    bound, or where the divisor passes 0. A divisor inside the formula may be 0
    at the nearest point, hence two on either side.
    """
    wholes = [floor((edge - now) / step) for edge in edges if edge is not None]
    points = [now + step * (whole + offset) for whole in wholes for offset in (-2, -1, 0, 1, 2)]
    return sorted(points, key=lambda point: abs(point - now))


def _quotient(
    node: Node, lever: str, evidence: Mapping[str, Fraction], previous: Mapping[str, Fraction]
) -> _Quotient | None:
    if isinstance(node, Number):
        return _Quotient(_ONE.times(node.value))
    if isinstance(node, Name):
        if node.indicator == lever and not node.previous:
            return _Quotient(_Line(Fraction(1), Fraction(0)))
        return _Quotient(_ONE.times((previous if node.previous else evidence)[node.indicator]))
    parts = [_quotient(operand, lever, evidence, previous) for operand in node.operands]
    if any(part is None for part in parts):
        return None
    known = [part for part in parts if part is not None]
    if node.operator in {"min", "max"}:
        return _extreme(node.operator, known)
    return _combined(node.operator, *known)


def _extreme(operator: str, parts: list[_Quotient]) -> _Quotient | None:
    constants = [part.constant for part in parts]
    values = [value for value in constants if value is not None]
    if len(values) < len(parts):
        return None
    return _Quotient(_ONE.times(min(values) if operator == "min" else max(values)))


def _combined(operator: str, left: _Quotient, right: _Quotient) -> _Quotient | None:
    if operator in {"+", "-"}:
        sign = Fraction(1 if operator == "+" else -1)
        if left.under == right.under:
            return _Quotient(left.over.plus(right.over.times(sign)), left.under)
        if (value := right.constant) is not None:
            return _Quotient(left.over.plus(left.under.times(sign * value)), left.under)
        if (value := left.constant) is not None:
            return _Quotient(right.over.times(sign).plus(right.under.times(value)), right.under)
        return None
    if operator == "/":
        right = _Quotient(right.under, right.over)
    if (value := right.constant) is not None:
        return _Quotient(left.over.times(value), left.under)
    if (value := left.constant) is not None:
        return _Quotient(right.over.times(value), right.under)
    for one, other in ((left, right), (right, left)):
        if one.under.slope == 0 and other.over.slope == 0:
            return _Quotient(one.over.times(other.over.base), other.under.times(one.under.base))
    return None
