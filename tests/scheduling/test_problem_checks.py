"""
Is a problem in order? What cannot be is refused at once; what is doubtful is told.
"""

from collections.abc import Sequence
from datetime import date, time
from types import SimpleNamespace
from typing import Any, ClassVar

import attrs
import pytest
from little_school import LITTLE_SCHOOL, SECTIONS, little_school

from community_edu.base import ProblemsError, Text
from community_edu.calendars import ClassPeriod, TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    AwayFrom,
    Capacity,
    Demand,
    FairLoad,
    NoClash,
    Pinned,
    Precedence,
    PreferHours,
    Qualified,
    SuitableVenue,
)
from community_edu.scheduling.problem_checks import (
    check_problem,
    input_errors,
    require_small,
    require_sound,
)
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.travel import TravelTimes

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=4,
    periods=[
        ClassPeriod(time(9), time(10)),
        ClassPeriod(time(10), time(11)),
        ClassPeriod(time(14), time(15)),
    ],
    weekdays=["MON", "TUE"],
    closed=[date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 22)],
)
"""
Four weeks of two days; nothing is taught in the second, and on one Tuesday.
"""
ROOM = Venue(id="room", name="教室", kind="classroom", capacity=20)
HALL = Venue(id="hall", name="礼堂", kind="hall", capacity=100)
CHEN = Educator(id="chen", name="陈老师", teaches=["music"])
LIN = Educator(id="lin", name="林老师", teaches=["art"])


def problem(*sections: TimetableSection, **parts: object) -> TimetableProblem:
    """
    A problem of some sections, in two rooms with two educators if nothing else is said.
    """
    given: dict[str, Any] = {"venues": [ROOM, HALL], "educators": [CHEN, LIN], "weeks": WEEKS}
    given.update(parts)
    return TimetableProblem(sections, **given)


def told(wrong: TimetableProblem) -> list[str]:
    """
    What is wrong, each in one line of English with its place.
    """
    return [f"{getattr(error, 'path', ())}: {error}" for error in input_errors(wrong)]


class Hobby:
    """
    An own demand with whatever members it is made with.
    """

    def __init__(self, weight: int | None, pairs: Sequence[tuple[str, str]] = ()) -> None:
        self.id = "hobby"
        self.weight = weight
        self.text = Text("爱好", en="hobby")
        self._pairs = tuple(pairs)

    def amount(self, placement: object, problem: object) -> int:
        """
        Return nothing.
        """
        return len((placement, problem)) - 2

    def pairs(self, problem: object) -> tuple[tuple[str, str], ...]:
        """
        Return what was given.
        """
        return self._pairs if problem else ()

    def amount_of_pair(self, one: object, other: object, problem: object) -> int:
        """
        Return nothing.
        """
        return len((one, other, problem)) - 3


