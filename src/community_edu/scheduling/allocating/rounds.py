"""
One round of a menu (选课): all that an allocation is decided by, as data.
"""

from collections.abc import Iterator
from typing import ClassVar, Final

import attrs

from community_edu.base import (
    CommunityEduError,
    Finding,
    FindingKind,
    ProblemsError,
    References,
)
from community_edu.calendars import TeachingWeeks
from community_edu.courses import (
    Choice,
    CourseMenu,
    Need,
    TeachingPoint,
    add_needs,
    check_choices,
)
from community_edu.organizations import Educator
from community_edu.scheduling.allocating.allocations import Allocation
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.travel import TravelTimes

POINT: Final = ("teaching point", "教学点")
EDUCATOR: Final = ("educator", "教师")

ITEM_OF_NOBODY = FindingKind(
    "menu-item-of-nobody",
    "warning",
    zh="“{item}”没有讲师能讲，请写明讲师，或改为有人能讲的科目",
    en="nobody gives '{item}'; name its educators, or a subject that somebody teaches",
)
AUDIENCE_OF_NO_ITEM = FindingKind(
    "audience-not-on-menu",
    "warning",
    zh="“{point}”为“{audience}”选了“{item}”，而该项目不面向这一对象",
    en="'{point}' chooses '{item}' for '{audience}', but it is for others",
)
UNKNOWN_HOME = FindingKind(
    "home-without-ways",
    "warning",
    zh="“{educator}”的驻地“{home}”不在路程表中，按每程 {minutes} 分钟计",
    en="the home '{home}' of '{educator}' is not in the travel times; "
    "each way counts {minutes} minutes",
)


@attrs.define(slots=False)
class NoWeeksError(CommunityEduError, ValueError):
    """
    A menu that does not say when, where that is asked.
    """

    code: ClassVar[str] = "no-weeks"
    en: ClassVar[str] = "the menu does not say in which weeks; add the table 'weeks'"
    zh: ClassVar[str] = "菜单没有写明教学周，请加上 weeks 一节"


@attrs.frozen(kw_only=True)
class MenuRound:
    """
    A menu, who chooses from it and who gives it.

    Attributes:
        menu: What is offered.
        choices: What points have chosen.
        needs: What points have declared, beside or instead of choices.
        educators: Who gives it.
        points: The points with their names; if there are any, nobody else chooses.
        travel: The ways, places being points and the homes of educators.
        weeks: When the sessions are held, for a timetable of them.

    Raises:
        ProblemsError: Points or educators have the same identifier; an item, a choice or a
            need names what there is not; a point chooses an item twice; all of that at once.

    Example:
        >>> from community_edu.base import ProblemsError
        >>> from community_edu.courses import MenuItem
        >>> tea = MenuItem(id="tea", name="茶艺", educators=["lee"])
        >>> menu = CourseMenu(id="spring", edition="2026 春季", items=[tea])
        >>> try:
        ...     MenuRound(menu=menu, educators=[Educator(id="li", name="李老师")])
        ... except ProblemsError as error:
        ...     print(error)
        the round of the menu 'spring' cannot be
        - there is no educator 'lee'; define it, or correct the name
    """

    menu: CourseMenu
    choices: tuple[Choice, ...] = attrs.field(default=(), converter=tuple[Choice, ...])
    needs: tuple[Need, ...] = attrs.field(default=(), converter=tuple[Need, ...])
    educators: tuple[Educator, ...] = attrs.field(default=(), converter=tuple[Educator, ...])
    points: tuple[TeachingPoint, ...] = attrs.field(default=(), converter=tuple[TeachingPoint, ...])
    travel: TravelTimes = attrs.field(default=TravelTimes())
    weeks: TeachingWeeks | None = None

    def __attrs_post_init__(self) -> None:
        references = References()
        references.unique("points", [point.id for point in self.points])
        references.unique("educators", [educator.id for educator in self.educators])
        people = {educator.id for educator in self.educators}
        for index, item in enumerate(self.menu.items):
            path = ("items", index, "educators")
            references.all_known(path, EDUCATOR, item.educators, people)
        for name in self.menu.minutes:
            references.known(("minutes", name), EDUCATOR, name, people)
        points = {point.id for point in self.points}
        wishing = {
            "choices": [choice.point for choice in self.choices],
            "needs": [need.point for need in self.needs],
        }
        for key, named in wishing.items() if points else ():
            for index, point in enumerate(named):
                references.known((key, index, "point"), POINT, point, points)
        try:
            check_choices(self.menu, self.choices)
        except ProblemsError as error:
            references.problems.extend(error.problems)
        references.finish(f"the round of the menu '{self.menu.id}' cannot be")

    def whole(self) -> tuple[CourseMenu, tuple[Choice, ...]]:
        """
        Return the menu and the choices with what points need; see `add_needs`.
        """
        return add_needs(self.menu, self.choices, self.needs)

    def timetable_problem(self, allocation: Allocation) -> TimetableProblem:
        """
        Return the problem of finding times for what was granted (排课).

        There are no venues: each session is at its point, wherever that puts it.

        Args:
            allocation: What came of this round.

        Raises:
            NoWeeksError: The round does not say when.
        """
        if self.weeks is None:
            raise NoWeeksError
        return TimetableProblem(
            allocation.sections(),
            [],
            self.educators,
            self.weeks,
            travel=self.travel,
            name=self.menu.edition,
        )


def check_round(menu_round: MenuRound) -> tuple[Finding, ...]:
    """
    Tell what is doubtful about a round before it is allocated.

    Returns:
        Items that nobody gives, choices for an audience that their item is not for, and
        homes that travel times, where there are any, do not have.

    Example:
        >>> from community_edu.courses import MenuItem
        >>> tea = MenuItem(id="tea", name="茶艺", subject="tea")
        >>> menu = CourseMenu(id="spring", edition="2026 春季", items=[tea])
        >>> print(check_round(MenuRound(menu=menu))[0].message("en"))
        nobody gives '茶艺'; name its educators, or a subject that somebody teaches
    """
    return tuple(_doubts(menu_round))


def _doubts(menu_round: MenuRound) -> Iterator[Finding]:
    taught = {subject for person in menu_round.educators for subject in person.teaches}
    items = {item.id: item for item in menu_round.menu.items}
    for index, item in enumerate(menu_round.menu.items):
        if not item.educators and item.subject not in taught:
            yield Finding(ITEM_OF_NOBODY, ("items", index), {"item": item.name}, item.source)
    names = {point.id: point.name for point in menu_round.points}
    for index, choice in enumerate(menu_round.choices):
        item = items[choice.item]
        if choice.audience and item.audiences and choice.audience not in item.audiences:
            told: dict[str, object] = {
                "point": names.get(choice.point, choice.point),
                "item": item.name,
                "audience": choice.audience,
            }
            yield Finding(AUDIENCE_OF_NO_ITEM, ("choices", index, "audience"), told, choice.source)
    places = set(menu_round.travel.places())
    for index, person in enumerate(menu_round.educators):
        if person.home is not None and places and person.home not in places:
            told = {
                "educator": person.name,
                "home": person.home,
                "minutes": menu_round.travel.otherwise,
            }
            yield Finding(UNKNOWN_HOME, ("educators", index, "home"), told, person.source)
