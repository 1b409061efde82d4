"""
A repair without a solver: what is hit is placed again one by one.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator

from community_edu.scheduling.repairing.boards import Board, Piece
from community_edu.scheduling.repairing.options import Option
from community_edu.scheduling.repairing.situations import Answer, Situation
from community_edu.scheduling.repairing.sums import SumRule, sum_rules
from community_edu.scheduling.repairing.surroundings import FIXED, Standing, Surroundings


def place_one_by_one(situation: Situation) -> Answer:
    """
    Give each unit the option that changes least among those for which nothing has to go.

    What can be in the fewest ways comes first. Nothing is proven.
    """
    board, options = situation.board, situation.options
    surroundings = Surroundings.of(board, situation.standing)
    sums = _Sums(board, situation.standing)
    chosen: dict[int, Option | None] = {}
    for unit in sorted(situation.units, key=lambda unit: (len(options[unit.index]), unit.index)):
        free = [
            option
            for option in options[unit.index]
            if not surroundings.blockers(option) and sums.hold(option.piece)
        ]
        best = min(
            free,
            key=lambda one: (one.moved, one.change, one.cost + surroundings.cost(one)),
            default=None,
        )
        chosen[unit.index] = best
        if best is not None:
            surroundings.add(best.piece, FIXED)
            sums.add(best.piece)
    return Answer(chosen)


class _Sums:
    """
    How full the buckets of hard demands on sums are.
    """

    def __init__(self, board: Board, standing: Standing) -> None:
        self.rules = [rule for rule in sum_rules(board) if rule.weight is None]
        self.full: list[dict[Hashable, int]] = [defaultdict(int) for _ in self.rules]
        for piece, _ in standing:
            self.add(piece)

    def _with(self) -> Iterator[tuple[SumRule, dict[Hashable, int]]]:
        yield from zip(self.rules, self.full, strict=True)

    def add(self, piece: Piece) -> None:
        """
        Count one more piece.
        """
        for rule, full in self._with():
            for bucket, amount in rule.adds(piece):
                full[bucket] += amount

    def hold(self, piece: Piece) -> bool:
        """
        Tell whether there is room for one more piece.
        """
        return all(
            full[bucket] + amount <= rule.most(bucket)
            for rule, full in self._with()
            for bucket, amount in rule.adds(piece)
        )
