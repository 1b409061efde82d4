"""
The classes of a town in the making: what they are, and when, where and by whom they are held.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

import attrs

from community_edu.base import Text
from community_edu.calendars import WEEKDAYS
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement
from community_edu.scheduling.towns.names import class_name
from community_edu.scheduling.towns.people import Person
from community_edu.scheduling.towns.places import Places
from community_edu.scheduling.towns.shapes import (
    CELLS,
    SUBJECTS,
    USUAL_LOAD,
    Cell,
)
from community_edu.scheduling.towns.sketches import Sketch
from community_edu.scheduling.travel import TravelTimes

WEEK_PATTERNS = (("odd", 8), ("even", 16), ("1-9", 23), ("10-18", 30), ("all", 100))
"""
The weeks in which classes meet, with the percentage of classes up to each.
"""


@attrs.define(kw_only=True)
class Draft:
    """
    A class in the making.
    """

    id: str
    name: Text
    place: str
    subject: str
    size: int
    elderly: bool
    weeks: str
    sessions: int = 1
    shared: bool = False
    person: str = ""
    cells: frozenset[Cell] = frozenset()
    groups: list[str] = attrs.field(factory=list[str])


class Classes:
    """
    The classes of one town: drawn, placed with *people* or *itinerant* ones, and paired.

    Attributes:
        placements: The timetable that is drawn for them.
    """

    def __init__(
        self,
        sketch: Sketch,
        places: Places,
        *,
        travel: TravelTimes,
        people: Sequence[Person],
        itinerant: Sequence[Person],
    ) -> None:
        self._sketch, self._dice = sketch, sketch.dice
        self._places, self._travel = places, travel
        self._people, self._itinerant = people, itinerant
        self.placements: list[Placement] = []
        self._drafts = self._drawn()
        self._place()
        self._pair()

    def visitors(self) -> set[str]:
        """
        Return the itinerant teachers of the timetable that is drawn.
        """
        return {draft.person for draft in self._drafts if draft.shared}

    def sections(self) -> list[TimetableSection]:
        """
        Return the classes, each with its teacher or with some who could be.
        """
        return [self._section(draft) for draft in self._drafts]

    def _drawn(self) -> list[Draft]:
        """
        Draw the classes, without time and people.
        """
        shape, dice, places = self._sketch.shape, self._dice, self._places
        point_rooms = [place for place in places.points for _ in places.rooms[place]]
        where = [places.school] * shape.school_classes
        where += [
            dice.pick(point_rooms, Text("班级", en="classes")) for _ in range(shape.point_classes)
        ]
        drafts: list[Draft] = []
        for number, place in enumerate(where, 1):
            possible = [one for one in SUBJECTS if places.suitable(place, one)]
            subject = possible[dice.below(len(possible))]
            largest = max(room.capacity or 0 for room in places.suitable(place, subject))
            draw = dice.below(100)
            drafts.append(
                Draft(
                    id=f"{self._sketch.name}-class-{number:03}",
                    name=self._sketch.named(class_name(subject, number)),
                    place=place,
                    subject=subject,
                    size=min(largest, dice.between(12, 45)),
                    elderly=dice.below(100) < 75,  # noqa: PLR2004 - percent
                    weeks=next(weeks for weeks, percent in WEEK_PATTERNS if draw < percent),
                )
            )
        for draft in dice.some(drafts, shape.twice):
            draft.sessions = 2
        taught = {subject for person in self._itinerant for subject in person.teaches}
        shareable = [draft for draft in drafts if draft.subject in taught]
        for draft in dice.some(shareable, (5 * len(drafts) + 50) // 100):
            draft.shared = True
        return drafts

    def _place(self) -> None:
        """
        Draw the timetable: what is shared first, then what few rooms serve.
        """
        order = sorted(
            self._dice.shuffled(self._drafts),
            key=lambda one: (not one.shared, len(self._places.suitable(one.place, one.subject))),
        )
        for draft in order:
            draft.shared = draft.shared and self._place_one(draft, self._itinerant)
            if not draft.shared and not self._place_one(draft, self._people):
                raise self._sketch.too_full(Text("班级", en="classes"))

    def _place_one(self, draft: Draft, people: Sequence[Person]) -> bool:
        """
        Find somebody and a time for a class, those first who know the subject.
        """
        able = [
            person
            for person in self._dice.shuffled(people)
            if person.may_teach(draft.subject, draft.sessions)
        ]
        able.sort(key=lambda one: (len(one.diary) >= USUAL_LOAD, draft.subject not in one.teaches))
        for person in able:
            times = self._times(draft, person)
            if times:
                self._hold(draft, person, times)
                return True
        return False

    def _times(self, draft: Draft, person: Person) -> list[tuple[Cell, str]]:
        """
        Draw the times of a class with its rooms, on different days; none if there are too few.
        """
        chosen: dict[int, tuple[Cell, str]] = {}
        for cell in self._dice.shuffled(CELLS):
            rooms = self._free(draft, cell)
            if rooms and cell[0] not in chosen and person.can(cell, draft.place, self._travel):
                chosen[cell[0]] = (cell, rooms[self._dice.below(len(rooms))])
        return [*chosen.values()][: draft.sessions] if len(chosen) >= draft.sessions else []

    def _hold(self, draft: Draft, person: Person, times: Iterable[tuple[Cell, str]]) -> None:
        """
        Note that a class is held by *person* at *times*.
        """
        rooms = dict(times)
        self._places.taken.update((room, cell) for cell, room in rooms.items())
        person.diary.update(dict.fromkeys(rooms, draft.place))
        person.teaches = list(dict.fromkeys((*person.teaches, draft.subject)))
        draft.person, draft.cells = person.id, frozenset(rooms)
        self.placements += (
            Placement(
                section=draft.id,
                number=number,
                weekday=WEEKDAYS[day],
                period=period + 1,
                venue=room,
                educator=person.id,
            )
            for number, ((day, period), room) in enumerate(rooms.items(), 1)
        )

    def _free(self, draft: Draft, cell: Cell) -> list[str]:
        return [
            room.id
            for room in self._places.free(draft.place, cell)
            if room.kind in SUBJECTS[draft.subject] and (room.capacity or 0) >= draft.size
        ]

    def _pair(self) -> None:
        """
        Draw the pairs of classes of the same people, at one place and not at one time.
        """
        at: dict[str, list[Draft]] = {}
        for draft in self._drafts:
            at.setdefault(draft.place, []).append(draft)
        possible = [
            pair
            for there in at.values()
            for pair in combinations(there, 2)
            if not pair[0].cells & pair[1].cells
        ]
        for number, pair in enumerate(self._dice.some(possible, self._sketch.shape.pairs), 1):
            for draft in pair:
                draft.groups.append(f"{self._sketch.name}-pair-{number:02}")

    def _section(self, draft: Draft) -> TimetableSection:
        pool = self._itinerant if draft.shared else self._people
        others = [
            person.id
            for person in pool
            if draft.subject in person.teaches and person.id != draft.person
        ]
        number = 0 if self._dice.below(100) < 60 else 2 if draft.shared else 4  # noqa: PLR2004
        return TimetableSection(
            id=draft.id,
            name=draft.name,
            subject=draft.subject,
            size=draft.size,
            sessions=draft.sessions,
            weeks=draft.weeks,
            educators=sorted((draft.person, *self._dice.some(others, number))),
            venue_kinds=SUBJECTS[draft.subject],
            place=draft.place,
            groups=draft.groups,
            audiences=["elderly"] if draft.elderly else ["residents"],
        )
