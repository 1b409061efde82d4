"""
Many bodies by way of a frame: the same marks, sooner where there are thousands.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from community_edu.base import MissingExtraError
from community_edu.evaluation.evidence import Exact
from community_edu.evaluation.frames import evaluate_frame
from community_edu.evaluation.judges import judge_of
from community_edu.evaluation.marks import Marks
from community_edu.evaluation.names import names_behind
from community_edu.evaluation.reckoning import Numbers
from community_edu.evaluation.standards import Standard
from community_edu.measures.nodes import Name

if TYPE_CHECKING:
    import polars as pl


def marks_by_frame(standard: Standard, bodies: Sequence[Numbers]) -> Iterator[Marks]:
    """
    Yield the marks of each body, in order; its numbers stand as the form of the judge says.

    Raises:
        MissingExtraError: The extra ``frames`` is not installed.
    """
    try:
        import polars as pl
    except ImportError:
        raise MissingExtraError("frames") from None
    judge = judge_of(standard)
    columns = list(zip(*bodies, strict=True)) or [()] * len(judge.form.slots)
    needed = {
        name: columns[judge.form.slots[name]]
        for criterion in standard.written
        for name in names_behind(criterion)
    }
    if not needed:
        yield from map(judge.marks, bodies)
        return
    frame = pl.DataFrame(
        [_series(standard, name, column) for name, column in needed.items()],
    )
    judged = evaluate_frame(standard, frame, statuses=True, absent="unknown")
    ids = [criterion.id.replace("-", "_").replace(".", "_") for criterion in standard.criteria]
    statuses = judged.select(f"status_{name}" for name in ids).rows()
    each = judged.select(_hundredths(f"points_{name}") for name in ids).rows()
    sums = judged.select(
        _hundredths("points"),
        _hundredths("of"),
        (pl.col("coverage") * judge.total).round().cast(pl.Int64),
    ).rows()
    for found, points, (reached, of, assessed) in zip(statuses, each, sums, strict=True):
        yield judge.summed(found, points, reached, of, assessed)


def _hundredths(column: str) -> "pl.Expr":
    import polars as pl

    return (pl.col(column) * 100).round().fill_null(0).cast(pl.Int64)


def _series(standard: Standard, name: Name, column: Sequence[Exact | None]) -> "pl.Series":
    """
    Return one column: whole numbers where all are, else decimals; texts of a category.
    """
    import polars as pl

    title = f"prev_{name.indicator}" if name.previous else name.indicator
    category = standard.category_by_id.get(name.indicator)
    if category is not None:
        ids = [value.id for value in category.values]
        texts = [None if number is None else ids[int(number)] for number in column]
        return pl.Series(title, texts, dtype=pl.String)
    if all(value is None or isinstance(value, int) for value in column):
        return pl.Series(title, column, dtype=pl.Int64)
    floats = [None if value is None else float(value) for value in column]
    return pl.Series(title, floats, dtype=pl.Float64)
