"""
Calendars of busy times beside a document: ``busy = "hall.ics"``.
"""

from collections.abc import Callable, Iterable
from typing import ClassVar, Final, Protocol, TypeAlias, cast

import attrs

from community_edu.base import CommunityEduError
from community_edu.calendars import Span, TeachingWeeks
from community_edu.exchange._reading import Reading
from community_edu.exchange.documents import Document
from community_edu.exchange.files import read_bytes
from community_edu.exchange.timetabling.beside import beside
from community_edu.exchange.timetabling.kinded import note_inner
from community_edu.exchange.timetabling.problem_tables import CALENDAR
from community_edu.organizations import BusyTime

BUSY: Final = "busy"

LARGEST_CALENDAR: Final = 4 * 1024 * 1024
"""
The most bytes that a calendar of busy times may have: 4 MiB.
"""


class CalendarTimes(Protocol):
    """
    What a reader of calendars gives, as `community_edu.feeds.read_busy` does.
    """

    @property
    def times(self) -> tuple[BusyTime, ...]:
        """
        The times that are taken.
        """
        ...


CalendarReader: TypeAlias = Callable[[bytes, Span], CalendarTimes]
"""
Reads the bytes of a calendar, as far as it says something of some days.
"""


@attrs.define(slots=False)
class NoCalendarReaderError(CommunityEduError, ValueError):
    """
    A calendar of busy times that nobody was given to read.
    """

    code: ClassVar[str] = "no-calendar-reader"
    en: ClassVar[str] = (
        "'{name}' is a calendar; say load_problem(path, read_calendar=community_edu.read_busy)"
    )
    zh: ClassVar[str] = (
        "“{name}”是日历文件，请写 load_problem(path, read_calendar=community_edu.read_busy)"
    )

    name: str


def take_calendars(
    reading: Reading,
    weeks: TeachingWeeks | None,
    read_calendar: CalendarReader | None,
    sections: Iterable[str] = ("venues", "educators"),
) -> dict[str, dict[int, tuple[BusyTime, ...]]]:
    """
    Take the names of calendars out of the entries, and return what the calendars say.
    """
    busy: dict[str, dict[int, tuple[BusyTime, ...]]] = {}
    read: dict[str, tuple[BusyTime, ...]] = {}
    for section in sections:
        busy[section] = {}
        said = reading.document.data.get(section)
        entries = cast("list[object]", said) if isinstance(said, list) else []
        for index, entry in enumerate(entries):
            match entry:
                case {"busy": str() as name}:
                    pass
                case _:
                    continue
            entries[index] = {
                key: value for key, value in cast("dict[str, object]", entry).items() if key != BUSY
            }
            try:
                if name not in read:
                    read[name] = _calendar(reading.document, name, weeks, read_calendar)
                busy[section][index] = read[name]
            except CommunityEduError as error:
                note_inner(reading.problems, (section, index, BUSY), error)
    return busy


def _calendar(
    document: Document,
    name: str,
    weeks: TeachingWeeks | None,
    read_calendar: CalendarReader | None,
) -> tuple[BusyTime, ...]:
    if read_calendar is None:
        raise NoCalendarReaderError(name)
    raw = read_bytes(beside(document, name), (CALENDAR,), LARGEST_CALENDAR)
    if weeks is None:
        return ()
    return read_calendar(raw, Span.through(weeks.first, weeks.last)).times
