"""
Sets of requirements that cannot all be kept, made as small as can be.
"""

import time
from collections.abc import Container, Iterable, Iterator
from collections.abc import Set as AbstractSet

import attrs

from community_edu.base import Text
from community_edu.scheduling.demands import (
    Demand,
    EnoughTravel,
    FairLoad,
    OwnDemand,
    ShortWays,
    WorkingLimits,
)
from community_edu.scheduling.explaining.choices import EVERYTHING, NONE
from community_edu.scheduling.explaining.conditions import conditions, placements
from community_edu.scheduling.explaining.deciding import Decider
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.rows import Rows
from community_edu.scheduling.judging import check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement, Timetable

MOST_AT_ONCE = 150
"""
How many sections are looked at together before all of them are.
"""
MOST_PLACES = 50_000
"""
How many times with a venue or an educator are looked at together, over all meetings.
"""
ROUNDS = 3

TOO_WIDE = Text(
    "自定义要求要比较的安排太多，这里没有全部比较",
    en="a demand of your own has more placements to compare than are compared here",
)
NOT_ACCEPTED = Text(
    "找到的课程表没有通过检查", en="a timetable was found that `check_timetable` does not accept"
)


def accepted(problem: TimetableProblem, made: Iterable[Placement]) -> bool:
    """
    Tell whether placements are a timetable that breaks nothing hard.
    """
    return check_timetable(problem, Timetable(problem, made)).ok


@attrs.frozen
class Deadline:
    """
    When the time is over.

    Attributes:
        at: The moment, as `time.monotonic` has it.
    """

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """
        Return the deadline that is *seconds* away.
        """
        return cls(time.monotonic() + seconds)

    def sooner(self, seconds: float) -> "Deadline":
        """
        Return this deadline, or the one that is *seconds* away if that is before it.
        """
        return Deadline(min(self.at, time.monotonic() + seconds))

    @property
    def left(self) -> float:
        """
        How many seconds are left.
        """
        return self.at - time.monotonic()


@attrs.frozen
class _OfDemands(Container[Unit]):
    """
    All requirements of some demands.
    """

    demands: AbstractSet[str]

    def __contains__(self, item: object) -> bool:
        return isinstance(item, Unit) and item.demand in self.demands


@attrs.frozen(slots=False)
class Finder:
    """
    Looks for conflicts in a problem.

    Attributes:
        ground: The problem.
        decider: Who decides whether requirements can be kept.
        deadline: When it has to end.
        seed: Where searches begin.
        doubts: Why it could not be told that requirements can be kept.
    """

    ground: Ground
    decider: Decider
    deadline: Deadline
    seed: int = 0
    doubts: dict[Text, None] = attrs.field(factory=dict[Text, None], eq=False)

    def possible(
        self, sections: Iterable[int], units: AbstractSet[Unit] | None = None
    ) -> bool | None:
        """
        Tell whether sections can be held under some requirements, or under all.

        `None`: it is not known in time.
        """
        if self.deadline.left <= 0:
            return None
        rows = conditions(self.ground, sections, EVERYTHING if units is None else units)
        answer = self.decider.decide(rows, self.deadline.left).possible
        return None if answer and not self._whole(rows) else answer

    def solvable(self) -> bool | None:
        """
        Tell whether there is a timetable: only one that `check_timetable` accepts counts.

        `None`: it is not known.
        """
        everybody = range(len(self.ground.problem.sections))
        if self.deadline.left <= 0 or self.ground.places(everybody) > MOST_PLACES:
            return None
        rows = conditions(self.ground, everybody, EVERYTHING)
        decision = self.decider.decide(rows, self.deadline.left)
        if not decision.possible:
            return decision.possible
        made = placements(self.ground, rows, decision.ones)
        if accepted(self.ground.problem, made):
            return True
        if self._whole(rows):
            self.doubts[NOT_ACCEPTED] = None
        return None

    def _whole(self, rows: Rows) -> bool:
        """
        Tell whether rows have all that is asked, and note it if not.
        """
        if not rows.whole:
            self.doubts[TOO_WIDE] = None
        return rows.whole

    def core(self, sections: Iterable[int]) -> frozenset[Unit] | None:
        """
        Return requirements of *sections* that cannot all be kept, checked by a second search.

        `None`: they can be kept, or it is not known.
        """
        numbers = tuple(sections)
        if self.deadline.left <= 0 or self.ground.places(numbers) > MOST_PLACES:
            return None
        units = self._grown(numbers)
        if not units:
            return None
        for _ in range(ROUNDS):
            rows = conditions(self.ground, self.held(units), units, apart=True)
            named = self.decider.core(rows, self.deadline.left)
            if (
                named is None
                or len(named) >= len(units)
                or self.possible(self.held(named), named) is not False
            ):
                break
            units = frozenset(named)
        return units

    def _grown(self, numbers: tuple[int, ...]) -> frozenset[Unit]:
        """
        Return requirements of sections that cannot all be kept, or nothing.

        Those of the demands that have been broken where the others were kept are added until
        nothing is broken, or until they clash; those on people last, which take most work.
        """
        ground, problem = self.ground, self.ground.problem
        asked = {unit.demand for s in numbers for unit in (ground.held(s), ground.on_grid(s))}
        wanted = set(numbers)
        for session in ground.sessions:
            if session.section in wanted:
                asked.update(unit.demand for unit in ground.choices(session).units)
        while True:
            active = _OfDemands(asked)
            rows = conditions(ground, numbers, active)
            decision = self.decider.decide(rows, self.deadline.left)
            if decision.possible is False:
                return frozenset(conditions(ground, numbers, active, apart=True).owners)
            if decision.possible is None:
                return frozenset()
            made = placements(ground, rows, decision.ones)
            verdict = check_timetable(problem, Timetable(problem, made))
            broken = {one.demand for one in verdict.violations if one.hard}
            if broken <= asked:
                self._whole(rows)
                return frozenset()
            more = broken - asked
            asked |= {one for one in more if not _on_people(ground.demands[one])} or more

    def held(self, units: AbstractSet[Unit]) -> tuple[int, ...]:
        """
        Return the sections of which there can be question.
        """
        everybody = range(len(self.ground.problem.sections))
        if self.ground.entire:
            return tuple(everybody)
        return tuple(s for s in everybody if self.ground.held(s) in units)

    def around(self, section: int) -> Iterator[tuple[int, ...]]:
        """
        Yield a section with more and more of those that are in its way.
        """
        ground = self.ground
        rings: list[set[int]] = [set(), set(), set()]
        for session in ground.sessions:
            if session.section == section:
                left = ground.left(session)
                for e in left.educators.keys() - {NONE}:
                    rings[0] |= ground.sections_of("educator", ground.problem.educators[e].id)
                for v in left.venues.keys() - {NONE}:
                    rings[2] |= ground.sections_of("venue", ground.problem.venues[v].id)
        for group in ground.problem.sections[section].groups:
            rings[1] |= ground.sections_of("group", group)
        known: set[int] = set()
        seen: list[AbstractSet[int]] = []
        for ring in (ground.partners(section), *rings):
            for some in (ring | {section}, known | ring | {section}):
                if len(some) <= MOST_AT_ONCE and not any(some <= other for other in seen):
                    seen.append(some)
                    yield tuple(sorted(some))
            known |= ring | {section}


def _on_people(demand: Demand | OwnDemand) -> bool:
    """
    Tell whether a demand is about what one educator does at different times.
    """
    ways = isinstance(demand, WorkingLimits | EnoughTravel | ShortWays | FairLoad)
    return ways or getattr(demand, "of", None) == "educator"
