"""
Repairs: a timetable after a change, with as few differences as can be.
"""

from community_edu.scheduling.repairing.options import Moving
from community_edu.scheduling.repairing.repairs import Repair, repair

__all__ = ["Moving", "Repair", "repair"]
