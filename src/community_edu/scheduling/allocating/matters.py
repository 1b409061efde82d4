"""
What is to be allocated, by numbers: which educator can serve which wish, at what cost.
"""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar, Final

import attrs

from community_edu.base import CommunityEduError, ProblemsError, Text
from community_edu.courses import Choice, CourseMenu, MenuItem
from community_edu.organizations import Educator
from community_edu.scheduling.travel import TravelTimes

UNLIMITED: Final = 10**9
"""
Minutes and sessions of somebody whom nothing limits: more than a lifetime has.
"""

MOST_PAIRS: Final = 200_000
"""
The most pairs of a choice and somebody who can serve it that are looked at.
"""

MOST_WISHED: Final = 100_000
"""
The most sessions that can be wished in all.
"""

PAIRS: Final = Text(
    "选课与可授课讲师的组合", en="pairs of a choice and an educator who can give it"
)
WISHED: Final = Text("申请的课次", en="sessions that are wished")


@attrs.define(slots=False)
class TooMuchToDecideError(CommunityEduError, ValueError):
    """
    More to decide at once than any county has.
    """

    code: ClassVar[str] = "too-much-to-decide"
    en: ClassVar[str] = (
        "there are {number} {what}, and at most {most} are decided at once; allocate part by part"
    )
    zh: ClassVar[str] = "{what}共 {number}，一次最多处理 {most}，请分片调配"

    what: Text
    number: int
    most: int


@attrs.frozen(kw_only=True)
class Matter:
    """
    One allocation to decide.

    Attributes:
        items: The items, by the number of the item.
        item_of: The item of each choice.
        point_of: The point of each choice, by its number.
        points: How many points there are.
        wanted: The sessions of each choice.
        ranks: The rank of each choice.
        able: For each choice, who can serve it, and the minutes that one session takes
            them, both ways included.
        minutes: The minutes that each educator has.
        sessions: The sessions that each educator gives at most.
        offered: The sessions of each item that there are at most.
    """

    items: tuple[MenuItem, ...]
    item_of: tuple[int, ...]
    point_of: tuple[int, ...]
    points: int
    wanted: tuple[int, ...]
    ranks: tuple[int, ...]
    able: tuple[dict[int, int], ...]
    minutes: tuple[int, ...]
    sessions: tuple[int, ...]
    offered: tuple[int, ...]


def matter_of(
    menu: CourseMenu,
    choices: Iterable[Choice],
    educators: Iterable[Educator],
    travel: TravelTimes,
) -> Matter:
    """
    Number what is to be allocated.

    Raises:
        ProblemsError: There are more than `MOST_PAIRS` of a choice and an educator, or more than
            `MOST_WISHED` sessions.
    """
    wishes, people = tuple(choices), tuple(educators)
    numbers = {item.id: number for number, item in enumerate(menu.items)}
    points: dict[str, int] = {}
    for choice in wishes:
        points.setdefault(choice.point, len(points))
    givers = _givers(menu, people)
    amounts = (
        (PAIRS, sum(len(givers[numbers[choice.item]]) for choice in wishes), MOST_PAIRS),
        (WISHED, sum(choice.sessions for choice in wishes), MOST_WISHED),
    )
    problems = [TooMuchToDecideError(*amount) for amount in amounts if amount[1] > amount[2]]
    if problems:
        raise ProblemsError("the menu cannot be allocated at once", problems)
    able: list[dict[int, int]] = []
    for choice in wishes:
        number = numbers[choice.item]
        item = menu.items[number]
        serves = not choice.audience or not item.audiences or choice.audience in item.audiences
        able.append(
            {
                index: item.minutes + _way(people[index], choice.point, travel)
                for index in (givers[number] if serves else ())
            }
        )
    return Matter(
        items=menu.items,
        item_of=tuple(numbers[choice.item] for choice in wishes),
        point_of=tuple(points[choice.point] for choice in wishes),
        points=len(points),
        wanted=tuple(choice.sessions for choice in wishes),
        ranks=tuple(choice.rank for choice in wishes),
        able=tuple(able),
        minutes=tuple(menu.minutes.get(person.id, UNLIMITED) for person in people),
        sessions=tuple(
            UNLIMITED if person.sessions is None else min(person.sessions, UNLIMITED)
            for person in people
        ),
        offered=tuple(UNLIMITED if item.sessions is None else item.sessions for item in menu.items),
    )


def _givers(menu: CourseMenu, people: tuple[Educator, ...]) -> list[tuple[int, ...]]:
    """
    Return who can give each item: those it names, else who teaches its subject.
    """
    teaching: dict[str, list[int]] = {}
    for index, person in enumerate(people):
        for subject in dict.fromkeys(person.teaches):
            teaching.setdefault(subject, []).append(index)
    numbers = {person.id: index for index, person in enumerate(people)}
    return [
        tuple(sorted({numbers[name] for name in item.educators if name in numbers}))
        if item.educators
        else tuple(teaching.get(item.subject, ()))
        for item in menu.items
    ]


def _way(person: Educator, point: str, travel: TravelTimes) -> int:
    """
    Return the minutes from home to the point and back; none for one without a home place.
    """
    if person.home is None:
        return 0
    both = travel.between(person.home, point) + travel.between(point, person.home)
    return min(both, UNLIMITED)


@attrs.define
class Shares:
    """
    Who serves what, while it is being decided.

    Attributes:
        matter: What is decided.
        given: For each choice, the sessions that each educator gives.
        taken: For each educator, the choices of which they give a session.
        minutes: The minutes that each educator has left.
        sessions: The sessions that each educator has left.
        offered: The sessions of each item that are left.
    """

    matter: Matter
    given: list[dict[int, int]] = attrs.field(init=False)
    taken: list[set[int]] = attrs.field(init=False)
    minutes: list[int] = attrs.field(init=False)
    sessions: list[int] = attrs.field(init=False)
    offered: list[int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.given = [{} for _ in self.matter.wanted]
        self.taken = [set() for _ in self.matter.minutes]
        self.minutes = list(self.matter.minutes)
        self.sessions = list(self.matter.sessions)
        self.offered = list(self.matter.offered)

    def granted(self, choice: int) -> int:
        """
        Return how many sessions of a choice are granted.
        """
        return sum(self.given[choice].values())

    def of_points(self) -> Counter[int]:
        """
        Return how many sessions each point is granted.
        """
        total: Counter[int] = Counter()
        for choice, point in enumerate(self.matter.point_of):
            total[point] += self.granted(choice)
        return total

    def has_room(self, choice: int, educator: int) -> bool:
        """
        Tell whether an educator can take one more session of a choice.
        """
        return (
            self.sessions[educator] >= 1
            and self.minutes[educator] >= self.matter.able[choice][educator]
        )

    def give(self, choice: int, educator: int, number: int = 1) -> None:
        """
        Let an educator give so many more sessions of a choice; fewer if negative.
        """
        given = self.given[choice]
        given[educator] = given.get(educator, 0) + number
        if given[educator]:
            self.taken[educator].add(choice)
        else:
            del given[educator]
            self.taken[educator].remove(choice)
        self.minutes[educator] -= number * self.matter.able[choice][educator]
        self.sessions[educator] -= number
        self.offered[self.matter.item_of[choice]] -= number
