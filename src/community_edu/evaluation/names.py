"""
What a criterion rests on: the names of its evidence.
"""

from collections.abc import Iterator

from community_edu.evaluation.criteria import Criterion
from community_edu.measures import FormulaThreshold, Measure
from community_edu.measures.nodes import Name


def names_behind(criterion: Criterion) -> Iterator[Name]:
    """
    Yield what a criterion rests on: indicators and categories.
    """
    yield from map(Name, criterion.evidence)
    if criterion.threshold_by:
        yield Name(criterion.threshold_by.category)
    elif criterion.category:
        yield Name(criterion.category)
    for measure in _measures(criterion):
        yield from measure.names


def _measures(criterion: Criterion) -> Iterator[Measure]:
    thresholds = [criterion.threshold, *(band.threshold for band in criterion.bands)]
    if criterion.threshold_by:
        thresholds += [case.threshold for case in criterion.threshold_by.cases]
    for condition in criterion.conditions:
        yield condition.measure
        thresholds.append(condition.threshold)
    if criterion.measure is not None:
        yield criterion.measure
        if criterion.scale == "trend":
            yield criterion.measure.of_previous()
    for threshold in thresholds:
        if isinstance(threshold, FormulaThreshold):
            yield threshold.measure
