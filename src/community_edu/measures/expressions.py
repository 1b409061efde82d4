"""
The measure language: what is measured, as a short formula over indicators.

``trained / employees``, ``share(t) - share(prev)``, ``max(5, residents * 1.5 / 10000)``:
numbers, names of indicators, ``prev.name`` or ``name(prev)`` for the period before,
``+ - * /``, parentheses, ``min``, ``max`` and ``count``. Arithmetic is exact. There is
nothing else, so that a formula from a file can be trusted, checked for units and explained.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod

import attrs

from community_edu.base import Path
from community_edu.measures.definitions import shifted, substituted, write_out
from community_edu.measures.errors import (
    MissingEvidenceError,
    UnknownIndicatorError,
    ZeroDenominatorError,
)
from community_edu.measures.formula_units import unit_of
from community_edu.measures.nodes import Name, Node, Number, Operation, names_in
from community_edu.measures.parsing import read
from community_edu.measures.units import Unit

__all__ = ["Measure", "Name", "Node", "Number", "Operation"]


@attrs.frozen
class Measure:
    """
    A formula, read once and used for one body or for many.

    Attributes:
        text: The formula as written.
        tree: The formula as values.

    Example:
        >>> share = Measure.parse("employees_trained / employees")
        >>> share.value({"employees_trained": Fraction(47), "employees": Fraction(120)})
        Fraction(47, 120)
    """

    text: str
    tree: Node = attrs.field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "Measure":
        """
        Read a formula.

        Raises:
            MeasureSyntaxError: It is longer than 500 characters, nested deeper
                than 20 levels, or uses anything that the language does not have.
        """
        return cls(text, read(text))

    @property
    def names(self) -> tuple[Name, ...]:
        """
        The indicators that the formula needs, each once, in order of first use.
        """
        return tuple(dict.fromkeys(names_in(self.tree)))

    def value(
        self, evidence: Mapping[str, Fraction], previous: Mapping[str, Fraction] | None = None
    ) -> Fraction:
        """
        Compute the formula exactly.

        Args:
            evidence: The value of each indicator in this period.
            previous: The same for the period before, which ``prev.`` refers to.

        Raises:
            MissingEvidenceError: Some indicators are not given; names them all.
            ZeroDenominatorError: A divisor is 0.
        """
        before = previous or {}
        missing = tuple(
            str(name)
            for name in self.names
            if name.indicator not in (before if name.previous else evidence)
        )
        if missing:
            raise MissingEvidenceError(missing)
        return _value(self.tree, evidence, before)

    def unit(self, units: Mapping[str, Unit]) -> Unit:
        """
        Return the unit of the result; ``pp`` if it is a difference of shares.

        Raises:
            UnknownIndicatorError: *units* has no unit for some indicator.
            NotCountedError: The formula counts what cannot be counted.
            UnitMismatchError: It adds or compares unlike things, such as persons
                and person-times.

        Example:
            >>> units = {"trained": Unit.parse("person"), "employees": Unit.parse("person")}
            >>> growth = Measure.parse("trained / employees - prev.trained / prev.employees")
            >>> str(growth.unit(units))
            'pp'
        """
        for error in self.unknown_names(units):
            raise error
        return unit_of(self.tree, units)

    def unknown_names(
        self, known: Mapping[str, object], path: Path = ()
    ) -> Iterator[UnknownIndicatorError]:
        """
        Yield an error for each name that is not *known*, with its column in the formula.

        Example:
            >>> print(*Measure.parse("trained / employes").unknown_names({"employees": 1}))
            there is no indicator 'trained' (column 1 of the formula); define it, or correct the \
name there is no indicator 'employes' (column 11 of the formula); did you mean 'employees'?
        """
        for name in dict.fromkeys(name.indicator for name in self.names):
            if name not in known:
                column = self.column(name)
                yield UnknownIndicatorError(path, "indicator", "指标", name, tuple(known), column)

    def column(self, name: str) -> int:
        """
        Return where an indicator first stands in the text, from 1; 0 if nowhere.
        """
        word = re.search(rf"(?<![0-9A-Za-z_]){re.escape(name)}(?![0-9A-Za-z_])", self.text)
        return word.start() + 1 if word else 0

    def of_previous(self) -> "Measure":
        """
        Return the same formula over the period before.

        What already is of the period before stays so.

        Example:
            >>> Measure.parse("a / b").of_previous().text
            '(prev.a / prev.b)'
        """
        tree = shifted(self.tree)
        return Measure(str(tree), tree)

    def expanded(self, definitions: Mapping[str, "Measure"]) -> "Measure":
        """
        Return the formula with derived indicators (派生指标) written out; its text stays.

        Args:
            definitions: The formula of each derived indicator.

        Raises:
            DefinitionCycleError: Definitions go round in a circle.
            LongDefinitionError: It would have more than 2,000 parts or 60 levels.
            NoPeriodBeforeError: It asks for the period before of a derived
                indicator that already looks at the period before.

        Example:
            >>> share = Measure.parse("trained / employees")
            >>> growth = Measure.parse("share(t) - share(prev)").expanded({"share": share})
            >>> growth.text, str(growth.tree)
            ('share(t) - share(prev)', '((trained / employees) - (prev.trained / prev.employees))')
        """
        wanted = [name.indicator for name in self.names if name.indicator in definitions]
        if not wanted:
            return self
        trees = {name: measure.tree for name, measure in definitions.items()}
        return Measure(self.text, substituted(self.tree, write_out(trees, wanted), self.text))

    def __str__(self) -> str:
        return self.text


def _value(
    node: Node, evidence: Mapping[str, Fraction], previous: Mapping[str, Fraction]
) -> Fraction:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return (previous if node.previous else evidence)[node.indicator]
    values = [_value(operand, evidence, previous) for operand in node.operands]
    match node.operator:
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "+" | "count":
            return sum(values, Fraction(0))
        case "-":
            return values[0] - sum(values[1:])
        case "*":
            return prod(values, start=Fraction(1))
        case _:
            if values[1] == 0:
                raise ZeroDenominatorError(str(node.operands[1]))
            return values[0] / values[1]
