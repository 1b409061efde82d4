"""
When nothing is taught after all: days and weeks lost.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

import attrs

from community_edu.calendars import TeachingWeeks, WeekPattern, week_pattern
from community_edu.scheduling.changes.base import Days, TimetableChange
from community_edu.scheduling.problems import TimetableProblem


@attrs.frozen(kw_only=True)
class DaysLost(TimetableChange):
    """
    Nothing is taught on some days after all, by a notice on holidays (停课、调休).

    Single meetings on them must move. A session of a weekly class falls out, unless its day
    is made up on another.

    Attributes:
        dates: The days.
        moved: For a day on which lessons are made up: the day whose lessons they are.
    """

    kind: ClassVar[str] = "days-lost"

    dates: tuple[date, ...] = attrs.field(converter=tuple[date, ...])
    moved: Mapping[date, date] = attrs.field(factory=dict[date, date])

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt.
        """
        del weeks
        felt = [*self.dates, *self.moved.values()]
        return (min(felt), max(felt)) if felt else None

    def since(self, day: date, weeks: TeachingWeeks) -> TimetableChange | None:
        """
        Return it with the days from *day* on: lessons that are over are not made up either.
        """
        del weeks
        dates = [lost for lost in self.dates if lost >= day]
        moved = {on: lost for on, lost in self.moved.items() if min(on, lost) >= day}
        return attrs.evolve(self, dates=dates, moved=moved) if dates or moved else None

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the days closed.
        """
        weeks = problem.weeks
        lost = set(self.dates)
        kept = {on: day for on, day in weeks.moved.items() if on not in lost}
        changed = attrs.evolve(weeks, closed=weeks.closed | lost, moved=kept | dict(self.moved))
        return attrs.evolve(problem, weeks=changed)


@attrs.frozen(kw_only=True)
class WeeksLost(TimetableChange):
    """
    Nothing is taught in some weeks after all, and what they had is not made up.

    Attributes:
        weeks: Which weeks of the term.
    """

    kind: ClassVar[str] = "weeks-lost"

    weeks: WeekPattern = attrs.field(converter=week_pattern)

    def _dates(self, weeks: TeachingWeeks) -> tuple[date, ...]:
        dates: set[date] = set()
        for week in self.weeks.among(weeks.number):
            monday = weeks.first + timedelta(days=7 * (week - 1))
            dates.update(monday + timedelta(days=day) for day in range(7))
            held = (weeks.day_of(week, weekday) for weekday in weeks.weekdays)
            dates.update(day for day in held if day is not None)
        return tuple(sorted(dates))

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt.
        """
        dates = self._dates(weeks)
        return (dates[0], dates[-1]) if dates else None

    def since(self, day: date, weeks: TeachingWeeks) -> TimetableChange | None:
        """
        Return what is left of it as days, of a week that has begun those from *day* on.
        """
        return DaysLost(dates=self._dates(weeks), reason=self.reason).since(day, weeks)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with all days of the weeks closed.
        """
        return DaysLost(dates=self._dates(problem.weeks)).applied(problem)
