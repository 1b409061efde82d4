"""
Pairs of placements: the ways between them, their order, and what users ask of them.
"""

from collections.abc import Callable, Sequence

from community_edu.scheduling.demands import Apart, ShortWays
from community_edu.scheduling.greedy.parts import Record
from community_edu.scheduling.instances import Instance, OwnPair, Time
from community_edu.scheduling.instances.values import NOBODY

PairAmount = Callable[[Record, Record], int]


def closer_than(instance: Instance, apart: Apart) -> PairAmount:
    """
    Return a function for whether two single sessions are fewer days apart than asked.
    """
    ordinals = {cell: day.toordinal() for cell, day in instance.grid.dates.items()}

    def close(one: Record, other: Record) -> int:
        here, there = one[1], other[1]
        if here.week is None or there.week is None:
            return 0
        first = ordinals[here.week, here.weekday]
        return int(abs(first - ordinals[there.week, there.weekday]) < apart.days)

    return close


class Ways:
    """
    The ways of educators from one session to the next.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.ends = instance.grid.ends
        self.starts = instance.grid.starts
        self.any = len({venue.where for venue in instance.problem.venues}) > 1

    def _between(self, one: Record, other: Record) -> tuple[int, int, int]:
        """
        Return on how many days there is a way, how long there is for it and how long it takes.
        """
        first, later = (one, other) if one[1].period < other[1].period else (other, one)
        here, there = first[1], later[1]
        free = self.starts[there.period] - self.ends[here.period + here.length - 1]
        if NOBODY in {one[2], other[2]} or free < 0 or here.period == there.period:
            return 0, 0, 0
        return (here.weeks & there.weeks).bit_count(), free, self.instance.way(first[2], later[2])

    def too_far(self, one: Record, other: Record) -> int:
        """
        Return on how many days the time is too short for the way.
        """
        if one[2] == other[2]:
            return 0
        weeks, free, way = self._between(one, other)
        return weeks if way > free else 0

    def long(self, demand: ShortWays) -> Callable[[Record, Record], int]:
        """
        Return a function for on how many days the way is long and follows closely.
        """
        longer, within = demand.longer_than, demand.within

        def amount(one: Record, other: Record) -> int:
            if one[2] == other[2]:
                return 0
            weeks, free, way = self._between(one, other)
            return weeks if way > longer and free <= within else 0

        return amount


class Spans:
    """
    From when to when a meeting is, over all of its sessions.
    """

    def __init__(self, instance: Instance) -> None:
        self.grid = instance.grid
        self.known: dict[int, tuple[tuple[int, int], tuple[int, int]]] = {}

    def of(self, time: Time) -> tuple[tuple[int, int], tuple[int, int]]:
        """
        Return the day and minute at which the first session begins and the last is over.
        """
        known = self.known.get(id(time))
        if known is None:
            days = [
                self.grid.dates[week, time.weekday].toordinal()
                for week in range(self.grid.number)
                if time.weeks >> week & 1
            ]
            start = self.grid.starts[time.period]
            known = (min(days), start), (max(days), start + time.minutes)
            self.known[id(time)] = known
        return known

    def order(self, section_of: Sequence[int], before: int) -> Callable[[Record, Record], int]:
        """
        Return a function for whether a meeting of *before* is over after the other begins.
        """

        def amount(one: Record, other: Record) -> int:
            first, later = (one, other) if section_of[one[0]] == before else (other, one)
            return int(self.of(first[1])[1] > self.of(later[1])[0])

        return amount


class Asking:
    """
    An own demand on pairs, asked once for each two placements.
    """

    def __init__(self, instance: Instance, pair: OwnPair, section_of: Sequence[int]) -> None:
        self.instance = instance
        self.pair = pair
        self.section_of = section_of
        self.numbers = [
            {id(time): t for t, time in enumerate(meeting.times)} for meeting in instance.meetings
        ]
        self.known: dict[tuple[Record, Record], int] = {}

    def amount(self, one: Record, other: Record) -> int:
        """
        Return how far two placements are from what is asked.
        """
        turned = self.section_of[one[0]] != self.pair.one
        if self.pair.one == self.pair.other:
            turned = one[0] > other[0]
        first, later = (other, one) if turned else (one, other)
        known = self.known.get((first, later))
        if known is None:
            placements = (
                self.instance.placement(m, self.numbers[m][id(time)], v, e)
                for m, time, v, e in (first, later)
            )
            known = self.known[first, later] = self.instance.pair_amount(self.pair, *placements)
        return known
