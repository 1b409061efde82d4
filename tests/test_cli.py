"""
The command, run as a user runs it: what it prints, what it writes, how it ends.
"""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

import community_edu
from community_edu import base, calendars, cli

ROOT = Path(__file__).parents[1]
STREET = str(ROOT / "examples" / "plans" / "jingtai-street.toml")
HEALTH = str(ROOT / "examples" / "plans" / "health-education.toml")
DISTRICT = str(ROOT / "examples" / "observances" / "district.toml")
EVIDENCE = str(ROOT / "examples" / "evidence" / "jingtai-street.toml")

TEXT = str(ROOT / "examples" / "texts" / "parent-school.txt")

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


class TestNewFromText:
    @pytest.fixture(autouse=True)
    def parser(self) -> None:
        """
        Prose is read with the parser of phrases.
        """
        pytest.importorskip("lark")

    def test_file(self, run: Run) -> None:
        """
        A draft is made out of a text; its sources have the name of the file.
        """
        status, out, err = run("new", "plan", "--from-text", TEXT)
        assert (status, err) == (0, "")
        assert 'source = { plan = "parent-school", line = 25,' in out

    def test_one_of_several(self, run: Run, tmp_path: Path) -> None:
        """
        Of several plans in a text one is drafted, and all are named.
        """
        file = tmp_path / "plans.txt"
        file.write_text("计划 篇1\n1、走访\n计划 篇2\n1、每月5日座谈\n", "utf-8")
        status, out, err = run("new", "plan", "--from-text", str(file), "--document", "2")
        assert status == 0
        assert 'when = "monthly(5)"' in out
        assert err == "  --document 1  1: 计划 篇1\n→ --document 2  3: 计划 篇2\n"

    def test_no_such_plan(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A plan that the text does not have is bad input.
        """
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO("1、走访".encode())))
        status, out, err = run("new", "plan", "--from-text", "-", "--document", "2", "--lang", "en")
        assert (status, out) == (2, "")
        assert err == (
            "community-edu: no-such-document: there is no plan 2 in the text; it has 1\n"
        )


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
        assert err == f"findings: {len(out.splitlines())} (error 1, warning 12, info 1)\n"

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

    def test_text_names_what_it_is_about(self, run: Run) -> None:
        """
        A doubt about dates is said with the duty that it is about, in either language.
        """
        _, out, _ = run("calendar", STREET, "--year", "2026", "--lang", "en")
        assert "\n- 'Meeting of the committee's leading group': the plan says every 6 months" in out
        _, out, _ = run("calendar", STREET, "--year", "2026")
        assert "\n- “社区教育委员会领导小组例会”：原文只说每 6 个月" in out

    def test_text_of_nothing(self, run: Run, tmp_path: Path) -> None:
        """
        A plan without dates, doubts and gaps is one line.
        """
        path = tmp_path / "plan.toml"
        path.write_text('[plan]\nid = "p"\ntitle = "计划"\n', encoding="utf-8")
        _, out, _ = run("calendar", str(path), "--year", "2026")
        assert out == "计划  2026 年：没有日期；未能定日 0 项\n"

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


class TestPropose:
    def test_on_working_days(self, run: Run) -> None:
        """
        What is open gets proposed dates, on working days and marked as no more than that.
        """
        _, out, _ = run("calendar", STREET, "--year", "2026", "--propose", "--lang", "en")
        (line,) = [line for line in out.splitlines() if "Publicity campaign" in line][:1]
        assert line.endswith("Publicity campaign for the learning community (proposed date) ※")
        assert line[:10].split()[-1] not in {"Sat", "Sun"}

    def test_on_weekdays(self, run: Run) -> None:
        """
        Or on the weekdays that are preferred.
        """
        arguments = ("calendar", STREET, "--year", "2026", "--propose", "--prefer", "sat,SUN")
        _, out, _ = run(*arguments, "--format", "json")
        entries = [e for e in loaded(out)["entries"] if e["status"] == "proposed"]
        assert {date.fromisoformat(entry["start"]).weekday() for entry in entries} == {5}

    def test_unknown_weekday(self, run: Run) -> None:
        """
        What is no weekday is refused with those that there are.
        """
        arguments = ("calendar", STREET, "--year", "2026", "--propose", "--prefer", "SAM")
        status, _, err = run(*arguments, "--lang", "en")
        assert status == 2
        assert "the weekday SAM; it can be MON, TUE" in err

    def test_published_as_tentative(self, run: Run, tmp_path: Path) -> None:
        """
        Proposals are published as tentative.
        """
        run("publish", STREET, "--year", "2026", "--propose", "--out", str(tmp_path))
        feed = (tmp_path / "jingtai-street.ics").read_text(encoding="utf-8")
        assert feed.count("STATUS:TENTATIVE") == 46


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
        assert err == (
            "the plan does not say how many days before(spring_festival) is; add days=…\n"
        )

    @pytest.mark.parametrize(
        ("phrase", "lines", "reading"),
        [
            ("国庆节前一周", "2026-09-24 – 2026-09-30\n", "within: before(national_day, days=7)"),
            ("by 10 March", "2026-03-10\n", "by: fixed(3, 10)"),
            ("农历正月十五", "2026-03-03\n", "on: lunar(1, 15)"),
        ],
    )
    def test_phrases(self, run: Run, phrase: str, lines: str, reading: str) -> None:
        """
        A phrase is answered with the days that it means, and with how it was read.
        """
        pytest.importorskip("lark")
        arguments = ("dates", phrase, "--from", "2026", "--to", "2026", "--lang", "en")
        assert run(*arguments) == (0, lines, f"{phrase} → {reading}\n")

    def test_phrases_without_dates(self, run: Run) -> None:
        """
        A count and a vague word have no dates: what they say is told, and the status is 1.
        """
        pytest.importorskip("lark")
        status, out, err = run(
            "dates", "每季度不少于一次", "--from", "2026", "--to", "2026", "--format", "json"
        )
        assert (status, loaded(out)) == (1, [])
        assert err == "每季度不少于一次 → 次数：每季度不少于 1 次\n"
        for said in ("适时", "播出时间20分钟", "20xx年度关爱基金"):
            assert run("dates", said, "--from", "2026", "--to", "2026")[:2] == (1, "")

    def test_without_the_parser(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the extra a phrase is told the command that helps, a misspelt name the right one.
        """

        def refuse(*_: object) -> None:
            raise base.MissingExtraError("phrases")

        monkeypatch.setattr(calendars, "read_when", refuse)
        status, _, err = run(
            "dates", "every Tuesday", "--from", "2026", "--to", "2026", "--lang", "en"
        )
        assert (status, "pip install 'community-edu[phrases]'" in err) == (2, True)
        status, _, err = run("dates", "mid_autum", "--from", "2026", "--to", "2026", "--lang", "en")
        assert (status, "did you mean 'mid_autumn'?" in err) == (2, True)

    def test_neither_rule_nor_phrase(self, run: Run) -> None:
        """
        What is a rule by its form, or says nothing of time, is told what rules there are.
        """
        pytest.importorskip("lark")
        for asked in ("nth_weekday(5, SUN", "moon pie"):
            status, out, err = run("dates", asked, "--from", "2026", "--to", "2026", "--lang", "en")
            assert (status, out) == (2, "")
            assert err.startswith(f"community-edu: bad-rule: the rule '{asked}' cannot be read")

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


class TestObservances:
    def test_dates(self, run: Run, tmp_path: Path) -> None:
        """
        Each file is read over those before it, and what it replaces is told.
        """
        town = tmp_path / "town.toml"
        town.write_text(
            '[[observances]]\nkey = "temple_fair"\nname = "庙会"\nrule = "fixed(4, 1)"\n', "utf-8"
        )
        arguments = ("dates", "庙会", "--from", "2026", "--to", "2026", "--lang", "en")
        status, out, err = run(*arguments, "--observances", DISTRICT)
        assert (status, out) == (0, "2026-05-14\n")
        assert err.startswith(f"{DISTRICT}: info observance-replaced: 'Lifelong Learning Week' (")
        status, out, err = run(*arguments, "--observances", DISTRICT, "--observances", str(town))
        assert (status, out) == (0, "2026-04-01\n")
        assert err.splitlines()[1:] == [
            f"{town}: info observance-replaced: '庙会' (temple_fair) was lunar(3, 28) and is now fixed(4, 1)"
        ]

    def test_plans(self, run: Run, tmp_path: Path) -> None:
        """
        A plan that names a day of a district is checked, dated, judged and published with its file.
        """
        plan, evidence = tmp_path / "plan.toml", tmp_path / "evidence.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "x"\n[[duties]]\nid = "d"\nname = "x"\nwhen = "temple_fair"\n',
            "utf-8",
        )
        evidence.write_text("# nothing is known\n", "utf-8")
        year = ("--year", "2026", "--lang", "en")
        out = ("--at", "2026-01-05T00:00:00Z", "--out", str(tmp_path / "feeds"))
        for command in (
            ("check", str(plan), *year),
            ("calendar", str(plan), *year),
            ("publish", str(plan), *year, *out),
            ("evaluate", str(plan), str(evidence), "--lang", "en"),
        ):
            status, _, err = run(*command)
            assert status == 2
            assert "unknown-reference" in err
            status, _, err = run(*command, "--observances", DISTRICT)
            assert status == 0
            assert "unknown-reference" not in err
        calendar = run("calendar", str(plan), *year, "--observances", DISTRICT)[1]
        assert "14 May Thu  x" in calendar

    def test_bad_file(self, run: Run, tmp_path: Path) -> None:
        """
        A file that cannot be used is refused with the place of what is wrong.
        """
        own = tmp_path / "own.toml"
        own.write_text(
            '[[observances]]\nkey = "public_holidays"\nname = "x"\nrule = "easter()"\n', "utf-8"
        )
        status, _, err = run(
            "dates", "easter()", "--from", "2026", "--to", "2026", "--observances", str(own)
        )
        assert status == 2
        assert err.startswith(f"{own}:2:1: reserved-key: observances[0].key: “public_holidays”的")

    def test_terms_before_observances(self, run: Run) -> None:
        """
        A school vacation is as the terms say, if they are given.
        """
        arguments = ("dates", "winter_vacation", "--from", "2026", "--to", "2026")
        assert run(*arguments)[0] == 1
        dated = run(*arguments, "--terms", "CN-310000")
        assert dated == (0, "2026-02-02 – 2026-02-27\n", "")


