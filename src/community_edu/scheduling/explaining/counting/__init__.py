"""
Counting (供需计数): what is needed and what there is, without searching for a timetable.

Every check is a necessary condition: where it fails, there is no timetable.
"""

from community_edu.scheduling.explaining.counting.checks import (
    CHECKS,
    LATER_CHECKS,
    proves,
    shortages,
)
from community_edu.scheduling.explaining.counting.views import Check, Shortage, View

__all__ = ["CHECKS", "LATER_CHECKS", "Check", "Shortage", "View", "proves", "shortages"]
