"""
Wording: quantities and thresholds as a reader expects them; an answer is yes or no.
"""

from community_edu.base import Language, decimal_text, label
from community_edu.evaluation.judging.marks import Score
from community_edu.measures import YES_NO, Quantity, Threshold

_ANSWERS = {0: "no", 1: "yes"}
YES = Threshold.parse(">= 1 yes_no")


def quantity_text(quantity: Quantity, language: Language, *, beside: Quantity | None = None) -> str:
    """
    Write a quantity for a reader; an answer as yes or no.

    Example:
        >>> [quantity_text(Quantity.parse(text), "en") for text in ("1 yes_no", "5%")]
        ['yes', '5%']
    """
    if quantity.unit == YES_NO and quantity.amount in _ANSWERS:
        return label("answer", _ANSWERS[quantity.amount.numerator], language)
    return quantity.to(language, beside=beside)


def threshold_text(
    threshold: Threshold, language: Language, *, beside: Quantity | None = None
) -> str:
    """
    Write a threshold for a reader; of a yes-or-no indicator: yes.

    Example:
        >>> threshold_text(Threshold.parse(">= 50%"), "en")
        '≥ 50%'
    """
    if threshold == YES:
        return label("answer", "yes", language)
    return threshold.to(language, beside=beside)


def points_text(score: Score, language: Language) -> str:
    """
    Write points for a reader.

    Example:
        >>> from fractions import Fraction
        >>> points_text(Score(Fraction(4), Fraction(6)), "en")
        '4 of 6 points'
    """
    points, of = decimal_text(score.points), decimal_text(score.of)
    return f"{points} / {of} 分" if language == "zh-CN" else f"{points} of {of} points"
