"""
The fewest moves, and then the least cost, by CP-SAT over the units that may move.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from community_edu.scheduling.cpsat.running import Clock as Stopwatch
from community_edu.scheduling.cpsat.running import Run, run
from community_edu.scheduling.repairing.amounts import amounts
from community_edu.scheduling.repairing.boards import Piece
from community_edu.scheduling.repairing.clocks import Clock
from community_edu.scheduling.repairing.literals import MOST, Choice, Expression, Literal, Literals
from community_edu.scheduling.repairing.options import Moving
from community_edu.scheduling.repairing.pairs import ClashRule, PairRule
from community_edu.scheduling.repairing.situations import Answer, Situation
from community_edu.scheduling.solvers import Limits

Keyed: TypeAlias = dict[Hashable, tuple[Piece, list[Choice]]]
"""
Choices that are alike in the eyes of a rule, with a piece that stands for all of them.
"""


class Model:
    """
    Units that are decided, with all that stands around them.

    Args:
        situation: What is decided.
        moving: What a change counts.
        drive: Whether something may be driven out of its place, as if it vanished, at the
            price of a move.
    """

    def __init__(self, situation: Situation, moving: Moving, *, drive: bool) -> None:
        self.situation = situation
        self.literals = Literals(situation, drive=drive)
        self.model = self.literals.model
        self.broken: list[Literal] = []
        for rule in situation.surroundings.rules:
            if rule.weight is None:
                self._forbid(rule)
        for _, amount in amounts(self.literals, hard=True):
            over = self.literals.new_amount()
            self.broken.append(over)
            waived = sum(MOST * self.literals.gone(unit) for unit in amount.waived) if drive else 0
            self.model.add(amount.value <= over + waived)
        self.moved: dict[tuple[int, int], Literal] = {}
        self.changes = self._changes(moving)
        self.reached = 0

    def _changes(self, moving: Moving) -> Expression:
        """
        Return what is wrong: homeless units, then moves, then what counts of changes.

        To break a sum by 1 is worse than a homeless unit, for a unit has to go then anyway.
        """
        change: list[Expression] = []
        largest = 1
        for unit in self.situation.units:
            moved = self.moved.setdefault(unit.meeting, self.literals.new_literal())
            choices = self.literals.choices[unit.index]
            for choice in choices:
                if choice.option.moved:
                    self.model.add_implication(choice.literal, moved)
                if choice.option.change:
                    change.append(choice.option.change * choice.literal)
            largest += max((choice.option.change for choice in choices), default=0)
        least = min(moving.time, moving.venue, moving.educator)
        meetings = {unit.index: unit.meeting for unit in self.situation.board.units}
        for number, gone in self.literals.driven.items():
            moved = self.moved.setdefault(meetings[number], self.literals.new_literal())
            self.model.add_implication(gone, moved)
            change.append(least * gone)
            largest += least
        loss = largest * (len(self.moved) + 1)
        lost = sum(self.literals.homeless.values()) + 2 * sum(self.broken)
        return loss * lost + largest * sum(self.moved.values()) + sum(change)

    # pairs

    def _grouped(self, rule: PairRule) -> Iterator[list[Keyed]]:
        """
        Yield for each bucket of *rule* with several units the choices of each.
        """
        buckets: dict[Hashable, dict[int, Keyed]] = {}
        for unit, choice in self.literals.all():
            piece = choice.option.piece
            for bucket in rule.buckets(piece):
                keys = buckets.setdefault(bucket, {}).setdefault(unit, {})
                keys.setdefault(rule.key(piece), (piece, []))[1].append(choice)
        for units in buckets.values():
            if len(units) > 1:
                yield list(units.values())

    def _forbid(self, rule: PairRule) -> None:
        for units in self._grouped(rule):
            if isinstance(rule, ClashRule):
                self._one_at_a_time(units)
            else:
                for piece, choices, others in _against(rule, units):
                    del piece
                    against = [literal for some in others.values() for literal in some]
                    here = [choice.literal for choice in choices]
                    self.model.add_at_most_one([*here, *against])

    def _one_at_a_time(self, units: Iterable[Keyed]) -> None:
        by_cells: dict[int, list[Literal]] = defaultdict(list)
        for keys in units:
            for piece, choices in keys.values():
                by_cells[piece.time.cells].extend(choice.literal for choice in choices)
        for atom in _atoms(by_cells):
            there = (some for cells, some in by_cells.items() if cells & atom)
            self.model.add_at_most_one([literal for some in there for literal in some])

    def _pair_costs(self) -> Iterator[Expression]:
        for rule in self.situation.surroundings.rules:
            if rule.weight is not None:
                for units in self._grouped(rule):
                    for _, choices, others in _against(rule, units):
                        here = sum(choice.literal for choice in choices)
                        for amount, literals in others.items():
                            both = self.literals.new_literal()
                            self.model.add(both >= here + sum(literals) - 1)
                            yield rule.weight * amount * both

    # stages

    def fewest(self, limits: Limits, clock: Clock) -> Answer | None:
        """
        Return an answer with the fewest homeless units, then the fewest moves and changes.

        There is none if none is found in time.
        """
        self.model.minimize(self.changes)
        found = self._run(limits, clock)
        if found is None or found.values is None or found.cost is None:
            return None
        self._hint(found.values)
        self.reached = found.cost
        return self._answer(found.values, exact=found.proof == "optimal")

    def cheapest(self, limits: Limits, clock: Clock) -> Answer | None:
        """
        Return an answer as good as that of `fewest`, with the least cost that was found.
        """
        self.model.add(self.changes <= self.reached)
        cost: list[Expression] = [
            choice.literal * choice.cost for _, choice in self.literals.all() if choice.cost
        ]
        cost.extend(self._pair_costs())
        for weight, amount in amounts(self.literals, hard=False):
            cost.append(weight * amount.times * amount.value)
        self.model.minimize(sum(cost))
        found = self._run(limits, clock)
        if found is None or found.values is None:
            return None
        return self._answer(found.values, exact=True)

    def _run(self, limits: Limits, clock: Clock) -> Run | None:
        """
        Let the solver search, in another thread, so that Ctrl-C ends it and is remembered.
        """
        if limits.seconds <= 0:
            return None
        watch = Stopwatch(limits.seconds)
        parameters = {
            "max_time_in_seconds": limits.seconds,
            "random_seed": limits.seed,
            "num_workers": limits.workers or 1,
        }
        found = run(self.model, watch, limits.seconds, parameters)
        clock.interrupted = watch.interrupted
        return found

    def _hint(self, values: Sequence[int]) -> None:
        literals = self.literals
        chosen = (choice.literal for _, choice in literals.all())
        others = (*literals.homeless.values(), *self.moved.values(), *literals.driven.values())
        for literal in (*chosen, *others):
            self.model.add_hint(literal, values[literal.index])

    def _answer(self, values: Sequence[int], *, exact: bool) -> Answer:
        return Answer(
            chosen={
                unit: next((one.option for one in choices if values[one.literal.index]), None)
                for unit, choices in self.literals.choices.items()
            },
            driven=frozenset(
                unit for unit, gone in self.literals.driven.items() if values[gone.index]
            ),
            broken=sum(values[over.index] for over in self.broken),
            exact=exact,
        )


def _against(
    rule: PairRule, units: Iterable[Keyed]
) -> Iterator[tuple[Piece, list[Choice], Mapping[int, list[Literal]]]]:
    """
    Yield choices of one unit with those of another that *rule* speaks against, by the amount.
    """
    for one, other in combinations(units, 2):
        for piece, choices in one.values():
            found: dict[int, list[Literal]] = defaultdict(list)
            for there, some in other.values():
                amount = rule.amount(piece, there)
                if amount:
                    found[amount].extend(choice.literal for choice in some)
            if found:
                yield piece, choices, found


def _atoms(masks: Iterable[int]) -> list[int]:
    """
    Return the parts into which *masks* cut each other.
    """
    parts: list[int] = []
    for mask in masks:
        left = mask
        cut: list[int] = []
        for part in parts:
            both = part & mask
            if both and both != part:
                cut.append(part & ~both)
            cut.append(both or part)
            left &= ~part
        parts = [*cut, left] if left else cut
    return parts
