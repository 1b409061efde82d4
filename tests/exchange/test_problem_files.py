"""
Problem files: what is read, what is refused and where, and the way back.
"""

import json
from datetime import date
from pathlib import Path

import attrs
import pytest

from community_edu.base import ProblemsError, Text
from community_edu.calendars import Span, TeachingWeeks
from community_edu.exchange import parse_document
from community_edu.exchange.timetabling import (
    load_problem,
    problem_document,
    problem_to_toml,
    read_problem,
    save_problem,
)
from community_edu.exchange.timetabling.problem_tables import MOST_ROWS
from community_edu.exchange.timetabling.problems import DEMANDS
from community_edu.feeds.reading import read_busy
from community_edu.organizations import BusyTime, Educator, Venue
from community_edu.scheduling.demands import Capacity, Demand, PreferHours
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.travel import TravelTimes

EXAMPLE = Path(__file__).parents[2] / "examples" / "problems" / "community-school.toml"
WEEKS = '[weeks]\nfirst = 2026-09-07\nnumber = 2\nperiods = ["09:00-10:30", "14:00-15:30"]\n'


def read(text: str) -> TimetableProblem:
    """
    Read a problem out of a text.
    """
    return read_problem(parse_document(text, "p.toml", "toml"))


def refused(text: str) -> list[str]:
    """
    Say every problem of a text.
    """
    with pytest.raises(ProblemsError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def refused_file(path: Path) -> list[str]:
    """
    Say every problem of a file, without its folder.
    """
    with pytest.raises(ProblemsError) as caught:
        load_problem(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


@attrs.frozen
class Taken:
    """
    A calendar that says the same of all days.
    """

    times: tuple[BusyTime, ...]


class TestLoadProblem:
    def test_example(self) -> None:
        """
        The example has all that its file says.
        """
        problem = load_problem(EXAMPLE)
        assert problem.name == Text(
            "社区学校秋季课表", en="Autumn timetable of the community school"
        )
        assert problem.weeks.day_of(5, "WED") == date(2026, 10, 10)
        assert problem.venues[3].busy[1] == BusyTime.parse("2026-11-09/2026-11-13")
        assert problem.pins == (Pin(section="choir", weekday="WED", period=1),)
        assert [rule.weight for rule in problem.rules] == [2, 3, None, 10, 5]
        assert problem.travel.between("hall", "north-gate") == 20

    def test_json(self, tmp_path: Path) -> None:
        """
        JSON of the same shape is the same problem.
        """
        path = tmp_path / "p.json"
        path.write_text(json.dumps(problem_document(load_problem(EXAMPLE))), "utf-8")
        assert load_problem(path) == load_problem(EXAMPLE)

    def test_little(self) -> None:
        """
        Weeks are all that a problem must have.
        """
        problem = read(WEEKS)
        weeks = TeachingWeeks(
            first=date(2026, 9, 7), number=2, periods=["09:00-10:30", "14:00-15:30"]
        )
        assert problem == TimetableProblem([], [], [], weeks)

    @pytest.mark.parametrize("kind", DEMANDS)
    def test_demands(self, kind: str) -> None:
        """
        Each kind of demand is read; it is hard if it says so or is so by itself.
        """
        needed = {
            "no-clash": 'of = "venue"',
            "prefer-hours": 'hours = "MON"',
            "precedence": 'before = "a"\nafter = "b"',
            "away-from": "dates = [2026-09-08]",
        }.get(kind, "")
        sections = '[[sections]]\nid = "a"\nweeks = "1"\n[[sections]]\nid = "b"\nweeks = "2"\n'
        entry = f'[[demands]]\nkind = "{kind}"\n{needed}\n'
        (usual,) = read(f"{WEEKS}{sections}{entry}").rules
        assert isinstance(usual, DEMANDS[kind])
        assert usual.weight == attrs.fields_dict(DEMANDS[kind])["weight"].default
        (hard,) = read(f'{WEEKS}{sections}{entry}weight = "hard"').rules
        assert hard.weight is None
        (soft,) = read(f'{WEEKS}{sections}{entry}weight = 7\nid = "mine"').rules
        assert (soft.id, soft.weight) == ("mine", 7)

    def test_standard_demand_made_soft(self) -> None:
        """
        A demand with the name of a standard one takes its place.
        """
        problem = read(f'{WEEKS}[[demands]]\nkind = "capacity"\nweight = 1\n')
        assert [one for one in problem.demands if isinstance(one, Capacity)] == [Capacity(weight=1)]


class TestWeeks:
    def test_term(self) -> None:
        """
        A term has the weeks that it touches, closed outside it and on public holidays.
        """
        text = '[weeks]\nterm = "2026-09-09/2026-10-09"\nperiods = ["09:00-10:00"]\n'
        weeks = read(text).weeks
        assert (weeks.first, weeks.number) == (date(2026, 9, 7), 5)
        assert weeks.day_of(1, "TUE") is None
        assert weeks.day_of(1, "WED") == date(2026, 9, 9)
        assert weeks.day_of(4, "THU") is None

    def test_holidays_of_weeks(self) -> None:
        """
        Weeks that are counted know holidays if they are named.
        """
        text = '[weeks]\nfirst = 2026-09-28\nnumber = 1\nperiods = ["09:00-10:00"]\n'
        assert read(text).weeks.day_of(1, "THU") == date(2026, 10, 1)
        assert read(f'{text}holidays = "CN"').weeks.day_of(1, "THU") is None

    def test_notice(self, tmp_path: Path) -> None:
        """
        Holidays may be those of a notice beside the problem.
        """
        notice = '[[notices]]\nyear = 2031\nholidays = [{ name = "x", days = "2031-10-02" }]\n'
        (tmp_path / "n.toml").write_text(notice, "utf-8")
        path = tmp_path / "p.toml"
        path.write_text(
            '[weeks]\nfirst = 2031-09-29\nnumber = 1\nperiods = ["09:00-10:00"]\n'
            'holidays = "n.toml"\n',
            "utf-8",
        )
        assert load_problem(path).weeks.day_of(1, "THU") is None

    def test_no_notice(self) -> None:
        """
        A year without a notice is refused, unless the law will do.
        """
        text = '[weeks]\nterm = "2098-09-01/2098-10-31"\nperiods = ["09:00-10:00"]\n'
        (problem,) = refused(text)
        assert problem.startswith("p.toml:1:1: weeks: ")
        assert read(f"{text}provisional = true").weeks.day_of(5, "WED") is None

    @pytest.mark.parametrize(
        ("lines", "told"),
        [
            ("first = 2026-09-07\nnumber = 1", ["p.toml:1:1: weeks: the key 'periods' is missing"]),
            ('periods = ["09:00-10:00"]', ["the key 'first' is missing", "'number' is missing"]),
            (
                'term = "2026-09-07/2026-10-11"\nnumber = 2\nperiods = ["09:00-10:00"]',
                ["p.toml:3:1: weeks.number: 'term' says which weeks there are; leave 'number' out"],
            ),
            (
                'term = "0001-01-01/9999-12-01"\nperiods = ["09:00-10:00"]',
                ["p.toml:2:1: weeks.term: these are 3652029 days; at most 500 can be"],
            ),
            (
                (
                    'first = 2026-09-07\nnumber = 1\nclosed = ["0001-01-01/9999-12-01"]\n'
                    'periods = ["09:00-10:00"]'
                ),
                ["p.toml:4:1: weeks.closed: these are 3652029 days"],
            ),
            (
                'first = 2026-09-08\nnumber = 100\nperiods = ["09:00-10:00"]',
                ["weeks.first: ", "weeks.number: "],
            ),
            (
                'first = 2026-09-07\nnumber = 1\nmoved = 3\nperiods = ["09:00-10:00"]',
                ["p.toml:4:1: weeks.moved: expected a table of keys and values"],
            ),
            (
                (
                    'first = 2026-09-07\nnumber = 1\nperiods = ["09:00-10:00"]\nmoved = '
                    "{ monday = 2026-09-08, 2026-09-12 = 3 }"
                ),
                ["moved.monday: ", "moved.2026-09-12: "],
            ),
            (
                'first = 2026-09-07\nnumber = 1\nperiods = ["09:00-10:00"]\nholidays = "US"',
                ["p.toml:5:1: weeks.holidays: "],
            ),
            (
                'first = 2026-09-07\nnumber = 1\nperiods = ["09:00-10:00"]\nholidays = "n.toml"',
                ["p.toml:5:1: weeks.holidays: n.toml: there is no such file"],
            ),
            (
                'first = 2026-09-07\nnumber = 1\nperiods = ["10:00-09:00"]\nweeks = 3',
                ["weeks.periods[0]: ", "p.toml:5:1: weeks.weeks: the key 'weeks' is not known"],
            ),
        ],
    )
    def test_bad(self, lines: str, told: list[str]) -> None:
        """
        Weeks that cannot be are refused, every reason at its place.
        """
        problems = refused(f"[weeks]\n{lines}\n")
        assert len(problems) == len(told)
        assert all(part in problem for part, problem in zip(told, problems, strict=True))

    def test_missing(self) -> None:
        """
        A problem without weeks is refused.
        """
        assert refused("format = 1") == ["p.toml: the key 'weeks' is missing; add it"]


class TestTravel:
    def test_map(self) -> None:
        """
        Ways may be given by places on a map.
        """
        text = "[travel]\npositions = { school = [0, 0], hall = [2, 3] }\nunit = 2\n"
        assert read(f"{WEEKS}{text}").travel.between("school", "hall") == 10

    def test_bad(self) -> None:
        """
        Ways that cannot be are refused, every one at its place.
        """
        lines = 'minutes = [{ from = "a", to = "b", minutes = -5 }]\notherwise = -1\n'
        problems = refused(f"{WEEKS}[travel]\n{lines}")
        assert [problem.split(": ")[:2] for problem in problems] == [
            ["p.toml:6:1", "travel.minutes.a b"],
            ["p.toml:7:1", "travel.otherwise"],
        ]
        (problem,) = refused(f"{WEEKS}[travel]\npositions = {{ a = [1, 2, 3] }}\n")
        assert "travel.positions.a: expected two whole numbers, east and north" in problem
        assert len(refused(f"{WEEKS}[travel]\nspeed = 3\n")) == 1


class TestBadProblems:
    def test_everything_at_once(self) -> None:
        """
        All that is wrong is told at once, in the order of the file.
        """
        text = f"""{WEEKS}rooms = 3
[[venues]]
id = "Room"
name = "x"
kind = "room"
[[sections]]
id = "choir"
venue = "room"
size = "many"
[[demands]]
kind = "spraed"
[[demands]]
kind = "nonsense"
[[demands]]
weight = 3
[[demands]]
kind = "spread"
weight = 0
"""
        assert [problem.split(";")[0] for problem in refused(text)] == [
            "p.toml:5:1: weeks.rooms: the key 'rooms' is not known here",
            "p.toml:7:1: venues[0].id: Room is not an identifier",
            "p.toml:12:1: sections[0].venue: the key 'venue' is not known here",
            "p.toml:13:1: sections[0].size: expected a whole number, found a text in quotes",
            "p.toml:15:1: demands[0].kind: there is no kind 'spraed'",
            "p.toml:17:1: demands[1].kind: 'nonsense' is not possible here",
            "p.toml:18:1: demands[2]: the key 'kind' is missing",
            "p.toml:22:1: demands[3].weight: the weight of 'spread' is 0",
        ]

    def test_references(self) -> None:
        """
        A reference to what is not there is told at its place, with what was meant.
        """
        text = f"""{WEEKS}
[[educators]]
id = "wang"
name = "王"
[[sections]]
id = "choir"
educators = ["wagn"]
[[pins]]
section = "coir"
[[demands]]
kind = "prefer-hours"
hours = "MON"
section = "chor"
"""
        problems = refused(text)
        assert [problem.split(";")[0] for problem in problems] == [
            "p.toml:11:14: sections[0].educators[0]: there is no educator 'wagn'",
            "p.toml:13:1: pins[0].section: there is no section 'coir'",
            "p.toml:17:1: demands[0].section: there is no section 'chor'",
        ]
        assert all("did you mean" in problem for problem in problems)

    def test_reference_to_what_is_wrong_itself(self) -> None:
        """
        A reference to an entry that is refused is no second problem; others are still told.
        """
        text = f"""{WEEKS}
[[venues]]
id = "hall"
[[sections]]
id = "choir"
venues = ["hall"]
educators = ["nobody"]
"""
        assert [problem.split(": ")[1] for problem in refused(text)] == [
            "venues[0]",
            "venues[0]",
            "sections[0].educators[0]",
        ]

    def test_ids_given_twice(self) -> None:
        """
        An identifier that is used twice is told, with where it stood first.
        """
        (problem,) = refused(f'{WEEKS}[[sections]]\nid = "a"\n[[sections]]\nid = "a"\n')
        assert problem == (
            "p.toml:8:1: sections[1].id: the id 'a' is already used at sections[0].id; "
            "give each its own"
        )

    def test_what_no_solver_could_do(self) -> None:
        """
        What cannot be placed at all is told when the file is read.
        """
        (problem,) = refused(f'{WEEKS}[[sections]]\nid = "a"\nsize = -1\n')
        assert problem.startswith("p.toml:7:1: sections[0].size: 'size' of the section 'a' is -1")

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("sections = 3", "expected a list in [ ], found a whole number"),
            ("demands = 3", "expected a list in [ ], found a whole number"),
            ("demands = [3]", "expected a table of keys and values, found a whole number"),
            ("room = 3", "the key 'room' is not known here"),
            ("format = 2", "this file has format 2"),
            ("pins = [{ section = 3 }]", "expected a text in quotes, found a whole number"),
            ("problem = 3", "expected a table of keys and values"),
            ("problem = { title = 3 }", "the key 'title' is not known here"),
        ],
    )
    def test_shape(self, text: str, told: str) -> None:
        """
        What has another shape is refused.
        """
        (problem,) = refused(f"{text}\n{WEEKS}")
        assert told in problem

    def test_too_many(self) -> None:
        """
        Lists longer than those of any school are refused before they are looked at.
        """
        many = [{"id": "a"}] * (MOST_ROWS + 1)
        document = parse_document(json.dumps({"pins": many}), "p.json", "json")
        with pytest.raises(ProblemsError) as caught:
            read_problem(document)
        assert "there are 20001 entries; at most 20000 are read" in str(caught.value)


