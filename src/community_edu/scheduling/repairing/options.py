"""
Where a meeting that is decided again can be, as far as demands on it alone say.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from community_edu.scheduling.instances import Instance, Time, compile_problem
from community_edu.scheduling.repairing.boards import Board, Piece, Unit


@attrs.frozen
class Moving:
    """
    What it counts for that a meeting changes, among timetables that move as few.

    Attributes:
        time: That it is at another time.
        venue: That it is elsewhere.
        educator: That somebody else teaches it.
        lost: That one of its sessions falls out which did not before.
    """

    time: int = 4
    venue: int = 1
    educator: int = 2
    lost: int = 4


@attrs.frozen(eq=False)
class Option:
    """
    One way to place a unit.

    Attributes:
        piece: Where it is.
        cost: What soft demands on it alone cost.
        moved: Whether it is not where it was, if it was held at all.
        change: What counts for the change.
    """

    piece: Piece
    cost: int
    moved: bool
    change: int


@attrs.frozen(eq=False)
class Options:
    """
    The options of units, found when they are asked for.

    Attributes:
        board: The timetable taken apart.
        moving: What a change counts.
    """

    board: Board
    moving: Moving
    _known: dict[int, tuple[Option, ...]] = attrs.field(
        factory=dict[int, tuple[Option, ...]], init=False
    )

    def find(self, units: Iterable[Unit]) -> None:
        """
        Find the options of *units*, those with the same weeks in one go.
        """
        alike: dict[int, list[Unit]] = {}
        for unit in units:
            if not self.board.taught(unit.weeks):
                self._known[unit.index] = ()
            if unit.index not in self._known:
                alike.setdefault(unit.weeks, []).append(unit)
        for weeks, some in alike.items():
            instance, numbers = self._compile(weeks, some)
            for unit in some:
                self._known[unit.index] = tuple(self._of(unit, instance, numbers[unit.section]))

    def of(self, unit: Unit) -> tuple[Option, ...]:
        """
        Return the options of a unit, which have been found.
        """
        return self._known[unit.index]

    def _compile(self, weeks: int, units: Sequence[Unit]) -> tuple[Instance, dict[int, int]]:
        """
        Return the instance of the sections of *units* in *weeks* alone, and their numbers in it.
        """
        board = self.board
        numbers = sorted({unit.section for unit in units})
        pattern = ",".join(str(week + 1) for week in range(weeks.bit_length()) if weeks >> week & 1)
        sections = [attrs.evolve(board.problem.sections[s], weeks=pattern) for s in numbers]
        part = attrs.evolve(board.problem, sections=sections)
        return compile_problem(part), {s: number for number, s in enumerate(numbers)}

    def _of(self, unit: Unit, instance: Instance, s: int) -> Iterator[Option]:
        meetings = (instance.meetings[m] for m in instance.meetings_of[s])
        meeting = next(one for one in meetings if one.number == unit.number)
        times = [time for time in meeting.times if not self._over(time, unit)]
        full = unit.before.time.held if unit.before else max((t.held for t in times), default=0)
        lost = [self.moving.lost * max(0, full - time.held) for time in meeting.times]
        for t, time in enumerate(meeting.times):
            if self._over(time, unit):
                continue
            educators = [
                e
                for e in instance.section_educators[s]
                if instance.educator_free(meeting.index, t, e)
            ]
            for v in meeting.venues if educators else ():
                if instance.venue_free(meeting.index, t, v):
                    for e in educators:
                        cost = instance.unary_cost(meeting.index, t, v, e)
                        if cost is not None:
                            piece = self._piece(unit, time, v, e)
                            yield self._option(unit.before, piece, cost, lost[t])

    def _over(self, time: Time, unit: Unit) -> bool:
        """
        Tell whether a session at *time* would have to be held in the past.
        """
        past = self.board.past[time.weekday]
        return bool((unit.weeks if time.week is None else time.weeks) & past)

    def _piece(self, unit: Unit, time: Time, v: int, e: int) -> Piece:
        asked = unit.weeks if time.week is None else time.weeks
        return Piece(unit.section, unit.number, time, asked, v, e)

    def _option(self, before: Piece | None, piece: Piece, cost: int, change: int) -> Option:
        """
        Return an option; *change* counts for what falls out.
        """
        if before is None:
            return Option(piece, cost, moved=False, change=change)
        was, time = before.time, piece.time
        other_time = (was.weekday, was.period, was.week) != (time.weekday, time.period, time.week)
        other_venue = before.venue != piece.venue
        other_educator = before.educator != piece.educator
        return Option(
            piece,
            cost,
            moved=was.held > 0 and (other_time or other_venue or other_educator),
            change=change
            + self.moving.time * other_time
            + self.moving.venue * other_venue
            + self.moving.educator * other_educator,
        )