class TestReferences:
    def test_a_good_problem_has_no_error_and_no_finding(self) -> None:
        """
        A problem in order is not complained of.
        """
        assert input_errors(LITTLE_SCHOOL) == ()
        assert check_problem(LITTLE_SCHOOL) == ()
        require_sound(LITTLE_SCHOOL)

    def test_all_that_is_wrong_is_told_at_once(self) -> None:
        """
        Identifiers used twice or by nobody are all told, each with its place.
        """
        wrong = problem(
            TimetableSection(id="choir", educators=["chan"], venues=["rom"]),
            TimetableSection(id="choir"),
            venues=[ROOM, HALL, ROOM],
            educators=[CHEN, CHEN],
            rules=[
                Precedence(before="choir", after="choire"),
                PreferHours(hours="MON", section="quire", educator="lin"),
                PreferHours(hours="MON"),
                PreferHours(hours="MON", weight=2),
                Hobby(3, [("choir", "hoby")]),
            ],
            pins=[Pin(section="chior", venue="roof", educator="chen")],
        )
        with pytest.raises(ProblemsError) as caught:
            require_sound(wrong)
        lines = [f"{getattr(error, 'path', ())}: {error}" for error in caught.value.problems]
        assert lines == [
            (
                "('sections', 1, 'id'): the id 'choir' is already used at sections[0].id; "
                "give each its own"
            ),
            "('venues', 2, 'id'): the id 'room' is already used at venues[0].id; give each its own",
            (
                "('educators', 1, 'id'): the id 'chen' is already used at educators[0].id; "
                "give each its own"
            ),
            (
                "('rules', 3, 'id'): the id 'prefer-hours-mon-0000-2400' is already used at "
                "rules[2].id; give each its own"
            ),
            "('sections', 0, 'educators', 0): there is no educator 'chan'; did you mean 'chen'?",
            "('sections', 0, 'venues', 0): there is no venue 'rom'; did you mean 'room'?",
            "('rules', 0, 'after'): there is no section 'choire'; did you mean 'choir'?",
            "('rules', 1, 'section'): there is no section 'quire'; define it, or correct the name",
            "('rules', 1, 'educator'): there is no educator 'lin'; define it, or correct the name",
            "('rules', 4, 1): there is no section 'hoby'; define it, or correct the name",
            "('pins', 0, 'section'): there is no section 'chior'; did you mean 'choir'?",
            "('pins', 0, 'venue'): there is no venue 'roof'; did you mean 'room'?",
        ]

    def test_an_own_demand_has_a_weight_like_any_other(self) -> None:
        """
        The weight of an own demand is not checked when it is made, so it is here.
        """
        choir = TimetableSection(id="choir")
        assert told(problem(choir, rules=[Hobby(0)])) == [
            "('rules', 0, 'weight'): the weight of 'hobby' is 0; give 1 to 1000000, or none if it is hard"
        ]
        assert told(problem(choir, rules=[Hobby(None)])) == []

    def test_what_nobody_can_count_is_refused(self) -> None:
        """
        A demand of no known kind, which solvers would pass over, is told before solving.
        """

        @attrs.frozen(kw_only=True)
        class Nice(Demand):
            kind: ClassVar[str] = "nice"

        unable = SimpleNamespace(id="able", weight=1, text=Text("会", en="able"))
        choir = TimetableSection(id="choir")
        for rule, name in ((Nice(weight=2), "'nice' (Nice)"), (unable, "'able' (SimpleNamespace)")):
            (line,) = told(problem(choir, rules=[rule]))
            assert line.startswith(f"(): nobody can judge {name}; write a class")


