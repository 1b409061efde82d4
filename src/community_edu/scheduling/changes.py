"""
Changes (变更) in the middle of a term: what happens to a problem that has a timetable already.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar, TypeAlias

import attrs

from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Path,
    ProblemsError,
    References,
    Text,
    text,
)
from community_edu.calendars import (
    TeachingWeeks,
    WeeklyHours,
    WeekPattern,
    week_pattern,
    weekly_hours,
)
from community_edu.courses import SectionId, section_id
from community_edu.organizations import (
    BusyTime,
    Educator,
    EducatorId,
    VenueId,
    educator_id,
    venue_id,
)
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection

Days: TypeAlias = tuple[date, date | None]
"""
The first and the last day on which a change is felt; `None`: it lasts.
"""


@attrs.define(slots=False)
class BackwardsChangeError(CommunityEduError, ValueError):
    """
    A change that would be over before it begins.
    """

    code: ClassVar[str] = "backwards-change"
    en: ClassVar[str] = (
        "a change from {first} to {last} is over before it begins; write the earlier day first"
    )
    zh: ClassVar[str] = "变更从 {first} 到 {last}，结束早于开始，请先写较早的日期"

    first: date
    last: date


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


@attrs.frozen(kw_only=True)
class _Absence(TimetableChange):
    """
    Days on which something cannot be had.
    """

    first: date
    last: date | None = None
    hours: WeeklyHours | None = attrs.field(
        default=None, converter=attrs.converters.optional(weekly_hours)
    )

    def __attrs_post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise BackwardsChangeError(self.first, self.last)

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt.
        """
        del weeks
        return self.first, self.last

    def since(self, day: date, weeks: TeachingWeeks) -> TimetableChange | None:
        """
        Return what is left of it from *day* on, if anything.
        """
        del weeks
        if self.last is not None and self.last < day:
            return None
        return attrs.evolve(self, first=max(self.first, day))


@attrs.frozen(kw_only=True)
class EducatorAway(_Absence):
    """
    An educator cannot teach for some days: ill, on leave, on a course (请假).

    Attributes:
        educator: Who.
        first: The first day.
        last: The last day, still away; `None`: to the end of the term.
        hours: Only these hours of each week; `None`: all day.

    Raises:
        BackwardsChangeError: `last` is before `first`.
    """

    kind: ClassVar[str] = "educator-away"

    educator: EducatorId = attrs.field(converter=educator_id)

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note an educator who is not in *problem*.
        """
        _known_educator(path, found, self.educator, problem)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the educator busy in that time.
        """
        busy = tuple(_busy(self, problem.weeks))
        return _with_busy_educator(problem, self.educator, busy)


