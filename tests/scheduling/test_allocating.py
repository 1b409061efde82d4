"""
Allocation of a menu: limits, fairness, reasons, against enumeration.
"""

import sys
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text
from community_edu.courses import Choice, CourseMenu, MenuItem
from community_edu.organizations import Educator
from community_edu.scheduling.allocating import Aim, Allocation, allocate, why_not
from community_edu.scheduling.allocating.drafting import draft
from community_edu.scheduling.allocating.matters import Shares, matter_of
from community_edu.scheduling.allocating.proving import prove
from community_edu.scheduling.solvers import SolveProgress
from community_edu.scheduling.travel import TravelTimes

POINTS = ("east", "west", "north")
ITEMS = ("tea", "erhu")
PEOPLE = ("li", "wang")


def menu(items: tuple[MenuItem, ...] | None = None, **minutes: int) -> CourseMenu:
    """
    Return a menu of tea and erhu.
    """
    both = tuple(MenuItem(id=item, name=item, subject=item, minutes=60) for item in ITEMS)
    return CourseMenu(id="spring", edition="2026 春季", items=items or both, minutes=minutes)


def lecturer(name: str, *teaches: str, **limits: int | str) -> Educator:
    """
    Return somebody who teaches.
    """
    called = Text(f"{name}老师", en=name.title())
    return Educator(id=name, name=called, teaches=teaches, **limits)  # type: ignore[arg-type]


class TestLimits:
    def test_way_there_and_back(self) -> None:
        """
        A session takes its own minutes and the way from home and back.
        """
        travel = TravelTimes(minutes={("town", "east"): 30})
        allocation = allocate(
            menu(li=239),
            [Choice(point="east", item="tea", sessions=3)],
            [lecturer("li", "tea", home="town")],
            travel=travel,
        )
        assert [(one.sessions, one.minutes) for one in allocation.grants] == [(1, 120)]
        assert allocation.unmet[0].missing == 2

    def test_minutes_used_up(self) -> None:
        """
        Minutes that are used up to the last are enough, and nothing better is sought.
        """
        pytest.importorskip("ortools")
        wishes = [Choice(point=point, item="tea", sessions=2) for point in POINTS]
        allocation = allocate(menu(li=240), wishes, [lecturer("li", "tea")])
        assert (allocation.status, sum(allocation.granted.values())) == ("optimal", 4)

    def test_named_educators(self) -> None:
        """
        Who is named for an item gives it, whatever others teach.
        """
        items = (MenuItem(id="tea", name="茶艺", subject="tea", educators=["wang"]),)
        allocation = allocate(
            menu(items),
            [Choice(point="east", item="tea")],
            [lecturer("li", "tea"), lecturer("wang")],
        )
        assert [grant.educator for grant in allocation.grants] == ["wang"]

    def test_unknown_item(self) -> None:
        """
        A choice of what the menu does not have is refused before anything is given.
        """
        with pytest.raises(ProblemsError) as caught:
            allocate(menu(), [Choice(point="east", item="tee")], [])
        assert str(caught.value.problems[0]).endswith("did you mean 'tea'?")

    def test_nothing_wished(self) -> None:
        """
        Without choices nothing is given.
        """
        allocation = allocate(menu(), [], [lecturer("li", "tea")])
        assert (allocation.grants, allocation.unmet) == ((), ())


