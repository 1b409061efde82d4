"""
The times of meetings with what they cost, shared between meetings that are alike.
"""

from collections.abc import Sequence

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.scheduling.demands import AwayFrom, Demand, NoneLost, PreferHours
from community_edu.scheduling.instances.grid import DAYS, Grid, Time
from community_edu.scheduling.problems import Pin
from community_edu.scheduling.sections import TimetableSection

Times = tuple[Time, ...]
Costs = tuple[int, ...]
Timed = tuple[Times, Costs]
Pinning = tuple[Pin, int | None]
"""
A pin with the weight of a demand to keep it, `None` if it is hard.
"""

BANNED = -1
"""
The cost of what a hard demand forbids.
"""


def _sum(cost: int, amount: int, weight: int | None) -> int:
    """
    Return a cost with that of one more demand, hard if it has no weight.
    """
    if cost == BANNED or not amount:
        return cost
    return BANNED if weight is None else cost + amount * weight


def pin_has_time(pin: Pin, time: Time) -> bool:
    """
    Tell whether *time* is as *pin* says.
    """
    return (
        (pin.weekday is None or WEEKDAYS.index(pin.weekday) == time.weekday)
        and (pin.period is None or pin.period - 1 == time.period)
        and (pin.week is None or time.week is None or pin.week - 1 == time.week)
    )


def wants(demand: PreferHours | AwayFrom, section: TimetableSection) -> bool:
    """
    Tell whether a demand on hours or dates is about *section*.
    """
    if demand.audience and demand.audience not in section.audiences:
        return False
    named = demand.section if isinstance(demand, PreferHours) else ""
    return not named or named == section.id


@attrs.frozen(eq=False)
class TimeTables:
    """
    Times with their costs, as demands on time alone say.

    Attributes:
        grid: The weeks.
        demands: Every demand of the problem.
    """

    grid: Grid
    demands: tuple[Demand, ...]
    _times: dict[object, Times] = attrs.field(factory=dict[object, Times], init=False)
    _costs: dict[object, Timed] = attrs.field(factory=dict[object, Timed], init=False)
    _weeks: dict[object, int] = attrs.field(factory=dict[object, int], init=False)

    def weeks_of(self, section: TimetableSection) -> int:
        """
        Return the weeks of a section as bits.
        """
        known = self._weeks.get(section.weeks.text)
        if known is None:
            known = sum(1 << week - 1 for week in section.weeks.among(self.grid.number))
            self._weeks[section.weeks.text] = known
        return known

    def of(self, section: TimetableSection, pins: Sequence[Pinning]) -> Timed:
        """
        Return the times of the meetings of *section* and the cost of each, given their pins.
        """
        weeks = self.weeks_of(section)
        about = tuple(
            number
            for number, demand in enumerate(self.demands)
            if isinstance(demand, NoneLost)
            or (
                isinstance(demand, PreferHours | AwayFrom)
                and not getattr(demand, "educator", "")
                and wants(demand, section)
            )
        )
        pinned = tuple((pin.weekday, pin.period, pin.week, weight) for pin, weight in pins)
        key = (weeks, section.length, section.per, about, pinned)
        known = self._costs.get(key)
        if known is None:
            known = self._costs[key] = self._timed(section, weeks, about, tuple(pins))
        return known

    def _timed(
        self,
        section: TimetableSection,
        weeks: int,
        about: tuple[int, ...],
        pins: tuple[Pinning, ...],
    ) -> Timed:
        key = (weeks, section.length, section.per)
        times = self._times.get(key)
        if times is None:
            make = self.grid.single_times if section.per == "term" else self.grid.weekly_times
            times = self._times[key] = make(weeks, section.length)
        costs = [0] * len(times)
        for number in about:
            demand = self.demands[number]
            for t, time in enumerate(times):
                costs[t] = _sum(costs[t], self._amount(demand, number, time, weeks), demand.weight)
        for pin, weight in pins:
            for t, time in enumerate(times):
                costs[t] = _sum(costs[t], int(not pin_has_time(pin, time)), weight)
        kept = [(time, cost) for time, cost in zip(times, costs, strict=True) if cost != BANNED]
        return tuple(time for time, _ in kept), tuple(cost for _, cost in kept)

    def _amount(self, demand: Demand, number: int, time: Time, weeks: int) -> int:
        if isinstance(demand, PreferHours):
            return self.outside(demand, number, time)
        if isinstance(demand, AwayFrom):
            return (time.weeks & self._near(demand, number, time.weekday)).bit_count()
        lost = weeks & ~self.grid.taught[time.weekday]
        return 0 if time.week is not None else lost.bit_count()

    def outside(self, demand: PreferHours, number: int, time: Time) -> int:
        """
        Return how many sessions at *time* are not in the hours of the demand with a *number*.
        """
        key = (number, time.weekday, time.period, time.length)
        bad = self._weeks.get(key)
        if bad is None:
            start = self.grid.starts[time.period]
            covered = [demand.hours.covers(day, start, start + time.minutes) for day in range(DAYS)]
            bad = sum(
                1 << week
                for (week, weekday), day in self.grid.dates.items()
                if weekday == time.weekday and not covered[day.weekday()]
            )
            if demand.any_time_in is not None:
                for week in demand.any_time_in.among(self.grid.number):
                    bad &= ~(1 << week - 1)
            self._weeks[key] = bad
        return (time.weeks & bad).bit_count()

    def _near(self, demand: AwayFrom, number: int, weekday: int) -> int:
        """
        Return the weeks in which the lessons of *weekday* are held near one of the dates.
        """
        known = self._weeks.get((number, weekday))
        if known is None:
            known = self._weeks[number, weekday] = sum(
                1 << week
                for (week, held), day in self.grid.dates.items()
                if held == weekday
                and any(abs((day - other).days) <= demand.days for other in demand.dates)
            )
        return known
