"""
How a town is mended when something happens: ``python benchmarks/repair.py``.

The town of the seeds (319 classes, 153 lectures) has a timetable; then each of these by itself:

- a lecturer is ill on one day of the week for the rest of the term
- a lecturer is ill for three weeks, and some of their classes nobody else can teach
- the busiest room is closed on two mornings of every week
- three lecturers lose a day
- a week is lost: its lectures move, its classes fall out

It prints how many meetings move, whether it is proven that fewer cannot, how many have no place,
the CPU seconds of the process with all its threads, and how many a new solution would move. The
bounds are 5 moves, proven, in 5 CPU seconds for one ill lecturer.
"""

import resource
import sys
from collections import Counter
from datetime import date, timedelta

from community_edu.scheduling.changes import EducatorAway, TimetableChange, VenueClosed, WeeksLost
from community_edu.scheduling.comparing import compare_timetables
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.repairing import repair
from community_edu.scheduling.solving import solve
from community_edu.scheduling.timetables import Timetable
from community_edu.scheduling.towns import town


def cpu() -> float:
    """
    Return the CPU seconds that the process has used so far.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def happenings(timetable: Timetable) -> list[tuple[str, list[TimetableChange]]]:
    """
    Return what happens, each with what it is called.
    """
    weekly = [one for one in timetable.placements if str(one.weeks) == "all"]
    who = [name for name, _ in Counter(one.educator for one in weekly).most_common(3) if name]
    where, _ = Counter(one.venue for one in weekly).most_common(1)[0]
    weekday = Counter(one.weekday for one in weekly if one.educator == who[0]).most_common(1)[0][0]
    first: date = timetable.problem.weeks.first + timedelta(days=42)
    ill = EducatorAway(educator=who[0], first=first, hours=weekday)
    three = EducatorAway(educator=who[0], first=first, last=first + timedelta(days=20))
    closed = VenueClosed(venue=where or "", first=first, hours="MON-TUE 06:00-12:00")
    days: list[TimetableChange] = [
        EducatorAway(educator=one, first=first, hours="WED") for one in who
    ]
    return [
        (f"{who[0]} ill on {weekday}", [ill]),
        (f"{who[0]} ill for three weeks", [three]),
        (f"{where} closed on two mornings", [closed]),
        ("three lecturers lose a day", days),
        ("week 9 lost", [WeeksLost(weeks="9")]),
    ]


def main() -> None:
    """
    Mend the town with the seed that is given, or 1.
    """
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    problem = town(seed)
    began = cpu()
    timetable = solve(problem, time_limit=5, seed=1, solver=GreedySolver())
    print(f"timetable: {timetable.status}, cost {timetable.cost}, {cpu() - began:.1f} CPU s")
    anew = solve(problem, time_limit=5, seed=2, solver=GreedySolver())
    moved = {(move.section, move.number) for move in compare_timetables(timetable, anew)}
    print(f"solving anew, with another seed, moves {len(moved)}")
    since = problem.weeks.first + timedelta(days=42)
    for name, changes in happenings(timetable):
        began = cpu()
        mended = repair(problem, timetable, changes, as_of=since, time_limit=20)
        spent = cpu() - began
        out = len(mended.timetable.unplaced)
        verdict = check_timetable(mended.problem, mended.timetable)
        print(
            f"{name}: {mended.moved} moved, proven {mended.proven_minimal}, {out} without a place, "
            f"cost {timetable.cost} -> {mended.cost}, kept {verdict.ok}, {spent:.2f} CPU s"
        )


if __name__ == "__main__":
    main()