@attrs.frozen(kw_only=True)
class VenueClosed(_Absence):
    """
    A venue cannot be used for some days: repaired, needed for an election (场地停用).

    Attributes:
        venue: Which.
        first: The first day.
        last: The last day, still closed; `None`: to the end of the term.
        hours: Only these hours of each week; `None`: all day.

    Raises:
        BackwardsChangeError: `last` is before `first`.
    """

    kind: ClassVar[str] = "venue-closed"

    venue: VenueId = attrs.field(converter=venue_id)

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note a venue that is not in *problem*.
        """
        found.known((*path, "venue"), ("venue", "场所"), self.venue, problem.venues_by_id)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the venue taken in that time.
        """
        busy = tuple(_busy(self, problem.weeks))
        venues = [
            attrs.evolve(venue, busy=(*venue.busy, *busy)) if venue.id == self.venue else venue
            for venue in problem.venues
        ]
        return attrs.evolve(problem, venues=venues)


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
        _known_educator(path, found, self.educator, problem)
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
        _new((*path, "educator"), found, self.educator.id, "educators", ids)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the educator.
        """
        return attrs.evolve(problem, educators=(*problem.educators, self.educator))


@attrs.frozen(kw_only=True)
class DaysLost(TimetableChange):
    """
    Nothing is taught on some days after all, by a notice on holidays (停课、调休).

    Single meetings on them must move. A session of a weekly class falls out, unless its day
    is made up on another.

    Attributes:
        dates: The days.
        moved: For a day on which lessons are made up: the day whose lessons they are.
    """

    kind: ClassVar[str] = "days-lost"

    dates: tuple[date, ...] = attrs.field(converter=tuple[date, ...])
    moved: Mapping[date, date] = attrs.field(factory=dict[date, date])

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt.
        """
        del weeks
        felt = [*self.dates, *self.moved.values()]
        return (min(felt), max(felt)) if felt else None

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the days closed.
        """
        weeks = problem.weeks
        lost = set(self.dates)
        kept = {on: day for on, day in weeks.moved.items() if on not in lost}
        changed = attrs.evolve(weeks, closed=weeks.closed | lost, moved=kept | dict(self.moved))
        return attrs.evolve(problem, weeks=changed)


@attrs.frozen(kw_only=True)
class WeeksLost(TimetableChange):
    """
    Nothing is taught in some weeks after all, and what they had is not made up.

    Attributes:
        weeks: Which weeks of the term.
    """

    kind: ClassVar[str] = "weeks-lost"

    weeks: WeekPattern = attrs.field(converter=week_pattern)

    def _dates(self, weeks: TeachingWeeks) -> tuple[date, ...]:
        dates: set[date] = set()
        for week in self.weeks.among(weeks.number):
            monday = weeks.first + timedelta(days=7 * (week - 1))
            dates.update(monday + timedelta(days=day) for day in range(7))
            held = (weeks.day_of(week, weekday) for weekday in weeks.weekdays)
            dates.update(day for day in held if day is not None)
        return tuple(sorted(dates))

    def days(self, weeks: TeachingWeeks) -> Days | None:
        """
        Return the days on which it is felt.
        """
        dates = self._dates(weeks)
        return (dates[0], dates[-1]) if dates else None

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with all days of the weeks closed.
        """
        return DaysLost(dates=self._dates(problem.weeks)).applied(problem)


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
        _new(path, found, self.section.id, "sections", ids)
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
        left = [
            week
            for week in self.section.weeks.among(weeks.number)
            if all(
                held is None or held >= day
                for held in (weeks.day_of(week, weekday) for weekday in weeks.weekdays)
            )
        ]
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

    def refer(self, path: Path, found: References, problem: TimetableProblem) -> None:
        """
        Note a section that is not in *problem*.
        """
        _known_section(path, found, self.section, problem)

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
        _known_section(path, found, self.section, problem)

    def applied(self, problem: TimetableProblem) -> TimetableProblem:
        """
        Return *problem* with the section of that size.
        """
        section = problem.sections_by_id[self.section]
        return _with_section(problem, attrs.evolve(section, size=self.size))


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
        >>> from community_edu.calendars import ClassPeriod
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


def _known_educator(
    path: Path, found: References, value: EducatorId, problem: TimetableProblem
) -> None:
    among = problem.educators_by_id
    found.known((*path, "educator"), ("educator", "师资"), value, among)


def _known_section(
    path: Path, found: References, value: SectionId, problem: TimetableProblem
) -> None:
    among = problem.sections_by_id
    found.known((*path, "section"), ("section", "班级"), value, among)


def _new(path: Path, found: References, value: str, kind: str, ids: Sequence[str]) -> None:
    if value in ids:
        first: Path = (kind, ids.index(value), "id")
        found.problems.append(DuplicateIdError((*path, "id"), value, first))


def _busy(absence: _Absence, weeks: TeachingWeeks) -> Iterable[BusyTime]:
    """
    Yield the busy times of an absence, up to the last day on which there is a lesson.
    """
    last = max(weeks.last, *weeks.moved) if weeks.moved else weeks.last
    if absence.last is not None:
        last = min(last, absence.last)
    if last < absence.first:
        return
    if absence.hours is None:
        start, end = (
            datetime.combine(day, time()) for day in (absence.first, last + timedelta(days=1))
        )
        yield BusyTime(start, end, absence.reason)
        return
    for number in range((last - absence.first).days + 1):
        midnight = datetime.combine(absence.first + timedelta(days=number), time())
        for span in absence.hours.spans:
            if span.weekday == midnight.weekday():
                start, end = (midnight + timedelta(minutes=m) for m in (span.start, span.end))
                yield BusyTime(start, end, absence.reason)


def _with_busy_educator(
    problem: TimetableProblem, value: EducatorId, busy: tuple[BusyTime, ...]
) -> TimetableProblem:
    educators = [
        attrs.evolve(one, busy=(*one.busy, *busy)) if one.id == value else one
        for one in problem.educators
    ]
    return attrs.evolve(problem, educators=educators)


def _with_section(problem: TimetableProblem, changed: TimetableSection) -> TimetableProblem:
    sections = [changed if one.id == changed.id else one for one in problem.sections]
    return attrs.evolve(problem, sections=sections)


def _sections_of(rule: object) -> tuple[str, ...]:
    """
    Return the sections that a rule names.
    """
    return tuple(getattr(rule, name, "") for name in ("section", "before", "after"))
