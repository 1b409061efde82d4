"""
Reads feeds with icalendar and recurring-ical-events, and tells their occurrences.

From standard input ``{"name": "text of a feed", …}``; to standard output ``{"name":
{"name": …, "complaints": […], "occurrences": [[component, UID, start, end or due, title,
status, place, description], …]}, …}``. Instants are those of UTC, days have no time.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import icalendar
import recurring_ical_events

WINDOW = date(2020, 1, 1), date(2040, 1, 1)


def unescaped(value: str) -> str:
    """
    Return the text that stands for *value*: the library leaves a NAME as it is written.
    """
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def moment(value: date) -> str:
    """
    Return a day as it is, and an instant in UTC.
    """
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        return f"{value.isoformat()} without a zone"
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def occurrence(item: icalendar.Component) -> list[str]:
    """
    Return what is compared of one occurrence of an event, or of a task.
    """
    times = ("DTSTART", "DTEND" if item.name == "VEVENT" else "DUE")
    texts = ("SUMMARY", "STATUS", "LOCATION", "DESCRIPTION")
    return [
        str(item.name),
        str(item["UID"]),
        *(moment(item[name].dt) if name in item else "" for name in times),
        *(str(item.get(name, "")) for name in texts),
    ]


def occurrences(calendar: icalendar.Calendar) -> Iterator[list[str]]:
    """
    Yield every occurrence of every event, and every task.
    """
    events = recurring_ical_events.of(calendar, components=["VEVENT"])
    for item in (*events.between(*WINDOW), *calendar.walk("VTODO")):
        yield occurrence(item)


def complaints(calendar: icalendar.Calendar) -> Iterator[str]:
    """
    Yield what the library left out since it could not read it.
    """
    for item in calendar.walk():
        for name, problem in item.errors:
            yield f"{item.name} {name}: {problem}"


def read(text: str) -> dict[str, Any]:
    """
    Read one feed.
    """
    calendar = icalendar.Calendar.from_ical(text)
    found = list(complaints(calendar))
    return {
        "name": unescaped(str(calendar.get("NAME", ""))),
        "complaints": found,
        "occurrences": [] if found else list(occurrences(calendar)),
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