SECTIONS = """\
编号,班级,科目,人数,次数,频次,周次,教师,教室,设备
choir,合唱班,,40,2,每周,单周,王老师,大教室、hall,钢琴;音响
lecture,讲座,music,60,1,学期,第 3 周,,,
"""
VENUES = "编号,名称,类型,容量,占用,开放时间\nroom,大教室,classroom,50,,MON-FRI 08:00-12:00；SAT\nhall,报告厅,hall,90,2026-09-08,\n"
EDUCATORS = "ID,Name,Employment,teaches,Daily minutes\nwang,王老师,志愿者,music,90\n"


@pytest.fixture
def sheeted(tmp_path: Path) -> Path:
    """
    Write a problem with tables, and return its path.
    """
    for name, text in (("s", SECTIONS), ("v", VENUES), ("e", EDUCATORS)):
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    path = tmp_path / "p.toml"
    path.write_text(
        f'sections = "s.csv"\nvenues = "v.csv"\neducators = "e.csv"\n{WEEKS}'.replace(
            "number = 2", "number = 3"
        )
        + '[[demands]]\nkind = "capacity"\nweight = 1\n[[venues_]]\n'.replace("[[venues_]]\n", ""),
        "utf-8",
    )
    return path


class TestTables:
    def test_columns(self, sheeted: Path) -> None:
        """
        Tables are headed in Chinese or by keys, and cells say things as people do.
        """
        (sheeted.parent / "s.csv").write_text(SECTIONS.replace("钢琴;音响", ""), "utf-8")
        problem = load_problem(sheeted)
        assert problem.sections == (
            TimetableSection(
                id="choir",
                name="合唱班",
                size=40,
                sessions=2,
                weeks="odd",
                educators=["wang"],
                venues=["room", "hall"],
            ),
            TimetableSection(
                id="lecture", name="讲座", subject="music", size=60, per="term", weeks="3"
            ),
        )
        assert problem.venues == (
            Venue(
                id="room",
                name="大教室",
                kind="classroom",
                capacity=50,
                hours="MON-FRI 08:00-12:00; SAT",
            ),
            Venue(id="hall", name="报告厅", kind="hall", capacity=90, busy=["2026-09-08"]),
        )
        assert problem.educators == (
            Educator(
                id="wang",
                name="王老师",
                employment="volunteer",
                teaches=["music"],
                daily_minutes=90,
            ),
        )

    def test_equipment_that_nobody_has(self, sheeted: Path) -> None:
        """
        What the rows of a table cannot have together is told at its cell.
        """
        (problem,) = refused_file(sheeted)
        assert problem.startswith("s.csv 第2行")

    def test_names_of_entries_in_the_file(self, sheeted: Path) -> None:
        """
        Rows may name what stands in the problem file itself, but no name of two things.
        """
        venues = (
            '[[venues]]\nid = "room"\nname = { zh = "大教室", en = "Room" }\nkind = "room"\n'
            '[[venues]]\nid = "one"\nname = "小教室"\nkind = "room"\n'
            '[[venues]]\nid = "two"\nname = "小教室"\nkind = "room"\n[[venues]]\nid = 3\n'
        )
        (sheeted.parent / "s.csv").write_text("id,教室\na,大教室\nb,小教室\n", "utf-8")
        sheeted.write_text(f'sections = "s.csv"\n{WEEKS}{venues}', "utf-8")
        told = refused_file(sheeted)
        assert "s.csv 第3行 B列「教室」: sections[1].venues[0]" in "\n".join(told)
        assert "one, two are all called '小教室'; write the identifier of one" in "\n".join(told)
        assert not any("大教室" in problem for problem in told)

    def test_names_that_nobody_has(self, sheeted: Path) -> None:
        """
        A name in a row that is nobody's is told as such, with the nearest; a size below 0 also.
        """
        (sheeted.parent / "s.csv").write_text(
            "id,教师,教室,人数\na,黄老师,大教师,\nb,,,-5\n", "utf-8"
        )
        assert [problem.split(": ", 2)[2] for problem in refused_file(sheeted)] == [
            "there is no educator '黄老师'; did you mean '王老师'?",
            "there is no venue '大教师'; did you mean '大教室'?",
            "'size' of the section 'b' is -5; write 0 or more",
        ]

    @pytest.mark.parametrize(
        ("said", "hours"),
        [
            ("周一至周五 8:00-12:00", "MON-FRI 08:00-12:00"),
            ("周一到五8：00到12：00，14：00-17：00", "MON-FRI 08:00-12:00,14:00-17:00"),
            ("星期二、四、六", "TUE 00:00-24:00; THU 00:00-24:00; SAT 00:00-24:00"),
            ("每天 8:00-9:00", "MON-SUN 08:00-09:00"),
            ("礼拜天；周三", "WED 00:00-24:00; SUN 00:00-24:00"),
        ],
    )
    def test_hours_in_chinese(self, sheeted: Path, said: str, hours: str) -> None:
        """
        Weekly hours in a cell may name their days in Chinese.
        """
        (sheeted.parent / "e.csv").write_text(
            f'编号,姓名,科目,可用时间\nwang,王老师,music,"{said}"\n', "utf-8"
        )
        (sheeted.parent / "s.csv").write_text("id\na\n", "utf-8")
        assert str(load_problem(sheeted).educators[0].hours) == hours

    def test_bad_cells(self, sheeted: Path) -> None:
        """
        What cannot be in a table is told with its row and column, all at once.
        """
        (sheeted.parent / "s.csv").write_text(
            "id,人数,size,地址,,周次\na,很多,3,x,,\nB,2,,,,从来不\n", "utf-8"
        )
        assert [problem.split(";")[0] for problem in refused_file(sheeted)] == [
            "p.toml:1:1: sections: s.csv C列「size」: 'size' stands in column B already",
            "p.toml:1:1: sections: s.csv D列「地址」: the key '地址' is not known here",
            "s.csv 第2行 B列「人数」: sections[0].size: expected a whole number, found 很多",
            "s.csv 第3行 A列「id」: sections[1].id: B is not an identifier",
            "s.csv 第3行 F列「周次」: sections[1].weeks: '从来不' names no weeks",
        ]

    def test_bad_tables(self, sheeted: Path) -> None:
        """
        A table that cannot be read, is too long or has no identifiers is refused; nothing else
        is said of what would refer to it.
        """
        folder = sheeted.parent
        (folder / "s.csv").write_text("名称\n合唱班\n", "utf-8")
        (folder / "v.csv").unlink()
        (folder / "e.csv").write_text("id,name\n" + "a,b\n" * (MOST_ROWS + 1), "utf-8")
        assert [problem.split(";")[0] for problem in refused_file(sheeted)] == [
            "p.toml:1:1: sections: s.csv: the key 'id' is missing",
            "p.toml:2:1: venues: v.csv: there is no such file",
            "p.toml:3:1: educators: e.csv: there are 20001 entries",
        ]

    @pytest.mark.parametrize("name", ["../s.csv", "/etc/passwd.csv", "away/s.csv", "a\\u0000.csv"])
    def test_outside(self, sheeted: Path, name: str) -> None:
        """
        No file outside the folder of the problem is opened, through whatever name or link.
        """
        inner = sheeted.parent / "inner"
        inner.mkdir()
        (inner / "away").symlink_to(sheeted.parent)
        path = inner / "p.toml"
        path.write_text(f'sections = "{name}"\n{WEEKS}', "utf-8")
        (problem,) = refused_file(path)
        assert "is not in the folder of this file; put it there" in problem


