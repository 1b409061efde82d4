"""
Changes (变更) in the middle of a term: what happens to a problem that has a timetable already.
"""

from community_edu.scheduling.changes.absences import (
    BackwardsChangeError,
    EducatorAway,
    VenueClosed,
)
from community_edu.scheduling.changes.applying import CHANGES, all_changes, apply_changes
from community_edu.scheduling.changes.base import TimetableChange
from community_edu.scheduling.changes.days import DaysLost, WeeksLost
from community_edu.scheduling.changes.educators import EducatorAdded, EducatorLeaves
from community_edu.scheduling.changes.sections import (
    NegativeSizeError,
    SectionAdded,
    SectionDropped,
    SizeChanged,
)

__all__ = [
    "CHANGES",
    "BackwardsChangeError",
    "DaysLost",
    "EducatorAdded",
    "EducatorAway",
    "EducatorLeaves",
    "NegativeSizeError",
    "SectionAdded",
    "SectionDropped",
    "SizeChanged",
    "TimetableChange",
    "VenueClosed",
    "WeeksLost",
    "all_changes",
    "apply_changes",
]
