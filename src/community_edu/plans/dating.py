"""
From a plan and a year to dates.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import attrs

from community_edu.base import Finding, FindingKind, Path, Source, Text, label
from community_edu.calendars import (
    Almanac,
    HolidayCalendar,
    MonthSpan,
    Named,
    PeriodUnit,
    Rule,
    SchoolTerms,
    Span,
    checked_year,
    period_key,
)
from community_edu.plans.calendars import Calendar, Entry, EntryKind, Undated, Window, merged
from community_edu.plans.duties import CADENCES, Duty
from community_edu.plans.plans import Plan
from community_edu.plans.themes import Theme, ThemeDay

DATE_IN_OTHER_MONTH = FindingKind(
    "date-in-other-month",
    "warning",
    zh="“{day}”写在{theme_month}，但 {year} 年在 {date}，已按实际日期排入",
    en="'{day}' stands under {theme_month}, but in {year} it is on {date}; it is entered there",
)
NO_DAY_IN_YEAR = FindingKind(
    "no-day-in-year",
    "warning",
    zh="“{title}”在 {year} 年没有一天（规则：{rule}）",
    en="'{title}' falls on no day of {year} (rule: {rule})",
)
VAGUE_CADENCE = FindingKind(
    "vague-cadence",
    "warning",
    zh="“{title}”只说“{cadence}”，没有日期，也无法衡量",
    en="'{title}' says only '{cadence}': no date, and nothing to measure",
)
EDITION_WITHOUT_DATE = FindingKind(
    "edition-without-date",
    "warning",
    zh="第 {edition} 届“{title}”的日期由主办方另行公布",
    en="the date of '{title}', number {edition}, is set elsewhere",
)
EVENT_TRIGGERED = FindingKind(
    "event-triggered",
    "info",
    zh="“{title}”由事件触发（{trigger}），没有日期",
    en="'{title}' is set off by an event ({trigger}), not by a date",
)
COUNT_WITHOUT_DATES = FindingKind(
    "count-without-dates",
    "warning",
    zh="“{title}”要求{quota}，但没有安排日期",
    en="'{title}' must happen {quota}, but no date is planned",
)
TO_BE_PLACED = FindingKind(
    "to-be-placed",
    "info",
    zh="“{title}”的日期要在 {count} 个时段中选定，首个是 {first}",
    en="the date of '{title}' is still to be chosen (windows: {count}, the first {first})",
)
OUTSIDE_WINDOW = FindingKind(
    "outside-window",
    "warning",
    zh="“{title}”排在 {date}，不在计划规定的时段内",
    en="'{title}' is on {date}, outside the windows that the plan sets for it",
)
NO_DATE_GIVEN = FindingKind(
    "no-date-given",
    "warning",
    zh="“{title}”没有说明时间",
    en="nothing is said of when '{title}' is",
)
ON_DAY_OFF = FindingKind(
    "due-on-day-off",
    "info",
    zh="“{title}”有 {count} 次的截止日不是工作日，首个是 {first}；原文没有说是否顺延",
    en="'{title}' is due on days off (days: {count}, the first {first}); the plan does not say "
    "whether it moves",
)


def build_calendar(
    plan: Plan,
    year: int,
    *,
    holidays: HolidayCalendar | None = None,
    terms: SchoolTerms | None = None,
) -> Calendar:
    """
    Bind *plan* to *year* (年历): date what can be dated, keep what cannot.

    Args:
        plan: The plan.
        year: A civil year, 1901 to 2100.
        holidays: The announced public holidays; with them, tasks that are due
            on a day off are found.
        terms: The school terms of the region; without them, school holidays
            are dated by practice, with a finding, or not at all.

    Returns:
        The calendar. It has no clock and no chance: the same arguments give
        the same calendar.

    Raises:
        YearOutOfRangeError: *year* is before 1901 or after 2100.
        UnknownNameError: A rule uses a name that is no observance, neither
            shipped nor of the plan.
        CircularNamesError: Observances of the plan are defined by one another.
        TangledNamesError: One of them stands for too many others.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> plan = Plan(
        ...     id="street",
        ...     title="街道",
        ...     duties=[Duty(id="report", name="月报", due=parse_rule("monthly(-1)"))],
        ... )
        >>> print(build_calendar(plan, 2026).summary("en"))
        2026: task: 12; not dated: 0
    """
    checked_year(year)
    almanac = Almanac(holidays=holidays, terms=terms)
    if plan.observances:
        own = almanac.observances.with_own(plan.observances)
        almanac = attrs.evolve(almanac, observances=own)
    dating = _Dating(plan, year, almanac)
    for index, duty in enumerate(plan.duties):
        dating.duty(duty, ("duties", index))
    for index, theme in enumerate(plan.themes):
        dating.theme(theme, ("themes", index))
    order = sorted(dating.entries, key=lambda entry: (entry.first_day, str(entry.start)))
    return Calendar(
        plan=plan,
        year=year,
        entries=order,
        windows=dating.windows,
        unresolved=dating.undated,
        findings=dating.findings,
    )


def keys(spans: Sequence[Span], grain: PeriodUnit, year: int) -> tuple[str, ...]:
    """
    Name each of *spans* by the period that tells it apart.

    The name stays when a date moves within its period, and when others come
    and go: so a calendar feed knows the entry again. Only those that share a
    period go by a shorter one: their month, their day.

    Args:
        spans: The runs of days, each once.
        grain: The period of the rule that they come from.
        year: The year of the calendar. What begins beside it is named by its
            nearest day, so that the calendars of two years share no name.

    Example:
        >>> days = [Span.day(date(2026, 3, 5)), Span.day(date(2026, 12, 5))]
        >>> keys(days, "month", 2026), keys(days[:1], "year", 2026)
        (('2026-03', '2026-12'), ('2026',))
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [min(max(span.start, first), last) for span in spans]
    named = [period_key(grain, day) for day in days]
    if len(set(named)) == len(named):
        return tuple(named)
    for shorter in ("month", "day"):
        names = [period_key(shorter, day) for day in days]
        named = _without_doubles(named, names)
    return tuple(_without_doubles(named, [f"{span.start}--{span.last}" for span in spans]))


