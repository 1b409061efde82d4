"""
The best timetable so far: whatever is found is taken only if the whole, counted anew, is better.
"""

from collections.abc import Collection

from community_edu.scheduling.greedy.parts import HARD
from community_edu.scheduling.greedy.state import State
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import UNPLACED


class Incumbent:
    """
    The best assignment of a whole instance, which never gets worse.

    Attributes:
        instance: What is to be placed.
        state: The best, with its exact cost.
    """

    def __init__(self, instance: Instance, start: Assignment) -> None:
        self.instance = instance
        self.state = State(instance)
        self._put(range(len(instance.meetings)), start)

    @property
    def cost(self) -> int:
        """
        What it costs.
        """
        return self.state.total

    @property
    def missing(self) -> int:
        """
        How many meetings are not placed.
        """
        return len(self.instance.meetings) - self.state.placed

    def assignment(self) -> Assignment:
        """
        Return a copy of it.
        """
        return self.state.assignment()

    def complete(self, sections: Collection[int]) -> bool:
        """
        Tell whether all meetings of *sections* are placed.
        """
        return all(
            self.state.times[m] != UNPLACED for s in sections for m in self.instance.meetings_of[s]
        )

    def take(self, sections: Collection[int], found: Assignment) -> bool:
        """
        Let *sections* be as in *found*, if nothing hard is broken and the whole is no worse.

        More meetings placed are better, whatever they cost.

        Returns:
            Whether the whole is better now.
        """
        state = self.state
        before = self.missing, state.total
        meetings = [m for s in sections for m in self.instance.meetings_of[s]]
        were = state.assignment()
        for m in meetings:
            if state.times[m] != UNPLACED:
                state.remove(m)
        try:
            fits = self._put(meetings, found)
            now = self.missing, state.total
            if fits and now <= before:
                return now < before
        except KeyboardInterrupt:
            self._back(meetings, were)
            raise
        self._back(meetings, were)
        return False

    def _back(self, meetings: Collection[int], were: Assignment) -> None:
        for m in meetings:
            if self.state.times[m] != UNPLACED:
                self.state.remove(m)
        self._put(meetings, were)

    def _put(self, meetings: Collection[int], found: Assignment) -> bool:
        """
        Place *meetings* as in *found*, and tell whether nothing was in the way of any.
        """
        state = self.state
        for m in meetings:
            place = (
                found.times[m],
                found.venues[m],
                found.educators[self.instance.meetings[m].section],
            )
            if place[0] == UNPLACED:
                continue
            if state.in_the_way(m, *place, lambda _: 0) or state.cost_of(m, *place) >= HARD // 2:
                return False
            state.place(m, *place)
        return True
