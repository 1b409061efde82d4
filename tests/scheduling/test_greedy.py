"""
The built-in solver: what it gives keeps every hard demand and costs what it says.
"""

from datetime import date, time
from time import process_time
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_school import LITTLE_SCHOOL, little_timetable

from community_edu.base import Text
from community_edu.calendars import ClassPeriod, TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    Demand,
    EducatorAvailable,
    FairLoad,
    NearHome,
    NoClash,
    NoGaps,
    NoLoneSession,
    OwnDemand,
    Precedence,
    PreferHours,
    SameVenue,
    Spread,
    WorkingLimits,
)
from community_edu.scheduling.greedy import GreedySolver, reasons
from community_edu.scheduling.instances import Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.solvers import Limits, Solution, SolveProgress
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.scheduling.towns import LITTLE_TOWN, town
from community_edu.scheduling.travel import TravelTimes
from community_edu.testing.timetables import timetable_problems

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=2,
    periods=[
        ClassPeriod(time(9), time(9, 45)),
        ClassPeriod(time(9, 55), time(10, 40)),
        ClassPeriod(time(10, 50), time(11, 35)),
    ],
    weekdays=["MON", "TUE"],
)
LIMITS = Limits(seconds=20, deterministic=True)
WAITING = [Precedence(before="s0", after="nobody")]


@attrs.frozen
class NotTogether:
    """
    Two sections that shall not be on one weekday; each of them costs 1 in period 1.
    """

    one: str
    other: str
    weight: int | None = None
    id: str = "not-together"

    @property
    def text(self) -> Text:
        """
        What it asks.
        """
        return Text("不在同一天", en="not on one day")

    def amount(self, placement: object, problem: object) -> int:
        """
        Return nothing.
        """
        assert isinstance(placement, Placement)
        assert isinstance(problem, TimetableProblem)
        return 0

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Return the two sections.
        """
        assert isinstance(problem, TimetableProblem)
        return ((self.one, self.other),)

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Return 1 on one weekday, and 1 more if the first of the pair is the later.
        """
        assert isinstance(one, Placement)
        assert isinstance(other, Placement)
        assert isinstance(problem, TimetableProblem)
        return int(one.weekday == other.weekday) + int(one.period > other.period)


def school(*sections: TimetableSection, **parts: Any) -> Instance:  # noqa: ANN401
    """
    The instance of some sections in two weeks of two days.
    """
    given: dict[str, Any] = {"venues": (), "educators": (), "weeks": WEEKS} | parts
    return compile_problem(TimetableProblem(sections, **given))


def sections(number: int, **fields: Any) -> list[TimetableSection]:  # noqa: ANN401
    """
    A number of sections that are alike.
    """
    return [TimetableSection(id=f"s{n}", **fields) for n in range(number)]


def solved(instance: Instance, moves: int = 30, limits: Limits = LIMITS) -> Solution:
    """
    What the solver finds, judged.
    """
    solution = GreedySolver(moves=moves).solve(instance, limits=limits)
    assert solution.assignment is not None
    timetable = Timetable(instance.problem, instance.placements(solution.assignment))
    verdict = check_timetable(instance.problem, timetable)
    wholes = {"every-session", "spread"} if solution.status == "partial" else set[str]()
    assert [one.demand for one in verdict.violations if one.hard and one.demand not in wholes] == []
    assert solution.cost == verdict.cost
    assert verdict.ok == (solution.status in {"feasible", "optimal"})
    return solution


OWN: tuple[OwnDemand, ...] = (
    NotTogether("section-0", "section-1"),
    NotTogether("section-0", "section-0", 2, "apart-by-itself"),
)


