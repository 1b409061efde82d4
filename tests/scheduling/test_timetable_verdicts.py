"""
The judge: each demand's amount by its description, by hand and counted a second time.
"""

from datetime import date
from typing import ClassVar

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from little_school import EDUCATORS, PLACEMENTS, VENUES, at, little_school, little_timetable
from reference_amounts import Amounts

from community_edu.base import Text
from community_edu.organizations import BusyTime
from community_edu.scheduling.demands import (
    STANDARD_DEMANDS,
    Apart,
    AtMost,
    AwayFrom,
    Capacity,
    Demand,
    EducatorAvailable,
    EnoughTravel,
    EverySession,
    FairLoad,
    NearHome,
    NoClash,
    NoGaps,
    NoLoneSession,
    NoneLost,
    NotOversized,
    OnGrid,
    Pinned,
    Precedence,
    PreferHours,
    Qualified,
    SameEducator,
    SameVenue,
    ShortWays,
    Spread,
    SuitableVenue,
    VenueOpen,
    WorkingLimits,
)
from community_edu.scheduling.judging import (
    KNOWN_NAMES,
    BadAmountError,
    UnjudgeableDemandError,
    Violation,
    check_timetable,
)
from community_edu.scheduling.judging.checking import JUDGES
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.testing import timetable_problems, timetables

EVERY_RULE = (
    Apart(of="venue", days=8),
    Apart(of="group", days=2, id="apart-2"),
    AtMost(of="group", per="day", most=1, weight=1),
    AtMost(of="section", per="week", most=1, weight=1),
    AtMost(of="educator", per="term", most=2, weight=1),
    AwayFrom(dates=[date(2026, 9, 8)], days=2, audience="elderly"),
    FairLoad(),
    NearHome(minutes=3),
    NoGaps(of="group"),
    NoGaps(of="venue"),
    NoLoneSession(of="venue"),
    NoLoneSession(of="group"),
    NoneLost(),
    NotOversized(times=1),
    Precedence(before="section-1", after="section-0", weight=1),
    PreferHours(hours="MON-SUN 09:00-10:00", any_time_in="2"),
    PreferHours(hours="SUN", audience="elderly"),
    PreferHours(hours="MON", section="section-0"),
    SameVenue(),
    ShortWays(longer_than=2, within=240),
    Spread(),
)


def amount(
    demand: Demand, *placements: Placement, problem: TimetableProblem | None = None
) -> tuple[int, list[str]]:
    """
    The amount of one demand in a timetable, and what the judge says in English.
    """
    problem = attrs.evolve(problem or little_school(), rules=[demand])
    verdict = check_timetable(problem, Timetable(problem, placements))
    found = verdict.of(demand.id)
    assert sum(one.amount for one in found) == verdict.amounts[demand.id]
    return verdict.amounts[demand.id], [one.message("en") for one in found]


CHOIR = at("choir", "TUE", 1, "music-room", "chen")
BRUSH = at("brush", "TUE", 2, "art-room", "lin")
SIX = 5
"""
On how many Tuesdays of the six weeks there are lessons.
"""


class TestAmounts:
    @given(st.data())
    @settings(max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow])
    def test_counted_twice(self, data: st.DataObject) -> None:
        """
        Each amount is what its description says, counted by plain loops over all sessions.
        """
        drawn = data.draw(timetable_problems())
        stated = {rule.id for rule in drawn.rules}
        rules = [*drawn.rules, *(rule for rule in EVERY_RULE if rule.id not in stated)]
        problem = attrs.evolve(drawn, rules=rules)
        timetable = data.draw(timetables(problem, wrong=data.draw(st.booleans())))
        verdict, amounts = check_timetable(problem, timetable), Amounts(problem, timetable)
        assert {rule.id: amounts.amount(rule) for rule in problem.demands} == {
            name: count for name, count in verdict.amounts.items() if name != KNOWN_NAMES
        }

    def test_every_kind(self) -> None:
        """
        Every kind of demand has its judge.
        """
        kinds = {type(rule) for rule in (*EVERY_RULE, *STANDARD_DEMANDS)}
        assert set(JUDGES) == kinds


