"""
What solvers work on: meetings, times, rooms and people as numbers, with what each costs.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import attrs

from community_edu.calendars import WEEKDAYS, WeekPattern
from community_edu.scheduling.demands import Demand, OwnDemand, SharedResource
from community_edu.scheduling.instances.grid import Grid, Time
from community_edu.scheduling.judging import MOST_AMOUNT, BadAmountError
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement, Timetable

AnyDemand = TypeVar("AnyDemand", bound=Demand)

NOBODY = -1
"""
The number of no educator and of no venue.
"""
UNPLACED = -1
"""
The number of no time.
"""
EVERY_WEEK = WeekPattern()


@attrs.frozen(eq=False)
class Meeting:
    """
    One meeting that needs a time and a venue.

    Attributes:
        index: Its number among all meetings.
        section: The number of its section.
        number: Which meeting of its section it is, from 1.
        single: Whether it is held once (``per="term"``), not every week.
        weeks: The weeks that its section has, as bits, closed days or not.
        times: When it can be, as far as hard demands on it alone say.
        venues: Where it can be, in the same sense; ``(-1,)`` if the problem has no venues.
    """

    index: int
    section: int
    number: int
    single: bool
    weeks: int
    times: tuple[Time, ...]
    venues: tuple[int, ...]


@attrs.frozen
class OwnPair:
    """
    Two sections of whose placements an own demand wants to be asked.
    """

    demand: OwnDemand
    one: int
    other: int


@attrs.define
class Assignment:
    """
    A choice for every meeting and section.

    Attributes:
        times: For each meeting the number of one of its `Meeting.times`, or -1: not placed.
        venues: For each meeting the number of a venue, or -1.
        educators: For each section the number of an educator, or -1.
    """

    times: list[int]
    venues: list[int]
    educators: list[int]


Pair = tuple[int, int]
Triple = tuple[int, int, int]


@attrs.frozen(eq=False, slots=False)
class Instance:
    """
    A problem as lists and bits. Numbers count from 0, in the order of the problem.

    In what follows `m` is a meeting, `s` a section, `v` a venue, `e` an educator and `t` one
    of the times *of a meeting*: ``meetings[m].times[t]``. What a single placement
    costs is split by what it depends on:

        time_cost[m][t] + venue_cost[m][v] + educator_cost[m][e]
        + time_venue_cost[m][t, v] + time_educator_cost[m][t, e]
        + venue_educator_cost[m][v, e] + triple_cost[m][t, v, e]
        + held * (venue_rate[m][v] + educator_rate[s][e] + venue_educator_rate[v, e])

    where `held` is ``meetings[m].times[t].held`` and what a mapping does not have is 0.
    In the same way `fits` forbids by `no_*` what a hard demand on a single placement forbids.

    Attributes:
        problem: Where it comes from.
        grid: The cells of its weeks.
        meetings: Every meeting that is held in some week.
        meetings_of: For each section its meetings.
        section_educators: For each section who can teach it; ``(-1,)`` if nobody needs to.
        venue_begins: For each length of a meeting and venue, the cells in which it can begin.
        educator_begins: The same for each educator.
        groups: For each group its sections.
        hard_clash: Which resources can be in one session at a time only.
        clash_weight: What a pair of sessions of one resource costs that share time; both may
            be asked.
        own_pairs: Own demands to be asked of pairs of placements: `pair_amount`.
    """

    problem: TimetableProblem
    grid: Grid
    meetings: Sequence[Meeting]
    meetings_of: Sequence[tuple[int, ...]]
    section_educators: Sequence[tuple[int, ...]]
    venue_begins: Mapping[int, Sequence[int]]
    educator_begins: Mapping[int, Sequence[int]]
    groups: Mapping[str, tuple[int, ...]]
    hard_clash: AbstractSet[SharedResource]
    clash_weight: Mapping[SharedResource, int]
    own_pairs: Sequence[OwnPair]
    time_cost: Sequence[tuple[int, ...]]
    venue_cost: Sequence[Mapping[int, int]]
    venue_rate: Sequence[Mapping[int, int]]
    educator_cost: Sequence[Mapping[int, int]]
    educator_rate: Sequence[Mapping[int, int]]
    time_venue_cost: Sequence[Mapping[Pair, int]]
    time_educator_cost: Sequence[Mapping[Pair, int]]
    venue_educator_cost: Sequence[Mapping[Pair, int]]
    venue_educator_rate: Mapping[Pair, int]
    triple_cost: Sequence[Mapping[Triple, int]]
    no_time_venue: Sequence[AbstractSet[Pair]]
    no_time_educator: Sequence[AbstractSet[Pair]]
    no_venue_educator: Sequence[AbstractSet[Pair]]
    no_triple: Sequence[AbstractSet[Triple]]
    too_far: AbstractSet[Pair]
    _ways: dict[tuple[str, str], int] = attrs.field(factory=dict[tuple[str, str], int], init=False)

    def of(self, kind: type[AnyDemand]) -> tuple[AnyDemand, ...]:
        """
        Return the demands of one kind, hard and soft.
        """
        return tuple(demand for demand in self.problem.demands if isinstance(demand, kind))

    def way(self, here: int, there: int) -> int:
        """
        Return the minutes from one venue to another; none where there are no venues.
        """
        if here == there:
            return 0
        places = self.problem.venues[here].where, self.problem.venues[there].where
        known = self._ways.get(places)
        if known is None:
            known = self._ways[places] = self.problem.travel.between(*places)
        return known

    def venue_free(self, m: int, t: int, v: int) -> bool:
        """
        Tell whether a venue can be had for a meeting at one of its times.
        """
        time = self.meetings[m].times[t]
        return (v == NOBODY or not time.begins & ~self.venue_begins[time.length][v]) and (
            t,
            v,
        ) not in self.no_time_venue[m]

    def educator_free(self, m: int, t: int, e: int) -> bool:
        """
        Tell whether an educator can be had for a meeting at one of its times.
        """
        time = self.meetings[m].times[t]
        return (e == NOBODY or not time.begins & ~self.educator_begins[time.length][e]) and (
            t,
            e,
        ) not in self.no_time_educator[m]

    def together(self, m: int, v: int, e: int) -> bool:
        """
        Tell whether an educator may teach a meeting in a venue.
        """
        return (v, e) not in self.too_far and (v, e) not in self.no_venue_educator[m]

    def fits(self, m: int, t: int, v: int, e: int) -> bool:
        """
        Tell whether hard demands on a single placement let a meeting be so.

        *t*, *v* and *e* must be of those that the meeting and its section have.
        """
        return (
            self.venue_free(m, t, v)
            and self.educator_free(m, t, e)
            and self.together(m, v, e)
            and (t, v, e) not in self.no_triple[m]
        )

    def unary_cost(self, m: int, t: int, v: int, e: int) -> int | None:
        """
        Return what soft demands on a single placement cost; `None` if it does not fit.
        """
        if not self.fits(m, t, v, e):
            return None
        meeting = self.meetings[m]
        rate = (
            self.venue_rate[m].get(v, 0)
            + self.educator_rate[meeting.section].get(e, 0)
            + self.venue_educator_rate.get((v, e), 0)
        )
        return (
            self.time_cost[m][t]
            + self.venue_cost[m].get(v, 0)
            + self.educator_cost[m].get(e, 0)
            + self.time_venue_cost[m].get((t, v), 0)
            + self.time_educator_cost[m].get((t, e), 0)
            + self.venue_educator_cost[m].get((v, e), 0)
            + self.triple_cost[m].get((t, v, e), 0)
            + meeting.times[t].held * rate
        )

    def costs_alike(self, one: int, other: int) -> bool:
        """
        Tell whether two meetings of the same times may be at the same places, at the same costs.
        """
        tables = (
            self.time_cost,
            self.venue_cost,
            self.venue_rate,
            self.educator_cost,
            self.time_venue_cost,
            self.time_educator_cost,
            self.venue_educator_cost,
            self.triple_cost,
            self.no_time_venue,
            self.no_time_educator,
            self.no_venue_educator,
            self.no_triple,
        )
        return all(table[one] == table[other] for table in tables)

    def placement(self, m: int, t: int, v: int, e: int) -> Placement:
        """
        Return a meeting as it stands in a timetable.
        """
        meeting = self.meetings[m]
        return placement_of(self.problem, meeting, meeting.times[t], v, e)

    def pair_amount(self, pair: OwnPair, one: Placement, other: Placement) -> int:
        """
        Return how far two placements are from what an own demand asks of a pair.

        Raises:
            BadAmountError: The demand gives something that is no count.
        """
        return counted(pair.demand, pair.demand.amount_of_pair(one, other, self.problem))

    def empty(self) -> Assignment:
        """
        Return the assignment that places nothing.
        """
        count = len(self.meetings)
        return Assignment([UNPLACED] * count, [NOBODY] * count, [NOBODY] * len(self.meetings_of))

    def placements(self, assignment: Assignment) -> tuple[Placement, ...]:
        """
        Return the meetings that *assignment* places, in the order of the sections.
        """
        return tuple(
            self.placement(
                m, assignment.times[m], assignment.venues[m], assignment.educators[meeting.section]
            )
            for m, meeting in enumerate(self.meetings)
            if assignment.times[m] != UNPLACED
        )

    def assignment_of(self, timetable: Timetable) -> Assignment:
        """
        Return what of *timetable* this instance can have; the rest is not placed.

        A meeting in several parts, at a time or in a venue that hard demands on it alone
        forbid, or taught by somebody else than its section's first, is not placed.
        """
        venues = {venue.id: v for v, venue in enumerate(self.problem.venues)}
        educators = {educator.id: e for e, educator in enumerate(self.problem.educators)}
        sections = {section.id: s for s, section in enumerate(self.problem.sections)}
        found: dict[tuple[int, int], list[Placement]] = {}
        for placement in timetable.placements:
            if placement.section in sections:
                found.setdefault((sections[placement.section], placement.number), []).append(
                    placement
                )
        assignment = self.empty()
        for m, meeting in enumerate(self.meetings):
            s = meeting.section
            parts = found.get((s, meeting.number), [])
            if len(parts) != 1:
                continue
            (part,) = parts
            weeks = set(part.weeks.among(self.grid.number))
            v = NOBODY if part.venue is None else venues.get(part.venue, NOBODY)
            e = NOBODY if part.educator is None else educators.get(part.educator, NOBODY)
            key = (WEEKDAYS.index(part.weekday), part.period - 1)
            if v not in meeting.venues or e not in self.section_educators[s]:
                continue
            if assignment.educators[s] not in {NOBODY, e}:
                continue
            for t, time in enumerate(meeting.times):
                if (time.weekday, time.period) == key and _covers(weeks, time, meeting):
                    assignment.times[m], assignment.venues[m] = t, v
                    assignment.educators[s] = e
                    break
        return assignment


def _covers(weeks: set[int], time: Time, meeting: Meeting) -> bool:
    """
    Tell whether a placement in *weeks*, from 1, is a meeting at *time*.
    """
    if time.week is not None:
        return weeks == {time.week + 1}
    return all(
        week + 1 in weeks for week in range(meeting.weeks.bit_length()) if meeting.weeks >> week & 1
    )


def counted(demand: OwnDemand, amount: object) -> int:
    """
    Return an amount that a user's own demand gives.

    Raises:
        BadAmountError: It is no count, or larger than solvers can add up.
    """
    if not isinstance(amount, int) or not 0 <= amount <= MOST_AMOUNT:
        raise BadAmountError(demand.id, amount)
    return amount


def placement_of(
    problem: TimetableProblem, meeting: Meeting, time: Time, v: int, e: int
) -> Placement:
    """
    Return a meeting at a time, in a venue and with an educator as it stands in a timetable.
    """
    return Placement(
        section=problem.sections[meeting.section].id,
        number=meeting.number,
        weekday=WEEKDAYS[time.weekday],
        period=time.period + 1,
        weeks=EVERY_WEEK if time.week is None else WeekPattern(str(time.week + 1)),
        venue=None if v == NOBODY else problem.venues[v].id,
        educator=None if e == NOBODY else problem.educators[e].id,
    )
