"""
What days cost: a table for each kind of day, with a number for each shape that it can have.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from community_edu.scheduling.annealing.moves import IMPOSSIBLE
from community_edu.scheduling.demands import AtMost, Demand, NoGaps, NoLoneSession
from community_edu.scheduling.greedy.amounts import alone, beyond, gaps
from community_edu.scheduling.greedy.parts import HARD, Amount, Record
from community_edu.scheduling.instances import Instance, Time
from community_edu.scheduling.instances.values import NOBODY

MOST_BITS, MOST_SHAPES = 20, 40_000
"""
How many bits shapes of days can have, and how many shapes there can be, for all to be counted.
"""
Asked: TypeAlias = tuple[tuple[Amount, int], ...]
"""
What is asked of a day, with what each 1 costs.
"""


class DayCosts:
    """
    What days cost.

    A shape has a bit for each period that is taken and, where meetings take several, above
    them one for each period that goes on with the meeting of the one before.

    Attributes:
        costs: For each kind of day a table of shapes; what cannot be costs `IMPOSSIBLE`.

    Example:
        >>> from community_edu.scheduling.greedy.amounts import alone
        >>> days = DayCosts(4, {1, 2})
        >>> at = days.kind(((alone, 2),), weeks=0b111, times=1)
        >>> [days.costs[at + shape] for shape in (0b0001, 0b0011, 0b0011 | 0b0010 << 4)]
        [6, 0, 6]
    """

    def __init__(self, periods: int, lengths: AbstractSet[int]) -> None:
        """
        Know nothing at first.

        Args:
            periods: How many a day has.
            lengths: How many of them meetings take.
        """
        self.periods = periods
        self.bits = _bits(periods, lengths)
        self.costs: list[int] = []
        self._shapes = list(_shapes(periods, sorted(lengths)))
        self._known: dict[tuple[Asked, int, int], int] = {}

    def kind(self, asked: Asked, *, weeks: int, times: int) -> int:
        """
        Return where the table of one kind of day begins.

        Args:
            asked: What is asked of it.
            weeks: In which it is held, as bits.
            times: How often a cost is paid: groups with the same members are counted once.
        """
        key = asked, weeks, times
        begin = self._known.get(key)
        if begin is None:
            begin = self._known[key] = len(self.costs)
            self.costs += [0] * (1 << self.bits)
            for shape in self._shapes:
                records = self._records(shape, weeks)
                cost = sum(weight * amount(0, records) for amount, weight in asked if records)
                self.costs[begin + shape] = min(times * cost, IMPOSSIBLE)
        return begin

    def _records(self, shape: int, weeks: int) -> list[Record]:
        found: list[Record] = []
        goes_on = shape >> self.periods
        for period in range(self.periods):
            if shape >> period & 1 and not goes_on >> period & 1:
                length = 1
                while goes_on >> period + length & 1:
                    length += 1
                time = Time(0, period, length, weeks, None, weeks.bit_count(), 0, 0, 0)
                found.append((len(found), time, NOBODY, NOBODY))
        return found


def mark(period: int, length: int, periods: int) -> int:
    """
    Return the shape of a day with one meeting.

    Example:
        >>> bin(mark(1, 2, 4))
        '0b1000110'
    """
    taken = (1 << length) - 1
    return taken << period | (taken & ~1) << period + periods


def asked_of_days(instance: Instance, of: str) -> Asked:
    """
    Return what is asked of each day of an educator, a group or a section.
    """
    found = [(beyond(one.most), price(one)) for one in instance.of(AtMost) if one.of == of]
    found += [(gaps, price(one)) for one in instance.of(NoGaps) if one.of == of]
    found += [(alone, price(one)) for one in instance.of(NoLoneSession) if one.of == of]
    return tuple(found)


def price(demand: Demand) -> int:
    """
    Return what each 1 of the amount of a demand costs.
    """
    return HARD if demand.weight is None else demand.weight


def countable(periods: int, lengths: AbstractSet[int]) -> bool:
    """
    Tell whether all shapes of days with meetings of these lengths can be counted.

    Example:
        >>> countable(10, {1, 2}), countable(12, {1}), countable(12, {1, 2})
        (True, True, False)
    """
    few = _ways(periods, lengths) <= MOST_SHAPES
    return few and _bits(periods, lengths) <= MOST_BITS


def _bits(periods: int, lengths: AbstractSet[int]) -> int:
    return periods if lengths <= {1} else 2 * periods


def _shapes(periods: int, lengths: Sequence[int], period: int = 0) -> Iterator[int]:
    """
    Yield every shape of a day from a period on.
    """
    if period >= periods:
        yield 0
        return
    yield from _shapes(periods, lengths, period + 1)
    for length in lengths:
        if period + length <= periods:
            taken = mark(period, length, periods)
            yield from (taken | rest for rest in _shapes(periods, lengths, period + length))


def _ways(periods: int, lengths: Iterable[int]) -> int:
    """
    Count these shapes.
    """
    ways = [1]
    for left in range(1, periods + 1):
        ways.append(ways[-1] + sum(ways[left - length] for length in lengths if length <= left))
    return ways[-1]
