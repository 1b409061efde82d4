"""
Judging: a standard made ready, and what it makes of the numbers of a body, quickly and exactly.
"""

from community_edu.evaluation.judging.marks import GradeObstacle, Marks, Score
from community_edu.evaluation.judging.ranking import ranks
from community_edu.evaluation.judging.verdicts import Status

__all__ = ["GradeObstacle", "Marks", "Score", "Status", "ranks"]
