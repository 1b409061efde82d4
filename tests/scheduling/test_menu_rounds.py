"""
Rounds of a menu: what fits together, what is doubtful, and what comes of them.
"""

import attrs
import pytest
from hypothesis import given, settings

from community_edu.base import ProblemsError, Text
from community_edu.calendars import TeachingWeeks
from community_edu.courses import Choice, CourseMenu, MenuItem, Need, TeachingPoint
from community_edu.organizations import Educator
from community_edu.scheduling.allocating import (
    MenuRound,
    NoWeeksError,
    allocate,
    check_round,
)
from community_edu.scheduling.problem_checks import input_errors
from community_edu.scheduling.travel import TravelTimes
from community_edu.testing import menu_rounds
from community_edu.testing.timetables import FIRST, PERIODS

TEA = MenuItem(id="tea", name=Text("茶艺", en="Tea"), subject="tea", audiences=["elderly"])
LI = Educator(id="li", name=Text("李老师", en="Ms Li"), teaches=["tea"], home="town")
EAST = TeachingPoint(id="east", name=Text("东门", en="East Gate"))
WEEKS = TeachingWeeks(first=FIRST, number=2, periods=PERIODS)


def menu(*items: MenuItem, **minutes: int) -> CourseMenu:
    """
    Return a menu, of tea if nothing else is said.
    """
    edition = Text("2026 春季", en="Spring 2026")
    return CourseMenu(id="spring", edition=edition, items=items or (TEA,), minutes=minutes)


class TestMenuRound:
    def test_everything_at_once(self) -> None:
        """
        Whatever names what there is not, and whatever is there twice, is told together.
        """
        with pytest.raises(ProblemsError) as caught:
            MenuRound(
                menu=menu(attrs.evolve(TEA, educators=["li", "lo"]), wang=60),
                choices=[Choice(point="est", item="tea"), Choice(point="east", item="te")],
                needs=[Need(point="west", subject="tea")],
                educators=[LI, LI],
                points=[EAST, EAST],
            )
        problems = caught.value.problems
        assert [(problem.code, getattr(problem, "path", None)) for problem in problems] == [
            ("duplicate-id", ("points", 1, "id")),
            ("duplicate-id", ("educators", 1, "id")),
            ("unknown-reference", ("items", 0, "educators", 1)),
            ("unknown-reference", ("minutes", "wang")),
            ("unknown-reference", ("choices", 0, "point")),
            ("unknown-reference", ("needs", 0, "point")),
            ("unknown-reference", ("choices", 1, "item")),
        ]

    def test_points_without_names(self) -> None:
        """
        Where no points are listed, whoever wishes may choose.
        """
        assert MenuRound(menu=menu(), choices=[Choice(point="anywhere", item="tea")]).choices

    def test_whole(self) -> None:
        """
        Needs are added to what was chosen.
        """
        needs = [Need(point="east", subject="tea"), Need(point="west", subject="声乐")]
        whole, choices = MenuRound(menu=menu(), needs=needs, educators=[LI]).whole()
        assert [item.id for item in whole.items] == ["tea", "need-1"]
        assert [(choice.point, choice.item) for choice in choices] == [
            ("east", "tea"),
            ("west", "need-1"),
        ]


class TestDoubts:
    def told(self, menu_round: MenuRound) -> list[tuple[str, object, str]]:
        """
        Return what is doubtful.
        """
        return [(one.code, one.path, one.message("en")) for one in check_round(menu_round)]

    def test_nothing(self) -> None:
        """
        A round in which everything fits is not doubtful.
        """
        choice = Choice(point="east", item="tea", audience="elderly")
        travel = TravelTimes(minutes={("town", "east"): 10})
        items = [TEA, MenuItem(id="erhu", name="二胡", educators=["li"])]
        fine = MenuRound(
            menu=menu(*items), choices=[choice], educators=[LI], travel=travel, points=[EAST]
        )
        assert self.told(fine) == []
        assert self.told(attrs.evolve(fine, travel=TravelTimes())) == []

    def test_all(self) -> None:
        """
        An item that nobody gives, a choice for others than it is for, and a home from which
        no way is known are told, with their place.
        """
        choices = [
            Choice(point="east", item="tea"),
            Choice(point="east", item="erhu", audience="youth"),
            Choice(point="west", item="tea", audience="youth"),
        ]
        doubtful = MenuRound(
            menu=menu(TEA, MenuItem(id="erhu", name=Text("二胡", en="Erhu"), subject="erhu")),
            choices=choices,
            educators=[LI, attrs.evolve(LI, id="wang", home=None)],
            travel=TravelTimes(minutes={("hub", "east"): 10}, otherwise=25),
        )
        assert self.told(doubtful) == [
            (
                "menu-item-of-nobody",
                ("items", 1),
                "nobody gives 'Erhu'; name its educators, or a subject that somebody teaches",
            ),
            (
                "audience-not-on-menu",
                ("choices", 2, "audience"),
                "'west' chooses 'Tea' for 'youth', but it is for others",
            ),
            (
                "home-without-ways",
                ("educators", 0, "home"),
                "the home 'town' of 'Ms Li' is not in the travel times; each way counts 25 minutes",
            ),
        ]


