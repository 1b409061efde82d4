"""
Judging the rows of a frame, a body each.
"""

from typing import Literal, TypeVar, cast

from community_edu.base import extra
from community_edu.evaluation.standards import Standard

FrameT = TypeVar("FrameT")


def evaluate_frame(
    standard: Standard,
    frame: FrameT,
    *,
    previous: FrameT | None = None,
    key: str | None = None,
    parent: str | None = None,
    statuses: bool = False,
    absent: Literal["refuse", "unknown"] = "refuse",
) -> FrameT:
    """
    Judge every row of *frame* by *standard*, as `evaluate` judges one body.

    Indicators and categories are columns of their names. A null, and in columns of
    floats also NaN and infinity, is something unknown; so is an answer that is
    neither 0 nor 1, and a text that is no value of its category.

    Integers are decided exactly as long as products of what a formula multiplies
    stay below 2^51 (2.2 * 10^15); beyond it, a value within about 10^-15 of its target may
    be taken for equal to it. A float stands for the decimal that it prints as; formulas
    over floats are compared with a slack of a few units in the last of 16 digits.

    Nothing is computed of a lazy frame. Engines that promise no order of rows
    may return them in another.

    Args:
        standard: The criteria.
        frame: A row a body: a frame of polars (also lazy), pandas, PyArrow, DuckDB,
            PySpark or Dask. Dask cannot rank, so it takes neither *parent* nor
            criteria with points by rank.
        previous: The frame of the period before, of the same library, where formulas
            say ``prev.`` or ask for a trend. Without it the columns ``prev_…`` of
            *frame* are taken.
        key: The column that says which body it is, in both frames. A body that stands
            twice in *previous* is refused; in a lazy frame it is unknown there.
        parent: The column of the body above, among whose bodies each is ranked.
            It changes no points: points by place are given among all rows.
        statuses: Whether to tell the outcome and the points of each criterion.
        absent: What to do if columns are not there: refuse the frame, or take them as
            unknown in every row.

    Returns:
        The frame with the columns ``points``, ``of``, ``coverage``, ``grade`` (its
        identifier, or null), with *parent* ``rank`` (null for a body without one), with
        *statuses* ``status_…`` and ``points_…`` for each criterion, whose ``-`` and
        ``.`` are written ``_``.

    Raises:
        ProblemsError: Columns are not there, hold what they cannot, or have the
            names of results; all at once.
        FrameKindError: It is no frame, or its library cannot do what is asked.
        MissingExtraError: narwhals is not installed.
        TypeError: *previous* has no *key*.

    Example:
        >>> import polars as pl
        >>> from community_edu.evaluation import Criterion
        >>> from community_edu.measures import Indicator, Measure, Threshold, Unit
        >>> person = Unit.parse("person")
        >>> training = Standard(
        ...     id="training",
        ...     name="培训",
        ...     indicators=[
        ...         Indicator(id="employees", name="从业人员", unit=person),
        ...         Indicator(id="trained", name="受训人员", unit=person),
        ...     ],
        ...     criteria=[
        ...         Criterion(
        ...             id="rate",
        ...             name="培训率",
        ...             measure=Measure.parse("trained / employees"),
        ...             threshold=Threshold.parse(">= 50%"),
        ...         )
        ...     ],
        ... )
        >>> bodies = pl.DataFrame({"employees": [120, 94, 0], "trained": [47, 47, 0]})
        >>> evaluate_frame(training, bodies)["points", "of"].rows()
        [(0.0, 1.0), (1.0, 1.0), (0.0, 0.0)]
    """
    if (previous is None) != (key is None):
        raise TypeError("'previous' and 'key' go together")
    with extra("frames", "narwhals"):
        from community_edu.evaluation.frames.engine.judging import Earlier, judge_rows
    earlier = None if previous is None or key is None else Earlier(native=previous, key=key)
    judged = judge_rows(
        standard,
        frame,
        earlier=earlier,
        parent=parent,
        statuses=statuses,
        is_lenient=absent == "unknown",
    )
    return cast("FrameT", judged)
