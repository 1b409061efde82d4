"""
Course menus (课程菜单): what a hub offers, what teaching points choose, what they need.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import ClassVar, NewType

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    Path,
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


@attrs.define(slots=False)
class BadMenuNumberError(CommunityEduError, ValueError):
    """
    A number of a menu or of a choice that cannot be.
    """

    code: ClassVar[str] = "bad-menu-number"
    en: ClassVar[str] = "'{name}' is {value}; give {least} or more"
    zh: ClassVar[str] = "“{name}”为 {value}，应不小于 {least}"

    name: str
    value: int
    least: int


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


def _at_least(name: str, value: int, least: int) -> None:
    if value < least:
        raise BadMenuNumberError(name, value, least)


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
        BadMenuNumberError: It takes no time, or offers fewer than no sessions.
    """

    id: MenuItemId = attrs.field(converter=menu_item_id)
    name: Text = attrs.field(converter=text)
    subject: str = ""
    minutes: int = 90
    audiences: tuple[AudienceId, ...] = attrs.field(default=(), converter=audience_ids)
    educators: tuple[EducatorId, ...] = attrs.field(default=(), converter=_educator_ids)
    sessions: int | None = None

    def __attrs_post_init__(self) -> None:
        _at_least("minutes", self.minutes, 1)
        _at_least("sessions", self.sessions or 0, 0)


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
        ProblemsError: Two items have the same identifier.
        BadMenuNumberError: An educator has less than no time.
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
        references.finish("the menu cannot be")
        for name, minutes in self.minutes.items():
            _at_least(name, minutes, 0)


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
        BadMenuNumberError: The rank or the sessions are below 1.
    """

    point: OrganizationId = attrs.field(converter=organization_id)
    item: MenuItemId = attrs.field(converter=menu_item_id)
    rank: int = 1
    sessions: int = 1
    audience: str = ""

    def __attrs_post_init__(self) -> None:
        _at_least("rank", self.rank, 1)
        _at_least("sessions", self.sessions, 1)


@attrs.frozen(kw_only=True)
class Need(Cited):
    """
    What a point declares that it needs (需求申报), before there is a menu.

    Attributes:
        point: Who needs it.
        subject: What should be taught.
        sessions: How many sessions.
        audience: For whom; empty: not said.

    Raises:
        BadMenuNumberError: It needs fewer than 1 session.
    """

    point: OrganizationId = attrs.field(converter=organization_id)
    subject: str
    sessions: int = 1
    audience: str = ""

    def __attrs_post_init__(self) -> None:
        _at_least("sessions", self.sessions, 1)


@attrs.frozen(kw_only=True)
class SummedNeed:
    """
    What all points together need of one subject.

    Attributes:
        subject: The subject.
        sessions: How many sessions, of all points.
        points: The points, in the order in which they said so.
        audiences: Sessions for each audience that is named.
    """

    subject: str
    sessions: int
    points: tuple[OrganizationId, ...]
    audiences: Mapping[str, int]


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


def sum_needs(needs: Iterable[Need]) -> tuple[SummedNeed, ...]:
    """
    Add up what points declare (需求汇总), the subject with the most sessions first.

    Example:
        >>> needs = [Need(point=point, subject="tea") for point in ("east", "west")]
        >>> (tea,) = sum_needs(needs)
        >>> tea.sessions, tea.points
        (2, ('east', 'west'))
    """
    by_subject: dict[str, list[Need]] = {}
    for need in needs:
        by_subject.setdefault(need.subject, []).append(need)
    summed = [_summed(subject, group) for subject, group in by_subject.items()]
    return tuple(sorted(summed, key=lambda one: -one.sessions))


def _summed(subject: str, needs: list[Need]) -> SummedNeed:
    audiences: Counter[str] = Counter()
    for need in needs:
        if need.audience:
            audiences[need.audience] += need.sessions
    return SummedNeed(
        subject=subject,
        sessions=sum(need.sessions for need in needs),
        points=tuple(dict.fromkeys(need.point for need in needs)),
        audiences=dict(audiences),
    )


def menu_of_needs(
    needs: Iterable[Need], *, id: str, edition: Text | str, names: Mapping[str, Text | str]
) -> tuple[CourseMenu, tuple[Choice, ...]]:
    """
    Turn declared needs into a menu of their subjects and the choices that they are.

    From below to above (自下而上): points declare, the hub adds up, and what it finds
    lecturers for is allocated as if the points had chosen it.

    Args:
        needs: What is needed; the first need of a point is its first wish.
        id: The identifier of the menu.
        edition: Which edition it is.
        names: What a subject is called; its code if it is not here.

    Returns:
        A menu with an item for each subject, and one choice for each point and subject.

    Example:
        >>> menu, choices = menu_of_needs(
        ...     [Need(point="east", subject="tea"), Need(point="east", subject="tea", sessions=2)],
        ...     id="autumn",
        ...     edition="2026 秋季",
        ...     names={"tea": "茶艺"},
        ... )
        >>> menu.items[0].name.zh, choices[0].sessions
        ('茶艺', 3)
    """
    all_needs = tuple(needs)
    items = [
        MenuItem(id=one.subject, name=names.get(one.subject, one.subject), subject=one.subject)
        for one in sum_needs(all_needs)
    ]
    wishes: dict[tuple[OrganizationId, str], list[Need]] = {}
    for need in all_needs:
        wishes.setdefault((need.point, need.subject), []).append(need)
    ranks: Counter[OrganizationId] = Counter()
    choices: list[Choice] = []
    for (point, subject), group in wishes.items():
        ranks[point] += 1
        audiences = {need.audience for need in group}
        choices.append(
            Choice(
                point=point,
                item=subject,
                rank=ranks[point],
                sessions=sum(need.sessions for need in group),
                audience=audiences.pop() if len(audiences) == 1 else "",
            )
        )
    return CourseMenu(id=id, edition=edition, items=items), tuple(choices)
