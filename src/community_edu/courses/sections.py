"""
Classes (班次): a course that people sign up for, from its announcement to its end.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, NewType, TypeAlias

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    Finding,
    FindingKind,
    Text,
    identifier,
    label,
    text,
)
from community_edu.calendars import Rule
from community_edu.courses.courses import CourseId, course_id
from community_edu.courses.stages import SECTION_STAGES
from community_edu.measures import Quantity

SectionId = NewType("SectionId", str)

SectionStatus: TypeAlias = Literal["announced", "open", "full", "running", "cancelled", "finished"]

BELOW_MINIMUM = FindingKind(
    "section-below-minimum",
    "warning",
    zh="“{section}”{status}，报名 {enrolled} 人，不足开班人数 {minimum} 人",
    en="'{section}' is {status} with {enrolled} enrolled, below its minimum of {minimum}",
)
OVER_CAPACITY = FindingKind(
    "section-over-capacity",
    "error",
    zh="“{section}”报名 {enrolled} 人，超过名额 {capacity} 人",
    en="'{section}' has {enrolled} enrolled, more than its capacity of {capacity}",
)
STATUS_CONTRADICTS_ENROLMENT = FindingKind(
    "section-status-wrong",
    "warning",
    zh="“{section}”写作“{status}”，而报名 {enrolled} 人、名额 {capacity} 人",
    en="'{section}' is said to be {status}, but {enrolled} are enrolled of {capacity}",
)


@attrs.define(slots=False)
class BadSectionError(CommunityEduError, ValueError):
    """
    Numbers of a class that cannot be.
    """

    code: ClassVar[str] = "bad-section"
    en: ClassVar[str] = (
        "a class cannot have a capacity of {capacity}, a minimum of {minimum} and {enrolled} "
        "enrolled; none is negative, and the minimum is within the capacity"
    )
    zh: ClassVar[str] = (
        "班次的名额 {capacity}、开班人数 {minimum}、报名人数 {enrolled} 不合理，"
        "都不能是负数，开班人数不能超过名额"
    )

    capacity: int | None
    minimum: int
    enrolled: int


@attrs.define(slots=False)
class NoPlaceError(CommunityEduError, ValueError):
    """
    A sign-up that cannot be taken.
    """

    code: ClassVar[str] = "no-place"
    en: ClassVar[str] = (
        "{number} cannot sign up for '{section}': it is {status}, with {places} places"
    )
    zh: ClassVar[str] = "“{section}”{status}，余 {places} 个名额，不能再报 {number} 人"

    section: Text
    status: Text
    places: Text
    number: int


def section_id(value: str) -> SectionId:
    """
    Return *value* as the identifier of a class.
    """
    return SectionId(identifier(value))


@attrs.frozen(kw_only=True)
class Section(Cited):
    """
    One class of a course: so many places, a fee, a time to sign up.

    Attributes:
        id: The identifier in the plan.
        course: The course.
        name: What it is called, if not as the course is (春季一班).
        capacity: How many people it takes; `None` where no number is given.
        minimum: With fewer people than this it does not take place.
        enrolled: How many have signed up.
        fee: What a learner pays; `None` where nothing is said.
        conditions: Who may enter (招生条件).
        sign_up: The days on which people sign up.
        status: How far it is: ``announced``, ``open``, ``full``, ``running``,
            ``cancelled``, ``finished``.
        note: What a reader should know.

    Raises:
        BadSectionError: A number is negative, or the minimum above the capacity.

    Example:
        >>> section = Section(id="spring", course="calligraphy", capacity=20, status="open")
        >>> section.enrol(20).status
        'full'
    """

    id: SectionId = attrs.field(converter=section_id)
    course: CourseId = attrs.field(converter=course_id)
    name: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    capacity: int | None = None
    minimum: int = 0
    enrolled: int = 0
    fee: Quantity | None = None
    conditions: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])
    sign_up: Rule | None = None
    status: SectionStatus = "announced"
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __attrs_post_init__(self) -> None:
        most = self.minimum if self.capacity is None else self.capacity
        if min(self.minimum, self.enrolled) < 0 or self.minimum > most:
            raise BadSectionError(self.capacity, self.minimum, self.enrolled)

    @property
    def title(self) -> Text:
        """
        What a reader calls it: its name, or else its identifier.
        """
        return self.name or Text(self.id)

    @property
    def places(self) -> int | None:
        """
        How many places are left; `None` if there is no limit.
        """
        return None if self.capacity is None else max(self.capacity - self.enrolled, 0)

    def advance(self, to: SectionStatus) -> "Section":
        """
        Return the class one step on.

        Raises:
            ImpossibleStepError: *to* does not come next; says what does.
        """
        SECTION_STAGES.step(self.title, self.status, to)
        return attrs.evolve(self, status=to)

    def enrol(self, number: int = 1) -> "Section":
        """
        Return the class with so many more people; it is full when no place is left.

        Raises:
            NoPlaceError: It is not open, or has too few places.
        """
        places = self.places
        if self.status != "open" or (places is not None and number > places):
            left = Text("不限", en="unlimited") if places is None else Text(str(places))
            raise NoPlaceError(self.title, _status(self), left, number)
        status: SectionStatus = "full" if number == places else "open"
        return attrs.evolve(self, enrolled=self.enrolled + number, status=status)


def check_sections(sections: Iterable[Section]) -> tuple[Finding, ...]:
    """
    Check the numbers of classes against what is said of how far they are.

    Returns:
        Classes that run, or ran, with fewer people than their minimum; that
        took more than their capacity; that are said to be full and are not, or
        to be open and are full.

    Example:
        >>> section = Section(id="s", course="c", minimum=10, enrolled=7, status="running")
        >>> print(check_sections([section])[0].message("en"))
        's' is running with 7 enrolled, below its minimum of 10
    """
    return tuple(
        finding for index, section in enumerate(sections) for finding in _check(index, section)
    )


def _check(index: int, section: Section) -> Iterator[Finding]:
    items = {
        "section": section.title,
        "status": _status(section),
        "enrolled": section.enrolled,
        "minimum": section.minimum,
        "capacity": section.capacity,
    }
    kinds = {
        BELOW_MINIMUM: section.status in {"full", "running", "finished"}
        and section.enrolled < section.minimum,
        OVER_CAPACITY: section.capacity is not None and section.enrolled > section.capacity,
        STATUS_CONTRADICTS_ENROLMENT: section.places is not None
        and (section.status, section.places > 0) in {("full", True), ("open", False)},
    }
    for kind, holds in kinds.items():
        if holds:
            yield Finding(kind, ("sections", index), items, section.source)


def _status(section: Section) -> Text:
    code = section.status
    return Text(label("stage", code, "zh-CN"), en=label("stage", code, "en"))
