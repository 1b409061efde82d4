"""
What some sections ask of each other, as rows of sums.
"""

from community_edu.scheduling.explaining.conditions.building import conditions, placements

__all__ = ["conditions", "placements"]
