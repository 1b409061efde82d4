"""
The solver on CP-SAT: what it returns is optimal, keeps every demand and costs what it says.
"""

from datetime import date

import attrs
import pytest

pytest.importorskip("ortools")

from ortools.sat.python import cp_model
from tiny_school import EDUCATORS, SECTIONS, VENUES, WEEKS, tiny_school

from community_edu.base import Text
from community_edu.organizations import Educator
from community_edu.scheduling.cpsat import CpSatSolver
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.running import Clock, run
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    AwayFrom,
    Capacity,
    Demand,
    EducatorAvailable,
    EnoughTravel,
    EverySession,
    FairLoad,
    NearHome,
    NoClash,
    NoGaps,
    NoLoneSession,
    NoneLost,
    NotOversized,
    Pinned,
    Precedence,
    PreferHours,
    Qualified,
    SameVenue,
    ShortWays,
    Spread,
    SuitableVenue,
    VenueOpen,
    WorkingLimits,
)
from community_edu.scheduling.instances import compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.solvers import Limits
from community_edu.scheduling.solving import solve
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.scheduling.travel import TravelTimes

SOFT: tuple[Demand, ...] = (
    Apart(of="educator", days=2, weight=3),
    Apart(of="group", days=8, weight=3),
    Apart(of="venue", days=2, weight=3),
    AtMost(of="educator", per="day", most=1, weight=2),
    AtMost(of="educator", per="term", most=4, weight=2),
    AtMost(of="educator", per="week", most=1, weight=2),
    AtMost(of="group", per="day", most=1, weight=2),
    AtMost(of="section", per="week", most=1, weight=2),
    AtMost(of="venue", per="week", most=1, weight=2),
    AwayFrom(dates=[date(2026, 9, 7)], days=1, weight=2),
    Capacity(weight=1),
    EducatorAvailable(weight=2),
    EnoughTravel(weight=2),
    EverySession(weight=50),
    FairLoad(weight=4),
    FairLoad(employment="volunteer", weight=4),
    NearHome(minutes=10, weight=1),
    NoClash(of="educator", weight=5),
    NoClash(of="group", weight=5),
    NoClash(of="venue", weight=5),
    NoGaps(of="educator", weight=2),
    NoGaps(of="group", weight=2),
    NoGaps(of="venue", weight=2),
    NoLoneSession(of="educator", weight=2),
    NoLoneSession(of="group", weight=2),
    NoneLost(weight=2),
    NotOversized(weight=1),
    Pinned(weight=4),
    Precedence(before="choir", after="talk", weight=3),
    PreferHours(hours="MON-TUE 08:00-09:30", weight=2),
    PreferHours(hours="MON", educator="li", weight=2),
    Qualified(weight=6),
    SameVenue(weight=3),
    ShortWays(longer_than=10, within=30, weight=2),
    Spread(weight=5),
    SuitableVenue(weight=2),
    VenueOpen(weight=2),
    WorkingLimits(weight=1),
)
"""
Each kind of demand that can be soft.
"""
HARD: tuple[Demand, ...] = (
    Apart(of="group", days=8, weight=None),
    AtMost(of="educator", per="day", most=2),
    AtMost(of="section", per="term", most=5),
    AtMost(of="educator", per="week", most=1),
    FairLoad(weight=None),
    NearHome(minutes=30, weight=None),
    NoGaps(of="group", weight=None),
    NoLoneSession(of="group", weight=None),
    Precedence(before="choir", after="talk"),
    SameVenue(weight=None),
    ShortWays(longer_than=10, within=30, weight=None),
    Spread(weight=None),
)


def judged(problem: TimetableProblem, timetable: Timetable) -> Timetable:
    """
    Return *timetable* if the judge finds nothing broken and the same cost.
    """
    verdict = check_timetable(problem, timetable)
    assert verdict.ok, verdict.violations
    assert verdict.cost == timetable.cost
    return timetable


