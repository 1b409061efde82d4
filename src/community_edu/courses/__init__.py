"""
What is taught: courses, series, textbooks, projects.
"""

from community_edu.courses.courses import (
    Course,
    CourseId,
    Project,
    ProjectId,
    Textbook,
    TextbookId,
    course_id,
    project_id,
    textbook_id,
)

__all__ = [
    "Course",
    "CourseId",
    "Project",
    "ProjectId",
    "Textbook",
    "TextbookId",
    "course_id",
    "project_id",
    "textbook_id",
]