class TestReasons:
    @pytest.mark.parametrize(
        ("item", "educators", "audience", "reason"),
        [
            ({}, [], "", "no educator gives it"),
            (
                {"audiences": ["youth"]},
                [lecturer("li", "tea")],
                "elderly",
                "it is not for this audience",
            ),
            ({"sessions": 1}, [lecturer("li", "tea")], "", "all of its 1 sessions are given"),
            (
                {},
                [lecturer("li", "tea", sessions=1)],
                "",
                "everybody who gives it has given all that they can: Li",
            ),
            (
                {"minutes": 120},
                [lecturer("li", "tea", sessions=0)],
                "",
                "nobody who gives it has the time: with both ways a session takes 120 minutes",
            ),
        ],
    )
    def test_reason(
        self,
        item: dict[str, object],
        educators: list[Educator],
        audience: str,
        reason: str,
    ) -> None:
        """
        A wish that is not granted in full says what was short.
        """
        tea = MenuItem(id="tea", name="茶艺", subject="tea", **item)  # type: ignore[arg-type]
        wish = Choice(point="east", item="tea", sessions=2, audience=audience)
        allocation = allocate(menu((tea,)), [wish], educators)
        assert allocation.unmet[0].reason.en == reason

    def test_out_of_time(self) -> None:
        """
        Where somebody is free and yet not given, only the time can have been short.
        """
        people = (lecturer("li", "tea"),)
        matter = matter_of(menu(), [Choice(point="east", item="tea")], people, TravelTimes())
        assert (
            why_not(matter, Shares(matter), 0, people).en == "nothing better was found in the time"
        )


class TestFairness:
    WISHES = (
        Choice(point="east", item="tea", sessions=3),
        Choice(point="west", item="tea", rank=2),
    )

    def test_each_point_first(self) -> None:
        """
        A point has its first session before another has its second, whatever its rank.
        """
        allocation = allocate(menu(), self.WISHES, [lecturer("li", "tea", sessions=2)])
        assert dict(allocation.granted) == {"east": 1, "west": 1}

    def test_sessions_first(self) -> None:
        """
        With the aim of sessions only their number counts, then the rank.
        """
        allocation = allocate(
            menu(), self.WISHES, [lecturer("li", "tea", sessions=2)], aim="sessions"
        )
        assert dict(allocation.granted) == {"east": 2, "west": 0}

    def test_room_is_made(self) -> None:
        """
        Even without a solver somebody's session goes to a colleague who can give it, so
        that they can give what only they can.
        """
        people = (lecturer("li", "tea", "erhu", sessions=1), lecturer("wang", "tea", sessions=1))
        wishes = [Choice(point="east", item="tea"), Choice(point="west", item="erhu")]
        shares = draft(matter_of(menu(), wishes, people, TravelTimes()), fair=True)
        assert shares.given == [{1: 1}, {0: 1}]

    def test_room_is_made_by_several(self) -> None:
        """
        Who takes over a session may have to give up one of their own to a third.
        """
        items = tuple(MenuItem(id=one, name=one, subject=one) for one in ("tea", "erhu", "law"))
        people = (
            lecturer("li", "tea", "erhu", sessions=1),
            lecturer("wang", "erhu", "law", sessions=1),
            lecturer("zhao", "law", sessions=1),
        )
        chosen = zip(POINTS, ("erhu", "law", "tea"), strict=True)
        wishes = [Choice(point=point, item=item) for point, item in chosen]
        one = matter_of(menu(items), wishes, people, TravelTimes())
        assert draft(one, fair=True).given == [{1: 1}, {2: 1}, {0: 1}]

    def test_room_to_the_last_minute(self) -> None:
        """
        A session that frees just the minutes that are missing is given away, and it is tried
        for a point near by although it was in vain for one far away.
        """
        people = (lecturer("li", "tea", "erhu", home="town"), lecturer("wang", "tea"))
        wishes = [
            Choice(point="east", item="tea"),
            Choice(point="north", item="erhu"),
            Choice(point="west", item="erhu"),
        ]
        far = TravelTimes(minutes={("town", "north"): 50})
        one = matter_of(menu(li=60, wang=60), wishes, people, far)
        assert draft(one, fair=True).given == [{1: 1}, {}, {0: 1}]

    def test_room_that_cannot_be_made(self) -> None:
        """
        Nobody is made free for what they never have the minutes for, and a session that
        takes less is not given away for one that takes more than it frees.
        """
        items = tuple(
            MenuItem(id=item, name=item, subject=item, minutes=minutes)
            for item, minutes in {"tea": 60, "chess": 40, "erhu": 90}.items()
        )
        people = (lecturer("li", "tea", "chess", "erhu"), lecturer("wang", "tea"))
        wishes = [
            Choice(point="east", item="tea"),
            Choice(point="north", item="chess"),
            Choice(point="west", item="erhu"),
        ]
        for minutes, chess in ((60, {}), (100, {0: 1}), (149, {0: 1})):
            one = matter_of(menu(items, li=minutes, wang=0), wishes, people, TravelTimes())
            assert draft(one, fair=True).given == [{0: 1}, chess, {}]

    def test_way_too_far(self) -> None:
        """
        Where the way alone leaves too little time, that is the reason, and not other points.
        """
        far = TravelTimes(minutes={("town", "east"): 30})
        allocation = allocate(
            menu(li=119),
            [Choice(point="east", item="tea"), Choice(point="town", item="tea")],
            [lecturer("li", "tea", home="town")],
            travel=far,
        )
        assert [str(one.reason) for one in allocation.unmet] == [
            "能讲的讲师没有这么多时间：连同往返，一次要 120 分钟"
        ]