class TestSections:
    def test_numbers_below_what_can_be(self) -> None:
        """
        All numbers of a section that are too small are told, and a rhythm that is none.
        """
        rhythm: Any = "month"
        with pytest.raises(ProblemsError) as caught:
            TimetableSection(id="x", size=-1, sessions=0, length=-2, days=0, per=rhythm)
        assert [str(error) for error in caught.value.problems] == [
            "'size' of the section 'x' is -1; write 0 or more",
            "'sessions' of the section 'x' is 0; write 1 or more",
            "'length' of the section 'x' is -2; write 1 or more",
            "'days' of the section 'x' is 0; write 1 or more",
            "the section 'x' meets per 'month'; write week, or term for single meetings",
        ]

    def test_larger_than_every_venue_it_may_have(self) -> None:
        """
        A section larger than the largest of its venues is refused, unless capacity is soft
        or one of them holds everybody.
        """
        choir = TimetableSection(id="choir", size=30, venue_kinds=["classroom"])
        assert told(problem(choir)) == [
            (
                "('sections', 0, 'size'): 'choir' has 30 people and the largest of its venues, '教室', "
                "holds 20; split it, allow a larger venue, or give capacity a weight"
            )
        ]
        assert told(problem(choir, rules=[Capacity(weight=1)])) == []
        field = Venue(id="field", name="操场", kind="classroom")
        assert told(problem(choir, venues=[ROOM, field])) == []
        assert told(problem(choir, rules=[SuitableVenue(weight=1)])) == []

    def test_no_venue_serves(self) -> None:
        """
        What a section asks of its venue is told if none has it.
        """
        choir = TimetableSection(
            id="choir", venue_kinds=["hall"], equipment=["piano", "stage"], place="east"
        )
        assert told(problem(choir)) == [
            (
                "('sections', 0): no venue serves 'choir': of the kind hall, with piano and stage, "
                "at east; add such a venue or ask for less"
            )
        ]
        assert told(problem(choir, venues=[])) == []
        assert "类型hall，设备piano、stage，地点east" in input_errors(problem(choir))[0].sentence(
            "zh-CN"
        )

    def test_nobody_can_teach(self) -> None:
        """
        A subject that nobody teaches is refused, unless anybody may teach at a cost.
        """
        dance = TimetableSection(id="dance", subject="dance")
        assert told(problem(dance)) == [
            (
                "('sections', 0, 'subject'): nobody teaches 'dance', which 'dance' needs; add it to "
                "what an educator teaches, or list the educators of the section"
            )
        ]
        assert told(problem(dance, rules=[Qualified(weight=5)])) == []
        assert told(problem(TimetableSection(id="dance", subject="dance", educators=["lin"]))) == []

    def test_weeks_without_a_day(self) -> None:
        """
        A section all of whose weeks are closed, or not in the term, is refused.
        """
        assert told(
            problem(TimetableSection(id="a", weeks="2"), TimetableSection(id="b", weeks="9"))
        ) == [
            (
                "('sections', 0, 'weeks'): nothing is taught in the weeks '2' of 'a', in a term of 4 "
                "weeks; give it other weeks"
            ),
            (
                "('sections', 1, 'weeks'): nothing is taught in the weeks '9' of 'b', in a term of 4 "
                "weeks; give it other weeks"
            ),
        ]

    def test_meetings_that_are_too_long_or_too_many(self) -> None:
        """
        A meeting fits into one part of a day, and all of them into the days that there are.
        """
        assert told(
            problem(
                TimetableSection(id="long", length=3),
                TimetableSection(id="often", sessions=4, length=2),
                TimetableSection(id="talks", sessions=16, per="term"),
            )
        ) == [
            (
                "('sections', 0, 'length'): a meeting of 'long' takes 3 periods, and no part of the "
                "day has more than 2; make it shorter and give it more sessions"
            ),
            (
                "('sections', 1, 'sessions'): 'often' asks for 4 sessions of 2 periods and its time "
                "has 6 periods in all; ask for fewer"
            ),
            (
                "('sections', 2, 'sessions'): 'talks' asks for 16 sessions of 1 periods and its time "
                "has 15 periods in all; ask for fewer"
            ),
        ]


