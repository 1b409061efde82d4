"""
A plan with bodies, and an entry for each way in which feeds select.
"""

from collections.abc import Mapping
from typing import Final

import attrs
from feed_samples import SMALL, entry

from community_edu.base import Text
from community_edu.courses import Course
from community_edu.organizations import Organization, Tier, TrainingNetwork, Venue
from community_edu.plans import Calendar, Entry, EntryEducator

PLAN: Final = attrs.evolve(
    SMALL,
    duties=(),
    network=TrainingNetwork(
        organizations=[
            Organization(id="street", name=Text("街道", en="street"), kind="government"),
            Organization(id="school", name="学校", kind="school", parent="street"),
            Organization(id="point", name="教学点", kind="point", parent="school"),
            Organization(id="office", name="办公室", kind="office"),
        ],
        tiers=[
            Tier(id="base", name=Text("基层", en="base"), members=["school", "point"]),
            Tier(id="top", name="龙头", members=[]),
        ],
    ),
    venues=[Venue(id="hall", name=Text("礼堂", en="hall"), kind="hall")],
    courses=[Course(id="singing", name=Text("合唱", en="singing"))],
)
ZHAO: Final = EntryEducator("zhao", Text("赵老师", en="Zhao"))
ENTRIES: Final[Mapping[str, Entry]] = {
    "street": entry("street/2026", organizations=("street",), audiences=("residents",)),
    "school": entry("school/2026", organizations=("school",), venue="hall", tags=("health",)),
    "point": entry("point/2026", organizations=("point", "office"), courses=("singing",)),
    "class": entry("class/2026", educators=(ZHAO,), venue="hall", courses=("singing",)),
    "other": entry("other/2026", audiences=("elderly",), tags=("健康", "health")),
}


def calendar(*entries: Entry) -> Calendar:
    """
    Return a calendar of some entries, or of all.
    """
    return Calendar(plan=PLAN, year=2026, entries=entries or ENTRIES.values())
