"""
What it would take: the least change of one indicator that meets a threshold.

As the lever moves, the numerator and the divisors of a formula are polynomials of
it, piece by piece where there is ``min`` or ``max``. A threshold begins or ceases
to be met only where one of these polynomials is 0, so that a look at the steps
around those places finds what trying every step would find.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import count
from math import ceil, floor
from typing import Final

import attrs

from community_edu.measures._polynomials import Polynomial, plus, root_cells, times
from community_edu.measures.errors import MissingEvidenceError, ZeroDenominatorError
from community_edu.measures.expressions import Measure
from community_edu.measures.nodes import Name
from community_edu.measures.rationals import Rational, difference, fold
from community_edu.measures.thresholds import AnyThreshold, FormulaThreshold, holds

MOST_PIECES: Final = 48
HIGHEST_DEGREE: Final = 8


class _TooIntricateError(Exception):
    """
    A formula in more pieces, or of a higher degree, than is worth looking at.
    """


@attrs.frozen
class _Curve:
    """
    The polynomials of the lever of which a part of a formula is made, piece by piece.
    """

    pieces: tuple[Polynomial, ...]

    def __add__(self, other: "_Curve | int") -> "_Curve":
        return _combined(plus, self, other)

    def __radd__(self, other: int) -> "_Curve":
        return self + other

    def __sub__(self, other: "_Curve | int") -> "_Curve":
        return self + other * -1

    def __rsub__(self, other: int) -> "_Curve":
        return self * -1 + other

    def __mul__(self, other: "_Curve | int") -> "_Curve":
        return _combined(times, self, other)


def _curve(value: Fraction | int, slope: Fraction | int = 0) -> _Curve:
    return _Curve((plus((Fraction(value),), (Fraction(0), Fraction(slope))),))


def _combined(
    combine: Callable[[Polynomial, Polynomial], Polynomial], left: _Curve, right: _Curve | int
) -> _Curve:
    others = right if isinstance(right, _Curve) else _curve(right)
    return _bounded(combine(one, two) for one in left.pieces for two in others.pieces)


def _bounded(pieces: Iterable[Polynomial]) -> _Curve:
    found = tuple(dict.fromkeys(pieces))
    if len(found) > MOST_PIECES or max(map(len, found)) > HIGHEST_DEGREE + 1:
        raise _TooIntricateError
    return _Curve(found)


class _Pieces:
    """
    The algebra of curves: the smallest of several may be any of them.
    """

    def least(self, values: Sequence[_Curve | int]) -> _Curve:
        curves = (value if isinstance(value, _Curve) else _curve(value) for value in values)
        return _bounded(piece for curve in curves for piece in curve.pieces)

    greatest = least

    def keep(self, value: _Curve) -> _Curve:
        return value


def needed(
    measure: Measure,
    threshold: AnyThreshold,
    lever: str,
    *,
    evidence: Mapping[str, Fraction],
    previous: Mapping[str, Fraction] | None = None,
    step: Fraction = Fraction(1),
    most: Fraction | None = None,
) -> Fraction | None:
    """
    Find the change of *lever* nearest to none with which *measure* meets *threshold*.

    The lever may stand anywhere in the measure, and in the formula of the threshold.
    Of an increase and a decrease of the same size the increase is chosen.

    Args:
        measure: The formula.
        threshold: What it must reach: a quantity, or what another formula gives.
        lever: The indicator that may change; it stays at 0 or above.
        evidence: The values now, the lever's among them.
        previous: The values of the period before.
        step: The unit of change: 1 person, 0.01 yuan.
        most: What the lever cannot go above, such as 1 of a yes-or-no indicator.

    Returns:
        The change, a whole number of steps; 0 if the threshold is met already;
        `None` where no change of this lever alone can do it, or where the
        formula is too intricate to tell: of a degree above 8 in the lever, or in
        more than 48 pieces.

    Raises:
        MissingEvidenceError: Some indicators are not given, or *lever* is not.
        ZeroDenominatorError: A divisor is 0 now.

    Example:
        >>> from community_edu.measures import Threshold
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
    if _met(measure, threshold, evidence, previous):
        return Fraction(0)
    now = Fraction(evidence[lever])
    curves = {Name(name): _curve(value) for name, value in evidence.items()}
    curves |= {Name(name, previous=True): _curve(value) for name, value in (previous or {}).items()}
    curves[Name(lever)] = _curve(now, step)
    try:
        places = set(_places(measure, threshold, curves.__getitem__))
    except _TooIntricateError:
        return None
    first = ceil(-now / step)
    last = max({first, *places}) if most is None else floor((most - now) / step)
    for steps in sorted({first, last, *places}, key=lambda place: (abs(place), place < 0)):
        changed = {**evidence, lever: now + steps * step}
        with suppress(ZeroDenominatorError):
            if first <= steps <= last and _met(measure, threshold, changed, previous):
                return steps * step
    return None


