"""
A problem in numbers: times, choices and costs are those that the judge finds.
"""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_school import LITTLE_SCHOOL, at, little_school, little_timetable

from community_edu.base import Text
from community_edu.calendars import ClassPeriod, TeachingWeeks
from community_edu.organizations import BusyTime, Educator, Venue
from community_edu.scheduling import demands as kinds
from community_edu.scheduling.demands import (
    EducatorAvailable,
    NearHome,
    NoClash,
    Pinned,
    PreferHours,
    Qualified,
    VenueOpen,
)
from community_edu.scheduling.instances import Instance, compile_problem
from community_edu.scheduling.instances.own import shortened
from community_edu.scheduling.instances.values import OwnPair
from community_edu.scheduling.judging import BadAmountError, check_timetable
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.scheduling.travel import TravelTimes
from community_edu.testing.timetables import timetable_problems

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=3,
    periods=[
        ClassPeriod(time(9), time(9, 45)),
        ClassPeriod(time(9, 55), time(10, 40)),
        ClassPeriod(time(14), time(14, 45)),
    ],
    weekdays=["MON", "FRI"],
    closed=[date(2026, 9, 14)],
    moved={date(2026, 9, 26): date(2026, 9, 25)},
)
"""
Three weeks; the second Monday is closed, the third Friday is made up on Saturday.
"""
UNARY = (
    kinds.AwayFrom,
    kinds.Capacity,
    kinds.EducatorAvailable,
    kinds.NearHome,
    kinds.NoneLost,
    kinds.NotOversized,
    kinds.Pinned,
    kinds.PreferHours,
    kinds.Qualified,
    kinds.SuitableVenue,
    kinds.VenueOpen,
)
"""
The demands that look at one placement at a time.
"""


def instance(
    *sections: TimetableSection,
    venues: Sequence[Venue] = (),
    educators: Sequence[Educator] = (),
    rules: Sequence[kinds.Demand | kinds.OwnDemand] = (),
    pins: Sequence[Pin] = (),
) -> Instance:
    """
    The instance of some sections in the three weeks.
    """
    return compile_problem(TimetableProblem(sections, venues, educators, WEEKS, rules, pins=pins))


def times(made: Instance, m: int = 0) -> list[tuple[int, int, int]]:
    """
    The weekday, the period and how many sessions of each time of a meeting.
    """
    return [(one.weekday, one.period, one.held) for one in made.meetings[m].times]


@attrs.frozen
class Odd:
    """
    An own demand whose amounts are whatever it is given.
    """

    given: Any
    weight: int | None = None
    id: str = "odd"

    @property
    def text(self) -> Text:
        """
        What it asks.
        """
        return Text("怪", en="odd")

    def amount(self, placement: object, problem: object) -> int:
        """
        Return what it is given.
        """
        assert placement is not problem
        given: int = self.given
        return given

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Return one pair.
        """
        assert problem is not None
        return (("a", "b"),)

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Return what it is given.
        """
        assert one is not other
        return self.amount(one, problem)


@attrs.frozen
class Wish:
    """
    An own demand that counts the placements which agree in all of the parts given.
    """

    weight: int | None = None
    weekday: str | None = None
    venue: str | None = None
    educator: str | None = None
    always: bool = False
    id: str = "wish"

    @property
    def text(self) -> Text:
        """
        What it asks.
        """
        return Text("愿望", en="wish")

    def amount(self, placement: object, problem: object) -> int:
        """
        Return 1 where the placement agrees.
        """
        assert isinstance(placement, Placement)
        assert isinstance(problem, TimetableProblem)
        parts = ("weekday", "venue", "educator")
        asked = [(getattr(self, part), getattr(placement, part)) for part in parts]
        told = [(wanted, found) for wanted, found in asked if wanted is not None]
        return int(self.always or (bool(told) and all(wanted == found for wanted, found in told)))

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Return two pairs, one of which nobody knows.
        """
        assert isinstance(problem, TimetableProblem)
        return (("a", "b"), ("a", "nobody"))

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Return 1 for two meetings on one weekday.
        """
        assert isinstance(one, Placement)
        assert isinstance(other, Placement)
        assert isinstance(problem, TimetableProblem)
        return int(one.weekday == other.weekday)


