"""
Evaluating one body: its evidence, and what it claims, against a standard.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from community_edu.base import References, Text, decimal_text
from community_edu.evaluation.assessments.assessments import Assessment
from community_edu.evaluation.evidence import Evidence, Known, exact_number
from community_edu.evaluation.judging.judges import judge_of
from community_edu.evaluation.judging.peers import with_places
from community_edu.evaluation.standards import CRITERION, PointsError, Standard


def evaluate(
    standard: Standard,
    evidence: Evidence,
    previous: Evidence | None = None,
    *,
    claimed: Mapping[str, int | Fraction | Decimal] | None = None,
    peers: Iterable[Evidence] = (),
) -> Assessment:
    """
    Judge *evidence* against every criterion of *standard*.

    Nothing is rounded to decide: a share of exactly the threshold meets it.

    Args:
        standard: The criteria, in the order in which to report them.
        evidence: The value of each indicator, in the unit it declares, and of each
            category; those that are unknown are left out, or `Missing`.
        previous: The same for the period before, for trends and ``prev.``.
        claimed: The points that the body claims for itself (自评分), by criterion;
            they are told beside those that were found.
        peers: The evidence of the other bodies, for criteria that go by rank.

    Returns:
        One outcome for each criterion, with the score, the coverage and the grade.

    Raises:
        ProblemsError: *evidence* has names that the standard does not have, or values
            that cannot be: floats, other texts than the values of a category; or
            points are claimed that cannot be had. All of it at once.

    Example:
        >>> from community_edu.evaluation import Criterion
        >>> from community_edu.measures import Indicator, Measure, Threshold, Unit
        >>> training = Standard(
        ...     id="training",
        ...     name="培训",
        ...     indicators=[
        ...         Indicator(id="employees", name="从业人员", unit=Unit.parse("person")),
        ...         Indicator(id="trained", name="受训人员", unit=Unit.parse("person")),
        ...     ],
        ...     criteria=[
        ...         Criterion(
        ...             id="rate",
        ...             name="培训率",
        ...             measure=Measure.parse("trained / employees"),
        ...             threshold=Threshold.parse(">= 50%"),
        ...         )
        ...     ],
        ... )
        >>> assessment = evaluate(training, {"employees": 120, "trained": 47})
        >>> assessment.outcomes[0].status, str(assessment.gap("rate"))
        ('not_met', '+13 persons')
    """
    judge = judge_of(standard)
    check = References()
    known = judge.form.read(evidence, previous, check)
    claims = _claims(standard, claimed or {}, check)
    others = [judge.form.read(peer, None, check).numbers for peer in peers]
    if check.problems:
        check.finish("the evidence does not fit the standard")
    if others and judge.ranked:
        known = Known(with_places(judge, [known.numbers, *others])[0], known.reasons)
    marks = judge.marks(known.numbers)
    return Assessment(standard=standard, known=known, marks=marks, claims=claims)


def _claims(
    standard: Standard, claimed: Mapping[str, int | Fraction | Decimal], check: References
) -> Mapping[str, Fraction]:
    claims: dict[str, Fraction] = {}
    for name, points in claimed.items():
        path = ("claimed", name)
        check.known(path, CRITERION, name, standard.by_id)
        criterion = standard.by_id.get(name)
        if criterion is None:
            continue
        exact = exact_number(points)
        most = criterion.points
        if exact is None or not 0 <= exact <= most:
            reason = Text(
                f"自评分 {points} 不是 0 至 {decimal_text(most)} 之间的数",
                en=f"{points} cannot be claimed; claim 0 to {decimal_text(most)} points",
            )
            check.problems.append(PointsError(name, reason, path))
        else:
            claims[name] = Fraction(exact)
    return claims