class TestWhatItGives:
    @settings(max_examples=50, deadline=None)
    @given(timetable_problems(own=OWN, most_rules=6), st.integers(0, 99))
    def test_the_judge_agrees(self, problem: TimetableProblem, seed: int) -> None:
        """
        Nothing hard is broken but that something may be missing, and the cost is the judge's.
        """
        solved(compile_problem(problem), 10, attrs.evolve(LIMITS, seed=seed))

    def test_the_little_school(self) -> None:
        """
        A school with everything in it is placed at no more than a careful hand needs.
        """
        solution = solved(compile_problem(LITTLE_SCHOOL), 300)
        by_hand = check_timetable(LITTLE_SCHOOL, little_timetable()).cost
        assert solution.status == "optimal"
        assert solution.cost is not None
        assert solution.cost <= by_hand

    def test_one_seed_one_timetable(self) -> None:
        """
        The same problem and seed give the same timetable; another seed may give another.
        """
        instance = compile_problem(town(1, shape=LITTLE_TOWN))
        one, same, other = (solved(instance, 20, attrs.evolve(LIMITS, seed=n)) for n in (1, 1, 2))
        assert one == same
        assert one != other

    def test_a_small_school_in_less_than_a_second(self) -> None:
        """
        Forty classes are placed in well under a second of computing, improved or not.
        """
        shape = attrs.evolve(LITTLE_TOWN, school_classes=12, point_classes=28, teachers=16)
        instance = compile_problem(town(2, shape=shape))
        start = process_time()
        solution = GreedySolver(moves=0).solve(instance, limits=LIMITS)
        assert solution.status == "feasible"
        assert process_time() - start < 1

    def test_improving_helps(self) -> None:
        """
        More moves never make the timetable dearer, and here make it cheaper.
        """
        instance = compile_problem(LITTLE_SCHOOL)
        limits = attrs.evolve(LIMITS, seed=1)
        costs = [solved(instance, moves, limits).cost or 0 for moves in (0, 200)]
        assert costs[1] < costs[0]


class TestLimits:
    def test_no_time_at_all(self) -> None:
        """
        Without time each meeting still has its turn, and no more.
        """
        instance = compile_problem(LITTLE_SCHOOL)
        solution = GreedySolver().solve(instance, limits=Limits(seconds=-1))
        assert solution.status == "optimal"
        short = GreedySolver(moves=10_000).solve(instance, limits=Limits(seconds=0.3))
        assert short.status == "optimal"
        crowded = school(*sections(7, groups=["all"]))
        left = GreedySolver().solve(crowded, limits=Limits(seconds=-1))
        assert left.status == "partial"

    def test_all_or_nothing(self) -> None:
        """
        Where nothing may be left out and not all was placed, nothing is given.
        """
        instance = school(*sections(7, groups=["all"]))
        solution = GreedySolver().solve(instance, limits=attrs.evolve(LIMITS, partial=False))
        assert solution == Solution(assignment=None, status="unknown")

    def test_stopped_by_hand(self) -> None:
        """
        Interrupted, it gives the best that it has; before there is any, nothing is placed.
        """
        told: list[SolveProgress] = []

        def stop(progress: SolveProgress) -> None:
            told.append(progress)
            raise KeyboardInterrupt

        instance = compile_problem(LITTLE_SCHOOL)
        solution = GreedySolver().solve(instance, limits=LIMITS, progress=stop)
        assert solution.status == "optimal"
        assert len(told) == 1
        assert (told[0].of, told[0].stage.to("en")) == (14, "placing")

        start: Any = _Interrupting()
        early = GreedySolver().solve(instance, limits=LIMITS, start=start)
        assert (early.status, early.assignment) == ("partial", instance.empty())

    def test_progress(self) -> None:
        """
        Each better timetable is told, with what it costs; those that break something, without.
        """
        told: list[SolveProgress] = []
        rules = [NoLoneSession(of="group", weight=None), NoGaps(of="group", weight=5)]
        instance = school(*sections(4, groups=["g"]), rules=rules)
        GreedySolver(moves=200).solve(instance, limits=LIMITS, progress=told.append)
        assert [one.placed for one in told] == sorted(one.placed for one in told)
        assert told[-1].cost == 0


class _Interrupting:
    """
    A start during which somebody presses Ctrl-C.
    """

    @property
    def times(self) -> list[int]:
        """
        Interrupt whoever asks.
        """
        raise KeyboardInterrupt


