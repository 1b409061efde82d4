"""
What a standard asks of a frame: the names that its criteria look at.
"""

from collections import Counter
from collections.abc import Iterable

from community_edu.evaluation.standards import Criterion
from community_edu.measures.nodes import Name, names_in


def names_of(criteria: Iterable[Criterion]) -> Counter[Name]:
    """
    Count how often each indicator stands in different formulas, in order of first use.
    """
    trees = dict.fromkeys(
        tree
        for criterion in criteria
        if criterion.measurable
        for tree in (*map(Name, criterion.evidence), *(each.tree for each in criterion.formulas))
    )
    return Counter(name for tree in trees for name in dict.fromkeys(names_in(tree)))


def categories_of(criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """
    Return the categories that criteria look at, in order of first use.
    """
    found = (criterion.looks_at for criterion in criteria if criterion.measurable)
    return tuple(dict.fromkeys(category for category in found if category))
