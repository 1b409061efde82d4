"""
Small rounds of a course menu: what is offered, chosen and needed, and who gives it.
"""

from typing import Final

from hypothesis import strategies as st

from community_edu.base import Source, Text
from community_edu.calendars import TeachingWeeks
from community_edu.courses import Choice, CourseMenu, MenuItem, Need, TeachingPoint
from community_edu.organizations import Educator
from community_edu.scheduling.allocating import MenuRound
from community_edu.scheduling.travel import TravelTimes
from community_edu.testing.timetables import FIRST, PERIODS

POINTS: Final = ("east", "west", "north")
ITEMS: Final = ("tea", "erhu", "law")
PEOPLE: Final = ("li", "wang")
SUBJECTS: Final = ("tea", "声乐", "法律")
AUDIENCES: Final = ("elderly", "youth")
NAMES: Final = ("甲", "乙", "=1+1", " 丙 ", "a,“b”", "east", "行\n行")
"""
Names as people give them, some of them awkward in a table.
"""

_NAME: Final = st.builds(
    Text, st.sampled_from(NAMES), en=st.none() | st.sampled_from(["Tea", "Law", "wang"])
)
_AUDIENCE: Final = st.sampled_from(["", *AUDIENCES])
_SESSIONS: Final = st.integers(1, 4)
_SOURCE: Final = st.none() | st.just(Source("004-1", 10, "依照学校下发的课程菜单进行自主选课"))


@st.composite
def menu_rounds(draw: st.DrawFn) -> MenuRound:
    """
    Rounds of a menu with up to three points, three items and two educators.

    Names may be alike and awkward, items may have no one to give them, and needs may be for
    what the menu does not have.

    Example:
        >>> from hypothesis import find
        >>> len(find(menu_rounds(), lambda one: len(one.choices) == 1).menu.items)
        1
    """
    people = [
        Educator(
            id=name,
            name=draw(_NAME),
            teaches=draw(st.lists(st.sampled_from(SUBJECTS), unique=True, max_size=2)),
            sessions=draw(st.none() | st.integers(0, 4)),
            home=draw(st.none() | st.sampled_from(["town", *POINTS])),
        )
        for name in draw(st.sets(st.sampled_from(PEOPLE)).map(sorted))
    ]
    ids = [person.id for person in people]
    items = [
        MenuItem(
            id=name,
            name=draw(_NAME),
            subject=draw(st.sampled_from(["", *SUBJECTS])),
            minutes=draw(st.sampled_from([90, 45])),
            audiences=draw(st.lists(st.sampled_from(AUDIENCES), unique=True, max_size=1)),
            educators=draw(st.lists(st.sampled_from(ids), unique=True)) if ids else (),
            sessions=draw(st.none() | st.integers(0, 4)),
            source=draw(_SOURCE),
        )
        for name in draw(st.sets(st.sampled_from(ITEMS)).map(sorted))
    ]
    pairs = [(point, item.id) for point in POINTS for item in items]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return MenuRound(
        menu=CourseMenu(
            id="spring",
            edition=draw(_NAME),
            items=items,
            minutes={name: draw(st.integers(0, 600)) for name in ids if draw(st.booleans())},
            source=draw(_SOURCE),
        ),
        choices=[
            Choice(
                point=point,
                item=item,
                rank=draw(st.integers(1, 3)),
                sessions=draw(_SESSIONS),
                audience=draw(_AUDIENCE),
            )
            for point, item in chosen
        ],
        needs=draw(st.lists(_NEEDS, max_size=3)),
        educators=people,
        points=[TeachingPoint(id=point, name=draw(_NAME)) for point in POINTS]
        if draw(st.booleans())
        else [],
        travel=draw(_TRAVEL),
        weeks=draw(_WEEKS),
    )


_NEEDS: Final = st.builds(
    Need,
    point=st.sampled_from(POINTS),
    subject=st.sampled_from(SUBJECTS),
    sessions=_SESSIONS,
    audience=_AUDIENCE,
)
_TRAVEL: Final = st.builds(
    TravelTimes,
    minutes=st.dictionaries(
        st.sampled_from([("town", "east"), ("east", "town"), ("west", "east")]),
        st.integers(0, 90),
    ),
    otherwise=st.sampled_from([0, 30]),
)
_WEEKS: Final = st.none() | st.builds(
    TeachingWeeks, first=st.just(FIRST), number=st.integers(1, 3), periods=st.just(PERIODS)
)
