"""
The measure language: what is measured, as a short formula over indicators.

``employees_trained / employees`` or ``rate - prev.rate``: numbers, names of
indicators, ``prev.`` for the period before, ``+ - * /``, parentheses, ``min``
and ``max``. Arithmetic is exact. There is nothing else, so that a formula from
a file can be trusted, checked for units and explained.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, TypeAlias

import attrs

from community_edu.base import CommunityEduError, UnknownReferenceError, decimal_text
from community_edu.measures.units import PLAIN, Unit

LONGEST = 500
DEEPEST = 20


@attrs.define(slots=False)
class MeasureSyntaxError(CommunityEduError, ValueError):
    """
    A formula that the measure language does not have.
    """

    code: ClassVar[str] = "bad-measure"
    en: ClassVar[str] = (
        "the measure '{text}' cannot be read at '{part}'; use numbers, indicator names, prev.name, "
        "+ - * /, parentheses, min and max, at most 500 characters and 20 levels of them"
    )
    zh: ClassVar[str] = (
        "算式“{text}”在“{part}”处无法读取，只能用数、指标名、prev.指标名、+ - * /、括号、min 和 max"
        "，最多 500 个字符、20 层"
    )

    text: str
    part: str


@attrs.define(slots=False)
class MissingEvidenceError(CommunityEduError, LookupError):
    """
    A measure whose indicators are not all given.
    """

    code: ClassVar[str] = "missing-evidence"
    en: ClassVar[str] = "no value is given for {names}"
    zh: ClassVar[str] = "没有提供：{names}"

    names: tuple[str, ...]


@attrs.define(slots=False)
class ZeroDenominatorError(CommunityEduError, ZeroDivisionError):
    """
    A share of nothing.
    """

    code: ClassVar[str] = "zero-denominator"
    en: ClassVar[str] = "'{part}' is 0, so no share of it exists"
    zh: ClassVar[str] = "“{part}”为 0，无法计算比例"

    part: str


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
    An operator (``+ - * /``) or function (``min max``) with its operands.
    """

    operator: str
    operands: "tuple[Node, ...]"

    def __str__(self) -> str:
        if self.operator in {"min", "max"}:
            return f"{self.operator}({', '.join(map(str, self.operands))})"
        return f"({f' {self.operator} '.join(map(str, self.operands))})"


Node: TypeAlias = Number | Name | Operation

_NOTHING = Number(Fraction(0))  # 0 of any unit

_DECIMAL = re.compile(r"[0-9_]*\.?[0-9_]*")

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


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
        if len(text) > LONGEST:
            raise MeasureSyntaxError(f"{text[:40]}…", f"{len(text)} > {LONGEST}")
        try:
            tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
            raise MeasureSyntaxError(
                text, str(getattr(error, "text", "") or text).strip()
            ) from None
        return cls(text, _read(tree, text, DEEPEST))

    @property
    def names(self) -> tuple[Name, ...]:
        """
        The indicators that the formula needs, each once, in order of first use.
        """
        return tuple(dict.fromkeys(_names(self.tree)))

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
        Return the unit of the result.

        Raises:
            UnknownReferenceError: *units* has no unit for some indicator.
            UnitMismatchError: The formula adds or compares unlike things, such
                as persons and person-times.
        """
        return _unit(self.tree, units)

    def of_previous(self) -> "Measure":
        """
        Return the same formula over the period before.

        Example:
            >>> Measure.parse("a / b").of_previous().text
            '(prev.a / prev.b)'
        """
        tree = _shifted(self.tree)
        return Measure(str(tree), tree)

    def __str__(self) -> str:
        return self.text


def _read(node: ast.expr, text: str, depth: int) -> Node:
    """
    Turn Python's syntax tree into ours, refusing all that we do not have.
    """
    part = ast.get_source_segment(text.strip(), node) or text
    if depth > 0:
        match node:
            case ast.Constant() if _DECIMAL.fullmatch(part):
                return Number(Fraction(part))
            case ast.Name(id=name):
                return Name(name)
            case ast.Attribute(value=ast.Name(id="prev"), attr=name):
                return Name(name, previous=True)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Operation("-", (_NOTHING, _read(operand, text, depth - 1)))
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                return Operation(
                    _OPERATORS[type(operator)],
                    (_read(left, text, depth - 1), _read(right, text, depth - 1)),
                )
            case ast.Call(func=ast.Name(id="min" | "max" as name), args=[_, _, *_], keywords=[]):
                return Operation(name, tuple(_read(arg, text, depth - 1) for arg in node.args))
            case _:
                pass
    raise MeasureSyntaxError(text, part)


def _names(node: Node) -> Iterator[Name]:
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from _names(operand)


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
        case "+":
            return values[0] + values[1]
        case "-":
            return values[0] - values[1]
        case "*":
            return values[0] * values[1]
        case _:
            if values[1] == 0:
                raise ZeroDenominatorError(str(node.operands[1]))
            return values[0] / values[1]


def _unit(node: Node, units: Mapping[str, Unit]) -> Unit:
    if isinstance(node, Number):
        return PLAIN
    if isinstance(node, Name):
        if node.indicator not in units:
            raise UnknownReferenceError((), "indicator", "指标", node.indicator, tuple(units))
        return units[node.indicator]
    if node.operator in {"*", "/"}:
        left, right = (_unit(operand, units) for operand in node.operands)
        return left * right if node.operator == "*" else left / right
    first, *others = [_unit(part, units) for part in node.operands if part != _NOTHING] or [PLAIN]
    for other in others:
        first.require(other)
    return first


def _shifted(node: Node) -> Node:
    if isinstance(node, Name):
        return Name(node.indicator, previous=True)
    if isinstance(node, Operation):
        return Operation(node.operator, tuple(_shifted(operand) for operand in node.operands))
    return node
