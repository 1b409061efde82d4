"""
What stands around the meetings that move: what it forbids them, and what it costs.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeAlias

import attrs

from community_edu.scheduling.repairing.boards import Board, Piece
from community_edu.scheduling.repairing.options import Option
from community_edu.scheduling.repairing.pairs import PairRule, pair_rules

Standing: TypeAlias = Sequence[tuple[Piece, int]]
"""
Pieces with the numbers of their units.
"""

FIXED = -1
"""
The number of no unit: what stands there cannot move.
"""


@attrs.frozen(eq=False)
class Surroundings:
    """
    Pieces that stay where they are, or would have to be driven out.

    Attributes:
        board: The timetable taken apart.
        rules: The demands on pairs.
    """

    board: Board
    rules: list[PairRule]
    _around: list[dict[Hashable, list[tuple[Piece, int]]]]
    _blocked: dict[Hashable, frozenset[int]] = attrs.field(
        factory=dict[Hashable, frozenset[int]], init=False
    )
    _costs: dict[Hashable, int] = attrs.field(factory=dict[Hashable, int], init=False)

    @classmethod
    def of(cls, board: Board, standing: Standing) -> "Surroundings":
        """
        Return the surroundings that *standing* pieces make, each with the number of its unit.
        """
        rules = pair_rules(board)
        made = cls(board, rules, [defaultdict(list) for _ in rules])
        for piece, unit in standing:
            made.add(piece, unit)
        return made

    def add(self, piece: Piece, unit: int = FIXED) -> None:
        """
        Let one more piece stand there.
        """
        for rule, buckets in zip(self.rules, self._around, strict=True):
            for bucket in rule.buckets(piece):
                buckets[bucket].append((piece, unit))
        self._blocked.clear()
        self._costs.clear()

    def blockers(self, option: Option) -> frozenset[int]:
        """
        Return the units that would have to go for *option*; `FIXED` among them: it cannot be.
        """
        found: set[int] = set()
        for number, rule in enumerate(self.rules):
            if rule.weight is None and rule.buckets(option.piece):
                key = (number, rule.key(option.piece))
                known = self._blocked.get(key)
                if known is None:
                    known = self._blocked[key] = self._find(number, rule, option.piece)
                found |= known
        return frozenset(found)

    def _find(self, number: int, rule: PairRule, piece: Piece) -> frozenset[int]:
        around = self._around[number]
        return frozenset(
            unit
            for bucket in rule.buckets(piece)
            for other, unit in around.get(bucket, ())
            if rule.amount(piece, other)
        )

    def cost(self, option: Option) -> int:
        """
        Return what soft demands on pairs cost it with what stands around.
        """
        total = 0
        for number, rule in enumerate(self.rules):
            if rule.weight is not None and rule.buckets(option.piece):
                key = (number, rule.key(option.piece))
                known = self._costs.get(key)
                if known is None:
                    known = self._costs[key] = self._sum(number, rule, option.piece)
                total += rule.weight * known
        return total

    def _sum(self, number: int, rule: PairRule, piece: Piece) -> int:
        around = self._around[number]
        others = {
            id(other): other
            for bucket in rule.buckets(piece)
            for other, _ in around.get(bucket, ())
        }
        return sum(rule.amount(piece, other) for other in others.values())
