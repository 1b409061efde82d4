"""
Public holidays and shifted working days (法定节假日与调休) of China, as announced.

The State Council announces them year by year. A year without a notice is *not
announced*: it is never guessed. What the law itself says of such a year is in
`community_edu.calendars.statutory`; who works when, in
`community_edu.calendars.workdays`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, ProblemsError, Text, text
from community_edu.calendars.spans import ONE_DAY, Span, civil_day

DECEMBER = 12

HOLIDAY_NAMES: Mapping[str, Text] = {
    zh: Text(zh, en=en)
    for zh, en in {
        "元旦": "New Year's Day",
        "春节": "Spring Festival",
        "清明节": "Tomb-sweeping Day",
        "劳动节": "Labour Day",
        "端午节": "Dragon Boat Festival",
        "中秋节": "Mid-autumn Festival",
        "国庆节": "National Day",
        "抗战胜利70周年纪念日": "Anti-Fascist 70th Day",
    }.items()
}
"""
The holidays (节假日) that notices announce, by their Chinese names.
"""

_BY_ENGLISH_NAME = {name.en: name for name in HOLIDAY_NAMES.values()}


@attrs.define(slots=False)
class HolidaysNotAnnouncedError(CommunityEduError, LookupError):
    """
    A year whose holiday notice is not at hand.

    Attributes:
        year: The year asked for.
        known: The years whose notices are at hand.
    """

    code: ClassVar[str] = "holidays-not-announced"
    en: ClassVar[str] = (
        "the public holidays of {year} are not announced here ({known_en}); add the notice of "
        "that year"
    )
    zh: ClassVar[str] = "没有 {year} 年的放假通知（{known_zh}），请补充该年的通知"

    year: int
    known: tuple[int, ...]

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the years that are at hand as runs.
        """
        runs: list[list[int]] = []
        for year in self.known:
            if runs and runs[-1][-1] == year - 1:
                runs[-1] = [runs[-1][0], year]
            else:
                runs.append([year])
        years = ", ".join("–".join(map(str, run)) for run in runs)
        words = {
            "known_en": f"there are notices of {years}" if years else "there is none",
            "known_zh": f"现有 {years} 年的" if years else "一份也没有",
        }
        return super().facts() | words


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


@attrs.define(slots=False)
class EmptyNoticeError(CommunityEduError, ValueError):
    """
    A holiday notice that sets no day.
    """

    code: ClassVar[str] = "empty-notice"
    en: ClassVar[str] = "the notice of {year} sets no day; name the days off, or leave it out"
    zh: ClassVar[str] = "{year} 年的放假通知没有规定任何一天，请写明放假日期，或删去该通知"

    year: int


@attrs.define(slots=False)
class OffAndWorkedError(CommunityEduError, ValueError):
    """
    A day that one notice makes both a day off and a working day.
    """

    code: ClassVar[str] = "off-and-worked"
    en: ClassVar[str] = "the notice of {year} has {day} both as a day off and as a working day"
    zh: ClassVar[str] = "{year} 年的放假通知中，{day} 既放假又上班"

    year: int
    day: date


@attrs.define(slots=False)
class DayOfOtherYearError(CommunityEduError, ValueError):
    """
    A day that the notice of a year has no say in.
    """

    code: ClassVar[str] = "day-of-other-year"
    en: ClassVar[str] = (
        "the notice of {year} cannot set {day}; it sets days of that year and of the December "
        "before it"
    )
    zh: ClassVar[str] = "{year} 年的放假通知不能规定 {day}，只能规定当年和上年 12 月的日期"

    year: int
    day: date


def _days_off(days: Mapping[date, Text | str]) -> Mapping[date, Text]:
    named = {civil_day(day): text(name) for day, name in days.items()}
    # A notice that gives no English name means the holiday that everybody knows.
    return {
        day: HOLIDAY_NAMES.get(name.zh, name) if name.en is None else name
        for day, name in sorted(named.items())
    }


def _days(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted({civil_day(day) for day in days}))


