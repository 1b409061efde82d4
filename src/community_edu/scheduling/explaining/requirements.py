"""
Requirements (要求): one demand as it binds certain classes, rooms, people or groups.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Language, Text

SubjectKind: TypeAlias = Literal["section", "venue", "educator", "group"]
"""
What a demand can bind.
"""


@attrs.frozen(order=True)
class Unit:
    """
    The smallest thing that can be given up: one demand for one subject.

    Attributes:
        demand: The `id` of the demand.
        of: What its subjects are.
        subjects: Their identifiers: one, or two of which a demand compares.
    """

    demand: str
    of: SubjectKind
    subjects: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Requirement:
    """
    One demand and whom it binds, as far as a conflict needs it.

    Attributes:
        demand: The `id` of the demand.
        of: What its subjects are.
        subjects: Their identifiers: every one of them is needed for the conflict.
        text: What it asks of them, in one sentence without a full stop.
    """

    demand: str
    of: SubjectKind
    subjects: tuple[str, ...]
    text: Text

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in *language*.
        """
        return self.text.to(language)

    def __str__(self) -> str:
        return self.text.zh


def gathered(units: Iterable[Unit]) -> dict[tuple[str, SubjectKind], tuple[str, ...]]:
    """
    Return the subjects of each demand among *units*, in their order.

    Example:
        >>> gathered([Unit("capacity", "section", ("b",)), Unit("capacity", "section", ("a",))])
        {('capacity', 'section'): ('b', 'a')}
    """
    found: dict[tuple[str, SubjectKind], dict[str, None]] = {}
    for unit in units:
        found.setdefault((unit.demand, unit.of), {}).update(dict.fromkeys(unit.subjects))
    return {key: tuple(subjects) for key, subjects in found.items()}