class TestBounds:
    def test_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        More than can be decided at once is refused before anything is given.
        """
        monkeypatch.setattr("community_edu.scheduling.allocating.matters.MOST_PAIRS", 3)
        monkeypatch.setattr("community_edu.scheduling.allocating.matters.MOST_WISHED", 2)
        wishes = [Choice(point=point, item="tea") for point in POINTS]
        people = [lecturer("li", "tea"), lecturer("wang", "tea")]
        with pytest.raises(ProblemsError) as caught:
            allocate(menu(), wishes, people)
        assert [str(problem).partition(";")[0] for problem in caught.value.problems] == [
            (
                "there are 6 pairs of a choice and an educator who can give it, "
                "and at most 3 are decided at once"
            ),
            "there are 3 sessions that are wished, and at most 2 are decided at once",
        ]
        assert len(allocate(menu(), wishes[:1], people).grants) == 1

    def test_limits(self) -> None:
        """
        A seed or a time that no solver takes is refused, with or without one.
        """
        with pytest.raises(ProblemsError) as caught:
            allocate(menu(), [], [], seed=2**40, time_limit=-1)
        assert [problem.code for problem in caught.value.problems] == ["bad-limit", "bad-limit"]

    def test_huge_numbers(self) -> None:
        """
        Limits and ways that no solver can reckon with are as good as none, and as too far.
        """
        huge = TravelTimes(minutes={("town", "east"): 10**30})
        allocation = allocate(
            menu(wang=600),
            [Choice(point="east", item="tea", sessions=2)],
            [
                lecturer("li", "tea", sessions=10**30),
                lecturer("wang", "tea", home="town"),
            ],
            travel=huge,
        )
        assert [(one.educator, one.sessions) for one in allocation.grants] == [("li", 2)]


class TestProgress:
    WISHES = (Choice(point="east", item="tea", sessions=2),)

    def test_told(self) -> None:
        """
        Before each aim it is told how much is granted so far.
        """
        pytest.importorskip("ortools")
        told: list[SolveProgress] = []
        allocate(menu(), self.WISHES, [lecturer("li", "tea", sessions=1)], progress=told.append)
        assert [(one.placed, one.of, one.stage.to("en")) for one in told] == [
            (1, 2, "session 1 of each point"),
            (1, 2, "session 2 of each point"),
            (1, 2, "wishes"),
            (1, 2, "ways"),
        ]
        assert told[0].seconds <= told[-1].seconds

    def test_never_less(self) -> None:
        """
        What is granted in turns is given up only for something better.
        """
        pytest.importorskip("ortools")
        told: list[SolveProgress] = []
        people = [lecturer("li", "tea", "erhu", sessions=5)]
        wishes = [Choice(point=point, item="tea", sessions=3) for point in POINTS]
        allocate(menu(), wishes, people, progress=told.append)
        assert {one.placed for one in told} == {5}

    def test_filled_up(self) -> None:
        """
        What is found for one aim is filled up before the next is sought, so that little time
        is enough for much.
        """
        pytest.importorskip("ortools")
        wishes = [Choice(point=point, item="tea", sessions=3) for point in POINTS]
        matter = matter_of(menu(), wishes, (lecturer("li", "tea", sessions=8),), TravelTimes())
        told: list[int] = []
        prove(
            matter,
            Shares(matter),
            fair=True,
            time_limit=9,
            seed=0,
            watch=lambda shares, _: told.append(sum(shares.of_points().values())),
        )
        assert told[:2] == [0, 8]


class TestWithoutProof:
    WISHES = (Choice(point="east", item="tea", sessions=2),)

    def test_without_the_solver(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the extra the points take turns, and the note says what would prove more.
        """
        for name in [name for name in sys.modules if name.startswith("ortools.")]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, "ortools", None)
        allocation = allocate(menu(), self.WISHES, [lecturer("li", "tea")])
        assert (allocation.status, allocation.granted) == ("feasible", {"east": 2})
        assert allocation.note is not None
        assert "community-edu[solver]" in allocation.note.to("en")

    def test_without_time(self) -> None:
        """
        Without time for the proof the turns stand.
        """
        pytest.importorskip("ortools")
        allocation = allocate(menu(), self.WISHES, [lecturer("li", "tea")], time_limit=0)
        assert (allocation.status, allocation.granted) == ("feasible", {"east": 2})


