from datetime import date, datetime, time

import attrs
import pytest
from plan_samples import HEALTH, calendar_of, duty_of, theme_of

from community_edu.base import Language, Text
from community_edu.base.html import LEFT
from community_edu.plans import (
    Duty,
    Entry,
    EntryStatus,
    build_calendar,
    daily_runs,
    day_text,
    propose_dates,
    run_text,
    status_mark,
    when_text,
    year_rows,
    year_table,
)

YEAR = build_calendar(HEALTH, 2026)


def entry(start: date, end: date) -> Entry:
    """
    Make an entry that lasts so long.
    """
    return Entry(
        id="x/y/2026", kind="event", title=Text("事项"), start=start, end=end, duty="y", path=()
    )


class TestDayText:
    @pytest.mark.parametrize(
        ("day", "zh", "en"),
        [
            (date(2026, 3, 24), "3月24日 周二", "24 Mar Tue"),
            (date(2026, 9, 6), "9月6日 周日", "6 Sep Sun"),
            (date(2026, 12, 28), "12月28日 周一", "28 Dec Mon"),
        ],
    )
    def test_is_said_with_its_weekday(self, day: date, zh: str, en: str) -> None:
        """
        A day is written with month, number and weekday.
        """
        assert day_text(day, "zh-CN") == zh
        assert day_text(day, "en") == en


class TestWhenText:
    @pytest.mark.parametrize(
        ("start", "end", "zh", "en"),
        [
            (date(2026, 3, 24), date(2026, 3, 25), "3月24日 周二", "24 Mar Tue"),
            (
                date(2026, 8, 1),
                date(2026, 8, 8),
                "8月1日 周六 – 8月7日 周五",
                "1 Aug Sat – 7 Aug Fri",
            ),
            (
                datetime(2026, 5, 8, 14),  # noqa: DTZ001 - a local time
                datetime(2026, 5, 8, 15, 30),  # noqa: DTZ001 - as above
                "5月8日 周五 14:00–15:30",
                "8 May Fri 14:00–15:30",
            ),
        ],
    )
    def test_holds_the_last_day(self, start: date, end: date, zh: str, en: str) -> None:
        """
        People say the last day, not the day after it; times are said from and to.
        """
        assert when_text(entry(start, end), "zh-CN") == zh
        assert when_text(entry(start, end), "en") == en


class TestRows:
    def test_go_month_by_month(self) -> None:
        """
        The month and its theme stand in its first row, and a month without days has a row.
        """
        rows = list(year_rows(YEAR))
        assert [row[0] for row in rows if row[0]] == [
            f"{number}月" for number in "一二三四五六七八九十"
        ] + ["十一月", "十二月"]
        assert rows[0] == ("一月", "常见疾病的防治和自我检查", "", "", "")
        assert rows[2] == (
            "三月",
            "结核病防治",
            "3月24日 周二",
            "世界结核病防治宣传日",
            "节日与宣传日",
        )
        october = [row for row in rows if row[2].startswith("10月")]
        assert [bool(row[0]) for row in october] == [True, False, False]
        assert [bool(row[1]) for row in october] == [True, False, False]

    def test_mark_what_is_doubtful(self) -> None:
        """
        Entries with findings, and no others, are marked.
        """
        marked = [row[3] for row in year_rows(YEAR, "en") if row[3].startswith("※ ")]
        assert marked == ["※ National Immunisation Day", "※ Old people's day (Double Ninth)"]

    @pytest.mark.parametrize("language", ["zh-CN", "en"])
    def test_leave_nothing_out(self, language: Language) -> None:
        """
        Every entry of the year stands in the table, also one that begins in another year.
        """
        duties = (
            duty_of(id="eve", name="迎新", when="before(new_year, days=3)"),
            duty_of(id="week", name="首周", when="iso_week(1, 1)"),
            duty_of(id="late", name="收尾", when="offset(fixed(12, 31), days=5)"),
            duty_of(id="day", name="植树", when="fixed(3, 12)"),
        )
        rows = list(year_rows(calendar_of(*duties), language))
        assert [row[3] for row in rows if row[3]] == ["迎新", "首周", "植树", "收尾"]

    def test_name_other_years(self) -> None:
        """
        What begins in another year says in which.
        """
        duties = (
            duty_of(id="eve", when="before(new_year, days=3)"),
            duty_of(id="late", when="offset(fixed(12, 31), days=5)"),
        )
        zh = [row for row in year_rows(calendar_of(*duties)) if row[2]]
        en = [row for row in year_rows(calendar_of(*duties), "en") if row[2]]
        assert [row[:3:2] for row in zh] == [
            ("一月", "2025年12月29日 周一 – 12月31日 周三"),
            ("十二月", "2027年1月5日 周二"),
        ]
        assert [row[:3:2] for row in en] == [
            ("January", "2025: 29 Dec Mon – 31 Dec Wed"),
            ("December", "2027: 5 Jan Tue"),
        ]

    def test_two_themes_of_a_month(self) -> None:
        """
        Two themes of one month stand side by side.
        """
        themes = [
            theme_of(3, "fixed(3, 12)", id="one", name="植树", days=[]),
            theme_of(3, "fixed(3, 12)", id="two", name="防治", days=[]),
        ]
        rows = list(year_rows(calendar_of(themes=themes)))
        assert rows[2] == ("三月", "植树 / 防治", "", "", "")


