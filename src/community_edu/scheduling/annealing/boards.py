"""
The board of annealing: a complete timetable that changes a little, very often.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from random import Random
from typing import TypeAlias, cast

from community_edu.scheduling.annealing.compiling import compiled
from community_edu.scheduling.annealing.grounds import Ground
from community_edu.scheduling.annealing.moves import (
    DAYS,
    DRAWS,
    IMPOSSIBLE,
    NOBODY,
    Cells,
    drawn,
    extra,
    keep,
    put,
    tried,
)
from community_edu.scheduling.instances import Assignment

Draw: TypeAlias = Callable[[int], Sequence[float]]
"""
Draws so many numbers from 0 to 1 by chance.
"""


class Board:
    """
    A complete timetable, and what it costs but for what is the same in all timetables.

    Moves never put two where there is room for one, and never break what must be.

    Attributes:
        ground: What is known of it.
        cells: All of it, as the layout of the ground says.
        fast: Whether moves are machine code.
    """

    def __init__(self, ground: Ground, start: Assignment, seed: int, *, fast: bool = True) -> None:
        """
        Put every meeting where *start* has it.

        Args:
            ground: What is known.
            start: A timetable in which all meetings have their places.
            seed: Of what is drawn by chance.
            fast: Whether moves shall be machine code, if that can be.
        """
        self.ground = ground
        machine = compiled() if fast else None
        self.fast = machine is not None
        self._tried = machine or tried
        self._draw = _by_numpy(seed) if self.fast else _by_python(seed)
        self.begin(start)

    def begin(self, start: Assignment) -> None:
        """
        Put every meeting where *start* has it; the best is forgotten.
        """
        at = self.ground.layout
        cells = self.ground.cells + [0] * (at.end - len(self.ground.cells))
        cells[at.holder : at.holder + at.slots * at.venues] = [NOBODY] * (at.slots * at.venues)
        for m in self.ground.meetings:
            time = self.ground.instance.meetings[m].times[start.times[m]]
            slot = time.weekday * at.periods + time.period
            put(at, cells, (m, slot, start.venues[m], NOBODY, NOBODY))
        cells[at.cost] = _counted(self.ground, cells)
        keep(at, cells)
        self.cells = cast("Cells", import_module("numpy").array(cells)) if self.fast else cells

    @property
    def cost(self) -> int:
        """
        What it costs now.
        """
        return int(self.cells[self.ground.layout.cost])

    @property
    def best(self) -> int:
        """
        The least that it has cost.
        """
        return int(self.cells[self.ground.layout.best])

    def write(self, into: Assignment) -> None:
        """
        Write the best into an assignment.
        """
        instance, at = self.ground.instance, self.ground.layout
        for m in self.ground.meetings:
            into.times[m] = self.ground.times[m][int(self.cells[at.kept_slot + m])]
            into.venues[m] = int(self.cells[at.kept_room + m])
            s = instance.meetings[m].section
            (into.educators[s],) = instance.section_educators[s]

    def worse(self, tries: int) -> list[int]:
        """
        Return what some moves would cost more; none is made.
        """
        draws, at, cells = self._draw(DRAWS * tries), self.ground.layout, self.cells
        moves = (drawn(at, cells, draws, first) for first in range(0, len(draws), DRAWS))
        costs = (int(extra(at, cells, move)) for move in moves if move[0] != NOBODY)
        return [cost for cost in costs if 0 < cost < IMPOSSIBLE // 2]

    def run(self, tries: int, heat: float) -> None:
        """
        Try so many moves; those that cost more are made the more often the higher *heat* is.
        """
        self._tried(self.ground.layout, self.cells, self._draw(DRAWS * tries), heat)


def _counted(ground: Ground, cells: Sequence[int]) -> int:
    """
    Count anew what a timetable costs.
    """
    at = ground.layout
    cost = sum(
        cells[cells[at.costs_at + number] + cells[at.shape + number]]
        for number in range(DAYS * at.buckets)
    )
    for m in ground.meetings:
        cost += cells[cells[at.price_at + m] + cells[at.slot + m] * at.venues + cells[at.room + m]]
    for s in ground.sections:
        uses = at.uses + s * at.venues
        used = sum(map(bool, cells[uses : uses + at.venues]))
        cost += cells[at.by_days + s * (DAYS + 1) + cells[at.days + s]] + at.moving * (used - 1)
    return cost


def _by_python(seed: int) -> Draw:
    random = Random(seed).random  # noqa: S311
    return lambda count: [random() for _ in range(count)]


def _by_numpy(seed: int) -> Draw:
    return cast("Draw", import_module("numpy").random.default_rng(seed).random)
