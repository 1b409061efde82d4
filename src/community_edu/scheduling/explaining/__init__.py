"""
Why there is no timetable, what would let there be one, and where else a session could be.
"""

from community_edu.scheduling.explaining.alternatives import Alternative, alternatives
from community_edu.scheduling.explaining.explanations import (
    Explanation,
    ExplanationKind,
    Relaxation,
)
from community_edu.scheduling.explaining.requirements import Requirement, SubjectKind
from community_edu.scheduling.explaining.verb import explain

__all__ = [
    "Alternative",
    "Explanation",
    "ExplanationKind",
    "Relaxation",
    "Requirement",
    "SubjectKind",
    "alternatives",
    "explain",
]
