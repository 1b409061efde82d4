"""
Reads feeds with libical, on which GNOME and KDE stand, and tells their occurrences.

In and out are as of ``icalendar_reader.py``. It runs in the Python of Debian, which has
the bindings: ``apt-get install gir1.2-ical-3.0 python3-gi``.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - its version is to be told before

Kind = ICalGLib.ComponentKind
Property = ICalGLib.PropertyKind
Bound: TypeAlias = Any
"""
An object of the bindings, which have no types.
"""

WINDOW = ("20200101T000000Z", "20400101T000000Z")


def components(whole: Bound, kind: Bound = Kind.ANY_COMPONENT) -> Iterator[Bound]:
    """
    Yield the components in a component.
    """
    item = whole.get_first_component(kind)
    while item:
        yield item
        item = whole.get_next_component(kind)


def properties(item: Bound, kind: Bound) -> Iterator[Bound]:
    """
    Yield the properties of a kind.
    """
    found = item.get_first_property(kind)
    while found:
        yield found
        found = item.get_next_property(kind)


def seconds(time: Bound) -> int:
    """
    Return an instant as seconds since 1970; a day begins at midnight in UTC.
    """
    return int(time.as_timet_with_zone(time.get_timezone()))


def shown(instant: int, *, is_date: bool) -> str:
    """
    Return a day, or an instant in UTC.
    """
    moment = datetime.fromtimestamp(instant, UTC)
    return moment.date().isoformat() if is_date else moment.isoformat().replace("+00:00", "Z")


def moment(time: Bound) -> str:
    """
    Return a day as it is, and an instant in UTC.
    """
    if time is None or time.is_null_time():
        return ""
    if not (time.is_date() or time.is_utc() or time.get_timezone()):
        return f"{time.as_ical_string()} without a zone"
    return shown(seconds(time), is_date=time.is_date())


def recurrence_of(item: Bound) -> int | None:
    """
    Return which occurrence a component stands for: the library leaves its zone open.
    """
    for found in properties(item, Property.RECURRENCEID_PROPERTY):
        time = found.get_recurrenceid()
        zone = found.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
        if zone:
            time.set_timezone(item.get_parent().get_timezone(zone.get_tzid()))
        return seconds(time)
    return None


def texts(item: Bound) -> list[str]:
    """
    Return title, status, place and description.
    """
    status = next(properties(item, Property.STATUS_PROPERTY), None)
    return [
        item.get_summary() or "",
        status.get_value_as_string() if status else "",
        item.get_location() or "",
        item.get_description() or "",
    ]


def occurrences(calendar: Bound) -> Iterator[list[str]]:
    """
    Yield every occurrence of every event, and every task.
    """
    events = list(components(calendar, Kind.VEVENT_COMPONENT))
    replaced = {(item.get_uid(), recurrence_of(item)) for item in events}
    for item in events:
        uid = item.get_uid()
        if recurrence_of(item) is not None:
            times = (moment(item.get_dtstart()), moment(item.get_dtend()))
            yield ["VEVENT", uid, *times, *texts(item)]
            continue
        spans: list[tuple[int, int]] = []
        item.foreach_recurrence(
            *(ICalGLib.Time.new_from_string(text) for text in WINDOW),
            lambda _, span, spans: spans.append((span.get_start(), span.get_end())),
            spans,
        )
        is_date = item.get_dtstart().is_date()
        for start, end in spans:
            if (uid, start) not in replaced:
                times = (shown(start, is_date=is_date), shown(end, is_date=is_date))
                yield ["VEVENT", uid, *times, *texts(item)]
    for item in components(calendar, Kind.VTODO_COMPONENT):
        times = (moment(item.get_dtstart()), moment(item.get_due()))
        yield ["VTODO", item.get_uid(), *times, *texts(item)]


def complaints(item: Bound) -> Iterator[str]:
    """
    Yield the errors that the library has noted in a component and in its parts.
    """
    for found in properties(item, Property.XLICERROR_PROPERTY):
        yield found.as_ical_string()
    for part in list(components(item)):
        yield from complaints(part)


def read(text: str) -> dict[str, Any]:
    """
    Read one feed, and check it by the tables of RFC 5545 and 5546.
    """
    calendar = ICalGLib.Component.new_from_string(text)
    passed = ICalGLib.restriction_check(calendar)
    found = list(complaints(calendar))
    name = next(properties(calendar, Property.NAME_PROPERTY), None)
    return {
        "name": name.get_name() if name else "",
        "complaints": found if passed or found else ["breaks a restriction"],
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
