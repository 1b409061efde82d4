"""
Many bodies at once, each compared with the others where criteria go by rank.

Rows of a frame are for `evaluate_frame`; putting mappings into one and taking every
status out again takes longer than judging them (``benchmarks/many_bodies.py``).
"""

from collections.abc import Mapping

import attrs

from community_edu.base import References
from community_edu.evaluation.assessments.assessments import Assessment
from community_edu.evaluation.evidence import Evidence, Known
from community_edu.evaluation.judging.judges import judge_of
from community_edu.evaluation.judging.marks import Marks
from community_edu.evaluation.judging.peers import with_places
from community_edu.evaluation.standards import Standard


def evaluate_many(
    standard: Standard,
    bodies: Mapping[str, Evidence],
    previous: Mapping[str, Evidence] | None = None,
) -> Mapping[str, Marks]:
    """
    Judge many bodies: points, coverage, grade and statuses of each.

    Criteria that go by rank compare the bodies given here with one another; of one body
    alone they are not assessed.

    Args:
        standard: The criteria.
        bodies: The evidence of each body; see `evaluate`.
        previous: The same for the period before, as far as it is known.

    Raises:
        ProblemsError: The evidence of some body does not fit the standard; all that is
            wrong with all bodies at once.

    Example:
        >>> evaluate_many(Standard(id="s", name="标准"), {"east": {}})["east"].points
        Fraction(0, 1)
    """
    judge = judge_of(standard)
    known = _known(standard, bodies, previous)
    return {body: judge.marks(one.numbers) for body, one in known.items()}


def assess_many(
    standard: Standard,
    bodies: Mapping[str, Evidence],
    previous: Mapping[str, Evidence] | None = None,
) -> Mapping[str, Assessment]:
    """
    Judge many bodies, with values and reasons; otherwise as `evaluate_many`.

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
    return {
        body: Assessment(standard=standard, known=one, marks=judge.marks(one.numbers), claims={})
        for body, one in _known(standard, bodies, previous).items()
    }


def _known(
    standard: Standard, bodies: Mapping[str, Evidence], previous: Mapping[str, Evidence] | None
) -> dict[str, Known]:
    """
    Return what is known of each body, with its places among the others.
    """
    judge = judge_of(standard)
    check = References()
    before = previous or {}
    known = {
        body: judge.form.read(evidence, before.get(body), check)
        for body, evidence in bodies.items()
    }
    check.finish("the evidence does not fit the standard")
    if not judge.ranked or len(known) < 2:  # noqa: PLR2004 - one alone has no place
        return known
    placed = with_places(judge, [one.numbers for one in known.values()])
    return {
        body: attrs.evolve(one, numbers=numbers)
        for (body, one), numbers in zip(known.items(), placed, strict=True)
    }
