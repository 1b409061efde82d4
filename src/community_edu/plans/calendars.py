"""
The year of a plan: dated entries, windows still to fill, and what could not be dated.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Finding, Language, Source, Text, label
from community_edu.calendars import Period, SchoolTerms, Span, UncountableQuotaError
from community_edu.organizations import Coordinates
from community_edu.plans.duties import Duty
from community_edu.plans.plans import Plan

EntryKind: TypeAlias = Literal["event", "task", "theme", "observance"]
ENTRY_KINDS: tuple[EntryKind, ...] = ("event", "task", "theme", "observance")

EntryStatus: TypeAlias = Literal["fixed", "provisional", "proposed"]
"""
How sure a date is: ``fixed`` by the plan, ``provisional`` if it is an estimate or depends on
a notice that is not out yet, ``proposed`` where the plan leaves it open.
"""


@attrs.frozen
class EntryEducator:
    """
    Who teaches in an entry (主讲人). Feeds know them by `id`, and name them only if asked.

    Attributes:
        id: The identifier of the educator.
        name: What they are called: personal data, not for public calendars.

    Example:
        >>> print(EntryEducator("zhao", Text("赵老师")).name)
        赵老师
    """

    id: str
    name: Text


@attrs.frozen(kw_only=True)
class Entry:
    """
    One dated thing.

    Attributes:
        id: Permanent: plan, duty and the period it stands for, never the date;
            ``jingtai-street/monthly-report/due-2026-03`` for a task.
        kind: An event takes place, a task or a milestone is due, a theme fills its
            month, an observance is a day that a theme leans on.
        title: What a reader calls it.
        start: The first day, or the local time at which it begins.
        end: The day after the last, or the local time at which it ends.
        duty: The duty, theme or milestone of the plan that it comes from.
        path: Where that stands in the plan.
        audiences: Whom it is for.
        location: Where it takes place.
        description: What else a reader should know.
        source: The words of the plan behind it.
        findings: The codes of findings about it.
        status: How sure its date is.
        member: The member of a set whose turn it is, or for whom it is.
        organizations: The bodies of the network that do it; of a position, the body it
            is at.
        venue: The identifier of the venue at which it takes place.
        courses: The identifiers of the courses that it is about.
        educators: Who teaches.
        tags: Words of the plan's own by which readers sort it.
        term: Which term's timetable it is of; `None` for what comes of the plan itself.
        series: What repeats week after week, ``plan/section/term/number-weekly``: lessons
            of one weekly class have it in common. `None` for what stands alone.
        part_of: The `id` of the entry that it is part of: of its month theme.
        address: Where the venue is, in words.
        coordinates: Where the venue is on the earth.
        url: The web page about it.
        online: The web address at which people join from afar.
        attachments: The web pages of its courses.
    """

    id: str
    kind: EntryKind
    title: Text
    start: date
    end: date
    duty: str
    path: tuple[str | int, ...]
    audiences: tuple[str, ...] = ()
    location: Text | None = None
    description: Text | None = None
    source: Source | None = None
    findings: tuple[str, ...] = ()
    status: EntryStatus = "fixed"
    member: str | None = None
    organizations: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    venue: str | None = None
    courses: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    educators: tuple[EntryEducator, ...] = attrs.field(
        default=(), converter=tuple[EntryEducator, ...]
    )
    tags: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    term: str | None = None
    series: str | None = None
    part_of: str | None = None
    address: Text | None = None
    coordinates: Coordinates | None = None
    url: str | None = None
    online: str | None = None
    attachments: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    @property
    def all_day(self) -> bool:
        """
        Tell whether it takes whole days.
        """
        return not isinstance(self.start, datetime)

    @property
    def first_day(self) -> date:
        """
        The day on which it begins.
        """
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def span(self) -> Span:
        """
        The days that it touches.
        """
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            return Span.through(self.start.date(), (self.end - datetime.resolution).date())
        return Span(self.start, self.end)


@attrs.frozen(kw_only=True)
class Window:
    """
    Days among which a date for a duty is still to be chosen.

    Attributes:
        duty: The duty of the plan.
        title: What a reader calls it.
        span: The days.
        key: What tells it from the others of the duty, in every year.
        source: The words of the plan behind it.
    """

    duty: str
    title: Text
    span: Span
    key: str
    source: Source | None = None


@attrs.frozen(kw_only=True)
class Undated:
    """
    A promise that could not be dated, and why.
    """

    duty: str
    title: Text
    finding: Finding


@attrs.frozen(kw_only=True, repr=False)
class Calendar:
    """
    A plan bound to a year.

    In a notebook it shows as a table of the year, month by month.

    Attributes:
        plan: The plan.
        year: The civil year.
        entries: What is dated, in order of time, then of the plan.
        windows: Days among which dates are still to be chosen.
        unresolved: What could not be dated; kept, never invented.
        findings: What was doubtful in the dating.
        terms: The school terms by which it was dated.
        covered: The days that the plan covers, if it does not cover all of the year.
    """

    plan: Plan
    year: int
    entries: tuple[Entry, ...] = attrs.field(default=(), converter=tuple[Entry, ...])
    windows: tuple[Window, ...] = attrs.field(default=(), converter=tuple[Window, ...])
    unresolved: tuple[Undated, ...] = attrs.field(default=(), converter=tuple[Undated, ...])
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])
    terms: SchoolTerms | None = None
    covered: tuple[Span, ...] = attrs.field(default=(), converter=tuple[Span, ...])

    def on(self, day: date) -> tuple[Entry, ...]:
        """
        Return the entries that touch *day*.
        """
        return tuple(entry for entry in self.entries if day in entry.span)

    def of_month(self, month: int) -> tuple[Entry, ...]:
        """
        Return the entries that begin in *month*; those of other years in none.
        """
        return tuple(
            entry
            for entry in self.entries
            if (entry.first_day.year, entry.first_day.month) == (self.year, month)
        )

    def for_audience(self, audience: str) -> tuple[Entry, ...]:
        """
        Return the entries for *audience*, and those for all of whom it is part.
        """
        wider = set(self.plan.wider(audience))
        return tuple(entry for entry in self.entries if wider & set(entry.audiences))

    def periods(self, duty: Duty) -> tuple[Period, ...]:
        """
        Return the periods in which *duty* is counted, or dates are to be chosen for it.

        These are the periods of its quota in the year; without one, or if it
        counts per window, the windows of the duty.

        Raises:
            UncountableQuotaError: They are not known.

        Example:
            >>> from community_edu.calendars import Quota
            >>> from community_edu.plans import build_calendar
            >>> duty = Duty(id="talk", name="讲座", quota=Quota.parse(">= 1 per half_year"))
            >>> calendar = build_calendar(Plan(id="school", title="学校", duties=[duty]), 2026)
            >>> [str(period) for period in calendar.periods(duty)]
            ['2026-H1', '2026-H2']
        """
        windows = [window for window in self.windows if window.duty == duty.id]
        return duty_periods(self.plan, duty, windows, self.year, self.terms, covered=self.covered)

    def to_records(self, language: Language = "zh-CN") -> list[dict[str, object]]:
        """
        Return the entries as plain rows, for a frame library or for JSON.

        Dates are ISO 8601, ends exclusive.
        """
        return [
            {
                "id": entry.id,
                "kind": entry.kind,
                "title": entry.title.to(language),
                "start": entry.start.isoformat(),
                "end": entry.end.isoformat(),
                "all_day": entry.all_day,
                "duty": entry.duty,
                "audiences": list(entry.audiences),
                "source": str(entry.source) if entry.source else None,
                "findings": list(entry.findings),
                "status": entry.status,
                "member": entry.member,
            }
            for entry in self.entries
        ]

    def summary(self, language: Language = "zh-CN") -> str:
        """
        Say in one line how much is dated and how much is not.
        """
        counts = [
            (label("entry", kind, language), sum(entry.kind == kind for entry in self.entries))
            for kind in ENTRY_KINDS
        ]
        if language == "zh-CN":
            dated = "、".join(f"{name} {count} 项" for name, count in counts if count)
            return f"{self.year} 年：{dated or '没有日期'}；未能定日 {len(self.unresolved)} 项"
        dated = ", ".join(f"{name}: {count}" for name, count in counts if count)
        return f"{self.year}: {dated or 'no dates'}; not dated: {len(self.unresolved)}"

    def __str__(self) -> str:
        return f"{self.plan.title} {self.summary()}"

    def __repr__(self) -> str:
        return (
            f"Calendar(plan={self.plan.id!r}, year={self.year}, entries={len(self.entries)}, "
            f"windows={len(self.windows)}, unresolved={len(self.unresolved)})"
        )

    def _repr_html_(self) -> str:
        from community_edu.plans.year_tables import year_table

        return year_table(self)


def in_time(entries: Iterable[Entry]) -> list[Entry]:
    """
    Return *entries* in order of time.
    """
    return sorted(entries, key=lambda entry: (entry.first_day, str(entry.start)))


def duty_periods(
    plan: Plan,
    duty: Duty,
    windows: Iterable[Window],
    year: int,
    terms: SchoolTerms | None,
    *,
    covered: Sequence[Span],
) -> tuple[Period, ...]:
    """
    Return the periods in which *duty* is counted; see `Calendar.periods`.

    Args:
        plan: The plan.
        duty: One of its duties.
        windows: The windows of the duty in the year.
        year: The civil year.
        terms: The school terms, if they are known.
        covered: The days that the plan covers; none stand for all of the year.
    """
    quota = duty.quota
    found = tuple(Period(window.span, window.key) for window in windows)
    if quota is None or (quota.per == "window" and found):
        return found
    if quota.per == "plan" and plan.period == "years":
        raise UncountableQuotaError(str(quota), YEARS_OF_PLAN)
    periods = quota.periods(year, terms)
    if not covered:
        return periods
    if quota.per == "plan":
        return (Period(Span(covered[0].start, covered[-1].end), periods[0].key),)
    return tuple(one for one in periods if any(one.span.overlaps(run) for run in covered))


YEARS_OF_PLAN = Text("计划的起止年份", en="the years of the plan")
