"""
Deciding by CP-SAT, of the extra ``solver``: this module is imported only where that is there.
"""

from collections.abc import Set as AbstractSet

import attrs
from ortools.sat.python import cp_model

from community_edu.scheduling.explaining.deciding import OPEN, Decision
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.rows import Row, Rows

MOST_WORK = 1.0
"""
How much work the solver may take to name what clashes: about as much as seconds.
"""


@attrs.frozen
class SolverDecider:
    """
    Decides by CP-SAT, with one worker, so that the answer is the same every time.

    Attributes:
        seed: Where its search begins.
    """

    seed: int = 0

    def decide(self, rows: Rows, seconds: float) -> Decision:
        """
        Tell whether all *rows* can be kept.
        """
        model = cp_model.CpModel()
        variables = [model.new_bool_var("") for _ in range(rows.variables)]
        for row in rows.rows:
            model.add(_total(variables, row) <= row.bound)
        solver = self._solver(seconds)
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return Decision(possible=False)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return OPEN
        ones = (number for number, one in enumerate(variables) if solver.boolean_value(one))
        return Decision(possible=True, ones=frozenset(ones))

    def core(self, rows: Rows, seconds: float) -> AbstractSet[Unit] | None:
        """
        Return the owners that the solver names: assumptions that cannot hold together.

        Presolve is left out, since with it assumptions can be named that were never made. So
        little may take long: after a bounded amount of work, nothing is named.
        """
        model = cp_model.CpModel()
        variables = [model.new_bool_var("") for _ in range(rows.variables)]
        asked = {owner: model.new_bool_var("") for owner in rows.owners}
        for row in rows.rows:
            constraint = model.add(_total(variables, row) <= row.bound)
            if row.owner is not None:
                constraint.only_enforce_if(asked[row.owner])
        model.add_assumptions(list(asked.values()))
        solver = self._solver(seconds)
        solver.parameters.cp_model_presolve = False
        solver.parameters.max_deterministic_time = MOST_WORK
        if solver.solve(model) != cp_model.INFEASIBLE:
            return None
        named = set(solver.sufficient_assumptions_for_infeasibility())
        return {owner for owner, literal in asked.items() if literal.index in named}

    def _solver(self, seconds: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.seed
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        return solver


def _total(variables: list[cp_model.IntVar], row: Row) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum(
        [variables[one] for _, one in row.terms], [factor for factor, _ in row.terms]
    )