class TestDemands:
    @pytest.mark.parametrize("demand", SOFT, ids=lambda one: one.id)
    def test_a_soft_demand_costs_what_the_judge_says(self, demand: Demand) -> None:
        """
        With any soft demand, beside the wish that all begin early, the optimum is proven, and
        the judge finds its cost.
        """
        problem = tiny_school(
            demand,
            PreferHours(id="early", hours="MON-TUE 08:00-09:20"),
            pins=(Pin(section="choir", number=1, weekday="TUE", period=3, venue="hall"),),
        )
        timetable = solve(problem, time_limit=20, workers=2)
        judged(problem, timetable)
        assert timetable.status == "optimal"
        assert timetable.bound == timetable.cost

    @pytest.mark.parametrize("demand", HARD, ids=lambda one: one.id)
    def test_a_hard_demand_is_kept(self, demand: Demand) -> None:
        """
        A hard demand is kept by what is found, or it is proven that it cannot be.
        """
        problem = tiny_school(demand)
        timetable = solve(problem, time_limit=20, workers=2, partial=False)
        assert timetable.status in {"optimal", "infeasible"}
        if timetable.status == "optimal":
            judged(problem, timetable)

    def test_two_users_demands_on_pairs(self) -> None:
        """
        Own demands on single placements and on pairs are kept, hard, and paid, soft.
        """
        problem = tiny_school(NotTogether(), NotTogether(id="soft", weight=7, wanted="ink"))
        judged(problem, solve(problem, time_limit=20, workers=2))

    def test_everything_soft_at_once(self) -> None:
        """
        Demands of many kinds together cost what the judge says.
        """
        kinds = {demand.kind: demand for demand in SOFT if not isinstance(demand, EverySession)}
        problem = tiny_school(*kinds.values())
        judged(problem, solve(problem, time_limit=8, workers=2))

    def test_lessons_of_two_periods_share_periods(self) -> None:
        """
        Long lessons clash with each period that they take, and two of one people pay once.
        """
        long = (attrs.evolve(SECTIONS[0], sessions=1), attrs.evolve(SECTIONS[1], length=2))
        for weight in (None, 3):
            problem = tiny_school(
                NoClash(of="group", weight=weight),
                NoGaps(of="group", weight=1),
                Capacity(weight=1),
                SameVenue(),
                sections=(*long, *SECTIONS[2:]),
            )
            assert judged(problem, solve(problem, time_limit=20, workers=2)).status == "optimal"


@attrs.frozen
class NotTogether:
    """
    The choir is not in the hall, and not in one period with the ink class.
    """

    id: str = "not-together"
    weight: int | None = None
    wanted: str = "choir"
    text: Text = attrs.field(factory=lambda: Text("不同节"))

    def amount(self, placement: object, problem: object) -> int:
        del problem
        assert isinstance(placement, Placement)
        return int(placement.section == self.wanted and placement.period == 2)

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        del problem
        return (("choir", "ink"), ("choir", "choir"))

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        del problem
        assert isinstance(one, Placement)
        assert isinstance(other, Placement)
        return int(one.period == other.period and one.venue == other.venue)


