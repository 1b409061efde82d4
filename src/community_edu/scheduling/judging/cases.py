"""
What the judge looks at: dated sessions with all that belongs to them, ordered by resource.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

import attrs

from community_edu.calendars import WEEKDAYS, WeeklyHours, minute_of
from community_edu.organizations import BusyTime, Educator, Venue
from community_edu.scheduling.demands import Counted
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import DatedSession, Placement, Timetable


@attrs.frozen(eq=False)
class Held:
    """
    A dated session with its section, venue and educator, as far as the problem has them.

    Attributes:
        session: The session.
        section: What is taught.
        venue: Where it is.
        educator: Who teaches it.
        day: The date on which it is held.
        week: The week whose lesson it is.
        start: When it begins.
        end: When it is over.
        first: Its first period, from 1.
        last: Its last period.
        groups: Who attends it, by name.
    """

    session: DatedSession
    section: TimetableSection | None
    venue: Venue | None
    educator: Educator | None
    day: date
    week: int
    start: datetime
    end: datetime
    first: int
    last: int
    groups: tuple[str, ...]

    @property
    def placement(self) -> Placement:
        """
        What it is a session of.
        """
        return self.session.placement

    @property
    def minutes(self) -> tuple[int, int]:
        """
        When it begins and ends, in minutes after midnight.
        """
        return minute_of(self.start.time()), minute_of(self.end.time())

    @property
    def weekday(self) -> int:
        """
        The weekday whose lesson it is, 0 is Monday.
        """
        return WEEKDAYS.index(self.placement.weekday)

    @property
    def length(self) -> int:
        """
        How many minutes it takes.
        """
        start, end = self.minutes
        return end - start

    def fits(self, hours: WeeklyHours, busy: Iterable[BusyTime]) -> bool:
        """
        Tell whether it is wholly in *hours* and in none of the *busy* times.
        """
        if not hours.covers(self.weekday, *self.minutes):
            return False
        return not any(one.meets(self.start, self.end) for one in busy)


@attrs.frozen
class Case:
    """
    A timetable and its problem, laid out for the judge.

    Attributes:
        problem: What was asked for.
        timetable: What is judged; its own problem is not looked at.
    """

    problem: TimetableProblem
    timetable: Timetable

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """
        Every dated session in order of time.
        """
        return tuple(map(self._held, self.timetable.sessions))

    @cached_property
    def taught_weeks(self) -> frozenset[int]:
        """
        The weeks in which anything can be held.
        """
        return frozenset(week for week, _ in self.problem.weeks.dates)

    def taken(self, of: Counted) -> dict[str, list[Held]]:
        """
        Return the dated sessions of each resource, in order of time.
        """
        return self._taken[of]

    def days(self, of: Counted) -> Iterator[tuple[str, date, list[Held]]]:
        """
        Yield each resource and date with its sessions, in order of time.
        """
        for name, sessions in self.taken(of).items():
            for day, group in groupby(sessions, key=lambda one: one.day):
                yield name, day, list(group)

    @cached_property
    def _taken(self) -> dict[Counted, dict[str, list[Held]]]:
        found: dict[Counted, dict[str, list[Held]]] = {
            "venue": {},
            "educator": {},
            "group": {},
            "section": {},
        }
        for one in self.held:
            placement = one.placement
            if placement.venue is not None:
                found["venue"].setdefault(placement.venue, []).append(one)
            if placement.educator is not None:
                found["educator"].setdefault(placement.educator, []).append(one)
            for group in one.groups:
                found["group"].setdefault(group, []).append(one)
            found["section"].setdefault(placement.section, []).append(one)
        return found

    def _held(self, session: DatedSession) -> Held:
        placement, problem = session.placement, self.problem
        section = problem.sections_by_id.get(placement.section)
        return Held(
            session,
            section,
            None if placement.venue is None else problem.venues_by_id.get(placement.venue),
            None if placement.educator is None else problem.educators_by_id.get(placement.educator),
            session.start.date(),
            session.week,
            session.start,
            session.end,
            placement.period,
            placement.period + (section.length if section else 1) - 1,
            tuple(dict.fromkeys(section.groups)) if section else (),
        )
