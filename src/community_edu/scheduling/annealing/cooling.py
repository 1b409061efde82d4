"""
Cooling: first quickly, to learn at which heat a timetable takes its shape; then slowly there.
"""

from collections.abc import Callable

from community_edu.scheduling.annealing.boards import Board
from community_edu.scheduling.annealing.grounds import Ground
from community_edu.scheduling.instances import Assignment

SAMPLE, BATCH, FAST_BATCH = 1000, 2000, 50_000
"""
How many moves are looked at to know what they cost, and how many are tried at a time.
"""
COLD = 0.08
"""
The lowest heat, in shares of the least that a move costs more.
"""
WARMER = 40.0
"""
Where slow cooling begins, in shares of the heat at which the best of a quick one was found.
"""
COOLER = 0.9
"""
Where it ends, in the same shares.
"""
PACES = 0.6, 1.0
"""
Below 1 more of the time is spent where it is cold. Which is better differs from problem to
problem, so chains that run together take turns.
"""
WARM = 3.0
"""
Where the cooling of a timetable that is good already begins, in the same shares.
"""


class Annealing:
    """
    Makes a complete timetable of some sections cheaper, by simulated annealing (模拟退火).

    Attributes:
        board: The timetable.
        pace: How soon it is cold.
        hot: The heat at which half of the moves that cost more than nothing are made often.
        cold: The heat at which hardly any is made.
        froze: The heat at which the best of the last cooling was found.
    """

    def __init__(self, ground: Ground, start: Assignment, seed: int, chain: int = 0) -> None:
        """
        Look at what moves cost.

        Args:
            ground: What is known.
            start: A timetable in which all meetings have their places.
            seed: Of what is drawn by chance; each chain draws by itself.
            chain: The number of this timetable among those that are cooled together.
        """
        self.board = Board(ground, start, seed + chain)
        self.pace = PACES[chain % len(PACES)]
        worse = sorted(self.board.worse(SAMPLE)) or [1]
        self.hot = float(worse[len(worse) // 2])
        self.cold = COLD * worse[0]
        self.froze = self.cold

    @property
    def batch(self) -> int:
        """
        How many moves are tried at a time.
        """
        return FAST_BATCH if self.board.fast else BATCH

    @property
    def range(self) -> tuple[float, float]:
        """
        The heats between which anything may happen.
        """
        return self.hot, self.cold

    @property
    def around(self) -> tuple[float, float]:
        """
        The heats around that at which the best was found.
        """
        return min(self.hot, WARMER * self.froze), max(self.cold, COOLER * self.froze)

    @property
    def warm(self) -> tuple[float, float]:
        """
        The heats at which a good timetable is made better without becoming another one.
        """
        return min(self.hot, WARM * self.froze), max(self.cold, COOLER * self.froze)

    def cool(self, gone: Callable[[], float], hot: float, cold: float) -> None:
        """
        Lower the heat from *hot* to *cold*.

        Args:
            gone: Which share of the time is over; at 1 it ends.
            hot: The first heat.
            cold: The last.
        """
        board, best = self.board, self.board.best
        while (share := gone()) < 1:
            heat = hot * (cold / hot) ** (share**self.pace)
            board.run(self.batch, heat)
            if board.best < best:
                best, self.froze = board.best, heat
