"""
What users' own demands say of each possible placement, told as simply as it can be.
"""

from collections.abc import Mapping
from itertools import combinations

from community_edu.scheduling.demands import OwnDemand
from community_edu.scheduling.instances.values import Meeting, counted, placement_of
from community_edu.scheduling.problems import TimetableProblem

Key = tuple[int, int, int]


def amounts_of(
    demand: OwnDemand, problem: TimetableProblem, meeting: Meeting, educators: tuple[int, ...]
) -> dict[Key, int]:
    """
    Return the amount of every possible placement of *meeting*, by time, venue and educator.

    Raises:
        BadAmountError: The demand gives something that is no count.
    """
    return {
        (t, v, e): counted(
            demand, demand.amount(placement_of(problem, meeting, time, v, e), problem)
        )
        for t, time in enumerate(meeting.times)
        for v in meeting.venues
        for e in educators
    }


def shortened(amounts: Mapping[Key, int]) -> tuple[tuple[int, ...], dict[tuple[int, ...], int]]:
    """
    Return on which of time, venue and educator *amounts* really depend, and the rest of them.

    Returns:
        The positions that matter, and the amounts that are not 0 by those alone.

    Example:
        >>> shortened({(0, 5, 7): 1, (0, 6, 7): 1, (1, 5, 7): 0, (1, 6, 7): 0})
        ((0,), {(0,): 1})
    """
    for size in range(3):
        for positions in combinations(range(3), size):
            short: dict[tuple[int, ...], int] = {}
            if all(
                short.setdefault(tuple(key[p] for p in positions), amount) == amount
                for key, amount in amounts.items()
            ):
                return positions, {key: amount for key, amount in short.items() if amount}
    return (0, 1, 2), {key: amount for key, amount in amounts.items() if amount}
