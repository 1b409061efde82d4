"""
The time zones of a calendar file (RFC 5545 §3.6.5), by whatever name they go.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

import attrs
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from community_edu.feeds.moments import ZONE
from community_edu.feeds.reading.components import Node
from community_edu.feeds.reading.problems import (
    CALENDAR_PROPERTY_UNREAD,
    CALENDAR_ZONE_UNKNOWN,
    Problems,
    Steps,
    UnreadError,
    reason_of,
    shortened,
)
from community_edu.feeds.reading.repeating import Repetition
from community_edu.feeds.reading.values import moment_value, offset_value

YEARS: Final = range(1600, 2200)
"""
The years of which a change is read: those of Windows have been since 1601.
"""

FIRST_CHANGE: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - on the clock of its own zone
LAST_CHANGE: Final = datetime(2100, 1, 1)  # noqa: DTZ001 - on the clock of its own zone
MOST_CHANGES: Final = 2_000
MOST_STEPS: Final = 250_000
"""
How many days the rules of all time zones of a file may go through.
"""

PLACES: Final = re.compile(r"北京|中国|\b(?:beijing|china)\b", re.IGNORECASE)
_OFFSET: Final = re.compile(r"\(?(?:UTC|GMT)? ?([+-])(\d{1,2})(?::?(\d\d))?\)?(?: .*)?", re.ASCII)


@attrs.frozen(eq=False, slots=False)
class WrittenZone(tzinfo):
    """
    A time zone as a calendar file defines it.

    Attributes:
        key: Its name in the file.
        before: Its offset before the first change.
        changes: When the offset changes, on the clock that runs until then, and to what.
    """

    key: str
    before: timedelta
    changes: tuple[tuple[datetime, timedelta], ...]

    @cached_property
    def _instants(self) -> list[datetime]:
        """
        When the offset changes, on the clock of UTC.
        """
        offsets = [self.before, *(offset for _, offset in self.changes)]
        return [clock - offset for (clock, _), offset in zip(self.changes, offsets, strict=False)]

    def utcoffset(self, moment: datetime | None, /) -> timedelta:
        """
        Return the offset at a moment on the clock of the zone.
        """
        if moment is None:
            return self.before
        clock = moment.replace(tzinfo=None)
        return self._offset(bisect_right(self.changes, clock, key=lambda change: change[0]))

    def dst(self, _: datetime | None, /) -> timedelta:
        """
        Return nothing: what is summer time makes no difference here.
        """
        return timedelta()

    def tzname(self, _: datetime | None, /) -> str:
        """
        Return the name of the zone.
        """
        return self.key

    def fromutc(self, moment: datetime, /) -> datetime:
        """
        Return the moment on the clock of the zone for one on the clock of UTC.
        """
        return moment + self._offset(bisect_right(self._instants, moment.replace(tzinfo=None)))

    def _offset(self, changes: int) -> timedelta:
        return self.changes[changes - 1][1] if changes else self.before


@attrs.define
class Zones:
    """
    The zones of one file, each looked up once.

    A name is that of the tz database, of Windows, or ends in one of the former, as
    ``/freeassociation.sourceforge.net/Asia/Shanghai`` does; else the file defines it, or it says
    its offset, as ``(UTC+08:00) Beijing``. What is none of these is the zone of China.
    """

    written: Mapping[str, Node]
    problems: Problems
    known: dict[str, tuple[tzinfo, bool]] = attrs.field(factory=dict[str, tuple[tzinfo, bool]])
    steps: Steps = attrs.field(factory=lambda: Steps(MOST_STEPS, _too_many_changes))

    @classmethod
    def of(cls, nodes: Iterable[Node], problems: Problems) -> "Zones":
        """
        Take the definitions of a file.
        """
        written: dict[str, Node] = {}
        for node in nodes:
            line = node.first("TZID")
            if line:
                written.setdefault(line.value.strip(), node)
        return cls(written, problems)

    def find(self, name: str, line: int) -> tuple[tzinfo, bool]:
        """
        Return the zone of a name that stands at *line*, and whether it is merely assumed.
        """
        if name not in self.known:
            zone = named_zone(name) or self._of_file(name) or _by_offset(name)
            if zone is None:
                self.problems.note(CALENDAR_ZONE_UNKNOWN, line=line, zone=shortened(name))
            self.known[name] = (zone or ZONE, zone is None)
        return self.known[name]

    def _of_file(self, name: str) -> tzinfo | None:
        node = self.written.get(name.strip())
        if node is None:
            return None
        try:
            return written_zone(name, node, self.steps)
        except (ValueError, ArithmeticError) as error:
            self.problems.note(
                CALENDAR_PROPERTY_UNREAD,
                line=node.line,
                event=shortened(name),
                property="VTIMEZONE",
                reason=reason_of(error),
            )
            return None


def named_zone(name: str) -> tzinfo | None:
    """
    Return the zone that a name stands for by itself.

    Example:
        >>> named_zone("China Standard Time"), named_zone("/mozilla.org/2026_1/Asia/Tokyo")
        (zoneinfo.ZoneInfo(key='Asia/Shanghai'), zoneinfo.ZoneInfo(key='Asia/Tokyo'))
        >>> named_zone("Our Town")
    """
    said = name.strip()
    windows = WINDOWS_TO_OLSON.get(said)
    if windows:
        return ZoneInfo(windows)
    parts = said.strip("/").split("/")
    for number in (len(parts), 3, 2, 1):
        known = _names().get("/".join(parts[-number:]).casefold())
        if known:
            return ZoneInfo(known)
    return None


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def _by_offset(name: str) -> tzinfo | None:
    if PLACES.search(name):
        return ZONE
    found = _OFFSET.fullmatch(name.strip())
    hours, minutes = (int(found[2]), int(found[3] or 0)) if found else (24, 0)
    if not found or hours >= 24 or minutes >= 60:  # noqa: PLR2004 - hours of a day, minutes
        return None
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if found[1] == "-" else size)


def written_zone(name: str, node: Node, steps: Steps) -> WrittenZone:
    """
    Return the zone that a VTIMEZONE defines, with its changes until 2100.

    Raises:
        UnreadError: It defines none, or has too many changes.
    """
    changes: dict[datetime, tuple[timedelta, timedelta]] = {}
    for part in node.children:
        start, before, after = (
            part.first("DTSTART"),
            part.first("TZOFFSETFROM"),
            part.first("TZOFFSETTO"),
        )
        if not (start and before and after):
            raise UnreadError("时区定义不完整", "its definition of a time zone is not complete")
        offsets = (offset_value(before.value), offset_value(after.value))
        first = _clock(moment_value(start.value, YEARS))
        changes[first] = offsets
        for line in part.every("RDATE"):
            for value in line.value.split(","):
                steps.take()
                changes[_clock(moment_value(value.partition("/")[0], YEARS))] = offsets
        for line in part.every("RRULE"):
            repetition = Repetition.read(line.value, timezone(offsets[0]))
            if repetition.rule.frequency != "YEARLY":
                raise UnreadError("时区不是每年变换", "it changes other than once a year")
            for moment in repetition.between(first, LAST_CHANGE, FIRST_CHANGE, steps):
                changes[moment] = offsets
                if len(changes) > MOST_CHANGES:
                    raise _too_many_changes()
    if not changes:
        raise UnreadError("时区定义不完整", "its definition of a time zone is not complete")
    ordered = sorted(changes.items())
    return WrittenZone(
        name, ordered[0][1][0], tuple((clock, after) for clock, (_, after) in ordered)
    )


def _clock(moment: date) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a clock
    return moment.replace(tzinfo=None)


def _too_many_changes() -> UnreadError:
    return UnreadError("时区的变换太多", "its time zone changes too often")
