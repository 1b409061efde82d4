r"""
The values of a calendar file (RFC 5545 §3.3): texts, days and moments, lengths, offsets.

What broken producers are known to write is read where it can mean but one thing.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

from community_edu.feeds._characters import clean
from community_edu.feeds.reading.problems import UnreadError, shortened

YEARS: Final = range(1900, 2200)
"""
The years of which dates are read; those beside them are marks for "never".
"""

LONGEST: Final = timedelta(days=3660)

_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_COMMA: Final = re.compile(r"((?:[^\\,]|\\.)*)(?:,|\\?\Z)", re.DOTALL)
_DAY: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)
_MOMENT: Final = re.compile(
    r"(\d{4}-?\d\d-?\d\d)[T ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z?|[+-]\d\d:?\d\d)", re.ASCII
)
_LENGTH: Final = re.compile(
    r"([+-]?)P(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)
_OFFSET: Final = re.compile(r"([+-])(\d\d):?([0-5]\d):?([0-5]\d)?", re.ASCII)


def text_value(value: str) -> str:
    r"""
    Return a text (RFC 5545 §3.3.11) without its escapes, and without control characters.

    Example:
        >>> text_value(r"讲座\, 展览\n二楼")
        '讲座, 展览\n二楼'
    """
    if "\\" in value:
        value = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return clean(value).strip()


def listed(value: str) -> Iterator[str]:
    r"""
    Yield the texts of a list.

    Example:
        >>> list(listed(r"讲座\, 展览,亲子"))
        ['讲座, 展览', '亲子']
    """
    for found in _COMMA.finditer(value):
        if one := text_value(found[1]):
            yield one


def moment_value(value: str, years: range = YEARS) -> date | datetime:
    """
    Return a day, or a moment with its zone if it names one.

    Moments in the extended form of ISO 8601, without seconds or with an offset are read
    although RFC 5545 §3.3.5 knows none of these; a leap second is the one before it, and 24:00
    the midnight that follows.

    Raises:
        UnreadError: It is none, or in a year that is not among *years*.

    Example:
        >>> print(moment_value("20261008"), moment_value("20261008T010000Z"))
        2026-10-08 2026-10-08 01:00:00+00:00
    """
    said = value.strip()
    found = _MOMENT.fullmatch(said)
    try:
        day = _day(found[1] if found else said, years)
        if not found:
            return day
        hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
        past_midnight = (hour, minute, second) == (24, 0, 0)
        moment = datetime(
            *(day.year, day.month, day.day),
            *(0 if past_midnight else hour, minute, 59 if second == 60 else second),  # noqa: PLR2004
            tzinfo=_zone(found[5]),
        )
    except ValueError as error:
        if isinstance(error, UnreadError):
            raise
        raise no_time(said) from None
    return moment + timedelta(days=past_midnight)


def length_value(value: str) -> timedelta:
    """
    Return a length (RFC 5545 §3.3.6).

    Raises:
        UnreadError: It is none, or longer than ten years.

    Example:
        >>> length_value("PT1H30M")
        datetime.timedelta(seconds=5400)
    """
    said = value.strip().upper()
    found = _LENGTH.fullmatch(said)
    if not found or not any(found.groups()[1:]):
        name = shortened(said)
        raise UnreadError(f"“{name}”不是时长", f"'{name}' is no length of time")
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    total = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    if total > LONGEST.total_seconds():
        raise UnreadError("时长超过十年", "it lasts longer than ten years")
    return timedelta(seconds=-total if found[1] == "-" else total)


def offset_value(value: str) -> timedelta:
    """
    Return an offset from UTC (RFC 5545 §3.3.14).

    Raises:
        UnreadError: It is none.

    Example:
        >>> offset_value("+0800")
        datetime.timedelta(seconds=28800)
    """
    found = _OFFSET.fullmatch(value.strip())
    if not found or int(found[2]) >= 24:  # noqa: PLR2004 - hours
        name = shortened(value)
        raise UnreadError(f"“{name}”不是时差", f"'{name}' is no offset from UTC")
    size = timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -size if found[1] == "-" else size


def no_time(said: str) -> UnreadError:
    """
    Return the refusal of what should be a day or a moment.
    """
    name = shortened(said)
    return UnreadError(f"“{name}”不是日期或时间", f"'{name}' is no day and no time")


def _day(said: str, years: range) -> date:
    found = _DAY.fullmatch(said)
    if not found:
        raise no_time(said)
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if day.year not in years:
        raise UnreadError(
            f"年份应在 {years[0]} 至 {years[-1]} 之间",
            f"years are read from {years[0]} to {years[-1]}",
        )
    return day


def _zone(said: str) -> tzinfo | None:
    match said:
        case "":
            return None
        case "Z":
            return UTC
        case _:
            return timezone(offset_value(said))
