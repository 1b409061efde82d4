"""
What is taught: a class more, a class less, a class of another size.
"""

from datetime import date
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path, References
from community_edu.calendars import TeachingWeeks, WeekPattern
from community_edu.courses import SectionId, section_id
from community_edu.scheduling.changes.base import TimetableChange, known_section, new_id
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection


@attrs.define(slots=False)
class NegativeSizeError(CommunityEduError, ValueError):
    """
    A section of fewer than no people.
    """

    code: ClassVar[str] = "negative-size"
    en: ClassVar[str] = "section '{section}' cannot have {size} people; write 0 or more"
    zh: ClassVar[str] = "班级“{section}”的人数不能为 {size}，应为 0 或以上"

    section: str
    size: int


@attrs.frozen(kw_only=True)
class SectionAdded(TimetableChange):
    """
    There is one more class (增开班级).

    Attributes:
        section: The class.
    """

    kind: ClassVar[str] = "section-added"

    section: TimetableSection

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note an identifier that is taken, and people and rooms that are not in *problem*.
        """
        path = (*path, "section")
        ids = [section.id for section in problem.sections]
        new_id(path, found, self.section.id, "sections", ids)
        found.all_known(
            (*path, "educators"),
            ("educator", "师资"),
            self.section.educators,
            problem.educators_by_id,
        )
        found.all_known(
            (*path, "venues"), ("venue", "场所"), self.section.venues, problem.venues_by_id
        )

    def since(self, day: date, weeks: TeachingWeeks) -> TimetableChange:
        """
        Return it with those of its weeks that have not begun before *day*.
        """
        begun = _begun(weeks, day)
        left = [week for week in self.section.weeks.among(weeks.number) if week not in begun]
        if not left:
            return self
        return attrs.evolve(self, section=attrs.evolve(self.section, weeks=WeekPattern.of(left)))

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the section, as the last.
        """
        return attrs.evolve(problem, sections=(*problem.sections, self.section))


@attrs.frozen(kw_only=True)
class SectionDropped(TimetableChange):
    """
    A class is held no more (停办班级); nothing else has to move.

    Pins and rules that speak of it go with it, if none of it is left.

    Attributes:
        section: Which.
        week: The first week without it, from 1.
    """

    kind: ClassVar[str] = "section-dropped"

    section: SectionId = attrs.field(converter=section_id)
    week: int = 1

    def days(self, weeks: TeachingWeeks) -> None:
        """
        Return none.
        """

    def since(self, day: date, weeks: TeachingWeeks) -> TimetableChange | None:
        """
        Return it as from the first week of which no day is over before *day*, if any is left.
        """
        coming = {week for week, _ in weeks.dates} - _begun(weeks, day)
        return attrs.evolve(self, week=max(self.week, min(coming))) if coming else None

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note a section that is not in *problem*.
        """
        known_section(path, found, self.section, problem)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* without the section, or with the section until that week.
        """
        section = problem.sections_by_id[self.section]
        left = [w for w in section.weeks.among(problem.weeks.number) if w < self.week]
        if left and section.per == "week":
            return _with_section(problem, attrs.evolve(section, weeks=WeekPattern.of(left)))
        return attrs.evolve(
            problem,
            sections=[one for one in problem.sections if one.id != self.section],
            pins=[pin for pin in problem.pins if pin.section != self.section],
            rules=[rule for rule in problem.rules if self.section not in _sections_of(rule)],
        )


@attrs.frozen(kw_only=True)
class SizeChanged(TimetableChange):
    """
    More people come to a class, or fewer.

    Attributes:
        section: Which.
        size: How many come now.

    Raises:
        NegativeSizeError: Fewer than none.
    """

    kind: ClassVar[str] = "size-changed"

    section: SectionId = attrs.field(converter=section_id)
    size: int

    def __attrs_post_init__(self) -> None:
        if self.size < 0:
            raise NegativeSizeError(self.section, self.size)

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note a section that is not in *problem*.
        """
        known_section(path, found, self.section, problem)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the section of that size.
        """
        section = problem.sections_by_id[self.section]
        return _with_section(problem, attrs.evolve(section, size=self.size))


def _begun(weeks: TeachingWeeks, day: date) -> set[int]:
    """
    Return the weeks some day of which is over before *day*.
    """
    return {week for (week, _), held in weeks.dates.items() if held < day}


def _with_section(problem: TimetableProblem, changed: TimetableSection) -> TimetableProblem:
    sections = [changed if one.id == changed.id else one for one in problem.sections]
    return attrs.evolve(problem, sections=sections)


def _sections_of(rule: object) -> tuple[str, ...]:
    """
    Return the sections that a rule names.
    """
    return tuple(getattr(rule, name, "") for name in ("section", "before", "after"))
