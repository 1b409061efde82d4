"""
People: pools of educators and volunteers, and the audiences they teach.
"""

from collections.abc import Iterable
from typing import NewType

import attrs

from community_edu.base import Cited, Text, identifier, text

PoolId = NewType("PoolId", str)
AudienceId = NewType("AudienceId", str)


def pool_id(value: str) -> PoolId:
    """
    Return *value* as the identifier of a pool of people.
    """
    return PoolId(identifier(value))


def audience_id(value: str) -> AudienceId:
    """
    Return *value* as the identifier of an audience.
    """
    return AudienceId(identifier(value))


def audience_ids(values: Iterable[str]) -> tuple[AudienceId, ...]:
    """
    Return *values* as identifiers of audiences.
    """
    return tuple(map(audience_id, values))


@attrs.frozen(kw_only=True)
class PeoplePool(Cited):
    """
    A group of people who work for the plan (师资、志愿者队伍).

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        employment: ``full_time`` (专职), ``part_time`` (兼职), ``volunteer``
            (志愿者) or a code of the plan's own; empty if not said.
        sources: Where its people come from (老干部, 老教师 …).
        size: How many they are; `None` where the plan gives no number.
        note: What a reader should know.
    """

    id: PoolId = attrs.field(converter=pool_id)
    name: Text = attrs.field(converter=text)
    employment: str = ""
    sources: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    size: int | None = None
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True)
class Audience(Cited):
    """
    Whom something is for (受众): residents, youth, the elderly …

    Attributes:
        id: The identifier in the plan, and the name of its calendar feed.
        name: What a reader calls it.
        part_of: Larger audiences to which its people belong; what is for all
            residents is also for the elderly among them.
        from_age: The youngest age in years, if there is one.
        to_age: The oldest age in years, if there is one.
    """

    id: AudienceId = attrs.field(converter=audience_id)
    name: Text = attrs.field(converter=text)
    part_of: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    from_age: int | None = None
    to_age: int | None = None