def _without_doubles(names: list[str], longer: list[str]) -> list[str]:
    """
    Return *names*, with the longer name in place of each that stands there twice.
    """
    count = Counter(names)
    return [name if count[name] == 1 else other for name, other in zip(names, longer, strict=True)]


@attrs.frozen
class _Dating:
    """
    The work of `build_calendar`: what was made so far.
    """

    plan: Plan
    year: int
    almanac: Almanac
    entries: list[Entry] = attrs.field(factory=list[Entry])
    windows: list[Window] = attrs.field(factory=list[Window])
    undated: list[Undated] = attrs.field(factory=list[Undated])
    findings: list[Finding] = attrs.field(factory=list[Finding])

    def find(
        self, kind: FindingKind, path: Path, source: Source | None, **parameters: object
    ) -> Finding:
        finding = Finding(kind, path, parameters, source)
        self.findings.append(finding)
        return finding

    def keys(self, rule: Rule, spans: Sequence[Span]) -> tuple[str, ...]:
        return keys(spans, rule.grain(self.almanac), self.year)

    def duty(self, duty: Duty, path: Path) -> None:
        windows = self.window(duty, duty.within, (*path, "within")) if duty.within else ()
        if duty.when:
            self.days(duty, duty.when, "event", (*path, "when"), windows)
        if duty.due:
            self.days(duty, duty.due, "task", (*path, "due"), windows)
        for key, kind, parameters in _undated(duty):
            finding = Finding(kind, (*path, key), {"title": duty.name, **parameters}, duty.source)
            self.undated.append(Undated(duty=duty.id, title=duty.name, finding=finding))

    def unresolved(self, rule: Rule, item: Duty | ThemeDay, title: Text, path: Path) -> None:
        for finding in rule.unresolved(self.year, self.almanac):
            placed = finding.at(*path, source=item.source)
            self.undated.append(Undated(duty=item.id, title=title, finding=placed))

    def remarks(self, rule: Rule, path: Path, source: Source | None) -> tuple[str, ...]:
        found = [f.at(*path, source=source) for f in rule.remarks(self.year, self.almanac)]
        self.findings.extend(found)
        return tuple(finding.code for finding in found)

    def days(
        self, duty: Duty, rule: Rule, kind: EntryKind, path: Path, windows: tuple[Span, ...]
    ) -> None:
        spans = rule.occurrences(self.year, self.almanac)
        self.unresolved(rule, duty, duty.name, path)
        codes = self.remarks(rule, path, duty.source)
        if not spans and not rule.unresolved(self.year, self.almanac):
            self.none(rule, duty.name, path, duty.source)
        off = self.days_off(duty, spans, path) if kind == "task" else frozenset[date]()
        venue = next((v.name for v in self.plan.venues if v.id == duty.venue), None)
        for span, key in zip(spans, self.keys(rule, spans), strict=True):
            found = (*codes, ON_DAY_OFF.code) if span.start in off else codes
            if windows and not any(span.start in window for window in windows):
                items = {"title": duty.name, "date": span.start}
                found = (*found, self.find(OUTSIDE_WINDOW, path, duty.source, **items).code)
            start, end = _times(duty, span)
            self.entries.append(
                Entry(
                    id=f"{self.plan.id}/{duty.id}/{key if kind == 'event' else f'due-{key}'}",
                    kind=kind,
                    title=duty.name,
                    start=start,
                    end=end,
                    duty=duty.id,
                    path=path[:-1],
                    audiences=duty.audiences,
                    location=venue,
                    description=_joined("\n", "\n", duty.about, duty.note),
                    source=duty.source,
                    findings=found,
                )
            )

    def days_off(self, duty: Duty, spans: Sequence[Span], path: Path) -> frozenset[date]:
        """
        Return the days of *spans* on which nobody works, as far as they are announced.
        """
        holidays = self.almanac.holidays
        if holidays is None:
            return frozenset()
        off = [
            span.start
            for span in spans
            if holidays.announced(span.start.year) and not holidays.is_workday(span.start)
        ]
        if off:
            parameters = {"title": duty.name, "count": len(off), "first": off[0]}
            self.find(ON_DAY_OFF, path, duty.source, **parameters)
        return frozenset(off)

    def none(self, rule: Rule, title: Text, path: Path, source: Source | None) -> None:
        self.find(NO_DAY_IN_YEAR, path, source, title=title, year=self.year, rule=str(rule))

    def window(self, duty: Duty, rule: Rule, path: Path) -> tuple[Span, ...]:
        """
        Note the windows of a duty, and return them.
        """
        spans = tuple(merged(rule.occurrences(self.year, self.almanac)))
        self.unresolved(rule, duty, duty.name, path)
        self.remarks(rule, path, duty.source)
        if not spans and not rule.unresolved(self.year, self.almanac):
            self.none(rule, duty.name, path, duty.source)
        self.windows.extend(
            Window(duty=duty.id, title=duty.name, span=span, source=duty.source) for span in spans
        )
        if spans and duty.when is None and duty.due is None:
            first = f"{spans[0].start}–{spans[0].last}"
            items = {"title": duty.name, "count": len(spans), "first": first}
            finding = Finding(TO_BE_PLACED, path, items, duty.source)
            self.undated.append(Undated(duty=duty.id, title=duty.name, finding=finding))
        return spans

    def theme(self, theme: Theme, path: Path) -> None:
        (span,) = MonthSpan(theme.month).occurrences(self.year)
        self.entries.append(
            Entry(
                id=f"{self.plan.id}/{theme.id}/{self.year}",
                kind="theme",
                title=theme.name,
                start=span.start,
                end=span.end,
                duty=theme.id,
                path=path,
                audiences=theme.audiences,
                description=_joined("、", ", ", *theme.topics) or theme.note,
                source=theme.source,
            )
        )
        for index, day in enumerate(theme.days):
            self.theme_day(theme, span, day, (*path, "days", index))

    def theme_day(self, theme: Theme, month: Span, day: ThemeDay, path: Path) -> None:
        title = day.name or self.title(day)
        source = day.source or theme.source
        spans = day.when.occurrences(self.year, self.almanac)
        self.unresolved(day.when, day, title, path)
        codes = self.remarks(day.when, path, source)
        if not spans and not day.when.unresolved(self.year, self.almanac):
            self.none(day.when, title, path, source)
        for span, key in zip(spans, self.keys(day.when, spans), strict=True):
            found = codes
            if not span.overlaps(month):
                code = str(theme.month)
                finding = self.find(
                    DATE_IN_OTHER_MONTH,
                    path,
                    source,
                    day=title,
                    year=self.year,
                    date=span.start,
                    theme_month=Text(label("month", code, "zh-CN"), en=label("month", code, "en")),
                )
                found = (*codes, finding.code)
            self.entries.append(
                Entry(
                    id=f"{self.plan.id}/{day.id}/{key}",
                    kind="observance",
                    title=title,
                    start=span.start,
                    end=span.end,
                    duty=theme.id,
                    path=path,
                    audiences=day.audiences or theme.audiences,
                    description=day.note or theme.name,
                    source=source,
                    findings=found,
                )
            )

    def title(self, day: ThemeDay) -> Text:
        if isinstance(day.when, Named) and day.when.name in self.almanac.observances:
            return self.almanac.observances[day.when.name].name
        return Text(str(day.when))


