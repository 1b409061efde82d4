"""
What a solution costs by the definition of UD2.

It knows nothing of the demands of a problem, so that it can judge solvers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

import attrs

from community_edu.scheduling.ctt.courses import CourseInstance, Lecture


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