class TestStart:
    def test_a_start_is_kept_and_completed(self) -> None:
        """
        What a start has is where the search begins; what of it cannot be is left out.
        """
        instance = compile_problem(LITTLE_SCHOOL)
        start = instance.assignment_of(little_timetable())
        kept = GreedySolver(moves=0).solve(instance, limits=LIMITS, start=start)
        assert kept.assignment == start
        clashing = school(*sections(2, groups=["g"]))
        both = clashing.empty()
        both.times[:] = [0, 0]
        fixed = GreedySolver(moves=0).solve(clashing, limits=LIMITS, start=both)
        assert fixed.status == "optimal"
        assert fixed.assignment is not None
        assert fixed.assignment.times[0] == 0
        assert fixed.assignment.times[1] != 0

    def test_improving_places_what_the_start_lacks(self) -> None:
        """
        Where no steps are left for placing, improving places what there is room for.
        """
        instance = compile_problem(LITTLE_SCHOOL)
        start = instance.assignment_of(little_timetable())
        start.times[-1] = start.venues[-1] = -1
        solver = GreedySolver(moves=50, steps=0)
        assert solver.solve(instance, limits=LIMITS, start=start).status == "feasible"

    def test_nothing_that_fits(self) -> None:
        """
        A meeting whose only educator may not teach in its only venue stays out.
        """
        rules = [NearHome(weight=None)]
        chen = Educator(id="chen", name="陈老师", teaches=["x"], home="near")
        far = Venue(id="far", name="远处", kind="x")
        travel = TravelTimes(minutes={("near", "far"): 60})
        never = Educator(id="lin", name="林老师", teaches=["x"], hours="")
        parts: dict[str, Any] = {"venues": [far], "educators": [chen, never], "travel": travel}
        instance = school(*sections(1, subject="x"), rules=rules, **parts)
        assert solved(instance).status == "partial"
        (left,) = reasons(instance, instance.empty())
        assert left.reason.en == "of 6 times: at 6 limits, ways or other demands forbid it"


class TestDemandsThatOthersMend:
    def test_a_lone_session_is_given_up(self) -> None:
        """
        A session that may not be alone and has no companion is not placed.
        """
        rules = [NoLoneSession(of="group", weight=None)]
        instance = school(
            TimetableSection(id="a", groups=["g"]), TimetableSection(id="b"), rules=rules
        )
        solution = solved(instance)
        assert solution.status == "partial"
        assert solution.assignment is not None
        assert [t == -1 for t in solution.assignment.times] == [True, False]

    def test_gaps_are_closed(self) -> None:
        """
        Hard gaps are closed by moving what makes them.
        """
        rules = [NoGaps(of="group", weight=None), AtMost(of="group", per="day", most=2)]
        assert solved(school(*sections(4, groups=["g"]), rules=rules), 200).status == "optimal"

    def test_meetings_that_must_be_on_different_days(self) -> None:
        """
        Three meetings on two days that must be on two are placed; on three they are not.
        """
        spread = [Spread(weight=None)]
        two = solved(school(TimetableSection(id="a", sessions=3, days=2), rules=spread))
        assert two.status == "optimal"
        three = solved(school(TimetableSection(id="a", sessions=3), rules=spread))
        assert three.status == "partial"

    def test_loads_that_must_be_equal(self) -> None:
        """
        A load that must be the same for all is the same in the end.
        """
        people = [Educator(id=name, name=name, teaches=["x"]) for name in ("chen", "lin")]
        rules = [FairLoad(weight=None)]
        made = school(*sections(4, subject="x"), educators=people, rules=rules)
        solution = solved(made, 200)
        assert solution.status == "optimal"
        assert solution.assignment is not None
        assert sorted(solution.assignment.educators) == [0, 0, 1, 1]
        odd = solved(school(*sections(3, subject="x"), educators=people, rules=rules), 50)
        assert odd.status == "partial"


class TestMoves:
    @pytest.mark.parametrize(
        "rules",
        [
            [AtMost(of="venue", per="term", most=4), AtMost(of="section", per="day", most=1)],
            [WorkingLimits(weight=3), EducatorAvailable(weight=2)],
            [SameVenue(weight=None), Precedence(before="s0", after="s1", weight=2)],
            [Precedence(before="s0", after="s1"), AtMost(of="group", per="week", most=5)],
            [NotTogether("s0", "s1"), NotTogether("s1", "s2", 3, "b")],
            [PreferHours(hours="MON", weight=1), SameVenue()],
            [NoClash(of="venue", weight=2), NoClash(of="educator", weight=3)],
            [NoClash(of="group", weight=1), Apart(of="educator", days=3)],
            [NotTogether("t0", "t0", 2), FairLoad(employment="volunteer"), *WAITING],
        ],
    )
    def test_swaps_and_new_hands_keep_what_is_hard(self, rules: list[Demand | OwnDemand]) -> None:
        """
        In a school with hardly any room, moves and exchanges of times and people keep it all.
        """
        venues = [Venue(id=name, name=name, kind="x", place=name) for name in ("one", "two")]
        limits: dict[str, Any] = {"daily_minutes": 180, "weekly_minutes": 315, "sessions": 14}
        people = [Educator(id=f"e{n}", name=f"E{n}", teaches=["x"], **limits) for n in range(3)]
        some = [
            *sections(5, subject="x", groups=["g"], sessions=1, per="term"),
            TimetableSection(id="t0", subject="x", sessions=2),
            TimetableSection(id="t1", subject="x", groups=["g", "h"], sessions=2),
            TimetableSection(id="t2", groups=["h"], length=2, weeks="odd"),
        ]
        travel = TravelTimes(minutes={("one", "two"): 15})
        made = school(*some, venues=venues, educators=people, rules=rules, travel=travel)
        for seed in range(2):
            solved(made, 80, attrs.evolve(LIMITS, seed=seed))


