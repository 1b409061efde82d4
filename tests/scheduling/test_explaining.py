"""
Explanations of little stories: what is short, what clashes, what would help.
"""

import attrs
import pytest
from clashing_schools import PERIODS, nothing, nothing_placed, of, school

from community_edu.base import ProblemsError
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    AtMost,
    Demand,
    EnoughTravel,
    FairLoad,
    NoGaps,
    NoLoneSession,
    Precedence,
    SameVenue,
    ShortWays,
    Spread,
)
from community_edu.scheduling.explaining import explain
from community_edu.scheduling.explaining import verb as verb_module
from community_edu.scheduling.explaining.deciding import TryingDecider
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.travel import TravelTimes

pytest.importorskip("ortools")


def music_school() -> TimetableProblem:
    """
    Three classes that need the two music rooms, open on Tuesday morning for one class each.
    """
    rooms = [
        Venue(id=f"m{n}", name=f"音乐室{n}", kind="music", hours="TUE 08:00-10:00") for n in (1, 2)
    ]
    classes = [
        TimetableSection(id=name, venue_kinds=["music"]) for name in ("choir", "piano", "erhu")
    ]
    return school(classes, venues=[*rooms, Venue(id="hall", name="报告厅", kind="hall")])


class TestShortages:
    def test_rooms(self) -> None:
        """
        Three classes for two rooms on one morning are named with the morning.
        """
        explanation = explain(music_school(), time_limit=10)
        assert explanation.kind == "counting"
        assert explanation.minimal
        assert str(explanation).splitlines()[:6] == [
            "排不出课程表：资源不够",
            "- 周二上午：3 个班（“choir”“piano”“erhu”）要用 2 间教室（“音乐室1”“音乐室2”），需要 3 节，只有 2 节",
            "以下要求不能同时满足",
            "- “choir”“erhu”“piano”每周上 1 次",
            "- “choir”“erhu”“piano”只能用“音乐室1”“音乐室2”",
            "- “音乐室1”只有周二上午可用；“音乐室2”只有周二上午可用",
        ]
        assert explanation.message("en").splitlines()[1:7] == [
            (
                "- Tuesday morning: 3 classes need 2 venues ('音乐室1' and '音乐室2'): 3 periods are "
                "needed, 2 are there (classes: 'choir', 'piano' and 'erhu')"
            ),
            "these requirements cannot all be kept",
            "- 'choir', 'erhu' and 'piano' meet once a week",
            "- 'choir', 'erhu' and 'piano' can only be in '音乐室1' and '音乐室2'",
            "- '音乐室1' can be had only Tuesday morning; '音乐室2' can be had only Tuesday morning",
            "- '音乐室1' and '音乐室2' hold one class at a time each",
        ]
        assert {change.cost for change in explanation.relaxations} >= {1, 4}
        assert (
            explanation.relaxations[0].message("en")
            == "'音乐室1' can be had on Tuesday morning too"
        )

    def test_shown(self) -> None:
        """
        An explanation is a page in a notebook, and sentences for those who want them.
        """
        explanation = explain(music_school(), time_limit=10)
        page = explanation._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert "以下要求不能同时满足" in page
        assert "代价" in page
        assert next(one.zh for one in explanation.sentences) == "排不出课程表：资源不够"
        assert explanation.requirements[0].message("en") == str(explanation.sentences[3].en)
        assert str(explanation.requirements[0]) == explanation.requirements[0].text.zh
        assert str(explanation.relaxations[0]) == explanation.relaxations[0].text.zh
        doubtful = attrs.evolve(explanation, minimal=False, note=explanation.reasons[0])
        assert "尚未证明" in str(doubtful)
        assert "尚未证明" in doubtful._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert len(doubtful.sentences) == len(explanation.sentences) + 2

    def test_nothing_left_for_one(self) -> None:
        """
        A class for which every time is taken by somebody's hours is told with them.
        """
        li = Educator(id="li", name="李老师", hours="TUE 08:00-12:00")
        hall = Venue(id="hall", name="报告厅", kind="hall", hours="TUE 14:00-16:00")
        lecture = TimetableSection(id="talk", name="讲座", educators=["li"], per="term")
        explanation = explain(school([lecture], venues=[hall], educators=[li]), time_limit=10)
        assert explanation.reasons[0].en == (
            "'讲座' can be nowhere: '李老师' is free only Tuesday morning; '讲座' can only be taught "
            "by '李老师'; '讲座' can only be in '报告厅'; '报告厅' can be had only Tuesday afternoon"
        )
        assert [one.text.en for one in explanation.relaxations] == [
            "'李老师' is free on Tuesday afternoon too",
            "'报告厅' can be had on Tuesday morning too",
            "'讲座' is taught by another educator, free at any time",
            "'讲座' is not held",
        ]

    def test_work(self) -> None:
        """
        More minutes than somebody may teach in a week, or sessions in a term, are short.
        """
        li = Educator(id="li", name="李老师", weekly_minutes=100, daily_minutes=100)
        classes = [TimetableSection(id=f"c{n}", educators=["li"]) for n in (1, 2)]
        explanation = explain(school(classes, educators=[li]), time_limit=10)
        assert (
            explanation.reasons[0].zh
            == "“李老师”至多能上 100 分钟，2 个班（“c1”“c2”）需要 180 分钟"
        )
        assert set(of(explanation)) == {"every-session", "qualified", "working-limits"}
        assert "放宽工作量" in str(explanation)
        li = Educator(id="li", name="李老师", sessions=3)
        explanation = explain(school(classes, educators=[li]), time_limit=10)
        assert "in the term" in str(explanation.reasons[0].en)

    def test_at_most(self) -> None:
        """
        A rule that lets a group have fewer sessions than its classes is short.
        """
        classes = [TimetableSection(id=f"c{n}", groups=["g"]) for n in (1, 2)]
        for rule in (
            AtMost(of="group", per="week", most=1),
            AtMost(of="group", per="term", most=3),
            AtMost(of="group", per="day", most=1),
        ):
            explanation = explain(school(classes, rules=[rule]), time_limit=10)
            assert explanation.kind == "counting"
            assert of(explanation)[rule.id] == ("g",)
            assert any("rule" in change.of for change in explanation.relaxations)

    def test_long_meeting(self) -> None:
        """
        A bad problem is refused as by `solve`.
        """
        with pytest.raises(ProblemsError):
            explain(school([TimetableSection(id="c", length=3)]), time_limit=5)


