"""
Dates of the Chinese calendar (农历), lunar years 1900 to 2100.

All comes from the table in `community_edu.calendars._lunar_table`: the published
calendar where one was published, the rule of GB/T 33661-2017 for what is to come.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, total_ordering
from typing import Any, ClassVar, Self, TypeAlias, overload

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.calendars import _lunar_table as table

LUNAR_YEARS = range(table.FIRST_YEAR, table.LAST_YEAR + 1)
"""
The lunar years that can be reckoned with, 1900 to 2100.
"""

FIRST_LUNAR_DAY = date(1900, 1, 31)
LAST_LUNAR_DAY = date(2101, 1, 28)

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
CYCLE = 60
ANIMALS = (
    ("鼠", "rat"),
    ("牛", "ox"),
    ("虎", "tiger"),
    ("兔", "rabbit"),
    ("龙", "dragon"),
    ("蛇", "snake"),
    ("马", "horse"),
    ("羊", "goat"),
    ("猴", "monkey"),
    ("鸡", "rooster"),
    ("狗", "dog"),
    ("猪", "pig"),
)
MONTH_NAMES = "正二三四五六七八九十冬腊"
DIGITS = "一二三四五六七八九十"
LAST_MONTH = 12

ASCII_FORM = r"lunar:([0-9]{4})-([0-9]{2})(L?)-([0-9]{2})"
CHINESE_FORM = rf"(?:农历)?([0-9]{{4}}|[{STEMS}][{BRANCHES}])年(闰?)(.{{1,2}})月(.{{2,3}})"

Month: TypeAlias = tuple[int, int, bool]
Index: TypeAlias = tuple[tuple[int, ...], tuple[Month, ...], Mapping[Month, int]]


@attrs.define(slots=False)
class LunarValueError(CommunityEduError, ValueError):
    """
    A value of which no lunar date can be made.
    """

    value: int | date | str


class OutOfLunarRangeError(LunarValueError):
    """
    A day or a lunar year of which the table knows nothing.
    """

    code: ClassVar[str] = "out-of-lunar-range"
    en: ClassVar[str] = (
        "{value} is outside the lunar table, which has the lunar years "
        f"{LUNAR_YEARS[0]} to {LUNAR_YEARS[-1]}, that is {FIRST_LUNAR_DAY} to {LAST_LUNAR_DAY}"
    )
    zh: ClassVar[str] = (
        "{value} 超出农历表的范围，农历表只有"
        f"农历 {LUNAR_YEARS[0]} 至 {LUNAR_YEARS[-1]} 年，即 {FIRST_LUNAR_DAY} 至 {LAST_LUNAR_DAY}"
    )


class UnreadableLunarDateError(LunarValueError):
    """
    A text in none of the forms in which a lunar date is written.
    """

    code: ClassVar[str] = "unreadable-lunar-date"
    en: ClassVar[str] = (
        "'{value}' is not a lunar date; write it as lunar:2026-09-09 (leap month: "
        "lunar:2025-06L-01), 2026年九月初九 or 丙午年九月初九"
    )
    zh: ClassVar[str] = (
        "“{value}”不是农历日期，请写成 lunar:2026-09-09（闰月：lunar:2025-06L-01）、"
        "2026年九月初九 或 丙午年九月初九"
    )


class AmbiguousLunarYearError(LunarValueError):
    """
    A year named by stem and branch, which could be any of `candidates`.
    """

    code: ClassVar[str] = "ambiguous-lunar-year"
    en: ClassVar[str] = (
        "a year {value} comes every 60 years: {candidates}; write the year as a number, "
        "or tell near which year it is (less than 30 years away)"
    )
    zh: ClassVar[str] = (
        "{value}年每 60 年一遇：{candidates}；"
        "请用数字写出年份，或说明在哪一年前后（相差不足 30 年）"
    )

    @property
    def candidates(self) -> tuple[int, ...]:
        """
        The years of the table that have this name.
        """
        return tuple(year for year in LUNAR_YEARS if year_name(year) == self.value)

    def facts(self) -> dict[str, object]:
        """
        Return the name, with the years that have it.
        """
        return super().facts() | {"candidates": self.candidates}


@attrs.define(slots=False)
class ImpossibleLunarDateError(CommunityEduError, ValueError):
    """
    A month or a day that the lunar year does not have.

    `day` is `None` where the month is already wrong.
    """

    code: ClassVar[str] = "impossible-lunar-date"
    en: ClassVar[str] = "lunar year {year} has no {wanted_en}; {reason_en}"
    zh: ClassVar[str] = "农历{year}年没有{wanted_zh}，{reason_zh}"

    year: int
    month: int
    leap: bool
    day: int | None

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with what the year has instead.
        """
        month_en = f"leap month {self.month}" if self.leap else f"month {self.month}"
        month_zh = f"闰{self.month}月" if self.leap else f"{self.month}月"
        if self.day is not None:
            length = month_length(self.year, self.month, self.leap)
            words = {
                "wanted_en": f"day {self.day} in {month_en}",
                "reason_en": f"that month has {length} days",
                "wanted_zh": f"{month_zh}{self.day}日",
                "reason_zh": f"该月有{length}天",
            }
        else:
            words = {"wanted_en": month_en, "wanted_zh": month_zh} | self._month_reason()
        return super().facts() | words

    def _month_reason(self) -> dict[str, str]:
        if not self.leap:
            reason = f"months are numbered 1 to {LAST_MONTH}", f"月份为1至{LAST_MONTH}"
        elif leap := leap_month(self.year):
            reason = f"its leap month follows month {leap}", f"该年闰{leap}月"
        else:
            reason = "it is a common year", "该年没有闰月"
        return dict(zip(("reason_en", "reason_zh"), reason, strict=True))


