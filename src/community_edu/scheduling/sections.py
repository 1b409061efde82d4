"""
Sections (班级) as a timetable sees them: what is to be placed, and where it may be.
"""

from collections.abc import Iterable
from typing import ClassVar, Literal, TypeAlias, get_args

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text, text
from community_edu.calendars import WeekPattern, week_pattern
from community_edu.courses import SectionId, section_id
from community_edu.organizations import EducatorId, VenueId, educator_id, venue_id

Rhythm: TypeAlias = Literal["week", "term"]


@attrs.define(slots=False)
class BadSectionNumberError(CommunityEduError, ValueError):
    """
    A number of a section that is too small to be one.
    """

    code: ClassVar[str] = "bad-section-number"
    en: ClassVar[str] = "'{field}' of the section '{section}' is {value}; write {least} or more"
    zh: ClassVar[str] = "班级“{section}”的 {field} 为 {value}，应不小于 {least}"

    path: Path
    section: str
    field: str
    value: int
    least: int


@attrs.define(slots=False)
class UnknownRhythmError(CommunityEduError, ValueError):
    """
    A rhythm in which no section meets.
    """

    code: ClassVar[str] = "unknown-rhythm"
    en: ClassVar[str] = (
        "the section '{section}' meets per '{value}'; write week, or term for single meetings"
    )
    zh: ClassVar[str] = "班级“{section}”的 per 为“{value}”，应为 week（每周）或 term（整学期）"

    path: Path
    section: str
    value: str


def educator_ids(values: Iterable[str]) -> tuple[EducatorId, ...]:
    """
    Return *values* as identifiers of educators.
    """
    return tuple(map(educator_id, values))


def venue_ids(values: Iterable[str]) -> tuple[VenueId, ...]:
    """
    Return *values* as identifiers of venues.
    """
    return tuple(map(venue_id, values))


@attrs.frozen(kw_only=True)
class TimetableSection:
    """
    One class or lecture that needs times, a venue and an educator.

    There are two rhythms in one model. A class ``per="week"`` has `sessions` meetings a
    week, each at the same weekday and period in every one of its `weeks`. Lectures
    ``per="term"`` are `sessions` single meetings, each in one week out of `weeks`.

    Attributes:
        id: The identifier.
        name: What a reader calls it; the identifier if nothing is said.
        course: What is taught, as a code or as the identifier of a course.
        subject: What its educator must be able to teach, if none are listed.
        size: How many people come.
        sessions: How many meetings: a week, or in all.
        per: Whether `sessions` counts each week or the whole term.
        length: How many periods one meeting takes, without a break of parts of the day.
        weeks: In which weeks it can meet.
        days: Over how many weekdays its meetings should spread; as many as it has
            meetings if nothing is said.
        educators: Who may teach it; one of them does. Empty: whoever teaches `subject`;
            nobody, if there is no subject either.
        venues: Where it may be; empty: every venue of `venue_kinds`.
        venue_kinds: The kinds of venue that serve; empty: every kind.
        equipment: What the venue must have.
        place: The place at which it must be, if it is bound to one.
        groups: The groups of people who attend; two classes of one group cannot meet at
            the same time.
        audiences: Whom it is for, for demands that ask.

    Raises:
        ProblemsError: Its size is below 0, a number of meetings, periods or days below 1, or
            its rhythm neither of the two; all of that at once.

    Example:
        >>> TimetableSection(id="choir", size=-1, length=0)
        Traceback (most recent call last):
        ...
        community_edu.base.errors.ProblemsError: the section 'choir' cannot be
        - 'size' of the section 'choir' is -1; write 0 or more
        - 'length' of the section 'choir' is 0; write 1 or more
    """

    id: SectionId = attrs.field(converter=section_id)
    name: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    course: str = ""
    subject: str = ""
    size: int = 0
    sessions: int = 1
    per: Rhythm = "week"
    length: int = 1
    weeks: WeekPattern = attrs.field(default=WeekPattern(), converter=week_pattern)
    days: int | None = None
    educators: tuple[EducatorId, ...] = attrs.field(default=(), converter=educator_ids)
    venues: tuple[VenueId, ...] = attrs.field(default=(), converter=venue_ids)
    venue_kinds: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    equipment: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    place: str | None = None
    groups: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    audiences: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    def __attrs_post_init__(self) -> None:
        numbers = {
            "size": (self.size, 0),
            "sessions": (self.sessions, 1),
            "length": (self.length, 1),
            "days": (1 if self.days is None else self.days, 1),
        }
        problems: list[CommunityEduError] = [
            BadSectionNumberError((field,), self.id, field, value, least)
            for field, (value, least) in numbers.items()
            if value < least
        ]
        if self.per not in get_args(Rhythm):
            problems.append(UnknownRhythmError(("per",), self.id, self.per))
        if problems:
            raise ProblemsError(f"the section '{self.id}' cannot be", problems)

    @property
    def title(self) -> Text:
        """
        What a reader calls it: its name, or else its identifier.
        """
        return self.name or Text(self.id)

    @property
    def taught(self) -> bool:
        """
        Tell whether it needs an educator.
        """
        return bool(self.educators or self.subject)
