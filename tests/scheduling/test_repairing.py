"""
Repairs, against every timetable that there is and on cases told by hand.
"""

import sys
import threading
from collections.abc import Mapping
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from little_school import little_school, little_timetable

from community_edu.base import ProblemsError, Text
from community_edu.calendars import TeachingWeeks, Weekday
from community_edu.organizations import BusyTime, Educator, Venue
from community_edu.scheduling.changes import (
    DaysLost,
    EducatorAway,
    EducatorLeaves,
    SectionAdded,
    SectionDropped,
    SizeChanged,
    TimetableChange,
    VenueClosed,
    WeeksLost,
)
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    Demand,
    EverySession,
    FairLoad,
    NearHome,
    NoClash,
    NoGaps,
    NoLoneSession,
    NoneLost,
    Precedence,
    SameVenue,
    ShortWays,
    Spread,
)
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.repairing import Moving, Repair, repair
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.solvers import SolveProgress
from community_edu.scheduling.timetables import DatedSession, Placement, Timetable
from community_edu.scheduling.travel import TravelTimes
from community_edu.testing import timetable_problems, timetables

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

Parameters: TypeAlias = Mapping[str, object]
EVERY_SESSION, SPREAD = EverySession().id, Spread().id
NO_WAYS = TravelTimes()
MONDAY = date(2026, 9, 14)
SUNDAY = date(2026, 9, 20)

Key = tuple[str, int]
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


def broken(problem: TimetableProblem, placements: tuple[Placement, ...]) -> list[str]:
    """
    Return the hard demands that stand against what is placed, not counting what is missing.
    """
    return [
        violation.demand
        for violation in check_timetable(problem, Timetable(problem, placements)).violations
        if violation.hard and violation.demand not in {EVERY_SESSION, SPREAD}
    ]


def nowhere(problem: TimetableProblem, placements: tuple[Placement, ...]) -> bool:
    """
    Tell whether something is placed where it is never held.
    """
    held = {session.placement for session in Timetable(problem, placements).sessions}
    return not held >= set(placements)


def crowded(problem: TimetableProblem, placements: tuple[Placement, ...]) -> bool:
    """
    Tell whether everything is placed, and not as spread as it must be.
    """
    violations = check_timetable(problem, Timetable(problem, placements)).violations
    return any(violation.hard for violation in violations)


def ways(problem: TimetableProblem, section: TimetableSection, number: int) -> list[Placement]:
    """
    Return every placement of a meeting.
    """
    weeks = ["all"] if section.per == "week" else [str(w + 1) for w in range(problem.weeks.number)]
    educators = [one.id for one in problem.educators] if section.taught else [None]
    return [
        Placement(
            section=section.id,
            number=number,
            weekday=weekday,
            period=period + 1,
            weeks=week,
            venue=venue,
            educator=educator,
        )
        for weekday in problem.weeks.weekdays
        for period in range(len(problem.weeks.periods))
        for venue in ([one.id for one in problem.venues] if problem.venues else [None])
        for educator in educators
        for week in weeks
    ]


def fewest(problem: TimetableProblem, timetable: Timetable) -> tuple[int, int]:
    """
    Return how many meetings have no place, and how many move, if as few as possible do.
    """
    meetings = [(one, n) for one in problem.sections for n in range(1, one.sessions + 1)]
    every: list[list[Placement | None]] = [[None, *ways(problem, *one)] for one in meetings]
    count = 1
    for some in every:
        count *= len(some)
    assume(count <= 1500)
    before: dict[Key, Placement] = {(one.section, one.number): one for one in timetable.placements}
    held = {(one.placement.section, one.placement.number) for one in timetable.sessions}
    best = (len(meetings), 0)
    for chosen in product(*every):
        placed = tuple(one for one in chosen if one)
        moved = [
            one
            for one in placed
            if (one.section, one.number) in held and one != before[one.section, one.number]
        ]
        cost = (len(meetings) - len(placed), len(moved))
        if cost < best and not broken(problem, placed) and not nowhere(problem, placed):
            best = cost if cost[0] or not crowded(problem, placed) else best
    return best


def frozen(timetable: Timetable, weeks: set[int], as_of: date | None) -> set[DatedSession]:
    """
    Return the sessions of other weeks, and those that are over.
    """
    return {
        attrs.evolve(session, placement=attrs.evolve(session.placement, weeks="all"))
        for session in timetable.sessions
        if session.week not in weeks or (as_of and session.start.date() < as_of)
    }


class TestAgainstEveryTimetable:
    @settings(max_examples=25, phases=NO_SHRINKING)
    @given(st.data())
    def test_as_few_as_can_be(self, data: st.DataObject) -> None:
        """
        What is mended keeps what is hard, and neither fewer homeless nor fewer moves can do.

        Where meetings must be spread and cannot, some are left out, and nothing is proven.
        """
        pytest.importorskip("ortools")
        problem = data.draw(timetable_problems(most_sections=2, most_rules=3))
        timetable = data.draw(timetables(problem))
        homeless, moved = fewest(problem, timetable)
        mended = repair(problem, timetable, (), time_limit=10)
        spread = SPREAD in {one.id for one in problem.rules if not one.weight}
        assert mended.proven_minimal or (spread and homeless)
        assert not broken(problem, mended.timetable.placements)
        if not homeless:
            assert (len(mended.timetable.unplaced), mended.moved) == (0, moved)
        elif problem.weeks.number == 1 and not spread:
            assert (len(mended.timetable.unplaced), mended.moved) == (homeless, moved)

    @settings(max_examples=30, phases=NO_SHRINKING)
    @given(st.data())
    def test_whatever_was_made_by_hand(self, data: st.DataObject) -> None:
        """
        A timetable full of mistakes is mended too; its cost is what the judge says.
        """
        problem = data.draw(timetable_problems(most_sections=3))
        timetable = data.draw(timetables(problem, wrong=True))
        mended = repair(problem, timetable, (), time_limit=10)
        verdict = check_timetable(problem, mended.timetable)
        assert not broken(problem, mended.timetable.placements)
        assert mended.cost == verdict.cost
        assert mended.timetable.status == ("feasible" if verdict.ok else "partial")

    @settings(max_examples=30, phases=NO_SHRINKING)
    @given(st.data())
    def test_what_is_frozen(self, data: st.DataObject) -> None:
        """
        What is over, and other weeks than those of the change, stay as they are.
        """
        problem = data.draw(timetable_problems(most_sections=3))
        assume(problem.educators)
        timetable = data.draw(timetables(problem))
        days = st.dates(problem.weeks.first, problem.weeks.last)
        first, last = sorted(data.draw(st.tuples(days, days)))
        as_of = data.draw(st.none() | days)
        away = EducatorAway(educator=problem.educators[0].id, first=first, last=last)
        mended = repair(problem, timetable, away, as_of=as_of, time_limit=10)
        felt = {
            week
            for week in range(1, problem.weeks.number + 1)
            for day in range(7)
            if first
            <= date.fromordinal(problem.weeks.first.toordinal() + 7 * (week - 1) + day)
            <= last
        }
        felt |= {week for (week, _), day in problem.weeks.dates.items() if first <= day <= last}
        assert frozen(timetable, felt, as_of) <= frozen(mended.timetable, felt, as_of)