class TestPins:
    def test_pins_outside_of_what_can_be(self) -> None:
        """
        Each part of a pin that cannot be is told with the reason.
        """
        choir = TimetableSection(
            id="choir", size=30, sessions=2, length=2, subject="music", weeks="1,3"
        )
        talk = TimetableSection(
            id="talk", per="term", weeks="1,3", venue_kinds=["classroom"], sessions=2
        )
        pins = [
            Pin(section="choir", number=1, week=1),
            Pin(section="choir", number=3, weekday="WED", period=2),
            Pin(section="choir", weekday="MON", period=1, venue="room", educator="lin"),
            Pin(section="talk", number=1, week=2, venue="hall", educator="chen"),
            Pin(section="talk", number=2, week=3, weekday="TUE"),
            Pin(section="talk", week=1, weekday="TUE", period=3),
            Pin(section="talk", number=1, period=4),
            Pin(section="choir", number=1, period=0),
        ]
        found = told(problem(choir, talk, rules=[Pinned(weight=1)], pins=pins))
        end = "; change or drop the pin"
        assert [line.removesuffix(end) for line in found] == [
            "('pins', 0, 'week'): 'choir' is pinned to week 1, but it meets every week",
            (
                "('pins', 1, 'number'): 'choir' is pinned to meeting 3, but its meetings are "
                "numbered 1 to 2"
            ),
            "('pins', 1, 'weekday'): 'choir' is pinned to WED, but nothing is taught then",
            (
                "('pins', 1, 'period'): 'choir' is pinned to period 2, but 2 periods of one part of a "
                "day cannot begin there"
            ),
            (
                "('pins', 2, 'number'): 'choir' is pinned to MON, period 1, but its 2 meetings cannot "
                "all be at one time"
            ),
            "('pins', 2, 'venue'): 'choir' is pinned to '教室', but that holds 20 people",
            "('pins', 2, 'educator'): 'choir' is pinned to '林老师', but they cannot teach it",
            "('pins', 3, 'week'): 'talk' is pinned to week 2, but that is none of its weeks",
            "('pins', 3, 'venue'): 'talk' is pinned to '礼堂', but that is no venue which serves it",
            "('pins', 3, 'educator'): 'talk' is pinned to '陈老师', but it needs nobody to teach it",
            "('pins', 4, 'weekday'): 'talk' is pinned to TUE, but nothing is taught then",
            (
                "('pins', 5, 'number'): 'talk' is pinned to TUE, period 3, but its 2 meetings cannot "
                "all be at one time"
            ),
            "('pins', 6, 'period'): 'talk' is pinned to period 4, but a day has 3",
            "('pins', 7, 'period'): 'choir' is pinned to period 0, but a day has 3",
        ]

    def test_what_is_only_wished_may_be_pinned_otherwise(self) -> None:
        """
        A pin to a small or unsuitable room or to another educator is possible where those
        demands are soft.
        """
        choir = TimetableSection(id="choir", size=30, subject="music", venue_kinds=["hall"])
        soft = [Capacity(weight=1), SuitableVenue(weight=1), Qualified(weight=1)]
        pins = [Pin(section="choir", venue="room", educator="lin", period=1, weekday="MON")]
        assert told(problem(choir, rules=soft, pins=pins)) == []

    def test_two_pins_of_one_meeting_differ(self) -> None:
        """
        Hard pins of one meeting that say different things are refused; those of two
        meetings, and soft ones, are not.
        """
        choir = TimetableSection(id="choir", sessions=2)
        pins = [
            Pin(section="choir", number=1, weekday="MON"),
            Pin(section="choir", number=2, weekday="TUE"),
            Pin(section="choir", number=2, weekday="TUE", venue="hall"),
            Pin(section="choir", weekday="TUE", venue="room"),
        ]
        assert told(problem(choir, pins=pins)) == [
            "('pins', 3, 'weekday'): 'choir' is pinned to TUE here and to MON by pins[0]; keep one",
            "('pins', 3, 'venue'): 'choir' is pinned to room here and to hall by pins[2]; keep one",
        ]
        assert told(problem(choir, rules=[Pinned(weight=3)], pins=pins)) == []

    def test_two_meetings_in_one_room_at_one_time(self) -> None:
        """
        Two sections pinned to one venue or person are refused if they share a period in a
        week, and only then.
        """
        sections = [
            TimetableSection(id="a", length=2, subject="music"),
            TimetableSection(id="b", weeks="odd", subject="music"),
            TimetableSection(id="c", per="term", subject="music"),
            TimetableSection(id="d", per="term", weeks="1", subject="music"),
            TimetableSection(id="e"),
        ]
        pins = [
            Pin(section="a", weekday="MON", period=1, venue="room", educator="chen"),
            Pin(section="b", weekday="MON", period=2, venue="room"),
            Pin(section="c", weekday="MON", period=3, week=1, educator="chen"),
            Pin(section="d", weekday="MON", period=1, week=1, educator="chen"),
            Pin(section="e", weekday="MON", venue="room"),
        ]
        assert told(problem(*sections, pins=pins)) == [
            (
                "('pins', 1, 'venue'): 'b' and 'a' are both pinned to 'room' at one time; move one of "
                "them"
            ),
            (
                "('pins', 3, 'educator'): 'd' and 'a' are both pinned to 'chen' at one time; move one "
                "of them"
            ),
        ]
        soft = [NoClash(of="venue", weight=1), NoClash(of="educator", weight=1)]
        assert told(problem(*sections, rules=soft, pins=pins)) == []

    def test_a_lecture_without_a_week_is_nowhere_yet(self) -> None:
        """
        A single meeting pinned to a day and period, not to a week, takes no room from others;
        a week before the first is told once.
        """
        sections = [
            TimetableSection(id="a"),
            TimetableSection(id="b", per="term"),
            TimetableSection(id="c", per="term"),
        ]
        pins = [
            Pin(section="a", weekday="MON", period=1, venue="room"),
            Pin(section="b", weekday="MON", period=1, venue="room"),
            Pin(section="c", weekday="MON", period=1, venue="room", week=0),
            Pin(section="a", period=9, weekday="MON"),
        ]
        assert [line.split(": ")[0] for line in told(problem(*sections, pins=pins))] == [
            "('pins', 2, 'week')",
            "('pins', 3, 'period')",
            "('pins', 3, 'period')",
        ]


