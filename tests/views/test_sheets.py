import csv
from datetime import time
from io import StringIO
from pathlib import Path

import pytest
from view_samples import EVIL, HOSTILE_2026

from community_edu.base import Source, Text
from community_edu.calendars import parse_rule
from community_edu.exchange import load_plan
from community_edu.organizations import Audience
from community_edu.plans import Duty, Plan, build_calendar
from community_edu.views import year_sheet

EXAMPLES = Path(__file__).parents[2] / "examples" / "plans"
YEAR = build_calendar(load_plan(EXAMPLES / "health-education.toml"), 2026)
BOM = b"\xef\xbb\xbf"
STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]


def rows(data: bytes) -> list[list[str]]:
    """
    Read a sheet as a program would.
    """
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


class TestYearSheet:
    def test_has_a_row_an_entry(self) -> None:
        """
        Under a header stands one row an entry, in their order, with dates in ISO 8601.
        """
        header, *body = rows(year_sheet(YEAR))
        assert header == [
            "开始",
            "结束（不含）",
            "类别",
            "事项",
            "受众",
            "依据",
            "编号",
            "日期状态",
        ]
        assert [row[6] for row in body] == [entry.id for entry in YEAR.entries]
        assert body[3] == [
            "2026-03-24",
            "2026-03-25",
            "节日与宣传日",
            "世界结核病防治宣传日",
            "社区居民",
            "001-3:56 “3.24世界结核病防治宣传日”",
            "health-education/tuberculosis-day/2026",
            "已定",
        ]

    def test_in_english(self) -> None:
        """
        Header, kinds, titles and audiences are in English if asked.
        """
        header, *body = rows(year_sheet(YEAR, "en"))
        assert header == [
            "Start",
            "End (excluded)",
            "Kind",
            "What",
            "Audiences",
            "Source",
            "Id",
            "Status of the date",
        ]
        assert body[3][2:5] == ["observance", "World Tuberculosis Day", "Residents"]

    def test_opens_in_a_spreadsheet(self) -> None:
        """
        It is UTF-8 with a byte order mark, and its lines end as RFC 4180 has it.
        """
        data = year_sheet(YEAR)
        assert data.startswith(BOM)
        assert data.count(BOM) == 1
        assert data.endswith(b"\r\n")
        assert data.count(b"\r\n") == len(YEAR.entries) + 1

    def test_times_audiences_and_no_source(self) -> None:
        """
        Times stand beside their day, audiences side by side, and what is not there is empty.
        """
        duty = Duty(
            id="lecture",
            name='讲座，“健康”\n与 "快乐"',
            when=parse_rule("fixed(5, 8)"),
            starts=time(14),
            audiences=["youth", "old"],
        )
        plan = Plan(
            id="street",
            title="计划",
            duties=[duty],
            audiences=[Audience(id="old", name="老年人"), Audience(id="youth", name="青少年")],
        )
        assert rows(year_sheet(build_calendar(plan, 2026)))[1] == [
            "2026-05-08T14:00:00",
            "2026-05-08T15:00:00",
            "活动",
            '讲座，“健康”\n与 "快乐"',
            "青少年; 老年人",
            "",
            "street/lecture/2026",
            "已定",
        ]

    def test_of_an_empty_year(self) -> None:
        """
        A year without entries is a header.
        """
        calendar = build_calendar(Plan(id="street", title="计划"), 2026)
        assert len(rows(year_sheet(calendar))) == 1


class TestFormulas:
    @pytest.mark.parametrize("start", STARTS)
    @pytest.mark.parametrize("field", ["name", "audience", "source"])
    def test_from_a_plan_are_text(self, start: str, field: str) -> None:
        """
        No cell of a plan begins as a formula does.
        """
        words = f"{start}HYPERLINK(1)"
        duty = Duty(
            id="lecture",
            name=Text(words if field == "name" else "讲座"),
            when=parse_rule("fixed(5, 8)"),
            audiences=["people"],
            source=Source(words if field == "source" else "001-1", 1, "词"),
        )
        audience = Audience(id="people", name=words if field == "audience" else "居民")
        plan = Plan(id="street", title="计划", duties=[duty], audiences=[audience])
        _, row = rows(year_sheet(build_calendar(plan, 2026)))
        column = {"name": 3, "audience": 4, "source": 5}[field]
        assert row[column].startswith(f"'{words}")

    def test_of_a_hostile_plan(self) -> None:
        """
        Marks of HTML are no business of a sheet and stay; a formula does not.
        """
        titles = [row[3] for row in rows(year_sheet(HOSTILE_2026))]
        assert f"'=cmd {EVIL}" in titles
        assert f"&lt;{EVIL}" in titles
