"""
Duties (工作任务): what somebody is to do, and the three ways of saying when.

A *recurrence* says on which days (每月5日), a *window* says within which days a
date is to be chosen (利用暑假), a *quota* says how many times in each period
(每季度不少于一次). They are three things: a duty may carry any of them, or all.
"""

from collections.abc import Iterable
from datetime import time
from typing import ClassVar, Literal, NewType, TypeAlias, get_args

import attrs

from community_edu.base import Cited, CommunityEduError, Text, identifier, text
from community_edu.calendars import Quota, Rule
from community_edu.courses import CourseId, course_id
from community_edu.organizations import AudienceId, VenueId, audience_ids, venue_id

DutyId = NewType("DutyId", str)

Cadence: TypeAlias = Literal[
    "regular", "often", "irregular", "timely", "opportune", "gradual", "continuing", "annual"
]

CADENCES: dict[Cadence, Text] = {
    "regular": Text("定期", en="regularly"),
    "often": Text("经常", en="often"),
    "irregular": Text("不定期", en="irregularly"),
    "timely": Text("及时", en="in time"),
    "opportune": Text("适时", en="at a suitable time"),
    "gradual": Text("逐步", en="step by step"),
    "continuing": Text("继续", en="on from before"),
    "annual": Text("每年", en="every year, on no stated day"),
}
"""
Words about time that name no date. They are kept, never turned into dates.
"""


def duty_id(value: str) -> DutyId:
    """
    Return *value* as the identifier of a duty.
    """
    return DutyId(identifier(value))


def _course_ids(values: Iterable[str]) -> tuple[CourseId, ...]:
    return tuple(map(course_id, values))


@attrs.define(slots=False)
class UnknownCadenceError(CommunityEduError, ValueError):
    """
    A word about time that is not in the list.
    """

    code: ClassVar[str] = "unknown-cadence"
    en: ClassVar[str] = "'{value}' is not a vague cadence; it can be {known}"
    zh: ClassVar[str] = "“{value}”不是模糊频次，可以是 {known}"

    value: str
    known: tuple[str, ...] = get_args(Cadence)


@attrs.define(slots=False)
class BadLengthError(CommunityEduError, ValueError):
    """
    A length of time that no event of one day can have.
    """

    code: ClassVar[str] = "bad-length"
    en: ClassVar[str] = "an event cannot last {minutes} minutes; give 1 to 1440"
    zh: ClassVar[str] = "活动时长不能是 {minutes} 分钟，可以是 1 至 1440 分钟"

    minutes: int


def _cadence(instance: object, attribute: object, value: str | None) -> None:  # noqa: ARG001 - attrs asks
    if value is not None and value not in CADENCES:
        raise UnknownCadenceError(value)


def _minutes(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 1 <= value <= 24 * 60:
        raise BadLengthError(value)


@attrs.frozen(kw_only=True)
class Duty(Cited):
    """
    Something that the plan promises to do.

    Attributes:
        id: The permanent identifier; calendar feeds are keyed by it, so it
            stays the same when dates, names and people change.
        name: What a reader calls it.
        kind: A code such as ``meeting``, ``event``, ``training``, ``report``.
        by: The organizations or positions that do it.
        audiences: Whom it is for; none for internal work.
        venue: Where it takes place.
        courses: The courses that it is about.
        when: The days on which it takes place.
        due: The days by which it must be done; makes tasks instead of events.
        within: The days among which a date is still to be chosen.
        quota: How many times it must happen in each period.
        cadence: A vague word instead of a date: a key of `CADENCES`.
        edition: The number of a recurring event (第六届) whose date others set.
        trigger: What sets it off, if it is no date (发现问题时).
        starts: The local time at which it begins; without it it takes the day.
        minutes: How long it lasts, if it has a beginning.
        about: The period it reports on, in words (上月).
        note: What a reader should know.
    """

    id: DutyId = attrs.field(converter=duty_id)
    name: Text = attrs.field(converter=text)
    kind: str = "event"
    by: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    audiences: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    venue: VenueId | None = attrs.field(default=None, converter=attrs.converters.optional(venue_id))
    courses: tuple[CourseId, ...] = attrs.field(default=(), converter=_course_ids)
    when: Rule | None = None
    due: Rule | None = None
    within: Rule | None = None
    quota: Quota | None = None
    cadence: Cadence | None = attrs.field(default=None, validator=_cadence)
    edition: int | None = None
    trigger: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    starts: time | None = None
    minutes: int = attrs.field(default=60, validator=_minutes)
    about: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
