"""
Curriculum-based course timetabling: the public ``.ctt`` format of ITC-2007, read and judged.

The format and its cost (formulation UD2) are those of track 3 of the Second International
Timetabling Competition: Di Gaspero, McCollum and Schaerf, *The Second International
Timetabling Competition (ITC-2007): Curriculum-based Course Timetabling*, 2007.
`course_cost` counts by that definition and knows nothing of the demands of a problem, so
that it can judge solvers.
"""

from community_edu.scheduling.ctt.courses import Course, CourseInstance, Lecture
from community_edu.scheduling.ctt.judging import CourseCost, course_cost
from community_edu.scheduling.ctt.reading import CourseFileError, read_courses

__all__ = [
    "Course",
    "CourseCost",
    "CourseFileError",
    "CourseInstance",
    "Lecture",
    "course_cost",
    "read_courses",
]
