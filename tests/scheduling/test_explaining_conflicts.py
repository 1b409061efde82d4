"""
Explanations on tiny problems, against trying everything.
"""

import attrs
import pytest
from brute_force import BruteForce, TooManyError
from hypothesis import HealthCheck, assume, given, settings
from requirement_oracle import TooManyArrangementsError, broken_by, kept, on_the_grid

from community_edu.scheduling.demands import AtMost, AwayFrom, PreferHours
from community_edu.scheduling.explaining import explain
from community_edu.scheduling.explaining.choices import EVERYTHING
from community_edu.scheduling.explaining.conditions import conditions
from community_edu.scheduling.explaining.counting import shortages
from community_edu.scheduling.explaining.deciding import TryingDecider, decider
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.problems import TimetableProblem
from community_edu.testing.timetables import timetable_problems

pytest.importorskip("ortools")

SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much)
few = settings(max_examples=10, deadline=None, suppress_health_check=SLOW)


def solvable(problem: TimetableProblem) -> bool:
    """
    Tell whether there is a timetable, by trying them all.
    """
    try:
        return BruteForce(problem).cheapest() is not None
    except TooManyError:
        assume(condition=False)
        raise


class TestConditions:
    @few
    @given(timetable_problems(most_sections=3))
    def test_rows_can_be_kept_where_there_is_a_timetable(self, problem: TimetableProblem) -> None:
        """
        The rows of all sections can be kept just where the judge finds a timetable.
        """
        ground = Ground(problem)
        rows = conditions(ground, range(len(problem.sections)), EVERYTHING)
        found = TryingDecider(5000).decide(rows, 5).possible
        assert decider().decide(rows, 5).possible is solvable(problem)
        assert found in {None, solvable(problem)}


class TestShortages:
    @few
    @given(timetable_problems(most_sections=3))
    def test_counting_never_blames_a_problem_that_can_be_solved(
        self, problem: TimetableProblem
    ) -> None:
        """
        Where something is short there is no timetable.
        """
        if list(shortages(Ground(problem))):
            assert not solvable(problem)


class TestExplain:
    @few
    @given(timetable_problems(most_sections=3))
    def test_kind(self, problem: TimetableProblem) -> None:
        """
        A problem is explained as feasible just where it has a timetable.
        """
        explanation = explain(problem, time_limit=5)
        assert (explanation.kind == "feasible") is solvable(problem)
        assert bool(explanation.conflict) is (explanation.kind != "feasible")

    @few
    @given(timetable_problems(most_sections=2, rules=[AtMost, AwayFrom, PreferHours]))
    def test_the_conflict_is_one_and_no_part_of_it_is(self, problem: TimetableProblem) -> None:
        """
        No arrangement keeps a conflict; without any one of its subjects one does.
        """
        explanation = explain(problem, time_limit=5)
        assume(explanation.conflict)
        try:
            broken = broken_by(problem)
        except TooManyArrangementsError:
            assume(condition=False)
            raise
        conflict = explanation.conflict
        broken = on_the_grid(broken, conflict)
        assert not kept(broken, conflict)
        assert explanation.minimal
        for index, one in enumerate(conflict):
            others = [*conflict[:index], *conflict[index + 1 :]]
            assert kept(broken, others)
            for subject in one.subjects:
                fewer = tuple(each for each in one.subjects if each != subject)
                assert kept(broken, [*others, attrs.evolve(one, subjects=fewer)])

    @few
    @given(timetable_problems(most_sections=3))
    def test_relaxations_help(self, problem: TimetableProblem) -> None:
        """
        With every change that is offered there is a timetable.
        """
        for change in explain(problem, time_limit=5).relaxations[:2]:
            assert solvable(change.problem), str(change)
