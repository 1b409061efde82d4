"""
What moved between two assessments: a piece of evidence, a criterion.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Language, Text, decimal_text, label
from community_edu.evaluation.explaining.outcomes import Outcome
from community_edu.evaluation.explaining.wording import quantity_text, threshold_text
from community_edu.evaluation.standards import Criterion
from community_edu.measures import Quantity

MoveKind: TypeAlias = Literal[
    "same", "better", "worse", "changed", "assessed", "unassessed", "added", "removed"
]
"""
``better`` and ``worse`` go by the points, else by the status; ``changed``: both are the
same, but a value, a target or the evidence is not. ``assessed`` and ``unassessed``: what
was not assessed now is, or the other way; that is neither better nor worse. ``added`` and
``removed``: only one version of the standard has the criterion.
"""


@attrs.frozen(kw_only=True)
class EvidenceMove:
    """
    One piece of evidence that is not what it was.

    Attributes:
        name: The indicator or category; ``prev.`` for the period before that.
        title: What a reader calls it.
        before: What it was; `None` if it was unknown.
        after: What it is; `None` if it is unknown.
    """

    name: str
    title: Text
    before: Quantity | Text | None
    after: Quantity | Text | None

    def to(self, language: Language) -> str:
        """
        Say what moved: ``Employees trained 47 persons → 60 persons``.
        """
        before, after = (_known_text(value, language) for value in (self.before, self.after))
        return f"{self.title.to(language)} {before} → {after}"


@attrs.frozen(kw_only=True, repr=False)
class CriterionMove:
    """
    One criterion in two assessments.

    Attributes:
        criterion: The criterion, as the later standard has it where both do.
        before: Its outcome before; `None` if the standard did not have it.
        after: Its outcome after; `None` if the standard no longer has it.
        evidence: What moved of the evidence that it rests on.
    """

    criterion: Criterion
    before: Outcome | None
    after: Outcome | None
    evidence: tuple[EvidenceMove, ...] = ()

    def __repr__(self) -> str:
        return f"CriterionMove(criterion={self.criterion.id!r}, kind={self.kind!r})"

    @property
    def kind(self) -> MoveKind:
        """
        Which way it went.
        """
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        assessed = [one.status != "not_assessed" for one in (self.before, self.after)]
        if assessed[0] != assessed[1]:
            return "assessed" if assessed[1] else "unassessed"
        rank = {"not_assessed": 0, "not_met": 0, "partly": 1, "met": 2}
        was = (self.before.points, rank[self.before.status])
        now = (self.after.points, rank[self.after.status])
        if was != now:
            return "better" if was < now else "worse"
        same = self.before.status == self.after.status and self.before.value == self.after.value
        return "same" if same and not self.target_moved and not self.evidence else "changed"

    @property
    def target_moved(self) -> bool:
        """
        Whether what it had to be is not what it was.
        """
        if self.before is None or self.after is None:
            return False
        return self.before.threshold != self.after.threshold and None not in {
            self.before.threshold,
            self.after.threshold,
        }

    @property
    def points(self) -> Fraction:
        """
        The points gained; below 0 if they were lost.
        """
        before = self.before.points if self.before else Fraction(0)
        return (self.after.points if self.after else Fraction(0)) - before

    def explain(self, language: Language = "zh-CN") -> str:
        """
        Say in one sentence what moved, and why.
        """
        name = self.criterion.name.to(language)
        kind = label("move", self.kind, language)
        if self.before is None or self.after is None:
            return f"{name}: {kind}"
        parts = [*self._outcomes(self.before, self.after, language), *self.reasons(language)]
        return f"{name}: {kind} ({'; '.join(parts)})" if parts else f"{name}: {kind}"

    def reasons(self, language: Language = "zh-CN") -> Iterator[str]:
        """
        Yield what made it move: evidence, a target, the place among peers.
        """
        before, after = self.before, self.after
        for move in self.evidence:
            yield move.to(language)
        if before is None or after is None:
            return
        if self.target_moved and before.threshold and after.threshold:
            was = threshold_text(before.threshold, language, beside=after.threshold.quantity)
            now = threshold_text(after.threshold, language, beside=before.threshold.quantity)
            yield f"{label('move', 'target', language)} {was} → {now}"
        if before.place != after.place and before.place and after.place:
            yield f"{label('move', 'place', language)} {before.place} → {after.place}"

    def _outcomes(self, before: Outcome, after: Outcome, language: Language) -> Iterator[str]:
        if before.status != after.status:
            was, now = (label("status", one.status, language) for one in (before, after))
            yield f"{was} → {now}"
        yield from _points_move(before, after, language)
        measure = str(self.criterion.measure or "")
        told = measure in {move.name for move in self.evidence}
        if before.value != after.value and before.value and after.value and not told:
            was = quantity_text(before.value, language, beside=after.value)
            now = quantity_text(after.value, language, beside=before.value)
            yield f"{measure} {was} → {now}".lstrip()


def _points_move(before: Outcome, after: Outcome, language: Language) -> Iterator[str]:
    """
    Yield the points before and after, if they differ; what did not count had none.
    """
    if before.of and after.of:
        if before.points != after.points:
            yield f"{decimal_text(before.points)} → {after.points_text(language)}"
    elif before.of or after.of:
        left_out = label("move", "left_out", language)
        was, now = (one.points_text(language) if one.of else left_out for one in (before, after))
        yield f"{was} → {now}"


def _known_text(value: Quantity | Text | None, language: Language) -> str:
    if value is None:
        return label("move", "unknown", language)
    return value.to(language) if isinstance(value, Text) else quantity_text(value, language)
