"""
Derived indicators (派生指标): ``share`` defined as ``trained / employees``, and written out again.

A formula may name derived indicators, now or before: ``share(t) - share(prev)``.
Written out it names only what is counted, so that nothing else need know of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from community_edu.measures.errors import (
    DefinitionCycleError,
    LongDefinitionError,
    NoPeriodBeforeError,
)
from community_edu.measures.nodes import Name, Node, Operation, names_in

MOST_NODES: Final = 2000
MOST_LEVELS: Final = 60


def shifted(tree: Node) -> Node:
    """
    Return the same formula with the period before in place of this one.
    """
    if isinstance(tree, Name):
        return Name(tree.indicator, previous=True)
    if isinstance(tree, Operation):
        return Operation(tree.operator, tuple(map(shifted, tree.operands)))
    return tree


@attrs.frozen
class DefinitionOrder:
    """
    Definitions in an order in which each comes after those that it names.

    Attributes:
        names: What is defined, in that order.
        circles: The circles on the way, where there is no such order.
    """

    names: tuple[str, ...]
    circles: tuple[DefinitionCycleError, ...]


def definition_order(
    definitions: Mapping[str, Node], wanted: Iterable[str] | None = None
) -> DefinitionOrder:
    """
    Order definitions, and find those that go round in a circle.

    Args:
        definitions: The formulas by name.
        wanted: Of which of them, with all that these name; by default of all.

    Example:
        >>> order = definition_order({"a": Name("b"), "b": Name("c"), "d": Name("d")})
        >>> order.names, [error.names for error in order.circles]
        (('b', 'a', 'd'), [('d',)])
    """
    done: dict[str, None] = {}
    circles: dict[str, DefinitionCycleError] = {}
    for root in definitions if wanted is None else wanted:
        open_: dict[str, Iterator[Name]] = {}
        todo = [root] if root in definitions else []
        while todo:
            name = todo[-1]
            if name not in open_ and name not in done:
                open_[name] = names_in(definitions[name])
            used = next(open_.get(name, iter(())), None)
            if used is None:
                open_.pop(name, None)
                done[name] = None
                todo.pop()
            elif used.indicator in open_:
                if used.indicator not in circles:
                    circle = tuple(todo[todo.index(used.indicator) :])
                    circles[used.indicator] = DefinitionCycleError(circle)
            elif used.indicator in definitions and used.indicator not in done:
                todo.append(used.indicator)
    return DefinitionOrder(tuple(done), tuple(circles.values()))


def write_out(
    definitions: Mapping[str, Node], wanted: Iterable[str] | None = None
) -> dict[str, Node]:
    """
    Return definitions with the others written out in them: those *wanted*, or all.

    Raises:
        DefinitionCycleError: Some are defined by one another.
        LongDefinitionError: One becomes longer than 2,000 numbers, names and
            operations, or deeper than 60 levels.
        NoPeriodBeforeError: One asks for the period before of another that
            already looks at the period before.

    Example:
        >>> share = Operation("/", (Name("trained"), Name("employees")))
        >>> growth = Operation("-", (Name("share"), Name("share", previous=True)))
        >>> print(write_out({"growth": growth, "share": share})["growth"])
        ((trained / employees) - (prev.trained / prev.employees))
    """
    order = definition_order(definitions, wanted)
    for error in order.circles:
        raise error
    written: dict[str, Node] = {}
    for name in order.names:
        written[name] = substituted(definitions[name], written, name)
    return written


def substituted(tree: Node, written: Mapping[str, Node], text: str) -> Node:
    """
    Return a formula in which names stand for formulas that are written out.

    Raises:
        LongDefinitionError: It becomes too long; *text* says what it is.
        NoPeriodBeforeError: It asks for the period before the one before.
    """
    used = {name.indicator for name in names_in(tree)}
    sizes = {name: _size(written[name]) for name in used if name in written}
    most, deepest = _size(tree, sizes)
    if most > MOST_NODES or deepest > MOST_LEVELS:
        raise LongDefinitionError(text, MOST_NODES, MOST_LEVELS)
    return _replaced(tree, written)


def _replaced(tree: Node, written: Mapping[str, Node]) -> Node:
    if isinstance(tree, Name) and tree.indicator in written:
        part = written[tree.indicator]
        if not tree.previous:
            return part
        if any(name.previous for name in names_in(part)):
            raise NoPeriodBeforeError(tree.indicator)
        return shifted(part)
    if isinstance(tree, Operation):
        return Operation(tree.operator, tuple(_replaced(part, written) for part in tree.operands))
    return tree


def _size(tree: Node, sizes: Mapping[str, tuple[int, int]] | None = None) -> tuple[int, int]:
    """
    Return how many parts and levels a formula has, names counting for what they stand for.
    """
    if isinstance(tree, Name) and sizes and tree.indicator in sizes:
        return sizes[tree.indicator]
    if isinstance(tree, Operation):
        parts = [_size(part, sizes) for part in tree.operands]
        return 1 + sum(size for size, _ in parts), 1 + max(depth for _, depth in parts)
    return 1, 1
