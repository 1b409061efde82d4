"""
Course menus (课程菜单): what a hub offers and what teaching points choose.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import ClassVar, Final, NewType

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    Path,
    ProblemsError,
    References,
    Text,
    identifier,
    text,
)
from community_edu.organizations import (
    AudienceId,
    EducatorId,
    OrganizationId,
    audience_ids,
    educator_id,
    organization_id,
)

MenuId = NewType("MenuId", str)
MenuItemId = NewType("MenuItemId", str)

ITEM = ("item of the menu", "菜单项目")


def menu_id(value: str) -> MenuId:
    """
    Return *value* as the identifier of a menu.
    """
    return MenuId(identifier(value))


def menu_item_id(value: str) -> MenuItemId:
    """
    Return *value* as the identifier of an item of a menu.
    """
    return MenuItemId(identifier(value))


def _educator_ids(values: Iterable[str]) -> tuple[EducatorId, ...]:
    return tuple(map(educator_id, values))


def _minutes(values: Mapping[str, int]) -> dict[EducatorId, int]:
    return {educator_id(name): minutes for name, minutes in values.items()}


MOST_SESSIONS: Final = 1_000
"""
The most sessions of one item that a point can wish, and the last rank of a wish.
"""

MOST_OFFERED: Final = 1_000_000
"""
The most sessions of one item that a hub can offer.
"""

MINUTES_OF_A_DAY: Final = 24 * 60
MINUTES_OF_A_YEAR: Final = 366 * MINUTES_OF_A_DAY


@attrs.define(slots=False)
class BadMenuNumberError(CommunityEduError, ValueError):
    """
    A number of a menu, a choice or a need that cannot be.
    """

    code: ClassVar[str] = "bad-menu-number"
    en: ClassVar[str] = "'{name}' is {value}; give {least} to {most}"
    zh: ClassVar[str] = "“{name}”为 {value}，应为 {least} 到 {most}"

    path: Path
    name: str
    value: int
    least: int
    most: int


@attrs.define(slots=False)
class ChosenTwiceError(CommunityEduError, ValueError):
    """
    A point that chooses one item twice.
    """

    code: ClassVar[str] = "chosen-twice"
    en: ClassVar[str] = "'{point}' chooses '{item}' twice; write one choice with all its sessions"
    zh: ClassVar[str] = "“{point}”两次选择“{item}”，请合并为一项并写明次数"

    path: Path
    point: str
    item: str


def bad_numbers(**numbers: tuple[int, int, int]) -> list[CommunityEduError]:
    """
    Return a problem for each number that is not between its least and its most.

    Args:
        numbers: By the name of the field: the number, its least, its most.

    Example:
        >>> print(*bad_numbers(rank=(0, 1, 1_000), sessions=(2, 1, 1_000)))
        'rank' is 0; give 1 to 1000
    """
    return [
        BadMenuNumberError((name,), name, value, least, most)
        for name, (value, least, most) in numbers.items()
        if not least <= value <= most
    ]


@attrs.frozen(kw_only=True)
class MenuItem(Cited):
    """
    One thing that can be chosen: a lecture, a course.

    Attributes:
        id: The identifier.
        name: What it is called.
        subject: What an educator must be able to teach, if none are named.
        minutes: How long one session takes.
        audiences: Whom it is for; empty: for everybody.
        educators: Who gives it; empty: whoever teaches `subject`.
        sessions: How many sessions the hub gives in all; `None`: as its educators can.

    Raises:
        ProblemsError: It takes no time or more than a day, or offers fewer sessions than none
            or more than `MOST_OFFERED`; both at once.
    """

    id: MenuItemId = attrs.field(converter=menu_item_id)
    name: Text = attrs.field(converter=text)
    subject: str = ""
    minutes: int = 90
    audiences: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    educators: tuple[EducatorId, ...] = attrs.field(default=(), converter=_educator_ids)
    sessions: int | None = None

    def __attrs_post_init__(self) -> None:
        problems = bad_numbers(
            minutes=(self.minutes, 1, MINUTES_OF_A_DAY),
            sessions=(self.sessions or 0, 0, MOST_OFFERED),
        )
        if problems:
            raise ProblemsError(f"the item '{self.id}' cannot be", problems)


@attrs.frozen(kw_only=True)
class CourseMenu(Cited):
    """
    A menu of one edition (期), out of which points choose.

    Attributes:
        id: The identifier.
        edition: Which edition: ``2026 春季``.
        items: What can be chosen.
        minutes: How long each educator can work for this edition, ways there and back
            included; one who is not named as long as their own limits let them.

    Raises:
        ProblemsError: Two items have the same identifier, or an educator less time than none
            or more than a year has.
    """

    id: MenuId = attrs.field(converter=menu_id)
    edition: Text = attrs.field(converter=text)
    items: tuple[MenuItem, ...] = attrs.field(converter=tuple[MenuItem, ...])
    minutes: Mapping[EducatorId, int] = attrs.field(
        factory=dict[EducatorId, int], converter=_minutes
    )

    def __attrs_post_init__(self) -> None:
        references = References()
        references.unique("items", [item.id for item in self.items])
        references.problems.extend(
            BadMenuNumberError(("minutes", name), name, minutes, 0, MINUTES_OF_A_YEAR)
            for name, minutes in self.minutes.items()
            if not 0 <= minutes <= MINUTES_OF_A_YEAR
        )
        references.finish("the menu cannot be")


@attrs.frozen(kw_only=True)
class TeachingPoint(Cited):
    """
    One of those who choose (教学点).

    Attributes:
        id: The identifier, as choices and travel times have it.
        name: What it is called.
    """

    id: OrganizationId = attrs.field(converter=organization_id)
    name: Text = attrs.field(converter=text)


@attrs.frozen(kw_only=True)
class Choice(Cited):
    """
    One wish of a teaching point (选课): so many sessions of an item.

    Attributes:
        point: Who wishes it.
        item: The item of the menu.
        rank: How much: 1 before 2.
        sessions: How many sessions.
        audience: For whom at the point; empty: not said.

    Raises:
        ProblemsError: The rank or the sessions are below 1 or above `MOST_SESSIONS`.
    """

    point: OrganizationId = attrs.field(converter=organization_id)
    item: MenuItemId = attrs.field(converter=menu_item_id)
    rank: int = 1
    sessions: int = 1
    audience: str = ""

    def __attrs_post_init__(self) -> None:
        problems = bad_numbers(
            rank=(self.rank, 1, MOST_SESSIONS), sessions=(self.sessions, 1, MOST_SESSIONS)
        )
        if problems:
            raise ProblemsError(f"what '{self.point}' chooses cannot be", problems)


def check_choices(menu: CourseMenu, choices: Iterable[Choice]) -> None:
    """
    Refuse choices that a menu does not have, or that a point makes twice.

    Raises:
        ProblemsError: Every such choice, with its place.

    Example:
        >>> from community_edu.base import ProblemsError
        >>> menu = CourseMenu(id="spring", edition="春季", items=[MenuItem(id="tea", name="茶艺")])
        >>> try:
        ...     check_choices(menu, [Choice(point="east", item="tee")])
        ... except ProblemsError as error:
        ...     print(error)
        the choices do not fit the menu
        - there is no item of the menu 'tee'; did you mean 'tea'?
    """
    references = References()
    known = {item.id for item in menu.items}
    seen: set[tuple[str, str]] = set()
    for index, choice in enumerate(choices):
        references.known(("choices", index, "item"), ITEM, choice.item, known)
        if (choice.point, choice.item) in seen:
            references.problems.append(
                ChosenTwiceError(("choices", index), choice.point, choice.item)
            )
        seen.add((choice.point, choice.item))
    references.finish("the choices do not fit the menu")


def demand_of(choices: Iterable[Choice]) -> Mapping[MenuItemId, int]:
    """
    Sum the sessions that points wish of each item, the most wished first.

    Example:
        >>> demand_of(
        ...     [Choice(point="east", item="tea"), Choice(point="west", item="erhu", sessions=3)]
        ... )
        {'erhu': 3, 'tea': 1}
    """
    total: Counter[MenuItemId] = Counter()
    for choice in choices:
        total[choice.item] += choice.sessions
    return dict(total.most_common())
