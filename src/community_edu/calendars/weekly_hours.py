"""
Weekly hours (每周时段): when a room is open or a lecturer is free, week after week.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import groupby
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError
from community_edu.calendars.weekdays import WEEKDAYS, Weekday

MINUTES_OF_A_DAY = 24 * 60
LONGEST_TEXT = 500

_HOURS = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)", re.ASCII)
_DAYS = re.compile(r"([A-Z]{3})(?:-([A-Z]{3}))?")
_SPACE = re.compile(r"\s*([,;-])\s*")


@attrs.define(slots=False)
class UnreadableHoursError(CommunityEduError, ValueError):
    """
    A text that does not say weekly hours.
    """

    code: ClassVar[str] = "unreadable-hours"
    en: ClassVar[str] = (
        "'{value}' says no weekly hours at '{part}'; write MON-FRI 08:00-12:00,13:30-17:00; "
        "SAT 09:00-12:00"
    )
    zh: ClassVar[str] = (
        "“{value}”中的“{part}”不是每周时段，请写成 MON-FRI 08:00-12:00,13:30-17:00; SAT 09:00-12:00"
    )

    value: str
    part: str


@attrs.define(slots=False)
class BadHoursError(CommunityEduError, ValueError):
    """
    Hours that no day has.
    """

    code: ClassVar[str] = "bad-hours"
    en: ClassVar[str] = (
        "no hours are on day {weekday} from minute {start} to {end}; days are 0 (Monday) to 6, "
        "and 0 <= start < end <= 1440"
    )
    zh: ClassVar[str] = (
        "不存在第 {weekday} 天第 {start} 至 {end} 分钟的时段，星期为 0（周一）到 6，"
        "且 0 <= start < end <= 1440"
    )

    weekday: int
    start: int
    end: int


def minute_of(moment: time) -> int:
    """
    Return the minutes from midnight to *moment*; seconds do not count.

    Example:
        >>> minute_of(time(8, 30))
        510
    """
    return moment.hour * 60 + moment.minute


@attrs.frozen(order=True)
class HoursSpan:
    """
    Some hours of one weekday.

    Attributes:
        weekday: The day, 0 is Monday.
        start: Minutes after midnight.
        end: Minutes after midnight at which it is over; 1440 is midnight.

    Raises:
        BadHoursError: There is no such day, or no such time of the day.
    """

    weekday: int
    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not (
            0 <= self.weekday < len(WEEKDAYS) and 0 <= self.start < self.end <= MINUTES_OF_A_DAY
        ):
            raise BadHoursError(self.weekday, self.start, self.end)


def _merged(spans: Iterable[HoursSpan]) -> tuple[HoursSpan, ...]:
    """
    Return the same hours in order, spans that touch or overlap being one.
    """
    merged: list[HoursSpan] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last and last.weekday == span.weekday and span.start <= last.end:
            merged[-1] = HoursSpan(last.weekday, last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


@attrs.frozen
class WeeklyHours:
    """
    Hours of the week, as ``MON-FRI 08:00-12:00,13:30-17:00; SAT 09:00-12:00``.

    Days are those of RFC 5545 with three letters; a day without hours (``SAT``) is
    open all day. The notation is a part of that of OpenStreetMap's opening hours. Days
    run forwards only: the night from Saturday to Sunday is ``SAT 22:00-24:00; SUN
    00:00-06:00``.

    Attributes:
        spans: The hours, in order, none touching another.

    Example:
        >>> hours = WeeklyHours.parse("MON-FRI 08:00-12:00; SAT")
        >>> hours.covers(5, 9 * 60, 10 * 60), hours.covers(0, 11 * 60, 13 * 60)
        (True, False)
        >>> str(hours)
        'MON-FRI 08:00-12:00; SAT 00:00-24:00'
    """

    spans: tuple[HoursSpan, ...] = attrs.field(converter=_merged)

    @classmethod
    def parse(cls, value: str) -> "WeeklyHours":
        """
        Read weekly hours; an empty text is no hour at all.

        Raises:
            UnreadableHoursError: It says something else; the part is named.
        """
        if len(value) > LONGEST_TEXT:
            raise UnreadableHoursError(f"{value[:40]}…", f"{value[:20]}…")
        parts = [part.strip() for part in _SPACE.sub(r"\1", value).split(";")]
        return cls(span for part in parts if part for span in _part(value, part))

    def covers(self, weekday: int, start: int, end: int) -> bool:
        """
        Tell whether all of the minutes from *start* to *end* of *weekday* (0: Monday) are in it.
        """
        return any(
            span.weekday == weekday and span.start <= start and end <= span.end
            for span in self.spans
        )

    def __str__(self) -> str:
        by_day = {
            day: ",".join(f"{_clock(span.start)}-{_clock(span.end)}" for span in spans)
            for day, spans in groupby(self.spans, key=lambda span: span.weekday)
        }
        return "; ".join(f"{days} {hours}" for days, hours in _runs(by_day))


ALWAYS = WeeklyHours(HoursSpan(day, 0, MINUTES_OF_A_DAY) for day in range(7))
"""
Every hour of the week.
"""


def weekly_hours(value: WeeklyHours | str) -> WeeklyHours:
    """
    Take weekly hours or their text.

    Raises:
        UnreadableHoursError: The text says something else.

    Example:
        >>> str(weekly_hours("TUE,THU 18:30-20:00"))
        'TUE 18:30-20:00; THU 18:30-20:00'
    """
    return value if isinstance(value, WeeklyHours) else WeeklyHours.parse(value)


def _part(value: str, part: str) -> Iterator[HoursSpan]:
    days, _, hours = part.partition(" ")
    numbers = [number for name in days.split(",") for number in _weekdays(value, name)]
    for clock in (hours.strip() or "00:00-24:00").split(","):
        found = _HOURS.fullmatch(clock)
        if not found:
            raise UnreadableHoursError(value, clock)
        hour, minute, last_hour, last_minute = map(int, found.groups())
        start, end = hour * 60 + minute, last_hour * 60 + last_minute
        if not start < end <= MINUTES_OF_A_DAY:
            raise UnreadableHoursError(value, clock)
        yield from (HoursSpan(number, start, end) for number in numbers)


def _weekdays(value: str, name: str) -> range:
    found = _DAYS.fullmatch(name)
    first, last = (found[1], found[2] or found[1]) if found else ("", "")
    if first not in WEEKDAYS or last not in WEEKDAYS:
        raise UnreadableHoursError(value, name)
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    if end < start:
        raise UnreadableHoursError(value, name)
    return range(start, end + 1)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _runs(by_day: dict[int, str]) -> Iterator[tuple[str, str]]:
    """
    Yield days in a row with the same hours as one.
    """
    numbered = enumerate(by_day)
    for (_, hours), run in groupby(numbered, key=lambda item: (item[1] - item[0], by_day[item[1]])):
        days: list[Weekday] = [WEEKDAYS[day] for _, day in run]
        yield (days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}"), hours
