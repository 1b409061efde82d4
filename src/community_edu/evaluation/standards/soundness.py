"""
Does a standard hold together: names, units, scales and points of its criteria.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path, References, Text, decimal_text
from community_edu.evaluation.standards.criteria import Criterion
from community_edu.measures import (
    PLAIN,
    AnyThreshold,
    FormulaThreshold,
    Indicator,
    Measure,
    Quantity,
    Threshold,
    Unit,
    UnitMismatchError,
    check_definitions,
)


@attrs.define(slots=False)
class ScaleError(CommunityEduError, ValueError):
    """
    A criterion that says in two ways how it is decided, or in half a way.
    """

    code: ClassVar[str] = "bad-scale"
    en: ClassVar[str] = "criterion '{criterion}': {reason}"
    zh: ClassVar[str] = "评价指标“{criterion}”：{reason}"

    criterion: str
    reason: Text
    path: Path = ()


@attrs.define(slots=False)
class UnsoundError(CommunityEduError, ValueError):
    """
    A part of what somebody wrote down as rules that does not go with the others.
    """

    en: ClassVar[str] = "'{about}': {reason}"
    zh: ClassVar[str] = "“{about}”：{reason}"

    about: str
    reason: Text
    path: Path = ()


class PointsError(UnsoundError):
    """
    Points that do not add up, or that cannot be points.
    """

    code: ClassVar[str] = "bad-points"


@attrs.define(slots=False)
class CoverageError(CommunityEduError, ValueError):
    """
    A least coverage that is no share of the points.
    """

    code: ClassVar[str] = "bad-coverage"
    en: ClassVar[str] = "{found} is no part of all points; write a share from 0% to 100%"
    zh: ClassVar[str] = "{found} 不能作为分值的占比，请写 0% 至 100% 之间的比例"

    found: str
    path: Path = ()


def coverage_problems(least: Quantity | None) -> Iterator[CoverageError]:
    """
    Yield an error if the least coverage is not a share from 0% to 100%.
    """
    if least is not None and not (least.unit == PLAIN and 0 <= least.amount <= 1):
        yield CoverageError(str(least), ("minimum_coverage",))


def check_measures(
    indicators: Iterable[Indicator],
    measures: Mapping[Path, tuple[Measure, AnyThreshold | Quantity | None]],
    check: References,
) -> None:
    """
    Note each measure that names an unknown indicator, or mixes units.

    What is wrong with a measure is noted once, however many bands it has.

    Args:
        indicators: What measures may name; what is wrong with derived ones is for
            `check_definitions` to note.
        measures: Each measure by its path, with what it is compared with.
        check: Takes what is found.
    """
    known: dict[str, Indicator] = {indicator.id: indicator for indicator in indicators}
    units = check_definitions(known.values(), References())
    found: dict[tuple[Path, int], Unit | None] = {}
    for path, (measure, bound) in measures.items():
        key = (path[:2], id(measure))  # one criterion compares its measure with several things
        if key not in found:
            found[key] = _unit(measure, path, known, units, check)
        limit: Threshold | Quantity | Unit | None
        if isinstance(bound, FormulaThreshold):
            limit = _unit(bound.measure, path, known, units, check) if bound.measure.names else None
        else:
            limit = bound
        unit = found[key]
        if unit is not None and limit is not None:
            check.problems.extend(_limit_problems(unit, limit, path))


def _unit(
    measure: Measure,
    path: Path,
    known: Mapping[str, Indicator],
    units: Mapping[str, Unit],
    check: References,
) -> Unit | None:
    """
    Return the unit of a measure; `None` if it has none, which is noted.
    """
    check.problems.extend(measure.unknown_names(known, path))
    if any(name.indicator not in units for name in measure.names):
        return None
    try:
        return measure.unit(units)
    except UnitMismatchError as error:
        check.problems.append(attrs.evolve(error, path=path))
        return None


def _limit_problems(
    unit: Unit, limit: Threshold | Quantity | Unit, path: Path
) -> Iterator[UnitMismatchError]:
    """
    Yield an error if values of *unit* cannot be compared with *limit*.
    """
    try:
        if isinstance(limit, Unit):
            limit.require(unit)
        else:
            threshold = Threshold("==", limit) if isinstance(limit, Quantity) else limit
            threshold.in_unit(unit)
    except UnitMismatchError as error:
        yield attrs.evolve(error, path=path)


def scale_problems(path: Path, criterion: Criterion) -> Iterator[CommunityEduError]:
    """
    Yield what is wrong with the scale and the points of one criterion.
    """
    reasons = (*_scale_reasons(criterion), *_step_reasons(criterion))
    yield from (ScaleError(criterion.id, reason, path) for reason in reasons)
    yield from _points_problems(path, criterion)


def _scale_reasons(criterion: Criterion) -> Iterator[Text]:
    """
    Yield why a criterion does not say how it is decided.
    """
    scales = criterion.scales
    if len(scales) > 1:
        named = ", ".join(scales)
        yield Text(
            f"只能有一种评分方式，却有 {named}", en=f"it has several scales: {named}; keep one"
        )
    for scale in scales if criterion.measure is None else ():
        if scale in {"threshold_by", "bands", "linear", "awarded", "ranks"}:
            yield Text(f"{scale} 需要 measure", en=f"'{scale}' needs a measure")
    if (criterion.category is None) != (not criterion.levels):
        yield Text("category 与 levels 应同时写", en="'category' and 'levels' go together")
    names = criterion.measure.names if criterion.measure else ()
    if scales == ("trend",) and any(name.previous for name in names):
        yield Text(
            "trend 已与上期比较，算式不能再用 prev.",
            en="a trend compares with the period before, so that its measure cannot name 'prev.'",
        )


def _step_reasons(criterion: Criterion) -> Iterator[Text]:
    """
    Yield what cannot be in the steps of a scale.
    """
    needed, most = criterion.at_least, len(criterion.conditions)
    if needed is not None and not most:
        yield Text("at_least 需要 conditions", en="'at_least' needs conditions")
    elif needed is not None and not 1 <= needed <= most:
        yield Text(
            f"at_least 应在 1 至 {most} 之间", en=f"'at_least' must lie between 1 and {most}"
        )
    if criterion.linear and criterion.linear.from_.amount == criterion.linear.to.amount:
        yield Text("linear 的两端相同", en="both ends of 'linear' are the same")
    ranks = criterion.ranks.steps if criterion.ranks else ()
    places = [0, *(step.up_to for step in ranks)]
    if places != sorted(set(places)):
        yield Text("ranks 的名次应递增", en="the places of 'ranks' must rise")


def sum_problems(
    about: str, held: Fraction, stated: Fraction | None, path: Path
) -> Iterator[PointsError]:
    """
    Yield an error if points are not those that the document states.
    """
    if stated is not None and held != stated:
        reason = Text(
            f"各项共 {decimal_text(held)} 分，原文为 {decimal_text(stated)} 分",
            en=f"its criteria have {decimal_text(held)} points, {decimal_text(stated)} are stated",
        )
        yield PointsError(about, reason, path)


def _points_problems(path: Path, criterion: Criterion) -> Iterator[PointsError]:
    steps: dict[str, Sequence[Fraction]] = {
        "bands": [band.points for band in criterion.bands],
        "levels": [level.points for level in criterion.levels],
        "ranks": [step.points for step in criterion.ranks.steps] if criterion.ranks else [],
    }
    for points in (criterion.points, *chain.from_iterable(steps.values())):
        if points < 0 or (points * 100).denominator != 1:
            reason = Text(
                f"{points} 不是分值，请写不小于 0、最多两位小数的数",
                en=f"{points} cannot be points; write 0 or more, at most two decimals",
            )
            yield PointsError(criterion.id, reason, path)
    for key, given in steps.items():
        if given and (list(given) != sorted(given, reverse=True) or given[0] != criterion.points):
            reason = Text(
                f"{key} 的分值应从高到低，最高的为 {decimal_text(criterion.points)}",
                en=f"the points of '{key}' must fall, from {decimal_text(criterion.points)}",
            )
            yield PointsError(criterion.id, reason, (*path, key))
