"""
publish: feeds and their ledger.
"""

from datetime import date
from pathlib import Path

import pytest
from command_runs import HEALTH, loaded, run


class TestPublish:
    def test_twice(self, tmp_path: Path) -> None:
        """
        A second run with nothing changed reports no change, and does not touch a file.
        """
        arguments = (
            "publish",
            HEALTH,
            "--year",
            "2026",
            "--out",
            str(tmp_path),
            "--format",
            "json",
        )
        status, out, _ = run(*arguments, "--at", "2026-01-05T08:00+08:00")
        first = loaded(out)
        assert status == 0
        assert len(first["feeds"]) == 5
        assert len(first["changes"]) == 23
        files = {path.name: (path.read_bytes(), path.stat().st_ino) for path in tmp_path.iterdir()}
        assert set(files) == {
            "health-education.ics",
            "health-education-residents.ics",
            "health-education-youth.ics",
            "health-education-elderly.ics",
            "health-education-mothers.ics",
            "health-education.ledger.json",
        }
        _, out, _ = run(*arguments, "--at", "2026-03-01T08:00+08:00")
        second = loaded(out)
        assert second["changes"] == []
        assert second["feeds"] == first["feeds"]
        again = {path.name: (path.read_bytes(), path.stat().st_ino) for path in tmp_path.iterdir()}
        assert again == files

    def test_text(self, tmp_path: Path) -> None:
        """
        As text there are the feeds with their sizes, the changes, and the year in a line.
        """
        _, out, err = run(
            "publish", HEALTH, "--year", "2026", "--out", str(tmp_path), "--lang", "en"
        )
        lines = out.splitlines()
        assert lines[0] == f"{tmp_path / 'health-education.ics'}  23"
        assert lines[-1] == "2026: month theme: 12, observance: 11; not dated: 4"
        assert err == ""

    def test_warnings(self, tmp_path: Path) -> None:
        """
        What a client would not take is said on standard error.
        """
        plan = tmp_path / "plan.toml"
        daily = "weekly([MON, TUE, WED, THU, FRI, SAT, SUN])"
        duties = "".join(
            f'[[duties]]\nid = "d{number}"\nname = "开放"\nwhen = "{daily}"\n'
            for number in range(3)
        )
        plan.write_text(f'[plan]\nid = "p"\ntitle = "计划"\n{duties}', encoding="utf-8")
        _, _, err = run("publish", str(plan), "--year", "2026", "--out", str(tmp_path / "out"))
        assert err.startswith("p.ics: ")

    def test_files_of_others(self, tmp_path: Path) -> None:
        """
        A file that no ledger knows is not written over without --force; nothing is half-written.
        """
        (tmp_path / "health-education-youth.ics").write_text("mine", encoding="utf-8")
        arguments = ("publish", HEALTH, "--year", "2026", "--out", str(tmp_path))
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert "health-education-youth.ics" in err
        assert [path.name for path in tmp_path.iterdir()] == ["health-education-youth.ics"]
        assert run(*arguments, "--force")[0] == 0

    def test_bad_ledger(self, tmp_path: Path) -> None:
        """
        A ledger that is none is refused, and the feeds stay as they are.
        """
        ledger = tmp_path / "ledger.json"
        ledger.write_text('{"version": 99}', encoding="utf-8")
        out = tmp_path / "out"
        status, _, err = run(
            "publish", HEALTH, "--year", "2026", "--out", str(out), "--ledger", str(ledger)
        )
        assert status == 2
        assert "ledger" in err
        assert not out.exists()


SMALL = """
[plan]
id = "small"
title = "小街计划"

[[audiences]]
id = "elderly"
name = "老年人"

[[venues]]
id = "hall"
name = "礼堂"
kind = "hall"

[[duties]]
id = "meeting"
name = "例会"
when = "fixed(6, 30)"
venue = "hall"

[[duties]]
id = "report"
name = "月报"
due = "monthly(5)"
audiences = ["elderly"]
"""

PROBLEM = """
[problem]
name = "冬季班"

[weeks]
first = 2026-12-21
number = 3
periods = ["09:00-10:30"]

[[sections]]
id = "choir"
name = "合唱班"
audiences = ["elderly"]

[[educators]]
id = "zhao"
name = "赵老师"
"""

TIMETABLE = """
[[sessions]]
section = "choir"
weekday = "TUE"
period = 1
educator = "zhao"
"""


