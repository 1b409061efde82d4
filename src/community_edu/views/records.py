"""
Out to programs: findings, years, assessments and progress as plain data, as the command prints it.
"""

from fractions import Fraction

from community_edu.base import Finding, Language
from community_edu.evaluation import Assessment, Outcome
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
    score = assessment.score
    return {
        "points": float(score.points),
        "of": float(score.of),
        "coverage": float(assessment.coverage),
        "grade": None,
        "criteria": [_outcome_record(assessment, outcome) for outcome in assessment.outcomes],
    }


def _outcome_record(assessment: Assessment, outcome: Outcome) -> dict[str, object]:
    gap = assessment.gap(outcome.criterion.id)
    value, threshold = outcome.value, outcome.threshold
    return {
        "id": outcome.criterion.id,
        "status": outcome.status,
        "value": float(value.amount) if value else None,
        "value_exact": str(value.amount) if value else None,
        "target": float(threshold.quantity.amount) if threshold else None,
        "target_text": str(threshold) if threshold else None,
        "gap": float(gap.amount) if gap else None,
        "gap_lever": gap.lever if gap else None,
        "gap_unit": str(gap.unit) if gap else None,
        "reason": outcome.explain("zh-CN"),
        "reason_en": outcome.explain("en"),
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
