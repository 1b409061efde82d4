"""
How well: standards, and assessments that give their reasons.
"""

from community_edu.evaluation.assessments import (
    Assessment,
    Evidence,
    Gap,
    Outcome,
    Score,
    Status,
    UnknownCriterionError,
    evaluate,
)
from community_edu.evaluation.standards import (
    INDICATOR,
    Criterion,
    CriterionId,
    Standard,
    StandardId,
    check_measures,
    criterion_id,
    standard_id,
)

__all__ = [
    "INDICATOR",
    "Assessment",
    "Criterion",
    "CriterionId",
    "Evidence",
    "Gap",
    "Outcome",
    "Score",
    "Standard",
    "StandardId",
    "Status",
    "UnknownCriterionError",
    "check_measures",
    "criterion_id",
    "evaluate",
    "standard_id",
]
