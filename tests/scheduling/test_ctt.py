"""
Course timetabling files: read, refused and judged.
"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError
from community_edu.scheduling.ctt import (
    Course,
    CourseCost,
    CourseInstance,
    Lecture,
    course_cost,
    read_courses,
)
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.timetables import Placement, Timetable

TOY = """\
Name: Toy
Courses: 3
Rooms: 2
Days: 2
Periods_per_day: 2
Curricula: 2
Constraints: 1

COURSES:
Ink li 2 2 12
Song li 1 1 4
Law wang 1 1 30

ROOMS:
rA 10
rB 20

CURRICULA:
q1 2 Ink Law
q2 1 Song

UNAVAILABILITY_CONSTRAINTS:
Ink 0 0

END.
what comes after the end is not read
"""
INSTANCE = read_courses(TOY)


def changed(old: str, new: str) -> str:
    """
    Return the toy with a part of it replaced.
    """
    assert old in TOY
    return TOY.replace(old, new)


class TestReading:
    def test_what_a_file_says(self) -> None:
        """
        Header, courses, rooms, curricula and what is barred are read as they stand.
        """
        assert (
            CourseInstance(
                name="Toy",
                days=2,
                periods=2,
                courses=(
                    Course("Ink", "li", 2, 2, 12),
                    Course("Song", "li", 1, 1, 4),
                    Course("Law", "wang", 1, 1, 30),
                ),
                rooms=(("rA", 10), ("rB", 20)),
                curricula=(("q1", ("Ink", "Law")), ("q2", ("Song",))),
                unavailable=frozenset({("Ink", 0, 0)}),
            )
            == INSTANCE
        )

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (changed("Days: 2", "Days: 8"), "toy:4: the header needs 'Days:' with a number"),
            (changed("Days: 2\n", ""), "'Days:' with a number from 1 to 7, not ''"),
            (changed("Courses: 3", "Courses: 99999999"), "toy:2: the header needs 'Courses:'"),
            (changed("Rooms: 2", "Rooms: 3"), "toy:3: Rooms says 3, and ROOMS has 2 lines"),
            (changed("Ink li 2 2 12", "Ink li 2"), "toy:10: a line is 'course teacher lectures"),
            (changed("Ink li 2 2 12", "Ink li -2 2 12"), "'-2' is no whole number from 0 up"),
            (changed("Ink li 2 2 12", "Ink li 0 2 12"), "toy:10: a course has 1 to 10000"),
            (changed("rA 10", "rA"), "toy:15: a line is 'room capacity'"),
            (changed("rA 10", "rA ten"), "toy:15: 'ten' is no whole number"),
            (changed("rB 20", "rA 20"), "toy:16: 'rA' is there twice"),
            (changed("q1 2 Ink Law", "q1 2 Ink"), "toy:19: a line is 'curriculum number course"),
            (changed("q1 2 Ink Law", "q1 x Ink"), "toy:19: 'x' is no whole number"),
            (changed("q1 2 Ink Law", "q1 2 Ink Low"), "toy:19: there is no course 'Low'"),
            (changed("q2 1 Song", "q2"), "toy:20: a line is 'curriculum number course"),
            (changed("Ink 0 0", "Ink 0"), "toy:23: a line is 'course day period'"),
            (changed("Ink 0 0", "Ink a 0"), "toy:23: 'a' is no whole number"),
            (changed("Ink 0 0", "Pen 0 0"), "toy:23: there is no course 'Pen'"),
            (changed("Ink 0 0", "Ink 2 0"), "toy:23: there is no period 0 of day 2"),
            ("x" * 4_000_001, "toy:1: the text is longer than 4000000 characters"),
        ],
    )
    def test_what_is_wrong_is_said_with_its_line(self, text: str, said: str) -> None:
        """
        A line that cannot be read, or be true, is named with its number and the rule.
        """
        with pytest.raises(ProblemsError) as found:
            read_courses(text, "toy")
        assert said in str(found.value)
        assert all("第" in one.sentence("zh-CN") for one in found.value.problems)

    def test_a_file_may_just_end(self) -> None:
        """
        Without its last line, a file is read to where it ends.
        """
        assert read_courses(TOY.partition("END.")[0]) == INSTANCE

    def test_everything_wrong_is_said_at_once(self) -> None:
        """
        Mistakes in several parts come together, in their order.
        """
        text = changed("rA 10", "rA ten").replace("Ink 0 0", "Pen 0 0")
        with pytest.raises(ProblemsError) as found:
            read_courses(text, "toy")
        assert len(found.value.problems) == 2

    @given(st.text(max_size=300) | st.builds(TOY.replace, st.sampled_from(TOY.split()), st.text()))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        """
        Whatever a file holds, it is an instance or a list of problems.
        """
        with suppress(ProblemsError):
            assert read_courses(text).courses

    def test_names_that_are_no_identifiers(self) -> None:
        """
        Names in a file may be anything: sections get identifiers that differ.
        """
        text = changed("Periods_per_day: 2", "Periods_per_day: 20")
        text = text.replace("Law", "水墨").replace("Ink", "3.3")
        sections = read_courses(text).problem.sections
        assert [one.id for one in sections] == ["3.3", "song", "3.3.x"]
        assert read_courses(text).problem.weeks.periods[0].start.hour == 0


def at(course: str, room: str, day: int, period: int) -> Lecture:
    """
    Return a lecture.
    """
    return Lecture(course, room, day, period)


GOOD = (at("Ink", "rB", 0, 1), at("Ink", "rB", 1, 0), at("Song", "rA", 0, 0), at("Law", "rB", 1, 1))


class TestCost:
    @pytest.mark.parametrize(
        ("lectures", "cost"),
        [
            (GOOD, CourseCost(0, 10, 0, 4, 0)),
            ((*GOOD[:1], at("Ink", "rA", 1, 0), *GOOD[2:]), CourseCost(0, 12, 0, 4, 1)),
            (
                (at("Ink", "rB", 1, 1), *GOOD[1:3], at("Law", "rB", 0, 0)),
                CourseCost(0, 10, 5, 4, 0),
            ),
            (GOOD[:3], CourseCost(1, 0, 5, 6, 0)),
            ((*GOOD, at("Ink", "rA", 1, 1)), CourseCost(2, 12, 0, 0, 1)),
            ((at("Ink", "rB", 0, 0), *GOOD[1:]), CourseCost(2, 10, 0, 4, 0)),
            ((*GOOD[:3], at("Law", "rX", 9, 9)), CourseCost(2, 0, 5, 6, 0)),
            ((*GOOD[:3], at("Law", "rB", 1, 0)), CourseCost(2, 10, 0, 6, 0)),
        ],
    )
    def test_counted_by_hand(self, lectures: tuple[Lecture, ...], cost: CourseCost) -> None:
        """
        Each part of the cost is what the definition says.
        """
        found = course_cost(INSTANCE, lectures)
        assert (found.broken, found.capacity, found.days, found.stability) == (
            cost.broken,
            cost.capacity,
            cost.days,
            cost.stability,
        )

    def test_the_total(self) -> None:
        """
        The cost is the sum of its soft parts.
        """
        assert CourseCost(9, 1, 5, 2, 3).total == 11

    def test_the_judge_counts_the_same(self) -> None:
        """
        The demands of the problem cost what the definition of the competition says.
        """
        problem = INSTANCE.problem
        placements = [
            Placement(
                section=one.course.lower(),
                number=number,
                weekday=("MON", "TUE")[one.day],
                period=one.period + 1,
                venue=one.room.lower(),
                educator={"Law": "wang"}.get(one.course, "li"),
            )
            for one, number in zip(GOOD, (1, 2, 1, 1), strict=True)
        ]
        timetable = Timetable(problem, placements)
        assert set(INSTANCE.lectures(timetable)) == set(GOOD)
        verdict = check_timetable(problem, timetable)
        assert verdict.ok
        assert verdict.cost == course_cost(INSTANCE, GOOD).total
        assert str(GOOD[0]) == "Ink rB 0 1"

    def test_solved_it_costs_what_the_solver_says(self) -> None:
        """
        A proven optimum has the same cost by the definition.
        """
        pytest.importorskip("ortools")
        from community_edu.scheduling.solving import solve

        timetable = solve(INSTANCE.problem, time_limit=10, workers=1)
        assert timetable.status == "optimal"
        cost = course_cost(INSTANCE, INSTANCE.lectures(timetable))
        assert (cost.broken, cost.total) == (0, timetable.cost)
