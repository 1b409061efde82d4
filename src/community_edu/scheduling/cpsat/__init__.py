"""
The solver that stands on OR-Tools: import it only where that extra is needed.
"""

from community_edu.scheduling.cpsat.solver import CpSatSolver

__all__ = ["CpSatSolver"]