@total_ordering
@attrs.frozen
class LunarDate:
    """
    A day of the Chinese calendar (农历).

    Ordered in time: a leap month (闰月) comes after the plain month of the same
    number. Arithmetic goes by days: ``date + 1``, ``date - 1``, and ``later -
    earlier`` gives the days between.

    Attributes:
        year: The lunar year, numbered like the civil year in which it begins:
            1900 to 2100. January and often February belong to the year before.
        month: 1 (正月) to 12 (腊月).
        day: 1 (初一) to 29 or 30.
        leap: Whether this is the leap month that follows the plain one.

    Raises:
        OutOfLunarRangeError: The table does not have the year.
        ImpossibleLunarDateError: The year has no such month, or the month no
            such day.

    Example:
        >>> double_ninth = LunarDate(2026, 9, 9)
        >>> double_ninth.to_date()
        datetime.date(2026, 10, 18)
        >>> double_ninth.chinese(), str(double_ninth + 1)
        ('丙午年九月初九', 'lunar:2026-09-10')
    """

    year: int
    month: int
    day: int
    leap: bool = False

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.day <= month_length(self.year, self.month, self.leap):
            raise ImpossibleLunarDateError(self.year, self.month, self.leap, self.day)

    @classmethod
    def from_date(cls, day: date) -> Self:
        """
        Return the lunar date of a civil *day* in China.

        Args:
            day: 1900-01-31 to 2101-01-28. Of a `datetime` its date counts,
                whatever its zone.

        Raises:
            OutOfLunarRangeError: *day* is outside that range.

        Example:
            >>> LunarDate.from_date(date(2025, 7, 25))
            LunarDate(year=2025, month=6, day=1, leap=True)
        """
        year, month, number, leap = lunar_of(day)
        # The table is right by construction: set the fields without checking them again.
        made = object.__new__(cls)
        _set_year(made, year)
        _set_month(made, month)
        _set_day(made, number)
        _set_leap(made, leap)
        return made

    @classmethod
    def last_of_month(cls, year: int, month: int, leap: bool = False) -> Self:  # noqa: FBT001, FBT002 - as the fields
        """
        Return the 29th or 30th, whichever ends the month: 除夕 for the 12th month.

        Raises:
            OutOfLunarRangeError: The table does not have *year*.
            ImpossibleLunarDateError: *year* has no such month.

        Example:
            >>> LunarDate.last_of_month(2025, 12).to_date()
            datetime.date(2026, 2, 16)
        """
        return cls(year, month, month_length(year, month, leap), leap)

    @classmethod
    def parse(cls, text: str, *, near: int | None = None) -> Self:
        """
        Read a lunar date as `str` or `chinese` write it, or with the year as a number.

        Args:
            text: ``lunar:2026-09-09``, ``lunar:2025-06L-01``, ``2026年九月初九``,
                ``农历2025年闰六月廿一`` or ``丙午年九月初九``. The 1st, 11th and
                12th month may be 正月 or 一月, 冬月 or 十一月, 腊月 or 十二月, and
                days past the 20th 廿一 or 二十一.
            near: A year less than 30 years away from the one meant. A year
                named by stem and branch needs it: such names recur every 60
                years. Otherwise it is not looked at.

        Raises:
            UnreadableLunarDateError: *text* has none of these forms.
            AmbiguousLunarYearError: The year is named by stem and branch, and
                *near* is missing or just between two years of that name.
            OutOfLunarRangeError: The table does not have the year.
            ImpossibleLunarDateError: The year has no such day.

        Example:
            >>> LunarDate.parse("2026年九月初九") == LunarDate.parse("lunar:2026-09-09")
            True
            >>> LunarDate.parse("丙午年腊月廿三", near=2020).to_date()
            datetime.date(2027, 1, 30)
        """
        if match := re.fullmatch(ASCII_FORM, text):
            year, month, leap, day = match.groups()
            return cls(int(year), int(month), int(day), bool(leap))
        match = re.fullmatch(CHINESE_FORM, text)
        if match is None:
            raise UnreadableLunarDateError(text)
        months, days, places = readings()
        year, leap, month, day = match.groups()
        if month not in months or day not in days or not (year.isdecimal() or year in places):
            raise UnreadableLunarDateError(text)
        number = int(year) if year.isdecimal() else nearest_year(year, near)
        return cls(number, months[month], days[day], bool(leap))

    def to_date(self) -> date:
        """
        Return the civil day in China, 1900-01-31 to 2101-01-28.

        Example:
            >>> LunarDate(2026, 1, 1).to_date()
            datetime.date(2026, 2, 17)
        """
        starts, _, places = index()
        return date.fromordinal(starts[places[self.year, self.month, self.leap]] + self.day - 1)

    @property
    def stem_branch(self) -> str:
        """
        The name of the year by stem and branch (干支).

        Example:
            >>> LunarDate(2026, 1, 1).stem_branch
            '丙午'
        """
        return year_name(self.year)

    @property
    def zodiac(self) -> Text:
        """
        The animal of the year (生肖). It changes at New Year (正月初一).

        Example:
            >>> animal = LunarDate(2026, 1, 1).zodiac
            >>> animal.zh, animal.en
            ('马', 'horse')
        """
        zh, en = ANIMALS[(self.year - 4) % len(ANIMALS)]
        return Text(zh, en=en)

    def chinese(self) -> str:
        """
        Write the date as calendars do: ``丙午年九月初九``, ``乙巳年闰六月初一``.

        The year is named by stem and branch, so that only a reader who knows
        about when it was can tell which is meant; `str` is exact.

        Example:
            >>> LunarDate(2025, 6, 21, leap=True).chinese()
            '乙巳年闰六月廿一'
        """
        leap = "闰" if self.leap else ""
        month = MONTH_NAMES[self.month - 1]
        return f"{self.stem_branch}年{leap}{month}月{day_name(self.day)}"

    def __str__(self) -> str:
        leap = "L" if self.leap else ""
        return f"lunar:{self.year}-{self.month:02}{leap}-{self.day:02}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, LunarDate):
            return NotImplemented
        mine = (self.year, self.month, self.leap, self.day)
        return mine < (other.year, other.month, other.leap, other.day)

    def __add__(self, days: int) -> "LunarDate":
        number = self.to_date().toordinal() + days
        if not FIRST_LUNAR_DAY.toordinal() <= number <= LAST_LUNAR_DAY.toordinal():
            raise OutOfLunarRangeError(f"{self} {days:+}d")
        return LunarDate.from_date(date.fromordinal(number))

    @overload
    def __sub__(self, other: int) -> "LunarDate": ...

    @overload
    def __sub__(self, other: "LunarDate") -> int: ...

    def __sub__(self, other: "LunarDate | int") -> "LunarDate | int":
        if isinstance(other, LunarDate):
            return (self.to_date() - other.to_date()).days
        return self + -other


