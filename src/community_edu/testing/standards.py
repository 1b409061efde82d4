"""
Criteria of every scale, and standards with groups, grades and vetoes that hold together.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs
from hypothesis import strategies as st

from community_edu.evaluation.standards import (
    Band,
    Category,
    CategoryValue,
    Criterion,
    CriterionGroup,
    Grade,
    LevelPoints,
    Linear,
    MissingPolicy,
    Quote,
    RankPoints,
    RankScale,
    Reference,
    Role,
    Scale,
    Standard,
    ThresholdCase,
    ThresholdTable,
)
from community_edu.measures import (
    YES_NO,
    AnyThreshold,
    Comparator,
    Hardness,
    Indicator,
    Measure,
    Quantity,
    Threshold,
    Trend,
    Unit,
)
from community_edu.testing.quantities import (
    INDICATORS,
    conditions,
    measures,
    quantities,
    thresholds,
)

Fields: TypeAlias = dict[str, Any]

SCALES: Final[tuple[Scale, ...]] = get_args(Scale)
"""
Every scale that a criterion can have.
"""

CATEGORIES: Final = (
    Category(
        id="region",
        name="地区",
        values=[
            CategoryValue("east", "东部"),
            CategoryValue("centre", "中部"),
            CategoryValue("west", "西部"),
        ],
    ),
)
"""
Categories with which `standards` are written, unless there are others.
"""

_WAYS = ("documents", "visit", "survey", "sample", "interview")
_DOCUMENT = Reference(id="document", title="办法")

points = st.integers(0, 20).map(Fraction) | st.integers(0, 2000).map(
    lambda hundredths: Fraction(hundredths, 100)
)
"""
Points of a criterion: often whole ones, else with two decimals.
"""


def _falling(most: int) -> st.SearchStrategy[list[Fraction]]:
    return st.lists(points, min_size=1, max_size=most).map(
        lambda steps: sorted(steps, reverse=True)
    )


_BAND_POINTS = _falling(3)
_BEST: st.SearchStrategy[Literal["highest", "lowest"]] = st.sampled_from(["highest", "lowest"])
_AT_LEAST: st.SearchStrategy[Comparator] = st.sampled_from([">=", ">"])
_RARELY = st.sampled_from([False, False, False, False, True])
_DIRECTIONS = st.sampled_from(get_args(Trend))


@attrs.frozen
class Words:
    """
    What the criteria of one standard are written with.
    """

    indicators: tuple[Indicator, ...] = attrs.field(converter=tuple[Indicator, ...])
    categories: tuple[Category, ...] = attrs.field(converter=tuple[Category, ...])
    previous: bool

    def measure(self, *, previous: bool = True) -> st.SearchStrategy[Measure]:
        """
        Formulas of any unit.
        """
        return measures(self.indicators, previous=previous and self.previous)

    def unit(self, measure: Measure) -> Unit:
        """
        The unit of a formula.
        """
        return measure.unit({indicator.id: indicator.unit for indicator in self.indicators})

    def bounds(self, measure: Measure) -> st.SearchStrategy[AnyThreshold]:
        """
        Thresholds that a value of *measure* can be compared with.
        """
        return thresholds(self.unit(measure), self.indicators, previous=self.previous)


@lru_cache
def _values(category: Category) -> st.SearchStrategy[list[str]]:
    names = [value.id for value in category.values]
    return st.lists(st.sampled_from(names), min_size=1, unique=True)


def _threshold(draw: st.DrawFn, words: Words) -> Fields:
    if draw(_RARELY):  # a trend beside a threshold is only told
        return {**_trend(draw, words), "threshold": Threshold.parse(">= 1")}
    measure = draw(words.measure())
    return {
        "measure": measure,
        "threshold": draw(words.bounds(measure)),
        "points": draw(points),
    }


def _threshold_by(draw: st.DrawFn, words: Words) -> Fields:
    measure = draw(words.measure())
    category = draw(st.sampled_from(words.categories))
    cases = [ThresholdCase(value, draw(words.bounds(measure))) for value in draw(_values(category))]
    table = ThresholdTable(category=category.id, cases=cases)
    return {"measure": measure, "threshold_by": table, "points": draw(points)}


def _trend(draw: st.DrawFn, words: Words) -> Fields:
    measure = draw(words.measure(previous=False))
    return {"measure": measure, "trend": draw(_DIRECTIONS), "points": draw(points)}


def _bands(draw: st.DrawFn, words: Words) -> Fields:
    measure = draw(words.measure())
    bands = [Band(draw(words.bounds(measure)), worth) for worth in draw(_BAND_POINTS)]
    return {"measure": measure, "bands": bands}


def _linear(draw: st.DrawFn, words: Words) -> Fields:
    measure = draw(words.measure())
    end = quantities(words.unit(measure))
    ends = st.tuples(end, end).filter(lambda pair: pair[0].amount != pair[1].amount)
    return {"measure": measure, "linear": Linear(*draw(ends)), "points": draw(points)}


def _levels(draw: st.DrawFn, words: Words) -> Fields:
    category = draw(st.sampled_from(words.categories))
    values = draw(_values(category))
    worth = draw(st.lists(points, min_size=len(values), max_size=len(values)))
    levels = map(LevelPoints, values, sorted(worth, reverse=True))
    return {"category": category.id, "levels": levels}


def _conditions(draw: st.DrawFn, words: Words) -> Fields:
    every = conditions(words.indicators, previous=words.previous)
    held = draw(st.lists(every, min_size=1, max_size=4))
    least = draw(st.none() | st.integers(1, len(held)))
    return {"conditions": held, "at_least": least, "points": draw(points)}


def _awarded(draw: st.DrawFn, words: Words) -> Fields:
    return {"measure": draw(words.measure()), "awarded": True, "points": draw(points)}


def _ranks(draw: st.DrawFn, words: Words) -> Fields:
    worth = draw(_BAND_POINTS)
    size = len(worth)
    places = draw(st.lists(st.integers(1, 5), min_size=size, max_size=size, unique=True))
    scale = RankScale(best=draw(_BEST), steps=map(RankPoints, sorted(places), worth))
    return {"measure": draw(words.measure()), "ranks": scale}


def _undecided(draw: st.DrawFn, words: Words) -> Fields:
    halves: list[st.SearchStrategy[Fields]] = [
        st.just({}),
        st.fixed_dictionaries({"measure": words.measure()}),
        st.just({"threshold": Threshold.parse(">= 1")}),
        st.just({"trend": "up"}),
    ]
    return {**draw(st.one_of(halves)), "points": draw(points)}


_FIELDS: Mapping[Scale, Callable[[st.DrawFn, Words], Fields]] = {
    "threshold": _threshold,
    "threshold_by": _threshold_by,
    "trend": _trend,
    "bands": _bands,
    "linear": _linear,
    "levels": _levels,
    "conditions": _conditions,
    "awarded": _awarded,
    "ranks": _ranks,
    "words": _undecided,
}


@st.composite
def criteria(
    draw: st.DrawFn,
    indicators: Sequence[Indicator] = INDICATORS,
    categories: Sequence[Category] = CATEGORIES,
    *,
    scales: Sequence[Scale] = SCALES,
    id: str = "criterion",
    previous: bool = True,
) -> Criterion:
    """
    Make a criterion of one of *scales*, with units that fit.

    Args:
        draw: Given by Hypothesis.
        indicators: What its measure may name.
        categories: What its levels or thresholds may look at.
        scales: How it may be decided.
        id: Its identifier.
        previous: Whether formulas may look at the period before.

    Example:
        >>> from hypothesis import find
        >>> find(criteria(scales=["linear"]), lambda line: line.role == "veto").scale
        'linear'
    """
    words = Words(indicators, categories, previous)
    possible: list[Scale] = [
        scale for scale in scales if categories or scale not in {"levels", "threshold_by"}
    ]
    scale = draw(st.sampled_from(possible))
    fields = _FIELDS[scale](draw, words)
    documents = [indicator.id for indicator in indicators if indicator.unit == YES_NO]
    if documents:
        many = draw(st.sampled_from([0, 0, 0, 0, 1, 2]))
        fields["evidence"] = draw(
            st.lists(st.sampled_from(documents), min_size=0, max_size=many, unique=True)
        )
    return Criterion(
        id=id,
        name=id,
        role=draw(st.sampled_from(["scored", "scored", "scored", *get_args(Role)])),
        missing=draw(st.sampled_from([None, *get_args(MissingPolicy)])),
        hardness=draw(st.sampled_from(get_args(Hardness))),
        verify=draw(st.lists(st.sampled_from(_WAYS), max_size=2, unique=True)),
        lever=draw(st.sampled_from([None, *(indicator.id for indicator in indicators)])),
        **fields,
    )


@st.composite
def _grades(draw: st.DrawFn, criteria: Sequence[Criterion], whole: Fraction) -> list[Grade]:
    """
    Grades by share or by points, the better first.
    """
    of_share = draw(st.booleans())
    amounts = draw(st.lists(st.integers(0, 20).map(lambda part: Fraction(part, 20)), max_size=3))
    comparator = draw(_AT_LEAST)
    must = st.lists(st.sampled_from([line.id for line in criteria]), max_size=1)
    return [
        Grade(
            id=f"grade-{number}",
            name=f"{number}等",
            threshold=Threshold(
                comparator, Quantity(amount if of_share else amount * whole, bare=not of_share)
            ),
            met=draw(st.just([]) | must),
        )
        for number, amount in enumerate(sorted(amounts, reverse=True), 1)
    ]


@st.composite
def standards(
    draw: st.DrawFn,
    indicators: Sequence[Indicator] = INDICATORS,
    categories: Sequence[Category] = CATEGORIES,
    *,
    scales: Sequence[Scale] = SCALES,
    most_criteria: int = 5,
    previous: bool = True,
) -> Standard:
    """
    Make a standard that holds together: groups, criteria, grades, a total, policies.

    Args:
        draw: Given by Hypothesis.
        indicators: What its measures may name.
        categories: What its levels and tables may look at.
        scales: How its criteria may be decided.
        most_criteria: How many criteria it may have; there is at least one.
        previous: Whether formulas may look at the period before.

    Example:
        >>> from hypothesis import find
        >>> found = find(standards(), lambda standard: len(standard.criteria) == 2)
        >>> [line.id for line in found.criteria]
        ['criterion-1', 'criterion-2']
    """
    count = draw(st.integers(1, most_criteria))
    lines = [
        draw(
            criteria(
                indicators, categories, scales=scales, id=f"criterion-{number}", previous=previous
            )
        )
        for number in range(1, count + 1)
    ]
    whole = sum((line.points for line in lines), Fraction(0))
    complete = draw(st.sampled_from([True, True, True, False]))
    spare = Fraction(0) if complete else draw(points)
    groups: list[CriterionGroup] = []
    references: list[Reference] = []
    if draw(st.booleans()):
        quote = Quote("document", "不低于", "第三条")
        references.append(_DOCUMENT)
        groups.append(CriterionGroup(id="upper", name="一级", points=whole if complete else None))
        groups.append(CriterionGroup(id="lower", name="二级", parent="upper"))
        names = draw(st.lists(st.sampled_from(["upper", "lower"]), min_size=count, max_size=count))
        lines = [
            attrs.evolve(line, group=name, quote=quote)
            for line, name in zip(lines, names, strict=True)
        ]
    return Standard(
        id="standard",
        name="标准",
        indicators=indicators,
        categories=categories,
        groups=groups,
        criteria=lines,
        grades=draw(st.just([]) | _grades(lines, whole)),
        missing=draw(st.sampled_from(get_args(MissingPolicy))),
        minimum_coverage=draw(
            st.none() | st.sampled_from(["80%", "50%", "100%", "0%"]).map(Quantity.parse)
        ),
        total=draw(st.sampled_from([None, whole + spare])),
        complete=complete,
        references=references,
    )
