"""
Course timetabling: ``python benchmarks/course_timetabling.py FOLDER [SECONDS] [NAME …]``.

Each ``.ctt`` file of the folder is solved once in the default configuration, with two
workers, and judged by the definition of formulation UD2. The clock counts half of the CPU
seconds of this process, which is the wall time of two cores that nobody else uses. Beside
the cost stands the target of issue 6, and the best cost that is known to us.
"""

import resource
import sys
from pathlib import Path

from community_edu.scheduling.cpsat import CpSatSolver
from community_edu.scheduling.ctt import course_cost, read_courses
from community_edu.scheduling.solvers import Limits
from community_edu.scheduling.solving import solve

WORKERS = 2
TARGETS = {
    "comp01": (5, 5),
    "comp02": (48, 24),
    "comp04": (35, 35),
    "comp05": (315, 284),
    "comp07": (13, 6),
    "comp11": (0, 0),
    "comp13": (60, 59),
    "comp19": (70, 57),
}


def cpu() -> float:
    """
    Return the CPU seconds of this process and its threads.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(folder: str, seconds: float, names: list[str]) -> None:
    """
    Print the cost of each instance, with the bound and the CPU seconds that it took.
    """
    print(f"{'instance':<10}{'cost':>6}{'bound':>7}{'target':>8}{'best':>6}{'CPU s':>8}  status")
    for file in sorted(Path(folder).glob("*.ctt")):
        if names and file.stem not in names:
            continue
        instance = read_courses(file.read_text("utf-8"), file.name)
        begun = cpu()
        solver = CpSatSolver(read=lambda: cpu() / WORKERS)
        limits = Limits(seconds=seconds, workers=WORKERS)
        timetable = solve(
            instance.problem, time_limit=limits.seconds, workers=WORKERS, solver=solver
        )
        found = course_cost(instance, instance.lectures(timetable))
        if found.broken or found.total != timetable.cost:
            print(file.stem, "is not what the solver says:", found)
        target, best = TARGETS.get(file.stem, ("", ""))
        print(
            f"{file.stem:<10}{found.total:>6}{timetable.bound!s:>7}{target:>8}{best:>6}"
            f"{cpu() - begun:>8.1f}  {timetable.status}",
            flush=True,
        )


if __name__ == "__main__":
    folder, *rest = sys.argv[1:]
    main(folder, float(rest[0]) if rest else 60, rest[1:])