# The slots of `LunarDate` themselves: they skip the check that keeps others from writing.
_slots: Any = LunarDate
_set_year = _slots.year.__set__
_set_month = _slots.month.__set__
_set_day = _slots.day.__set__
_set_leap = _slots.leap.__set__


def lunar_of(day: date) -> tuple[int, int, int, bool]:
    """
    Return year, month, day and leap of a civil *day*: as `LunarDate.from_date`, quicker.

    For columns of many dates; `LunarDate` is what to pass around.

    Raises:
        OutOfLunarRangeError: *day* is not in 1900-01-31 to 2101-01-28.

    Example:
        >>> lunar_of(date(2026, 10, 18))
        (2026, 9, 9, False)
    """
    starts, months, _ = index()
    number = day.toordinal()
    if not starts[0] <= number < starts[-1]:
        raise OutOfLunarRangeError(day)
    place = bisect_right(starts, number) - 1
    year, month, leap = months[place]
    return year, month, number - starts[place] + 1, leap


def leap_month(year: int) -> int | None:
    """
    Return the number of the month that the leap month (闰月) of *year* follows.

    Returns:
        1 to 12, or `None` if the lunar year has no leap month.

    Raises:
        OutOfLunarRangeError: The table does not have *year*.

    Example:
        >>> leap_month(2025), leap_month(2026)
        (6, None)
    """
    return year_bits(year) >> 13 & 0xF or None


