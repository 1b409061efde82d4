"""
Busy times (占用时间): spans of local time in which a room or a person cannot be had.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Text, text

LONGEST_TEXT = 60
ONE_DAY = timedelta(days=1)
MIDNIGHT = time()

_DAY = r"(\d{4}-\d\d-\d\d)"
_CLOCK = r"(\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)"
_DAYS = re.compile(rf"{_DAY}(?:/{_DAY})?", re.ASCII)
_HOURS = re.compile(rf"{_DAY} {_CLOCK}-{_CLOCK}", re.ASCII)
_MOMENTS = re.compile(rf"{_DAY} {_CLOCK}/{_DAY} {_CLOCK}", re.ASCII)


@attrs.define(slots=False)
class EmptyBusyTimeError(CommunityEduError, ValueError):
    """
    A busy time that would end before it starts.
    """

    code: ClassVar[str] = "empty-busy-time"
    en: ClassVar[str] = "a busy time from {start} to {end} takes no time; let it end later"
    zh: ClassVar[str] = "占用时间从 {start} 到 {end}，没有时长，结束应晚于开始"

    start: datetime
    end: datetime


@attrs.define(slots=False)
class ZonedBusyTimeError(CommunityEduError, ValueError):
    """
    A busy time that is not in local time.
    """

    code: ClassVar[str] = "zoned-busy-time"
    en: ClassVar[str] = "a busy time from {start} to {end} has a time zone; give local time"
    zh: ClassVar[str] = "占用时间从 {start} 到 {end} 带有时区，应写当地时间"

    start: datetime
    end: datetime


@attrs.define(slots=False)
class UnreadableBusyTimeError(CommunityEduError, ValueError):
    """
    A text that says no busy time.
    """

    code: ClassVar[str] = "unreadable-busy-time"
    en: ClassVar[str] = (
        "'{value}' is no busy time; write 2026-10-08, 2026-10-08/2026-10-10, "
        "2026-10-08 08:00-12:00 or 2026-10-08 18:00/2026-10-09 12:00"
    )
    zh: ClassVar[str] = (
        "“{value}”不是占用时间，请写成 2026-10-08、2026-10-08/2026-10-10、"
        "2026-10-08 08:00-12:00 或 2026-10-08 18:00/2026-10-09 12:00"
    )

    value: str


@attrs.frozen
class BusyTime:
    """
    A span of local time that is taken.

    Attributes:
        start: When it begins, in local time, without a zone.
        end: When it is over, later than that.
        reason: Why, if it is said.

    Raises:
        ZonedBusyTimeError: One of the two has a zone.
        EmptyBusyTimeError: It does not end after it starts.

    Example:
        >>> meeting = BusyTime.parse("2026-10-08 08:00-12:00")
        >>> meeting.meets(datetime(2026, 10, 8, 11), datetime(2026, 10, 8, 13))
        True
        >>> print(meeting, "and", BusyTime.parse("2026-10-01/2026-10-07"))
        2026-10-08 08:00-12:00 and 2026-10-01/2026-10-07
    """

    start: datetime
    end: datetime
    reason: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __attrs_post_init__(self) -> None:
        if self.start.tzinfo or self.end.tzinfo:
            raise ZonedBusyTimeError(self.start, self.end)
        if self.end <= self.start:
            raise EmptyBusyTimeError(self.start, self.end)

    @classmethod
    def parse(cls, value: str) -> "BusyTime":
        """
        Read a day, the first and last of several, hours of a day, or two moments.

        Days count from midnight to midnight; hours may end at 24:00.

        Raises:
            UnreadableBusyTimeError: The text says something else.
            EmptyBusyTimeError: It ends before it starts.
        """
        text = value.strip()
        try:
            if len(text) <= LONGEST_TEXT:
                if found := _DAYS.fullmatch(text):
                    first, last = found[1], found[2] or found[1]
                    return cls(_moment(first, "00:00"), _moment(last, "24:00"))
                if found := _HOURS.fullmatch(text):
                    return cls(_moment(found[1], found[2]), _moment(found[1], found[3]))
                if found := _MOMENTS.fullmatch(text):
                    return cls(_moment(found[1], found[2]), _moment(found[3], found[4]))
        except EmptyBusyTimeError:
            raise
        except (ValueError, OverflowError):
            pass
        raise UnreadableBusyTimeError(text[:LONGEST_TEXT]) from None

    def meets(self, start: datetime, end: datetime) -> bool:
        """
        Tell whether it shares time with the span from *start* to *end*.
        """
        return self.start < end and start < self.end

    def __str__(self) -> str:
        first, opens = self.start.date(), _clock(self.start)
        if self.end.time() == MIDNIGHT:
            last, closes = self.end.date() - ONE_DAY, "24:00"
        else:
            last, closes = self.end.date(), _clock(self.end)
        if (opens, closes) == ("00:00", "24:00"):
            return f"{first}" if first == last else f"{first}/{last}"
        if first == last:
            return f"{first} {opens}-{closes}"
        return f"{first} {opens}/{last} {closes}"


def busy_times(values: Iterable[BusyTime | str]) -> tuple[BusyTime, ...]:
    """
    Take busy times or their texts.

    Example:
        >>> busy_times(["2026-10-08"])[0].end
        datetime.datetime(2026, 10, 9, 0, 0)
    """
    return tuple(one if isinstance(one, BusyTime) else BusyTime.parse(one) for one in values)


def _moment(day: str, clock: str) -> datetime:
    if clock == "24:00":
        return datetime.combine(date.fromisoformat(day) + ONE_DAY, MIDNIGHT)
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))


def _clock(moment: datetime) -> str:
    whole = not moment.second and not moment.microsecond
    return moment.time().isoformat("minutes" if whole else "auto")
