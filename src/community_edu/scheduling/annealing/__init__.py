"""
Annealing (模拟退火): weekly timetables made cheaper by very many small changes.
"""

from community_edu.scheduling.annealing.cooling import Annealing
from community_edu.scheduling.annealing.grounds import Ground
from community_edu.scheduling.annealing.scope import annealable

__all__ = ["Annealing", "Ground", "annealable"]
