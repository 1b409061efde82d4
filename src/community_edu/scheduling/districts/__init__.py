"""
Many problems at once: towns of their own on any executor, and towns that share educators.
"""

from community_edu.scheduling.districts.joining import NotOneDistrictError, join_problems
from community_edu.scheduling.districts.judging import DistrictTimetable
from community_edu.scheduling.districts.solving import solve_district
from community_edu.scheduling.districts.working import solve_all

__all__ = [
    "DistrictTimetable",
    "NotOneDistrictError",
    "join_problems",
    "solve_all",
    "solve_district",
]
