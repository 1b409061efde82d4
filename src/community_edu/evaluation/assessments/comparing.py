"""
Comparing two assessments: what moved, and why.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, Text, label
from community_edu.base.html import table
from community_edu.evaluation.assessments.assessments import Assessment
from community_edu.evaluation.assessments.moves import CriterionMove, EvidenceMove
from community_edu.evaluation.explaining.formulas import noted, period
from community_edu.evaluation.explaining.outcomes import Outcome
from community_edu.evaluation.explaining.wording import points_text
from community_edu.evaluation.judging.marks import Score
from community_edu.evaluation.standards import Criterion, Grade, Standard
from community_edu.measures import Quantity
from community_edu.measures.nodes import Name


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
