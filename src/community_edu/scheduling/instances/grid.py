"""
The grid of a term as bits: one cell for each week, weekday and period.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property

import attrs

from community_edu.calendars import WEEKDAYS, TeachingWeeks, WeeklyHours, minute_of
from community_edu.organizations import BusyTime

DAYS = 7


@attrs.frozen(eq=False)
class Time:
    """
    A time at which a meeting can be: a weekday, a period and the weeks in which it is held.

    Attributes:
        weekday: The day, 0 is Monday.
        period: The period in which it begins, from 0.
        length: How many periods it takes.
        weeks: The weeks in which it is really held, as bits; week 0 is the lowest.
        week: The week of a single meeting, from 0; `None` for one of every week.
        held: How many dated sessions that makes.
        cells: Everything that it takes, as bits.
        begins: The cells with which its sessions begin.
        minutes: How long one session takes, breaks between its periods included.
    """

    weekday: int
    period: int
    length: int
    weeks: int
    week: int | None
    held: int
    cells: int
    begins: int
    minutes: int


@attrs.frozen(eq=False, slots=False)
class Grid:
    """
    The cells of a term. Cell ``(week * 7 + weekday) * periods + period`` is one bit.

    Periods never overlap and no day holds the lessons of two, so two sessions are at the
    same time if they share a cell, and only then.

    Attributes:
        teaching: The weeks of which it is made.
    """

    teaching: TeachingWeeks

    @cached_property
    def periods(self) -> int:
        """
        How many periods a day has.
        """
        return len(self.teaching.periods)

    @cached_property
    def number(self) -> int:
        """
        How many weeks there are.
        """
        return self.teaching.number

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """
        When each period begins, in minutes after midnight.
        """
        return tuple(minute_of(period.start) for period in self.teaching.periods)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """
        When each period is over, in minutes after midnight.
        """
        return tuple(minute_of(period.end) for period in self.teaching.periods)

    @cached_property
    def weekdays(self) -> tuple[int, ...]:
        """
        The days on which classes can meet, 0 is Monday.
        """
        return tuple(sorted({WEEKDAYS.index(day) for day in self.teaching.weekdays}))

    @cached_property
    def dates(self) -> Mapping[tuple[int, int], date]:
        """
        On which day the lessons of a week and weekday, both from 0, are held; others fall out.
        """
        found: dict[tuple[int, int], date] = {}
        for week in range(self.number):
            for weekday in self.weekdays:
                day = self.teaching.day_of(week + 1, WEEKDAYS[weekday])
                if day is not None:
                    found[week, weekday] = day
        return found

    @cached_property
    def taught(self) -> tuple[int, ...]:
        """
        For each weekday the weeks in which its lessons are held, as bits.
        """
        masks = [0] * DAYS
        for week, weekday in self.dates:
            masks[weekday] |= 1 << week
        return tuple(masks)

    @cached_property
    def _spreads(self) -> dict[int, int]:
        return {}

    def spread(self, weeks: int) -> int:
        """
        Return the first cell of each of *weeks*, as bits.
        """
        known = self._spreads.get(weeks)
        if known is None:
            stride = DAYS * self.periods
            known = sum(1 << week * stride for week in range(self.number) if weeks >> week & 1)
            self._spreads[weeks] = known
        return known

    def begins(self, length: int) -> tuple[int, ...]:
        """
        Return the periods in which a meeting of *length* periods in one part of a day can begin.
        """
        parts = [period.part for period in self.teaching.periods]
        last = self.periods - length + 1
        return tuple(p for p in range(last) if len({*parts[p : p + length]}) == 1)

    def time(self, weekday: int, period: int, length: int, weeks: int, week: int | None) -> Time:
        """
        Return the time of a meeting that is held in *weeks*.
        """
        begins = self.spread(weeks) << (weekday * self.periods + period)
        return Time(
            weekday,
            period,
            length,
            weeks,
            week,
            weeks.bit_count(),
            begins * ((1 << length) - 1),
            begins,
            self.ends[period + length - 1] - self.starts[period],
        )

    def weekly_times(self, weeks: int, length: int) -> tuple[Time, ...]:
        """
        Return the times of a meeting of each of *weeks*; days on which it is never held are none.
        """
        begins = self.begins(length)
        return tuple(
            self.time(weekday, period, length, held, None)
            for weekday in self.weekdays
            if (held := weeks & self.taught[weekday])
            for period in begins
        )

    def single_times(self, weeks: int, length: int) -> tuple[Time, ...]:
        """
        Return the times of a meeting in one of *weeks*.
        """
        begins = self.begins(length)
        return tuple(
            self.time(weekday, period, length, 1 << week, week)
            for week in range(self.number)
            if weeks >> week & 1
            for weekday in self.weekdays
            if self.taught[weekday] >> week & 1
            for period in begins
        )

    def can_begin(self, length: int, hours: WeeklyHours) -> int:
        """
        Return the cells in which somebody with *hours* can begin a session, as bits.

        On a day on which the lessons of another weekday are made up, the hours are those
        of that weekday.
        """
        week = 0
        for period in self.begins(length):
            start, end = self.starts[period], self.ends[period + length - 1]
            for weekday in self.weekdays:
                if hours.covers(weekday, start, end):
                    week |= 1 << weekday * self.periods + period
        return week * self.spread((1 << self.number) - 1)

    def without(self, cells: int, length: int, busy: Iterable[BusyTime]) -> int:
        """
        Return *cells* without those whose session of *length* periods meets a busy time.
        """
        for taken in busy:
            cells &= ~self._met(length, taken)
        return cells

    @cached_property
    def _cells_of_dates(self) -> Mapping[date, int]:
        return {
            day: (week * DAYS + weekday) * self.periods
            for (week, weekday), day in self.dates.items()
        }

    def _met(self, length: int, taken: BusyTime) -> int:
        """
        Return the cells in which a session of *length* periods begins that meets a busy time.
        """
        cells = 0
        day = max(taken.start.date(), min(self._cells_of_dates, default=taken.end.date()))
        last = min(taken.end.date(), max(self._cells_of_dates, default=day))
        while day <= last:
            first = self._cells_of_dates.get(day)
            if first is not None:
                midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
                for period in range(self.periods - length + 1):
                    start = midnight + timedelta(minutes=self.starts[period])
                    end = midnight + timedelta(minutes=self.ends[period + length - 1])
                    if taken.meets(start, end):
                        cells |= 1 << first + period
            day += timedelta(days=1)
        return cells
