"""
Annealing as part of a search: one chain beside another search, or one for each thread.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from community_edu.scheduling.annealing import Annealing
from community_edu.scheduling.cpsat.running import Running
from community_edu.scheduling.cpsat.slices import ANNEALED, Slices

MOVES_OF_A_SECOND, FAST_MOVES_OF_A_SECOND = 250_000, 8_000_000
"""
How many moves of annealing, in Python and as machine code, are as much work as a second of
CP-SAT, where work is counted.
"""
EVERY = 0.5
"""
After how many seconds what annealing has found is taken.
"""


class Cooled(Slices):
    """
    The search for a part that annealing knows.
    """

    def _cool(
        self,
        chains: Sequence[Annealing],
        seconds: float,
        heats: tuple[float, float],
        beside: Running | None = None,
    ) -> None:
        """
        Cool once, and take what is better: of the first chain as it is found, of the others,
        which have threads of their own, in the end.
        """
        first, *others = chains
        begun, taken = self.clock.gone, self.clock.gone
        end = min(seconds, self.left)
        speed = FAST_MOVES_OF_A_SECOND if first.board.fast else MOVES_OF_A_SECOND
        over = Event()

        def share() -> float:
            return 1.0 if over.is_set() else (self.clock.gone - begun) / end

        def gone() -> float:
            nonlocal taken
            if self.clock.gone - taken >= EVERY:
                taken = self.clock.gone
                self._take(first, beside)
            self.effort.work += first.batch / speed
            met = any(self.bound is not None and one.board.best <= self.bound for one in others)
            return 1.0 if self.done or met else share()

        if end <= 0:
            return
        with ThreadPoolExecutor(max(1, len(others))) as threads:
            ends = [threads.submit(one.cool, share, *heats) for one in others]
            try:
                first.cool(gone, *heats)
            finally:
                over.set()
            for ended in ends:
                ended.result()
        for one in chains:
            self._take(one, beside)

    def _take(self, chain: Annealing, beside: Running | None) -> None:
        if beside is not None:
            self._bound(beside.bound)
        if self.cost is None or chain.board.best < self.cost:
            found = self.incumbent.assignment()
            chain.board.write(found)
            self.incumbent.take(chain.board.ground.sections, found)
            self.best, self.cost = found, chain.board.best
        self.told(ANNEALED, 0, self.bound)
