"""
Mending a published timetable: the fewest changes first, then the least cost (调课).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta

import attrs

from community_edu.base import Text
from community_edu.calendars import WEEKDAYS, TeachingWeeks
from community_edu.courses import SectionId
from community_edu.scheduling.changes import TimetableChange, all_changes, apply_changes
from community_edu.scheduling.comparing import Move, compare_timetables
from community_edu.scheduling.demands import EverySession, Spread
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problem_checks import require_small, require_sound
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.repairing.boards import Board, Piece, Unit
from community_edu.scheduling.repairing.clocks import Clock
from community_edu.scheduling.repairing.judged import still_broken
from community_edu.scheduling.repairing.options import Moving
from community_edu.scheduling.repairing.searching import Found, Search
from community_edu.scheduling.solvers import Limits, Watch, require_limits
from community_edu.scheduling.timetables import (
    DatedSession,
    Placement,
    Timetable,
    TimetableStatus,
    Unplaced,
)
from community_edu.scheduling.weekly_grids import weeks_text

DEFAULT = Moving()
NOTHING_PROVEN = Text(
    "未安装求解器，逐个调整，未必最少；请运行：pip install 'community-edu[solver]'",
    en="moved one by one without a solver, perhaps not the fewest; run: pip install "
    "'community-edu[solver]'",
)


@attrs.frozen(kw_only=True)
class Repair:
    """
    A mended timetable, and what is different in it.

    Attributes:
        timetable: The timetable after the changes.
        problem: What it is of: the problem with the changes.
        changes: What is different, for the notice and for the next publication: sessions
            that move, that fall out, that are new, or whose day is made up on another.
        proven_minimal: Whether it is proven that no timetable of the problem leaves fewer
            meetings without a place, or as few and moves fewer, as `repair` counts them.
    """

    timetable: Timetable
    problem: TimetableProblem
    changes: tuple[Move, ...]
    proven_minimal: bool

    @property
    def moved(self) -> int:
        """
        How many meetings are at another time, in another venue or taught by somebody else.

        A meeting that is elsewhere in several weeks counts once.
        """
        counted = {"time", "venue", "educator"}
        return len(
            {(move.section, move.number) for move in self.changes if counted & set(move.what)}
        )

    @property
    def cost(self) -> int | None:
        """
        What the soft demands of the mended timetable cost.
        """
        return self.timetable.cost

    @property
    def text(self) -> Text:
        """
        How much has changed, in one sentence.
        """
        out = len(self.timetable.unplaced)
        zh = f"调动 {self.moved} 次课"
        en = "1 meeting moves" if self.moved == 1 else f"{self.moved} meetings move"
        if self.proven_minimal:
            zh, en = f"{zh}，已证明为最少", f"{en}, proven to be the fewest"
        if out:
            have = "has" if out == 1 else "have"
            zh, en = f"{zh}，{out} 次课无法安排", f"{en}, {out} {have} no place"
        return Text(zh, en=en)

    def __str__(self) -> str:
        sections = self.problem.sections_by_id
        reasons = (
            f"{sections[one.section].title}（{one.number}）：{one.reason}"
            for one in self.timetable.unplaced
        )
        return "\n".join([str(self.text), *map(str, self.changes), *reasons])


def repair(
    problem: TimetableProblem,
    timetable: Timetable,
    change: TimetableChange | Iterable[TimetableChange],
    *,
    as_of: date | None = None,
    time_limit: float = 30,
    seed: int = 0,
    workers: int | None = None,
    moving: Moving = DEFAULT,
    progress: Watch | None = None,
) -> Repair:
    """
    Return *timetable* after a change, with the fewest meetings moved (最少调课).

    First as few meetings as possible are left without a place, then as few as possible
    move, then as little as possible of them changes (`Moving`), then the cost is least among
    the timetables that differ only in what the search had to touch. A meeting moves if its
    time, venue or educator differ in any week, and counts once.

    Only the weeks in which a change is felt are decided again, and what is held before
    *as_of* stays. In these weeks a meeting that moves has one place for as long as the same
    changes are felt; if some meeting then has no place, each week is decided by itself.
    A weekly session on a lost day falls out and is listed; nothing is moved for it.

    With the ``solver`` extra the number of moves is proven where `Repair.proven_minimal`
    says so. Without it each meeting that is hit is placed again by itself. Ctrl-C ends the
    solver, and the best so far is returned; while no solver is at work it is raised.

    What is over is history: a timetable is ``partial`` if a meeting has no place, else
    ``feasible`` if nothing that lies on *as_of* or later breaks a hard demand, else
    ``by_hand``. So a class whose Monday is over can have a substitute on Friday although
    `SameEducator` is hard, and one that has outgrown its room is not blamed for the weeks
    it sat there; `check_timetable` judges the whole term. The cost is that of all of it.

    Args:
        problem: What the timetable was made for.
        timetable: The timetable as published.
        change: What is different, one thing or several; empty if *problem* has the
            changes already: every week is then decided again.
        as_of: The first day that can still be changed; `None`: every one.
        time_limit: How many seconds it may take in all, but for what must be done at least:
            to judge the timetable, and to place one by one what is hit.
        seed: Of the solver.
        workers: With how many threads; `None`: one.
        moving: How much each kind of change counts.
        progress: Is told how many meetings may move, when there are more.

    Raises:
        ProblemsError: The problem is not sound, or a change speaks of what it does not have
            or makes it too large, or the limits cannot be.

    Example:
        >>> from datetime import time
        >>> from community_edu.calendars import ClassPeriod
        >>> from community_edu.organizations import Educator
        >>> from community_edu.scheduling.changes import EducatorAway
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> from community_edu.scheduling.timetables import Placement
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=18, periods=[ClassPeriod(time(9), time(10, 30))]
        ... )
        >>> li = Educator(id="li", name={"zh": "李老师", "en": "Ms Li"}, teaches=["music"])
        >>> wu = Educator(id="wu", name={"zh": "吴老师", "en": "Mr Wu"}, teaches=["music"])
        >>> choir = TimetableSection(
        ...     id="choir", name={"zh": "合唱班", "en": "choir"}, subject="music"
        ... )
        >>> school = TimetableProblem([choir], [], [li, wu], weeks)
        >>> published = Timetable(
        ...     school, [Placement(section="choir", weekday="MON", period=1, educator="li")]
        ... )
        >>> ill = EducatorAway(educator="li", first=date(2026, 10, 19), last=date(2026, 11, 1))
        >>> mended = repair(school, published, ill)
        >>> print(mended.changes[0].text.to("en"))
        choir, weeks 7–8: Monday 09:00–10:30, Ms Li becomes Mr Wu
        >>> [str(placement.weeks) for placement in mended.timetable.placements]
        ['1-6,9-18', '7-8']
    """
    limits = Limits(seconds=time_limit, seed=seed, workers=workers)
    require_limits(limits)
    require_sound(problem)
    given = all_changes(change)
    if as_of is not None:
        left = (one.since(as_of, problem.weeks) for one in given)
        given = tuple(one for one in left if one is not None)
    changed = apply_changes(problem, given)
    require_small(changed)
    blocks = tuple(_blocks(given, problem.weeks, changed.weeks)) or _everything(change, changed)
    clock = Clock(time_limit)
    board = Board(changed, timetable.placements, blocks, as_of)
    found = Search(board, moving, limits, progress, _Broken(board), clock).run()
    several = any(not unit.single and unit.weeks.bit_count() > 1 for unit, _ in found.homeless)
    if several and clock.left > 0:
        single = tuple(1 << week for week in range(changed.weeks.number))
        weekly = tuple(week for week in single if any(week & block for block in blocks))
        finer = Board(changed, timetable.placements, weekly, as_of)
        again = Search(finer, moving, limits, progress, _Broken(finer), clock).run()
        if _sessions(again) < _sessions(found):
            board, found = finer, again
    return _told(board, timetable, found)


def _everything(change: object, changed: TimetableProblem) -> tuple[int, ...]:
    return () if change else ((1 << changed.weeks.number) - 1,)


def _blocks(
    changes: Sequence[TimetableChange], before: TeachingWeeks, after: TeachingWeeks
) -> Iterator[int]:
    """
    Yield sets of weeks in which the same changes are felt.
    """
    felt: dict[int, tuple[int, ...]] = {}
    for number, change in enumerate(changes):
        days = change.days(before)
        if days is None:
            continue
        for week in range(after.number):
            monday = after.first + timedelta(days=7 * week)
            dates = [monday + timedelta(days=day) for day in range(7)]
            for weeks in (before, after):
                held = (weeks.day_of(week + 1, weekday) for weekday in WEEKDAYS)
                dates.extend(day for day in held if day is not None)
            if any(days[0] <= day and (days[1] is None or day <= days[1]) for day in dates):
                felt[week] = (*felt.get(week, ()), number)
    for alike in dict.fromkeys(felt.values()):
        yield sum(1 << week for week, numbers in felt.items() if numbers == alike)


class _Broken:
    """
    Finds the units that stand against a hard demand, as the judge sees it.
    """

    def __init__(self, board: Board) -> None:
        self.board = board
        demands = board.problem.demands
        self.missing = {one.id for one in demands if isinstance(one, EverySession)}
        self.spreads = {one.id for one in demands if isinstance(one, Spread)}
        self.of_meeting: dict[tuple[SectionId, int], list[Unit]] = {}
        for unit in board.units:
            section = board.problem.sections[unit.section].id
            self.of_meeting.setdefault((section, unit.number), []).append(unit)

    def __call__(self, pieces: Sequence[Piece], lacking: Collection[int]) -> Iterator[int]:
        """
        Yield the numbers of units in *pieces* that break a hard demand.

        That a meeting is missing breaks demands too, which moving others cannot help:
        `EverySession`, and `Spread` for sections that are *lacking* one.
        """
        problem = self.board.problem
        timetable = Timetable(problem, self.board.timetable_of(pieces))
        lax = {problem.sections[s].id for s in lacking}
        for violation in still_broken(self.board, check_timetable(problem, timetable)):
            if violation.demand in self.missing:
                continue
            if violation.demand in self.spreads and lax & set(violation.sections):
                continue
            for session in violation.sessions:
                yield from self._at(session)
            for placement in () if violation.sessions else violation.placements:
                yield from self._of(placement)
        held: dict[tuple[int, int], int] = {}
        for piece in pieces:
            meeting = piece.section, piece.number
            held[meeting] = held.get(meeting, 0) + piece.time.held
        for unit in self.board.units:
            if held.get(unit.meeting) == 0 and unit.section not in lacking:
                yield unit.index

    def _at(self, session: DatedSession) -> Iterator[int]:
        return self._of(session.placement, (session.week,))

    def _of(self, placement: Placement, weeks: Collection[int] | None = None) -> Iterator[int]:
        """
        Yield the numbers of the units of a placement in some of its weeks, or in all.
        """
        if weeks is None:
            weeks = placement.weeks.among(self.board.grid.number)
        mask = sum(1 << week - 1 for week in weeks)
        for unit in self.of_meeting.get((placement.section, placement.number), ()):
            if unit.single or unit.weeks & mask:
                yield unit.index


def _sessions(found: Found) -> int:
    """
    Return how many sessions have no place.
    """
    return sum(1 if unit.single else unit.weeks.bit_count() for unit, _ in found.homeless)


def _told(board: Board, timetable: Timetable, found: Found) -> Repair:
    problem = board.problem
    placements = board.timetable_of(found.pieces)
    verdict = check_timetable(problem, Timetable(problem, placements))
    status: TimetableStatus = "by_hand" if any(still_broken(board, verdict)) else "feasible"
    after = Timetable(
        problem,
        placements,
        status="partial" if found.homeless else status,
        cost=verdict.cost,
        unplaced=_unplaced(board, found),
        note=None if found.solved else NOTHING_PROVEN,
    )
    return Repair(
        timetable=after,
        problem=problem,
        changes=compare_timetables(timetable, after),
        proven_minimal=found.exact,
    )


def _unplaced(board: Board, found: Found) -> Iterator[Unplaced]:
    """
    Yield the meetings without a place, each once, with the weeks in which it has none.
    """
    weeks: dict[tuple[int, int], int] = {}
    reasons: dict[tuple[int, int], Text] = {}
    for unit, reason in found.homeless:
        weeks[unit.meeting] = weeks.get(unit.meeting, 0) | unit.weeks
        reasons.setdefault(unit.meeting, reason)
    for (s, number), reason in reasons.items():
        term, mask = board.problem.weeks.number, weeks[s, number]
        lacking = [week + 1 for week in range(term) if mask >> week & 1]
        zh, en = weeks_text(lacking, term), weeks_text(lacking, term, "en")
        yield Unplaced(
            section=board.problem.sections[s].id,
            number=number,
            reason=Text(
                "，".join(filter(None, (zh, reason.zh))),
                en=": ".join(filter(None, (en, reason.to("en")))),
            ),
        )
