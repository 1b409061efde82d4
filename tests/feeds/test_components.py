from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs
import icalendar
import pytest
from feed_samples import (
    JANUARY,
    MARCH,
    calendar_of,
    entry,
    lines,
    lint,
    local,
    record_of,
    small_calendar,
)
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import LANGUAGES, Language, Source, Text
from community_edu.feeds import publish
from community_edu.feeds._characters import clean
from community_edu.feeds.identities import event_uid
from community_edu.feeds.records import Record
from community_edu.feeds.writing.components import Form, Tasks, component, hides_numbers
from community_edu.organizations.coordinates import Coordinates
from community_edu.plans import Entry, EntryEducator, EntryKind, EntryStatus

CHINA = ZoneInfo("Asia/Shanghai")
GOLDEN = Path(__file__).parents[1] / "golden" / "feeds" / "small.ics"

HARD_TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="中文，a,;:\\nN\n\r\t\"'=%😀👨\u200d👩\u2028\x00\x85\ud800", max_size=200),
)


YEARS = (date(1992, 1, 1), date(2100, 1, 1))
MIDNIGHTS = tuple(datetime.combine(day, time()) for day in YEARS)


class PlainText(icalendar.vText):
    r"""
    A text in which the two characters ``\N`` are no line end, as they are for the library.
    """

    def to_ical(self) -> bytes:
        parts = (bytes(icalendar.vText(part).to_ical()) for part in self.split("\\"))
        return b"\\\\".join(parts)


def with_icalendar(record: Record, form: Form) -> bytes:
    """
    An event that is not cancelled, in Chinese, as the icalendar library writes it.
    """
    event = icalendar.Event()
    event.add("summary", PlainText(record.title.zh))
    event.add("dtstart", zoned(record.start))
    event.add("dtend", zoned(record.end))
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT" if record.all_day else "OPAQUE")
    event.add("categories", ["活动", "健康"])
    event.add("location", PlainText(str(record.location)))
    event.add("description", PlainText(str(record.description)))
    event.add("url", record.url)
    event.add("related-to", event_uid(record.part_of or ""))
    event.add("uid", record.uid)
    event.add("sequence", record.sequence)
    event.add("dtstamp", record.stamp)
    event.add("last-modified", record.stamp)
    for lead in form.reminders:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", PlainText(record.title.zh))
        alarm.add("trigger", -lead)
        event.add_component(alarm)
    return bytes(event.to_ical(sorted=False))


def zoned(moment: date) -> date:
    return moment.replace(tzinfo=CHINA) if isinstance(moment, datetime) else moment


def written(entry: Entry, form: Form | None = None) -> list[str]:
    return lines(component(record_of(entry), form or Form()))


def cancelled(entry: Entry, form: Form | None = None) -> list[str]:
    record = attrs.evolve(record_of(entry), status="cancelled")
    return lines(component(record, form or Form()))


class TestTimes:
    def test_all_day(self) -> None:
        """
        Whole days are dates without time zone, and DTEND is the day after the last.
        """
        found = written(entry(start=date(2026, 10, 1), end=date(2026, 11, 1)))
        assert "DTSTART;VALUE=DATE:20261001" in found
        assert "DTEND;VALUE=DATE:20261101" in found

    def test_timed(self) -> None:
        """
        A time of day is written with the zone of China.
        """
        found = written(entry(start=local("2026-06-30 14:00")))
        assert "DTSTART;TZID=Asia/Shanghai:20260630T140000" in found
        assert "DTEND;TZID=Asia/Shanghai:20260630T150000" in found

    @pytest.mark.parametrize(
        ("kind", "start", "transparency"),
        [
            ("event", local("2026-06-30 14:00"), "OPAQUE"),
            ("event", date(2026, 6, 30), "TRANSPARENT"),
            ("task", local("2026-06-30 14:00"), "TRANSPARENT"),
            ("theme", date(2026, 6, 1), "TRANSPARENT"),
            ("observance", date(2026, 6, 19), "TRANSPARENT"),
        ],
    )
    def test_who_is_busy(self, kind: EntryKind, start: date, transparency: str) -> None:
        """
        Only an event at a time of day makes people busy: a month theme must not.
        """
        assert f"TRANSP:{transparency}" in written(entry(kind=kind, start=start))

    def test_stamps(self) -> None:
        """
        DTSTAMP and LAST-MODIFIED are the instant of the last change, in UTC.
        """
        found = written(entry())
        assert "DTSTAMP:20260105T000000Z" in found
        assert "LAST-MODIFIED:20260105T000000Z" in found
        assert "SEQUENCE:0" in found


