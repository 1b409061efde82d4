"""
An oracle for tiny problems: every timetable there is, judged one by one.
"""

from collections.abc import Iterator
from itertools import product

import attrs

from community_edu.calendars import Weekday, WeekPattern
from community_edu.organizations import EducatorId, VenueId
from community_edu.scheduling.demands import (
    AtMost,
    Capacity,
    EducatorAvailable,
    EnoughTravel,
    NoClash,
    OnGrid,
    Pinned,
    PreferHours,
    Qualified,
    SuitableVenue,
    VenueOpen,
    WorkingLimits,
)
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable

FOREVER = (
    OnGrid,
    Pinned,
    Qualified,
    SuitableVenue,
    Capacity,
    EducatorAvailable,
    VenueOpen,
    NoClash,
    WorkingLimits,
    EnoughTravel,
    PreferHours,
    AtMost,
)
"""
Demands that stay broken, whatever is placed beside.
"""


@attrs.define
class TooManyError(Exception):
    """
    There are more timetables than anybody wants to judge.
    """


@attrs.frozen
class BruteForce:
    """
    Every timetable of a problem that could be.

    Attributes:
        problem: The problem.
        most: How many timetables, finished or not, are judged before it gives up.
    """

    problem: TimetableProblem
    most: int = 20_000

    def cheapest(self) -> int | None:
        """
        Return the cost of the cheapest timetable that keeps all that is hard, if there is one.

        Raises:
            TooManyError: There are too many.
        """
        return min(self._finished(), default=None)

    def _finished(self) -> Iterator[int]:
        """
        Yield the cost of each timetable that keeps every hard demand.
        """
        stay = {
            rule.id
            for rule in self.problem.demands
            if rule.weight is None and type(rule) in FOREVER
        }
        stay.add("known-names")
        begun: list[tuple[Placement, ...]] = [()]
        judged = 0
        for section in self.problem.sections:
            longer: list[tuple[Placement, ...]] = []
            ways = [*self._ways(section)]
            for before in begun:
                for way in ways:
                    judged += 1
                    if judged > self.most:
                        raise TooManyError
                    verdict = check_timetable(self.problem, Timetable(self.problem, before + way))
                    if not any(stay & {one.demand} for one in verdict.violations):
                        longer.append(before + way)
            begun = longer
        for placements in begun:
            verdict = check_timetable(self.problem, Timetable(self.problem, placements))
            if verdict.ok:
                yield verdict.cost

    def _ways(self, section: TimetableSection) -> Iterator[tuple[Placement, ...]]:
        """
        Yield the ways to place all meetings of a section, with one educator.
        """
        problem, weeks = self.problem, self.problem.weeks
        venues: list[VenueId | None] = [one.id for one in problem.venues] or [None]
        educators: list[EducatorId | None] = [None]
        if section.taught:
            educators = [one.id for one in problem.educators]
        patterns = ["all"]
        if section.per == "term":
            patterns = [str(week) for week in section.weeks.among(weeks.number)]
        places: list[tuple[Weekday, int, WeekPattern, VenueId | None]] = [
            (day, period, WeekPattern(pattern), venue)
            for day in weeks.weekdays
            for period in range(1, len(weeks.periods) + 1)
            for pattern in patterns
            for venue in venues
        ]
        for educator in educators:
            for chosen in product(places, repeat=section.sessions):
                yield tuple(
                    Placement(
                        section=section.id,
                        number=number,
                        weekday=day,
                        period=period,
                        weeks=pattern,
                        venue=venue,
                        educator=educator,
                    )
                    for number, (day, period, pattern, venue) in enumerate(chosen, 1)
                )