def _met(
    measure: Measure,
    threshold: AnyThreshold,
    evidence: Mapping[str, Fraction],
    previous: Mapping[str, Fraction] | None,
) -> bool:
    value = measure.value(evidence, previous)
    if isinstance(threshold, FormulaThreshold):
        return holds(value, threshold.comparator, threshold.measure.value(evidence, previous))
    return threshold.met_by(value)


def levers_of(measure: Measure, threshold: AnyThreshold | None = None) -> tuple[str, ...]:
    """
    Return the indicators whose change can be answered for by `needed`.

    Args:
        measure: The formula.
        threshold: What it must reach, if that is known; its formula may have more.

    Returns:
        Those of this period on either side, in the order of first use, without
        such as cancel out or make the formula too intricate.

    Example:
        >>> growth = Measure.parse("trained / employees - prev.trained / prev.employees")
        >>> levers_of(growth)
        ('trained', 'employees')
    """
    sides = (measure, threshold.measure) if isinstance(threshold, FormulaThreshold) else (measure,)
    names = tuple(dict.fromkeys(name for side in sides for name in side.names))
    return tuple(
        name.indicator
        for name in names
        if not name.previous and _moves(measure, threshold, name, names)
    )


def _moves(
    measure: Measure, threshold: AnyThreshold | None, lever: Name, names: Sequence[Name]
) -> bool:
    """
    Tell whether a lever moves anything, with numbers for the others that do not cancel out.
    """
    others = {name: _curve(Fraction(value * value + 1, 7)) for name, value in zip(names, count(3))}
    others[lever] = _curve(1, 1)
    with suppress(_TooIntricateError, ZeroDenominatorError):
        return any(
            len(piece) > 1
            for curve in _turning(measure, threshold, others.__getitem__)
            for piece in curve.pieces
        )
    return False


def _places(
    measure: Measure, threshold: AnyThreshold, look_up: Callable[[Name], _Curve]
) -> Iterator[int]:
    """
    Yield the steps around each place where a piece of the formula is 0.
    """
    for curve in _turning(measure, threshold, look_up):
        for piece in curve.pieces:
            for cell in root_cells(piece):
                yield from (cell - 1, cell, cell + 1, cell + 2)


def _turning(
    measure: Measure, threshold: AnyThreshold | None, look_up: Callable[[Name], _Curve]
) -> Iterator[_Curve]:
    """
    Yield what decides by its sign: the numerator of what is missing, and all divisors.
    """
    value: Rational[_Curve] = fold(measure.tree, look_up, _Pieces())
    if isinstance(threshold, FormulaThreshold):
        target: Rational[_Curve] = fold(threshold.measure.tree, look_up, _Pieces())
        value = difference(value, target)
    elif threshold is not None:
        value = difference(value, Rational[_Curve].of(threshold.quantity.amount))
    if isinstance(value.over, _Curve):
        yield value.over
    for divisor in value.divisors:
        yield divisor.value
