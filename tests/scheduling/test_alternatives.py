"""
Alternatives: where else a session could be, against the judge of the whole timetable.
"""

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from little_school import little_school, little_timetable

from community_edu.base import Text, UnknownReferenceError
from community_edu.scheduling.demands import FairLoad, Precedence
from community_edu.scheduling.explaining import Alternative, alternatives
from community_edu.scheduling.explaining.alternatives import NoSuchMeetingError, NotPlacedError
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Timetable
from community_edu.testing.timetables import timetable_problems, timetables

SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much)


class Together:
    """
    The choir and the readers come on one day.
    """

    id = "together"
    weight = 3
    text = Text("同一天", en="on one day")

    def amount(self, placement: object, problem: object) -> int:
        """
        Ask nothing of one placement.
        """
        del placement, problem
        return 0

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Compare two classes.
        """
        del problem
        return (("choir", "reading"),)

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Count different days.
        """
        del problem
        return int(getattr(one, "weekday", 0) != getattr(other, "weekday", 0))


Broken = dict[tuple[str, frozenset[tuple[str, int]]], int]


def judged(timetable: Timetable) -> tuple[int, Broken]:
    """
    What the whole timetable costs, and how far it breaks each hard demand for which meetings.
    """
    verdict = check_timetable(timetable.problem, timetable)
    broken: Broken = {}
    for one in verdict.violations:
        if one.hard:
            fair = one.demand.startswith("fair-load")
            meetings = () if fair else ((each.section, each.number) for each in one.placements)
            key = (one.demand, frozenset(meetings))
            broken[key] = broken.get(key, 0) + one.amount
    return verdict.cost, broken


def taken(timetable: Timetable, section: str, number: int, one: Alternative) -> Timetable:
    """
    The timetable with an alternative taken.
    """
    moved = {(section, number): one.placement}
    if one.swap is not None:
        moved[one.swap.section, one.swap.number] = one.swap
    kept = [each for each in timetable.placements if (each.section, each.number) not in moved]
    return attrs.evolve(timetable, placements=[*kept, *moved.values()])


def agree(timetable: Timetable, section: str, number: int, most: int) -> None:
    """
    Compare alternatives with the judge.
    """
    before, known = judged(timetable)
    for one in alternatives(timetable.problem, timetable, section, number)[:most]:
        cost, broken = judged(taken(timetable, section, number, one))
        assert one.cost == cost - before
        worse = {demand for (demand, of), n in broken.items() if n > known.get((demand, of), 0)}
        assert {each.demand for each in one.breaks} == worse
        assert one.free is not bool(one.breaks)


class TestAlternatives:
    @pytest.mark.parametrize(("section", "number"), [("english", 2), ("law", 1), ("choir", 1)])
    def test_the_judge_agrees(self, section: str, number: int) -> None:
        """
        Costs and breaks are those of the judge of the whole timetable.
        """
        rules = [*little_school().rules, Precedence(before="reading", after="law")]
        problem = little_school(rules=rules)
        agree(little_timetable(problem), section, number, 25)

    def test_hard_fair_load(self) -> None:
        """
        Fair load that must be kept is judged over everybody.
        """
        problem = little_school(rules=[FairLoad(weight=None, employment="volunteer")])
        agree(little_timetable(problem), "health", 1, 8)

    @settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
    @given(st.data())
    def test_any_timetable(self, data: st.DataObject) -> None:
        """
        The judge agrees for right and wrong timetables of any little problem.
        """
        problem: TimetableProblem = data.draw(timetable_problems(most_sections=3))
        timetable = data.draw(timetables(problem))
        keys = [(one.section, one.number) for one in timetable.placements]
        assume(keys and len(set(keys)) == len(keys))
        agree(timetable, *keys[0], 12)

    def test_order_and_words(self) -> None:
        """
        What is free stands first, the cheapest first, and says where it is.
        """
        found = alternatives(little_school(), little_timetable(), "english", 2)
        assert str(found[0]) == "周五第 5 节“音乐室”：代价 -4"
        page = found[0]._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert page == "<p>周五第 5 节“音乐室”：代价 -4</p>"
        assert found[0].message("en") == "Friday period 5 in '音乐室': cost -4"
        assert any("，但" in str(one) for one in found)

    def test_swap(self) -> None:
        """
        A meeting in the way that could take the place instead is told as a swap.
        """
        found = alternatives(little_school(), little_timetable(), "brush", 1)
        swaps = [one for one in found if one.swap]
        assert "周五第 2 节“书画室”：代价 +0，“读书会”换到周一第 1 节“书画室”" in map(str, swaps)
        assert all(one.free for one in swaps)

    def test_own_demands(self) -> None:
        """
        Demands of one's own are judged with those whom they compare.
        """
        rules = [*little_school().rules, Together()]
        agree(little_timetable(little_school(rules=rules)), "choir", 1, 10)

    def test_unknown(self) -> None:
        """
        A section or meeting that is not there is named.
        """
        with pytest.raises(UnknownReferenceError, match="there is no section 'coir'"):
            alternatives(little_school(), little_timetable(), "coir")
        with pytest.raises(NoSuchMeetingError, match="has no meeting 7; give a number from 1 to"):
            alternatives(little_school(), little_timetable(), "choir", 7)
        with pytest.raises(NotPlacedError, match="meeting 1 of 'choir' is not placed"):
            alternatives(little_school(), Timetable(little_school(), []), "choir")
