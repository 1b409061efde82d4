"""
How long it takes to start: ``python benchmarks/start_up.py``.

Whole processes with their byte code already written, as on a second run; best of
fifteen, as ratios to bare Python and to what we stand on:

- ``import community_edu`` against ``import attrs, datetime, fractions`` (the bound is 2.5)
- the start of ``community-edu check``: the command with its arguments parsed, before it
  opens the plan (the bound is 3 times bare Python)
- ``community-edu check`` on a real plan, to the end
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from _timing import best

PLAN = Path(__file__).parents[1] / "examples" / "plans" / "jingtai-street.toml"
CASES = {
    "python, nothing": ["-c", "pass"],
    "import attrs, datetime, fractions": ["-c", "import attrs, datetime, fractions"],
    "import community_edu": ["-c", "import community_edu"],
    "community-edu check, its start": [
        "-c",
        "from community_edu.cli import parser; parser().parse_args(['check', 'plan.toml'])",
    ],
    "community-edu check PLAN": ["-m", "community_edu", "check", str(PLAN)],
    "community-edu check PLAN --year 2026": [
        "-m",
        "community_edu",
        "check",
        str(PLAN),
        "--year",
        "2026",
    ],
}


ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def run(arguments: list[str]) -> None:
    """
    Run one process to its end.
    """
    command = [sys.executable, *arguments]
    subprocess.run(command, capture_output=True, check=False, env=ENVIRONMENT)


def main() -> None:
    """
    Print each case in milliseconds and as a ratio.
    """
    seconds = {name: best(partial(run, arguments), 15) for name, arguments in CASES.items()}
    bare, base = seconds["python, nothing"], seconds["import attrs, datetime, fractions"]
    print(f"{'':38}{'ms':>8}{'x bare':>9}{'x attrs':>9}")
    for name, value in seconds.items():
        print(f"{name:38}{value * 1000:8.1f}{value / bare:9.2f}{value / base:9.2f}")


if __name__ == "__main__":
    main()
