"""
Candidates of a selection (参评单位): how each was judged, and what it is.
"""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

import attrs

from community_edu.base import Text, text
from community_edu.evaluation.assessments import Assessment
from community_edu.evaluation.standards import Role


@attrs.frozen(kw_only=True)
class CriterionMark:
    """
    How a body stands in one criterion.

    Attributes:
        name: What a reader calls the criterion.
        status: ``met``, ``partly``, ``not_met`` or ``not_assessed``.
        points: The points it gave.
        value: The value of its measure.
        role: Whether it is a veto or a prerequisite.
    """

    name: Text = attrs.field(converter=text)
    status: str
    points: Fraction = Fraction(0)
    value: Fraction | None = None
    role: Role = "scored"


@attrs.frozen(kw_only=True)
class Standing:
    """
    How a body was judged, as far as a selection needs it.

    An `Assessment` becomes one by itself; a row of an evaluated frame does by its columns.

    Attributes:
        points: The points reached.
        of: The points that could be had.
        coverage: The part of all points that was assessed.
        minimum_coverage: The part that the standard asks for.
        grade: The identifier of the grade.
        marks: How it stands in each criterion.
        evidence: The numbers known of it.

    Example:
        >>> row = {"points": 86.5, "of": 100.0}
        >>> west = Standing(
        ...     points=Fraction(round(row["points"] * 100), 100),
        ...     of=Fraction(round(row["of"] * 100), 100),
        ... )
        >>> west.share
        Fraction(173, 200)
    """

    points: Fraction = attrs.field(converter=Fraction)
    of: Fraction = attrs.field(converter=Fraction)
    coverage: Fraction = Fraction(1)
    minimum_coverage: Fraction = Fraction(0)
    grade: str | None = None
    marks: Mapping[str, CriterionMark] = MappingProxyType({})
    evidence: Mapping[str, Fraction] = MappingProxyType({})

    @property
    def share(self) -> Fraction | None:
        """
        The part of the points that was reached; `None` if there were none to be had.
        """
        return self.points / self.of if self.of else None


def standing(judged: Assessment | Standing) -> Standing:
    """
    Take an `Assessment`, or what a frame tells of a body.

    Example:
        >>> standing(Standing(points=3, of=4)).share
        Fraction(3, 4)
    """
    if isinstance(judged, Standing):
        return judged
    least = judged.standard.minimum_coverage
    return Standing(
        points=judged.score.points,
        of=judged.score.of,
        coverage=judged.coverage,
        minimum_coverage=Fraction(0) if least is None else least.amount,
        grade=None if judged.grade is None else judged.grade.id,
        marks={
            outcome.criterion.id: CriterionMark(
                name=outcome.criterion.name,
                status=outcome.status,
                points=outcome.points,
                value=None if outcome.value is None else outcome.value.amount,
                role=outcome.criterion.role,
            )
            for outcome in judged.outcomes
        },
        evidence=judged.numbers,
    )


@attrs.frozen(kw_only=True)
class Candidate:
    """
    A body that takes part in a selection.

    Attributes:
        id: The identifier.
        name: What a reader calls it.
        standing: How it was judged: give an `Assessment`, or a `Standing`.
        attributes: What quotas and tie-breaks look at: ``{"subdistrict": "东街道"}``.
    """

    id: str
    name: Text = attrs.field(converter=text)
    standing: Standing = attrs.field(converter=standing)
    attributes: Mapping[str, str] = MappingProxyType({})
