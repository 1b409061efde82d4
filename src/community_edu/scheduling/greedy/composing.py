"""
The parts of the cost of an instance, as its demands ask.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from community_edu.scheduling.demands import (
    Apart,
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
from community_edu.scheduling.greedy.amounts import (
    alone,
    beyond,
    beyond_in_all,
    clash,
    gaps,
    minutes_beyond,
    pairs_of,
    venues_beyond_first,
)
from community_edu.scheduling.greedy.pairing import (
    Asking,
    PairAmount,
    Spans,
    Ways,
    closer_than,
)
from community_edu.scheduling.greedy.parts import (
    HARD,
    HEAVY,
    Amount,
    Buckets,
    Loads,
    Pairs,
    Part,
    Record,
)
from community_edu.scheduling.instances import Instance
from community_edu.scheduling.instances.values import NOBODY

DAYS = 7
Keys = Callable[[Record], Iterable[int]]


def groups_of(instance: Instance) -> list[tuple[int, ...]]:
    """
    Return for each section the numbers of its groups.
    """
    found: list[list[int]] = [[] for _ in instance.meetings_of]
    for group, sections in enumerate(instance.groups.values()):
        for section in sections:
            found[section].append(group)
    return list(map(tuple, found))


class Composition:
    """
    The parts of the cost of an instance, as its demands ask.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.parts: list[Part] = []
        self.offset = 0
        self.section_of = [meeting.section for meeting in instance.meetings]
        self.groups_of = groups_of(instance)
        self.buckets: dict[tuple[str, bool], list[tuple[Amount, int]]] = defaultdict(list)
        self._counts()
        self._people()
        self._sections()
        for (of, daily), amounts in self.buckets.items():
            self.parts.append(Buckets(self._keys(of, daily=daily), amounts))
        self._pairs()

    def _keys(self, of: str, *, daily: bool) -> Keys:
        section_of, groups_of = self.section_of, self.groups_of

        def numbers(record: Record) -> Iterable[int]:
            if of == "group":
                return groups_of[section_of[record[0]]]
            if of == "section":
                return (section_of[record[0]],)
            number = record[2] if of == "venue" else record[3]
            return () if number == NOBODY else (number,)

        def days(record: Record) -> Iterable[int]:
            return [number * DAYS + record[1].weekday for number in numbers(record)]

        return days if daily else numbers

    def _add(
        self, of: str, amount: Amount, demand: Demand, *, daily: bool, mend: bool = False
    ) -> None:
        weight = demand.weight
        cost = (HEAVY if mend else HARD) if weight is None else weight
        self.buckets[of, daily].append((amount, cost))

    def _counts(self) -> None:
        """
        Add demands on how many sessions, minutes and gaps there are.
        """
        for demand in self.instance.of(AtMost):
            if demand.per == "term":
                self._add(demand.of, beyond_in_all(_always(demand.most)), demand, daily=False)
            else:
                self._add(demand.of, beyond(demand.most), demand, daily=demand.per == "day")
        people = self.instance.problem.educators
        for limits in self.instance.of(WorkingLimits):
            if any(one.daily_minutes is not None for one in people):
                most = minutes_beyond(lambda key: people[key // DAYS].daily_minutes)
                self._add("educator", most, limits, daily=True)
            if any(one.weekly_minutes is not None for one in people):
                most = minutes_beyond(lambda key: people[key].weekly_minutes)
                self._add("educator", most, limits, daily=False)
            if any(one.sessions is not None for one in people):
                most = beyond_in_all(lambda key: people[key].sessions)
                self._add("educator", most, limits, daily=False)
        for idle in self.instance.of(NoGaps):
            self._add(idle.of, gaps, idle, daily=True, mend=True)
        for lone in self.instance.of(NoLoneSession):
            self._add(lone.of, alone, lone, daily=True, mend=True)

    def _people(self) -> None:
        """
        Add demands on the ways of educators, and on fair loads.
        """
        instance = self.instance
        ways = Ways(instance)
        if ways.any:
            for travel in instance.of(EnoughTravel):
                self._add("educator", pairs_of(ways.too_far), travel, daily=True)
            for short in instance.of(ShortWays):
                self._add("educator", pairs_of(ways.long(short)), short, daily=True)
        problem = instance.problem
        able = {one.id for section in problem.sections for one in problem.educators_of(section)}
        for fair in instance.of(FairLoad):
            loads = {
                e: 0
                for e, one in enumerate(problem.educators)
                if one.id in able and fair.employment in {"", one.employment}
            }
            if loads:
                self.parts.append(Loads(loads, HEAVY if fair.weight is None else fair.weight))

    def _sections(self) -> None:
        """
        Add demands on the meetings of one section.
        """
        for spread in self.instance.of(Spread):
            wanted = [
                min(one.days or one.sessions, one.sessions) if one.sessions > 1 else 0
                for one in self.instance.problem.sections
            ]
            if spread.weight is None:
                counts = [one.sessions for one in self.instance.problem.sections]
                spare = [count - days for count, days in zip(counts, wanted, strict=True)]
                self._add("section", _same_days(spare), spread, daily=False)
            else:
                self._add("section", _days(wanted), spread, daily=False)
                self.offset += sum(wanted) * spread.weight
        for same in self.instance.of(SameVenue):
            self._add("section", venues_beyond_first, same, daily=False)
        for apart in self.instance.of(Apart):
            if apart.of != "group":
                self._add(apart.of, pairs_of(closer_than(self.instance, apart)), apart, daily=False)
        for of in ("venue", "educator"):
            weight = self.instance.clash_weight.get(of, 0)
            if weight:
                self.buckets[of, True].append((pairs_of(clash), weight))

    def _pairs(self) -> None:
        """
        Add demands on pairs of sections.
        """
        instance = self.instance
        weight = instance.clash_weight.get("group", 0)
        if weight:
            near = self._neighbours(single=False, own=True)
            self.parts.append(self._pairs_part(near, clash, weight))
        for apart in instance.of(Apart):
            if apart.of == "group":
                near = self._neighbours(single=True, own=False)
                cost = HARD if apart.weight is None else apart.weight
                self.parts.append(self._pairs_part(near, closer_than(self.instance, apart), cost))
        numbers: dict[str, int] = {one.id: s for s, one in enumerate(instance.problem.sections)}
        spans = Spans(instance)
        for demand in instance.of(Precedence):
            before, after = numbers.get(demand.before), numbers.get(demand.after)
            if before is not None and after is not None:
                near = {before: (after,), after: (before,)}
                cost = HARD if demand.weight is None else demand.weight
                order = spans.order(self.section_of, before)
                self.parts.append(self._pairs_part(near, order, cost))
        for pair in instance.own_pairs:
            near = {pair.one: (pair.other,), pair.other: (pair.one,)}
            cost = HARD if pair.demand.weight is None else pair.demand.weight
            ask = Asking(instance, pair, self.section_of)
            self.parts.append(self._pairs_part(near, ask.amount, cost))

    def _pairs_part(
        self,
        near: Mapping[int, Sequence[int]],
        amount: PairAmount,
        weight: int,
    ) -> Pairs:
        return Pairs(self.section_of, self.instance.meetings_of, near, amount, weight)

    def _neighbours(self, *, single: bool, own: bool) -> dict[int, tuple[int, ...]]:
        """
        Return for each section those that share a group with it.

        Args:
            single: Only sections of single meetings.
            own: Whether each section is with itself even without a group.
        """
        sections = self.instance.problem.sections
        found: dict[int, set[int]] = defaultdict(set)
        for numbers in self.instance.groups.values():
            members = [s for s in numbers if not single or sections[s].per == "term"]
            for s in members:
                found[s].update(members)
        if own:
            for s in range(len(sections)):
                found[s].add(s)
        return {s: tuple(sorted(others)) for s, others in found.items()}


def _always(most: int) -> Callable[[int], int]:
    """
    Return a function for the same number for everybody.
    """
    return lambda _: most


def _days(wanted: Sequence[int]) -> Amount:
    """
    Return the days that a section has of those that it wants, as a saving.
    """

    def amount(section: int, records: Sequence[Record]) -> int:
        if not wanted[section]:
            return 0
        days = {(record[1].week, record[1].weekday) for record in records}
        return -min(wanted[section], len(days))

    return amount


def _same_days(spare: Sequence[int]) -> Amount:
    """
    Return the meetings of a section that leave it too few others for the days that it must have.
    """

    def amount(section: int, records: Sequence[Record]) -> int:
        days = {(record[1].week, record[1].weekday) for record in records}
        return max(0, len(records) - len(days) - spare[section])

    return amount
