"""
What demands on several placements cost, kept up to date while meetings come and go.

Each part of the cost can say what one more placement would cost (`cost_of`), take it in
(`add`) and let it go (`remove`). Hard demands cost `HARD` for each 1 of their amount, or
`HEAVY` where a placement that breaks one can be mended by another one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

import attrs

from community_edu.scheduling.instances import Time

HARD = 1 << 60
HEAVY = 1 << 40

Record: TypeAlias = tuple[int, Time, int, int]
"""
A meeting as it is placed: its number, time, venue and educator.
"""
Amount: TypeAlias = Callable[[int, Sequence[Record]], int]
"""
How far the placements under one key are from what a demand asks.
"""


class Part(Protocol):
    """
    One part of the cost.
    """

    total: int

    def cost_of(self, record: Record) -> int:
        """
        Return what one more placement would cost.
        """
        ...

    def add(self, record: Record) -> None:
        """
        Take in a placement.
        """
        ...

    def remove(self, record: Record) -> None:
        """
        Let a placement go.
        """
        ...

    def blockers(self, record: Record, gone: set[int], rank: Callable[[int], int]) -> set[int]:
        """
        Return the meetings that have to go, beside *gone*, before a placement can come.

        Of several that would do, those of the lowest *rank* are chosen.
        """
        ...


@attrs.define(eq=False)
class Buckets:
    """
    Demands on placements that have something in common: an educator and a weekday, a venue … .

    Attributes:
        keys: To what a placement belongs.
        amounts: The demands, each with what 1 of its amount costs.
    """

    keys: Callable[[Record], Iterable[int]]
    amounts: Sequence[tuple[Amount, int]]
    total: int = 0
    _members: dict[int, list[Record]] = attrs.field(
        factory=lambda: defaultdict[int, list[Record]](list), init=False
    )
    _costs: dict[int, int] = attrs.field(factory=lambda: defaultdict[int, int](int), init=False)

    def _cost(self, key: int, records: Sequence[Record]) -> int:
        return sum(weight * amount(key, records) for amount, weight in self.amounts)

    def cost_of(self, record: Record) -> int:
        """
        Return what one more placement would cost.
        """
        return sum(
            self._cost(key, [*self._members[key], record]) - self._costs[key]
            for key in self.keys(record)
        )

    def _renew(self, key: int) -> None:
        cost = self._cost(key, self._members[key])
        self.total += cost - self._costs[key]
        self._costs[key] = cost

    def add(self, record: Record) -> None:
        """
        Take in a placement.
        """
        for key in self.keys(record):
            self._members[key].append(record)
            self._renew(key)

    def remove(self, record: Record) -> None:
        """
        Let a placement go.
        """
        for key in self.keys(record):
            self._members[key].remove(record)
            self._renew(key)

    def blockers(self, record: Record, gone: set[int], rank: Callable[[int], int]) -> set[int]:
        """
        Return the meetings that have to go, beside *gone*, before a placement can come.
        """
        found: set[int] = set()
        for key in self.keys(record):
            left = [one for one in self._members[key] if one[0] not in gone | found]
            left.sort(key=lambda one: rank(one[0]))
            while left and (cost := self._cost(key, [*left, record])) >= HARD // 2:
                tries = (
                    (self._cost(key, [*left[:i], *left[i + 1 :], record]), i)
                    for i in range(len(left))
                )
                best, which = min(tries)
                found.add(left.pop(which if best < cost else 0)[0])
        return found


@attrs.define(eq=False)
class Pairs:
    """
    A demand on pairs of placements of certain sections.

    Attributes:
        section_of: The section of each meeting.
        meetings_of: The meetings of each section.
        near: For each section those with which it makes pairs; it may be one of them.
        amount: What a pair is from what is asked.
        weight: What 1 of it costs.
    """

    section_of: Sequence[int]
    meetings_of: Sequence[Sequence[int]]
    near: Mapping[int, Sequence[int]]
    amount: Callable[[Record, Record], int]
    weight: int
    total: int = 0
    _placed: dict[int, Record] = attrs.field(factory=dict[int, Record], init=False)

    def _others(self, record: Record) -> Iterable[Record]:
        for section in self.near.get(self.section_of[record[0]], ()):
            for meeting in self.meetings_of[section]:
                if meeting != record[0] and meeting in self._placed:
                    yield self._placed[meeting]

    def cost_of(self, record: Record) -> int:
        """
        Return what one more placement would cost.
        """
        return self.weight * sum(self.amount(record, other) for other in self._others(record))

    def add(self, record: Record) -> None:
        """
        Take in a placement.
        """
        self.total += self.cost_of(record)
        self._placed[record[0]] = record

    def remove(self, record: Record) -> None:
        """
        Let a placement go.
        """
        del self._placed[record[0]]
        self.total -= self.cost_of(record)

    def blockers(self, record: Record, gone: set[int], rank: Callable[[int], int]) -> set[int]:
        """
        Return the meetings that have to go, beside *gone*, before a placement can come.
        """
        del rank
        if self.weight < HARD:
            return set()
        return {
            other[0]
            for other in self._others(record)
            if other[0] not in gone and self.amount(record, other)
        }


@attrs.define(eq=False)
class Loads:
    """
    The difference between the educator with the most sessions and the one with the fewest.

    Attributes:
        loads: The sessions of each educator that counts.
        weight: What 1 of the difference costs.
    """

    loads: dict[int, int]
    weight: int
    total: int = 0

    def _spread(self) -> int:
        return (max(self.loads.values()) - min(self.loads.values())) * self.weight

    def cost_of(self, record: Record) -> int:
        """
        Return what one more placement would cost.
        """
        educator = record[3]
        if educator not in self.loads:
            return 0
        self.loads[educator] += record[1].held
        extra = self._spread() - self.total
        self.loads[educator] -= record[1].held
        return extra

    def add(self, record: Record) -> None:
        """
        Take in a placement.
        """
        if record[3] in self.loads:
            self.loads[record[3]] += record[1].held
            self.total = self._spread()

    def remove(self, record: Record) -> None:
        """
        Let a placement go.
        """
        if record[3] in self.loads:
            self.loads[record[3]] -= record[1].held
            self.total = self._spread()

    def blockers(self, record: Record, gone: set[int], rank: Callable[[int], int]) -> set[int]:
        """
        Return nothing: a load is never in the way of one more session.
        """
        del record, gone, rank
        return set()
