from datetime import date, datetime, time

import pytest
from plan_samples import HEALTH, calendar_of, duty_of, theme_of

from community_edu.base import Language, Text
from community_edu.plans import Entry, build_calendar, day_text, when_text, year_rows, year_table

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
        table = year_table(YEAR, "en")
        assert "<caption>Community health education plan · 2026: month theme: 12" in table
        assert "<th>Month</th><th>Theme</th><th>Date</th><th>What</th><th>Kind</th>" in table
        assert year_table(YEAR).count("<tr>") == 1 + len(list(year_rows(YEAR)))

    def test_escapes(self) -> None:
        """
        Texts of the plan are text, whatever they hold.
        """
        table = year_table(calendar_of(duty_of(name="<b>&\"'", when="fixed(5, 8)", starts=time(9))))
        assert "<td>&lt;b&gt;&amp;&quot;&#x27;</td>" in table
        assert "<b>" not in table
