"""
What a search decides at one time, and what it finds.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import attrs

from community_edu.scheduling.repairing.boards import Board, Unit
from community_edu.scheduling.repairing.options import Option
from community_edu.scheduling.repairing.surroundings import Standing, Surroundings


@attrs.frozen(eq=False, slots=False)
class Situation:
    """
    Some units to decide, and everything else where it stands.

    Attributes:
        board: The timetable taken apart.
        units: What is decided.
        options: For each of them its options.
        standing: Everything else.
    """

    board: Board
    units: Sequence[Unit]
    options: Mapping[int, Sequence[Option]]
    standing: Standing

    @cached_property
    def surroundings(self) -> Surroundings:
        """
        What stands around.
        """
        return Surroundings.of(self.board, self.standing)


@attrs.frozen(eq=False)
class Answer:
    """
    What was found for a situation.

    Attributes:
        chosen: For each unit its option; `None`: it has no place.
        driven: Units of the surroundings that would have to move.
        broken: How much of hard demands on sums is broken.
        exact: Whether fewer moves are proven to be impossible.
    """

    chosen: Mapping[int, Option | None]
    driven: frozenset[int] = frozenset()
    broken: int = 0
    exact: bool = False
