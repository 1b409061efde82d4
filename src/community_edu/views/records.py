"""
Out to programs: findings, years, assessments and progress as plain data, as the command prints it.
"""

from fractions import Fraction

from community_edu.base import Finding, Language
from community_edu.evaluation import (
    Assessment,
    AssessmentComparison,
    CriterionMove,
    Outcome,
)
from community_edu.plans import Calendar, PlanChange, ProgressItem


def finding_record(place: str, finding: Finding, language: Language) -> dict[str, object]:
    """
    Return a finding as one row of plain data, at its *place* in a file.
    """
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": place,
        "message": finding.message(language),
        "source": str(finding.source) if finding.source else None,
    }


def year_record(calendar: Calendar, language: Language) -> dict[str, object]:
    """
    Return a year as plain data: entries, windows, what could not be dated, and doubts.
    """
    return {
        "plan": calendar.plan.id,
        "year": calendar.year,
        "entries": calendar.to_records(language),
        "windows": [
            {
                "duty": window.duty,
                "title": window.title.to(language),
                "start": window.span.start.isoformat(),
                "end": window.span.end.isoformat(),
            }
            for window in calendar.windows
        ],
        "unresolved": [
            {
                "duty": undated.duty,
                "title": undated.title.to(language),
                "code": undated.finding.code,
                "reason": undated.finding.message(language),
                "source": str(undated.finding.source) if undated.finding.source else None,
            }
            for undated in calendar.unresolved
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message(language),
                "source": str(finding.source) if finding.source else None,
            }
            for finding in calendar.findings
        ],
    }


def assessment_record(assessment: Assessment) -> dict[str, object]:
    """
    Return an assessment as plain data; numbers are the nearest decimals.
    """
    score, reason = assessment.score, assessment.grade_reason
    return {
        "points": float(score.points),
        "of": float(score.of),
        "coverage": float(assessment.coverage),
        "grade": assessment.marks.grade,
        "grade_obstacle": assessment.marks.obstacle,
        "grade_reason": reason.zh if reason else None,
        "grade_reason_en": reason.to("en") if reason else None,
        "groups": [
            {
                "id": part.group.id,
                "points": float(part.score.points),
                "of": float(part.score.of),
                "claimed": _nearest(part.claimed),
            }
            for part in assessment.group_scores
            if part.group
        ],
        "criteria": [_outcome_record(assessment, outcome) for outcome in assessment.outcomes],
    }


def _outcome_record(assessment: Assessment, outcome: Outcome) -> dict[str, object]:
    gap = assessment.gap(outcome.criterion.id)
    value, threshold = outcome.value, outcome.threshold
    return {
        "id": outcome.criterion.id,
        "status": outcome.status,
        "points": float(outcome.points),
        "of": float(outcome.of),
        "claimed": _nearest(outcome.claimed),
        "value": float(value.amount) if value else None,
        "value_exact": str(value.amount) if value else None,
        "target": float(threshold.quantity.amount) if threshold else None,
        "target_text": str(threshold) if threshold else None,
        "place": outcome.place,
        "open": [str(condition.condition) for condition in outcome.open_conditions],
        "gap": float(gap.amount) if gap else None,
        "gap_lever": gap.lever if gap else None,
        "gap_unit": str(gap.unit) if gap else None,
        "reason": outcome.explain("zh-CN"),
        "reason_en": outcome.explain("en"),
    }


def comparison_record(comparison: AssessmentComparison, language: Language) -> dict[str, object]:
    """
    Return what moved between two assessments as plain data.
    """
    return {
        "before": _totals_record(comparison.before),
        "after": _totals_record(comparison.after),
        "moved": [_move_record(move, language) for move in comparison.moved],
    }


def _totals_record(assessment: Assessment) -> dict[str, object]:
    return {
        "points": float(assessment.score.points),
        "of": float(assessment.score.of),
        "coverage": float(assessment.coverage),
        "grade": assessment.marks.grade,
    }


def _move_record(move: CriterionMove, language: Language) -> dict[str, object]:
    before, after = move.before, move.after
    return {
        "id": move.criterion.id,
        "kind": move.kind,
        "status_before": before.status if before else None,
        "status": after.status if after else None,
        "points_before": float(before.points) if before else None,
        "points": float(after.points) if after else None,
        "value_before": float(before.value.amount) if before and before.value else None,
        "value": float(after.value.amount) if after and after.value else None,
        "evidence": [moved.name for moved in move.evidence],
        "message": move.explain(language),
    }


def change_record(change: PlanChange, language: Language) -> dict[str, object]:
    """
    Return one change between two plans as plain data.
    """
    return {
        "kind": change.kind,
        "path": list(change.path),
        "title": change.name.to(language),
        "fields": [
            {
                "key": field.key,
                "before": field.before.to(language) if field.before else None,
                "after": field.after.to(language) if field.after else None,
            }
            for field in change.fields
        ],
        "message": change.message(language),
    }


def progress_record(item: ProgressItem, language: Language) -> dict[str, object]:
    """
    Return one item of progress as plain data; numbers are the nearest decimals.
    """
    planned = item.planned.to(language) if item.planned else None
    actual = item.actual.to(language) if item.actual else None
    bound = item.threshold.quantity.amount if item.threshold else None
    target = item.kind == "target"
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.name.to(language),
        "measure": str(item.measure) if item.measure else None,
        "planned": _nearest(bound) if target else planned,
        "planned_text": planned,
        "actual": _nearest(item.value.exact if item.value else None) if target else actual,
        "actual_text": actual,
        "status": item.status,
        "share": _nearest(item.share.exact if item.share else None),
        "expected": _nearest(item.expected),
        "reason": item.reason.to(language) if item.reason else None,
        "message": item.explain(language),
    }


def _nearest(exact: Fraction | None) -> float | None:
    """
    Return the decimal nearest to an exact number, for JSON.
    """
    return None if exact is None else float(exact)
