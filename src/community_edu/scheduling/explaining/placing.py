"""
A timetable that is found at once, or as much of one as is.
"""

from collections.abc import Iterable

import attrs

from community_edu.scheduling.explaining.conflicts import accepted
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import compile_problem
from community_edu.scheduling.instances.values import UNPLACED
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.solvers import Limits
from community_edu.scheduling.timetables import Placement, Timetable

AT_ONCE, EACH_MEETING, EACH_PATIENTLY = 0.3, 0.002, 0.006
"""
Seconds, in all and for each meeting, in which a timetable is found at once or not; and for
each meeting where more patience is asked.
"""
STEPS, STEPS_AFTER = 3, 1
"""
How many placements a meeting may take without more of them being placed: from nothing, and
where most are placed.
"""


@attrs.frozen
class Attempt:
    """
    What found its place at once.

    Attributes:
        made: The placements.
        left: The sections of which some meeting found none; `None`: all found one, but
            `check_timetable` does not accept them.
    """

    made: tuple[Placement, ...]
    left: tuple[int, ...] | None


def placed_at_once(
    problem: TimetableProblem,
    seconds: float,
    seed: int,
    start: Iterable[Placement] = (),
    each: float = EACH_MEETING,
) -> Attempt:
    """
    Place what can be placed with little work.

    Args:
        problem: What is asked for.
        seconds: The most time; a third of it is taken.
        seed: Where the search begins.
        start: What is kept where it can be.
        each: Seconds for each meeting.
    """
    instance = compile_problem(problem)
    known = tuple(start)
    enough = AT_ONCE + each * len(instance.meetings)
    limits = Limits(seconds=max(min(seconds / 3, enough), 0.01), seed=seed, partial=True)
    solver = GreedySolver(moves=0, steps=STEPS_AFTER if known else STEPS, attempts=1)
    begin = instance.assignment_of(Timetable(problem, known))
    found = solver.solve(instance, limits=limits, start=begin).assignment or instance.empty()
    made = instance.placements(found)
    placed = zip(instance.meetings, found.times, strict=True)
    left = tuple(dict.fromkeys(one.section for one, at in placed if at == UNPLACED))
    return Attempt(made, left if left or accepted(problem, made) else None)
