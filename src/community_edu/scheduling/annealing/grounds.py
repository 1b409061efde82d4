"""
The ground of annealing: meetings of every week, with what their places and days cost in tables.

A *slot* is ``weekday * periods + period``. All meetings are held in the same weeks, so two of
them are at the same time if they share a slot, and only then.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from community_edu.scheduling.annealing.shapes import Shapes, mark
from community_edu.scheduling.demands import (
    AtMost,
    Demand,
    EnoughTravel,
    FairLoad,
    NoGaps,
    NoLoneSession,
    Precedence,
    SameVenue,
    ShortWays,
    Spread,
    WorkingLimits,
)
from community_edu.scheduling.greedy.amounts import alone, beyond, gaps
from community_edu.scheduling.greedy.parts import HARD, Amount
from community_edu.scheduling.instances import Instance, Meeting
from community_edu.scheduling.instances.values import NOBODY

DAYS = 7
EVERYBODY = frozenset({"venue", "educator", "group"})
FEW_PERIODS = 10
"""
If a day has so few periods, and no meeting takes two, all shapes of it are counted at once.
"""
Costs: TypeAlias = list[int] | Shapes
Prices: TypeAlias = Sequence[Sequence[int]]
"""
For each slot what each venue costs, `HARD` if it cannot be; nothing for slots at which a
meeting cannot begin.
"""


def annealable(instance: Instance, sections: Iterable[int]) -> bool:
    """
    Tell whether annealing knows all that *sections* can cost.

    Classes of every week with one educator each, in venues, all held in the same weeks; what
    they share can be in one place at a time; demands on several meetings are on the days,
    the gaps and the venues of groups, educators and sections.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.organizations import Venue
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["09:00-10:30"])
        >>> rooms = [Venue(id="room", name="Room", kind="classroom")]
        >>> ink = TimetableSection(id="ink")
        >>> annealable(compile_problem(TimetableProblem([ink], rooms, [], weeks)), [0])
        True
        >>> annealable(compile_problem(TimetableProblem([ink], [], [], weeks)), [0])
        False
    """
    if not instance.hard_clash >= EVERYBODY or any(instance.clash_weight.values()):
        return False
    chosen = list(sections)
    people = {e for s in chosen for e in instance.section_educators[s] if e != NOBODY}
    if any(len(instance.section_educators[s]) != 1 for s in chosen) or instance.own_pairs:
        return False
    if not all(_known(instance, demand, people) for demand in instance.of(Demand)):
        return False
    weeks: dict[int, int] = {}
    return all(
        not meeting.single
        and NOBODY not in meeting.venues
        and all(weeks.setdefault(time.weekday, time.weeks) == time.weeks for time in meeting.times)
        for s in chosen
        for meeting in _meetings(instance, s)
    )


def _known(instance: Instance, demand: Demand, people: Iterable[int]) -> bool:
    """
    Tell whether annealing counts a demand, or none of *people* is asked.
    """
    if isinstance(demand, AtMost):
        return demand.per == "day" and demand.of != "venue"
    if isinstance(demand, NoGaps | NoLoneSession):
        return demand.of != "venue"
    if isinstance(demand, WorkingLimits):
        asked = [instance.problem.educators[e] for e in people]
        limits = {limit for one in asked for limit in (one.daily_minutes, one.weekly_minutes)}
        return not (limits | {one.sessions for one in asked}) - {None}
    if isinstance(demand, EnoughTravel):
        places = {venue.where for venue in instance.problem.venues}
        between = instance.problem.travel.between
        return not any(between(one, other) for one in places for other in places)
    return not isinstance(demand, FairLoad | Precedence | ShortWays)


def _meetings(instance: Instance, s: int) -> list[Meeting]:
    return [instance.meetings[m] for m in instance.meetings_of[s]]


class Ground:
    """
    A part of an instance as annealing has it. All lists count as the instance does.

    Attributes:
        instance: Where it comes from.
        sections: Which part.
        meetings: The meetings of these sections.
        starts: For each meeting the slots at which it can begin.
        times: For each meeting and such slot the number of its time.
        prices: For each meeting what its places cost by themselves.
        tails: For each section how far after the first slot of a meeting its others are.
        marks: For each section and slot the shape that a meeting gives its day.
        enemies: For each section those that cannot be at the same time, as bits.
        buckets: For each section the numbers of what has days: its groups, its educator,
            itself.
        shapes: For each weekday and bucket what shapes of the day cost.
        by_days: For each section what it costs to be on so many days.
        moving: What each venue of a section beyond its first costs.
    """

    def __init__(self, instance: Instance, sections: Iterable[int]) -> None:
        self.instance = instance
        self.periods = instance.grid.periods
        self.slots = DAYS * self.periods
        self.day_of = [slot // self.periods for slot in range(self.slots)]
        self.sections = sorted(s for s in sections if instance.meetings_of[s])
        self.meetings = [m for s in self.sections for m in instance.meetings_of[s]]
        meetings, lengths = instance.meetings, [one.length for one in instance.problem.sections]
        self.starts: list[tuple[int, ...]] = [()] * len(meetings)
        self.times: list[dict[int, int]] = [{}] * len(meetings)
        self.prices: list[Prices] = [()] * len(meetings)
        for s in self.sections:
            self._places(s)
        self.tails = [tuple(range(1, length)) for length in lengths]
        self.marks = [
            [mark(slot % self.periods, length, self.periods) for slot in range(self.slots)]
            for length in lengths
        ]
        self.enemies = [1 << s for s in range(len(lengths))]
        self.buckets: list[tuple[int, ...]] = [()] * len(lengths)
        self.shapes: list[list[Costs]] = [[] for _ in range(DAYS)]
        self._share()
        self.moving = sum(map(_price, instance.of(SameVenue)))
        self.by_days = [self._days(s) for s in range(len(lengths))]

    def _places(self, s: int) -> None:
        """
        Count the places of the meetings of a section, those of equal meetings once.
        """
        instance = self.instance
        (e,) = instance.section_educators[s]
        for meeting in _meetings(instance, s):
            m, first = meeting.index, instance.meetings_of[s][0]
            if m != first and _alike(instance, first, m):
                self.starts[m], self.times[m] = self.starts[first], self.times[first]
                self.prices[m] = self.prices[first]
                continue
            prices: list[Sequence[int]] = [()] * self.slots
            self.times[m] = times = dict[int, int]()
            for t, time in enumerate(meeting.times):
                row = [HARD] * len(instance.problem.venues)
                for v in meeting.venues:
                    cost = instance.unary_cost(m, t, v, e)
                    row[v] = HARD if cost is None else cost
                slot = time.weekday * self.periods + time.period
                times[slot], prices[slot] = t, row
            self.starts[m], self.prices[m] = tuple(times), prices

    def _share(self) -> None:
        """
        Find out who cannot be at the same time, and what has days.
        """
        instance, mine = self.instance, set(self.sections)
        taught: dict[int, list[int]] = defaultdict(list)
        for s in self.sections:
            taught[instance.section_educators[s][0]].append(s)
        taught.pop(NOBODY, None)
        groups = Counter(frozenset(members) & mine for members in instance.groups.values())
        groups.pop(frozenset(), None)
        for members in (*groups, *taught.values()):
            together = sum(1 << s for s in members)
            for s in members:
                self.enemies[s] |= together
        self._bucket("group", groups.items())
        self._bucket("educator", ((members, 1) for members in taught.values()))
        self._bucket("section", (((s,), 1) for s in self.sections))

    def _bucket(self, of: str, sharing: Iterable[tuple[Iterable[int], int]]) -> None:
        """
        Let each of some sets of sections have days, if a demand asks for them.
        """
        amounts = list(_of_days(self.instance, of))
        if not amounts:
            return
        known: dict[tuple[int, int], Costs] = {}
        short = self.periods <= FEW_PERIODS and not any(map(any, self.tails))
        size = 1 << self.periods if short else 0
        for members, times in sharing:
            number = len(self.shapes[0])
            for weekday, weeks in enumerate(self.instance.grid.taught):
                key = weeks & self._weeks, times
                if key not in known:
                    table = Shapes(self.periods, weeks=key[0], times=times, amounts=amounts)
                    known[key] = [*map(table.__getitem__, range(size))] if size else table
                self.shapes[weekday].append(known[key])
            for s in members:
                self.buckets[s] = (*self.buckets[s], number)

    @property
    def _weeks(self) -> int:
        return self.instance.meetings[self.meetings[0]].weeks

    def _days(self, s: int) -> list[int]:
        section = self.instance.problem.sections[s]
        wanted = 0
        if section.sessions > 1:
            wanted = min(section.days or section.sessions, section.sessions)
        weight = sum(map(_price, self.instance.of(Spread)))
        return [weight * max(0, wanted - days) for days in range(DAYS + 1)]


def _price(demand: Demand) -> int:
    return HARD if demand.weight is None else demand.weight


def _of_days(instance: Instance, of: str) -> Iterator[tuple[Amount, int]]:
    """
    Yield what is asked of each day of an educator, a group or a section.
    """
    for most in instance.of(AtMost):
        if most.of == of:
            yield beyond(most.most), _price(most)
    for idle in instance.of(NoGaps):
        if idle.of == of:
            yield gaps, _price(idle)
    for lone in instance.of(NoLoneSession):
        if lone.of == of:
            yield alone, _price(lone)


def _alike(instance: Instance, one: int, other: int) -> bool:
    """
    Tell whether two meetings of a section have the same places at the same cost.
    """
    here, there = instance.meetings[one], instance.meetings[other]
    return (
        here.times is there.times
        and here.venues == there.venues
        and instance.costs_alike(one, other)
    )
