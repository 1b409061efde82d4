"""
Events and tasks of calendars of others: what they say, and when they take place.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.calendars import Span
from community_edu.feeds.reading import CalendarItem, CalendarReading, ReadingLimits, read_calendar
from community_edu.feeds.reading.values import text_value

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "feeds").glob("*.ics"))
TERM = Span.parse("2026-09-07/2026-10-18")
AT_NINE = ("UID:a", "SUMMARY:会议", "DTSTART:20260908T090000", "DTEND:20260908T110000")
WEEKLY = (*AT_NINE, "RRULE:FREQ=WEEKLY;COUNT=4")


def clock(text: str) -> datetime:
    """
    Return a time without a zone.
    """
    return datetime.fromisoformat(text)


def read(*parts: tuple[str, ...], kind: str = "VEVENT") -> CalendarReading:
    """
    Read a calendar of some events.
    """
    lines = [line for part in parts for line in (f"BEGIN:{kind}", *part, f"END:{kind}")]
    return read_calendar("\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR"]).encode())


def item(*lines: str, kind: str = "VEVENT") -> CalendarItem:
    """
    Return the one item of some lines.
    """
    (found,) = read(lines, kind=kind).items
    return found


def told(reading: CalendarReading) -> list[str]:
    """
    Return what is doubtful about a calendar, but for missing time zones.
    """
    return [one.message("en") for one in reading.problems if one.code != "calendar-zone-assumed"]


def times(*parts: tuple[str, ...], span: Span = TERM) -> list[str]:
    """
    Return when some events take place, the beginnings in the local time of China.
    """
    found = read(*parts).occurrences(span)
    assert found.problems == ()
    return [f"{one.start:%m-%d %H:%M}" for one in found]


class TestItem:
    def test_all_fields(self) -> None:
        """
        An event says what it says, without its escapes.
        """
        event = item(
            "UID: u\\,1 ",
            "SUMMARY:读书会\\, 第一期",
            "DTSTART;TZID=Europe/Berlin:20260908T090000",
            "DTEND;TZID=Asia/Shanghai:20260908T170000",
            "STATUS:tentative",
            "CLASS:CONFIDENTIAL",
            "LOCATION:二楼",
            "DESCRIPTION:请\\n准时",
            "URL:https://example.org/",
            "CATEGORIES:阅读,亲子",
            "CATEGORIES:亲子",
            "SEQUENCE:3",
            "LAST-MODIFIED:20260901T000000Z",
            "ATTENDEE;CN=某人:mailto:someone@example.org",
            "ORGANIZER:mailto:someone@example.org",
        )
        assert (event.uid, event.title, event.kind) == ("u,1", "读书会, 第一期", "event")
        assert str(event.start) == "2026-09-08 09:00:00+02:00"
        assert str(event.end) == "2026-09-08 11:00:00+02:00"
        assert (event.zone, event.zone_known, event.all_day) == ("Europe/Berlin", True, False)
        assert (event.status, event.private, event.busy) == ("tentative", True, True)
        assert (event.location, event.description) == ("二楼", "请\n准时")
        assert (event.url, event.categories) == ("https://example.org/", ("阅读", "亲子"))
        assert (event.sequence, event.last_modified) == (3, datetime(2026, 9, 1, tzinfo=UTC))
        assert "example.org" not in str(event).replace("https://example.org/", "")

    @pytest.mark.parametrize(
        ("lines", "start", "end"),
        [
            (
                ("DTSTART:20260908T090000",),
                "2026-09-08 09:00:00+08:00",
                "2026-09-08 09:00:00+08:00",
            ),
            (("DTSTART:20260908",), "2026-09-08", "2026-09-09"),
            (("DTSTART;VALUE=DATE:20260908T090000",), "2026-09-08", "2026-09-09"),
            (("DTSTART:20260908", "DTEND:20260908"), "2026-09-08", "2026-09-09"),
            (("DTSTART:20260908", "DURATION:PT36H"), "2026-09-08", "2026-09-10"),
            (("DTSTART:20260908", "DURATION:PT0S"), "2026-09-08", "2026-09-09"),
            (
                ("DTSTART:20260908T090000Z", "DURATION:PT1H"),
                "2026-09-08 09:00:00+00:00",
                "2026-09-08 10:00:00+00:00",
            ),
            (
                ("DTSTART:20260908T090000+0800", "DTEND:20260908T100000"),
                "2026-09-08 09:00:00+08:00",
                "2026-09-08 10:00:00+08:00",
            ),
            (
                ("DTSTART;TZID=Europe/Berlin:20261025T013000", "DURATION:PT2H"),
                "2026-10-25 01:30:00+02:00",
                "2026-10-25 02:30:00+01:00",
            ),
        ],
    )
    def test_times(self, lines: tuple[str, ...], start: str, end: str) -> None:
        """
        Beginning and end are as they are said; without an end a day lasts, and a time does not.
        """
        event = item("UID:a", *lines)
        assert (str(event.start), str(event.end)) == (start, end)

    @pytest.mark.parametrize(
        ("lines", "start", "end"),
        [
            (("DUE:20260908",), "2026-09-08", "2026-09-09"),
            (("DTSTART:20260901", "DUE:20260908"), "2026-09-01", "2026-09-09"),
            (("DUE:20260908T090000Z",), "2026-09-08 09:00:00+00:00", "2026-09-08 09:00:00+00:00"),
        ],
    )
    def test_tasks(self, lines: tuple[str, ...], start: str, end: str) -> None:
        """
        A task ends with the day or at the time at which it is due.
        """
        task = item("UID:a", *lines, kind="VTODO")
        assert (str(task.start), str(task.end)) == (start, end)
        assert (task.kind, task.status, task.busy) == ("todo", "needs-action", False)

    def test_free_and_busy(self) -> None:
        """
        The times of a VFREEBUSY are taken, but for those that are free.
        """
        reading = read(
            (
                "UID:f",
                "FREEBUSY;FBTYPE=FREE:20260908T010000Z/PT1H",
                "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260908T020000Z/PT1H",
                "FREEBUSY:20260909T010000Z/20260909T020000Z,20260909/PT1H,20260910T010000Z/PT0S",
                "FREEBUSY:20260910T010000Z/P3660DT1S,20260911T010000Z/20400911T010000Z",
            ),
            ("UID:empty",),
            kind="VFREEBUSY",
        )
        assert [(one.uid, one.status) for one in reading.items] == [
            ("f#1", "tentative"),
            ("f#2", "confirmed"),
        ]
        assert [str(one) for one in reading.busy(TERM).times] == [
            "2026-09-08 10:00-11:00",
            "2026-09-09 09:00-10:00",
        ]
        assert [one.rpartition(": ")[2] for one in told(reading)] == [
            "a period needs times",
            "it ends before it begins",
            "it lasts longer than ten years",
            "it lasts longer than ten years",
        ]

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("DTEND:20260908T080000", "DTEND of '会议' was not read: it ends before it begins"),
            (
                "DTEND;VALUE=DATE:20260909",
                "of its beginning and its end one is a day and one a time",
            ),
            ("DTEND:21260908T080000", "it lasts longer than ten years"),
            ("DURATION:-PT1H", "DURATION of '会议' was not read: it ends before it begins"),
            ("DURATION:P1H", "DURATION of '会议' was not read: 'P1H' is no length of time"),
            ("EXDATE:20260915T090000,never", "EXDATE of '会议' was not read: 'never' is no day"),
            ("RDATE:20260916", "of it and of the beginning one is a day and one a time"),
            ("RDATE;VALUE=PERIOD:20260916T090000/20260916T080000", "it ends before it begins"),
            ("SEQUENCE:-1", "SEQUENCE of '会议' was not read: it is no whole number"),
            ("LAST-MODIFIED:soon", "LAST-MODIFIED of '会议' was not read: 'soon' is no day"),
            ("RECURRENCE-ID:x", "RECURRENCE-ID of '会议' was not read: 'x' is no day"),
            ("DTSTART:20260909T090000", "DTSTART of '会议' was not read: it is said twice"),
        ],
    )
    def test_bad_property(self, line: str, problem: str) -> None:
        """
        A property that cannot be read is left out and named with its line; the event stays.
        """
        reading = read((*AT_NINE[:3], line), ("UID:b", "DTSTART:20260909"))
        assert [one.uid for one in reading.items] == ["a", "b"]
        (said,) = told(reading)
        assert said.startswith("line 6 of the calendar: ")
        assert problem in said

    @pytest.mark.parametrize(
        ("lines", "problem"),
        [
            (("SUMMARY:会议",), "'会议' at line 2 of the calendar was not read: it has no date"),
            (("UID:a", "DTSTART:x"), "'a' at line 2 of the calendar was not read: 'x' is no day"),
            ((*AT_NINE, "EXRULE:FREQ=DAILY"), "was not read: it has an EXRULE"),
            ((*AT_NINE, "RRULE:FREQ=HOURLY"), "was not read: it repeats by FREQ=HOURLY"),
        ],
    )
    def test_unread(self, lines: tuple[str, ...], problem: str) -> None:
        """
        An event of which it cannot be said when it takes place is left out and named.
        """
        reading = read(lines, ("UID:b", "DTSTART:20260909"))
        assert [one.uid for one in reading.items] == ["b"]
        assert problem in told(reading)[0]

    def test_without_uid(self) -> None:
        """
        An event without a UID gets one that stays while its time and title do.
        """
        first, second = (read(("SUMMARY:会议", f"DTSTART:2026090{n}"), AT_NINE) for n in (8, 9))
        again = read(AT_NINE, ("SUMMARY:会议", "DTSTART:20260908"))
        assert first.items[0].uid.startswith("no-uid-")
        assert first.items[0].uid == again.items[1].uid != second.items[0].uid
        assert told(first) == [
            "'会议' at line 2 of the calendar: it has no UID; one was made of its time and title"
        ]

    def test_floating(self) -> None:
        """
        Times without a zone are China's, and that is said once.
        """
        reading = read(AT_NINE, ("UID:b", "DTSTART:20260909T090000"))
        assert {(one.zone, one.zone_known) for one in reading.items} == {("Asia/Shanghai", False)}
        (problem,) = reading.problems
        assert problem.message("en") == (
            "2 times of the calendar have no time zone (the first at line 5); they were taken as "
            "those of China"
        )

    @pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
    def test_as_icalendar(self, path: Path) -> None:
        """
        Of our own feeds everything is read as icalendar reads it, and nothing is doubtful.
        """
        data = path.read_bytes()
        reading = read_calendar(data)
        assert reading.problems == ()
        theirs = icalendar.Calendar.from_ical(data)
        expected = [
            (str(one["UID"]), str(one["SUMMARY"]), one.start, one.end, str(one.get("LOCATION", "")))
            for one in theirs.walk()
            if isinstance(one, icalendar.Event)
        ]
        found = [
            (one.uid, one.title, one.start, one.end, one.location or "")
            for one in reading.items
            if one.kind == "event"
        ]
        assert found == expected
        assert reading.name == text_value(str(theirs["NAME"]))  # icalendar leaves it escaped


class TestVersions:
    @pytest.mark.parametrize(
        ("first", "second", "kept", "problem"),
        [
            ((), (), ["b"], None),
            (("SEQUENCE:1",), (), ["a"], "a newer one has its UID, and counts"),
            ((), ("SEQUENCE:1",), ["b"], "a newer one has its UID, and counts"),
            (("DTSTAMP:20260102T000000Z",), ("LAST-MODIFIED:20260101",), ["a"], "a newer one"),
            ((), ("RECURRENCE-ID:20260908",), ["a", "b"], None),
        ],
    )
    def test_same_uid(
        self, first: tuple[str, ...], second: tuple[str, ...], kept: list[str], problem: str | None
    ) -> None:
        """
        Of events with one UID the newest counts; of those that are the same, the last.
        """
        usual = ("UID:1", "DTSTART:20260908")
        reading = read((*usual, "SUMMARY:a", *first), (*usual, "SUMMARY:b", *second))
        assert [one.title for one in reading.items] == kept
        assert (
            [problem in one for one in told(reading)] == [True] * bool(problem)
            if problem
            else not told(reading)
        )

    def test_shared_uid(self) -> None:
        """
        Events that only share a UID are all kept, and that is said.
        """
        reading = read(*((f"SUMMARY:{n}", "UID:1", f"DTSTART:2026090{n}") for n in (8, 9)))
        assert [one.title for one in reading.items] == ["8", "9"]
        assert told(reading) == [
            "'9' at line 7 of the calendar: another event has its UID; both are kept"
        ]


class TestReading:
    def test_several_calendars(self) -> None:
        """
        Several calendars in one file are read as one, by the name of the first that has one.
        """
        one = "BEGIN:VCALENDAR\nX-WR-CALNAME:{}\nBEGIN:VEVENT\nUID:{}\nDTSTART:20260908\nEND:VEVENT\nEND:VCALENDAR\n"
        reading = read_calendar((one.format("甲\\, 乙", 1) + one.format("丙", 2)).encode())
        assert (reading.name, reading.calendars, len(reading.items)) == ("甲, 乙", 2, 2)
        assert reading.problems == ()

    @pytest.mark.parametrize("data", [b"", b"BEGIN:VEVENT\nUID:1\nDTSTART:20260908\nEND:VEVENT"])
    def test_no_calendar(self, data: bytes) -> None:
        """
        Without a VCALENDAR what there is is read, and the lack is said.
        """
        reading = read_calendar(data)
        assert [one.code for one in reading.problems] == ["calendar-not-found"]
        assert (len(reading.items), reading.calendars) == (bool(data), 0)

    def test_too_large(self) -> None:
        """
        A file that is too large is not read.
        """
        (problem,) = read_calendar(b"x" * 9, limits=ReadingLimits(size=8)).problems
        assert problem.message("en") == (
            "the calendar is too large: 9 bytes, at most 8 are read; the rest was not"
        )


class TestOccurrences:
    def test_in_order(self) -> None:
        """
        Occurrences are in order of time, each with the slot by which it is known.
        """
        found = read(WEEKLY, ("UID:b", "DTSTART:20260915")).occurrences(TERM)
        assert [(str(one.start), str(one.slot)) for one in found][1:3] == [
            ("2026-09-15", "None"),
            ("2026-09-15 09:00:00", "2026-09-15 09:00:00"),
        ]
        assert (len(found), str(found.times[0])) == (
            5,
            "2026-09-08 09:00:00/2026-09-08 11:00:00 会议",
        )

    @pytest.mark.parametrize(
        ("lines", "days"),
        [
            (("EXDATE:20260915T090000",), ["09-08", "09-22", "09-29"]),
            (("EXDATE:20260915T010000Z",), ["09-08", "09-22", "09-29"]),
            (("EXDATE;VALUE=DATE:20260915,20260922",), ["09-08", "09-29"]),
            (("EXDATE;TZID=Asia/Tokyo:20260915T100000",), ["09-08", "09-22", "09-29"]),
            (("EXDATE:20260915T100000", "EXDATE:"), ["09-08", "09-15", "09-22", "09-29"]),
            (
                ("RDATE:20260916T090000,20260915T090000",),
                ["09-08", "09-15", "09-16", "09-22", "09-29"],
            ),
        ],
    )
    def test_exceptions(self, lines: tuple[str, ...], days: list[str]) -> None:
        """
        Exceptions are known by their moment in whatever zone, or by their day.
        """
        assert [one[:5] for one in times((*WEEKLY, *lines))] == days

    def test_whole_days(self) -> None:
        """
        Whole days repeat, and are left out by their day, however that is said.
        """
        daily = (
            "UID:a",
            "DTSTART:20260908",
            "DTEND:20260910",
            "RRULE:FREQ=DAILY;INTERVAL=3;COUNT=4",
        )
        out = ("EXDATE:20260911T000000", "RDATE:20260912")
        moved = ("UID:a", "RECURRENCE-ID:20260914T000000", "DTSTART:20260920")
        found = read((*daily, *out), moved).occurrences(TERM)
        assert [(str(one.start), (one.end - one.start).days) for one in found] == [
            ("2026-09-08", 2),
            ("2026-09-12", 2),
            ("2026-09-17", 2),
            ("2026-09-20", 1),
        ]

    def test_periods(self) -> None:
        """
        An added period has an end of its own.
        """
        added = ("RDATE;VALUE=PERIOD:20260916T010000Z/PT30M,20260917T010000Z/20260917T040000Z",)
        found = read((*AT_NINE, *added)).occurrences(TERM)
        assert [str(one.end) for one in found][1:] == ["2026-09-16 09:30:00", "2026-09-17 12:00:00"]

    @pytest.mark.parametrize(
        ("lines", "starts"),
        [
            (
                ("RECURRENCE-ID:20260915T090000", "DTSTART:20260916T140000"),
                ["09-08 09:00", "09-16 14:00", "09-22 09:00", "09-29 09:00"],
            ),
            (
                ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260915T090000", "DTSTART:20260916T140000"),
                ["09-08 09:00", "09-16 14:00", "09-23 14:00", "09-30 14:00"],
            ),
            (
                (
                    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260915T090000",
                    "DTSTART:20260915T090000",
                    "STATUS:CANCELLED",
                ),
                ["09-08 09:00"],
            ),
            (
                ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260915T090000", "DTSTART:20260915"),
                ["09-08 09:00", "09-15 00:00", "09-22 00:00", "09-29 00:00"],
            ),
            (
                ("RECURRENCE-ID:20260915T090000", "DTSTART:20260915T090000", "STATUS:CANCELLED"),
                ["09-08 09:00", "09-22 09:00", "09-29 09:00"],
            ),
        ],
    )
    def test_replaced(self, lines: tuple[str, ...], starts: list[str]) -> None:
        """
        A repetition is replaced, alone or with all later ones.
        """
        found = (
            read(WEEKLY, ("UID:a", "DURATION:PT1H", *lines))
            if "VALUE=DATE" in lines
            else read(WEEKLY, ("UID:a", *lines))
        )
        occurrences = found.occurrences(TERM)
        assert [f"{one.start:%m-%d %H:%M}" for one in occurrences] == starts

    @pytest.mark.parametrize(
        "lines", [(*AT_NINE, "STATUS:CANCELLED"), (*WEEKLY, "STATUS:CANCELLED")]
    )
    def test_cancelled(self, lines: tuple[str, ...]) -> None:
        """
        What is cancelled does not take place.
        """
        assert times(lines) == []

    def test_no_length(self) -> None:
        """
        What lasts no time takes place when it begins, and takes no time.
        """
        reading = read(("UID:a", "DTSTART:20260907T000000"), ("UID:b", "DTSTART:20261019T000000"))
        assert [str(one.start) for one in reading.occurrences(TERM)] == ["2026-09-07 00:00:00"]
        assert reading.busy(TERM).times == ()

    @pytest.mark.parametrize("days", ["0001-01-01/9999-12-30", "0001-01-01/0001-01-02"])
    def test_any_span(self, days: str) -> None:
        """
        There is an answer for any span, however far.
        """
        endless = (*AT_NINE, "RRULE:FREQ=YEARLY")
        found = read(endless).occurrences(Span.parse(days))
        assert len(found) == (223 if "9999" in days else 0)

    def test_too_many(self) -> None:
        """
        An event with too many repetitions is left out as a whole, and named; others stay.
        """
        limits = ReadingLimits(occurrences=20)
        data = "\n".join(
            ["BEGIN:VCALENDAR"]
            + [
                line
                for rule in ("DAILY", "WEEKLY")
                for line in (
                    "BEGIN:VEVENT",
                    f"UID:{rule}",
                    *AT_NINE[1:],
                    f"RRULE:FREQ={rule}",
                    "END:VEVENT",
                )
            ]
            + ["END:VCALENDAR"]
        )
        found = read_calendar(data.encode(), limits=limits).occurrences(TERM)
        assert {one.item.uid for one in found} == {"WEEKLY"}
        assert [one.message("en") for one in found.problems] == [
            "'会议' at line 2 of the calendar was not expanded: it has too many repetitions"
        ]


class TestEntries:
    def test_known_for_good(self) -> None:
        """
        An entry keeps its identifier when its event is moved and renamed, and with a shift of
        the whole series.
        """
        later = ("UID:a", "SUMMARY:例会", "DTSTART:20260908T140000", "RRULE:FREQ=WEEKLY;COUNT=4")
        moved = ("UID:a", "RECURRENCE-ID:20260915T140000", "DTSTART:20260917T140000")
        first = read(WEEKLY).entries(2026, plan="street", partner="library").entries
        second = read(later, moved).entries(2026, plan="street", partner="library").entries
        assert {entry.id for entry in first} == {entry.id for entry in second}
        assert first[0].id == "street/partner-library/ca978112ca1bbdca/2026-09-08"
        single = read(AT_NINE).entries(2026, plan="street", partner="library").entries
        assert [entry.id for entry in single] == ["street/partner-library/ca978112ca1bbdca"]

    def test_taken_over(self) -> None:
        """
        Titles, times, places, categories and addresses are taken over; nothing of people is.
        """
        full = (
            *AT_NINE,
            "LOCATION:二楼",
            "DESCRIPTION:联系人电话 13800000000",
            "URL:https://example.org/a",
            "CATEGORIES:阅读,太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长太长",
            "STATUS:TENTATIVE",
            "ATTENDEE:mailto:someone@example.org",
        )
        (entry,) = (
            read(full)
            .entries(
                2026,
                plan="street",
                partner="library",
                name="区图书馆",
                audiences=["elderly"],
                organizations=["library"],
                tags=["partner"],
            )
            .entries
        )
        assert (entry.title.zh, str(entry.location)) == ("区图书馆：会议", "二楼")
        assert (entry.start.isoformat(), entry.end.isoformat()) == (
            "2026-09-08T09:00:00",
            "2026-09-08T11:00:00",
        )
        assert (entry.kind, entry.status, entry.url) == (
            "event",
            "provisional",
            "https://example.org/a",
        )
        assert (entry.tags, entry.audiences, entry.organizations) == (
            ("partner", "阅读"),
            ("elderly",),
            ("library",),
        )
        assert (entry.duty, entry.path, entry.description) == (
            "partner-library",
            ("partners", "library"),
            None,
        )

    def test_left_out(self) -> None:
        """
        Private events, tasks, and what begins in another year are not taken over.
        """
        private = ("UID:p", "DTSTART:20260908", "CLASS:PRIVATE")
        earlier = ("UID:e", "DTSTART:20251231", "DTEND:20260103")
        reading = read(private, earlier, ("UID:n", "DTSTART:20260908T120000", "URL:javascript:x"))
        taken = reading.entries(2026, plan="street", partner="library", name=None)
        (entry,) = taken.entries
        assert (entry.title.zh, entry.title.en, entry.url) == ("（未命名）", "(untitled)", None)
        assert str(entry.end) == "2026-09-08 12:01:00"
        assert [finding.message("en") for finding in taken.findings][-1] == (
            "1 events of the calendar are marked as private, and were not taken over"
        )

    def test_shared_identifier(self) -> None:
        """
        Events that share a UID and a day still have identifiers of their own.
        """
        twice = ("UID:a", "DTSTART:20260908T090000", "RDATE:20260908T140000,20260908T160000")
        again = ("UID:a", "SEQUENCE:0", "DTSTART:20260908T140000", "RRULE:FREQ=DAILY;COUNT=1")
        entries = read(twice, again).entries(2026, plan="s", partner="p").entries
        tails = [entry.id.removeprefix("s/partner-p/ca978112ca1bbdca/") for entry in entries]
        assert tails == [
            "2026-09-08",
            "2026-09-08-2026-09-08t140000",
            "2026-09-08-2026-09-08t140000.2",
            "2026-09-08-2026-09-08t160000",
        ]


class TestOracle:
    @given(
        st.lists(
            st.datetimes(clock("2026-01-01"), clock("2026-12-01")),
            min_size=1,
            max_size=8,
            unique=True,
        )
    )
    @settings(max_examples=40)
    def test_single_events(self, starts: list[datetime]) -> None:
        """
        Events that icalendar writes take place when they were said to.
        """
        calendar = icalendar.Calendar()
        expected: list[datetime] = []
        for number, start in enumerate(sorted(starts)):
            begins = start.replace(microsecond=0, tzinfo=UTC)
            calendar.add_component(
                icalendar.Event.new(
                    uid=str(number), start=begins, end=begins.replace(year=2027), stamp=begins
                )
            )
            expected.append(begins)
        reading = read_calendar(calendar.to_ical())
        assert [one.start for one in reading.items] == expected
        assert reading.problems == ()
        assert {one.item.uid for one in reading.occurrences(Span.day(date(2026, 12, 31)))} == {
            str(number) for number in range(len(starts))
        }
