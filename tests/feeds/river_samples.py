"""
A year and a term of a street with everything that a feed can show.
"""

from datetime import date, time
from typing import Final

import attrs

from community_edu.base import Source, Text
from community_edu.calendars import TeachingWeeks, parse_rule
from community_edu.courses import Course
from community_edu.organizations import Audience, Educator, Organization, TrainingNetwork, Venue
from community_edu.plans import Duty, Plan, Theme, ThemeDay
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable

HALL: Final = Venue(
    id="hall",
    name=Text("社区学校，二楼；礼堂", en="community school, 2nd floor; hall"),
    kind="hall",
    owner="school",
    address=Text("河畔路 1 号", en="1 Riverside Road"),
    coordinates="31.2304, 121.4737",
)
MEETING: Final = Duty(
    id="meeting",
    name=Text("领导小组例会", en="meeting of the leading group"),
    by=["street"],
    when=parse_rule("fixed(6, 30)"),
    starts=time(14),
    minutes=90,
    venue="hall",
    note=Text(
        "带上半年总结；请假电话 13800000000",
        en="bring the half-year report; if you cannot come, call 13800000000",
    ),
    source=Source("001-2", 28, "委员会领导小组实行半年度例会制度"),
)
REPORT: Final = Duty(
    id="report",
    name=Text("季度统计报表", en="quarterly statistics"),
    by=["school"],
    due=parse_rule("fixed(3, 31)"),
    source=Source("001-2", 31, "每季度末上报统计报表"),
)
LECTURE: Final = Duty(
    id="lecture",
    name=Text("健康讲座\\“春”, 第1讲; 100%", en='health lecture\\"spring", 1st; 100%'),
    by=["school"],
    when=parse_rule("fixed(4, 7)"),
    starts=time(9, 30),
    minutes=60,
    audiences=["residents"],
    courses=["health"],
    tags=["健康", "线上"],
    url="https://school.example/lectures/spring?id=1&lang=zh",
    online="https://meet.example/j/20260407",
)
FAIR: Final = Duty(
    id="fair",
    name=Text("重阳游园👵🏻👴🏻", en="Double Ninth fair 👵🏻👴🏻"),
    by=["school", "street"],
    when=parse_rule("double_ninth"),
    venue="hall",
    audiences=["elderly"],
    tags=["敬老"],
)
RIVER: Final = Plan(
    id="river",
    title=Text("河畔街道社区教育，年度计划", en="River Street: community education; the year"),
    network=TrainingNetwork(
        organizations=[
            Organization(id="street", name="河畔街道", kind="subdistrict"),
            Organization(
                id="school", name="河畔社区学校", kind="community_school", parent="street"
            ),
        ]
    ),
    audiences=[
        Audience(id="residents", name=Text("居民", en="residents")),
        Audience(id="elderly", name=Text("老年人", en="the elderly"), part_of=["residents"]),
        Audience(id="youth", name=Text("青少年", en="the young"), part_of=["residents"]),
    ],
    venues=[HALL],
    courses=[
        Course(id="choir", name="合唱", url="https://school.example/courses/choir"),
        Course(id="health", name="健康", url="https://school.example/courses/health,1;a"),
    ],
    duties=[MEETING, REPORT, LECTURE, FAIR],
    themes=[
        Theme(
            id="october",
            month=10,
            name=Text("敬老月", en="month of respect for the old"),
            audiences=["elderly"],
            days=[ThemeDay(id="double-ninth", when=parse_rule("double_ninth"))],
        )
    ],
)

WEEKS: Final = TeachingWeeks(
    first=date(2026, 9, 7),
    number=8,
    periods=["09:00-10:30", "14:00-15:30"],
    closed=[date(2026, 10, day) for day in range(1, 8)],
)
PROBLEM: Final = TimetableProblem(
    [
        TimetableSection(
            id="choir",
            name=Text("合唱班", en="choir"),
            course="choir",
            audiences=["elderly"],
            educators=["first"],
            venues=["hall"],
        ),
        TimetableSection(
            id="phone",
            name=Text("手机班", en="smartphones"),
            audiences=["residents"],
            weeks="odd",
        ),
        TimetableSection(id="talk", name=Text("消防讲座", en="fire safety"), per="term"),
    ],
    [HALL],
    [Educator(id="first", name=Text("甲老师", en="teacher A"))],
    WEEKS,
    name=Text("河畔社区学校秋季班", en="River Community School, autumn"),
)
CHOIR: Final = Placement(section="choir", weekday="THU", period=1, venue="hall", educator="first")
PHONE: Final = Placement(section="phone", weekday="MON", period=2, weeks="odd")
TALK: Final = Placement(section="talk", weekday="WED", period=2, weeks="2")
AUTUMN: Final = Timetable(PROBLEM, [CHOIR, PHONE, TALK])
CHANGED_AUTUMN: Final = Timetable(
    PROBLEM,
    [
        attrs.evolve(CHOIR, weeks="1-5,8"),
        attrs.evolve(CHOIR, weeks="6", weekday="WED", period=2),
        attrs.evolve(PHONE, weeks="1-5"),
        TALK,
    ],
)
"""
The choir is on another day once and has one week less; so has the smartphone class.
"""
