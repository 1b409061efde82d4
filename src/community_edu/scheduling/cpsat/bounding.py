"""
Searching for a bound beside the search for better timetables, layer by layer.
"""

from collections.abc import Callable, Mapping, Sequence

from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.running import Clock, Running, run
from community_edu.scheduling.instances import Instance

PATIENCE = 5.0
"""
After how many seconds without a better bound a set is given up.
"""


class Bounding:
    """
    The bounds of sets of sections whose costs add up, by one thread.

    Attributes:
        parts: The sets.
        bounds: What each costs at least.
    """

    def __init__(
        self,
        instance: Instance,
        parts: Sequence[frozenset[int]],
        clock: Clock,
        parameters: Mapping[str, object],
    ) -> None:
        self.instance = instance
        self.parts = parts
        self.clock = clock
        self.parameters = parameters
        self.bounds = [floor(instance, part) for part in parts]
        self.ends: list[float] = []
        self.raised = 0.0
        self.running: Running | None = None

    @property
    def bound(self) -> int:
        """
        What all cost together at least.
        """
        return sum(self.bounds)

    def alone(
        self, seconds: float, bounded: Callable[[float, Mapping[str, object]], tuple[float, object]]
    ) -> float:
        """
        Search for the bounds, nothing else being done, and return how much work it was.
        """
        work = 0.0
        for number, part in enumerate(self.parts):
            model = build(self.instance, Choice(part))
            limit, parameters = bounded(seconds / len(self.parts), self.parameters)
            outcome = run(model.cp, self.clock, limit, parameters)  # type: ignore[arg-type]
            self._raise(number, outcome.bound)
            work += outcome.work
        return work

    def begin(self, seconds: float) -> None:
        """
        Begin to search for the bounds in another thread; `tend` to it now and then.
        """
        share = seconds / len(self.parts)
        self.ends = [self.clock.gone + share * (n + 1) for n in range(len(self.parts))]
        self._next()

    def _next(self) -> None:
        number = len(self.parts) - len(self.ends)
        model = build(self.instance, Choice(self.parts[number]))
        self.raised = self.clock.gone
        self.running = Running(model.cp, self.parameters)

    def tend(self) -> None:
        """
        Take what is proven so far; where the time of a set is over, or its bound has long been
        the same, go on with the next.
        """
        if self.running is None:
            return
        self._raise(len(self.parts) - len(self.ends), self.running.bound)
        now = self.clock.gone
        if not self.running.wait(0) or now > min(self.ends[0], self.raised + PATIENCE):
            self.end()
            if self.ends:
                self._next()

    def end(self) -> None:
        """
        Let the search end, if there is one.
        """
        if self.running is not None:
            outcome = self.running.stop()
            self._raise(len(self.parts) - len(self.ends), outcome.bound)
            self.running = None
            self.ends = self.ends[1:]

    def _raise(self, number: int, bound: int | None) -> None:
        if bound is not None and bound > self.bounds[number]:
            self.bounds[number], self.raised = bound, self.clock.gone


def floor(instance: Instance, sections: frozenset[int]) -> int:
    """
    Return what *sections* cost at least, each by itself.
    """
    return least_cost(instance, {instance.problem.sections[s].id for s in sections})
