"""
Indicators, formulas over them, and what a formula must be: units fit by construction.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, get_args

from hypothesis import strategies as st

from community_edu.measures import (
    PLAIN,
    YES_NO,
    AnyThreshold,
    Comparator,
    Condition,
    FormulaThreshold,
    Indicator,
    Measure,
    Quantity,
    Threshold,
    Unit,
)
from community_edu.measures.units import ITEM, POINTS

DEEPEST: Final = 2
"""
How often an operation may stand in another one.
"""

INDICATORS: Final = (
    *(
        Indicator(id=name, name=name, unit=Unit.parse(unit))
        for name, unit in {
            "employees": "person",
            "trained": "person",
            "residents": "person",
            "funds": "CNY",
            "books": "book",
            "satisfaction": "1",
            "has_plan": "yes_no",
            "has_roll": "yes_no",
        }.items()
    ),
    Indicator(id="rate", name="rate", measure=Measure.parse("trained / employees")),
    Indicator(
        id="growth",
        name="growth",
        unit=Unit.parse("person"),
        measure=Measure.parse("residents - prev.residents"),
    ),
)
"""
Indicators with which `standards` are written, unless there are others.
"""

_UNITS = ("person", "CNY", "1", "yes_no", "class", "hour", "square_metre", "CNY/person")
_COMPARATORS: st.SearchStrategy[Comparator] = st.sampled_from(get_args(Comparator))
_EXTREMES = st.sampled_from(["max", "min"])
_FACTORS = st.sampled_from("*/")
_CONSTANTS = ("2", "1.5", "0.01", "10000")
_BOUNDS = ("1", "0", "2", "0.5", "5", "10", "100", "0.03", "2/3", "-0.05", "1000")

Texts = st.SearchStrategy[str]


def indicators(units: Sequence[str] = _UNITS) -> st.SearchStrategy[Indicator]:
    """
    Make indicators of any name.

    Args:
        units: The units that they may have.

    Example:
        >>> from hypothesis import find
        >>> find(indicators(["person"]), lambda indicator: True).unit
        Unit(factors=(('person', 1),))
    """
    names = st.from_regex(r"[a-z](?:_?[a-z0-9]){0,7}", fullmatch=True).map("i_{}".format)
    return st.builds(
        Indicator,
        id=names,
        name=st.just("指标"),
        unit=st.sampled_from(units).map(Unit.parse),
    )


@lru_cache
def _simple(indicators: tuple[Indicator, ...], *, previous: bool) -> Mapping[Unit, list[str]]:
    """
    The formulas of one name or two, by their unit.
    """
    plain = [indicator for indicator in indicators if not _looks_back(indicator)]
    names: dict[str, Unit] = {
        indicator.id: indicator.unit for indicator in (indicators if previous else plain)
    }
    if previous:
        names |= {f"prev.{indicator.id}": indicator.unit for indicator in plain}
    found: dict[Unit, list[str]] = {}
    for name, unit in names.items():
        found.setdefault(unit, []).append(name)
    for over, unit in names.items():
        for under, other in names.items():
            if over != under and {YES_NO, POINTS}.isdisjoint({unit, other}):
                found.setdefault(unit / other, []).append(f"{over} / {under}")
    if YES_NO in found:
        found[ITEM] = [f"count({', '.join(found[YES_NO])})", f"count({found[YES_NO][0]})"]
    if len(found.get(PLAIN, ())) > 1:
        first, *others = found[PLAIN]
        found.setdefault(POINTS, []).extend(f"{other} - {first}" for other in others)
    return found


def _looks_back(indicator: Indicator) -> bool:
    """
    Tell whether an indicator is derived from the period before, so that it has none itself.
    """
    return indicator.measure is not None and any(name.previous for name in indicator.measure.names)


def _inner(text: str) -> str:
    return f"({text})" if " " in text or text.startswith("-") else text


def _sums(unit: Unit) -> Texts:
    """
    How parts of *unit* can be put together: a share less a share is a difference, no share.
    """
    return st.sampled_from("+" if unit == PLAIN else "-+")


@lru_cache
def _formulas(
    indicators: tuple[Indicator, ...], unit: Unit, depth: int, *, previous: bool
) -> Texts:
    """
    The formulas of *unit*, with at most *depth* operations above those of one name or two.

    Kept, as all that is made of them: making strategies takes longer than drawing from them.
    """
    simple = _simple(indicators, previous=previous)
    leaves = st.sampled_from(simple[unit])
    if depth == 0:
        return leaves
    parts = _formulas(indicators, unit, depth - 1, previous=previous)
    operands = parts.map(_inner)
    grown = [
        st.builds("{} {} {}".format, operands, _sums(unit), operands),
        st.builds("{}({}, {})".format, _EXTREMES, parts, parts),
        st.builds("{} {} {}".format, operands, _FACTORS, st.sampled_from(_CONSTANTS)),
        operands.map("-{}".format),
    ]
    if PLAIN in simple:
        shares = st.sampled_from(simple[PLAIN]).map(_inner)
        grown.append(st.builds("{} {} {}".format, operands, _FACTORS, shares))
    return st.one_of(leaves, *grown)


def measures(
    indicators: Iterable[Indicator] = INDICATORS,
    unit: Unit | None = None,
    *,
    previous: bool = True,
) -> st.SearchStrategy[Measure]:
    """
    Make formulas over *indicators*, from a name to ``min(a / b, (c - prev.c) / d)``.

    Args:
        indicators: What a formula may name.
        unit: The unit of the result; by default any.
        previous: Whether ``prev.`` may be used.

    Example:
        >>> from hypothesis import find
        >>> persons = [Indicator(id="trained", name="受训人员", unit=Unit.parse("person"))]
        >>> find(measures(persons, previous=False), lambda measure: True).names
        (Name(indicator='trained', previous=False),)
    """
    return _measures(tuple(indicators), unit, DEEPEST, previous=previous)


@lru_cache
def _measures(
    indicators: tuple[Indicator, ...], unit: Unit | None, depth: int, *, previous: bool
) -> st.SearchStrategy[Measure]:
    if unit is not None:
        return _formulas(indicators, unit, depth, previous=previous).map(Measure.parse)
    units = st.sampled_from(list(_simple(indicators, previous=previous)))
    return units.flatmap(lambda unit: _measures(indicators, unit, depth, previous=previous))


@lru_cache
def quantities(unit: Unit) -> st.SearchStrategy[Quantity]:
    """
    Make quantities of *unit*: in words of the unit, or a bare number that takes it.

    Example:
        >>> from hypothesis import find
        >>> person = Unit.parse("person")
        >>> str(find(quantities(person), lambda found: found.amount == 5 and not found.bare))
        '5 person'
    """
    amounts = st.sampled_from(_BOUNDS).map(Fraction) | st.integers(0, 1000).map(Fraction)
    return st.builds(Quantity, amounts, st.just(unit)) | st.builds(
        Quantity, amounts, bare=st.just(value=True)
    )


def thresholds(
    unit: Unit = PLAIN, indicators: Iterable[Indicator] = (), *, previous: bool = True
) -> st.SearchStrategy[AnyThreshold]:
    """
    Make thresholds for values of *unit*: quantities, and formulas if there are *indicators*.

    Example:
        >>> from hypothesis import find
        >>> find(thresholds(), lambda threshold: threshold.comparator == "<").comparator
        '<'
    """
    return _thresholds(tuple(indicators), unit, previous=previous)


@lru_cache
def _thresholds(
    indicators: tuple[Indicator, ...], unit: Unit, *, previous: bool
) -> st.SearchStrategy[AnyThreshold]:
    fixed = st.builds(Threshold, _COMPARATORS, quantities(unit))
    if unit not in _simple(indicators, previous=previous):
        return fixed
    formulas = _formulas(indicators, unit, 1, previous=previous)
    bounded = st.builds("{}({}, {})".format, _EXTREMES, st.sampled_from(["5", "0.5"]), formulas)
    return fixed | st.builds(
        FormulaThreshold, _COMPARATORS, (formulas | bounded).map(Measure.parse)
    )


def conditions(
    indicators: Iterable[Indicator] = INDICATORS, *, previous: bool = True
) -> st.SearchStrategy[Condition]:
    """
    Make conditions: yes-or-no indicators, and measures with what they must be.

    Example:
        >>> from hypothesis import find
        >>> str(find(conditions(), lambda condition: str(condition) == "has_plan"))
        'has_plan'
    """
    return _conditions(tuple(indicators), previous=previous)


@lru_cache
def _conditions(
    indicators: tuple[Indicator, ...], *, previous: bool
) -> st.SearchStrategy[Condition]:
    def compared(unit: Unit) -> st.SearchStrategy[Condition]:
        return st.builds(
            Condition,
            _measures(indicators, unit, 1, previous=previous),
            _thresholds(indicators, unit, previous=previous),
        )

    units = list(_simple(indicators, previous=previous))
    plain = [indicator.id for indicator in indicators if indicator.unit == YES_NO]
    every = [st.sampled_from(plain).map(Condition.parse)] if plain else []
    return st.one_of(*every, st.sampled_from(units).flatmap(compared))