class Town:
    """
    A folder with a plan and a timetable, and what is published from it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.ledger = self.out / "small.ledger.json"
        self.write(SMALL)
        (folder / "problem.toml").write_text(PROBLEM, encoding="utf-8")
        (folder / "timetable.toml").write_text(TIMETABLE, encoding="utf-8")
        self.term = ("--timetable", *(str(folder / f"{name}.toml") for name in NAMES))

    def write(self, plan: str) -> None:
        (self.folder / "plan.toml").write_text(plan, encoding="utf-8")

    def publish(self, *options: str, day: int = 5) -> tuple[int, str, str]:
        plan = str(self.folder / "plan.toml")
        return run("publish", plan, "--year", "2026", *self.common(day), *options)

    def common(self, day: int) -> tuple[str, ...]:
        return "--out", str(self.out), "--at", f"2026-01-{day:02}T08:00+08:00", "--lang", "en"

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.out.iterdir()}


NAMES = ("problem", "timetable")


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


class TestLedgerTrouble:
    def test_lost(self, town: Town) -> None:
        """
        A ledger that is lost is noticed by the feeds; --force goes on above them.
        """
        town.publish()
        town.write(SMALL.replace("fixed(6, 30)", "fixed(7, 1)"))
        town.publish(day=6)
        town.ledger.unlink()
        before = town.files()
        status, out, err = town.publish(day=7)
        assert (status, out) == (2, "")
        assert err.startswith("community-edu: lost-ledger: 13 entries of 'small' are published")
        assert str(town.ledger) in err
        assert town.files() == before
        assert town.publish("--force", day=7)[0] == 0
        assert b"SEQUENCE:2\r\n" in town.files()["small.ics"]
        assert town.publish(day=8)[0] == 0

    def test_old(self, town: Town) -> None:
        """
        An old copy of a ledger is noticed by the feeds; --force goes on above them.
        """
        town.publish()
        old = town.ledger.read_bytes()
        town.write(SMALL.replace("fixed(6, 30)", "fixed(7, 1)"))
        town.publish(day=6)
        town.ledger.write_bytes(old)
        before = town.files()
        status, out, err = town.publish(day=7)
        assert (status, out) == (2, "")
        assert err.startswith("community-edu: old-ledger: the feeds of 'small' in this folder")
        assert town.files() == before
        assert town.publish("--force", day=7)[0] == 0
        assert b"SEQUENCE:3\r\n" in town.files()["small.ics"]

    def test_force_without_trouble(self, town: Town) -> None:
        """
        With a ledger that fits, --force changes nothing.
        """
        town.publish()
        before = town.files()
        assert town.publish("--force", day=6)[0] == 0
        assert town.files() == before

    def test_feeds_fell_behind(self, town: Town) -> None:
        """
        The ledger is written first: if the feeds are older, the next run mends them.
        """
        town.publish()
        feeds = {path: path.read_bytes() for path in town.out.glob("*.ics")}
        town.write(SMALL.replace("fixed(6, 30)", "fixed(7, 1)"))
        town.publish(day=6)
        after = town.files()
        for path, data in feeds.items():
            path.write_bytes(data)
        assert town.publish(day=7)[0] == 0
        assert town.files() == after

    def test_newer_version(self, town: Town) -> None:
        """
        A ledger of a later version of the program is refused, and said to be.
        """
        town.publish()
        text = town.ledger.read_text(encoding="utf-8").replace('"version": 2', '"version": 3')
        town.ledger.write_text(text, encoding="utf-8")
        status, _, err = town.publish("--force", day=6)
        assert status == 2
        assert "it is of version 3, which a later program wrote" in err

    def test_of_another_plan(self, town: Town) -> None:
        """
        A ledger that knows only other plans may be the wrong one: that is said once.
        """
        town.publish()
        town.write(SMALL.replace('id = "small"', 'id = "big"'))
        options = ("--ledger", str(town.ledger))
        status, _, err = town.publish(*options, day=6)
        assert (status, err) == (
            0,
            (
                f"{town.ledger}: the ledger knows nothing of the plan 'big', only of small; if 'big' "
                "has been published before, it is not its ledger\n"
            ),
        )
        assert town.publish(*options, day=7)[2] == ""


class TestChosen:
    def test_by(self, town: Town) -> None:
        """
        With --by there is a feed for each venue, educator and so on that has something in it.
        """
        options = (*town.term, "--term", "winter", "--by", "venue,educator,tag")
        _, out, _ = town.publish(*options, "--format", "json")
        assert [Path(feed["file"]).name for feed in loaded(out)["feeds"]] == [
            "small.ics",
            "small--venue-hall.ics",
            "small--educator-zhao.ics",
        ]
        assert [feed["events"] for feed in loaded(out)["feeds"]] == [16, 1, 3]
        assert "赵老师" not in town.files()["small--educator-zhao.ics"].decode()

    def test_by_nothing(self, town: Town) -> None:
        """
        Without any criterion there is just the feed of everything.
        """
        town.publish("--by", "")
        assert set(town.files()) == {"small.ics", "small.ledger.json"}

    def test_by_what_is_not(self, town: Town) -> None:
        """
        What feeds cannot be chosen by is refused, and nothing is written.
        """
        status, _, err = town.publish("--by", "venues")
        assert status == 2
        assert "there is no criterion 'venues'; did you mean 'venue'?" in err
        assert not town.out.exists()

    def test_timetable_alone(self, town: Town) -> None:
        """
        A timetable is published without a plan, under the identifier that is given.
        """
        _, out, _ = run("publish", *town.term, "--as", "school", *town.common(5))
        lines = out.splitlines()
        assert lines[:2] == [f"{town.out}/school.ics  3", f"{town.out}/school-elderly.ics  3"]
        assert lines[-2:] == ["added: 合唱班 (2027-01-05 09:00)", "冬季班"]
        assert run("publish", *town.term, "--as", "school", *town.common(6))[1].splitlines()[
            2:
        ] == [
            "",
            "冬季班",
        ]

    def test_timetable_later(self, town: Town) -> None:
        """
        A timetable comes later, under the same plan: what is there stays.
        """
        town.publish()
        first = town.files()["small-elderly.ics"]
        town.publish(*town.term, "--term", "winter", day=6)
        again = town.files()["small-elderly.ics"]
        assert again.count(b"BEGIN:VEVENT") == first.count(b"BEGIN:VEVENT") + 3


class TestForms:
    def test_all(self, town: Town) -> None:
        """
        Feeds are written in the forms that are asked for.
        """
        options = [
            "--sessions",
            "series",
            "--todos",
            "--remind",
            "1d,90m",
            "--personal",
            "--cancelled",
            "drop",
        ]
        town.publish(*town.term)
        town.write(SMALL.replace('"meeting"', '"assembly"'))
        town.publish(*town.term, *options, day=6)
        data = town.files()["small.ics"].decode()
        assert data.count("BEGIN:VTODO") == 12
        assert data.count("RRULE:FREQ=WEEKLY") == 1
        assert "TRIGGER:-P1D" in data
        assert "TRIGGER:-PT1H30M" in data
        assert "赵老师" in data
        assert "STATUS:CANCELLED" not in data

    def test_index(self, town: Town) -> None:
        """
        With an address each feed says where it is served, and an index links to them.
        """
        address = "https://small.example/calendars/"
        town.publish("--address", address, "--index")
        files = town.files()
        assert b"SOURCE;VALUE=URI:https://small.example/calendars/small-elderly.ics" in (
            files["small-elderly.ics"].replace(b"\r\n ", b"")
        )
        assert b"webcal://small.example/calendars/small.ics" in files["index.html"]

    def test_notice(self, town: Town) -> None:
        """
        The notice tells what changed; if nothing did it is there, and empty.
        """
        notice = town.folder / "notice.txt"
        town.publish("--notice", str(notice))
        assert notice.read_text(encoding="utf-8").splitlines()[2:4] == [
            "New",
            "- 月报 (12 times): "
            + "; ".join(
                f"{day:%a} 5 {day:%b} 2026" for day in (date(2026, month, 5) for month in MONTHS)
            ),
        ]
        town.publish("--notice", str(notice), day=6)
        assert notice.read_bytes() == b""


MONTHS = range(1, 13)


class TestMisuse:
    @pytest.mark.parametrize(
        ("arguments", "reason"),
        [
            ("", "PLAN: give a plan, or --timetable PROBLEM TIMETABLE --as ID"),
            ("--timetable a b", "PLAN: give a plan, or --timetable PROBLEM TIMETABLE --as ID"),
            ("--timetable a b --as c --year 2026", "--year: only with PLAN"),
            ("plan.toml", "--year: which year of the plan?"),
            ("plan.toml --year 2026 --as c", "--as: not with PLAN, which has an identifier"),
            ("plan.toml --year 2026 --term c", "--term: only with --timetable"),
            (
                "plan.toml --year 2026 --index",
                "--index: only with --address, and not with --personal",
            ),
            (
                "plan.toml --year 2026 --index --address https://a.example --personal",
                "--index: only with --address, and not with --personal",
            ),
            ("plan.toml --year 2026 --remind 1d,x", "argument --remind"),
            ("plan.toml --year 2026 --remind 1y", "argument --remind"),
        ],
    )
    def test_refused(self, arguments: str, reason: str) -> None:
        """
        Options that do not go together are refused before anything is read.
        """
        status, out, err = run("publish", "--out", "out", *arguments.split())
        assert (status, out) == (2, "")
        assert reason in err
