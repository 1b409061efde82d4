"""
Rules of weeks and weekdays: the second Sunday of May, the third week, every other Tuesday.
"""

from datetime import date, timedelta
from typing import ClassVar

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars.date_rules import (
    FEBRUARY,
    LEAP_DAY,
    LONGEST_MONTHS,
    SHORTEST_MONTHS,
    check_day,
    check_month,
    day_of,
)
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.rules import NO_NAMES, ImpossibleDateError, Names, Rule, rrule
from community_edu.calendars.spans import Span, civil_day, month_end
from community_edu.calendars.weekdays import WEEKDAYS, Weekday

A_WEEK = timedelta(days=7)
MOST_WEEKS = 52

ORDINALS = (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)
"""
Which of the weekdays of a month can be meant: the first to the fifth, and from the end.
"""

WEEKS_ASSUMED = FindingKind(
    "weeks-assumed",
    "info",
    zh="原文只说每 {weeks} 周，没有说从哪一周起，这里从含 1 月 1 日的一周数起；可补 start=日期",
    en="the plan says every {weeks} weeks without a week to start from; the week of 1 January is "
    "taken; add start=… to set it",
)
PROVISIONAL_WORKDAYS = FindingKind(
    "provisional-workdays",
    "warning",
    zh="{year} 年的放假通知尚未公布，这里只按周末和法定节日推定工作日",
    en="the holiday notice of {year} is not at hand; working days are taken from weekends and "
    "the statutory days only",
)


def _weekday(instance: object, attribute: object, value: str) -> None:  # noqa: ARG001 - attrs asks
    if value not in WEEKDAYS:
        raise ImpossibleDateError(Text("星期", en="weekday"), value, ", ".join(WEEKDAYS))


def _ordinal(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if value not in ORDINALS:
        raise ImpossibleDateError(Text("序数", en="n"), value, "1–5, -5 – -1")


def weekday_in(year: int, month: int, weekday: Weekday, n: int) -> date | None:
    """
    Return the n-th *weekday* of a month, or `None` if the month has no such fifth one.
    """
    wanted = WEEKDAYS.index(weekday)
    if n > 0:
        first = date(year, month, 1)
        shift = (wanted - first.weekday()) % 7 + 7 * (n - 1)
        day = date.fromordinal(first.toordinal() + shift)
    else:
        last = month_end(year, month)
        shift = (last.weekday() - wanted) % 7 - 7 * (n + 1)
        day = date.fromordinal(last.toordinal() - shift)
    return day if day.month == month else None


def week_around(day: date) -> Span:
    """
    Return the week, Monday to Sunday, in which *day* lies.
    """
    return Span.of(date.fromordinal(day.toordinal() - day.weekday()), 7)


def _starts(month: int, weekday: str, first: int, last: int) -> str:
    """
    Write the RRULE of weeks that start on the one *weekday* among some days of a month.
    """
    days = tuple(range(first, last + 1))
    return rrule("YEARLY", BYMONTH=month, BYDAY=weekday, BYMONTHDAY=days)


@attrs.frozen
class NthWeekday(Rule):
    """
    The n-th weekday of a month: ``nth_weekday(5, SUN, 2)``; −1 is the last.
    """

    function: ClassVar[str] = "nth_weekday"

    month: int = attrs.field(validator=check_month)
    weekday: Weekday = attrs.field(validator=_weekday)
    n: int = attrs.field(validator=_ordinal)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        day = weekday_in(year, self.month, self.weekday, self.n)
        return (Span.day(day),) if day else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=self.month, BYDAY=f"{self.n}{self.weekday[:2]}")


