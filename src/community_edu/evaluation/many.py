"""
Many bodies at once: their marks, without the reasons.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from community_edu.base import References
from community_edu.evaluation.evidence import Evidence
from community_edu.evaluation.judges import judge_of
from community_edu.evaluation.many_by_frame import marks_by_frame
from community_edu.evaluation.marks import Marks
from community_edu.evaluation.peers import with_places
from community_edu.evaluation.reckoning import Numbers
from community_edu.evaluation.standards import Standard

Engine: TypeAlias = Literal["auto", "scalar", "frames"]
"""
``scalar``: one body after the other. ``frames``: all in one table, which takes the
extra ``frames``. ``auto``: whichever is quicker: out of mappings that is one body after
the other, however many there are, since putting them into a table and taking every
status out again takes longer than judging (``benchmarks/many_bodies.py``).
"""


def evaluate_many(
    standard: Standard,
    bodies: Mapping[str, Evidence],
    previous: Mapping[str, Evidence] | None = None,
    *,
    engine: Engine = "auto",
) -> Mapping[str, Marks]:
    """
    Judge many bodies: points, coverage, grade and statuses of each.

    Criteria that go by rank compare the bodies given here with one another; of one body
    alone they are not assessed.

    Args:
        standard: The criteria.
        bodies: The evidence of each body; see `evaluate`.
        previous: The same for the period before, as far as it is known.
        engine: How it is done; the marks are the same.

    Raises:
        ProblemsError: The evidence of some body does not fit the standard; all that is
            wrong with all bodies at once.
        MissingExtraError: *engine* is ``frames``, and the extra is not installed.

    Example:
        >>> evaluate_many(Standard(id="s", name="标准"), {"east": {}})["east"].points
        Fraction(0, 1)
    """
    judge = judge_of(standard)
    check = References()
    before = previous or {}
    numbers: list[Numbers] = [
        judge.form.read(evidence, before.get(body), check).numbers
        for body, evidence in bodies.items()
    ]
    check.finish("the evidence does not fit the standard")
    if engine == "frames":
        marks: Iterable[Marks] = marks_by_frame(standard, numbers)
    else:
        among_peers = judge.ranked and len(numbers) > 1
        placed = with_places(judge, numbers) if among_peers else numbers
        marks = map(judge.marks, placed)
    return dict(zip(bodies, marks, strict=True))
