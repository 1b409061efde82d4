"""
Surveys (问卷): items on one scale, gathered into dimensions.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, Literal, NewType, TypeAlias

import attrs

from community_edu.base import Path, References, Text, identifier, text
from community_edu.evaluation.standards import REFERENCE, Quote, Reference, UnsoundError
from community_edu.measures import PLAIN, Quantity, indicator_id

DimensionId = NewType("DimensionId", str)
SurveyId = NewType("SurveyId", str)
SurveyItemId = NewType("SurveyItemId", str)

DIMENSION = ("dimension", "维度")
SURVEY_ITEM = ("item", "题目")

WIDEST = 1000
"""
The most steps that a scale may have.
"""

Rescale: TypeAlias = Literal["none", "percent_of_range", "percent_of_highest", "unknown"]
"""
How the mean of the items becomes the score of a dimension.

``none``: it is the score. ``percent_of_range``: (mean − low) / (high − low) · 100, from
0 to 100. ``percent_of_highest``: mean / high · 100. ``unknown``: the source does not say,
so that nothing is scored until somebody chooses.
"""

MissingAnswers: TypeAlias = Literal["complete", "mean_of_answered"]
"""
What items that were not answered do. ``complete``: who left out an item of a dimension has no
score in it. ``mean_of_answered``: the score is the mean of the items answered, if they are
enough: the same as if each missing one had this mean.
"""

Composite: TypeAlias = Literal["none", "mean_of_dimensions"]
"""
How a dimension with others below it is scored. ``none``: not at all. ``mean_of_dimensions``:
by the mean of the scores of those directly below, if there are all of them.
"""


def dimension_id(value: str) -> DimensionId:
    """
    Return *value* as the name of a dimension: a word as indicators have.
    """
    return DimensionId(indicator_id(value))


def survey_id(value: str) -> SurveyId:
    """
    Return *value* as the identifier of a survey.
    """
    return SurveyId(identifier(value))


def survey_item_id(value: str) -> SurveyItemId:
    """
    Return *value* as the identifier of an item.
    """
    return SurveyItemId(identifier(value))


class SurveyError(UnsoundError):
    """
    A survey that could not be scored as it says.
    """

    code: ClassVar[str] = "bad-survey"


@attrs.frozen(kw_only=True)
class AnswerScale:
    """
    What can be answered: whole numbers from `low` to `high`.

    Attributes:
        low: The lowest answer.
        high: The highest.
        low_name: What the lowest means: 几乎从不.
        high_name: What the highest means.
    """

    low: int
    high: int
    low_name: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    high_name: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def reverse(self, answer: int) -> int:
        """
        Turn the answer to a reverse item (反向题): low + high − answer.

        Example:
            >>> AnswerScale(low=1, high=6).reverse(2)
            5
        """
        return self.low + self.high - answer

    def rescale(self, mean: Fraction, formula: Rescale) -> Fraction:
        """
        Turn a mean of answers into a score; for the formulas see `Rescale`.

        Example:
            >>> AnswerScale(low=1, high=7).rescale(Fraction(4), "percent_of_range")
            Fraction(50, 1)
        """
        if formula == "percent_of_range":
            return (mean - self.low) / (self.high - self.low) * 100
        if formula == "percent_of_highest":
            return mean / self.high * 100
        return mean


@attrs.frozen(kw_only=True)
class Benchmark:
    """
    A published value to compare the score of a dimension with.

    Attributes:
        value: The value, on the scale of the scores.
        name: What it is: 中位数, median.
        quote: Where it was published.
    """

    value: Fraction
    name: Text = attrs.field(converter=text)
    quote: Quote | None = None


@attrs.frozen(kw_only=True)
class Dimension:
    """
    What several items ask about together.

    Attributes:
        id: The name in evidence, for example ``team_learning``.
        name: What a reader calls it.
        parent: The dimension above it.
        item_count: How many items the instrument has for it; those given must be as many,
            or none.
        minimum_answered: The share of its items that must be answered; by default
            as the survey says.
        benchmark: A published value.
        note: What a reader should know.
    """

    id: DimensionId = attrs.field(converter=dimension_id)
    name: Text = attrs.field(converter=text)
    parent: DimensionId | None = attrs.field(
        default=None, converter=attrs.converters.optional(dimension_id)
    )
    item_count: int | None = None
    minimum_answered: Quantity | None = None
    benchmark: Benchmark | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True)
class SurveyItem:
    """
    One question (题目).

    Attributes:
        id: The head of its column in files of answers.
        dimension: What it belongs to.
        reverse: Whether a high answer says little of the dimension.
        text: The words, where one may print them; many instruments are under copyright.
    """

    id: SurveyItemId = attrs.field(converter=survey_item_id)
    dimension: DimensionId = attrs.field(converter=dimension_id)
    reverse: bool = False
    text: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Survey:
    """
    A questionnaire, and how its answers become scores. All items weigh the same.

    Attributes:
        id: The identifier.
        name: What it is called.
        scale: What can be answered.
        dimensions: What it asks about, each after the one above it.
        items: The questions.
        missing: What items that were not answered do.
        minimum_answered: With ``mean_of_answered``, the share of the items of a
            dimension that must be answered.
        rescale: How the mean of the items becomes the score.
        composite: How dimensions with others below them are scored.
        references: The documents it was taken from.
        note: What a reader should know.

    Raises:
        ProblemsError: Something names what is not there, or the rules of scoring
            contradict each other; all at once.
    """

    id: SurveyId = attrs.field(converter=survey_id)
    name: Text = attrs.field(converter=text)
    scale: AnswerScale
    dimensions: tuple[Dimension, ...] = attrs.field(converter=tuple[Dimension, ...])
    items: tuple[SurveyItem, ...] = attrs.field(default=(), converter=tuple[SurveyItem, ...])
    missing: MissingAnswers = "complete"
    minimum_answered: Quantity | None = None
    rescale: Rescale = "none"
    composite: Composite = "none"
    references: tuple[Reference, ...] = attrs.field(default=(), converter=tuple[Reference, ...])
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __repr__(self) -> str:
        return f"Survey(id={self.id!r}, dimensions={len(self.dimensions)}, items={len(self.items)})"

    def __attrs_post_init__(self) -> None:
        check = References()
        check.unique("dimensions", (dimension.id for dimension in self.dimensions))
        check.unique("items", (item.id for item in self.items))
        check.unique("references", (reference.id for reference in self.references))
        sources = {reference.id for reference in self.references}
        above: set[str] = set()
        for index, dimension in enumerate(self.dimensions):
            check.known(("dimensions", index, "parent"), DIMENSION, dimension.parent, above)
            above.add(dimension.id)
            quote = dimension.benchmark.quote if dimension.benchmark else None
            path: Path = ("dimensions", index, "benchmark", "quote", "reference")
            check.known(path, REFERENCE, quote.reference if quote else None, sources)
        for index, item in enumerate(self.items):
            check.known(("items", index, "dimension"), DIMENSION, item.dimension, above)
        check.problems.extend(self._rule_problems())
        check.finish("the survey does not hold together")

    def _rule_problems(self) -> Iterator[SurveyError]:
        """
        Yield what contradicts itself in the rules of scoring.
        """
        if self.scale.low >= self.scale.high:
            reason = Text("low 应小于 high", en="'low' must be less than 'high'")
            yield SurveyError(self.id, reason, ("scale",))
        if self.scale.high - self.scale.low > WIDEST:
            reason = Text(f"量表最多 {WIDEST} 级", en=f"the scale may have at most {WIDEST} steps")
            yield SurveyError(self.id, reason, ("scale",))
        if self.rescale == "percent_of_highest" and self.scale.high <= 0:
            reason = Text("high 应大于 0", en="'high' must be more than 0 for this formula")
            yield SurveyError(self.id, reason, ("rescale",))
        averaged = self.missing == "mean_of_answered"
        if averaged and self.minimum_answered is None:
            reason = Text(
                "mean_of_answered 须写明 minimum_answered",
                en="'mean_of_answered' needs 'minimum_answered'",
            )
            yield SurveyError(self.id, reason, ("missing",))
        yield from _share_problems(self.id, self.minimum_answered, (), averaged=averaged)
        for index, dimension in enumerate(self.dimensions):
            path: Path = ("dimensions", index)
            yield from _share_problems(
                dimension.id, dimension.minimum_answered, path, averaged=averaged
            )
            count = len(self.items_of(dimension.id))
            if count and self.below(dimension.id):
                reason = Text("下有分维度，不能再有题目", en="it has dimensions below, so no items")
                yield SurveyError(dimension.id, reason, path)
            elif count and dimension.item_count not in {None, count}:
                reason = Text(
                    f"应有 {dimension.item_count} 题，却有 {count} 题",
                    en=f"it should have {dimension.item_count} items, not {count}",
                )
                yield SurveyError(dimension.id, reason, (*path, "item_count"))

    @cached_property
    def by_id(self) -> Mapping[str, Dimension]:
        """
        The dimensions by identifier.
        """
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def item_by_id(self) -> Mapping[str, SurveyItem]:
        """
        The items by identifier.
        """
        return {item.id: item for item in self.items}

    def items_of(self, dimension: str) -> tuple[SurveyItem, ...]:
        """
        Return the items of a dimension, not those of dimensions below it.
        """
        return self._items_of.get(dimension, ())

    @cached_property
    def _items_of(self) -> Mapping[str, tuple[SurveyItem, ...]]:
        found: dict[str, list[SurveyItem]] = {}
        for item in self.items:
            found.setdefault(item.dimension, []).append(item)
        return {dimension: tuple(items) for dimension, items in found.items()}

    def below(self, dimension: str) -> tuple[Dimension, ...]:
        """
        Return the dimensions directly below a dimension.
        """
        return tuple(entry for entry in self.dimensions if entry.parent == dimension)

    def needed(self, dimension: str) -> Fraction:
        """
        Return the share of the items of a dimension that must be answered: 1 is all.
        """
        least = self.by_id[dimension].minimum_answered or self.minimum_answered
        return Fraction(1) if self.missing == "complete" or least is None else least.amount


def _share_problems(
    about: str, share: Quantity | None, path: Path, *, averaged: bool
) -> Iterator[SurveyError]:
    """
    Yield what is wrong with the share of items that must be answered.
    """
    place: Path = (*path, "minimum_answered")
    if share is None:
        return
    if not averaged:
        reason = Text(
            "minimum_answered 只与 missing = mean_of_answered 同用",
            en="'minimum_answered' goes with missing = 'mean_of_answered'",
        )
        yield SurveyError(about, reason, place)
    if share.unit != PLAIN or not 0 < share.amount <= 1:
        reason = Text(
            f"{share} 不是大于 0、不超过 100% 的比例",
            en=f"{share} is no share above 0 and up to 100%",
        )
        yield SurveyError(about, reason, place)