class TestTodos:
    def test_task_of_a_day(self) -> None:
        """
        A task of one day is due on that day, and has no beginning.
        """
        found = written(entry(kind="task"), Form(tasks="todos"))
        assert found[0] == "BEGIN:VTODO"
        assert "DUE;VALUE=DATE:20260630" in found
        assert "STATUS:NEEDS-ACTION" in found
        assert not [line for line in found if line.startswith(("DTSTART", "DTEND", "TRANSP"))]

    def test_task_of_several_days(self) -> None:
        """
        A task of several days is due on the last, and begins on the first.
        """
        task = entry(kind="task", start=date(2026, 7, 1), end=date(2026, 7, 8))
        found = written(task, Form(tasks="todos"))
        assert "DTSTART;VALUE=DATE:20260701" in found
        assert "DUE;VALUE=DATE:20260707" in found

    def test_task_at_a_time(self) -> None:
        """
        A task at a time of day is due at its end.
        """
        found = written(entry(kind="task", start=local("2026-07-01 09:00")), Form(tasks="todos"))
        assert "DTSTART;TZID=Asia/Shanghai:20260701T090000" in found
        assert "DUE;TZID=Asia/Shanghai:20260701T100000" in found

    @pytest.mark.parametrize("kind", ["event", "theme", "observance"])
    def test_only_tasks(self, kind: EntryKind) -> None:
        """
        What is no task stays an event.
        """
        assert written(entry(kind=kind), Form(tasks="todos"))[0] == "BEGIN:VEVENT"


class TestTexts:
    def test_all_fields(self) -> None:
        """
        Title, place, description and the cited line of the plan are in the language asked for.
        """
        lecture = entry(
            title=Text("讲座", en="lecture"),
            location=Text("二楼", en="2nd floor"),
            description=Text("免费", en="free"),
            source=Source("001-3", 56, "3.24世界结核病防治宣传日"),
        )
        found = written(lecture)
        assert "SUMMARY:讲座" in found
        assert "LOCATION:二楼" in found
        assert "CATEGORIES:活动" in found
        assert "DESCRIPTION:免费\\n来源：001-3:56 “3.24世界结核病防治宣传日”" in found
        found = written(lecture, Form(language="en"))
        assert "SUMMARY:lecture" in found
        assert "LOCATION:2nd floor" in found
        assert "CATEGORIES:event" in found
        assert "DESCRIPTION:free\\nSource: 001-3:56 “3.24世界结核病防治宣传日”" in found

    def test_nothing_to_say(self) -> None:
        """
        What an entry does not have is not written.
        """
        assert not [line for line in written(entry()) if line.startswith(("LOCATION", "DESC"))]

    def test_chinese_where_there_is_no_english(self) -> None:
        """
        A title that nobody has translated stays Chinese.
        """
        assert "SUMMARY:例会" in written(entry(), Form(language="en"))

    @given(HARD_TEXTS, HARD_TEXTS, HARD_TEXTS, st.sampled_from(LANGUAGES))
    def test_there_and_back(self, zh: str, en: str, phrase: str, language: Language) -> None:
        """
        Any text, in either language, is read back as it was, but for its control characters.
        """
        text = Text(zh, en=en)
        source = Source("001-3", 56, phrase)
        hard = entry(title=text, location=text, description=text, source=source)
        data = component(record_of(hard), Form(language=language))
        event = icalendar.Event.from_ical(data)
        expected = clean(text.to(language))
        assert str(event["summary"]) == expected
        assert str(event["location"]) == expected
        cited = clean(f"001-3:56 “{phrase}”")
        label = "Source: " if language == "en" else "来源："
        assert str(event["description"]) == f"{expected}\n{label}{cited}"

    @given(HARD_TEXTS)
    def test_bytes(self, hard: str) -> None:
        """
        Whatever the texts, no line is over 75 octets, cut in a character, or holds a control one.
        """
        text = Text(hard)
        calendar = calendar_of(entry(title=text, location=text, description=text))
        publication = publish(calendar, at=JANUARY)
        assert lint(publication.feed(reminders=[timedelta(hours=1)]).data) == []
        later = publish(calendar_of(), previous=publication.ledger, at=MARCH)
        assert lint(later.feed().data) == []

    @given(HARD_TEXTS)
    def test_clean_text(self, hard: str) -> None:
        """
        Cleaning a text twice is cleaning it once, and leaves nothing that UTF-8 cannot hold.
        """
        assert clean(clean(hard)) == clean(hard)
        assert clean(hard).encode().decode() == clean(hard)

    def test_backslash_and_capital_n(self) -> None:
        """
        A backslash before a capital N is no line end.
        """
        assert "SUMMARY:C:\\\\New\\, old" in written(entry(title="C:\\New, old"))


