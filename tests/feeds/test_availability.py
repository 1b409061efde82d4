"""
When lecturers can and cannot: written, read back, and read out of the calendars of others.
"""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.calendars import ALWAYS, HoursSpan, Span, WeeklyHours
from community_edu.feeds import ReadingLimits, UnusableInstantError
from community_edu.feeds.availability import (
    AvailabilityReading,
    availability_calendar,
    read_availability,
)
from community_edu.feeds.reading.intervals import common, merged, without
from community_edu.organizations import BusyTime, Educator

AT = datetime(2026, 8, 1, tzinfo=UTC)
TERM = Span.parse("2026-09-07/2026-10-18")


def clock(text: str) -> datetime:
    """
    Return a time without a zone.
    """
    return datetime.fromisoformat(text)


def spans(limit: int) -> st.SearchStrategy[tuple[int, int]]:
    """
    Return pairs of numbers, the second higher.
    """
    return st.tuples(st.integers(0, limit - 1), st.integers(1, limit)).filter(
        lambda two: two[0] < two[1]
    )


def hours_span(weekday: int, minutes: tuple[int, int]) -> HoursSpan:
    """
    Return some hours of a weekday.
    """
    return HoursSpan(weekday, *minutes)


def busy_time(minutes: tuple[int, int]) -> BusyTime:
    """
    Return a time that is taken, by its minutes from the beginning of the term.
    """
    start, end = (OPENS + timedelta(minutes=one) for one in minutes)
    return BusyTime(start, end, "reason")


OPENS = clock("2026-09-07")
HOURS = st.lists(st.builds(hours_span, st.integers(0, 6), spans(24 * 60)), max_size=8).map(
    WeeklyHours
)
BUSY = st.lists(st.builds(busy_time, spans(42 * 24 * 60)), max_size=5)


def zhao(
    hours: WeeklyHours | str = ALWAYS, busy: list[BusyTime] | list[str] | None = None
) -> Educator:
    """
    Return a lecturer.
    """
    return Educator(id="zhao", name="赵老师", hours=hours, busy=busy or [])


def read(*lines: str, days: str = "2026-09-07/2026-09-20") -> AvailabilityReading:
    """
    Read a calendar with some components.
    """
    data = "\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode()
    return read_availability(data, Span.parse(days))


def available(*lines: str) -> tuple[str, ...]:
    """
    Write an AVAILABLE.
    """
    return ("BEGIN:AVAILABLE", "UID:a", *lines, "END:AVAILABLE")


def frame(*lines: str) -> tuple[str, ...]:
    """
    Write a VAVAILABILITY.
    """
    return ("BEGIN:VAVAILABILITY", "UID:v", *lines, "END:VAVAILABILITY")


MORNINGS = available("DTSTART:20260907T080000", "DURATION:PT4H", "RRULE:FREQ=DAILY")


