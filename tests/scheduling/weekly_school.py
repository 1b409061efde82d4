"""
A school of classes of every week with one educator each, as annealing knows it.
"""

from datetime import date

from community_edu.calendars import ALWAYS, TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    AtMost,
    Capacity,
    Demand,
    NoGaps,
    NoLoneSession,
    PreferHours,
    SameVenue,
    Spread,
)
from community_edu.scheduling.greedy import GreedySolver
from community_edu.scheduling.instances import Assignment, Instance, compile_problem
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.solvers import Limits
from community_edu.scheduling.timetables import Timetable

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=3,
    periods=["08:30-09:15", "09:25-10:10", "10:20-11:05", "11:15-12:00"],
    weekdays=["MON", "TUE", "WED"],
    closed=[date(2026, 9, 15)],
)
VENUES = tuple(
    Venue(
        id=f"room-{seats}",
        name=f"教室{seats}",
        kind="classroom",
        capacity=seats,
        place="school",
        hours=hours,
    )
    for seats, hours in ((12, "MON-TUE 08:00-12:00"), (20, ALWAYS), (40, ALWAYS))
)
EDUCATORS = tuple(Educator(id=one, name=one) for one in ("li", "wang", "zhou"))
SECTIONS = (
    TimetableSection(id="choir", educators=["li"], size=30, sessions=3, groups=["a"]),
    TimetableSection(id="ink", educators=["wang"], size=16, sessions=3, groups=["a"]),
    TimetableSection(id="dance", educators=["li"], size=18, length=2, groups=["b"]),
    TimetableSection(id="drums", educators=["zhou"], size=8, length=2, sessions=2, groups=["a"]),
    TimetableSection(id="talk", educators=["wang"], size=25, sessions=2, days=1, groups=["b"]),
    TimetableSection(id="chess", size=6, sessions=2, groups=["c", "d"]),
    TimetableSection(id="opera", educators=["zhou"], size=9, groups=["c", "d"]),
)
RULES: tuple[Demand, ...] = (
    Capacity(weight=1),
    Spread(weight=5),
    SameVenue(weight=2),
    NoLoneSession(of="group", weight=3),
    NoGaps(of="educator", weight=4),
    AtMost(of="section", per="day", most=1, weight=7),
    AtMost(of="group", per="day", most=4, weight=None),
    PreferHours(section="choir", hours="MON-FRI 08:00-10:30", weight=3),
)
PINS = (Pin(section="choir", number=1, weekday="MON"),)


def school(*rules: Demand, **changed: object) -> Instance:
    """
    Return a little school, of which parts may be replaced, as solvers have it.
    """
    given_parts: dict[str, object] = {
        "sections": SECTIONS,
        "venues": VENUES,
        "educators": EDUCATORS,
        "weeks": WEEKS,
        "pins": PINS,
    }
    parts = given_parts | changed
    return compile_problem(TimetableProblem(rules=rules, **parts))  # type: ignore[arg-type]


def first_of(instance: Instance) -> Assignment:
    """
    Return its first timetable.
    """
    found = GreedySolver(moves=0).solve(instance, limits=Limits(seconds=20)).assignment
    assert found is not None
    assert -1 not in found.times
    return found


def judged(instance: Instance, assignment: Assignment) -> tuple[bool, int]:
    """
    Return whether every hard demand is kept, and the cost, as the judge sees it.
    """
    placements = instance.placements(assignment)
    timetable = Timetable(problem=instance.problem, placements=placements, status="feasible")
    verdict = check_timetable(instance.problem, timetable)
    return verdict.ok, verdict.cost
