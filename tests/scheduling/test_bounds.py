"""
What a timetable costs at least: never more than one that there is.
"""

from datetime import date

import pytest
from hypothesis import assume, given, settings

from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator
from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.demands import FairLoad, PreferHours
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.solving import solve
from community_edu.scheduling.towns import LITTLE_TOWN, town
from community_edu.testing.timetables import timetable_problems


class TestLeastCost:
    @settings(max_examples=15)
    @given(timetable_problems())
    def test_of_any_problem(self, problem: TimetableProblem) -> None:
        """
        No timetable that places everything costs less.
        """
        timetable = solve(problem, solver=GreedySolver(moves=0))
        assume(not timetable.unplaced)
        cost = check_timetable(problem, timetable).cost
        assert 0 <= least_cost(compile_problem(problem)) <= cost

    @pytest.mark.parametrize(("seed", "least"), [(1, 162), (4, 12)])
    def test_of_a_town(self, seed: int, least: int) -> None:
        """
        That every room is too large, or lectures are not shared out evenly, is known at once.
        """
        assert least_cost(compile_problem(town(seed, shape=LITTLE_TOWN))) == least

    def test_who_cannot(self) -> None:
        """
        Somebody who has no time for a section makes it no cheaper; nor does nobody.
        """
        week = TeachingWeeks(first=date(2026, 9, 7), number=1, periods=["08:30-10:00"])
        choir = TimetableSection(id="choir", educators=["li", "zhao"])
        people = [
            Educator(id="li", name="李老师", hours="SAT"),
            Educator(id="zhao", name="赵老师"),
        ]
        rule = PreferHours(hours="MON 18:00-20:00", weight=3)
        problem = TimetableProblem([choir], [], people, week, [rule])
        assert least_cost(compile_problem(problem)) == 3
        assert least_cost(compile_problem(problem), {"choir"}) == 3
        assert least_cost(compile_problem(problem), {"dance"}) == 0
        alone = TimetableProblem([choir], [], [people[0]], week, [rule])
        assert least_cost(compile_problem(alone)) == 0

    def test_loads_with_a_remainder(self) -> None:
        """
        What nobody but some can teach leaves one of them with more than another, if at all.
        """
        week = TeachingWeeks(first=date(2026, 9, 7), number=1, periods=["08:30-10:00"])
        people = [Educator(id=name, name=name) for name in ("li", "zhao", "wang")]
        fair = FairLoad(weight=4)
        some = [TimetableSection(id=f"s{n}", educators=["li", "zhao"]) for n in range(3)]
        three = compile_problem(TimetableProblem(some, [], people, week, [fair]))
        assert least_cost(three) == 4
        assert least_cost(three, {"s0"}) == 0
        even = compile_problem(TimetableProblem(some[:2], [], people, week, [fair]))
        assert least_cost(even) == 0
        others = [*some[:2], TimetableSection(id="any", educators=["li", "wang"])]
        spare = compile_problem(TimetableProblem(others, [], people, week, [fair]))
        assert least_cost(spare) == 0
        nobody = compile_problem(TimetableProblem([], [], [], week, [fair]))
        assert least_cost(nobody) == 0
