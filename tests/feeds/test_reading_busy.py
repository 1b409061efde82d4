"""
Busy times out of calendars: what is taken, what is passed over, what cannot be read.
"""

import pytest

from community_edu.calendars import Span
from community_edu.feeds.reading import (
    BusyReading,
    ReadingLimits,
    UnreadableCalendarError,
    read_busy,
)

TERM = Span.parse("2026-09-07/2026-10-18")
AT_NINE = ("DTSTART:20260908T090000", "DTEND:20260908T110000")


def calendar(*events: tuple[str, ...]) -> bytes:
    """
    Write a calendar of some events.
    """
    lines = [line for event in events for line in ("BEGIN:VEVENT", *event, "END:VEVENT")]
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""]).encode()


def read(*events: tuple[str, ...]) -> list[str]:
    """
    Say the busy times of some events, none of which is unreadable.
    """
    reading = read_busy(calendar(*events), TERM)
    assert {finding.code for finding in reading.findings} <= {"calendar-uid"}
    return [str(one) for one in reading.times]


def unread(*lines: str) -> str:
    """
    Say why an event was not read.
    """
    reading = read_busy(calendar(lines), TERM)
    (finding,) = (one for one in reading.findings if one.code == "busy-event-unread")
    assert reading.times == ()
    return finding.message("en")


