"""
Evidence (佐证): what is known of one body, and what is not, with the reason why.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import Any, ClassVar, TypeAlias, cast

import attrs

from community_edu.base import CommunityEduError, Path, References, Text, text
from community_edu.evaluation.standards import INDICATOR, VALUE, Standard
from community_edu.measures import YES_NO, Measure
from community_edu.measures.nodes import Name

Exact: TypeAlias = int | Fraction
"""
A number that is what it says.
"""


@attrs.frozen
class Missing:
    """
    A value that nobody has, with the reason why (缺失原因).

    Where the reason is not known, the value is simply left out of the evidence.

    Example:
        >>> Missing({"zh": "台账遗失", "en": "the roll was lost"}).reason.en
        'the roll was lost'
    """

    reason: Text = attrs.field(converter=text)


EvidenceValue: TypeAlias = int | Fraction | Decimal | bool | str | Missing

Evidence: TypeAlias = Mapping[str, EvidenceValue]
"""
What is known of each indicator and category, by its name.

A number is in the unit that the indicator declares; ``True`` and ``False`` answer a
yes-or-no indicator; a text names a value of a category. What is unknown is left out,
or is `Missing`.
"""


@attrs.define(slots=False)
class EvidenceValueError(CommunityEduError, ValueError):
    """
    A value that its indicator or category cannot have.
    """

    code: ClassVar[str] = "bad-evidence"
    en: ClassVar[str] = "'{name}' cannot be {value}; give {rule}"
    zh: ClassVar[str] = "“{name}”不能是 {value}，请给出{rule}"

    name: str
    value: str
    rule: Text
    path: Path = ()


NUMBER_RULE = Text(
    "整数（int）、分数（Fraction）或十进制数（Decimal）", en="an int, a Fraction or a Decimal"
)
YES_NO_RULE = Text("True 或 False（1 或 0）", en="True or False (1 or 0)")
CATEGORY_RULE = Text("分类值的编号", en="the identifier of a value of the category")

_Take: TypeAlias = Callable[[Any], tuple[object, ...]]

_NUMBER_TYPES = frozenset({int, Fraction})
_NUMBER_TYPES_OR_NONE = _NUMBER_TYPES | {type(None)}
_ANSWERS = frozenset({0, 1, None})


@attrs.frozen
class Known:
    """
    The evidence of one body, checked.

    Attributes:
        numbers: What is known, in the order of an `EvidenceForm`; `None` if unknown.
        reasons: Why something is missing, by its name; ``prev.`` for the period before.
    """

    numbers: Sequence[Exact | None]
    reasons: Mapping[Name, Text]


_NO_REASONS: Mapping[Name, Text] = {}


class EvidenceForm:
    """
    What a standard takes as evidence (填报表): the names, and what each may be.

    It keeps no reference to the standard itself.

    Attributes:
        names: The names of what is counted, then of categories; derived indicators
            are computed.
        slots: Where each stands among the numbers of a body: those of this period,
            then those of the period before, then places among peers. A value of a
            category stands there as its number.
        places: The slot of the place among peers, by criterion.
        numbers_of: The numbers of the values, by category.
    """

    def __init__(self, standard: Standard) -> None:
        self.indicators: tuple[str, ...] = tuple(
            indicator.id for indicator in standard.indicators if indicator.measure is None
        )
        self._derived: Mapping[str, Measure] = {
            indicator.id: indicator.measure
            for indicator in standard.indicators
            if indicator.measure
        }
        self.names: tuple[str, ...] = (*self.indicators, *standard.category_by_id)
        periods = [Name(name, previous) for previous in (False, True) for name in self.names]
        self.slots: Mapping[Name, int] = {name: slot for slot, name in enumerate(periods)}
        ranked = [criterion.id for criterion in standard.criteria if criterion.scale == "ranks"]
        self.places: Mapping[str, int] = {
            criterion: slot for slot, criterion in enumerate(ranked, len(periods))
        }
        self.numbers_of: Mapping[str, Mapping[str, int]] = {
            name: {value: number for number, value in enumerate(category.by_id)}
            for name, category in standard.category_by_id.items()
        }
        self._known = frozenset(self.names)
        self._answers = frozenset(name for name, unit in standard.units.items() if unit == YES_NO)
        # the quickest way to take several values out of something; of one it gives no tuple
        several = len(self.indicators) > 1
        self._all_of: _Take | None = itemgetter(*self.indicators) if several else None
        answers = [self.slots[Name(name)] for name in sorted(self._answers)]
        self._answers_of: _Take | None = itemgetter(*answers, answers[0]) if answers else None
        self._unknown: tuple[None, ...] = (None,) * len(self.names)
        self._no_states: tuple[None, ...] = (None,) * len(self.numbers_of)
        self._no_places: tuple[None, ...] = (None,) * len(ranked)

    def read(self, evidence: Evidence, previous: Evidence | None, check: References) -> Known:
        """
        Return what is known, noting in *check* every name and value that cannot be.
        """
        now = self._plain(evidence)
        before = self._plain(previous) if previous else self._unknown
        if now is not None and before is not None:
            return Known(now + before + self._no_places, _NO_REASONS)
        reasons: dict[Name, Text] = {}
        now = self._each(evidence, reasons, check, previous=False)
        before = self._each(previous or {}, reasons, check, previous=True)
        return Known(now + before + self._no_places, reasons)

    def _plain(self, evidence: Evidence) -> tuple[Exact | None, ...] | None:
        """
        Return the numbers if they are all as they should be, which is quickly seen.
        """
        if self._all_of and len(evidence) == len(self.indicators) and _is_dict(evidence):
            try:
                found: tuple[object, ...] = self._all_of(evidence)
            except KeyError:
                return None
            allowed = _NUMBER_TYPES
        else:
            found = tuple(map(evidence.get, self.indicators))
            if len(found) - found.count(None) != len(evidence):
                return None
            allowed = _NUMBER_TYPES_OR_NONE
        if not allowed.issuperset(map(type, found)):
            return None
        if self._answers_of and not _ANSWERS.issuperset(self._answers_of(found)):
            return None
        return cast("tuple[Exact | None, ...]", found) + self._no_states

    def _each(
        self, evidence: Evidence, reasons: dict[Name, Text], check: References, *, previous: bool
    ) -> tuple[Exact | None, ...]:
        """
        Return the numbers, looking at one value after the other.
        """
        numbers: dict[str, Exact] = {}
        for name, value in evidence.items():
            if name in self._derived:
                check.problems.append(_refused(name, value, _computed(self._derived[name])))
            elif name not in self._known:
                check.known((name,), INDICATOR, name, self.names)
            elif isinstance(value, Missing):
                reasons[Name(name, previous)] = value.reason
            elif name in self.numbers_of:
                self._take_state(name, value, numbers, check)
            else:
                self._take_number(name, value, numbers, check)
        return tuple(map(numbers.get, self.names))

    def _take_state(
        self, name: str, value: object, numbers: dict[str, Exact], check: References
    ) -> None:
        known = self.numbers_of[name]
        if not isinstance(value, str):
            check.problems.append(_refused(name, value, CATEGORY_RULE))
        elif value in known:
            numbers[name] = known[value]
        else:
            check.known((name,), VALUE, value, known)

    def _take_number(
        self, name: str, value: object, numbers: dict[str, Exact], check: References
    ) -> None:
        exact = exact_number(value)
        if name in self._answers:
            fits, rule = exact in _ANSWERS, YES_NO_RULE
        else:
            fits, rule = not isinstance(value, bool), NUMBER_RULE
        if exact is None or not fits:
            check.problems.append(_refused(name, value, rule))
        else:
            numbers[name] = exact


def _computed(measure: Measure) -> Text:
    return Text(f"空：它由 {measure} 算出", en=f"nothing: it is computed as {measure}")


def _is_dict(evidence: Evidence) -> bool:
    """
    Tell whether looking a value up cannot do anything else.
    """
    return type(evidence) is dict


def exact_number(value: object) -> Exact | None:
    """
    Return a number as it is to be reckoned with; `None` for what is not one, or not exact.
    """
    if isinstance(value, int):
        return int(value)
    if isinstance(value, Fraction):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return Fraction(value)
    return None


def _refused(name: str, value: object, rule: Text) -> EvidenceValueError:
    return EvidenceValueError(name, f"{type(value).__name__} {value!r}", rule, (name,))
