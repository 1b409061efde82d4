"""
Roll-ups (逐级汇总): from the bodies of a frame to those above them.

A share of a district is the sum of what its communities counted over the sum of what
they are; it is never the mean of their shares.
"""

from collections.abc import Collection, Mapping
from typing import TypeVar, cast

from community_edu.base import extra
from community_edu.evaluation.standards import Standard

FrameT = TypeVar("FrameT")


def roll_up(
    standard: Standard,
    frame: FrameT,
    *,
    by: str,
    criteria: Collection[str] | None = None,
    sums: Collection[str] = (),
) -> FrameT:
    """
    Judge the bodies above by sums over their bodies.

    For each criterion those bodies enter of which everything is known that its formulas
    name, in both periods if they look at the period before; so that what is above and
    below a line is of the same bodies. How many entered and how many did not is told.

    Args:
        standard: The criteria. Those that a formula decides are rolled up: by a threshold,
            a trend, bands or a share of the points. Levels, conditions, answers, points
            awarded and places belong to one body.
        frame: A row a body, as for `evaluate_frame`; the period before in the
            columns ``prev_…``.
        by: The column of the body above; rows where it is null are left out.
        criteria: Which criteria; by default all that can be rolled up.
        sums: Indicators to add up besides, over the bodies of which they are known.

    Returns:
        A frame of the same library with a row a body above, in no order: *by*, ``bodies`` (how
        many it has), for each criterion ``value_…``, ``status_…``, ``entered_…`` and
        ``left_out_…``, for each of *sums* ``sum_…`` (null if nothing is known) and
        ``known_…``.

    Raises:
        ProblemsError: Columns are not there or hold what they cannot; a criterion is not
            in the standard; shares, answers or amounts a head would be added up; all at once.
        FrameKindError: *frame* is no frame.
        MissingExtraError: narwhals is not installed.

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
        >>> bodies = pl.DataFrame(
        ...     {
        ...         "street": ["east", "east", "east"],
        ...         "employees": [900, 100, 50],
        ...         "trained": [400, 90, None],
        ...     }
        ... )
        >>> above = roll_up(training, bodies, by="street")
        >>> above.select("value_rate", "status_rate", "entered_rate", "left_out_rate").rows()
        [(0.49, 'not_met', 2, 1)]
    """
    with extra("frames", "narwhals"):
        from community_edu.evaluation.frames.engine import rolling
    rolled = rolling.roll_up(standard, frame, by=by, criteria=criteria, sums=tuple(sums))
    return cast("FrameT", rolled)


def share_of(
    frame: FrameT,
    *,
    by: str,
    where: Mapping[str, str | Collection[str]],
    previous: FrameT | None = None,
) -> FrameT:
    """
    Tell which part of the bodies below each body above is what *where* asks for.

    For example the part of the learning organizations (学习型组织比例) of each subdistrict,
    and whether it rises. Every row counts as a body, also one that could not be judged.

    Args:
        frame: A row a body, as `evaluate_frame` returns it.
        by: The column of the body above; rows where it is null are left out.
        where: For each column the value, or the values, that count; all of them must hold:
            ``{"grade": "learning"}``, ``{"status_funds": ("met", "partly")}``.
        previous: The same of the period before, of the same library.

    Returns:
        A frame of the same library with a row a body above, in no order: *by*, ``bodies``,
        ``holding``, ``share``; with *previous* ``share_before``, ``change`` in
        percentage points and ``direction``: ``rising``, ``level`` or ``falling``; null for
        what had no bodies before. Directions are decided by whole numbers.

    Raises:
        ProblemsError: Columns are not there; all of them at once.
        FrameKindError: *frame* is no frame, or *previous* one of another library.
        MissingExtraError: narwhals is not installed.

    Example:
        >>> import polars as pl
        >>> now = pl.DataFrame({"street": ["east"] * 3, "grade": ["learning", "learning", None]})
        >>> before = pl.DataFrame({"street": ["east"] * 2, "grade": ["learning", None]})
        >>> learning = share_of(now, by="street", where={"grade": "learning"}, previous=before)
        >>> learning.select("holding", "bodies", "share_before", "direction").rows()
        [(2, 3, 0.5, 'rising')]
    """
    with extra("frames", "narwhals"):
        from community_edu.evaluation.frames.engine import rolling
    return cast("FrameT", rolling.share_of(frame, by=by, where=where, previous=previous))
