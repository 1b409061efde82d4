"""
What some sections ask of each other, as rows of sums.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, combinations, product
from typing import TypeVar

import attrs

from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    EnoughTravel,
    FairLoad,
    NoClash,
    NoGaps,
    NoLoneSession,
    OwnDemand,
    Precedence,
    SameVenue,
    ShortWays,
    Spread,
    WorkingLimits,
)
from community_edu.scheduling.explaining.ground import NONE, Choices, Ground
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.explaining.rows import Rows
from community_edu.scheduling.instances.grid import Time
from community_edu.scheduling.timetables import Placement

Item = TypeVar("Item")

MOST_OWN_PAIRS = 200_000
"""
How many placements of two meetings are compared at most by a demand of one's own.
"""

Stay = tuple[int, int, str]
"""
A meeting, its time and its place.
"""


@attrs.frozen(eq=False)
class Use:
    """
    A possible session of a subject: the sum of `terms` is 1 if it is held.

    Attributes:
        meeting: The number of the meeting.
        option: The number of its time.
        at: The time.
        terms: Variables.
    """

    meeting: int
    option: int
    at: Time
    terms: tuple[int, ...]


def conditions(
    ground: Ground,
    sections: Iterable[int],
    active: Container[Unit] | None = None,
    *,
    apart: bool = False,
) -> Rows:
    """
    Return what the *sections* ask, all others being left out.

    A section need not be held unless that is asked. Demands that leaving out a section
    could break (no gaps, no lone sessions, fair load) are asked only of subjects of which
    every section is there, so that a part of what is impossible is never blamed wrongly.

    Args:
        ground: The problem.
        sections: The numbers of the sections.
        active: The requirements that are asked; `None`: all.
        apart: Whether each requirement has rows of its own; they are always, where all are
            asked. Otherwise what some take away for sure is not there at all.
    """
    return _Builder(ground, tuple(sections), Rows(active, apart=apart)).built()


def placements(ground: Ground, rows: Rows, ones: Container[int]) -> tuple[Placement, ...]:
    """
    Return the meetings as they stand where just the variables *ones* of *rows* are 1.
    """
    teacher = dict(taught for one, taught in rows.teachers.items() if one in ones)
    return tuple(
        ground.placement(session, at, v, teacher.get(session.section, NONE))
        for one, (session, at, v) in rows.places.items()
        if one in ones
    )


@attrs.define(slots=False)
class _Builder:
    ground: Ground
    numbers: tuple[int, ...]
    rows: Rows

    def __attrs_post_init__(self) -> None:
        wanted = set(self.numbers)
        self.problem = self.ground.problem
        self.sessions = [one for one in self.ground.sessions if one.section in wanted]
        self.choices: list[Choices] = [self.ground.choices(one) for one in self.sessions]
        self.where: list[dict[tuple[int, int], int]] = []
        self.teaches: dict[int, dict[int, int]] = {}
        self.taught: dict[str, list[Use]] = {}
        self.meetings: dict[int, list[int]] = defaultdict(list)
        for m, session in enumerate(self.sessions):
            self.meetings[session.section].append(m)

    def built(self) -> Rows:
        """
        Return the rows.
        """
        self._decisions()
        self._single()
        for build in (
            self._clashes,
            self._limits,
            self._at_most,
            self._apart,
            self._ways,
            self._sections,
            self._precedence,
            self._gaps,
            self._lone,
            self._fair,
            self._own_pairs,
        ):
            build()
        return self.rows

    # What is chosen

    def _decisions(self) -> None:
        rows = self.rows
        for choices in self.choices:
            self.where.append({(t, v): rows.variable() for t, v in self._open(choices)})
        for session, choices, where in zip(self.sessions, self.choices, self.where, strict=True):
            for (t, v), variable in where.items():
                rows.places[variable] = session, choices.times[t], v
        for s, members in self.meetings.items():
            held = rows.variable()
            rows.add(self.ground.held(s), [(-1, held)], -1)
            choices = self.choices[members[0]]
            self.teaches[s] = {
                e: rows.variable()
                for e in choices.educators
                if not self._taken(choices.no_educator, e)
            }
            for m in members:
                options = list(self.where[m].values())
                if not self.choices[m].times:
                    off = rows.variable()
                    rows.add(self.ground.on_grid(s), [(1, off)], 0)
                    options.append(off)
                rows.choose(options)
                rows.add(None, [(1, held), *((-1, one) for one in options)], 0)
            rows.teachers.update((one, (s, e)) for e, one in self.teaches[s].items())
            people = list(self.teaches[s].values())
            rows.choose(people)
            rows.add(None, [(1, held), *((-1, one) for one in people)], 0)

    def _open(self, choices: Choices) -> Iterator[tuple[int, int]]:
        """
        Yield times with venues, without those that what is asked for sure takes away.
        """
        venues = [v for v in choices.venues if not self._taken(choices.no_venue, v)]
        for t in range(len(choices.times)):
            if not self._taken(choices.no_time, t):
                for v in venues:
                    if not self._taken(choices.no_time_venue, (t, v)):
                        yield t, v

    def _taken(self, by: Mapping[Unit, frozenset[Item]], item: Item) -> bool:
        active = None if self.rows.apart else self.rows.active
        return active is not None and any(
            item in items for unit, items in by.items() if unit in active
        )

    def _times(self, m: int) -> dict[int, tuple[int, ...]]:
        """
        Return for each time of a meeting the variables of which one is 1 if it is then.
        """
        found: dict[int, list[int]] = defaultdict(list)
        for (t, _), variable in self.where[m].items():
            found[t].append(variable)
        return {t: tuple(variables) for t, variables in found.items()}

    @cached_property
    def _held_at(self) -> list[dict[int, tuple[int, ...]]]:
        return [self._times(m) for m in range(len(self.sessions))]

    # What one meeting asks

    def _single(self) -> None:
        add = self.rows.add
        for m, choices in enumerate(self.choices):
            where, people = self.where[m], self.teaches[self.sessions[m].section]
            for unit, times in choices.no_time.items():
                add(unit, ((1, one) for (t, _), one in where.items() if t in times), 0)
            for unit, venues in choices.no_venue.items():
                add(unit, ((1, one) for (_, v), one in where.items() if v in venues), 0)
            for unit, spots in choices.no_time_venue.items():
                add(unit, ((1, where[spot]) for spot in sorted(spots) if spot in where), 0)
            for unit, barred in choices.no_educator.items():
                add(unit, ((1, people[e]) for e in sorted(barred) if e in people), 0)
            self._together(m)

    def _together(self, m: int) -> None:
        """
        Ask what depends on who teaches, with a time or a venue.
        """
        choices, where = self.choices[m], self.where[m]
        people = self.teaches[self.sessions[m].section]
        for e, teaches in people.items():
            for unit, pairs in choices.no_time_educator.items():
                then = ((1, one) for (t, _), one in where.items() if (t, e) in pairs)
                self.rows.add(unit, [*then, (1, teaches)], 1)
            for unit, far in choices.no_venue_educator.items():
                there = ((1, one) for (_, v), one in where.items() if (v, e) in far)
                self.rows.add(unit, [*there, (1, teaches)], 1)
        for unit, triples in choices.no_triple.items():
            for t, v, e in sorted(triples):
                if (t, v) in where and e in people:
                    self.rows.add(unit, [(1, where[t, v]), (1, people[e])], 1)

    # Who and what is used when

    @cached_property
    def _by_venue(self) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = defaultdict(list)
        for m, where in enumerate(self.where):
            for (t, v), variable in where.items():
                if v != NONE:
                    use = Use(m, t, self.choices[m].times[t], (variable,))
                    found[self.problem.venues[v].id].append(use)
        return found

    @cached_property
    def _exact(self) -> bool:
        return self.ground.entire

    def _by_educator(self, subject: str) -> list[Use]:
        if subject not in self.taught:
            e = self.ground.educator_numbers[subject]
            self.taught[subject] = [
                Use(m, t, self.choices[m].times[t], (self._both(variables, teaches[e]),))
                for m, session in enumerate(self.sessions)
                if e in (teaches := self.teaches[session.section])
                for t, variables in self._held_at[m].items()
            ]
        return self.taught[subject]

    def _both(self, variables: tuple[int, ...], teaches: int) -> int:
        """
        Return a variable that is 1 if one of *variables* is and *teaches* too.
        """
        both = self.rows.variable()
        held = [(1, one) for one in variables]
        self.rows.add(None, [*held, (1, teaches), (-1, both)], 1)
        if self._exact:
            self.rows.add(None, [(1, both), *((-1, one) for one in variables)], 0)
            self.rows.add(None, [(1, both), (-1, teaches)], 0)
        return both

    def _of_sections(self, names: Callable[[int], Iterable[str]]) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = defaultdict(list)
        for m, session in enumerate(self.sessions):
            uses = [
                Use(m, t, self.choices[m].times[t], variables)
                for t, variables in self._held_at[m].items()
            ]
            for name in names(session.section):
                found[name].extend(uses)
        return found

    @cached_property
    def _by_group(self) -> dict[str, list[Use]]:
        return self._of_sections(lambda s: dict.fromkeys(self.problem.sections[s].groups))

    @cached_property
    def _by_section(self) -> dict[str, list[Use]]:
        return self._of_sections(lambda s: (self.problem.sections[s].id,))

    @cached_property
    def _educators(self) -> tuple[str, ...]:
        numbers = dict.fromkeys(e for some in self.teaches.values() for e in some if e != NONE)
        return tuple(self.problem.educators[e].id for e in numbers)

    def _uses(self, demand: str, of: SubjectKind) -> Iterator[tuple[Unit, list[Use]]]:
        """
        Yield what a demand asks of each subject of one kind, with the uses of that.
        """
        taught = of == "educator"
        known = self._by_section if of == "section" else self._by_group
        known = self._by_venue if of == "venue" else known
        for subject in self._educators if taught else known:
            unit = Unit(demand, of, (subject,))
            if self.rows.asks(unit):
                yield unit, self._by_educator(subject) if taught else known[subject]

    def _weeks(self, uses: Iterable[Use]) -> Iterator[list[Use]]:
        """
        Yield the uses of each week; weeks with the same ones are one.
        """
        members = list(uses)
        masks = {use.at.weeks for use in members}
        seen: set[frozenset[int]] = set()
        for week in range(self.ground.grid.number):
            here = frozenset(mask for mask in masks if mask >> week & 1)
            if here and here not in seen:
                seen.add(here)
                yield [use for use in members if use.at.weeks in here]

    def _days(self, uses: Iterable[Use]) -> Iterator[list[Use]]:
        """
        Yield the uses of each day.
        """
        by_day: dict[int, list[Use]] = defaultdict(list)
        for use in uses:
            by_day[use.at.weekday].append(use)
        for members in by_day.values():
            yield from self._weeks(members)

    def _moments(self, uses: Iterable[Use]) -> Iterator[list[Use]]:
        """
        Yield the uses of each cell of the grid.
        """
        by_period: dict[tuple[int, int], list[Use]] = defaultdict(list)
        for use in uses:
            for period in range(use.at.period, use.at.period + use.at.length):
                by_period[use.at.weekday, period].append(use)
        for members in by_period.values():
            yield from self._weeks(members)

    def _most(
        self, unit: Unit, uses: Iterable[Use], bound: int, count: Callable[[Time], int]
    ) -> None:
        """
        Ask that not more than *bound* is used, each use counting as *count* says.
        """
        members = list(uses)
        heaviest: dict[int, int] = {}
        for use in members:
            heaviest[use.meeting] = max(heaviest.get(use.meeting, 0), count(use.at))
        if sum(heaviest.values()) > bound:
            terms = ((count(use.at), one) for use in members for one in use.terms)
            self.rows.add(unit, terms, bound)

    # Demands

    def _clashes(self) -> None:
        for demand in self.ground.hard(NoClash):
            kinds: tuple[SubjectKind, ...] = (demand.of,)
            for of in (*kinds, "section") if demand.of == "group" else kinds:
                for unit, uses in self._uses(demand.id, of):
                    for members in self._moments(uses):
                        self._most(unit, members, 1, lambda _: 1)

    def _limits(self) -> None:
        for demand in self.ground.hard(WorkingLimits):
            for unit, uses in self._uses(demand.id, "educator"):
                one = self.problem.educators[self.ground.educator_numbers[unit.subjects[0]]]
                if one.daily_minutes is not None:
                    for members in self._days(uses):
                        self._most(unit, members, one.daily_minutes, _minutes)
                if one.weekly_minutes is not None:
                    for members in self._weeks(uses):
                        self._most(unit, members, one.weekly_minutes, _minutes)
                if one.sessions is not None:
                    self._most(unit, uses, one.sessions, _held)

    def _at_most(self) -> None:
        for demand in self.ground.hard(AtMost):
            for unit, uses in self._uses(demand.id, demand.of):
                if demand.per == "term":
                    self._most(unit, uses, demand.most, _held)
                    continue
                for members in self._days(uses) if demand.per == "day" else self._weeks(uses):
                    self._most(unit, members, demand.most, lambda _: 1)

    def _apart(self) -> None:
        for demand in self.ground.hard(Apart):
            for unit, uses in self._uses(demand.id, demand.of):
                by_date: dict[int, list[Use]] = defaultdict(list)
                for use in uses:
                    if use.at.week is not None:
                        by_date[self._date(use.at)].append(use)
                for first in by_date:
                    window = (
                        use
                        for day in sorted(by_date)
                        if first <= day < first + demand.days
                        for use in by_date[day]
                    )
                    self._most(unit, window, 1, lambda _: 1)

    def _date(self, at: Time) -> int:
        return self.ground.span(at)[0].toordinal()

    def _sections(self) -> None:
        for s, members in self.meetings.items():
            section = self.problem.sections[s]
            if len(members) > 1:
                for same in self.ground.hard(SameVenue):
                    self._one_venue(Unit(same.id, "section", (section.id,)), members)
                for spread in self.ground.hard(Spread):
                    wanted = min(section.days or section.sessions, section.sessions)
                    self._on_days(Unit(spread.id, "section", (section.id,)), members, wanted)

    def _one_venue(self, unit: Unit, members: Sequence[int]) -> None:
        venues = dict.fromkeys(v for m in members for _, v in self.where[m] if v != NONE)
        main = {v: self.rows.variable() for v in venues}
        self.rows.choose(main.values())
        for m in members:
            for v, chosen in main.items():
                here = ((1, one) for (_, at), one in self.where[m].items() if at == v)
                self.rows.add(unit, [*here, (-1, chosen)], 0)

    def _on_days(self, unit: Unit, members: Sequence[int], wanted: int) -> None:
        by_day: dict[int, list[int]] = defaultdict(list)
        for m in members:
            for t, variables in self._held_at[m].items():
                at = self.choices[m].times[t]
                by_day[at.weekday if at.week is None else self._date(at)].extend(variables)
        days = [self.rows.variable() for _ in by_day]
        for day, some in zip(days, by_day.values(), strict=True):
            self.rows.add(None, [(1, day), *((-1, one) for one in some)], 0)
        # a section that is not held needs no days
        for m in members[:1]:
            placed = ((wanted, one) for one in self.where[m].values())
            self.rows.add(unit, [*placed, *((-1, day) for day in days)], 0)

    def _precedence(self) -> None:
        for demand in self.ground.hard(Precedence):
            before = self.ground.section_numbers.get(demand.before, NONE)
            after = self.ground.section_numbers.get(demand.after, NONE)
            unit = Unit(demand.id, "section", (demand.before, demand.after))
            for one in self.meetings.get(before, []) if self.rows.asks(unit) else ():
                ends = {
                    t: self.ground.span(self.choices[one].times[t])[1] for t in self._held_at[one]
                }
                for other in self.meetings.get(after, []):
                    for t, variables in self._held_at[other].items():
                        start = self.ground.span(self.choices[other].times[t])[0]
                        late = [
                            (1, variable)
                            for at, end in ends.items()
                            if end > start
                            for variable in self._held_at[one][at]
                        ]
                        if late:
                            self.rows.add(unit, [*late, *((1, each) for each in variables)], 1)

    # Ways

    def _ways(self) -> None:
        breaking: list[tuple[str, Callable[[int, int], bool]]] = [
            *((demand.id, _no_time) for demand in self.ground.hard(EnoughTravel)),
            *((demand.id, _long_way(demand)) for demand in self.ground.hard(ShortWays)),
        ]
        for e, one in enumerate(self.problem.educators):
            asked = [
                (unit, breaks)
                for demand, breaks in breaking
                if self.rows.asks(unit := Unit(demand, "educator", (one.id,)))
            ]
            stays = self._stays(e) if asked else {}
            if len({place for _, _, place in stays}) > 1:
                for unit, breaks in asked:
                    self._too_far(unit, e, stays, breaks)

    def _stays(self, e: int) -> dict[Stay, tuple[int, ...]]:
        """
        Return for each meeting that somebody may teach its times and places.
        """
        found: dict[Stay, list[int]] = defaultdict(list)
        for m, session in enumerate(self.sessions):
            if e in self.teaches[session.section]:
                for (t, v), variable in self.where[m].items():
                    if v != NONE:
                        found[m, t, self.problem.venues[v].where].append(variable)
        return {key: tuple(variables) for key, variables in found.items()}

    def _too_far(
        self,
        unit: Unit,
        e: int,
        stays: Mapping[Stay, tuple[int, ...]],
        breaks: Callable[[int, int], bool],
    ) -> None:
        grid, travel = self.ground.grid, self.problem.travel
        far: dict[tuple[Stay, int], list[Stay]] = defaultdict(list)
        for one, other in self._same_day(stays):
            first = self.choices[one[0]].times[one[1]]
            second = self.choices[other[0]].times[other[1]]
            early, late = (one, other) if first.period < second.period else (other, one)
            first, second = (first, second) if early is one else (second, first)
            gap = grid.starts[second.period] - grid.ends[first.period + first.length - 1]
            if gap >= 0 and breaks(gap, travel.between(early[2], late[2])):
                far[one, other[0]].append(other)
        both: dict[Stay, int] = {}
        for (one, _), others in far.items():
            for stay in (one, *others):
                if stay not in both:
                    teaches = self.teaches[self.sessions[stay[0]].section][e]
                    both[stay] = self._both(stays[stay], teaches)
            self.rows.add(unit, [(1, both[one]), *((1, both[other]) for other in others)], 1)

    def _same_day(self, stays: Iterable[Stay]) -> Iterator[tuple[Stay, Stay]]:
        """
        Yield pairs of stays of different meetings, in different places, on one day.
        """
        weekly: dict[int, list[Stay]] = defaultdict(list)
        single: dict[tuple[int, int], list[Stay]] = defaultdict(list)
        for stay in stays:
            at = self.choices[stay[0]].times[stay[1]]
            if at.week is None:
                weekly[at.weekday].append(stay)
            else:
                single[at.weekday, at.week].append(stay)
        pairs = chain(
            chain.from_iterable(combinations(some, 2) for some in weekly.values()),
            chain.from_iterable(combinations(some, 2) for some in single.values()),
            chain.from_iterable(product(weekly[day], some) for (day, _), some in single.items()),
        )
        for one, other in pairs:
            if one[0] != other[0] and one[2] != other[2]:
                first = self.choices[one[0]].times[one[1]]
                if first.weeks & self.choices[other[0]].times[other[1]].weeks:
                    yield one, other

    # Demands that leaving out a section could break

    def _complete(self, of: SubjectKind, subject: str) -> bool:
        """
        Tell whether every section that a subject could have is there.
        """
        wanted = set(self.numbers)
        return all(s in wanted for s in self.ground.sections_of(of, subject))

    def _gaps(self) -> None:
        for demand in self.ground.hard(NoGaps):
            for unit, uses in self._uses(demand.id, demand.of):
                if not self._complete(demand.of, unit.subjects[0]):
                    continue
                for members in self._days(uses):
                    self._no_gaps(unit, members)

    def _no_gaps(self, unit: Unit, members: Sequence[Use]) -> None:
        by_period: dict[int, list[Use]] = defaultdict(list)
        for use in members:
            for period in range(use.at.period, use.at.period + use.at.length):
                by_period[period].append(use)
        taken = {period: self.rows.variable() for period in range(self.ground.grid.periods)}
        for period, variable in taken.items():
            here = by_period.get(period, [])
            for use in here:
                self.rows.add(None, [*((1, one) for one in use.terms), (-1, variable)], 0)
            some = ((-1, one) for use in here for one in use.terms)
            self.rows.add(None, [(1, variable), *some], 0)
        for first, middle, last in combinations(taken.values(), 3):
            self.rows.add(unit, [(1, first), (1, last), (-1, middle)], 1)

    def _lone(self) -> None:
        for demand in self.ground.hard(NoLoneSession):
            for unit, uses in self._uses(demand.id, demand.of):
                if not self._complete(demand.of, unit.subjects[0]):
                    continue
                for members in self._days(uses):
                    for use in members:
                        beside = [
                            (-1, one)
                            for other in members
                            if other.meeting != use.meeting and _beside(use.at, other.at)
                            for one in other.terms
                        ]
                        self.rows.add(unit, [*((1, one) for one in use.terms), *beside], 0)

    def _fair(self) -> None:
        for demand in self.ground.hard(FairLoad):
            people = [
                one.id
                for one in self.problem.educators
                if (not demand.employment or one.employment == demand.employment)
                and self.ground.sections_of("educator", one.id)
            ]
            unit = Unit(demand.id, "educator", tuple(people))
            whole = all(self._complete("educator", one) for one in people)
            if not (whole and self.rows.asks(unit)):
                continue
            loads = {
                one: [
                    (use.at.held, variable)
                    for use in self._by_educator(one)
                    for variable in use.terms
                ]
                for one in people
            }
            for one, load in loads.items():
                for other, less in loads.items():
                    if one != other:
                        self.rows.add(unit, [*load, *((-held, each) for held, each in less)], 0)

    def _own_pairs(self) -> None:
        for demand in self.ground.own:
            for one, other in demand.pairs(self.problem):
                unit = Unit(demand.id, "section", (one, other))
                if not self.rows.asks(unit):
                    continue
                first = self.meetings.get(self.ground.section_numbers.get(one, NONE), [])
                second = self.meetings.get(self.ground.section_numbers.get(other, NONE), [])
                pairs = (
                    combinations(first, 2)
                    if one == other
                    else ((m, n) for m in first for n in second)
                )
                for m, n in pairs:
                    self._own_pair(unit, m, n, demand)

    def _own_pair(self, unit: Unit, m: int, n: int, demand: OwnDemand) -> None:
        options = [list(self._placements(one)) for one in (m, n)]
        if len(options[0]) * len(options[1]) > MOST_OWN_PAIRS:
            self.rows.whole = False
            return
        for one, first in options[0]:
            for other, second in options[1]:
                terms = dict.fromkeys([*first, *second])
                if demand.amount_of_pair(one, other, self.problem):
                    self.rows.add(unit, ((1, each) for each in terms), len(terms) - 1)

    def _placements(self, m: int) -> Iterator[tuple[object, tuple[int, int]]]:
        session = self.sessions[m]
        for (t, v), variable in self.where[m].items():
            for e, teaches in self.teaches[session.section].items():
                at = self.choices[m].times[t]
                yield self.ground.placement(session, at, v, e), (variable, teaches)


def _minutes(at: Time) -> int:
    return at.minutes


def _held(at: Time) -> int:
    return at.held


def _no_time(gap: int, way: int) -> bool:
    return gap < way


def _long_way(near: ShortWays) -> Callable[[int, int], bool]:
    return lambda gap, way: gap <= near.within and way > near.longer_than


def _beside(one: Time, other: Time) -> bool:
    return other.period == one.period + one.length or one.period == other.period + other.length
