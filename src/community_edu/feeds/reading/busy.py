"""
Reading when a room or a person is taken out of the calendar that they keep anyway.
"""

from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.calendars import Span
from community_edu.feeds.reading.calendars import read_calendar
from community_edu.feeds.reading.limits import LIMITS, ReadingLimits
from community_edu.feeds.reading.problems import CALENDAR_TOO_LARGE
from community_edu.feeds.reading.times import BusyReading

NO_CALENDAR = Text("没有 VCALENDAR", en="no VCALENDAR")
TOO_LARGE = Text("太大", en="too large")


@attrs.define(slots=False)
class UnreadableCalendarError(CommunityEduError, ValueError):
    """
    Bytes that are no calendar.
    """

    code: ClassVar[str] = "unreadable-calendar"
    en: ClassVar[str] = "this is no calendar ({reason}); export it again as an .ics file"
    zh: ClassVar[str] = "这不是日历文件（{reason}），请重新导出为 .ics 文件"

    reason: str | Text


def read_busy(data: bytes, days: Span, *, limits: ReadingLimits = LIMITS) -> BusyReading:
    r"""
    Read the times of a calendar (RFC 5545) that are taken and share time with *days*.

    It is short for `read_calendar` and its `busy`, for those who cannot do without a calendar.

    Times with a zone are turned into those of Asia/Shanghai; times without one are taken
    as they stand; an event of whole days takes all of them. Events that are cancelled or
    said not to take time (``TRANSP:TRANSPARENT``) are left out. Repetitions by day, week,
    month and year are followed, with exceptions and single events that were moved.

    Args:
        data: The bytes of an ``.ics`` file.
        days: The days that matter.
        limits: How much of it is read.

    Raises:
        UnreadableCalendarError: It is no calendar.

    Example:
        >>> lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:会议"]
        >>> lines += ["DTSTART:20261008T010000Z", "DTEND:20261008T030000Z"]
        >>> lines += ["RRULE:FREQ=WEEKLY", "END:VEVENT", "END:VCALENDAR", ""]
        >>> busy = read_busy("\r\n".join(lines).encode(), Span.parse("2026-10-12/2026-10-18"))
        >>> [str(one) for one in busy.times]
        ['2026-10-15 09:00-11:00']
    """
    reading = read_calendar(data, limits=limits)
    if not reading.calendars:
        large = any(problem.kind is CALENDAR_TOO_LARGE for problem in reading.problems)
        raise UnreadableCalendarError(TOO_LARGE if large else NO_CALENDAR)
    return reading.busy(days)
