"""
Courses (课程), series of lectures, textbooks and projects, as a plan names them.
"""

from collections.abc import Iterable
from typing import Literal, NewType, TypeAlias

import attrs

from community_edu.base import Cited, Text, WebAddress, identifier, text, web_address
from community_edu.calendars import Rule
from community_edu.courses.stages import PROJECT_STAGES
from community_edu.organizations import (
    AudienceId,
    OrganizationId,
    audience_ids,
    organization_id,
)

CourseId = NewType("CourseId", str)
ProjectId = NewType("ProjectId", str)
TextbookId = NewType("TextbookId", str)

CourseStatus: TypeAlias = Literal["offered", "to_develop"]
ProjectStatus: TypeAlias = Literal[
    "planned", "applied", "approved", "running", "concluded", "rejected"
]


def course_id(value: str) -> CourseId:
    """
    Return *value* as the identifier of a course.
    """
    return CourseId(identifier(value))


def project_id(value: str) -> ProjectId:
    """
    Return *value* as the identifier of a project.
    """
    return ProjectId(identifier(value))


def textbook_id(value: str) -> TextbookId:
    """
    Return *value* as the identifier of a textbook.
    """
    return TextbookId(identifier(value))


@attrs.frozen(kw_only=True)
class Course(Cited):
    """
    One course, or a kind of course that the plan speaks of as one.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        series: Whether it is a series of lectures (系列讲座) under one name.
        formats: How it is taught: ``lecture``, ``class``, ``seminar`` …
        topics: What it teaches.
        audiences: Whom it is for.
        provider: The organization that gives it, if the plan says so.
        sessions: How many lessons or lectures; `None` where no number is given.
        status: Whether it is given (已开设) or has yet to be developed (待开发).
        category: A code of the plan's own, such as ``vocational`` or ``leisure``.
        starts: The days on which it begins, if the plan says so.
        url: The web page about it.
        note: What a reader should know.

    Raises:
        BadWebAddressError: `url` is no address of the web.
    """

    id: CourseId = attrs.field(converter=course_id)
    name: Text = attrs.field(converter=text)
    series: bool = False
    formats: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    topics: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])
    audiences: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    provider: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    sessions: int | None = None
    status: CourseStatus = "offered"
    category: str = ""
    starts: Rule | None = None
    url: WebAddress | None = attrs.field(
        default=None, converter=attrs.converters.optional(web_address)
    )
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True)
class Textbook(Cited):
    """
    A textbook (教材), written or to be written.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        status: ``to_compile``, ``published`` or a code of the plan's own.
        published: The day on which it came or shall come out.
        note: What a reader should know.
    """

    id: TextbookId = attrs.field(converter=textbook_id)
    name: Text = attrs.field(converter=text)
    status: str = "to_compile"
    published: Rule | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


def _organization_ids(values: Iterable[str]) -> tuple[OrganizationId, ...]:
    return tuple(map(organization_id, values))


@attrs.frozen(kw_only=True)
class Project(Cited):
    """
    A research topic, pilot or construction project (课题、实验项目).

    It is planned, applied for, then approved or rejected, runs and is concluded.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        kind: A code: ``research``, ``pilot``, ``experiment``, ``construction``,
            ``programme`` or one of the plan's own; empty if not said.
        by: The organizations that carry it.
        level: Who granted it: ``provincial``, ``city`` … ; empty if not said.
        status: How far it is.
        goal: The status that it shall have at the end of the plan, if it is said.
        grade: How it was judged (优秀), if it was.
        note: What a reader should know.

    Raises:
        UnreachableGoalError: No steps lead from `status` to `goal`.

    Example:
        >>> pilot = Project(id="pilot", name="实验项目", status="applied", goal="concluded")
        >>> pilot.advance("approved").status
        'approved'
    """

    id: ProjectId = attrs.field(converter=project_id)
    name: Text = attrs.field(converter=text)
    kind: str = ""
    by: tuple[OrganizationId, ...] = attrs.field(default=(), converter=_organization_ids)
    level: str = ""
    status: ProjectStatus = "planned"
    goal: ProjectStatus | None = None
    grade: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __attrs_post_init__(self) -> None:
        if self.goal is not None:
            PROJECT_STAGES.check_goal(self.name, self.status, self.goal)

    def advance(self, to: ProjectStatus) -> "Project":
        """
        Return the project one step on. A goal that is out of reach from there is given up.

        Raises:
            ImpossibleStepError: *to* does not come next; says what does.
        """
        PROJECT_STAGES.step(self.name, self.status, to)
        kept = self.goal in PROJECT_STAGES.reached_from(to)
        return attrs.evolve(self, status=to, goal=self.goal if kept else None)
