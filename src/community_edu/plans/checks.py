"""
Does the calendar keep the plan's own promises?
"""

from collections.abc import Iterator

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars import Period, Shortfall
from community_edu.plans.arrangements import REMARKS
from community_edu.plans.calendars import Calendar
from community_edu.plans.dating import COUNT_WITHOUT_DATES
from community_edu.plans.plans import Plan

QUOTA_NOT_MET = FindingKind(
    "quota-not-met",
    "error",
    zh="“{title}”应{quota}，日历中 {periods}",
    en="'{title}' must happen {quota}; the calendar has {periods}",
)
QUOTA_NOT_COUNTABLE = FindingKind(
    "quota-not-countable",
    "info",
    zh="“{title}”应{quota}，仅凭日历无法清点",
    en="'{title}' must happen {quota}, which a calendar alone cannot count",
)
TARGET_NOT_MEASURABLE = FindingKind(
    "target-not-measurable",
    "warning",
    zh="目标“{title}”没有可计算的指标或目标值",
    en="the target '{title}' has no measure or no threshold",
)
MOST_PERIODS = 4
"""
How many periods a sentence names before it only counts them.
"""


def check_plan(plan: Plan, calendar: Calendar | None = None) -> tuple[Finding, ...]:
    """
    Check a plan against itself, and its calendar against its quotas.

    Args:
        plan: The plan.
        calendar: Its year; without it only what needs no dates is checked.

    Returns:
        The remarks on the text, targets that nothing can measure; with a
        calendar also what was doubtful in dating it, what could not be dated,
        and every quota that its entries do not keep, period by period: the
        events of a duty are counted, or its tasks if it has no events. A week
        that is only partly in the year may have too many, never too few. Each
        thing is said once: a count without any date is a quota not met.

    Example:
        >>> from community_edu.calendars import Quota, parse_rule
        >>> from community_edu.plans import Duty, build_calendar
        >>> duty = Duty(
        ...     id="class",
        ...     name="集中授课",
        ...     when=parse_rule("fixed(5, 8)"),
        ...     quota=Quota.parse(">= 1 per quarter"),
        ... )
        >>> plan = Plan(id="school", title="家长学校", duties=[duty])
        >>> print(check_plan(plan, build_calendar(plan, 2026))[0].message("zh-CN"))
        “集中授课”应每季度不少于 1 次，日历中 2026-Q1 有 0 次、2026-Q3 有 0 次、2026-Q4 有 0 次
    """
    findings = [*_remarks(plan), *_targets(plan)]
    if calendar is not None:
        findings.extend(calendar.findings)
        findings.extend(
            undated.finding
            for undated in calendar.unresolved
            if undated.finding.kind is not COUNT_WITHOUT_DATES  # the quota says it
        )
        findings.extend(_quotas(plan, calendar))
    return tuple(findings)


def _remarks(plan: Plan) -> Iterator[Finding]:
    for index, remark in enumerate(plan.remarks):
        yield Finding(
            REMARKS[remark.code], ("remarks", index), {"text": remark.text}, remark.source
        )


def _targets(plan: Plan) -> Iterator[Finding]:
    for index, target in enumerate(plan.targets):
        if target.measure is None or (target.threshold is None and target.trend is None):
            items = {"title": target.name}
            yield Finding(TARGET_NOT_MEASURABLE, ("targets", index), items, target.source)


def _quotas(plan: Plan, calendar: Calendar) -> Iterator[Finding]:
    for index, duty in enumerate(plan.duties):
        if duty.quota is None:
            continue
        path = ("duties", index, "quota")
        quota = Text(duty.quota.to("zh-CN"), en=duty.quota.to("en"))
        if not duty.quota.countable:
            items = {"title": duty.name, "quota": quota}
            yield Finding(QUOTA_NOT_COUNTABLE, path, items, duty.source)
            continue
        kind = "event" if duty.when is not None else "task"
        days = [
            entry.first_day
            for entry in calendar.entries
            if entry.duty == duty.id and entry.kind == kind
        ]
        gaps = tuple(
            gap
            for gap in duty.quota.shortfalls(days, calendar.year)
            if gap.counted >= duty.quota.at_least or _whole(gap.period)
        )
        if gaps:
            items = {"title": duty.name, "quota": quota, "periods": _counts(gaps)}
            yield Finding(QUOTA_NOT_MET, path, items, duty.source)


def _whole(period: Period) -> bool:
    """
    Tell whether a period lies in one year; of a week that does not, the calendar has a part.
    """
    return period.span.start.year == period.span.last.year


def _counts(gaps: tuple[Shortfall, ...]) -> Text:
    named = gaps[:MOST_PERIODS]
    more = len(gaps) - len(named)
    zh = "、".join(f"{gap.period} 有 {gap.counted} 次" for gap in named)
    en = ", ".join(f"{gap.counted} in {gap.period}" for gap in named)
    return Text(f"{zh}，另有 {more} 期", en=f"{en} and {more} more") if more else Text(zh, en=en)
