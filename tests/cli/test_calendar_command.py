"""
calendar: the year of a plan, in each format.
"""

from datetime import date
from pathlib import Path

import pytest
from command_runs import HEALTH, STREET, loaded, run


class TestCalendar:
    def test_json(self) -> None:
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

    def test_json_of_the_rest(self) -> None:
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

    def test_text(self) -> None:
        """
        As text it is a list of days that a person reads, with what has no date at its end.
        """
        _, out, _ = run("calendar", HEALTH, "--year", "2026", "--lang", "en")
        assert "24 Mar Tue  World Tuberculosis Day\n" in out
        assert "18 Oct Sun  Old people's day (Double Ninth) ※\n" in out
        assert "Not dated:\n- 'Training of health educators' says only 'regularly'" in out

    def test_text_names_what_it_is_about(self) -> None:
        """
        A doubt about dates is said with the duty that it is about, in either language.
        """
        _, out, _ = run("calendar", STREET, "--year", "2026", "--lang", "en")
        assert "\n- 'Meeting of the committee's leading group': the plan says every 6 months" in out
        _, out, _ = run("calendar", STREET, "--year", "2026")
        assert "\n- “社区教育委员会领导小组例会”：原文只说每 6 个月" in out

    def test_text_of_nothing(self, tmp_path: Path) -> None:
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
    def test_files(self, tmp_path: Path, form: str, beginning: bytes) -> None:
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

    def test_instant(self) -> None:
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
    def test_on_working_days(self) -> None:
        """
        What is open gets proposed dates, on working days and marked as no more than that.
        """
        _, out, _ = run("calendar", STREET, "--year", "2026", "--propose", "--lang", "en")
        (line,) = [line for line in out.splitlines() if "Publicity campaign" in line][:1]
        assert line.endswith("Publicity campaign for the learning community (proposed date) ※")
        assert line[:10].split()[-1] not in {"Sat", "Sun"}

    def test_on_weekdays(self) -> None:
        """
        Or on the weekdays that are preferred.
        """
        arguments = ("calendar", STREET, "--year", "2026", "--propose", "--prefer", "sat,SUN")
        _, out, _ = run(*arguments, "--format", "json")
        entries = [e for e in loaded(out)["entries"] if e["status"] == "proposed"]
        assert {date.fromisoformat(entry["start"]).weekday() for entry in entries} == {5}

    def test_unknown_weekday(self) -> None:
        """
        What is no weekday is refused with those that there are.
        """
        arguments = ("calendar", STREET, "--year", "2026", "--propose", "--prefer", "SAM")
        status, _, err = run(*arguments, "--lang", "en")
        assert status == 2
        assert "the weekday SAM; it can be MON, TUE" in err

    def test_published_as_tentative(self, tmp_path: Path) -> None:
        """
        Proposals are published as tentative.
        """
        run("publish", STREET, "--year", "2026", "--propose", "--out", str(tmp_path))
        feed = (tmp_path / "jingtai-street.ics").read_text(encoding="utf-8")
        assert feed.count("STATUS:TENTATIVE") == 46
