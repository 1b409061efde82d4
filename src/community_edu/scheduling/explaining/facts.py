"""
A problem, looked up by number: its grid, its demands by kind, its meetings with their times.
"""

from collections import defaultdict
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import TypeVar, cast

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    Demand,
    EverySession,
    FairLoad,
    NoGaps,
    NoLoneSession,
    OnGrid,
    OwnDemand,
)
from community_edu.scheduling.explaining.choices import NONE, Session
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.instances.grid import Grid, Time
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement

AnyDemand = TypeVar("AnyDemand", bound=Demand)


@attrs.define(slots=False)
class Facts:
    """
    A problem with what is looked up in it again and again.
    """

    problem: TimetableProblem

    def __attrs_post_init__(self) -> None:
        self.grid = Grid(self.problem.weeks)
        self.demands = {demand.id: demand for demand in self.problem.demands}
        self.venue_numbers: dict[str, int] = {
            venue.id: v for v, venue in enumerate(self.problem.venues)
        }
        self.educator_numbers: dict[str, int] = {
            one.id: e for e, one in enumerate(self.problem.educators)
        }
        self.section_numbers: dict[str, int] = {
            one.id: s for s, one in enumerate(self.problem.sections)
        }
        self.pins: dict[str, list[Pin]] = defaultdict(list)
        for pin in self.problem.pins:
            self.pins[pin.section].append(pin)
        self._times: dict[tuple[str, str, int], tuple[Time, ...]] = {}
        self._spans: dict[Time, tuple[datetime, datetime]] = {}
        self._begins: dict[tuple[str, int, int], int] = {}
        self._hard: dict[type[Demand], tuple[Demand, ...]] = {}

    def hard(self, kind: type[AnyDemand]) -> tuple[AnyDemand, ...]:
        """
        Return the hard demands of one kind.
        """
        if kind not in self._hard:
            self._hard[kind] = tuple(
                demand
                for demand in self.problem.demands
                if isinstance(demand, kind) and demand.weight is None
            )
        return cast("tuple[AnyDemand, ...]", self._hard[kind])

    @cached_property
    def own(self) -> tuple[OwnDemand, ...]:
        """
        The hard demands of the user's own.
        """
        return tuple(
            demand
            for demand in self.problem.demands
            if not isinstance(demand, Demand) and demand.weight is None
        )

    @cached_property
    def entire(self) -> bool:
        """
        Tell whether it can be worse to leave a section out, or to use no venue, than not to.
        """
        return bool(
            self.own or self.hard(NoGaps) or self.hard(NoLoneSession) or self.hard(FairLoad)
        )

    def times(self, section: TimetableSection) -> tuple[Time, ...]:
        """
        Return every time on the grid at which meetings of *section* can be.
        """
        key = self.kind(section)
        if key not in self._times:
            weeks = self.weeks(section)
            self._times[key] = (
                self.grid.single_times(weeks, section.length)
                if section.per == "term"
                else self.grid.weekly_times(weeks, section.length)
            )
        return self._times[key]

    def kind(self, section: TimetableSection) -> tuple[str, str, int]:
        """
        Return the same for sections that have the same times.
        """
        return section.weeks.text, section.per, section.length

    def weeks(self, section: TimetableSection) -> int:
        """
        Return the weeks that *section* has, as bits.
        """
        return sum(1 << week - 1 for week in section.weeks.among(self.grid.number))

    def date(self, when: Time) -> int:
        """
        Return the day on which a time is first held, as an ordinal.
        """
        return self.span(when)[0].toordinal()

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """
        Every meeting that can be held on some day of its weeks.
        """
        taught = 0
        for weeks in self.grid.taught:
            taught |= weeks
        return tuple(
            Session(s, number)
            for s, section in enumerate(self.problem.sections)
            if self.weeks(section) & taught
            for number in range(1, section.sessions + 1)
        )

    def venue_begins(self, length: int, v: int) -> int:
        """
        Return the cells in which a session of *length* periods can begin in a venue.
        """
        key = ("venue", length, v)
        if key not in self._begins:
            venue = self.problem.venues[v]
            self._begins[key] = self._can_begin(length, venue)
        return self._begins[key]

    def educator_begins(self, length: int, e: int) -> int:
        """
        Return the cells in which an educator can begin a session of *length* periods.
        """
        key = ("educator", length, e)
        if key not in self._begins:
            one = self.problem.educators[e]
            self._begins[key] = self._can_begin(length, one)
        return self._begins[key]

    def _can_begin(self, length: int, one: Venue | Educator) -> int:
        return self.grid.without(self.grid.can_begin(length, one.hours), length, one.busy)

    def span(self, when: Time) -> tuple[datetime, datetime]:
        """
        Return when the first session at a time begins and when the last one is over.
        """
        if when not in self._spans:
            weeks = [week for week in range(self.grid.number) if when.weeks >> week & 1]
            days = sorted(self.grid.dates[week, when.weekday] for week in weeks)
            midnight = time()
            self._spans[when] = (
                datetime.combine(days[0], midnight)
                + timedelta(minutes=self.grid.starts[when.period]),
                datetime.combine(days[-1], midnight)
                + timedelta(minutes=self.grid.ends[when.period + when.length - 1]),
            )
        return self._spans[when]

    def placement(self, session: Session, at: Time, v: int, e: int) -> Placement:
        """
        Return a meeting as it would stand in a timetable.
        """
        return Placement(
            section=self.problem.sections[session.section].id,
            number=session.number,
            weekday=WEEKDAYS[at.weekday],
            period=at.period + 1,
            weeks="all" if at.week is None else str(at.week + 1),
            venue=None if v == NONE else self.problem.venues[v].id,
            educator=None if e == NONE else self.problem.educators[e].id,
        )

    def held(self, s: int) -> Unit:
        """
        Return the requirement that all meetings of a section are held.
        """
        return Unit(EverySession().id, "section", (self.problem.sections[s].id,))

    def on_grid(self, s: int) -> Unit:
        """
        Return the requirement that a section keeps to the grid.
        """
        return Unit(OnGrid().id, "section", (self.problem.sections[s].id,))