class TestViews:
    ALLOCATION = allocate(
        menu(),
        [
            Choice(point="east", item="tea", sessions=2, audience="elderly"),
            Choice(point="west", item="erhu"),
        ],
        [lecturer("li", "tea", sessions=1)],
    )

    def test_of(self) -> None:
        """
        An allocation answers by point and by educator.
        """
        assert [grant.item for grant in self.ALLOCATION.of_point("east")] == ["tea"]
        assert self.ALLOCATION.of_point("west") == ()
        assert [grant.point for grant in self.ALLOCATION.of_educator("li")] == ["east"]

    def test_sections(self) -> None:
        """
        What is granted becomes single sessions at the point, by the educator found.
        """
        (section,) = self.ALLOCATION.sections()
        assert (section.per, section.sessions, section.place) == ("term", 1, "east")
        assert (section.educators, section.audiences) == (("li",), ("elderly",))

    def test_table(self) -> None:
        """
        The table has what is granted, then what is not and why, in both languages.
        """
        head, rows = self.ALLOCATION.table("en")
        assert head == ["point", "item", "educator", "sessions", "remark"]
        assert rows == [
            ["east", "tea", "Li", "1", ""],
            [
                "east",
                "tea",
                "",
                "1",
                "not granted: everybody who gives it has given all that they can: Li",
            ],
            ["west", "erhu", "", "1", "not granted: no educator gives it"],
        ]
        assert self.ALLOCATION.table()[1][0][2] == "li老师"
        page = self.ALLOCATION._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert "未满足：没有讲师能讲这一项目" in page


def ways_to_share(
    wishes: tuple[Choice, ...], limits: dict[str, int], able: dict[str, tuple[str, ...]]
) -> Iterator[dict[tuple[int, str], int]]:
    """
    Yield every allocation within the limits of sessions.
    """
    keys = [(number, one) for number, wish in enumerate(wishes) for one in able[wish.item]]
    for counts in product(*(range(wishes[number].sessions + 1) for number, _ in keys)):
        given = dict(zip(keys, counts, strict=True))
        if all(
            sum(count for (one, _), count in given.items() if one == number) <= wish.sessions
            for number, wish in enumerate(wishes)
        ) and all(
            sum(count for (_, one), count in given.items() if one == name) <= limit
            for name, limit in limits.items()
        ):
            yield given


def worth(
    given: dict[tuple[int, str], int], wishes: tuple[Choice, ...], aim: Aim
) -> tuple[object, ...]:
    """
    Return what an allocation reaches; more is better.
    """
    points = {wish.point: 0 for wish in wishes}
    ranks = 0
    for (number, _), count in given.items():
        points[wishes[number].point] += count
        ranks += wishes[number].rank * count
    first = sorted(points.values()) if aim == "points" else [sum(points.values())]
    return (*first, -ranks)


