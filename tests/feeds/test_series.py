import random
import re
from collections import Counter, UserDict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import icalendar
from dateutil.rrule import rruleset, rrulestr
from feed_samples import JANUARY, MARCH, lines, local
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Text
from community_edu.feeds.records import Record, SeriesRecord, Status
from community_edu.feeds.writing.components import Form, component
from community_edu.feeds.writing.series import series_components
from community_edu.plans import Entry

CHINA: Final = ZoneInfo("Asia/Shanghai")
WEEK: Final = timedelta(weeks=1)
STAMP: Final = "%Y%m%dT%H%M%S"
CHOIR: Final = SeriesRecord(
    series="school/choir/2026-autumn/1",
    plan="school",
    fingerprint="0" * 64,
    sequence=3,
    stamp=JANUARY,
)

Occurrence: TypeAlias = tuple[datetime, datetime, str, str, str]
"""
Start, end, title, place, status.
"""


def session(
    number: int,
    start: str | datetime,
    *,
    minutes: int = 90,
    room: str = "201",
    title: str = "合唱班",
    status: Status = "confirmed",
) -> Record:
    """
    The session of a week of the choir.
    """
    begins = local(start) if isinstance(start, str) else start
    entry = Entry(
        id=f"{CHOIR.series}-w{number:02}",
        kind="event",
        title=Text(title),
        start=begins,
        end=begins + timedelta(minutes=minutes),
        duty="choir",
        path=("sections", 0),
        location=Text(room),
        series=CHOIR.series,
    )
    record = Record.of(entry, plan="school", year=2026, stamp=JANUARY)
    return attrs.evolve(record, status=status)


def tuesdays(*weeks: int) -> list[Record]:
    """
    Sessions on Tuesdays at nine, in these weeks of the autumn of 2026.
    """
    return [session(week, local("2026-09-01 09:00") + week * WEEK) for week in weeks]


def written(records: Iterable[Record], form: Form | None = None) -> list[list[str]]:
    return parsed(series_components(records, CHOIR, form or Form()))


def chosen(component: Iterable[str], *names: str) -> list[str]:
    """
    What a component says of its time.
    """
    return [line.replace(";TZID=Asia/Shanghai", "") for line in component if line.startswith(names)]


def times(component: Iterable[str]) -> list[str]:
    return chosen(component, "RECURRENCE-ID", "DTSTART", "DTEND", "RRULE", "EXDATE")


def promised(records: Iterable[Record]) -> Counter[Occurrence]:
    """
    The sessions themselves, without any feed.
    """
    return Counter(
        (
            moment(record.start),
            moment(record.end),
            ("【已取消】" if record.status == "cancelled" else "") + record.title.zh,
            record.location.zh if record.location else "",
            record.status.upper(),
        )
        for record in records
    )


def moment(value: date) -> datetime:
    assert isinstance(value, datetime)
    return value


def by_rruleset(data: bytes) -> Counter[Occurrence]:
    """
    The occurrences as python-dateutil expands them, from the lines themselves.
    """
    found: Counter[Occurrence] = Counter()
    parts = [(Said(part), off(part)) for part in parsed(data)]
    moved = {(part["UID"], part["RECURRENCE-ID"]) for part, _ in parts if "RECURRENCE-ID" in part}
    for part, without in parts:
        start = read(part["DTSTART"])
        days = rruleset()
        if "RRULE" in part:
            rule: Any = rrulestr(part["RRULE"], dtstart=start)
            days.rrule(rule)
        else:
            days.rdate(start)
        if "RECURRENCE-ID" not in part:
            without |= {day for uid, day in moved if uid == part["UID"]}
        for day in without:
            days.exdate(read(day))
        found.update(occurrence(day, read(part["DTEND"]) - start, part) for day in days)
    return found


class Said(UserDict[str, str]):
    """
    The properties of a component, as they are written; EXDATE is not among them.
    """

    def __init__(self, part: Iterable[str]) -> None:
        super().__init__(split(line) for line in part if not line.startswith("EXDATE"))


def off(part: Iterable[str]) -> set[str]:
    return {split(line)[1] for line in part if line.startswith("EXDATE")}


