"""
The board of annealing: who is where, and moves of one meeting or of two that change places.
"""

from collections.abc import Iterator, Sequence
from math import log
from random import Random
from typing import TypeAlias

from community_edu.scheduling.annealing.grounds import DAYS, Ground
from community_edu.scheduling.greedy.parts import HARD
from community_edu.scheduling.instances import Assignment

NONE = -1
ROOM_ONLY, OTHER_ROOM, CHANGED_ROOMS = 0.2, 0.2, 0.15
"""
How often a move is one to another venue at the same time, how often a meeting that moves
leaves its venue though it could keep it, and how often two that change places do.
"""
HOPELESS = 12.0
"""
What costs so many times the heat more is never done.
"""
Move: TypeAlias = tuple[int, int, int, int, int]
"""
A meeting, its new slot and venue, and which other goes to its old slot (none: -1), and where.
"""


class Board:
    """
    A complete timetable, and what it costs but for what is the same in all timetables.

    Moves never put two where there is room for one.

    Attributes:
        ground: What is known of it.
        slots: For each meeting the slot at which it begins.
        venues: For each meeting its venue.
        cost: What it costs now.
        best: The least that it has cost.
    """

    def __init__(self, ground: Ground, start: Assignment, seed: int) -> None:
        self.ground = ground
        self.random = Random(seed)  # noqa: S311
        instance = ground.instance
        self.section = [meeting.section for meeting in instance.meetings]
        self.slots = [NONE] * len(self.section)
        self.venues = [NONE] * len(self.section)
        self._only: dict[tuple[int, int], tuple[Sequence[int], Sequence[int]]] = {}
        self._at = [0] * ground.slots
        self._room = [[NONE] * len(instance.problem.venues) for _ in range(ground.slots)]
        self._shape = [[0] * len(bucket) for bucket in ground.shapes]
        count, venues = len(instance.meetings_of), len(instance.problem.venues)
        self._holder: list[dict[int, int]] = [{} for _ in range(count)]
        self._on_day = [[0] * DAYS for _ in range(count)]
        self._days = [0] * count
        self._uses = [[0] * venues for _ in range(count)]
        self.begin(start)

    def begin(self, start: Assignment) -> None:
        """
        Put every meeting where *start* has it; the best is forgotten.
        """
        for m in self.ground.meetings:
            if self.slots[m] != NONE:
                self._lift(m)
                self._count(m, self.ground.buckets[self.section[m]], -1)
        for m in self.ground.meetings:
            time = self.ground.instance.meetings[m].times[start.times[m]]
            self.slots[m] = time.weekday * self.ground.periods + time.period
            self.venues[m] = start.venues[m]
            self._put(m)
            self._count(m, self.ground.buckets[self.section[m]], 1)
        self.cost = self.best = self._counted()
        self._kept = self.slots[:], self.venues[:]

    def _counted(self) -> int:
        ground = self.ground
        cost = sum(ground.prices[m][self.slots[m]][self.venues[m]] for m in ground.meetings)
        for tables, shapes in zip(ground.shapes, self._shape, strict=True):
            cost += sum(table[shape] for table, shape in zip(tables, shapes, strict=True))
        for s in ground.sections:
            used = sum(map(bool, self._uses[s]))
            cost += ground.by_days[s][self._days[s]] + ground.moving * (used - 1)
        return cost

    def write(self, into: Assignment) -> None:
        """
        Write the best into an assignment.
        """
        slots, venues = self._kept
        for m in self.ground.meetings:
            into.times[m] = self.ground.times[m][slots[m]]
            into.venues[m] = venues[m]
            s = self.section[m]
            (into.educators[s],) = self.ground.instance.section_educators[s]

    # ---------------------------------------------------------------- search

    def worse(self, moves: int) -> list[int]:
        """
        Return what some moves would cost more; none is made.
        """
        costs = [self._change(move) for move in self._drawn(moves)]
        return [cost for cost in costs if 0 < cost < HARD // 2]

    def run(self, moves: int, heat: float) -> None:
        """
        Try so many moves; those that cost more are made the more often the higher *heat* is.
        """
        change, random, most = self._change, self.random.random, HOPELESS * heat
        for move in self._drawn(moves):
            extra = change(move)
            if extra <= 0 or (extra < most and extra <= -heat * log(1 - random())):
                self._make(move)
                self.cost += extra
                if self.cost < self.best:
                    self.best = self.cost
                    self._kept = self.slots[:], self.venues[:]

    def _drawn(self, moves: int) -> Iterator[Move]:
        """
        Yield those of so many moves drawn by chance that can be made.
        """
        ground, random, at = self.ground, self.random.random, self._at
        meetings, starts_of, section = ground.meetings, ground.starts, self.section
        tails, enemies, count = ground.tails, ground.enemies, len(ground.meetings)
        for _ in range(moves):
            m = meetings[int(random() * count)]
            if random() < ROOM_ONLY:
                move = self._to_a_room(m)
            else:
                s, starts = section[m], starts_of[m]
                slot = starts[int(random() * len(starts))]
                foes = at[slot]
                for after in tails[s]:
                    foes |= at[slot + after]
                foes &= enemies[s]
                if foes & (foes - 1):
                    continue
                move = self._to_its_place(m, s, slot, foes) if foes else self._to_a_time(m, s, slot)
            if move is not None:
                yield move

    def _to_a_room(self, m: int) -> Move | None:
        """
        Return a move to another venue; whoever is there comes here.
        """
        venues = self.ground.instance.meetings[m].venues
        v = venues[int(self.random.random() * len(venues))]
        slot, here = self.slots[m], self.venues[m]
        if v == here:
            return None
        other = self._room[slot][v]
        if not self._alone_in(m, slot, v, other):
            return None
        return m, slot, v, other, here

    def _to_a_time(self, m: int, s: int, slot: int) -> Move | None:
        """
        Return a move to a time at which the people are free; whoever is in the room comes here.
        """
        v, random = self.venues[m], self.random.random
        if self._room[slot][v] != NONE or random() < OTHER_ROOM:
            venues = self.ground.instance.meetings[m].venues
            v = venues[int(random() * len(venues))]
        other = self._room[slot][v]
        if not self._alone_in(m, slot, v, other):
            return None
        if other == NONE:
            return m, slot, v, NONE, NONE
        if not self._can_come(other, m, s):
            return None
        here = self.slots[m]
        return m, slot, v, other, v if self._empty(m, here, v) else self.venues[m]

    def _to_its_place(self, m: int, s: int, slot: int, foes: int) -> Move | None:
        """
        Return a move to the time of another meeting of the same people, which comes here.
        """
        other = self._holder[foes.bit_length() - 1].get(slot, NONE)
        if other == NONE or not self._can_come(other, m, s):
            return None
        mine, its = self.venues[m], self.venues[other]
        if mine == its or self.random.random() < CHANGED_ROOMS:
            return m, slot, its, other, mine
        here, room, tails = self.slots[m], self._room, self.ground.tails[s]
        free = room[slot][mine] == NONE and (not tails or self._empty(m, slot, mine))
        left = room[here][its] == NONE and (not tails or self._empty(m, here, its))
        return m, slot, mine if free else its, other, its if left else mine

    def _can_come(self, other: int, m: int, s: int) -> bool:
        """
        Tell whether the people of *other* are free at the time of *m* if that goes away.
        """
        ground, o, here = self.ground, self.section[other], self.slots[m]
        tails, busy = ground.tails[s], self._at[here]
        for after in tails:
            busy |= self._at[here + after]
        if (busy ^ 1 << s) & ground.enemies[o] or o == s:
            return False
        return bool(ground.prices[other][here]) and ground.tails[o] == tails

    def _alone_in(self, m: int, slot: int, v: int, other: int) -> bool:
        """
        Tell whether a room has nobody but *other* for as long as *m* takes, from first to last.
        """
        tails = self.ground.tails[self.section[m]]
        if other != NONE and (
            self.slots[other] != slot or self.ground.tails[self.section[other]] != tails
        ):
            return False
        return not tails or all(self._room[slot + after][v] == other for after in tails)

    def _empty(self, m: int, slot: int, v: int) -> bool:
        return self._room[slot][v] == NONE and self._alone_in(m, slot, v, NONE)

    # ----------------------------------------------------------------- costs

    def _change(self, move: Move) -> int:
        """
        Return what a move would cost more.
        """
        m, slot, v, other, w = move
        if other == NONE:
            return self._extra(m, self.ground.buckets[self.section[m]], slot, v)
        mine, its = self._only.get((m, other)) or self._apart(m, other)
        return self._extra(m, mine, slot, v) + self._extra(other, its, self.slots[m], w)

    def _apart(self, m: int, other: int) -> tuple[Sequence[int], Sequence[int]]:
        """
        Return the buckets of one and of the other meeting, without those that both are in.

        If they change times the days of what both are in stay as they are.
        """
        mine, its = (self.ground.buckets[self.section[one]] for one in (m, other))
        known = self._only[m, other] = (
            tuple(bucket for bucket in mine if bucket not in its),
            tuple(bucket for bucket in its if bucket not in mine),
        )
        return known

    def _extra(self, m: int, buckets: Sequence[int], slot: int, v: int) -> int:
        """
        Return what it would cost more to have a meeting somewhere else.
        """
        ground, s = self.ground, self.section[m]
        here, room = self.slots[m], self.venues[m]
        prices = ground.prices[m]
        extra = prices[slot][v] - prices[here][room]
        if v != room:
            uses = self._uses[s]
            extra += ground.moving * ((not uses[v]) - (uses[room] == 1))
        if slot == here:
            return extra
        marks, day_of = ground.marks[s], ground.day_of
        day, later, left, taken = day_of[here], day_of[slot], marks[here], marks[slot]
        shapes, tables = self._shape[day], ground.shapes[day]
        if day == later:
            for bucket in buckets:
                shape, table = shapes[bucket], tables[bucket]
                extra += table[shape ^ left | taken] - table[shape]
            return extra
        others, prices_later = self._shape[later], ground.shapes[later]
        for bucket in buckets:
            shape, table = shapes[bucket], tables[bucket]
            extra += table[shape ^ left] - table[shape]
            shape, table = others[bucket], prices_later[bucket]
            extra += table[shape | taken] - table[shape]
        on_day, days = self._on_day[s], self._days[s]
        now = days - (on_day[day] == 1) + (not on_day[later])
        return extra + ground.by_days[s][now] - ground.by_days[s][days]

    def _make(self, move: Move) -> None:
        m, slot, v, other, w = move
        here = self.slots[m]
        mine: Sequence[int] = self.ground.buckets[self.section[m]]
        its: Sequence[int] = ()
        if other != NONE:
            mine, its = self._only.get((m, other)) or self._apart(m, other)
            self._lift(other)
            self._count(other, its, -1)
        self._lift(m)
        self._count(m, mine, -1)
        self.slots[m], self.venues[m] = slot, v
        self._put(m)
        self._count(m, mine, 1)
        if other != NONE:
            self.slots[other], self.venues[other] = here, w
            self._put(other)
            self._count(other, its, 1)

    def _lift(self, m: int) -> None:
        s, slot, v = self.section[m], self.slots[m], self.venues[m]
        bit = 1 << s
        self._at[slot] ^= bit
        self._room[slot][v] = NONE
        for after in self.ground.tails[s]:
            self._at[slot + after] ^= bit
            self._room[slot + after][v] = NONE
        del self._holder[s][slot]

    def _put(self, m: int) -> None:
        s, slot, v = self.section[m], self.slots[m], self.venues[m]
        bit = 1 << s
        self._at[slot] ^= bit
        self._room[slot][v] = m
        for after in self.ground.tails[s]:
            self._at[slot + after] ^= bit
            self._room[slot + after][v] = m
        self._holder[s][slot] = m

    def _count(self, m: int, buckets: Sequence[int], step: int) -> None:
        """
        Count a meeting in, where it is, or out.
        """
        s, slot = self.section[m], self.slots[m]
        day, mark = self.ground.day_of[slot], self.ground.marks[s][slot]
        shapes = self._shape[day]
        for bucket in buckets:
            shapes[bucket] ^= mark
        on_day = self._on_day[s]
        before = on_day[day]
        on_day[day] += step
        self._days[s] += (not before) if step > 0 else -(before == 1)
        self._uses[s][self.venues[m]] += step