@attrs.frozen
class IsoWeek(Rule):
    """
    The n-th week of a month (第三周): ``iso_week(9, 3)``; −1 is the last.

    Weeks run Monday to Sunday and belong to the month of their Thursday, as in
    ISO 8601. The published dates of the Putonghua week follow this count since
    2014; before, a Sunday-start count was in use.
    """

    function: ClassVar[str] = "iso_week"

    month: int = attrs.field(validator=check_month)
    n: int = attrs.field(validator=_ordinal)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        thursday = weekday_in(year, self.month, "THU", self.n)
        return (week_around(thursday),) if thursday else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        if self.n > 0:
            first, last = 7 * self.n - 9, 7 * self.n - 3
            last = min(last, LONGEST_MONTHS[self.month] - 3)
            inside = first >= 1 and not (self.month == FEBRUARY and self.n == 5)  # noqa: PLR2004
        else:
            first, last = 7 * self.n - 3, 7 * self.n + 3
            inside = -first <= SHORTEST_MONTHS[self.month]
        return _starts(self.month, "MO", first, last) if inside else None


@attrs.frozen
class SundayWeek(Rule):
    """
    The n-th row of a month's page in a calendar whose weeks start on Sunday: ``sunday_week(9, 3)``.

    The first row holds the first of the month, the last one (−1) its last day;
    both may begin or end in the month beside. The published dates of the
    Putonghua week follow this count from 1998 to 2011; see `IsoWeek` for the other.
    """

    function: ClassVar[str] = "sunday_week"

    month: int = attrs.field(validator=check_month)
    n: int

    def __attrs_post_init__(self) -> None:
        if self.n == 0 or not -6 <= self.n <= 6:  # noqa: PLR2004 - a month has up to six rows
            raise ImpossibleDateError(Text("序数", en="n"), self.n, "1–6, -6 – -1")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        month = Span.through(date(year, self.month, 1), month_end(year, self.month))
        inside, rows = (month.start, self.n - 1) if self.n > 0 else (month.last, self.n + 1)
        sunday = inside - timedelta(days=inside.isoweekday() % 7) + rows * A_WEEK
        row = Span(sunday, sunday + A_WEEK)
        return (row,) if row.overlaps(month) else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        if self.n > 1:
            first, last = 7 * self.n - 12, 7 * self.n - 6
            last = min(last, LONGEST_MONTHS[self.month])
            inside = first <= last
        else:
            first, last = 7 * self.n, 7 * self.n + 6
            inside = self.n < 0 and -first <= SHORTEST_MONTHS[self.month]
        return _starts(self.month, "SU", first, last) if inside else None


@attrs.frozen
class LastWeek(Rule):
    """
    The last seven days of a month (最后一周): ``last_week(10)`` is 25–31 October.

    Where the last week from Monday to Sunday is meant, write ``iso_week(10, -1)``.
    """

    function: ClassVar[str] = "last_week"

    month: int = attrs.field(validator=check_month)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        last = month_end(year, self.month)
        return (Span.through(last - timedelta(days=6), last),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=self.month, BYMONTHDAY=-7)


@attrs.frozen
class WeekContaining(Rule):
    """
    The week, Monday to Sunday, around a day: ``week_containing(5, 15)``.
    """

    function: ClassVar[str] = "week_containing"

    month: int = attrs.field(validator=check_month)
    day: int

    def __attrs_post_init__(self) -> None:
        check_day(self.month, self.day)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        day = day_of(year, self.month, self.day)
        return (week_around(day),) if day else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        inside = self.day >= 7 and (self.month, self.day) != LEAP_DAY  # noqa: PLR2004 - days of a week
        return _starts(self.month, "MO", self.day - 6, self.day) if inside else None


@attrs.frozen
class Weekly(Rule):
    """
    The same weekdays every week: ``weekly([SAT, SUN])``.
    """

    function: ClassVar[str] = "weekly"

    weekdays: tuple[Weekday, ...] = attrs.field(
        converter=tuple[Weekday, ...],
        validator=attrs.validators.deep_iterable(_weekday),
    )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days: list[int] = []
        for weekday in {WEEKDAYS.index(day) for day in self.weekdays}:
            days.extend(range(first + (weekday + 1 - first) % 7, last + 1, 7))
        return tuple(Span.day(date.fromordinal(day)) for day in sorted(days))

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "week" if len(set(self.weekdays)) == 1 else "day"

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        days = tuple(day[:2] for day in WEEKDAYS if day in self.weekdays)
        return rrule("WEEKLY", BYDAY=days) if days else None