class TestTimes:
    def test_a_class_of_every_week(self) -> None:
        """
        A weekly meeting has a time for each weekday and period, held where it is taught.
        """
        assert times(instance(TimetableSection(id="a"))) == [
            (0, 0, 2), (0, 1, 2), (0, 2, 2), (4, 0, 3), (4, 1, 3), (4, 2, 3),
        ]  # fmt: skip

    def test_a_meeting_stays_in_one_part_of_the_day(self) -> None:
        """
        Two periods in a row are of one part of the day, and take both cells and the break.
        """
        made = instance(TimetableSection(id="a", length=2))
        assert times(made) == [(0, 0, 2), (4, 0, 3)]
        first = made.meetings[0].times[0]
        assert (first.cells, first.begins, first.minutes) == (0b11 | 0b11 << 42, 1 | 1 << 42, 100)

    def test_single_meetings(self) -> None:
        """
        A single meeting has a time for each week and day that is taught.
        """
        made = instance(TimetableSection(id="a", per="term", weeks="2-3", sessions=2))
        assert [(one.week, one.weekday) for one in made.meetings[0].times[::3]] == [
            (1, 4), (2, 0), (2, 4),
        ]  # fmt: skip
        assert made.meetings[0].times is made.meetings[1].times

    def test_a_meeting_that_is_never_held_is_left_out(self) -> None:
        """
        A section all of whose weeks are closed has no meeting; a day that is never taught
        is no time.
        """
        weeks = attrs.evolve(WEEKS, closed=[date(2026, 9, 14), date(2026, 9, 18)])
        sections = [
            TimetableSection(id="a", weeks="2", subject="x"),
            TimetableSection(id="b", weeks="1"),
        ]
        made = compile_problem(TimetableProblem(sections, [], [], weeks))
        assert made.meetings_of == [(), (0,)]
        assert made.section_educators == [(), (-1,)]

    def test_hours_are_those_of_the_day_that_is_made_up(self) -> None:
        """
        A lesson of Friday made up on a Saturday is in hours of Friday; a busy time is on the
        real date.
        """
        room = Venue(id="room", name="教室", kind="x", hours="MON-FRI 08:00-12:00")
        assert times(instance(TimetableSection(id="a"), venues=[room])) == [
            (0, 0, 2), (0, 1, 2), (4, 0, 3), (4, 1, 3),
        ]  # fmt: skip
        weekend = BusyTime.parse("2026-09-26 09:40/2026-09-27 12:00")
        friday = BusyTime.parse("2026-09-25 08:00-18:00")
        busy = attrs.evolve(room, busy=[weekend, friday])
        assert times(instance(TimetableSection(id="a"), venues=[busy])) == [(0, 0, 2), (0, 1, 2)]

    def test_a_break_is_time_too(self) -> None:
        """
        Hours with a gap in the break hold two single lessons and no double one.
        """
        lin = Educator(id="lin", name="林老师", teaches=["x"], hours="MON 09:00-09:45,09:55-10:40")
        assert times(instance(TimetableSection(id="a", subject="x"), educators=[lin])) == [
            (0, 0, 2), (0, 1, 2),
        ]  # fmt: skip
        double = TimetableSection(id="a", subject="x", length=2)
        assert times(instance(double, educators=[lin])) == []


