"""
The house keeps its own rules: floors, oldest dependencies, the commands of the README.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"


def project() -> str:
    """
    Return the project file; these tests need the source tree.
    """
    return PROJECT.read_text(encoding="utf-8")


class TestDependencies:
    def test_oldest_are_the_lower_bounds(self) -> None:
        """
        The oldest dependencies under test are those that the project allows.
        """
        bounds = [
            bound.replace(">=", "==")
            for bound in tomllib.loads(project())["project"]["dependencies"]
        ]
        lines = (
            (ROOT / "tests" / "oldest-requirements.txt").read_text(encoding="utf-8").splitlines()
        )
        pinned = [line for line in lines if not line.startswith("#")]
        assert [pin.removesuffix(".0") for pin in pinned] == [
            bound.removesuffix(".0") for bound in bounds
        ]


class TestFloors:
    @pytest.mark.parametrize(
        "floor",
        [
            "__main__",
            "cli | testing",
            "packs",
            "feeds | exchange | prose | views",
            "plans",
            "evaluation | scheduling",
            "courses",
            "organizations",
            "calendars | measures",
            "base",
        ],
    )
    def test_each_floor_is_needed(self, tmp_path: Path, floor: str) -> None:
        """
        Without any one floor the contract fails: no room can be left out of it.
        """
        pytest.importorskip("importlinter")
        line = f'    "{floor}",\n'
        text = project()
        assert text.count(line) == 1
        (tmp_path / "pyproject.toml").write_text(text.replace(line, ""), encoding="utf-8")
        status = subprocess.run(
            [sys.executable, "-c", LINT, str(tmp_path / "pyproject.toml")],
            capture_output=True,
            check=False,
        )
        assert status.returncode == 1, status.stdout.decode()

    def test_floors_hold(self) -> None:
        """
        The contracts hold as they stand.
        """
        pytest.importorskip("importlinter")
        status = subprocess.run(
            [sys.executable, "-c", LINT, str(PROJECT)], capture_output=True, check=False
        )
        assert status.returncode == 0, status.stdout.decode()


LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(config_filename=sys.argv[1], no_cache=True))"


class TestReadme:
    def test_two_commands(self) -> None:
        """
        The README opens with two commands, the second of which continuous integration finds and runs.
        """
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        commands = re.findall(r"^```\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL)[:2]
        assert commands[0].endswith("python examples/main_job.py")
        assert commands[1].endswith(".venv/bin/nox")
        assert text.index("<!-- second command -->") < text.index(commands[1])
