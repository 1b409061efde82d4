"""
The 24 solar terms (节气) and their days, 1900 to 2100.

From the same table as the months of the Chinese calendar: see
`community_edu.calendars.lunar`.
"""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from functools import cache
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.calendars import _lunar_table as table

SOLAR_TERM_YEARS = range(table.FIRST_YEAR, table.LAST_YEAR + 1)
"""
The civil years of which the days of the terms are known, 1900 to 2100.
"""

CHINESE_NAMES = (
    *("小寒", "大寒", "立春", "雨水", "惊蛰", "春分"),
    *("清明", "谷雨", "立夏", "小满", "芒种", "夏至"),
    *("小暑", "大暑", "立秋", "处暑", "白露", "秋分"),
    *("寒露", "霜降", "立冬", "小雪", "大雪", "冬至"),
)
TO_SIMPLIFIED = str.maketrans("驚蟄穀滿種處", "惊蛰谷满种处")
TERMS_OF_A_MONTH = 2
ALIKE = 0.5
"""
How similar a name must be to be suggested: one of two characters is the same.
"""


class SolarTerm(IntEnum):
    """
    One of the 24 solar terms (二十四节气), in the order of the civil year.

    The number of a term is its place in that order, 0 (小寒, early January) to 23
    (冬至, late December); two fall in each month. The almanac's own order begins
    with 立春, number 2.

    Example:
        >>> SolarTerm.QINGMING.key, SolarTerm.QINGMING.label.zh
        ('qingming', '清明')
        >>> SolarTerm.QINGMING.longitude, SolarTerm.QINGMING.is_major
        (15, False)
    """

    MINOR_COLD = 0
    MAJOR_COLD = 1
    START_OF_SPRING = 2
    RAIN_WATER = 3
    AWAKENING_OF_INSECTS = 4
    SPRING_EQUINOX = 5
    QINGMING = 6
    GRAIN_RAIN = 7
    START_OF_SUMMER = 8
    GRAIN_BUDS = 9
    GRAIN_IN_EAR = 10
    SUMMER_SOLSTICE = 11
    MINOR_HEAT = 12
    MAJOR_HEAT = 13
    START_OF_AUTUMN = 14
    END_OF_HEAT = 15
    WHITE_DEW = 16
    AUTUMN_EQUINOX = 17
    COLD_DEW = 18
    FROST_DESCENT = 19
    START_OF_WINTER = 20
    MINOR_SNOW = 21
    MAJOR_SNOW = 22
    WINTER_SOLSTICE = 23

    @property
    def key(self) -> str:
        """
        The name for files and rules, such as ``winter_solstice``. It will not change.
        """
        return self.name.lower()

    @property
    def label(self) -> Text:
        """
        The name for people, such as 冬至, Winter solstice.
        """
        return Text(CHINESE_NAMES[self], en=self.name.replace("_", " ").capitalize())

    @property
    def longitude(self) -> int:
        """
        The apparent longitude of the Sun at that instant, in degrees: 0 for 春分.
        """
        return (285 + 15 * self) % 360

    @property
    def is_major(self) -> bool:
        """
        Whether it is a major term (中气), by which months are numbered.
        """
        return self % TERMS_OF_A_MONTH == 1


@attrs.define(slots=False)
class UnknownSolarTermError(CommunityEduError, LookupError):
    """
    A name that none of the 24 solar terms has.
    """

    code: ClassVar[str] = "unknown-solar-term"
    en: ClassVar[str] = "there is no solar term '{value}'{hint_en}"
    zh: ClassVar[str] = "没有节气“{value}”{hint_zh}"

    value: str

    def facts(self) -> dict[str, object]:
        """
        Return the field, with the most similar name as advice.
        """
        import difflib  # rarely needed, and slow to load

        near = difflib.get_close_matches(plain(self.value), names(), n=1, cutoff=ALIKE)
        if near:
            hints = {
                "hint_en": f"; did you mean '{near[0]}'?",
                "hint_zh": f"，是否应为“{near[0]}”？",
            }
        else:
            hints = {
                "hint_en": "; write it like 'winter_solstice' or '冬至'",
                "hint_zh": "，请写作“冬至”或 winter_solstice 这样的名称",
            }
        return super().facts() | hints


