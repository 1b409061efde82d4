"""
What the plans of the examples do with the facts that were catalogued in their documents.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOL = ROOT / "tools" / "fact_coverage.py"
PLANS = ROOT / "examples" / "plans"

pytestmark = pytest.mark.skipif(not TOOL.is_file(), reason="the tools are not here")


def run(*arguments: str) -> tuple[int, str]:
    """
    Run the tool; return its exit status and what it prints.
    """
    done = subprocess.run(
        [sys.executable, "-X", "utf8", TOOL, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


class TestFactCoverage:
    def test_all_is_answered_for(self) -> None:
        """
        Each fact is carried; those about time, targets, results, money and networks do something.
        """
        assert run("--check") == (0, "all 679 facts are answered for\n")

    def test_what_is_missing_is_told(self, tmp_path: Path) -> None:
        """
        A fact in no plan, and money that nothing is made of and no finding names, are told.
        """
        text = (PLANS / "parent-school.toml").read_text("utf-8")
        money = '[[funding_sources]]\nid = "fees"\nname = "学费"\nfacts = ["000-3-23"]\n'
        (tmp_path / "school.toml").write_text(f"{text}\n{money}", "utf-8")
        status, told = run("--plans", str(tmp_path))
        assert status == 1
        assert "000-2-01 (organization) is in no plan" in told
        assert "000-3-23 (funding) is only kept by parent-school: " in told
        assert "000-1-" not in told

    def test_tables(self, tmp_path: Path) -> None:
        """
        The numbers of each plan and area add up to those of all.
        """
        shutil.copy(PLANS / "tax-economy.toml", tmp_path)
        lines = run("--plans", str(tmp_path))[1].split("\n\n")
        by_plan, by_area = ([line.split() for line in part.splitlines()[1:]] for part in lines[:2])
        assert [row[0] for row in by_plan] == ["tax-economy", "all"]
        assert by_plan[0][1:] == by_plan[1][1:] == by_area[-1][1:]
        columns = zip(*(map(int, row[1:]) for row in by_area[:-1]), strict=True)
        assert list(map(sum, columns)) == list(map(int, by_area[-1][1:]))