@attrs.frozen
class MonthlyWeekday(Rule):
    """
    The n-th weekdays of every month, or of some: ``monthly_weekday(SAT, [1, 3])``.

    −1 is the last one; a fifth one that a month does not have does not fall in it.
    ``monthly_weekday(TUE, [2], months=[3, 6, 9, 12])`` is the second Tuesday of
    each quarter's last month.
    """

    function: ClassVar[str] = "monthly_weekday"

    weekday: Weekday = attrs.field(validator=_weekday)
    ordinals: tuple[int, ...] = attrs.field(
        converter=tuple[int, ...], validator=attrs.validators.deep_iterable(_ordinal)
    )
    months: tuple[int, ...] = attrs.field(
        default=(),
        converter=tuple[int, ...],
        validator=attrs.validators.deep_iterable(check_month),
        kw_only=True,
    )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        found = {
            weekday_in(year, month, self.weekday, n)
            for month in self.months or range(1, 13)
            for n in self.ordinals
        }
        return tuple(Span.day(day) for day in sorted(day for day in found if day))

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "month" if len(set(self.ordinals)) == 1 else "day"

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        days = tuple(f"{n}{self.weekday[:2]}" for n in ORDINALS if n in self.ordinals)
        months = tuple(sorted(set(self.months)))
        if not days:
            return None
        if months:
            return rrule("YEARLY", BYMONTH=months, BYDAY=days)
        return rrule("MONTHLY", BYDAY=days)


def _weeks(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 1 <= value <= MOST_WEEKS:
        raise ImpossibleDateError(Text("周数", en="number of weeks"), value, f"1–{MOST_WEEKS}")


@attrs.frozen
class EveryWeeks(Rule):
    """
    Weekdays of every n-th week (隔周): ``every_weeks(2, [TUE], start='2026-09-01')``.

    Weeks run Monday to Sunday. The first is that of the start, before which
    there is none. Without a start each year begins anew with the week of
    1 January, and a remark says so.
    """

    function: ClassVar[str] = "every_weeks"

    weeks: int = attrs.field(validator=_weeks)
    weekdays: tuple[Weekday, ...] = attrs.field(
        converter=tuple[Weekday, ...],
        validator=attrs.validators.deep_iterable(_weekday),
    )
    start: date | None = attrs.field(
        default=None, converter=attrs.converters.optional(civil_day), kw_only=True
    )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        first, last = date(year, 1, 1), date(year, 12, 31)
        start = self.start or first
        step = self.weeks * A_WEEK
        monday = start - timedelta(days=start.weekday())
        monday += max(0, (first - monday) // step) * step
        shifts = sorted({WEEKDAYS.index(day) for day in self.weekdays})
        days: list[date] = []
        while monday <= last:
            days += [monday + timedelta(days=shift) for shift in shifts]
            monday += step
        return tuple(Span.day(day) for day in days if max(first, start) <= day <= last)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:
        return Weekly(self.weekdays).grain(names)

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:  # noqa: ARG002
        return () if self.start else (Finding(WEEKS_ASSUMED, items={"weeks": self.weeks}),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        weekly = Weekly(self.weekdays).to_rrule(names)
        if self.start is None or weekly is None:
            return None
        return weekly.replace("WEEKLY", f"WEEKLY;INTERVAL={self.weeks}")


@attrs.frozen
class WorkDays(Rule):
    """
    Every working day (工作日), those shifted to weekends included: ``workdays()``.

    Of a year without a holiday notice only weekends and statutory days are
    known; a remark says so.
    """

    function: ClassVar[str] = "workdays"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        days = names.workdays.workdays(Span.through(date(year, 1, 1), date(year, 12, 31)))
        return tuple(map(Span.day, days))

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "day"

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        if names.workdays.announced(year):
            return ()
        return (Finding(PROVISIONAL_WORKDAYS, items={"year": year}),)
