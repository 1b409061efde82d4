"""
Schools to explain, and what takes the place of parts of the work.
"""

from collections.abc import Sequence
from datetime import date

from community_edu.calendars import TeachingWeeks, Weekday
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import Demand, OwnDemand
from community_edu.scheduling.explaining import Explanation
from community_edu.scheduling.explaining.placing import Attempt
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.travel import TravelTimes

PERIODS = ("08:30-10:00", "10:15-11:45", "14:00-15:30")


def school(
    sections: Sequence[TimetableSection],
    *,
    venues: Sequence[Venue] = (),
    educators: Sequence[Educator] = (),
    rules: Sequence[Demand | OwnDemand] = (),
    days: Sequence[Weekday] = ("TUE",),
    periods: Sequence[str] = PERIODS,
    pins: Sequence[Pin] = (),
    travel: TravelTimes | None = None,
    number: int = 2,
) -> TimetableProblem:
    """
    A school with a few days a week.
    """
    weeks = TeachingWeeks(first=date(2026, 9, 7), number=number, periods=periods, weekdays=days)
    return TimetableProblem(
        sections, venues, educators, weeks, rules, pins=pins, travel=travel or TravelTimes()
    )


def of(explanation: Explanation) -> dict[str, tuple[str, ...]]:
    """
    The conflict, by demand.
    """
    return {one.demand: one.subjects for one in explanation.conflict}


def nothing(*_: object) -> None:
    """
    Find nothing.
    """


def nothing_placed(*_: object) -> Attempt:
    """
    Place nothing, and say nothing of it.
    """
    return Attempt((), None)
