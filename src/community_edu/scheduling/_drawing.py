"""
Drawing a town: a timetable first, and then the classes and people that it would suit.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import TypeVar

import attrs

from community_edu.base import Text
from community_edu.calendars import WEEKDAYS, minute_of
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement
from community_edu.scheduling.town_names import (
    ITINERANT,
    LECTURER,
    NOWHERE,
    TEACHER,
    TIMETABLE,
    class_name,
    joined,
    lecture_name,
    person_name,
    room_name,
    town_name,
)
from community_edu.scheduling.town_shapes import (
    CAPACITIES,
    CELLS,
    HALF_HOURS,
    HALVES,
    MOST_A_DAY,
    PERIODS,
    POINT_KINDS,
    SCHOOL_ROOMS,
    SIDE,
    SUBJECTS,
    TOPICS,
    USUAL_LOAD,
    WEEKS,
    Cell,
    TownShape,
    TownTooFullError,
    wishes,
)
from community_edu.scheduling.travel import TravelTimes

T = TypeVar("T")

WEEK_PATTERNS = (("odd", 8), ("even", 16), ("1-9", 23), ("10-18", 30), ("all", 100))
MOST_ROOMS = 3
MOST_LECTURES = 6
MOST_OF_ITINERANT = 10


class Dice:
    """
    Draws that depend on nothing but the seed: on `random.Random.random` alone.
    """

    def __init__(self, seed: str, name: str) -> None:
        self._random = random.Random(seed).random  # noqa: S311 - nothing secret
        self.name = name

    def below(self, number: int) -> int:
        """
        Draw a number from 0 to one less than *number*.
        """
        return int(self._random() * number)

    def between(self, low: int, high: int) -> int:
        """
        Draw a number from *low* to *high*.
        """
        return low + self.below(high - low + 1)

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """
        Return *values* in an order that is drawn.
        """
        mixed = list(values)
        for index in range(len(mixed) - 1, 0, -1):
            other = self.below(index + 1)
            mixed[index], mixed[other] = mixed[other], mixed[index]
        return mixed

    def some(self, values: Iterable[T], number: int) -> list[T]:
        """
        Draw *number* of *values*, or all if there are fewer.
        """
        return self.shuffled(values)[:number]

    def pick(self, values: Sequence[T], what: Text) -> T:
        """
        Draw one of *values*.

        Raises:
            TownTooFullError: There is none.
        """
        if not values:
            raise TownTooFullError(self.name, what)
        return values[self.below(len(values))]


class Person:
    """
    An educator in the making, with what they do in the timetable that is drawn first.
    """

    def __init__(self, id_: str, name: Text, dice: Dice, off: tuple[int, int] = (2, 5)) -> None:
        self.id, self.name = id_, name
        self.teaches: list[str] = []
        self.halves = set(dice.some(HALVES, len(HALVES) - dice.between(*off)))
        self.most = dice.between(5, 8)
        self.diary: dict[Cell, str] = {}
        self.weeks: set[int] = set()

    def may_teach(self, subject: str, sessions: int) -> bool:
        """
        Tell whether they teach *subject*, or could learn it, and have time left.
        """
        knows = subject in self.teaches or len(self.teaches) < 2  # noqa: PLR2004 - one or two
        return knows and len(self.diary) + sessions <= self.most

    def can(self, cell: Cell, place: str, travel: TravelTimes) -> bool:
        """
        Tell whether they could be at *place* then, with what they do already.
        """
        day, period = cell
        if (day, period // 2) not in self.halves or cell in self.diary:
            return False
        same = [(other, where) for (on, other), where in self.diary.items() if on == day]
        return len(same) < MOST_A_DAY and all(
            travel.between(place, where) <= _minutes_between(period, other) for other, where in same
        )

    def value(self, **more: object) -> Educator:
        """
        Return the educator.
        """
        return Educator(
            id=self.id,
            name=self.name,
            teaches=self.teaches,
            hours="; ".join(
                f"{WEEKDAYS[day]} {HALF_HOURS[half]}" for day, half in sorted(self.halves)
            ),
            **more,  # type: ignore[arg-type]
        )


def _minutes_between(one: int, other: int) -> int:
    """
    Return the minutes from the end of the earlier of two periods to the later.
    """
    first, second = sorted((one, other))
    return minute_of(PERIODS[second].start) - minute_of(PERIODS[first].end)


@attrs.define(kw_only=True)
class _Draft:
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


class Drawing:
    """
    One town on its way to a problem; see `town`.

    Attributes:
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
        positions: dict[str, Cell] | None = None,
        itinerant: Sequence[Person] = (),
    ) -> None:
        self.name, self.shape, self.itinerant = name, shape, itinerant
        self.town = town
        self.dice = Dice(f"{seed} {name}", name)
        self.positions = {} if positions is None else positions
        self.travel = TravelTimes(positions=self.positions, unit=3)
        self.rooms: dict[str, list[Venue]] = {}
        self.taken: set[tuple[str, Cell]] = set()
        self.placements: list[Placement] = []
        self._draw_places(corner)

    def problem(self) -> TimetableProblem:
        """
        Draw the rest and return the problem.
        """
        people = [
            Person(f"{self.name}-teacher-{number:02}", self._named(TEACHER, number), self.dice)
            for number in range(1, self.shape.teachers + 1)
        ]
        drafts = self._drafts()
        self._place(drafts, people)
        self._pair(drafts)
        lectures, lecturers = self._lectures()
        for person in people:
            if not person.teaches:
                person.teaches = self.dice.some(SUBJECTS, self.dice.between(1, 2))
        visitors = {draft.person for draft in drafts if draft.shared}
        sections = [self._section(draft, people) for draft in drafts]
        guests = {id_ for section in sections for id_ in section.educators} | visitors
        return TimetableProblem(
            sections=[*sections, *lectures],
            venues=[room for rooms in self.rooms.values() for room in rooms],
            educators=[
                *(
                    one.value(employment="part_time", weekly_minutes=90 * one.most)
                    for one in (*people, *self.itinerant)
                    if one in people or one.id in guests
                ),
                *lecturers,
            ],
            weeks=WEEKS,
            rules=wishes(lectures=bool(lectures)),
            travel=TravelTimes(
                positions={place: self.positions[place] for place in self.rooms}, unit=3
            ),
            name=joined(self.town, TIMETABLE),
        )

    def _named(self, role: Text, number: int) -> Text:
        return joined(self.town, person_name(role, number))

    def _draw_places(self, corner: Cell) -> None:
        steps = [(east, north) for east in range(SIDE) for north in range(SIDE)]
        names = [f"{self.name}-school"]
        names += [f"{self.name}-point-{number:02}" for number in range(1, self.shape.points + 1)]
        for place, (east, north) in zip(names, self.dice.shuffled(steps), strict=False):
            self.positions[place] = (corner[0] + east, corner[1] + north)
            self.rooms[place] = []
        for kind, number in SCHOOL_ROOMS.items():
            for _ in range(number):
                self._draw_room(names[0], kind)
        points = list(self.rooms)[1:]
        for place in points:
            self._draw_room(place, "classroom")
        for _ in range(self.shape.point_rooms - len(points)):
            small = [place for place in points if len(self.rooms[place]) < MOST_ROOMS]
            place = self.dice.pick(small, Text("教室", en="rooms"))
            self._draw_room(place, POINT_KINDS[self.dice.below(len(POINT_KINDS))])

    def _draw_room(self, place: str, kind: str) -> None:
        rooms = self.rooms[place]
        number = len(rooms) + 1
        name = room_name(list(self.rooms).index(place), kind, number)
        rooms.append(
            Venue(
                id=f"{place}-room-{number:02}",
                name=joined(self.town, name),
                kind=kind,
                place=place,
                capacity=self.dice.between(*CAPACITIES[kind]),
            )
        )

    def _suitable(self, place: str, subject: str) -> list[Venue]:
        return [room for room in self.rooms[place] if room.kind in SUBJECTS[subject]]

    def _drafts(self) -> list[_Draft]:
        """
        Draw the classes, without time and people.
        """
        shape, dice = self.shape, self.dice
        school, *points = self.rooms
        point_rooms = [place for place in points for _ in self.rooms[place]]
        places = [school] * shape.school_classes
        places += [
            dice.pick(point_rooms, Text("班级", en="classes")) for _ in range(shape.point_classes)
        ]
        drafts: list[_Draft] = []
        for number, place in enumerate(places, 1):
            possible = [one for one in SUBJECTS if self._suitable(place, one)]
            subject = possible[dice.below(len(possible))]
            largest = max(room.capacity or 0 for room in self._suitable(place, subject))
            draw = dice.below(100)
            drafts.append(
                _Draft(
                    id=f"{self.name}-class-{number:03}",
                    name=joined(self.town, class_name(subject, number)),
                    place=place,
                    subject=subject,
                    size=min(largest, dice.between(12, 45)),
                    elderly=dice.below(100) < 75,  # noqa: PLR2004 - percent
                    weeks=next(weeks for weeks, percent in WEEK_PATTERNS if draw < percent),
                )
            )
        for draft in dice.some(drafts, shape.twice):
            draft.sessions = 2
        taught = {subject for person in self.itinerant for subject in person.teaches}
        shareable = [draft for draft in drafts if draft.subject in taught]
        for draft in dice.some(shareable, (5 * len(drafts) + 50) // 100):
            draft.shared = True
        return drafts

    def _place(self, drafts: Iterable[_Draft], people: Sequence[Person]) -> None:
        """
        Draw the timetable: what is shared first, then what few rooms serve.
        """
        order = sorted(
            self.dice.shuffled(drafts),
            key=lambda one: (not one.shared, len(self._suitable(one.place, one.subject))),
        )
        for draft in order:
            draft.shared = draft.shared and self._place_one(draft, self.itinerant)
            if not draft.shared and not self._place_one(draft, people):
                raise TownTooFullError(self.name, Text("班级", en="classes"))

    def _place_one(self, draft: _Draft, people: Sequence[Person]) -> bool:
        """
        Find somebody and a time for a class, those first who know the subject.
        """
        able = [
            person
            for person in self.dice.shuffled(people)
            if person.may_teach(draft.subject, draft.sessions)
        ]
        able.sort(key=lambda one: (len(one.diary) >= USUAL_LOAD, draft.subject not in one.teaches))
        for person in able:
            chosen: dict[int, tuple[Cell, str]] = {}
            for cell in self.dice.shuffled(CELLS):
                rooms = self._free(draft, cell)
                if rooms and cell[0] not in chosen and person.can(cell, draft.place, self.travel):
                    chosen[cell[0]] = (cell, rooms[self.dice.below(len(rooms))])
            if len(chosen) >= draft.sessions:
                times = list(chosen.values())[: draft.sessions]
                self.taken.update((room, cell) for cell, room in times)
                person.diary.update((cell, draft.place) for cell, _ in times)
                person.teaches = list(dict.fromkeys((*person.teaches, draft.subject)))
                draft.person, draft.cells = person.id, frozenset(cell for cell, _ in times)
                self.placements += (
                    Placement(
                        section=draft.id,
                        number=number,
                        weekday=WEEKDAYS[day],
                        period=period + 1,
                        venue=room,
                        educator=person.id,
                    )
                    for number, ((day, period), room) in enumerate(times, 1)
                )
                return True
        return False

    def _free(self, draft: _Draft, cell: Cell) -> list[str]:
        return [
            room.id
            for room in self._suitable(draft.place, draft.subject)
            if (room.capacity or 0) >= draft.size and (room.id, cell) not in self.taken
        ]

    def _pair(self, drafts: Iterable[_Draft]) -> None:
        """
        Draw the pairs of classes of the same people, at one place and not at one time.
        """
        at: dict[str, list[_Draft]] = {}
        for draft in drafts:
            at.setdefault(draft.place, []).append(draft)
        possible = [
            pair
            for there in at.values()
            for pair in combinations(there, 2)
            if not pair[0].cells & pair[1].cells
        ]
        for number, pair in enumerate(self.dice.some(possible, self.shape.pairs), 1):
            for draft in pair:
                draft.groups.append(f"{self.name}-pair-{number:02}")

    def _section(self, draft: _Draft, people: Sequence[Person]) -> TimetableSection:
        """
        Return a class, with its teacher or with some who could be.
        """
        pool = self.itinerant if draft.shared else people
        others = [
            person.id
            for person in pool
            if draft.subject in person.teaches and person.id != draft.person
        ]
        number = 0 if self.dice.below(100) < 60 else 2 if draft.shared else 4  # noqa: PLR2004
        return TimetableSection(
            id=draft.id,
            name=draft.name,
            subject=draft.subject,
            size=draft.size,
            sessions=draft.sessions,
            weeks=draft.weeks,
            educators=sorted((draft.person, *self.dice.some(others, number))),
            venue_kinds=SUBJECTS[draft.subject],
            place=draft.place,
            groups=draft.groups,
            audiences=["elderly"] if draft.elderly else ["residents"],
        )

    def _lectures(self) -> tuple[list[TimetableSection], list[Educator]]:
        """
        Draw the lectures and those who hold them.
        """
        shape, dice = self.shape, self.dice
        topics = tuple(TOPICS)
        people = [
            Person(f"{self.name}-lecturer-{number:02}", self._named(LECTURER, number), dice, (3, 7))
            for number in range(1, shape.lecturers + 1)
        ]
        for index, person in enumerate(people):
            person.most = dice.between(3, 6)
            person.teaches = list(
                dict.fromkeys((topics[index % len(topics)], topics[dice.below(len(topics))]))
            )
        found: list[TimetableSection] = []
        for number, (place, week) in enumerate(self._weeks_of_lectures(), 1):
            person, (day, period), room = self._lecturer(people, place, week)
            person.weeks.add(week)
            topic = person.teaches[dice.below(len(person.teaches))]
            section = TimetableSection(
                id=f"{self.name}-lecture-{number:03}",
                name=joined(self.town, lecture_name(topic, number)),
                subject=topic,
                size=min(room.capacity or 0, dice.between(15, 40)),
                per="term",
                place=place,
                groups=[f"{place}-lectures"],
            )
            found.append(attrs.evolve(section, audiences=[topic]))
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
        lecturers = [
            person.value(employment="volunteer", weekly_minutes=90, sessions=person.most)
            for person in people
        ]
        return found, lecturers

    def _weeks_of_lectures(self) -> Iterator[tuple[str, int]]:
        """
        Yield the place and the week of each lecture, those of one place three weeks apart.
        """
        shape, dice = self.shape, self.dice
        points = dice.shuffled(list(self.rooms)[1:])
        for index, place in enumerate(points):
            number = shape.lectures // len(points) + (index < shape.lectures % len(points))
            if number > MOST_LECTURES:
                raise TownTooFullError(self.name, Text("讲座", en="lectures"))
            if number:
                weeks = dice.some(range(1, WEEKS.number + 1 - 2 * (number - 1)), number)
                yield from ((place, week + 2 * step) for step, week in enumerate(sorted(weeks)))

    def _lecturer(
        self, people: Sequence[Person], place: str, week: int
    ) -> tuple[Person, Cell, Venue]:
        """
        Find somebody for a lecture, the least busy first, on a day that is not made up.
        """
        free = [
            person
            for person in self.dice.shuffled(people)
            if len(person.weeks) < person.most and week not in person.weeks
        ]
        for person in sorted(free, key=lambda one: len(one.weeks)):
            options = [
                ((day, period), room)
                for day, period in CELLS
                if (day, period // 2) in person.halves
                and WEEKS.day_of(week, WEEKDAYS[day]) == _day(week, day)
                for room in self.rooms[place]
                if (room.id, (day, period)) not in self.taken
            ]
            if options:
                return person, *options[self.dice.below(len(options))]
        raise TownTooFullError(self.name, Text("讲座", en="lectures"))


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
    positions: dict[str, Cell] = {}
    return [
        Drawing(
            seed,
            f"{name}-{number:02}",
            shape,
            town=town_name(number),
            corner=(3 * SIDE * (number % 4), 3 * SIDE * (number // 4)),
            positions=positions,
            itinerant=people,
        )
        for number in range(1, towns + 1)
    ]


def _day(week: int, day: int) -> date:
    """
    Return a day of the weeks as it would be held if it were not moved.
    """
    return WEEKS.first + timedelta(days=7 * (week - 1) + day)
