"""
Solvers against the judge, and on tiny problems against every timetable that there is.
"""

import pytest
from brute_force import BruteForce, TooManyError
from hypothesis import HealthCheck, Phase, given, reject, settings
from little_school import little_school
from own_demands import OWN

from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.solvers import Solver
from community_edu.scheduling.solving import solve
from community_edu.scheduling.timetables import Timetable
from community_edu.testing import timetable_problems

MOST = 300
"""
How many timetables of one problem are judged.
"""

few = settings(
    max_examples=25,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def cheapest(problem: TimetableProblem) -> int | None:
    """
    The cost of the best timetable, if there is any; problems with too many are not looked at.
    """
    try:
        return BruteForce(problem, MOST).cheapest()
    except TooManyError:
        reject()


def judged(timetable: Timetable) -> None:
    """
    A timetable keeps all that is hard, but for what it says is not placed, and its cost is true.

    What is not placed is missing, and on no day over which its section should be spread.
    """
    verdict = check_timetable(timetable.problem, timetable)
    broken = [one for one in verdict.violations if one.hard]
    missing = [one for one in broken if one.demand in {"every-session", "spread"}]
    assert broken == (missing if timetable.unplaced else [])
    assert timetable.cost in {None, verdict.cost}
    meetings = sum(section.sessions for section in timetable.problem.sections)
    assert len(timetable.placements) + len(timetable.unplaced) == meetings


class TestGreedySolver:
    @given(timetable_problems(own=OWN))
    @few
    def test_against_every_timetable(self, problem: TimetableProblem) -> None:
        """
        It places everything only where that can be, and is never cheaper than the best.
        """
        best = cheapest(problem)
        timetable = solve(problem, solver=GreedySolver(), time_limit=60)
        judged(timetable)
        if not timetable.unplaced:
            assert best is not None
            assert timetable.cost is not None
            assert timetable.cost >= best

    def test_little_school(self) -> None:
        """
        It makes a timetable of a little school that keeps everything.
        """
        timetable = solve(little_school(), solver=GreedySolver(), time_limit=60)
        judged(timetable)
        assert not timetable.unplaced


class TestCpSat:
    @given(timetable_problems(own=OWN))
    @few
    def test_against_every_timetable(self, problem: TimetableProblem) -> None:
        """
        What it proves is so: the best of all timetables, or that there is none.
        """
        pytest.importorskip("ortools")
        best = cheapest(problem)
        timetable = solve(problem, time_limit=60, workers=1, partial=False)
        if best is None:
            assert timetable.status == "infeasible"
            assert not timetable.placements
        else:
            judged(timetable)
            assert (timetable.status, timetable.cost, timetable.bound) == ("optimal", best, best)

    @given(timetable_problems(own=OWN))
    @few
    def test_partial(self, problem: TimetableProblem) -> None:
        """
        Where not everything can be placed, the rest is, and keeps all that is hard.
        """
        pytest.importorskip("ortools")
        best = cheapest(problem)
        timetable = solve(problem, time_limit=60, workers=1)
        judged(timetable)
        assert (timetable.status == "optimal") == (best is not None)

    @pytest.mark.parametrize("solver", [None, GreedySolver()])
    def test_little_school(self, solver: Solver | None) -> None:
        """
        A timetable of a little school keeps everything, and its bound is no more than its cost.
        """
        pytest.importorskip("ortools")
        timetable = solve(little_school(), time_limit=60, workers=1, solver=solver)
        judged(timetable)
        assert not timetable.unplaced
        assert timetable.cost is not None
        assert (timetable.bound or 0) <= timetable.cost
