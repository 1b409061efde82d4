"""
Sheets: the frame of a caller on the way from evidence to points.

What is needed several times is kept in columns with names of their own, level by
level, so that no engine computes it twice. They are left out at the end.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs
import narwhals.stable.v2 as nw

from community_edu.evaluation.frames.engine.terms import (
    EPSILON,
    Column,
    Columns,
    Expr,
    Kind,
    Measured,
    measured,
)
from community_edu.measures import AnyThreshold, FormulaThreshold, Measure
from community_edu.measures.errors import ZeroDenominatorError
from community_edu.measures.nodes import Name, Node, names_in
from community_edu.measures.rationals import Rational, difference, fold

Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]

_ALGEBRA: Final = Columns()


class Level(IntEnum):
    """
    The order in which columns are made; a place takes up to four levels.
    """

    LEAVES = 0
    VALUES = 1
    PLACES = 2
    TALLIES = 6
    SUMS = 7
    SHARES = 8
    RANKS = 9
    RESULTS = 13


@attrs.frozen(eq=False)
class Leaf:
    """
    The column that a name stands for.

    Attributes:
        column: Its name.
        kind: What it holds.
        roundings: How often numbers of floats were rounded to make it.
    """

    column: str
    kind: Kind
    roundings: int = 1


@attrs.frozen(eq=False)
class Decided:
    """
    A comparison of each row.

    Attributes:
        holds: Whether it holds; null or false where that cannot be told.
        known: Whether it can be told.
    """

    holds: Expr
    known: Expr


class Sheet:
    """
    A frame with the columns that names stand for, and those that were worked out.

    Args:
        frame: The frame.
        leaves: The column of each indicator that is there.
        texts: The column of each category that is there.
        uses: How often a name stands in formulas.
    """

    def __init__(
        self,
        frame: Frame,
        leaves: Mapping[Name, Leaf],
        texts: Mapping[str, str],
        uses: Counter[Name],
    ) -> None:
        self.frame = frame
        self.columns: Sequence[str] = frame.collect_schema().names()
        self._leaves = leaves
        self._texts = texts
        self._uses = uses
        self._terms: dict[Name, Column] = {}
        self._measured: dict[tuple[object, ...], Measured | None] = {}
        self._levels: dict[int, dict[str, Expr]] = {level: {} for level in range(Level.RESULTS + 1)}
        self._prefix = unused_prefix(self.columns)
        self._count = 0

    def keep(self, level: int, value: Expr, name: str | None = None) -> Expr:
        """
        Give a value a column of its own, which later levels can use.
        """
        if name is None:
            self._count += 1
            name = f"{self._prefix}{self._count}"
        self._levels[level][name] = value
        return nw.col(name)

    def run(self, *, until: int = Level.RESULTS) -> Frame:
        """
        Return the frame with all that was kept.
        """
        frame = self.frame
        for level in range(until + 1):
            if self._levels[level]:
                frame = frame.with_columns(**self._levels[level])
        return frame

    @property
    def everyone(self) -> str:
        """
        A column that is the same in all rows.
        """
        name = f"{self._prefix}all"
        self.keep(Level.VALUES, nw.lit(0), name)
        return name

    def text(self, category: str) -> Expr | None:
        """
        Return the values of a category; `None` if there is no column.
        """
        column = self._texts.get(category)
        return None if column is None else nw.col(column)

    def answer(self, name: Name) -> Expr | None:
        """
        Return whether an indicator is 1; `None` if there is no column.
        """
        leaf = self._leaves.get(name)
        return None if leaf is None else self._bare(leaf).holds("==", Fraction(1))

    def measure(self, tree: Node) -> Measured | None:
        """
        Return what a formula gives for each row; `None` if it never gives anything.
        """
        if isinstance(tree, Name):
            leaf = self._leaves.get(tree)
            return None if leaf is None else self._bare(leaf)
        return self._divided((tree,), tree, 0, 1)

    def part(self, tree: Node, start: Fraction, whole: Fraction) -> Measured | None:
        """
        Return ``(tree - start) * whole``, divided only once.
        """
        return self._divided((tree, start, whole), tree, start, whole)

    def decide(self, measure: Measure, threshold: AnyThreshold) -> Decided | None:
        """
        Compare a formula with a number or with another formula.
        """
        value = self.measure(measure.tree)
        if value is None:
            return None
        sign = threshold.comparator
        if not isinstance(threshold, FormulaThreshold):
            return Decided(value.holds(sign, threshold.quantity.amount), value.known)
        other = self.measure(threshold.measure.tree)
        if other is None:
            return None
        return Decided(value.against(sign, other), value.known & other.known)

    def _bare(self, leaf: Leaf) -> Measured:
        value = nw.col(leaf.column)
        if leaf.kind != "decimal":
            return Measured(value, leaf.kind)
        kind: Kind = "decimal" if leaf.roundings == 1 else "quotient"
        return Measured(value, kind, leaf.roundings * EPSILON)

    def _divided(
        self, key: tuple[object, ...], tree: Node, start: Fraction | int, factor: Fraction | int
    ) -> Measured | None:
        if key not in self._measured:
            self._measured[key] = self._made(tree, Fraction(start), Fraction(factor))
        return self._measured[key]

    def _made(self, tree: Node, start: Fraction, factor: Fraction) -> Measured | None:
        names = list(dict.fromkeys(names_in(tree)))
        if any(name not in self._leaves for name in names):
            return None
        try:
            fraction: Rational[Column] = fold(tree, self._term, _ALGEBRA)
        except ZeroDenominatorError:
            return None
        if start:
            fraction = difference(fraction, Rational[Column].of(start))
        if factor != 1:
            fraction = fraction.scaled(factor.numerator, factor.denominator)
        value = measured(fraction, (self._leaves[name].column for name in names))
        size = None if value.size is None else self.keep(Level.VALUES, value.size)
        return attrs.evolve(value, value=self.keep(Level.VALUES, value.value), size=size)

    def _term(self, name: Name) -> Column:
        if name not in self._terms:
            leaf = self._leaves[name]
            number = nw.col(leaf.column)
            if leaf.kind != "decimal":
                number = number.cast(nw.Float64)
                if self._uses[name] > 1:
                    number = self.keep(Level.LEAVES, number)
            rounded = leaf.roundings if leaf.kind == "decimal" else 0
            self._terms[name] = Column(number, frozenset({leaf.column}), rounded)
        return self._terms[name]


def unused_prefix(columns: Iterable[str]) -> str:
    """
    Return what no name of a column begins with.
    """
    prefix = "_ce"
    while any(column.casefold().startswith(prefix) for column in columns):
        prefix += "_"
    return prefix