class TestPrecedence:
    def test_circles(self) -> None:
        """
        Sections each before the next round in a circle are refused once for each circle.
        """
        sections = [TimetableSection(id=name, per="term") for name in "abcd"]
        rules = [
            Precedence(before="a", after="b"),
            Precedence(before="b", after="c"),
            Precedence(before="c", after="a"),
            Precedence(before="d", after="a"),
        ]
        wrong = problem(*sections, rules=rules)
        assert told(wrong) == [
            (
                "('rules', 2): a, b, c must each come before the next, in a circle; drop one of the "
                "demands"
            )
        ]
        assert check_problem(wrong)[0].code == "week-without-lessons"

    def test_two_ways_to_one_section_are_no_circle(self) -> None:
        """
        A section reached in two ways is no circle by itself.
        """
        sections = [TimetableSection(id=name, per="term") for name in "abcde"]
        pairs = ["ab", "ac", "bd", "cd", "be", "ea"]
        rules = [Precedence(before=pair[0], after=pair[1]) for pair in pairs]
        assert [line[:20] for line in told(problem(*sections, rules=rules))] == [
            "('rules', 5): a, b, "
        ]

    def test_circles_that_are_only_wished(self) -> None:
        """
        A circle that needs a soft demand is a finding.
        """
        sections = [TimetableSection(id=name, per="term") for name in "ab"]
        rules = [Precedence(before="b", after="a", weight=1), Precedence(before="a", after="b")]
        wish = problem(*sections, rules=rules)
        assert told(wish) == []
        assert [finding.line("en") for finding in check_problem(wish)] == [
            (
                "warning precedence-in-circle: rules[0]: a, b should each come before the next, in a "
                "circle: not all of it can be kept"
            ),
            "info week-without-lessons: weeks: nothing is taught in week 2",
        ]

    def test_weeks_in_the_wrong_order(self) -> None:
        """
        A class that is never over before another has begun cannot come before it.
        """
        sections = [
            TimetableSection(id="basics", weeks="3-4"),
            TimetableSection(id="advanced", weeks="1-3"),
            TimetableSection(id="last", weeks="4"),
            TimetableSection(id="never", weeks="2"),
        ]
        rules = [
            Precedence(before="basics", after="advanced"),
            Precedence(before="basics", after="advanced", weight=1, id="wish"),
            Precedence(before="advanced", after="last"),
            Precedence(before="never", after="last"),
            Precedence(before="last", after="none"),
        ]
        found = told(problem(*sections, rules=rules))
        assert [line for line in found if "latest" in line] == [
            (
                "('rules', 0): 'basics' is over on 2026-09-28 at the earliest and 'advanced' begins "
                "on 2026-09-08 at the latest; give them weeks that follow one another"
            )
        ]


