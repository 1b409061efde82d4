"""
Is a timetabling problem in order? What cannot be is told before a solver is asked.
"""

from community_edu.scheduling.problem_checks.checking import (
    check_problem,
    input_errors,
    require_small,
    require_sound,
)

__all__ = ["check_problem", "input_errors", "require_small", "require_sound"]
