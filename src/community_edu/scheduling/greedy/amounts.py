"""
The amounts of demands, as functions of placements that have something in common.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

from community_edu.scheduling.greedy.parts import Amount, Record

Active = tuple[int, list[Record]]
"""
How many weeks have exactly these placements.
"""


def by_weeks(records: Sequence[Record]) -> list[Active]:
    """
    Return the sets of placements that are held together, each with how many weeks it is.
    """
    if len(records) == 1:
        return [(records[0][1].held, list(records))]
    parts: list[tuple[int, list[Record]]] = []
    seen = 0
    for record in records:
        mine = record[1].weeks
        refined: list[tuple[int, list[Record]]] = []
        for weeks, members in parts:
            both = weeks & mine
            if both:
                refined.append((both, [*members, record]))
            if both != weeks:
                refined.append((weeks & ~mine, members))
        if mine & ~seen:
            refined.append((mine & ~seen, [record]))
        seen |= mine
        parts = refined
    return [(weeks.bit_count(), members) for weeks, members in parts]


def beyond(most: int) -> Amount:
    """
    Return the sessions beyond *most*, over the weeks.
    """

    def amount(_: int, records: Sequence[Record]) -> int:
        if len(records) <= most:
            return 0
        return sum(max(0, len(members) - most) * weeks for weeks, members in by_weeks(records))

    return amount


def beyond_in_all(most: Callable[[int], int | None]) -> Amount:
    """
    Return the sessions of a whole term beyond the most that a key has.
    """

    def amount(key: int, records: Sequence[Record]) -> int:
        allowed = most(key)
        if allowed is None:
            return 0
        return max(0, sum(record[1].held for record in records) - allowed)

    return amount


def minutes_beyond(most: Callable[[int], int | None]) -> Amount:
    """
    Return the minutes beyond the most that a key has, over the weeks.
    """

    def amount(key: int, records: Sequence[Record]) -> int:
        allowed = most(key)
        if allowed is None or sum(record[1].minutes for record in records) <= allowed:
            return 0
        return sum(
            max(0, sum(member[1].minutes for member in members) - allowed) * weeks
            for weeks, members in by_weeks(records)
        )

    return amount


def gaps(_: int, records: Sequence[Record]) -> int:
    """
    Return the idle periods between the first and the last, over the weeks.
    """
    found = 0
    for weeks, members in by_weeks(records):
        taken = 0
        for member in members:
            taken |= ((1 << member[1].length) - 1) << member[1].period
        first = (taken & -taken).bit_length() - 1
        found += (taken.bit_length() - first - taken.bit_count()) * weeks
    return found


def alone(_: int, records: Sequence[Record]) -> int:
    """
    Return the sessions with nothing in the period before or after, over the weeks.
    """
    found = 0
    for weeks, members in by_weeks(records):
        begins = {member[1].period for member in members}
        ends = {member[1].period + member[1].length for member in members}
        for member in members:
            period, end = member[1].period, member[1].period + member[1].length
            if end not in begins and period not in ends:
                found += weeks
    return found


def pairs_of(amount: Callable[[Record, Record], int]) -> Amount:
    """
    Return the sum of the amounts of all pairs.
    """

    def whole(_: int, records: Sequence[Record]) -> int:
        return sum(amount(one, other) for one, other in combinations(records, 2))

    return whole


def clash(one: Record, other: Record) -> int:
    """
    Return the pairs of sessions of two placements that share time.
    """
    here, there = one[1], other[1]
    if not here.cells & there.cells:
        return 0
    return (here.weeks & there.weeks).bit_count()


def venues_beyond_first(_: int, records: Sequence[Record]) -> int:
    """
    Return the venues beyond the first.
    """
    return max(0, len({record[2] for record in records}) - 1)
