"""
From a problem to its instance: what hard demands on a single placement leave, and its costs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs

from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    Demand,
    EducatorAvailable,
    NoClash,
    Pinned,
    PreferHours,
    SharedResource,
    VenueOpen,
)
from community_edu.scheduling.instances.choices import Choices
from community_edu.scheduling.instances.grid import Grid
from community_edu.scheduling.instances.own import amounts_of, shortened
from community_edu.scheduling.instances.tables import EDUCATOR, TIME, VENUE, Positions, Tables
from community_edu.scheduling.instances.times import Timed, TimeTables, pin_has_time, wants
from community_edu.scheduling.instances.values import NOBODY, Instance, Meeting, OwnPair
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection

ANY_CELL = -1
"""
Every cell, as bits.
"""


def compile_problem(problem: TimetableProblem) -> Instance:
    """
    Turn *problem* into lists and bits for solvers.

    A meeting that could be held in no week at all (every one of its weeks closed) is left
    out. Identifiers that refer to nothing are passed over: `check_problem` names them.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=2, periods=[ClassPeriod(time(9), time(10))]
        ... )
        >>> school = TimetableProblem([TimetableSection(id="choir")], [], [], weeks)
        >>> [(time.weekday, time.held) for time in compile_problem(school).meetings[0].times]
        [(0, 2), (1, 2), (2, 2), (3, 2), (4, 2)]
    """
    compiler = _Compiler(problem)
    for s, section in enumerate(problem.sections):
        compiler.add(s, section)
    return compiler.instance()


@attrs.frozen(eq=False)
class _Openings:
    """
    When venues (or educators) can be had.

    Attributes:
        begins: For each length of a meeting and venue, the cells in which it can begin.
        asked: Those cells, or every cell if no hard demand asks.
        weight: What each session at another time costs.
    """

    begins: Mapping[int, Sequence[int]]
    asked: Mapping[int, Sequence[int]]
    weight: int


def _openings(
    grid: Grid,
    whose: Sequence[Venue | Educator],
    lengths: Iterable[int],
    demands: Sequence[Demand],
) -> _Openings:
    weekly: dict[object, int] = {}
    begins: dict[int, list[int]] = {}
    for length in lengths:
        masks: list[int] = []
        for one in whose:
            mask = weekly.get((length, one.hours))
            if mask is None:
                mask = weekly[length, one.hours] = grid.can_begin(length, one.hours)
            masks.append(grid.without(mask, length, one.busy))
        begins[length] = masks
    hard = any(demand.hard for demand in demands)
    asked = begins if hard else {length: [ANY_CELL] * len(whose) for length in begins}
    return _Openings(begins, asked, sum(demand.weight or 0 for demand in demands))


class _Compiler:
    """
    The work of `compile_problem`, with what is shared between meetings.
    """

    def __init__(self, problem: TimetableProblem) -> None:
        self.problem = problem
        self.grid = Grid(problem.weeks)
        self.demands = tuple(one for one in problem.demands if isinstance(one, Demand))
        self.own = tuple(one for one in problem.demands if not isinstance(one, Demand))
        self.hours = [
            (number, one)
            for number, one in enumerate(self.demands)
            if isinstance(one, PreferHours) and one.educator
        ]
        self.times = TimeTables(self.grid, self.demands)
        self.choices = Choices(problem, self.demands)
        self.venue_numbers: dict[str, int] = {venue.id: v for v, venue in enumerate(problem.venues)}
        self.educator_numbers: dict[str, int] = {
            one.id: e for e, one in enumerate(problem.educators)
        }
        self.pins: dict[str, list[Pin]] = defaultdict(list)
        for pin in problem.pins:
            self.pins[pin.section].append(pin)
        self.pin_weights = [one.weight for one in self.demands if isinstance(one, Pinned)]
        lengths = {section.length for section in problem.sections}
        self.venues = _openings(
            self.grid,
            problem.venues,
            lengths,
            [one for one in self.demands if isinstance(one, VenueOpen)],
        )
        self.educators = _openings(
            self.grid,
            problem.educators,
            lengths,
            [one for one in self.demands if isinstance(one, EducatorAvailable)],
        )
        self.reached: dict[object, Timed] = {}
        self.meetings: list[Meeting] = []
        self.tables: list[Tables] = []
        self.time_cost: list[tuple[int, ...]] = []
        self.meetings_of: list[tuple[int, ...]] = []
        self.section_educators: list[tuple[int, ...]] = []
        self.venue_rate: list[Mapping[int, int]] = []
        self.educator_rate: list[Mapping[int, int]] = []
        self.together: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()

    def add(self, s: int, section: TimetableSection) -> None:
        """
        Add the meetings of a section.
        """
        weeks = self.times.weeks_of(section)
        if not any(weeks & taught for taught in self.grid.taught):
            self.meetings_of.append(())
            self.section_educators.append(self.choices.educators_of(section)[0])
            self.educator_rate.append({})
            return
        educators, educator_rate = self.choices.educators_of(section)
        for pin in self.pins[section.id] if None in self.pin_weights else ():
            _, wanted = self._pinned_to(pin)
            if wanted is not None:
                educators = tuple(e for e in educators if e == wanted)
        made = [
            self._meeting(s, section, number, educators)
            for number in range(1, section.sessions + 1)
        ]
        own = [Tables() for _ in made]
        for i, (meeting, _) in enumerate(made):
            for demand in self.own:
                positions, amounts = shortened(amounts_of(demand, self.problem, meeting, educators))
                own[i].add(positions, amounts, demand.weight)
        lost = {e for tables in own for (e,) in tables.banned.get((2,), ())}
        educators = tuple(e for e in educators if e not in lost)
        venue_rate = self.choices.venues_of(section)[1]
        for (meeting, costs), tables in zip(made, own, strict=True):
            kept, kept_costs = tables.settle(meeting, costs)
            self._soft(section, kept, educators, tables)
            self.tables.append(tables)
            self.time_cost.append(kept_costs)
            self.venue_rate.append(venue_rate)
            self.meetings.append(kept)
            self.together.add((kept.venues, educators))
        last = len(self.meetings)
        self.meetings_of.append(tuple(range(last - len(made), last)))
        self.section_educators.append(educators)
        self.educator_rate.append(educator_rate)

    def _meeting(
        self, s: int, section: TimetableSection, number: int, educators: tuple[int, ...]
    ) -> tuple[Meeting, tuple[int, ...]]:
        """
        Return a meeting and what each of its times costs.
        """
        pins = self._pins(section, number)
        weighted = [(pin, weight) for pin in pins for weight in self.pin_weights]
        times, costs = self.times.of(section, weighted)
        venues = self.choices.venues_of(section)[0]
        for pin in pins if None in self.pin_weights else ():
            wanted, _ = self._pinned_to(pin)
            if wanted is not None:
                venues = tuple(v for v in venues if v == wanted)
        times, costs = self._reachable((times, costs), venues, educators)
        index = len(self.meetings) + number - 1
        weeks = self.times.weeks_of(section)
        meeting = Meeting(index, s, number, section.per == "term", weeks, times, venues)
        return meeting, costs

    def _pins(self, section: TimetableSection, number: int) -> list[Pin]:
        return [pin for pin in self.pins[section.id] if pin.number in {None, number}]

    def _reachable(
        self, timed: Timed, venues: tuple[int, ...], educators: tuple[int, ...]
    ) -> Timed:
        """
        Return the times at which at least one of the venues and one of the educators can be had.
        """
        key = (id(timed[0]), id(timed[1]), venues, educators)
        known = self.reached.get(key)
        if known is None:
            left = [
                (time, cost)
                for time, cost in zip(*timed, strict=True)
                if _some(time.begins, self.venues.asked[time.length], venues)
                and _some(time.begins, self.educators.asked[time.length], educators)
            ]
            known = tuple(time for time, _ in left), tuple(cost for _, cost in left)
            self.reached[key] = known
        return known

    def _soft(
        self,
        section: TimetableSection,
        meeting: Meeting,
        educators: tuple[int, ...],
        tables: Tables,
    ) -> None:
        """
        Add what soft demands say of more than a time, a venue or an educator alone.
        """
        if self.venues.weight and NOBODY not in meeting.venues:
            tables.add(
                (0, 1), _missed(meeting, self.venues.begins, meeting.venues), self.venues.weight
            )
        if self.educators.weight and NOBODY not in educators:
            tables.add(
                (0, 2), _missed(meeting, self.educators.begins, educators), self.educators.weight
            )
        for number, demand in self.hours:
            e = self.educator_numbers.get(demand.educator)
            if e in educators and wants(demand, section):
                amounts: dict[tuple[int, ...], int] = {
                    (t, e): self.times.outside(demand, number, time)
                    for t, time in enumerate(meeting.times)
                }
                tables.add((0, 2), amounts, demand.weight)
        for pin in self._pins(section, meeting.number):
            v, e = self._pinned_to(pin)
            venues = [other for other in meeting.venues if other != v]
            people = [other for other in educators if other != e]
            for weight in self.pin_weights:
                if weight is not None:
                    _add_pin(pin, meeting, (venues, people), tables, weight)

    def _pinned_to(self, pin: Pin) -> tuple[int | None, int | None]:
        """
        Return the venue and the educator of a pin, as far as they are known.
        """
        return self.venue_numbers.get(pin.venue or ""), self.educator_numbers.get(
            pin.educator or ""
        )

    def instance(self) -> Instance:
        """
        Return what was made of the sections.
        """
        homes, too_far = self.choices.homes(sorted(self.together))
        clashes = [one for one in self.demands if isinstance(one, NoClash)]
        weights: dict[SharedResource, int] = defaultdict(int)
        for clash in clashes:
            weights[clash.of] += clash.weight or 0
        groups: dict[str, list[int]] = defaultdict(list)
        for s, section in enumerate(self.problem.sections):
            for group in dict.fromkeys(section.groups):
                groups[group].append(s)
        return Instance(
            problem=self.problem,
            grid=self.grid,
            meetings=self.meetings,
            meetings_of=self.meetings_of,
            section_educators=self.section_educators,
            venue_begins=self.venues.asked,
            educator_begins=self.educators.asked,
            groups={group: tuple(numbers) for group, numbers in groups.items()},
            hard_clash={clash.of for clash in clashes if clash.hard},
            clash_weight=dict(weights),
            own_pairs=self._own_pairs(),
            time_cost=self.time_cost,
            venue_cost=[tables.cost_by_one(VENUE) for tables in self.tables],
            venue_rate=self.venue_rate,
            educator_cost=[tables.cost_by_one(EDUCATOR) for tables in self.tables],
            educator_rate=self.educator_rate,
            time_venue_cost=[tables.cost_by_two(TIME, VENUE) for tables in self.tables],
            time_educator_cost=[tables.cost_by_two(TIME, EDUCATOR) for tables in self.tables],
            venue_educator_cost=[tables.cost_by_two(VENUE, EDUCATOR) for tables in self.tables],
            venue_educator_rate=homes,
            triple_cost=[tables.cost_by_all() for tables in self.tables],
            no_time_venue=[tables.banned_by_two(TIME, VENUE) for tables in self.tables],
            no_time_educator=[tables.banned_by_two(TIME, EDUCATOR) for tables in self.tables],
            no_venue_educator=[tables.banned_by_two(VENUE, EDUCATOR) for tables in self.tables],
            no_triple=[tables.banned_by_all() for tables in self.tables],
            too_far=too_far,
        )

    def _own_pairs(self) -> list[OwnPair]:
        known: dict[str, int] = {section.id: s for s, section in enumerate(self.problem.sections)}
        return [
            OwnPair(demand, known[one], known[other])
            for demand in self.own
            for one, other in demand.pairs(self.problem)
            if one in known and other in known
        ]


def _some(begins: int, openings: Sequence[int], numbers: tuple[int, ...]) -> bool:
    """
    Tell whether one of the venues (or educators) can be had for all of a time.
    """
    return any(n == NOBODY or not begins & ~openings[n] for n in numbers)


def _missed(
    meeting: Meeting, begins: Mapping[int, Sequence[int]], numbers: tuple[int, ...]
) -> dict[tuple[int, ...], int]:
    """
    Return for each time and venue (or educator) the sessions for which it cannot be had.
    """
    return {
        (t, n): (time.begins & ~begins[time.length][n]).bit_count()
        for t, time in enumerate(meeting.times)
        for n in numbers
    }


def _add_pin(
    pin: Pin,
    meeting: Meeting,
    others: tuple[Sequence[int], Sequence[int]],
    tables: Tables,
    weight: int,
) -> None:
    """
    Add what a soft pin costs where the time is as it says and the rest is not.

    A placement that differs costs once however much differs: another time is counted with
    the times, another venue here for times that agree, and so on.
    """
    timed = pin.weekday is not None or pin.period is not None or pin.week is not None
    agreeing = (t for t, time in enumerate(meeting.times) if pin_has_time(pin, time))
    at: list[tuple[int, ...]] = [(t,) for t in agreeing] if timed else [()]
    where: Positions = (TIME,) if timed else ()
    venues, educators = others
    if pin.venue is not None:
        tables.add((*where, VENUE), {(*t, v): 1 for t in at for v in venues}, weight)
        at = [(*t, v) for t in at for v in meeting.venues if v not in venues]
        where = (*where, VENUE)
    if pin.educator is not None:
        tables.add((*where, EDUCATOR), {(*rest, e): 1 for rest in at for e in educators}, weight)
