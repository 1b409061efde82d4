"""
Resources (资源): equipment, material, platforms and records that a plan counts on.
"""

from typing import Literal, NewType, TypeAlias

import attrs

from community_edu.base import Cited, Text, identifier, text
from community_edu.measures import Quantity
from community_edu.organizations.bodies import OrganizationId, organization_id

ResourceId = NewType("ResourceId", str)

ResourceStatus: TypeAlias = Literal["existing", "to_build"]


def resource_id(value: str) -> ResourceId:
    """
    Return *value* as the identifier of a resource.
    """
    return ResourceId(identifier(value))


@attrs.frozen(kw_only=True)
class Resource(Cited):
    """
    Something that is used, other than the places where people learn: those are venues.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        kind: A code: ``facility``, ``equipment``, ``material``, ``registry``,
            ``platform``, ``record``, ``fund`` or one of the plan's own.
        owner: The organization whose it is, if the plan says so.
        amount: How many there are; `None` where no number is given.
        fee: What the use of it costs; `None` where nothing is said.
        status: Whether it is there or has yet to be built.
        note: What a reader should know.
    """

    id: ResourceId = attrs.field(converter=resource_id)
    name: Text = attrs.field(converter=text)
    kind: str
    owner: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    amount: int | None = None
    fee: Quantity | None = None
    status: ResourceStatus = "existing"
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