class TestTable:
    def test_has_caption_and_header(self) -> None:
        """
        The table says whose year it is, and what its columns are.
        """
        table = year_table(YEAR, "en").replace(LEFT, "")
        assert "<caption>Community health education plan · 2026: month theme: 12" in table
        assert "<th>Month</th><th>Theme</th><th>Date</th><th>What</th><th>Kind</th>" in table
        assert year_table(YEAR).count("<tr>") == 1 + len(list(year_rows(YEAR)))

    def test_escapes(self) -> None:
        """
        Texts of the plan are text, whatever they hold.
        """
        table = year_table(calendar_of(duty_of(name="<b>&\"'", when="fixed(5, 8)", starts=time(9))))
        assert ">&lt;b&gt;&amp;&quot;&#x27;</td>" in table
        assert "<b>" not in table


class TestStatusMark:
    @pytest.mark.parametrize(
        ("status", "zh", "en"),
        [
            ("fixed", "", ""),
            ("proposed", "（建议日期）", " (proposed date)"),
            ("provisional", "（暂定）", " (provisional)"),
        ],
    )
    def test_is_said(self, status: EntryStatus, zh: str, en: str) -> None:
        """
        A date that is not fixed is marked as what it is.
        """
        marked = attrs.evolve(entry(date(2026, 5, 8), date(2026, 5, 9)), status=status)
        assert (status_mark(marked, "zh-CN"), status_mark(marked, "en")) == (zh, en)

    def test_stands_after_the_title(self) -> None:
        """
        In the table of the year the mark stands after the title.
        """
        calendar = propose_dates(calendar_of(duty_of(within="month(5)")))
        assert "※ 事项（建议日期）" in year_table(calendar)


def folded(*duties: Duty) -> list[str]:
    """
    Say the runs of a year of those duties.
    """
    runs = daily_runs(calendar_of(*duties).entries)
    return [f"{run_text(first, last, 'en')}: {first.title.to('en')}" for first, last in runs]


class TestDailyRuns:
    def test_every_day(self) -> None:
        """
        What takes place every day of the year is said once, with its times.
        """
        class_hours = duty_of(when="daily()", starts=time(14), minutes=90)
        assert folded(duty_of(when="daily()")) == ["1 Jan Thu – 31 Dec Thu daily: thing"]
        assert folded(class_hours) == ["1 Jan Thu – 31 Dec Thu daily 14:00–15:30: thing"]

    def test_gaps(self) -> None:
        """
        A day without it ends a run; a single day is no run.
        """
        days = "announced(['2026-03-02', '2026-03-03', '2026-03-05', '2026-03-07'])"
        assert folded(duty_of(when=f"in_window(daily(), {days})")) == [
            "2 Mar Mon – 3 Mar Tue daily: thing",
            "5 Mar Thu: thing",
            "7 Mar Sat: thing",
        ]

    def test_others_between(self) -> None:
        """
        Of two duties on the same days each has its run, in the order in which they begin.
        """
        first = duty_of(id="a", when="in_window(daily(), span(5, 1, 5, 3))", name="甲")
        second = duty_of(id="b", when="in_window(daily(), span(5, 2, 5, 3))", name="乙")
        assert folded(first, second) == [
            "1 May Fri – 3 May Sun daily: 甲",
            "2 May Sat – 3 May Sun daily: 乙",
        ]

    def test_days_in_one(self) -> None:
        """
        An entry of several days is said as it is, also if the next begins where it ends.
        """
        rule = "announced(['2026-08-01/2026-08-02', '2026-08-03'])"
        assert folded(duty_of(when=rule)) == ["1 Aug Sat – 2 Aug Sun: thing", "3 Aug Mon: thing"]

    def test_turns(self) -> None:
        """
        Days of different members are not the same thing.
        """
        rule = "rotation(in_window(daily(), span(5, 1, 5, 3)), [grade_10, grade_11, grade_12])"
        assert len(folded(duty_of(when=rule))) == 3

    def test_in_a_table(self) -> None:
        """
        In a table a run has a row in each month.
        """
        rows = list(year_rows(calendar_of(duty_of(when="daily()")), "en"))
        assert len(rows) == 12
        assert rows[1] == ("February", "", "1 Feb Sun – 28 Feb Sat daily", "thing", "event")
