"""
Draws from a seed, the same everywhere.
"""

import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

from community_edu.base import Text
from community_edu.scheduling.towns.shapes import TownTooFullError

T = TypeVar("T")


class Dice:
    """
    Draws that depend on nothing but the seed: on `random.Random.random` alone.
    """

    def __init__(self, seed: str, name: str) -> None:
        self._random = random.Random(seed).random  # noqa: S311 - nothing secret
        self.name = name

    def below(self, number: int) -> int:
        """
        Draw a number from 0 to one less than *number*.
        """
        return int(self._random() * number)

    def between(self, low: int, high: int) -> int:
        """
        Draw a number from *low* to *high*.
        """
        return low + self.below(high - low + 1)

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """
        Return *values* in an order that is drawn.
        """
        mixed = list(values)
        for index in range(len(mixed) - 1, 0, -1):
            other = self.below(index + 1)
            mixed[index], mixed[other] = mixed[other], mixed[index]
        return mixed

    def some(self, values: Iterable[T], number: int) -> list[T]:
        """
        Draw *number* of *values*, or all if there are fewer.
        """
        return self.shuffled(values)[:number]

    def pick(self, values: Sequence[T], what: Text) -> T:
        """
        Draw one of *values*.

        Raises:
            TownTooFullError: There is none.
        """
        if not values:
            raise TownTooFullError(self.name, what)
        return values[self.below(len(values))]
