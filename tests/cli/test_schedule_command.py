"""
schedule: a timetable made, judged, explained and mended.
"""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from unittest import mock

import pytest
from command_runs import EXAMPLES, loaded, run

from community_edu.base import Text
from community_edu.cli.progress import progress_line, watched
from community_edu.scheduling.solvers import SolveProgress

PROBLEMS = EXAMPLES / "problems"
SCHOOL = str(PROBLEMS / "community-school.toml")
BY_HAND = str(PROBLEMS / "by-hand.csv")
AWAY = str(PROBLEMS / "lecturer-away.toml")
CROWDED = str(PROBLEMS / "crowded.toml")

LITTLE = """\
[problem]
name = { zh = "小课表", en = "Little timetable" }

[weeks]
first = 2026-09-07
number = 2
periods = ["09:00-10:30"]
weekdays = ["MON", "TUE"]

[[sections]]
id = "choir"
name = { zh = "合唱班", en = "Choir" }
groups = ["a"]

[[sections]]
id = "chess"
name = { zh = "棋班", en = "Chess" }
groups = ["a"]

[[pins]]
section = "chess"
weekday = "TUE"
"""

TEXT = """\
Little timetable
Monday
  09:00–10:30  Choir
Tuesday
  09:00–10:30  Chess
"""


@pytest.fixture
def little(tmp_path: Path) -> str:
    """
    Write a problem with one timetable, and return its path.
    """
    path = tmp_path / "little.toml"
    path.write_text(LITTLE, "utf-8")
    return str(path)


LAZY = ("community_edu.scheduling.cpsat", "community_edu.scheduling.repairing.")
"""
Modules some of which import OR-Tools, perhaps in another test before.
"""


@contextmanager
def without_solver() -> Generator[None]:
    """
    Be where OR-Tools is not installed.
    """
    with mock.patch.dict(sys.modules):
        for name in list(sys.modules):
            if name.startswith(("ortools", *LAZY)):
                del sys.modules[name]
        sys.modules["ortools"] = None  # type: ignore[assignment]  # pyright: ignore[reportArgumentType]
        yield


def lines(text: str) -> list[str]:
    """
    Return the lines of a text.
    """
    return text.splitlines()