class TestPlaces:
    def test_on_the_map(self) -> None:
        """
        A place with coordinates is written for people, for maps, and for Apple, where the title
        of the place is that of LOCATION.
        """
        found = written(
            attrs.evolve(
                entry(location=Text("社区学校，二楼")),
                address=Text("河畔路 1 号, 东门"),
                coordinates=Coordinates.parse("31.2304, 121.4737"),
            )
        )
        assert "LOCATION:社区学校，二楼\\, 河畔路 1 号\\, 东门" in found
        assert "GEO:31.2304;121.4737" in found
        assert (
            'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="河畔路 1 号, 东门";'
            'X-TITLE="社区学校，二楼, 河畔路 1 号, 东门":geo:31.2304,121.4737'
        ) in found

    def test_quotes(self) -> None:
        """
        Quotes of a place are written with carets where they would end the title (RFC 6868).
        """
        here = Coordinates.parse("31, 121")
        found = written(attrs.evolve(entry(location=Text('"睦邻"点')), coordinates=here))
        assert 'LOCATION:"睦邻"点' in found
        assert "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE=\"^'睦邻^'点\":geo:31,121" in found

    @pytest.mark.parametrize(
        ("degrees", "geo"),
        [
            ("31.23040049, 121.4737", "GEO:31.2304;121.4737"),
            ("-0.0000001, 180", "GEO:0;180"),
            ("90, -120", "GEO:90;-120"),
        ],
    )
    def test_six_places(self, degrees: str, geo: str) -> None:
        """
        Degrees have six decimal places at most, as clients need not take more (RFC 5545).
        """
        assert geo in written(attrs.evolve(entry(), coordinates=Coordinates.parse(degrees)))

    def test_nameless(self) -> None:
        """
        A place without name and address is on the map alone; one with an address has that.
        """
        here = attrs.evolve(entry(), coordinates=Coordinates.parse("31.2304, 121.4737"))
        assert not [line for line in written(here) if line.startswith(("LOCATION", "X-APPLE"))]
        assert "LOCATION:河畔路 1 号" in written(attrs.evolve(here, address=Text("河畔路 1 号")))


class TestLinks:
    def test_addresses(self) -> None:
        """
        The page, the meeting and the pages of courses are URIs, in which nothing is escaped.
        """
        found = written(
            attrs.evolve(
                entry(description=Text("自带纸笔")),
                url="https://street.example/a?b=1,2;c",
                online="https://meeting.example/j/1",
                attachments=["https://street.example/course/1", "https://street.example/course/2"],
            )
        )
        assert "URL:https://street.example/a?b=1,2;c" in found
        assert "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meeting.example/j/1" in found
        assert [line for line in found if line.startswith("ATTACH")] == [
            "ATTACH:https://street.example/course/1",
            "ATTACH:https://street.example/course/2",
        ]

    def test_how_to_join(self) -> None:
        """
        Where people join is in the description, too, for most clients show no CONFERENCE.
        """
        meeting = attrs.evolve(entry(), online="https://meeting.example/j/1")
        assert "DESCRIPTION:线上参加：https://meeting.example/j/1" in written(meeting)
        english = written(meeting, Form(language="en"))
        assert "DESCRIPTION:Join online: https://meeting.example/j/1" in english

    def test_part_of(self) -> None:
        """
        What is part of another is related to it, by the UID that it has in every feed.
        """
        day = attrs.evolve(entry(kind="observance"), part_of="small-street/october/2026")
        assert f"RELATED-TO:{event_uid('small-street/october/2026')}" in written(day)

    def test_tags(self) -> None:
        """
        After its kind an entry has its tags as categories, in the words of the language.
        """
        tagged = attrs.evolve(entry(), tags=("health", "免费、公开", "活动"))
        assert "CATEGORIES:活动,健康,免费、公开" in written(tagged)
        assert "CATEGORIES:event,health,免费、公开,活动" in written(tagged, Form(language="en"))

    def test_odd_tag(self) -> None:
        """
        A comma of a tag does not end it.
        """
        assert "CATEGORIES:活动,a\\,b" in written(attrs.evolve(entry(), tags=("a,b",)))