class TestResources:
    def test_no_clash(self) -> None:
        """
        Sessions that share time and a group clash once, however many groups they share.
        """
        sections = [
            TimetableSection(id=name, groups=["elderly", "women"]) for name in ("choir", "dance")
        ]
        problem = little_school(sections=sections, pins=[])
        found, told = amount(
            NoClash(of="group"), at("choir", "TUE", 1), at("dance", "TUE", 1), problem=problem
        )
        assert found == SIX
        assert told == [
            (
                "'elderly', 'women' has 'choir', 'dance' at the same time: Tuesday 第一节 "
                "(2026-09-08, 2026-09-15, 2026-09-22 and 2 more days)"
            )
        ]

    def test_no_clash_of_a_section_with_itself(self) -> None:
        """
        The people of a section cannot be in two of its sessions, and long meetings overlap.
        """
        found, _ = amount(
            NoClash(of="group"), CHOIR, at("choir", "TUE", 2, "hall", "chen", number=2, weeks="1,2")
        )
        assert found == 2

    @pytest.mark.parametrize("of", ["venue", "educator"])
    def test_one_room_one_person(self, of: str) -> None:
        """
        A room and an educator are in one session at a time; weeks apart they do not clash.
        """
        demand = NoClash(of="venue") if of == "venue" else NoClash(of="educator")
        odd = at("phones-east", "WED", 1, "east-room", "zhao")
        even = at("health", "WED", 1, "east-room", "zhao", weeks="2")
        assert amount(demand, odd, even)[0] == 0
        assert amount(demand, odd, attrs.evolve(even, weeks="3"))[0] == 1

    def test_capacity(self) -> None:
        """
        Each session counts the people without a seat; a venue without a number holds all.
        """
        lecture = at("law", "MON", 3, "east-room", "zhou", weeks="2")
        found, told = amount(Capacity(), lecture)
        assert found == 30
        assert "'法治讲座' (60 people) does not fit into '东村教学点' (for 30)" in told[0]
        vast = [attrs.evolve(venue, capacity=None) for venue in VENUES]
        assert amount(Capacity(), lecture, problem=little_school(venues=vast))[0] == 0

    @pytest.mark.parametrize(
        ("placement", "wrong"),
        [
            (at("choir", "TUE", 1, "art-room", "chen"), True),  # no piano
            (at("brush", "TUE", 1, "hall", "lin"), True),  # another is listed
            (at("english", "MON", 5, "hall", "wang"), True),  # no classroom
            (at("phones-east", "MON", 1, "hall", "wang"), True),  # another place
            (at("phones", "MON", 1, "hall", "wang"), False),
        ],
    )
    def test_suitable_venue(self, placement: Placement, *, wrong: bool) -> None:
        """
        A venue must be listed, of a kind, at the place and have the equipment.
        """
        assert bool(amount(SuitableVenue(), placement)[0]) is wrong

    def test_no_venue(self) -> None:
        """
        No venue at all is wrong where there are venues.
        """
        assert amount(SuitableVenue(), at("choir", "TUE", 1))[1] == [
            "'合唱班' has no venue: Tuesday 第一节 (2026-09-08, 2026-09-15, 2026-09-22 and 2 more days)"
        ]
        assert (
            amount(SuitableVenue(), at("choir", "TUE", 1), problem=little_school(venues=[]))[0] == 0
        )

    def test_qualified(self) -> None:
        """
        Somebody must teach what needs somebody: one of the list, or who teaches the subject.
        """
        assert amount(Qualified(), at("english", "MON", 5, "hall", "zhao"))[0] > 0
        assert amount(Qualified(), at("choir", "TUE", 1, "hall", "lin"))[1][0].startswith(
            "'合唱班' cannot be taught by '林老师'"
        )
        assert amount(Qualified(), at("choir", "TUE", 1))[1][0].startswith(
            "nobody teaches '合唱班'"
        )
        assert amount(Qualified(), at("reading", "FRI", 1, "art-room", "lin"))[0] == 0

    def test_same_educator(self) -> None:
        """
        Two educators of a section in one week are one too many; in different weeks they are not.
        """
        one = at("brush", "MON", 1, "art-room", "lin", weeks="1-2")
        other = at("brush", "TUE", 1, "art-room", "zhao", number=2, weeks="2-3")
        found, told = amount(SameEducator(), one, other)
        assert (found, told) == (
            1,
            ["'书法班' is taught by '林老师', '赵老师' in one week: 2026-09-14, 2026-09-15"],
        )

    def test_available(self) -> None:
        """
        On a day that is made up people work as on the day that it stands for, but are busy then.
        """
        placement = at("english", "WED", 5, "music-room", "wang")
        assert amount(EducatorAvailable(), placement)[0] == 0
        busy = BusyTime.parse("2026-10-10 19:00-19:30")
        educators = [attrs.evolve(one, busy=[busy]) for one in EDUCATORS]
        found, told = amount(
            EducatorAvailable(), placement, problem=little_school(educators=educators)
        )
        assert (found, told) == (
            1,
            ["'王老师' has no time for '英语夜校': Wednesday 晚课 (2026-10-10)"],
        )
        assert amount(EducatorAvailable(), attrs.evolve(placement, period=1))[0] == 6

    def test_open(self) -> None:
        """
        A venue is used in its hours, and by its weekday on days that are made up.
        """
        assert amount(VenueOpen(), at("brush", "WED", 4, "art-room", "lin"))[0] == 0
        found, told = amount(VenueOpen(), at("brush", "SAT", 4, "art-room", "lin", weeks="1"))
        assert (found, told) == (
            1,
            ["'书画室' is closed or taken for '书法班': Saturday 第四节 (2026-09-12)"],
        )

    def test_pinned(self) -> None:
        """
        A placement differs from a pin once, in however many parts.
        """
        pin = Pin(
            section="law", number=1, weekday="MON", period=3, week=4, venue="hall", educator="zhou"
        )
        problem = little_school(pins=[pin])
        kept = at("law", "MON", 3, "hall", "zhou", weeks="4")
        assert amount(Pinned(), kept, at("law", "TUE", 1, number=2), problem=problem)[0] == 0
        found, told = amount(Pinned(), at("law", "TUE", 1, weeks="5"), problem=problem)
        assert (found, told) == (
            1,
            [
                (
                    "meeting 1 of '法治讲座' is pinned, but on Tuesday 第一节 it differs in weekday, "
                    "period, venue, educator, week"
                )
            ],
        )

    def test_working_limits(self) -> None:
        """
        Minutes above a limit count, of a day and of a week, and sessions above in the term.
        """
        educators = [
            attrs.evolve(one, daily_minutes=100, weekly_minutes=130, sessions=9)
            for one in EDUCATORS
        ]
        problem = little_school(educators=educators)
        long = at("choir", "TUE", 1, "hall", "chen")
        second = at("brush", "TUE", 3, "hall", "chen")
        found, told = amount(WorkingLimits(), long, second, problem=problem)
        assert found == SIX * (145 - 100) + SIX * (145 - 130) + 1
        assert told[0].startswith(
            "'陈老师' teaches 225 minutes more than the 100 a day: 2026-09-08"
        )
        assert told[2] == "'陈老师' has 10 sessions in the term, 9 at most"
        assert amount(WorkingLimits(), at("choir", "TUE", 1, "hall", "nobody"))[0] == 0

    def test_travel(self) -> None:
        """
        The way between two sessions must fit, also with another session between them.
        """
        first = at("phones", "MON", 1, "hall", "zhao", weeks="1")
        second = at("phones-east", "MON", 2, "east-room", "zhao", weeks="1")
        assert amount(EnoughTravel(), first, second)[1] == [
            (
                "'赵老师' needs 20 minutes from '报告厅' to '东村教学点', between '智能手机班', "
                "'东村手机班' are only 10: 2026-09-07"
            )
        ]
        assert amount(EnoughTravel(), first, attrs.evolve(second, period=3))[0] == 0
        assert amount(EnoughTravel(), first, attrs.evolve(second, period=1))[0] == 0

    def test_short_ways(self) -> None:
        """
        A long way counts if the sessions follow closely.
        """
        first = at("phones", "MON", 1, "hall", "zhao", weeks="1")
        second = at("phones-east", "MON", 2, "east-room", "zhao", weeks="1")
        assert amount(ShortWays(), first, second)[0] == 1
        assert amount(ShortWays(within=9), first, second)[0] == 0
        assert amount(ShortWays(longer_than=20), first, second)[0] == 0
        assert amount(ShortWays(), first, attrs.evolve(second, venue=None))[0] == 0

    def test_near_home(self) -> None:
        """
        Sessions far from home count; who has no home is at home everywhere.
        """
        placement = at("health", "TUE", 3, "hall", "sun", weeks="1")
        assert amount(NearHome(minutes=15), placement)[1] == [
            (
                "'孙医生' travels 20 minutes from home to '报告厅' for '健康讲座': Tuesday 第三节 "
                "(2026-09-08)"
            )
        ]
        assert amount(NearHome(minutes=20), placement)[0] == 0
        assert amount(NearHome(minutes=15), attrs.evolve(placement, educator="zhao"))[0] == 0

    def test_not_oversized(self) -> None:
        """
        A room for more than so many times the people is too large.
        """
        placement = at("phones", "MON", 1, "hall", "zhao", weeks="1")
        assert amount(NotOversized(times=4), placement)[0] == 1
        assert amount(NotOversized(times=5), placement)[0] == 0
        nobody = little_school(sections=[TimetableSection(id="phones")], pins=[])
        assert amount(NotOversized(), placement, problem=nobody)[0] == 0
        vast = little_school(venues=[attrs.evolve(one, capacity=None) for one in VENUES])
        assert amount(NotOversized(), placement, problem=vast)[0] == 0

    def test_same_venue(self) -> None:
        """
        Each venue of a section beyond the first counts.
        """
        found, told = amount(SameVenue(), BRUSH, at("brush", "MON", 1, "hall", "lin", number=2))
        assert (found, told) == (1, ["'书法班' is in '报告厅', '书画室'"])

    def test_fair_load(self) -> None:
        """
        Who has the most is compared with who has the fewest of those who could teach.
        """
        placement = at("health", "TUE", 3, "hall", "sun", weeks="1-3")
        assert amount(FairLoad(employment="volunteer"), placement)[1] == [
            "'孙医生' has 3 sessions, '周律师' only 0"
        ]
        assert amount(FairLoad(employment="nobody"), placement)[0] == 0
        assert amount(FairLoad(employment="volunteer"))[0] == 0


