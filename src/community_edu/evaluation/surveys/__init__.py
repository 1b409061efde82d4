"""
Surveys (问卷): answers on a scale, turned into scores of dimensions.
"""

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

__all__ = [
    "AnswerError",
    "AnswerScale",
    "Answers",
    "Benchmark",
    "Composite",
    "Dimension",
    "DimensionId",
    "DimensionSummary",
    "MissingAnswers",
    "Reliability",
    "Rescale",
    "RespondentScores",
    "Survey",
    "SurveyError",
    "SurveyId",
    "SurveyItem",
    "SurveyItemId",
    "SurveyScores",
    "UnequalRowsError",
    "cronbach_alpha",
    "dimension_id",
    "score_responses",
    "survey_id",
    "survey_item_id",
]
