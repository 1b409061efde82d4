"""
From what a change breaks to where everything is afterwards.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

import attrs

from community_edu.base import MissingExtraError, Text, extra
from community_edu.scheduling.repairing.boards import Board, Piece, Unit
from community_edu.scheduling.repairing.clocks import Clock
from community_edu.scheduling.repairing.options import Moving, Option, Options
from community_edu.scheduling.repairing.quickly import place_one_by_one
from community_edu.scheduling.repairing.situations import Answer, Situation
from community_edu.scheduling.repairing.surroundings import FIXED
from community_edu.scheduling.solvers import Limits, SolveProgress, Watch

Broken: TypeAlias = Callable[[Sequence[Piece], Collection[int]], Iterable[int]]
"""
What tells which units stand against a hard demand where everything is as in the pieces, and
some sections, by their numbers, have not all of their meetings.
"""


MOST_NAMED = 3
"""
How many educators a reason names.
"""


@attrs.frozen(eq=False)
class Found:
    """
    Where everything is.

    Attributes:
        pieces: What has a place.
        homeless: The units that have none, and why.
        exact: Whether no timetable leaves fewer out, or else moves fewer.
        solved: Whether a solver was there.
    """

    pieces: tuple[Piece, ...]
    homeless: tuple[tuple[Unit, Text], ...]
    exact: bool
    solved: bool


@attrs.define(eq=False)
class Search:
    """
    A search for the fewest moves that grows as far as it must.

    At first only what the change hits may move. Where that is not enough, a model in
    which whatever stands in the way may be driven out, at the price of one move and as
    if it vanished, gives a bound for the whole timetable; what it drives out may move from
    then on. When nothing more is driven out, the bound is reached.

    Attributes:
        board: The timetable taken apart.
        moving: What a change counts.
        limits: How the solver works.
        progress: Whom to tell.
        broken: What finds the units that break a hard demand.
        clock: The time that is left.
    """

    board: Board
    moving: Moving
    limits: Limits
    progress: Watch | None
    broken: Broken
    clock: Clock
    _options: Options = attrs.field(init=False)
    _solved: bool = attrs.field(default=True, init=False)
    _whole: float = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._options = Options(self.board, self.moving)
        self._whole = self.clock.left

    def run(self) -> Found:
        """
        Return where everything is after the change.
        """
        units = {unit.index for unit in self.board.units if unit.before is None}
        keep = [*self.board.fixed, *(unit.before for unit in self.board.units if unit.before)]
        units |= set(self.broken(keep, {self.board.units[unit].section for unit in units}))
        while True:
            answer, free = self._decide(units)
            found = self._found(answer, free, set())
            wrong = self._wrong(found)
            if not wrong:
                return found
            if wrong <= free or self.clock.left <= 0:
                return self._without(answer, free, wrong)
            units = free | wrong

    def _wrong(self, found: Found) -> set[int]:
        return set(self.broken(found.pieces, {unit.section for unit, _ in found.homeless}))

    def _without(self, answer: Answer, free: set[int], wrong: set[int]) -> Found:
        """
        Leave out one after another of what is *wrong*, first what has moved or is new.
        """
        out: set[int] = set()
        while True:
            chosen = {unit: answer.chosen.get(unit) for unit in wrong & free}
            new = {u for u, option in chosen.items() if option and self._is_new(u, option)}
            out |= {max(new or wrong)} if self.clock.left > 0 else new or wrong
            found = self._found(answer, free, out)
            wrong = self._wrong(found) - out
            if not wrong:
                return found

    def _is_new(self, unit: int, option: Option) -> bool:
        return option.moved or self.board.units[unit].before is None

    def _decide(self, free: set[int]) -> tuple[Answer, set[int]]:
        """
        Return an answer, and the units that it decides.
        """
        if not free:
            return Answer({}, exact=True), free
        situation = self._situation(free)
        try:
            with extra("solver", "ortools"):
                from community_edu.scheduling.repairing.model import Model
        except MissingExtraError:
            self._solved = False
            return place_one_by_one(situation), free
        near = Model(situation, self.moving, drive=False)
        first = near.fewest(self._left(0.4), self.clock)
        if first is not None and self._cannot_be_less(first, free):
            return near.cheapest(self._left(0.9), self.clock) or first, free
        wider = set(free)
        while self.clock.left > 0:
            self._tell(wider)
            wide = Model(self._situation(wider), self.moving, drive=True)
            answer = wide.fewest(self._left(0.7), self.clock)
            if answer is None:
                break
            if not answer.driven:
                better = wide.cheapest(self._left(0.9), self.clock) or answer
                return attrs.evolve(better, exact=answer.exact), wider
            wider |= answer.driven
        if first is None:
            return place_one_by_one(situation), free
        better = near.cheapest(self._left(1), self.clock) or first
        return attrs.evolve(better, exact=False), free

    def _situation(self, free: set[int]) -> Situation:
        units = [unit for unit in self.board.units if unit.index in free]
        self._options.find(units)
        fixed = ((piece, FIXED) for piece in self.board.fixed)
        others = (
            (unit.before, unit.index)
            for unit in self.board.units
            if unit.before and unit.index not in free
        )
        options = {unit.index: self._options.of(unit) for unit in units}
        return Situation(self.board, units, options, [*fixed, *others])

    def _cannot_be_less(self, answer: Answer, free: set[int]) -> bool:
        """
        Tell whether everything has a place and only what cannot stay has moved.
        """
        if not answer.exact or answer.broken:
            return False
        for unit in self.board.units:
            if unit.index in free:
                option = answer.chosen[unit.index]
                stays = any(not one.moved for one in self._options.of(unit))
                if option is None or (option.moved and stays):
                    return False
        return True

    def _found(self, answer: Answer, free: set[int], out: set[int]) -> Found:
        """
        Return where everything is, without the units that are *out* because they break a demand.
        """
        self._options.find(self.board.units[unit] for unit in out)
        pieces = list(self.board.fixed)
        homeless: list[tuple[Unit, Text]] = []
        for unit in self.board.units:
            option = answer.chosen.get(unit.index)
            piece = option.piece if option else None
            if unit.index not in free:
                piece = unit.before
            if piece is None or unit.index in out:
                homeless.append((unit, self._reason(unit)))
            else:
                pieces.append(piece)
        exact = answer.exact and not out
        return Found(tuple(pieces), tuple(homeless), exact, self._solved)

    def _reason(self, unit: Unit) -> Text:
        section = self.board.problem.sections[unit.section]
        number = len(self._options.of(unit))
        if number:
            each = (
                "its only possible place"
                if number == 1
                else f"each of its {number} possible places"
            )
            return Text(
                f"可行的 {number} 种安排都与其他课或要求冲突",
                en=f"{each} clashes with another class or demand",
            )
        if not self.board.taught(unit.weeks):
            return Text("这些周都不上课", en="nothing is taught then")
        able = self.board.problem.educators_of(section)[:MOST_NAMED]
        if not able:
            return Text("没有可用的时间和场地", en="at none of its times a venue is free")
        if len(able) == 1:
            name = able[0].name
            return Text(
                f"只有{name.zh}能教，与合适的场地没有共同的空",
                en=f"at no time are a venue and {name.to('en')} free together, "
                "and nobody else may teach it",
            )
        return Text(
            f"能教的{'、'.join(one.name.zh for one in able)}与合适的场地没有共同的空",
            en=f"at no time are a venue and one of {', '.join(one.name.to('en') for one in able)}"
            " free together",
        )

    def _left(self, share: float) -> Limits:
        """
        Return what may be spent until *share* of the time that was left at first is over.
        """
        return attrs.evolve(self.limits, seconds=self.clock.left - (1 - share) * self._whole)

    def _tell(self, free: set[int]) -> None:
        if self.progress is not None:
            stage = Text(f"{len(free)} 次课可移动", en=f"{len(free)} meetings may move")
            self.progress(
                SolveProgress(self.clock.gone, None, None, 0, len(self.board.units), stage)
            )
