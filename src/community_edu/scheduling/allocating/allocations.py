"""
Allocations (师资调配): what each point gets from whom, and what it does not, with the reason.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Language, Text
from community_edu.base.html import table
from community_edu.base.identifiers import LONGEST
from community_edu.courses import Choice, CourseMenu, MenuItemId, TeachingPoint
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
        points: The points that have names.
    """

    menu: CourseMenu
    choices: tuple[Choice, ...]
    grants: tuple[Grant, ...]
    unmet: tuple[Unmet, ...]
    status: AllocationStatus
    note: Text | None = None
    points: tuple[TeachingPoint, ...] = ()

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

    @property
    def item_names(self) -> Mapping[MenuItemId, Text]:
        """
        What each item is called.
        """
        return {item.id: item.name for item in self.menu.items}

    @property
    def point_names(self) -> Mapping[OrganizationId, Text]:
        """
        What each point that chose is called: its name, or else its identifier.
        """
        names = {point.id: point.name for point in self.points}
        chosen = dict.fromkeys(choice.point for choice in self.choices)
        return {point: names.get(point, Text(point)) for point in chosen}

    def sections(self) -> tuple[TimetableSection, ...]:
        """
        Return what is granted as single sessions to be put into a timetable.

        Each takes one period, at the point, by the educator who was found for it; the
        people of one point are a group.
        """
        wishes = {(choice.point, choice.item): choice for choice in self.choices}
        items, points = self.item_names, self.point_names
        return tuple(
            TimetableSection(
                id=id_,
                name=_at(items[grant.item], points[grant.point]),
                course=grant.item,
                sessions=grant.sessions,
                per="term",
                educators=[grant.educator],
                place=grant.point,
                groups=[grant.point],
                audiences=tuple(filter(None, [wishes[grant.point, grant.item].audience])),
            )
            for id_, grant in zip(_section_ids(self.grants), self.grants, strict=True)
        )

    def to_text(self, language: Language = "zh-CN") -> str:
        """
        Say point by point what is given and what is not, and why; then the sums of each item.
        """
        from community_edu.scheduling.allocating.texts import allocation_text

        return allocation_text(self, language)

    def table(self, language: Language = "zh-CN") -> tuple[list[str], list[list[str]]]:
        """
        Return the head and the rows of a table by point: what is granted, then what is not.
        """
        zh = language == "zh-CN"
        head = (
            ["教学点", "项目", "讲师", "次数", "说明"]
            if zh
            else ["point", "item", "educator", "sessions", "remark"]
        )
        items = self.item_names
        short = "未满足：" if zh else "not granted: "
        rows: list[list[str]] = []
        for point, name in self.point_names.items():
            rows += [
                [
                    name.to(language),
                    items[grant.item].to(language),
                    grant.name.to(language),
                    str(grant.sessions),
                    "",
                ]
                for grant in self.of_point(point)
            ]
            rows += [
                [
                    name.to(language),
                    items[unmet.choice.item].to(language),
                    "",
                    str(unmet.missing),
                    f"{short}{unmet.reason.to(language)}",
                ]
                for unmet in self.unmet
                if unmet.choice.point == point
            ]
        return head, rows

    def __str__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return table(*self.table(), caption=self.menu.edition.zh)


def _at(item: Text, point: Text) -> Text:
    """
    Say an item with the point at which it is given.
    """
    return Text(f"{item.zh}（{point.zh}）", en=f"{item.to('en')} ({point.to('en')})")


def _section_ids(grants: tuple[Grant, ...]) -> list[str]:
    """
    Return an identifier for each grant: its parts, or its number where they are too long or alike.
    """
    joined = [f"{grant.point}.{grant.item}.{grant.educator}" for grant in grants]
    times = Counter(joined)
    return [
        id_ if times[id_] == 1 and len(id_) <= LONGEST else f"grant-{number}"
        for number, id_ in enumerate(joined, start=1)
    ]
