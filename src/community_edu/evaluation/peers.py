"""
Peers: the place of a body among others, for criteria that go by rank.
"""

from collections.abc import Sequence
from fractions import Fraction

from community_edu.evaluation.judges import Judge
from community_edu.evaluation.reckoning import Numbers


def with_places(judge: Judge, bodies: Sequence[Numbers]) -> list[Numbers]:
    """
    Return the numbers of bodies with their places among one another filled in.

    Equal values share the better place. A body whose measure cannot be had has no
    place, and does not count for that of others.
    """
    placed = [list(numbers) for numbers in bodies]
    for slot, value, best in judge.ranked:
        pairs = [value(numbers) for numbers in bodies]
        known = {
            index: Fraction(*pair) if best == "highest" else -Fraction(*pair)
            for index, pair in enumerate(pairs)
            if pair is not None
        }
        places: dict[Fraction, int] = {}
        for place, amount in enumerate(sorted(known.values(), reverse=True), start=1):
            places.setdefault(amount, place)
        for index, amount in known.items():
            placed[index][slot] = places[amount]
    return [tuple(numbers) for numbers in placed]