class TestChoices:
    def test_pins_leave_what_they_say(self) -> None:
        """
        A hard pin leaves its day, period, week, venue and educator; what nobody knows is passed
        over.
        """
        venues = [Venue(id=name, name=name, kind="x") for name in ("one", "two")]
        people = [Educator(id=name, name=name, teaches=["x"]) for name in ("chen", "lin")]
        talk = TimetableSection(id="talk", subject="x", per="term", sessions=2)
        pins = [
            Pin(section="talk", number=1, weekday="FRI", period=2, week=3, venue="two"),
            Pin(section="talk", number=2, educator="lin"),
            Pin(section="talk", venue="nowhere", educator="nobody"),
            Pin(section="nothing", weekday="MON"),
        ]
        made = instance(talk, venues=venues, educators=people, pins=pins)
        assert [(one.week, one.weekday, one.period) for one in made.meetings[0].times] == [
            (2, 4, 1)
        ]
        assert (made.meetings[0].venues, made.meetings[1].venues) == ((1,), (0, 1))
        assert made.section_educators == [(1,)]

    def test_nobody_is_asked_about_homes_without_the_demand(self) -> None:
        """
        Without a demand on homes nothing costs for being far.
        """
        assert not compile_problem(LITTLE_SCHOOL).venue_educator_rate

    def test_far_from_home(self) -> None:
        """
        A hard demand forbids an educator the far venue; without venues there is no way.
        """
        venues = [Venue(id=name, name=name, kind="x", place=name) for name in ("near", "far")]
        venues.append(Venue(id="next", name="next", kind="x", place="far"))
        people = [
            Educator(id="chen", name="陈老师", teaches=["x"], home="near"),
            Educator(id="lin", name="林老师", teaches=["x"]),
        ]
        travel = TravelTimes(minutes={("near", "far"): 60})
        section = TimetableSection(id="a", subject="x")
        alone = TimetableSection(id="b")
        far = {(1, 0), (2, 0)}
        nothing: set[tuple[int, int]] = set()
        for rules, banned, rates in (
            ([NearHome(weight=None)], far, {}),
            ([NearHome(weight=2), NearHome(minutes=50, weight=1)], nothing, {(1, 0): 3, (2, 0): 3}),
        ):
            problem = TimetableProblem(
                [section, alone], venues, people, WEEKS, rules, travel=travel
            )
            made = compile_problem(problem)
            assert (made.too_far, made.venue_educator_rate) == (banned, rates)
            assert made.fits(0, 0, 1, 0) == (not banned)
            assert made.way(0, 1) == made.way(1, 0) == 60
            assert made.way(1, 1) == 0
        nowhere = TimetableProblem([section], [], people, WEEKS, [NearHome(weight=None)])
        assert not compile_problem(nowhere).too_far


class TestClashes:
    def test_hard_and_soft(self) -> None:
        """
        What can be in one session only is hard unless it is restated, and both may be asked.
        """
        section = TimetableSection(id="a", groups=["g", "g"])
        rules = [NoClash(of="group", weight=3), NoClash(of="venue", weight=2, id="rooms")]
        made = instance(section, rules=rules)
        assert made.hard_clash == {"venue", "educator"}
        assert made.clash_weight == {"venue": 2, "educator": 0, "group": 3}
        assert made.groups == {"g": (0,)}
        assert made.of(NoClash)[-2:] == tuple(rules)


