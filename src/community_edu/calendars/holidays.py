"""
Public holidays and shifted working days (法定节假日与调休) of China.

The State Council announces them year by year. A year without a notice is *not
announced*: it is never guessed.
"""

from datetime import date
from functools import cache
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.calendars.spans import ONE_DAY, Span, civil_day

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
SATURDAY = 5


@attrs.define(slots=False)
class HolidaysNotAnnouncedError(CommunityEduError, LookupError):
    """
    A year whose holiday notice is not at hand.
    """

    code: ClassVar[str] = "holidays-not-announced"
    en: ClassVar[str] = (
        "the public holidays of {year} are not announced here; notices from {first} to {last} are"
    )
    zh: ClassVar[str] = "没有 {year} 年的放假通知，现有 {first} 至 {last} 年的"

    year: int
    first: int
    last: int


@attrs.define(slots=False)
class UnknownRegionError(CommunityEduError, LookupError):
    """
    A region for which no data is shipped.
    """

    code: ClassVar[str] = "unknown-region"
    en: ClassVar[str] = "no data is shipped for '{region}'; there is {known}"
    zh: ClassVar[str] = "没有“{region}”的数据，现有 {known}"

    region: str
    known: tuple[str, ...]


@attrs.frozen
class HolidayCalendar:
    """
    The days off and the days worked instead, as announced.

    Attributes:
        region: ``CN``.
        years: The first and the last year whose notice is at hand.
        off: The holidays, each with its name.
        worked: The Saturdays and Sundays that are working days (调休上班).

    Example:
        >>> calendar = holidays("CN")
        >>> calendar.is_workday(date(2026, 10, 1)), calendar.name(date(2026, 10, 1)).en
        (False, 'National Day')
    """

    region: str
    years: tuple[int, int]
    off: dict[date, Text] = attrs.field(repr=False, hash=False)
    worked: frozenset[date] = attrs.field(repr=False)

    def announced(self, year: int) -> bool:
        """
        Tell whether the notice of *year* is at hand.
        """
        first, last = self.years
        return first <= year <= last

    def is_workday(self, day: date) -> bool:
        """
        Tell whether people work on *day*.

        Raises:
            HolidaysNotAnnouncedError: The year has no notice.
        """
        day = civil_day(day)
        if not self.announced(day.year):
            raise HolidaysNotAnnouncedError(day.year, *self.years)
        if day in self.off:
            return False
        return day.weekday() < SATURDAY or day in self.worked

    def name(self, day: date) -> Text | None:
        """
        Return the holiday that *day* belongs to, or `None`.
        """
        return self.off.get(civil_day(day))

    def spans(self) -> tuple[Span, ...]:
        """
        Return the holidays as runs of days off under one name.
        """
        runs: list[Span] = []
        for day in sorted(self.off):
            if runs and runs[-1].end == day and self.off[runs[-1].last] == self.off[day]:
                runs[-1] = Span(runs[-1].start, day + ONE_DAY)
            else:
                runs.append(Span.day(day))
        return tuple(runs)


@cache
def holidays(region: str = "CN") -> HolidayCalendar:
    """
    Return the announced holidays of *region*, from the chinesecalendar package.

    Raises:
        UnknownRegionError: *region* is not ``CN``.
    """
    if region != "CN":
        raise UnknownRegionError(region, ("CN",))
    from chinese_calendar import constants

    named = cast("dict[date, str]", constants.holidays)
    worked = cast("dict[date, str]", constants.workdays)
    off = {day: Text(_NAMES.get(name, name), en=name) for day, name in named.items()}
    years = min(off).year, max(off).year
    return HolidayCalendar(region, years, off, frozenset(worked))