class TestReadBusy:
    @pytest.mark.parametrize(
        ("lines", "times"),
        [
            (AT_NINE, ["2026-09-08 09:00-11:00"]),
            (("DTSTART:20260908T090000", "DURATION:PT30M"), ["2026-09-08 09:00-09:30"]),
            (("DTSTART:20260908T010000Z", "DURATION:PT1H"), ["2026-09-08 09:00-10:00"]),
            (
                ("DTSTART;TZID=Asia/Tokyo:20260908T100000", "DURATION:PT1H"),
                ["2026-09-08 09:00-10:00"],
            ),
            (("DTSTART;VALUE=DATE:20260908",), ["2026-09-08"]),
            (
                ("DTSTART;VALUE=DATE:20260908", "DTEND;VALUE=DATE:20260911"),
                ["2026-09-08/2026-09-10"],
            ),
            (
                ("DTSTART:20260907T090000", "DURATION:P40D", "RRULE:FREQ=YEARLY"),
                ["2026-09-07 09:00/2026-10-17 09:00"],
            ),
            (("DTSTART:20260908T090000",), []),
            ((*AT_NINE, "STATUS:CANCELLED"), []),
            ((*AT_NINE, "TRANSP:TRANSPARENT"), []),
            (("DTSTART:20260801T090000", "DURATION:PT1H"), []),
            (("DTSTART:20260906T220000", "DURATION:PT4H"), ["2026-09-06 22:00/2026-09-07 02:00"]),
            (("DTSTART:20261101T090000", "DURATION:PT1H"), []),
        ],
    )
    def test_single(self, lines: tuple[str, ...], times: list[str]) -> None:
        """
        An event takes its time in China, if that is in the days that matter.
        """
        assert read(lines) == times

    @pytest.mark.parametrize(
        ("rule", "days"),
        [
            ("FREQ=WEEKLY;COUNT=2", ["09-08", "09-15"]),
            ("FREQ=WEEKLY;UNTIL=20260922", ["09-08", "09-15", "09-22"]),
            ("FREQ=WEEKLY;UNTIL=20260922T085959", ["09-08", "09-15"]),
            ("FREQ=WEEKLY;UNTIL=20260922T010000Z", ["09-08", "09-15", "09-22"]),
            ("FREQ=WEEKLY;UNTIL=20260922T005959Z", ["09-08", "09-15"]),
            ("FREQ=WEEKLY;INTERVAL=3", ["09-08", "09-29"]),
            ("FREQ=MONTHLY;BYDAY=2TU", ["09-08", "10-13"]),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", ["09-08", "09-30"]),
            ("FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-1,2", ["09-08", "09-28", "10-05"]),
            ("FREQ=MONTHLY", ["09-08", "10-08"]),
            ("FREQ=YEARLY", ["09-08"]),
            ("FREQ=YEARLY;BYMONTH=10", ["09-08", "10-08"]),
            ("FREQ=YEARLY;BYDAY=40SU", ["09-08", "10-04"]),
            ("FREQ=DAILY;INTERVAL=20", ["09-08", "09-28", "10-18"]),
            ("FREQ=DAILY;BYDAY=SU;BYMONTH=9", ["09-08", "09-13", "09-20", "09-27"]),
            ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", ["09-08"]),
            ("FREQ=YEARLY;COUNT=1000000000", ["09-08"]),
        ],
    )
    def test_repeated(self, rule: str, days: list[str]) -> None:
        """
        A rule is followed to the last day that matters.
        """
        assert [time[5:10] for time in read((*AT_NINE, f"RRULE:{rule}"))] == days

    @pytest.mark.parametrize(
        "rule", ["FREQ=DAILY;INTERVAL=40", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU"]
    )
    def test_long_ago(self, rule: str) -> None:
        """
        A rule that began long ago is in step with its beginning.
        """
        days = {
            "FREQ=DAILY;INTERVAL=40": ["10-06"],
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU": ["09-08", "09-13", "09-29", "10-04"],
        }
        event = ("DTSTART:19800101T090000", "DURATION:PT1H", f"RRULE:{rule}")
        assert [time[5:10] for time in read(event)] == days[rule]

    def test_zone_of_a_rule(self) -> None:
        """
        A rule repeats in the time of its event: it is another hour in China after summer time.
        """
        event = ("DTSTART;TZID=Europe/Berlin:20261018T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY")
        reading = read_busy(calendar(event), Span.parse("2026-10-12/2026-10-25"))
        assert [str(one) for one in reading.times] == [
            "2026-10-18 15:00-16:00",
            "2026-10-25 16:00-17:00",
        ]
        ends = (*event[:2], "RRULE:FREQ=WEEKLY;UNTIL=20261025T080000Z")
        assert len(read_busy(calendar(ends), Span.parse("2026-10-12/2026-11-25")).times) == 2

    def test_exceptions(self) -> None:
        """
        Repetitions that are left out, added or moved are not where the rule has them.
        """
        weekly = (
            "UID:a",
            "SUMMARY:会议",
            *AT_NINE,
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE:20260915T090000",
            "RDATE:20260916T090000",
        )
        moved = (
            "UID:a",
            "RECURRENCE-ID:20260922T090000",
            "DTSTART:20260923T140000",
            "DURATION:PT1H",
        )
        gone = ("UID:a", "RECURRENCE-ID:20260929T090000", *AT_NINE, "STATUS:CANCELLED")
        assert read(weekly, moved, gone) == [
            "2026-09-08 09:00-11:00",
            "2026-09-16 09:00-11:00",
            "2026-09-23 14:00-15:00",
        ]

    def test_reason(self) -> None:
        """
        What an event is called is why the time is taken.
        """
        reading = read_busy(calendar((*AT_NINE, "SUMMARY:换届选举")), TERM)
        assert [str(one.reason) for one in reading.times] == ["换届选举"]

    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            (("SUMMARY:x", "DTSTART:2026XX"), "'x' of the calendar was not read: "),
            (("UID:1", "SUMMARY:"), "'1' of the calendar was not read: "),
            ((*AT_NINE, "RRULE:FREQ=HOURLY"), "FREQ=HOURLY"),
            ((*AT_NINE, "RRULE:FREQ=DAILY;INTERVAL=0"), "not read: "),
            ((*AT_NINE, "RRULE:FREQ=OFTEN"), "not read: "),
            ((*AT_NINE, "RRULE:COUNT=3"), "not read: "),
            ((*AT_NINE, "RRULE:FREQ=WEEKLY;BYDAY=XX"), "not read: "),
        ],
    )
    def test_unread(self, lines: tuple[str, ...], told: str) -> None:
        """
        What cannot be read is told, and takes no time.
        """
        assert told in unread(*lines)

    def test_many_repetitions(self) -> None:
        """
        A calendar of endless rules is read as far as a school's would go.
        """
        rule = "RRULE:FREQ=DAILY;BYMONTH=1;COUNT=9999"
        events = [(f"UID:{n}", "DTSTART:19010901T090000", "DURATION:PT1H", rule) for n in range(60)]
        limits = ReadingLimits(steps=100_000, item_steps=10_000)
        reading = read_busy(calendar(*events), TERM, limits=limits)
        assert len(reading.findings) == 60
        told = reading.findings[-1].message("en")
        assert told == "'59' of the calendar was not read: it has too many repetitions"

    def test_private(self) -> None:
        """
        A private event takes its time, and its title is not told.
        """
        reading = read_busy(calendar((*AT_NINE, "SUMMARY:体检", "CLASS:PRIVATE")), TERM)
        assert [(str(one), one.reason) for one in reading.times] == [
            ("2026-09-08 09:00-11:00", None)
        ]

    @pytest.mark.parametrize(
        "data",
        [b"", b"hello", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe\x00", b"END:VCALENDAR"],
    )
    def test_no_calendar(self, data: bytes) -> None:
        """
        What is no calendar is refused.
        """
        with pytest.raises(UnreadableCalendarError, match="this is no calendar"):
            read_busy(data, TERM)

    def test_empty(self) -> None:
        """
        A calendar without events takes no time.
        """
        assert read_busy(calendar(), TERM) == BusyReading((), ())

    def test_too_large(self) -> None:
        """
        A file that is larger than the limit is refused as such.
        """
        with pytest.raises(UnreadableCalendarError, match="this is no calendar \\(too large\\)"):
            read_busy(calendar(AT_NINE), TERM, limits=ReadingLimits(size=50))