class TestTimes:
    def test_prefer_hours(self) -> None:
        """
        The weekday is that of the date: a Wednesday made up on Saturday is no Wednesday.
        """
        placement = at("english", "WED", 5, "music-room", "wang")
        assert amount(PreferHours(hours="WED"), placement)[1] == [
            "'英语夜校' is not in the hours WED 00:00-24:00: Wednesday 晚课 (2026-10-10)"
        ]
        free = PreferHours(hours="WED", any_time_in="5")
        assert amount(free, placement)[0] == 0
        for other in (
            PreferHours(hours="SUN", section="choir"),
            PreferHours(hours="SUN", educator="lin"),
            PreferHours(hours="SUN", audience="youth"),
        ):
            assert amount(other, placement)[0] == 0

    def test_at_most(self) -> None:
        """
        A lesson that is made up counts on its date, and in the week whose lesson it is.
        """
        week = AtMost(of="educator", per="week", most=1)
        both = (
            at("english", "WED", 5, "hall", "wang"),
            at("english", "MON", 5, "hall", "wang", number=2),
        )
        assert amount(week, *both)[1] == [
            "'王老师' has 5 sessions more than 1 a week: 2026-09-07, 2026-09-09, 2026-09-14 and 7 more days"
        ]
        assert amount(AtMost(of="venue", per="day", most=1), *both)[0] == 0
        assert amount(AtMost(of="section", per="term", most=5), *both)[0] == 6
        assert amount(AtMost(of="group", per="term", most=11), *both)[0] == 0

    def test_no_gaps(self) -> None:
        """
        Idle periods between the first and the last of a day count.
        """
        first, last = (
            at("choir", "TUE", 1, "hall", "chen", weeks="1"),
            at("brush", "TUE", 5, "hall", "lin", weeks="1"),
        )
        assert amount(NoGaps(of="group"), first, last)[1] == [
            "'elderly-1' has 2 idle periods: 2026-09-08"
        ]
        assert amount(NoGaps(of="group"), first, attrs.evolve(last, period=3))[0] == 0

    def test_no_lone_session(self) -> None:
        """
        A session with another in the period before or after is not alone, over noon neither.
        """
        long, lone = (
            at("choir", "TUE", 1, "hall", "chen", weeks="1"),
            at("brush", "TUE", 4, "hall", "lin", weeks="1"),
        )
        assert amount(NoLoneSession(), long, lone)[1] == [
            "'elderly-1' comes for a single session of '合唱班', '书法班': 2026-09-08"
        ]
        assert amount(NoLoneSession(), long, attrs.evolve(lone, period=3))[0] == 0

    def test_spread(self) -> None:
        """
        A section wants its meetings on different weekdays, single ones on different dates.
        """
        monday = at("brush", "MON", 1), at("brush", "MON", 2, number=2)
        found, told = amount(Spread(), *monday)
        assert found == 1 + 2 + 3 + 2
        assert told[0] == "'书法班' should be on 2 days and is on 1"
        assert amount(Spread(), *PLACEMENTS)[0] == 0

    def test_apart(self) -> None:
        """
        Single sessions of a group are days apart; those of every week do not count.
        """
        one = at("health", "TUE", 3, weeks="1")
        other = at("law", "MON", 3, weeks="2")
        assert amount(Apart(), one, other)[1] == [
            "'健康讲座', '法治讲座' of 'villagers' are only 6 days apart: 2026-09-08, 2026-09-14"
        ]
        assert amount(Apart(days=6), one, other)[0] == 0
        assert amount(Apart(), CHOIR, BRUSH)[0] == 0

    def test_apart_counts_a_pair_once(self) -> None:
        """
        A pair that shares two groups is one pair.
        """
        sections = [
            TimetableSection(id=name, groups=["east", "west"], per="term")
            for name in ("law", "tea")
        ]
        problem = little_school(sections=sections, pins=[])
        one, other = at("law", "MON", 1, weeks="1"), at("tea", "TUE", 1, weeks="1")
        assert amount(Apart(), one, other, problem=problem)[0] == 1

    def test_away_from(self) -> None:
        """
        A session near two of the days counts once.
        """
        demand = AwayFrom(dates=[date(2026, 9, 8), date(2026, 9, 9)], days=1)
        assert amount(demand, CHOIR)[1] == [
            "'合唱班' is too near such a day: Tuesday 第一节 (2026-09-08)"
        ]
        assert amount(attrs.evolve(demand, id="youth", audience="youth"), CHOIR)[0] == 0

    def test_precedence(self) -> None:
        """
        Every meeting of the one is over before any of the other begins.
        """
        demand = Precedence(before="health", after="law")
        late, early = at("health", "MON", 3, weeks="4"), at("health", "MON", 2, weeks="3", number=2)
        law = at("law", "MON", 3, weeks="4")
        assert amount(demand, late, early, law)[1] == [
            (
                "meeting 1 of '健康讲座' ends on 2026-09-28 14:45, but meeting 1 of '法治讲座' begins on "
                "2026-09-28 14:00"
            )
        ]
        assert amount(demand, late)[0] == 0

    def test_none_lost(self) -> None:
        """
        Weeks that fall out count; a lesson that is made up is not lost.
        """
        assert amount(NoneLost(), CHOIR)[1] == ["'合唱班' (Tuesday 第一节) falls out in week 5"]
        assert amount(NoneLost(), at("choir", "WED", 1))[0] == 0


