"""
Educators (师资): lecturers and teachers, with what they teach and when they can.
"""

from typing import NewType

import attrs

from community_edu.base import Cited, ProblemsError, Text, identifier, text
from community_edu.calendars import ALWAYS, WeeklyHours, weekly_hours
from community_edu.organizations.busy_times import BusyTime, busy_times
from community_edu.organizations.numbers import negative_numbers

EducatorId = NewType("EducatorId", str)


def educator_id(value: str) -> EducatorId:
    """
    Return *value* as the identifier of an educator.
    """
    return EducatorId(identifier(value))


@attrs.frozen(kw_only=True)
class Educator(Cited):
    """
    One person who teaches (讲师、教师).

    Attributes:
        id: The identifier.
        name: What they are called.
        employment: ``full_time`` (专职), ``part_time`` (兼职), ``volunteer``
            (志愿者) or a code of one's own; empty if not said.
        teaches: The subjects that they can teach.
        hours: When they can, week after week.
        busy: When they cannot, although it is in their hours.
        daily_minutes: How long they teach on one day at most.
        weekly_minutes: How long they teach in one week at most.
        sessions: How many sessions they hold in the term at most.
        home: The place from which they come, as in the travel times.
        note: What a reader should know.

    Raises:
        ProblemsError: A number is negative; every one is named.

    Example:
        >>> zhao = Educator(
        ...     id="zhao", name="赵老师", teaches=["calligraphy"], hours="TUE,THU 08:00-12:00"
        ... )
        >>> str(zhao.hours)
        'TUE 08:00-12:00; THU 08:00-12:00'
    """

    id: EducatorId = attrs.field(converter=educator_id)
    name: Text = attrs.field(converter=text)
    employment: str = ""
    teaches: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    hours: WeeklyHours = attrs.field(default=ALWAYS, converter=weekly_hours)
    busy: tuple[BusyTime, ...] = attrs.field(default=(), converter=busy_times)
    daily_minutes: int | None = None
    weekly_minutes: int | None = None
    sessions: int | None = None
    home: str | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __attrs_post_init__(self) -> None:
        problems = negative_numbers(
            daily_minutes=self.daily_minutes,
            weekly_minutes=self.weekly_minutes,
            sessions=self.sessions,
        )
        if problems:
            raise ProblemsError(f"the educator '{self.id}' cannot be", problems)
