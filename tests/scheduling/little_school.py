"""
A little school with every kind of thing in it, and a timetable made by hand that keeps all.
"""

from datetime import date, time
from typing import Any

import attrs

from community_edu.calendars import ClassPeriod, TeachingWeeks, Weekday
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    AwayFrom,
    FairLoad,
    NotOversized,
    PreferHours,
    SameVenue,
    Spread,
)
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.scheduling.travel import TravelTimes

SIX_DAYS: tuple[Weekday, ...] = ("MON", "TUE", "WED", "THU", "FRI", "SAT")

PERIODS = (
    ClassPeriod(time(9), time(9, 45), "第一节"),
    ClassPeriod(time(9, 55), time(10, 40), "第二节"),
    ClassPeriod(time(14), time(14, 45), "第三节"),
    ClassPeriod(time(14, 55), time(15, 40), "第四节"),
    ClassPeriod(time(18, 30), time(20), "晚课"),
)

WEEKS = TeachingWeeks(
    first=date(2026, 9, 7),
    number=6,
    periods=PERIODS,
    weekdays=SIX_DAYS,
    closed=[date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8))],
    moved={date(2026, 10, 10): date(2026, 10, 7)},
)
"""
Six weeks with the National Day holiday in them; the lessons of Wednesday, 7 October, are
made up on Saturday, 10 October.
"""

VENUES = (
    Venue(
        id="music-room", name="音乐室", kind="classroom", capacity=40, equipment=["piano"],
        place="school",
    ),
    Venue(
        id="art-room", name="书画室", kind="classroom", capacity=24, equipment=["easels"],
        place="school", hours="MON-FRI 08:30-17:00; SAT 08:30-12:00",
    ),
    Venue(
        id="hall", name="报告厅", kind="hall", capacity=120, equipment=["projector"],
        place="school",
    ),
    Venue(
        id="east-room", name="东村教学点", kind="classroom", capacity=30,
        equipment=["projector"], place="east",
    ),
)  # fmt: skip

EDUCATORS = (
    Educator(id="chen", name="陈老师", employment="full_time", teaches=["music", "dance"]),
    Educator(
        id="lin", name="林老师", employment="full_time", teaches=["calligraphy", "painting"],
        daily_minutes=240, weekly_minutes=600,
    ),
    Educator(
        id="wang", name="王老师", employment="part_time", teaches=["english", "computing"],
        hours="MON-FRI 13:30-20:00; SAT 09:00-12:00",
    ),
    Educator(id="zhao", name="赵老师", employment="part_time", teaches=["computing", "painting"]),
    Educator(
        id="sun", name="孙医生", employment="volunteer", teaches=["health"],
        hours="MON-SAT 13:30-17:00", home="east", sessions=4,
    ),
    Educator(
        id="zhou", name="周律师", employment="volunteer", teaches=["law", "health"],
        hours="MON-SAT 14:00-20:00", home="school", sessions=4,
    ),
)  # fmt: skip

SECTIONS = (
    TimetableSection(
        id="choir", name="合唱班", subject="music", size=36, equipment=["piano"], length=2,
        groups=["elderly-1"], audiences=["elderly"],
    ),
    TimetableSection(
        id="brush", name="书法班", subject="calligraphy", size=20, sessions=2,
        venues=["art-room"], groups=["elderly-1"], audiences=["elderly"],
    ),
    TimetableSection(
        id="phones", name="智能手机班", subject="computing", size=25, equipment=["projector"],
        groups=["elderly-2"], audiences=["elderly"],
    ),
    TimetableSection(
        id="phones-east", name="东村手机班", subject="computing", size=24, weeks="odd",
        equipment=["projector"], place="east", audiences=["elderly"],
    ),
    TimetableSection(
        id="english", name="英语夜校", educators=["wang"], size=22, sessions=2, days=2,
        venue_kinds=["classroom"], groups=["workers"], audiences=["workers"],
    ),
    TimetableSection(
        id="drawing", name="少儿绘画", subject="painting", size=18, equipment=["easels"],
        groups=["youth"], audiences=["youth"],
    ),
    TimetableSection(
        id="reading", name="读书会", size=12, weeks="1-5", venues=["art-room", "east-room"],
    ),
    TimetableSection(
        id="health", name="健康讲座", subject="health", size=28, sessions=3, per="term",
        venues=["hall", "east-room"], groups=["villagers"], audiences=["elderly"],
    ),
    TimetableSection(
        id="law", name="法治讲座", subject="law", size=60, sessions=2, per="term", weeks="2-6",
        venue_kinds=["hall"], groups=["villagers"],
    ),
)  # fmt: skip

RULES = (
    PreferHours(hours="MON-SAT 08:00-12:00", audience="elderly"),
    PreferHours(hours="MON-FRI 18:00-21:00", audience="workers", weight=2),
    PreferHours(hours="SAT-SUN", audience="youth", weight=3),
    AtMost(of="educator", per="day", most=3),
    Apart(of="group", days=7, weight=4),
    AwayFrom(dates=[date(2026, 9, 25), date(2026, 10, 1)], days=2),
    Spread(weight=5),
    SameVenue(),
    NotOversized(times=3),
    FairLoad(employment="volunteer"),
)

TRAVEL = TravelTimes(minutes={("school", "east"): 20})

PINS = (Pin(section="choir", weekday="TUE", period=1), Pin(section="law", number=1, week=4))


LITTLE_SCHOOL = TimetableProblem(
    SECTIONS, VENUES, EDUCATORS, WEEKS, RULES, travel=TRAVEL, pins=PINS, name="小镇社区学校"
)


def little_school(**changes: object) -> TimetableProblem:
    """
    The problem, with other sections, rules … where *changes* give them.
    """
    parts: dict[str, Any] = dict(changes)
    return attrs.evolve(LITTLE_SCHOOL, **parts)


def at(
    section: str,
    weekday: Weekday,
    period: int,
    venue: str | None = None,
    educator: str | None = None,
    *,
    number: int = 1,
    weeks: str = "all",
) -> Placement:
    """
    A placement, in short.
    """
    return Placement(
        section=section,
        number=number,
        weekday=weekday,
        period=period,
        weeks=weeks,
        venue=venue,
        educator=educator,
    )


PLACEMENTS = (
    at("choir", "TUE", 1, "music-room", "chen"),
    at("brush", "MON", 1, "art-room", "lin"),
    at("brush", "THU", 1, "art-room", "lin", number=2),
    at("phones", "MON", 2, "hall", "zhao"),
    at("phones-east", "WED", 1, "east-room", "zhao"),
    at("english", "MON", 5, "music-room", "wang"),
    at("english", "WED", 5, "music-room", "wang", number=2),
    at("drawing", "SAT", 1, "art-room", "lin"),
    at("reading", "FRI", 2, "art-room"),
    at("health", "TUE", 3, "east-room", "sun", weeks="1"),
    at("health", "TUE", 3, "east-room", "sun", number=2, weeks="2"),
    at("health", "TUE", 3, "east-room", "sun", number=3, weeks="3"),
    at("law", "MON", 3, "hall", "zhou", weeks="4"),
    at("law", "MON", 3, "hall", "zhou", number=2, weeks="6"),
)


def little_timetable(problem: TimetableProblem | None = None) -> Timetable:
    """
    A timetable of it that keeps every hard demand, made by hand.
    """
    return Timetable(problem or little_school(), PLACEMENTS)
