"""
Venues and platforms: where learning takes place, on the ground or on the web.
"""

from typing import NewType

import attrs

from community_edu.base import Cited, Text, identifier, text
from community_edu.organizations.bodies import OrganizationId, organization_id

VenueId = NewType("VenueId", str)


def venue_id(value: str) -> VenueId:
    """
    Return *value* as the identifier of a venue.
    """
    return VenueId(identifier(value))


@attrs.frozen(kw_only=True)
class Venue(Cited):
    """
    A place or platform (阵地、场所、平台).

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        kind: A code such as ``classroom``, ``reading_room``, ``online``.
        owner: The organization that runs it, if the plan says so.
        note: What a reader should know.
    """

    id: VenueId = attrs.field(converter=venue_id)
    name: Text = attrs.field(converter=text)
    kind: str
    owner: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
