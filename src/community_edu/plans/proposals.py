"""
Proposals (排期建议): dates for what a plan leaves open, marked as no more than that.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import attrs

from community_edu.base import Finding, FindingKind, Path
from community_edu.calendars import Period, Span, UncountableQuotaError, Wishes, propose
from community_edu.calendars.periods import SCHOOL_UNITS, civil_year
from community_edu.calendars.placement import CANNOT_BE_PLACED, NO_WISHES, WISH_NOT_MET
from community_edu.plans.calendars import Calendar, Entry, Window, in_time
from community_edu.plans.doubts import COUNT_WITHOUT_DATES, TO_BE_PLACED
from community_edu.plans.duties import Duty
from community_edu.plans.entries import duty_entry, free_key, taken_keys

DATES_PROPOSED = FindingKind(
    "dates-proposed",
    "info",
    zh="“{title}”有 {count} 个日期是建议的，首个是 {first}，尚待确定",
    en="dates of '{title}' that are only proposed: {count}, the first {first}; somebody has to "
    "decide",
)
PROPOSAL_FALLS_SHORT = FindingKind(
    "proposal-falls-short",
    CANNOT_BE_PLACED.severity,
    zh=f"“{{title}}”：{CANNOT_BE_PLACED.zh}",
    en=f"'{{title}}': {CANNOT_BE_PLACED.en}",
)
PROPOSAL_AGAINST_WISH = FindingKind(
    "proposal-against-wish",
    WISH_NOT_MET.severity,
    zh=f"“{{title}}”{WISH_NOT_MET.zh}",
    en=f"'{{title}}' has {WISH_NOT_MET.en}",
)
NOT_PROPOSED = FindingKind(
    "not-proposed",
    "warning",
    zh="缺少{missing}，无法为“{title}”建议日期",
    en="no dates can be proposed for '{title}' without {missing}",
)
_SAID = {CANNOT_BE_PLACED: PROPOSAL_FALLS_SHORT, WISH_NOT_MET: PROPOSAL_AGAINST_WISH}


def propose_dates(calendar: Calendar, *, wishes: Wishes = NO_WISHES) -> Calendar:
    """
    Propose dates for what the plan leaves open (建议日期).

    A duty with a quota gets what each of its periods lacks: one a quarter for
    ``>= 1 per quarter``, in the quarters that have none; per member if each
    must have it. Without a quota, each of its windows without a date gets one.
    All lie within the windows of the duty, or else within the year.

    Nothing that is dated is touched. A proposal is known by its duty and the
    period that it is for, ``plan/duty/2026-Q1``: it stays the same when it
    moves, and when the plan says the date that was chosen (`Duty.chosen`).

    Args:
        calendar: The year of a plan.
        wishes: What the dates should be like. They are kept clear of the events
            of the plan and of one another.

    Returns:
        The calendar with the proposals among its entries, each with the status
        ``proposed``, and with findings that say so.

    Raises:
        HolidaysNotAnnouncedError: The work calendar of the wishes knows nothing
            of the year, and is not to assume anything.

    Example:
        >>> from community_edu.calendars import Quota
        >>> from community_edu.plans import Plan, build_calendar
        >>> duty = Duty(id="talk", name="讲座", quota=Quota.parse(">= 1 per half_year"))
        >>> plan = Plan(id="school", title="学校", duties=[duty])
        >>> found = propose_dates(build_calendar(plan, 2026), wishes=Wishes(weekdays=["SAT"]))
        >>> [(entry.id, str(entry.start), entry.status) for entry in found.entries]
        ... # doctest: +NORMALIZE_WHITESPACE
        [('school/talk/2026-H1', '2026-04-04', 'proposed'),
         ('school/talk/2026-H2', '2026-10-03', 'proposed')]
    """
    work = _Proposing.of(calendar, wishes)
    for index, duty in enumerate(calendar.plan.duties):
        if duty.due is None and (duty.quota is not None or duty.within is not None):
            work.duty(duty, ("duties", index))
    return attrs.evolve(
        calendar,
        entries=in_time((*calendar.entries, *work.made)),
        unresolved=[
            undated
            for undated in calendar.unresolved
            if undated.duty not in work.settled
            or undated.finding.kind not in {TO_BE_PLACED, COUNT_WITHOUT_DATES}
        ],
        findings=(*calendar.findings, *work.findings),
    )


@attrs.frozen
class _Proposing:
    """
    The work of `propose_dates`: what was made so far.

    Attributes:
        used: The identifiers of entries that are taken.
        windows: The windows of each duty.
        events: The events of each duty, those that were made among them.
        busy: The days of all events.
        made: The proposals.
        settled: The duties that have all their dates now.
    """

    calendar: Calendar
    wishes: Wishes
    used: set[str]
    windows: Mapping[str, list[Window]]
    events: Mapping[str, list[Entry]]
    busy: set[Span]
    made: list[Entry] = attrs.field(factory=list[Entry])
    findings: list[Finding] = attrs.field(factory=list[Finding])
    settled: set[str] = attrs.field(factory=set[str])

    @classmethod
    def of(cls, calendar: Calendar, wishes: Wishes) -> "_Proposing":
        windows: defaultdict[str, list[Window]] = defaultdict(list)
        for window in calendar.windows:
            windows[window.duty].append(window)
        events: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in calendar.entries:
            if entry.kind == "event":
                events[entry.duty].append(entry)
        busy = {entry.span for entries in events.values() for entry in entries}
        return cls(calendar, wishes, taken_keys(calendar.entries), windows, events, busy)

    def duty(self, duty: Duty, path: Path) -> None:
        calendar, quota = self.calendar, duty.quota
        year = civil_year(calendar.year)
        own = self.windows[duty.id]
        windows = calendar.covered or [year]
        if duty.within is not None:
            windows = [window.span for window in own]
        members: Sequence[str | None] = (None,)
        try:
            periods = calendar.periods(duty)
            if quota is not None and quota.each is not None:
                members = tuple(calendar.plan.members.get(quota.each, ()))
                quota.count((), periods, members=calendar.plan.members.get(quota.each, ()))
        except UncountableQuotaError as error:
            missing = {"title": duty.name, "missing": error.missing}
            self.findings.append(Finding(NOT_PROPOSED, path, missing, duty.source))
            return
        if quota is not None and quota.per in SCHOOL_UNITS:  # others belong to the year before
            periods = tuple(period for period in periods if period.span.start >= year.start)
        made: list[Entry] = []
        short = False
        for member in members:
            count = 1 if quota is None else quota.at_least
            short |= self.member(duty, path, windows, periods, count, member, made)
        self.made.extend(made)
        if made:
            items = {"title": duty.name, "count": len(made), "first": made[0].first_day}
            self.findings.append(Finding(DATES_PROPOSED, path, items, duty.source))
        if not short:
            self.settled.add(duty.id)

    def member(  # noqa: PLR0917 - the question as it was put
        self,
        duty: Duty,
        path: Path,
        windows: Sequence[Span],
        periods: Sequence[Period],
        count: int,
        member: str | None,
        made: list[Entry],
    ) -> bool:
        """
        Add to *made* the dates for one member, or for all; tell whether some are still missing.
        """
        own = [entry for entry in self.events[duty.id] if member in {None, entry.member}]
        found = propose(
            windows,
            count,
            periods=periods,
            taken=[entry.span for entry in own],
            busy=self.busy,
            wishes=self.wishes,
        )
        prefix = f"{self.calendar.plan.id}/{duty.id}"
        suffix = "" if member is None else f"/{member}"
        for span in found.spans:
            bucket = next(period for period in periods if span.start in period.span)
            key = free_key(prefix, f"{bucket.key}{suffix}", self.used)
            entry = duty_entry(
                self.calendar.plan,
                duty,
                span,
                id=f"{prefix}/{key}",
                kind="event",
                path=path,
                findings=(DATES_PROPOSED.code,),
                status="proposed",
                member=member,
            )
            made.append(entry)
            self.events[duty.id].append(entry)
            self.busy.add(entry.span)
        for finding in found.findings:
            items: dict[str, object] = {"title": duty.name, **finding.parameters}
            self.findings.append(Finding(_SAID[finding.kind], path, items, duty.source))
        return any(finding.kind is CANNOT_BE_PLACED for finding in found.findings)