class TestIntervals:
    @given(st.lists(spans(30)), st.lists(spans(30)))
    def test_as_sets(self, first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
        """
        Sums and differences of times are those of their minutes.
        """
        ours, theirs = (
            merged(
                (OPENS + timedelta(minutes=a), OPENS + timedelta(minutes=b))
                for a, b in [*some, (9, 9)]
            )
            for some in (first, second)
        )

        def minutes(times: list[tuple[datetime, datetime]]) -> set[int]:
            return {
                (start - OPENS) // timedelta(minutes=1) + n
                for start, end in times
                for n in range((end - start) // timedelta(minutes=1))
            }

        one, two = ({n for a, b in some for n in range(a, b)} for some in (first, second))
        assert minutes(ours) == one
        assert minutes(without(ours, theirs)) == one - two
        assert minutes(common(ours, theirs)) == one & two


class TestAvailabilityCalendar:
    @given(HOURS, BUSY)
    @settings(max_examples=60)
    def test_there_and_back(self, hours: WeeklyHours, busy: list[BusyTime]) -> None:
        """
        What is written is read back: the same hours, and the same times that are taken.
        """
        reading = read_availability(availability_calendar(zhao(hours, busy), TERM, at=AT), TERM)
        assert reading.findings == ()
        assert reading.hours == hours
        taken = merged((one.start, one.end) for one in busy)
        assert [(one.start, one.end) for one in reading.busy] == taken

    def test_as_icalendar(self) -> None:
        """
        The file is one that icalendar reads as availability, and names nobody.
        """
        data = availability_calendar(zhao("MON-FRI 08:00-12:00; SAT", ["2026-10-08"]), TERM, at=AT)
        assert "赵" not in data.decode()
        calendar = icalendar.Calendar.from_ical(data)
        (availability,) = calendar.availabilities
        assert availability.start.isoformat() == "2026-09-06T16:00:00+00:00"
        assert str(availability.end) == "2026-10-18 16:00:00+00:00"
        days = [tuple(one.rrules[0]["BYDAY"]) for one in availability.available]
        assert days == [("MO", "TU", "WE", "TH", "FR"), ("SA",)]
        assert (
            availability_calendar(zhao("MON-FRI 08:00-12:00; SAT", ["2026-10-08"]), TERM, at=AT)
            == data
        )

    def test_stable(self) -> None:
        """
        Another year, other busy times and another name leave the identifiers as they are.
        """
        year = Span.parse("2027-03-01/2027-07-01")
        first = availability_calendar(zhao("MON 08:00-12:00", ["2026-10-08"]), TERM, at=AT)
        other = Educator(id="zhao", name="赵", hours="MON 08:00-12:00", busy=["2027-04-01"])
        second = availability_calendar(other, year, at=AT + timedelta(days=200))
        uids = [
            [line for line in data.splitlines() if line.startswith(b"UID:")]
            for data in (first, second)
        ]
        assert uids[0] == uids[1]
        assert len(set(uids[0])) == 3

    def test_whole_seconds(self) -> None:
        """
        Parts of a second are taken as well, and what is taken outside of the days is not told.
        """
        busy = ["2026-09-08 08:00:00.5-08:30:00.5", "2026-09-01/2026-09-07", "2026-12-01"]
        reading = read_availability(availability_calendar(zhao(busy=busy), TERM, at=AT), TERM)
        assert [str(one) for one in reading.busy] == ["2026-09-07", "2026-09-08 08:00-08:30:01"]

    def test_refused(self) -> None:
        """
        An instant without a zone, or days before 1970, are refused.
        """
        with pytest.raises(UnusableInstantError):
            availability_calendar(zhao(), TERM, at=clock("2026-08-01"))
        with pytest.raises(UnusableInstantError):
            availability_calendar(zhao(), Span.parse("0001-01-01"), at=AT)


class TestReadAvailability:
    @pytest.mark.parametrize(
        ("lines", "hours", "busy"),
        [
            (frame(*MORNINGS), "MON-SUN 08:00-12:00", []),
            (
                frame(*available("DTSTART:20260907T080000", "DURATION:PT4H")),
                "MON 08:00-12:00",
                ["2026-09-14 08:00-12:00"],
            ),
            (
                frame(
                    *available(
                        "DTSTART:20260908T080030", "DTEND:20260908T120030", "RRULE:FREQ=WEEKLY"
                    )
                ),
                "TUE 08:01-12:00",
                [],
            ),
            (
                frame(
                    *available(
                        "DTSTART:20260907T080000",
                        "DURATION:PT4H",
                        "RRULE:FREQ=WEEKLY",
                        "EXDATE:20260914T080000",
                    )
                ),
                "MON 08:00-12:00",
                ["2026-09-14 08:00-12:00"],
            ),
            (
                frame(
                    *available(
                        "DTSTART;TZID=Asia/Tokyo:20260907T003000",
                        "DURATION:PT1H",
                        "RRULE:FREQ=WEEKLY",
                    )
                ),
                "MON 00:00-00:30; SUN 23:30-24:00",
                [],
            ),
            (
                frame(*available("DTSTART:20260918T120000")),
                "FRI 12:00-24:00; SAT-SUN 00:00-24:00",
                ["2026-09-11 12:00/2026-09-13 24:00"],
            ),
            (
                (
                    *frame(*MORNINGS),
                    "BEGIN:VEVENT",
                    "UID:e",
                    "DTSTART:20260908T090000",
                    "DURATION:PT1H",
                    "END:VEVENT",
                ),
                "MON-SUN 08:00-12:00",
                ["2026-09-08 09:00-10:00"],
            ),
        ],
    )
    def test_hours_and_busy(self, lines: tuple[str, ...], hours: str, busy: list[str]) -> None:
        """
        Hours are those of all weeks, busy times are the weeks in which they do not hold.
        """
        reading = read(*lines)
        assert str(reading.hours) == str(WeeklyHours.parse(hours))
        assert [str(one) for one in reading.busy] == [str(BusyTime.parse(one)) for one in busy]
        assert {one.code for one in reading.findings} == set()

    def test_seconds(self) -> None:
        """
        What is free for less than a minute is no hour.
        """
        short = available("DTSTART:20260907T080015", "DURATION:PT50S")
        assert read(*frame(*short)).hours == WeeklyHours(())

    @pytest.mark.parametrize(
        ("first", "second", "hours"),
        [
            ("PRIORITY:1", "PRIORITY:2", "MON-SUN 08:00-12:00"),
            ("PRIORITY:2", "PRIORITY:1", ""),
            ("PRIORITY:9", "PRIORITY:0", "MON-SUN 08:00-12:00"),
            ("PRIORITY:9", "PRIORITY:high", "MON-SUN 08:00-12:00"),
        ],
    )
    def test_priority(self, first: str, second: str, hours: str) -> None:
        """
        Of two that hold at once the more urgent counts; 0 and what is no number are the least.
        """
        assert read(*frame(first, *MORNINGS), *frame(second)).hours == WeeklyHours.parse(hours)

    def test_not_covered(self) -> None:
        """
        Days of which the file says nothing are not free, and are named.
        """
        week = frame("DTSTART:20260907T000000", "DURATION:P7D", *MORNINGS)
        reading = read(*week)
        assert str(reading.hours) == "MON-SUN 08:00-12:00"
        assert str(reading.busy[0]) == "2026-09-14 08:00-12:00"
        (finding,) = reading.findings
        assert finding.message("en").startswith(
            "the calendar does not say what is free from 2026-09-14 to 2026-09-20;"
        )

    @pytest.mark.parametrize(
        "lines",
        [
            (),
            frame("DTSTART:20270101T000000", "DTEND:20270201T000000", *MORNINGS),
            frame("DTSTART:x", *MORNINGS),
        ],
    )
    def test_missing(self, lines: tuple[str, ...]) -> None:
        """
        Without any availability every hour is free, and that is said.
        """
        reading = read(*lines, "BEGIN:VEVENT", "UID:e", "DTSTART:20260908", "END:VEVENT")
        assert (reading.hours, [str(one) for one in reading.busy]) == (ALWAYS, ["2026-09-08"])
        assert reading.findings[-1].code == "availability-missing"

    def test_problems(self) -> None:
        """
        An AVAILABLE that cannot be read or followed is named, and nothing is free by it.
        """
        never = available("DTSTART:20200101T080000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=999")
        hourly = available("SUMMARY:often", "DTSTART:20260907T080000", "RRULE:FREQ=HOURLY")
        data = "\n".join(["BEGIN:VCALENDAR", *frame(*never, *hourly, *MORNINGS), "END:VCALENDAR"])
        reading = read_availability(data.encode(), TERM, limits=ReadingLimits(item_steps=200))
        assert str(reading.hours) == "MON-SUN 08:00-12:00"
        assert {one.code for one in reading.findings} == {
            "busy-event-unread",
            "calendar-too-many-repetitions",
        }
