"""
What a file of course timetabling says, and the same as a timetabling problem.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from functools import cached_property

import attrs

from community_edu.base import Text
from community_edu.base.identifiers import LONGEST, PATTERN
from community_edu.calendars import WEEKDAYS, ClassPeriod, TeachingWeeks, WeeklyHours
from community_edu.calendars.weekly_hours import MINUTES_OF_A_DAY, HoursSpan
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    Capacity,
    NoLoneSession,
    PreferHours,
    SameVenue,
    Spread,
)
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Timetable


@attrs.frozen
class Course:
    """
    One course (课程) of such a file.

    Attributes:
        name: Its name.
        teacher: Who teaches it.
        lectures: How many lectures it has.
        days: Over how many days they should spread.
        students: How many attend.
    """

    name: str
    teacher: str
    lectures: int
    days: int
    students: int


@attrs.frozen
class Lecture:
    """
    One lecture of a solution: course, room, day from 0 and period from 0.
    """

    course: str
    room: str
    day: int
    period: int

    def __str__(self) -> str:
        return f"{self.course} {self.room} {self.day} {self.period}"


@attrs.frozen(kw_only=True)
class CourseInstance:
    """
    What a ``.ctt`` file says.

    Attributes:
        name: Its name.
        days: How many days.
        periods: How many periods each of them has.
        courses: The courses.
        rooms: The rooms with their seats.
        curricula: For each curriculum its courses.
        unavailable: Courses with a day and a period, from 0, in which they cannot be.
    """

    name: str
    days: int
    periods: int
    courses: tuple[Course, ...]
    rooms: tuple[tuple[str, int], ...]
    curricula: tuple[tuple[str, tuple[str, ...]], ...]
    unavailable: frozenset[tuple[str, int, int]]

    @cached_property
    def problem(self) -> TimetableProblem:
        """
        The same as a timetabling problem of one week, with the costs of UD2 as demands.
        """
        return _problem(self)

    def lectures(self, timetable: Timetable) -> tuple[Lecture, ...]:
        """
        Return *timetable*, one of `problem`, in the words of the file.
        """
        courses = {id_: name for name, id_ in _by_name(one.name for one in self.courses).items()}
        rooms = {id_: name for name, id_ in _by_name(name for name, _ in self.rooms).items()}
        return tuple(
            Lecture(
                courses[one.section],
                rooms[one.venue or ""],
                WEEKDAYS.index(one.weekday),
                one.period - 1,
            )
            for one in timetable.placements
        )


def _ids(names: Iterable[str]) -> list[str]:
    """
    Return an identifier for each of *names*: itself in small letters, where that is one.
    """
    found: list[str] = []
    used: set[str] = set()
    for number, name in enumerate(names, start=1):
        plain = name.lower()
        good = PATTERN.fullmatch(plain) and len(plain) <= LONGEST and plain not in used
        found.append(plain if good else f"{number}.{number}")
        while found[-1] in used:
            found[-1] += ".x"
        used.add(found[-1])
    return found


def _by_name(names: Iterable[str]) -> dict[str, str]:
    """
    Return the identifier of each of *names*, which are different.
    """
    known = list(names)
    return dict(zip(known, _ids(known), strict=True))


def _problem(instance: CourseInstance) -> TimetableProblem:
    courses = _by_name(course.name for course in instance.courses)
    teachers = _by_name(dict.fromkeys(course.teacher for course in instance.courses))
    rooms = _by_name(name for name, _ in instance.rooms)
    groups = _groups(instance)
    periods = _periods(instance)
    return TimetableProblem(
        sections=[
            TimetableSection(
                id=courses[course.name],
                name=Text(course.name),
                size=course.students,
                sessions=course.lectures,
                days=course.days,
                educators=[teachers[course.teacher]],
                groups=groups[course.name],
            )
            for course in instance.courses
        ],
        venues=[
            Venue(id=rooms[name], name=Text(name), kind="classroom", capacity=seats)
            for name, seats in instance.rooms
        ],
        educators=[Educator(id=id_, name=Text(name)) for name, id_ in teachers.items()],
        weeks=TeachingWeeks(
            first=date(2007, 10, 1),
            number=1,
            periods=[ClassPeriod(_time(start), _time(end)) for start, end in periods],
            weekdays=WEEKDAYS[: instance.days],
        ),
        rules=[
            Capacity(weight=1),
            Spread(weight=5),
            NoLoneSession(of="group", weight=2),
            SameVenue(weight=1),
            *(
                PreferHours(section=courses[name], weight=None, hours=hours)
                for name, hours in _hours(instance, periods)
            ),
        ],
        name=Text(instance.name or "courses"),
    )


def _periods(instance: CourseInstance) -> list[tuple[int, int]]:
    """
    Return the minutes of a day from which and to which each period lasts.
    """
    width = min(60, (MINUTES_OF_A_DAY - 1) // instance.periods)
    first = 8 * 60 if 8 * 60 + width * instance.periods < MINUTES_OF_A_DAY else 0
    starts = (first + width * period for period in range(instance.periods))
    return [(start, start + width) for start in starts]


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _groups(instance: CourseInstance) -> dict[str, list[str]]:
    """
    Return for each course the curricula that it belongs to.
    """
    groups: dict[str, list[str]] = {course.name: [] for course in instance.courses}
    for curriculum, (_, members) in enumerate(instance.curricula, start=1):
        for name in dict.fromkeys(members):
            groups[name].append(f"q{curriculum}")
    return groups


def _hours(
    instance: CourseInstance, periods: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, WeeklyHours]]:
    """
    Yield the hours of each course that cannot be at every time.
    """
    barred: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for name, day, period in instance.unavailable:
        barred[name].add((day, period))
    for course in instance.courses:
        if course.name in barred:
            yield (
                course.name,
                WeeklyHours(
                    HoursSpan(day, start, end)
                    for day in range(instance.days)
                    for period, (start, end) in enumerate(periods)
                    if (day, period) not in barred[course.name]
                ),
            )
