"""
Who and where: bodies, positions, relations, people, audiences, venues, resources, networks.
"""

from community_edu.organizations.bodies import (
    ItemId,
    Organization,
    OrganizationId,
    OrganizationStatus,
    Position,
    PositionId,
    Relation,
    item_id,
    organization_id,
    position_id,
)
from community_edu.organizations.busy_times import (
    BusyTime,
    EmptyBusyTimeError,
    UnreadableBusyTimeError,
    ZonedBusyTimeError,
    busy_times,
)
from community_edu.organizations.checks import check_network
from community_edu.organizations.coordinates import BadCoordinatesError, Coordinates, coordinates
from community_edu.organizations.criteria import (
    CriteriaItem,
    CriteriaSet,
    CriteriaSetId,
    CriteriaStatus,
    criteria_set_id,
)
from community_edu.organizations.educators import Educator, EducatorId, educator_id
from community_edu.organizations.networks import (
    CircularParentsError,
    ContradictoryItemsError,
    Tier,
    TierId,
    TrainingNetwork,
    tier_id,
)
from community_edu.organizations.numbers import NegativeNumberError, negative_numbers
from community_edu.organizations.people import (
    Audience,
    AudienceId,
    PeoplePool,
    PoolId,
    audience_id,
    audience_ids,
    pool_id,
)
from community_edu.organizations.resources import (
    Resource,
    ResourceId,
    ResourceStatus,
    resource_id,
)
from community_edu.organizations.venues import Venue, VenueId, venue_id

__all__ = [
    "Audience",
    "AudienceId",
    "BadCoordinatesError",
    "BusyTime",
    "CircularParentsError",
    "ContradictoryItemsError",
    "Coordinates",
    "CriteriaItem",
    "CriteriaSet",
    "CriteriaSetId",
    "CriteriaStatus",
    "Educator",
    "EducatorId",
    "EmptyBusyTimeError",
    "ItemId",
    "NegativeNumberError",
    "Organization",
    "OrganizationId",
    "OrganizationStatus",
    "PeoplePool",
    "PoolId",
    "Position",
    "PositionId",
    "Relation",
    "Resource",
    "ResourceId",
    "ResourceStatus",
    "Tier",
    "TierId",
    "TrainingNetwork",
    "UnreadableBusyTimeError",
    "Venue",
    "VenueId",
    "ZonedBusyTimeError",
    "audience_id",
    "audience_ids",
    "busy_times",
    "check_network",
    "coordinates",
    "criteria_set_id",
    "educator_id",
    "item_id",
    "negative_numbers",
    "organization_id",
    "pool_id",
    "position_id",
    "resource_id",
    "tier_id",
    "venue_id",
]
