"""
Does the calendar keep the plan's own promises?
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import attrs

from community_edu.base import Finding, FindingKind, Path, Text, UnknownReferenceError, label
from community_edu.calendars import (
    Occasion,
    Period,
    Quota,
    Shortfall,
    Span,
    UncountableQuotaError,
)
from community_edu.calendars.periods import SCHOOL_UNITS
from community_edu.courses import check_sections
from community_edu.plans.arrangements import REMARKS
from community_edu.plans.calendars import Calendar
from community_edu.plans.document_checks import check_document
from community_edu.plans.doubts import COUNT_WITHOUT_DATES
from community_edu.plans.duties import Duty
from community_edu.plans.plans import Plan
from community_edu.plans.reports import check_report

DUTY = ("duty", "工作任务")

QUOTA_NOT_MET = FindingKind(
    "quota-not-met",
    "error",
    zh="“{title}”应{quota}，日历中 {periods}",
    en="'{title}' must happen {quota}; the calendar has {periods}",
)
QUOTA_NOT_COUNTABLE = FindingKind(
    "quota-not-countable",
    "info",
    zh="“{title}”应{quota}，缺少{missing}，无法清点",
    en="'{title}' must happen {quota}, which cannot be counted without {missing}",
)
RECORD_SHORT_OF_QUOTA = FindingKind(
    "record-short-of-quota",
    "error",
    zh="“{title}”应{quota}，记录中 {periods}",
    en="'{title}' must happen {quota}; the record has {periods}",
)
NOT_YET = FindingKind(
    "not-yet",
    "info",
    zh="“{title}”应{quota}，到 {on} 为止 {periods}，期限未到",
    en="'{title}' must happen {quota}; by {on} the record has {periods}, and there is still time",
)
MOST_PERIODS = 4
"""
How many periods a sentence names before it only counts them.
"""


Check: TypeAlias = Callable[[Plan, Calendar | None], Iterable[Finding]]
"""
A check of one's own: it takes a plan and its calendar, if there is one, and finds.
"""


def check_plan(
    plan: Plan, calendar: Calendar | None = None, *, checks: Iterable[Check] = ()
) -> tuple[Finding, ...]:
    """
    Check a plan against itself, and its calendar against its quotas.

    Args:
        plan: The plan.
        calendar: Its year; without it only what needs no dates is checked.
        checks: Checks of your own, with kinds of finding of your own.

    Returns:
        The remarks on the text; what it leaves open, such as targets that
        nothing can measure, one name for several scopes, or criteria without
        items; classes whose numbers do not fit; claims that its numbers do not
        bear out, and what follows from them. With a calendar also what was
        doubtful in dating it, what could not be dated, and every quota that its
        entries do not keep, period by period: the events of a duty are counted,
        or its tasks if it can have no events;
        dates that are only proposed are not. A week that is only partly in the
        year may have too many, never too few; of a school term it is told that
        the year alone cannot decide. Each thing is said once: a count without
        any date is a quota not met. Last, what your own checks find, in their order.

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
    findings = [*_remarks(plan), *check_document(plan), *check_sections(plan.sections)]
    if plan.report is not None:
        findings.extend(check_report(plan.report, plan.indicators))
    if calendar is not None:
        findings.extend(calendar.findings)
        findings.extend(
            undated.finding
            for undated in calendar.unresolved
            if undated.finding.kind is not COUNT_WITHOUT_DATES  # the quota says it
        )
        findings.extend(_quotas(plan, calendar))
    for check in checks:
        findings.extend(check(plan, calendar))
    return tuple(findings)


def _remarks(plan: Plan) -> Iterator[Finding]:
    for index, remark in enumerate(plan.remarks):
        yield Finding(
            REMARKS[remark.code], ("remarks", index), {"text": remark.text}, remark.source
        )


def check_record(
    calendar: Calendar,
    record: Mapping[str, Iterable[Occasion]],
    *,
    on: date | None = None,
    years: Span | None = None,
) -> tuple[Finding, ...]:
    """
    Check a record of what was done (工作记录) against the quotas of the plan.

    Args:
        calendar: The plan bound to the year that is asked about; its windows
            and school terms are those that count. What it has planned does not.
        record: What was done, by the identifier of the duty. Of a duty that is
            not in it nothing was done.
        on: The day on which it is asked: what is too little in a period that is
            not over by then is *not yet* done, instead of missing. Without it
            every period is taken to be over.
        years: The days of the plan, if it is for several years, for what is
            counted per plan.

    Returns:
        What was not done, period by period and member by member, what is not
        done yet, and what cannot be counted.

    Raises:
        UnknownReferenceError: The record names a duty that the plan has not.

    Example:
        >>> from community_edu.calendars import Quota
        >>> from community_edu.plans import Duty, build_calendar
        >>> duty = Duty(id="class", name="集中授课", quota=Quota.parse(">= 1 per quarter"))
        >>> calendar = build_calendar(Plan(id="school", title="家长学校", duties=[duty]), 2026)
        >>> record = {"class": [Occasion(date(2026, 5, 8))]}
        >>> for finding in check_record(calendar, record, on=date(2026, 9, 1)):
        ...     print(finding.message("zh-CN"))
        “集中授课”应每季度不少于 1 次，记录中 2026-Q1 有 0 次
        “集中授课”应每季度不少于 1 次，到 2026-09-01 为止 2026-Q3 有 0 次、2026-Q4 有 0 次，期限未到
    """
    duties: dict[str, Duty] = {duty.id: duty for duty in calendar.plan.duties}
    for duty_id in record:
        if duty_id not in duties:
            raise UnknownReferenceError((duty_id,), *DUTY, duty_id, tuple(duties))
    findings: list[Finding] = []
    for index, duty in enumerate(calendar.plan.duties):
        if duty.quota is not None:
            count = _Count(calendar, duty, ("duties", index, "quota"))
            findings.extend(count.of_record(duty.quota, record.get(duty.id, ()), on, years))
    return tuple(findings)


