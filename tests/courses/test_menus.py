"""
Menus, choices and needs.
"""

import pytest

from community_edu.base import ProblemsError
from community_edu.courses import (
    BadMenuNumberError,
    Choice,
    CourseMenu,
    MenuItem,
    Need,
    check_choices,
    demand_of,
    menu_of_needs,
    sum_needs,
)

TEA = MenuItem(id="tea", name="茶艺")
MENU = CourseMenu(id="spring", edition="2026 春季", items=[TEA], minutes={"li": 600})


class TestMenu:
    def test_items_are_told_apart(self) -> None:
        """
        Two items cannot have one identifier.
        """
        with pytest.raises(ProblemsError) as caught:
            CourseMenu(id="spring", edition="春季", items=[TEA, TEA])
        (problem,) = caught.value.problems
        assert str(problem).startswith("the id 'tea' is already used at items[0].id")

    def test_numbers_can_be(self) -> None:
        """
        A session takes time, and nobody has less than none of it.
        """
        with pytest.raises(BadMenuNumberError, match="'minutes' is 0; give 1 or more"):
            MenuItem(id="tea", name="茶艺", minutes=0)
        with pytest.raises(BadMenuNumberError, match="'sessions' is -1; give 0 or more"):
            MenuItem(id="tea", name="茶艺", sessions=-1)
        with pytest.raises(BadMenuNumberError, match="'li' is -1"):
            CourseMenu(id="spring", edition="春季", items=[TEA], minutes={"li": -1})
        with pytest.raises(BadMenuNumberError, match="'rank' is 0"):
            Choice(point="east", item="tea", rank=0)
        with pytest.raises(BadMenuNumberError, match="'sessions' is 0"):
            Choice(point="east", item="tea", sessions=0)
        with pytest.raises(BadMenuNumberError, match="'sessions' is 0"):
            Need(point="east", subject="tea", sessions=0)


class TestCheckChoices:
    def test_fitting_choices(self) -> None:
        """
        Different points may choose the same item.
        """
        check_choices(MENU, [Choice(point=point, item="tea") for point in ("east", "west")])

    def test_everything_at_once(self) -> None:
        """
        What the menu does not have and what is chosen twice are told together.
        """
        choices = [Choice(point="east", item=item) for item in ("tea", "tee", "tea")]
        with pytest.raises(ProblemsError) as caught:
            check_choices(MENU, choices)
        assert [str(problem) for problem in caught.value.problems] == [
            "there is no item of the menu 'tee'; did you mean 'tea'?",
            "'east' chooses 'tea' twice; write one choice with all its sessions",
        ]


class TestDemand:
    def test_sum(self) -> None:
        """
        The demand of an item is the sessions that all points wish of it.
        """
        wishes = [
            Choice(point="east", item="tea", sessions=2),
            Choice(point="west", item="tea"),
            Choice(point="west", item="erhu"),
        ]
        assert demand_of(wishes) == {"tea": 3, "erhu": 1}


class TestNeeds:
    NEEDS = (
        Need(point="east", subject="erhu"),
        Need(point="east", subject="tea", sessions=2, audience="elderly"),
        Need(point="west", subject="tea", audience="elderly"),
        Need(point="west", subject="tea", audience="youth"),
    )

    def test_sum(self) -> None:
        """
        Needs are added up by subject, the most needed first, with points and audiences.
        """
        tea, erhu = sum_needs(self.NEEDS)
        assert (tea.subject, tea.sessions, tea.points) == ("tea", 4, ("east", "west"))
        assert tea.audiences == {"elderly": 3, "youth": 1}
        assert (erhu.sessions, erhu.audiences) == (1, {})

    def test_menu(self) -> None:
        """
        A menu made of needs has their subjects as items, and each point's needs as choices
        ranked in the order in which it declared them.
        """
        menu, choices = menu_of_needs(
            self.NEEDS, id="autumn", edition="秋季", names={"tea": "茶艺"}
        )
        assert [(item.id, item.name.zh, item.subject) for item in menu.items] == [
            ("tea", "茶艺", "tea"),
            ("erhu", "erhu", "erhu"),
        ]
        assert [(one.point, one.item, one.rank, one.sessions, one.audience) for one in choices] == [
            ("east", "erhu", 1, 1, ""),
            ("east", "tea", 2, 2, "elderly"),
            ("west", "tea", 1, 2, ""),
        ]
        check_choices(menu, choices)