class TestYearData:
    NOTICE = """
        [[notices]]
        year = 2027
        [[notices.holidays]]
        name = "劳动节"
        days = "2027-04-30/2027-05-04"
        worked = [2027-05-08]
    """
    TERMS = """
        [[school_years]]
        region = "CN-330000"
        name = "2026 学年度"
        first_term = "2026-09-01/2027-01-29"
        winter_vacation = "2027-01-30/2027-02-25"
        second_term = "2027-02-26/2027-06-30"
        summer_vacation = "2027-07-01/2027-08-31"
    """

    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[str, ...]:
        """
        Write a holiday notice and a school year of 2027, and return the options that name them.
        """
        notice, terms = tmp_path / "notice.toml", tmp_path / "terms.toml"
        notice.write_text(self.NOTICE, "utf-8")
        terms.write_text(self.TERMS, "utf-8")
        return ("--holidays", str(notice), "--terms", str(terms))

    def test_dates(self, run: Run, files: tuple[str, ...]) -> None:
        """
        Public holidays and school holidays of a coming year are those of the files.
        """
        arguments = ("--from", "2027", "--to", "2027", *files)
        assert run("dates", "public_holidays", *arguments) == (0, "2027-04-30 – 2027-05-04\n", "")
        assert run("dates", "summer_vacation", *arguments) == (0, "2027-07-01 – 2027-08-31\n", "")

    def test_region(self, run: Run) -> None:
        """
        Of a shipped region every known school year counts.
        """
        arguments = ("dates", "winter_vacation", "--from", "2026", "--to", "2026")
        assert run(*arguments, "--terms", "CN-310000")[:2] == (0, "2026-02-02 – 2026-02-27\n")
        status, _, err = run(*arguments, "--terms", "CN-110000", "--lang", "en")
        assert status == 2
        assert err.startswith("community-edu: unknown-terms: no school terms of 'CN-110000' are")

    def test_plans(self, run: Run, files: tuple[str, ...], tmp_path: Path) -> None:
        """
        A plan is checked, dated and published with them: a task on a day off of the notice is told.
        """
        plan = tmp_path / "plan.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "x"\n'
            '[[duties]]\nid = "d"\nname = "月报"\ndue = "fixed(4, 30)"\n'
            '[[duties]]\nid = "e"\nname = "活动"\nwithin = "winter_vacation"\n',
            "utf-8",
        )
        year = ("--year", "2027", "--lang", "en")
        out = ("--at", "2027-01-05T00:00:00Z", "--out", str(tmp_path / "feeds"))
        records = loaded(run("calendar", str(plan), *year, *files, "--format", "json")[1])
        assert [finding["code"] for finding in records["findings"]] == ["due-on-day-off"]
        assert [window["start"] for window in records["windows"]] == ["2027-01-30"]
        assert "due-on-day-off" in run("check", str(plan), *year, *files)[1]
        assert run("publish", str(plan), *year, *files, *out)[0] == 0
        plain = loaded(run("calendar", str(plan), *year, "--format", "json")[1])
        assert plain["windows"] != records["windows"]

    def test_bad_files(self, run: Run, tmp_path: Path) -> None:
        """
        A file that cannot be used is refused with the place of what is wrong.
        """
        notice = tmp_path / "notice.toml"
        notice.write_text("[[notices]]\nyear = 2027\n", "utf-8")
        arguments = ("dates", "easter()", "--from", "2026", "--to", "2026", "--lang", "en")
        assert run(*arguments, "--holidays", str(notice)) == (
            2,
            "",
            f"{notice}:1:1: missing-key: notices[0]: the key 'holidays' is missing; add it\n",
        )
        status, _, err = run(*arguments, "--terms", "terms.yaml")
        assert (status, err) == (
            2,
            "terms.yaml: file-missing: there is no such file; check its name and its folder\n",
        )


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


