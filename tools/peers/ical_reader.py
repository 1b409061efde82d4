"""
Reads feeds with ical, as strictly as Home Assistant does, and tells their occurrences.

In and out are as of ``icalendar_reader.py``.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from ical.todo import Todo

HERE = ZoneInfo("Asia/Shanghai")


def moment(value: date | None) -> str:
    """
    Return a day as it is, and an instant in UTC.
    """
    if not isinstance(value, datetime):
        return value.isoformat() if value else ""
    if value.tzinfo is None:
        return f"{value.isoformat()} without a zone"
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def texts(item: Event | Todo) -> list[str]:
    """
    Return title, status, place and description.
    """
    status = item.status.value if item.status else ""
    return [item.summary or "", status, item.location or "", item.description or ""]


def occurrences(calendar: Calendar) -> Iterator[list[str]]:
    """
    Yield every occurrence of every event, and every task.
    """
    for event in calendar.timeline_tz(HERE):
        yield ["VEVENT", event.uid, moment(event.start), moment(event.end), *texts(event)]
    for todo in calendar.todos:
        yield ["VTODO", todo.uid, moment(todo.dtstart), moment(todo.due), *texts(todo)]


def read(text: str) -> dict[str, Any]:
    """
    Read one feed; the library refuses all of it if anything is wrong.
    """
    calendar = IcsCalendarStream.calendar_from_ics(text)
    return {
        "name": calendar.name[0] if calendar.name else "",
        "complaints": [],
        "occurrences": list(occurrences(calendar)),
    }


def reading(text: str) -> dict[str, Any]:
    """
    Return what the reader makes of a feed; whatever it raises is a complaint.
    """
    try:
        return read(text)
    except Exception as problem:  # noqa: BLE001
        return {"name": "", "complaints": [repr(problem)], "occurrences": []}


if __name__ == "__main__":
    json.dump({name: reading(text) for name, text in json.load(sys.stdin).items()}, sys.stdout)
