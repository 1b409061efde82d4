"""
Rules of the Moon and the Sun: lunar days, solar terms, the dog days, Easter.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal, TypeAlias, get_args

import attrs
from dateutil.easter import easter

from community_edu.base import Text
from community_edu.calendars.lunar import index
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.rules import (
    FIRST_YEAR,
    LAST_YEAR,
    NO_NAMES,
    TABLES_FROM,
    ImpossibleDateError,
    Names,
    Rule,
    checked_year,
)
from community_edu.calendars.solar_terms import SolarTerm, solar_term, solar_term_date
from community_edu.calendars.spans import Span

LAST_LUNAR_MONTHS = {11, 12}
"""
The months of a lunar year that may fall in the next civil year.
"""

LEAP_MONTHS = range(2, 12)
"""
The months after which the table, 1900 to 2100, has a leap month.
"""

Leap: TypeAlias = Literal["never", "only", "also"]


def _leap(instance: object, attribute: object, value: Leap) -> None:  # noqa: ARG001 - attrs asks
    if value not in get_args(Leap):
        raise ImpossibleDateError(Text("闰月", en="leap"), value, ", ".join(get_args(Leap)))


def _lunar_day(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if value == 0 or not -30 <= value <= 30:  # noqa: PLR2004 - days of a lunar month
        raise ImpossibleDateError(Text("农历日期", en="lunar day"), value, "1–30, -30 – -1")


def _lunar_month(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001
    if not 1 <= value <= 12:  # noqa: PLR2004 - months
        raise ImpossibleDateError(Text("农历月份", en="lunar month"), value, "1–12")


def civil_date(lunar_year: int, month: int, day: int, *, leap: bool) -> date | None:
    """
    Return the civil date of a lunar day; `None` if that month is too short, or not there.
    """
    starts, _, places = index()
    place = places.get((lunar_year, month, leap))
    if place is None:
        return None
    first, end = starts[place], starts[place + 1]
    ordinal = first + day - 1 if day > 0 else end + day
    return date.fromordinal(ordinal) if first <= ordinal < end else None


@attrs.frozen
class Lunar(Rule):
    """
    A day of the Chinese calendar (农历): ``lunar(9, 9)``; day −1 is the month's last.

    Leap months (闰月) do not repeat a festival, unless ``leap=also``;
    ``lunar(4, 8, leap=only)`` falls in years with a leap fourth month only. A
    day may fall twice in a civil year (the 8th of the 12th month in 2022), or
    not at all (2023).
    """

    function: ClassVar[str] = "lunar"

    month: int = attrs.field(validator=_lunar_month)
    day: int = attrs.field(validator=_lunar_day)
    leap: Leap = attrs.field(default="never", validator=_leap, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.leap != "never" and self.month not in LEAP_MONTHS:
            months = f"{LEAP_MONTHS[0]}–{LEAP_MONTHS[-1]}"
            raise ImpossibleDateError(Text("闰月", en="leap month"), self.month, months)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        late = self.month in LAST_LUNAR_MONTHS
        checked_year(year, FIRST_YEAR if late else TABLES_FROM)
        days: list[Span] = []
        for lunar_year in (year - 1, year) if late else (year,):
            for leap in _LEAPS[self.leap]:
                day = civil_date(lunar_year, self.month, self.day, leap=leap)
                if day and day.year == year:
                    days.append(Span.day(day))
        return tuple(days)


_LEAPS: dict[Leap, tuple[bool, ...]] = {"never": (False,), "only": (True,), "also": (False, True)}


@attrs.frozen
class LunarRange(Rule):
    """
    From one lunar day through another (腊月二十三至正月十五): ``lunar_span(12, 23, 1, 15)``.

    Days count as in `Lunar`, and months are not leap ones, though a leap month on
    the way is part of the run. A range whose end comes before its start ends in
    the next lunar year. Where the month has no 30th day, the range begins with
    the next month, or ends with the month itself. The table ends with the lunar
    year 2100, and so does a range that would go on after it.
    """

    function: ClassVar[str] = "lunar_span"

    first_month: int = attrs.field(validator=_lunar_month)
    first_day: int = attrs.field(validator=_lunar_day)
    last_month: int = attrs.field(validator=_lunar_month)
    last_day: int = attrs.field(validator=_lunar_day)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        checked_year(year, FIRST_YEAR)
        runs = (self._run(lunar_year) for lunar_year in (year - 1, year))
        return tuple(run for run in runs if run is not None and run.start.year == year)

    def _run(self, lunar_year: int) -> Span | None:
        first, after_month = _month(lunar_year, self.first_month)
        start = min(_day_in(first, after_month, self.first_day), after_month)
        crosses = (self.last_month, self.last_day % 31) < (self.first_month, self.first_day % 31)
        if lunar_year + crosses > LAST_YEAR:
            end = index()[0][-1]
        else:
            first, after_month = _month(lunar_year + crosses, self.last_month)
            end = min(_day_in(first, after_month, self.last_day) + 1, after_month)
        return Span(date.fromordinal(start), date.fromordinal(end)) if start < end else None


def _month(lunar_year: int, month: int) -> tuple[int, int]:
    """
    Return the ordinals of the first day of a lunar month and of the day after its last.
    """
    starts, _, places = index()
    place = places[lunar_year, month, False]
    return starts[place], starts[place + 1]


def _day_in(first: int, after_month: int, day: int) -> int:
    """
    Return the ordinal of a lunar day, be it one that the month is too short to have.
    """
    return first + day - 1 if day > 0 else max(first, after_month + day)


@attrs.frozen
class LunarMonthly(Rule):
    """
    Days of every lunar month, leap months included: ``lunar_monthly([1, 15])`` (初一、十五).

    −1 is the last day of each.
    """

    function: ClassVar[str] = "lunar_monthly"

    days: tuple[int, ...] = attrs.field(
        converter=tuple[int, ...], validator=attrs.validators.deep_iterable(_lunar_day)
    )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        checked_year(year, FIRST_YEAR)
        found = {
            civil_date(lunar_year, month, day, leap=leap)
            for lunar_year in (year - 1, year)
            for month in range(1, 13)
            for leap in (False, True)
            for day in self.days
        }
        return tuple(
            Span.day(day) for day in sorted(day for day in found if day) if day.year == year
        )

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "day"


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


STEM_OF_ORDINAL_ZERO = 4
"""
Which of the ten stems (天干) the day with ordinal 0 would have: 2000-01-07 is 甲子.
"""
GENG = 6


def _geng_day(day: date, n: int) -> date:
    """
    Return the n-th day of the stem 庚 from *day* on, *day* included.
    """
    stem = (day.toordinal() + STEM_OF_ORDINAL_ZERO) % 10
    return day + timedelta(days=(GENG - stem) % 10 + 10 * (n - 1))


@attrs.frozen
class DogDays(Rule):
    """
    The dog days (三伏), the hottest weeks: ``dog_days()``, of 30 or 40 days in July and August.

    They begin on the third 庚 day from the summer solstice (夏至) on, and end ten
    days after the first 庚 day from the start of autumn (立秋) on.
    """

    function: ClassVar[str] = "dog_days"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        checked_year(year, TABLES_FROM)
        first = _geng_day(solar_term_date(year, SolarTerm.SUMMER_SOLSTICE), 3)
        last_third = _geng_day(solar_term_date(year, SolarTerm.START_OF_AUTUMN), 1)
        return (Span(first, last_third + timedelta(days=10)),)


@attrs.frozen
class Easter(Rule):
    """
    Easter Sunday of the western churches: ``easter()``; others go by ``offset(easter(), days=…)``.
    """

    function: ClassVar[str] = "easter"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return (Span.day(easter(year)),)
