"""
Reading when a room or a person is taken out of the calendar that they keep anyway.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, ClassVar, Final, cast

import attrs
import icalendar

from community_edu.base import CommunityEduError, Finding, FindingKind, Text
from community_edu.calendars import Span
from community_edu.feeds.components import ZONE
from community_edu.feeds.repeating import DayRule
from community_edu.organizations import BusyTime

EARLIEST: Final = date(1970, 1, 1)
MOST_LOOKED: Final = 500_000
"""
How many days the rules of one calendar may go through.
"""

MOST_DAYS: Final = 31
"""
How long an event may be, in days, that repeats.
"""

LONGEST_NAME: Final = 60

BROKEN: Final = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
"""
What icalendar and our own reading raise at what no calendar should have.
"""

EVENT_UNREAD = FindingKind(
    "busy-event-unread",
    "warning",
    "日历中的“{event}”没有读取：{reason}",
    "'{event}' of the calendar was not read: {reason}",
)


@attrs.define(slots=False)
class UnreadableCalendarError(CommunityEduError, ValueError):
    """
    Bytes that are no calendar.
    """

    code: ClassVar[str] = "unreadable-calendar"
    en: ClassVar[str] = "this is no calendar ({reason}); export it again as an .ics file"
    zh: ClassVar[str] = "这不是日历文件（{reason}），请重新导出为 .ics 文件"

    reason: str


@attrs.define(slots=False)
class _UnreadEventError(CommunityEduError, ValueError):
    """
    An event that says something that is not read.
    """

    reason: Text


@attrs.frozen
class BusyReading:
    """
    What a calendar says of when something is taken.

    Attributes:
        times: The times that are taken, in order, in the local time of China.
        findings: The events that could not be read.
    """

    times: tuple[BusyTime, ...]
    findings: tuple[Finding, ...]


def read_busy(data: bytes, days: Span) -> BusyReading:
    r"""
    Read the events of a calendar (RFC 5545) that share time with *days*.

    Times with a zone are turned into those of Asia/Shanghai; times without one are taken
    as they stand; an event of whole days takes all of them. Events that are cancelled or
    said not to take time (``TRANSP:TRANSPARENT``) are left out. Repetitions by day, week,
    month and year are followed, with exceptions and single events that were moved.

    Args:
        data: The bytes of an ``.ics`` file.
        days: The days that matter.

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
    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
    except BROKEN as error:
        raise UnreadableCalendarError(str(error)[:LONGEST_NAME]) from None
    if not any(calendar.name == "VCALENDAR" for calendar in calendars):
        raise UnreadableCalendarError("no VCALENDAR")
    events = [cast("icalendar.Event", event) for one in calendars for event in one.walk("VEVENT")]
    reader = _Reader(days, _moved(events))
    times: list[BusyTime] = []
    findings: list[Finding] = []
    for event in events:
        try:
            times.extend(reader.times(event))
        except _UnreadEventError as error:
            findings.append(Finding(EVENT_UNREAD, (), _about(event, error.reason)))
        except BROKEN as error:
            findings.append(Finding(EVENT_UNREAD, (), _about(event, Text(str(error)[:200]))))
    return BusyReading(tuple(sorted(times, key=lambda one: (one.start, one.end))), tuple(findings))


def _about(event: icalendar.Event, reason: Text) -> dict[str, object]:
    name = str(event.get("SUMMARY") or event.get("UID") or "?")
    return {"event": name[:LONGEST_NAME], "reason": reason}


def _moved(events: list[icalendar.Event]) -> dict[str, set[datetime]]:
    """
    Return the repetitions that have an event of their own, by the identifier of both.
    """
    found: dict[str, set[datetime]] = {}
    for event in events:
        said = event.get("RECURRENCE-ID")
        if hasattr(said, "dt"):
            found.setdefault(str(event.get("UID")), set()).add(_local(said.dt))
    return found


def _local(moment: date) -> datetime:
    """
    Return a moment in the local time of China, without a zone; a day is its midnight.
    """
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return moment.astimezone(ZONE).replace(tzinfo=None) if moment.tzinfo else moment


@attrs.define
class _Reader:
    """
    The reading of one calendar: the days that matter, and how many rules have gone through.
    """

    days: Span
    moved: dict[str, set[datetime]]
    looked: int = 0

    def times(self, event: icalendar.Event) -> Iterator[BusyTime]:
        """
        Yield when an event takes time.
        """
        if event.get("STATUS") == "CANCELLED" or event.get("TRANSP") == "TRANSPARENT":
            return
        start, end = event.start, event.end
        lasts = _local(end) - _local(start)
        if lasts <= timedelta():
            return
        opens, closes = _local(self.days.start), _local(self.days.end)
        summary = str(event.get("SUMMARY") or "").strip()
        if lasts > timedelta(days=MOST_DAYS) and event.rrules:
            raise _UnreadEventError(Text("重复的事件太长", en="it is long and repeats"))
        for begins in self._begins(event, start):
            if begins < closes and opens < begins + lasts:
                yield BusyTime(begins, begins + lasts, summary or None)

    def _begins(self, event: icalendar.Event, start: date) -> Iterator[datetime]:
        """
        Yield when each repetition begins.
        """
        if "RECURRENCE-ID" in event:
            yield _local(start)
            return
        but = {_local(moment) for moment in event.exdates}
        but |= self.moved.get(str(event.get("UID")), set())
        found = {_local(start), *(_local(moment) for moment, _ in event.rdates)}
        for rule in event.rrules:
            found.update(self._repeated(rule, start))
        yield from sorted(found - but)

    def _repeated(self, rule: Any, start: date) -> Iterator[datetime]:  # noqa: ANN401 - untyped
        """
        Yield the repetitions of one rule, from a month before the days that matter to their end.
        """
        said = {str(key).upper(): value for key, value in rule.items()}
        days = DayRule.of(said)
        zone: tzinfo | None = getattr(start, "tzinfo", None)
        first = start if isinstance(start, datetime) else datetime.combine(start, time())
        last = _in_zone(datetime.combine(self.days.last, time(23, 59, 59)), zone)
        if "UNTIL" in said:
            last = min(last, _until(said["UNTIL"][0], zone))
        begins = first.date()
        matters = self.days.start - timedelta(days=MOST_DAYS)
        self.looked += max(0, (last.date() - days.first_look(begins, matters)).days)
        if begins < EARLIEST:
            raise _UnreadEventError(Text("开始早于 1970 年", en="it begins before 1970"))
        if self.looked > MOST_LOOKED:
            raise _UnreadEventError(
                Text("日历中的重复太多", en="the calendar has too many repetitions")
            )
        for day in days.between(begins, last.date(), matters):
            moment = datetime.combine(day, first.time())
            if moment <= last:
                yield _local(moment.replace(tzinfo=zone))


def _in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """
    Return a local moment of China as one of *zone*, without it; as it is if there is none.
    """
    if zone is None:
        return moment
    return moment.replace(tzinfo=ZONE).astimezone(zone).replace(tzinfo=None)


def _until(moment: date, zone: tzinfo | None) -> datetime:
    """
    Return the last moment of a rule in the time of its event; a day lasts until its end.
    """
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(23, 59, 59))
    if moment.tzinfo is None or zone is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(zone).replace(tzinfo=None)
