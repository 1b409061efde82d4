"""
What is taught: courses, series, classes, textbooks, brands, projects and their stages.
"""

from community_edu.courses.brands import Brand, BrandId, brand_id
from community_edu.courses.courses import (
    Course,
    CourseId,
    CourseStatus,
    Project,
    ProjectId,
    ProjectStatus,
    Textbook,
    TextbookId,
    course_id,
    project_id,
    textbook_id,
)
from community_edu.courses.sections import (
    BadSectionError,
    NoPlaceError,
    Section,
    SectionId,
    SectionStatus,
    check_sections,
    section_id,
)
from community_edu.courses.stages import (
    AWARD_STAGES,
    PROJECT_STAGES,
    SECTION_STAGES,
    ImpossibleStepError,
    Stages,
    UnreachableGoalError,
)

__all__ = [
    "AWARD_STAGES",
    "PROJECT_STAGES",
    "SECTION_STAGES",
    "BadSectionError",
    "Brand",
    "BrandId",
    "Course",
    "CourseId",
    "CourseStatus",
    "ImpossibleStepError",
    "NoPlaceError",
    "Project",
    "ProjectId",
    "ProjectStatus",
    "Section",
    "SectionId",
    "SectionStatus",
    "Stages",
    "Textbook",
    "TextbookId",
    "UnreachableGoalError",
    "brand_id",
    "check_sections",
    "course_id",
    "project_id",
    "section_id",
    "textbook_id",
]