def school(
    *sections: TimetableSection,
    educators: tuple[Educator, ...] = (),
    venues: tuple[Venue, ...] = (),
    days: tuple[Weekday, ...] = ("MON", "TUE"),
    periods: int = 1,
    number: int = 4,
    rules: tuple[Demand, ...] = (),
    travel: TravelTimes | None = None,
) -> TimetableProblem:
    """
    A school from Monday, 7 September 2026, on.
    """
    hours = ["09:00-10:00", "10:05-11:00", "14:00-15:00", "15:30-16:30"]
    weeks = TeachingWeeks(
        first=date(2026, 9, 7), number=number, periods=hours[:periods], weekdays=days
    )
    return TimetableProblem(sections, venues, educators, weeks, rules, travel=travel or NO_WAYS)


def person(name: str, *teaches: str, **fields: object) -> Educator:
    """
    Somebody who teaches.
    """
    parts: dict[str, Any] = dict(fields)
    return Educator(id=name, name=name.title(), teaches=teaches, **parts)


def room(name: str, **fields: object) -> Venue:
    """
    A room.
    """
    parts: dict[str, Any] = dict(fields)
    return Venue(id=name, name=name, kind="classroom", **parts)


def at(section: str, weekday: Weekday, **fields: object) -> Placement:
    """
    Where something is; in the first period, if nothing else is said.
    """
    parts: dict[str, Any] = {"period": 1, **fields}
    return Placement(section=section, weekday=weekday, **parts)


def places(mended: Repair) -> list[tuple[object, ...]]:
    """
    Return what stands where.
    """
    return [
        (str(one.section), one.weekday, one.period, str(one.weeks), one.venue, one.educator)
        for one in mended.timetable.placements
    ]


CHOIR = TimetableSection(id="choir", name="合唱班", subject="music")
DANCE = TimetableSection(id="dance", name="舞蹈班", subject="dance")
LI, WU = person("li", "music"), person("wu", "music")


WITH = "with the solver"


@pytest.fixture(params=[WITH, "without it"])
def solver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """
    Whether there is a solver.
    """
    value = str(request.param)
    if value == WITH:
        pytest.importorskip("ortools")
    else:
        take_the_solver_away(monkeypatch)
    return value


