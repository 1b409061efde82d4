"""
check: the findings on a plan or a standard.
"""

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from command_runs import HEALTH, STREET, loaded, run


class TestCheck:
    def test_findings(self) -> None:
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

    def test_json(self) -> None:
        """
        As JSON each finding has a code, a severity, a place and a message.
        """
        status, out, _ = run("check", STREET, "--year", "2026", "--format", "json")
        findings = loaded(out)["findings"]
        assert status == 1
        assert {"code", "severity", "place", "message"} <= set(findings[0])
        unkept = [finding["message"] for finding in findings if finding["code"] == "quota-not-met"]
        assert [message.endswith("日历中 2026 有 0 次") for message in unkept] == [True, True]

    def test_without_year(self) -> None:
        """
        Without a year nothing is said of dates.
        """
        _, out, err = run("check", HEALTH)
        assert "date-in-other-month" not in out
        assert "text-typo" in out
        assert err.startswith("共 ")

    def test_fine(self, tmp_path: Path) -> None:
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

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        A dash reads the plan from standard input.
        """
        text = BytesIO('[plan]\nid = "P"\ntitle = "计划"\n'.encode())
        monkeypatch.setattr("sys.stdin", TextIOWrapper(text))
        status, out, err = run("check", "-")
        assert (status, out) == (2, "")
        assert err.startswith("<stdin>:2:1: invalid-id: plan.id: “P”不是有效的标识")


class TestCheckStandards:
    def test_findings(self) -> None:
        """
        Of a standard, shipped or of a file, what is doubtful is told.
        """
        status, out, err = run("check", "demonstration-district-2010", "--lang", "en")
        assert status == 1
        assert "demonstration-district-2010.toml:" in out
        assert "standard-incomplete" in out
        assert err.startswith("findings: ")

    def test_year(self) -> None:
        """
        A standard has no year.
        """
        status, _, err = run("check", "five-haves", "--year", "2026")
        assert (status, "--year: only for a plan" in err) == (2, True)
