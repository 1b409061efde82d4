"""
Assessments (评估): how well bodies do, with reasons, gaps and what has changed.
"""

from community_edu.evaluation.assessments.assessments import Assessment, UnknownCriterionError
from community_edu.evaluation.assessments.comparing import (
    AssessmentComparison,
    DifferentStandardsError,
    compare_assessments,
)
from community_edu.evaluation.assessments.evaluating import evaluate
from community_edu.evaluation.assessments.gaps import Gap
from community_edu.evaluation.assessments.group_scores import GroupScore
from community_edu.evaluation.assessments.many import assess_many, evaluate_many
from community_edu.evaluation.assessments.moves import CriterionMove, EvidenceMove

__all__ = [
    "Assessment",
    "AssessmentComparison",
    "CriterionMove",
    "DifferentStandardsError",
    "EvidenceMove",
    "Gap",
    "GroupScore",
    "UnknownCriterionError",
    "assess_many",
    "compare_assessments",
    "evaluate",
    "evaluate_many",
]
