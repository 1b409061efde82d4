"""
The year 2026 of each example plan, as its readers see it and as people have reviewed it.

A golden file is what ``community-edu calendar PLAN --year 2026`` prints. When one changes,
read it line by line against the plan, before it is written anew.
"""

from pathlib import Path

import pytest

from community_edu import cli

ROOT = Path(__file__).parents[1]
PLANS = sorted((ROOT / "examples" / "plans").glob("*.toml"))
GOLDEN = ROOT / "tests" / "golden" / "plans"


class TestPlanYears:
    @pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
    def test_golden(self, plan: Path, tmp_path: Path) -> None:
        """
        The year of a plan is the one that people have reviewed.
        """
        out = tmp_path / "year.txt"
        assert cli.main(["calendar", str(plan), "--year", "2026", "-o", str(out)]) == cli.FINE
        reviewed = (GOLDEN / f"{plan.stem}-2026.txt").read_text(encoding="utf-8")
        assert out.read_text(encoding="utf-8") == reviewed

    def test_each_plan_has_one(self) -> None:
        """
        Each plan has its golden file, and each golden file its plan.
        """
        reviewed = sorted(file.name for file in GOLDEN.iterdir())
        assert reviewed == [f"{plan.stem}-2026.txt" for plan in PLANS]

    @pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.stem)
    def test_check_runs(self, plan: Path, tmp_path: Path) -> None:
        """
        Each plan can be checked; all of them have something that a reader should know.
        """
        out = str(tmp_path / "findings.txt")
        assert cli.main(["check", str(plan), "--year", "2026", "-o", out]) == cli.FINDINGS
