"""
Courses (课程), series of lectures, textbooks and projects, as a plan names them.
"""

from typing import NewType

import attrs

from community_edu.base import Cited, Text, identifier, text
from community_edu.organizations import (
    AudienceId,
    OrganizationId,
    audience_ids,
    organization_id,
)

CourseId = NewType("CourseId", str)
ProjectId = NewType("ProjectId", str)
TextbookId = NewType("TextbookId", str)


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
        note: What a reader should know.
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
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True)
class Textbook(Cited):
    """
    A textbook (教材), written or to be written.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        status: ``to_compile``, ``published`` or a code of the plan's own.
    """

    id: TextbookId = attrs.field(converter=textbook_id)
    name: Text = attrs.field(converter=text)
    status: str = "to_compile"


@attrs.frozen(kw_only=True)
class Project(Cited):
    """
    A research topic, pilot or construction project (课题、实验项目).

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        level: Who granted it: ``provincial``, ``city`` … ; empty if not said.
        status: ``planned``, ``applied``, ``approved``, ``running``, ``concluded``.
        goal: The status that it shall have at the end of the plan.
        note: What a reader should know.
    """

    id: ProjectId = attrs.field(converter=project_id)
    name: Text = attrs.field(converter=text)
    level: str = ""
    status: str = "planned"
    goal: str = ""
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
