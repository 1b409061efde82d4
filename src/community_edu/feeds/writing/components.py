"""
Records as iCalendar components (RFC 5545 and 7986), in the forms that clients agree on.

Each entry is one VEVENT, or one VTODO, without recurrence: expanded by hand, it is
on the same days in every client. Times are those of Asia/Shanghai, the one zone of
China, with a time zone definition of nine lines: a long one in front of the first
Chinese text makes Google garble it. Nothing is written but what the ledger knows: a
record that stays as it is keeps its bytes, whatever has become of the plan.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal, TypeAlias

import attrs

from community_edu.base import Language, Text, label, words
from community_edu.calendars.spans import ONE_DAY
from community_edu.feeds.identities import event_uid
from community_edu.feeds.moments import SECOND, basic, duration, moment_line
from community_edu.feeds.records import Record
from community_edu.feeds.writing.content_lines import Parameter, content_line, escaped, folded
from community_edu.feeds.writing.personal import without_personal

Tasks: TypeAlias = Literal["events", "todos"]
"""
How tasks are written: as events on the day they are due, or as VTODO.
"""

EDITION: Final = 2
"""
The edition of the form. It goes up when the same record is written in other bytes,
so that Last-Modified moves with them.
"""

CANCELLED: Final = Text("【已取消】{}", en="Cancelled: {}")
TAUGHT_BY: Final = Text("主讲：{}", en="taught by {}")
ONLINE: Final = Text("线上参加：{}", en="Join online: {}")
SOURCE: Final = Text("来源：{}", en="Source: {}")

MOST_PLACES: Final = 6
"""
The decimal places of a degree that clients must take (RFC 5545 §3.8.1.6).
"""


def _whole_seconds(leads: Iterable[timedelta]) -> tuple[timedelta, ...]:
    return tuple(sorted({lead // SECOND * SECOND for lead in leads}, reverse=True))


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
        personal: Whether it is for those concerned alone: it then says who teaches, and
            shows numbers of phones and identity cards that stand in a text.
    """

    language: Language = "zh-CN"
    tasks: Tasks = "events"
    reminders: tuple[timedelta, ...] = attrs.field(default=(), converter=_whole_seconds)
    personal: bool = False

    def said(self, text: Text) -> str:
        """
        Return a text as it may be shown.
        """
        return self.shown(text.to(self.language))

    def shown(self, text: str) -> str:
        """
        Return the same of what is in the language already.
        """
        return text if self.personal else without_personal(text, self.language)


def component(record: Record, form: Form) -> bytes:
    """
    Write one entry as a VEVENT or VTODO, folded, with CRLF line ends.

    One that is cancelled says so in its title and reminds of nothing; one whose
    date is proposed or provisional is TENTATIVE.

    Args:
        record: What the ledger says of it.
        form: The language and the options.

    Example:
        >>> from datetime import date
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
        >>> at = datetime(2026, 1, 5, tzinfo=UTC)
        >>> record = Record.of(entry, plan="street", year=2026, stamp=at)
        >>> print(component(record, Form()).decode().splitlines()[1])
        SUMMARY:重阳游园
    """
    shown = Shown.of(record, form)
    return shown.written(_times(record, shown.name), identity(record))


@attrs.frozen
class Shown:
    """
    All that a component says but when it is and which it is, in content lines.

    Attributes:
        name: VEVENT or VTODO.
        summary: Its title.
        details: What else is told.
        alarms: Its reminders.
    """

    name: str
    summary: str
    details: tuple[str, ...]
    alarms: tuple[str, ...]

    @classmethod
    def of(cls, record: Record, form: Form) -> "Shown":
        """
        Return what is told of a record.
        """
        cancelled = record.status == "cancelled"
        as_todo = form.tasks == "todos" and record.kind == "task"
        title = form.said(record.title)
        shown = CANCELLED.to(form.language).format(title) if cancelled else title
        if as_todo:
            state = ["STATUS:CANCELLED" if cancelled else "STATUS:NEEDS-ACTION"]
        else:
            busy = record.kind == "event" and not record.all_day
            state = [
                f"STATUS:{record.status.upper()}",
                "TRANSP:OPAQUE" if busy else "TRANSP:TRANSPARENT",
            ]
        alarms: list[str] = []
        if form.reminders and not cancelled and record.kind != "theme":
            for lead in form.reminders:
                alarms += _alarm(title, lead, as_todo=as_todo)
        return cls(
            name="VTODO" if as_todo else "VEVENT",
            summary=f"SUMMARY:{escaped(shown)}",
            details=(*state, *_details(record, form)),
            alarms=tuple(alarms),
        )

    def written(self, times: Iterable[str], identity: Iterable[str]) -> bytes:
        """
        Write the component, with what is said of its time and its identity.
        """
        return folded(
            (
                f"BEGIN:{self.name}",
                self.summary,
                *times,
                *self.details,
                *identity,
                *self.alarms,
                f"END:{self.name}",
            )
        )