class TestProgress:
    def test_evidence(self, run: Run) -> None:
        """
        Promised and done are held side by side, one a line; something late gives status 1.
        """
        status, out, err = run("progress", STREET, EVIDENCE, "--lang", "en")
        assert (status, err) == (1, "")
        assert out.splitlines()[1] == (
            "Share of residents taking part: reached (planned ≥ 50%; actual ≈50.93%; done ≈101.87%)"
        )

    def test_json(self, run: Run, tmp_path: Path) -> None:
        """
        As JSON each item has what was planned, what was done and the share, exact where it is.
        """
        path = tmp_path / "tax.toml"
        path.write_text(TAX, encoding="utf-8")
        status, out, _ = run("progress", str(path), str(path), "--format", "json", "--lang", "en")
        assert status == 1
        (item,) = loaded(out)["items"]
        assert (item["id"], item["status"]) == ("investment", "late")
        assert (item["planned"], item["actual"]) == (80_000_000, 47_500_000)
        assert (item["planned_text"], item["actual_text"]) == ("≥ 80000000 CNY", "47500000 CNY")
        assert (item["share"], item["expected"]) == (0.59375, 0.75)
        places = [(finding["code"], finding["place"]) for finding in loaded(out)["findings"]]
        assert places == [("measure-not-said", f"{path}:15:1"), ("claim-fails", f"{path}:26:1")]
        _, out, _ = run("progress", str(path), str(path))
        assert (
            "注意 measure-not-said: 目标“招商引资”没有说明以哪个指标计算，可能是：注册资本" in out
        )

    def test_on_a_day(self, run: Run, tmp_path: Path) -> None:
        """
        A day may be given, where the report has none; what is on its way then gives status 0.
        """
        plan, evidence = tmp_path / "plan.toml", tmp_path / "evidence.toml"
        plan.write_text(LESSONS, encoding="utf-8")
        evidence.write_text("lessons = 160\n", encoding="utf-8")
        arguments = ("progress", str(plan), str(evidence), "--lang", "en")
        status, out, _ = run(*arguments, "--on", "2026-06-30")
        assert status == 0
        assert out == (
            "Lessons: on track (planned ≥ 300 lessons; actual 160 lessons; done ≈53.33%; "
            "due by now 50%)\n"
        )
        status, out, _ = run(*arguments, "--format", "json")
        assert (status, loaded(out)["items"][0]["status"]) == (1, "late")

    def test_steps(self, run: Run, tmp_path: Path) -> None:
        """
        What is planned of projects and milestones is a stage or a day; what is not known is null.
        """
        path = tmp_path / "works.toml"
        path.write_text(LESSONS + WORKS, encoding="utf-8")
        arguments = ("progress", str(path), str(path), "--format", "json", "--lang", "en")
        _, out, _ = run(*arguments, "--on", "2026-06-10")
        items = {item["id"]: item for item in loaded(out)["items"]}
        assert (items["lessons"]["actual"], items["lessons"]["share"]) == (None, None)
        assert (items["works"]["planned"], items["works"]["actual"]) == ("concluded", "running")
        assert (items["tender"]["planned"], items["tender"]["actual"]) == ("2026-06-18", "planned")
        assert items["someday"]["planned"] is None
        assert [item["status"] for item in items.values()] == [
            "not_measurable",
            "on_track",
            "on_track",
            "not_measurable",
        ]

    def test_no_report(self, run: Run) -> None:
        """
        A plan that reports nothing is no report.
        """
        status, out, err = run("progress", STREET, HEALTH, "--lang", "en")
        assert (status, out) == (2, "")
        assert "no-report: 'health-education' has no figures and no milestones" in err


