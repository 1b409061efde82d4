"""
Adding up the rows of a frame by the body above them.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw

from community_edu.base import References, Text
from community_edu.evaluation.frames.engine.doors import COLUMN, PREVIOUS, Door, opened
from community_edu.evaluation.frames.engine.judging import (
    OTHER_KIND,
    refuse_taken,
    there,
    told_columns,
)
from community_edu.evaluation.frames.engine.sheets import Frame, Leaf, Level, Sheet, unused_prefix
from community_edu.evaluation.frames.engine.terms import Expr, divided_by, every
from community_edu.evaluation.frames.engine.verdicts import VerdictMaker, statuses_of
from community_edu.evaluation.frames.errors import FrameKindError, NotSummableError
from community_edu.evaluation.standards import CRITERION, INDICATOR, Criterion, Standard
from community_edu.measures import YES_NO, AnyThreshold, FormulaThreshold, Measure
from community_edu.measures.nodes import Name, Node, Operation

TITLE: Final = "the frame cannot be rolled up"
ROUNDINGS: Final = 1024  # sums of floats are compared to 12 digits

_OF_ONE_BODY: Final = Text(
    "它的评分方式只适用于单个对象", en="it is decided in a way that belongs to one body"
)
_ROLLED: Final = ("threshold", "trend", "bands", "linear")
_BODIES: Final = "bodies"


@attrs.frozen(eq=False)
class Rolled:
    """
    A criterion over sums, whose names say over which bodies they are summed.

    Attributes:
        criterion: The criterion, with those names.
        names: The names before and after.
        column: The end of the names of its columns.
        is_sum: Whether it is only added up, and not judged.
    """

    criterion: Criterion
    names: Mapping[Name, Name]
    column: str
    is_sum: bool = False


def roll_up(
    standard: Standard,
    native: object,
    *,
    by: str,
    criteria: Collection[str] | None,
    sums: tuple[str, ...],
) -> object:
    """
    Judge the bodies above.
    """
    check = References()
    frame = opened(native)
    columns = frame.collect_schema().names()
    check.known(("by",), COLUMN, by, columns)
    lines = _lines(standard, criteria, check)
    lines += _plain_sums(standard, sums, check)
    results = [_BODIES, *(name for line in lines for name in _results(line))]
    refuse_taken(results, [by], check)
    wanted = {
        name: f"{PREVIOUS}{name.indicator}" if name.previous else name.indicator
        for line in lines
        for name in line.names
    }
    door = Door(standard, frame, check)
    door.enter(there(wanted, columns, check, is_lenient=False))
    check.finish(TITLE)

    total, leaves = _totals(door, lines, by, f"{unused_prefix(columns)}sum_")
    uses = Counter(name for line in lines for name in line.names.values())
    sheet = Sheet(total, leaves, {}, uses)
    maker = VerdictMaker(standard, sheet)
    for line in lines:
        _tell(sheet, maker, line)
    return sheet.run().select(by, *results).to_native()


def _lines(standard: Standard, asked: Collection[str] | None, check: References) -> list[Rolled]:
    """
    Return the criteria to roll up, and note what is asked for but cannot be.
    """
    check.all_known(("criteria",), CRITERION, asked or (), standard.by_id)
    told = told_columns(standard, check)
    found: list[Rolled] = []
    for criterion in standard.written:
        if asked is not None and criterion.id not in asked:
            continue
        tree = criterion.measure.tree if criterion.measure else None
        is_answer = isinstance(tree, Name) and standard.units[tree.indicator] == YES_NO
        if criterion.scale not in _ROLLED or is_answer:
            if asked is not None:
                check.problems.append(NotSummableError(criterion.id, _OF_ONE_BODY, ("criteria",)))
            continue
        without = attrs.evolve(criterion, evidence=())
        names = dict.fromkeys(name for one in criterion.formulas for name in one.names)
        _check_summable(standard, criterion.id, names, check)
        column = told[criterion.id][0].removeprefix("status_")
        found.append(_renamed(without, names, column, len(found)))
    return found


def _plain_sums(standard: Standard, sums: tuple[str, ...], check: References) -> list[Rolled]:
    check.all_known(("sums",), INDICATOR, sums, standard.units)
    found: list[Rolled] = []
    for name in sums:
        if name in standard.units and _check_summable(standard, name, [Name(name)], check):
            line = Criterion(id="sum", name="sum", measure=Measure(name, Name(name)))
            rolled = _renamed(line, [Name(name)], name, name)
            found.append(attrs.evolve(rolled, is_sum=True))
    return found


def _check_summable(
    standard: Standard, about: str, names: Iterable[Name], check: References
) -> bool:
    """
    Note each name whose values say nothing when they are added up; tell whether there is none.
    """
    before = len(check.problems)
    derived = {one.id for one in standard.indicators if one.measure is not None}
    for indicator in dict.fromkeys(name.indicator for name in names):
        unit = standard.units[indicator]
        if unit == YES_NO or [power for _, power in unit.factors] != [1] or indicator in derived:
            reason = Text(
                f"{indicator}（单位 {unit}）跨对象相加没有意义，请改用分子与分母",
                en=f"'{indicator}' (in {unit}) says nothing when it is added up over bodies; "
                "measure it by what it is a share of, or leave it out",
            )
            check.problems.append(NotSummableError(about, reason, (about,)))
    return len(check.problems) == before


def _renamed(criterion: Criterion, names: Iterable[Name], column: str, number: int | str) -> Rolled:
    new = {name: Name(f"{number}.{name.indicator}", name.previous) for name in names}

    def node(tree: Node) -> Node:
        if isinstance(tree, Name):
            return new[tree]
        if isinstance(tree, Operation):
            return Operation(tree.operator, tuple(map(node, tree.operands)))
        return tree

    def measure(old: Measure) -> Measure:
        return Measure(old.text, node(old.tree))

    def threshold(old: AnyThreshold) -> AnyThreshold:
        if isinstance(old, FormulaThreshold):
            return attrs.evolve(old, measure=measure(old.measure))
        return old

    over_sums = attrs.evolve(
        criterion,
        measure=criterion.measure and measure(criterion.measure),
        threshold=criterion.threshold and threshold(criterion.threshold),
        bands=[attrs.evolve(band, threshold=threshold(band.threshold)) for band in criterion.bands],
    )
    return Rolled(over_sums, new, column)


def _totals(
    door: Door, lines: Iterable[Rolled], by: str, prefix: str
) -> tuple[Frame, dict[Name, Leaf]]:
    """
    Add up each name of each line over the bodies of which the line knows everything.
    """
    parts: dict[str, Expr] = {}
    leaves: dict[Name, Leaf] = {}
    summed: dict[str, Expr] = {}
    for line in lines:
        known = every([~nw.col(door.leaves[name].column).is_null() for name in line.names])
        entered = f"{prefix}{len(parts)}"
        parts[entered] = nw.when(known).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        summed[f"entered_{line.column}"] = nw.col(entered)
        for old, new in line.names.items():
            leaf = door.leaves[old]
            column = f"{prefix}{len(parts)}"
            parts[column] = nw.when(known).then(nw.col(leaf.column).cast(nw.Float64))
            # the sum of nothing is not 0 here
            summed[column] = nw.when(nw.col(entered) > 0).then(nw.col(column))
            leaves[new] = Leaf(column, leaf.kind, ROUNDINGS)
    rows: Any = door.frame
    grouped = (
        rows.select(by, **parts)
        .group_by(by, drop_null_keys=True)
        .agg(nw.len().alias(_BODIES), *(nw.col(column).sum() for column in parts))
    )
    bodies = nw.col(_BODIES).cast(nw.Int64)
    return grouped.select(by, bodies, **summed), leaves


def _results(line: Rolled) -> tuple[str, ...]:
    if line.is_sum:
        return (f"sum_{line.column}", f"known_{line.column}")
    return tuple(f"{start}_{line.column}" for start in ("value", "status", "entered", "left_out"))


def _tell(sheet: Sheet, maker: VerdictMaker, line: Rolled) -> None:
    """
    Add the columns of one line.
    """
    entered = nw.col(f"entered_{line.column}")
    measure = line.criterion.measure
    value = None if measure is None else sheet.measure(measure.tree)
    told = (
        nw.lit(None, dtype=nw.Float64) if value is None else divided_by(value.number, value.scale)
    )
    if line.is_sum:
        sheet.keep(Level.RESULTS, told, f"sum_{line.column}")
        sheet.keep(Level.RESULTS, entered.cast(nw.Int64), f"known_{line.column}")
        return
    left_out = nw.col(_BODIES).cast(nw.Float64) - entered
    status = statuses_of(maker.verdict(line.criterion), "not_assessed")
    sheet.keep(Level.RESULTS, told, f"value_{line.column}")
    sheet.keep(Level.RESULTS, status, f"status_{line.column}")
    sheet.keep(Level.RESULTS, left_out.cast(nw.Int64), f"left_out_{line.column}")
    sheet.keep(Level.RESULTS, entered.cast(nw.Int64), f"entered_{line.column}")


def share_of(
    native: object,
    *,
    by: str,
    where: Mapping[str, str | Collection[str]],
    previous: object | None,
) -> object:
    """
    Tell which part of the bodies is what *where* asks for.
    """
    check = References()
    frame = opened(native)
    now = _shares(frame, by, where, check)
    results = ["bodies", "holding", "share"]
    if previous is None:
        refuse_taken(results, [by], check)
        check.finish(TITLE)
        return now().select(by, *_counts(), "share").to_native()
    earlier = opened(previous)
    if str(earlier.implementation) != str(frame.implementation):
        kind = f"{frame.implementation} / {earlier.implementation}"
        raise FrameKindError(kind, OTHER_KIND)
    before = _shares(earlier, by, where, check)
    results += ["share_before", "change", "direction"]
    refuse_taken(results, [by], check)
    check.finish(TITLE)
    told = before().select(
        by,
        bodies_before=nw.col("bodies"),
        holding_before=nw.col("holding"),
        share_before=nw.col("share"),
    )
    made = now().join(told, on=by, how="left").with_columns(**_changes())
    return made.select(by, *_counts(), *results[2:]).to_native()


def _counts() -> tuple[Expr, ...]:
    return tuple(nw.col(name).cast(nw.Int64) for name in ("bodies", "holding"))


def _shares(
    frame: Any,  # noqa: ANN401 - eager frames or lazy ones, both the same
    by: str,
    where: Mapping[str, str | Collection[str]],
    check: References,
) -> Callable[[], Any]:
    """
    Note columns that are not there, and return what counts the others.
    """
    columns = frame.collect_schema().names()
    for column in (by, *where):
        check.known((column,), COLUMN, column, columns)
    tests = [
        nw.col(column).is_in([values] if isinstance(values, str) else list(values))
        for column, values in where.items()
    ]

    def counted() -> Any:  # noqa: ANN401 - as above
        holding = nw.when(every(tests)).then(nw.lit(1.0)).otherwise(nw.lit(0.0))
        grouped = frame.select(by, holding=holding).group_by(by, drop_null_keys=True)
        sums = grouped.agg(nw.len().alias("bodies"), nw.col("holding").sum())
        sums = sums.with_columns(bodies=nw.col("bodies").cast(nw.Float64))
        return sums.with_columns(share=nw.col("holding") / nw.col("bodies"))

    return counted


def _changes() -> dict[str, Expr]:
    bodies, before = nw.col("bodies"), nw.col("bodies_before")
    # whole numbers, so that no direction comes from rounding
    more = nw.col("holding") * before - nw.col("holding_before") * bodies
    falling = nw.when(more < 0).then(nw.lit("falling"))
    level = nw.when(more == 0).then(nw.lit("level")).otherwise(falling)
    return {
        "change": more * 100.0 / (bodies * before),
        "direction": nw.when(more > 0).then(nw.lit("rising")).otherwise(level),
    }
