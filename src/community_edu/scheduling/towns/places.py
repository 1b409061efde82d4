"""
The places of a town in the making: where they lie, their rooms, and when these are taken.
"""

from collections.abc import Mapping
from types import MappingProxyType

from community_edu.base import Text
from community_edu.organizations import Venue
from community_edu.scheduling.towns.names import room_name
from community_edu.scheduling.towns.shapes import (
    CAPACITIES,
    MINUTES_OF_A_STEP,
    POINT_KINDS,
    SCHOOL_ROOMS,
    SIDE,
    SUBJECTS,
    Cell,
)
from community_edu.scheduling.towns.sketches import Sketch
from community_edu.scheduling.travel import TravelTimes

MOST_ROOMS = 3


class Places:
    """
    The school and the teaching points of one town.

    Attributes:
        positions: Where each place lies.
        rooms: The rooms of each place, the school being the first.
        taken: The rooms with the times at which they are taken.
    """

    def __init__(self, sketch: Sketch, corner: Cell) -> None:
        self.rooms: dict[str, list[Venue]] = {}
        self.taken: set[tuple[str, Cell]] = set()
        self._sketch = sketch
        shape, dice = sketch.shape, sketch.dice
        steps = [(east, north) for east in range(SIDE) for north in range(SIDE)]
        names = [f"{sketch.name}-school"]
        names += [f"{sketch.name}-point-{number:02}" for number in range(1, shape.points + 1)]
        self.positions: dict[str, Cell] = {}
        for place, (east, north) in zip(names, dice.shuffled(steps), strict=False):
            self.positions[place] = (corner[0] + east, corner[1] + north)
            self.rooms[place] = []
        for kind, number in SCHOOL_ROOMS.items():
            for _ in range(number):
                self._draw_room(names[0], kind)
        for place in self.points:
            self._draw_room(place, "classroom")
        for _ in range(shape.point_rooms - len(self.points)):
            small = [place for place in self.points if len(self.rooms[place]) < MOST_ROOMS]
            place = dice.pick(small, Text("教室", en="rooms"))
            self._draw_room(place, POINT_KINDS[dice.below(len(POINT_KINDS))])

    def _draw_room(self, place: str, kind: str) -> None:
        rooms = self.rooms[place]
        number = len(rooms) + 1
        name = room_name(list(self.rooms).index(place), kind, number)
        rooms.append(
            Venue(
                id=f"{place}-room-{number:02}",
                name=self._sketch.named(name),
                kind=kind,
                place=place,
                capacity=self._sketch.dice.between(*CAPACITIES[kind]),
            )
        )

    @property
    def school(self) -> str:
        """
        The place of the school.
        """
        return next(iter(self.rooms))

    @property
    def points(self) -> list[str]:
        """
        The places of the teaching points.
        """
        return list(self.rooms)[1:]

    def travel(self, elsewhere: Mapping[str, Cell] = MappingProxyType({})) -> TravelTimes:
        """
        Return the ways between the places, and from and to those *elsewhere*.
        """
        return TravelTimes(positions={**elsewhere, **self.positions}, unit=MINUTES_OF_A_STEP)

    def suitable(self, place: str, subject: str) -> list[Venue]:
        """
        Return the rooms of *place* that serve *subject*.
        """
        return [room for room in self.rooms[place] if room.kind in SUBJECTS[subject]]

    def free(self, place: str, cell: Cell) -> list[Venue]:
        """
        Return the rooms of *place* that are not taken then.
        """
        return [room for room in self.rooms[place] if (room.id, cell) not in self.taken]
