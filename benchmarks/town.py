"""
The town of the seeds: ``python benchmarks/town.py [SECONDS] [SEED …]``.

319 classes and 153 lectures, made by `town`, are placed by the greedy solver alone and then
by `solve` with two workers, once each. The clock counts half of the CPU seconds of this
process, which is the wall time of two cores that nobody else uses. Every timetable is judged.
"""

import resource
import sys

from community_edu.scheduling.cpsat import CpSatSolver
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.solving import solve
from community_edu.scheduling.towns import town

WORKERS = 2


def cpu() -> float:
    """
    Return the CPU seconds of this process and its threads.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(seconds: float, seeds: list[int]) -> None:
    """
    Print cost, bound and gap of each town, with the CPU seconds that they took.
    """
    print(f"{'seed':<6}{'solver':<8}{'cost':>7}{'bound':>7}{'gap':>8}{'CPU s':>8}  judged")
    for seed in seeds:
        problem = town(seed)
        for name, solver in (
            ("first", GreedySolver(moves=0)),
            ("greedy", GreedySolver()),
            ("cp-sat", CpSatSolver(read=lambda: cpu() / WORKERS)),
        ):
            begun = cpu()
            timetable = solve(problem, time_limit=seconds, workers=WORKERS, solver=solver)
            spent = cpu() - begun
            verdict = check_timetable(problem, timetable)
            fits = "fits" if verdict.ok and verdict.cost == timetable.cost else "DOES NOT FIT"
            gap = "" if timetable.bound is None else f"{1 - timetable.bound / verdict.cost:.1%}"
            print(
                f"{seed:<6}{name:<8}{verdict.cost:>7}{timetable.bound or '':>7}{gap:>8}"
                f"{spent:>8.1f}  {fits}",
                flush=True,
            )


if __name__ == "__main__":
    main(
        float(sys.argv[1] if len(sys.argv) > 1 else 30),
        [int(seed) for seed in sys.argv[2:]] or [1],
    )
