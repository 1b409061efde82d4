"""
Allocations (师资调配): what each point gets from whom, and what it does not, with the reason.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Language, Text
from community_edu.base.html import table
from community_edu.courses import Choice, CourseMenu, MenuItemId
from community_edu.organizations import EducatorId, OrganizationId
from community_edu.scheduling.sections import TimetableSection

AllocationStatus: TypeAlias = Literal["optimal", "feasible"]


@attrs.frozen(kw_only=True)
class Grant:
    """
    Sessions of an item that an educator gives at a point.

    Attributes:
        point: Where.
        item: What.
        educator: Who.
        name: What they are called.
        sessions: How many.
        minutes: How long all of them take the educator, ways included.
    """

    point: OrganizationId
    item: MenuItemId
    educator: EducatorId
    name: Text
    sessions: int
    minutes: int


@attrs.frozen(kw_only=True)
class Unmet:
    """
    A wish that was not granted, or not in full.

    Attributes:
        choice: The wish.
        missing: How many of its sessions.
        reason: Why.
    """

    choice: Choice
    missing: int
    reason: Text


@attrs.frozen(kw_only=True)
class Allocation:
    """
    Who gives what at which point.

    Attributes:
        menu: Out of which was chosen.
        choices: What was wished.
        grants: What is granted, by point in the order of the choices.
        unmet: What is not.
        status: ``optimal``: no allocation is better by the stated aims; ``feasible``: it
            keeps every limit, and nothing is proven.
        note: What a reader should know, such as which extra proves more.
    """

    menu: CourseMenu
    choices: tuple[Choice, ...]
    grants: tuple[Grant, ...]
    unmet: tuple[Unmet, ...]
    status: AllocationStatus
    note: Text | None = None

    def of_point(self, point: str) -> tuple[Grant, ...]:
        """
        Return what a point gets.
        """
        return tuple(grant for grant in self.grants if grant.point == point)

    def of_educator(self, educator: str) -> tuple[Grant, ...]:
        """
        Return what an educator gives.
        """
        return tuple(grant for grant in self.grants if grant.educator == educator)

    @property
    def granted(self) -> Mapping[OrganizationId, int]:
        """
        How many sessions each point gets, points without any among them.
        """
        total = dict.fromkeys((choice.point for choice in self.choices), 0)
        for grant in self.grants:
            total[grant.point] += grant.sessions
        return total

    def sections(self) -> tuple[TimetableSection, ...]:
        """
        Return what is granted as single sessions to be put into a timetable.

        Each takes one period, at the point, by the educator who was found for it; the
        people of one point are a group.
        """
        wishes = {(choice.point, choice.item): choice for choice in self.choices}
        items = {item.id: item for item in self.menu.items}
        return tuple(
            TimetableSection(
                id=f"{grant.point}.{grant.item}.{grant.educator}",
                name=items[grant.item].name,
                course=grant.item,
                sessions=grant.sessions,
                per="term",
                educators=[grant.educator],
                place=grant.point,
                groups=[grant.point],
                audiences=tuple(filter(None, [wishes[grant.point, grant.item].audience])),
            )
            for grant in self.grants
        )

    def table(self, language: Language = "zh-CN") -> tuple[list[str], list[list[str]]]:
        """
        Return the head and the rows of a table: what is granted, then what is not.
        """
        zh = language == "zh-CN"
        head = (
            ["教学点", "项目", "讲师", "次数", "说明"]
            if zh
            else ["point", "item", "educator", "sessions", "remark"]
        )
        names = {item.id: item.name.to(language) for item in self.menu.items}
        rows = [
            [
                grant.point,
                names[grant.item],
                grant.name.to(language),
                str(grant.sessions),
                "",
            ]
            for grant in self.grants
        ]
        short = "未满足" if zh else "not granted"
        rows += [
            [
                unmet.choice.point,
                names[unmet.choice.item],
                "",
                str(unmet.missing),
                f"{short}{'：' if zh else ': '}{unmet.reason.to(language)}",
            ]
            for unmet in self.unmet
        ]
        return head, rows

    def _repr_html_(self) -> str:
        return table(*self.table(), caption=self.menu.edition.zh)
