"""
Organizations (机构), the positions in them, and how they stand to one another.
"""

from collections.abc import Iterable
from typing import Literal, NewType, TypeAlias

import attrs

from community_edu.base import Cited, Text, identifier, text

OrganizationId = NewType("OrganizationId", str)
PositionId = NewType("PositionId", str)
ItemId = NewType("ItemId", str)

OrganizationStatus: TypeAlias = Literal["existing", "to_create", "to_strengthen"]


def organization_id(value: str) -> OrganizationId:
    """
    Return *value* as the identifier of an organization.
    """
    return OrganizationId(identifier(value))


def position_id(value: str) -> PositionId:
    """
    Return *value* as the identifier of a position.
    """
    return PositionId(identifier(value))


def item_id(value: str) -> ItemId:
    """
    Return *value* as the identifier of one item of a criteria set.
    """
    return ItemId(identifier(value))


def item_ids(values: Iterable[str]) -> tuple[ItemId, ...]:
    """
    Return *values* as identifiers of items.
    """
    return tuple(map(item_id, values))


@attrs.frozen(kw_only=True)
class Organization(Cited):
    """
    One body, or a class of like bodies that the plan speaks of as one.

    Attributes:
        id: The identifier in the plan.
        name: What people call it.
        kind: A code such as ``subdistrict``, ``committee``, ``citizen_school``;
            the vocabulary is open, labels are in ``packs/labels.toml``.
        parent: The body of which it is a part, or under which it works.
        aliases: Other names that the plan uses for it.
        collective: Whether it stands for all bodies of its kind (各社区市民学校).
        has: Items of its tier's standard that it is known to have.
        lacks: Items that it is known not to have. What is in neither is unknown.
        tasks: What the plan charges it with.
        status: Whether it is there, or the plan means to create or to strengthen it.
        note: What a reader should know.
    """

    id: OrganizationId = attrs.field(converter=organization_id)
    name: Text = attrs.field(converter=text)
    kind: str
    parent: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    aliases: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    collective: bool = False
    has: tuple[ItemId, ...] = attrs.field(default=(), converter=item_ids)
    lacks: tuple[ItemId, ...] = attrs.field(default=(), converter=item_ids)
    tasks: tuple[Text, ...] = attrs.field(default=(), converter=tuple[Text, ...])
    status: OrganizationStatus = "existing"
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))


@attrs.frozen(kw_only=True)
class Position(Cited):
    """
    A position (职位), never a person: the director of a subdistrict, a principal.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        kind: A code such as ``director``, ``deputy_director``, ``principal``.
        at: The organization it belongs to, if the plan says so.
    """

    id: PositionId = attrs.field(converter=position_id)
    name: Text = attrs.field(converter=text)
    kind: str
    at: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )


@attrs.frozen(kw_only=True)
class Relation(Cited):
    """
    How one body or position stands to another: *from_* leads, heads, hosts … *to*.

    Attributes:
        kind: A code: ``leads``, ``chairs``, ``member_of``, ``office_of``,
            ``heads``, ``located_at``, ``reports_to``, ``guides``, ``hosts``,
            ``partners``; the vocabulary is open.
        from_: An organization or a position (``from`` in plan files).
        to: An organization or a position.
        note: What a reader should know.
    """

    kind: str
    from_: str
    to: str
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