class TestPersonal:
    TAUGHT = attrs.evolve(
        entry(description=Text("自带纸笔", en="bring a pen")),
        educators=(
            EntryEducator("t1", Text("甲老师", en="Teacher A")),
            EntryEducator("t2", Text("乙老师")),
        ),
    )

    def test_who_teaches(self) -> None:
        """
        Who teaches is said only where it is asked for, in the language of the feed.
        """
        assert "DESCRIPTION:自带纸笔" in written(self.TAUGHT)
        assert "DESCRIPTION:自带纸笔\\n主讲：甲老师、乙老师" in written(
            self.TAUGHT, Form(personal=True)
        )
        english = written(self.TAUGHT, Form(personal=True, language="en"))
        assert "DESCRIPTION:bring a pen\\ntaught by Teacher A\\, 乙老师" in english

    def test_numbers(self) -> None:
        """
        Numbers of phones and identity cards are left out of every text, unless asked for.
        """
        number = "13800138000"
        text = Text(f"报名{number}")
        hard = attrs.evolve(
            entry(title=text, location=text, description=text, source=Source("001-3", 56, number)),
            address=text,
            tags=(number,),
            coordinates=Coordinates.parse("31.2304, 121.4737"),
        )
        reminding = Form(reminders=[timedelta(days=1)])
        public = written(hard, reminding)
        assert number not in "".join(public)
        assert "SUMMARY:报名（略）" in public
        assert "CATEGORIES:活动,（略）" in public
        assert "LOCATION:报名（略）\\, 报名（略）" in public
        private = written(hard, attrs.evolve(reminding, personal=True))
        assert "".join(private).count(number) == 10

    CALLED = Text("报名", en="call 13800138000")

    @pytest.mark.parametrize(
        "called",
        [
            entry(title=CALLED),
            entry(location=CALLED),
            entry(description=CALLED),
            attrs.evolve(entry(), address=CALLED),
        ],
    )
    def test_told(self, called: Entry) -> None:
        """
        Whether something is left out can be asked, by language.
        """
        assert not hides_numbers(record_of(called))
        assert hides_numbers(record_of(called), "en")

    def test_told_of_others(self) -> None:
        """
        Tags and the cited line of the plan are looked through, too.
        """
        assert not hides_numbers(record_of(entry()))
        assert hides_numbers(record_of(attrs.evolve(entry(), tags=("13800138000",))))
        cited = entry(source=Source("001-3", 56, "电话13800138000"))
        assert hides_numbers(record_of(cited))


class TestAsIcalendar:
    @given(
        title=HARD_TEXTS,
        place=HARD_TEXTS,
        note=HARD_TEXTS,
        start=st.one_of(st.dates(YEARS[0], YEARS[1]), st.datetimes(*MIDNIGHTS)),
        leads=st.lists(st.timedeltas(-timedelta(days=30), timedelta(days=30)), max_size=2),
    )
    def test_bytes(
        self, title: str, place: str, note: str, start: date, leads: list[timedelta]
    ) -> None:
        """
        An event is written byte for byte as the icalendar library does, but for its slips.
        """
        record = record_of(
            attrs.evolve(
                entry(title=title, start=start, location=Text(place), description=Text(note)),
                url="https://street.example/a",
                tags=("health",),
                part_of="small-street/october/2026",
            )
        )
        form = Form(reminders=leads, personal=True)
        assert component(record, form) == with_icalendar(record, form)


