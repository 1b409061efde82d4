"""
By whose heads a measure divides: 元/人 means little until it is said which people (人口口径).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from community_edu.measures.expressions import Measure
from community_edu.measures.nodes import Node, Operation, names_in
from community_edu.measures.targets import Indicator

HEADS: Final = ("person", "household")
"""
The units by which what is spent or held is divided.
"""


def head_bases(measure: Measure, indicators: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """
    Return the indicators whose heads a measure divides by (人均的人口基数).

    It is an amount a head if its unit has persons or households below the line, such as
    ``CNY/person``; a share of persons among persons is none. What the measure
    divides by may be a sum: ``funds / (urban + rural)`` has two bases.

    Args:
        measure: The formula, with derived indicators written out.
        indicators: What it names, with units and populations.

    Returns:
        The bases in the order of the formula; none if it is not an amount a head. A
        base whose `population` is `None` does not say which people are meant.

    Raises:
        UnknownIndicatorError: The measure names something else.
        UnitMismatchError: It adds or compares unlike things.

    Example:
        >>> from community_edu.measures import Unit
        >>> funds = Indicator(id="funds", name="经费", unit=Unit.parse("CNY"))
        >>> people = Indicator(id="residents", name="居民", unit=Unit.parse("person"))
        >>> [base.id for base in head_bases(Measure.parse("funds / residents"), [funds, people])]
        ['residents']
    """
    by_id: dict[str, Indicator] = {indicator.id: indicator for indicator in indicators}
    units = {name: indicator.unit for name, indicator in by_id.items()}
    unit = measure.unit(units)
    heads = {name for name, power in unit.factors if power < 0 and name in HEADS}
    below = {
        name.indicator
        for divisor in _divisors(measure.tree)
        for name in names_in(divisor)
        if heads & dict(units[name.indicator].factors).keys()
    }
    used = dict.fromkeys(name.indicator for name in measure.names)
    return tuple(by_id[name] for name in used if name in below)


def _divisors(node: Node) -> Iterator[Node]:
    if isinstance(node, Operation):
        if node.operator == "/":
            yield node.operands[1]
        for operand in node.operands:
            yield from _divisors(operand)
