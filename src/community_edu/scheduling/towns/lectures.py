"""
The lectures of a town in the making, and the volunteers who hold them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from community_edu.base import Text
from community_edu.calendars import WEEKDAYS
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement
from community_edu.scheduling.towns.names import LECTURER, lecture_name, person_name
from community_edu.scheduling.towns.people import Person
from community_edu.scheduling.towns.places import Places
from community_edu.scheduling.towns.shapes import (
    CELLS,
    TOPICS,
    WEEKS,
    Cell,
)
from community_edu.scheduling.towns.sketches import Sketch

MOST_LECTURES = 6
"""
How many lectures one place has in a term.
"""


class Lectures:
    """
    The lectures of one town, held around its classes.

    Attributes:
        sections: The lectures.
        placements: The timetable that is drawn for them.
    """

    def __init__(self, sketch: Sketch, places: Places) -> None:
        self._sketch, self._dice, self._places = sketch, sketch.dice, places
        self._people = self._volunteers()
        self.sections: list[TimetableSection] = []
        self.placements: list[Placement] = []
        for number, (place, week) in enumerate(self._weeks(), 1):
            self._hold(number, place, week)

    def lecturers(self) -> list[Educator]:
        """
        Return those who hold them.
        """
        return [
            person.value(employment="volunteer", weekly_minutes=90, sessions=person.most)
            for person in self._people
        ]

    def _volunteers(self) -> list[Person]:
        dice, topics = self._dice, tuple(TOPICS)
        people = [
            Person(
                f"{self._sketch.name}-lecturer-{number:02}",
                self._sketch.named(person_name(LECTURER, number)),
                dice,
                off=(3, 7),
            )
            for number in range(1, self._sketch.shape.lecturers + 1)
        ]
        for index, person in enumerate(people):
            person.most = dice.between(3, 6)
            person.teaches = list(
                dict.fromkeys((topics[index % len(topics)], topics[dice.below(len(topics))]))
            )
        return people

    def _hold(self, number: int, place: str, week: int) -> None:
        """
        Draw one lecture at *place* in *week*.
        """
        dice = self._dice
        person, (day, period), room = self._lecturer(place, week)
        person.weeks.add(week)
        topic = person.teaches[dice.below(len(person.teaches))]
        section = TimetableSection(
            id=f"{self._sketch.name}-lecture-{number:03}",
            name=self._sketch.named(lecture_name(topic, number)),
            subject=topic,
            size=min(room.capacity or 0, dice.between(15, 40)),
            per="term",
            place=place,
            groups=[f"{place}-lectures"],
            audiences=[topic],
        )
        self.sections.append(section)
        self.placements.append(
            Placement(
                section=section.id,
                weekday=WEEKDAYS[day],
                period=period + 1,
                weeks=str(week),
                venue=room.id,
                educator=person.id,
            )
        )

    def _weeks(self) -> Iterator[tuple[str, int]]:
        """
        Yield the place and the week of each lecture, those of one place three weeks apart.
        """
        shape, dice = self._sketch.shape, self._dice
        points = dice.shuffled(self._places.points)
        for index, place in enumerate(points):
            number = shape.lectures // len(points) + (index < shape.lectures % len(points))
            if number > MOST_LECTURES:
                raise self._sketch.too_full(Text("讲座", en="lectures"))
            if number:
                weeks = dice.some(range(1, WEEKS.number + 1 - 2 * (number - 1)), number)
                yield from ((place, week + 2 * step) for step, week in enumerate(sorted(weeks)))

    def _lecturer(self, place: str, week: int) -> tuple[Person, Cell, Venue]:
        """
        Find somebody for a lecture, the least busy first, on a day that is not made up.
        """
        free = [
            person
            for person in self._dice.shuffled(self._people)
            if len(person.weeks) < person.most and week not in person.weeks
        ]
        for person in sorted(free, key=lambda one: len(one.weeks)):
            options = [
                (cell, room)
                for cell in CELLS
                if (cell[0], cell[1] // 2) in person.halves and not _is_moved(week, cell[0])
                for room in self._places.free(place, cell)
            ]
            if options:
                return person, *options[self._dice.below(len(options))]
        raise self._sketch.too_full(Text("讲座", en="lectures"))


def _is_moved(week: int, day: int) -> bool:
    """
    Tell whether a day of the weeks is not held where it stands in the calendar.
    """
    usual: date = WEEKS.first + timedelta(days=7 * (week - 1) + day)
    return WEEKS.day_of(week, WEEKDAYS[day]) != usual