def parsed(data: bytes) -> list[list[str]]:
    """
    The lines of each component.
    """
    text = "\n".join(lines(data))
    return [
        part.split("\n") for part in re.findall(r"BEGIN:VEVENT\n(.*?)\nEND:VEVENT", text, re.DOTALL)
    ]


def split(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.partition(";")[0], value


def read(value: str) -> datetime:
    return datetime.strptime(value, STAMP).replace(tzinfo=CHINA)


def occurrence(day: datetime, length: timedelta, event: Mapping[str, object]) -> Occurrence:
    start = day.replace(tzinfo=None)
    title, place, status = (str(event[name]) for name in ("SUMMARY", "LOCATION", "STATUS"))
    return start, start + length, title, place, status


def by_icalendar(data: bytes) -> Counter[Occurrence]:
    """
    The occurrences as icalendar reads them, with weeks counted by hand.
    """
    whole = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + data + b"END:VCALENDAR\r\n"
    events: list[Any] = icalendar.Calendar.from_ical(whole).walk("VEVENT")
    moved = {(event["UID"], instance(event)) for event in events}
    return Counter(
        occurrence(day, event.end - event.start, event)
        for event in events
        for day in by_hand(event)
        if instance(event) or (event["UID"], day) not in moved
    )


def instance(event: icalendar.Event) -> datetime | None:
    said: Any = event.get("RECURRENCE-ID")
    return moment(said.dt) if said else None


def by_hand(event: icalendar.Event) -> Iterator[datetime]:
    day = moment(event.start)
    if "RRULE" not in event:
        yield day
        return
    rule: Any = event["RRULE"]
    assert set(rule) <= {"FREQ", "UNTIL", "INTERVAL", "BYDAY"}
    assert rule["FREQ"] == ["WEEKLY"]
    assert [*map(str, rule["BYDAY"])] == [f"{day:%a}".upper()[:2]]
    (until,) = rule["UNTIL"]
    assert not until.utcoffset()
    while day <= until:
        if day not in event.exdates:
            yield day
        day += rule.get("INTERVAL", [1])[0] * WEEK


WEEKS: Final = ["usual"] * 8 + ["off", "moved", "made up", "room", "longer", "cancelled"]


@st.composite
def classes(draw: st.DrawFn) -> list[Record]:
    """
    A class that meets every week or every second, with all that may come between.
    """
    first = draw(st.datetimes(local("2025-08-01 06:00"), local("2027-03-01 00:00")))
    first = first.replace(minute=0, second=0, microsecond=0)
    step = draw(st.integers(1, 2)) * WEEK
    found: list[Record] = []
    for number in range(draw(st.integers(1, 20))):
        start, room, minutes, cancelled = first + number * step, "201", 90, False
        match draw(st.sampled_from(WEEKS)):
            case "off":
                continue
            case "moved":
                start += draw(st.sampled_from([-26, -2, 3, 24, 48, 96])) * timedelta(hours=1)
            case "made up":
                start += draw(st.integers(-20, 20)) * timedelta(days=1)
                room = draw(st.sampled_from(["201", "礼堂"]))
            case "room":
                room = "礼堂"
            case "longer":
                minutes = 120
            case "cancelled":
                cancelled = True
            case _:
                pass
        one = session(number, start, minutes=minutes, room=room)
        found.append(attrs.evolve(one, status="cancelled") if cancelled else one)
    return found


class TestSameSessions:
    @given(classes())
    def test_all_forms(self, records: list[Record]) -> None:
        """
        A series and the single sessions take place at the same times, in the same rooms.
        """
        single = b"".join(component(record, Form()) for record in records)
        series = series_components(records, CHOIR, Form())
        expected = promised(records)
        assert by_rruleset(single) == by_rruleset(series) == expected
        assert by_icalendar(single) == by_icalendar(series) == expected

    @given(classes(), st.randoms(use_true_random=False))
    def test_any_order(self, records: list[Record], random: random.Random) -> None:
        """
        The order in which sessions are given changes no byte.
        """
        shuffled = random.sample(records, len(records))
        series = series_components(records, CHOIR, Form())
        assert series_components(shuffled, CHOIR, Form()) == series

    @given(classes())
    def test_as_outlook_has_it(self, records: list[Record]) -> None:
        """
        No session is at the day of another of the series, or overtakes it.
        """
        days: list[tuple[datetime, date]] = []
        for part in written(records):
            said = dict(split(line) for line in part if not line.startswith("EXDATE"))
            if "RRULE" in said:
                off = {split(line)[1] for line in part if line.startswith("EXDATE")}
                start = read(said["DTSTART"])
                rule = rrulestr(said["RRULE"], dtstart=start)
                days = [(day, day.date()) for day in rule if f"{day:%Y%m%dT%H%M%S}" not in off]
            elif "RECURRENCE-ID" in said:
                slot = read(said["RECURRENCE-ID"])
                assert slot in dict(days)
                days = [
                    (day, read(said["DTSTART"]).date() if day == slot else on) for day, on in days
                ]
        assert all(one < other for (_, one), (_, other) in pairwise(days))

    @given(classes())
    def test_uids(self, records: list[Record]) -> None:
        """
        There is one master, and sessions of their own keep the UID of the single form.
        """
        found = [Said(part) for part in written(records)]
        masters = [part["UID"] for part in found if "RECURRENCE-ID" not in part]
        assert masters.count(CHOIR.uid) == bool(records)
        own = [uid for uid in masters if uid != CHOIR.uid]
        assert len(set(own)) == len(own)
        assert set(own) <= {record.uid for record in records}


class TestRule:
    def test_every_week(self) -> None:
        """
        A class that meets every Tuesday is one event with a rule that ends with the last, in UTC.
        """
        (master,) = written(tuesdays(1, 2, 3))
        assert times(master) == [
            "DTSTART:20260908T090000",
            "DTEND:20260908T103000",
            "RRULE:FREQ=WEEKLY;UNTIL=20260922T010000Z;BYDAY=TU",
        ]
        assert f"UID:{CHOIR.uid}" in master

    def test_early_in_the_morning(self) -> None:
        """
        The weekday is that of China, where it is Tuesday before it is in Greenwich.
        """
        (master,) = written([session(1, "2026-09-08 06:00"), session(2, "2026-09-15 06:00")])
        assert "RRULE:FREQ=WEEKLY;UNTIL=20260914T220000Z;BYDAY=TU" in master

    def test_holiday(self) -> None:
        """
        A week without a session is left out, each on a line of its own as Google writes it.
        """
        (master,) = written(tuesdays(1, 2, 4, 6))
        assert chosen(master, "EXDATE") == ["EXDATE:20260922T090000", "EXDATE:20261006T090000"]

    def test_every_second_week(self) -> None:
        """
        A class that meets every second week has no days off between, and a holiday like others.
        """
        (master,) = written(tuesdays(1, 3, 5, 9))
        assert "RRULE:FREQ=WEEKLY;UNTIL=20261103T010000Z;INTERVAL=2;BYDAY=TU" in master
        assert chosen(master, "EXDATE") == ["EXDATE:20261020T090000"]

    def test_turn_of_the_year(self) -> None:
        """
        A term that goes over the turn of the year is one event all the same.
        """
        (master,) = written(tuesdays(*range(10, 20)))
        assert "RRULE:FREQ=WEEKLY;UNTIL=20270112T010000Z;BYDAY=TU" in master

    def test_as_most_are(self) -> None:
        """
        Weekday and time are those of most sessions, whatever each of them is called.
        """
        records = [
            session(1, "2026-09-08 09:00", title="第一讲"),
            session(2, "2026-09-15 09:00", title="第二讲"),
            session(3, "2026-09-22 09:00", title="第三讲"),
            session(4, "2026-10-01 14:00", title="参观"),
            session(5, "2026-10-08 14:00", title="参观"),
        ]
        master, *exceptions = written(records)
        assert "DTSTART;TZID=Asia/Shanghai:20260908T090000" in master
        assert "SUMMARY:第一讲" in master
        assert [times(one)[0] for one in exceptions] == [
            "RECURRENCE-ID:20260915T090000",
            "RECURRENCE-ID:20260922T090000",
            "RECURRENCE-ID:20260929T090000",
            "RECURRENCE-ID:20261006T090000",
        ]

    def test_words_of_most(self) -> None:
        """
        The words are those of most sessions; one with others is an exception, at its time.
        """
        one, two, three = tuesdays(1, 2, 3)
        hall = attrs.evolve(one, location=Text("礼堂"))
        master, exception = written([hall, two, three])
        assert "LOCATION:201" in master
        assert "LOCATION:礼堂" in exception
        assert times(exception) == [
            "RECURRENCE-ID:20260908T090000",
            "DTSTART:20260908T090000",
            "DTEND:20260908T103000",
        ]

    def test_one_session(self) -> None:
        """
        One session does not repeat, and goes by the UID of the series.
        """
        (master,) = written(tuesdays(1))
        assert times(master) == ["DTSTART:20260908T090000", "DTEND:20260908T103000"]
        assert f"UID:{CHOIR.uid}" in master

    def test_no_session(self) -> None:
        """
        A series without sessions is nothing.
        """
        assert series_components([], CHOIR, Form()) == b""


class TestExceptions:
    def test_moved_within_its_week(self) -> None:
        """
        A session that is moved stands for the day of its week, the last one, too.
        """
        moved = session(3, "2026-09-24 14:00")
        master, exception = written([*tuesdays(1, 2), moved])
        assert chosen(master, "RRULE", "EXDATE") == [
            "RRULE:FREQ=WEEKLY;UNTIL=20260922T010000Z;BYDAY=TU"
        ]
        assert times(exception) == [
            "RECURRENCE-ID:20260922T090000",
            "DTSTART:20260924T140000",
            "DTEND:20260924T153000",
        ]

    def test_first_is_moved(self) -> None:
        """
        The rule begins where the first session would have been.
        """
        master, exception = written([session(1, "2026-09-10 09:00"), *tuesdays(2, 3)])
        assert "DTSTART;TZID=Asia/Shanghai:20260908T090000" in master
        assert times(exception)[0] == "RECURRENCE-ID:20260908T090000"

    def test_longer(self) -> None:
        """
        A session that lasts longer is an exception.
        """
        _, exception = written([*tuesdays(1, 2), session(3, "2026-09-22 09:00", minutes=180)])
        assert times(exception) == [
            "RECURRENCE-ID:20260922T090000",
            "DTSTART:20260922T090000",
            "DTEND:20260922T120000",
        ]

    def test_made_up_after_a_holiday(self) -> None:
        """
        A session made up before the next one stands for the day off, which is none then.
        """
        made_up = session(5, "2026-10-10 09:00")
        master, exception = written([*tuesdays(2, 3, 4, 6), made_up])
        assert chosen(master, "EXDATE") == []
        assert times(exception)[:2] == ["RECURRENCE-ID:20261006T090000", "DTSTART:20261010T090000"]

    def test_two_made_up_for_two_days_off(self) -> None:
        """
        Of two days off each is made up by the session that is nearest.
        """
        made_up = [session(2, "2026-09-16 09:00"), session(3, "2026-09-26 09:00")]
        master, *exceptions = written([*tuesdays(1, 4, 5), *made_up])
        assert chosen(master, "EXDATE") == []
        assert [times(one)[0] for one in exceptions] == [
            "RECURRENCE-ID:20260915T090000",
            "RECURRENCE-ID:20260922T090000",
        ]

    def test_made_up_in_the_week_of_another(self) -> None:
        """
        Made up in the same week, before the next session, it still stands for the day off.
        """
        records = [*tuesdays(1, 2, 4), session(3, "2026-09-19 09:00")]
        master, exception = written(records)
        assert chosen(master, "EXDATE") == []
        assert times(exception)[0] == "RECURRENCE-ID:20260922T090000"

    def test_made_up_before_another(self) -> None:
        """
        Made up before an earlier session, it is an event of its own: Outlook has no session
        that overtakes another.
        """
        made_up = session(3, "2026-09-12 09:00")
        master, own = written([*tuesdays(1, 2, 4), made_up])
        assert chosen(master, "EXDATE") == ["EXDATE:20260922T090000"]
        assert times(own) == ["DTSTART:20260912T090000", "DTEND:20260912T103000"]
        assert f"UID:{made_up.uid}" in own

    def test_on_the_day_of_another(self) -> None:
        """
        So is a second session on one day.
        """
        second = session(3, "2026-09-15 14:00")
        _, own = written([*tuesdays(1, 2, 4), second])
        assert f"UID:{second.uid}" in own

    def test_no_day_left(self) -> None:
        """
        So is a session for which there is no day off.
        """
        more = session(9, "2026-09-12 09:00")
        master, own = written([*tuesdays(1, 2, 3), more])
        assert chosen(master, "EXDATE") == []
        assert f"UID:{more.uid}" in own

    def test_off_the_rhythm(self) -> None:
        """
        So is a session in the other week of a class that meets every second.
        """
        more = session(9, "2026-09-17 09:00")
        master, own = written([*tuesdays(1, 3, 5), more])
        assert "RRULE:FREQ=WEEKLY;UNTIL=20261006T010000Z;INTERVAL=2;BYDAY=TU" in master
        assert f"UID:{more.uid}" in own

    def test_at_the_same_time(self) -> None:
        """
        So is one of two sessions at the same time.
        """
        twin = session(9, "2026-09-15 09:00", room="202")
        _, own = written([*tuesdays(1, 2, 3), twin])
        assert times(own) == ["DTSTART:20260915T090000", "DTEND:20260915T103000"]
        assert f"UID:{twin.uid}" in own

    def test_whole_days(self) -> None:
        """
        So is what takes whole days.
        """
        day = attrs.evolve(
            session(9, "2026-09-16 09:00"), start=date(2026, 9, 16), end=date(2026, 9, 17)
        )
        _, own = written([*tuesdays(1, 2), day])
        assert "DTSTART;VALUE=DATE:20260916" in own


class TestCancelled:
    def test_marked(self) -> None:
        """
        A cancelled session is an exception that says so, on the day that it had.
        """
        one, two, three = tuesdays(1, 2, 3)
        master, exception = written([one, attrs.evolve(two, status="cancelled"), three])
        assert chosen(master, "EXDATE") == []
        assert times(exception)[0] == "RECURRENCE-ID:20260915T090000"
        assert "STATUS:CANCELLED" in exception
        assert "SUMMARY:【已取消】合唱班" in exception

    def test_dropped(self) -> None:
        """
        A cancelled session that the feed leaves out is a day off.
        """
        (master,) = written(tuesdays(1, 3))
        assert "RRULE:FREQ=WEEKLY;UNTIL=20260922T010000Z;INTERVAL=2;BYDAY=TU" in master

    def test_most_of_them(self) -> None:
        """
        As long as one session takes place the series is not cancelled as a whole.
        """
        one, *others = tuesdays(1, 2, 3, 4)
        master, *exceptions = written(
            [one, *(attrs.evolve(two, status="cancelled") for two in others)]
        )
        assert "STATUS:CONFIRMED" in master
        assert len(exceptions) == 3

    def test_all(self) -> None:
        """
        A class that does not take place at all is cancelled in one piece.
        """
        (master,) = written(attrs.evolve(one, status="cancelled") for one in tuesdays(1, 2, 3))
        assert "STATUS:CANCELLED" in master


class TestIdentity:
    def test_of_the_series(self) -> None:
        """
        Exceptions go by UID and SEQUENCE of the series, and all by its last change of any kind.
        """
        records = [*tuesdays(1, 2), attrs.evolve(session(3, "2026-09-24 09:00"), stamp=MARCH)]
        for part in written(records):
            assert part[-4:] == [
                f"UID:{CHOIR.uid}",
                "SEQUENCE:3",
                "DTSTAMP:20260302T083000Z",
                "LAST-MODIFIED:20260302T083000Z",
            ]

    def test_change_of_the_rule(self) -> None:
        """
        When a session vanished the series is as new as that, though no other session changed.
        """
        later = attrs.evolve(CHOIR, stamp=MARCH)
        data = series_components(tuesdays(1, 2), later, Form())
        assert "DTSTAMP:20260302T083000Z" in lines(data)

    def test_reminders(self) -> None:
        """
        The series reminds of each session, and so does each exception but a cancelled one.
        """
        one, two, three = tuesdays(1, 2, 3)
        records = [
            one,
            attrs.evolve(two, location=Text("礼堂")),
            attrs.evolve(three, status="cancelled"),
        ]
        reminding = Form(reminders=[timedelta(hours=1)])
        assert ["TRIGGER:-PT1H" in part for part in written(records, reminding)] == [
            True,
            True,
            False,
        ]
