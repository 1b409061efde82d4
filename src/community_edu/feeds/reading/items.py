"""
Events, tasks and busy times of a calendar file: what each of them says.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, TypeAlias, TypeVar

import attrs

from community_edu.feeds.moments import ZONE
from community_edu.feeds.reading.repeating import Repetition

ItemKind: TypeAlias = Literal["event", "todo", "busy"]

M = TypeVar("M", date, datetime)


@attrs.frozen(kw_only=True)
class CalendarItem:
    """
    One event or task, or one time that is taken, as its calendar has it.

    Whom it invites and who organizes it is not read.

    Attributes:
        uid: By which its calendar knows it; made of its beginning and title if it has none.
        kind: ``event``, ``todo``, or ``busy`` for a time of a VFREEBUSY.
        title: What it is called; may be empty.
        start: The first day, or the moment at which it begins, in its own zone.
        end: The day after the last, or the moment at which it ends; the same moment if the
            calendar does not say. A task without a beginning begins when it is due.
        zone: The name of the zone; `None` for days.
        zone_known: Whether the calendar says it, and it exists; else China's was taken.
        status: ``confirmed``, ``tentative``, ``cancelled``, ``needs-action``,
            ``in-process`` or ``completed``.
        busy: Whether it takes the time of those who are there.
        private: Whether the calendar asks that it be not shown (CLASS).
        location: Where.
        description: More about it.
        url: The page about it, as it is written.
        categories: The words by which it is sorted.
        rules: By which it repeats.
        additions: When else it takes place: beginnings and ends.
        exceptions: When it does not, though it would; a day stands for all of its times.
        recurrence: Which repetition of the event with this uid it replaces.
        onwards: Whether it replaces all later ones, too.
        last_modified: When it was last changed, in UTC.
        sequence: How often its time was changed.
        line: Where it begins in the file.
    """

    uid: str
    kind: ItemKind
    title: str
    start: date
    end: date
    zone: str | None
    zone_known: bool = True
    status: str = "confirmed"
    busy: bool = False
    private: bool = False
    location: str | None = None
    description: str | None = None
    url: str | None = None
    categories: tuple[str, ...] = ()
    rules: tuple[Repetition, ...] = ()
    additions: tuple[tuple[date, date], ...] = ()
    exceptions: tuple[date, ...] = ()
    recurrence: date | None = None
    onwards: bool = False
    last_modified: datetime | None = None
    sequence: int = 0
    line: int

    @property
    def all_day(self) -> bool:
        """
        Tell whether it takes whole days.
        """
        return not isinstance(self.start, datetime)

    @property
    def repeats(self) -> bool:
        """
        Tell whether it takes place more than once.
        """
        return bool(self.rules or self.additions)

    @property
    def length(self) -> timedelta:
        """
        How long it lasts; no time at all if the calendar does not say.
        """
        return local(self.end) - local(self.start)


def local(moment: date) -> datetime:
    """
    Return a moment in the local time of China, without a zone; a day is its midnight.

    Example:
        >>> print(local(datetime(2026, 10, 8, 1, tzinfo=UTC)), local(date(2026, 10, 8)))
        2026-10-08 09:00:00 2026-10-08 00:00:00
    """
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    here = moment if moment.tzinfo is ZONE else moment.astimezone(ZONE)
    return here.replace(tzinfo=None)


def later(start: M, length: timedelta) -> M:
    """
    Return the moment so much time after another, on the clock of the same zone.
    """
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return start + length