class TestSize:
    def test_ten_million_slots_are_refused_before_anything_is_made_of_them(self) -> None:
        """
        Too many meetings, places or questions to own demands are counted, not made.
        """
        rooms = [Venue(id=f"room-{n}", name="教室", kind="classroom") for n in range(100)]
        talks = TimetableSection(id="talks", sessions=10_000_000, per="term")
        found = told(problem(talks, venues=rooms, rules=[Hobby(1)]))
        assert found == [
            (
                "('sections', 0, 'sessions'): 'talks' asks for 10000000 sessions of 1 periods and its "
                "time has 15 periods in all; ask for fewer"
            ),
            (
                "('sections',): the problem has 10000000 meetings, and 50000 are the most; divide it "
                "by place or term"
            ),
            (
                "('sections',): the problem has 15000000000 times and venues to choose from, and "
                "5000000 are the most; divide it by place or term"
            ),
            (
                "('rules',): the problem has 15000000000 placements to ask own demands of, and "
                "2000000 are the most; divide it by place or term"
            ),
        ]

    def test_more_people_than_solvers_can_add_up(self) -> None:
        """
        A size that no class has is refused, also where a change brings it.
        """
        fair = TimetableSection(id="fair", size=1_000_001)
        wrong = problem(fair, rules=[Capacity(weight=1)])
        assert told(wrong) == [
            "('sections', 0, 'size'): 'fair' has 1000001 people; write 1000000 at most"
        ]
        require_small(problem(attrs.evolve(fair, size=1_000_000)))
        with pytest.raises(ProblemsError) as caught:
            require_small(wrong)
        assert [str(one) for one in caught.value.problems] == [
            "'fair' has 1000001 people; write 1000000 at most"
        ]


class TestFindings:
    def test_what_asks_nothing_is_never_free_or_unknown(self) -> None:
        """
        What an author may have meant otherwise is told, and the timetable is made all the same.
        """
        doubtful = problem(
            TimetableSection(id="choir", audiences=["elderly"], weeks="3-6"),
            venues=[ROOM, Venue(id="cellar", name="地下室", kind="hall", hours="SUN")],
            educators=[
                Educator(id="sun", name="孙医生", hours="MON 12:00-13:30", employment="volunteer"),
                Educator(id="wu", name="吴老师", hours=""),
            ],
            rules=[
                PreferHours(hours="MON", audience="elder"),
                AwayFrom(dates=[date(2026, 9, 7)], audience="youth"),
                AwayFrom(dates=[date(2026, 9, 8)], audience="elderly"),
                FairLoad(employment="volunteers"),
                FairLoad(employment="volunteer"),
                FairLoad(),
            ],
            travel=TravelTimes(minutes={("room", "school"): 5}, otherwise=20),
        )
        assert told(doubtful) == []
        assert [finding.line("en") for finding in check_problem(doubtful)] == [
            (
                "warning weeks-beyond-term: sections[0].weeks: the weeks '3-6' of 'choir' go beyond "
                "the 4 of the term and are cut off"
            ),
            (
                "warning venue-never-open: venues[1].hours: the hours SUN 00:00-24:00 of '地下室' hold "
                "no whole period, so nothing can be there"
            ),
            (
                "warning educator-never-free: educators[0].hours: the hours MON 12:00-13:30 of "
                "'孙医生' hold no whole period, so they can teach nothing"
            ),
            (
                "warning educator-never-free: educators[1].hours: the hours - of '吴老师' hold no "
                "whole period, so they can teach nothing"
            ),
            (
                "warning place-without-travel: venues[1].place: the travel times do not know 'cellar' "
                "(地下室): every way there is 20 minutes"
            ),
            (
                "warning audience-of-no-section: rules[0].audience: no section is for the audience "
                "'elder', so this demand asks nothing; did you mean 'elderly'?"
            ),
            (
                "warning audience-of-no-section: rules[1].audience: no section is for the audience "
                "'youth', so this demand asks nothing"
            ),
            (
                "warning employment-of-nobody: rules[3].employment: no educator is 'volunteers', so "
                "this demand asks nothing; did you mean 'volunteer'?"
            ),
            "info week-without-lessons: weeks: nothing is taught in week 2",
        ]

    def test_a_place_is_told_once(self) -> None:
        """
        Two rooms in one place that the travel times do not know are one finding.
        """
        venues = [attrs.evolve(venue, place="west") for venue in (ROOM, HALL)]
        travel = TravelTimes(minutes={("school", "east"): 5})
        found = check_problem(little_school(venues=venues, sections=SECTIONS[:1], travel=travel))
        assert [finding.code for finding in found].count("place-without-travel") == 1
