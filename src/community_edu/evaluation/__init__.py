"""
How well: standards, and assessments that give their reasons.
"""

from community_edu.evaluation.assessments import (
    Assessment,
    UnknownCriterionError,
    evaluate,
)
from community_edu.evaluation.comparing import (
    AssessmentComparison,
    CriterionMove,
    DifferentStandardsError,
    EvidenceMove,
    compare_assessments,
)
from community_edu.evaluation.criteria import (
    Band,
    CategoryId,
    Criterion,
    CriterionId,
    GroupId,
    LevelPoints,
    Linear,
    MissingPolicy,
    Quote,
    RankPoints,
    RankScale,
    ReferenceId,
    Role,
    Scale,
    ThresholdCase,
    ThresholdTable,
    category_id,
    criterion_id,
    group_id,
    reference_id,
)
from community_edu.evaluation.criteria_sets import (
    body_evidence,
    criteria_standard,
    item_indicator,
)
from community_edu.evaluation.derivations import (
    Derivation,
)
from community_edu.evaluation.evidence import (
    Evidence,
    EvidenceValue,
    EvidenceValueError,
    Missing,
)
from community_edu.evaluation.frames import (
    ColumnKindError,
    DuplicateKeyError,
    FrameKindError,
    NotSummableError,
    SameColumnError,
    TakenColumnError,
    evaluate_frame,
)
from community_edu.evaluation.frames.roll_ups import (
    roll_up,
    share_of,
)
from community_edu.evaluation.gaps import (
    Gap,
)
from community_edu.evaluation.group_scores import (
    GroupScore,
)
from community_edu.evaluation.many import (
    assess_many,
    evaluate_many,
)
from community_edu.evaluation.marks import (
    GradeObstacle,
    Marks,
    Score,
)
from community_edu.evaluation.outcomes import (
    ConditionOutcome,
    Outcome,
)
from community_edu.evaluation.ranking import (
    ranks,
)
from community_edu.evaluation.selection.reasons import (
    CutReason,
    OrderReason,
    Reason,
    RuledOutReason,
    SeatReason,
    TieReason,
)
from community_edu.evaluation.selection.results import (
    Place,
    SelectionResult,
    SelectionStatus,
)
from community_edu.evaluation.selection.selecting import (
    select,
)
from community_edu.evaluation.selection.selections import (
    Eligibility,
    OrderBy,
    OrderKey,
    QuotaId,
    SeatQuota,
    Selection,
    SelectionError,
    SelectionId,
    TieRule,
    quota_id,
    selection_id,
)
from community_edu.evaluation.selection.standings import (
    Candidate,
    CriterionMark,
    Standing,
)
from community_edu.evaluation.soundness import (
    CoverageError,
    PointsError,
    ScaleError,
    check_measures,
)
from community_edu.evaluation.standard_checks import (
    check_standard,
)
from community_edu.evaluation.standards import (
    CATEGORY,
    CRITERION,
    INDICATOR,
    Category,
    CategoryValue,
    CriterionGroup,
    Grade,
    GradeId,
    Reference,
    Standard,
    StandardId,
    grade_id,
    standard_id,
)
from community_edu.evaluation.surveys.reliability import (
    Reliability,
    UnequalRowsError,
    cronbach_alpha,
)
from community_edu.evaluation.surveys.scores import (
    AnswerError,
    Answers,
    DimensionSummary,
    RespondentScores,
    SurveyScores,
    score_responses,
)
from community_edu.evaluation.surveys.surveys import (
    AnswerScale,
    Benchmark,
    Composite,
    Dimension,
    DimensionId,
    MissingAnswers,
    Rescale,
    Survey,
    SurveyError,
    SurveyId,
    SurveyItem,
    SurveyItemId,
    dimension_id,
    survey_id,
    survey_item_id,
)
from community_edu.evaluation.verdicts import (
    Status,
)
from community_edu.evaluation.wording import (
    points_text,
)

__all__ = [
    "CATEGORY",
    "CRITERION",
    "INDICATOR",
    "AnswerError",
    "AnswerScale",
    "Answers",
    "Assessment",
    "AssessmentComparison",
    "Band",
    "Benchmark",
    "Candidate",
    "Category",
    "CategoryId",
    "CategoryValue",
    "ColumnKindError",
    "Composite",
    "ConditionOutcome",
    "CoverageError",
    "Criterion",
    "CriterionGroup",
    "CriterionId",
    "CriterionMark",
    "CriterionMove",
    "CutReason",
    "Derivation",
    "DifferentStandardsError",
    "Dimension",
    "DimensionId",
    "DimensionSummary",
    "DuplicateKeyError",
    "Eligibility",
    "Evidence",
    "EvidenceMove",
    "EvidenceValue",
    "EvidenceValueError",
    "FrameKindError",
    "Gap",
    "Grade",
    "GradeId",
    "GradeObstacle",
    "GroupId",
    "GroupScore",
    "LevelPoints",
    "Linear",
    "Marks",
    "Missing",
    "MissingAnswers",
    "MissingPolicy",
    "NotSummableError",
    "OrderBy",
    "OrderKey",
    "OrderReason",
    "Outcome",
    "Place",
    "PointsError",
    "QuotaId",
    "Quote",
    "RankPoints",
    "RankScale",
    "Reason",
    "Reference",
    "ReferenceId",
    "Reliability",
    "Rescale",
    "RespondentScores",
    "Role",
    "RuledOutReason",
    "SameColumnError",
    "Scale",
    "ScaleError",
    "Score",
    "SeatQuota",
    "SeatReason",
    "Selection",
    "SelectionError",
    "SelectionId",
    "SelectionResult",
    "SelectionStatus",
    "Standard",
    "StandardId",
    "Standing",
    "Status",
    "Survey",
    "SurveyError",
    "SurveyId",
    "SurveyItem",
    "SurveyItemId",
    "SurveyScores",
    "TakenColumnError",
    "ThresholdCase",
    "ThresholdTable",
    "TieReason",
    "TieRule",
    "UnequalRowsError",
    "UnknownCriterionError",
    "assess_many",
    "body_evidence",
    "category_id",
    "check_measures",
    "check_standard",
    "compare_assessments",
    "criteria_standard",
    "criterion_id",
    "cronbach_alpha",
    "dimension_id",
    "evaluate",
    "evaluate_frame",
    "evaluate_many",
    "grade_id",
    "group_id",
    "item_indicator",
    "points_text",
    "quota_id",
    "ranks",
    "reference_id",
    "roll_up",
    "score_responses",
    "select",
    "selection_id",
    "share_of",
    "standard_id",
    "survey_id",
    "survey_item_id",
]
