"""
Courses, textbooks and projects: values as given.
"""

import pytest

from community_edu.base import BadWebAddressError, InvalidIdentifierError, Text
from community_edu.courses import (
    Course,
    ImpossibleStepError,
    Project,
    Textbook,
    UnreachableGoalError,
    course_id,
    project_id,
    textbook_id,
)


class TestCourse:
    def test_least(self) -> None:
        """
        A course needs an id and a name; what the plan does not say is empty, never guessed.
        """
        course = Course(id="calligraphy", name="书法班")
        assert (course.formats, course.topics, course.audiences, course.facts) == ((),) * 4
        assert (course.provider, course.sessions, course.note) == (None, None, None)
        assert (course.status, course.category, course.starts) == ("offered", "", None)
        assert not course.series

    def test_all_of_it(self) -> None:
        """
        Lists become tuples, and plain text a text.
        """
        course = Course(
            id="health",
            name={"zh": "健康讲座", "en": "health lectures"},
            series=True,
            formats=["lecture"],
            topics=[Text("高血压")],
            audiences=["elderly", "women"],
            provider="clinic",
            sessions=4,
            note="每季一讲",
        )
        assert course.name.to("en") == "health lectures"
        assert (course.formats, course.topics) == (("lecture",), (Text("高血压"),))
        assert (course.audiences, course.provider) == (("elderly", "women"), "clinic")
        assert (course.sessions, course.note) == (4, Text("每季一讲"))

    def test_bad_ids(self) -> None:
        """
        A course and all it refers to are named by identifiers.
        """
        assert course_id("calligraphy") == "calligraphy"
        with pytest.raises(InvalidIdentifierError, match="书法 is not an identifier"):
            Course(id="书法", name="书法班")
        with pytest.raises(InvalidIdentifierError, match="The Elderly is not an identifier"):
            Course(id="health", name="讲座", audiences=["women", "The Elderly"])
        with pytest.raises(InvalidIdentifierError, match="a clinic is not an identifier"):
            Course(id="health", name="讲座", provider="a clinic")

    def test_page(self) -> None:
        """
        A course may have a page of its own on the web.
        """
        assert Course(id="a", name="甲").url is None
        page = "https://school.example/choir"
        assert Course(id="choir", name="合唱班", url=page).url == page
        with pytest.raises(BadWebAddressError, match=r"'school.example' is not a web address"):
            Course(id="choir", name="合唱班", url="school.example")


class TestTextbook:
    def test_status(self) -> None:
        """
        A textbook that a plan names is yet to be compiled, unless it says otherwise.
        """
        assert Textbook(id="local-history", name="乡土教材").status == "to_compile"
        assert Textbook(id="a", name="甲", status="published").status == "published"

    def test_bad_id(self) -> None:
        """
        A textbook is named by an identifier.
        """
        assert textbook_id("local-history") == "local-history"
        with pytest.raises(InvalidIdentifierError, match="教材 is not an identifier"):
            Textbook(id="教材", name="乡土教材")


class TestProject:
    def test_status_and_goal(self) -> None:
        """
        A project is planned until more is said, and where it shall end is another thing.
        """
        project = Project(id="pilot", name="实验项目", goal="concluded", note="省级")
        assert (project.status, project.goal, project.level) == ("planned", "concluded", "")
        assert project.note == Text("省级")
        plain = Project(id="pilot", name="实验项目")
        assert (plain.goal, plain.grade, plain.kind, plain.by) == (None, None, "", ())

    def test_goal_out_of_reach(self) -> None:
        """
        A goal to which no steps lead from the status is refused.
        """
        with pytest.raises(UnreachableGoalError, match="'实验项目' is rejected, from which no"):
            Project(id="pilot", name="实验项目", status="rejected", goal="running")

    def test_advance(self) -> None:
        """
        A project goes one step at a time, and gives up a goal that is out of reach.
        """
        applied = Project(id="pilot", name="实验项目", by=["school"], goal="approved").advance(
            "applied"
        )
        assert (applied.status, applied.goal) == ("applied", "approved")
        rejected = applied.advance("rejected")
        assert (rejected.status, rejected.goal) == ("rejected", None)
        with pytest.raises(ImpossibleStepError, match="'实验项目' is rejected and cannot"):
            rejected.advance("approved")

    def test_bad_id(self) -> None:
        """
        A project is named by an identifier.
        """
        assert project_id("pilot") == "pilot"
        with pytest.raises(InvalidIdentifierError, match="pilot 1 is not an identifier"):
            Project(id="pilot 1", name="实验项目")