class TestSolve:
    def test_text(self, little: str) -> None:
        """
        A timetable is shown as a week, below how good it is.
        """
        status, out, _ = run("schedule", little, "--time-limit", "5", "--lang", "en")
        assert (status, out.partition("\n\n")[2]) == (0, TEXT)
        assert "2 meetings placed, cost 0" in lines(out)[0]

    def test_json(self, little: str) -> None:
        """
        As JSON it has its status, cost and bound, and the days of each meeting.
        """
        status, out, _ = run(
            "schedule", little, "--time-limit", "5", "--format", "json", "--seed", "3"
        )
        record = loaded(out)
        assert (status, record["cost"], record["unplaced"]) == (0, 0, [])
        assert record["status"] in {"optimal", "feasible"}
        assert record["sessions"][0] == {
            "section": "choir",
            "number": 1,
            "weekday": "MON",
            "period": 1,
            "start": "09:00",
            "end": "10:30",
            "weeks": "all",
            "dates": ["2026-09-07", "2026-09-14"],
            "venue": None,
            "educator": None,
        }

    @pytest.mark.parametrize("suffix", ["json", "toml", "csv"])
    def test_output(self, little: str, tmp_path: Path, suffix: str) -> None:
        """
        A file is written in the format of its name, and can be judged and begun with.
        """
        target = str(tmp_path / f"t.{suffix}")
        assert run("schedule", little, "-o", target, "--time-limit", "5")[:2] == (0, "")
        assert run("schedule", "--check", little, target, "--lang", "en") == (
            0,
            "every hard demand is kept, cost 0\n",
            "",
        )
        assert run("schedule", little, "-o", target, "--time-limit", "5")[0] == 2
        status, out, _ = run(
            "schedule", little, "--start", target, "--deterministic", "--workers", "1"
        )
        assert (status, "合唱班" in out) == (0, True)

    def test_views(self, little: str) -> None:
        """
        One section, group or person may be shown alone.
        """
        arguments = ("schedule", little, "--time-limit", "5", "--lang", "en")
        _, out, _ = run(*arguments, "--by", "section", "chess")
        assert lines(out)[2:] == ["Chess", "Tuesday", "  09:00–10:30  Chess"]
        status, _, err = run(*arguments, "--by", "section", "ches")
        assert (status, "did you mean 'chess'?" in err) == (2, True)

    def test_what_has_no_place(self) -> None:
        """
        What cannot be placed is listed with the reason, and is status 1.
        """
        status, out, _ = run(
            "schedule", CROWDED, "--time-limit", "5", "--format", "json", "--lang", "en"
        )
        record = loaded(out)
        assert (status, record["status"], len(record["sessions"])) == (1, "partial", 3)
        assert [sorted(one) for one in record["unplaced"]] == [["number", "reason", "section"]]

    def test_without_the_extra(self, little: str) -> None:
        """
        Without the solver a timetable is made and mended all the same, and it is said what the
        extra gives.
        """
        advice = "pip install 'community-edu[solver]'"
        with without_solver():
            status, out, err = run("schedule", little, "--lang", "en")
            assert (status, out.partition("\n\n")[2], advice in out, err) == (0, TEXT, True, "")
            status, out, err = run("schedule", little, "--format", "json")
            assert (status, advice in loaded(out)["note"], advice in err) == (0, True, True)
            status, out, err = run("schedule", "--repair", SCHOOL, BY_HAND, AWAY)
            assert (status, advice in out.partition("\n\n")[0], err) == (0, True, "")

    def test_doubts(self, little: str) -> None:
        """
        What is doubtful about a problem or its calendars is a message with its place.
        """
        path = Path(little)
        wish = '[[demands]]\nkind = "prefer-hours"\naudience = "elderly"\nhours = "MON"\n'
        venue = '[[venues]]\nid = "room"\nname = "x"\nkind = "room"\nbusy = "room.ics"\n'
        path.write_text(f"{LITTLE}{wish}{venue}", "utf-8")
        event = "BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT"
        path.with_name("room.ics").write_text(f"BEGIN:VCALENDAR\r\n{event}\r\nEND:VCALENDAR\r\n")
        _, _, err = run("schedule", little, "--time-limit", "5", "--lang", "en")
        assert [line.removeprefix(little).split(": ")[1] for line in lines(err)[:2]] == [
            "warning busy-event-unread",
            "warning audience-of-no-section",
        ]
        assert lines(err)[1].startswith(f"{little}:25:1: ")

    def test_template(self, tmp_path: Path) -> None:
        """
        The template of a problem has a timetable.
        """
        target = tmp_path / "problem.toml"
        assert run("new", "problem", "-o", str(target)) == (0, "", "")
        status, out, err = run("schedule", str(target), "--time-limit", "5", "--format", "json")
        assert (status, len(loaded(out)["sessions"])) == (0, 5), err


class TestCheck:
    def test_by_hand(self) -> None:
        """
        A timetable made in a spreadsheet is judged, each wish with its cost.
        """
        status, out, err = run("schedule", "--check", SCHOOL, BY_HAND, "--format", "json")
        record = loaded(out)
        assert (status, err, record["violations"], record["cost"]) == (0, "", [], 4)
        assert record["costs"]["spread"] == 0
        assert [one["cost"] for one in record["wishes"]] == [2, 2]

    def test_broken(self, little: str, tmp_path: Path) -> None:
        """
        A timetable that breaks what is hard is status 1.
        """
        table = tmp_path / "t.csv"
        table.write_text("班级,星期,节次\nchoir,周二,1\nchess,周二,1\n", "utf-8")
        arguments = ("schedule", "--check", little, str(table), "--lang", "en")
        status, out, _ = run(*arguments)
        assert (status, lines(out)[0]) == (1, "1 violations of hard demands, cost 0")
        record = loaded(run(*arguments, "--format", "json")[1])
        assert [one["demand"] for one in record["violations"]] == ["no-clash-group"]

    def test_after_a_change(self, tmp_path: Path) -> None:
        """
        A timetable may be judged by the problem as it is after a change.
        """
        status, out, _ = run("schedule", "--check", SCHOOL, BY_HAND, AWAY, "--lang", "en")
        assert status == 1
        assert "[educator-available hard]" in out
        target = str(tmp_path / "t.json")
        run("schedule", "--repair", SCHOOL, BY_HAND, AWAY, "-o", target)
        assert run("schedule", "--check", SCHOOL, target, AWAY)[0] == 0

    @pytest.mark.parametrize(
        "text",
        [
            '{"sessions": [{"section": "choir", "weekday": "MON", "period": 1}]}',
            'sessions = [{ section = "choir", weekday = "MON", period = 1 }]',
        ],
    )
    def test_standard_input(self, little: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The timetable may come from standard input, in either format.
        """
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text.encode())))
        status, out, _ = run("schedule", "--check", little, "-", "--lang", "en")
        assert (status, "'Chess'" in out) == (1, True)

    def test_problem_from_standard_input(
        self, little: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The problem may come from standard input.
        """
        table = tmp_path / "t.csv"
        table.write_text("班级,星期,节次\nchoir,周一,1\nchess,周二,1\n", "utf-8")
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(Path(little).read_bytes())))
        assert run("schedule", "--check", "-", str(table))[0] == 0


