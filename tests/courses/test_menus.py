"""
Menus, choices and needs.
"""

from collections.abc import Callable

import pytest

from community_edu.base import ProblemsError
from community_edu.courses import (
    Choice,
    CourseMenu,
    MenuItem,
    Need,
    add_needs,
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

    @pytest.mark.parametrize(
        ("make", "told"),
        [
            (
                lambda: MenuItem(id="tea", name="茶艺", minutes=1441, sessions=-1),
                [
                    "'minutes' is 1441; give 1 to 1440",
                    "'sessions' is -1; give 0 to 1000000",
                ],
            ),
            (
                lambda: CourseMenu(id="spring", edition="春季", items=[TEA], minutes={"li": -1}),
                ["'li' is -1; give 0 to 527040"],
            ),
            (
                lambda: Choice(point="east", item="tea", rank=0, sessions=1001),
                ["'rank' is 0; give 1 to 1000", "'sessions' is 1001; give 1 to 1000"],
            ),
            (
                lambda: Need(point="east", subject=" ", sessions=0),
                [
                    "'sessions' is 0; give 1 to 1000",
                    "'east' needs something without a subject; write what should be taught",
                ],
            ),
        ],
    )
    def test_numbers_can_be(self, make: Callable[[], object], told: list[str]) -> None:
        """
        A session takes time, nobody has less than none of it, and what cannot be is told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            make()
        assert [str(problem) for problem in caught.value.problems] == told

    def test_numbers_at_their_bounds(self) -> None:
        """
        The least and the most that are told can be had.
        """
        item = MenuItem(id="tea", name="茶艺", minutes=1440, sessions=0)
        menu = CourseMenu(id="spring", edition="春季", items=[item], minutes={"li": 0})
        choice = Choice(point="east", item="tea", rank=1000, sessions=1000)
        check_choices(menu, [choice])


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


class TestAddNeeds:
    MENU = CourseMenu(
        id="autumn",
        edition="秋季",
        items=[
            MenuItem(id="for-youth", name="茶艺（少儿）", subject="tea", audiences=["youth"]),
            MenuItem(id="for-all", name="茶艺", subject="tea"),
            MenuItem(id="law", name="法律", subject="law"),
            MenuItem(id="need-1", name="书法", subject="calligraphy"),
        ],
    )

    def wishes(self, *needs: Need, choices: tuple[Choice, ...] = ()) -> list[tuple[object, ...]]:
        """
        Return the choices that needs become.
        """
        menu, wishes = add_needs(self.MENU, choices, needs)
        check_choices(menu, wishes)
        return [(one.point, one.item, one.rank, one.sessions, one.audience) for one in wishes]

    def test_item_for_the_audience(self) -> None:
        """
        A need is a wish for the first item of its subject that is for its audience.
        """
        assert self.wishes(
            Need(point="east", subject="tea", audience="elderly"),
            Need(point="east", subject="tea", audience="youth", sessions=2),
            Need(point="west", subject="tea"),
        ) == [
            ("east", "for-all", 1, 1, "elderly"),
            ("east", "for-youth", 2, 2, "youth"),
            ("west", "for-youth", 1, 1, ""),
        ]

    def test_after_the_choices(self) -> None:
        """
        Needs come after what their point has chosen; of a subject of which it has chosen
        something it needs no more.
        """
        chosen = Choice(point="east", item="for-all", rank=3)
        assert self.wishes(
            Need(point="east", subject="tea", sessions=5),
            Need(point="east", subject="law"),
            Need(point="west", subject="tea"),
            choices=(chosen,),
        ) == [
            ("east", "for-all", 3, 1, ""),
            ("east", "law", 4, 1, ""),
            ("west", "for-youth", 1, 1, ""),
        ]

    def test_subjects_that_no_item_has(self) -> None:
        """
        Subjects that no item has become items, the most needed first; one whose name is no
        identifier has a number that is free.
        """
        needs = [
            Need(point="east", subject="声乐"),
            Need(point="east", subject="erhu"),
            Need(point="west", subject="erhu"),
            Need(point="west", subject="law"),
            Need(point="west", subject="need-1"),
        ]
        menu, wishes = add_needs(self.MENU, [], needs, names={"erhu": "二胡"})
        assert [(item.id, item.name.zh, item.subject) for item in menu.items[4:]] == [
            ("erhu", "二胡", "erhu"),
            ("need-2", "声乐", "声乐"),
            ("need-3", "need-1", "need-1"),
        ]
        assert [(one.item, one.rank) for one in wishes if one.point == "west"] == [
            ("erhu", 1),
            ("law", 2),
            ("need-3", 3),
        ]

    def test_bounds(self) -> None:
        """
        However much is needed, a wish stays one that can be.
        """
        much = Need(point="east", subject="law", sessions=1000)
        last = Choice(point="east", item="need-1", rank=1000)
        assert self.wishes(much, much, choices=(last,))[1] == ("east", "law", 1000, 1000, "")
