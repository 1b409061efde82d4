"""
Absences: an educator away, a venue closed, for some days or to the end of the term.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path, References
from community_edu.calendars import TeachingWeeks, WeeklyHours, weekly_hours
from community_edu.organizations import BusyTime, EducatorId, VenueId, educator_id, venue_id
from community_edu.scheduling.changes.base import Days, TimetableChange, known_educator
from community_edu.scheduling.problems import TimetableProblem


@attrs.define(slots=False)
class BackwardsChangeError(CommunityEduError, ValueError):
    """
    A change that would be over before it begins.
    """

    code: ClassVar[str] = "backwards-change"
    en: ClassVar[str] = (
        "a change from {first} to {last} is over before it begins; write the earlier day first"
    )
    zh: ClassVar[str] = "变更从 {first} 到 {last}，结束早于开始，请先写较早的日期"

    first: date
    last: date


@attrs.frozen(kw_only=True)
class Absence(TimetableChange):
    """
    Days on which something cannot be had.
    """

    first: date
    last: date | None = None
    hours: WeeklyHours | None = attrs.field(
        default=None, converter=attrs.converters.optional(weekly_hours)
    )

    def __attrs_post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise BackwardsChangeError(self.first, self.last)

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt.
        """
        del weeks
        return self.first, self.last

    def since(self, day: date, weeks: TeachingWeeks) -> TimetableChange | None:
        """
        Return what is left of it from *day* on, if anything.
        """
        del weeks
        if self.last is not None and self.last < day:
            return None
        return attrs.evolve(self, first=max(self.first, day))


@attrs.frozen(kw_only=True)
class EducatorAway(Absence):
    """
    An educator cannot teach for some days: ill, on leave, on a course (请假).

    Attributes:
        educator: Who.
        first: The first day.
        last: The last day, still away; `None`: to the end of the term.
        hours: Only these hours of each week; `None`: all day.

    Raises:
        BackwardsChangeError: `last` is before `first`.
    """

    kind: ClassVar[str] = "educator-away"

    educator: EducatorId = attrs.field(converter=educator_id)

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note an educator who is not in *problem*.
        """
        known_educator(path, found, self.educator, problem)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the educator busy in that time.
        """
        busy = tuple(_busy(self, problem.weeks))
        educators = [
            attrs.evolve(one, busy=(*one.busy, *busy)) if one.id == self.educator else one
            for one in problem.educators
        ]
        return attrs.evolve(problem, educators=educators)


@attrs.frozen(kw_only=True)
class VenueClosed(Absence):
    """
    A venue cannot be used for some days: repaired, needed for an election (场地停用).

    Attributes:
        venue: Which.
        first: The first day.
        last: The last day, still closed; `None`: to the end of the term.
        hours: Only these hours of each week; `None`: all day.

    Raises:
        BackwardsChangeError: `last` is before `first`.
    """

    kind: ClassVar[str] = "venue-closed"

    venue: VenueId = attrs.field(converter=venue_id)

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note a venue that is not in *problem*.
        """
        found.known((*path, "venue"), ("venue", "场所"), self.venue, problem.venues_by_id)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the venue taken in that time.
        """
        busy = tuple(_busy(self, problem.weeks))
        venues = [
            attrs.evolve(one, busy=(*one.busy, *busy)) if one.id == self.venue else one
            for one in problem.venues
        ]
        return attrs.evolve(problem, venues=venues)


def _busy(absence: Absence, weeks: TeachingWeeks) -> Iterable[BusyTime]:
    """
    Yield the busy times of an absence, up to the last day on which there is a lesson.
    """
    last = max(weeks.last, *weeks.moved) if weeks.moved else weeks.last
    if absence.last is not None:
        last = min(last, absence.last)
    if last < absence.first:
        return
    if absence.hours is None:
        start, end = (
            datetime.combine(day, time()) for day in (absence.first, last + timedelta(days=1))
        )
        yield BusyTime(start, end, absence.reason)
        return
    for number in range((last - absence.first).days + 1):
        midnight = datetime.combine(absence.first + timedelta(days=number), time())
        for span in absence.hours.spans:
            if span.weekday == midnight.weekday():
                start, end = (midnight + timedelta(minutes=m) for m in (span.start, span.end))
                yield BusyTime(start, end, absence.reason)
