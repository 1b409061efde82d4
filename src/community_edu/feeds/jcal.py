r"""
Calendars as JSON (jCal, RFC 7265), for pages and programs that read no iCalendar.

The icalendar library does the work, but for what it gets wrong: it leaves out the VALUE that
RFC 7986 requires, takes the name and the colour of a calendar for values of unknown types, and
turns the two characters ``\N`` of a text into a line end.
"""

import json
from typing import Any, Final

import icalendar

from community_edu.base import FindingKind, Text
from community_edu.feeds.reading.busy import UnreadableCalendarError
from community_edu.feeds.reading.calendars import CalendarReading, read_calendar
from community_edu.feeds.reading.limits import LIMITS, MEBIBYTE, ReadingLimits
from community_edu.feeds.reading.problems import CALENDAR_TOO_LARGE, Problems, shortened
from community_edu.feeds.reading.values import text_value
from community_edu.feeds.writing.content_lines import escaped

BROKEN: Final = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
)
"""
What icalendar and the reading of JSON raise at what no calendar should have.
"""

TEXTS: Final = frozenset(("name", "color"))
"""
Texts of RFC 7986 that icalendar takes for values of unknown types.
"""

VALUES: Final = {
    "REFRESH-INTERVAL": "DURATION",
    "SOURCE": "URI",
    "CONFERENCE": "URI",
    "X-APPLE-STRUCTURED-LOCATION": "URI",
}
"""
The properties that must say the type of their value, though it is always the same.
"""

LARGEST: Final = 4 * MEBIBYTE
"""
How many bytes of JSON are read at most, which take far more memory than those of a calendar.
"""

TYPE, FIRST_VALUE = 2, 3
"""
Where in a property of jCal its type and its first value stand.
"""

JCAL_UNREAD: Final = FindingKind(
    "jcal-unread",
    "error",
    zh="这不是 jCal 日历（RFC 7265）：{reason}",
    en="this is no calendar in jCal (RFC 7265): {reason}",
)


class _PlainText(icalendar.vText):
    """
    A text that is escaped as RFC 5545 §3.3.11 says.
    """

    def to_ical(self) -> bytes:
        """
        Return the text with its special characters escaped.
        """
        return escaped(str(self)).encode()


def to_jcal(data: bytes) -> bytes:
    r"""
    Write a calendar file as jCal: JSON in UTF-8, the same for the same bytes.

    Args:
        data: The bytes of an ``.ics`` file with one calendar, such as a feed.

    Raises:
        UnreadableCalendarError: It is none. What others made should go through
            `community_edu.feeds.read_calendar`, which is more patient.

    Example:
        >>> lines = ["BEGIN:VCALENDAR", "NAME:讲座\\, 展览", "END:VCALENDAR", ""]
        >>> print(to_jcal("\r\n".join(lines).encode()).decode())
        ["vcalendar",[["name",{},"text","讲座, 展览"]],[]]
    """
    try:
        tree = _with_texts(icalendar.Calendar.from_ical(data).to_jcal())
        return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    except BROKEN as error:
        raise UnreadableCalendarError(shortened(str(error))) from None


def from_jcal(data: bytes) -> bytes:
    r"""
    Write a calendar in jCal as a calendar file.

    Args:
        data: JSON, in UTF-8.

    Raises:
        UnreadableCalendarError: It is no calendar in jCal.

    Example:
        >>> lines = '["vcalendar",[["refresh-interval",{},"duration","P1D"]],[]]'
        >>> from_jcal(lines.encode()).splitlines()[1]
        b'REFRESH-INTERVAL;VALUE=DURATION:P1D'
    """
    try:
        calendar = icalendar.Calendar.from_jcal(json.loads(data))
        for component in calendar.walk():
            _mend(component)
        return bytes(calendar.to_ical(sorted=False))
    except BROKEN as error:
        raise UnreadableCalendarError(shortened(str(error))) from None


def read_jcal(data: bytes, *, limits: ReadingLimits = LIMITS) -> CalendarReading:
    """
    Read a calendar in jCal; never raise for what is in it.

    Args:
        data: JSON, in UTF-8.
        limits: How much of it is read; never more than 4 MiB.

    Example:
        >>> reading = read_jcal(b'["vcalendar", [')
        >>> reading.problems[0].code
        'jcal-unread'
    """
    problems = Problems(limits.problems)
    most = min(limits.size, LARGEST)
    if len(data) > most:
        what = Text(f"{len(data)} 字节", en=f"{len(data)} bytes")
        problems.note(CALENDAR_TOO_LARGE, what=what, most=most)
    else:
        try:
            return read_calendar(from_jcal(data), limits=limits)
        except UnreadableCalendarError as error:
            problems.note(JCAL_UNREAD, reason=error.reason)
    return CalendarReading((), problems.listed(), limits=limits)


def _with_texts(tree: Any) -> Any:  # noqa: ANN401 - as JSON has it
    """
    Return a calendar in jCal with what are texts as such.
    """
    waiting = [tree]
    while waiting:
        _, lines, parts = waiting.pop()
        waiting.extend(parts)
        for line in lines:
            if line[0] in TEXTS:
                line[TYPE:] = ["text", text_value(line[FIRST_VALUE])]
    return tree


def _mend(component: Any) -> None:  # noqa: ANN401 - whatever icalendar has
    """
    Let the properties of a component be written as they should.
    """
    for name in list(component):
        component[name] = [_mended(name, one) for one in _every(component[name])]


def _every(value: Any) -> list[Any]:  # noqa: ANN401
    return [value] if hasattr(value, "to_ical") else value


def _mended(name: str, value: Any) -> Any:  # noqa: ANN401
    if value.__class__ is icalendar.vText:
        said = {key: one for key, one in value.params.items() if key != "VALUE"}
        return _PlainText(value, params=said)
    if name in VALUES:
        value.params = icalendar.Parameters({"VALUE": VALUES[name], **value.params})
    return value
