"""
Assessments as tables in a notebook.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from community_edu.base import Text, decimal_text, label
from community_edu.base.html import table
from community_edu.evaluation.explaining.wording import quantity_text, threshold_text

if TYPE_CHECKING:
    from community_edu.evaluation.assessments.assessments import Assessment
    from community_edu.evaluation.assessments.group_scores import GroupScore
    from community_edu.evaluation.explaining.outcomes import Outcome


def assessment_table(assessment: "Assessment") -> str:
    """
    Return an HTML table: the criteria under their headings, with sums, and the score above it.

    Points that the body claims for itself have a column if it claims any.
    """
    claims = bool(assessment.claims)
    header = ["", "状态", "得分", *(["自评分"] if claims else []), "值", "目标", "差距"]
    indicators = assessment.standard.indicators
    names: dict[str, Text] = {indicator.id: indicator.name for indicator in indicators}
    rows: list[list[str]] = []
    headings: set[int] = set()
    for part in assessment.group_scores:
        if part.group is not None:
            headings.add(len(rows))
        rows += _part_rows(assessment, part, names, claims=claims)
    caption = f"{assessment.standard.name.zh}　{assessment.summary('zh-CN')}"
    return table(header, rows, caption=caption, headings=headings)


def _part_rows(
    assessment: "Assessment", part: "GroupScore", names: Mapping[str, Text], *, claims: bool
) -> Iterator[list[str]]:
    if part.group is not None:
        name = f"{'　' * part.depth}{part.group.name.zh}"
        points = f"{decimal_text(part.score.points)} / {decimal_text(part.score.of)}"
        claimed = "" if part.claimed is None else decimal_text(part.claimed)
        yield [name, "", points, *([claimed] if claims else []), "", "", ""]
    for outcome in part.outcomes:
        claimed = "" if outcome.claimed is None else decimal_text(outcome.claimed)
        points = f"{decimal_text(outcome.points)} / {decimal_text(outcome.of)}"
        yield [
            outcome.criterion.name.zh,
            label("status", outcome.status, "zh-CN"),
            points if outcome.of else "",
            *([claimed] if claims else []),
            _value(outcome),
            _target(outcome),
            _gap(assessment, outcome, names),
        ]


def _value(outcome: "Outcome") -> str:
    value = quantity_text(outcome.value, "zh-CN") if outcome.value else ""
    if outcome.criterion.scale == "awarded":
        return ""
    if outcome.state is not None:
        value = f"{outcome.state.name.zh} {value}".strip()
    if outcome.place is not None:
        value = f"{value}，第 {outcome.place} 名"
    if len(outcome.conditions) > 1:
        holding = len(outcome.conditions) - len(outcome.open_conditions)
        value = f"{holding} / {len(outcome.conditions)} 项"
    return value


def _target(outcome: "Outcome") -> str:
    return threshold_text(outcome.threshold, "zh-CN") if outcome.threshold else ""


def _gap(assessment: "Assessment", outcome: "Outcome", names: Mapping[str, Text]) -> str:
    """
    Say what it would take, or which conditions are open, or why nothing is known.
    """
    if outcome.reason is not None:
        return outcome.reason.zh
    if len(outcome.conditions) > 1 and outcome.status != "met":
        return "、".join(condition.name.zh for condition in outcome.open_conditions)
    gap = assessment.gap(outcome.criterion.id)
    if gap is None or not gap.amount:
        return ""
    nearer = f"（下一档 {gap.next.to('zh-CN')}）" if gap.next else ""
    return f"{names[gap.lever].zh} {gap.to('zh-CN')}{nearer}"