@attrs.frozen
class HolidayNotice:
    """
    One notice of the State Council (国务院办公厅放假通知), or an amendment of one.

    Attributes:
        year: The year it is about. It may set days of the December before, too:
            that of 2024 begins with 30 December 2023.
        off: The days off, Saturdays and Sundays among them included, each with
            the name of its holiday; a known holiday gets its English name.
        worked: The days worked instead (调休上班).
        source: The number of the notice, or where it was read.
        issued: The day on which it was issued, if known.

    Raises:
        ProblemsError: A day is both off and worked, or is of another year, or
            there is no day at all. The group holds every problem.

    Example:
        >>> notice = HolidayNotice(
        ...     2027,
        ...     off={date(2027, 1, 1): "元旦"},
        ...     source="a notice made up for this example",
        ... )
        >>> notice.off[date(2027, 1, 1)].en
        "New Year's Day"
    """

    year: int
    off: Mapping[date, Text] = attrs.field(converter=_days_off, hash=False, repr=False)
    worked: tuple[date, ...] = attrs.field(default=(), converter=_days, repr=False)
    source: str = attrs.field(default="", kw_only=True)
    issued: date | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        days = sorted({*self.off, *self.worked})
        problems: list[CommunityEduError] = [
            OffAndWorkedError(self.year, day) for day in self.worked if day in self.off
        ]
        problems += [
            DayOfOtherYearError(self.year, day) for day in days if not self.may_set(day, self.year)
        ]
        if not days:
            problems.append(EmptyNoticeError(self.year))
        if problems:
            raise ProblemsError("the notice does not hold together", problems)

    @staticmethod
    def may_set(day: date, year: int) -> bool:
        """
        Tell whether a notice of *year* has a say in *day*: in that year, or the December before.
        """
        return day.year == year or (day.year, day.month) == (year - 1, DECEMBER)


@attrs.frozen
class HolidayCalendar:
    """
    What the holiday notices at hand say.

    Where two speak of one day, the later in `notices` wins: an amendment (as of
    March 2019 and January 2020) stands after the notice that it amends. The
    years need not follow one another.

    Attributes:
        region: ``CN``.
        notices: The notices, in the order in which they were given.

    Example:
        >>> calendar = holidays("CN")
        >>> calendar.announced(2026), calendar.name(date(2026, 10, 1)).en
        (True, 'National Day')
    """

    region: str
    notices: tuple[HolidayNotice, ...] = attrs.field(
        default=(), converter=tuple[HolidayNotice, ...], repr=False
    )

    def __repr__(self) -> str:
        return f"HolidayCalendar(region={self.region!r}, notices={len(self.notices)})"

    @cached_property
    def years(self) -> tuple[int, ...]:
        """
        The years whose notices are at hand, in order.
        """
        return tuple(sorted({notice.year for notice in self.notices}))

    @cached_property
    def off(self) -> Mapping[date, Text]:
        """
        The days off, in order, each with the name of its holiday.
        """
        off: dict[date, Text] = {}
        for notice in self.notices:
            off.update(notice.off)
            for day in notice.worked:
                off.pop(day, None)
        return dict(sorted(off.items()))

    @cached_property
    def worked(self) -> frozenset[date]:
        """
        The days on which people work instead (调休上班), most of them Saturdays and Sundays.
        """
        worked: set[date] = set()
        for notice in self.notices:
            worked.update(notice.worked)
            worked.difference_update(notice.off)
        return frozenset(worked)

    def announced(self, year: int) -> bool:
        """
        Tell whether a notice of *year* is at hand.

        The last days of its December may yet be moved by the notice of the next.
        """
        return year in self.years

    def name(self, day: date) -> Text | None:
        """
        Return the holiday that *day* is off for, or `None`.
        """
        return self.off.get(civil_day(day))

    def spans(self) -> tuple[Span, ...]:
        """
        Return the holidays as runs of days off under one name.
        """
        runs: list[Span] = []
        for day in self.off:
            if runs and runs[-1].end == day and self.off[runs[-1].last] == self.off[day]:
                runs[-1] = Span(runs[-1].start, day + ONE_DAY)
            else:
                runs.append(Span.day(day))
        return tuple(runs)

    def with_notices(self, *notices: HolidayNotice) -> "HolidayCalendar":
        """
        Return the calendar with later *notices*, of new years or amending those at hand.

        Example:
            >>> coming = HolidayNotice(2027, off={date(2027, 1, 1): "元旦"})
            >>> holidays("CN").with_notices(coming).announced(2027)
            True
        """
        return attrs.evolve(self, notices=(*self.notices, *notices))


@cache
def holidays(region: str = "CN") -> HolidayCalendar:
    """
    Return the announced holidays of *region*, from the chinesecalendar package.

    Its notices stand there as amended, one a year.

    Raises:
        UnknownRegionError: *region* is not ``CN``.
    """
    if region != "CN":
        raise UnknownRegionError(region, ("CN",))
    from chinese_calendar import constants

    off: dict[int, dict[date, Text]] = {}
    for day, name in cast("dict[date, str]", constants.holidays).items():
        off.setdefault(_year_of_notice(day, name), {})[day] = _BY_ENGLISH_NAME[name]
    worked: dict[int, list[date]] = {}
    for day, name in cast("dict[date, str]", constants.workdays).items():
        worked.setdefault(_year_of_notice(day, name), []).append(day)
    return HolidayCalendar(
        region,
        [
            HolidayNotice(year, days, worked.get(year, ()), source="chinesecalendar")
            for year, days in sorted(off.items())
        ],
    )


def _year_of_notice(day: date, name: str) -> int:
    """
    Return the year whose notice set *day*: New Year's Day reaches back into December.
    """
    return day.year + (day.month == DECEMBER and name == "New Year's Day")
