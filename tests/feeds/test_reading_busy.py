"""
Busy times out of calendars: what is taken, what is passed over, what cannot be read.
"""

from datetime import date, datetime, time, timedelta
from unittest import mock

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.calendars import Span
from community_edu.feeds.reading_busy import BusyReading, UnreadableCalendarError, read_busy
from community_edu.feeds.repeating import DayRule

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
    assert reading.findings == ()
    return [str(one) for one in reading.times]


def unread(*lines: str) -> str:
    """
    Say why an event was not read.
    """
    reading = read_busy(calendar(lines), TERM)
    (finding,) = reading.findings
    assert (reading.times, finding.code) == ((), "busy-event-unread")
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
            ("FREQ=WEEKLY;UNTIL=20260922T010000Z", ["09-08", "09-15"]),
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
            ((*AT_NINE, "RRULE:FREQ=DAILY;BYHOUR=9,10"), "BYHOUR"),
            ((*AT_NINE, "RRULE:FREQ=DAILY;INTERVAL=0"), "not read: "),
            ((*AT_NINE, "RRULE:FREQ=OFTEN"), "not read: "),
            ((*AT_NINE, "RRULE:COUNT=3"), "not read: "),
            ((*AT_NINE, "RRULE:FREQ=WEEKLY;BYDAY=XX"), "not read: "),
            (
                ("DTSTART:19690908T090000", "DURATION:PT1H", "RRULE:FREQ=DAILY"),
                "it begins before 1970",
            ),
            (("DTSTART:20260908T090000", "DTEND;VALUE=DATE:20260909"), "not read: "),
            (
                ("DTSTART:20260908T090000", "DURATION:P40D", "RRULE:FREQ=DAILY"),
                "it is long and repeats",
            ),
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
        daily = ("DTSTART:19700901T090000", "DURATION:PT1H", rule)
        reading = read_busy(calendar(*[daily] * 26), TERM)
        told = {finding.message("en") for finding in reading.findings}
        assert told == {"'?' of the calendar was not read: the calendar has too many repetitions"}

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


def rules() -> st.SearchStrategy[str]:
    """
    Return rules that repeat by whole days.
    """
    weekdays = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
    numbered = st.builds(str.__add__, st.sampled_from(["1", "2", "-1", "5"]), weekdays)
    lists = {
        "BYDAY": weekdays,
        "BYMONTHDAY": st.sampled_from(["1", "8", "15", "28", "31", "-1", "-3"]),
        "BYMONTH": st.sampled_from(["1", "2", "9", "12"]),
        "BYSETPOS": st.sampled_from(["1", "2", "-1"]),
    }

    @st.composite
    def rule(draw: st.DrawFn) -> str:
        frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
        parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 3))}"]
        names = draw(st.lists(st.sampled_from(list(lists)[:3]), max_size=2, unique=True))
        positioned = draw(st.booleans())
        if names and positioned:
            names.append("BYSETPOS")
        for name in names:
            by_number = name == "BYDAY" and frequency in {"MONTHLY", "YEARLY"}
            values = numbered if by_number and draw(st.booleans()) else lists[name]
            said = draw(st.lists(values, min_size=1, max_size=3, unique=True))
            parts.append(f"{name}={','.join(said)}")
        if draw(st.booleans()):
            parts.append(f"COUNT={draw(st.integers(1, 20))}")
        if draw(st.booleans()):
            parts.append("WKST=SU")
        return ";".join(parts)

    return rule()


class TestDayRule:
    def test_no_weekday(self) -> None:
        """
        A day of the week that is none is refused.
        """
        with pytest.raises(ValueError, match="BYDAY=XX"):
            DayRule.of({"FREQ": ["DAILY"], "BYDAY": ["XX"]})

    @given(rules(), st.dates(date(2024, 1, 1), date(2024, 12, 31)))
    @settings(max_examples=40)
    def test_as_dateutil(self, rule: str, first: date) -> None:
        """
        The days of a rule are those that dateutil finds.
        """
        parts = {
            name: said.split(",") for name, said in (part.split("=") for part in rule.split(";"))
        }
        last = first + timedelta(days=700)
        with mock.patch("datetime.MAXYEAR", 2027):  # which is as far as dateutil looks
            moments = list(rrulestr(rule, dtstart=datetime.combine(first, time(9))))
        expected = [moment.date() for moment in moments if moment.date() <= last]
        assert list(DayRule.of(parts).between(first, last)) == expected
