"""
The rules of days: a date, a week, the n-th Sunday, a day of the moon.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars.lunar import LunarDate, month_length
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.rules import (
    FIRST_YEAR,
    NO_NAMES,
    TABLES_FROM,
    ImpossibleDateError,
    Names,
    Rule,
    check_length,
    checked_year,
)
from community_edu.calendars.solar_terms import SolarTerm, solar_term, solar_term_date
from community_edu.calendars.spans import Span, month_end

Weekday: TypeAlias = Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
WEEKDAYS: tuple[Weekday, ...] = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")

LAST_LUNAR_MONTHS = {11, 12}
"""
The months of a lunar year that may fall in the next civil year.
"""

ANCHOR_ASSUMED = FindingKind(
    "anchor-assumed",
    "info",
    zh="原文只说每 {months} 个月，没有说从哪个月起，这里取每期的最后一天",
    en="the plan says every {months} months without a month to start from; each period's last "
    "day is taken",
)


def _month(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 1 <= value <= 12:  # noqa: PLR2004 - months
        raise ImpossibleDateError(Text("月份", en="month"), value, "1–12")


def _check_day(month: int, day: int) -> None:
    longest = 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31  # noqa: PLR2004
    if not 1 <= day <= longest:
        raise ImpossibleDateError(
            Text("日期", en="day"), f"{month}-{day}", f"{month}-1 – {month}-{longest}"
        )


def _weekday(instance: object, attribute: object, value: str) -> None:  # noqa: ARG001 - attrs asks
    if value not in WEEKDAYS:
        raise ImpossibleDateError(Text("星期", en="weekday"), value, ", ".join(WEEKDAYS))


def day_of(year: int, month: int, day: int) -> date | None:
    """
    Return the date, or `None` for 29 February of a common year.
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


@attrs.frozen
class FixedDate(Rule):
    """
    The same day every year: ``fixed(3, 24)``. 29 February falls in leap years only.
    """

    function: ClassVar[str] = "fixed"

    month: int = attrs.field(validator=_month)
    day: int
    days: int = attrs.field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_day(self.month, self.day)
        check_length(self.days)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        day = day_of(year, self.month, self.day)
        return (Span(day, day + timedelta(days=self.days)),) if day else ()


@attrs.frozen
class DateRange(Rule):
    """
    From one day through another: ``span(8, 1, 8, 7)``.

    A range whose end comes before its start in the year ends in the next one.
    """

    function: ClassVar[str] = "span"

    first_month: int = attrs.field(validator=_month)
    first_day: int
    last_month: int = attrs.field(validator=_month)
    last_day: int

    def __attrs_post_init__(self) -> None:
        _check_day(self.first_month, self.first_day)
        _check_day(self.last_month, self.last_day)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        crosses = (self.last_month, self.last_day) < (self.first_month, self.first_day)
        first = day_of(year, self.first_month, self.first_day) or date(year, 3, 1)
        last_year = year + crosses
        last = day_of(last_year, self.last_month, self.last_day) or date(last_year, 2, 28)
        return (Span.through(first, last),) if first <= last else ()


@attrs.frozen
class MonthSpan(Rule):
    """
    A whole month: ``month(4)``.
    """

    function: ClassVar[str] = "month"

    month: int = attrs.field(validator=_month)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return (Span.through(date(year, self.month, 1), month_end(year, self.month)),)


Part: TypeAlias = Literal["early", "middle", "late"]
_PARTS: dict[str, tuple[int, int | None]] = {
    "early": (1, 10),
    "middle": (11, 20),
    "late": (21, None),
}


def _part(instance: object, attribute: object, value: str) -> None:  # noqa: ARG001 - attrs asks
    if value not in _PARTS:
        raise ImpossibleDateError(Text("旬", en="part"), value, ", ".join(_PARTS))


@attrs.frozen
class MonthPart(Rule):
    """
    A third of a month (上旬, 中旬, 下旬): ``part(5, early)`` is 1–10 May.
    """

    function: ClassVar[str] = "part"

    month: int = attrs.field(validator=_month)
    part: Part = attrs.field(validator=_part)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        first, last = _PARTS[self.part]
        end = date(year, self.month, last) if last else month_end(year, self.month)
        return (Span.through(date(year, self.month, first), end),)


@attrs.frozen
class NthWeekday(Rule):
    """
    The n-th weekday of a month: ``nth_weekday(5, SUN, 2)``; −1 is the last.
    """

    function: ClassVar[str] = "nth_weekday"

    month: int = attrs.field(validator=_month)
    weekday: Weekday = attrs.field(validator=_weekday)
    n: int

    def __attrs_post_init__(self) -> None:
        if self.n not in {-5, -4, -3, -2, -1, 1, 2, 3, 4, 5}:
            raise ImpossibleDateError(Text("序数", en="n"), self.n, "1–5, -5 – -1")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        wanted = WEEKDAYS.index(self.weekday)
        if self.n > 0:
            first = date(year, self.month, 1)
            day = first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (self.n - 1))
        else:
            last = month_end(year, self.month)
            day = last - timedelta(days=(last.weekday() - wanted) % 7 - 7 * (self.n + 1))
        return (Span.day(day),) if day.month == self.month else ()