class TestTimesFirst:
    def test_rooms_come_after_times_where_they_are_much_of_a_choice(self) -> None:
        """
        With many rooms in one place, a bound from times alone meets the cost of the whole.
        """
        venues = tuple(
            attrs.evolve(VENUES[0], id=f"room-{seats or 0}", capacity=seats, hours=hours)
            for seats, hours in ((8, "MON"), (14, "MON-TUE"), (31, "MON-TUE"), (None, "TUE"))
        )
        rules = (Capacity(weight=1), Spread(weight=5), NoLoneSession(weight=2), SameVenue())
        problem = tiny_school(*rules, venues=venues)
        stages: set[str] = set()
        timetable = solve(
            problem,
            time_limit=20,
            workers=2,
            progress=lambda step: stages.add(step.stage.to("en")),
        )
        assert judged(problem, timetable).status == "optimal"
        assert "times first" in stages

    @pytest.mark.parametrize(
        "rules",
        [
            (NotOversized(),),
            (NoClash(of="venue", weight=3),),
            (Capacity(weight=1), VenueOpen(weight=1)),
            (AtMost(of="venue", per="day", most=2, weight=1),),
        ],
        ids=str,
    )
    def test_a_model_of_times_never_costs_more(self, rules: tuple[Demand, ...]) -> None:
        """
        The least cost of times alone is no more than that of times and rooms.
        """
        instance = compile_problem(tiny_school(*rules, sections=SECTIONS[:3]))
        costs = [
            run(build(instance, rooms=rooms).cp, Clock(10), 10, {"num_workers": 1}).cost
            for rooms in (False, True)
        ]
        assert costs[0] is not None
        assert costs[1] is not None
        assert costs[0] <= costs[1]

    def test_a_room_that_is_never_open(self) -> None:
        """
        A time at which no room is open is no time, with rooms and without.
        """
        venues = (attrs.evolve(VENUES[0], hours="TUE", busy=["2026-09-08"]),)
        problem = tiny_school(venues=venues, sections=SECTIONS[:1])
        instance = compile_problem(problem)
        for rooms in (False, True):
            outcome = run(build(instance, rooms=rooms).cp, Clock(10), 10, {"num_workers": 1})
            assert outcome.proof == "infeasible"


class TestParts:
    def test_parts_of_their_own_add_up(self) -> None:
        """
        Two schools in one problem cost what they cost alone, together.
        """
        rules = (PreferHours(hours="MON 08:00-09:30"), Spread())
        one = tiny_school(*rules)
        others = tuple(
            attrs.evolve(
                section,
                id=f"{section.id}-2",
                groups=[f"{group}-2" for group in section.groups],
                educators=[f"{name}-2" for name in section.educators],
                subject=section.subject and f"{section.subject}-2",
                venues=[f"{venue.id}-2" for venue in VENUES],
            )
            for section in SECTIONS
        )
        firsts = tuple(
            attrs.evolve(section, venues=[venue.id for venue in VENUES]) for section in SECTIONS
        )
        both = tiny_school(
            *rules,
            sections=firsts + others,
            venues=VENUES + tuple(attrs.evolve(venue, id=f"{venue.id}-2") for venue in VENUES),
            educators=EDUCATORS
            + tuple(
                attrs.evolve(
                    person, id=f"{person.id}-2", teaches=[f"{name}-2" for name in person.teaches]
                )
                for person in EDUCATORS
            ),
        )
        alone, together = (solve(problem, time_limit=20, workers=1) for problem in (one, both))
        assert judged(both, together).status == "optimal"
        assert together.cost == 2 * (alone.cost or 0)

    def test_a_meeting_that_stays_is_not_renumbered(self) -> None:
        """
        Reading a solution into an assignment leaves meetings where they were, if they can be.
        """
        problem = tiny_school(sections=SECTIONS[:1])
        instance = compile_problem(problem)
        found = CpSatSolver().solve(instance, limits=Limits(seconds=10, workers=1))
        assert found.assignment is not None
        again = CpSatSolver().solve(
            instance, limits=Limits(seconds=10, workers=1), start=found.assignment
        )
        assert again.assignment == found.assignment
        assert Incumbent(instance, found.assignment).cost == 0

    def test_lectures_around_classes(self) -> None:
        """
        Classes of every week and lectures that share rooms alone are placed one after the other,
        and together cost no more than the bounds of both.
        """
        lecturers = tuple(
            Educator(id=f"lecturer-{n}", name="讲", teaches=["law"], weekly_minutes=60, hours=hours)
            for n, hours in enumerate(("MON", "MON-TUE", "TUE"))
        )
        lectures = tuple(
            TimetableSection(
                id=f"law-{n}", subject="law", size=5, per="term", groups=[f"point-{n}", "street"]
            )
            for n in range(3)
        )
        rules = (
            FairLoad(weight=10),
            Apart(of="group", days=2, weight=None),
            PreferHours(hours="MON", educator="lecturer-1"),
            NotOversized(),
            PreferHours(hours="TUE 08:00-12:00", weight=2),
        )
        classes = SECTIONS[:3]
        for people in (
            lecturers,
            tuple(attrs.evolve(one, weekly_minutes=None) for one in lecturers),
        ):
            problem = tiny_school(
                *rules[1:],
                FairLoad(employment="", weight=1) if people is not lecturers else NoneLost(),
                sections=classes + lectures,
                educators=EDUCATORS + people,
            )
            timetable = judged(problem, solve(problem, time_limit=20, workers=2))
            assert timetable.status == "optimal"


