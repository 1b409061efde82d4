"""
Out to a terminal: findings, years and assessments line by line.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from community_edu.base import Finding, Language, Text, decimal_text, label
from community_edu.evaluation import Assessment, AssessmentComparison, Outcome, points_text
from community_edu.plans import Calendar, daily_runs, run_text, status_mark


def finding_line(place: str, finding: Finding, language: Language) -> str:
    """
    Say a finding in one line, as compilers do: its place, severity, code and sentence.
    """
    severity = label("severity", finding.severity, language)
    source = f" ⟨{finding.source}⟩" if finding.source else ""
    return f"{place}: {severity} {finding.code}: {finding.message(language)}{source}"


def counts_line(findings: Sequence[Finding], language: Language) -> str:
    """
    Say how many findings there are, by severity.
    """
    counts = [
        (label("severity", severity, language), sum(f.severity == severity for f in findings))
        for severity in ("error", "warning", "info")
    ]
    if language == "zh-CN":
        return f"共 {len(findings)} 条：" + "、".join(f"{name} {count}" for name, count in counts)
    by_severity = ", ".join(f"{name} {count}" for name, count in counts)
    return f"findings: {len(findings)} ({by_severity})"


def year_text(calendar: Calendar, language: Language) -> str:
    """
    Say a year line by line, with what could not be dated, and the doubts (※) after it.
    """
    lines = [f"{calendar.plan.title.to(language)}  {calendar.summary(language)}"]
    if calendar.entries:
        lines.append("")
    for entry, last in daily_runs(calendar.entries):
        flag = f"{status_mark(entry, language)}{' ※' if entry.findings else ''}"
        when = run_text(entry, last, language)
        lines.append(f"{when}  {entry.title.to(language)}{flag}")
    if calendar.unresolved:
        mark = {"zh-CN": "未能定日：", "en": "Not dated:"}[language]
        reasons = (_about(one.title, one.finding, language) for one in calendar.unresolved)
        lines += ["", mark, *(f"- {reason}" for reason in reasons)]
    if calendar.findings:
        duties = enumerate(calendar.plan.duties)
        names: Mapping[Sequence[object], Text] = {("duties", i): duty.name for i, duty in duties}
        reasons = (
            _about(names.get(found.path[:2]), found, language) for found in calendar.findings
        )
        lines += ["", "※", *(f"- {reason}" for reason in reasons)]
    return "".join(f"{line}\n" for line in lines)


def _about(title: Text | None, finding: Finding, language: Language) -> str:
    """
    Say a finding with what it is about, where its own sentence does not name it.
    """
    message = finding.message(language)
    name = title.to(language) if title else ""
    if name in message:
        return message
    return f"“{name}”：{message}" if language == "zh-CN" else f"'{name}': {message}"


def assessment_text(assessment: Assessment, language: Language) -> str:
    """
    Say an assessment: each criterion with its gap, under headings with their sums, and the score.
    """
    lines: list[str] = []
    for part in assessment.group_scores:
        indent = "  " * (part.depth + 1 if part.group else 0)
        if part.group is not None:
            name = part.group.name.to(language)
            points = points_text(part.score, language)
            claimed = _claimed(part.claimed, language)
            said = f"（{points}{claimed}）" if language == "zh-CN" else f" ({points}{claimed})"
            lines.append(f"{indent[2:]}{name}{said}")
        lines += (f"{indent}{_outcome(assessment, it, language)}" for it in part.outcomes)
    lines += ["", score_line(assessment, language)]
    return "".join(f"{line}\n" for line in lines)


def _outcome(assessment: Assessment, outcome: Outcome, language: Language) -> str:
    gap = assessment.gap(outcome.criterion.id)
    need = f"  {gap.lever} {gap.to(language)}" if gap and gap.amount else ""
    return f"{outcome.explain(language)}{_claimed(outcome.claimed, language)}{need}"


def _claimed(points: Fraction | None, language: Language) -> str:
    if points is None:
        return ""
    said = decimal_text(points)
    return f"，自评 {said} 分" if language == "zh-CN" else f", {said} claimed"


def score_line(assessment: Assessment, language: Language) -> str:
    """
    Say the score of an assessment in one line, and its grade or why it has none.
    """
    return assessment.summary(language)


def comparison_text(comparison: AssessmentComparison, language: Language) -> str:
    """
    Say what moved between two assessments, line by line, and the scores.
    """
    return f"{comparison.explain(language)}\n"