def _times(duty: Duty, span: Span) -> tuple[date, date]:
    """
    Return when an entry of *duty* begins and ends: in days, or at times on a day.
    """
    if duty.starts is None or span.days > 1:
        return span.start, span.end
    start = datetime.combine(span.start, duty.starts)
    return start, start + timedelta(minutes=duty.minutes)


def _joined(zh: str, en: str, *texts: Text | None) -> Text | None:
    """
    Join those of *texts* that there are; in English only if all of them speak it.
    """
    found = [text for text in texts if text is not None]
    if not found:
        return None
    english = [text.en for text in found if text.en is not None]
    return Text(
        zh.join(text.zh for text in found),
        en=en.join(english) if len(english) == len(found) else None,
    )


def _undated(duty: Duty) -> Iterator[tuple[str, FindingKind, dict[str, object]]]:
    """
    Yield why a duty has no dates of its own, by the field that says so.
    """
    dated = duty.when is not None or duty.due is not None
    if duty.cadence is not None:
        yield "cadence", VAGUE_CADENCE, {"cadence": CADENCES[duty.cadence]}
    if duty.edition is not None and not dated:
        yield "edition", EDITION_WITHOUT_DATE, {"edition": duty.edition}
    if duty.trigger is not None:
        yield "trigger", EVENT_TRIGGERED, {"trigger": duty.trigger}
    if duty.quota is not None and not dated and duty.within is None:
        quota = Text(duty.quota.to("zh-CN"), en=duty.quota.to("en"))
        yield "quota", COUNT_WITHOUT_DATES, {"quota": quota}
    said = (duty.cadence, duty.edition, duty.trigger, duty.quota, duty.within)
    if not dated and all(value is None for value in said):
        yield "id", NO_DATE_GIVEN, {}
