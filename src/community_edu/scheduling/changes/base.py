"""
What every change answers: when it is felt, what is left of it, what a problem is with it.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from typing import ClassVar, TypeAlias

import attrs

from community_edu.base import DuplicateIdError, Path, References, Text, text
from community_edu.calendars import TeachingWeeks
from community_edu.courses import SectionId
from community_edu.organizations import EducatorId
from community_edu.scheduling.problems import TimetableProblem

Days: TypeAlias = tuple[date, date | None]
"""
The first and the last day on which a change is felt; `None`: it lasts.
"""


@attrs.frozen(kw_only=True)
class TimetableChange(ABC):
    """
    One thing that is different from what the timetable was made for.

    Attributes:
        reason: Why, for those who read the notice.
    """

    kind: ClassVar[str]

    reason: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt; `None` if nothing has to move for it.
        """
        return weeks.first, None

    def since(self, day: date, weeks: TeachingWeeks) -> "TimetableChange | None":
        """
        Return what is left of it from *day* on, if anything: what is over is not judged again.
        """
        del day, weeks
        return self

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note in *found* each name that *problem* does not have.
        """
        del path, found, problem

    @abstractmethod
    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* as it is with the change.
        """


def known_educator(
    path: Path, found: References, value: EducatorId, problem: TimetableProblem
) -> None:
    """
    Note an educator who is not in *problem*.
    """
    among = problem.educators_by_id
    found.known((*path, "educator"), ("educator", "师资"), value, among)


def known_section(
    path: Path, found: References, value: SectionId, problem: TimetableProblem
) -> None:
    """
    Note a section that is not in *problem*.
    """
    among = problem.sections_by_id
    found.known((*path, "section"), ("section", "班级"), value, among)


def new_id(path: Path, found: References, value: str, kind: str, ids: Sequence[str]) -> None:
    """
    Note an identifier that is taken by one of *ids*, those of all that is of a *kind*.
    """
    if value in ids:
        first: Path = (kind, ids.index(value), "id")
        found.problems.append(DuplicateIdError((*path, "id"), value, first))
