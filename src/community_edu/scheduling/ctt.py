"""
Curriculum-based course timetabling: the public ``.ctt`` format of ITC-2007, read and judged.

The format and its cost (formulation UD2) are those of track 3 of the Second International
Timetabling Competition: Di Gaspero, McCollum and Schaerf, *The Second International
Timetabling Competition (ITC-2007): Curriculum-based Course Timetabling*, 2007.
`course_cost` counts by that definition and knows nothing of the demands of a problem, so
that it can judge solvers.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from functools import cached_property
from itertools import combinations
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, ProblemsError, Text
from community_edu.base.identifiers import LONGEST, PATTERN
from community_edu.calendars import (
    WEEKDAYS,
    ClassPeriod,
    TeachingWeeks,
    WeeklyHours,
)
from community_edu.calendars.teaching_weeks import MOST_PERIODS
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

LONGEST_TEXT = 4_000_000
MOST = 10_000
SHOWN = 40

_HEADER = ("Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")
_PARTS = ("COURSES", "ROOMS", "CURRICULA", "UNAVAILABILITY_CONSTRAINTS")
_COUNTS = dict(zip(_PARTS, ("Courses", "Rooms", "Curricula", "Constraints"), strict=True))
_NUMBER = re.compile(r"\d{1,6}")


@attrs.define(slots=False)
class CourseFileError(CommunityEduError, ValueError):
    """
    A line of a course timetabling file that cannot be read, or be true.
    """

    code: ClassVar[str] = "bad-course-file"
    en: ClassVar[str] = "{file}:{line}: {en_text}"
    zh: ClassVar[str] = "{file} 第{line}行：{zh_text}"

    file: str
    line: int
    zh_text: str
    en_text: str


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


@attrs.frozen
class CourseCost:
    """
    What a solution costs in formulation UD2.

    Attributes:
        broken: Lectures missing or too many, and violations of what is hard.
        capacity: Students without a seat.
        days: Five for each day missing from the days of a course.
        compactness: Two for each lecture of a curriculum without a neighbour.
        stability: Rooms of a course beyond the first.
    """

    broken: int
    capacity: int
    days: int
    compactness: int
    stability: int

    @property
    def total(self) -> int:
        """
        The soft cost.
        """
        return self.capacity + self.days + self.compactness + self.stability


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
        courses = dict(zip(_ids(one.name for one in self.courses), self.courses, strict=True))
        names = [name for name, _ in self.rooms]
        rooms = dict(zip(_ids(names), names, strict=True))
        return tuple(
            Lecture(
                courses[one.section].name,
                rooms[one.venue or ""],
                WEEKDAYS.index(one.weekday),
                one.period - 1,
            )
            for one in timetable.placements
        )


def read_courses(text: str, file: str = "courses.ctt") -> CourseInstance:
    """
    Read a ``.ctt`` file of curriculum-based course timetabling.

    Args:
        text: The text of the file.
        file: Its name, for errors.

    Raises:
        ProblemsError: All lines that cannot be read or be true, with their numbers.

    Example:
        >>> small = read_courses('''Name: small
        ... Courses: 1
        ... Rooms: 1
        ... Days: 2
        ... Periods_per_day: 2
        ... Curricula: 1
        ... Constraints: 1
        ... COURSES:
        ... ink li 2 2 12
        ... ROOMS:
        ... hall 10
        ... CURRICULA:
        ... q1 1 ink
        ... UNAVAILABILITY_CONSTRAINTS:
        ... ink 0 0
        ... END.
        ... ''')
        >>> small.courses[0].students, small.rooms
        (12, (('hall', 10),))
    """
    return _Reader(file).read(text)


def course_cost(instance: CourseInstance, lectures: Iterable[Lecture]) -> CourseCost:
    """
    Judge a solution by the definition of UD2.

    Example:
        >>> from community_edu.scheduling.ctt import Course, CourseInstance, Lecture
        >>> one = CourseInstance(
        ...     name="one", days=2, periods=2, courses=(Course("ink", "li", 2, 2, 12),),
        ...     rooms=(("hall", 10),), curricula=(("q1", ("ink",)),), unavailable=frozenset(),
        ... )
        >>> course_cost(one, [Lecture("ink", "hall", 0, 0), Lecture("ink", "hall", 0, 1)])
        CourseCost(broken=0, capacity=4, days=5, compactness=0, stability=0)
    """
    held = list(lectures)
    of = {course.name: course for course in instance.courses}
    seats = dict(instance.rooms)
    known = [
        one
        for one in held
        if one.course in of
        and one.room in seats
        and 0 <= one.day < instance.days
        and 0 <= one.period < instance.periods
    ]
    mine: dict[str, list[Lecture]] = defaultdict(list)
    for one in known:
        mine[one.course].append(one)
    broken = len(held) - len(known) + _broken(instance, known)
    broken += sum(abs(course.lectures - len(mine[name])) for name, course in of.items())
    return CourseCost(
        broken,
        capacity=sum(max(0, of[one.course].students - seats[one.room]) for one in known),
        days=5
        * sum(
            max(0, course.days - len({one.day for one in mine[name]}))
            for name, course in of.items()
        ),
        compactness=2 * sum(_lone(mine, members) for _, members in instance.curricula),
        stability=sum(max(0, len({one.room for one in some}) - 1) for some in mine.values()),
    )


def _broken(instance: CourseInstance, known: Sequence[Lecture]) -> int:
    teacher = {course.name: course.teacher for course in instance.courses}
    curricula = [set(members) for _, members in instance.curricula]
    broken = sum((one.course, one.day, one.period) in instance.unavailable for one in known)
    at: dict[tuple[int, int], list[Lecture]] = defaultdict(list)
    for one in known:
        at[one.day, one.period].append(one)
    for together in at.values():
        rooms = Counter(one.room for one in together)
        broken += sum(count - 1 for count in rooms.values())
        broken += sum(
            one.course == other.course
            or teacher[one.course] == teacher[other.course]
            or any({one.course, other.course} <= members for members in curricula)
            for one, other in combinations(together, 2)
        )
    return broken


def _lone(mine: dict[str, list[Lecture]], members: tuple[str, ...]) -> int:
    times = [(one.day, one.period) for name in dict.fromkeys(members) for one in mine[name]]
    taken = set(times)
    return sum(
        (day, period - 1) not in taken and (day, period + 1) not in taken for day, period in times
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


def _problem(instance: CourseInstance) -> TimetableProblem:
    width = min(60, (MINUTES_OF_A_DAY - 1) // instance.periods)
    first = 8 * 60 if 8 * 60 + width * instance.periods < MINUTES_OF_A_DAY else 0
    starts = [first + width * period for period in range(instance.periods)]
    names = [course.name for course in instance.courses]
    teachers = list(dict.fromkeys(course.teacher for course in instance.courses))
    id_of = dict(zip(names, _ids(names), strict=True))
    teacher_of = dict(zip(teachers, _ids(teachers), strict=True))
    groups: dict[str, list[str]] = {name: [] for name in names}
    for curriculum, (_, members) in enumerate(instance.curricula, start=1):
        for name in dict.fromkeys(members):
            groups[name].append(f"q{curriculum}")
    barred: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for name, day, period in instance.unavailable:
        barred[name].add((day, period))
    hours = [
        PreferHours(
            section=id_of[name],
            weight=None,
            hours=WeeklyHours(
                HoursSpan(day, start, start + width)
                for day in range(instance.days)
                for period, start in enumerate(starts)
                if (day, period) not in barred[name]
            ),
        )
        for name in names
        if barred[name]
    ]
    return TimetableProblem(
        sections=[
            TimetableSection(
                id=id_of[course.name],
                name=Text(course.name),
                size=course.students,
                sessions=course.lectures,
                days=course.days,
                educators=[teacher_of[course.teacher]],
                groups=groups[course.name],
            )
            for course in instance.courses
        ],
        venues=[
            Venue(id=id_, name=Text(name), kind="classroom", capacity=seats)
            for id_, (name, seats) in zip(
                _ids(name for name, _ in instance.rooms), instance.rooms, strict=True
            )
        ],
        educators=[Educator(id=teacher_of[name], name=Text(name)) for name in teachers],
        weeks=TeachingWeeks(
            first=date(2007, 10, 1),
            number=1,
            periods=[
                ClassPeriod(
                    time(start // 60, start % 60), time((start + width) // 60, (start + width) % 60)
                )
                for start in starts
            ],
            weekdays=WEEKDAYS[: instance.days],
        ),
        rules=[
            Capacity(weight=1),
            Spread(weight=5),
            NoLoneSession(of="group", weight=2),
            SameVenue(weight=1),
            *hours,
        ],
        name=Text(instance.name or "courses"),
    )


class _Reader:
    """
    Reads one file, and collects what is wrong with it.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[CommunityEduError] = []

    def wrong(self, line: int, en: str, zh: str) -> None:
        self.problems.append(CourseFileError(self.file, line, zh, en))

    def read(self, text: str) -> CourseInstance:
        if len(text) > LONGEST_TEXT:
            self.wrong(1, f"the text is longer than {LONGEST_TEXT} characters", "文本过长")
            raise self.refusal()
        header, parts, name = self.split(text)
        sizes = {key: self.size(header, key) for key in _HEADER}
        if self.problems:
            raise self.refusal()
        for part, key in _COUNTS.items():
            found = len(parts[part])
            if found != sizes[key]:
                self.wrong(
                    header[key][0],
                    f"{key} says {sizes[key]}, and {part} has {found} lines; let them agree",
                    f"{key} 为 {sizes[key]}，而 {part} 有 {found} 行，二者应一致",
                )
        courses = [one for line, words in parts["COURSES"] for one in self.course(line, words)]
        rooms = [one for line, words in parts["ROOMS"] for one in self.room(line, words)]
        known = {course.name for course in courses}
        curricula = [
            one for line, words in parts["CURRICULA"] for one in self.curriculum(line, words, known)
        ]
        barred = [
            one
            for line, words in parts["UNAVAILABILITY_CONSTRAINTS"]
            for one in self.barred(line, words, known, sizes)
        ]
        for part, names in (("COURSES", [course.name for course in courses]),
                            ("ROOMS", [room for room, _ in rooms])):  # fmt: skip
            self.twice(parts[part], names)
        if self.problems:
            raise self.refusal()
        return CourseInstance(
            name=name,
            days=sizes["Days"],
            periods=sizes["Periods_per_day"],
            courses=tuple(courses),
            rooms=tuple(rooms),
            curricula=tuple(curricula),
            unavailable=frozenset(barred),
        )

    def refusal(self) -> ProblemsError:
        return ProblemsError(f"'{self.file}' is no course timetabling file", self.problems)

    def split(
        self, text: str
    ) -> tuple[dict[str, tuple[int, str]], dict[str, list[tuple[int, list[str]]]], str]:
        header: dict[str, tuple[int, str]] = {}
        parts: dict[str, list[tuple[int, list[str]]]] = {part: [] for part in _PARTS}
        part, name = "", ""
        for number, raw in enumerate(text.splitlines(), start=1):
            line = raw.strip()
            if line == "END.":
                break
            if line.rstrip(":") in parts and line.endswith(":"):
                part = line.rstrip(":")
            elif part and line:
                parts[part].append((number, line.split()))
            elif line:
                key, _, value = line.partition(":")
                if key == "Name":
                    name = value.strip()
                else:
                    header[key] = (number, value.strip())
        return header, parts, name

    def size(self, header: dict[str, tuple[int, str]], key: str) -> int:
        line, value = header.get(key, (1, ""))
        most = {"Days": len(WEEKDAYS), "Periods_per_day": MOST_PERIODS}.get(key, MOST)
        least = 0 if key in {"Curricula", "Constraints"} else 1
        if not _NUMBER.fullmatch(value) or not least <= int(value) <= most:
            self.wrong(
                line,
                f"the header needs '{key}:' with a number from {least} to {most}, "
                f"not '{value[:SHOWN]}'",
                f"文件头需要“{key}:”和 {least} 到 {most} 的数，而不是“{value[:SHOWN]}”",
            )
            return 0
        return int(value)

    def numbers(self, line: int, words: Sequence[str], least: int) -> list[int] | None:
        for word in words:
            if not _NUMBER.fullmatch(word) or int(word) < least:
                self.wrong(
                    line,
                    f"'{word[:SHOWN]}' is no whole number from {least} up",
                    f"“{word[:SHOWN]}”不是不小于 {least} 的整数",
                )
                return None
        return [int(word) for word in words]

    def many(self, line: int, words: Sequence[str], number: int, form: str) -> bool:
        if len(words) != number:
            self.wrong(line, f"a line is '{form}'", f"此行应为“{form}”")
        return len(words) == number

    def course(self, line: int, words: Sequence[str]) -> Iterator[Course]:
        if self.many(line, words, 5, "course teacher lectures days students"):
            found = self.numbers(line, words[2:], 0)
            if found and not 1 <= found[0] <= MOST:
                self.wrong(line, f"a course has 1 to {MOST} lectures", f"每门课 1 到 {MOST} 次")
            elif found:
                yield Course(words[0], words[1], found[0], found[1], found[2])

    def room(self, line: int, words: Sequence[str]) -> Iterator[tuple[str, int]]:
        if self.many(line, words, 2, "room capacity"):
            found = self.numbers(line, words[1:], 0)
            if found:
                yield words[0], found[0]

    def curriculum(
        self, line: int, words: Sequence[str], known: set[str]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        found = self.numbers(line, words[1:2], 0)
        if found is None:
            return
        number = found[0] if found else 0
        right = self.many(line, words, 2 + number, "curriculum number course …")
        if right and len([word for word in words[2:] if self.known(line, word, known)]) == number:
            yield words[0], tuple(words[2:])

    def barred(
        self, line: int, words: Sequence[str], known: set[str], sizes: dict[str, int]
    ) -> Iterator[tuple[str, int, int]]:
        if not self.many(line, words, 3, "course day period"):
            return
        found = self.numbers(line, words[1:], 0)
        if found and self.known(line, words[0], known):
            day, period = found
            if day < sizes["Days"] and period < sizes["Periods_per_day"]:
                yield words[0], day, period
            else:
                self.wrong(
                    line,
                    f"there is no period {period} of day {day}; both count from 0",
                    f"没有第 {day} 天第 {period} 节，均从 0 数起",
                )

    def known(self, line: int, word: str, known: set[str]) -> bool:
        if word not in known:
            self.wrong(line, f"there is no course '{word[:SHOWN]}'", f"没有课程“{word[:SHOWN]}”")
        return word in known

    def twice(self, lines: Sequence[tuple[int, list[str]]], names: Sequence[str]) -> None:
        seen: set[str] = set()
        for line, words in lines:
            if words[0] in seen and words[0] in names:
                self.wrong(
                    line,
                    f"'{words[0][:SHOWN]}' is there twice; give each its own name",
                    f"“{words[0][:SHOWN]}”出现两次，请各取其名",
                )
            seen.add(words[0])
