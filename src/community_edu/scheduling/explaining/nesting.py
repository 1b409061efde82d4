"""
Seats under limits that lie within one another: so many a day, a week, a term.

As in `matching`, where there are too few it is found for whom; but a limit may let in more
than one, and lie within a wider one.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import TypeAlias

import attrs

NOWHERE = -1
"""
Outside of every limit.
"""


class _Step(IntEnum):
    """
    What is asked of a place: room for one more, or one less within it; or a seat of somebody.
    """

    SEAT = 0
    MORE = 1
    LESS = 2


_State: TypeAlias = tuple[_Step, int]


@attrs.frozen
class Overfull:
    """
    Those who want seats within limits that together let in one fewer than they are.

    Attributes:
        wanting: Who they are.
        limits: The numbers of the limits.
    """

    wanting: tuple[int, ...]
    limits: tuple[int, ...]


@attrs.define
class Nest:
    """
    Limits, each within at most one other, and who has a seat within them.

    Attributes:
        wants: For each who wants a seat the limits of which one will do, `NOWHERE` for a seat
            that no limit is on.

    Example:
        >>> nest = Nest(lambda one: [1] if one else [1, 2])
        >>> week = nest.limit(2)
        >>> days = nest.limit(1, within=week), nest.limit(2, within=week)
        >>> [nest.seat(one) for one in (0, 1)]
        [None, None]
        >>> nest.seat(2)
        Overfull(wanting=(1, 2), limits=(1,))
    """

    wants: Callable[[int], Sequence[int]]
    _most: list[int] = attrs.field(factory=list[int], init=False)
    _within: list[int] = attrs.field(factory=list[int], init=False)
    _inner: list[list[int]] = attrs.field(factory=list[list[int]], init=False)
    _load: list[int] = attrs.field(factory=list[int], init=False)
    _seated: list[dict[int, None]] = attrs.field(factory=list[dict[int, None]], init=False)
    _seat: dict[int, int] = attrs.field(factory=dict[int, int], init=False)

    def limit(self, most: int, within: int = NOWHERE) -> int:
        """
        Return the number of a new limit, *within* another.
        """
        number = len(self._most)
        self._most.append(most)
        self._within.append(within)
        self._inner.append([])
        self._load.append(0)
        self._seated.append({})
        if within != NOWHERE:
            self._inner[within].append(number)
        return number

    def most(self, number: int) -> int:
        """
        Return how many a limit lets in.
        """
        return self._most[number]

    def put(self, one: int, number: int) -> bool:
        """
        Give *one* a seat within a limit, if there is a free one; tell whether there is.
        """
        around = list(self._around(number))
        if any(self._load[each] >= self._most[each] for each in around):
            return False
        for each in around:
            self._load[each] += 1
        self._sit(one, number)
        return True

    def _around(self, number: int) -> Iterator[int]:
        while number != NOWHERE:
            yield number
            number = self._within[number]

    def _sit(self, one: int, number: int) -> None:
        before = self._seat.get(one, NOWHERE)
        if before != NOWHERE:
            del self._seated[before][one]
        self._seat[one] = number
        if number != NOWHERE:
            self._seated[number][one] = None

    def seat(self, one: int) -> Overfull | None:
        """
        Give *one* a seat, others changing theirs; return who is in the way if there is none.

        Whichever of them gives up, all others can have a seat.
        """
        if any(self.put(one, number) for number in self.wants(one)):
            return None
        came: dict[_State, _State | None] = {(_Step.SEAT, one): None}
        waiting: deque[_State] = deque(came)
        while waiting:
            state = waiting.popleft()
            if self._ends(state):
                self._change(state, came)
                return None
            for after in self._after(state):
                if after not in came:
                    came[after] = state
                    waiting.append(after)
        full = (
            number
            for step, number in came
            if step == _Step.MORE
            and self._load[number] == self._most[number]
            and (_Step.LESS, number) not in came
        )
        wanting = (number for step, number in came if step == _Step.SEAT)
        return Overfull(tuple(sorted(wanting)), tuple(sorted(full)))

    def _ends(self, state: _State) -> bool:
        return state == (_Step.MORE, NOWHERE)

    def _after(self, state: _State) -> Iterator[_State]:
        """
        Yield what can be asked next.
        """
        step, number = state
        if step == _Step.SEAT:
            yield from ((_Step.MORE, each) for each in self.wants(number))
            return
        if step == _Step.MORE and self._load[number] < self._most[number]:
            yield _Step.MORE, self._within[number]
        yield from ((_Step.LESS, each) for each in self._inner[number] if self._load[each])
        yield from ((_Step.SEAT, one) for one in self._seated[number])

    def _change(self, last: _State, came: dict[_State, _State | None]) -> None:
        """
        Change seats so that what *last* ends with is possible.
        """
        after: _State | None = None
        state: _State | None = last
        while state is not None:
            step, number = state
            if after is not None:
                if step == _Step.SEAT:
                    self._sit(number, after[1])
                elif step == _Step.LESS:
                    self._load[number] -= 1
                elif after[0] == _Step.MORE:
                    self._load[number] += 1
            after, state = state, came[state]
