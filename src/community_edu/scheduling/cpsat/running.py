"""
Running CP-SAT: with a clock, a bound at which it may stop, and a clean end on Ctrl-C.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias, cast

import attrs
from ortools.sat.python import cp_model

Proof: TypeAlias = Literal["optimal", "infeasible", "none"]
ENDLESS = 1e15
"""
A bound beyond this is none.
"""
TICK = 0.05
"""
How often the clock is read, in seconds.
"""


@attrs.define
class Clock:
    """
    The time that is left.

    Attributes:
        seconds: How much there is in all.
        read: What tells the time.
        interrupted: Whether somebody has had enough (Ctrl-C).
    """

    seconds: float
    read: Callable[[], float] = time.monotonic
    interrupted: bool = False
    started: float = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.started = self.read()

    @property
    def gone(self) -> float:
        """
        The seconds since it began.
        """
        return self.read() - self.started

    @property
    def left(self) -> float:
        """
        The seconds that are left, none after an interruption.
        """
        return 0.0 if self.interrupted else self.seconds - self.gone


@attrs.frozen
class Run:
    """
    What one run of CP-SAT gave.

    Attributes:
        values: The value of every variable; `None` if there is no solution.
        cost: What it costs.
        bound: No solution costs less.
        proof: What is proven.
        work: How much work it was, the same on every machine; about as much as seconds.
    """

    values: Sequence[int] | None
    cost: int | None
    bound: int | None
    proof: Proof
    work: float = 0.0


class _Best(cp_model.CpSolverSolutionCallback):
    def __init__(self) -> None:
        super().__init__()
        self.cost: int | None = None

    def on_solution_callback(self) -> None:
        self.cost = round(self.objective_value)


class Running:
    """
    CP-SAT at work on a model, in another thread.

    Attributes:
        bound: The bound so far.
    """

    def __init__(self, cp: cp_model.CpModel, parameters: Mapping[str, object]) -> None:
        self._solver = cp_model.CpSolver()
        for name, value in parameters.items():
            if isinstance(value, list):
                getattr(self._solver.parameters, name).extend(value)
            else:
                setattr(self._solver.parameters, name, value)
        self._solver.parameters.catch_sigint_signal = False
        self._solver.best_bound_callback = self._bounded
        self._best = _Best()
        self._ended: list[object] = []
        self.bound: int | None = None
        self._thread = threading.Thread(target=self._search, args=(cp,), daemon=True)
        self._thread.start()

    def _search(self, cp: cp_model.CpModel) -> None:
        try:
            self._ended.append(self._solver.solve(cp, self._best))
        except Exception as error:  # noqa: BLE001
            self._ended.append(error)

    def _bounded(self, bound: float) -> None:
        self.bound = _whole(bound)

    @property
    def cost(self) -> int | None:
        """
        What the best solution so far costs; `None` if there is none.
        """
        return self._best.cost

    def wait(self, seconds: float) -> bool:
        """
        Wait so long at most, and tell whether it is at work still.
        """
        self._thread.join(seconds)
        return self._thread.is_alive()

    def stop(self) -> Run:
        """
        Let it end, if it has not, and return what it found.
        """
        while self.wait(TICK):
            self._solver.stop_search()
        status = self._ended[0]
        if isinstance(status, Exception):
            raise status
        return _result(self._solver, status)

    def ask_to_stop(self) -> None:
        """
        Let it end soon; asked before it has really begun, it may not hear.
        """
        self._solver.stop_search()


def run(
    cp: cp_model.CpModel,
    clock: Clock,
    seconds: float,
    parameters: Mapping[str, object],
    told: Callable[[int | None, int | None], bool] | None = None,
) -> Run:
    """
    Let CP-SAT search, in another thread, so that Ctrl-C reaches this one.

    Args:
        cp: The model.
        clock: What time is left.
        seconds: How long at most, by the clock.
        parameters: Of CP-SAT.
        told: Is given the cost and the bound now and then, and returns whether it will do.
    """
    begun = clock.gone
    running = Running(cp, parameters)
    stop = False
    while True:
        try:
            if not running.wait(TICK):
                return running.stop()
            stop = stop or clock.left <= 0 or clock.gone - begun >= seconds
            if told is not None and told(running.cost, running.bound):
                stop = True
        except KeyboardInterrupt:
            clock.interrupted = stop = True
        if stop:
            running.ask_to_stop()


def _whole(bound: float) -> int:
    """
    Return the least whole number that is not below *bound*, but for rounding.
    """
    return -int(-(bound - 1e-6) // 1)


def _result(solver: cp_model.CpSolver, status: object) -> Run:
    work = solver.response_proto.deterministic_time
    if status == cp_model.INFEASIBLE:
        return Run(None, None, None, "infeasible", work)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(solver.solution_info())
    bound = (
        _whole(solver.best_objective_bound) if abs(solver.best_objective_bound) < ENDLESS else None
    )
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return Run(None, None, bound, "none", work)
    cost = round(solver.objective_value)
    found = cast("Sequence[int]", solver.response_proto.solution)
    values = list(found)
    proven = status == cp_model.OPTIMAL and bound == cost
    return Run(values, cost, bound, "optimal" if proven else "none", work)
