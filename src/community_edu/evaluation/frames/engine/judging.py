"""
Judging all rows of a frame, for any library that narwhals knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import narwhals.stable.v2 as nw

from community_edu.base import References, Text
from community_edu.evaluation.frames.engine.doors import COLUMN, PREVIOUS, Door, is_lazy, opened
from community_edu.evaluation.frames.engine.needs import categories_of, names_of
from community_edu.evaluation.frames.engine.sheets import Frame, Leaf, Sheet, unused_prefix
from community_edu.evaluation.frames.engine.totals import Totals
from community_edu.evaluation.frames.errors import (
    DuplicateKeyError,
    FrameKindError,
    SameColumnError,
    TakenColumnError,
)
from community_edu.evaluation.standards import Standard
from community_edu.measures.nodes import Name

TITLE: Final = "the frame does not fit the standard"
_SHOWN: Final = 5

_NO_RANKS: Final = Text(
    "不能排名，请不用 parent 和按名次计分的指标，或改用 polars、DuckDB、PySpark",
    en=(
        "it cannot rank rows; leave out 'parent' and criteria with points by rank, "
        "or use polars, DuckDB or PySpark"
    ),
)
OTHER_KIND: Final = Text("两期的表应属同一个库", en="both periods must be frames of one library")
_TRANSLATED: Final = str.maketrans("-.", "__")


@attrs.frozen(kw_only=True)
class Earlier:
    """
    The frame of the period before, and the column by which bodies are found in it.
    """

    native: object
    key: str


def told_name(criterion: str) -> str:
    """
    Return the identifier of a criterion as a part of the name of a column.
    """
    return criterion.translate(_TRANSLATED)


def told_columns(standard: Standard, check: References) -> dict[str, tuple[str, str]]:
    """
    Name the two columns that tell of each criterion, and note where names meet.
    """
    found: dict[str, str] = {}
    told: dict[str, tuple[str, str]] = {}
    for criterion in standard.criteria:
        name = told_name(criterion.id)
        if name in found:
            status = f"status_{name}"
            check.problems.append(SameColumnError(found[name], criterion.id, status, (status,)))
        found[name] = criterion.id
        told[criterion.id] = (f"status_{name}", f"points_{name}")
    return told


def refuse_taken(results: Iterable[str], columns: Iterable[str], check: References) -> None:
    """
    Note each result whose name the frame has already; SQL tells no capitals apart.
    """
    folded = {column.casefold(): column for column in columns}
    for name in results:
        if name.casefold() in folded:
            check.problems.append(TakenColumnError(folded[name.casefold()], (name,)))


def there(
    wanted: Mapping[Name, str], columns: Sequence[str], check: References, *, is_lenient: bool
) -> dict[Name, str]:
    """
    Return what is there of the columns *wanted*, and note what is not.
    """
    if not is_lenient:
        for column in dict.fromkeys(wanted.values()):
            check.known((column,), COLUMN, column, columns)
    return {name: column for name, column in wanted.items() if column in columns}


def judge_rows(
    standard: Standard,
    native: object,
    *,
    earlier: Earlier | None,
    parent: str | None,
    statuses: bool,
    is_lenient: bool,
) -> object:
    """
    Return the frame with the results.
    """
    check = References()
    frame = opened(native)
    columns = frame.collect_schema().names()
    criteria = standard.written
    ranked = any(criterion.scale == "ranks" for criterion in criteria)
    if frame.implementation.is_dask() and (ranked or parent is not None):
        raise FrameKindError("Dask", _NO_RANKS)
    told = told_columns(standard, check) if statuses else {}
    results = ["points", "of", "coverage", "grade"]
    results += ["rank"] if parent is not None else []
    results += [name for pair in told.values() for name in pair]
    refuse_taken(results, columns, check)
    check.known(("parent",), COLUMN, parent, columns)

    uses = names_of(criteria)
    now = {name: name.indicator for name in uses if not name.previous}
    now |= {Name(name): name for name in categories_of(criteria)}
    before = [name for name in uses if name.previous]
    if earlier is None:
        now |= {name: f"{PREVIOUS}{name.indicator}" for name in before}
    door = Door(standard, frame, check)
    door.enter(there(now, columns, check, is_lenient=is_lenient))
    frame, leaves = door.frame, door.leaves
    if earlier is not None:
        past = _Past(standard, earlier, check)
        past.enter(before, frame, is_lenient=is_lenient)
        check.finish(TITLE)
        frame, leaves = past.joined(frame), leaves | past.leaves
    check.finish(TITLE)

    sheet = Sheet(frame, leaves, door.texts, uses)
    totals = Totals(standard, criteria, sheet)
    totals.add(parent=parent)
    totals.tell(told)
    return _with_results(native, sheet.run(), columns, results)


class _Past:
    """
    The period before, with the columns that formulas ask for.
    """

    def __init__(self, standard: Standard, earlier: Earlier, check: References) -> None:
        self._key = earlier.key
        self._check = check
        self._frame = opened(earlier.native)
        self._door = Door(standard, self._frame, check)
        self.leaves: dict[Name, Leaf] = {}

    def enter(self, names: Sequence[Name], frame: Frame, *, is_lenient: bool) -> None:
        """
        Take the columns of *names*, and note what is wrong with them and with the key.
        """
        if str(self._frame.implementation) != str(frame.implementation):
            kind = f"{frame.implementation} / {self._frame.implementation}"
            raise FrameKindError(kind, OTHER_KIND)
        columns = self._frame.collect_schema().names()
        self._check.known(("key",), COLUMN, self._key, frame.collect_schema().names())
        self._check.known(("previous", "key"), COLUMN, self._key, columns)
        wanted = {name: name.indicator for name in names}
        self._door.enter(there(wanted, columns, self._check, is_lenient=is_lenient))
        if self._key in columns:
            self._refuse_duplicates()

    def joined(self, rows: Any) -> Any:  # noqa: ANN401 - eager frames or lazy ones, both the same
        """
        Return *rows* with the numbers of the period before beside those of this one.
        """
        prefix = f"{unused_prefix(rows.collect_schema().names())}before_"
        taken: dict[str, nw.Expr] = {}
        for name, leaf in self._door.leaves.items():
            column = f"{prefix}{len(taken)}"
            taken[column] = nw.col(leaf.column).cast(nw.Float64)
            kind = "whole" if leaf.kind == "answer" else leaf.kind
            self.leaves[name] = Leaf(column, kind)
        known: Any = self._door.frame.filter(~nw.col(self._key).is_null())
        past: Any = known.select(self._key, **taken)
        if is_lazy(rows):
            # who stands there twice is not known from there
            past = past.unique(subset=self._key, keep="none")
            return rows.join(past, on=self._key, how="left")
        order = f"{prefix}order"
        rows = rows.with_row_index(order).join(past, on=self._key, how="left")
        return rows.sort(order).drop(order)

    def _refuse_duplicates(self) -> None:
        if is_lazy(self._frame):
            return
        frame: Any = self._frame
        keys = frame[self._key].drop_nulls()
        twice = keys.filter(keys.is_duplicated()).unique(maintain_order=True)
        if len(twice):
            shown = tuple(str(value) for value in twice.head(_SHOWN).to_list())
            self._check.problems.append(DuplicateKeyError(self._key, shown, ("previous",)))


def _with_results(
    native: object, made: Frame, columns: Sequence[str], results: Sequence[str]
) -> object:
    if not made.implementation.is_pandas():
        return made.select(*columns, *results).to_native()
    # as it was, with its index, and whole numbers with gaps in it
    told: Any = made.to_native()
    values = {name: told[name].array for name in results}
    if "rank" in values:
        values["rank"] = told["rank"].astype("Int64").array
    whole: Any = native
    return whole.assign(**values)
