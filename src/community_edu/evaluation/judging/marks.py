"""
Marks (得分): points, coverage and grade of one body, without the reasons.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from community_edu.base import decimal_text
from community_edu.evaluation.judging.verdicts import Status
from community_edu.evaluation.standards import CriterionId, GradeId

GradeObstacle: TypeAlias = Literal[
    "prerequisite_not_met",
    "prerequisite_not_assessed",
    "veto_not_met",
    "veto_not_assessed",
    "incomplete_standard",
    "low_coverage",
    "nothing_to_score",
    "no_grade_reached",
]
"""
Why there is no grade; the first of these that is so.
"""


@attrs.frozen
class Score:
    """
    Points reached, of those that could be had.

    Example:
        >>> score = Score(Fraction(5), Fraction(8))
        >>> score, score.share
        (Score(points=5, of=8), Fraction(5, 8))
    """

    points: Fraction = attrs.field(repr=decimal_text)
    of: Fraction = attrs.field(repr=decimal_text)

    @property
    def share(self) -> Fraction | None:
        """
        The part reached; `None` if nothing could be had.
        """
        return self.points / self.of if self.of else None


@attrs.frozen
class Marks:
    """
    What became of one body; points are whole numbers of hundredths.

    Attributes:
        criteria: The criteria, in the order of the standard.
        criterion_statuses: One of the four outcomes for each.
        criterion_hundredths: The points that each gave.
        hundredths: The points reached.
        of_hundredths: The points that could be had.
        assessed_hundredths: The points of the criteria that were assessed.
        total_hundredths: The points of the whole standard.
        grade: The grade.
        obstacle: Why there is no grade; also told of a standard without grades if a
            prerequisite or a veto is in the way.
        rankable: Whether the body has a place among others: every prerequisite and
            veto is met, enough was assessed, and there were points to be had.
    """

    criteria: tuple[CriterionId, ...] = attrs.field(repr=False)
    criterion_statuses: tuple[Status, ...] = attrs.field(repr=False)
    criterion_hundredths: tuple[int, ...] = attrs.field(repr=False)
    hundredths: int
    of_hundredths: int
    assessed_hundredths: int
    total_hundredths: int
    grade: GradeId | None
    obstacle: GradeObstacle | None
    rankable: bool

    @property
    def points(self) -> Fraction:
        """
        The points reached.
        """
        return Fraction(self.hundredths, 100)

    @property
    def of(self) -> Fraction:
        """
        The points that could be had.
        """
        return Fraction(self.of_hundredths, 100)

    @property
    def score(self) -> Score:
        """
        The points reached, of those that could be had.
        """
        return Score(self.points, self.of)

    @property
    def coverage(self) -> Fraction:
        """
        The part of all points that was assessed; 0 of nothing is 0.
        """
        return Fraction(self.assessed_hundredths, self.total_hundredths or 1)

    @property
    def statuses(self) -> Mapping[CriterionId, Status]:
        """
        One of the four outcomes for each criterion.
        """
        return dict(zip(self.criteria, self.criterion_statuses, strict=True))
