"""
Does a district fit into one process: ``python benchmarks/many_plans.py [POINTS …]``.

The plans of a district's teaching points are made from one template and written to files;
then all are loaded, merged under the plan of a subdistrict, and bound to a year; what is
owed and what clashes is counted. Each size runs in a process of its own, so that its peak
of memory is its own. The floor is `tomllib` on the same bytes: no reader of the files can
do with less. Seconds are those of the processor, so that what else the machine does counts little.
Growth is the time a plan against that of the smallest size: 1.0 is linear.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import community_edu as ce

T = TypeVar("T")

PLANS = Path(__file__).parents[1] / "examples" / "plans"
TEMPLATE = PLANS / "health-education.toml"
TOP = PLANS / "jingtai-street.toml"
SIZES = (250, 500, 1000, 2000)
STEPS = ("tomllib", "load", "merge", "build", "owed", "check")
SCHOOL = """

[[organizations]]
id = "citizen-school"
name = "{number} 号市民学校"
kind = "citizen_school"
parent = "health-service"

[[duties]]
id = "monthly-report"
name = "基层社区教育工作月报"
kind = "report"
by = ["citizen-school"]
due = "monthly(-1)"
"""


def write(folder: Path, points: int) -> list[Path]:
    """
    Write the plan of each teaching point; every second one has the monthly report.
    """
    template = TEMPLATE.read_text(encoding="utf-8")
    paths: list[Path] = []
    for number in range(points):
        text = template.replace('id = "health-education"', f'id = "point-{number}"')
        school = SCHOOL.format(number=number)
        if number % 2:
            school = school.partition("[[duties]]")[0]
        paths.append(folder / f"point-{number}.toml")
        paths[-1].write_text(text + school, encoding="utf-8")
    return paths


def peak() -> float:
    """
    Return the most memory that this process has held, in MB.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, points: int) -> dict[str, float]:
    """
    Do the work of a district once; return the seconds of each step, and the memory.
    """
    paths = write(folder, points)
    found: dict[str, float] = {"bytes": sum(path.stat().st_size for path in paths)}

    def timed(step: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        result = work()
        found[step] = time.process_time() - start
        return result

    def parse() -> None:
        for path in paths:
            tomllib.loads(path.read_text(encoding="utf-8"))

    top = ce.load_plan(TOP)
    ce.build_calendar(top, 2026, terms=ce.school_terms("CN-310000", 2026))
    timed("tomllib", parse)
    found["start"] = peak()
    plans = timed("load", lambda: [ce.load_plan(path) for path in paths])
    found["loaded"] = peak()
    parents = {f"{plan.id}.{plan.host}": "jingtai-street.subdistrict" for plan in plans}
    group = timed("merge", lambda: ce.merge_plans(top, *plans, parents=parents))
    calendar = timed("build", lambda: ce.build_group_calendar(group, 2026))
    owed = timed("owed", lambda: ce.count_owed(group, calendar))
    timed("check", lambda: (ce.check_group(group, calendar), ce.check_network(group.network)))
    found["entries"] = len(calendar.entries)
    found["owing"] = sum(len(duty.obligations) for duty in owed)
    found["planned"] = sum(len(duty.planned_by) for duty in owed)
    found["peak"] = peak()
    return found


def main() -> None:
    """
    Print the seconds of each step and the memory, size by size.
    """
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    print(f"{'plans':>6}{'MB':>6}", *(f"{step:>8}" for step in STEPS), end="")
    print(f"{'x floor':>9}{'growth':>8}{'peak MB':>9}{'KB/plan':>9}{'entries':>9}{'owing':>7}")
    first = None
    for points in map(int, sys.argv[1:] or SIZES):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, __file__, "--one", folder, str(points)]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(run.stdout)
        total = sum(found[step] for step in STEPS[1:])
        first = first or total / points
        print(f"{points:6}{found['bytes'] / 1e6:6.1f}", end=" ")
        print(*(f"{found[step]:8.2f}" for step in STEPS), end="")
        print(f"{total / found['tomllib']:9.2f}{total / points / first:8.2f}", end="")
        print(
            f"{found['peak']:9.0f}{(found['peak'] - found['start']) * 1024 / points:9.0f}", end=""
        )
        print(f"{found['entries']:9.0f}{found['owing']:7.0f}")


if __name__ == "__main__":
    main()