class TestMeetings:
    @pytest.mark.parametrize(
        ("placement", "reason"),
        [
            (at("choir", "SUN", 1), "nothing is taught on such a day"),
            (at("choir", "MON", 0), "there are no such periods"),
            (at("choir", "MON", 5), "there are no such periods"),
            (at("choir", "MON", 2), "it takes periods of two parts of the day"),
            (at("phones-east", "MON", 1, weeks="2"), "its section has none of its weeks"),
        ],
    )
    def test_on_grid(self, placement: Placement, reason: str) -> None:
        """
        A day, a period or a week that there is not puts a placement off the grid.
        """
        found, told = amount(OnGrid(), placement)
        assert found == 1
        assert told[0].endswith(f"is not in the grid: {reason}")

    @pytest.mark.parametrize(
        ("placements", "found", "said"),
        [
            ([], 6, "meeting 1 of 'choir' has no place"),
            (
                [at("choir", "MON", 1, weeks="1-4")],
                2,
                "meeting 1 of 'choir' is missing in weeks 5–6",
            ),
            (
                [at("choir", "MON", 1), at("choir", "TUE", 1, weeks="2,3")],
                2,
                "meeting 1 of 'choir' is placed more than once: weeks 2–3",
            ),
            (
                [at("choir", "MON", 1), at("choir", "TUE", 1, number=2, weeks="2,3")],
                2,
                "'choir' has no meeting 2, but it is placed",
            ),
            ([at("choir", "SUN", 1)], 1, "meeting 1 of 'choir' is never held"),
        ],
    )
    def test_of_every_week(self, placements: list[Placement], found: int, said: str) -> None:
        """
        A meeting has one placement in each week of its section in which anything is taught.
        """
        problem = little_school(sections=[TimetableSection(id="choir")], pins=[])
        assert amount(EverySession(), *placements, problem=problem) == (found, [said])

    def test_week_without_lessons(self) -> None:
        """
        Nothing is missing in a week in which no day is taught.
        """
        weeks = attrs.evolve(
            little_school().weeks,
            closed=[date(2026, 9, day) for day in range(7, 14)],
            moved={},
        )
        problem = little_school(sections=[TimetableSection(id="choir")], weeks=weeks, pins=[])
        assert amount(EverySession(), at("choir", "MON", 1, weeks="2-6"), problem=problem)[0] == 0
        assert amount(EverySession(), problem=problem)[0] == 5

    @pytest.mark.parametrize(
        ("placements", "found", "said"),
        [
            ([], 1, "meeting 1 of 'law' has no place"),
            (
                [at("law", "MON", 1, weeks="2,4")],
                1,
                "meeting 1 of 'law' is placed more than once: weeks 2, 4",
            ),
            ([at("law", "MON", 1, weeks="5")], 1, "meeting 1 of 'law' is never held"),
        ],
    )
    def test_single(self, placements: list[Placement], found: int, said: str) -> None:
        """
        A single meeting has one placement in one week, on a day on which it can be held.
        """
        problem = little_school(sections=[TimetableSection(id="law", per="term")], pins=[])
        assert amount(EverySession(), *placements, problem=problem) == (found, [said])

    def test_unknown_names(self) -> None:
        """
        What the problem does not have is told, with the nearest name, and never raised.
        """
        verdict = check_timetable(
            little_school(),
            Timetable(little_school(), [at("chior", "MON", 7, "music-rom", "chan")]),
        )
        assert [one.message("en") for one in verdict.of(KNOWN_NAMES)] == [
            "there is no section 'chior'; did you mean 'choir'?",
            "there is no venue 'music-rom'; did you mean 'music-room'?",
            "there is no educator 'chan'; did you mean 'chen'?",
        ]
        assert not verdict.ok

    def test_unknown_names_are_judged_too(self) -> None:
        """
        Sessions of unknown sections and people take the room and the time of others.
        """
        strange = at("chior", "TUE", 1, "nowhere", "nobody")
        problem = little_school(rules=EVERY_RULE)
        verdict = check_timetable(problem, Timetable(problem, [strange, strange]))
        assert verdict.amounts["no-clash-venue"] == verdict.amounts["no-clash-educator"] == SIX
        assert verdict.amounts["no-clash-group"] == SIX
        assert "'nowhere' has 'chior', 'chior' at the same time" in verdict.to_text("en")


