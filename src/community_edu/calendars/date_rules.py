"""
Rules of dates: a day, a run of days, a month, a season, a day of every month.
"""

from datetime import date
from typing import ClassVar, Literal, TypeAlias, get_args

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.rules import (
    LAST_YEAR,
    NO_NAMES,
    TABLES_FROM,
    ImpossibleDateError,
    Names,
    Rule,
    check_length,
    checked_year,
    rrule,
)
from community_edu.calendars.solar_terms import SolarTerm, solar_term_date
from community_edu.calendars.spans import Span, month_end

FEBRUARY = 2
LEAP_DAY = (FEBRUARY, 29)

LONGEST_MONTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
SHORTEST_MONTHS = (0, 31, 28, *LONGEST_MONTHS[3:])
"""
The lengths of months by their number, in leap and in common years.
"""

ANCHOR_ASSUMED = FindingKind(
    "anchor-assumed",
    "info",
    zh="原文只说每 {months} 个月，没有说从哪个月起，这里取每期的最后一天",
    en="the plan says every {months} months without a month to start from; each period's last "
    "day is taken",
)


def check_month(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    """
    Refuse a number that no month has; a validator of fields.
    """
    if not 1 <= value <= 12:  # noqa: PLR2004 - months
        raise ImpossibleDateError(Text("月份", en="month"), value, "1–12")


def check_day(month: int, day: int) -> None:
    """
    Refuse a day that *month* has in no year.
    """
    longest = LONGEST_MONTHS[month]
    if not 1 <= day <= longest:
        raise ImpossibleDateError(
            Text("日期", en="day"), f"{month}-{day}", f"{month}-1 – {month}-{longest}"
        )


def day_of(year: int, month: int, day: int) -> date | None:
    """
    Return the date, or `None` for 29 February of a common year.
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def months_of(year: int, first: int, last: int) -> Span:
    """
    Return the days of the months *first* to *last*; before *first*, *last* is of the next year.
    """
    return Span.through(date(year, first, 1), month_end(year + (last < first), last))


@attrs.frozen
class Never(Rule):
    """
    On no day: ``never()``, for what has been given up but is still spoken of.
    """

    function: ClassVar[str] = "never"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return ()


@attrs.frozen
class Daily(Rule):
    """
    Every day: ``daily()``.
    """

    function: ClassVar[str] = "daily"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return tuple(map(Span.day, Span.through(date(year, 1, 1), date(year, 12, 31))))

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "day"

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("DAILY")


@attrs.frozen
class FixedDate(Rule):
    """
    The same day every year: ``fixed(3, 24)``. 29 February falls in leap years only.
    """

    function: ClassVar[str] = "fixed"

    month: int = attrs.field(validator=check_month)
    day: int
    days: int = attrs.field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_day(self.month, self.day)
        check_length(self.days)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        day = day_of(year, self.month, self.day)
        return (Span.of(day, self.days),) if day else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=self.month, BYMONTHDAY=self.day)


@attrs.frozen
class DateRange(Rule):
    """
    From one day through another: ``span(8, 1, 8, 7)``.

    A range whose end comes before its start in the year ends in the next one.
    """

    function: ClassVar[str] = "span"

    first_month: int = attrs.field(validator=check_month)
    first_day: int
    last_month: int = attrs.field(validator=check_month)
    last_day: int

    def __attrs_post_init__(self) -> None:
        check_day(self.first_month, self.first_day)
        check_day(self.last_month, self.last_day)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        crosses = (self.last_month, self.last_day) < (self.first_month, self.first_day)
        first = day_of(year, self.first_month, self.first_day) or date(year, 3, 1)
        last_year = year + crosses
        last = day_of(last_year, self.last_month, self.last_day) or date(last_year, 2, 28)
        return (Span.through(first, last),) if first <= last else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        if (self.first_month, self.first_day) == LEAP_DAY:
            return None  # in common years it begins on 1 March, or not at all
        return rrule("YEARLY", BYMONTH=self.first_month, BYMONTHDAY=self.first_day)


@attrs.frozen
class MonthSpan(Rule):
    """
    A whole month: ``month(4)``.
    """

    function: ClassVar[str] = "month"

    month: int = attrs.field(validator=check_month)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return (months_of(year, self.month, self.month),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=self.month, BYMONTHDAY=1)


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

    month: int = attrs.field(validator=check_month)
    part: Part = attrs.field(validator=_part)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        first, last = _PARTS[self.part]
        end = date(year, self.month, last) if last else month_end(year, self.month)
        return (Span.through(date(year, self.month, first), end),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=self.month, BYMONTHDAY=_PARTS[self.part][0])


@attrs.frozen
class WholeYear(Rule):
    """
    The civil year: ``year()``. Its two ends are ``start_of(year(), days=…)`` (年初)
    and ``end_of(year(), days=…)`` (年终).
    """

    function: ClassVar[str] = "year"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return (months_of(year, 1, 12),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=1, BYMONTHDAY=1)


@attrs.frozen
class HalfYear(Rule):
    """
    A half of the year (上半年、下半年): ``half_year(1)``.
    """

    function: ClassVar[str] = "half_year"

    n: int

    def __attrs_post_init__(self) -> None:
        if self.n not in {1, 2}:
            raise ImpossibleDateError(Text("半年", en="half of a year"), self.n, "1, 2")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return (months_of(year, 6 * self.n - 5, 6 * self.n),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=6 * self.n - 5, BYMONTHDAY=1)


@attrs.frozen
class QuarterOfYear(Rule):
    """
    A quarter of the year (第三季度): ``quarter(3)``.
    """

    function: ClassVar[str] = "quarter"

    n: int

    def __attrs_post_init__(self) -> None:
        if self.n not in {1, 2, 3, 4}:
            raise ImpossibleDateError(Text("季度", en="quarter"), self.n, "1–4")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return (months_of(year, 3 * self.n - 2, 3 * self.n),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("YEARLY", BYMONTH=3 * self.n - 2, BYMONTHDAY=1)


SeasonName: TypeAlias = Literal["spring", "summer", "autumn", "winter"]
_SEASONS: dict[SeasonName, tuple[int, SolarTerm]] = {
    "spring": (3, SolarTerm.START_OF_SPRING),
    "summer": (6, SolarTerm.START_OF_SUMMER),
    "autumn": (9, SolarTerm.START_OF_AUTUMN),
    "winter": (12, SolarTerm.START_OF_WINTER),
}
"""
The first month of each season, and the solar term that begins it in the almanac.
"""


def _season(instance: object, attribute: object, value: SeasonName) -> None:  # noqa: ARG001
    if value not in _SEASONS:
        raise ImpossibleDateError(Text("季节", en="season"), value, ", ".join(_SEASONS))


SeasonScheme: TypeAlias = Literal["months", "solar_terms"]


def _scheme(instance: object, attribute: object, value: SeasonScheme) -> None:  # noqa: ARG001
    if value not in get_args(SeasonScheme):
        schemes = ", ".join(get_args(SeasonScheme))
        raise ImpossibleDateError(Text("季节划分", en="scheme of seasons"), value, schemes)


START_OF_SPRING_2101 = date(2101, 2, 4)
"""
立春 of the year after the table of solar terms, 08:40 in the morning: the winter of 2100 ends.
"""


@attrs.frozen
class Season(Rule):
    """
    A season (季节): ``season(spring)`` is March to May, as the weather service counts.

    ``season(spring, by=solar_terms)`` runs from 立春 to the day before 立夏, as the
    almanac does. Winter ends in the year after.
    """

    function: ClassVar[str] = "season"

    name: SeasonName = attrs.field(validator=_season)
    by: SeasonScheme = attrs.field(default="months", validator=_scheme, kw_only=True)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        month, term = _SEASONS[self.name]
        if self.by == "months":
            return (months_of(year, month, (month + 1) % 12 + 1),)
        following = list(_SEASONS)[(list(_SEASONS).index(self.name) + 1) % len(_SEASONS)]
        start = solar_term_date(checked_year(year, TABLES_FROM), term)
        last_year = year + (following == "spring")
        if last_year > LAST_YEAR:
            return (Span(start, START_OF_SPRING_2101),)
        return (Span(start, solar_term_date(last_year, _SEASONS[following][1])),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        month, _ = _SEASONS[self.name]
        return rrule("YEARLY", BYMONTH=month, BYMONTHDAY=1) if self.by == "months" else None


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
        validator=attrs.validators.deep_iterable(check_month),
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

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        months = tuple(sorted(set(self.months)))
        if months:
            return rrule("YEARLY", BYMONTH=months, BYMONTHDAY=self.day)
        return rrule("MONTHLY", BYMONTHDAY=self.day)


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

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return Monthly(-1, months=range(self.months, 13, self.months)).to_rrule()
