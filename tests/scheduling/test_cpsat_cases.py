"""
Rare cases of the solver on CP-SAT: the optimum is that of every timetable judged one by one.
"""

from datetime import date

import attrs
import pytest

pytest.importorskip("ortools")

from brute_force import BruteForce

from community_edu.base import Text
from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.components import components
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.layers import around, layers
from community_edu.scheduling.cpsat.model import EVERYTHING
from community_edu.scheduling.cpsat.running import Clock, run
from community_edu.scheduling.cpsat.solutions import read
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    AwayFrom,
    Demand,
    EverySession,
    NearHome,
    NoClash,
    NoGaps,
    NoLoneSession,
    NotOversized,
    OwnDemand,
    PreferHours,
)
from community_edu.scheduling.instances import Assignment, Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.solvers import SolveProgress
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.scheduling.travel import TravelTimes

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=2,
    periods=["08:30-09:15", "09:25-10:10", "10:20-11:05"],
    weekdays=["MON", "TUE"],
)
MONDAY = attrs.evolve(WEEKS, number=1, weekdays=["MON"])
LARGE = Venue(id="large", name="大教室", kind="room", capacity=60, place="school")
SMALL = Venue(id="small", name="小教室", kind="room", capacity=20, place="school")
EAST = Venue(id="east", name="东街教学点", kind="room", capacity=20, place="east")
LI = Educator(id="li", name="李", teaches=["law"], weekly_minutes=60)
WU = Educator(id="wu", name="吴", teaches=["law"], weekly_minutes=60, hours="TUE")
TALK = TimetableSection(id="talk", subject="law", per="term", size=10, groups=["street"])
A_DAY_EACH = Apart(of="group", days=1, weight=None)
MONDAYS = PreferHours(hours="MON")
LAST_PERIOD = PreferHours(id="last", hours="MON-TUE 10:20-11:05", weight=2)


CHOIR = TimetableSection(id="choir", size=10, groups=["street"])
INK = attrs.evolve(CHOIR, id="ink")


def whole(
    *rules: Demand | OwnDemand,
    sections: tuple[TimetableSection, ...] = (TALK,),
    venues: tuple[Venue, ...] = (SMALL,),
    educators: tuple[Educator, ...] = (LI, WU),
    weeks: TeachingWeeks = WEEKS,
    pins: tuple[Pin, ...] = (),
) -> TimetableProblem:
    """
    Return a problem of few parts.
    """
    travel = TravelTimes(minutes={("school", "east"): 30})
    return TimetableProblem(sections, venues, educators, weeks, rules, travel=travel, pins=pins)


def least(instance: Instance, choice: Choice, into: Assignment) -> int:
    """
    Write the optimum of a part of a problem into an assignment, and return what it costs.
    """
    model = build(instance, choice)
    outcome = run(model.cp, Clock(10), 10, {"num_workers": 1})
    assert outcome.proof == "optimal"
    assert outcome.values is not None
    assert outcome.cost is not None
    read(model, outcome.values, into)
    return outcome.cost


def judged(instance: Instance, assignment: Assignment, cost: int) -> Timetable:
    """
    Return the timetable, if the judge finds nothing broken and the same cost.
    """
    timetable = Timetable(instance.problem, instance.placements(assignment))
    verdict = check_timetable(instance.problem, timetable)
    assert verdict.ok, verdict.violations
    assert verdict.cost == cost
    return timetable


def cheapest(problem: TimetableProblem) -> Timetable:
    """
    Return the optimum of one model of all.
    """
    instance = compile_problem(problem)
    assignment = instance.empty()
    return judged(instance, assignment, least(instance, EVERYTHING, assignment))


def in_layers(problem: TimetableProblem) -> Timetable:
    """
    Return the optimum of the classes, with that of the lectures around them.
    """
    instance = compile_problem(problem)
    found = layers(instance, frozenset(range(len(problem.sections))))
    assert found is not None
    classes, lectures = found
    assignment = instance.empty()
    cost = least(instance, Choice(classes), assignment)
    cost += least(instance, around(instance, assignment, classes, lectures), assignment)
    return judged(instance, assignment, cost)


