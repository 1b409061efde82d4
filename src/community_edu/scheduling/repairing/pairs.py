"""
What two placements cost or forbid together, in the terms of pieces.
"""

from collections.abc import Hashable
from itertools import combinations
from typing import Protocol

import attrs

from community_edu.scheduling.demands import (
    Apart,
    EnoughTravel,
    NoClash,
    OwnDemand,
    Precedence,
    SameEducator,
    SharedResource,
    ShortWays,
)
from community_edu.scheduling.repairing.boards import NONE, Board, Piece

ALL = "all"


@attrs.frozen(eq=False)
class Resources:
    """
    Which venue, educator and groups a piece takes.
    """

    board: Board

    def of(self, kind: str, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return the resources of a kind that *piece* takes.
        """
        if kind == "venue":
            return () if piece.venue == NONE else (piece.venue,)
        if kind == "educator":
            return () if piece.educator == NONE else (piece.educator,)
        if kind == "section":
            return (piece.section,)
        return self.board.problem.sections[piece.section].groups


class PairRule(Protocol):
    """
    A demand on pairs of pieces.
    """

    @property
    def weight(self) -> int | None:
        """
        What each 1 costs; `None` if it must be 0.
        """
        ...

    def buckets(self, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return the buckets in which *piece* lies; only pieces that share one are a pair.
        """
        ...

    def key(self, piece: Piece) -> Hashable:
        """
        Return all of *piece* that matters, so that equal ones are asked once.
        """
        ...

    def amount(self, one: Piece, other: Piece) -> int:
        """
        Return how far the pair is from what is asked.
        """
        ...


@attrs.frozen(eq=False)
class ClashRule:
    """
    No two sessions of one resource share time.
    """

    weight: int | None
    of: SharedResource
    resources: Resources

    def buckets(self, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return the resources of that kind; the people of a section are a group too.
        """
        found = self.resources.of(self.of, piece)
        return (*found, ("section", piece.section)) if self.of == "group" else found

    def key(self, piece: Piece) -> Hashable:
        """
        Return its cells and resources.
        """
        return piece.time.cells, tuple(self.buckets(piece))

    def amount(self, one: Piece, other: Piece) -> int:
        """
        Return the dated sessions that share time.
        """
        both = one.time.cells & other.time.cells
        if not both:
            return 0
        weeks = one.time.weeks & other.time.weeks
        return weeks.bit_count()


@attrs.frozen(eq=False)
class WayRule:
    """
    Ways between sessions of one day: long enough a break, or short ones.
    """

    weight: int | None
    board: Board
    short: ShortWays | None

    def buckets(self, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return the educator and weekday.
        """
        if NONE in {piece.educator, piece.venue}:
            return ()
        return ((piece.educator, piece.time.weekday),)

    def key(self, piece: Piece) -> Hashable:
        """
        Return its hours, place, educator and weeks.
        """
        time = piece.time
        place = self.board.problem.venues[piece.venue].where
        return time.weekday, time.period, time.length, time.weeks, place, piece.educator

    def amount(self, one: Piece, other: Piece) -> int:
        """
        Return the days on which the way is too long.
        """
        weeks = one.time.weeks & other.time.weeks
        if not weeks:
            return 0
        grid, venues = self.board.grid, self.board.problem.venues
        first, last = sorted((one, other), key=lambda piece: piece.time.period)
        end = grid.ends[first.time.period + first.time.length - 1]
        gap = grid.starts[last.time.period] - end
        if gap < 0:
            return 0
        here, there = venues[first.venue].where, venues[last.venue].where
        way = self.board.problem.travel.between(here, there)
        if self.short is None:
            return weeks.bit_count() if gap < way else 0
        close = gap <= self.short.within and way > self.short.longer_than
        return weeks.bit_count() if close else 0


@attrs.frozen(eq=False)
class ApartRule:
    """
    Single sessions that share something are days apart.
    """

    weight: int | None
    demand: Apart
    resources: Resources

    def buckets(self, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return what it shares with others, if it is single.
        """
        section = self.resources.board.problem.sections[piece.section]
        return self.resources.of(self.demand.of, piece) if section.per == "term" else ()

    def key(self, piece: Piece) -> Hashable:
        """
        Return its day and resources.
        """
        return piece.time.weeks, piece.time.weekday, tuple(self.buckets(piece))

    def amount(self, one: Piece, other: Piece) -> int:
        """
        Return 1 if they are too near.
        """
        dates = self.resources.board.grid.dates
        days = [
            dates[week, piece.time.weekday]
            for piece in (one, other)
            for week in range(piece.time.weeks.bit_length())
            if piece.time.weeks >> week & 1
        ]
        return sum(
            abs((day - other).days) < self.demand.days for day, other in combinations(days, 2)
        )


@attrs.frozen(eq=False)
class PrecedenceRule:
    """
    One section comes before another.
    """

    weight: int | None
    board: Board
    before: int
    after: int

    def buckets(self, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return one bucket for the two sections.
        """
        return (ALL,) if piece.section in {self.before, self.after} else ()

    def key(self, piece: Piece) -> Hashable:
        """
        Return its section and time.
        """
        return piece.section, piece.time.begins, piece.time.length

    def amount(self, one: Piece, other: Piece) -> int:
        """
        Return 1 if the one ends after the other begins.
        """
        if {one.section, other.section} != {
            self.before,
            self.after,
        } or one.section == other.section:
            return 0
        first, last = (one, other) if one.section == self.before else (other, one)
        ends, begins = self._moments(first), self._moments(last)
        return int(bool(ends and begins) and max(ends)[1] > min(begins)[0])

    def _moments(self, piece: Piece) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        grid, time = self.board.grid, piece.time
        found: list[tuple[tuple[int, int], tuple[int, int]]] = []
        for week in range(time.weeks.bit_length()):
            if time.weeks >> week & 1:
                day = grid.dates[week, time.weekday].toordinal()
                end = grid.ends[time.period + time.length - 1]
                found.append(((day, grid.starts[time.period]), (day, end)))
        return found


@attrs.frozen(eq=False)
class OneEducatorRule:
    """
    The meetings of a section in one week are taught by one educator.

    If it is hard, only those are asked that are still to come: see `still_broken`.
    """

    weight: int | None
    board: Board

    def buckets(self, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return the section.
        """
        return () if piece.educator == NONE else (piece.section,)

    def key(self, piece: Piece) -> Hashable:
        """
        Return its section, weeks and educator.
        """
        return piece.section, self._asked(piece), piece.educator

    def amount(self, one: Piece, other: Piece) -> int:
        """
        Return the weeks with two.
        """
        if one.educator == other.educator:
            return 0
        return (self._asked(one) & self._asked(other)).bit_count()

    def _asked(self, piece: Piece) -> int:
        over = self.board.past[piece.time.weekday] if self.weight is None else 0
        return piece.time.weeks & ~over


@attrs.frozen(eq=False)
class OwnPairRule:
    """
    A demand of the user's own on pairs.
    """

    weight: int | None
    demand: OwnDemand
    board: Board
    pairs: frozenset[tuple[int, int]]

    def buckets(self, piece: Piece) -> tuple[Hashable, ...]:
        """
        Return the pairs that its section is in.
        """
        return tuple(pair for pair in self.pairs if piece.section in pair)

    def key(self, piece: Piece) -> Hashable:
        """
        Return everything.
        """
        return piece.section, piece.number, piece.time.begins, piece.venue, piece.educator

    def amount(self, one: Piece, other: Piece) -> int:
        """
        Return what the demand says.
        """
        total = 0
        for pair in self.pairs:
            if pair in {(one.section, other.section), (other.section, one.section)}:
                first, last = (one, other) if one.section == pair[0] else (other, one)
                placements = self.board.placement(first), self.board.placement(last)
                total += self.demand.amount_of_pair(*placements, self.board.problem)
        return total


def pair_rules(board: Board) -> list[PairRule]:
    """
    Return the rules on pairs that the demands of a problem make.
    """
    resources = Resources(board)
    sections: dict[str, int] = {section.id: s for s, section in enumerate(board.problem.sections)}
    rules: list[PairRule] = []
    for demand in board.problem.demands:
        weight = demand.weight
        match demand:
            case NoClash():
                rules.append(ClashRule(weight, demand.of, resources))
            case EnoughTravel():
                rules.append(WayRule(weight, board, None))
            case ShortWays():
                rules.append(WayRule(weight, board, demand))
            case Apart():
                rules.append(ApartRule(weight, demand, resources))
            case SameEducator():
                rules.append(OneEducatorRule(weight, board))
            case Precedence() if {demand.before, demand.after} <= set(sections):
                ends = sections[demand.before], sections[demand.after]
                rules.append(PrecedenceRule(weight, board, *ends))
            case OwnDemand():
                pairs = [
                    (sections[one], sections[other])
                    for one, other in demand.pairs(board.problem)
                    if {one, other} <= set(sections)
                ]
                if pairs:
                    rules.append(OwnPairRule(weight, demand, board, frozenset(pairs)))
            case _:
                pass
    return rules