class TestTimetableProblem:
    def test_sessions(self) -> None:
        """
        What is granted becomes a problem of the weeks of the round, each session with the
        names of its item and its point.
        """
        spring = MenuRound(
            menu=menu(li=100),
            choices=[Choice(point="east", item="tea", sessions=2)],
            educators=[LI],
            points=[EAST],
            weeks=WEEKS,
        )
        allocation = allocate(*spring.whole(), spring.educators, points=spring.points)
        problem = spring.timetable_problem(allocation)
        (section,) = problem.sections
        assert (section.id, section.sessions) == ("east.tea.li", 1)
        assert section.name == Text("茶艺（东门）", en="Tea (East Gate)")
        assert (problem.weeks, problem.educators, problem.venues) == (WEEKS, (LI,), ())
        with pytest.raises(NoWeeksError, match="add the table 'weeks'"):
            attrs.evolve(spring, weeks=None).timetable_problem(allocation)

    def test_identifiers(self) -> None:
        """
        Where the parts of an identifier are too long together, or say the same as others, the
        session has a number.
        """
        long = "a" * 40
        items = [TEA, MenuItem(id="b.tea", name="b", subject="tea")]
        items.append(MenuItem(id=long, name="c", subject="tea"))
        choices = [
            Choice(point="a.b", item="tea"),
            Choice(point="a", item="b.tea"),
            Choice(point=long, item=long),
            Choice(point="a", item="tea"),
        ]
        allocation = allocate(menu(*items), choices, [LI])
        assert [section.id for section in allocation.sections()] == [
            "grant-1",
            "grant-2",
            "grant-3",
            "a.tea.li",
        ]

    @given(menu_rounds())
    @settings(max_examples=40)
    def test_any_round(self, menu_round: MenuRound) -> None:
        """
        Of any round an allocation keeps what there is of sessions, minutes and offers, and
        becomes a problem that can be solved; what is granted and what is not is all that was
        wished.
        """
        whole, choices = menu_round.whole()
        people = {person.id: person for person in menu_round.educators}
        allocation = allocate(
            whole, choices, people.values(), travel=menu_round.travel, time_limit=1
        )
        for name, person in people.items():
            given = allocation.of_educator(name)
            sessions, limit = sum(one.sessions for one in given), person.sessions
            assert limit is None or sessions <= limit
            assert sum(one.minutes for one in given) <= whole.minutes.get(name, 10**6)
        for item in whole.items:
            grants = [one for one in allocation.grants if one.item == item.id]
            assert item.sessions is None or sum(one.sessions for one in grants) <= item.sessions
            for grant in grants:
                able = item.educators or [
                    one for one in people if item.subject in people[one].teaches
                ]
                assert grant.educator in able
        missing = {(one.choice.point, one.choice.item): one.missing for one in allocation.unmet}
        for choice in choices:
            pair = (choice.point, choice.item)
            granted = [one for one in allocation.grants if (one.point, one.item) == pair]
            total = sum(one.sessions for one in granted) + missing.get(pair, 0)
            assert total == choice.sessions
        timed = attrs.evolve(menu_round, weeks=WEEKS)
        assert input_errors(timed.timetable_problem(allocation)) == ()


class TestText:
    ROUND = MenuRound(
        menu=menu(li=100),
        choices=[
            Choice(point="east", item="tea", sessions=2),
            Choice(point="west", item="tea", rank=2),
        ],
        educators=[LI],
    )

    def both(self) -> tuple[str, str]:
        """
        Return the text in both languages, without the verdict, which the solver gives.
        """
        allocation = attrs.evolve(
            allocate(self.ROUND.menu, self.ROUND.choices, [LI], points=[EAST]),
            status="optimal",
            note=None,
        )
        assert str(allocation) == allocation.to_text()
        return allocation.to_text("zh-CN"), allocation.to_text("en")

    def test_both_languages(self) -> None:
        """
        The text says point by point what is granted and what is not and why, then the sums.
        """
        zh, en = self.both()
        why = "everybody who gives it has given all that they can: Ms Li"
        assert en.split("\n") == [
            "Spring 2026: 2 points wish 3 sessions, 1 of them get 1; no allocation is better",
            "",
            "East Gate: 1 of 2 sessions",
            "  1 × Tea: Ms Li",
            f"  not given: 1 × Tea (wish 1): {why}",
            "",
            "west: 0 of 1 sessions",
            f"  not given: 1 × Tea (wish 2): {why}",
            "",
            "In all",
            "  Tea: 1 of 3 sessions",
        ]
        assert zh.split("\n") == [
            "2026 春季：2 个教学点希望 3 次，1 个点得到 1 次，已证明没有更好的安排",
            "",
            "东门：希望 2 次，安排 1 次",
            "  茶艺 1 次：李老师",
            "  未满足：茶艺 1 次（第 1 志愿），能讲的讲师时间或次数已用完：李老师",
            "",
            "west：希望 1 次，安排 0 次",
            "  未满足：茶艺 1 次（第 2 志愿），能讲的讲师时间或次数已用完：李老师",
            "",
            "合计",
            "  茶艺：希望 3 次，安排 1 次",
        ]

    def test_note(self) -> None:
        """
        What a reader should know stands below the first line, and what is unproven is said so.
        """
        allocation = attrs.evolve(
            allocate(self.ROUND.menu, self.ROUND.choices, [LI]),
            status="feasible",
            note=Text("注", en="a note"),
        )
        first, second, *_ = allocation.to_text("en").split("\n")
        assert first.endswith("; a better one is not ruled out")
        assert second == "a note"
        assert "未证明没有更好的安排\n注\n" in allocation.to_text("zh-CN")
