"""
What one meeting alone could have, and which requirement takes it away.

Solvers look only at what hard demands leave; to explain, one has to see what they take.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Generic, TypeVar

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    AwayFrom,
    Capacity,
    Demand,
    EducatorAvailable,
    EverySession,
    FairLoad,
    NearHome,
    NoGaps,
    NoLoneSession,
    NoneLost,
    NotOversized,
    OnGrid,
    OwnDemand,
    Pinned,
    Precedence,
    PreferHours,
    Qualified,
    SuitableVenue,
    VenueOpen,
)
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.instances.grid import Grid, Time
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement

AnyDemand = TypeVar("AnyDemand", bound=Demand)

Item = TypeVar("Item")

NONE = -1
"""
No venue, or no educator.
"""


class Everything(Container[Unit]):
    """
    All requirements there are.
    """

    def __contains__(self, item: object) -> bool:
        return True


EVERYTHING = Everything()


@attrs.frozen
class Session:
    """
    One meeting of a section, by the number of the section and its own.
    """

    section: int
    number: int


@attrs.frozen(eq=False)
class Choices:
    """
    What one meeting could have if nothing but the grid were asked, and who objects.

    Attributes:
        times: Every time on the grid.
        venues: The venues worth a look: those that suit it or are pinned, and none at all,
            which any other would be no better than.
        educators: Who may teach it or is pinned, and nobody.
        no_time: For each unit, the times (by their number) that it takes away.
        no_venue: The same for venues.
        no_educator: The same for educators.
        no_time_venue: The same for a time together with a venue.
        no_time_educator: The same for a time together with an educator.
        no_venue_educator: The same for a venue together with an educator.
        no_triple: The same for all three.
    """

    times: tuple[Time, ...]
    venues: tuple[int, ...]
    educators: tuple[int, ...]
    no_time: Mapping[Unit, frozenset[int]]
    no_venue: Mapping[Unit, frozenset[int]]
    no_educator: Mapping[Unit, frozenset[int]]
    no_time_venue: Mapping[Unit, frozenset[tuple[int, int]]]
    no_time_educator: Mapping[Unit, frozenset[tuple[int, int]]]
    no_venue_educator: Mapping[Unit, frozenset[tuple[int, int]]]
    no_triple: Mapping[Unit, frozenset[tuple[int, int, int]]]

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """
        Whoever objects to anything.
        """
        return tuple(dict.fromkeys(unit for taken in self._all() for unit in taken))

    def _all(self) -> tuple[Iterable[Unit], ...]:
        return (
            self.no_time,
            self.no_venue,
            self.no_educator,
            self.no_time_venue,
            self.no_time_educator,
            self.no_venue_educator,
            self.no_triple,
        )

    def under(self, active: Container[Unit]) -> "Left":
        """
        Return what *active* requirements leave.
        """
        no_times, no_venues = _taken(self.no_time, active), _taken(self.no_venue, active)
        no_people = _taken(self.no_educator, active)
        no_tv = _taken(self.no_time_venue, active)
        no_te = _taken(self.no_time_educator, active)
        no_ve = _taken(self.no_venue_educator, active)
        no_tve = _taken(self.no_triple, active)
        venues = [v for v in self.venues if v not in no_venues]
        people = [e for e in self.educators if e not in no_people]
        left = Left()
        for t in range(len(self.times)):
            if t in no_times:
                continue
            here = [v for v in venues if (t, v) not in no_tv]
            able = [e for e in people if (t, e) not in no_te]
            if no_ve or no_tve:
                both = [
                    (v, e)
                    for v in here
                    for e in able
                    if (v, e) not in no_ve and (t, v, e) not in no_tve
                ]
                here, able = list(dict(both)), list(dict.fromkeys(e for _, e in both))
            if here and able:
                left.times.append(t)
                left.venues.extend((t, v) for v in here)
                left.educators.extend((t, e) for e in able)
        return left

    def objections(self, active: Container[Unit]) -> Iterator[frozenset[Unit]]:
        """
        Yield for every time, venue and educator who of *active* objects to it.
        """
        by_time, by_venue = _by_item(self.no_time, active), _by_item(self.no_venue, active)
        by_educator = _by_item(self.no_educator, active)
        by_tv = _by_item(self.no_time_venue, active)
        by_te = _by_item(self.no_time_educator, active)
        by_ve = _by_item(self.no_venue_educator, active)
        by_tve = _by_item(self.no_triple, active)
        no = frozenset[Unit]()
        for t in range(len(self.times)):
            for v in self.venues:
                here = by_time.get(t, no) | by_venue.get(v, no) | by_tv.get((t, v), no)
                for e in self.educators:
                    person = by_educator.get(e, no) | by_te.get((t, e), no)
                    yield here | person | by_ve.get((v, e), no) | by_tve.get((t, v, e), no)


@attrs.frozen
class Left:
    """
    What is left for a meeting, by the numbers of its times.

    Attributes:
        times: The times.
        venues: Times with venues.
        educators: Times with educators.
    """

    times: list[int] = attrs.field(factory=list[int])
    venues: list[tuple[int, int]] = attrs.field(factory=list[tuple[int, int]])
    educators: list[tuple[int, int]] = attrs.field(factory=list[tuple[int, int]])


def _taken(by: Mapping[Unit, frozenset[Item]], active: Container[Unit]) -> frozenset[Item]:
    return frozenset[Item]().union(*(items for unit, items in by.items() if unit in active))


def _by_item(
    taken: Mapping[Unit, Iterable[Item]], active: Container[Unit]
) -> dict[Item, frozenset[Unit]]:
    found: dict[Item, set[Unit]] = defaultdict(set)
    for unit, items in taken.items():
        for item in items if unit in active else ():
            found[item].add(unit)
    return {item: frozenset(units) for item, units in found.items()}


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


@attrs.define(slots=False)
class Ground:
    """
    A problem, looked at meeting by meeting.
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
        self._choices: dict[Session, Choices] = {}
        self._left: dict[Session, Left] = {}
        self._times: dict[tuple[str, str, int], tuple[Time, ...]] = {}
        self._begins: dict[tuple[str, int, int], int] = {}
        self._shut: dict[tuple[str, int, str, str, int], frozenset[tuple[int, int]]] = {}

    def hard(self, kind: type[AnyDemand]) -> tuple[AnyDemand, ...]:
        """
        Return the hard demands of one kind.
        """
        return tuple(
            demand
            for demand in self.problem.demands
            if isinstance(demand, kind) and demand.weight is None
        )

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

    def sections_of(self, of: SubjectKind, subject: str) -> AbstractSet[int]:
        """
        Return the sections that a subject could have.
        """
        return self._sections_of[of].get(subject, frozenset())

    def places(self, sections: Iterable[int]) -> int:
        """
        Return how many times, with each venue and each educator, meetings of *sections* have.
        """
        wanted = set(sections)
        looked_at = (self.choices(one) for one in self.sessions if one.section in wanted)
        return sum(len(one.times) * (len(one.venues) + len(one.educators)) for one in looked_at)

    def partners(self, section: int) -> AbstractSet[int]:
        """
        Return the sections with which hard demands compare a section by name.
        """
        return self._partners.get(section, frozenset())

    @cached_property
    def _partners(self) -> Mapping[int, AbstractSet[int]]:
        pairs = [(one.before, one.after) for one in self.hard(Precedence)]
        pairs.extend(pair for one in self.own for pair in one.pairs(self.problem))
        found: dict[int, set[int]] = defaultdict(set)
        for pair in pairs:
            numbers = [self.section_numbers[one] for one in pair if one in self.section_numbers]
            for number in numbers:
                found[number].update(numbers)
        return found

    @cached_property
    def _sections_of(self) -> Mapping[SubjectKind, Mapping[str, AbstractSet[int]]]:
        found: dict[SubjectKind, dict[str, set[int]]] = {
            "section": {section.id: {s} for s, section in enumerate(self.problem.sections)},
            "venue": defaultdict(set),
            "educator": defaultdict(set),
            "group": defaultdict(set),
        }
        for session in self.sessions:
            choices = self.choices(session)
            for v in choices.venues:
                if v != NONE:
                    found["venue"][self.problem.venues[v].id].add(session.section)
            for e in choices.educators:
                if e != NONE:
                    found["educator"][self.problem.educators[e].id].add(session.section)
            for group in self.problem.sections[session.section].groups:
                found["group"][group].add(session.section)
        return found

    def times(self, section: TimetableSection) -> tuple[Time, ...]:
        """
        Return every time on the grid at which meetings of *section* can be.
        """
        key = self._kind(section)
        if key not in self._times:
            weeks = self.weeks(section)
            self._times[key] = (
                self.grid.single_times(weeks, section.length)
                if section.per == "term"
                else self.grid.weekly_times(weeks, section.length)
            )
        return self._times[key]

    def _kind(self, section: TimetableSection) -> tuple[str, str, int]:
        """
        Return the same for sections that have the same times.
        """
        return section.weeks.text, section.per, section.length

    def weeks(self, section: TimetableSection) -> int:
        """
        Return the weeks that *section* has, as bits.
        """
        return sum(1 << week - 1 for week in section.weeks.among(self.grid.number))

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
        weeks = [week for week in range(self.grid.number) if when.weeks >> week & 1]
        days = sorted(self.grid.dates[week, when.weekday] for week in weeks)
        midnight = time()
        return (
            datetime.combine(days[0], midnight) + timedelta(minutes=self.grid.starts[when.period]),
            datetime.combine(days[-1], midnight)
            + timedelta(minutes=self.grid.ends[when.period + when.length - 1]),
        )

    def choices(self, session: Session) -> Choices:
        """
        Return what a meeting could have and who objects to what.
        """
        if session not in self._choices:
            self._choices[session] = self._chosen(session)
        return self._choices[session]

    def _chosen(self, session: Session) -> Choices:
        section = self.problem.sections[session.section]
        pins = self._pinned(session)
        times = self.times(section)
        venues, no_venue = self._venues(section, pins)
        educators, no_educator = self._educators(section, pins)
        no_time = self._no_time(section, times)
        for demand in self.hard(Pinned):
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

    def left(self, session: Session, active: Container[Unit] = EVERYTHING) -> Left:
        """
        Return what *active* requirements leave for a meeting.
        """
        if active is not EVERYTHING:
            return self.choices(session).under(active)
        if session not in self._left:
            self._left[session] = self.choices(session).under(active)
        return self._left[session]

    def _pinned(self, session: Session) -> list[Pin]:
        pins = self.pins[self.problem.sections[session.section].id] if self.hard(Pinned) else []
        return [pin for pin in pins if pin.number in {None, session.number}]

    def _venues(
        self, section: TimetableSection, pins: Iterable[Pin]
    ) -> tuple[tuple[int, ...], _Taken[int]]:
        suited = [self.venue_numbers[venue.id] for venue in self.problem.venues_of(section)]
        pinned = [self.venue_numbers.get(pin.venue, NONE) for pin in pins if pin.venue is not None]
        free = bool(self.problem.venues) and not self.hard(SuitableVenue)
        others = range(len(self.problem.venues)) if self.entire or free else ()
        nowhere = () if free else (NONE,)
        venues = tuple(dict.fromkeys([*suited, *pinned, *others, *nowhere]))
        taken = _Taken[int](section)
        for suitable in self.hard(SuitableVenue):
            taken.add(suitable, set(venues) - set(suited) if self.problem.venues else ())
        for capacity in self.hard(Capacity):
            taken.add(capacity, (v for v in venues if self._lacks(section, v)))
        for large in self.hard(NotOversized):
            most = large.times * section.size
            taken.add(large, (v for v in venues if section.size and self._holds(v) > most))
        for demand in self.hard(Pinned):
            for v in pinned:
                taken.add(demand, set(venues) - {v})
        return venues, taken

    def _educators(
        self, section: TimetableSection, pins: Iterable[Pin]
    ) -> tuple[tuple[int, ...], _Taken[int]]:
        able = [self.educator_numbers[one.id] for one in self.problem.educators_of(section)]
        pinned = [
            self.educator_numbers.get(pin.educator, NONE)
            for pin in pins
            if pin.educator is not None
        ]
        free = section.taught and bool(self.problem.educators) and not self.hard(Qualified)
        others = range(len(self.problem.educators)) if self.entire or free else ()
        nobody = () if free else (NONE,)
        educators = tuple(dict.fromkeys([*able, *pinned, *others, *nobody]))
        taken = _Taken[int](section)
        for qualified in self.hard(Qualified):
            taken.add(qualified, set(educators) - set(able) if section.taught else ())
        for demand in self.hard(Pinned):
            for e in pinned:
                taken.add(demand, set(educators) - {e})
        return educators, taken

    def _holds(self, v: int) -> int:
        return 0 if v == NONE else self.problem.venues[v].capacity or 0

    def _lacks(self, section: TimetableSection, v: int) -> bool:
        capacity = None if v == NONE else self.problem.venues[v].capacity
        return capacity is not None and capacity < section.size

    def _no_time(self, section: TimetableSection, times: tuple[Time, ...]) -> "_Taken[int]":
        taken = _Taken[int](section)
        weeks = self.weeks(section)
        for lost in self.hard(NoneLost):
            if section.per == "week":
                taken.add(lost, (t for t, at in enumerate(times) if at.weeks != weeks))
        for away in self.hard(AwayFrom):
            if not away.audience or away.audience in section.audiences:
                taken.add(away, (t for t, at in enumerate(times) if self._near(away, at)))
        for prefer in self.hard(PreferHours):
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
        for week in range(self.grid.number):
            if at.weeks >> week & 1:
                yield week, self.grid.dates[week, at.weekday].toordinal()

    def _near(self, away: AwayFrom, at: Time) -> bool:
        days = [day.toordinal() for day in away.dates]
        return any(abs(held - day) <= away.days for _, held in self._dates(at) for day in days)

    def _misses(self, prefer: PreferHours, at: Time) -> bool:
        start, end = self.grid.starts[at.period], self.grid.ends[at.period + at.length - 1]
        free = prefer.any_time_in.among(self.grid.number) if prefer.any_time_in else ()
        return any(
            week + 1 not in free and not prefer.hours.covers((day - 1) % 7, start, end)
            for week, day in self._dates(at)
        )

    def _no_time_venue(
        self, section: TimetableSection, times: tuple[Time, ...], venues: tuple[int, ...]
    ) -> Mapping[Unit, frozenset[tuple[int, int]]]:
        found: dict[Unit, frozenset[tuple[int, int]]] = {}
        for demand in self.hard(VenueOpen):
            for v in venues:
                shut = self._cannot_begin("venue", section, times, v)
                if shut:
                    found[Unit(demand.id, "venue", (self.problem.venues[v].id,))] = shut
        return found

    def _cannot_begin(
        self, of: SubjectKind, section: TimetableSection, times: tuple[Time, ...], number: int
    ) -> frozenset[tuple[int, int]]:
        """
        Return those of the *times* of a section at which a venue or an educator is not free.
        """
        key = (of, number, *self._kind(section))
        if key not in self._shut:
            begins = self.venue_begins if of == "venue" else self.educator_begins
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
            one = self.problem.educators[e].id
            for demand in self.hard(EducatorAvailable):
                gone = self._cannot_begin("educator", section, times, e)
                if gone:
                    found[Unit(demand.id, "educator", (one,))] = gone
            for prefer in self.hard(PreferHours):
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
        for near in self.hard(NearHome):
            far = (
                (v, e)
                for e in educators
                if e != NONE and (home := self.problem.educators[e].home) is not None
                for v in venues
                if v != NONE
                and self.problem.travel.between(home, self.problem.venues[v].where) > near.minutes
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
        taken = _Taken[tuple[int, int, int]](self.problem.sections[session.section])
        for demand in self.own:
            bad = (
                (t, v, e)
                for t, at in enumerate(times)
                for v in venues
                for e in educators
                if demand.amount(self.placement(session, at, v, e), self.problem)
            )
            taken.add(demand, bad)
        return taken.units

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


def _moved(pin: Pin, at: Time) -> bool:
    """
    Tell whether a time is another than that of *pin*.
    """
    return (
        (pin.weekday is not None and WEEKDAYS[at.weekday] != pin.weekday)
        or (pin.period is not None and at.period + 1 != pin.period)
        or (pin.week is not None and (at.week is None or at.week + 1 != pin.week))
    )
