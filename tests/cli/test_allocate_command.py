"""
allocate: lecturers given to the points that chose from a menu.
"""

import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from command_runs import EXAMPLES, loaded, run

from community_edu.exchange.timetabling import load_problem

MENUS = EXAMPLES / "menus"
SPRING = str(MENUS / "spring.toml")
CHOICES = str(MENUS / "choices.csv")

LITTLE = """\
[menu]
id = "spring"
edition = { zh = "春季", en = "Spring" }

[[items]]
id = "tea"
name = { zh = "茶艺", en = "Tea" }
subject = "tea"

[[educators]]
id = "li"
name = { zh = "李老师", en = "Ms Li" }
teaches = ["tea"]
sessions = 2

[[choices]]
point = "east"
item = "tea"
"""

MORE = '[[choices]]\npoint = "west"\nitem = "tea"\nsessions = 2\n'
WEEKS = '[weeks]\nfirst = 2027-03-01\nnumber = 2\nperiods = ["09:00-10:30"]\n'


@pytest.fixture
def little(tmp_path: Path) -> str:
    """
    Write a menu all of which is granted, and return its path.
    """
    path = tmp_path / "little.toml"
    path.write_text(LITTLE, "utf-8")
    return str(path)


def without_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Be where OR-Tools is not installed.
    """
    for name in [name for name in sys.modules if name.startswith("ortools.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)


class TestAllocate:
    def test_everything_granted(self, little: str) -> None:
        """
        What is granted is shown by point; the status is 0 if that is all.
        """
        status, out, err = run("allocate", little, "--lang", "en")
        assert (status, err) == (0, "")
        assert out.partition("\n\n")[2] == (
            "east: 1 of 1 sessions\n  1 × Tea: Ms Li\n\nIn all\n  Tea: 1 of 1 sessions\n"
        )

    def test_unmet(self, little: str) -> None:
        """
        A choice that is not granted in full has its reason, and makes the status 1.
        """
        Path(little).write_text(LITTLE + MORE, "utf-8")
        status, out, _ = run("allocate", little)
        assert status == 1
        assert "  未满足：茶艺 1 次（第 1 志愿），能讲的讲师时间或次数已用完：李老师\n" in out

    def test_example(self) -> None:
        """
        The example serves every point alike, and tells what nobody could be found for.
        """
        pytest.importorskip("ortools")
        status, out, err = run("allocate", SPRING, CHOICES, "--format", "json", "--lang", "en")
        record = loaded(out)
        assert (status, err, record["status"], record["note"]) == (1, "", "optimal", None)
        assert [one["granted"] for one in record["points"]] == [2, 2, 2, 2, 2, 2]
        assert record["items"][0] == {"id": "law", "name": "Law", "wished": 6, "granted": 4}
        assert {"point", "item", "educator", "sessions", "minutes"} == set(record["grants"][0])
        reasons = {(one["point"], one["item"]): one["reason"] for one in record["unmet"]}
        assert reasons["west-gate", "weather"] == "all of its 4 sessions are given"

    def test_aim(self, little: str) -> None:
        """
        With the other aim the better wishes come first, whoever has them.
        """
        Path(little).write_text(f"{LITTLE}rank = 2\n{MORE}", "utf-8")
        arguments = ("allocate", little, "--format", "json", "--time-limit", "9", "--seed", "1")
        for aim, granted in (("points", [1, 1]), ("sessions", [0, 2])):
            record = loaded(run(*arguments, "--aim", aim)[1])
            assert [one["granted"] for one in record["points"]] == granted

    @pytest.mark.parametrize(
        ("name", "first"),
        [("a.json", "{"), ("a.csv", "教学点,项目,讲师,次数,说明"), ("a.txt", "春季：")],
    )
    def test_output(self, little: str, tmp_path: Path, name: str, first: str) -> None:
        """
        A file is written in the format of its name, and not over another.
        """
        target = tmp_path / name
        assert run("allocate", little, "-o", str(target))[:2] == (0, "")
        assert target.read_text("utf-8-sig").startswith(first)
        assert run("allocate", little, "-o", str(target))[0] == 2

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The menu may come from standard input.
        """
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(LITTLE.encode())))
        assert run("allocate", "-")[0] == 0

    def test_needs(self, little: str) -> None:
        """
        What points need is allocated as if they had chosen it.
        """
        need = '[[needs]]\npoint = "west"\nsubject = "tea"\n'
        Path(little).write_text(f"{LITTLE}{need}", "utf-8")
        status, out, _ = run("allocate", little, "--lang", "en")
        assert (status, "west: 1 of 1 sessions" in out) == (0, True)

    def test_without_the_extra(self, little: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the solver the points take turns, and it is said what the extra gives.
        """
        without_solver(monkeypatch)
        advice = "pip install 'community-edu[solver]'"
        status, out, err = run("allocate", little, "--lang", "en")
        assert (status, advice in out.partition("\n\n")[0], err) == (0, True, "")
        status, out, err = run("allocate", little, "--format", "csv")
        assert (status, advice in out, advice in err) == (0, False, True)

    def test_doubts(self, little: str) -> None:
        """
        What is doubtful is a message with its place, and no status.
        """
        text = LITTLE.replace('subject = "tea"', 'subject = "tea"\naudiences = ["youth"]')
        other = '[[items]]\nid = "erhu"\nname = { zh = "二胡", en = "Erhu" }\n'
        Path(little).write_text(f"{text}{other}", "utf-8")
        status, _, err = run("allocate", little, "--lang", "en")
        assert (status, err.splitlines()) == (
            0,
            [
                (
                    f"{little}:20:1: warning menu-item-of-nobody: nobody gives 'Erhu'; "
                    "name its educators, or a subject that somebody teaches"
                )
            ],
        )


class TestProblem:
    def test_problem_for_schedule(self, little: str, tmp_path: Path) -> None:
        """
        What is granted is written as a problem of which schedule makes a timetable.
        """
        Path(little).write_text(LITTLE + WEEKS, "utf-8")
        target = tmp_path / "sessions.toml"
        assert run("allocate", little, "--problem", str(target))[0] == 0
        (section,) = load_problem(target).sections
        assert (section.id, section.place, section.educators) == ("east.tea.li", "east", ("li",))
        status, out, _ = run("schedule", str(target), "--time-limit", "5", "--lang", "en")
        assert (status, "Tea (east) · Ms Li · week " in out) == (0, True)
        status, _, err = run("allocate", little, "--problem", str(target), "--lang", "en")
        assert (status, "file-exists" in err) == (2, True)
        assert run("allocate", little, "--problem", str(target), "--force")[0] == 0

    def test_without_weeks(self, little: str, tmp_path: Path) -> None:
        """
        A menu that does not say when has no such problem, which is said before anything is done.
        """
        target = tmp_path / "sessions.toml"
        status, out, err = run("allocate", little, "--problem", str(target), "--lang", "en")
        assert (status, out, target.exists()) == (2, "", False)
        assert err == (
            f"{little}: no-weeks: the menu does not say in which weeks; add the table 'weeks'\n"
        )


class TestMisuse:
    @pytest.mark.parametrize(
        "arguments",
        [("--aim", "rank"), ("--time-limit", "0"), ("--seed", "x"), ("--format", "toml")],
    )
    def test_refused(self, little: str, arguments: tuple[str, ...]) -> None:
        """
        Arguments that cannot be are refused.
        """
        status, out, err = run("allocate", little, *arguments)
        assert (status, out, "invalid" in err) == (2, "", True)

    def test_bad_files(self, little: str, tmp_path: Path) -> None:
        """
        What cannot be used is told a line a problem, with its place in the file or the table.
        """
        table = tmp_path / "choices.csv"
        table.write_text("教学点,项目,次数\nwest,tee,x\n", "utf-8")
        Path(little).write_text(LITTLE.replace("sessions", "session"), "utf-8")
        status, out, err = run("allocate", little, str(table), "--lang", "en")
        assert (status, out) == (2, "")
        assert [line.partition(": ")[0] for line in err.splitlines()] == [
            f"{little}:14:1",
            f"{table} 第2行 B列「项目」",
            f"{table} 第2行 C列「次数」",
        ]


class TestTemplate:
    def test_template(self, tmp_path: Path) -> None:
        """
        All that the template of a menu wishes is granted.
        """
        target = tmp_path / "menu.toml"
        assert run("new", "menu", "-o", str(target)) == (0, "", "")
        status, out, err = run("allocate", str(target), "--format", "json")
        assert (status, [one["granted"] for one in loaded(out)["points"]]) == (0, [2, 1]), err