class TestRareCases:
    @pytest.mark.parametrize(
        "rules",
        [
            (NoLoneSession(of="group", weight=2), NoClash(of="group", weight=9)),
            (NoLoneSession(of="group", weight=None), NoClash(of="group", weight=9)),
            (NoClash(of="educator", weight=9), ShortWays(longer_than=10, within=30, weight=2)),
            (NoClash(of="educator", weight=9),),
            (FairLoad(employment="nobody"),),
            (EverySession(weight=2), FairLoad(weight=30), SameVenue()),
            (NearHome(minutes=10, weight=None),),
            (Apart(of="venue", days=9, weight=1), NoLoneSession(of="educator", weight=1)),
        ],
        ids=str,
    )
    def test_demands_that_meet(self, rules: tuple[Demand, ...]) -> None:
        """
        Demands that change what others may take for granted cost what the judge says.
        """
        problem = tiny_school(*rules)
        timetable = solve(problem, time_limit=20, workers=2)
        verdict = check_timetable(problem, timetable)
        assert verdict.cost == timetable.cost
        assert verdict.ok or timetable.status == "partial"

    def test_three_classes_of_which_each_two_share_people(self) -> None:
        """
        Cliques grow beyond groups: three classes that share people pairwise never meet at once.
        """
        sections = tuple(
            attrs.evolve(one, groups=groups, subject="", educators=[])
            for one, groups in zip(SECTIONS[:3], (["a", "b"], ["b", "c"], ["a", "c"]), strict=True)
        )
        problem = tiny_school(Spread(), sections=sections, travel=TravelTimes())
        assert judged(problem, solve(problem, time_limit=20, workers=1)).status == "optimal"

    def test_without_venues_and_people(self) -> None:
        """
        A problem of times alone has neither, and own demands on pairs are asked all the same.
        """
        sections = tuple(attrs.evolve(one, subject="", educators=[]) for one in SECTIONS)
        problem = tiny_school(NotTogether(), Spread(), sections=sections, venues=(), educators=())
        assert judged(problem, solve(problem, time_limit=20, workers=1)).status == "optimal"
        assert (
            run(build(compile_problem(problem), rooms=False).cp, Clock(9), 9, {}).cost is not None
        )

    def test_a_model_that_is_none(self) -> None:
        """
        A model that CP-SAT refuses is an error, and so is whatever goes wrong in its thread.
        """
        bad = cp_model.CpModel()
        bad.new_int_var(5, 1, "")
        with pytest.raises(RuntimeError):
            run(bad, Clock(5), 5, {})
        with pytest.raises(AttributeError):
            run(None, Clock(5), 5, {})  # type: ignore[arg-type]

    def test_lectures_that_find_no_room(self) -> None:
        """
        If lectures cannot be placed around classes, all is searched at once.
        """
        weeks = attrs.evolve(WEEKS, number=1, closed=[], weekdays=["MON"], periods=["09:00-10:00"])
        section = TimetableSection(id="talk", per="term", size=1, educators=["wang"])
        classes = TimetableSection(id="choir", educators=["li"], size=1)
        problem = tiny_school(
            sections=(classes, section), weeks=weeks, venues=(VENUES[0],), travel=TravelTimes()
        )
        timetable = solve(problem, time_limit=20, workers=1)
        assert timetable.status == "partial"
        assert len(timetable.placements) == 1