@st.composite
def cases(draw: st.DrawFn) -> tuple[tuple[Choice, ...], dict[str, int], dict[str, tuple[str, ...]]]:
    """
    Draw wishes, limits of sessions, and who can give what.
    """
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(POINTS), st.sampled_from(ITEMS)),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    wishes = tuple(
        Choice(
            point=point,
            item=item,
            rank=draw(st.integers(1, 3)),
            sessions=draw(st.integers(1, 2)),
        )
        for point, item in pairs
    )
    limits = {name: draw(st.integers(0, 3)) for name in PEOPLE}
    able: dict[str, tuple[str, ...]] = {
        item: tuple(sorted(draw(st.sets(st.sampled_from(PEOPLE), max_size=2)))) for item in ITEMS
    }
    return wishes, limits, able


def people_of(limits: dict[str, int], able: dict[str, tuple[str, ...]]) -> list[Educator]:
    """
    Return the educators of a case.
    """
    return [
        lecturer(name, *(item for item in ITEMS if name in able[item]), sessions=limit)
        for name, limit in limits.items()
    ]


def as_given(allocation: Allocation) -> dict[tuple[int, str], int]:
    """
    Return what was granted, by the number of the wish.
    """
    numbers = {(wish.point, wish.item): number for number, wish in enumerate(allocation.choices)}
    return {
        (numbers[grant.point, grant.item], grant.educator): grant.sessions
        for grant in allocation.grants
    }


class TestAgainstEnumeration:
    @given(cases(), st.sampled_from(["points", "sessions"]))
    @settings(max_examples=40, deadline=None)
    def test_proven_is_the_best(
        self,
        case: tuple[tuple[Choice, ...], dict[str, int], dict[str, tuple[str, ...]]],
        aim: Aim,
    ) -> None:
        """
        What is proven optimal reaches what the best of all allocations reaches.
        """
        pytest.importorskip("ortools")
        wishes, limits, able = case
        allocation = allocate(menu(), wishes, people_of(limits, able), aim=aim)
        assert allocation.status == "optimal"
        best = max(worth(way, wishes, aim) for way in ways_to_share(wishes, limits, able))
        assert worth(as_given(allocation), wishes, aim) == best

    @given(cases(), st.booleans())
    @settings(max_examples=60, deadline=None)
    def test_turns_keep_the_limits(
        self,
        case: tuple[tuple[Choice, ...], dict[str, int], dict[str, tuple[str, ...]]],
        fair: bool,  # noqa: FBT001 - drawn
    ) -> None:
        """
        What is given in turns is one of the possible allocations, and nothing that is
        wished can be added to it.
        """
        wishes, limits, able = case
        people = people_of(limits, able)
        shares = draft(matter_of(menu(), wishes, people, TravelTimes()), fair=fair)
        for number, wish in enumerate(wishes):
            assert shares.granted(number) <= wish.sessions
            free = [one for one in shares.matter.able[number] if shares.has_room(number, one)]
            assert shares.granted(number) == wish.sessions or not free
        assert min([*shares.sessions, *shares.minutes]) >= 0

    @given(cases(), st.sampled_from(["points", "sessions"]))
    @settings(max_examples=60, deadline=None)
    def test_turns_serve_as_many(
        self,
        case: tuple[tuple[Choice, ...], dict[str, int], dict[str, tuple[str, ...]]],
        aim: Aim,
    ) -> None:
        """
        Where only sessions are limited, turns give as many points as many sessions as the best
        of all allocations does; only ranks may be worse.
        """
        wishes, limits, able = case
        people = people_of(limits, able)
        shares = draft(matter_of(menu(), wishes, people, TravelTimes()), fair=aim == "points")
        given: dict[tuple[int, str], int] = {
            (number, people[one].id): sessions
            for number, by in enumerate(shares.given)
            for one, sessions in by.items()
        }
        best = max(worth(way, wishes, aim) for way in ways_to_share(wishes, limits, able))
        assert worth(given, wishes, aim)[:-1] == best[:-1]
