"""
Annealing (模拟退火): weekly timetables made cheaper by very many small changes.
"""

from community_edu.scheduling.annealing.cooling import BATCH, Annealing
from community_edu.scheduling.annealing.grounds import annealable

__all__ = ["BATCH", "Annealing", "annealable"]
