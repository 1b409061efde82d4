"""
The venues and educators of sections with what they cost, shared between sections that are alike.
"""

from collections.abc import Mapping, Sequence

import attrs

from community_edu.scheduling.demands import (
    Capacity,
    Demand,
    NearHome,
    NotOversized,
    Qualified,
    SuitableVenue,
)
from community_edu.scheduling.instances.times import BANNED
from community_edu.scheduling.instances.values import NOBODY, Pair
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection

Choice = tuple[tuple[int, ...], Mapping[int, int]]
"""
Numbers of venues or educators, and what those cost a session that cost something.
"""
NO_COST: Mapping[int, int] = {}


@attrs.frozen(eq=False, slots=False)
class Choices:
    """
    Who and where, as demands on a section and a venue or an educator alone say.

    Attributes:
        problem: The problem.
        demands: Every demand of it that is no own one.
    """

    problem: TimetableProblem
    demands: tuple[Demand, ...]
    _known: dict[object, Choice] = attrs.field(factory=dict[object, Choice], init=False)

    def venues_of(self, section: TimetableSection) -> Choice:
        """
        Return the venues in which *section* can be.
        """
        if not self.problem.venues:
            return (NOBODY,), NO_COST
        kinds = (section.venues, section.venue_kinds, section.place, section.equipment)
        key = (*kinds, section.size)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._venues(section, self._suitable(kinds, section))
        return known

    def _suitable(self, key: object, section: TimetableSection) -> frozenset[int]:
        known = self._known.get(key)
        if known is None:
            wanted = {venue.id for venue in self.problem.venues_of(section)}
            numbers = (v for v, venue in enumerate(self.problem.venues) if venue.id in wanted)
            known = self._known[key] = (tuple(numbers), NO_COST)
        return frozenset(known[0])

    def _venues(self, section: TimetableSection, suitable: frozenset[int]) -> Choice:
        asked = [
            one for one in self.demands if isinstance(one, SuitableVenue | Capacity | NotOversized)
        ]
        strict = any(isinstance(one, SuitableVenue) and one.hard for one in asked)
        rates: dict[int, int] = {}
        for v in sorted(suitable) if strict else range(len(self.problem.venues)):
            capacity = self.problem.venues[v].capacity
            cost = 0
            for demand in asked:
                amount = 0
                if isinstance(demand, SuitableVenue):
                    amount = int(v not in suitable)
                elif capacity is not None and isinstance(demand, Capacity):
                    amount = max(0, section.size - capacity)
                elif capacity is not None and isinstance(demand, NotOversized):
                    amount = int(0 < section.size * demand.times < capacity)
                if amount:
                    cost = BANNED if demand.weight is None else cost + amount * demand.weight
                if cost == BANNED:
                    break
            else:
                rates[v] = cost
        return tuple(rates), {v: cost for v, cost in rates.items() if cost}

    def educators_of(self, section: TimetableSection) -> Choice:
        """
        Return who can teach *section*; nobody, as -1, if nobody needs to.
        """
        if not section.taught:
            return (NOBODY,), NO_COST
        key = (section.educators, section.subject if not section.educators else "")
        known = self._known.get(key)
        if known is None:
            able = {one.id for one in self.problem.educators_of(section)}
            asked = [one.weight for one in self.demands if isinstance(one, Qualified)]
            everybody = enumerate(self.problem.educators)
            if None in asked:
                known = tuple(e for e, one in everybody if one.id in able), NO_COST
            else:
                cost = sum(weight for weight in asked if weight is not None)
                known = (
                    tuple(range(len(self.problem.educators))),
                    {e: cost for e, one in everybody if one.id not in able},
                )
            self._known[key] = known
        return known

    def homes(
        self, together: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
    ) -> tuple[dict[Pair, int], frozenset[Pair]]:
        """
        Return what it costs that an educator teaches far from home, and what is forbidden.

        Args:
            together: The venues and educators of sections.
        """
        rates: dict[Pair, int] = {}
        banned: set[Pair] = set()
        asked = [one for one in self.demands if isinstance(one, NearHome)]
        if not asked:
            return rates, frozenset()
        ways: dict[tuple[str, str], int] = {}
        pairs = {(v, e) for venues, educators in set(together) for v in venues for e in educators}
        for v, e in sorted(pairs):
            home = self.problem.educators[e].home if e != NOBODY else None
            if home is None or v == NOBODY:
                continue
            way = (home, self.problem.venues[v].where)
            if way not in ways:
                ways[way] = self.problem.travel.between(*way)
            for demand in asked:
                if ways[way] > demand.minutes:
                    if demand.weight is None:
                        banned.add((v, e))
                    else:
                        rates[v, e] = rates.get((v, e), 0) + demand.weight
        return rates, frozenset(banned)