class TestExplain:
    def test_conflict(self) -> None:
        """
        Why there is no timetable is said in sentences, and is status 1.
        """
        status, out, _ = run("schedule", "--explain", CROWDED, "--lang", "en")
        assert (status, "'Music room 1' and 'Music room 2'" in out) == (1, True)
        status, out, _ = run("schedule", "--explain", CROWDED, "--lang", "en", "--format", "json")
        record = loaded(out)
        assert (status, record["kind"]) == (1, "counting")
        assert set(record["conflict"][0]) == {"demand", "of", "subjects", "message"}
        assert record["sentences"]
        assert record["relaxations"]

    def test_none(self, little: str) -> None:
        """
        Where there is a timetable, there is nothing to explain.
        """
        pytest.importorskip("ortools")
        status, out, _ = run("schedule", "--explain", little, "--lang", "en")
        assert (status, lines(out)) == (0, ["there is a timetable"])


class TestRepair:
    def test_text(self) -> None:
        """
        The changes are told first, then what the extra would give, if it is not there, then the
        timetable.
        """
        status, out, _ = run("schedule", "--repair", SCHOOL, BY_HAND, AWAY, "--lang", "en")
        assert status == 0
        assert lines(out)[0].startswith("1 meeting moves")
        assert lines(out)[1] == "Choir, weeks 7–8: Wednesday 08:30–10:00, Mr Li becomes Ms Sun"
        assert "Autumn timetable of the community school" in lines(out)[3:5]

    def test_json(self) -> None:
        """
        As JSON it is a timetable with the list of changes.
        """
        status, out, _ = run(
            "schedule", "--repair", SCHOOL, BY_HAND, AWAY, "--format", "json", "--lang", "en"
        )
        record = loaded(out)
        assert status == 0
        assert record["changes"] == [
            {
                "section": "choir",
                "number": 1,
                "weeks": "7-8",
                "what": ["educator"],
                "message": "Choir, weeks 7–8: Wednesday 08:30–10:00, Mr Li becomes Ms Sun",
            }
        ]
        assert len(record["sessions"]) == 13

    def test_table(self, tmp_path: Path) -> None:
        """
        With a table the changes are a message.
        """
        target = tmp_path / "t.csv"
        _, out, err = run("schedule", "--repair", SCHOOL, BY_HAND, AWAY, "-o", str(target))
        assert (out, "孙老师" in err) == ("", True)
        assert "合唱团,1,周三,1,08:30,10:00,7-8周,音乐室,孙老师" in target.read_text("utf-8-sig")

    def test_past(self) -> None:
        """
        What is held before a day stays.
        """
        arguments = ("schedule", "--repair", SCHOOL, BY_HAND, AWAY, "--lang", "en")
        status, out, _ = run(*arguments, "--as-of", "2026-10-26")
        assert (status, "Choir, week 8:" in out) == (0, True)
        status, _, err = run(*arguments, "--as-of", "someday")
        assert (status, "--as-of: a day such as 2026-10-19" in err) == (2, True)

    def test_no_place(self, little: str, tmp_path: Path) -> None:
        """
        What has no place after a change is status 1.
        """
        table, change = tmp_path / "t.csv", tmp_path / "c.toml"
        table.write_text("班级,星期,节次\nchoir,周一,1\nchess,周二,1\n", "utf-8")
        change.write_text(
            '[[changes]]\nkind = "section-added"\nsection = { id = "late", groups = ["a"] }\n',
            "utf-8",
        )
        assert run("schedule", "--repair", little, str(table), str(change))[0] == 1


