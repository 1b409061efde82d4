"""
When lecturers can and cannot, as a calendar of its own (VAVAILABILITY, RFC 7953).

The file is for other planners, not for subscriptions: hardly any client shows it, and CalDAV
servers such as Radicale refuse it in a collection of events.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

import attrs

from community_edu.base import Finding, FindingKind
from community_edu.calendars import ALWAYS, HoursSpan, Span, WeeklyHours
from community_edu.calendars.spans import ONE_DAY
from community_edu.calendars.weekly_hours import MINUTES_OF_A_DAY
from community_edu.feeds.identities import event_uid
from community_edu.feeds.instants import exact_instant
from community_edu.feeds.moments import basic, local_instant, moment_line
from community_edu.feeds.reading.calendars import read_parts
from community_edu.feeds.reading.components import Node, walk
from community_edu.feeds.reading.intervals import Times, common, merged, without
from community_edu.feeds.reading.limits import LIMITS, ReadingLimits
from community_edu.feeds.reading.times import Occurrence, busy_reading, local_clock, occurrences
from community_edu.feeds.writing.content_lines import folded
from community_edu.feeds.writing.openings import PRODUCT, TIME_ZONE
from community_edu.organizations import BusyTime, Educator

MINUTE: Final = timedelta(minutes=1)
PRIORITIES: Final = frozenset("123456789")
LOWEST: Final = 10
"""
What PRIORITY counts for if it is 0 or missing: less than the 9 of the least urgent.
"""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

NO_AVAILABILITY: Final = FindingKind(
    "availability-missing",
    "warning",
    zh="日历中没有可用时间（VAVAILABILITY），按随时可用处理",
    en="the calendar says no availability (VAVAILABILITY); every hour was taken as free",
)
NOT_COVERED: Final = FindingKind(
    "availability-not-covered",
    "warning",
    zh="日历没有说明 {first} 至 {last} 的可用时间，这些天按不可用处理",
    en="the calendar does not say what is free from {first} to {last}; nothing was taken as free "
    "on these days",
)


@attrs.frozen
class AvailabilityReading:
    """
    When somebody can and cannot, as far as some days go.

    Attributes:
        hours: All hours of the week in which they can at least once.
        busy: The times in these hours at which they cannot, in order.
        findings: What was not read, or not said.
    """

    hours: WeeklyHours
    busy: tuple[BusyTime, ...]
    findings: tuple[Finding, ...]


def availability_calendar(educator: Educator, days: Span, *, at: datetime) -> bytes:
    r"""
    Write when a lecturer can teach as a calendar file (VAVAILABILITY, RFC 7953).

    Each run of hours is an AVAILABLE that repeats every week; outside of them, the lecturer is
    BUSY-UNAVAILABLE. Busy times are a VFREEBUSY beside it, which RFC 7953 §4 lays over the
    availability: without their reasons, and in whole seconds. Nobody is named: the UIDs are made
    of the identifier of the educator and of nothing else, so a later file replaces this one.

    Args:
        educator: The lecturer.
        days: The days for which it is said, a term for instance.
        at: The instant of writing, with its zone.

    Raises:
        UnusableInstantError: *at* has no zone, or *days* begin before 1970.

    Example:
        >>> zhao = Educator(id="zhao", name="赵老师", hours="MON-FRI 08:00-12:00")
        >>> from datetime import UTC
        >>> at = datetime(2026, 8, 1, tzinfo=UTC)
        >>> data = availability_calendar(zhao, Span.parse("2026-09-07/2027-01-17"), at=at)
        >>> for line in data.decode().splitlines()[13:24]:
        ...     print(line)
        BEGIN:VAVAILABILITY
        UID:69c630e8-274d-5a09-a160-20a76b141196
        DTSTAMP:20260801T000000Z
        DTSTART;TZID=Asia/Shanghai:20260907T000000
        DTEND;TZID=Asia/Shanghai:20270118T000000
        BUSYTYPE:BUSY-UNAVAILABLE
        BEGIN:AVAILABLE
        UID:dbe49723-0321-555e-80ec-3a195ab03362
        DTSTAMP:20260801T000000Z
        DTSTART;TZID=Asia/Shanghai:20260907T080000
        DTEND;TZID=Asia/Shanghai:20260907T120000
    """
    known = f"availability/{educator.id}"
    stamp = f"DTSTAMP:{_in_utc(at)}"
    opens, closes = local_clock(days.start), local_clock(days.end)
    first, last = _in_utc(local_instant(opens)), _in_utc(local_instant(closes))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    lines += (*TIME_ZONE, "BEGIN:VAVAILABILITY", f"UID:{event_uid(known)}", stamp)
    lines += moment_line("DTSTART", opens), moment_line("DTEND", closes)
    lines.append("BUSYTYPE:BUSY-UNAVAILABLE")
    for (start, end), weekdays in _runs(educator.hours).items():
        ahead = min((weekday - opens.weekday()) % 7 for weekday in weekdays)
        begins = opens + ahead * ONE_DAY + start * MINUTE
        lines += "BEGIN:AVAILABLE", f"UID:{event_uid(f'{known}/{start}-{end}')}", stamp
        lines += (
            moment_line("DTSTART", begins),
            moment_line("DTEND", begins + (end - start) * MINUTE),
        )
        lines.append(f"RRULE:FREQ=WEEKLY;BYDAY={','.join(WEEKDAYS[day] for day in weekdays)}")
        lines.append("END:AVAILABLE")
    lines.append("END:VAVAILABILITY")
    taken = common(
        merged((one.start.replace(microsecond=0), _whole(one.end)) for one in educator.busy),
        [(opens, closes)],
    )
    if taken:
        lines += "BEGIN:VFREEBUSY", f"UID:{event_uid(f'{known}/busy')}", stamp
        lines += f"DTSTART:{first}", f"DTEND:{last}"
        for time_taken in taken:
            period = "/".join(_in_utc(local_instant(moment)) for moment in time_taken)
            lines.append(f"FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:{period}")
        lines.append("END:VFREEBUSY")
    return folded((*lines, "END:VCALENDAR"))


def read_availability(
    data: bytes, days: Span, *, limits: ReadingLimits = LIMITS
) -> AvailabilityReading:
    """
    Read when somebody can and cannot on *days* out of a calendar file (RFC 7953).

    What is free by no simple week is read as well: a time that is free but once makes an hour of
    the week with all the other weeks busy. Hours and busy times together say of each minute of
    *days* what the file says: AVAILABLE of the VAVAILABILITY with the highest PRIORITY, less
    events that take time and taken times of a VFREEBUSY. Days of which the file says nothing are
    not free. It never raises for what is in the file.

    Args:
        data: The bytes of an ``.ics`` file.
        days: The days that matter: at least a week, for the hours to be whole.
        limits: How much of it is read.

    Example:
        >>> from datetime import UTC
        >>> zhao = Educator(id="zhao", name="赵老师", hours="TUE 08:00-12:00", busy=["2026-10-06"])
        >>> term = Span.parse("2026-09-07/2027-01-17")
        >>> data = availability_calendar(zhao, term, at=datetime(2026, 8, 1, tzinfo=UTC))
        >>> reading = read_availability(data, term)
        >>> print(reading.hours, "but", *reading.busy)
        TUE 08:00-12:00 but 2026-10-06
    """
    parts = read_parts(data, limits)
    findings: list[Finding] = []
    window = (local_clock(days.start), local_clock(days.end))
    frames: list[tuple[int, Times, Times]] = []
    for node in walk(parts.nodes, "VAVAILABILITY"):
        said = parts.reader.frame(node)
        frame = common([window], [said]) if said else []
        if not frame:
            continue
        available = walk(node.children, "AVAILABLE")
        items = [item for part in available for item in parts.reader.items(part)]
        free = occurrences(items, days, limits)
        findings.extend(free.problems)
        times = merged(_free(one, window) for one in free)
        frames.append((_priority(node), frame, common(times, frame)))
    reading = parts.reading()
    taken = busy_reading(reading.occurrences(days), reading.problems)
    findings[:0] = taken.findings
    if not frames:
        findings.append(Finding(NO_AVAILABILITY))
        return AvailabilityReading(ALWAYS, taken.times, tuple(findings))
    covered: Times = []
    free_times: Times = []
    for _, frame_times, times in sorted(frames, key=lambda one: one[0], reverse=True):
        covered = merged([*covered, *frame_times])
        free_times = merged([*without(free_times, frame_times), *times])
    for start, end in without([window], covered):
        unsaid = {"first": start.date(), "last": (end - datetime.resolution).date()}
        findings.append(Finding(NOT_COVERED, items=unsaid))
    hours = WeeklyHours(span for times in free_times for span in _of_week(*times))
    missing = without(_dated(hours, days), free_times)
    gaps = [BusyTime(start, end) for start, end in missing]
    busy = sorted([*gaps, *taken.times], key=lambda one: (one.start, one.end))
    return AvailabilityReading(hours, tuple(busy), tuple(findings))


def _in_utc(moment: datetime) -> str:
    return f"{basic(exact_instant(moment))}Z"


def _whole(moment: datetime) -> datetime:
    """
    Return the next whole second.
    """
    return moment + timedelta(microseconds=-moment.microsecond % 1_000_000)


def _runs(hours: WeeklyHours) -> dict[tuple[int, int], list[int]]:
    """
    Return the weekdays of the same hours, by these.
    """
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for span in hours.spans:
        found[span.start, span.end].append(span.weekday)
    return dict(found)


def _priority(node: Node) -> int:
    line = node.first("PRIORITY")
    said = line.value.strip() if line else ""
    return int(said) if said in PRIORITIES else LOWEST


def _free(one: Occurrence, window: tuple[datetime, datetime]) -> tuple[datetime, datetime]:
    """
    Return the time of an AVAILABLE; one without an end is free for good (RFC 7953 §3.1).
    """
    start, end = local_clock(one.start), local_clock(one.end)
    return start, end if start < end else window[1]


def _of_week(start: datetime, end: datetime) -> Iterator[HoursSpan]:
    """
    Yield the whole minutes of a time as hours of the week.
    """
    day = datetime.combine(start.date(), time())
    while day < end:
        first = max(0, -((day - start) // MINUTE))
        last = min(MINUTES_OF_A_DAY, (end - day) // MINUTE)
        if first < last:
            yield HoursSpan(day.weekday(), first, last)
        day += ONE_DAY


def _dated(hours: WeeklyHours, days: Span) -> Times:
    """
    Return the times of weekly hours on some days.
    """
    spans = ((local_clock(day), span) for day in days for span in hours.spans)
    return merged(
        (day + span.start * MINUTE, day + span.end * MINUTE)
        for day, span in spans
        if span.weekday == day.weekday()
    )
