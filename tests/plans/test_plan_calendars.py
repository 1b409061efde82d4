from datetime import date, datetime, time, timedelta

import pytest
from plan_samples import HEALTH, JINGTAI, calendar_of, duty_of, plan_of

from community_edu.base import Source, Text
from community_edu.calendars import Span
from community_edu.organizations import Audience
from community_edu.plans import Calendar, Entry, build_calendar

YEAR = build_calendar(HEALTH, 2026)


def entry(start: date, end: date) -> Entry:
    """
    Make an entry that lasts so long.
    """
    return Entry(
        id="street/duty/2026",
        kind="event",
        title=Text("事项"),
        start=start,
        end=end,
        duty="duty",
        path=("duties", 0),
    )


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """
    Return a local time in May 2026.
    """
    return datetime(2026, 5, day, hour, minute)  # noqa: DTZ001 - the calendar keeps local times


class TestEntry:
    def test_of_whole_days(self) -> None:
        """
        An entry of days touches its days, the end not included.
        """
        week = entry(date(2026, 8, 1), date(2026, 8, 8))
        assert week.all_day
        assert week.first_day == date(2026, 8, 1)
        assert week.span == Span.through(date(2026, 8, 1), date(2026, 8, 7))

    @pytest.mark.parametrize(
        ("start", "end", "days"),
        [
            (at(8, 14), at(8, 15, 30), 1),
            (at(8, 0), at(9, 0), 1),
            (at(8, 23), at(9, 0), 1),
            (at(8, 23), at(9, 1), 2),
        ],
    )
    def test_of_some_hours(self, start: datetime, end: datetime, days: int) -> None:
        """
        An entry with times touches the days in which it takes time; midnight ends a day.
        """
        timed = entry(start, end)
        assert not timed.all_day
        assert timed.first_day == date(2026, 5, 8)
        assert timed.span == Span(date(2026, 5, 8), date(2026, 5, 8) + timedelta(days=days))


class TestLookingUp:
    def test_a_day(self) -> None:
        """
        On a day are the entries that touch it: its month's theme, and weeks that hold it.
        """
        assert [e.duty for e in YEAR.on(date(2026, 8, 7))] == ["august", "august"]
        assert [e.duty for e in YEAR.on(date(2026, 8, 8))] == ["august"]
        assert YEAR.on(date(2027, 8, 7)) == ()

    def test_a_moment(self) -> None:
        """
        A day may be given as a moment of it.
        """
        assert YEAR.on(at(31, 9)) == YEAR.on(date(2026, 5, 31))

    def test_a_month(self) -> None:
        """
        Of a month are the entries that begin in it, in this year.
        """
        assert [entry.title.zh for entry in YEAR.of_month(4)] == [
            "母乳喂养基础知识",
            "全国计划免疫宣传日",
        ]
        assert sum(len(YEAR.of_month(month)) for month in range(1, 13)) == len(YEAR.entries)
        eve = calendar_of(duty_of(when="before(new_year, days=3)"))
        assert [eve.of_month(month) for month in (1, 12)] == [(), ()]

    def test_an_audience(self) -> None:
        """
        For an audience are its own entries and those for all of whom it is part.
        """
        mothers = {entry.id for entry in YEAR.for_audience("mothers")}
        residents = {entry.id for entry in YEAR.for_audience("residents")}
        assert residents < mothers
        assert {name.split("/")[1] for name in mothers - residents} == {
            "april",
            "breastfeeding-week",
        }

    def test_nobody_in_particular(self) -> None:
        """
        What is for nobody in particular is internal work, and in nobody's calendar.
        """
        calendar = calendar_of(
            duty_of(when="fixed(5, 8)"), audiences=[Audience(id="residents", name="居民")]
        )
        assert len(calendar.entries) == 1
        assert calendar.for_audience("residents") == ()


class TestRecords:
    def test_are_plain(self) -> None:
        """
        Records hold texts, lists and truth values only, dates in ISO 8601 with ends excluded.
        """
        duty = duty_of(when="fixed(5, 8)", starts=time(14), minutes=90, audiences=["residents"])
        audience = Audience(id="residents", name="居民")
        calendar = calendar_of(
            duty, duty_of(id="report", due="fixed(5, 9)", source=None), audiences=[audience]
        )
        assert calendar.to_records("en") == [
            {
                "id": "street/duty/2026",
                "kind": "event",
                "title": "thing",
                "start": "2026-05-08T14:00:00",
                "end": "2026-05-08T15:30:00",
                "all_day": False,
                "duty": "duty",
                "audiences": ["residents"],
                "source": "001-2:28 “半年度例会”",
                "findings": [],
                "status": "fixed",
                "member": None,
            },
            {
                "id": "street/report/due-2026",
                "kind": "task",
                "title": "thing",
                "start": "2026-05-09",
                "end": "2026-05-10",
                "all_day": True,
                "duty": "report",
                "audiences": [],
                "source": None,
                "findings": [],
                "status": "fixed",
                "member": None,
            },
        ]

    def test_are_chinese_unless_asked(self) -> None:
        """
        Titles are Chinese by default, and where there is no English.
        """
        assert YEAR.to_records()[0]["title"] == "常见疾病的防治和自我检查"
        assert [row["findings"] for row in YEAR.to_records() if row["findings"]] == [
            ["date-in-other-month"],
            ["date-in-other-month"],
        ]


class TestSummary:
    def test_counts_what_is_there(self) -> None:
        """
        A summary counts the entries of each kind that there are, and what is not dated.
        """
        assert YEAR.summary() == "2026 年：月主题 12 项、节日与宣传日 11 项；未能定日 4 项"
        assert YEAR.summary("en") == "2026: month theme: 12, observance: 11; not dated: 4"
        assert str(YEAR) == f"社区健康教育工作计划 {YEAR.summary()}"
        assert build_calendar(JINGTAI, 2026).summary() == (
            "2026 年：活动 2 项、任务 12 项；未能定日 13 项"
        )

    def test_of_nothing(self) -> None:
        """
        A year without dates says so.
        """
        empty = Calendar(plan=plan_of(), year=2026)
        assert empty.summary() == "2026 年：没有日期；未能定日 0 项"
        assert empty.summary("en") == "2026: no dates; not dated: 0"

    def test_at_a_prompt(self) -> None:
        """
        At a prompt a calendar is one line, however long its year.
        """
        assert repr(YEAR) == (
            "Calendar(plan='health-education', year=2026, entries=23, windows=0, unresolved=4)"
        )

    def test_in_a_notebook(self) -> None:
        """
        In a notebook a calendar shows as a table of the year.
        """
        html = YEAR._repr_html_()  # pyright: ignore[reportPrivateUsage] - notebooks call it
        assert html.startswith("<table><caption>社区健康教育工作计划 · 2026 年：月主题 12 项")
        assert "3月24日 周二" in html


class TestSources:
    def test_are_kept(self) -> None:
        """
        Every entry, window and undated promise cites the words of the plan behind it.
        """
        for plan in (HEALTH, JINGTAI):
            calendar = build_calendar(plan, 2026)
            cited: list[Source | None] = [
                *(entry.source for entry in calendar.entries),
                *(window.source for window in calendar.windows),
                *(undated.finding.source for undated in calendar.unresolved),
                *(finding.source for finding in calendar.findings),
            ]
            assert cited
            assert None not in cited
