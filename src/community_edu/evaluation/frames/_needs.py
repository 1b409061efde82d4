"""
What a standard asks of a frame: the names that its criteria look at.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from community_edu.evaluation.criteria import Criterion
from community_edu.measures import AnyThreshold, FormulaThreshold
from community_edu.measures.nodes import Name, Node, names_in


def formulas(criterion: Criterion) -> Iterator[Node]:
    """
    Yield each formula that decides a criterion, also single names.
    """
    scale, measure = criterion.scale, criterion.measure
    if scale == "words":
        return
    yield from (Name(name) for name in criterion.evidence)
    if scale == "conditions":
        for condition in criterion.conditions:
            yield condition.measure.tree
            yield from _of_threshold(condition.threshold)
    elif scale != "levels" and measure is not None:
        yield measure.tree
        if scale == "trend":
            yield measure.of_previous().tree
        for threshold in _thresholds(criterion):
            yield from _of_threshold(threshold)


def _thresholds(criterion: Criterion) -> Iterator[AnyThreshold | None]:
    match criterion.scale:
        case "threshold":
            yield criterion.threshold
        case "threshold_by" if criterion.threshold_by:
            yield from (case.threshold for case in criterion.threshold_by.cases)
        case "bands":
            yield from (band.threshold for band in criterion.bands)
        case _:
            pass


def _of_threshold(threshold: AnyThreshold | None) -> Iterator[Node]:
    if isinstance(threshold, FormulaThreshold):
        yield threshold.measure.tree


def names_of(criteria: Iterable[Criterion]) -> Counter[Name]:
    """
    Count how often each indicator stands in different formulas, in order of first use.
    """
    trees = dict.fromkeys(tree for criterion in criteria for tree in formulas(criterion))
    return Counter(name for tree in trees for name in dict.fromkeys(names_in(tree)))


def categories_of(criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """
    Return the categories that criteria look at, in order of first use.
    """
    found: list[str] = []
    for criterion in criteria:
        if criterion.scale == "levels" and criterion.category:
            found.append(criterion.category)
        if criterion.scale == "threshold_by" and criterion.threshold_by:
            found.append(criterion.threshold_by.category)
    return tuple(dict.fromkeys(found))