def month_length(year: int, month: int, leap: bool = False) -> int:  # noqa: FBT001, FBT002 - as the fields
    """
    Return how many days a month has: 29 (小月) or 30 (大月).

    Raises:
        OutOfLunarRangeError: The table does not have *year*.
        ImpossibleLunarDateError: *year* has no such month.

    Example:
        >>> month_length(2025, 6), month_length(2025, 6, leap=True)
        (30, 29)
    """
    starts, _, places = index()
    place = places.get((year, month, leap))
    if place is None:
        year_bits(year)  # a year outside the table is the first thing to tell
        raise ImpossibleLunarDateError(year, month, leap, None)
    return starts[place + 1] - starts[place]


def new_year(year: int) -> date:
    """
    Return the civil day on which the lunar *year* begins (正月初一, 春节).

    Raises:
        OutOfLunarRangeError: The table does not have *year*.

    Example:
        >>> new_year(2026)
        datetime.date(2026, 2, 17)
    """
    return date(year, 1, 21) + timedelta(days=year_bits(year) >> 17)


def year_bits(year: int) -> int:
    """
    Return what the table has on *year*, as its docstring explains.
    """
    if year not in LUNAR_YEARS:
        raise OutOfLunarRangeError(year)
    start = (year - LUNAR_YEARS[0]) * 3
    return int.from_bytes(month_table()[start : start + 3], "big")


@cache
def month_table() -> bytes:
    """
    Decode the table, once.
    """
    return bytes.fromhex(table.MONTHS)


@cache
def index() -> Index:
    """
    Build, once, what look-ups need.

    Returns:
        The ordinals of the first days of all months and of the day after the
        last month; the months in the same order; their places in that order.
    """
    starts = [FIRST_LUNAR_DAY.toordinal()]
    months: list[Month] = []
    for year in LUNAR_YEARS:
        bits = year_bits(year)
        leap = leap_month(year)
        for number in range(1, LAST_MONTH + 1):
            for is_leap in (False, True) if number == leap else (False,):
                months.append((year, number, is_leap))
                starts.append(starts[-1] + 29 + (bits & 1))
                bits >>= 1
    return tuple(starts), tuple(months), {month: place for place, month in enumerate(months)}


def year_name(year: int) -> str:
    """
    Name a year by stem and branch.
    """
    return STEMS[(year - 4) % len(STEMS)] + BRANCHES[(year - 4) % len(BRANCHES)]


def day_name(day: int) -> str:
    """
    Name a day of the month: 初一 to 初十, 十一, 二十, 廿一, 三十.
    """
    tens, ones = divmod(day - 1, 10)
    if ones == len(DIGITS) - 1:
        return ("初十", "二十", "三十")[tens]
    return "初十廿"[tens] + DIGITS[ones]


@cache
def readings() -> tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]:
    """
    Build, once, the numbers of month names, of day names and of years by stem and branch.
    """
    months = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
    months |= {"一": 1, "十一": 11, "十二": 12}
    days = {day_name(day): day for day in range(1, 31)}
    days |= {f"二十{ones}": 20 + number for number, ones in enumerate(DIGITS[:9], 1)}
    return months, days, {year_name(4 + place): place for place in range(CYCLE)}


def nearest_year(name: str, near: int | None) -> int:
    """
    Return the year of that name by stem and branch which is closest to *near*.
    """
    if near is not None:
        _, _, places = readings()
        after = (places[name] + 4 - near) % CYCLE
        if after != CYCLE // 2:
            return near + after - (CYCLE if after > CYCLE // 2 else 0)
    raise AmbiguousLunarYearError(name)