@attrs.define(slots=False)
class OutOfSolarTermRangeError(CommunityEduError, ValueError):
    """
    A year for which the days of the solar terms are not in the table.
    """

    code: ClassVar[str] = "out-of-solar-term-range"
    en: ClassVar[str] = (
        "the days of the solar terms are known from "
        f"{SOLAR_TERM_YEARS[0]} to {SOLAR_TERM_YEARS[-1]}, not for {{year}}"
    )
    zh: ClassVar[str] = (
        f"节气日期只有 {SOLAR_TERM_YEARS[0]} 至 {SOLAR_TERM_YEARS[-1]} 年的，没有 {{year}} 年的"
    )

    year: int


def solar_term(name: "str | SolarTerm") -> SolarTerm:
    """
    Return the solar term of that name.

    Args:
        name: Chinese (``冬至``, traditional characters too), the key
            (``winter_solstice``) or the English label, in any case, with
            spaces, hyphens or underscores. A `SolarTerm` is returned as it is.

    Raises:
        UnknownSolarTermError: None has this name; the error suggests the most
            similar.

    Example:
        >>> solar_term("冬至") is solar_term("Winter Solstice") is SolarTerm.WINTER_SOLSTICE
        True
    """
    if isinstance(name, SolarTerm):
        return name
    term = names().get(plain(name))
    if term is None:
        raise UnknownSolarTermError(name)
    return term


def solar_term_date(year: int, term: SolarTerm) -> date:
    """
    Return the civil day in China on which *term* falls in *year*.

    Raises:
        OutOfSolarTermRangeError: *year* is not in 1900 to 2100.

    Example:
        >>> solar_term_date(2026, SolarTerm.QINGMING)
        datetime.date(2026, 4, 5)
    """
    if year not in SOLAR_TERM_YEARS:
        raise OutOfSolarTermRangeError(year)
    earliest, days_after = day_table()
    start = (year - SOLAR_TERM_YEARS[0]) * 6
    bits = int.from_bytes(days_after[start : start + 6], "little") >> 2 * term & 0b11
    return date(year, term // TERMS_OF_A_MONTH + 1, earliest[term] + bits)


def solar_term_of(day: date) -> SolarTerm | None:
    """
    Return the solar term that falls on *day* in China, or `None` if none does.

    Args:
        day: Of a `datetime` its date counts, whatever its zone.

    Raises:
        OutOfSolarTermRangeError: Its year is not in 1900 to 2100: whether a
            term falls there is not known.

    Example:
        >>> solar_term_of(date(2026, 12, 22)), solar_term_of(date(2026, 12, 23))
        (<SolarTerm.WINTER_SOLSTICE: 23>, None)
    """
    first = SolarTerm((day.month - 1) * TERMS_OF_A_MONTH)
    for term in (first, SolarTerm(first + 1)):
        if solar_term_date(day.year, term).day == day.day:
            return term
    return None


def plain(name: str) -> str:
    """
    Write a name as the keys are: lowercase, words joined by ``_``, simplified characters.
    """
    words = name.lower().replace("-", " ").replace("_", " ").split()
    return "_".join(words).translate(TO_SIMPLIFIED)


@cache
def names() -> Mapping[str, SolarTerm]:
    """
    Index, once, the terms by key and by Chinese name.
    """
    keys = {term.key: term for term in SolarTerm}
    return keys | {CHINESE_NAMES[term]: term for term in SolarTerm}


@cache
def day_table() -> tuple[bytes, bytes]:
    """
    Decode the table, once: the earliest day of each term, and the days after it by year.
    """
    return bytes.fromhex(table.EARLIEST), bytes.fromhex(table.TERMS)
