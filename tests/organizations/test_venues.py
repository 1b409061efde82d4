"""
Venues and platforms: values as given.
"""

from decimal import Decimal

import attrs
import pytest

from community_edu.base import InvalidIdentifierError, ProblemsError, Text
from community_edu.calendars import ALWAYS
from community_edu.organizations import BadCoordinatesError, Coordinates, Venue, venue_id


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

    def test_where(self) -> None:
        """
        A venue is at its place, else at its owner, else somewhere of its own.
        """
        room = Venue(id="room", name="教室", kind="classroom")
        assert room.where == "room"
        assert attrs.evolve(room, owner="street").where == "street"
        assert attrs.evolve(room, owner="street", place="east").where == "east"

    def test_address_and_coordinates(self) -> None:
        """
        Where a venue is for visitors is text and a point; coordinates may be given as text.
        """
        room = Venue(id="room", name="教室", kind="classroom")
        assert (room.address, room.coordinates) == (None, None)
        found = attrs.evolve(room, address="示例路 1 号", coordinates="31.2304, 121.4737")
        assert found.address == Text("示例路 1 号")
        assert found.coordinates == Coordinates(Decimal("31.2304"), Decimal("121.4737"))
        with pytest.raises(BadCoordinatesError, match=r"'121.4737, 31.2304' are no coordinates"):
            attrs.evolve(room, coordinates="121.4737, 31.2304")

    def test_hours(self) -> None:
        """
        A venue of which nothing is said is always open and never taken.
        """
        room = Venue(id="room", name="教室", kind="classroom", capacity=0)
        assert (room.hours, room.busy, room.capacity) == (ALWAYS, (), 0)
        taken = attrs.evolve(room, hours="MON", busy=["2026-10-08"])
        assert (str(taken.hours), str(taken.busy[0])) == ("MON 00:00-24:00", "2026-10-08")

    def test_negative_capacity(self) -> None:
        """
        A venue holds nobody or more.
        """
        with pytest.raises(ProblemsError) as caught:
            Venue(id="room", name="教室", kind="classroom", capacity=-1)
        assert "'capacity' is -1; give 0 or more" in str(caught.value)
