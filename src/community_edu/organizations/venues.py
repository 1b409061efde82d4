"""
Venues and platforms: where learning takes place, on the ground or on the web.
"""

from typing import NewType

import attrs

from community_edu.base import Cited, ProblemsError, Text, identifier, text
from community_edu.calendars import ALWAYS, WeeklyHours, weekly_hours
from community_edu.organizations.bodies import OrganizationId, organization_id
from community_edu.organizations.busy_times import BusyTime, busy_times
from community_edu.organizations.coordinates import Coordinates, coordinates
from community_edu.organizations.numbers import negative_numbers

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
        capacity: How many people it holds; `None` where no number is given.
        equipment: What it has: ``piano``, ``projector`` … .
        place: Where it is, as in the travel times; its owner if nothing is said.
        address: Where it is, for people who look for it (地址).
        coordinates: Where it is on the earth (经纬度), if somebody has measured it.
        hours: When it is open, week after week.
        busy: When it is taken, although it is open.
        note: What a reader should know.

    Raises:
        ProblemsError: The capacity is negative.
        BadCoordinatesError: The coordinates are no point on the earth.

    Example:
        >>> studio = Venue(
        ...     id="studio", name="琴房", kind="music_room", hours="MON-SAT 08:00-20:00"
        ... )
        >>> studio.where, str(studio.hours)
        ('studio', 'MON-SAT 08:00-20:00')
    """

    id: VenueId = attrs.field(converter=venue_id)
    name: Text = attrs.field(converter=text)
    kind: str
    owner: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    capacity: int | None = None
    equipment: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    place: str | None = None
    address: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))
    coordinates: Coordinates | None = attrs.field(
        default=None, converter=attrs.converters.optional(coordinates)
    )
    hours: WeeklyHours = attrs.field(default=ALWAYS, converter=weekly_hours)
    busy: tuple[BusyTime, ...] = attrs.field(default=(), converter=busy_times)
    note: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __attrs_post_init__(self) -> None:
        problems = negative_numbers(capacity=self.capacity)
        if problems:
            raise ProblemsError(f"the venue '{self.id}' cannot be", problems)

    @property
    def where(self) -> str:
        """
        The place that travel times know: `place`, else the owner, else the venue itself.
        """
        return self.place or self.owner or self.id