def cost_of(timetable: Timetable) -> int:
    """
    Return what a timetable costs.
    """
    return check_timetable(timetable.problem, timetable).cost


@attrs.frozen
class Own:
    """
    Nobody is where and when `barred` says, and no two sections have the same educator.
    """

    id: str
    weight: int | None = None
    barred: tuple[tuple[str, str, int], ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    text: Text = attrs.field(factory=lambda: Text("不要"))

    def amount(self, placement: object, problem: object) -> int:
        del problem
        assert isinstance(placement, Placement)
        return int((placement.venue, placement.educator, placement.period) in self.barred)

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        del problem
        return self.asked

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        del problem
        assert isinstance(one, Placement)
        assert isinstance(other, Placement)
        return int(one.educator == other.educator)


class TestVenuesThatMakeNoDifference:
    def test_the_cheapest_will_do(self) -> None:
        """
        Classes of the same people are never at once, so each has the room that is best for it.
        """
        problem = whole(
            NotOversized(times=3),
            sections=(CHOIR, INK),
            venues=(LARGE, SMALL),
            weeks=MONDAY,
        )
        timetable = cheapest(problem)
        assert {placement.venue for placement in timetable.placements} == {"small"}
        assert cost_of(timetable) == BruteForce(problem).cheapest() == 0

    @pytest.mark.parametrize(
        ("rule", "second"),
        [(NoGaps(of="venue", weight=5), 3), (NoLoneSession(of="venue", weight=5), 2)],
        ids=["gaps", "lone"],
    )
    def test_they_do_where_the_day_of_a_venue_counts(self, rule: Demand, second: int) -> None:
        """
        Where gaps or lone sessions of a venue cost, it is not the cheapest room that is best.
        """
        problem = whole(
            rule,
            NotOversized(times=3),
            sections=(CHOIR, attrs.evolve(INK, size=20)),
            venues=(LARGE, SMALL),
            weeks=MONDAY,
            pins=(Pin(section="choir", period=1), Pin(section="ink", period=second)),
        )
        assert cost_of(cheapest(problem)) == BruteForce(problem).cheapest()


class TestTimesThatMakeNoDifference:
    """
    Lectures of one street on days of their own: of the times of a day the cheapest is tried.
    """

    @pytest.mark.parametrize(
        "rules",
        [
            (MONDAYS, LAST_PERIOD),
            (AwayFrom(dates=[date(2026, 9, 7)], days=0), MONDAYS),
            (AtMost(of="venue", per="day", most=1), LAST_PERIOD),
            (PreferHours(hours="MON", educator="li"),),
            (NoGaps(of="group", weight=2), MONDAYS),
        ],
        ids=["hours", "away", "venue", "person", "gaps"],
    )
    @pytest.mark.parametrize(
        "educators",
        [(LI, WU), (WU,), (attrs.evolve(LI, weekly_minutes=None),)],
        ids=["two", "one", "often"],
    )
    def test_two_lectures(self, rules: tuple[Demand, ...], educators: tuple[Educator, ...]) -> None:
        """
        Two lectures cost what the best of all timetables costs, whoever can give them.
        """
        problem = whole(
            A_DAY_EACH,
            *rules,
            sections=(TALK, attrs.evolve(TALK, id="film", weeks="1")),
            educators=educators,
            weeks=attrs.evolve(WEEKS, periods=["09:25-10:10", "10:20-11:05"]),
        )
        assert cost_of(cheapest(problem)) == BruteForce(problem).cheapest()

    def test_without_educators(self) -> None:
        """
        A lecture that nobody needs to give takes the best time.
        """
        talk = attrs.evolve(TALK, subject="")
        problem = whole(A_DAY_EACH, LAST_PERIOD, MONDAYS, sections=(talk,), educators=())
        (placement,) = cheapest(problem).placements
        assert (placement.weekday, placement.period) == ("MON", 3)

    def test_a_room_and_people_that_are_taken(self) -> None:
        """
        Around classes that have the room or the people, lectures take times that are left.
        """
        class_of_others = attrs.evolve(INK, groups=["others"])
        for rules in ((LAST_PERIOD,), (LAST_PERIOD, EverySession(weight=9))):
            problem = whole(
                A_DAY_EACH,
                *rules,
                sections=(CHOIR, class_of_others, TALK),
                weeks=MONDAY,
                educators=(LI,),
            )
            assert cost_of(in_layers(problem)) == BruteForce(problem).cheapest() == 4

    def test_what_somebody_cannot_do_somewhere(self) -> None:
        """
        An own demand on time, room and educator together is kept where one room is left.
        """
        problem = whole(
            A_DAY_EACH,
            MONDAYS,
            Own("not-li-early", barred=(("small", "li", 1),)),
            Own(
                "not-large", barred=tuple(("large", e, p) for e in ("li", "wu") for p in (1, 2, 3))
            ),
            venues=(SMALL, LARGE),
            weeks=attrs.evolve(WEEKS, number=1),
        )
        (placement,) = cheapest(problem).placements
        assert (placement.educator, placement.weekday) == ("li", "MON")
        assert placement.period > 1


class TestOnceAWeek:
    @pytest.mark.parametrize(
        ("educator", "periods"),
        [
            (attrs.evolve(LI, daily_minutes=30), ["08:30-09:15", "09:25-10:10"]),
            (LI, ["08:30-09:15", "09:25-11:10"]),
        ],
        ids=["day", "week"],
    )
    def test_a_session_that_is_too_long(self, educator: Educator, periods: list[str]) -> None:
        """
        Who has one session a week at most has none that is longer than a day or week of theirs.
        """
        problem = whole(
            MONDAYS,
            PreferHours(id="second", hours="MON-TUE 09:25-12:00"),
            educators=(educator, WU),
            weeks=attrs.evolve(WEEKS, number=1, periods=periods),
        )
        assert cost_of(cheapest(problem)) == BruteForce(problem).cheapest() == 1

    def test_some_may_be_lost(self) -> None:
        """
        If sessions may be lost at a price, two who teach once a week give as many as they can.
        """
        problem = whole(
            EverySession(weight=7),
            sections=(attrs.evolve(TALK, sessions=3),),
            educators=(LI, attrs.evolve(WU, hours="MON-TUE", sessions=1)),
        )
        timetable = cheapest(problem)
        assert len(timetable.placements) == 2
        assert {placement.educator for placement in timetable.placements} == {"li"}
        assert cost_of(timetable) == 7


class TestSingleMeetings:
    @pytest.mark.parametrize("sessions", [(3,), (2, 1), (1, 1, 1)], ids=str)
    def test_lectures_that_are_too_near(self, sessions: tuple[int, ...]) -> None:
        """
        Each pair of lectures that are too near costs once, however many groups it shares.
        """
        problem = whole(
            Apart(of="group", days=2, weight=3),
            PreferHours(hours="TUE"),
            sections=tuple(
                attrs.evolve(
                    TALK,
                    id=f"talk-{n}",
                    sessions=number,
                    groups=["street", "youth"],
                    weeks="1" if n else "all",
                )
                for n, number in enumerate(sessions)
            ),
            educators=(attrs.evolve(LI, weekly_minutes=None),),
            weeks=attrs.evolve(WEEKS, periods=["08:30-09:15"]),
        )
        assert cost_of(cheapest(problem)) == BruteForce(problem).cheapest() == 4

    def test_pairs_with_several_educators(self) -> None:
        """
        An own demand on pairs is asked of placements alone that can be.
        """
        problem = whole(
            Own("two-people", weight=5, asked=(("talk", "film"),)),
            MONDAYS,
            sections=(TALK, attrs.evolve(TALK, id="film")),
            weeks=attrs.evolve(WEEKS, number=1, periods=["08:30-09:15", "09:25-10:10"]),
            educators=(attrs.evolve(LI, weekly_minutes=None), WU),
        )
        assert cost_of(cheapest(problem)) == BruteForce(problem).cheapest() == 1


class TestLayers:
    def test_a_class_that_may_be_lost(self) -> None:
        """
        A class that finds no room costs what it may, and lectures are placed around the rest.
        """
        weeks = attrs.evolve(WEEKS, number=1, weekdays=["MON"], periods=["08:30-09:15"])
        problem = whole(
            EverySession(weight=4),
            sections=(
                CHOIR,
                INK,
                attrs.evolve(TALK, subject="", groups=["others"]),
            ),
            venues=(SMALL, LARGE),
            weeks=weeks,
        )
        timetable = in_layers(problem)
        assert len(timetable.placements) == 2
        assert cost_of(timetable) == 4

    def test_what_classes_leave(self) -> None:
        """
        Classes take the time of their room and people from lectures, unless clashes only cost.
        """
        free = (NoClash(of="group", weight=5), NoClash(of="venue", weight=5))
        for rules, taken in (((), {1}), (free, set[int]())):
            instance = compile_problem(whole(*rules, sections=(CHOIR, TALK)))
            assignment = instance.empty()
            least(instance, Choice(frozenset({0})), assignment)
            left = around(instance, assignment, frozenset({0}), frozenset({1}))
            assert set(left.section_taken) == taken
            assert bool(left.venue_taken) == bool(taken)

    def test_a_class_with_no_week(self) -> None:
        """
        A class whose weeks are all closed has no meeting, and costs nothing beside others.
        """
        weeks = attrs.evolve(WEEKS, closed=[date(2026, 9, 14), date(2026, 9, 15)])
        problem = whole(
            NoClash(of="group", weight=5),
            sections=(CHOIR, INK, attrs.evolve(CHOIR, id="late", weeks="2")),
            weeks=weeks,
        )
        timetable = cheapest(problem)
        assert {placement.section for placement in timetable.placements} == {"choir", "ink"}
        assert cost_of(timetable) == 0
        assert components(compile_problem(problem)) == [{0, 1}]


class TestTimesAlone:
    def test_no_room_near_enough(self) -> None:
        """
        A time at which no room goes with any educator is no time of a model without rooms.
        """
        near = NearHome(minutes=10, weight=None)
        home = attrs.evolve(LI, home="school")
        for venues, proof in (((EAST,), "infeasible"), ((EAST, SMALL), "optimal")):
            instance = compile_problem(whole(near, venues=venues, educators=(home,)))
            for rooms in (False, True):
                model = build(instance, rooms=rooms)
                assert run(model.cp, Clock(10), 10, {"num_workers": 1}).proof == proof

    @pytest.mark.parametrize(("more", "proof"), [(0, "optimal"), (1, "infeasible")])
    def test_many_sets_of_rooms(self, more: int, proof: str) -> None:
        """
        One class more than rooms is one too many, however many sets of rooms there are.
        """
        venues = tuple(attrs.evolve(SMALL, id=f"room-{n}") for n in range(7))
        sections = tuple(
            attrs.evolve(CHOIR, id=f"class-{n}", groups=[], venues=[f"room-{n % 7}"])
            for n in range(7 + more)
        )
        weeks = attrs.evolve(MONDAY, periods=["08:30-09:15"])
        instance = compile_problem(whole(sections=sections, venues=venues, weeks=weeks))
        for rooms in (False, True):
            model = build(instance, rooms=rooms)
            assert run(model.cp, Clock(10), 10, {"num_workers": 1}).proof == proof


class TestProgress:
    def test_in_one_line(self) -> None:
        """
        What is not known yet is not said.
        """
        stage = Text("搜索", en="search")
        assert (
            str(SolveProgress(2.5, 91, 85, 9, 9, stage)) == "2.5 s, 9/9, cost 91, bound 85, search"
        )
        assert str(SolveProgress(0.0, None, None, 0, 9, stage)) == "0.0 s, 0/9, search"
