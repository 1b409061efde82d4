"""
Demands as values: what they say, what they are called and what they refuse.
"""

from collections.abc import Callable
from datetime import date, time
from typing import Any, cast

import pytest

from community_edu.base import ProblemsError
from community_edu.calendars import ClassPeriod, TeachingWeeks
from community_edu.scheduling.demands import (
    STANDARD_DEMANDS,
    Apart,
    AtMost,
    AwayFrom,
    Capacity,
    Demand,
    FairLoad,
    NearHome,
    NoClash,
    NoGaps,
    NoLoneSession,
    NotOversized,
    OwnDemand,
    Precedence,
    PreferHours,
    SameVenue,
    ShortWays,
    Spread,
)
from community_edu.scheduling.demands.base import code_text

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7), number=6, periods=[ClassPeriod(time(9), time(10, 30))]
)


class TestTexts:
    @pytest.mark.parametrize(
        ("demand", "zh", "en"),
        [
            (
                NoClash(of="venue"),
                "同一场所不能同时有两次课",
                "no venue is in two sessions at the same time",
            ),
            (Capacity(), "场所容得下班级的人数", "a venue holds the people of a section"),
            (
                ShortWays(),
                "教师相隔 60 分钟以内的两次课，路程不超过 15 分钟",
                "between sessions of an educator within 60 minutes the way takes at most 15",
            ),
            (
                NearHome(),
                "教师的授课点离家不超过 30 分钟路程",
                "educators teach at most 30 minutes from home",
            ),
            (
                NotOversized(),
                "场所的容量不超过班级人数的 2 倍",
                "no venue holds more than 2 times the people of a section",
            ),
            (
                FairLoad(employment="volunteer"),
                "志愿者的授课次数尽量相等",
                "volunteers teach equally many sessions",
            ),
            (FairLoad(), "各位教师的授课次数尽量相等", "all educators teach equally many sessions"),
            (
                PreferHours(hours="SAT", any_time_in="4-6"),
                "所有课安排在 SAT 00:00-24:00（4-6 周不限）",
                "all sessions are in SAT 00:00-24:00, except in weeks 4-6",
            ),
            (
                PreferHours(hours="SAT", audience="youth", educator="lin"),
                "“lin”所教青少年的课安排在 SAT 00:00-24:00",
                "sessions for young people taught by 'lin' are in SAT 00:00-24:00",
            ),
            (
                PreferHours(hours="SAT", section="choir"),
                "“choir”的课安排在 SAT 00:00-24:00",
                "sessions of 'choir' are in SAT 00:00-24:00",
            ),
            (
                PreferHours(hours="SAT", audience="miners"),
                "“miners”的课安排在 SAT 00:00-24:00",
                "sessions for 'miners' are in SAT 00:00-24:00",
            ),
            (AtMost(), "每个教师每天最多 3 次课", "each educator has at most 3 sessions a day"),
            (
                NoGaps(of="group"),
                "每个群体一天之内的课没有空节",
                "the day of each group has no idle periods",
            ),
            (
                NoLoneSession(),
                "没有群体只为一次课而来：每次课都与另一次课相连",
                "no group comes for a single session: each is next to another",
            ),
            (
                Precedence(before="first-aid", after="nursing"),
                "“first-aid”在“nursing”之前上完",
                "'first-aid' is over before 'nursing' begins",
            ),
            (
                Apart(of="venue", days=14),
                "同一场所的单次课至少相隔 14 天",
                "single sessions of one venue are at least 14 days apart",
            ),
            (
                AwayFrom(dates=[date(2026, 10, 1)], days=2, audience="elderly"),
                "老年人的课避开 2026-10-01 及前后 2 天",
                "sessions for elderly people keep away from 2026-10-01 and 2 days before and after",
            ),
            (
                AwayFrom(dates=[date(2026, 10, 1), date(2026, 10, 18)]),
                "所有课避开 2026-10-01、2026-10-18",
                "all sessions keep away from 2026-10-01, 2026-10-18",
            ),
            (
                AwayFrom(dates=[date(2026, 10, 1), date(2026, 10, 2)], audience="miners"),
                "“miners”的课避开 2026-10-01 至 2026-10-02",
                "sessions for 'miners' keep away from 2026-10-01 to 2026-10-02",
            ),
        ],
    )
    def test_sentence(self, demand: Demand, zh: str, en: str) -> None:
        """
        A demand says in both languages what it asks, with its parameters.
        """
        assert (demand.text.zh, demand.text.en) == (zh, en)

    @pytest.mark.parametrize("demand", [*STANDARD_DEMANDS, SameVenue(), Spread()])
    def test_standard(self, demand: Demand) -> None:
        """
        Each has a sentence in both languages without a full stop.
        """
        assert not demand.text.zh.endswith("。")
        assert demand.text.en
        assert not demand.text.en.endswith(".")

    def test_own_code(self) -> None:
        """
        A code without a label shows as it is.
        """
        assert code_text("audience", "miners").to("en") == "miners"


