"""
Derivations (推导): how a judgement came about, down to the numbers it rests on.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

from community_edu.base import Language, Text, decimal_text, label
from community_edu.base.html import escape
from community_edu.evaluation.explaining.outcomes import Outcome
from community_edu.evaluation.explaining.wording import YES, quantity_text
from community_edu.measures import PLAIN, Comparator, Quantity, Threshold, Unit
from community_edu.measures.thresholds import SIGNS, signed

_NOT: Mapping[Comparator, str] = {">=": "<", "<=": ">", "==": "≠", ">": "≤", "<": "≥"}


@attrs.frozen(repr=False)
class Derivation:
    """
    One step: something, the value that it has, and what that was found from.

    In a notebook it shows as a list in lists.

    Attributes:
        what: A formula, the name of an indicator, or a sentence.
        sign: How the value stands to it: ``=``, or ``≥`` before a target.
        amount: The value, exact; `None` if there is none.
        unit: The unit of the value.
        note: What a reader should know: the period, why a value is missing.
        children: The steps before.
        outcome: The judgement, where this is the last step.
        quote: The words of the document, where it is one.

    Example:
        >>> trained = Derivation(Text("受训人员", en="trained"), amount=Fraction(47))
        >>> share = Derivation(Text("a / b"), amount=Fraction(47, 120), children=(trained,))
        >>> share
        Derivation('a / b', amount=47/120, steps=2)
        >>> share.value.amount, [step.what.en for step in share.children]
        (Fraction(47, 120), ['trained'])
    """

    what: Text
    sign: str = "="
    amount: Fraction | int | None = None
    unit: Unit | None = None
    note: Text | None = None
    children: "tuple[Derivation, ...]" = ()
    outcome: Outcome | None = None
    quote: str | None = None

    def __repr__(self) -> str:
        amount = "" if self.amount is None else f", amount={decimal_text(Fraction(self.amount))}"
        return f"Derivation({self.what.zh!r}{amount}, steps={sum(1 for _ in self.steps())})"

    @property
    def value(self) -> Quantity | None:
        """
        The value in its unit; `None` if there is none.
        """
        if self.amount is None:
            return None
        return Quantity(Fraction(self.amount), self.unit or PLAIN)

    def line(self, language: Language) -> str:
        """
        Say this step alone.
        """
        said = self._said(language)
        return f"{said} “{self.quote}”" if self.quote else said

    def _said(self, language: Language) -> str:
        said = self.what.to(language)
        if self.value is not None:
            said = f"{said} {signed(self.sign, quantity_text(self.value, language), language)}"
        if self.outcome is not None:
            note = _verdict(self.outcome, language)
        elif self.note is not None:
            note = self.note.to(language)
        else:
            return said
        return f"{said}（{note}）" if language == "zh-CN" else f"{said} ({note})"

    def to(self, language: Language = "zh-CN") -> str:
        """
        Say it line by line, what each was found from indented below it.
        """
        return "\n".join(f"{'  ' * depth}{step.line(language)}" for depth, step in self.steps())

    def steps(self, depth: int = 0) -> "Iterator[tuple[int, Derivation]]":
        """
        Yield this step and those before it, each with how deep it stands.
        """
        yield depth, self
        for child in self.children:
            yield from child.steps(depth + 1)

    def __str__(self) -> str:
        return self.to("en")

    def _repr_html_(self) -> str:
        return f"<ul>{self._item()}</ul>"

    def _item(self) -> str:
        below = "".join(child._item() for child in self.children)  # noqa: SLF001 - of the same kind
        quote = f" <q>{escape(self.quote)}</q>" if self.quote else ""
        said = f"{escape(self._said('zh-CN'))}{quote}"
        return f"<li>{said}{f'<ul>{below}</ul>' if below else ''}</li>"


def _verdict(outcome: Outcome, language: Language) -> str:
    parts = [label("status", outcome.status, language)]
    if outcome.value and outcome.threshold and outcome.threshold != YES:
        parts.append(_comparison(outcome.value, outcome.threshold, language))
    parts.append(outcome.points_text(language))
    if outcome.reason is not None:
        parts.append(outcome.reason.to(language))
    return ("，" if language == "zh-CN" else ", ").join(parts)


def _comparison(value: Quantity, threshold: Threshold, language: Language) -> str:
    """
    Say how the value stands to what it had to be: ``10 persons < 10.095 persons``.
    """
    comparator, bound = threshold.comparator, threshold.quantity
    met = threshold.met_by(value.amount)
    sign = SIGNS.get(comparator, comparator) if met else _NOT[comparator]
    measured = quantity_text(value, language, beside=bound)
    return f"{measured} {signed(sign, quantity_text(bound, language, beside=value), language)}"
