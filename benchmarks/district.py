"""
What the timetable of a district takes as it grows.

    python benchmarks/district.py [SECONDS [TOWNS …]]

Districts of 1 to 20 towns (or of TOWNS) are drawn, each town with 319 classes of which one
in twenty is of a teacher who goes from town to town. Every town may take SECONDS of wall
time (4 if not given) on 2 threads, and so may each step in which they are taken together.
Each district is solved in a process of its own, so that its memory is told, too.

A row has the sections, how many of them a shared teacher may give, and how many meetings
found no place; whether every hard demand is kept; the cost, as the judge counts it, and
its bound; the CPU seconds of the process, all threads together, and the most memory that
it took.
"""

import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from community_edu.scheduling.districts import solve_district
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.towns import district

TOWNS = (1, 2, 5, 10, 20)
MEGABYTE = 1024
"""
How many of the kilobytes in which the system counts.
"""


def row(towns: int, seconds: float) -> str:
    """
    Solve one district and say what it took.
    """
    problems = district(1, towns=towns)
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = solve_district(problems, time_limit=seconds, seed=1, workers=2)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    whole = found.whole
    sections = len(whole.problem.sections)
    kept = "yes" if check_timetable(whole.problem, whole).ok else "NO"
    cost, bound = whole.cost or 0, whole.bound or 0
    ratio = f"{cost / bound:.3f}" if bound else "-"
    return (
        f"{towns:5}{sections:9}{len(found.visiting):9}{len(whole.unplaced):9}{kept:>6}"
        f"{cost:8}{bound:8}{ratio:>7}{cpu:8.1f}{after.ru_maxrss // MEGABYTE:7}"
    )


def main() -> None:
    """
    Print a row for each size.
    """
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    print("towns sections visiting left out  kept    cost   bound  ratio   CPU s     MB")
    for towns in map(int, sys.argv[2:]) if sys.argv[2:] else TOWNS:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
            print(executor.submit(row, towns, seconds).result(), flush=True)


if __name__ == "__main__":
    main()
