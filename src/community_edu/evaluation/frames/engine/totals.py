"""
Totals: points, coverage, grade and rank of each row.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
import narwhals.stable.v2 as nw

from community_edu.evaluation.frames.engine.sheets import Level, Sheet
from community_edu.evaluation.frames.engine.terms import Expr, Measured, balanced, divided_by, every
from community_edu.evaluation.frames.engine.verdicts import (
    Verdict,
    VerdictMaker,
    is_met,
    points_of,
    statuses_of,
)
from community_edu.evaluation.judging.verdicts import Status, hundredths
from community_edu.evaluation.standards import Criterion, Grade, Standard
from community_edu.measures import Threshold

_BITS = 2**31


def place(sheet: Sheet, level: int, value: Expr, group: str | None, *, highest: bool) -> Expr:
    """
    Return the place of each value, equal ones sharing the better place.

    Args:
        sheet: Takes the columns it needs, from *level* on.
        level: The level on which it may begin.
        value: The values; a null has no place.
        group: The column within which places are counted; by default all rows.
        highest: Whether the highest value comes first.
    """
    if group is None or not sheet.frame.implementation.is_pyarrow():
        ranked = value.rank("min", descending=highest)
        return sheet.keep(level, ranked if group is None else ranked.over(group))
    # PyArrow cannot rank within groups, and what narwhals computes over groups of large tables
    # lands in wrong rows: rank pairs of group and value, and leave out the groups before
    above = sheet.keep(level, nw.col(group).rank("dense").cast(nw.Int64).fill_null(0))
    beside = sheet.keep(level, value.rank("dense", descending=highest).cast(nw.Int64))
    pair = sheet.keep(level + 1, above * _BITS + beside)
    placed = sheet.keep(level + 1, nw.when(~beside.is_null()).then(above))
    overall = sheet.keep(level + 2, pair.rank("min").cast(nw.Int64))
    first = sheet.keep(level + 2, placed.rank("min").cast(nw.Int64))
    return sheet.keep(level + 3, overall - first + 1)


@attrs.frozen(eq=False)
class Line:
    """
    One criterion with what becomes of it.

    Attributes:
        criterion: The criterion.
        verdict: What becomes of it, if it is ever assessed.
        policy: What becomes of it where it is not.
    """

    criterion: Criterion
    verdict: Verdict | None
    policy: str

    @property
    def weight(self) -> int:
        """
        Its points, in hundredths.
        """
        return hundredths(self.criterion.points)

    @property
    def otherwise(self) -> Status:
        """
        The outcome where it could not be decided.
        """
        return "not_met" if self.policy == "fail" else "not_assessed"


class Totals:
    """
    Works out the results of a standard on a sheet.
    """

    def __init__(self, standard: Standard, criteria: Iterable[Criterion], sheet: Sheet) -> None:
        self._standard = standard
        self._sheet = sheet
        # polars chooses between constants quicker than it turns booleans to numbers
        self._counts = not sheet.frame.implementation.is_polars()
        maker = VerdictMaker(standard, sheet, self._peers)
        self.lines = tuple(
            Line(
                criterion,
                maker.verdict(criterion),
                (criterion.missing or standard.missing) if criterion.measurable else "skip",
            )
            for criterion in criteria
        )

    def add(self, *, parent: str | None) -> None:
        """
        Add the columns ``points``, ``of``, ``coverage``, ``grade``, and ``rank`` within *parent*.
        """
        reached = self._sheet.keep(Level.SUMS, self._reached())
        of = self._sheet.keep(Level.SUMS, self._weights({"zero", "fail"}))
        has_zero = any(line.policy == "zero" for line in self.lines)
        assessed = self._sheet.keep(Level.SUMS, self._weights({"fail"})) if has_zero else of
        eligible = [of > 0, *self._barriers(assessed)]
        # points that are the same for all rows must not be taken for a constant: see `divided_by`
        divided = reached / (of + reached * 0.0)
        share = self._sheet.keep(Level.SHARES, nw.when(every(eligible)).then(divided))
        self._sheet.keep(Level.RESULTS, divided_by(reached, 100), "points")
        self._sheet.keep(Level.RESULTS, divided_by(of, 100), "of")
        total = self._total
        self._sheet.keep(Level.RESULTS, divided_by(assessed, total or 1), "coverage")
        self._sheet.keep(Level.RESULTS, self._grade(reached, share), "grade")
        if parent is not None:
            rank = place(self._sheet, Level.RANKS, share, parent, highest=True)
            if not self._sheet.frame.implementation.is_pandas():
                rank = rank.cast(nw.Int64)
            self._sheet.keep(Level.RESULTS, rank, "rank")

    def tell(self, columns: Mapping[str, tuple[str, str]]) -> None:
        """
        Add the outcome and the points of each criterion.

        Args:
            columns: For each criterion the names of its two columns.
        """
        for line in self.lines if columns else ():
            status, points = columns[line.criterion.id]
            self._sheet.keep(Level.RESULTS, statuses_of(line.verdict, line.otherwise), status)
            given = points_of(line.verdict) if line.verdict else None
            told = nw.lit(0.0) if given is None else divided_by(given, 100)
            self._sheet.keep(Level.RESULTS, told, points)

    def _peers(self, value: Measured, highest: bool) -> tuple[Expr, Expr]:  # noqa: FBT001
        sheet = self._sheet
        all_rows = sheet.everyone
        found = place(sheet, Level.PLACES, value.ranked, None, highest=highest)
        rows = sheet.keep(Level.PLACES, nw.len().over(all_rows))
        return found, value.known & (rows > 1)

    @property
    def _total(self) -> int:
        standard = self._standard
        if not standard.complete and standard.total is not None:
            return hundredths(standard.total)
        return sum(line.weight for line in self.lines)

    def _reached(self) -> Expr:
        met: dict[int, list[Expr]] = {}
        others: list[Expr] = []
        for line in self.lines:
            verdict = line.verdict
            if verdict is None:
                continue
            if verdict.plain and self._counts:
                met.setdefault(line.weight, []).append(is_met(verdict) & verdict.known)
                continue
            points = points_of(verdict)
            others += [] if points is None else [points]
        return balanced([*_weighed(met), *others] or [nw.lit(0.0)])

    def _weights(self, always: set[str]) -> Expr:
        """
        Add up the points of criteria that are assessed, or whose policy counts them *always*.
        """
        fixed = float(sum(line.weight for line in self.lines if line.policy in always))
        known: dict[int, list[Expr]] = {}
        others: list[Expr] = []
        for line in self.lines:
            if line.policy in always or line.verdict is None:
                continue
            if line.verdict.plain and self._counts:
                known.setdefault(line.weight, []).append(line.verdict.known)
            else:
                weight = nw.lit(float(line.weight))
                others.append(nw.when(line.verdict.known).then(weight).otherwise(nw.lit(0.0)))
        parts = [*_weighed(known), *others]
        if not parts:
            return nw.lit(fixed)
        return balanced(parts) + fixed if fixed else balanced(parts)

    def _barriers(self, assessed: Expr) -> list[Expr]:
        """
        Return what must hold before a body has a grade or a rank.
        """
        barriers = [
            nw.lit(value=False) if line.verdict is None else is_met(line.verdict)
            for line in self.lines
            if line.criterion.role != "scored"
        ]
        least = self._standard.minimum_coverage
        if least is not None:
            bound = least.amount * (self._total or 1)
            barriers.append(assessed >= float(math.ceil(bound)))
        return barriers

    def _grade(self, reached: Expr, share: Expr) -> Expr:
        grade: Expr = nw.lit(None, dtype=nw.String)
        if not self._standard.complete:
            return grade
        for one in reversed(self._standard.grades):
            grade = nw.when(self._has(one, reached, share)).then(nw.lit(one.id)).otherwise(grade)
        return grade

    def _has(self, grade: Grade, reached: Expr, share: Expr) -> Expr:
        threshold: Threshold = grade.threshold
        bound = threshold.quantity.amount
        if grade.of_share:
            holds = [Measured(share).holds(threshold.comparator, bound)]
        else:
            points = Measured(reached, "whole").holds(threshold.comparator, bound * 100)
            holds = [points, ~share.is_null()]
        by_id = {line.criterion.id: line.verdict for line in self.lines}
        for criterion in grade.met:
            verdict = by_id[criterion]
            holds.append(nw.lit(value=False) if verdict is None else is_met(verdict))
        return every(holds)


def _weighed(conditions: Mapping[int, Sequence[Expr]]) -> Iterator[Expr]:
    """
    Count what holds, never null, of each weight, and weigh the counts.
    """
    for weight, same in conditions.items():
        if weight:
            yield balanced([condition.cast(nw.Float64) for condition in same]) * float(weight)
