"""
The amounts of demands that count more than pairs, as expressions over the literals.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import TypeAlias

import attrs

from community_edu.scheduling.repairing.literals import Expression, Literals
from community_edu.scheduling.repairing.sums import (
    FairRule,
    ShapeRule,
    Span,
    SumRule,
    fair_rules,
    shape_rules,
    sum_rules,
)
from community_edu.scheduling.repairing.surroundings import FIXED


@attrs.frozen(eq=False)
class Amount:
    """
    How far a part of a demand is from being kept.

    Attributes:
        value: The amount.
        times: How many parts are alike.
        waived: The units of the surroundings whose leaving may make it smaller.
    """

    value: Expression
    times: int = 1
    waived: frozenset[int] = frozenset()


Terms: TypeAlias = dict[Hashable, list[tuple[int, int, Expression]]]
"""
For each bucket: units, how much they add, and if what is chosen.
"""


def amounts(literals: Literals, *, hard: bool) -> Iterator[tuple[int, Amount]]:
    """
    Yield the amounts of the hard demands, or of the soft ones, with their weights.
    """
    board = literals.board
    for rule in sum_rules(board):
        if (rule.weight is None) == hard:
            for total in _totals(literals, rule, hard=hard):
                yield rule.weight or 0, total
    for shape in shape_rules(board):
        if (shape.weight is None) == hard:
            for part in _shaped(literals, shape):
                yield shape.weight or 0, part
    for fair in fair_rules(board):
        if (fair.weight is None) == hard:
            for share in _shared(literals, fair):
                yield fair.weight or 0, share


def _totals(literals: Literals, rule: SumRule, *, hard: bool) -> Iterator[Amount]:
    """
    Yield for each bucket that can be too full how far it is; those that are alike once.
    """
    terms: Terms = defaultdict(list)
    for unit, choice in literals.all():
        for bucket, amount in rule.adds(choice.option.piece):
            terms[bucket].append((unit, amount, choice.literal))
    stays, leaves = _standing(literals, rule, terms)
    alike: dict[Hashable, list[Hashable]] = {}
    rooms: dict[Hashable, int] = {}
    for bucket, some in terms.items():
        room = max(rule.most(bucket), stays[bucket] if hard else 0)
        rooms[bucket] = room - stays[bucket]
        if _largest(some) + sum(amount for _, amount in leaves[bucket]) > rooms[bucket]:
            key = (tuple((a, id(e)) for _, a, e in some), tuple(leaves[bucket]), rooms[bucket])
            alike.setdefault(key, []).append(bucket)
    for buckets in alike.values():
        bucket = buckets[0]
        total: Expression = sum(amount * taken for _, amount, taken in terms[bucket])
        total += sum(amount for _, amount in leaves[bucket])
        if literals.drive:
            total -= sum(amount * literals.gone(unit) for unit, amount in leaves[bucket])
        yield Amount(literals.positive(total - rooms[bucket]), len(buckets))


def _standing(
    literals: Literals, rule: SumRule, terms: Terms
) -> tuple[dict[Hashable, int], dict[Hashable, list[tuple[int, int]]]]:
    """
    Return what is in the buckets of *terms* for ever, and what could leave, with its unit.
    """
    stays: dict[Hashable, int] = defaultdict(int)
    leaves: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for piece, unit in literals.situation.standing:
        for bucket, amount in rule.adds(piece):
            if bucket in terms and unit == FIXED:
                stays[bucket] += amount
            elif bucket in terms:
                leaves[bucket].append((unit, amount))
    return stays, leaves


def _largest(some: list[tuple[int, int, Expression]]) -> int:
    """
    Return how much can be added at most, since each unit is in one place only.
    """
    most: dict[int, int] = {}
    for unit, amount, _ in some:
        most[unit] = max(most.get(unit, 0), amount)
    return sum(most.values())


def _shared(literals: Literals, rule: FairRule) -> Iterator[Amount]:
    """
    Yield how uneven the loads are, if they can change.
    """
    terms: dict[int, list[Expression]] = defaultdict(list)
    for _, choice in literals.all():
        for educator, held in rule.adds(choice.option.piece):
            terms[educator].append(held * choice.literal)
    if not terms:
        return
    loads = dict.fromkeys(rule.who, 0)
    around: set[int] = set()
    for piece, unit in literals.situation.standing:
        for educator, held in rule.adds(piece):
            loads[educator] += held
            around.add(unit)
    most, fewest = literals.new_amount(), literals.new_amount()
    for educator, load in loads.items():
        total = load + sum(terms[educator])
        literals.model.add(most >= total)
        literals.model.add(fewest <= total)
    yield Amount(most - fewest, waived=frozenset(around - {FIXED}))


def _shaped(literals: Literals, rule: ShapeRule) -> Iterator[Amount]:
    """
    Yield the amounts of the buckets that some option changes.
    """
    marks: dict[Hashable, dict[Span, list[Expression]]] = {}
    for _, choice in literals.all():
        for bucket, mark in dict.fromkeys(rule.marks(choice.option.piece)):
            marks.setdefault(bucket, {}).setdefault(mark, []).append(choice.literal)
    stays: dict[Hashable, set[Span]] = defaultdict(set)
    around: dict[Hashable, set[int]] = defaultdict(set)
    for piece, unit in literals.situation.standing:
        for bucket, mark in rule.marks(piece):
            if bucket in marks:
                stays[bucket].add(mark)
                around[bucket].add(unit)
    for bucket, some in marks.items():
        taken: dict[Span, Expression] = {mark: literals.either(them) for mark, them in some.items()}
        taken |= dict.fromkeys(stays[bucket], 1)
        if rule.shape == "many":
            value = literals.positive(sum(taken.values()) - 1)
        elif rule.shape == "few":
            units = literals.situation.units
            homeless = sum(literals.homeless[u.index] for u in units if u.section == bucket)
            value = literals.positive(rule.wanted(bucket) - sum(taken.values()) - homeless)
        else:
            value = _day(literals, rule, taken)
        yield Amount(value, waived=frozenset(around[bucket] - {FIXED}))


def _day(literals: Literals, rule: ShapeRule, taken: Mapping[Span, Expression]) -> Expression:
    """
    Return the gaps of one day, or its lone sessions.
    """
    periods: list[list[Expression]] = [[] for _ in range(literals.board.grid.periods)]
    for (start, length), there in taken.items():
        for period in range(start, start + length):
            periods[period].append(there)
    full = [literals.either(some) for some in periods]
    total: Expression = 0
    if rule.shape == "gaps":
        for period in range(1, len(full) - 1):
            before, after = literals.either(full[:period]), literals.either(full[period + 1 :])
            gap = literals.new_literal()
            literals.model.add(gap >= before + after - full[period] - 1)
            total += gap
        return total
    for (start, length), there in taken.items():
        near = [full[period] for period in (start - 1, start + length) if 0 <= period < len(full)]
        lone = literals.new_literal()
        literals.model.add(lone >= there - sum(near))
        total += lone
    return total
