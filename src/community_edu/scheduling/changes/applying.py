"""
Applying changes, one after another.
"""

from collections.abc import Iterable

from community_edu.base import ProblemsError, References
from community_edu.scheduling.changes.absences import EducatorAway, VenueClosed
from community_edu.scheduling.changes.base import TimetableChange
from community_edu.scheduling.changes.days import DaysLost, WeeksLost
from community_edu.scheduling.changes.educators import EducatorAdded, EducatorLeaves
from community_edu.scheduling.changes.sections import SectionAdded, SectionDropped, SizeChanged
from community_edu.scheduling.problems import TimetableProblem

CHANGES: tuple[type[TimetableChange], ...] = (
    EducatorAway,
    EducatorLeaves,
    EducatorAdded,
    VenueClosed,
    DaysLost,
    WeeksLost,
    SectionAdded,
    SectionDropped,
    SizeChanged,
)
"""
The kinds of change there are.
"""


def all_changes(change: TimetableChange | Iterable[TimetableChange]) -> tuple[TimetableChange, ...]:
    """
    Take one change or several.
    """
    return (change,) if isinstance(change, TimetableChange) else tuple(change)


def apply_changes(
    problem: TimetableProblem, changes: TimetableChange | Iterable[TimetableChange]
) -> TimetableProblem:
    """
    Return *problem* as it is after *changes*, which happen one after another.

    Absences become busy times, lost days closed ones; nothing is placed or moved.

    Args:
        problem: What the timetable was made for.
        changes: One change or several; a later one may speak of what an earlier one adds.

    Raises:
        ProblemsError: All names that the problem does not have, and those that it has
            already; days that cannot be made up.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> from community_edu.organizations import Educator
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=18, periods=[ClassPeriod(time(9), time(10, 30))]
        ... )
        >>> li = Educator(id="li", name="李老师", teaches=["music"])
        >>> choir = TimetableSection(id="choir", subject="music", size=20)
        >>> problem = TimetableProblem([choir], [], [li], weeks)
        >>> ill = EducatorAway(educator="li", first=date(2026, 10, 19), last=date(2026, 10, 30))
        >>> changed = apply_changes(problem, [ill, SizeChanged(section="choir", size=25)])
        >>> changed.sections[0].size, str(changed.educators[0].busy[0].end)
        (25, '2026-10-31 00:00:00')
    """
    found = References()
    for index, change in enumerate(all_changes(changes)):
        before = len(found.problems)
        change.refer(("changes", index), found, problem)
        if len(found.problems) == before:
            try:
                problem = change.applied(problem)
            except ProblemsError as error:
                found.problems.append(error)
    found.finish("the changes do not fit the problem")
    return problem
