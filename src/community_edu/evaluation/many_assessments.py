"""
Many bodies at once, each with its reasons.
"""

from collections.abc import Mapping

import attrs

from community_edu.base import References
from community_edu.evaluation.assessments import Assessment
from community_edu.evaluation.evidence import Evidence
from community_edu.evaluation.judges import judge_of
from community_edu.evaluation.peers import with_places
from community_edu.evaluation.standards import Standard


def assess_many(
    standard: Standard,
    bodies: Mapping[str, Evidence],
    previous: Mapping[str, Evidence] | None = None,
) -> Mapping[str, Assessment]:
    """
    Judge many bodies as `evaluate` judges one; those given here are the peers of one another.

    `evaluate_many` gives the same marks, without values and reasons.

    Args:
        standard: The criteria.
        bodies: The evidence of each body; see `evaluate`.
        previous: The same for the period before, as far as it is known.

    Raises:
        ProblemsError: The evidence of some body does not fit the standard; all that is
            wrong with all bodies at once.

    Example:
        >>> judged = assess_many(Standard(id="s", name="标准"), {"east": {}, "west": {}})
        >>> judged["west"].score.of
        Fraction(0, 1)
    """
    judge = judge_of(standard)
    check = References()
    before = previous or {}
    known = {
        body: judge.form.read(evidence, before.get(body), check)
        for body, evidence in bodies.items()
    }
    check.finish("the evidence does not fit the standard")
    numbers = [one.numbers for one in known.values()]
    placed = with_places(judge, numbers) if judge.ranked and len(numbers) > 1 else numbers
    return {
        body: Assessment(
            standard=standard,
            known=attrs.evolve(known[body], numbers=one),
            marks=judge.marks(one),
            claims={},
        )
        for body, one in zip(bodies, placed, strict=True)
    }
