"""
Who needs what, one each: where there are too few for some, and for whom (Hall's theorem).
"""

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def too_few(wants: Sequence[Sequence[Thing]]) -> tuple[int, ...]:
    """
    Return those that together want fewer things than they are; nobody if each can have one.

    Whichever of them gives up, the others can each have one of what they want.

    Args:
        wants: For each of them the things of which one will do.

    Example:
        >>> too_few([["a"], ["a", "b"], ["b", "c"], ["a", "b"]])
        (0, 1, 3)
    """
    owner: dict[Thing, int] = {}
    for one in range(len(wants)):
        short = _give(one, wants, owner)
        if short:
            return short
    return ()


def _give(root: int, wants: Sequence[Sequence[Thing]], owner: dict[Thing, int]) -> tuple[int, ...]:
    """
    Find a thing for *root*, others changing theirs; return who is in the way if there is none.
    """
    asked_by: dict[Thing, int] = {}
    had: dict[int, Thing] = {}
    waiting = deque([root])
    while waiting:
        one = waiting.popleft()
        for thing in wants[one]:
            if thing in asked_by:
                continue
            asked_by[thing] = one
            holder = owner.get(thing)
            if holder is None:
                _pass_on(thing, asked_by, had, owner)
                return ()
            had[holder] = thing
            waiting.append(holder)
    return tuple(sorted({root, *had}))


def _pass_on(
    thing: Thing, asked_by: Mapping[Thing, int], had: Mapping[int, Thing], owner: dict[Thing, int]
) -> None:
    free: Thing | None = thing
    while free is not None:
        one = asked_by[free]
        owner[free] = one
        free = had.get(one)