@attrs.frozen
class Quiet:
    """
    A demand of one's own: nothing beside the choir, and nothing on Mondays.
    """

    id: str = "quiet"
    weight: int | None = 3
    each: int = 1
    text: ClassVar[Text] = Text("合唱时要安静", en="quiet while the choir sings")

    def amount(self, placement: object, problem: object) -> int:
        assert isinstance(placement, Placement)
        assert isinstance(problem, TimetableProblem)
        return self.each if placement.weekday == "MON" else 0

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        assert isinstance(problem, TimetableProblem)
        return (("choir", "brush"), ("brush", "brush"))

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        assert isinstance(one, Placement)
        assert isinstance(other, Placement)
        assert isinstance(problem, TimetableProblem)
        return int(one.weekday == other.weekday)


class TestOwnDemands:
    def test_amount(self) -> None:
        """
        Each placement counts once, each pair once, in however many weeks they are held.
        """
        problem = little_school(rules=[Quiet()])
        placements = [
            CHOIR,
            BRUSH,
            at("brush", "MON", 1, number=2),
            at("brush", "TUE", 3, number=3),
        ]
        verdict = check_timetable(problem, Timetable(problem, placements))
        assert (verdict.amounts["quiet"], verdict.costs["quiet"]) == (1 + 2 + 1, 12)
        assert [one.message("en") for one in verdict.of("quiet")] == [
            "'书法班' (Monday 第一节) does not keep: quiet while the choir sings",
            (
                "'合唱班' (Tuesday 第一节) and '书法班' (Tuesday 第二节) do not keep: "
                "quiet while the choir sings"
            ),
            (
                "'合唱班' (Tuesday 第一节) and '书法班' (Tuesday 第三节) do not keep: "
                "quiet while the choir sings"
            ),
            (
                "'书法班' (Tuesday 第二节) and '书法班' (Tuesday 第三节) do not keep: "
                "quiet while the choir sings"
            ),
        ]

    def test_no_count(self) -> None:
        """
        An amount below 0 is refused.
        """
        problem = little_school(rules=[Quiet(each=-1)])
        with pytest.raises(BadAmountError, match="'quiet' gives an amount of -1; return a whole"):
            check_timetable(problem, Timetable(problem, [at("choir", "MON", 1)]))

    def test_nobody_knows_it(self) -> None:
        """
        A demand of no known kind that cannot count itself is refused.
        """

        @attrs.frozen(kw_only=True)
        class Nice(Demand):
            kind: ClassVar[str] = "nice"

        problem = little_school(rules=[Nice()])
        with pytest.raises(UnjudgeableDemandError, match=r"nobody can judge 'nice' \(Nice\)"):
            check_timetable(problem, Timetable(problem, []))

    def test_narrower_kind(self) -> None:
        """
        A narrower kind of a known demand is judged as that one.
        """

        @attrs.frozen(kw_only=True)
        class Seats(Capacity):
            pass

        assert amount(Seats(), at("law", "MON", 3, "east-room", "zhou", weeks="2"))[0] == 30