LESSONS = """
[plan]
id = "school"
title = "学校"

[[indicators]]
id = "lessons"
name = "课时"
unit = "lesson"

[[targets]]
id = "lessons"
name = { zh = "课时", en = "Lessons" }
measure = "lessons"
threshold = ">= 300"
"""

WORKS = """
[[projects]]
id = "works"
name = "工程"
status = "running"
goal = "concluded"

[[milestones]]
id = "tender"
name = "开标"
project = "works"
when = "fixed(6, 18)"

[[milestones]]
id = "someday"
name = "择日"
"""

TAX = """[plan]
id = "tax"
title = "税收"

[report]
period = "year"
as_of = "fixed(9, 30)"

[[indicators]]
id = "capital"
name = "注册资本"
unit = "CNY"

# 原文没有说以哪个指标计
[[targets]]
id = "investment"
name = "招商引资"
candidates = ["capital"]
threshold = ">= 80000000 CNY"

[[figures]]
id = "capital"
indicator = "capital"
value = "47500000"

[[claims]]
id = "enough"
name = "足额"
holds = "capital >= 80000000"
"""


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
    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            (("--report", EVIDENCE), "--report: only with --from"),
            (("--from", STREET, "--from-text", TEXT), "not allowed with argument"),
        ],
    )
    def test_what_does_not_go_together(
        self, options: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """
        An option that would be passed over is refused.
        """
        with pytest.raises(SystemExit) as caught:
            cli.main(["new", "plan", *options])
        assert caught.value.code == 2
        assert sentence in capsys.readouterr().err

    def test_template(self, run: Run, tmp_path: Path) -> None:
        """
        The template is a plan that checks, with findings on what it leaves open.
        """
        target = tmp_path / "plan.toml"
        assert run("new", "plan", "-o", str(target)) == (0, "", "")
        assert run("check", str(target), "--year", "2026")[0] == 1
        status, out, _ = run("new", "plan", "-o", "-")
        assert (status, out) == (0, target.read_text(encoding="utf-8"))

    def test_next_year(self, run: Run, tmp_path: Path) -> None:
        """
        Next year's plan is a draft that loads; what was changed is told with its place.
        """
        target = tmp_path / "next.toml"
        status, out, err = run("new", "plan", "--from", STREET, "-o", str(target), "--lang", "en")
        assert (status, out) == (0, "")
        assert "info next-edition: 'Lifelong Learning Week' is now number 7" in err
        text = target.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert "edition = 7" in text
        changes = run("compare", STREET, str(target), "--lang", "en")
        sentence = "changed duties/learning-week 'Lifelong Learning Week': edition: 6 → 7"
        assert changes == (1, f"{sentence}\n", "")

    def test_with_a_report(self, run: Run, tmp_path: Path) -> None:
        """
        What was done makes the base of a target with a trend alone.
        """
        plan = tmp_path / "plan.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "计划"\n[[indicators]]\nid = "n"\nname = "人数"\nunit = "person"\n'
            '[[targets]]\nid = "t"\nname = "增加"\nmeasure = "n"\ntrend = "up"\n',
            encoding="utf-8",
        )
        report = tmp_path / "report.toml"
        report.write_text("n = 7\n", encoding="utf-8")
        status, out, _ = run("new", "plan", "--from", str(plan), "--report", str(report))
        assert status == 0
        assert 'threshold = "> 7 person"' in out


