"""
Sets (名册): the grades, schools or teaching points for which something holds one by one.
"""

from typing import NewType

import attrs

from community_edu.base import Cited, Text, identifier, text

SetId = NewType("SetId", str)


def set_id(value: str) -> SetId:
    """
    Return *value* as the identifier of a set.
    """
    return SetId(identifier(value))


@attrs.frozen(kw_only=True)
class SetMember:
    """
    One of a set.

    Attributes:
        id: The name by which rotations and records call it.
        name: What a reader calls it.
    """

    id: str = attrs.field(converter=identifier)
    name: Text = attrs.field(converter=text)


@attrs.frozen(kw_only=True)
class MemberSet(Cited):
    """
    What a plan means by *each*: each grade (各年级), each teaching point.

    Attributes:
        id: The name in quotas: ``1..2 per term each grade``.
        name: What one of them is called (年级).
        members: All of them, in their order.
    """

    id: SetId = attrs.field(converter=set_id)
    name: Text = attrs.field(converter=text)
    members: tuple[SetMember, ...] = attrs.field(converter=tuple[SetMember, ...])
