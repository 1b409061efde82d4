"""
Joining towns into a district: what goes together, and every reason why it does not.
"""

from datetime import date

import attrs
import pytest

from community_edu.base import ProblemsError
from community_edu.calendars import TeachingWeeks
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.demands import FairLoad, Precedence, PreferHours
from community_edu.scheduling.districts import join_problems
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.travel import TravelTimes

WEEKS = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["08:30-10:00", "10:15-11:45"])


def small_town(name: str, visitor: str = "zhao") -> TimetableProblem:
    """
    Return a town with one room, a class of a visitor and one of somebody local.
    """
    return TimetableProblem(
        sections=[
            TimetableSection(id=f"{name}-choir", educators=[visitor], groups=[f"{name}-elderly"]),
            TimetableSection(id=f"{name}-erhu", educators=[f"{name}-li"]),
        ],
        venues=[Venue(id=f"{name}-room", name="教室", kind="classroom")],
        educators=[Educator(id=visitor, name="老师"), Educator(id=f"{name}-li", name="李老师")],
        weeks=WEEKS,
        rules=[Precedence(before=f"{name}-choir", after=f"{name}-erhu")],
        travel=TravelTimes(
            minutes={(f"{name}-room", "station"): 10}, positions={"station": (0, 0)}
        ),
        pins=[Pin(section=f"{name}-choir", weekday="MON")],
    )


class TestJoinProblems:
    def test_together(self) -> None:
        """
        A district has everything of its towns, and a shared educator once.
        """
        east, west = small_town("east"), small_town("west")
        district = join_problems([east, west], name="区")
        assert district.sections == (*east.sections, *west.sections)
        assert district.venues == (*east.venues, *west.venues)
        assert [one.id for one in district.educators] == ["zhao", "east-li", "west-li"]
        assert district.rules == (*east.rules, *west.rules)
        assert district.pins == (*east.pins, *west.pins)
        assert district.travel.between("west-room", "station") == 10
        assert district.travel.between("station", "east-room") == 10
        assert str(district.name) == "区"

    def test_nothing(self) -> None:
        """
        A district has at least one town.
        """
        with pytest.raises(ProblemsError) as caught:
            join_problems([])
        assert "there is no town; give one or more problems" in str(caught.value)

    def test_everything_apart(self) -> None:
        """
        All that keeps towns from being one district is told at once, with the town.
        """
        east = small_town("east")
        other = attrs.evolve(
            east,
            weeks=attrs.evolve(WEEKS, number=3),
            rules=[FairLoad()],
            educators=[attrs.evolve(east.educators[0], name="赵老师"), east.educators[1]],
            travel=TravelTimes(
                minutes={("east-room", "station"): 11}, positions={"station": (1, 0)}, unit=2
            ),
        )
        with pytest.raises(ProblemsError) as caught:
            join_problems([east, other])
        assert [problem.sentence() for problem in caught.value.problems] == [
            "the weeks are not those of the first town; give all towns the same",
            "the units of travel are not those of the first town; give all towns the same",
            "the demands are not those of the first town; give all towns the same",
            "'east-choir' is in two towns; give each its own",
            "'east-erhu' is in two towns; give each its own",
            "'east-room' is in two towns; give each its own",
            "'east-elderly' is in two towns; give each its own",
            "two towns say different things of 'zhao'; say the same",
            "two towns say different things of 'station'; say the same",
            "two towns say different things of 'station east-room'; say the same",
            "two towns say different things of 'east-room station'; say the same",
        ]
        assert "“zhao”的说明不同" in caught.value.sentence("zh-CN")

    def test_rules_of_one_town(self) -> None:
        """
        A rule that names a section or an educator may stand in one town only.
        """
        east, west = small_town("east"), small_town("west")
        wish = PreferHours(hours="MON", educator="zhao")
        joined = join_problems([attrs.evolve(east, rules=[*east.rules, wish]), west])
        assert joined.rules == (*east.rules, wish, *west.rules)