class TestReasons:
    def test_what_is_in_the_way(self) -> None:
        """
        For what is left out, what is in the way at each time is counted, with names.
        """
        music = Venue(id="music", name=Text("音乐室", en="the music room"), kind="x", hours="MON")
        hall = Venue(id="hall", name="礼堂", kind="hall")
        gym = Venue(id="gym", name="体育馆", kind="hall", hours="")
        people = [
            Educator(id="chen", name="陈老师", teaches=["music"], hours="MON"),
            Educator(id="lin", name="林老师", teaches=["art", "law"], hours="TUE"),
            Educator(id="wu", name="吴老师", teaches=["art"], sessions=0),
        ]
        some = [
            TimetableSection(id="fits", groups=["g"], venues=["hall"], weeks="1"),
            TimetableSection(id="same", groups=["g"], venues=["hall"], weeks="1"),
            TimetableSection(id="choir", subject="music", venue_kinds=["x"]),
            TimetableSection(id="drawing", subject="art", venue_kinds=["hall"]),
            TimetableSection(id="law", subject="law", venue_kinds=["x"]),
            TimetableSection(id="dance", subject="dance"),
            TimetableSection(id="piano", equipment=["piano"]),
            TimetableSection(id="talk", venues=["music"]),
        ]
        instance = school(*some, venues=[music, hall, gym], educators=people)
        taken = instance.empty()
        taken.times[0], taken.venues[0] = 3, 1
        found = {str(one.section): one.reason for one in reasons(instance, taken)}
        assert {name: reason.en for name, reason in found.items()} == {
            "same": "of 6 times: at 5 there would be room; at 1 g is in another class",
            "choir": "of 3 times: at 3 there would be room",
            "drawing": "of 6 times: at 3 limits, ways or other demands forbid it; "
            "at 2 there would be room; at 1 all of its 2 venues are taken or closed",
            "law": "at no time is there a venue and an educator for it as is demanded",
            "dance": "nobody can teach it",
            "piano": "no venue serves it",
            "talk": "of 3 times: at 3 there would be room",
        }
        taken.times[0], taken.venues[0] = -1, -1
        taken.times[2], taken.venues[2], taken.educators[2] = 0, 0, 0
        found = {str(one.section): one.reason for one in reasons(instance, taken)}
        assert found["talk"].en == (
            "of 3 times: at 2 there would be room; at 1 the music room is taken or closed"
        )
        assert found["talk"].zh == "共 3 个时间：2 个时间还有位置；1 个时间音乐室被占用或不开放"

    def test_one_educator_or_several(self) -> None:
        """
        One educator is named, several are counted, and so are the people of the section itself.
        """
        chen = Educator(id="chen", name="陈老师", teaches=["x"])
        lin = Educator(id="lin", name="林老师", teaches=["y"], hours="MON 09:00-09:45")
        wu = Educator(id="wu", name="吴老师", teaches=["y"], hours="MON 09:00-09:45")
        some = [
            TimetableSection(id="a", subject="x", sessions=2),
            TimetableSection(id="b", subject="x"),
            TimetableSection(id="c", subject="y"),
            TimetableSection(id="d", subject="y"),
            TimetableSection(id="e", subject="y"),
        ]
        instance = school(*some, educators=[chen, lin, wu])
        taken = instance.empty()
        taken.times[0], taken.educators[0] = 0, 0
        taken.times[3], taken.educators[2] = 0, 1
        taken.times[4], taken.educators[3] = 0, 2
        found = {one.section: one.reason.en for one in reasons(instance, taken)}
        assert found == {
            "a": "of 6 times: at 5 there would be room; at 1 the section is in another class",
            "b": "of 6 times: at 5 there would be room; at 1 陈老师 is not free, "
            "and nobody else may teach it",
            "e": "of 1 time: at 1 none of its 2 educators is free",
        }
