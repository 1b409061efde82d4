"""
Demands of users' own, for tiny problems.
"""

import attrs

from community_edu.base import Text
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement


@attrs.frozen
class NotEarly:
    """
    Nothing begins in the first period, and certainly not in the first room.
    """

    id: str = "not-early"
    weight: int | None = 2

    @property
    def text(self) -> Text:
        return Text("第一节不上课", en="nothing is in the first period")

    def amount(self, placement: object, problem: object) -> int:
        assert isinstance(placement, Placement)
        assert isinstance(problem, TimetableProblem)
        return (placement.period == 1) * (1 + (placement.venue == "venue-0"))

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        assert isinstance(problem, TimetableProblem)
        return ()

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        raise AssertionError(one, other, problem)


@attrs.frozen
class NotBeside:
    """
    The first section is on other days than all, and in another room than itself.
    """

    id: str = "not-beside"
    weight: int | None = 3

    @property
    def text(self) -> Text:
        return Text("首班单独一天", en="the first section has a day of its own")

    def amount(self, placement: object, problem: object) -> int:
        assert isinstance(placement, Placement)
        assert isinstance(problem, TimetableProblem)
        return 0

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        assert isinstance(problem, TimetableProblem)
        first, *_ = problem.sections
        return tuple((first.id, section.id) for section in problem.sections)

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        assert isinstance(one, Placement)
        assert isinstance(other, Placement)
        assert isinstance(problem, TimetableProblem)
        if one.section == other.section:
            return int(one.venue == other.venue) * (one.number + other.number)
        return int(one.weekday == other.weekday)


OWN = (NotEarly(), NotBeside(), NotEarly("never-early", None), NotBeside("never-beside", None))
"""
Soft ones and hard ones.
"""