@attrs.frozen
class IsoWeek(Rule):
    """
    The n-th week of a month (第三周): ``iso_week(9, 3)``; −1 is the last.

    Weeks run Monday to Sunday and belong to the month of their Thursday, as in
    ISO 8601. The published dates of the Putonghua week follow this count since
    2014; before, a Sunday-start count was in use.
    """

    function: ClassVar[str] = "iso_week"

    month: int = attrs.field(validator=_month)
    n: int

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        thursdays = NthWeekday(self.month, "THU", self.n).occurrences(year, names)
        return tuple(
            Span(day.start - timedelta(days=3), day.start + timedelta(days=4)) for day in thursdays
        )

    def __attrs_post_init__(self) -> None:
        NthWeekday(self.month, "THU", self.n)


@attrs.frozen
class WeekContaining(Rule):
    """
    The week, Monday to Sunday, around a day: ``week_containing(5, 15)``.
    """

    function: ClassVar[str] = "week_containing"

    month: int = attrs.field(validator=_month)
    day: int

    def __attrs_post_init__(self) -> None:
        _check_day(self.month, self.day)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        day = day_of(year, self.month, self.day)
        if day is None:
            return ()
        monday = day - timedelta(days=day.weekday())
        return (Span(monday, monday + timedelta(days=7)),)


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


@attrs.frozen
class Monthly(Rule):
    """
    A day of every month, or of some: ``monthly(5)``, ``monthly(-1, months=[6, 12])``.

    Negative days count from the end, so that −1 is the last day whatever the
    month; a day that a month does not have does not fall in it.
    """

    function: ClassVar[str] = "monthly"

    day: int
    months: tuple[int, ...] = attrs.field(
        default=(),
        converter=tuple[int, ...],
        validator=attrs.validators.deep_iterable(_month),
        kw_only=True,
    )

    def __attrs_post_init__(self) -> None:
        if self.day == 0 or not -31 <= self.day <= 31:  # noqa: PLR2004 - days of a month
            raise ImpossibleDateError(Text("日期", en="day"), self.day, "1–31, -31 – -1")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        days: list[Span] = []
        for month in sorted(set(self.months)) or range(1, 13):
            last = month_end(year, month).day
            day = self.day if self.day > 0 else last + 1 + self.day
            if 1 <= day <= last:
                days.append(Span.day(date(year, month, day)))
        return tuple(days)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "month"


_GRAINS: dict[int, PeriodUnit] = {3: "quarter", 6: "half_year", 12: "year"}


@attrs.frozen
class EveryMonths(Rule):
    """
    Every n months where the plan does not say which (半年度例会): ``every_months(6)``.

    The last day of each run of n months is taken: a report on "the past three
    months" can only be made at their end. The assumption is a remark.
    """

    function: ClassVar[str] = "every_months"

    months: int

    def __attrs_post_init__(self) -> None:
        if self.months not in {1, 2, 3, 4, 6, 12}:
            raise ImpossibleDateError(Text("月数", en="months"), self.months, "1, 2, 3, 4, 6, 12")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        ends = range(self.months, 13, self.months)
        return tuple(Span.day(month_end(year, month)) for month in ends)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return _GRAINS.get(self.months, "month")

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:  # noqa: ARG002
        return (Finding(ANCHOR_ASSUMED, items={"months": self.months}),)


@attrs.frozen
class Lunar(Rule):
    """
    A day of the Chinese calendar (农历): ``lunar(9, 9)``; day −1 is the month's last.

    Leap months do not repeat a festival. A day may fall twice in a civil year
    (the 8th of the 12th month in 2022), or not at all (2023).
    """

    function: ClassVar[str] = "lunar"

    month: int = attrs.field(validator=_month)
    day: int

    def __attrs_post_init__(self) -> None:
        if self.day == 0 or not -30 <= self.day <= 30:  # noqa: PLR2004 - days of a lunar month
            raise ImpossibleDateError(Text("日期", en="day"), self.day, "1–30, -30 – -1")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        checked_year(year, FIRST_YEAR if self.month in LAST_LUNAR_MONTHS else TABLES_FROM)
        days: list[Span] = []
        for lunar_year in (year - 1, year)[year == TABLES_FROM :]:
            length = month_length(lunar_year, self.month)
            day = self.day if self.day > 0 else length + 1 + self.day
            if 1 <= day <= length:
                civil = LunarDate(lunar_year, self.month, day).to_date()
                if civil.year == year:
                    days.append(Span.day(civil))
        return tuple(days)


@attrs.frozen
class SolarTermDay(Rule):
    """
    The day of a solar term (节气): ``solar_term(qingming)``.
    """

    function: ClassVar[str] = "solar_term"

    term: SolarTerm = attrs.field(converter=solar_term)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        checked_year(year, TABLES_FROM)
        return (Span.day(solar_term_date(year, self.term)),)

    def arguments(self) -> Iterator[str]:
        yield self.term.key
