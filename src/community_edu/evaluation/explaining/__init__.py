"""
Explaining: what a judgement rests on, in words and in numbers with their units.
"""

from community_edu.evaluation.explaining.derivations import Derivation
from community_edu.evaluation.explaining.outcomes import ConditionOutcome, Outcome
from community_edu.evaluation.explaining.wording import points_text

__all__ = ["ConditionOutcome", "Derivation", "Outcome", "points_text"]
