"""
What the strategies for timetables make: problems of every sort, that solvers take.
"""

from typing import TypeVar

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from own_demands import OWN

from community_edu.scheduling.demands import (
    STANDARD_DEMANDS,
    Apart,
    Demand,
    EverySession,
    OnGrid,
    SameEducator,
)
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.judging.checking import JUDGES
from community_edu.scheduling.problem_checks import input_errors
from community_edu.scheduling.problems import TimetableProblem
from community_edu.testing import timetable_problems, timetables

Made = TypeVar("Made")


def many(strategy: st.SearchStrategy[Made], number: int = 300) -> list[Made]:
    """
    Return so many values, the same in each run.
    """
    made: list[Made] = []

    @settings(
        max_examples=number,
        phases=[Phase.generate],
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(strategy)
    def collect(value: Made) -> None:
        made.append(value)

    collect()
    return made


@pytest.fixture(scope="module")
def problems() -> list[TimetableProblem]:
    return many(timetable_problems())


class TestTimetableProblems:
    def test_sound(self, problems: list[TimetableProblem]) -> None:
        """
        None has anything that a solver would refuse.
        """
        assert not any(input_errors(problem) for problem in problems)

    def test_every_sort(self, problems: list[TimetableProblem]) -> None:
        """
        There are holidays, days made up, pins, limits, single meetings, long ones, none of all.
        """
        assert any(problem.weeks.closed for problem in problems)
        assert any(problem.weeks.moved for problem in problems)
        assert any(problem.pins for problem in problems)
        assert any(not problem.venues for problem in problems)
        assert any(not problem.educators for problem in problems)
        educators = [one for problem in problems for one in problem.educators]
        assert any(one.busy for one in educators)
        assert any(one.weekly_minutes for one in educators)
        venues = [one for problem in problems for one in problem.venues]
        assert {(one.address is None, one.coordinates is None) for one in venues} >= {
            (True, True),
            (False, True),
            (True, False),
        }
        sections = [one for problem in problems for one in problem.sections]
        assert {one.course for one in sections} == {"", "singing"}
        assert {(one.per, one.length) for one in sections} >= {("term", 1), ("week", 2)}
        assert any(one.subject for one in sections)
        assert any(one.educators for one in sections)
        assert any(one.equipment or one.venues or one.place for one in sections)

    def test_every_kind(self, problems: list[TimetableProblem]) -> None:
        """
        Every kind of demand is stated, in other places than the grid, which is always hard.
        """
        stated = {type(rule) for problem in problems for rule in problem.rules}
        assert stated == set(JUDGES) - {OnGrid, EverySession, SameEducator}

    def test_some_kinds(self) -> None:
        """
        Only kinds that are asked for are stated, and of one's own those that are given.
        """
        one = timetable_problems(rules=[Apart], own=OWN, most_sections=1, most_rules=2)
        for problem in many(one, 30):
            assert {type(rule) for rule in problem.rules if isinstance(rule, Demand)} <= {Apart}
            assert len(problem.sections) == 1
        assert any(set(OWN) & set(problem.rules) for problem in many(one, 30))
        plain = many(timetable_problems(rules=[]), 10)
        assert all(problem.demands == STANDARD_DEMANDS for problem in plain)


class TestTimetables:
    @given(st.data())
    @settings(max_examples=20, database=None)
    def test_by_hand(self, data: st.DataObject) -> None:
        """
        Every meeting is placed somewhere, and nothing is unknown.
        """
        problem = data.draw(timetable_problems())
        timetable = data.draw(timetables(problem))
        amounts = check_timetable(problem, timetable).amounts
        assert "known-names" not in amounts
        placed = {(one.section, one.number) for one in timetable.placements}
        assert len(placed) == sum(section.sessions for section in problem.sections)

    def test_wrong(self, problems: list[TimetableProblem]) -> None:
        """
        Wrong ones have everything that can be wrong.
        """
        problem = next(
            one
            for one in problems
            if one.venues and any(section.taught for section in one.sections)
        )
        problem = attrs.evolve(problem, rules=())
        found = [
            {one.demand for one in check_timetable(problem, timetable).violations}
            for timetable in many(timetables(problem, wrong=True), 40)
        ]
        assert set().union(*found) >= {"known-names", "on-grid", "every-session", "qualified"}
