"""
Timetable files: as they are printed, as people make them, and what is refused.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from community_edu.base import ProblemsError, Text
from community_edu.calendars import TeachingWeeks
from community_edu.courses import section_id
from community_edu.exchange import parse_document
from community_edu.exchange.timetabling import (
    load_timetable,
    read_timetable,
    save_timetable,
    timetable_record,
    timetable_sheet,
)
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable, Unplaced

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=4,
    periods=["08:30-10:00", "10:15-11:45", "18:30-20:00"],
    closed=[date(2026, 9, 14)],
    moved={date(2026, 10, 3): date(2026, 9, 16)},
)
PROBLEM = TimetableProblem(
    [
        TimetableSection(id="choir", name={"zh": "合唱班", "en": "Choir"}, sessions=2),
        TimetableSection(id="chess", name="棋班", length=2),
        TimetableSection(id="talk", name="讲座", per="term", sessions=2),
    ],
    [Venue(id="room", name="大教室", kind="room"), Venue(id="hall", name="报告厅", kind="hall")],
    [
        Educator(id="wang", name="王老师"),
        Educator(id="li-1", name="李"),
        Educator(id="li-2", name="李"),
    ],
    WEEKS,
)
TIMETABLE = Timetable(
    PROBLEM,
    [
        Placement(section="choir", weekday="MON", period=1, venue="room", educator="wang"),
        Placement(section="choir", number=2, weekday="WED", period=3, weeks="odd"),
        Placement(section="choir", number=2, weekday="WED", period=2, weeks="2,4"),
        Placement(section="talk", weekday="TUE", period=2, weeks="3", educator="li-2"),
    ],
    status="partial",
    cost=3,
    unplaced=[
        Unplaced(section=section_id("chess"), number=1, reason=Text("没有空", en="no room")),
    ],
    note=Text("贪心", en="greedy"),
)


def read(text: str) -> Timetable:
    """
    Read a timetable out of TOML.
    """
    return read_timetable(parse_document(text, "t.toml", "toml"), PROBLEM)


def refused(text: str) -> list[str]:
    """
    Say every problem of a text.
    """
    with pytest.raises(ProblemsError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


class TestSaved:
    @pytest.mark.parametrize("name", ["t.json", "t.toml"])
    def test_there_and_back(self, tmp_path: Path, name: str) -> None:
        """
        What was written is read as an equal timetable.
        """
        save_timetable(TIMETABLE, tmp_path / name)
        assert load_timetable(tmp_path / name, PROBLEM) == TIMETABLE

    @pytest.mark.parametrize("name", ["t.json", "t.toml"])
    def test_nothing_placed(self, tmp_path: Path, name: str) -> None:
        """
        A timetable without a meeting can be read, too.
        """
        empty = Timetable(PROBLEM, [], status="infeasible", bound=7)
        save_timetable(empty, tmp_path / name)
        assert load_timetable(tmp_path / name, PROBLEM) == empty

    def test_table(self, tmp_path: Path) -> None:
        """
        A table has the placements, by names where one thing only is called so.
        """
        save_timetable(TIMETABLE, tmp_path / "t.csv")
        read_back = load_timetable(tmp_path / "t.csv", PROBLEM)
        assert (read_back.placements, read_back.status) == (TIMETABLE.placements, "by_hand")
        rows = (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()
        assert rows[0] == "班级,第几次,星期,节次,开始,结束,周次,教室,教师"
        assert rows[1] == "合唱班,1,周一,1,08:30,10:00,全周,大教室,王老师"
        assert rows[4] == "讲座,1,周二,2,10:15,11:45,3周,,li-2"

    def test_table_in_english(self) -> None:
        """
        In English it is headed by keys; what nobody knows is written as it is.
        """
        strange = Timetable(PROBLEM, [Placement(section="x", weekday="SUN", period=9, weeks="7-8")])
        assert timetable_sheet(strange, "en").decode("utf-8-sig").splitlines() == [
            "section,number,weekday,period,start,end,weeks,venue,educator",
            "x,1,Sunday,9,,,weeks 7-8,,",
        ]

    def test_formulas(self) -> None:
        """
        No name of a table is run as a formula.
        """
        section = TimetableSection(id="a", name='=HYPERLINK("x")')
        problem = TimetableProblem([section], [], [], WEEKS)
        timetable = Timetable(problem, [Placement(section="a", weekday="MON", period=1)])
        assert '"\'=HYPERLINK(""x"")",1' in timetable_sheet(timetable).decode("utf-8-sig")

    def test_record(self) -> None:
        """
        As plain data each meeting has its hours and the days on which it is held.
        """
        record = timetable_record(TIMETABLE, "en")
        assert (record["status"], record["cost"], record["bound"]) == ("partial", 3, None)
        assert record["note"] == "greedy"
        assert record["unplaced"] == [{"section": "chess", "number": 1, "reason": "no room"}]
        assert record["sessions"][0] == {
            "section": "choir",
            "number": 1,
            "weekday": "MON",
            "period": 1,
            "start": "08:30",
            "end": "10:00",
            "weeks": "all",
            "dates": ["2026-09-07", "2026-09-21", "2026-09-28"],
            "venue": "room",
            "educator": "wang",
        }
        assert record["sessions"][2]["dates"] == ["2026-10-03", "2026-09-30"]


class TestRead:
    def test_little(self) -> None:
        """
        A section, a day and a time are enough; meetings are numbered in their order.
        """
        timetable = read(
            'sessions = [{ section = "合唱班", weekday = "周一", start = 08:30:00 },'
            ' { section = "Choir", weekday = "Friday", period = "3" },'
            ' { section = "talk", date = 2026-09-22, period = 1, venue = "报告厅" }]'
        )
        assert timetable.status == "by_hand"
        assert timetable.placements == (
            Placement(section="choir", weekday="MON", period=1),
            Placement(section="choir", number=2, weekday="FRI", period=3),
            Placement(section="talk", weekday="TUE", period=1, weeks="3", venue="hall"),
        )

    @pytest.mark.parametrize(
        ("said", "period"),
        [
            ("2", 2),
            ("第2节", 2),
            ("第二节", 2),
            ("十二", 12),
            ("第二十一节课", 21),
            ("10:15", 2),
            ("10：15", 2),
            ("10:15-11:45", 2),
            ("10:15:00", 2),
            ("10:15–11:45", 2),
            ("99", 99),
        ],
    )
    def test_periods(self, said: str, period: int) -> None:
        """
        A period is said by its number, its name or when it begins; whether it is one is judged
        elsewhere.
        """
        text = f'sessions = [{{ section = "chess", weekday = "1", period = "{said}" }}]'
        assert read(text).placements[0].period == period

    @pytest.mark.parametrize(
        "said", ["SUN", "sunday", "周日", "周天", "星期日", "礼拜天", "日", "7"]
    )
    def test_days(self, said: str) -> None:
        """
        A day may be written in many ways.
        """
        text = f'sessions = [{{ section = "chess", weekday = "{said}", period = 1 }}]'
        assert read(text).placements[0].weekday == "SUN"

    @pytest.mark.parametrize(
        "said",
        [
            "2026-09-22",
            "2026/9/22",
            "2026.09.22",
            "2026年9月22日",
            "9月22日",
            "2026-09-22 00:00:00",
        ],
    )
    def test_dates(self, said: str) -> None:
        """
        A date may be written as spreadsheets and people do; without a year, if one day is so called.
        """
        text = f'sessions = [{{ section = "talk", date = "{said}", period = 1 }}]'
        (placement,) = read(text).placements
        assert (placement.weekday, str(placement.weeks)) == ("TUE", "3")

    @pytest.mark.parametrize("said", ["9月6日", "2026年9月", "九月", "2026/13/1"])
    def test_no_dates(self, said: str) -> None:
        """
        What is no date, or without a year not one day of lessons, is refused.
        """
        (told,) = refused(f'sessions = [{{ section = "talk", date = "{said}", period = 1 }}]')
        assert f"date '{said}' does not exist; it can be '2027-01-31'" in told

    @pytest.mark.parametrize("agreeing", ['"周三"', '"SAT"'])
    def test_a_date_that_is_made_up(self, agreeing: str) -> None:
        """
        Beside a date there may be its own weekday, or that whose lessons are made up on it.
        """
        rest = 'date = 2026-10-03, weeks = "2", period = 1'
        text = f'sessions = [{{ section = "talk", weekday = {agreeing}, {rest} }}]'
        (placement,) = read(text).placements
        assert (placement.weekday, str(placement.weeks)) == ("WED", "2")

    def test_dates_that_contradict(self) -> None:
        """
        A weekday or weeks that are not those of the date are told.
        """
        lines = [
            '{ section = "talk", date = 2026-09-22, weekday = "MON", period = 1 }',
            '{ section = "talk", date = 2026-10-03, weekday = "MON", period = 1 }',
            '{ section = "talk", date = 2026-09-22, weeks = "1-2", period = 1 }',
            '{ section = "talk", date = 2026-09-22, weekday = "x", weeks = "y", period = 1 }',
        ]
        told = refused(f"sessions = [{', '.join(lines)}]")
        assert [line.split(": ", 2)[2] for line in told] == [
            "2026-09-22 is Tuesday, not MON; correct one of them",
            "2026-10-03 is Saturday (with the lessons of Wednesday), not MON; correct one of them",
            "2026-09-22 is in week 3, not 1-2; correct one of them",
            "'x' is not possible here; it can be MON, TUE, WED, THU, FRI, SAT, SUN",
            "'y' names no weeks; write all, odd, even, 1-9 or 2,4,6-8",
        ]

    def test_a_name_of_several(self) -> None:
        """
        A name that two have is told with their identifiers.
        """
        line = '{ section = "talk", weekday = "MON", period = 1, educator = "李" }'
        (told,) = refused(f"sessions = [{line}]")
        assert told.endswith("li-1, li-2 are all called '李'; write the identifier of one")

    def test_every_problem(self) -> None:
        """
        What cannot be told is refused, all at once and at its place.
        """
        text = """\
