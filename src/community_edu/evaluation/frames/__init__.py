"""
Many bodies at once: a standard over the rows of a frame.

The frame may be of polars, pandas, PyArrow, DuckDB, PySpark or Dask; narwhals, which
knows them all, is the extra ``frames``.
"""

from community_edu.evaluation.frames.errors import (
    ColumnKindError,
    DuplicateKeyError,
    FrameKindError,
    NotSummableError,
    SameColumnError,
    TakenColumnError,
)
from community_edu.evaluation.frames.evaluating import evaluate_frame
from community_edu.evaluation.frames.roll_ups import roll_up, share_of

__all__ = [
    "ColumnKindError",
    "DuplicateKeyError",
    "FrameKindError",
    "NotSummableError",
    "SameColumnError",
    "TakenColumnError",
    "evaluate_frame",
    "roll_up",
    "share_of",
]
