"""
A timetabling problem in numbers: what every solver starts from.
"""

from community_edu.scheduling.instances.compiling import compile_problem
from community_edu.scheduling.instances.grid import Grid, Time
from community_edu.scheduling.instances.values import Assignment, Instance, Meeting, OwnPair

__all__ = ["Assignment", "Grid", "Instance", "Meeting", "OwnPair", "Time", "compile_problem"]
