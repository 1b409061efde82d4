"""
Criteria (评价指标): what is measured, and how the value turns into points.

A criterion has one *scale*: a threshold, a threshold by category, a trend, bands,
a share of the points, levels, conditions, points awarded by an assessor, or
points by rank among peers. One without a scale is kept as the words it is.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal, NewType, TypeAlias

import attrs

from community_edu.base import Cited, Text, identifier, text
from community_edu.measures import (
    AnyThreshold,
    Condition,
    FormulaThreshold,
    Hardness,
    IndicatorId,
    Measure,
    Quantity,
    Trend,
    indicator_id,
)

CategoryId = NewType("CategoryId", str)
CriterionId = NewType("CriterionId", str)
GroupId = NewType("GroupId", str)
ReferenceId = NewType("ReferenceId", str)

Role: TypeAlias = Literal["scored", "veto", "prerequisite"]
"""
``scored``: it counts for points. ``veto`` (一票否决): a body that fails it gets no grade.
``prerequisite`` (申报条件): a body that fails it cannot be judged at all.
"""

MissingPolicy: TypeAlias = Literal["skip", "zero", "fail"]
"""
What missing evidence does. ``skip``: the criterion is left out of the score. ``zero``:
it stays not assessed, but its points count among those that could be had. ``fail``:
it is not met.
"""

Scale: TypeAlias = Literal[
    "threshold",
    "threshold_by",
    "trend",
    "bands",
    "linear",
    "levels",
    "conditions",
    "awarded",
    "ranks",
    "words",
]
"""
How a criterion is decided; ``words``: not at all.
"""


def category_id(value: str) -> CategoryId:
    """
    Return *value* as the name of a category: a word as indicators have.
    """
    return CategoryId(indicator_id(value))


def criterion_id(value: str) -> CriterionId:
    """
    Return *value* as the identifier of a criterion.
    """
    return CriterionId(identifier(value))


def group_id(value: str) -> GroupId:
    """
    Return *value* as the identifier of a group of criteria.
    """
    return GroupId(identifier(value))


def indicator_ids(names: Iterable[str]) -> tuple[IndicatorId, ...]:
    """
    Return *names* as names of indicators.
    """
    return tuple(map(indicator_id, names))


def reference_id(value: str) -> ReferenceId:
    """
    Return *value* as the identifier of a document that is cited.
    """
    return ReferenceId(identifier(value))


@attrs.frozen
class Quote:
    """
    The words of a document behind a criterion.

    Attributes:
        reference: The document, one of the standard's references.
        phrase: The words themselves, short and unaltered.
        place: Where they stand there: 第三条, page 93.
    """

    reference: ReferenceId = attrs.field(converter=reference_id)
    phrase: str
    place: str | None = None

    def __str__(self) -> str:
        place = f" {self.place}" if self.place else ""
        return f"{self.reference}{place} “{self.phrase}”"


@attrs.frozen
class Band:
    """
    One step of a scale: what must be reached, and the points it gives.
    """

    threshold: AnyThreshold
    points: Fraction

    def expanded(self, definitions: Mapping[str, Measure]) -> "Band":
        """
        Return the band with derived indicators written out; see `Criterion.expanded`.
        """
        return Band(self.threshold.expanded(definitions), self.points)


@attrs.frozen
class Linear:
    """
    A share of the points that grows evenly: none at `from_`, all at `to`.

    Where less is better, `from_` is the greater of the two. Points are counted in
    hundredths, and what is less than a hundredth is left out.
    """

    from_: Quantity
    to: Quantity


@attrs.frozen
class LevelPoints:
    """
    What a value of a category gives: the national level (国家级) 5 points.
    """

    of: str
    points: Fraction


@attrs.frozen
class RankPoints:
    """
    What the places up to and with `up_to` give; equal values share the better place.
    """

    up_to: int
    points: Fraction


@attrs.frozen(kw_only=True)
class RankScale:
    """
    Points by place among peers.

    Attributes:
        best: Which value comes first.
        steps: The points, the best places first; places beyond the last give none.
    """

    best: Literal["highest", "lowest"] = "highest"
    steps: tuple[RankPoints, ...] = attrs.field(converter=tuple[RankPoints, ...])


@attrs.frozen
class ThresholdCase:
    """
    The threshold for one value of a category.
    """

    of: str
    threshold: AnyThreshold

    def expanded(self, definitions: Mapping[str, Measure]) -> "ThresholdCase":
        """
        Return the case with derived indicators written out; see `Criterion.expanded`.
        """
        return ThresholdCase(self.of, self.threshold.expanded(definitions))


@attrs.frozen(kw_only=True)
class ThresholdTable:
    """
    Thresholds that differ by a category, such as the region (东、中、西部).
    """

    category: CategoryId = attrs.field(converter=category_id)
    cases: tuple[ThresholdCase, ...] = attrs.field(converter=tuple[ThresholdCase, ...])

    def expanded(self, definitions: Mapping[str, Measure]) -> "ThresholdTable":
        """
        Return the table with derived indicators written out; see `Criterion.expanded`.
        """
        return attrs.evolve(self, cases=[case.expanded(definitions) for case in self.cases])


def _best_points(criterion: "Criterion") -> Fraction:
    """
    The points of a criterion that does not state them: its best step, else 1 if it is scored.
    """
    steps: list[Band | LevelPoints | RankPoints] = [*criterion.bands, *criterion.levels]
    if criterion.ranks:
        steps += criterion.ranks.steps
    if steps:
        return max(step.points for step in steps)
    return Fraction(criterion.role == "scored")


@attrs.frozen(kw_only=True)
class Criterion(Cited):
    """
    One line of a standard.

    Attributes:
        id: The identifier in reports.
        name: What a reader calls it.
        group: The group of criteria it belongs to.
        role: Whether it counts for points, is a veto or a prerequisite.
        measure: The formula; `None` where the document gives only words, and for
            levels and conditions, which need none.
        threshold: What the measure must be: met, or not.
        threshold_by: The same, by a category.
        trend: The direction in which the measure must have moved since the period
            before; beside a threshold it is only told.
        bands: Steps of the measure, the best first.
        linear: A share of the points.
        category: What `levels` look at.
        levels: Points by the value of `category`, the best first.
        conditions: What must hold (all of it, or `at_least` so many).
        at_least: How many of the conditions suffice; by default all.
        awarded: Whether the measure is the points themselves, as an assessor gave them.
        ranks: Points by the place of the measure among peers.
        points: What it counts for, at most two decimals; by default those of its best
            step, else 1, or 0 for a veto or a prerequisite.
        missing: What missing evidence does; by default as the standard says.
        evidence: Yes-or-no indicators for the documents that must be there before
            anything is judged.
        verify: Ways to verify it: ``documents`` (查阅资料), ``visit`` (实地察看),
            ``survey`` (问卷), ``sample`` (抽查), ``interview`` (访谈) or a code of your own.
        hardness: A duty, a hope (力争) or a forecast (预计).
        lever: The indicator to work on to close a gap.
        quote: The words of a document behind it.
        note: What a reader should know, such as what the document leaves open.
    """

    id: CriterionId = attrs.field(converter=criterion_id)
    name: Text = attrs.field(converter=text)
    group: GroupId | None = attrs.field(default=None, converter=attrs.converters.optional(group_id))
    role: Role = "scored"
    measure: Measure | None = None
    threshold: AnyThreshold | None = None
    threshold_by: ThresholdTable | None = None
    trend: Trend | None = None
    bands: tuple[Band, ...] = attrs.field(default=(), converter=tuple[Band, ...])
    linear: Linear | None = None
    category: CategoryId | None = attrs.field(
        default=None, converter=attrs.converters.optional(category_id)
    )
    levels: tuple[LevelPoints, ...] = attrs.field(default=(), converter=tuple[LevelPoints, ...])
    conditions: tuple[Condition, ...] = attrs.field(default=(), converter=tuple[Condition, ...])
    at_least: int | None = None
    awarded: bool = False
    ranks: RankScale | None = None
    points: Fraction = attrs.field(
        default=attrs.Factory(_best_points, takes_self=True), converter=Fraction
    )
    missing: MissingPolicy | None = None
    evidence: tuple[IndicatorId, ...] = attrs.field(default=(), converter=indicator_ids)
    verify: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    hardness: Hardness = "hard"
    lever: IndicatorId | None = attrs.field(
        default=None, converter=attrs.converters.optional(indicator_id)
    )
    quote: Quote | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    @property
    def scales(self) -> tuple[Scale, ...]:
        """
        Every scale that is given; a standard holds together only if it is one.
        """
        given: dict[Scale, object] = {
            "threshold": self.threshold,
            "threshold_by": self.threshold_by,
            "trend": self.trend if self.threshold is None else None,
            "bands": self.bands,
            "linear": self.linear,
            "levels": self.levels,
            "conditions": self.conditions,
            "awarded": self.awarded,
            "ranks": self.ranks,
        }
        return tuple(scale for scale, value in given.items() if value)

    @property
    def scale(self) -> Scale:
        """
        How it is decided: ``words`` if a measure would be needed and there is none.
        """
        first = self.scales[0] if self.scales else "words"
        return first if self.measure is not None or first in {"levels", "conditions"} else "words"

    @property
    def measurable(self) -> bool:
        """
        Tell whether evidence could ever decide it.
        """
        return self.scale != "words"

    @property
    def looks_at(self) -> CategoryId | None:
        """
        The category that decides it, or that its threshold depends on.
        """
        return self.threshold_by.category if self.threshold_by else self.category

    @property
    def measures(self) -> tuple[Measure, ...]:
        """
        What is measured: its measure, or those of its conditions.
        """
        if self.conditions:
            return tuple(condition.measure for condition in self.conditions)
        return () if self.measure is None or self.levels else (self.measure,)

    @property
    def thresholds(self) -> tuple[AnyThreshold, ...]:
        """
        Everything that what is measured is held to.
        """
        return (
            *([] if self.threshold is None else [self.threshold]),
            *(case.threshold for case in (self.threshold_by.cases if self.threshold_by else ())),
            *(band.threshold for band in self.bands),
            *(condition.threshold for condition in self.conditions),
        )

    @property
    def formulas(self) -> tuple[Measure, ...]:
        """
        Every formula that decides it: what is measured, now and before, and what that must be.
        """
        before = [each.of_previous() for each in self.measures] if self.scale == "trend" else []
        bounds = (each.measure for each in self.thresholds if isinstance(each, FormulaThreshold))
        return (*self.measures, *before, *bounds)

    def expanded(self, definitions: Mapping[str, Measure]) -> "Criterion":
        """
        Return the criterion with derived indicators written out in its formulas.

        Args:
            definitions: The formula of each derived indicator.
        """
        table = self.threshold_by
        return attrs.evolve(
            self,
            measure=self.measure and self.measure.expanded(definitions),
            threshold=self.threshold and self.threshold.expanded(definitions),
            threshold_by=table and table.expanded(definitions),
            bands=[band.expanded(definitions) for band in self.bands],
            conditions=[condition.expanded(definitions) for condition in self.conditions],
        )
