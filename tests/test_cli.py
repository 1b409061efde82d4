"""
The command, run as a user runs it: what it prints, what it writes, how it ends.
"""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

import community_edu
from community_edu import base, cli

ROOT = Path(__file__).parents[1]
STREET = str(ROOT / "examples" / "plans" / "jingtai-street.toml")
HEALTH = str(ROOT / "examples" / "plans" / "health-education.toml")
EVIDENCE = str(ROOT / "examples" / "evidence" / "jingtai-street.toml")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """
    Run the command in this process: status, standard output, standard error.
    """

    def run_command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = cli.main(arguments)
        except SystemExit as leaving:
            status = int(str(leaving.code))
        sys.stdout.flush()
        sys.stderr.flush()
        captured = capfdbinary.readouterr()
        return status, captured.out.decode(), captured.err.decode()

    return run_command


def loaded(text: str) -> Any:  # noqa: ANN401 - whatever the JSON is
    """
    Read the JSON that a command printed.
    """
    return json.loads(text)


class TestCheck:
    def test_findings(self, run: Run) -> None:
        """
        Findings are printed one a line, with file, line, column, code and source; the status is 1.
        """
        status, out, err = run("check", HEALTH, "--year", "2026", "--lang", "en")
        assert status == 1
        (line,) = [line for line in out.splitlines() if "National Immunisation Day" in line]
        lines = Path(HEALTH).read_text(encoding="utf-8").splitlines()
        number = lines.index('id = "immunisation-day"')  # the header of the entry stands above
        assert line.startswith(f"{HEALTH}:{number}:1: warning date-in-other-month: ")
        assert "in 2026 it is on 2026-04-25" in line
        assert "⟨001-3:60 “全国计划免疫宣传日”⟩" in line
        assert err == f"findings: {len(out.splitlines())} (error 1, warning 11, info 0)\n"

    def test_json(self, run: Run) -> None:
        """
        As JSON each finding has a code, a severity, a place and a message.
        """
        status, out, _ = run("check", STREET, "--year", "2026", "--format", "json")
        findings = loaded(out)["findings"]
        assert status == 1
        assert {"code", "severity", "place", "message"} <= set(findings[0])
        unkept = [finding["message"] for finding in findings if finding["code"] == "quota-not-met"]
        assert [message.endswith("日历中 2026 有 0 次") for message in unkept] == [True, True]

    def test_without_year(self, run: Run) -> None:
        """
        Without a year nothing is said of dates.
        """
        _, out, err = run("check", HEALTH)
        assert "date-in-other-month" not in out
        assert "text-typo" in out
        assert err.startswith("共 ")

    def test_fine(self, run: Run, tmp_path: Path) -> None:
        """
        A plan about which there is nothing to say gives nothing, and status 0.
        """
        path = tmp_path / "plan.toml"
        path.write_text('[plan]\nid = "p"\ntitle = "计划"\n', encoding="utf-8")
        assert run("check", str(path), "--year", "2026") == (
            0,
            "",
            "共 0 条：错误 0、注意 0、提示 0\n",
        )

    def test_standard_input(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A dash reads the plan from standard input.
        """
        text = BytesIO('[plan]\nid = "P"\ntitle = "计划"\n'.encode())
        monkeypatch.setattr("sys.stdin", TextIOWrapper(text))
        status, out, err = run("check", "-")
        assert (status, out) == (2, "")
        assert err.startswith("<stdin>:2:1: invalid-id: plan.id: “P”不是有效的标识")


class TestCalendar:
    def test_json(self, run: Run) -> None:
        """
        The year as JSON has the Double Ninth, immunisation day with its finding, and AIDS day.
        """
        status, out, _ = run("calendar", HEALTH, "--year", "2026", "--format", "json")
        entries = {entry["id"]: entry for entry in loaded(out)["entries"]}
        assert status == 0
        assert entries["health-education/old-peoples-day/2026"]["start"] == "2026-10-18"
        immunisation = entries["health-education/immunisation-day/2026"]
        assert (immunisation["start"], immunisation["end"]) == ("2026-04-25", "2026-04-26")
        assert immunisation["findings"] == ["date-in-other-month"]
        assert entries["health-education/aids-day/2026"]["start"] == "2026-12-01"
        assert {"id", "kind", "title", "start", "end", "all_day", "duty", "source"} <= set(
            immunisation
        )

    def test_json_of_the_rest(self, run: Run) -> None:
        """
        What is not dated is in the JSON too: windows, unresolved promises, findings.
        """
        _, out, _ = run(
            "calendar", STREET, "--year", "2026", "--format", "json", "--terms", "CN-310000"
        )
        year = loaded(out)
        assert "2026-09-01" in {window["end"] for window in year["windows"]}
        assert [u["code"] for u in year["unresolved"] if u["duty"] == "learning-week"] == [
            "edition-without-date"
        ]
        assert "anchor-assumed" in {finding["code"] for finding in year["findings"]}

    def test_text(self, run: Run) -> None:
        """
        As text it is a list of days that a person reads, with what has no date at its end.
        """
        _, out, _ = run("calendar", HEALTH, "--year", "2026", "--lang", "en")
        assert "24 Mar Tue  World Tuberculosis Day\n" in out
        assert "18 Oct Sun  Old people's day (Double Ninth) ※\n" in out
        assert "Not dated:\n- 'Training of health educators' says only 'regularly'" in out

    def test_text_of_nothing(self, run: Run, tmp_path: Path) -> None:
        """
        A plan without dates, doubts and gaps is one line.
        """
        path = tmp_path / "plan.toml"
        path.write_text('[plan]\nid = "p"\ntitle = "计划"\n', encoding="utf-8")
        _, out, _ = run("calendar", str(path), "--year", "2026")
        assert out == "计划  2026 年：没有日期；未能定日 0 项\n\n"

    @pytest.mark.parametrize(
        ("form", "beginning"),
        [("ics", b"BEGIN:VCALENDAR\r\n"), ("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbf")],
    )
    def test_files(self, run: Run, tmp_path: Path, form: str, beginning: bytes) -> None:
        """
        Other formats are written whole to a file, and never over one that is there.
        """
        target = tmp_path / f"year.{form}"
        arguments = ("calendar", HEALTH, "--year", "2026", "--format", form, "-o", str(target))
        assert run(*arguments) == (0, "", "")
        assert target.read_bytes().startswith(beginning)
        status, _, err = run(*arguments, "--lang", "en")
        assert status == 2
        assert "--force" in err
        assert run(*arguments, "--force")[0] == 0

    def test_instant(self, run: Run) -> None:
        """
        The instant of publication is taken from the option; one without a zone is refused.
        """
        arguments = (
            "calendar",
            HEALTH,
            "--year",
            "2026",
            "--format",
            "ics",
            "--lang",
            "en",
            "--at",
        )
        _, out, _ = run(*arguments, "2026-01-05T08:00+08:00")
        assert "DTSTAMP:20260105T000000Z" in out
        status, _, err = run(*arguments, "2026-01-05")
        assert status == 2
        assert err.startswith("community-edu: unusable-instant: 2026-01-05 cannot be")
        assert run(*arguments, "yesterday")[0] == 2


class TestDates:
    @pytest.mark.parametrize(
        ("year", "day"), [("1978", "1978-09-17"), ("2033", "2033-09-08"), ("2057", "2057-09-13")]
    )
    def test_mid_autumn(self, run: Run, year: str, day: str) -> None:
        """
        Mid-Autumn is right in the years that libraries get wrong.
        """
        assert run("dates", "mid_autumn", "--from", year, "--to", year) == (0, f"{day}\n", "")

    def test_two_centuries(self, run: Run) -> None:
        """
        From 1900 to 2100 there is one Mid-Autumn a year.
        """
        _, out, _ = run("dates", "中秋节", "--from", "1900", "--to", "2100", "--format", "json")
        assert [entry["start"][:4] for entry in loaded(out)] == [
            str(year) for year in range(1900, 2101)
        ]

    @pytest.mark.parametrize(
        ("rule", "lines"),
        [
            ("nth_weekday(5,SUN,2)", "2026-05-10\n"),
            ("lunar(9,9)", "2026-10-18\n"),
            ("breastfeeding_week", "2026-08-01 – 2026-08-07\n"),
            ("before(double_ninth, days=7)", "2026-10-11 – 2026-10-17\n"),
        ],
    )
    def test_rules(self, run: Run, rule: str, lines: str) -> None:
        """
        A rule is answered like an observance; a run of days by its first and last day.
        """
        assert run("dates", rule, "--from", "2026", "--to", "2026") == (0, lines, "")

    def test_unresolved(self, run: Run) -> None:
        """
        What cannot be dated is said on standard error, and the status is 1.
        """
        status, out, err = run(
            "dates", "before(spring_festival)", "--from", "2026", "--to", "2027", "--lang", "en"
        )
        assert (status, out) == (1, "")
        assert err == "the plan does not say how many days around spring_festival; add days=…\n"

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("mid_autum", "--from", "2026", "--to", "2026"), "did you mean 'mid_autumn'?"),
            (("lunar(13,1)", "--from", "2026", "--to", "2026"), "month 13 does not exist; it can be 1–12"),
            (("fixed(2,30)", "--from", "2026", "--to", "2026"), "day 2-30 does not exist"),
            (("laba", "--from", "1900", "--to", "1901"), "the year 1900 is out of range; take one from 1901"),
            (("laba", "--from", "1800", "--to", "1901"), "the year 1800 is out of range; take one from 1900"),
            (("laba", "--from", "2000", "--to", "2101"), "the year 2101 is out of range"),
        ],
    )  # fmt: skip
    def test_bad_input(self, run: Run, arguments: tuple[str, ...], sentence: str) -> None:
        """
        What cannot be answered is refused with what could be.
        """
        status, out, err = run("dates", *arguments, "--lang", "en")
        assert (status, out) == (2, "")
        assert sentence in err


class TestEvaluate:
    def test_text(self, run: Run) -> None:
        """
        Each criterion has its verdict, its reason and what it would take; not met gives status 1.
        """
        status, out, _ = run("evaluate", STREET, EVIDENCE, "--lang", "en")
        assert status == 1
        assert out.splitlines()[0] == (
            "Yearly training rate of employees: not met "
            "(employees_trained / employees = ≈39.17%; ≥ 50%)  employees_trained +13 persons"
        )
        assert out.endswith("\nscore 2 of 4; assessed 4 of 6 criteria\n")

    def test_chinese(self, run: Run) -> None:
        """
        The same in Chinese.
        """
        _, out, _ = run("evaluate", STREET, EVIDENCE)
        assert out.endswith("\n得分 2 / 4；已评 4 条，共 6 条\n")

    def test_json(self, run: Run) -> None:
        """
        As JSON values are numbers with the exact fraction beside them; the gap is in units.
        """
        _, out, _ = run("evaluate", STREET, EVIDENCE, "--format", "json")
        result = loaded(out)
        assert (result["points"], result["of"], result["grade"]) == (2, 4, None)
        first, *_, cable, _bases, funds = result["criteria"]
        assert first["id"] == "employees-trained"
        assert (first["status"], first["value_exact"], first["target"], first["gap"]) == (
            "not_met",
            "47/120",
            0.5,
            13,
        )
        assert (cable["status"], cable["value"], cable["gap"]) == ("not_assessed", None, None)
        assert (funds["status"], funds["value"], funds["gap"]) == ("met", 2, 0)

    def test_previous(self, run: Run, tmp_path: Path) -> None:
        """
        Trends are judged against the period before; all met gives status 0.
        """
        now, before = tmp_path / "now.toml", tmp_path / "before.json"
        now.write_text("health_knowledge_rate = 0.81\n", encoding="utf-8")
        before.write_text('{"health_knowledge_rate": 0.8}', encoding="utf-8")
        arguments = ("evaluate", HEALTH, str(now), "--previous", str(before), "--lang", "en")
        status, out, _ = run(*arguments)
        assert status == 0
        assert out.startswith(
            "Awareness of health knowledge rises: met (health_knowledge_rate = 81%; > 80%)"
        )

    def test_many(self, run: Run, tmp_path: Path) -> None:
        """
        Of a table each body has a score; as JSON a row each, with trends against the table before.
        """
        now, before = tmp_path / "now.csv", tmp_path / "before.csv"
        now.write_text("id,health_knowledge_rate\na,0.81\nb,0.8\n", encoding="utf-8")
        before.write_text("id,health_knowledge_rate\na,0.8\n", encoding="utf-8")
        arguments = ("evaluate", HEALTH, str(now), "--previous", str(before))
        status, out, _ = run(*arguments, "--lang", "en")
        assert (status, out) == (
            0,
            "a\tscore 1 of 1; assessed 1 of 5 criteria\nb\tscore 0 of 0; assessed 0 of 5 criteria\n",
        )
        _, out, _ = run(*arguments, "--format", "json")
        assert [(row["id"], row["points"], row["of"]) for row in loaded(out)] == [
            ("a", 1, 1),
            ("b", 0, 0),
        ]


class TestPublish:
    def test_twice(self, run: Run, tmp_path: Path) -> None:
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

    def test_text(self, run: Run, tmp_path: Path) -> None:
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

    def test_warnings(self, run: Run, tmp_path: Path) -> None:
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

    def test_files_of_others(self, run: Run, tmp_path: Path) -> None:
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

    def test_bad_ledger(self, run: Run, tmp_path: Path) -> None:
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


class TestNew:
    def test_template(self, run: Run, tmp_path: Path) -> None:
        """
        The template is a plan that checks, with findings on what it leaves open.
        """
        target = tmp_path / "plan.toml"
        assert run("new", "plan", "-o", str(target)) == (0, "", "")
        assert run("check", str(target), "--year", "2026")[0] == 1
        status, out, _ = run("new", "plan", "-o", "-")
        assert (status, out) == (0, target.read_text(encoding="utf-8"))


class TestBadInput:
    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("empty.toml", b"", "the file is empty"),
            ("binary.toml", b"\x00\x01\x02", "not text in UTF-8"),
            ("plan.docx", b"x", ".toml, .json"),
            ("bad.toml", b"a = \n", "bad.toml:1:"),
        ],
    )  # fmt: skip
    def test_files(
        self, run: Run, tmp_path: Path, name: str, content: bytes, sentence: str
    ) -> None:
        """
        A file that is no plan gives one message and status 2, and nothing on standard output.
        """
        path = tmp_path / name
        path.write_bytes(content)
        status, out, err = run("check", str(path), "--lang", "en")
        assert (status, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert sentence in err

    def test_huge(self, run: Run, tmp_path: Path) -> None:
        """
        A file of 100 MB is refused without being read.
        """
        path = tmp_path / "plan.toml"
        path.touch()
        os.truncate(path, 100_000_000)
        status, _, err = run("check", str(path), "--lang", "en")
        assert status == 2
        assert "the file has more than 1048576 bytes" in err

    def test_folder(self, run: Run, tmp_path: Path) -> None:
        """
        A folder is no plan.
        """
        status, _, err = run("check", str(tmp_path), "--lang", "en")
        assert status == 2
        assert "folder" in err

    @pytest.mark.parametrize("year", ["1900", "2101"])
    def test_years(self, run: Run, year: str) -> None:
        """
        A year that cannot be dated is refused with those that can.
        """
        status, _, err = run("calendar", HEALTH, "--year", year, "--lang", "en")
        assert status == 2
        assert (
            err
            == f"community-edu: year-out-of-range: the year {year} is out of range; take one from 1901 to 2100\n"
        )

    @pytest.mark.parametrize("arguments", [(), ("chek", HEALTH), ("check",), ("calendar", HEALTH)])
    def test_usage(self, run: Run, arguments: tuple[str, ...]) -> None:
        """
        Wrong usage is explained, with status 2.
        """
        status, out, err = run(*arguments)
        assert (status, out) == (2, "")
        assert err.startswith("usage: community-edu")

    @pytest.mark.parametrize(
        "command", ["new", "check", "calendar", "dates", "evaluate", "publish"]
    )
    def test_help(self, run: Run, command: str) -> None:
        """
        Every command explains itself with an example.
        """
        status, out, _ = run(command, "--help")
        assert status == 0
        assert f"community-edu {command} " in out.split("options:")[1]

    def test_version(self, run: Run) -> None:
        """
        The version is that of the package.
        """
        assert run("--version")[1] == f"community-edu {community_edu.__version__}\n"


class TestEndings:
    def test_our_own_fault(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        No traceback reaches a user, unless it is asked for.
        """

        def fail(_: object) -> None:
            raise RuntimeError("broken")

        monkeypatch.setattr("community_edu.exchange.read_plan", fail)
        monkeypatch.delenv("COMMUNITY_EDU_DEBUG", raising=False)
        status, out, err = run("check", HEALTH)
        assert (status, out) == (2, "")
        assert err == "community-edu: RuntimeError: broken (COMMUNITY_EDU_DEBUG=1)\n"
        monkeypatch.setenv("COMMUNITY_EDU_DEBUG", "1")
        with pytest.raises(RuntimeError, match="broken"):
            run("check", HEALTH)

    def test_interrupted(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        An interruption ends with the status of the shell's own.
        """

        def interrupt(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("community_edu.exchange.read_plan", interrupt)
        assert run("check", HEALTH)[0] == 130

    def test_closed_pipe(self) -> None:
        """
        A reader that has seen enough is no error.
        """
        command = [sys.executable, "-m", "community_edu", "calendar", HEALTH, "--year", "2026"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), err) == (0, b"")

    def test_closed_pipe_in_process(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """
        The closed output is put aside, so that leaving does not complain either.
        """

        def closed(_: object) -> None:
            raise BrokenPipeError

        monkeypatch.setattr("community_edu.exchange.read_plan", closed)
        with (tmp_path / "out").open("w") as out:
            monkeypatch.setattr("sys.stdout", out)
            assert cli.main(["check", HEALTH]) == 0

    def test_as_module(self) -> None:
        """
        ``python -m community_edu`` is the command.
        """
        command = [
            sys.executable,
            "-m",
            "community_edu",
            "dates",
            "double_ninth",
            "--from",
            "2026",
            "--to",
            "2026",
        ]
        result = subprocess.run(command, capture_output=True, check=True)
        assert result.stdout == b"2026-10-18\n"

    def test_module_in_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The module leaves with the status of the command.
        """
        monkeypatch.setattr("sys.argv", ["community-edu", "--version"])
        with pytest.raises(SystemExit) as leaving:
            runpy.run_module("community_edu", run_name="__main__")
        assert leaving.value.code == 0

    def test_streams_without_encoding(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        The command runs where standard output is no file, as in a notebook.
        """
        from io import StringIO

        out = StringIO()
        monkeypatch.setattr("sys.stderr", out)
        assert cli.main(["check", "missing.toml", "--lang", "en"]) == 2
        assert "there is no such file" in out.getvalue()


class TestStart:
    def test_languages(self) -> None:
        """
        The command offers the languages in which the library speaks.
        """
        assert cli.LANGUAGES == base.LANGUAGES

    def test_parses_before_it_loads(self) -> None:
        """
        The arguments are read before anything heavy is loaded, so that a mistake is told at once.
        """
        script = (
            "import sys; from community_edu.cli import parser;"
            "parser().parse_args(['check', 'plan.toml']);"
            "print(sorted({name.split('.')[0] for name in sys.modules} & {'attrs', 'cattrs', 'icalendar'}))"
        )
        result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        assert result.stdout == b"[]\n"