def identity(record: Record) -> tuple[str, ...]:
    """
    Write which component it is, and of when.
    """
    return identity_lines(record.uid, record.sequence, record.stamp)


def identity_lines(uid: str, sequence: int, stamp: datetime) -> tuple[str, ...]:
    """
    Write UID, SEQUENCE, DTSTAMP and LAST-MODIFIED; *stamp* is an instant.
    """
    instant = f"{basic(stamp.astimezone(UTC).replace(tzinfo=None))}Z"
    return (
        f"UID:{uid}",
        f"SEQUENCE:{sequence}",
        f"DTSTAMP:{instant}",
        f"LAST-MODIFIED:{instant}",
    )


def hides_numbers(record: Record, language: Language = "zh-CN") -> bool:
    """
    Tell whether a public feed leaves out numbers of persons that a record has in its texts.

    Example:
        >>> from datetime import date
        >>> from community_edu.plans import Entry
        >>> entry = Entry(
        ...     id="street/fair/2026",
        ...     kind="event",
        ...     title=Text("游园，报名 13800138000"),
        ...     start=date(2026, 10, 18),
        ...     end=date(2026, 10, 19),
        ...     duty="fair",
        ...     path=("duties", 0),
        ... )
        >>> at = datetime(2026, 1, 5, tzinfo=UTC)
        >>> hides_numbers(Record.of(entry, plan="street", year=2026, stamp=at))
        True
    """
    texts = (record.title, record.location, record.address, record.description)
    said = [text.to(language) for text in texts if text]
    whole = "\n".join((*said, *record.tags, record.source or ""))
    return without_personal(whole, language) != whole


def _times(record: Record, name: str) -> list[str]:
    """
    Write when an event is, or when a task is due: at its end, or on its last day.

    A task of one day has no beginning: DUE must be later than DTSTART, and
    clients understand a day as included.
    """
    if name == "VEVENT":
        return [moment_line("DTSTART", record.start), moment_line("DTEND", record.end)]
    if not record.all_day:
        return [moment_line("DTSTART", record.start), moment_line("DUE", record.end)]
    last = record.end - ONE_DAY
    due = moment_line("DUE", last)
    return [moment_line("DTSTART", record.start), due] if record.start < last else [due]


def _details(record: Record, form: Form) -> Iterator[str]:
    tags = (form.shown(label("tag", tag, form.language)) for tag in record.tags)
    sorts = dict.fromkeys((label("entry", record.kind, form.language), *tags))
    yield f"CATEGORIES:{','.join(map(escaped, sorts))}"
    yield from _place(record, form)
    lines = [form.said(record.description)] if record.description else []
    if form.personal and record.educators:
        names = tuple(educator.name for educator in record.educators)
        lines.append(TAUGHT_BY.to(form.language).format(words(names, form.language)))
    if record.online:
        lines.append(ONLINE.to(form.language).format(record.online))
    if record.source:
        lines.append(SOURCE.to(form.language).format(form.shown(record.source)))
    if lines:
        yield "DESCRIPTION:" + escaped("\n".join(lines))
    if record.url:
        yield f"URL:{record.url}"
    if record.online:
        yield f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{record.online}"
    for page in record.attachments:
        yield f"ATTACH:{page}"
    if record.part_of:
        yield f"RELATED-TO:{event_uid(record.part_of)}"


def _place(record: Record, form: Form) -> Iterator[str]:
    """
    Write where it is: for people, for those who read maps, and for Apple's calendars.

    Apple shows a map only if the title of the place is the same as LOCATION.
    """
    address = form.said(record.address) if record.address else None
    parts = [form.said(record.location)] if record.location else []
    if address:
        parts.append(address)
    where = ", ".join(parts)
    if parts:
        yield f"LOCATION:{escaped(where)}"
    if record.coordinates:
        latitude, longitude = map(_degrees, attrs.astuple(record.coordinates))
        yield f"GEO:{latitude};{longitude}"
        if parts:
            parameters: list[Parameter] = [("VALUE", "URI")]
            if address:
                parameters.append(("X-ADDRESS", address))
            parameters.append(("X-TITLE", where))
            point = f"geo:{latitude},{longitude}"
            yield content_line("X-APPLE-STRUCTURED-LOCATION", point, parameters)


def _degrees(value: Decimal) -> str:
    return f"{round(value, MOST_PLACES).normalize() + 0:f}"


def _alarm(title: str, lead: timedelta, *, as_todo: bool) -> tuple[str, ...]:
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(title)}",
        f"TRIGGER{';RELATED=END' if as_todo else ''}:{duration(-lead)}",
        "END:VALARM",
    )
