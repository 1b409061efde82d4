"""
What days cost: a table of shapes, each counted when it is first asked for.
"""

from collections.abc import Sequence

from community_edu.scheduling.greedy.parts import Amount, Record
from community_edu.scheduling.instances import Time
from community_edu.scheduling.instances.values import NOBODY


class Shapes(dict[int, int]):
    """
    What each shape of one day costs.

    A shape has a bit for each period that is taken, and above them one for each period that
    goes on with the session of the one before.

    Example:
        >>> from community_edu.scheduling.greedy.amounts import alone
        >>> by_itself = Shapes(4, weeks=0b111, times=1, amounts=[(alone, 2)])
        >>> by_itself[0b0001], by_itself[0b0011], by_itself[0b0011 | 0b0010 << 4]
        (6, 0, 6)
    """

    def __init__(
        self, periods: int, *, weeks: int, times: int, amounts: Sequence[tuple[Amount, int]]
    ) -> None:
        """
        Know nothing at first.

        Args:
            periods: How many a day has.
            weeks: In which the day is held, as bits.
            times: How often a cost is paid: groups with the same members are counted once.
            amounts: What is asked of a day, with what each 1 costs.
        """
        super().__init__()
        self.periods = periods
        self.weeks = weeks
        self.times = times
        self.amounts = amounts

    def __missing__(self, shape: int) -> int:
        records = self._sessions(shape)
        cost = sum(weight * amount(0, records) for amount, weight in self.amounts if records)
        self[shape] = cost = self.times * cost
        return cost

    def _sessions(self, shape: int) -> list[Record]:
        found: list[Record] = []
        goes_on = shape >> self.periods
        for period in range(self.periods):
            if shape >> period & 1 and not goes_on >> period & 1:
                length = 1
                while goes_on >> period + length & 1:
                    length += 1
                held = self.weeks.bit_count()
                time = Time(0, period, length, self.weeks, None, held, 0, 0, 0)
                found.append((len(found), time, NOBODY, NOBODY))
        return found


def mark(period: int, length: int, periods: int) -> int:
    """
    Return the shape of a day with one session.

    Example:
        >>> bin(mark(1, 2, 4))
        '0b1000110'
    """
    taken = (1 << length) - 1
    return taken << period | (taken & ~1) << period + periods