def _quotas(plan: Plan, calendar: Calendar) -> Iterator[Finding]:
    for index, duty in enumerate(plan.duties):
        if duty.quota is not None:
            yield from _Count(calendar, duty, ("duties", index, "quota")).of_entries(duty.quota)


@attrs.frozen
class _Count:
    """
    The counting of one duty.
    """

    calendar: Calendar
    duty: Duty
    path: Path

    def find(self, kind: FindingKind, quota: Quota, **items: object) -> Finding:
        said = Text(quota.to("zh-CN"), en=quota.to("en"))
        parameters = {"title": self.duty.name, "quota": said, **items}
        return Finding(kind, self.path, parameters, self.duty.source)

    def members(self, quota: Quota) -> tuple[str, ...]:
        return tuple(self.calendar.plan.members.get(quota.each or "", ()))

    def of_entries(self, quota: Quota) -> Iterator[Finding]:
        """
        Count the events of the duty, or its tasks if it can have no events.
        """
        kind = "task" if self.duty.due is not None and self.duty.when is None else "event"
        done = [
            Occasion(entry.span, entry.member)
            for entry in self.calendar.entries
            if entry.duty == self.duty.id and entry.kind == kind and entry.status != "proposed"
        ]
        try:
            periods = self.calendar.periods(self.duty)
            gaps = quota.shortfalls(done, periods, members=self.members(quota))
            self.check_members(quota, done)
        except UncountableQuotaError as error:
            yield self.find(QUOTA_NOT_COUNTABLE, quota, missing=error.missing)
            return
        certain = tuple(
            gap for gap in gaps if gap.counted >= quota.at_least or self.whole(gap.period)
        )
        if certain:
            yield self.find(QUOTA_NOT_MET, quota, periods=self.said(certain))
        beside = [gap.period.key for gap in gaps if gap not in certain]
        if beside and quota.per != "week":
            names = ", ".join(dict.fromkeys(beside))
            missing = Text(f"{names} 在计划之外的部分", en=f"the part of {names} beside the plan")
            if quota.per in SCHOOL_UNITS:
                missing = Text(
                    f"{names} 在相邻年份的部分", en=f"the part of {names} in another year"
                )
            yield self.find(QUOTA_NOT_COUNTABLE, quota, missing=missing)

    def of_record(
        self,
        quota: Quota,
        occasions: Iterable[Occasion],
        on: date | None,
        years: Span | None,
    ) -> Iterator[Finding]:
        """
        Count what was done.
        """
        done = tuple(occasions)
        try:
            if quota.per == "plan" and years is not None:
                periods = quota.periods(years)
            else:
                periods = self.calendar.periods(self.duty)
            gaps = quota.shortfalls(done, periods, members=self.members(quota), on=on)
            self.check_members(quota, done)
        except UncountableQuotaError as error:
            yield self.find(QUOTA_NOT_COUNTABLE, quota, missing=error.missing)
            return
        missing = tuple(gap for gap in gaps if not gap.open)
        if missing:
            yield self.find(RECORD_SHORT_OF_QUOTA, quota, periods=self.said(missing))
        still = tuple(gap for gap in gaps if gap.open)
        if still:
            yield self.find(NOT_YET, quota, periods=self.said(still), on=on)

    def whole(self, period: Period) -> bool:
        """
        Tell whether the calendar has all of a period, and not only a part.
        """
        covered = self.calendar.covered or (period.span,)
        inside = any(
            run.start <= period.span.start and period.span.end <= run.end for run in covered
        )
        return inside and period.span.start.year == period.span.last.year

    def check_members(self, quota: Quota, done: Iterable[Occasion]) -> None:
        """
        Refuse to count what was for no stated member, where each must have it.
        """
        nobody = [str(one.span.start) for one in done if one.member is None]
        if quota.each is not None and nobody:
            zh, en = label("set", quota.each, "zh-CN"), label("set", quota.each, "en")
            missing = Text(
                f"{nobody[0]} 等 {len(nobody)} 次所属的{zh}",
                en=f"the {en} of some (times: {len(nobody)}, the first {nobody[0]})",
            )
            raise UncountableQuotaError(str(quota), missing)

    def said(self, gaps: Sequence[Shortfall]) -> Text:
        """
        Name the first periods, with what was counted there, and count the others.
        """
        named = gaps[:MOST_PERIODS]
        more = len(gaps) - len(named)
        who = [self.calendar.plan.member_name(gap.member) if gap.member else None for gap in named]
        zh = "、".join(
            f"{gap.period} " + (f"{name.zh} " if name else "") + f"有 {gap.counted} 次"
            for gap, name in zip(named, who, strict=True)
        )
        en = ", ".join(
            f"{gap.counted} in {gap.period}" + (f" for {name.to('en')}" if name else "")
            for gap, name in zip(named, who, strict=True)
        )
        return (
            Text(f"{zh}，另有 {more} 期", en=f"{en} and {more} more") if more else Text(zh, en=en)
        )
