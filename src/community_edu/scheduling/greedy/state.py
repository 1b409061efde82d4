"""
A timetable in the making: who is where, what it costs, and what is in the way of a placement.
"""

from collections.abc import Callable, Iterable

from community_edu.scheduling.greedy.composing import Composition, groups_of
from community_edu.scheduling.greedy.parts import HARD, Part
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import NOBODY, UNPLACED


class State:
    """
    Placements that keep every hard demand that more placements cannot mend.

    Attributes:
        instance: What is to be placed.
        times: For each meeting the number of its time, or -1.
        venues: For each meeting its venue.
        educators: For each section its educator.
        total: What the placements cost; what hard demands cost that others may mend is in it.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.section_of = [meeting.section for meeting in instance.meetings]
        made = Composition(instance)
        self.parts: list[Part] = made.parts
        self.offset = made.offset
        self.hard = instance.hard_clash
        self.groups_of = groups_of(instance)
        self.sections_in = list(instance.groups.values())
        self.clear()

    def clear(self) -> None:
        """
        Take everything out.
        """
        placed = [m for m, t in enumerate(getattr(self, "times", ())) if t != UNPLACED]
        for m in placed:
            self.remove(m)
        empty = self.instance.empty()
        self.times, self.venues, self.educators = empty.times, empty.venues, empty.educators
        self.placed = 0
        self.unary = 0
        self.venue_cells = [0] * len(self.instance.problem.venues)
        self.educator_cells = [0] * len(self.instance.problem.educators)
        self.group_cells = [0] * len(self.instance.groups)
        self.section_cells = [0] * len(self.instance.meetings_of)
        self.in_venue: list[set[int]] = [set() for _ in self.venue_cells]
        self.sections_by: list[set[int]] = [set() for _ in self.educator_cells]

    @property
    def total(self) -> int:
        """
        What it costs.
        """
        return self.unary + self.offset + sum(part.total for part in self.parts)

    def assignment(self) -> Assignment:
        """
        Return what is placed.
        """
        return Assignment([*self.times], [*self.venues], [*self.educators])

    def crowd(self, m: int) -> int:
        """
        Return the cells in which the people of a meeting are already elsewhere.
        """
        if "group" not in self.hard:
            return 0
        section = self.section_of[m]
        cells = self.section_cells[section]
        for group in self.groups_of[section]:
            cells |= self.group_cells[group]
        return cells

    def taken(self, v: int, e: int) -> int:
        """
        Return the cells in which a venue or an educator cannot be had again.
        """
        cells = 0
        if v != NOBODY and "venue" in self.hard:
            cells = self.venue_cells[v]
        if e != NOBODY and "educator" in self.hard:
            cells |= self.educator_cells[e]
        return cells

    def cost_of(self, m: int, t: int, v: int, e: int) -> int:
        """
        Return what one more placement would cost: `HARD` and more if it cannot be.
        """
        unary = self.instance.unary_cost(m, t, v, e)
        if unary is None:
            return HARD
        record = (m, self.instance.meetings[m].times[t], v, e)
        for part in self.parts:
            unary += part.cost_of(record)
        return unary

    def place(self, m: int, t: int, v: int, e: int) -> None:
        """
        Place a meeting, for which there must be room.
        """
        section = self.section_of[m]
        time = self.instance.meetings[m].times[t]
        self.times[m], self.venues[m], self.educators[section] = t, v, e
        self.placed += 1
        self.unary += self.instance.unary_cost(m, t, v, e) or 0
        self.section_cells[section] |= time.cells
        for group in self.groups_of[section]:
            self.group_cells[group] |= time.cells
        if v != NOBODY:
            self.venue_cells[v] |= time.cells
            self.in_venue[v].add(m)
        if e != NOBODY:
            self.educator_cells[e] |= time.cells
            self.sections_by[e].add(section)
        record = (m, time, v, e)
        for part in self.parts:
            part.add(record)

    def remove(self, m: int) -> tuple[int, int, int]:
        """
        Take a meeting out.

        Returns:
            Where it was.
        """
        section = self.section_of[m]
        t, v, e = self.times[m], self.venues[m], self.educators[section]
        time = self.instance.meetings[m].times[t]
        self.times[m], self.venues[m] = UNPLACED, NOBODY
        self.placed -= 1
        self.unary -= self.instance.unary_cost(m, t, v, e) or 0
        self.section_cells[section] = self._cells(self.instance.meetings_of[section])
        for group in self.groups_of[section]:
            if "group" in self.hard:
                self.group_cells[group] &= ~time.cells
        if v != NOBODY:
            self.in_venue[v].discard(m)
            if "venue" in self.hard:
                self.venue_cells[v] &= ~time.cells
        if e != NOBODY and "educator" in self.hard:
            self.educator_cells[e] &= ~time.cells
        if all(self.times[other] == UNPLACED for other in self.instance.meetings_of[section]):
            self.educators[section] = NOBODY
            if e != NOBODY:
                self.sections_by[e].discard(section)
        record = (m, time, v, e)
        for part in self.parts:
            part.remove(record)
        return t, v, e

    def _cells(self, meetings: Iterable[int]) -> int:
        cells = 0
        for m in meetings:
            if self.times[m] != UNPLACED:
                cells |= self.instance.meetings[m].times[self.times[m]].cells
        return cells

    def met(self, meetings: Iterable[int], cells: int) -> set[int]:
        """
        Return those of *meetings* that are placed in some of *cells*.
        """
        return {
            m
            for m in meetings
            if self.times[m] != UNPLACED
            and self.instance.meetings[m].times[self.times[m]].cells & cells
        }

    def in_the_way(self, m: int, t: int, v: int, e: int, rank: Callable[[int], int]) -> set[int]:
        """
        Return the meetings that have to go before *m* can be placed so.
        """
        section = self.section_of[m]
        meetings_of = self.instance.meetings_of
        time = self.instance.meetings[m].times[t]
        cells = time.cells
        gone: set[int] = set()
        if self.educators[section] not in {NOBODY, e}:
            gone.update(x for x in meetings_of[section] if self.times[x] != UNPLACED)
        if "venue" in self.hard and v != NOBODY and self.venue_cells[v] & cells:
            gone |= self.met(self.in_venue[v], cells)
        if "educator" in self.hard and e != NOBODY and self.educator_cells[e] & cells:
            for other in self.sections_by[e]:
                gone |= self.met(meetings_of[other], cells)
        if "group" in self.hard:
            gone |= self.met(meetings_of[section], cells)
            for group in self.groups_of[section]:
                if self.group_cells[group] & cells:
                    for other in self.sections_in[group]:
                        gone |= self.met(meetings_of[other], cells)
        record = (m, time, v, e)
        for part in self.parts:
            gone |= part.blockers(record, gone, rank)
        gone.discard(m)
        return gone