class TestCalendars:
    def problem(self, folder: Path, lines: str) -> Path:
        """
        Write a problem with a venue and some lines on it.
        """
        path = folder / "p.toml"
        path.write_text(
            f'{WEEKS}[[venues]]\nid = "hall"\nname = "厅"\nkind = "hall"\n{lines}', "utf-8"
        )
        return path

    def test_busy(self, tmp_path: Path) -> None:
        """
        Busy times come out of a calendar, which is read once, for the weeks of the problem.
        """
        asked: list[tuple[bytes, Span]] = []
        times = (BusyTime.parse("2026-09-08"),)

        def read_calendar(data: bytes, days: Span) -> Taken:
            asked.append((data, days))
            return Taken(times)

        (tmp_path / "hall.ics").write_bytes(b"...")
        path = self.problem(
            tmp_path,
            'busy = "hall.ics"\n'
            '[[educators]]\nid = "a"\nname = "a"\nbusy = "hall.ics"\n'
            '[[educators]]\nid = "b"\nname = "b"\nbusy = ["2026-09-09"]\n',
        )
        problem = load_problem(path, read_calendar=read_calendar)
        assert (problem.venues[0].busy, problem.educators[0].busy) == (times, times)
        assert problem.educators[1].busy == (BusyTime.parse("2026-09-09"),)
        assert asked == [(b"...", Span.parse("2026-09-07/2026-09-20"))]

    def test_example(self) -> None:
        """
        The evening school has its classes in tables, and when its hall is taken in a calendar.
        """
        path = EXAMPLE.parent / "evening-school" / "problem.toml"
        problem = load_problem(path, read_calendar=read_busy)
        assert problem.sections[3].educators == ("wu", "zheng")
        assert [str(one) for one in problem.venues[0].busy[-2:]] == [
            "2026-11-18 18:30-21:30",
            "2026-11-25 18:30-21:30",
        ]

    def test_no_reader(self, tmp_path: Path) -> None:
        """
        Without a reader a calendar is refused, and it is said how to give one.
        """
        (problem,) = refused_file(self.problem(tmp_path, 'busy = "hall.ics"'))
        assert problem.startswith("p.toml:9:1: venues[0].busy: 'hall.ics' is a calendar; say load_")

    def test_bad(self, tmp_path: Path) -> None:
        """
        A calendar that is missing, or of weeks that cannot be, is told of at its place.
        """
        path = self.problem(tmp_path, 'busy = "hall.ics"')
        with pytest.raises(ProblemsError) as caught:
            load_problem(path, read_calendar=lambda _data, _days: Taken(()))
        assert "p.toml:9:1: venues[0].busy: " in str(caught.value)
        assert "hall.ics: there is no such file" in str(caught.value)
        (tmp_path / "hall.ics").write_bytes(b"...")
        path.write_text(path.read_text("utf-8").replace("number = 2", "number = 0"), "utf-8")
        with pytest.raises(ProblemsError) as caught:
            load_problem(path, read_calendar=lambda _data, _days: Taken(()))
        assert len(caught.value.problems) == 1


