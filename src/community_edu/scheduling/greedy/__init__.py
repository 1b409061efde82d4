"""
The solver that needs no extra.
"""

from community_edu.scheduling.greedy.reasons import reasons
from community_edu.scheduling.greedy.solver import GreedySolver

__all__ = ["GreedySolver", "reasons"]
