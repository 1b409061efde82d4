"""
Formulas made ready to be explained: each part with its words and its unit.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce

import attrs

from community_edu.base import Text, words
from community_edu.evaluation.evidence import Exact, Known
from community_edu.evaluation.explaining.derivations import Derivation
from community_edu.evaluation.standards import Standard
from community_edu.measures import (
    PLAIN,
    Measure,
    MissingEvidenceError,
    Quantity,
    Unit,
    ZeroDenominatorError,
)
from community_edu.measures.nodes import Name, Node, Number, Operation

THIS_PERIOD = Text("本期", en="this period")
PERIOD_BEFORE = Text("上期", en="the period before")
UNKNOWN = Text("没有提供", en="not given")
NO_SHARE = Text("除数为 0", en="the divisor is 0")

_REDUCE: Mapping[str, Callable[[Exact, Exact], Exact]] = {
    "+": lambda one, other: one + other,
    "count": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "min": min,
    "max": max,
}


@attrs.frozen
class Part:
    """
    One part of a formula: a number, an indicator, or an operation on parts.

    Attributes:
        node: The part.
        what: The words for it.
        unit: The unit of its value.
        slot: Where the value of an indicator stands.
        operands: The parts of an operation.
        constant: Whether it rests on no evidence.
    """

    node: Node
    what: Text
    unit: Unit
    slot: int = 0
    operands: "tuple[Part, ...]" = ()
    constant: bool = False

    def value(self, numbers: Sequence[Exact | None]) -> Exact | None:
        """
        Return what it gives; `None` if that cannot be had.
        """
        if isinstance(self.node, Number):
            return self.node.value
        if isinstance(self.node, Name):
            return numbers[self.slot]
        values = [operand.value(numbers) for operand in self.operands]
        return _result(self.node, values)

    def derive(self, known: Known) -> Derivation:
        """
        Return what it gives, with what that was found from.
        """
        return self._derived(known)[0]

    def _derived(self, known: Known) -> tuple[Derivation, Exact | None]:
        node = self.node
        if isinstance(node, Number):
            return Derivation(self.what, "=", node.value, self.unit), node.value
        if isinstance(node, Name):
            return self._leaf(node, known)
        steps: list[Derivation] = []
        values: list[Exact | None] = []
        for operand in self.operands:
            step, found = operand._derived(known)  # noqa: SLF001 - of the same kind
            values.append(found)
            if not operand.constant:
                steps.append(step)
        value = _result(node, values)
        note = NO_SHARE if value is None and None not in values else None
        return Derivation(self.what, "=", value, self.unit, note, tuple(steps)), value

    def _leaf(self, name: Name, known: Known) -> tuple[Derivation, Exact | None]:
        value = known.numbers[self.slot]
        if value is None:
            note = known.reasons.get(name, UNKNOWN)
        else:
            note = PERIOD_BEFORE if name.previous else THIS_PERIOD
        return Derivation(self.what, "=", value, self.unit, note), value


def _result(node: Operation, values: Sequence[Exact | None]) -> Exact | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if node.operator != "/":
        return reduce(_REDUCE[node.operator], known)
    return Fraction(*known) if known[1] else None


def zero_divisor(part: Part, numbers: Sequence[Exact | None]) -> Node | None:
    """
    Return the first divisor that is 0, in the order in which the formula is computed.
    """
    for operand in part.operands:
        inner = zero_divisor(operand, numbers)
        if inner is not None:
            return inner
    if isinstance(part.node, Operation) and part.node.operator == "/":
        under = part.operands[1]
        return under.node if under.value(numbers) == 0 else None
    return None


@attrs.frozen
class Formula:
    """
    A measure of one standard, made ready.

    Attributes:
        measure: The measure.
        part: All of it, as one part.
        names: What it needs, with where each stands.
        titles: What a reader calls what it needs.
    """

    measure: Measure
    part: Part
    names: Sequence[tuple[Name, int]]
    titles: Mapping[Name, Text]

    @property
    def unit(self) -> Unit:
        """
        The unit of its value.
        """
        return self.part.unit

    def value(self, known: Known) -> Quantity | None:
        """
        Return what it gives; `None` if that cannot be had.
        """
        amount = self.part.value(known.numbers)
        if amount is None:
            return None
        exact = amount if isinstance(amount, Fraction) else Fraction(amount)
        return Quantity(exact, self.part.unit)

    def reason(self, known: Known) -> Text:
        """
        Say why it gives nothing.
        """
        missing = [name for name, slot in self.names if known.numbers[slot] is None]
        if missing:
            return missing_text({name: self.titles[name] for name in missing}, known)
        zero = zero_divisor(self.part, known.numbers)
        part = noted(self.titles[zero], period(zero)) if isinstance(zero, Name) else Text(str(zero))
        return Text(
            ZeroDenominatorError(part.zh).sentence("zh-CN"),
            en=ZeroDenominatorError(part.to("en")).sentence("en"),
        )


def missing_text(titles: Mapping[Name, Text], known: Known) -> Text:
    """
    Say that nothing is known of what has these *titles*, each with the reason if there is one.
    """
    reasons = known.reasons
    said = [noted(title, period(name), reasons.get(name)) for name, title in titles.items()]
    return Text(
        MissingEvidenceError(tuple(one.zh for one in said)).sentence("zh-CN"),
        en=MissingEvidenceError(tuple(one.to("en") for one in said)).sentence("en"),
    )


def noted(title: Text, *notes: Text | None) -> Text:
    """
    Write notes behind a title, those that there are.
    """
    given = tuple(note for note in notes if note)
    if not given:
        return title
    zh = "，".join(note.zh for note in given)
    return Text(f"{title.zh}（{zh}）", en=f"{title.to('en')} ({words(given, 'en')})")


def period(name: Name) -> Text | None:
    """
    Return the period of a name, if that is not this one.
    """
    return PERIOD_BEFORE if name.previous else None


class Formulas:
    """
    Makes the formulas of one standard ready.

    Args:
        standard: The standard; only its names and units are kept.
        slots: Where each name stands among the numbers of a body.
    """

    def __init__(self, standard: Standard, slots: Mapping[Name, int]) -> None:
        self.names: Mapping[str, Text] = {
            indicator.id: indicator.name for indicator in standard.indicators
        }
        self._derived: Mapping[str, Measure] = {
            indicator.id: indicator.measure
            for indicator in standard.indicators
            if indicator.measure
        }
        self._units = standard.units
        self._slots = slots

    def formula(self, measure: Measure) -> Formula:
        """
        Make a measure ready.
        """
        part = self.part(measure.tree, measure.text)
        titles = {name: self.names[name.indicator] for name in _names(part)}
        return Formula(measure, part, [(name, self._slots[name]) for name in titles], titles)

    def part(self, node: Node, text: str | None = None) -> Part:
        """
        Make a part of a formula ready, which is written as *text*.
        """
        if isinstance(node, Name) and node.indicator in self._derived:
            measure = self._derived[node.indicator]
            made = self.part((measure.of_previous() if node.previous else measure).tree)
            return attrs.evolve(made, what=self.words(node))
        if isinstance(node, Name):
            return Part(node, self.words(node), self._units[node.indicator], self._slots[node])
        if isinstance(node, Number):
            return Part(node, Text(str(node)), PLAIN, constant=True)
        operands = tuple(map(self.part, node.operands))
        unit = Measure("", node).unit(self._units)
        constant = all(operand.constant for operand in operands)
        return Part(node, Text(text or _bare(str(node))), unit, 0, operands, constant)

    def words(self, name: Name) -> Text:
        """
        Return what a reader calls an indicator, and how formulas do.
        """
        title = self.names[name.indicator]
        if title.zh == name.indicator:
            return Text(str(name))
        return Text(f"{title.zh} {name}", en=f"{title.to('en')} {name}")


def _names(part: Part) -> Iterator[Name]:
    if isinstance(part.node, Name):
        yield part.node
    for operand in part.operands:
        yield from _names(operand)


def _bare(text: str) -> str:
    return text[1:-1] if text.startswith("(") else text
