"""
Records as iCalendar components (RFC 5545 and 7986), in the forms that clients agree on.

Each entry is one VEVENT, or one VTODO, without recurrence: expanded by hand, it is
on the same days in every client. Times are those of Asia/Shanghai, the one zone of
China, with a time zone definition of nine lines: a long one in front of the first
Chinese text makes Google garble it. Nothing is written but what the ledger knows: a
record that stays as it is keeps its bytes, whatever has become of the plan.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import icalendar

from community_edu.base import Language, Text, label
from community_edu.calendars.spans import ONE_DAY
from community_edu.feeds._characters import clean
from community_edu.feeds.ledgers import Record

Tasks: TypeAlias = Literal["events", "todos"]
"""
How tasks are written: as events on the day they are due, or as VTODO.
"""

PRODUCT: Final = "-//community_edu//community education calendar//EN"
"""
Who made the file. It names no version of the library: each new version would
change the bytes of every feed, and every client would fetch all of them again.
"""

EDITION: Final = 1
"""
The edition of the form. It goes up when the same record is written in other bytes,
so that Last-Modified moves with them.
"""

ZONE: Final = ZoneInfo("Asia/Shanghai")
REFRESH: Final = timedelta(days=1)
CANCELLED: Final = Text("【已取消】{}", en="Cancelled: {}")
SOURCE: Final = Text("来源：{}", en="Source: {}")


class _PlainText(icalendar.vText):
    r"""
    A text that is escaped as RFC 5545 §3.3.11 says.

    The library would turn the two characters ``\N`` of a text into a line end, and
    would not escape the name of a calendar.
    """

    def to_ical(self) -> bytes:
        r"""
        Return the text with ``\``, ``;``, ``,`` and line ends escaped.
        """
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def _whole_seconds(leads: Iterable[timedelta]) -> tuple[timedelta, ...]:
    second = timedelta(seconds=1)
    return tuple(sorted({lead // second * second for lead in leads}, reverse=True))


@attrs.frozen(kw_only=True)
class Form:
    """
    How an entry is written.

    Attributes:
        language: The language of titles, labels and remarks.
        tasks: As what tasks are written.
        reminders: How long before the beginning, or before a task is due, a
            client should remind; below zero after it. Whole seconds, without
            repetition, the longest first.
    """

    language: Language = "zh-CN"
    tasks: Tasks = "events"
    reminders: tuple[timedelta, ...] = attrs.field(default=(), converter=_whole_seconds)


def component(record: Record, form: Form) -> bytes:
    """
    Write one entry as a VEVENT or VTODO, folded, with CRLF line ends.

    One that is cancelled says so in its title and reminds of nothing; one whose
    date is proposed or provisional is TENTATIVE.

    Args:
        record: What the ledger says of it.
        form: The language and the options.

    Example:
        >>> from community_edu.plans import Entry
        >>> entry = Entry(
        ...     id="street/fair/2026",
        ...     kind="event",
        ...     title=Text("重阳游园"),
        ...     start=date(2026, 10, 18),
        ...     end=date(2026, 10, 19),
        ...     duty="fair",
        ...     path=("duties", 0),
        ... )
        >>> at = datetime(2026, 1, 5, tzinfo=ZONE)
        >>> record = Record.of(entry, plan="street", year=2026, stamp=at)
        >>> print(component(record, Form()).decode().splitlines()[1])
        SUMMARY:重阳游园
    """
    cancelled = record.status == "cancelled"
    as_todo = form.tasks == "todos" and record.kind == "task"
    item: icalendar.Component = icalendar.Todo() if as_todo else icalendar.Event()
    title = record.title.to(form.language)
    shown = CANCELLED.to(form.language).format(title) if cancelled else title
    item.add("summary", _PlainText(shown))
    if as_todo:
        _add_due(item, record)
        item.add("status", "CANCELLED" if cancelled else "NEEDS-ACTION")
    else:
        item.add("dtstart", _moment(record.start))
        item.add("dtend", _moment(record.end))
        item.add("status", record.status.upper())
        busy = record.kind == "event" and not record.all_day
        item.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    item.add("categories", [label("entry", record.kind, form.language)])
    _add_details(item, record, form.language)
    item.add("uid", record.uid)
    item.add("sequence", record.sequence)
    item.add("dtstamp", record.stamp)
    item.add("last-modified", record.stamp)
    if not cancelled and record.kind != "theme":
        for lead in form.reminders:
            item.add_component(_alarm(title, lead, as_todo=as_todo))
    return bytes(item.to_ical(sorted=False))


def opening(name: str, description: str) -> bytes:
    """
    Write all of a VCALENDAR that comes before its events: it is closed by `CLOSING`.

    It has no METHOD, which would ask for an organizer, and no date of writing.

    Args:
        name: What the subscribed calendar is called in the client.
        description: What it is.

    Example:
        >>> print(*opening("街道, 2026", "年历").decode().splitlines()[:3])
        BEGIN:VCALENDAR VERSION:2.0 PRODID:-//community_edu//community education calendar//EN
    """
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, _PlainText(clean(name)))
    for key in ("description", "x-wr-caldesc"):
        calendar.add(key, _PlainText(clean(description)))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    calendar.add_component(_time_zone())
    return bytes(calendar.to_ical(sorted=False)).removesuffix(CLOSING)


CLOSING: Final = b"END:VCALENDAR\r\n"


def local_instant(moment: date) -> datetime:
    """
    Return the instant at which *moment* is in China; a day begins at midnight.

    Example:
        >>> print(local_instant(date(2026, 10, 19)))
        2026-10-19 00:00:00+08:00
    """
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=ZONE)
    return datetime(moment.year, moment.month, moment.day, tzinfo=ZONE)


def _moment(moment: date) -> date:
    return local_instant(moment) if isinstance(moment, datetime) else moment


def _add_due(item: icalendar.Component, record: Record) -> None:
    """
    Write when a task is due: at its end, or on its last day.

    A task of one day has no beginning: DUE must be later than DTSTART, and
    clients understand a day as included.
    """
    if not record.all_day:
        item.add("dtstart", _moment(record.start))
        item.add("due", _moment(record.end))
        return
    last = record.end - ONE_DAY
    if record.start < last:
        item.add("dtstart", record.start)
    item.add("due", last)


def _add_details(item: icalendar.Component, record: Record, language: Language) -> None:
    if record.location:
        item.add("location", _PlainText(record.location.to(language)))
    lines: list[str] = []
    if record.description:
        lines.append(record.description.to(language))
    if record.source:
        lines.append(SOURCE.to(language).format(record.source))
    if lines:
        item.add("description", _PlainText("\n".join(lines)))


def _alarm(title: str, lead: timedelta, *, as_todo: bool) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _PlainText(title))
    alarm.add("trigger", -lead, parameters={"RELATED": "END"} if as_todo else {})
    return alarm


def _time_zone() -> icalendar.Timezone:
    """
    Return the definition of Asia/Shanghai as it has been since 1991.
    """
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local, as RFC 5545 asks
    standard.add("tzname", "CST")
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE.key)
    zone.add_component(standard)
    return zone
