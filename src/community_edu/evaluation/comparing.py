"""
Comparing two assessments: what moved, and why.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import CommunityEduError, Language, Text, decimal_text, label
from community_edu.base.html import table
from community_edu.evaluation.assessments import Assessment
from community_edu.evaluation.criteria import Criterion
from community_edu.evaluation.formulas import noted, period
from community_edu.evaluation.marks import Score
from community_edu.evaluation.outcomes import Outcome
from community_edu.evaluation.standards import Grade, Standard
from community_edu.evaluation.wording import points_text, quantity_text, threshold_text
from community_edu.measures import Quantity
from community_edu.measures.nodes import Name

MoveKind: TypeAlias = Literal[
    "same", "better", "worse", "changed", "assessed", "unassessed", "added", "removed"
]
"""
``better`` and ``worse`` go by the points, else by the status; ``changed``: both are the
same, but a value, a target or the evidence is not. ``assessed`` and ``unassessed``: what
was not assessed now is, or the other way; that is neither better nor worse. ``added`` and
``removed``: only one version of the standard has the criterion.
"""


@attrs.define(slots=False)
class DifferentStandardsError(CommunityEduError, ValueError):
    """
    Two assessments by different standards.
    """

    code: ClassVar[str] = "different-standards"
    en: ClassVar[str] = (
        "an assessment by '{before}' cannot be compared with one by '{after}'; "
        "assess both by one standard"
    )
    zh: ClassVar[str] = "按“{before}”的评估与按“{after}”的评估不能比较，请用同一标准评估"

    before: str
    after: str


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


@attrs.frozen(kw_only=True)
class AssessmentComparison:
    """
    Two assessments of one body by one standard. In a notebook it shows as a table.

    Attributes:
        before: The earlier one.
        after: The later one.
        criteria: Every criterion, in the order of the later standard; then those that
            only the earlier version had.
    """

    before: Assessment
    after: Assessment
    criteria: tuple[CriterionMove, ...]

    def __repr__(self) -> str:
        return (
            f"AssessmentComparison(standard={self.after.standard.id!r}, "
            f"before={self.before.score!r}, after={self.after.score!r}, moved={len(self.moved)})"
        )

    @property
    def moved(self) -> tuple[CriterionMove, ...]:
        """
        The criteria of which anything is not what it was.
        """
        return tuple(move for move in self.criteria if move.kind != "same")

    @property
    def scores(self) -> tuple[Score, Score]:
        """
        The scores before and after.
        """
        return self.before.score, self.after.score

    @property
    def coverages(self) -> tuple[Fraction, Fraction]:
        """
        The coverages before and after.
        """
        return self.before.coverage, self.after.coverage

    @property
    def grades(self) -> tuple[Grade | None, Grade | None]:
        """
        The grades before and after.
        """
        return self.before.grade, self.after.grade

    def summary(self, language: Language = "zh-CN") -> str:
        """
        Say the score, the coverage and the grade before and after, in one line.
        """
        zh = language == "zh-CN"
        was, now = (points_text(score, language) for score in self.scores)
        covered, covers = (Quantity(one).to(language) for one in self.coverages)
        parts = [f"得分 {was} → {now}" if zh else f"score {was} → {now}"]
        parts.append(f"覆盖 {covered} → {covers}" if zh else f"coverage {covered} → {covers}")
        if self.after.standard.grades or self.before.standard.grades:
            none = "无" if zh else "none"
            graded, grades = (grade.name.to(language) if grade else none for grade in self.grades)
            parts.append(f"等次 {graded} → {grades}" if zh else f"grade {graded} → {grades}")
        return ("；" if zh else "; ").join(parts)

    def explain(self, language: Language = "zh-CN") -> str:
        """
        Say line by line what moved and why, and the score.
        """
        lines = [move.explain(language) for move in self.moved]
        return "\n".join([*lines, self.summary(language)])

    def _repr_html_(self) -> str:
        header = ("", "变化", "之前", "之后", "原因")
        caption = f"{self.after.standard.name.zh}　{self.summary('zh-CN')}"
        return table(header, map(_row, self.moved), caption=caption)


def _row(move: CriterionMove) -> tuple[str, ...]:
    was, now = (_outcome_text(outcome) for outcome in (move.before, move.after))
    reasons = "；".join(move.reasons("zh-CN"))
    return move.criterion.name.zh, label("move", move.kind, "zh-CN"), was, now, reasons


def _outcome_text(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    status = label("status", outcome.status, "zh-CN")
    return f"{status}，{outcome.points_text('zh-CN')}" if outcome.of else status


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


def compare_assessments(before: Assessment, after: Assessment) -> AssessmentComparison:
    """
    Tell what moved between two assessments of one body, and why.

    Both must be by one standard, or by two versions of it: with the same identifier.

    Args:
        before: The earlier one.
        after: The later one.

    Raises:
        DifferentStandardsError: They are by different standards.

    Example:
        >>> from community_edu.evaluation import Category, CategoryValue, LevelPoints, evaluate
        >>> honours = Standard(
        ...     id="honours",
        ...     name="荣誉",
        ...     categories=[
        ...         Category(id="honour", name="荣誉", values=[CategoryValue("national", "国家级")])
        ...     ],
        ...     criteria=[
        ...         Criterion(
        ...             id="honour",
        ...             name={"zh": "荣誉", "en": "Honour"},
        ...             category="honour",
        ...             levels=[LevelPoints("national", Fraction(5))],
        ...         )
        ...     ],
        ... )
        >>> now = evaluate(honours, {"honour": "national"})
        >>> compare_assessments(evaluate(honours, {}), now).moved[0].kind
        'assessed'
    """
    if before.standard.id != after.standard.id:
        raise DifferentStandardsError(before.standard.id, after.standard.id)
    found = [
        CriterionMove(
            criterion=criterion,
            before=before.by_id.get(criterion.id),
            after=after.by_id[criterion.id],
            evidence=tuple(_evidence_moves(criterion, before, after)),
        )
        for criterion in after.standard.criteria
    ]
    gone = [
        CriterionMove(criterion=outcome.criterion, before=outcome, after=None)
        for name, outcome in before.by_id.items()
        if name not in after.by_id
    ]
    return AssessmentComparison(before=before, after=after, criteria=(*found, *gone))


def _evidence_moves(
    criterion: Criterion, before: Assessment, after: Assessment
) -> Iterator[EvidenceMove]:
    names = [
        name
        for assessment in (after, before)
        for written in assessment.standard.written
        if written.id == criterion.id
        for name in _names(written)
    ]
    for name in dict.fromkeys(names):
        was, now = _value(before, name), _value(after, name)
        if was != now:
            title = _title(after.standard, name) or _title(before.standard, name)
            yield EvidenceMove(
                name=str(name), title=title or Text(str(name)), before=was, after=now
            )


def _names(criterion: Criterion) -> Iterator[Name]:
    """
    Yield what a criterion rests on: documents, its category, and the names in its formulas.
    """
    yield from map(Name, criterion.evidence)
    if criterion.looks_at:
        yield Name(criterion.looks_at)
    for formula in criterion.formulas:
        yield from formula.names


def _value(assessment: Assessment, name: Name) -> Quantity | Text | None:
    numbers: Mapping[str, Fraction] = assessment.previous if name.previous else assessment.numbers
    if name.indicator in numbers:
        return Quantity(numbers[name.indicator], assessment.standard.units[name.indicator])
    category = assessment.standard.category_by_id.get(name.indicator)
    state = assessment.evidence.get(name.indicator)
    return category.by_id[state].name if category and isinstance(state, str) else None


def _title(standard: Standard, name: Name) -> Text | None:
    titles: dict[str, Text] = {entry.id: entry.name for entry in standard.indicators}
    titles |= {entry.id: entry.name for entry in standard.categories}
    title = titles.get(name.indicator)
    return title and noted(title, period(name))
