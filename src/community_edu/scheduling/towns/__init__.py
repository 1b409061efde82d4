"""
Towns made up from a seed: problems of a true size, to try, to teach and to measure with.
"""

from community_edu.scheduling.towns.making import district, town
from community_edu.scheduling.towns.shapes import LITTLE_TOWN, TOWN, TownShape, TownTooFullError

__all__ = ["LITTLE_TOWN", "TOWN", "TownShape", "TownTooFullError", "district", "town"]