class TestIds:
    @pytest.mark.parametrize(
        ("demand", "name"),
        [
            (NoClash(of="group"), "no-clash-group"),
            (AtMost(of="section", per="term", most=1), "at-most-1-section-term"),
            (NoGaps(), "no-gaps-educator"),
            (NoLoneSession(), "no-lone-session-group"),
            (ShortWays(), "short-ways-15-60"),
            (NearHome(), "near-home-30"),
            (NotOversized(times=3), "not-oversized-3"),
            (FairLoad(), "fair-load"),
            (FairLoad(employment="volunteer"), "fair-load-volunteer"),
            (Precedence(before="one", after="two"), "precedence-one-two"),
            (Apart(), "apart-group-7"),
            (
                AwayFrom(dates=[date(2026, 10, 1)], audience="elderly"),
                "away-from-elderly-2026-10-01-1x0",
            ),
            (
                PreferHours(hours="MON 08:00-12:00", section="choir", any_time_in="1,3"),
                "prefer-hours-choir-mon-0800-1200-not-1.3",
            ),
            (Capacity(id="seats", weight=2), "seats"),
        ],
    )
    def test_of_its_parameters(self, demand: Demand, name: str) -> None:
        """
        What is not called anything is called by its kind and parameters.
        """
        assert demand.id == name

    def test_standard_ones_differ(self) -> None:
        """
        No two standard demands are called the same, and all are hard.
        """
        assert len({demand.id for demand in STANDARD_DEMANDS}) == len(STANDARD_DEMANDS)
        assert all(demand.hard for demand in STANDARD_DEMANDS)
        assert not SameVenue().hard

    def test_no_demand_of_ones_own(self) -> None:
        """
        The demands of the library are none of the users' own.
        """
        assert not any(isinstance(demand, OwnDemand) for demand in STANDARD_DEMANDS)


class TestProblems:
    @pytest.mark.parametrize(
        ("make", "said"),
        [
            (
                lambda: Capacity(weight=0),
                "the weight of 'capacity' is 0; give 1 to 1000000, or none if it is hard",
            ),
            (
                lambda: Capacity(weight=1_000_001),
                "the weight of 'capacity' is 1000001; give 1 to 1000000, or none if it is hard",
            ),
            (lambda: Apart(days=0), "'days' of 'apart-group-0' is 0; give 1 or more"),
            (lambda: AtMost(most=-1), "'most' of 'at-most--1-educator-day' is -1; give 0 or more"),
            (lambda: ShortWays(within=-5), "'within' of 'short-ways-15--5' is -5; give 0 or more"),
            (lambda: NearHome(minutes=-1), "'minutes' of 'near-home--1' is -1; give 0 or more"),
            (lambda: NotOversized(times=0), "'times' of 'not-oversized-0' is 0; give 1 or more"),
            (
                lambda: AwayFrom(dates=[]),
                "'away-from' has no dates; give at least one, or leave the demand out",
            ),
            (
                lambda: PreferHours(hours="", audience="elderly", id="quiet"),
                "'quiet' has no hours; give at least one, or leave the demand out",
            ),
            (
                lambda: Precedence(before="tea", after="tea"),
                "'tea' cannot come before itself; name two sections",
            ),
            (
                lambda: NoClash(of=cast("Any", "room")),
                "'of' of 'no-clash-room' is 'room'; give one of venue, educator, group",
            ),
            (
                lambda: AtMost(per=cast("Any", "year")),
                "'per' of 'at-most-3-educator-year' is 'year'; give one of day, week, term",
            ),
        ],
    )
    def test_told(self, make: Callable[[], Demand], said: str) -> None:
        """
        A parameter that cannot be is told with what to write instead.
        """
        with pytest.raises(ProblemsError) as caught:
            make()
        assert str(caught.value).splitlines()[1:] == [f"- {said}"]

    def test_all_at_once(self) -> None:
        """
        Everything that is wrong is told at once, each at its field.
        """
        with pytest.raises(ProblemsError) as caught:
            AwayFrom(dates=[], days=-1, weight=0)
        assert [getattr(one, "path", None) for one in caught.value.problems] == [
            ("weight",),
            ("dates",),
            ("days",),
        ]
        assert "权重为 0，应为 1 到 1000000" in caught.value.sentence("zh-CN")


class TestObservances:
    def test_dates(self) -> None:
        """
        Festivals are bound to the days on which they are, and days around the weeks count.
        """
        demand = AwayFrom.observances(["double_ninth", "mid_autumn"], WEEKS, weight=None)
        assert [str(day) for day in demand.dates] == ["2026-09-25", "2026-10-18"]
        assert demand.hard
        near = AwayFrom.observances(["double_ninth"], WEEKS, days=3, audience="elderly")
        assert (near.days, near.audience) == (3, "elderly")

    def test_outside(self) -> None:
        """
        Festivals none of which is near the weeks ask nothing, which is told.
        """
        with pytest.raises(ProblemsError) as caught:
            AwayFrom.observances(["spring_festival"], WEEKS)
        assert "'away-from' has no dates" in str(caught.value)

    def test_unknown(self) -> None:
        """
        A key that nobody knows is told with the nearest one.
        """
        with pytest.raises(ProblemsError) as caught:
            AwayFrom.observances(["double_nine"], WEEKS)
        assert "no observance 'double_nine'; did you mean 'double_n" in str(caught.value)