class TestVerdict:
    def test_kept(self) -> None:
        """
        A timetable that keeps all that is hard is so, and says what it costs.
        """
        timetable = little_timetable()
        verdict = check_timetable(timetable.problem, timetable)
        assert verdict.ok
        assert verdict.cost == sum(verdict.costs.values()) == 21
        assert verdict.summary() == "硬性要求全部满足，代价 21"
        assert verdict.summary("en") == "every hard demand is kept, cost 21"
        assert repr(verdict) == "TimetableVerdict(ok=True, cost=21, violations=10)"
        assert len(str(verdict).splitlines()) == 11

    def test_hard_first(self) -> None:
        """
        What is hard comes first; a violation tells its sections, sessions and price.
        """
        problem = little_school(rules=[NotOversized(times=3, weight=2)])
        moved = [at("choir", "SUN", 1, "hall", "chen"), *PLACEMENTS[1:]]
        verdict = check_timetable(problem, Timetable(problem, moved))
        first, last = verdict.violations[0], verdict.violations[-1]
        assert (first.demand, first.hard, first.cost, first.sections) == (
            "on-grid",
            True,
            0,
            ("choir",),
        )
        assert (last.demand, last.hard, last.cost) == ("not-oversized-3", False, 10)
        assert [str(one.start.date()) for one in last.sessions[:2]] == ["2026-09-07", "2026-09-14"]
        assert str(last) == last.message()
        assert verdict.summary("en") == "3 violations of hard demands, cost 10"
        assert verdict.of_section("choir") == verdict.violations[:-1]

    def test_other_problem(self) -> None:
        """
        A timetable is judged by the problem that is given, not by its own.
        """
        timetable = little_timetable()
        fewer = little_school(venues=VENUES[1:])
        assert not check_timetable(fewer, timetable).ok

    def test_records(self) -> None:
        """
        A row tells demand, amount, cost, sections, dates and the sentence.
        """
        problem = little_school(rules=[NotOversized(times=3, weight=2)])
        verdict = check_timetable(problem, little_timetable(problem))
        assert verdict.to_records("en") == [
            {
                "demand": "not-oversized-3",
                "hard": False,
                "amount": 5,
                "cost": 10,
                "sections": ["phones"],
                "dates": ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-12"],
                "message": "'智能手机班' has 25 people only, '报告厅' is for 120: Monday 第二节 "
                "(2026-09-07, 2026-09-14, 2026-09-21 and 2 more days)",
            }
        ]

    def test_page(self) -> None:
        """
        A page has a row for each demand that is broken; every text is escaped.
        """
        sections = [TimetableSection(id="choir", name="<b>合唱</b>", size=99)]
        problem = little_school(sections=sections, pins=[])
        timetable = Timetable(problem, [at("choir", "MON", 1, "hall", None)])
        verdict = check_timetable(attrs.evolve(problem, rules=[NotOversized(times=1)]), timetable)
        page = verdict._repr_html_()  # pyright: ignore[reportPrivateUsage]
        assert "<b>" not in page
        assert "场所的容量不超过班级人数的 1 倍" in page
        small = check_timetable(
            problem, Timetable(problem, [at("choir", "MON", 1, "art-room", None)])
        ).to_html("en")
        assert "<td>hard</td><td>375</td>" in small.replace(' style="text-align:left"', "")

    def test_many(self) -> None:
        """
        A text tells so many violations and counts the rest.
        """
        problem = little_school()
        strange = [at(f"section-{number}", "MON", 1) for number in range(60)]
        verdict = check_timetable(problem, Timetable(problem, strange))
        assert verdict.to_text("en").splitlines()[-1] == f"and {len(verdict.violations) - 50} more"

    def test_violation_without_demand(self) -> None:
        """
        A violation is a value of its own.
        """
        one = Violation(demand="capacity", weight=None, amount=3, text=Text("坐不下"))
        assert (one.cost, one.sections, one.message("en")) == (0, (), "坐不下")
