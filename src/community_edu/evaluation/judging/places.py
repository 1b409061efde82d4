"""
Places: who comes first by a number, and what equals have.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key")


def places(values: Mapping[Key, Fraction]) -> dict[Key, int]:
    """
    Return the place of each value, the greatest being in place 1.

    Equal values share the better place, and the places after it are left out.

    Example:
        >>> places({"east": Fraction(1, 3), "west": Fraction(1), "north": Fraction(1)})
        {'east': 3, 'west': 1, 'north': 1}
    """
    first: dict[Fraction, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in values.items()}
