"""
Reading the calendars of others (RFC 5545): whatever is in them, what can be read is read.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import islice

import attrs

from community_edu.base import Finding, Text
from community_edu.calendars import Span
from community_edu.feeds.reading.components import CALENDAR, Node, components, walk
from community_edu.feeds.reading.entries import PartnerEntries, partner_entries
from community_edu.feeds.reading.item_reading import KINDS, ItemReader
from community_edu.feeds.reading.items import CalendarItem
from community_edu.feeds.reading.limits import LIMITS, ReadingLimits
from community_edu.feeds.reading.lines import content_lines
from community_edu.feeds.reading.problems import (
    CALENDAR_NOT_FOUND,
    CALENDAR_TOO_LARGE,
    CALENDAR_UID,
    CALENDAR_ZONE_ASSUMED,
    Problems,
    shortened,
)
from community_edu.feeds.reading.times import BusyReading, Occurrences, busy_reading, occurrences
from community_edu.feeds.reading.values import text_value
from community_edu.feeds.reading.zones import Zones

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
OLDER = Text("有同一 UID 的更新版本，以新版本为准", en="a newer one has its UID, and counts")
SHARED = Text("另一个事件用了同一 UID，两个都保留", en="another event has its UID; both are kept")


@attrs.frozen
class CalendarReading:
    """
    What a calendar file says.

    Attributes:
        items: Events, tasks and taken times, in the order of the file.
        problems: What was not read, or was doubtful, with its line.
        name: What the calendar calls itself.
        calendars: How many VCALENDARs are in the file.
        limits: The bounds by which it was read; they hold for questions to it, too.
    """

    items: tuple[CalendarItem, ...]
    problems: tuple[Finding, ...]
    name: str | None = None
    calendars: int = 0
    limits: ReadingLimits = LIMITS

    def occurrences(self, span: Span) -> Occurrences:
        """
        Return when its items share time with *span*, in order of time.

        Repetitions by day, week, month and year are followed in the zone of their item, with
        added and left out times and with repetitions that were moved, singly or with all later
        ones; what is cancelled is left out. Moments are in the local time of China. An item that
        would have too many repetitions is left out as a whole, and noted.
        """
        return occurrences(self.items, span, self.limits)

    def busy(self, span: Span) -> BusyReading:
        """
        Return the times in *span* that are taken: for venues and educators of a timetable.
        """
        return busy_reading(self.occurrences(span), self.problems)

    def entries(
        self,
        year: int,
        *,
        plan: str,
        partner: str,
        name: Text | str | None = None,
        audiences: Iterable[str] = (),
        organizations: Iterable[str] = (),
        tags: Iterable[str] = (),
    ) -> PartnerEntries:
        """
        Return its events of a year as entries for a calendar of ours: see `partner_entries`.
        """
        return partner_entries(
            self.occurrences(Span.parse(f"{year}-01-01/{year}-12-31")),
            self.problems,
            year,
            plan=plan,
            partner=partner,
            name=name,
            audiences=audiences,
            organizations=organizations,
            tags=tags,
        )


def read_calendar(data: bytes, *, limits: ReadingLimits = LIMITS) -> CalendarReading:
    r"""
    Read the bytes of a calendar file; never raise for what is in them.

    A broken line, property or event spoils no other: it is left out and named in `problems`.
    Several calendars in one file are read as one. Of events with the same UID the one with the
    highest SEQUENCE counts, then the last changed. Nothing is read of who is invited.

    Args:
        data: The bytes of an ``.ics`` file, of whatever encoding.
        limits: How much of it is read.

    Example:
        >>> lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:读书会"]
        >>> lines += ["DTSTART;TZID=China Standard Time:20261008T140000", "DTEND:soon"]
        >>> reading = read_calendar("\n".join(lines).encode())
        >>> (item,) = reading.items
        >>> item.title, item.zone, item.start.hour
        ('读书会', 'Asia/Shanghai', 14)
        >>> for problem in reading.problems:
        ...     print(problem.message("en"))
        line 6 of the calendar: the END of the VEVENT of line 2 is missing
        line 6 of the calendar: the END of the VCALENDAR of line 1 is missing
        line 6 of the calendar: DTEND of '读书会' was not read: 'soon' is no day and no time
    """
    return read_parts(data, limits).reading()


@attrs.define
class Parts:
    """
    A calendar file taken apart, its items not read yet.

    Attributes:
        nodes: Its components.
        reader: What reads them.
        limits: How much of it is read.
    """

    nodes: list[Node]
    reader: ItemReader
    limits: ReadingLimits

    def reading(self) -> CalendarReading:
        """
        Read the items, and say all that was noted.
        """
        reader, problems = self.reader, self.reader.problems
        found = (node for name in KINDS for node in walk(self.nodes, name))
        read = [item for node in sorted(found, key=_begin) for item in reader.items(node)]
        if reader.floating:
            problems.note(CALENDAR_ZONE_ASSUMED, count=reader.floating, line=reader.first_floating)
        items = _latest(read, problems)
        calendars = list(walk(self.nodes, CALENDAR))
        name = _name(calendars)
        return CalendarReading(items, problems.listed(), name, len(calendars), self.limits)


def read_parts(data: bytes, limits: ReadingLimits) -> Parts:
    """
    Take a calendar file apart.
    """
    problems = Problems(limits.problems)
    nodes: list[Node] = []
    if len(data) > limits.size:
        what = Text(f"{len(data)} 字节", en=f"{len(data)} bytes")
        problems.note(CALENDAR_TOO_LARGE, what=what, most=limits.size)
    else:
        nodes = components(content_lines(data, limits, problems), limits, problems)
    if not any(walk(nodes, CALENDAR)) and (nodes or not problems.found):
        problems.note(CALENDAR_NOT_FOUND)
    return Parts(nodes, ItemReader(Zones.of(walk(nodes, "VTIMEZONE"), problems), problems), limits)


def _begin(node: Node) -> int:
    return node.line


def _name(calendars: list[Node]) -> str | None:
    lines = (one.first("NAME") or one.first("X-WR-CALNAME") for one in calendars)
    return next((text_value(line.value) for line in lines if line), None)


def _latest(items: list[CalendarItem], problems: Problems) -> tuple[CalendarItem, ...]:
    """
    Return *items* without older versions of others.

    Two that differ in nothing by which one could be the newer are two events, unless they
    begin at the same time: then they are one, and the last counts.
    """
    kept: dict[tuple[object, ...], dict[date, CalendarItem]] = {}
    for item in items:
        same = kept.setdefault((item.uid, item.kind, item.recurrence), {})
        newest = max(map(_rank, islice(same.values(), 1)), default=_rank(item))
        if newest < _rank(item):
            _note(problems, same.values(), OLDER)
            same.clear()
        elif _rank(item) < newest:
            _note(problems, [item], OLDER)
            continue
        elif same and item.start not in same:
            _note(problems, [item], SHARED)
        same[item.start] = item
    return tuple(sorted((one for same in kept.values() for one in same.values()), key=_line))


def _line(item: CalendarItem) -> int:
    return item.line


def _rank(item: CalendarItem) -> tuple[int, datetime]:
    return item.sequence, item.last_modified or LONG_AGO


def _note(problems: Problems, items: Iterable[CalendarItem], reason: Text) -> None:
    for item in items:
        event = shortened(item.title or item.uid)
        problems.note(CALENDAR_UID, line=item.line, event=event, reason=reason)
