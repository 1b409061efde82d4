"""
Venues and platforms: values as given.
"""

import pytest

from community_edu.base import InvalidIdentifierError, Text
from community_edu.organizations import Venue, venue_id


class TestVenue:
    def test_owner(self) -> None:
        """
        A venue is run by an organization only if the plan says so.
        """
        room = Venue(id="reading-room", name="图书室", kind="reading_room", note="周末开放")
        assert (room.owner, room.note) == (None, Text("周末开放"))
        assert Venue(id="web", name="网站", kind="online", owner="street").owner == "street"

    def test_bad_ids(self) -> None:
        """
        A venue and its owner are named by identifiers.
        """
        assert venue_id("reading-room") == "reading-room"
        with pytest.raises(InvalidIdentifierError, match="图书室 is not an identifier"):
            Venue(id="图书室", name="图书室", kind="reading_room")
        with pytest.raises(InvalidIdentifierError, match="街道 is not an identifier"):
            Venue(id="room", name="图书室", kind="reading_room", owner="街道")
