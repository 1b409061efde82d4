"""
How long it takes to read the calendar of another: ``python benchmarks/reading.py``.

10,000 events of 11 properties with Chinese text, in one file:

- `read_calendar` against ``icalendar.Calendar.from_ical`` (the bound is 1.3 times)
- the occurrences of a year, entries and busy times out of what was read
- 10,000 weekly series of a term, each with an exception: all of their occurrences
"""

import gc
from datetime import datetime, timedelta

import icalendar

from _timing import best
from community_edu.calendars import Span
from community_edu.feeds import read_calendar

NUMBER = 10_000
YEAR = Span.parse("2026-01-01/2026-12-31")
WEEKLY = ("RRULE:FREQ=WEEKLY;COUNT=18", "EXDATE;TZID=Asia/Shanghai:{:%Y%m%dT%H%M%S}")


def written(more: tuple[str, ...] = ()) -> bytes:
    """
    Return a calendar of many events, each with *more* lines.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//benchmark//EN"]
    for number in range(NUMBER):
        start = datetime(2026, 2, 2, 9) + timedelta(days=number % 200, minutes=number % 240)  # noqa: DTZ001
        lines += (
            "BEGIN:VEVENT",
            f"UID:{number}@example.org",
            "DTSTAMP:20260101T000000Z",
            "LAST-MODIFIED:20260101T000000Z",
            f"DTSTART;TZID=Asia/Shanghai:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Asia/Shanghai:{start + timedelta(hours=2):%Y%m%dT%H%M%S}",
            f"SUMMARY:社区教育讲座第 {number} 讲\\, 智能手机入门",
            "LOCATION:景泰街道社区学校二楼多功能厅",
            "DESCRIPTION:请携带手机\\n名额三十人，额满为止。来源：年度工作计划，",
            " 第三条",
            "CATEGORIES:讲座,老年教育",
            "STATUS:CONFIRMED",
            "SEQUENCE:1",
            *(line.format(start + timedelta(days=7)) for line in more),
            "END:VEVENT",
        )
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def main() -> None:
    """
    Print seconds and ratios.
    """
    single, weekly = written(), written(WEEKLY)
    ours = best(lambda: read_calendar(single), 3)
    gc.collect()
    theirs = best(lambda: icalendar.Calendar.from_ical(single), 2)
    reading, series = read_calendar(single), read_calendar(weekly)
    print(f"{len(single) / NUMBER:.0f} bytes an event, {len(reading.items)} items")
    print(f"{'icalendar, from_ical':42}{theirs:8.2f} s{1:8.2f}")
    print(f"{'read_calendar':42}{ours:8.2f} s{ours / theirs:8.2f}")
    cases = {
        "occurrences of the year": lambda: reading.occurrences(YEAR),
        "busy times of the year": lambda: reading.busy(YEAR),
        "entries of the year": lambda: reading.entries(2026, plan="street", partner="library"),
        "read_calendar, weekly series": lambda: read_calendar(weekly),
        "their occurrences": lambda: series.occurrences(YEAR),
    }
    for name, run in cases.items():
        seconds = best(run, 2)
        print(f"{name:42}{seconds:8.2f} s{seconds / theirs:8.2f}")
    print(f"{len(series.occurrences(YEAR))} occurrences of {len(series.items)} series")


if __name__ == "__main__":
    main()