class TestCore:
    def test_order(self) -> None:
        """
        An order that cannot be kept is counted out, and a looser pin is offered.
        """
        li = Educator(id="li", name="李老师", busy=["2026-09-08"])
        classes = [
            TimetableSection(id="a", per="term", educators=["li"]),
            TimetableSection(id="b", per="term"),
        ]
        order = Precedence(before="a", after="b")
        pins = [Pin(section="b", week=1)]
        explanation = explain(
            school(classes, educators=[li], rules=[order], pins=pins), time_limit=10
        )
        assert explanation.kind == "counting"
        assert of(explanation)[order.id] == ("a", "b")
        assert explanation.minimal
        assert "“b”不再固定" in str(explanation)

    def test_one_room(self) -> None:
        """
        Two meetings pinned to two rooms cannot be in one.
        """
        rooms = [Venue(id=n, name=n, kind="room") for n in ("r1", "r2")]
        pins = [Pin(section="a", number=n, venue=f"r{n}", period=n) for n in (1, 2)]
        same = SameVenue(weight=None)
        problem = school(
            [TimetableSection(id="a", sessions=2)], venues=rooms, rules=[same], pins=pins
        )
        explanation = explain(problem, time_limit=10)
        assert of(explanation)[same.id] == ("a",)
        assert "“a”少上 1 次，上 1 次" in str(explanation)

    def test_days(self) -> None:
        """
        Two meetings cannot be on two days where there is one.
        """
        spread = Spread(weight=None)
        problem = school([TimetableSection(id="a", sessions=2)], rules=[spread])
        assert set(of(explain(problem, time_limit=10))) == {"every-session", spread.id}

    def test_ways(self) -> None:
        """
        Two places that are too far from one another for neighbouring periods clash.
        """
        li = Educator(id="li", name="李老师")
        rooms = [Venue(id=p, name=p, kind="room", place=p) for p in ("east", "west")]
        classes = [TimetableSection(id=p, educators=["li"], place=p) for p in ("east", "west")]
        far = TravelTimes(minutes={("east", "west"): 60})
        pair = school(classes, venues=rooms, educators=[li], periods=PERIODS[:2], travel=far)
        explanation = explain(pair, time_limit=10)
        assert explanation.kind == "core"
        assert of(explanation)["travel"] == ("li",)
        short = attrs.evolve(pair, rules=[EnoughTravel(weight=1), ShortWays(weight=None)])
        assert of(explain(short, time_limit=10))["short-ways-15-60"] == ("li",)

    def test_own(self) -> None:
        """
        A demand of one's own is blamed by its own text.
        """
        never = NeverTogether()
        classes = [TimetableSection(id="a"), TimetableSection(id="b", sessions=2)]
        explanation = explain(school(classes, rules=[never], periods=PERIODS[:2]), time_limit=10)
        assert of(explanation)["never"] == ("a", "b")
        assert "不在同一天" in str(explanation)

    @pytest.mark.parametrize(
        "rule",
        [
            NoGaps(of="group", weight=None),
            NoLoneSession(of="group", weight=None),
            FairLoad(weight=None),
            SameVenue(weight=None),
            Spread(weight=None),
        ],
    )
    def test_feasible(self, rule: Demand) -> None:
        """
        Hard wishes that can be kept are no conflict.
        """
        people = [Educator(id=name, name=name, teaches=["x"]) for name in ("li", "wu")]
        rooms = [Venue(id="r", name="教室", kind="room")]
        classes = [
            TimetableSection(id=name, subject="x", sessions=2, groups=["g"]) for name in ("a", "b")
        ]
        problem = school(classes, venues=rooms, educators=people, rules=[rule], days=["MON", "TUE"])
        assert explain(problem, time_limit=20).kind == "feasible"


