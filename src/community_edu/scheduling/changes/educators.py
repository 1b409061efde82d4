"""
Who teaches: one leaves, one comes.
"""

from datetime import date
from typing import ClassVar

import attrs

from community_edu.base import Path, References
from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator, EducatorId, educator_id
from community_edu.scheduling.changes.absences import EducatorAway
from community_edu.scheduling.changes.base import Days, TimetableChange, known_educator, new_id
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection


@attrs.frozen(kw_only=True)
class EducatorLeaves(TimetableChange):
    """
    An educator teaches no more from a day on (离任).

    Attributes:
        educator: Who.
        first: The first day without them.
        replacement: Who may teach all that they did; `None`: those who could before.
    """

    kind: ClassVar[str] = "educator-leaves"

    educator: EducatorId = attrs.field(converter=educator_id)
    first: date
    replacement: EducatorId | None = attrs.field(
        default=None, converter=attrs.converters.optional(educator_id)
    )

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt.
        """
        del weeks
        return self.first, None

    def since(self, day: date, weeks: TeachingWeeks) -> TimetableChange:
        """
        Return it as a leave from *day* at the earliest.
        """
        del weeks
        return attrs.evolve(self, first=max(self.first, day))

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note educators who are not in *problem*.
        """
        known_educator(path, found, self.educator, problem)
        among = problem.educators_by_id
        found.known((*path, "replacement"), ("educator", "师资"), self.replacement, among)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the educator busy from then on, and the replacement eligible.
        """
        away = EducatorAway(educator=self.educator, first=self.first)
        changed = away.applied(problem)
        if self.replacement is None:
            return changed
        leaving = problem.educators_by_id[self.educator]
        sections: list[TimetableSection] = []
        for section in problem.sections:
            who = [educator.id for educator in problem.educators_of(section)]
            if leaving.id in who and self.replacement not in who:
                sections.append(attrs.evolve(section, educators=(*who, self.replacement)))
            else:
                sections.append(section)
        return attrs.evolve(changed, sections=sections)


@attrs.frozen(kw_only=True)
class EducatorAdded(TimetableChange):
    """
    There is one more who can teach; nothing moves for that alone.

    Attributes:
        educator: Who.
    """

    kind: ClassVar[str] = "educator-added"

    educator: Educator

    def days(self, weeks: TeachingWeeks) -> None:
        """
        Return none.
        """

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note an identifier that is taken.
        """
        ids = [educator.id for educator in problem.educators]
        new_id((*path, "educator"), found, self.educator.id, "educators", ids)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the educator.
        """
        return attrs.evolve(problem, educators=(*problem.educators, self.educator))