def take_the_solver_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Let ortools be as if it was not installed.
    """
    for name in [*sys.modules]:
        if name.startswith("ortools.") or name.endswith((".model", ".literals", ".amounts")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)


@pytest.mark.usefixtures("solver")
class TestOneHit:
    """
    Cases in which what is hit finds another place at once, with a solver and without.
    """

    def test_a_substitute_for_some_weeks(self, solver: str) -> None:
        """
        While a lecturer is ill another teaches, and afterwards they teach again.
        """
        problem = school(CHOIR, educators=(LI, WU))
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        ill = EducatorAway(educator="li", first=MONDAY, last=date(2026, 9, 27))
        mended = repair(problem, timetable, ill)
        assert places(mended) == [
            ("choir", "MON", 1, "1,4", None, "li"),
            ("choir", "MON", 1, "2-3", None, "wu"),
        ]
        assert mended.moved == 1
        assert mended.proven_minimal == (solver == WITH)
        assert mended.timetable.status == "feasible"
        assert (mended.timetable.note is None) == (solver == WITH)

    def test_back_where_it_was(self) -> None:
        """
        A meeting that is mended a second time can be in three places, and comes together again.
        """
        problem = school(CHOIR, educators=(LI, WU, person("ma", "music")))
        timetable = Timetable(
            problem,
            [
                at("choir", "MON", weeks="1,4", educator="li"),
                at("choir", "MON", weeks="2-3", educator="wu"),
            ],
        )
        ill = EducatorAway(educator="wu", first=MONDAY, last=SUNDAY)
        mended = repair(problem, timetable, ill)
        assert mended.moved == 1
        assert {(weeks, who) for _, _, _, weeks, _, who in places(mended)} in (
            {("1,4", "li"), ("2", "ma"), ("3", "wu")},
            {("1-2,4", "li"), ("3", "wu")},
        )

    def test_least_changed(self) -> None:
        """
        Of the ways to move as few, that comes first which changes what counts least.
        """
        problem = school(CHOIR, educators=(LI, WU))
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        busy = EducatorAway(educator="li", first=MONDAY, hours="MON")
        assert places(repair(problem, timetable, busy))[1][5] == "wu"
        rather = Moving(time=1, educator=2)
        moved = places(repair(problem, timetable, busy, moving=rather))[1]
        assert (moved[1], moved[5]) == ("TUE", "li")

    def test_a_room_that_is_closed(self) -> None:
        """
        A closed room is left for another of those that serve.
        """
        problem = school(CHOIR, educators=(LI,), venues=(room("a"), room("b")))
        timetable = Timetable(problem, [at("choir", "MON", venue="a", educator="li")])
        mended = repair(problem, timetable, VenueClosed(venue="a", first=MONDAY))
        assert [(weeks, venue) for _, _, _, weeks, venue, _ in places(mended)] == [
            ("1", "a"),
            ("2-4", "b"),
        ]

    def test_what_is_over_stays(self) -> None:
        """
        Sessions before the day from which things can be changed stay, and no day before it is used.
        """
        days: tuple[Weekday, ...] = ("MON", "WED", "FRI")
        problem = school(CHOIR, educators=(LI,), days=days)
        timetable = Timetable(problem, [at("choir", "FRI", educator="li")])
        away = EducatorAway(educator="li", first=MONDAY, last=SUNDAY, hours="FRI")
        early = repair(problem, timetable, away)
        assert places(early)[1][1] in {"MON", "WED"}
        later = repair(problem, timetable, away, as_of=date(2026, 9, 16))
        assert places(later)[1][1] == "WED"
        over = repair(problem, timetable, away, as_of=date(2026, 9, 19))
        assert places(over) == [("choir", "FRI", 1, "all", None, "li")]
        assert not over.changes

    def test_an_absence_that_is_over(self) -> None:
        """
        A change that is over moves nothing, and what happened then is not judged again.
        """
        problem = school(CHOIR, educators=(LI, WU))
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        away = EducatorAway(educator="li", first=MONDAY, last=SUNDAY)
        mended = repair(problem, timetable, away, as_of=date(2026, 9, 21))
        assert not mended.changes
        assert mended.timetable.status == "feasible"

    def test_a_new_class(self) -> None:
        """
        A new class is placed where nothing has to move, and none of its sessions falls out.
        """
        problem = school(CHOIR, educators=(LI, WU))
        lost = attrs.evolve(problem, weeks=attrs.evolve(problem.weeks, closed=[date(2026, 9, 22)]))
        timetable = Timetable(lost, [at("choir", "TUE", educator="li")])
        new = SectionAdded(section=attrs.evolve(CHOIR, id="band"))
        mended = repair(lost, timetable, new, as_of=date(2026, 9, 8))
        assert places(mended)[1][:4] == ("band", "MON", 1, "all")
        assert str(mended.problem.sections[1].weeks) == "2-4"
        assert (mended.moved, mended.changes[0].what) == (0, ("added",))

    def test_a_class_that_grows(self) -> None:
        """
        A class that has grown too large for its room gets a larger one.
        """
        venues = (room("a", capacity=10), room("b", capacity=30))
        problem = school(attrs.evolve(CHOIR, size=8), educators=(LI,), venues=venues)
        timetable = Timetable(problem, [at("choir", "MON", venue="a", educator="li")])
        mended = repair(problem, timetable, SizeChanged(section="choir", size=20))
        assert places(mended) == [("choir", "MON", 1, "all", "b", "li")]

    def test_a_class_that_is_dropped(self) -> None:
        """
        A class that is dropped is cancelled, and nothing else is touched.
        """
        problem = school(CHOIR, attrs.evolve(CHOIR, id="band"), educators=(LI, WU))
        placements = [at("choir", "MON", educator="li"), at("band", "MON", educator="wu")]
        dropped = SectionDropped(section="choir", week=3)
        mended = repair(problem, Timetable(problem, placements), dropped)
        assert mended.moved == 0
        assert [(move.what, str(move.weeks)) for move in mended.changes] == [
            (("cancelled",), "3-4")
        ]
        gone = repair(problem, Timetable(problem, placements), SectionDropped(section="choir"))
        assert places(gone) == [("band", "MON", 1, "all", None, "wu")]

    def test_a_lost_day(self) -> None:
        """
        On a lost day a class falls out, and a lecture moves.
        """
        talk = TimetableSection(id="talk", per="term", weeks="2-3")
        problem = school(CHOIR, talk, educators=(LI,))
        placements = [at("choir", "MON", educator="li"), at("talk", "MON", weeks="2")]
        mended = repair(problem, Timetable(problem, placements), DaysLost(dates=[MONDAY]))
        choir, lecture = mended.changes
        assert (choir.what, lecture.what) == (("cancelled",), ("time",))
        assert lecture.after
        assert (mended.moved, mended.timetable.status) == (1, "feasible")
        ((before, after),) = lecture.sessions
        assert before
        assert after
        assert before.start.date() == MONDAY != after.start.date()

    def test_nothing_is_left_of_the_term(self) -> None:
        """
        What has no day left in the term falls out; a lecture is told to have no place, too.
        """
        talk = TimetableSection(id="talk", per="term")
        problem = school(CHOIR, talk, educators=(LI,), number=1)
        placements = [at("choir", "MON", educator="li"), at("talk", "TUE", weeks="1")]
        mended = repair(problem, Timetable(problem, placements), WeeksLost(weeks="1"))
        (left,) = mended.timetable.unplaced
        assert (left.section, left.reason.en) == ("talk", "nothing is taught then")
        assert mended.timetable.status == "partial"
        assert [move.what for move in mended.changes] == [("cancelled",), ("cancelled",)]

    def test_a_class_more_in_weeks_without_lessons(self) -> None:
        """
        A class that is added in weeks that the term has not is told to have no place.
        """
        problem = school(CHOIR, educators=(LI,))
        published = Timetable(problem, [at("choir", "MON", educator="li")])
        band = TimetableSection(id="band", weeks="9")
        mended = repair(problem, published, SectionAdded(section=band))
        assert [str(left.reason.to("en")) for left in mended.timetable.unplaced] == [
            "in no week: nothing is taught then"
        ]

    def test_a_change_beyond_all_measure(self) -> None:
        """
        A class more of ten million meetings is refused before anything is made of them.
        """
        problem = school(CHOIR, educators=(LI,))
        published = Timetable(problem, [at("choir", "MON", educator="li")])
        band = TimetableSection(id="band", sessions=10_000_000, per="term")
        with pytest.raises(ProblemsError) as caught:
            repair(problem, published, SectionAdded(section=band))
        assert "the problem has 10000001 meetings" in str(caught.value.problems[0])

    def test_a_class_that_would_never_be_held(self) -> None:
        """
        A class of which the last day falls out is held on another day in the weeks that are left.
        """
        problem = school(CHOIR, educators=(LI,), number=2)
        problem = attrs.evolve(problem, weeks=attrs.evolve(problem.weeks, closed=[MONDAY]))
        published = Timetable(problem, [at("choir", "MON", educator="li")])
        mended = repair(problem, published, WeeksLost(weeks="1"))
        assert [move.what for move in mended.changes] == [("cancelled",), ("added",)]
        assert mended.timetable.status == "feasible"
        assert check_timetable(mended.problem, mended.timetable).ok

    def test_somebody_for_a_class_that_had_nobody(self) -> None:
        """
        A class for which nobody was found when it was published gets somebody.
        """
        problem = school(CHOIR, educators=(LI,), number=1)
        mended = repair(problem, Timetable(problem, [at("choir", "MON")]), ())
        assert str(mended.changes[0]) == "合唱班：周一 09:00–10:00，教师由未定改为Li"

    def test_a_day_that_is_made_up(self) -> None:
        """
        Sessions of a day that is made up have another date, and none of them counts as moved.
        """
        problem = school(CHOIR, educators=(LI,))
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        moved = DaysLost(dates=[MONDAY], moved={SUNDAY: MONDAY})
        mended = repair(problem, timetable, moved)
        assert mended.moved == 0
        assert (
            str(mended.changes[0])
            == "合唱班，第 2 周：9月14日 09:00–10:00 改为 9月20日 09:00–10:00"
        )

    def test_nobody_else(self) -> None:
        """
        What nobody else can teach is cancelled, with the reason; the rest of the term stays.
        """
        problem = school(CHOIR, educators=(LI,))
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        away = EducatorAway(educator="li", first=MONDAY, last=SUNDAY)
        mended = repair(problem, timetable, away)
        assert places(mended) == [("choir", "MON", 1, "1,3-4", None, "li")]
        (unplaced,) = mended.timetable.unplaced
        assert str(unplaced.reason) == "第 2 周，只有Li能教，与合适的场地没有共同的空"
        assert unplaced.reason.to("en") == (
            "week 2: at no time are a venue and Li free together, and nobody else may teach it"
        )
        assert mended.timetable.status == "partial"
        assert str(mended).splitlines()[1:] == [
            "合唱班，第 2 周：停课 9月14日 09:00–10:00",
            f"合唱班（1）：{unplaced.reason}",
        ]
        assert mended.text.to("en").endswith("1 has no place")

    def test_a_problem_changed_by_hand(self) -> None:
        """
        Without a change the timetable is mended to fit the problem in every week.
        """
        problem = school(CHOIR, educators=(WU, person("ma")))
        old = Timetable(problem, [at("choir", "MON", educator="ma")])
        assert places(repair(problem, old, ())) == [("choir", "MON", 1, "all", None, "wu")]

    def test_a_lecture_without_a_place(self) -> None:
        """
        A lecture that never had a place gets one, and nothing has moved.
        """
        talk = TimetableSection(id="talk", per="term", subject="music")
        problem = school(talk, educators=(LI,))
        mended = repair(problem, Timetable(problem, []), ())
        assert (len(places(mended)), mended.moved) == (1, 0)
        assert mended.timetable.status == "feasible"

    def test_a_period_that_there_is_not(self) -> None:
        """
        A class that is written into a period that there is not is held at last.
        """
        problem = school(CHOIR, educators=(LI,))
        timetable = Timetable(problem, [at("choir", "MON", period=9, educator="li")])
        mended = repair(problem, timetable, ())
        assert [one[2] for one in places(mended)] == [1]
        assert mended.moved == 0

    def test_a_class_across_noon(self) -> None:
        """
        A class that is held across noon, which it must not be, has moved when it is no more.
        """
        problem = school(attrs.evolve(CHOIR, length=2), educators=(LI,), periods=4)
        timetable = Timetable(problem, [at("choir", "MON", period=2, educator="li")])
        mended = repair(problem, timetable, ())
        assert (mended.moved, len(places(mended))) == (1, 1)
        assert mended.timetable.status == "feasible"

    def test_the_rest_of_a_week_is_free(self) -> None:
        """
        A class without an educator whose room is closed moves as well.
        """
        club = TimetableSection(id="club")
        problem = school(club, venues=(room("a"),))
        timetable = Timetable(problem, [at("club", "MON", venue="a")])
        closed = VenueClosed(venue="a", first=MONDAY, hours="MON")
        assert places(repair(problem, timetable, closed))[1] == ("club", "TUE", 1, "2-4", "a", None)
        all_week = VenueClosed(venue="a", first=MONDAY)
        (unplaced,) = repair(problem, timetable, all_week).timetable.unplaced
        assert unplaced.reason.to("en") == "weeks 2–4: at none of its times a venue is free"


def swap(**fields: object) -> tuple[TimetableProblem, Timetable, TimetableChange]:
    """
    Return a school with one room in which two classes have to change their days.
    """
    problem = school(
        CHOIR, DANCE, educators=(LI, person("hu", "dance", **fields)), venues=(room("a"),)
    )
    placements = [
        at("choir", "MON", venue="a", educator="li"),
        at("dance", "TUE", venue="a", educator="hu"),
    ]
    return (
        problem,
        Timetable(problem, placements),
        EducatorAway(educator="li", first=date(2026, 9, 7), hours="MON"),
    )


class TestDrivingOut:
    def test_two_classes_change_places(self) -> None:
        """
        What stands in the way moves too if nothing else will do, and that is proven.
        """
        pytest.importorskip("ortools")
        told: list[SolveProgress] = []
        mended = repair(*swap(), progress=told.append)
        assert places(mended) == [
            ("choir", "TUE", 1, "all", "a", "li"),
            ("dance", "MON", 1, "all", "a", "hu"),
        ]
        assert (mended.moved, mended.proven_minimal) == (2, True)
        assert [str(one.stage) for one in told] == ["1 次课可移动", "2 次课可移动"]
        assert str(mended.text) == "调动 2 次课，已证明为最少"
        assert mended.text.en == "2 meetings move, proven to be the fewest"

    def test_not_without_a_solver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without a solver nothing else moves, and what finds no place is told.
        """
        take_the_solver_away(monkeypatch)
        mended = repair(*swap())
        assert (mended.moved, len(mended.timetable.unplaced)) == (0, 1)
        assert mended.timetable.unplaced[0].reason.to("en") == (
            "its only possible place clashes with another class or demand"
        )

    def test_nothing_is_driven_out_in_vain(self) -> None:
        """
        Where what stands in the way could go nowhere, the class that is hit is left out.
        """
        pytest.importorskip("ortools")
        mended = repair(*swap(hours="TUE"))
        assert mended.proven_minimal
        assert [str(one.section) for one in mended.timetable.unplaced] == ["choir"]
        assert mended.moved == 0

    def test_a_full_day(self) -> None:
        """
        A limit of a substitute is kept by moving what is theirs.
        """
        pytest.importorskip("ortools")
        band = attrs.evolve(CHOIR, id="band", educators=("wu", "ma"))
        choir = attrs.evolve(CHOIR, educators=("li", "wu"))
        problem = school(
            choir,
            band,
            educators=(LI, attrs.evolve(WU, weekly_minutes=60, daily_minutes=60), person("ma")),
            rules=(AtMost(of="educator", per="week", most=1),),
        )
        placements = [at("choir", "MON", educator="li"), at("band", "TUE", educator="wu")]
        gone = EducatorLeaves(educator="li", first=date(2026, 9, 7))
        mended = repair(problem, Timetable(problem, placements), gone)
        assert [one[-1] for one in places(mended)] == ["wu", "ma"]
        assert (mended.moved, mended.proven_minimal) == (2, True)

    def test_week_by_week(self) -> None:
        """
        Where nobody can for all of the weeks, each week is decided by itself.
        """
        pytest.importorskip("ortools")
        mended = repair(*two_substitutes())
        assert [(weeks, who) for _, _, _, weeks, _, who in places(mended)] == [
            ("1,4", "li"),
            ("2", "wu"),
            ("3", "ma"),
        ]
        assert (mended.moved, len(mended.changes)) == (1, 2)
        assert mended.text.to("en").startswith("1 meeting moves")

    def test_changes_at_different_times(self) -> None:
        """
        Two changes in different weeks are mended each in its own.
        """
        pytest.importorskip("ortools")
        problem = school(CHOIR, educators=(LI, WU, person("ma", "music")))
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        changes = [
            EducatorAway(educator="li", first=MONDAY, last=SUNDAY),
            EducatorAway(educator="li", first=date(2026, 9, 28)),
            EducatorAway(educator="wu", first=date(2026, 9, 28)),
        ]
        mended = repair(problem, timetable, changes)
        found = {weeks: who for _, _, _, weeks, _, who in places(mended)}
        assert found["1,3"] == "li"
        assert mended.moved == 1
        assert not broken(mended.problem, mended.timetable.placements)

    @pytest.mark.parametrize("answers", [0, 1, 2, 3])
    def test_a_solver_without_an_answer(
        self, answers: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A solver that has found nothing in its time ends the search.
        """
        pytest.importorskip("ortools")
        from community_edu.scheduling.cpsat.running import Clock, Run
        from community_edu.scheduling.cpsat.running import run as real
        from community_edu.scheduling.repairing import model

        left = iter([True] * answers + [False] * 9)

        def run(cp: "CpModel", clock: Clock, seconds: float, parameters: Parameters) -> Run:
            if next(left):
                return real(cp, clock, seconds, parameters)
            return Run(None, None, None, "none")

        monkeypatch.setattr(model, "run", run)
        mended = repair(*swap())
        assert mended.moved == (2 if answers == 3 else 0)
        assert mended.proven_minimal == (answers == 3)

    def test_a_solver_without_a_proof(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        What is not proven is not said to be.
        """
        pytest.importorskip("ortools")
        from community_edu.scheduling.cpsat.running import Clock, Run
        from community_edu.scheduling.cpsat.running import run as real
        from community_edu.scheduling.repairing import model

        def run(cp: "CpModel", clock: Clock, seconds: float, parameters: Parameters) -> Run:
            return attrs.evolve(real(cp, clock, seconds, parameters), proof="none")

        monkeypatch.setattr(model, "run", run)
        mended = repair(*swap())
        assert (mended.moved, mended.proven_minimal) == (2, False)


class TestTheEnd:
    """
    When time is over, or somebody has had enough.
    """

    def test_no_time(self) -> None:
        """
        Without any time what is hit is placed one by one.
        """
        pytest.importorskip("ortools")
        mended = repair(*swap(), time_limit=0)
        assert (mended.moved, len(mended.timetable.unplaced)) == (0, 1)
        assert (mended.proven_minimal, mended.timetable.note) == (False, None)

    @pytest.mark.parametrize(("takes", "runs", "unplaced"), [(0.1, 5, 0), (1, 5, 0), (99, 1, 1)])
    def test_all_searches_together(
        self, takes: float, runs: int, unplaced: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The time limit is that of all searches together: none begins when it is over.
        """
        pytest.importorskip("ortools")
        from community_edu.scheduling.cpsat.running import Clock, Run
        from community_edu.scheduling.cpsat.running import run as real
        from community_edu.scheduling.repairing import clocks, model

        now, asked = [0.0], list[float]()

        def run(cp: "CpModel", clock: Clock, seconds: float, parameters: Parameters) -> Run:
            now[0] += takes * seconds
            asked.append(seconds)
            return real(cp, clock, 9, {**parameters, "max_time_in_seconds": 9.0})

        monkeypatch.setattr(clocks, "time", SimpleNamespace(monotonic=lambda: now[0]))
        monkeypatch.setattr(model, "run", run)
        mended = repair(*two_substitutes(), time_limit=10)
        assert now[0] <= max(1, takes) * 10
        assert len(asked) == runs
        assert len(mended.timetable.unplaced) == unplaced

    @pytest.mark.parametrize("answers", [0, 1, 2])
    def test_ctrl_c(self, answers: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Ctrl-C ends all searches; the best so far is returned.
        """
        pytest.importorskip("ortools")
        from community_edu.scheduling.cpsat.running import Clock, Run
        from community_edu.scheduling.cpsat.running import run as real
        from community_edu.scheduling.repairing import model

        left = iter([True] * answers)

        def run(cp: "CpModel", clock: Clock, seconds: float, parameters: Parameters) -> Run:
            if next(left, None):
                return real(cp, clock, seconds, parameters)
            assert not clock.interrupted
            clock.interrupted = True
            return Run(None, None, None, "none")

        monkeypatch.setattr(model, "run", run)
        told: list[SolveProgress] = []
        mended = repair(*swap(), progress=told.append)
        assert len(told) == answers
        assert (mended.moved, len(mended.timetable.unplaced)) == (0, 1)
        assert not mended.proven_minimal

    def test_no_thread_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        After Ctrl-C no solver is at work, and what is returned keeps what is hard.
        """
        pytest.importorskip("ortools")
        from community_edu.scheduling.cpsat.running import Running

        real, presses = Running.wait, iter([True])

        def wait(running: Running, seconds: float) -> bool:
            if next(presses, False):
                raise KeyboardInterrupt
            return real(running, seconds)

        monkeypatch.setattr(Running, "wait", wait)
        before = set(threading.enumerate())
        mended = repair(*swap())
        assert set(threading.enumerate()) == before
        assert not broken(mended.problem, mended.timetable.placements)
        assert not mended.proven_minimal

    def test_between_two_searches(self) -> None:
        """
        While no solver is at work, Ctrl-C is raised as usual.
        """
        pytest.importorskip("ortools")

        def press(progress: SolveProgress) -> None:
            raise KeyboardInterrupt(progress)

        before = set(threading.enumerate())
        with pytest.raises(KeyboardInterrupt):
            repair(*swap(), progress=press)
        assert set(threading.enumerate()) == before


@pytest.mark.usefixtures("solver")
class TestHistory:
    """
    What is over is neither changed nor held against anybody.
    """

    def test_a_class_that_has_grown(self) -> None:
        """
        A class that has outgrown its room is not blamed for the weeks in which it sat there.
        """
        venues = (room("a", capacity=10), room("b", capacity=30))
        problem = school(attrs.evolve(CHOIR, size=8), educators=(LI,), venues=venues)
        timetable = Timetable(problem, [at("choir", "MON", venue="a", educator="li")])
        grown = SizeChanged(section="choir", size=20)
        mended = repair(problem, timetable, grown, as_of=date(2026, 9, 16))
        assert [(one[3], one[4]) for one in places(mended)] == [("1-2", "a"), ("3-4", "b")]
        assert mended.timetable.status == "feasible"
        assert not check_timetable(mended.problem, mended.timetable).ok

    def test_nothing_large_enough(self) -> None:
        """
        What is to come is judged: where there is no room, the class has no place.
        """
        problem = school(
            attrs.evolve(CHOIR, size=8), educators=(LI,), venues=(room("a", capacity=10),)
        )
        timetable = Timetable(problem, [at("choir", "MON", venue="a", educator="li")])
        grown = SizeChanged(section="choir", size=20)
        mended = repair(problem, timetable, grown, as_of=date(2026, 9, 16))
        assert mended.timetable.status == "partial"

    def test_weeks_that_are_not_decided(self) -> None:
        """
        A mistake in a week that is to come and not decided again is nobody's history.
        """
        problem = school(CHOIR, educators=(person("ma"), WU))
        timetable = Timetable(problem, [at("choir", "MON", educator="ma")])
        closed = EducatorAway(educator="ma", first=MONDAY, last=SUNDAY)
        mended = repair(problem, timetable, closed, as_of=date(2026, 9, 8))
        assert [(one[3], one[5]) for one in places(mended)] == [("1,3-4", "ma"), ("2", "wu")]
        assert mended.timetable.status == "by_hand"
        alone = repair(problem, timetable, (), as_of=date(2026, 9, 8))
        assert [(one[3], one[5]) for one in places(alone)] == [("1", "ma"), ("2-4", "wu")]
        assert alone.timetable.status == "feasible"

    def test_the_rest_of_a_week(self) -> None:
        """
        A class whose Monday is over has a substitute on Friday, and then in whole weeks.
        """
        choir = attrs.evolve(CHOIR, sessions=2)
        problem = school(choir, educators=(LI, WU), days=("MON", "FRI"))
        placements = [
            at("choir", "MON", educator="li"),
            at("choir", "FRI", number=2, educator="li"),
        ]
        ill = EducatorAway(educator="li", first=date(2026, 9, 16), last=date(2026, 9, 27))
        mended = repair(problem, Timetable(problem, placements), ill, as_of=date(2026, 9, 16))
        assert [(one[1], one[3], one[5]) for one in places(mended)] == [
            ("MON", "1-2,4", "li"),
            ("MON", "3", "wu"),
            ("FRI", "1,4", "li"),
            ("FRI", "2-3", "wu"),
        ]
        assert mended.timetable.status == "feasible"

    def test_one_educator_in_what_is_to_come(self) -> None:
        """
        A week that is to come has one educator: the class moves to one together.
        """
        choir = attrs.evolve(CHOIR, sessions=2)
        problem = school(choir, educators=(LI, WU), days=("MON", "FRI"))
        placements = [
            at("choir", "MON", educator="li"),
            at("choir", "FRI", number=2, educator="wu"),
        ]
        mended = repair(problem, Timetable(problem, placements), (), as_of=date(2026, 9, 8))
        assert mended.moved == 1
        assert mended.timetable.status == "feasible"
        for week in range(2, 5):
            held = [one for one in mended.timetable.sessions if one.week == week]
            assert len({one.placement.educator for one in held}) == 1

    def test_sessions_that_fell_out(self) -> None:
        """
        A session for which nobody was found, and a lost day, are over when they are.
        """
        problem = school(CHOIR, educators=(LI, WU), rules=(NoneLost(weight=None),))
        problem = attrs.evolve(problem, weeks=attrs.evolve(problem.weeks, closed=[MONDAY]))
        timetable = Timetable(problem, [at("choir", "MON", weeks="2-4", educator="li")])
        away = EducatorAway(educator="li", first=date(2026, 9, 28))
        mended = repair(problem, timetable, away, as_of=date(2026, 9, 21))
        assert [(one[3], one[5]) for one in places(mended)] == [("2-3", "li"), ("4", "wu")]
        assert mended.timetable.status == "feasible"
        sooner = repair(problem, timetable, away, as_of=date(2026, 9, 14))
        assert sooner.timetable.status == "by_hand"

    def test_a_pin_that_was_not_kept(self) -> None:
        """
        Where a pin was not kept in weeks that are over, it is kept in those to come.
        """
        pins = [Pin(section="choir", educator="wu")]
        problem = attrs.evolve(school(CHOIR, educators=(LI, WU)), pins=pins)
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        mended = repair(problem, timetable, (), as_of=date(2026, 9, 15))
        assert [(one[3], one[5]) for one in places(mended)] == [("1-2", "li"), ("3-4", "wu")]
        assert mended.timetable.status == "feasible"


def two_substitutes() -> tuple[TimetableProblem, Timetable, TimetableChange]:
    """
    A class whose educator is ill for two weeks, in each of which another can teach.
    """
    second = BusyTime.parse("2026-09-14/2026-09-20")
    third = BusyTime.parse("2026-09-21/2026-09-27")
    educators = (LI, attrs.evolve(WU, busy=[third]), person("ma", "music", busy=[second]))
    problem = school(CHOIR, educators=educators)
    timetable = Timetable(problem, [at("choir", "MON", educator="li")])
    return problem, timetable, EducatorAway(educator="li", first=MONDAY, last=date(2026, 9, 27))


class TestDemands:
    """
    Demands on several meetings: what a repair costs is the least that can be.
    """

    @pytest.mark.parametrize(
        ("rule", "soft", "hard"),
        [
            (NoGaps(of="group"), (1, 0), (1, 0)),
            (NoLoneSession(of="group"), (1, 1), (2, 0)),
            (Spread(), (1, 0), (1, 0)),
            (ShortWays(longer_than=5, within=30), (1, 0), (1, 0)),
            (AtMost(of="group", per="day", most=1), (1, 0), (1, 0)),
            (AtMost(of="group", per="term", most=2), (1, 1), (0, 0)),
            (Precedence(before="band", after="choir"), (1, 0), (1, 0)),
        ],
    )
    def test_kept(self, rule: Demand, soft: tuple[int, int], hard: tuple[int, int]) -> None:
        """
        What is hit goes where a demand is kept; for a hard one others move too.
        """
        pytest.importorskip("ortools")
        self._mend(attrs.evolve(rule, weight=1), *soft)
        self._mend(attrs.evolve(rule, weight=None), *hard)

    def _mend(self, rule: Demand, moved: int, cost: int) -> None:
        groups = ("elderly",)
        band = TimetableSection(id="band", groups=groups, educators=("li",), sessions=2)
        choir = TimetableSection(id="choir", groups=groups, educators=("wu",))
        venues = (room("a", place="here"), room("b", place="there"))
        problem = school(
            band,
            choir,
            educators=(LI, WU),
            venues=venues,
            periods=4,
            days=("MON", "TUE", "WED"),
            number=1,
            rules=(rule,),
            travel=TravelTimes(minutes={("here", "there"): 10}),
        )
        placements = [
            at("band", "MON", venue="a", educator="li"),
            at("band", "TUE", venue="a", educator="li", number=2),
            at("choir", "MON", period=2, venue="a", educator="wu"),
        ]
        away = EducatorAway(educator="wu", first=date(2026, 9, 7), hours="MON")
        mended = repair(problem, Timetable(problem, placements), away)
        assert not broken(mended.problem, mended.timetable.placements)
        assert (mended.moved, mended.cost) == (moved, cost)

    def test_one_venue(self) -> None:
        """
        A class that wants one room for all its meetings keeps it if it can.
        """
        pytest.importorskip("ortools")
        band = TimetableSection(id="band", sessions=2, educators=("li",))
        venues = (room("a"), room("b"))
        problem = school(
            band, educators=(LI,), venues=venues, days=("MON", "TUE", "WED"), rules=(SameVenue(),)
        )
        placements = [
            at("band", "MON", venue="b", educator="li"),
            at("band", "TUE", venue="b", educator="li", number=2),
        ]
        away = EducatorAway(educator="li", first=date(2026, 9, 7), hours="MON")
        mended = repair(problem, Timetable(problem, placements), away)
        assert (places(mended)[0][1:5], mended.cost) == (("WED", 1, "all", "b"), 0)

    @pytest.mark.parametrize("weight", [1, None])
    def test_fair(self, weight: int | None) -> None:
        """
        A substitute is found so that the loads stay alike.
        """
        pytest.importorskip("ortools")
        classes = [TimetableSection(id=f"class-{n}", subject="music") for n in range(4)]
        problem = school(
            *classes,
            educators=(LI, person("ma", "music")),
            periods=4,
            number=1,
            rules=(FairLoad(weight=weight),),
        )
        placements = [
            at("class-0", "MON", educator="li"),
            at("class-1", "MON", educator="ma"),
            at("class-2", "MON", period=2, educator="ma"),
            at("class-3", "MON", period=3, educator="li"),
        ]
        away = EducatorAway(educator="ma", first=date(2026, 9, 7), hours="MON 10:00-11:00")
        moving = Moving(time=1, educator=1)
        mended = repair(problem, Timetable(problem, placements), away, moving=moving)
        assert not broken(mended.problem, mended.timetable.placements)
        assert (mended.moved, mended.cost) == (1, 0)

    def test_apart(self) -> None:
        """
        A lecture moves to a week that is far enough from the others of its group.
        """
        pytest.importorskip("ortools")
        talks = TimetableSection(id="talk", per="term", sessions=2, groups=("village",))
        for weight in (1, None):
            problem = school(talks, rules=(Apart(of="group", days=8, weight=weight),))
            placements = [at("talk", "MON", weeks="1"), at("talk", "TUE", weeks="3", number=2)]
            lost = WeeksLost(weeks="3")
            mended = repair(problem, Timetable(problem, placements), lost)
            assert (mended.moved, mended.cost) == (1, 0)
            assert places(mended)[1][3] == "4"

    def test_clashes_that_cost(self) -> None:
        """
        Where a clash may be, it is paid for only if nothing else moves as little.
        """
        pytest.importorskip("ortools")
        soft = (NoClash(of="venue", weight=1), NoClash(of="educator", weight=1))
        problem = school(
            CHOIR,
            attrs.evolve(CHOIR, id="band"),
            educators=(LI, WU),
            venues=(room("a"),),
            rules=soft,
        )
        placements = [
            at("choir", "MON", venue="a", educator="li"),
            at("band", "TUE", venue="a", educator="wu"),
        ]
        gone = EducatorLeaves(educator="li", first=date(2026, 9, 7))
        mended = repair(problem, Timetable(problem, placements), gone)
        assert (mended.moved, mended.cost) == (1, 0)

    def test_what_cannot_be_kept_any_more(self) -> None:
        """
        That what is left is not as spread as it must be is no reason to drop that too.
        """
        pytest.importorskip("ortools")
        band = TimetableSection(id="band", sessions=2, educators=("li",))
        problem = school(band, educators=(LI,), rules=(Spread(weight=None),), number=1)
        placements = [
            at("band", "MON", educator="li"),
            at("band", "TUE", educator="li", number=2),
        ]
        away = EducatorAway(educator="li", first=date(2026, 9, 7), hours="MON")
        mended = repair(problem, Timetable(problem, placements), away)
        assert mended.proven_minimal
        assert len(mended.timetable.unplaced) == 1

    def test_ways(self) -> None:
        """
        A class moves to a room that is near where its educator has just been.
        """
        pytest.importorskip("ortools")
        venues = (room("a", place="here"), room("b", place="there"), room("c", place="here"))
        problem = school(
            CHOIR,
            attrs.evolve(CHOIR, id="band"),
            educators=(LI,),
            venues=venues,
            periods=2,
            rules=(ShortWays(longer_than=2, within=30),),
            travel=TravelTimes(minutes={("here", "there"): 4}),
        )
        placements = [
            at("choir", "MON", venue="a", educator="li"),
            at("band", "MON", period=2, venue="c", educator="li"),
        ]
        closed = VenueClosed(venue="c", first=date(2026, 9, 7))
        mended = repair(problem, Timetable(problem, placements), closed)
        assert places(mended)[1][4] == "a"
        assert (mended.moved, mended.cost) == (1, 0)

    @pytest.mark.parametrize("weight", [1, None])
    def test_of_ones_own(self, weight: int | None) -> None:
        """
        A demand of one's own on pairs is kept as well.
        """
        pytest.importorskip("ortools")
        band = attrs.evolve(CHOIR, id="band")
        choir = attrs.evolve(CHOIR, educators=("li",))
        people = (LI, WU, person("hu", "dance"))
        problem = school(choir, DANCE, band, educators=people, days=("MON", "TUE", "WED"))
        pairs = (("choir", "dance"), ("band", "choir"))
        none = NotOnOneDay(weight, id="nobody", of=())
        problem = attrs.evolve(problem, rules=[NotOnOneDay(weight, of=pairs), none])
        placements = [
            at("choir", "MON", educator="li"),
            at("dance", "TUE", educator="hu"),
            at("band", "TUE", educator="wu"),
        ]
        away = EducatorAway(educator="li", first=date(2026, 9, 7), hours="MON")
        mended = repair(problem, Timetable(problem, placements), away)
        assert places(mended)[0][1] == "WED"
        everybody = [away, EducatorAway(educator="hu", first=date(2026, 9, 7), hours="TUE")]
        both = repair(problem, Timetable(problem, placements), everybody)
        assert (both.moved, both.cost) == (2, 0)
        dropped = [away, SectionDropped(section="dance"), SectionDropped(section="band")]
        alone = repair(problem, Timetable(problem, placements), dropped)
        assert places(alone)[0][1] in {"TUE", "WED"}
        assert (alone.moved, alone.cost) == (1, 0)

    @pytest.mark.parametrize("time_limit", [0, 9])
    def test_left_out_without_a_solver(
        self, time_limit: float, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Where what was placed one by one breaks a demand, what has moved is left out, nothing else.
        """
        take_the_solver_away(monkeypatch)
        groups = ("elderly",)
        band = TimetableSection(id="band", groups=groups, educators=("li",))
        choir = attrs.evolve(band, id="choir", educators=("wu",))
        problem = school(
            band,
            choir,
            educators=(LI, WU),
            periods=4,
            days=("MON",),
            rules=(NoGaps(of="group", weight=None),),
        )
        placements = [
            at("band", "MON", educator="li"),
            at("choir", "MON", period=2, educator="wu"),
        ]
        timetable = Timetable(problem, placements)
        away = EducatorAway(educator="wu", first=date(2026, 9, 7), hours="MON 09:00-11:00")
        mended = repair(problem, timetable, away, time_limit=time_limit)
        assert [one[0] for one in places(mended)] == ["band"]
        assert [str(one.section) for one in mended.timetable.unplaced] == ["choir"]

    def test_one_of_those_that_stand_against_each_other(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Of several that break a demand together as they were, one is left out.
        """
        take_the_solver_away(monkeypatch)
        groups = ("elderly",)
        band = TimetableSection(id="band", groups=groups, educators=("li",))
        choir = attrs.evolve(band, id="choir", educators=("wu",))
        rules = (NoGaps(of="group", weight=None),)
        problem = school(band, choir, educators=(LI, WU), periods=4, rules=rules)
        placements = [
            at("band", "MON", educator="li"),
            at("choir", "MON", period=3, educator="wu"),
        ]
        mended = repair(problem, Timetable(problem, placements), ())
        assert [one[0] for one in places(mended)] == ["band"]

    @pytest.mark.parametrize("weight", [1, None])
    def test_of_a_class(self, weight: int | None) -> None:
        """
        A class does not come twice on a day if it must not.
        """
        pytest.importorskip("ortools")
        band = TimetableSection(id="band", sessions=2, educators=("li",))
        rules = (AtMost(of="section", per="day", most=1, weight=weight),)
        problem = school(
            band, educators=(LI,), periods=2, days=("MON", "TUE", "WED"), number=1, rules=rules
        )
        placements = [
            at("band", "MON", educator="li"),
            at("band", "TUE", number=2, educator="li"),
        ]
        away = EducatorAway(educator="li", first=date(2026, 9, 7), hours="TUE")
        mended = repair(problem, Timetable(problem, placements), away)
        assert places(mended)[1][1] == "WED"

    def test_nothing_to_spread(self) -> None:
        """
        A class that comes once a week, to no room, has no days to be on and no room to keep.
        """
        pytest.importorskip("ortools")
        problem = school(CHOIR, educators=(LI, WU), rules=(Spread(weight=1), SameVenue()))
        timetable = Timetable(problem, [at("choir", "MON", educator="li")])
        gone = EducatorLeaves(educator="li", first=date(2026, 9, 7))
        mended = repair(problem, timetable, gone)
        assert (mended.moved, mended.cost) == (1, 0)

    def test_order_in_later_weeks(self) -> None:
        """
        A lecture that moves stays after the class that is to come before it.
        """
        pytest.importorskip("ortools")
        talk = TimetableSection(id="talk", per="term", educators=("li",))
        course = TimetableSection(id="course", weeks="2-3", educators=("wu",))
        rules = (Precedence(before="course", after="talk", weight=None),)
        problem = school(talk, course, educators=(LI, WU), number=5, rules=rules)
        placements = [
            at("talk", "MON", weeks="4", educator="li"),
            at("course", "TUE", educator="wu"),
        ]
        mended = repair(problem, Timetable(problem, placements), WeeksLost(weeks="4"))
        assert (places(mended)[0][3], mended.moved) == ("5", 1)

    def test_gaps_where_nothing_can_be(self) -> None:
        """
        A class comes as near to the other of its group as its educator can.
        """
        pytest.importorskip("ortools")
        band = TimetableSection(id="band", groups=("elderly",), educators=("li",))
        choir = attrs.evolve(band, id="choir", educators=("wu",))
        people = (LI, attrs.evolve(WU, hours="MON 14:00-17:00"))
        rules = (NoGaps(of="group"),)
        problem = school(band, choir, educators=people, periods=4, number=1, rules=rules)
        placements = [
            at("band", "MON", educator="li"),
            at("choir", "MON", period=2, educator="wu"),
        ]
        mended = repair(problem, Timetable(problem, placements), ())
        assert (places(mended)[1][2], mended.cost) == (3, 1)

    def test_near_home(self) -> None:
        """
        Nobody is sent too far from home.
        """
        pytest.importorskip("ortools")
        venues = (room("a", place="here"), room("b", place="there"), room("c", place="here"))
        problem = school(
            CHOIR,
            educators=(attrs.evolve(LI, home="here"),),
            venues=venues,
            rules=(NearHome(minutes=10, weight=None),),
            travel=TravelTimes(minutes={("here", "there"): 30}),
        )
        timetable = Timetable(problem, [at("choir", "MON", venue="a", educator="li")])
        closed = VenueClosed(venue="a", first=date(2026, 9, 7))
        assert places(repair(problem, timetable, closed))[0][4] == "c"

    def test_full_without_a_solver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without a solver limits are kept too.
        """
        take_the_solver_away(monkeypatch)
        problem = school(
            CHOIR,
            attrs.evolve(CHOIR, id="band"),
            educators=(LI, attrs.evolve(WU, weekly_minutes=60)),
        )
        placements = [at("choir", "MON", educator="li"), at("band", "TUE", educator="wu")]
        gone = EducatorLeaves(educator="li", first=date(2026, 9, 7))
        mended = repair(problem, Timetable(problem, placements), gone)
        assert [str(one.section) for one in mended.timetable.unplaced] == ["choir"]


@attrs.frozen
class NotOnOneDay:
    """
    The choir and the dancers do not come on one day.
    """

    weight: int | None
    id: str = "not-on-one-day"
    of: tuple[tuple[str, str], ...] = (("choir", "dance"),)

    @property
    def text(self) -> Text:
        """
        What it asks.
        """
        return Text("合唱和舞蹈不在同一天", en="choir and dance are not on one day")

    def amount(self, placement: object, problem: object) -> int:
        """
        Return 0.
        """
        del placement, problem
        return 0

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Return the pairs.
        """
        del problem
        return self.of

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Return 1 if they are on one day.
        """
        del problem
        return int(getattr(one, "weekday", 1) == getattr(other, "weekday", 2))


class TestLittleSchool:
    @pytest.mark.parametrize(
        ("change", "as_of", "moved", "unplaced"),
        [
            (EducatorAway(educator="lin", first=MONDAY, last=SUNDAY), None, 1, 2),
            (
                EducatorAway(educator="zhao", first=MONDAY, last=date(2026, 9, 30)),
                date(2026, 9, 16),
                2,
                0,
            ),
            (WeeksLost(weeks="2"), None, 1, 0),
            (EducatorLeaves(educator="sun", first=date(2026, 9, 18)), date(2026, 9, 17), 1, 0),
        ],
    )
    def test_mended(
        self, change: TimetableChange, as_of: date | None, moved: int, unplaced: int
    ) -> None:
        """
        A whole school is mended with the fewest moves, and keeps what is hard.
        """
        pytest.importorskip("ortools")
        mended = repair(little_school(), little_timetable(), change, as_of=as_of, time_limit=10)
        assert (mended.moved, len(mended.timetable.unplaced)) == (moved, unplaced)
        assert mended.proven_minimal
        verdict = check_timetable(mended.problem, mended.timetable)
        hard = {violation.demand for violation in verdict.violations if violation.hard}
        assert hard == ({EVERY_SESSION} if unplaced else set())

    def test_unknown_names(self) -> None:
        """
        A change that names what is not there is refused.
        """
        away = EducatorAway(educator="lim", first=MONDAY)
        with pytest.raises(ProblemsError) as caught:
            repair(little_school(), little_timetable(), away)
        assert "did you mean 'lin'" in str(caught.value)