class NeverTogether:
    """
    Two sections are never on one day.
    """

    id = "never"
    weight = None
    text = Educator(id="x", name="不在同一天").name

    def amount(self, placement: object, problem: object) -> int:
        del placement, problem
        return 0

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        del problem
        return (("a", "b"),)

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        del one, other, problem
        return 1


def trying(seed: int) -> TryingDecider:
    """
    Try, whatever is installed.
    """
    del seed
    return TryingDecider()


def giving_up(seed: int) -> TryingDecider:
    """
    Try nothing at all.
    """
    del seed
    return TryingDecider(steps=0)


class TestWithoutTheExtra:
    def test_small_conflicts_are_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Without the solver the answer is the same, where trying is enough.
        """
        monkeypatch.setattr(verb_module, "decider", trying)
        explanation = explain(music_school(), time_limit=10)
        assert explanation.minimal
        assert len(explanation.conflict) == 4

    def test_what_is_not_known(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        What trying cannot decide is said to be unknown, with what the extra gives.
        """
        monkeypatch.setattr(verb_module, "decider", giving_up)
        monkeypatch.setattr(verb_module, "find_spec", nothing)
        monkeypatch.setattr(verb_module, "placed_at_once", nothing_placed)
        explanation = explain(school([TimetableSection(id="a")]), time_limit=10)
        assert explanation.kind == "unknown"
        assert "solver" in str(explanation)
