"""
A timetable taken apart: what stays as it is, and what may be decided again.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property

import attrs

from community_edu.calendars import WEEKDAYS, WeekPattern
from community_edu.scheduling.instances import Grid, Time
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement

NONE = -1
"""
The number of no venue and of no educator.
"""


@attrs.frozen(eq=False)
class Piece:
    """
    A meeting at one time in some weeks, with its venue and educator.

    Attributes:
        section: The number of its section.
        number: Which meeting of the section.
        time: When; its weeks are those in which it is held.
        asked: The weeks in which it would be held if no day were closed, as bits.
        venue: The number of the venue.
        educator: The number of the educator.
    """

    section: int
    number: int
    time: Time
    asked: int
    venue: int
    educator: int


@attrs.frozen(eq=False)
class Unit:
    """
    A meeting in weeks that are decided again, all of them alike.

    Attributes:
        index: Its number.
        section: The number of its section.
        number: Which meeting of the section.
        single: Whether it is held once.
        weeks: Its weeks, as bits; of a single meeting those in which it can be.
        before: Where it was; `None` if it was nowhere.
    """

    index: int
    section: int
    number: int
    single: bool
    weeks: int
    before: Piece | None

    @property
    def meeting(self) -> tuple[int, int]:
        """
        Its section and number: a meeting may have several units.
        """
        return self.section, self.number


@attrs.frozen(eq=False, slots=False)
class Board:
    """
    The timetable as it was, on the problem as it is.

    Attributes:
        problem: The problem, changed.
        placements: Where everything was.
        blocks: Sets of weeks that are decided again, as bits; a meeting is alike in all
            weeks of one set, as far as it moves.
        as_of: What is held before this day stays; `None`: nothing is held yet.
    """

    problem: TimetableProblem
    placements: tuple[Placement, ...]
    blocks: tuple[int, ...]
    as_of: date | None

    @cached_property
    def grid(self) -> Grid:
        """
        The cells of the weeks.
        """
        return Grid(self.problem.weeks)

    @cached_property
    def venues(self) -> dict[str, int]:
        """
        The numbers of the venues.
        """
        return {venue.id: number for number, venue in enumerate(self.problem.venues)}

    @cached_property
    def educators(self) -> dict[str, int]:
        """
        The numbers of the educators.
        """
        return {educator.id: number for number, educator in enumerate(self.problem.educators)}

    @cached_property
    def _parts(self) -> tuple[tuple[Piece, ...], tuple[Unit, ...]]:
        fixed: list[Piece] = []
        units: list[Unit] = []
        placed: dict[tuple[str, int], list[Placement]] = {}
        for placement in self.placements:
            placed.setdefault((placement.section, placement.number), []).append(placement)
        for s, section in enumerate(self.problem.sections):
            for number in range(1, section.sessions + 1):
                take = self._single if section.per == "term" else self._weekly
                for part in take(s, number, placed.get((section.id, number), ())):
                    if isinstance(part, Piece):
                        fixed.append(part)
                    else:
                        units.append(attrs.evolve(part, index=len(units)))
        return tuple(fixed), tuple(units)

    @property
    def fixed(self) -> tuple[Piece, ...]:
        """
        What stays.
        """
        return self._parts[0]

    @property
    def units(self) -> tuple[Unit, ...]:
        """
        What may be decided again.
        """
        return self._parts[1]

    @cached_property
    def past(self) -> tuple[int, ...]:
        """
        For each weekday, from Monday, the weeks whose lesson is over, as bits.
        """
        masks = [0] * 7
        if self.as_of is not None:
            for week in range(self.grid.number):
                for weekday in range(7):
                    nominal = self.problem.weeks.first + timedelta(days=week * 7 + weekday)
                    if self.grid.dates.get((week, weekday), nominal) < self.as_of:
                        masks[weekday] |= 1 << week
        return tuple(masks)

    @cached_property
    def _begun(self) -> int:
        """
        The weeks of which some lesson is over, as bits.
        """
        begun = 0
        for weekday in self.grid.weekdays:
            begun |= self.past[weekday] & self.grid.taught[weekday]
        return begun

    def _weekly(
        self, s: int, number: int, placements: Sequence[Placement]
    ) -> Iterator[Piece | Unit]:
        """
        Yield the parts of a weekly meeting; if all of its weeks are lost, it falls out.
        """
        section = self.problem.sections[s]
        left = self._weeks_of(section.weeks)
        if not self.taught(left):
            if not placements:
                yield Unit(0, s, number, single=False, weeks=left, before=None)
            return
        for placement in () if self._never_held(placements, section) else placements:
            weekday = WEEKDAYS.index(placement.weekday)
            asked = self._weeks_of(placement.weeks) & left
            left &= ~asked
            moves = [asked & block & ~self.past[weekday] for block in self.blocks]
            moves = [weeks for weeks in moves if self.taught(weeks)]
            stays = asked & ~sum(moves)
            if stays and self._on_grid(placement, section):
                yield self._piece(s, placement, stays)
            for weeks in moves:
                before = self._piece(s, placement, weeks)
                yield Unit(0, s, number, single=False, weeks=weeks, before=before)
        missing = left & ~self._begun
        if self.taught(missing):
            yield Unit(0, s, number, single=False, weeks=missing, before=None)

    def _single(
        self, s: int, number: int, placements: Iterable[Placement]
    ) -> Iterator[Piece | Unit]:
        weeks = self._weeks_of(self.problem.sections[s].weeks)
        for placement in placements:
            weekday = WEEKDAYS.index(placement.weekday)
            week = self._weeks_of(placement.weeks)
            before = self._piece(s, placement, week)
            if week & self.past[weekday] or not any(week & block for block in self.blocks):
                yield before
            else:
                yield Unit(0, s, number, single=True, weeks=weeks, before=before)
            return
        yield Unit(0, s, number, single=True, weeks=weeks, before=None)

    def _never_held(self, placements: Sequence[Placement], section: TimetableSection) -> bool:
        """
        Tell whether every one of its days falls out, although there are such times.
        """
        return all(
            self._on_grid(placement, section)
            and not self._weeks_of(placement.weeks)
            & self._weeks_of(section.weeks)
            & self.grid.taught[WEEKDAYS.index(placement.weekday)]
            for placement in placements
        )

    def _on_grid(self, placement: Placement, section: TimetableSection) -> bool:
        """
        Tell whether there is such a time; at others, which people may write, nothing is held.
        """
        weekday, period = WEEKDAYS.index(placement.weekday), placement.period - 1
        there = 0 <= period <= self.grid.periods - section.length
        return weekday in self.grid.weekdays and there

    def taught(self, weeks: int) -> bool:
        """
        Tell whether there is a lesson on any day of *weeks*.
        """
        return any(weeks & taught for taught in self.grid.taught)

    def _weeks_of(self, pattern: WeekPattern) -> int:
        return sum(1 << week - 1 for week in pattern.among(self.grid.number))

    def _piece(self, s: int, placement: Placement, asked: int) -> Piece:
        section = self.problem.sections[s]
        weekday, period = WEEKDAYS.index(placement.weekday), placement.period - 1
        single = section.per == "term"
        return Piece(
            section=s,
            number=placement.number,
            time=self.time(
                weekday,
                period,
                section,
                asked & self.grid.taught[weekday],
                asked.bit_length() - 1 if single else None,
            ),
            asked=asked,
            venue=self.venues.get(placement.venue or "", NONE),
            educator=self.educators.get(placement.educator or "", NONE),
        )

    def time(
        self, weekday: int, period: int, section: TimetableSection, held: int, week: int | None
    ) -> Time:
        """
        Return a time; of a meeting written into periods that there are not one without sessions.

        Across noon, where it must not be, it is held all the same.
        """
        if not 0 <= period <= self.grid.periods - section.length:
            return Time(weekday, period, section.length, 0, week, 0, 0, 0, 0)
        return self.grid.time(weekday, period, section.length, held, week)

    def placement(self, piece: Piece) -> Placement:
        """
        Return a piece as it stands in a timetable.
        """
        section = self.problem.sections[piece.section]
        weeks = [week + 1 for week in range(self.grid.number) if piece.asked >> week & 1]
        whole = section.per == "week" and tuple(weeks) == section.weeks.among(self.grid.number)
        return Placement(
            section=section.id,
            number=piece.number,
            weekday=WEEKDAYS[piece.time.weekday],
            period=piece.time.period + 1,
            weeks=WeekPattern() if whole else WeekPattern.of(weeks),
            venue=None if piece.venue == NONE else self.problem.venues[piece.venue].id,
            educator=(
                None if piece.educator == NONE else self.problem.educators[piece.educator].id
            ),
        )

    def timetable_of(self, pieces: Iterable[Piece]) -> tuple[Placement, ...]:
        """
        Return pieces as placements, in the order of the sections; equal neighbours are one.
        """
        merged: dict[tuple[object, ...], Piece] = {}
        for piece in pieces:
            time = piece.time
            key = (
                piece.section,
                piece.number,
                time.weekday,
                time.period,
                time.week,
                piece.venue,
                piece.educator,
            )
            known = merged.get(key)
            merged[key] = (
                piece if known is None else attrs.evolve(piece, asked=piece.asked | known.asked)
            )
        whole = sorted(
            merged.values(),
            key=lambda piece: (piece.section, piece.number, piece.asked & -piece.asked),
        )
        return tuple(map(self.placement, whole))
