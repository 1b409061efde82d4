"""
A very small school, of which every part can be replaced: solvers find its optimum at once.
"""

from datetime import date

from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import Demand, OwnDemand
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.travel import TravelTimes

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=3,
    periods=["08:30-09:15", "09:25-10:10", "10:20-11:05"],
    weekdays=["MON", "TUE"],
    closed=[date(2026, 9, 15)],
)
VENUES = (
    Venue(id="hall", name="礼堂", kind="hall", capacity=40, place="school"),
    Venue(id="studio", name="画室", kind="room", capacity=12, place="school"),
    Venue(id="east", name="东街教学点", kind="room", capacity=20, place="east"),
)
EDUCATORS = (
    Educator(id="li", name="李", teaches=["song"], home="east", employment="volunteer"),
    Educator(id="wang", name="王", teaches=["song", "ink"], employment="volunteer"),
)
SECTIONS = (
    TimetableSection(id="choir", subject="song", size=30, sessions=2, groups=["elderly"]),
    TimetableSection(id="ink", subject="ink", size=10, groups=["elderly"], audiences=["elderly"]),
    TimetableSection(id="duet", educators=["li"], size=2, weeks="odd", groups=["youth"]),
    TimetableSection(
        id="talk", subject="song", size=15, sessions=2, per="term", groups=["youth", "elderly"]
    ),
)
TRAVEL = TravelTimes(minutes={("school", "east"): 20})


def tiny_school(
    *rules: Demand | OwnDemand,
    sections: tuple[TimetableSection, ...] = SECTIONS,
    venues: tuple[Venue, ...] = VENUES,
    educators: tuple[Educator, ...] = EDUCATORS,
    weeks: TeachingWeeks = WEEKS,
    travel: TravelTimes = TRAVEL,
    pins: tuple[Pin, ...] = (),
) -> TimetableProblem:
    """
    Return the school with *rules* and what else is replaced.
    """
    return TimetableProblem(
        sections, venues, educators, weeks, rules, travel=travel, pins=pins, name="小学校"
    )