class TestOwnDemands:
    @pytest.mark.parametrize(
        ("wish", "cost"),
        [
            (Wish(weight=3, always=True), {"time": 3}),
            (Wish(weight=3, weekday="MON"), {"time": 3}),
            (Wish(weight=3, venue="one"), {"venue": 3}),
            (Wish(weight=3, educator="lin"), {"educator": 3}),
            (Wish(weight=3, weekday="MON", venue="one"), {"time_venue": 3}),
            (Wish(weight=3, weekday="MON", educator="lin"), {"time_educator": 3}),
            (Wish(weight=3, venue="one", educator="lin"), {"venue_educator": 3}),
            (Wish(weight=3, weekday="MON", venue="one", educator="lin"), {"triple": 3}),
        ],
    )
    def test_what_it_depends_on(self, wish: Wish, cost: dict[str, int]) -> None:
        """
        The cost of an own demand stands in the smallest table that can tell it.
        """
        made = self.made(wish)
        found = {
            "time": made.time_cost[0][0],
            "venue": made.venue_cost[0].get(0, 0),
            "educator": made.educator_cost[0].get(1, 0),
            "time_venue": made.time_venue_cost[0].get((0, 0), 0),
            "time_educator": made.time_educator_cost[0].get((0, 1), 0),
            "venue_educator": made.venue_educator_cost[0].get((0, 1), 0),
            "triple": made.triple_cost[0].get((0, 0, 1), 0),
        }
        assert {name: value for name, value in found.items() if value} == cost
        assert made.unary_cost(0, 0, 0, 1) == 3

    @pytest.mark.parametrize(
        ("wish", "left"),
        [
            (Wish(always=True), 0),
            (Wish(weekday="MON"), 3 * 2 * 2),
            (Wish(venue="one"), 6 * 1 * 2),
            (Wish(educator="lin"), 6 * 2 * 1),
            (Wish(weekday="MON", venue="one"), 24 - 3 * 2),
            (Wish(weekday="MON", educator="lin"), 24 - 3 * 2),
            (Wish(venue="one", educator="lin"), 24 - 6),
            (Wish(weekday="FRI", venue="one", educator="lin"), 24 - 3),
        ],
    )
    def test_what_it_forbids(self, wish: Wish, left: int) -> None:
        """
        What a hard own demand forbids does not fit.
        """
        made = self.made(wish)
        meeting = made.meetings[0]
        fitting = [
            (t, v, e)
            for t in range(len(meeting.times))
            for v in meeting.venues
            for e in made.section_educators[0]
            if made.fits(0, t, v, e)
        ]
        assert len(fitting) == left

    def test_times_are_numbered_anew(self) -> None:
        """
        Where one demand forbids times, the tables of another speak of those that are left.
        """
        made = self.made(
            Wish(weekday="MON"),
            Wish(weight=2, weekday="FRI", venue="two", id="b"),
            Wish(weekday="FRI", educator="lin", id="c"),
            Wish(weight=1, venue="one", educator="chen", id="d"),
            Wish(venue="two", educator="chen", id="e"),
        )
        assert made.venue_educator_cost[0] == {(0, 0): 1}
        assert made.no_venue_educator[0] == {(1, 0)}
        assert len(made.meetings[0].times) == 3
        assert made.time_venue_cost[0] == {(t, 1): 2 for t in range(3)}
        assert made.no_time_educator[0] == {(t, 1) for t in range(3)}

    def test_pairs(self) -> None:
        """
        Pairs of known sections are to be asked, with their placements.
        """
        made = instance(TimetableSection(id="a"), TimetableSection(id="b"), rules=[Wish(weight=1)])
        (pair,) = made.own_pairs
        assert (pair.one, pair.other) == (0, 1)
        one, other = made.placement(0, 0, -1, -1), made.placement(1, 1, -1, -1)
        assert made.pair_amount(pair, one, other) == 1

    @pytest.mark.parametrize("given", [-1, 1.5, None, "1", 1_000_001])
    @pytest.mark.parametrize("weight", [None, 2])
    def test_no_count(self, given: object, weight: int | None) -> None:
        """
        What is no count, or larger than can be added up, is refused before anything is solved.
        """
        with pytest.raises(BadAmountError, match=f"'odd' gives an amount of {given}; return"):
            instance(TimetableSection(id="a"), rules=[Odd(given, weight)])

    def test_no_count_of_a_pair(self) -> None:
        """
        What is no count of two placements is refused, too.
        """
        sections = (TimetableSection(id="a"), TimetableSection(id="b"))
        made = instance(*sections, rules=[Odd(0, weight=1)])
        one, other = made.placement(0, 0, -1, -1), made.placement(1, 1, -1, -1)
        with pytest.raises(BadAmountError, match="an amount of -1"):
            made.pair_amount(OwnPair(Odd(-1), 0, 1), one, other)

    def test_nothing_to_depend_on(self) -> None:
        """
        A demand on a meeting without any place depends on nothing.
        """
        assert shortened({}) == ((), {})

    def made(self, *rules: Wish) -> Instance:
        """
        One section in two venues with two educators.
        """
        venues = [Venue(id=name, name=name, kind="x") for name in ("one", "two")]
        people = [Educator(id=name, name=name, teaches=["x"]) for name in ("chen", "lin")]
        section = TimetableSection(id="a", subject="x")
        return instance(section, venues=venues, educators=people, rules=rules)


