"""
What towns made up from a seed are like: their time, rooms, subjects, wishes and sizes.
"""

from datetime import date, timedelta
from typing import ClassVar, TypeAlias

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.calendars import ClassPeriod, TeachingWeeks, class_periods
from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    AwayFrom,
    Demand,
    FairLoad,
    NotOversized,
    PreferHours,
    ShortWays,
    Spread,
)

Cell: TypeAlias = tuple[int, int]
"""
A weekday, 0 is Monday, and a period, from 0.
"""

PERIODS: tuple[ClassPeriod, ...] = class_periods(
    ["08:30-10:00", "10:15-11:45", "13:30-15:00", "15:15-16:45"]
)
WEEKS = TeachingWeeks(
    first=date(2026, 8, 31),
    number=18,
    periods=PERIODS,
    closed=[date(2026, 9, 25), *(date(2026, 10, day) for day in range(1, 8)), date(2027, 1, 1)],
    moved={date(2026, 9, 20): date(2026, 10, 6), date(2026, 10, 10): date(2026, 10, 7)},
)
"""
The autumn term of 2026 with its holidays; two lost days are made up.
"""

SUBJECTS: dict[str, tuple[str, ...]] = {
    "music": ("music_room",),
    "calligraphy": ("art_room", "classroom"),
    "painting": ("art_room",),
    "erhu": ("music_room", "classroom"),
    "piano": ("piano_room",),
    "choir": ("music_room", "hall"),
    "fashion": ("dance_room", "hall"),
    "huju": ("music_room", "hall"),
    "dance": ("dance_room",),
    "tai_chi": ("dance_room", "hall"),
    "smartphone": ("computer_room", "classroom"),
    "english": ("classroom",),
    "handicraft": ("art_room", "classroom"),
}
"""
What is taught, with the kinds of room that serve.
"""

TOPICS: dict[str, tuple[int, ...]] = {
    "law": (9, 12),
    "psychology": (10,),
    "home": (11,),
    "weather": (9,),
    "prices": (12,),
    "health": (10, 11),
}
"""
What lectures are about, with the months of which it is the theme.
"""

SCHOOL_ROOMS = {
    "music_room": 3,
    "art_room": 2,
    "piano_room": 1,
    "dance_room": 2,
    "computer_room": 1,
    "classroom": 2,
    "hall": 1,
}
CAPACITIES = {
    "music_room": (25, 45),
    "art_room": (24, 40),
    "piano_room": (12, 20),
    "dance_room": (25, 45),
    "computer_room": (24, 40),
    "classroom": (30, 60),
    "hall": (80, 120),
}
POINT_KINDS = ("music_room", "art_room", "dance_room", "computer_room", "classroom", "hall")

CELLS: tuple[Cell, ...] = tuple((day, period) for day in range(5) for period in range(4))
HALVES: tuple[Cell, ...] = tuple((day, half) for day in range(5) for half in range(2))
HALF_HOURS = ("08:00-12:00", "13:00-17:00")
SIDE = 10
MINUTES_OF_A_STEP = 3
MOST_A_DAY = 3
USUAL_LOAD = 4


@attrs.define(slots=False)
class TownTooFullError(CommunityEduError, ValueError):
    """
    A town in which there is no place for all that it should have.
    """

    code: ClassVar[str] = "town-too-full"
    en: ClassVar[str] = "'{name}' has no place left for {what}; give it more rooms or people"
    zh: ClassVar[str] = "“{name}”已容不下{what}，请增加场地或人员"

    name: str
    what: Text


@attrs.frozen(kw_only=True)
class TownShape:
    """
    How large a town is.

    The numbers of classes, lectures and lecturers are those of a report of a town school
    (镇成人学校) of 2012; the others are assumed.

    Attributes:
        school_classes: Classes at the school itself.
        point_classes: Classes at the teaching points (教学点).
        twice: How many of the classes meet twice a week.
        pairs: Pairs of classes that the same people attend.
        points: Teaching points.
        point_rooms: Their rooms, one to three each.
        teachers: Who teaches classes.
        lectures: Single lectures at the teaching points.
        lecturers: The volunteers who hold them.
    """

    school_classes: int = 36
    point_classes: int = 283
    twice: int = 30
    pairs: int = 97
    points: int = 30
    point_rooms: int = 57
    teachers: int = 99
    lectures: int = 153
    lecturers: int = 49


TOWN = TownShape()
"""
The town of the report.
"""

LITTLE_TOWN = TownShape(
    school_classes=4,
    point_classes=12,
    twice=2,
    pairs=4,
    points=3,
    point_rooms=5,
    teachers=8,
    lectures=6,
    lecturers=4,
)
"""
A town to try things with.
"""


def wishes(*, lectures: bool) -> tuple[Demand, ...]:
    """
    Return what a town wants beside the standard demands; see `town`.
    """
    classes: tuple[Demand, ...] = (
        AtMost(of="educator", per="day", most=MOST_A_DAY),
        AtMost(of="educator", per="week", most=5, weight=1),
        PreferHours(id="elderly-mornings", audience="elderly", hours="MON-SUN 08:00-12:00"),
        PreferHours(
            id="elderly-not-late", audience="elderly", hours="MON-SUN 08:00-15:00", weight=2
        ),
        NotOversized(),
        ShortWays(longer_than=5, within=15, weight=2),
        Spread(weight=5),
    )
    if not lectures:
        return classes
    term = [WEEKS.first + timedelta(days=number) for number in range(7 * WEEKS.number)]
    away = (
        AwayFrom(
            id=f"theme-{topic}",
            audience=topic,
            dates=[day for day in term if day.month not in months],
        )
        for topic, months in TOPICS.items()
    )
    return (
        *classes,
        Apart(days=14, weight=None),
        FairLoad(employment="volunteer", weight=10),
        *away,
    )