cots = 3
status = "great"
sessions = [
    3,
    { section = "coir", weekday = "Noday", period = "4th", venue = "rom", educator = "wangg" },
    { number = "x", weeks = "never" },
    { section = "choir", weekday = "MON", periods = 1 },
    { section = "choir", weekday = true, period = 1 },
    { section = "choir", weekday = "MON", period = 1, start = "10:15" },
    { section = "choir", date = "2026-09-31", start = "10:15", dates = [1] },
    { section = "choir", date = "2026-09-14", period = 1, number = "third" },
]
"""
        assert [problem.split(";")[0] for problem in refused(text)] == [
            "t.toml:1:1: cots: the key 'cots' is not known here",
            "t.toml:2:1: status: 'great' is not possible here",
            "t.toml:4:5: sessions[0]: expected a table of keys and values, found a whole number",
            "t.toml:5:7: sessions[1].section: there is no section 'coir'",
            "t.toml:5:25: sessions[1].weekday: 'Noday' is not possible here",
            "t.toml:5:44: sessions[1].period: there is no period '4th'",
            "t.toml:5:60: sessions[1].venue: there is no venue 'rom'",
            "t.toml:5:75: sessions[1].educator: there is no educator 'wangg'",
            "t.toml:6:5: sessions[2].section: the key 'section' is missing",
            "t.toml:6:5: sessions[2].weekday: the key 'weekday' is missing",
            "t.toml:6:5: sessions[2].period: the key 'period' is missing",
            "t.toml:6:7: sessions[2].number: expected a whole number, found x",
            "t.toml:6:21: sessions[2].weeks: 'never' names no weeks",
            "t.toml:7:43: sessions[3].periods: the key 'periods' is not known here",
            "t.toml:8:26: sessions[4].weekday: expected a text in quotes, found true or false",
            "t.toml:9:55: sessions[5].start: period 1 begins at 08:30, not at 10:15",
            "t.toml:10:26: sessions[6].date: date '2026-09-31' does not exist",
            "t.toml:11:26: sessions[7].date: no lessons are held on 2026-09-14",
            "t.toml:11:59: sessions[7].number: expected a whole number, found third",
        ]

    def test_shape(self) -> None:
        """
        A timetable is a list of sessions.
        """
        assert refused("status = 'optimal'") == ["t.toml: the key 'sessions' is missing; add it"]
        assert refused("sessions = 3") == [
            "t.toml:1:1: sessions: expected a list in [ ], found a whole number"
        ]


class TestTables:
    def table(self, folder: Path, text: str) -> Path:
        """
        Write a table.
        """
        path = folder / "t.csv"
        path.write_text(text, "utf-8")
        return path

    def test_by_hand(self, tmp_path: Path) -> None:
        """
        A table that people made has heads in their language, and columns of their own.
        """
        path = self.table(
            tmp_path,
            "备注,班级,星期,节次,周次,日期,教室,第几次\n"
            "好,合唱班,星期一,08:30,单周,,大教室,2\n,,,,,,,\n,讲座,,1,,2026-09-22,,\n",
        )
        assert load_timetable(path, PROBLEM).placements == (
            Placement(
                section="choir", number=2, weekday="MON", period=1, weeks="odd", venue="room"
            ),
            Placement(section="talk", weekday="TUE", period=1, weeks="3"),
        )

    def test_excel(self, tmp_path: Path) -> None:
        """
        A workbook has days and times as its own kinds of cell.
        """
        xlsxwriter = pytest.importorskip("xlsxwriter")
        path = tmp_path / "t.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            hour = book.add_format({"num_format": "hh:mm"})
            sheet.write_row(0, 0, ["section", "Date", "Start", "number", "weeks", "weekday"])
            sheet.write_row(1, 0, ["talk"])
            sheet.write_datetime(1, 1, date(2026, 9, 22), day)
            sheet.write_number(1, 2, (8 * 60 + 30) / (24 * 60), hour)
            sheet.write_number(1, 3, 2)
            sheet.write_row(2, 0, ["choir", "", "", 1, 3, 5])
            sheet.write_string(2, 2, "10:15")
        assert load_timetable(path, PROBLEM).placements == (
            Placement(section="talk", number=2, weekday="TUE", period=1, weeks="3"),
            Placement(section="choir", weekday="FRI", period=2, weeks="3"),
        )

    def test_columns(self, tmp_path: Path) -> None:
        """
        Columns that must be there are named with what may stand above them.
        """
        path = self.table(tmp_path, "a,b\n1,2\n")
        with pytest.raises(ProblemsError) as caught:
            load_timetable(path, PROBLEM)
        assert [str(one).removeprefix(f"{path}: ") for one in caught.value.problems] == [
            "the key 'section / 班级 / 班级编号' is missing; add it",
            "the key 'weekday / 星期 / date' is missing; add it",
            "the key 'period / 节次 / start' is missing; add it",
        ]

    def test_cells(self, tmp_path: Path) -> None:
        """
        What cannot be told is refused with its row and column, all at once.
        """
        path = self.table(tmp_path, "班级,星期,节次\n合昌班,周一,1\n\n合唱班,周八,\n")
        with pytest.raises(ProblemsError) as caught:
            load_timetable(path, PROBLEM)
        told = [str(one).removeprefix(str(path)).split(";")[0] for one in caught.value.problems]
        assert told == [
            " 第2行 A列「班级」: there is no section '合昌班'",
            " 第4行 B列「星期」: '周八' is not possible here",
            " 第4行 C列「节次」: the key 'period' is missing",
        ]

    def test_missing_column_of_a_row(self, tmp_path: Path) -> None:
        """
        Where a row lacks what has no column, the row is named.
        """
        path = self.table(tmp_path, "班级,日期,节次\n合唱班,,1\n")
        with pytest.raises(ProblemsError) as caught:
            load_timetable(path, PROBLEM)
        (problem,) = caught.value.problems
        assert str(problem) == f"{path} 第2行: the key 'weekday' is missing; add it"


class TestFile:
    def test_json_places(self, tmp_path: Path) -> None:
        """
        JSON has no positions: the path says where.
        """
        path = tmp_path / "t.json"
        path.write_text(json.dumps({"sessions": [{"section": "chess", "period": 1}]}), "utf-8")
        with pytest.raises(ProblemsError) as caught:
            load_timetable(path, PROBLEM)
        assert "t.json: sessions[0].weekday: the key 'weekday' is missing" in str(caught.value)
