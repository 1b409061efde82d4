"""
Reliability (信度): how far the items of a scale go together, as Cronbach's alpha.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Text


@attrs.define(slots=False)
class UnequalRowsError(CommunityEduError, ValueError):
    """
    Respondents with different numbers of items.
    """

    code: ClassVar[str] = "unequal-rows"
    en: ClassVar[str] = (
        "row {row} has {found} items, the first has {wanted}; write None for an item not answered"
    )
    zh: ClassVar[str] = "第 {row} 行有 {found} 题，第一行有 {wanted} 题；未答的题请写 None"

    row: int
    found: int
    wanted: int


@attrs.frozen(kw_only=True)
class Reliability:
    """
    Cronbach's alpha of some items, and of whose answers it was reckoned.

    Attributes:
        alpha: The coefficient, exact, at most 1; below 0 where items go against
            each other. `None` if it is not defined.
        items: The number of items.
        n: The number of respondents who answered all of them: only they count.
        left_out: The number of the others.
        reason: Why there is no alpha.
    """

    alpha: Fraction | None
    items: int
    n: int
    left_out: int
    reason: Text | None = None


def cronbach_alpha(answers: Sequence[Sequence[int | Fraction | None]]) -> Reliability:
    """
    Reckon Cronbach's alpha (克隆巴赫系数): α = k/(k−1) · (1 − Σ s²ᵢ / s²ₜ).

    There are k items; s²ᵢ is the variance of an item and s²ₜ that of the sums of
    the respondents. Whether variances are divided by n or by n−1 makes no
    difference, since only their ratio counts. Respondents who left an item out are
    left out themselves (listwise deletion).

    Args:
        answers: A row a respondent, a value an item; `None` is no answer.
            Reverse items must be turned already.

    Returns:
        The coefficient; without a value, but with the reason, if there are fewer
        than two items or than two complete respondents, or if all sums are equal.

    Raises:
        UnequalRowsError: Rows have different lengths.

    Source:
        Cronbach, L. J. (1951). Coefficient alpha and the internal structure of
        tests. Psychometrika, 16, 297-334.

    Example:
        >>> reliability = cronbach_alpha([(2, 3), (3, 3), (4, 5), (1, None)])
        >>> reliability.alpha, reliability.n, reliability.left_out
        (Fraction(12, 13), 3, 1)
    """
    items = len(answers[0]) if answers else 0
    for number, row in enumerate(answers, start=1):
        if len(row) != items:
            raise UnequalRowsError(number, len(row), items)
    complete = [
        tuple(Fraction(value) for value in row if value is not None)
        for row in answers
        if None not in row
    ]
    of_sums = _spread([sum(row, Fraction(0)) for row in complete])
    reason = _undefined(items, len(complete), of_sums)
    alpha = None
    if reason is None:
        of_items = sum((_spread(column) for column in zip(*complete, strict=True)), Fraction(0))
        alpha = Fraction(items, items - 1) * (1 - of_items / of_sums)
    return Reliability(
        alpha=alpha,
        items=items,
        n=len(complete),
        left_out=len(answers) - len(complete),
        reason=reason,
    )


def _undefined(items: int, n: int, spread: Fraction) -> Text | None:
    if items < 2:  # noqa: PLR2004 - one item cannot go together with another
        return Text("少于 2 题，无法计算", en="fewer than 2 items")
    if n < 2:  # noqa: PLR2004 - one respondent does not vary
        return Text(
            "答全各题的不足 2 人，无法计算", en="fewer than 2 respondents answered every item"
        )
    if not spread:
        return Text("各人总分相同，无法计算", en="all respondents have the same sum")
    return None


def _spread(values: Sequence[Fraction]) -> Fraction:
    """
    Return the variance times n²: whole numbers stay whole.
    """
    return len(values) * sum((v * v for v in values), Fraction(0)) - sum(values, Fraction(0)) ** 2
