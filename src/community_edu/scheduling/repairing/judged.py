"""
What the judge has against a timetable, without what is history.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.scheduling.demands import EverySession, NoneLost, SameEducator
from community_edu.scheduling.judging import TimetableVerdict, Violation
from community_edu.scheduling.repairing.boards import Board
from community_edu.scheduling.timetables import DatedSession, Placement


def still_broken(board: Board, verdict: TimetableVerdict) -> Iterator[Violation]:
    """
    Yield the violations of hard demands that lie, at least in part, at or after `Board.as_of`.

    A violation of which everything is over is history. Of one educator for a class in a
    week only the sessions that are left are asked: who taught on Monday and is ill since
    need not teach on Friday. A meeting that is missing in the past is not looked for, and
    in a week that is still to come it is told as having no place. If nothing is over, every
    violation counts. Amounts and texts are those of the whole term.
    """
    hard = (one for one in verdict.violations if one.hard)
    if board.as_of is None:
        yield from hard
        return
    demands = board.problem.demands
    missing = {one.id for one in demands if isinstance(one, EverySession)}
    lost = {one.id for one in demands if isinstance(one, NoneLost)}
    alone = {one.id for one in demands if isinstance(one, SameEducator)}
    for one in hard:
        if one.demand in missing:
            continue
        if one.demand in alone:
            held = _with_several(one.sessions, board.as_of)
            if held:
                yield attrs.evolve(one, sessions=held)
        elif one.sessions:
            if one.sessions[-1].start.date() >= board.as_of:
                yield one
        elif any(_left(board, at, lost=one.demand in lost) for at in one.placements):
            yield one


def _with_several(sessions: Sequence[DatedSession], as_of: date) -> tuple[DatedSession, ...]:
    """
    Return the sessions of weeks in which more than one educator still teaches.
    """
    weeks: dict[int, set[str | None]] = {}
    left = [session for session in sessions if session.start.date() >= as_of]
    for session in left:
        weeks.setdefault(session.week, set()).add(session.placement.educator)
    return tuple(session for session in left if len(weeks[session.week]) > 1)


def _left(board: Board, placement: Placement, *, lost: bool) -> bool:
    """
    Tell whether a placement has a week that is not over; if *lost*, one that falls out.
    """
    weekday = WEEKDAYS.index(placement.weekday)
    asked = placement.weeks.among(board.grid.number)
    over = board.past[weekday] | (board.grid.taught[weekday] if lost else 0)
    return any(not over >> week - 1 & 1 for week in asked)
