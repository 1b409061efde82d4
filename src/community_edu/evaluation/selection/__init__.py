"""
Selection (评选): places by rules that are data, and the reason of each place.
"""

from community_edu.evaluation.selection.reasons import (
    CutReason,
    OrderReason,
    Reason,
    RuledOutReason,
    SeatReason,
    TieReason,
)
from community_edu.evaluation.selection.results import Place, SelectionResult, SelectionStatus
from community_edu.evaluation.selection.selecting import select
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
from community_edu.evaluation.selection.standings import Candidate, CriterionMark, Standing

__all__ = [
    "Candidate",
    "CriterionMark",
    "CutReason",
    "Eligibility",
    "OrderBy",
    "OrderKey",
    "OrderReason",
    "Place",
    "QuotaId",
    "Reason",
    "RuledOutReason",
    "SeatQuota",
    "SeatReason",
    "Selection",
    "SelectionError",
    "SelectionId",
    "SelectionResult",
    "SelectionStatus",
    "Standing",
    "TieReason",
    "TieRule",
    "quota_id",
    "select",
    "selection_id",
]
