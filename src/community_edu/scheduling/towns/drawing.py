"""
Drawing a town: a timetable first, and then the classes and people that it would suit.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from community_edu.base import Text
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement
from community_edu.scheduling.towns.classes import Classes
from community_edu.scheduling.towns.dice import Dice
from community_edu.scheduling.towns.lectures import Lectures
from community_edu.scheduling.towns.names import (
    ITINERANT,
    NOWHERE,
    TEACHER,
    TIMETABLE,
    person_name,
    town_name,
)
from community_edu.scheduling.towns.people import Person
from community_edu.scheduling.towns.places import Places
from community_edu.scheduling.towns.shapes import SIDE, SUBJECTS, WEEKS, Cell, TownShape, wishes
from community_edu.scheduling.towns.sketches import Sketch

MOST_OF_ITINERANT = 10


class Drawing:
    """
    One town on its way to a problem; see `town`.

    Attributes:
        places: Where it is taught.
        placements: The timetable that is drawn first, when the problem is.
    """

    def __init__(
        self,
        seed: int,
        name: str,
        shape: TownShape,
        *,
        town: Text = NOWHERE,
        corner: Cell = (0, 0),
        elsewhere: Mapping[str, Cell] = MappingProxyType({}),
        itinerant: Sequence[Person] = (),
    ) -> None:
        self._sketch = Sketch(name, town, shape, Dice(f"{seed} {name}", name))
        self._elsewhere, self._itinerant = elsewhere, itinerant
        self.places = Places(self._sketch, corner)
        self.placements: list[Placement] = []

    def problem(self) -> TimetableProblem:
        """
        Draw the rest and return the problem.
        """
        sketch, places, dice = self._sketch, self.places, self._sketch.dice
        people = [
            Person(
                f"{sketch.name}-teacher-{number:02}",
                sketch.named(person_name(TEACHER, number)),
                dice,
            )
            for number in range(1, sketch.shape.teachers + 1)
        ]
        classes = Classes(
            sketch,
            places,
            travel=places.travel(self._elsewhere),
            people=people,
            itinerant=self._itinerant,
        )
        lectures = Lectures(sketch, places)
        for person in people:
            if not person.teaches:
                person.teaches = dice.some(SUBJECTS, dice.between(1, 2))
        sections = classes.sections()
        guests = {one for section in sections for one in section.educators} | classes.visitors()
        self.placements += (*classes.placements, *lectures.placements)
        return TimetableProblem(
            sections=[*sections, *lectures.sections],
            venues=[room for rooms in places.rooms.values() for room in rooms],
            educators=[
                *(
                    one.value(employment="part_time", weekly_minutes=90 * one.most)
                    for one in (*people, *self._itinerant)
                    if one in people or one.id in guests
                ),
                *lectures.lecturers(),
            ],
            weeks=WEEKS,
            rules=wishes(lectures=bool(lectures.sections)),
            travel=places.travel(),
            name=sketch.named(TIMETABLE),
        )


def drawings_of_district(
    seed: int, name: str, shape: TownShape, towns: int, itinerant: int
) -> list[Drawing]:
    """
    Return the drawings of the towns of a district; see `district`.

    Each goes by what those before it have drawn: take their problems in order.
    """
    dice = Dice(f"{seed} {name}", name)
    people = [
        Person(f"{name}-itinerant-{number:02}", person_name(ITINERANT, number), dice)
        for number in range(1, itinerant + 1)
    ]
    subjects = tuple(SUBJECTS)
    for index, person in enumerate(people):
        person.most = MOST_OF_ITINERANT
        person.teaches = [subjects[(3 * index + step) % len(subjects)] for step in range(3)]
    drawings: list[Drawing] = []
    positions: dict[str, Cell] = {}
    for number in range(1, towns + 1):
        drawing = Drawing(
            seed,
            f"{name}-{number:02}",
            shape,
            town=town_name(number),
            corner=(3 * SIDE * (number % 4), 3 * SIDE * (number // 4)),
            elsewhere=dict(positions),
            itinerant=people,
        )
        positions |= drawing.places.positions
        drawings.append(drawing)
    return drawings
