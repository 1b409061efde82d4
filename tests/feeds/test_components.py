from datetime import UTC, date, datetime, timedelta
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
    unescaped,
)
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import LANGUAGES, Language, Source, Text
from community_edu.feeds import publish
from community_edu.feeds._characters import clean
from community_edu.feeds.components import Form, Tasks, component, local_instant, opening
from community_edu.plans import Entry, EntryKind, EntryStatus

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds" / "small.ics"

HARD_TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="中文，a,;:\\nN\n\r\t\"'=%😀👨\u200d👩\u2028\x00\x85\ud800", max_size=200),
)


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

    @pytest.mark.parametrize("moment", [date(2026, 7, 1), local("2026-07-01 00:00")])
    def test_instant_in_china(self, moment: date) -> None:
        """
        A day begins at midnight in China, eight hours before it does in Greenwich.
        """
        assert local_instant(moment) == datetime(2026, 6, 30, 16, tzinfo=UTC)


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


class TestOpening:
    def test_header(self) -> None:
        """
        The head of a feed says how to show and when to fetch it, and has no METHOD.
        """
        assert lines(opening("小街，2026", "年历; 一")) == [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//community_edu//community education calendar//EN",
            "CALSCALE:GREGORIAN",
            "NAME:小街，2026",
            "X-WR-CALNAME:小街，2026",
            "DESCRIPTION:年历\\; 一",
            "X-WR-CALDESC:年历\\; 一",
            "X-WR-TIMEZONE:Asia/Shanghai",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            "X-PUBLISHED-TTL:P1D",
            "BEGIN:VTIMEZONE",
            "TZID:Asia/Shanghai",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZNAME:CST",
            "TZOFFSETFROM:+0800",
            "TZOFFSETTO:+0800",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]

    @given(HARD_TEXTS)
    def test_hard_names(self, name: str) -> None:
        """
        The name of a plan may hold anything: it is escaped and folded as any text.
        """
        data = opening(name, name) + b"END:VCALENDAR\r\n"
        assert lint(data) == []
        for key in ("NAME:", "X-WR-CALNAME:", "DESCRIPTION:", "X-WR-CALDESC:"):
            (value,) = (line.removeprefix(key) for line in lines(data) if line.startswith(key))
            assert unescaped(value) == clean(name)

    @given(st.datetimes(local("1992-01-01"), local("2100-01-01")))
    def test_zone_is_true(self, local: datetime) -> None:
        """
        The nine lines of the time zone agree with the zone they name, since 1992.
        """
        assert local.replace(tzinfo=ZoneInfo("Asia/Shanghai")).utcoffset() == timedelta(hours=8)


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
