"""
A small timetable of one term that goes over the turn of a year.
"""

from datetime import date
from typing import Final

from community_edu.base import Text
from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable

TERM: Final = "2026-winter"
CHOIR: Final = Placement(section="choir", weekday="TUE", period=1, venue="hall", educator="zhao")
TALK: Final = Placement(section="talk", weekday="WED", period=2, weeks="2")
PROBLEM: Final = TimetableProblem(
    [
        TimetableSection(
            id="choir", name=Text("合唱班", en="choir"), course="singing", audiences=["elderly"]
        ),
        TimetableSection(id="talk", name="讲座", per="term", sessions=1),
    ],
    [Venue(id="hall", name=Text("礼堂", en="hall"), kind="hall")],
    [Educator(id="zhao", name="赵老师"), Educator(id="li", name="李老师")],
    TeachingWeeks(first=date(2026, 12, 21), number=3, periods=["09:00-10:30", "14:00-15:30"]),
    name=Text("冬季班", en="winter classes"),
)


def timetable(*placements: Placement) -> Timetable:
    """
    The timetable with *placements* instead of its own, if some are given.
    """
    return Timetable(PROBLEM, placements or (CHOIR, TALK))


EMPTY: Final = Timetable(PROBLEM, ())
