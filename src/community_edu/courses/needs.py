"""
Needs (需求申报): what teaching points declare before there is a menu, and the menu made of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import ClassVar, Final

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    InvalidIdentifierError,
    Path,
    ProblemsError,
    Text,
    identifier,
)
from community_edu.courses.menus import (
    MOST_SESSIONS,
    Choice,
    CourseMenu,
    MenuItem,
    bad_numbers,
)
from community_edu.organizations import OrganizationId, organization_id

NO_NAMES: Final[Mapping[str, Text | str]] = MappingProxyType({})


@attrs.define(slots=False)
class NoSubjectError(CommunityEduError, ValueError):
    """
    A need of nothing in particular.
    """

    code: ClassVar[str] = "no-subject"
    en: ClassVar[str] = "'{point}' needs something without a subject; write what should be taught"
    zh: ClassVar[str] = "“{point}”的需求没有写科目，请写明要讲什么"

    path: Path
    point: str


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
        ProblemsError: It needs fewer sessions than 1 or more than `MOST_SESSIONS`, or of
            nothing that is named.
    """

    point: OrganizationId = attrs.field(converter=organization_id)
    subject: str
    sessions: int = 1
    audience: str = ""

    def __attrs_post_init__(self) -> None:
        problems = bad_numbers(sessions=(self.sessions, 1, MOST_SESSIONS))
        if not self.subject.strip():
            problems.append(NoSubjectError(("subject",), self.point))
        if problems:
            raise ProblemsError(f"what '{self.point}' needs cannot be", problems)


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
    needs: Iterable[Need],
    *,
    id: str,
    edition: Text | str,
    names: Mapping[str, Text | str] = NO_NAMES,
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
    return add_needs(CourseMenu(id=id, edition=edition, items=[]), (), needs, names=names)


def add_needs(
    menu: CourseMenu,
    choices: Iterable[Choice],
    needs: Iterable[Need],
    *,
    names: Mapping[str, Text | str] = NO_NAMES,
) -> tuple[CourseMenu, tuple[Choice, ...]]:
    """
    Add what points need to a menu and to what they have chosen from it.

    A need is a wish for the first item of its subject that is for its audience; if there is
    none, one is added, after those of the menu, the most needed first. It comes after the
    choices of its point. A point that has chosen an item of the subject has said by that what
    it needs of it: its needs of the subject are left out.

    Args:
        menu: What is offered.
        choices: What points have chosen.
        needs: What points need; the first need of a point is its first wish after its choices.
        names: What a subject is called that no item has; its code if it is not here.

    Returns:
        The menu with the items that were missing, and the choices with those that needs are;
        sessions of one point and item are added up, to `MOST_SESSIONS` at most.

    Example:
        >>> tea = MenuItem(id="tea-art", name="茶艺", subject="tea")
        >>> menu = CourseMenu(id="autumn", edition="秋季", items=[tea])
        >>> needs = [Need(point="east", subject="tea"), Need(point="east", subject="声乐")]
        >>> whole, wishes = add_needs(menu, [], needs)
        >>> [(item.id, item.name.zh) for item in whole.items]
        [('tea-art', '茶艺'), ('need-1', '声乐')]
        >>> [(wish.item, wish.rank) for wish in wishes]
        [('tea-art', 1), ('need-1', 2)]
    """
    chosen = tuple(choices)
    subjects = {item.id: item.subject for item in menu.items}
    said = {(choice.point, subjects.get(choice.item)) for choice in chosen}
    open_needs = [need for need in needs if (need.point, need.subject) not in said]
    lacking = [need for need in open_needs if _item_for(need, menu.items) is None]
    new = {item.subject: item for item in _new_items(menu, lacking, names)}
    wishes: dict[tuple[OrganizationId, str], list[Need]] = {}
    for need in open_needs:
        item = _item_for(need, menu.items) or new[need.subject]
        wishes.setdefault((need.point, item.id), []).append(need)
    ranks: Counter[OrganizationId] = Counter()
    for choice in chosen:
        ranks[choice.point] = max(ranks[choice.point], choice.rank)
    added: list[Choice] = []
    for (point, item_id), group in wishes.items():
        ranks[point] += 1
        audiences = {need.audience for need in group}
        added.append(
            Choice(
                point=point,
                item=item_id,
                rank=min(ranks[point], MOST_SESSIONS),
                sessions=min(sum(need.sessions for need in group), MOST_SESSIONS),
                audience=audiences.pop() if len(audiences) == 1 else "",
            )
        )
    return attrs.evolve(menu, items=[*menu.items, *new.values()]), (*chosen, *added)


def _item_for(need: Need, items: Iterable[MenuItem]) -> MenuItem | None:
    """
    Return the first item of the subject that is for the audience.
    """
    return next(
        (
            item
            for item in items
            if item.subject == need.subject
            and (not need.audience or not item.audiences or need.audience in item.audiences)
        ),
        None,
    )


def _new_items(
    menu: CourseMenu, needs: Iterable[Need], names: Mapping[str, Text | str]
) -> Iterator[MenuItem]:
    """
    Yield an item for each subject, with an identifier that the menu does not have.
    """
    taken = {str(item.id) for item in menu.items}
    numbers = count(1)
    for one in sum_needs(needs):
        id_ = one.subject
        while id_ in taken or not _is_identifier(id_):
            id_ = f"need-{next(numbers)}"
        taken.add(id_)
        yield MenuItem(id=id_, name=names.get(one.subject, one.subject), subject=one.subject)


def _is_identifier(value: str) -> bool:
    try:
        identifier(value)
    except InvalidIdentifierError:
        return False
    return True