class TestReminders:
    @pytest.mark.parametrize(
        ("lead", "trigger"),
        [
            (timedelta(days=1), "-P1D"),
            (timedelta(hours=1, minutes=30), "-PT1H30M"),
            (timedelta(seconds=90, microseconds=5), "-PT1M30S"),
            (timedelta(0), "P0D"),
            (timedelta(hours=-9), "PT9H"),
        ],
    )
    def test_lead(self, lead: timedelta, trigger: str) -> None:
        """
        A reminder comes so long before the beginning, or after it if below zero.
        """
        found = written(entry(title="例会，带笔"), Form(reminders=[lead]))
        assert found[found.index("BEGIN:VALARM") :] == [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "DESCRIPTION:例会，带笔",
            f"TRIGGER:{trigger}",
            "END:VALARM",
            "END:VEVENT",
        ]

    def test_of_a_todo(self) -> None:
        """
        The reminder of a to-do counts from when it is due, since it may have no beginning.
        """
        form = Form(tasks="todos", reminders=[timedelta(days=1)])
        assert "TRIGGER;RELATED=END:-P1D" in written(entry(kind="task"), form)

    def test_once_each(self) -> None:
        """
        Reminders come in one order, each once, however they are given.
        """
        day, hour = timedelta(days=1), timedelta(hours=1)
        assert Form(reminders=[hour, day, hour]) == Form(reminders=[day, hour])
        assert Form(reminders=[hour, day]).reminders == (day, hour)

    def test_not_of_themes(self) -> None:
        """
        Nobody is reminded of a month.
        """
        form = Form(reminders=[timedelta(days=1)])
        assert "BEGIN:VALARM" not in written(entry(kind="theme"), form)
        assert "BEGIN:VALARM" in written(entry(kind="observance"), form)


class TestCancelled:
    @pytest.mark.parametrize(
        ("language", "summary"),
        [("zh-CN", "SUMMARY:【已取消】例会"), ("en", "SUMMARY:Cancelled: meeting")],
    )
    def test_marked(self, language: Language, summary: str) -> None:
        """
        A cancelled entry says so in its status and in its title, and reminds of nothing.
        """
        form = Form(language=language, reminders=[timedelta(days=1)])
        found = cancelled(entry(title=Text("例会", en="meeting")), form)
        assert summary in found
        assert "STATUS:CANCELLED" in found
        assert "DTSTART;VALUE=DATE:20260630" in found
        assert "BEGIN:VALARM" not in found

    def test_details(self) -> None:
        """
        A cancelled entry still says where it would have been, and what of.
        """
        source = Source("001-2", 28, "例会")
        meeting = entry(location=Text("二楼"), description=Text("带笔"), source=source)
        found = cancelled(meeting)
        assert "LOCATION:二楼" in found
        assert "DESCRIPTION:带笔\\n来源：001-2:28 “例会”" in found

    def test_todo(self) -> None:
        """
        A cancelled task of a feed with to-dos is a cancelled to-do.
        """
        found = cancelled(entry(kind="task"), Form(tasks="todos"))
        assert found[0] == "BEGIN:VTODO"
        assert "STATUS:CANCELLED" in found


class TestTentative:
    @pytest.mark.parametrize("status", ["proposed", "provisional"])
    def test_event(self, status: EntryStatus) -> None:
        """
        An entry whose date is proposed or provisional is tentative, and reminds like others.
        """
        form = Form(reminders=[timedelta(days=1)])
        found = written(attrs.evolve(entry(), status=status), form)
        assert "STATUS:TENTATIVE" in found
        assert "SUMMARY:例会" in found
        assert "BEGIN:VALARM" in found

    def test_todo(self) -> None:
        """
        A to-do knows no such status: it needs action.
        """
        task = attrs.evolve(entry(kind="task"), status="provisional")
        assert "STATUS:NEEDS-ACTION" in written(task, Form(tasks="todos"))


class TestGolden:
    def test_small_plan(self) -> None:
        """
        The feed of the small plan, with a cancelled lecture, is as it was reviewed.
        """
        first = publish(small_calendar(), at=JANUARY)
        later = publish(
            small_calendar(*small_calendar().plan.duties[:2]), previous=first.ledger, at=MARCH
        )
        data = later.feed(reminders=[timedelta(days=1)]).data
        assert data.replace(b"\r\n", b"\n") == GOLDEN.read_bytes().replace(b"\r\n", b"\n")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("tasks", ["events", "todos"])
    def test_bytes(self, language: Language, tasks: Tasks) -> None:
        """
        No line of a feed is over 75 octets, cut in a character or ended by LF alone.
        """
        publication = publish(small_calendar(), at=JANUARY)
        assert lint(publication.feed(language=language, tasks=tasks).data) == []
