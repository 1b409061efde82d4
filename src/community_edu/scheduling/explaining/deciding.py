"""
Deciding whether rows of sums can all be kept: by the solver of the extra, or by trying.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from importlib.util import find_spec
from typing import Protocol

import attrs

from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.rows import Rows

MOST_STEPS = 20_000
"""
How many choices are tried without the extra before it is said that nothing is known.
"""


@attrs.frozen
class Decision:
    """
    Whether rows can be kept, and how.

    Attributes:
        possible: Whether they can; `None` if that is not known in time.
        ones: The variables that are 1 where they are kept.
    """

    possible: bool | None
    ones: frozenset[int] = frozenset()


OPEN = Decision(None)


class Decider(Protocol):
    """
    What can tell whether rows can be kept.
    """

    def decide(self, rows: Rows, seconds: float) -> Decision:
        """
        Tell whether all *rows* can be kept.
        """
        ...

    def core(self, rows: Rows, seconds: float) -> AbstractSet[Unit] | None:
        """
        Return owners of rows that cannot all be kept, as a first guess to be checked.

        `None`: they can be kept, or nothing is known in time.
        """
        ...


def decider(seed: int = 0) -> Decider:
    """
    Return the better of the two that is there.

    Args:
        seed: Where the search of the solver begins.
    """
    if not find_spec("ortools"):
        return TryingDecider()
    from community_edu.scheduling.explaining.assuming import SolverDecider

    return SolverDecider(seed)


@attrs.frozen
class TryingDecider:
    """
    Decides by trying, with a bound on the steps: complete for a few sections.

    Attributes:
        steps: How many choices are tried at most.
    """

    steps: int = MOST_STEPS

    def decide(self, rows: Rows, seconds: float) -> Decision:
        """
        Tell whether all *rows* can be kept.
        """
        del seconds  # steps bound it, so that the answer is the same every time
        return _Trial(rows, self.steps).decided()

    def core(self, rows: Rows, seconds: float) -> AbstractSet[Unit] | None:
        """
        Return every owner if they cannot all be kept.
        """
        return frozenset(rows.owners) if self.decide(rows, seconds).possible is False else None


@attrs.define(slots=False)
class _Trial:
    """
    A search with the values that rows force.
    """

    rows: Rows
    steps: int

    def __attrs_post_init__(self) -> None:
        self.value: list[int | None] = [None] * self.rows.variables
        self.uses: list[list[tuple[int, int]]] = [[] for _ in range(self.rows.variables)]
        self.least = [sum(min(f, 0) for f, _ in row.terms) for row in self.rows.rows]
        for number, row in enumerate(self.rows.rows):
            for factor, one in row.terms:
                self.uses[one].append((factor, number))
        self.trail: list[int] = []

    def decided(self) -> Decision:
        """
        Tell whether the rows can be kept.
        """
        if not self._settle(range(len(self.rows.rows))):
            return Decision(possible=False)
        # each entry: how long the trail was, and the variable that was tried as 1
        tried: list[tuple[int, int]] = []
        while (one := self._next()) is not None:
            if not self.steps:
                return OPEN
            self.steps -= 1
            tried.append((len(self.trail), one))
            kept = self._set(one, 1)
            while not kept:
                if not tried:
                    return Decision(possible=False)
                length, one = tried.pop()
                self._undo(length)
                kept = self._set(one, 0)
        ones = (one for one, value in enumerate(self.value) if value)
        return Decision(possible=True, ones=frozenset(ones))

    def _next(self) -> int | None:
        """
        Return an open variable of the group with the fewest left, or any that is open.
        """
        best: list[int] = []
        for group in self.rows.options:
            if any(self.value[one] == 1 for one in group):
                continue
            left = [one for one in group if self.value[one] is None]
            if left and (not best or len(left) < len(best)):
                best = left
        if best:
            return best[0]
        return next((one for one, value in enumerate(self.value) if value is None), None)

    def _set(self, one: int, value: int) -> bool:
        self.value[one] = value
        self.trail.append(one)
        changed: list[int] = []
        for factor, number in self.uses[one]:
            self.least[number] += factor * value - min(factor, 0)
            changed.append(number)
        return self._settle(changed)

    def _settle(self, rows: Iterable[int]) -> bool:
        """
        Set what rows leave no choice about; tell whether none is broken.
        """
        waiting = list(rows)
        while waiting:
            number = waiting.pop()
            row = self.rows.rows[number]
            slack = row.bound - self.least[number]
            if slack < 0:
                return False
            for factor, one in row.terms:
                if self.value[one] is None and abs(factor) > slack:
                    value = 0 if factor > 0 else 1
                    self.value[one] = value
                    self.trail.append(one)
                    for weight, other in self.uses[one]:
                        self.least[other] += weight * value - min(weight, 0)
                        waiting.append(other)
        return True

    def _undo(self, length: int) -> None:
        while len(self.trail) > length:
            one = self.trail.pop()
            value = self.value[one] or 0
            for factor, number in self.uses[one]:
                self.least[number] -= factor * value - min(factor, 0)
            self.value[one] = None
