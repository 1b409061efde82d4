"""
Every example runs, and prints what was reviewed.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden" / "examples"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_main_job(tmp_path: Path, language: str) -> None:
    """
    The main job prints its reviewed summary in either language and leaves its feeds on disk.
    """
    script = ROOT / "examples" / "main_job.py"
    result = subprocess.run(
        [sys.executable, str(script), language],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    golden = GOLDEN / f"main-job-{language}.txt"
    assert result.stdout.decode() == golden.read_text(encoding="utf-8")
    feeds = {path.name for path in (tmp_path / "build" / "feeds").iterdir()}
    assert {"jingtai-street.ics", "health-education.ics", "health-education-elderly.ics"} <= feeds


def test_feed_server() -> None:
    """
    The server of feeds tells what it would serve, and ends where it has no port.
    """
    script = ROOT / "examples" / "feed_server.py"
    result = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    golden = GOLDEN / "feed-server.txt"
    assert result.stdout.decode() == golden.read_text(encoding="utf-8")


def test_every_example_is_tested() -> None:
    """
    An example without a test here would rot.
    """
    examples = {path.name for path in (ROOT / "examples").glob("*.py")}
    assert examples == {"feed_server.py", "main_job.py"}