class TestSaveProblem:
    def test_there_and_back(self, tmp_path: Path) -> None:
        """
        A problem is read as an equal one from either format.
        """
        problem = attrs.evolve(
            load_problem(EXAMPLE),
            travel=TravelTimes(
                minutes={("a", "b"): 3, ("b", "a"): 4}, positions={"c": (1, 2)}, unit=2
            ),
        )
        for name in ("p.toml", "p.json"):
            save_problem(problem, tmp_path / name)
            assert load_problem(tmp_path / name) == problem
        with pytest.raises(ProblemsError) as caught:
            save_problem(problem, tmp_path / "p.toml")
        assert "p.toml is already there" in str(caught.value)
        save_problem(problem, tmp_path / "p.toml", force=True)

    def test_little(self) -> None:
        """
        What has its default is left out.
        """
        problem = read(f'{WEEKS}[[demands]]\nkind = "spread"\nweight = "hard"\nid = "own"\n')
        assert problem_to_toml(problem) == (
            'format = 1\n\n[weeks]\nfirst = "2026-09-07"\nnumber = 2\n'
            'periods = ["09:00-10:30", "14:00-15:30"]\n\n'
            '[[demands]]\nkind = "spread"\nid = "own"\nweight = "hard"\n'
        )

    def test_own_demand(self) -> None:
        """
        A demand that is code of the user's own is no part of a file.
        """

        @attrs.frozen(kw_only=True)
        class Mine(PreferHours):
            """
            A demand that no file can name.
            """

        mine: Demand = Mine(hours="MON", id="mine")
        problem = TimetableProblem([], [], [], read(WEEKS).weeks, [mine])
        with pytest.raises(TypeError, match="the demand 'mine' is code of your own"):
            problem_to_toml(problem)
