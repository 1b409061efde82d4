"""
What many placements cost or forbid together: amounts and marks that they leave in buckets.
"""

from collections.abc import Hashable, Iterator
from typing import Literal, TypeAlias, cast

import attrs

from community_edu.scheduling.demands import (
    AtMost,
    FairLoad,
    NoGaps,
    NoLoneSession,
    SameVenue,
    Spread,
    WorkingLimits,
)
from community_edu.scheduling.repairing.boards import NONE, Board, Piece
from community_edu.scheduling.repairing.pairs import Resources

Adds: TypeAlias = Iterator[tuple[Hashable, int]]
Span: TypeAlias = tuple[int, int]
Marks: TypeAlias = Iterator[tuple[Hashable, Span]]


def weeks_of(piece: Piece) -> Iterator[int]:
    """
    Yield the weeks in which *piece* is held.
    """
    weeks = piece.time.weeks
    while weeks:
        yield (weeks & -weeks).bit_length() - 1
        weeks &= weeks - 1


@attrs.frozen(eq=False)
class AtMostRule:
    """
    So many sessions and no more.
    """

    weight: int | None
    demand: AtMost
    resources: Resources

    def adds(self, piece: Piece) -> Adds:
        """
        Yield the buckets that *piece* adds to, and how much.
        """
        for resource in self.resources.of(self.demand.of, piece):
            if self.demand.per == "term":
                yield resource, piece.time.held
            elif self.demand.per == "week":
                for week in weeks_of(piece):
                    yield (resource, week), 1
            else:
                for week in weeks_of(piece):
                    yield (resource, week, piece.time.weekday), 1

    def most(self, bucket: Hashable) -> int:
        """
        Return what a bucket may hold.
        """
        del bucket
        return self.demand.most


@attrs.frozen(eq=False)
class LimitRule:
    """
    The minutes a day and a week, and the sessions a term, of educators.
    """

    weight: int | None
    board: Board

    def adds(self, piece: Piece) -> Adds:
        """
        Yield the buckets that *piece* adds to, and how much; a bucket begins with its limit.
        """
        if piece.educator == NONE:
            return
        educator, time = self.board.problem.educators[piece.educator], piece.time
        if educator.sessions is not None:
            yield (educator.sessions, piece.educator), time.held
        for week in weeks_of(piece):
            if educator.weekly_minutes is not None:
                yield (educator.weekly_minutes, piece.educator, week), time.minutes
            if educator.daily_minutes is not None:
                day = (educator.daily_minutes, piece.educator, week, time.weekday)
                yield day, time.minutes

    def most(self, bucket: Hashable) -> int:
        """
        Return what a bucket may hold.
        """
        limit: int = next(iter(cast("tuple[int, ...]", bucket)))
        return limit


SumRule: TypeAlias = AtMostRule | LimitRule
"""
A rule on how much a bucket may hold.
"""


@attrs.frozen(eq=False)
class FairRule:
    """
    The loads of educators that should be alike.
    """

    weight: int | None
    who: frozenset[int]

    def adds(self, piece: Piece) -> Iterator[tuple[int, int]]:
        """
        Yield the educator, if they are meant, and their sessions.
        """
        if piece.educator in self.who:
            yield piece.educator, piece.time.held


Shape: TypeAlias = Literal["gaps", "lone", "many", "few"]


@attrs.frozen(eq=False)
class ShapeRule:
    """
    Marks in buckets: periods of a day, weekdays or venues of a section.

    Attributes:
        weight: What each 1 costs; `None` if it must be 0.
        shape: What is counted: ``gaps`` between the periods of a day, ``lone`` sessions,
            marks that are too ``few``, or more than one (``many``).
        of: Whose.
        board: The timetable taken apart.
    """

    weight: int | None
    shape: Shape
    of: str
    board: Board

    def marks(self, piece: Piece) -> Marks:
        """
        Yield the buckets in which *piece* leaves a mark, and the mark.
        """
        time = piece.time
        if self.shape == "many":
            if piece.venue != NONE and time.held:
                yield piece.section, (piece.venue, 0)
        elif self.shape == "few":
            if self.wanted(piece.section) > 1:
                for week in weeks_of(piece):
                    yield piece.section, (time.weekday if time.week is None else week, time.weekday)
        else:
            for resource in Resources(self.board).of(self.of, piece):
                for week in weeks_of(piece):
                    yield (resource, week, time.weekday), (time.period, time.length)

    def wanted(self, bucket: Hashable) -> int:
        """
        Return on how many days a section should be.
        """
        section = self.board.problem.sections[cast("int", bucket)]
        return min(section.days or section.sessions, section.sessions)


def sum_rules(board: Board) -> list[SumRule]:
    """
    Return the rules on sums that the demands of a problem make.
    """
    found: list[SumRule] = []
    for demand in board.problem.demands:
        if isinstance(demand, AtMost):
            found.append(AtMostRule(demand.weight, demand, Resources(board)))
        elif isinstance(demand, WorkingLimits):
            found.append(LimitRule(demand.weight, board))
    return found


def fair_rules(board: Board) -> list[FairRule]:
    """
    Return the rules on fair loads.
    """
    problem = board.problem
    asked = [demand for demand in problem.demands if isinstance(demand, FairLoad)]
    able = {one.id for section in problem.sections for one in problem.educators_of(section)}
    return [
        FairRule(
            demand.weight,
            frozenset(
                e
                for e, one in enumerate(problem.educators)
                if one.id in able and demand.employment in {"", one.employment}
            ),
        )
        for demand in asked
    ]


def shape_rules(board: Board) -> list[ShapeRule]:
    """
    Return the rules on days, gaps and venues.
    """
    found: list[ShapeRule] = []
    for demand in board.problem.demands:
        if isinstance(demand, NoGaps):
            found.append(ShapeRule(demand.weight, "gaps", demand.of, board))
        elif isinstance(demand, NoLoneSession):
            found.append(ShapeRule(demand.weight, "lone", demand.of, board))
        elif isinstance(demand, SameVenue):
            found.append(ShapeRule(demand.weight, "many", "section", board))
        elif isinstance(demand, Spread):
            found.append(ShapeRule(demand.weight, "few", "section", board))
    return found
