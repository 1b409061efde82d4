"""
Standards (标准): criteria with a measure and a threshold each, by which a body is judged.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import NewType

import attrs

from community_edu.base import Cited, Path, References, Text, identifier, text
from community_edu.measures import (
    Hardness,
    Indicator,
    IndicatorId,
    Measure,
    Threshold,
    Trend,
    Unit,
    UnitMismatchError,
    indicator_id,
)

CriterionId = NewType("CriterionId", str)
StandardId = NewType("StandardId", str)

INDICATOR = ("indicator", "指标")


def criterion_id(value: str) -> CriterionId:
    """
    Return *value* as the identifier of a criterion.
    """
    return CriterionId(identifier(value))


def standard_id(value: str) -> StandardId:
    """
    Return *value* as the identifier of a standard.
    """
    return StandardId(identifier(value))


@attrs.frozen(kw_only=True)
class Criterion(Cited):
    """
    One line of a standard.

    Attributes:
        id: The identifier in reports.
        name: What a reader calls it.
        measure: The formula; `None` where the document gives only words.
        threshold: What the measure must reach, or `None`.
        trend: The direction in which the measure must have moved, or `None`.
        hardness: A duty, a hope (力争) or a forecast (预计).
        lever: The indicator to work on to close a gap.
        points: What it counts for in the score.
    """

    id: CriterionId = attrs.field(converter=criterion_id)
    name: Text = attrs.field(converter=text)
    measure: Measure | None = None
    threshold: Threshold | None = None
    trend: Trend | None = None
    hardness: Hardness = "hard"
    lever: IndicatorId | None = attrs.field(
        default=None, converter=attrs.converters.optional(indicator_id)
    )
    points: Fraction = Fraction(1)

    @property
    def measurable(self) -> bool:
        """
        Tell whether evidence could ever decide it.
        """
        return self.measure is not None and (self.threshold is not None or self.trend is not None)


def check_measures(
    indicators: Iterable[Indicator],
    measures: Mapping[Path, tuple[Measure, Threshold | None]],
    check: References,
) -> None:
    """
    Note each measure that names an unknown indicator, or mixes units.

    Args:
        indicators: What measures may name.
        measures: Each measure by its path, with the threshold it is held to.
        check: Takes what is found.
    """
    units: dict[str, Unit] = {indicator.id: indicator.unit for indicator in indicators}
    for path, (measure, threshold) in measures.items():
        for name in dict.fromkeys(name.indicator for name in measure.names):
            check.known(path, INDICATOR, name, units)
        if all(name.indicator in units for name in measure.names):
            try:
                unit = measure.unit(units)
                if threshold is not None:
                    threshold.in_unit(unit)
            except UnitMismatchError as error:
                check.problems.append(UnitMismatchError(error.left, error.right, path))


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Standard:
    """
    Criteria in the order in which they are reported, and the indicators they use.

    Attributes:
        id: The identifier.
        name: What it is called.
        indicators: Every indicator that a measure names, with its unit.
        criteria: The criteria.

    Raises:
        ProblemsError: A measure or a lever names an unknown indicator, a measure
            adds or compares unlike units, an identifier is used twice; all at once.
    """

    id: StandardId = attrs.field(converter=standard_id)
    name: Text = attrs.field(converter=text)
    indicators: tuple[Indicator, ...] = attrs.field(default=(), converter=tuple[Indicator, ...])
    criteria: tuple[Criterion, ...] = attrs.field(default=(), converter=tuple[Criterion, ...])

    def __repr__(self) -> str:
        return f"Standard(id={self.id!r}, criteria={len(self.criteria)})"

    def __attrs_post_init__(self) -> None:
        check = References()
        check.unique("indicators", (indicator.id for indicator in self.indicators))
        check.unique("criteria", (criterion.id for criterion in self.criteria))
        measures: dict[Path, tuple[Measure, Threshold | None]] = {
            ("criteria", index, "measure"): (criterion.measure, criterion.threshold)
            for index, criterion in enumerate(self.criteria)
            if criterion.measure is not None
        }
        check_measures(self.indicators, measures, check)
        for index, criterion in enumerate(self.criteria):
            check.known(("criteria", index, "lever"), INDICATOR, criterion.lever, self.units)
        check.finish("the standard does not hold together")

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """
        The unit of each indicator.
        """
        return {indicator.id: indicator.unit for indicator in self.indicators}

    @cached_property
    def by_id(self) -> Mapping[str, Criterion]:
        """
        The criteria by identifier.
        """
        return {criterion.id: criterion for criterion in self.criteria}
