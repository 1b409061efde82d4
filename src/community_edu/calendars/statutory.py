"""
Statutory holidays (法定节假日): the days that the law itself makes days off for all.

They need no notice. 《全国年节及纪念日放假办法》 was issued by the Government
Administration Council on 23 December 1949 and changed by the State Council in
Orders No. 270 (国务院令第270号, 18 September 1999), 513 (14 December 2007, from
2008), 644 (11 December 2013, from 2014) and 795 (10 November 2024, from 2025).
Which Saturdays and Sundays are worked, so that people have more days in a row,
is not in the law: notices say that.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import attrs

from community_edu.base import Text
from community_edu.calendars.holidays import HOLIDAY_NAMES
from community_edu.calendars.lunar import LunarDate, new_year
from community_edu.calendars.solar_terms import SolarTerm, solar_term_date


@attrs.frozen(kw_only=True)
class _Version:
    """
    How many days the law gives, from the year `since` on.

    `spring` counts from the first day of the lunar year, `eve` tells whether the
    day before it (除夕) is one of them, `festivals` whether 清明, 端午 and 中秋 are.
    """

    since: int
    spring: int = 3
    eve: bool = False
    labour: int
    national: int
    festivals: bool = True


_LAW = (
    _Version(since=1950, labour=1, national=2, festivals=False),
    # Order 270 came after Labour Day of 1999, and before its National Day.
    _Version(since=1999, labour=1, national=3, festivals=False),
    _Version(since=2000, labour=3, national=3, festivals=False),
    # Order 513: the eve, the first and the second day.
    _Version(since=2008, spring=2, eve=True, labour=1, national=3),
    # Order 644: the first, the second and the third day.
    _Version(since=2014, labour=1, national=3),
    # Order 795: the eve and the first three days.
    _Version(since=2025, eve=True, labour=2, national=3),
)


def festivals_by_day(year: int) -> Mapping[date, tuple[Text, ...]]:
    """
    Return the statutory holidays of *year* by their days, in order; two may share one.
    """
    found: dict[date, list[Text]] = {}
    for day, name in sorted(_festivals(year)):
        found.setdefault(day, []).append(HOLIDAY_NAMES[name])
    return {day: tuple(names) for day, names in found.items()}


@cache
def statutory_days(year: int) -> Mapping[date, Text]:
    """
    Return the days off for all in *year* (全体公民放假的节日), in order, with their names.

    Before 1950 there are none: the law is of December 1949. Where two holidays
    share a day, as in 2020, its name is that of both.

    Args:
        year: A civil year up to 2100.

    Raises:
        OutOfLunarRangeError: *year* is after 2100.

    Example:
        >>> days = statutory_days(2027)
        >>> len(days), days[date(2027, 2, 5)].en
        (13, 'Spring Festival')
        >>> statutory_days(2020)[date(2020, 10, 1)].zh
        '中秋节、国庆节'
    """
    days = {
        day: Text("、".join(name.zh for name in names), en=", ".join(n.to("en") for n in names))
        for day, names in festivals_by_day(year).items()
    }
    return MappingProxyType(days)


def _festivals(year: int) -> Iterator[tuple[date, str]]:
    law = next((version for version in reversed(_LAW) if version.since <= year), None)
    if law is None:
        return
    yield date(year, 1, 1), "元旦"
    for offset in range(-1 if law.eve else 0, law.spring):
        yield new_year(year) + timedelta(days=offset), "春节"
    for day in range(1, law.labour + 1):
        yield date(year, 5, day), "劳动节"
    for day in range(1, law.national + 1):
        yield date(year, 10, day), "国庆节"
    if law.festivals:
        yield solar_term_date(year, SolarTerm.QINGMING), "清明节"
        yield LunarDate(year, 5, 5).to_date(), "端午节"
        yield LunarDate(year, 8, 15).to_date(), "中秋节"
