"""
Ranks (名次): the place of each body among those beside it, by its share of the points.
"""

from collections.abc import Mapping
from fractions import Fraction

from community_edu.evaluation.judging.marks import Marks
from community_edu.evaluation.judging.places import places


def ranks(
    marks: Mapping[str, Marks], parents: Mapping[str, str | None] | None = None
) -> dict[str, int | None]:
    """
    Return the place of each body among those of its parent, the best being 1.

    Equal shares have the same place, the better one, and the places after it are
    left out: 1, 2, 2, 4. Shares are compared exactly.

    Args:
        marks: The marks of each body.
        parents: The body above each, which stands for all its bodies; by default
            all are beside each other. Those with no parent are so too.

    Returns:
        For each body its place; `None` for one that cannot be ranked: a prerequisite
        or a veto is in the way, too little was assessed, or nothing could be had.

    Example:
        >>> from community_edu.evaluation import Standard, evaluate_many
        >>> ranks(evaluate_many(Standard(id="s", name="标准"), {"east": {}}))
        {'east': None}
    """
    above = parents or {}
    beside: dict[str | None, dict[str, Fraction]] = {}
    for name, one in marks.items():
        if one.rankable:
            share = Fraction(one.hundredths, one.of_hundredths)
            beside.setdefault(above.get(name), {})[name] = share
    found: dict[str, int | None] = dict.fromkeys(marks)
    for group in beside.values():
        found |= places(group)
    return found
