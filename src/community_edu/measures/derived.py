"""
Are derived indicators (派生指标) in order, and in which unit do they come out?
"""

from collections.abc import Iterable, Mapping

import attrs

from community_edu.base import Path, References
from community_edu.measures.definitions import definition_order, substituted
from community_edu.measures.errors import LongDefinitionError, NoPeriodBeforeError
from community_edu.measures.expressions import Measure
from community_edu.measures.nodes import Node
from community_edu.measures.targets import Indicator
from community_edu.measures.units import PLAIN, Unit, UnitMismatchError


def definitions_of(indicators: Iterable[Indicator]) -> Mapping[str, Measure]:
    """
    Return the formulas of the derived indicators, for `Measure.expanded`.

    Example:
        >>> share = Indicator(id="share", name="培训率", measure=Measure.parse("trained / all"))
        >>> definitions_of([Indicator(id="trained", name="受训人员"), share])
        {'share': Measure(text='trained / all')}
    """
    return {
        indicator.id: indicator.measure for indicator in indicators if indicator.measure is not None
    }


def check_definitions(indicators: Iterable[Indicator], check: References) -> dict[str, Unit]:
    """
    Note what is wrong with derived indicators, and return the unit of every indicator.

    Noted are names that no indicator has, definitions that go round in a circle,
    that become too long or look two periods back, formulas that mix units, and a
    stated unit that is not that of the formula. A derived indicator need not state one.

    Args:
        indicators: All indicators.
        check: Takes what is found.

    Returns:
        The units by name, without derived indicators in which something is wrong.

    Example:
        >>> person = Unit.parse("person")
        >>> units = check_definitions(
        ...     [
        ...         Indicator(id="trained", name="受训人员", unit=person),
        ...         Indicator(id="all", name="从业人员", unit=person),
        ...         Indicator(id="rate", name="培训率", measure=Measure.parse("trained / all")),
        ...         Indicator(id="growth", name="增长", measure=Measure.parse("rate - prev.rate")),
        ...     ],
        ...     References(),
        ... )
        >>> str(units["growth"])
        'pp'
    """
    known: dict[str, tuple[Path, Indicator]] = {
        indicator.id: (("indicators", index, "measure"), indicator)
        for index, indicator in enumerate(indicators)
    }
    units = {name: entry.unit for name, (_, entry) in known.items() if entry.measure is None}
    measures = definitions_of(entry for _, entry in known.values())
    order = definition_order({name: measure.tree for name, measure in measures.items()})
    for error in order.circles:
        check.problems.append(attrs.evolve(error, path=known[error.names[0]][0]))
    written: dict[str, Node] = {}
    for name in order.names:
        path, entry = known[name]
        unknown = list(measures[name].unknown_names(known, path))
        check.problems.extend(unknown)
        if unknown or any(used.indicator not in units for used in measures[name].names):
            continue
        try:
            written[name] = substituted(measures[name].tree, written, name)
            unit = measures[name].unit(units)
            units[name] = unit if entry.unit == PLAIN else entry.unit.require(unit)
        except (UnitMismatchError, LongDefinitionError, NoPeriodBeforeError) as error:
            check.problems.append(attrs.evolve(error, path=path))
    return units
