"""
Large tables of evidence: from one Parquet file to another, never whole in memory.
"""

import os
from typing import TYPE_CHECKING

import attrs

from community_edu.base import ProblemsError, extra
from community_edu.evaluation import Standard
from community_edu.evaluation.frames import evaluate_frame
from community_edu.exchange.converting import MissingKeyError
from community_edu.exchange.document_errors import UnreadableFileError
from community_edu.exchange.evidence import Form
from community_edu.exchange.evidence_tables import LABELS
from community_edu.exchange.files import check_file
from community_edu.exchange.places import Place, PlacedError, refusal
from community_edu.exchange.writing import write_through

if TYPE_CHECKING:
    import polars as pl

SUFFIX = ".parquet"
STATUS = "status_"


@attrs.frozen
class ParquetRun:
    """
    What became of a file that was judged.

    Attributes:
        absent: The indicators and categories that have no column, and are unknown.
        all_met: Whether no criterion that was assessed is failed by anybody, even in part.
    """

    absent: tuple[str, ...]
    all_met: bool


def evaluate_parquet(
    standard: Standard,
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    previous: str | os.PathLike[str] | None = None,
    parent: str | None = None,
    force: bool = False,
) -> ParquetRun:
    """
    Judge every row of a Parquet file, and write it with the points of each as another.

    Columns are headed by identifiers, and what is in them as `evaluate_frame` says. What
    has no column is unknown. The rows are streamed, whatever their number.

    Args:
        standard: The criteria.
        source: The evidence, a row a body.
        target: Where to write it with the columns ``points``, ``of``, ``coverage``,
            ``grade``, perhaps ``rank``, and ``status_…`` and ``points_…`` of each criterion.
        previous: The evidence of the period before; bodies are the same by the column
            ``id``, ``编号``, ``name`` or ``名称``, the first that there is.
        parent: The column of the body above, among whose bodies each is ranked.
        force: Whether a target that is there is replaced.

    Raises:
        ProblemsError: A file cannot be read or written, or has columns that cannot be.
        MissingExtraError: The extra ``frames`` is not installed.
    """
    with extra("frames", "polars"):
        import polars as pl
    place = Place(os.fspath(source))
    now, columns = _scanned(source)
    before = None if previous is None else _scanned(previous)[0]
    key = None if before is None else _key(place, columns)
    try:
        judged = evaluate_frame(
            standard,
            now,
            previous=before,
            key=key,
            parent=parent,
            statuses=True,
            absent="unknown",
        )
    except ProblemsError as error:
        problems = [PlacedError(place, (), problem) for problem in error.problems]
        raise ProblemsError(error.message, problems) from None
    try:
        write_through(target, judged.sink_parquet, force=force)
    except pl.exceptions.PolarsError as error:
        raise _unreadable(place, error) from None
    written = pl.scan_parquet(os.fspath(target), glob=False)
    statuses = [name for name in written.collect_schema() if name.startswith(STATUS)]
    failed = pl.any_horizontal(
        pl.lit(value=False), *(pl.col(name).is_in(["not_met", "partly"]).any() for name in statuses)
    )
    return ParquetRun(
        tuple(name for name in Form(standard).names if name not in columns),
        not written.select(failed).collect().item(),
    )


def _scanned(path: str | os.PathLike[str]) -> "tuple[pl.LazyFrame, tuple[str, ...]]":
    """
    Return a file to be read, and its columns.
    """
    import polars as pl

    check_file(path, (SUFFIX,))
    try:
        frame = pl.scan_parquet(os.fspath(path), glob=False)
        return frame, tuple(frame.collect_schema())
    except pl.exceptions.PolarsError as error:
        raise _unreadable(Place(os.fspath(path)), error) from None


def _key(place: Place, columns: tuple[str, ...]) -> str:
    """
    Return the column that says which body a row is about.
    """
    for name in LABELS:
        if name in columns:
            return name
    raise refusal(place, MissingKeyError(LABELS[0]))


def _unreadable(place: Place, error: Exception) -> ProblemsError:
    """
    Return what polars says of a file, in one line.
    """
    return refusal(place, UnreadableFileError(str(error).partition("\n")[0]))
