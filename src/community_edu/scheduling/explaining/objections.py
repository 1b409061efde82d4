"""
What each requirement takes away from one meeting.

Solvers look only at what hard demands leave; to explain, one has to see what they take.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.scheduling.demands import (
    AwayFrom,
    Capacity,
    Demand,
    EducatorAvailable,
    NearHome,
    NoneLost,
    NotOversized,
    OwnDemand,
    Pinned,
    PreferHours,
    Qualified,
    SuitableVenue,
    VenueOpen,
)
from community_edu.scheduling.explaining.choices import NONE, Choices, Session
from community_edu.scheduling.explaining.facts import Facts
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.instances.grid import Time
from community_edu.scheduling.problems import Pin
from community_edu.scheduling.sections import TimetableSection

Item = TypeVar("Item")


@attrs.frozen
class _Taken(Generic[Item]):
    """
    What is taken from one section, by whom.
    """

    section: TimetableSection
    units: dict[Unit, frozenset[Item]] = attrs.field(factory=dict[Unit, frozenset[Item]])

    def add(self, demand: Demand | OwnDemand, items: Iterable[Item]) -> None:
        """
        Note that *demand* takes *items*, if there are any.
        """
        taken = frozenset(items)
        if taken:
            unit = Unit(demand.id, "section", (self.section.id,))
            self.units[unit] = self.units.get(unit, frozenset()) | taken


@attrs.frozen(slots=False)
class Objections:
    """
    Says what the meetings of a problem could have, and who objects to what.
    """

    facts: Facts
    _shut: dict[tuple[str, int, str, str, int], frozenset[tuple[int, int]]] = attrs.field(
        factory=dict[tuple[str, int, str, str, int], frozenset[tuple[int, int]]], init=False
    )

    def choices(self, session: Session) -> Choices:
        """
        Return what a meeting could have and who objects to what.
        """
        section = self.facts.problem.sections[session.section]
        pins = self._pinned(session)
        times = self.facts.times(section)
        venues, no_venue = self._venues(section, pins)
        educators, no_educator = self._educators(section, pins)
        no_time = self._no_time(section, times)
        for demand in self.facts.hard(Pinned):
            for pin in pins:
                no_time.add(demand, (t for t, at in enumerate(times) if _moved(pin, at)))
        return Choices(
            times,
            venues,
            educators,
            no_time.units,
            no_venue.units,
            no_educator.units,
            self._no_time_venue(section, times, venues),
            self._no_time_educator(section, times, educators),
            self._no_venue_educator(section, venues, educators),
            self._no_triple(session, times, venues, educators),
        )

    def _pinned(self, session: Session) -> list[Pin]:
        pins = (
            self.facts.pins[self.facts.problem.sections[session.section].id]
            if self.facts.hard(Pinned)
            else []
        )
        return [pin for pin in pins if pin.number in {None, session.number}]

    def _venues(
        self, section: TimetableSection, pins: Iterable[Pin]
    ) -> tuple[tuple[int, ...], _Taken[int]]:
        suited = [
            self.facts.venue_numbers[venue.id] for venue in self.facts.problem.venues_of(section)
        ]
        pinned = [
            self.facts.venue_numbers.get(pin.venue, NONE) for pin in pins if pin.venue is not None
        ]
        free = bool(self.facts.problem.venues) and not self.facts.hard(SuitableVenue)
        others = range(len(self.facts.problem.venues)) if self.facts.entire or free else ()
        nowhere = () if free else (NONE,)
        venues = tuple(dict.fromkeys([*suited, *pinned, *others, *nowhere]))
        taken = _Taken[int](section)
        for suitable in self.facts.hard(SuitableVenue):
            taken.add(suitable, set(venues) - set(suited) if self.facts.problem.venues else ())
        for capacity in self.facts.hard(Capacity):
            taken.add(capacity, (v for v in venues if self._lacks(section, v)))
        for large in self.facts.hard(NotOversized):
            most = large.times * section.size
            taken.add(large, (v for v in venues if section.size and self._holds(v) > most))
        for demand in self.facts.hard(Pinned):
            for v in pinned:
                taken.add(demand, set(venues) - {v})
        return venues, taken

    def _educators(
        self, section: TimetableSection, pins: Iterable[Pin]
    ) -> tuple[tuple[int, ...], _Taken[int]]:
        able = [
            self.facts.educator_numbers[one.id] for one in self.facts.problem.educators_of(section)
        ]
        pinned = [
            self.facts.educator_numbers.get(pin.educator, NONE)
            for pin in pins
            if pin.educator is not None
        ]
        free = (
            section.taught and bool(self.facts.problem.educators) and not self.facts.hard(Qualified)
        )
        others = range(len(self.facts.problem.educators)) if self.facts.entire or free else ()
        nobody = () if free else (NONE,)
        educators = tuple(dict.fromkeys([*able, *pinned, *others, *nobody]))
        taken = _Taken[int](section)
        for qualified in self.facts.hard(Qualified):
            taken.add(qualified, set(educators) - set(able) if section.taught else ())
        for demand in self.facts.hard(Pinned):
            for e in pinned:
                taken.add(demand, set(educators) - {e})
        return educators, taken

    def _holds(self, v: int) -> int:
        return 0 if v == NONE else self.facts.problem.venues[v].capacity or 0

    def _lacks(self, section: TimetableSection, v: int) -> bool:
        capacity = None if v == NONE else self.facts.problem.venues[v].capacity
        return capacity is not None and capacity < section.size

    def _no_time(self, section: TimetableSection, times: tuple[Time, ...]) -> "_Taken[int]":
        taken = _Taken[int](section)
        weeks = self.facts.weeks(section)
        for lost in self.facts.hard(NoneLost):
            if section.per == "week":
                taken.add(lost, (t for t, at in enumerate(times) if at.weeks != weeks))
        for away in self.facts.hard(AwayFrom):
            if not away.audience or away.audience in section.audiences:
                taken.add(away, (t for t, at in enumerate(times) if self._near(away, at)))
        for prefer in self.facts.hard(PreferHours):
            if self._asks(prefer, section) and not prefer.educator:
                missed = (t for t, at in enumerate(times) if self._misses(prefer, at))
                taken.add(prefer, missed)
        return taken

    def _asks(self, prefer: PreferHours, section: TimetableSection) -> bool:
        return (not prefer.audience or prefer.audience in section.audiences) and (
            not prefer.section or prefer.section == section.id
        )

    def _dates(self, at: Time) -> Iterator[tuple[int, int]]:
        """
        Yield the weeks in which a time is held, with the ordinal of the day.
        """
        for week in range(self.facts.grid.number):
            if at.weeks >> week & 1:
                yield week, self.facts.grid.dates[week, at.weekday].toordinal()

    def _near(self, away: AwayFrom, at: Time) -> bool:
        days = [day.toordinal() for day in away.dates]
        return any(abs(held - day) <= away.days for _, held in self._dates(at) for day in days)

    def _misses(self, prefer: PreferHours, at: Time) -> bool:
        start, end = (
            self.facts.grid.starts[at.period],
            self.facts.grid.ends[at.period + at.length - 1],
        )
        free = prefer.any_time_in.among(self.facts.grid.number) if prefer.any_time_in else ()
        return any(
            week + 1 not in free and not prefer.hours.covers((day - 1) % 7, start, end)
            for week, day in self._dates(at)
        )

    def _no_time_venue(
        self, section: TimetableSection, times: tuple[Time, ...], venues: tuple[int, ...]
    ) -> Mapping[Unit, frozenset[tuple[int, int]]]:
        found: dict[Unit, frozenset[tuple[int, int]]] = {}
        for demand in self.facts.hard(VenueOpen):
            for v in venues:
                shut = self._cannot_begin("venue", section, times, v)
                if shut:
                    found[Unit(demand.id, "venue", (self.facts.problem.venues[v].id,))] = shut
        return found

    def _cannot_begin(
        self, of: SubjectKind, section: TimetableSection, times: tuple[Time, ...], number: int
    ) -> frozenset[tuple[int, int]]:
        """
        Return those of the *times* of a section at which a venue or an educator is not free.
        """
        key = (of, number, *self.facts.kind(section))
        if key not in self._shut:
            begins = self.facts.venue_begins if of == "venue" else self.facts.educator_begins
            self._shut[key] = frozenset(
                (t, number)
                for t, at in enumerate(times if number != NONE else ())
                if at.begins & ~begins(at.length, number)
            )
        return self._shut[key]

    def _no_time_educator(
        self, section: TimetableSection, times: tuple[Time, ...], educators: tuple[int, ...]
    ) -> Mapping[Unit, frozenset[tuple[int, int]]]:
        found: dict[Unit, frozenset[tuple[int, int]]] = {}
        for e in educators:
            if e == NONE:
                continue
            one = self.facts.problem.educators[e].id
            for demand in self.facts.hard(EducatorAvailable):
                gone = self._cannot_begin("educator", section, times, e)
                if gone:
                    found[Unit(demand.id, "educator", (one,))] = gone
            for prefer in self.facts.hard(PreferHours):
                if prefer.educator == one and self._asks(prefer, section):
                    missed = frozenset(
                        (t, e) for t, at in enumerate(times) if self._misses(prefer, at)
                    )
                    if missed:
                        found[Unit(prefer.id, "educator", (one,))] = missed
        return found

    def _no_venue_educator(
        self, section: TimetableSection, venues: tuple[int, ...], educators: tuple[int, ...]
    ) -> Mapping[Unit, frozenset[tuple[int, int]]]:
        taken = _Taken[tuple[int, int]](section)
        for near in self.facts.hard(NearHome):
            far = (
                (v, e)
                for e in educators
                if e != NONE and (home := self.facts.problem.educators[e].home) is not None
                for v in venues
                if v != NONE
                and self.facts.problem.travel.between(home, self.facts.problem.venues[v].where)
                > near.minutes
            )
            taken.add(near, far)
        return taken.units

    def _no_triple(
        self,
        session: Session,
        times: tuple[Time, ...],
        venues: tuple[int, ...],
        educators: tuple[int, ...],
    ) -> Mapping[Unit, frozenset[tuple[int, int, int]]]:
        taken = _Taken[tuple[int, int, int]](self.facts.problem.sections[session.section])
        for demand in self.facts.own:
            bad = (
                (t, v, e)
                for t, at in enumerate(times)
                for v in venues
                for e in educators
                if demand.amount(self.facts.placement(session, at, v, e), self.facts.problem)
            )
            taken.add(demand, bad)
        return taken.units


def _moved(pin: Pin, at: Time) -> bool:
    """
    Tell whether a time is another than that of *pin*.
    """
    return (
        (pin.weekday is not None and WEEKDAYS[at.weekday] != pin.weekday)
        or (pin.period is not None and at.period + 1 != pin.period)
        or (pin.week is not None and (at.week is None or at.week + 1 != pin.week))
    )
