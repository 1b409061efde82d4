"""
How soon a school without any extra has a timetable, and what improving it is worth.

    python benchmarks/small_school.py [CLASSES]

Prints CPU seconds of one thread, compiling included, the best of three: of a school with 40
classes, 12 lectures and 14 teachers, and of the town of the seeds, first placed only, then
improved.
"""

import sys
from time import process_time

import attrs

from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.solvers import Limits, Solution
from community_edu.scheduling.timetables import Timetable
from community_edu.scheduling.towns import TOWN, town

REPEATS = 3
MOVES = (0, 50, 300)


def school(classes: int) -> TimetableProblem:
    """
    Return a school with some rooms at four teaching points.
    """
    shape = attrs.evolve(
        TOWN,
        school_classes=classes // 2,
        point_classes=classes - classes // 2,
        twice=classes // 10,
        pairs=classes // 3,
        points=4,
        point_rooms=8,
        teachers=max(14, classes // 3),
        lectures=12,
        lecturers=6,
    )
    return town(1, name="school", shape=shape)


def line(name: str, problem: TimetableProblem, moves: int) -> str:
    """
    Return what one setting takes and gives.
    """
    runs = [once(problem, moves) for _ in range(REPEATS)]
    seconds, instance, solution = min(runs, key=lambda run: run[0])
    if solution.assignment is None:
        return f"{name:8} {moves:5} {seconds:8.2f}  {solution.status}"
    timetable = Timetable(problem, instance.placements(solution.assignment))
    judged = check_timetable(problem, timetable)
    verdict = "ok" if judged.ok and judged.cost == solution.cost else "WRONG"
    return f"{name:8} {moves:5} {seconds:8.2f}  {solution.status}  {solution.cost}  {verdict}"


def once(problem: TimetableProblem, moves: int) -> tuple[float, Instance, Solution]:
    """
    Return the CPU seconds of one run, and what it gives.
    """
    start = process_time()
    instance = compile_problem(problem)
    limits = Limits(seconds=600, deterministic=True)
    solution = GreedySolver(moves=moves).solve(instance, limits=limits)
    return process_time() - start, instance, solution


def main() -> None:
    """
    Print one line for each size and number of moves.
    """
    classes = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print("problem  moves  CPU s    status  cost  judge")
    for name, problem in (("school", school(classes)), ("town", town(1))):
        for moves in MOVES:
            print(line(name, problem, moves))


if __name__ == "__main__":
    main()