class TestCosts:
    @settings(max_examples=60, deadline=None)
    @given(data=st.data(), problem=timetable_problems(rules=UNARY, most_sections=2))
    def test_the_judge_agrees(self, data: st.DataObject, problem: TimetableProblem) -> None:
        """
        A single placement costs what the judge says, and fits if it finds nothing hard broken.
        """
        made = compile_problem(problem)
        choices = [
            (m, t, v, e)
            for m, meeting in enumerate(made.meetings)
            for t in range(len(meeting.times))
            for v in meeting.venues
            for e in made.section_educators[meeting.section]
        ]
        if not choices:
            return
        choice = data.draw(st.sampled_from(choices))
        timetable = Timetable(problem, [made.placement(*choice)])
        verdict = check_timetable(problem, timetable)
        asked = {one.id for one in problem.demands if isinstance(one, UNARY)}
        broken = [one for one in verdict.violations if one.hard and one.demand in asked]
        cost = made.unary_cost(*choice)
        assert (cost is None) == bool(broken)
        if cost is not None:
            assert cost == sum(verdict.costs.get(name, 0) for name in asked)

    @pytest.mark.parametrize("parts", range(1, 16))
    def test_a_soft_pin_costs_once(self, parts: int) -> None:
        """
        A placement that differs from a soft pin costs its weight, however much differs.
        """
        pin = Pin(
            section="a",
            weekday="FRI" if parts & 1 else None,
            period=2 if parts & 2 else None,
            venue="two" if parts & 4 else None,
            educator="lin" if parts & 8 else None,
        )
        venues = [Venue(id=name, name=name, kind="x") for name in ("one", "two")]
        people = [Educator(id=name, name=name, teaches=["x"]) for name in ("chen", "lin")]
        section = TimetableSection(id="a", subject="x")
        made = instance(
            section, venues=venues, educators=people, rules=[Pinned(weight=7)], pins=[pin]
        )
        for t, moment in enumerate(made.meetings[0].times):
            for v in range(2):
                for e in range(2):
                    differs = (
                        (parts & 1 and moment.weekday != 4)
                        or (parts & 2 and moment.period != 1)
                        or (parts & 4 and v != 1)
                        or (parts & 8 and e != 1)
                    )
                    assert made.unary_cost(0, t, v, e) == (7 if differs else 0)

    def test_wishes_of_one_educator(self) -> None:
        """
        Hours that one educator wishes cost where they teach, or forbid it if they are hard.
        """
        people = [Educator(id=name, name=name, teaches=["x"]) for name in ("chen", "lin")]
        section = TimetableSection(id="a", subject="x")
        other = TimetableSection(id="b", educators=["chen"])
        soft = PreferHours(hours="MON", educator="lin", weight=2)
        made = instance(section, other, educators=people, rules=[soft])
        assert not made.time_educator_cost[1]
        assert [made.unary_cost(0, t, -1, 1) for t in range(6)] == [0, 0, 0, 6, 6, 6]
        hard = PreferHours(hours="MON", educator="lin", weight=None)
        made = instance(section, educators=people, rules=[hard])
        assert [made.fits(0, t, -1, 1) for t in range(6)] == [True] * 3 + [False] * 3
        assert made.fits(0, 5, -1, 0)

    def test_availability_may_be_soft(self) -> None:
        """
        Sessions outside of soft hours cost each; nobody teaches for a price if that is asked.
        """
        room = Venue(id="room", name="教室", kind="x", hours="MON")
        lin = Educator(id="lin", name="林老师", hours="FRI")
        section = TimetableSection(id="a", subject="x")
        rules = [VenueOpen(weight=1), EducatorAvailable(weight=10), Qualified(weight=100)]
        made = instance(section, venues=[room], educators=[lin], rules=rules)
        assert made.unary_cost(0, 0, 0, 0) == 2 * 10 + 2 * 100
        assert made.unary_cost(0, 3, 0, 0) == 3 * 1 + 3 * 100


class TestAssignments:
    def test_there_and_back(self) -> None:
        """
        A timetable taken apart and put together again is the same.
        """
        made = compile_problem(LITTLE_SCHOOL)
        timetable = little_timetable()
        assignment = made.assignment_of(timetable)
        assert set(made.placements(assignment)) == set(timetable.placements)
        assert made.placements(made.empty()) == ()

    def test_what_the_instance_cannot_have_is_not_placed(self) -> None:
        """
        Placements elsewhere, of unknown sections, by two educators, in parts or in other weeks
        are left out.
        """
        made = compile_problem(little_school(pins=()))
        placements = [
            at("choir", "MON", 1, "hall", "chen"),
            at("brush", "MON", 1, "art-room", "lin"),
            at("brush", "THU", 1, "art-room", "zhao", number=2),
            at("phones", "MON", 2, "hall", "zhao", weeks="1-3"),
            at("phones", "MON", 2, "hall", "zhao", weeks="4-6"),
            at("drawing", "SUN", 1, "art-room", "lin"),
            at("english", "MON", 5, "music-room", "wang", weeks="1-3"),
            at("reading", "FRI", 2, "art-room", weeks="1-5"),
            at("law", "MON", 3, "hall", "zhou", weeks="4-5"),
            at("health", "TUE", 3, "east-room", "sun", weeks="1"),
            at("health", "TUE", 3, "east-room", "zhou", number=2, weeks="2"),
            at("chess", "TUE", 3),
        ]
        assignment = made.assignment_of(Timetable(made.problem, placements))
        assert [one.section for one in made.placements(assignment)] == [
            "brush",
            "reading",
            "health",
        ]