class TestCompare:
    def test_equal(self, run: Run) -> None:
        """
        Between equal plans there is nothing to tell.
        """
        assert run("compare", STREET, STREET) == (0, "", "")

    def test_json(self, run: Run) -> None:
        """
        For programs each change has its kind, path and fields.
        """
        status, out, _ = run("compare", STREET, HEALTH, "--format", "json", "--lang", "en")
        assert status == 1
        head, *others = loaded(out)["changes"]
        assert (head["kind"], head["path"]) == ("changed", ["plan"])
        assert {change["kind"] for change in others} == {"added", "removed", "changed"}
        fields = {field["key"]: field for field in head["fields"]}
        assert fields["id"] == {
            "key": "id",
            "before": "jingtai-street",
            "after": "health-education",
        }
        assert fields["facts"]["after"] is None


class TestLabels:
    def test_own(self, run: Run, tmp_path: Path) -> None:
        """
        Codes of one's own show with the labels of the files that are given, the last first.
        """
        plan = tmp_path / "plan.toml"
        plan.write_text(
            '[plan]\nid = "p"\ntitle = "计划"\n[[organizations]]\nid = "a"\nname = "甲"\n'
            'kind = "yurt"\n[[tiers]]\nid = "t"\nname = "一级"\nkinds = ["school"]\n'
            'members = ["a"]\n',
            encoding="utf-8",
        )
        for name, word in (("one", "tent"), ("two", "yurt class")):
            labels = f'[organization]\nyurt = {{ zh = "包", en = "{word}" }}\n'
            (tmp_path / f"{name}.toml").write_text(labels, encoding="utf-8")
        arguments = ("check", str(plan), "--lang", "en")
        assert "is a yurt, but" in run(*arguments)[1]
        files = ("--labels", str(tmp_path / "one.toml"), "--labels", str(tmp_path / "two.toml"))
        assert "is a yurt class, but" in run(*arguments, *files)[1]


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
        "command", ["new", "check", "calendar", "dates", "evaluate", "compare", "publish"]
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

        monkeypatch.setattr("community_edu.exchange.read_document", fail)
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

        monkeypatch.setattr("community_edu.exchange.read_document", interrupt)
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

        monkeypatch.setattr("community_edu.exchange.read_document", closed)
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
