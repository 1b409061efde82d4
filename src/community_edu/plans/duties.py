"""
Duties (工作任务): what somebody is to do, and the three ways of saying when.

A *recurrence* says on which days (每月5日), a *window* says within which days a
date is to be chosen (利用暑假), a *quota* says how many times in each period
(每季度不少于一次). They are three things: a duty may carry any of them, or all.
What is moved, left out or made up for stands beside them, so that the rule stays
what the plan says.
"""

from collections.abc import Iterable, Iterator
from datetime import time
from typing import ClassVar, NewType, get_args

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    Path,
    Text,
    WebAddress,
    identifier,
    text,
    web_address,
)
from community_edu.calendars import CADENCES, Cadence, Quota, Rule
from community_edu.courses import CourseId, course_id
from community_edu.organizations import AudienceId, VenueId, audience_ids, venue_id
from community_edu.plans.sets import SetId, set_id

DutyId = NewType("DutyId", str)
Tag = NewType("Tag", str)

LONGEST_TAG = 40
"""
How many characters a tag may have.
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


@attrs.define(slots=False)
class BadTagError(CommunityEduError, ValueError):
    """
    A tag under which nobody would find anything.
    """

    code: ClassVar[str] = "bad-tag"
    en: ClassVar[str] = (
        "'{value}' is not a tag; write a word or two of at most 40 characters, without "
        "commas, line ends and spaces around it"
    )
    zh: ClassVar[str] = (
        "“{value}”不能作为标签，请写一个不超过 40 个字的词，不含逗号、换行和首尾空格"
    )

    value: str


def tag(value: str) -> Tag:
    """
    Return *value* as a tag (标签): a short word by which readers sort what is in a calendar.

    Raises:
        BadTagError: It is empty or longer than 40 characters, has a comma, which parts tags
            in clients, a line end or other control characters, or spaces around it.

    Example:
        >>> tag("健康"), tag("health")
        ('健康', 'health')
    """
    short = 0 < len(value) <= LONGEST_TAG
    if not (short and value == value.strip() and value.isprintable()) or _COMMAS & set(value):
        raise BadTagError(value[:LONGEST_TAG])
    return Tag(value)


_COMMAS = frozenset(",，")


def _tags(values: Iterable[str]) -> tuple[Tag, ...]:
    return tuple(dict.fromkeys(map(tag, values)))


def _cadence(instance: object, attribute: object, value: str | None) -> None:  # noqa: ARG001 - attrs asks
    if value is not None and value not in CADENCES:
        raise UnknownCadenceError(value)


def _minutes(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 1 <= value <= 24 * 60:
        raise BadLengthError(value)


@attrs.frozen(kw_only=True)
class Suspension:
    """
    Days on which a duty rests (暂停), and why.

    Attributes:
        days: The days.
        because: The reason, for readers.
    """

    days: Rule
    because: Text = attrs.field(converter=text)


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
        online: The web address at which people join from afar (线上会议).
        courses: The courses that it is about.
        tags: Words by which readers sort it, each once; those with a label show it.
        when: The days on which it takes place.
        due: The days by which it must be done; makes tasks instead of events.
        within: The days among which a date is still to be chosen.
        quota: How many times it must happen in each period.
        chosen: The days that were chosen where `within` and `quota` leave them
            open. Their entries go by the window or the period in which they
            lie, and so take the place of what was proposed for it.
        except_: The days on which it does not take place: what would begin on
            one of them, or be due, is left out.
        makeup: The days on which it takes place instead (补课); extra entries.
        suspended: The times in which it rests; what would begin in them, or be
            due, is left out, and told.
        stated: The days as the text states them, where these contradict its own
            rule: the rule is entered, and the difference is told.
        each: A set of the plan, for each member of which it takes place on each
            of its days.
        cadence: A vague word instead of a date: a key of `CADENCES`.
        edition: The number of a recurring event (第六届) whose date others set.
        trigger: What sets it off, if it is no date (发现问题时).
        starts: The local time at which it begins; without it it takes the day.
        minutes: How long it lasts, if it has a beginning.
        about: The period it reports on, in words (上月).
        url: The web page about it.
        note: What a reader should know.

    Raises:
        UnknownCadenceError: The cadence is no vague word.
        BadLengthError: An event cannot last so long.
        BadTagError: A tag is empty, too long or several.
        BadWebAddressError: `url` or `online` is no address of the web.
    """

    id: DutyId = attrs.field(converter=duty_id)
    name: Text = attrs.field(converter=text)
    kind: str = "event"
    by: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    audiences: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    venue: VenueId | None = attrs.field(default=None, converter=attrs.converters.optional(venue_id))
    online: WebAddress | None = attrs.field(
        default=None, converter=attrs.converters.optional(web_address)
    )
    courses: tuple[CourseId, ...] = attrs.field(default=(), converter=_course_ids)
    tags: tuple[Tag, ...] = attrs.field(default=(), converter=_tags)
    when: Rule | None = None
    due: Rule | None = None
    within: Rule | None = None
    quota: Quota | None = None
    chosen: Rule | None = None
    except_: Rule | None = None
    makeup: Rule | None = None
    suspended: tuple[Suspension, ...] = attrs.field(default=(), converter=tuple[Suspension, ...])
    stated: Rule | None = None
    each: SetId | None = attrs.field(default=None, converter=attrs.converters.optional(set_id))
    cadence: Cadence | None = attrs.field(default=None, validator=_cadence)
    edition: int | None = None
    trigger: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    starts: time | None = None
    minutes: int = attrs.field(default=60, validator=_minutes)
    about: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    url: WebAddress | None = attrs.field(
        default=None, converter=attrs.converters.optional(web_address)
    )
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    @property
    def days(self) -> Rule | None:
        """
        The rule of its days, for those of others that go by them: events before tasks.
        """
        return self.when or self.due or self.chosen

    def rules(self) -> Iterator[tuple[Path, Rule]]:
        """
        Yield each of its day rules with its path in the duty.
        """
        for key in ("when", "due", "within", "chosen", "except_", "makeup"):
            rule: Rule | None = getattr(self, key)
            if rule is not None:
                yield (key.rstrip("_"),), rule
        for index, suspension in enumerate(self.suspended):
            yield ("suspended", index, "days"), suspension.days
        if self.stated is not None:
            yield ("stated",), self.stated