class TestMisuse:
    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("p.toml", "t.csv"), "schedule: give PROBLEM"),
            (("--check", "p.toml"), "--check: give PROBLEM TIMETABLE [CHANGE]"),
            (("--repair", "p.toml", "t.csv"), "--repair: give PROBLEM TIMETABLE CHANGE"),
            (("--explain", "p.toml", "t.csv"), "--explain: give PROBLEM"),
            (("--check", "-", "-"), "-: only one file can be standard input"),
            (("--explain", "p.toml", "--start", "t.csv"), "--start: not with this form"),
            (("--check", "p.toml", "t", "--deterministic"), "--deterministic: not with this form"),
            (("p.toml", "--as-of", "2026-09-07"), "--as-of: not with this form"),
            (("--explain", "p.toml", "--format", "csv"), "--format csv: not with this form"),
            (("p.toml", "--by", "venue", "a", "--format", "json"), "--by: not with this form"),
            (("p.toml", "--by", "room", "a"), "--by room: not with this form"),
            (("p.toml", "--time-limit", "0"), "invalid"),
            (("p.toml", "--time-limit", "inf"), "invalid"),
            (("p.toml", "--workers", "0"), "invalid"),
            (("--check", "--explain", "p.toml"), "not allowed with argument"),
        ],
    )
    def test_refused(self, arguments: tuple[str, ...], told: str) -> None:
        """
        What does not go together is refused before a file is read.
        """
        status, out, err = run("schedule", *arguments)
        assert (status, out, told in err) == (2, "", True)

    def test_bad_files(self, little: str, tmp_path: Path) -> None:
        """
        What cannot be used is told a line a problem, with its place.
        """
        Path(little).write_text(LITTLE.replace("sections", "section"), "utf-8")
        status, out, err = run("schedule", little, "--lang", "en")
        assert (status, out) == (2, "")
        assert lines(err)[0].startswith(f"{little}:10:1: unknown-key: section: ")
        table = tmp_path / "t.csv"
        table.write_text("a\nb\n", "utf-8")
        status, out, err = run("schedule", "--check", SCHOOL, str(table))
        assert (status, out, len(lines(err))) == (2, "", 3)


class Terminal(StringIO):
    """
    Where messages go, if that is a terminal.
    """

    def isatty(self) -> bool:
        """
        Say that it is one.
        """
        return True


PROGRESS = SolveProgress(2.5, 91, 85, 349, 349, Text("搜索", en="search"))
NOTHING_YET = SolveProgress(0.1, None, None, 0, 349, Text("开始", en="start"))


def refusing(library: str, error: Exception) -> object:
    """
    Return an import that does not find a library.
    """
    import builtins

    real = builtins.__import__

    def load(name: str, *rest: object, **more: object) -> object:
        if name.partition(".")[0] == library:
            raise error
        return real(name, *rest, **more)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    return load


class TestProgress:
    def test_lines(self) -> None:
        """
        A line says what is known so far.
        """
        assert progress_line(PROGRESS, "en") == "2.5 s, 349/349 placed, cost 91, bound 85, search"
        assert progress_line(NOTHING_YET, "en") == "0.1 s, 0/349 placed, start"
        assert progress_line(NOTHING_YET, "zh-CN") == "0.1 秒，排定 0/349，开始"

    def test_no_terminal(self) -> None:
        """
        Into a file nothing is shown.
        """
        with watched("en") as show:
            assert show is None

    def test_plain(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        On a terminal one line is written over and over, and is gone in the end.
        """
        terminal = Terminal()
        monkeypatch.setattr("sys.stderr", terminal)
        missing = ModuleNotFoundError("no rich", name="rich")
        with mock.patch("builtins.__import__", refusing("rich", missing)), watched("en") as show:
            assert show is not None
            show(PROGRESS)
        assert terminal.getvalue() == f"\r\x1b[K{progress_line(PROGRESS, 'en')}\r\x1b[K"

    def test_rich(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Rich shows the same line, if it is installed.
        """
        pytest.importorskip("rich")
        terminal = Terminal()
        monkeypatch.setattr("sys.stderr", terminal)
        with watched("zh-CN") as show:
            assert show is not None
            show(PROGRESS)
        assert isinstance(terminal.getvalue(), str)
