"""
Peers: the place of a body among others, for criteria that go by rank.
"""

from collections.abc import Sequence
from fractions import Fraction

from community_edu.evaluation.judging.judges import Judge
from community_edu.evaluation.judging.places import places
from community_edu.evaluation.judging.reckoning import Numbers


def with_places(judge: Judge, bodies: Sequence[Numbers]) -> list[Numbers]:
    """
    Return the numbers of bodies with their places among one another filled in.

    Equal values share the better place: see `places`. A body whose measure cannot be had has no
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
        for index, place in places(known).items():
            placed[index][slot] = place
    return [tuple(numbers) for numbers in placed]
