"""
Differences (差别): what moving a few meetings of a timetable costs more, and breaks.

Only what the moved meetings have to do with is judged, before and after, by the judges of
`check_timetable`: whatever else is broken stays so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import attrs

from community_edu.scheduling.demands import (
    Apart,
    AtMost,
    Demand,
    EnoughTravel,
    FairLoad,
    NoClash,
    NoGaps,
    NoLoneSession,
    Precedence,
    ShortWays,
    WorkingLimits,
)
from community_edu.scheduling.judging import Violation
from community_edu.scheduling.judging.cases import Case
from community_edu.scheduling.judging.checking import violations_of, violations_of_names
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable

MeetingKey = tuple[str, int]
"""
A section with the number of its meeting.
"""

Moves = Mapping[MeetingKey, tuple[Placement, ...]]
"""
For each meeting that is moved its new placements.
"""

BETWEEN: tuple[type[Demand], ...] = (
    Apart,
    AtMost,
    EnoughTravel,
    NoClash,
    NoGaps,
    NoLoneSession,
    Precedence,
    ShortWays,
    WorkingLimits,
)
"""
Demands that look at sections together; every other kind looks at each by itself.
"""


@attrs.frozen(slots=False)
class Differences:
    """
    What moves of meetings change in a timetable.

    Attributes:
        problem: What was asked for.
        timetable: Where everything is.
    """

    problem: TimetableProblem
    timetable: Timetable

    def of(self, moves: Moves) -> tuple[int, tuple[Violation, ...]]:
        """
        Return what *moves* cost more, and hard demands that they break, or break further.
        """
        near = self._near(moves)
        before = self._before(frozenset(key[0] for key in moves), near)
        known: Counter[object] = Counter()
        for one in before:
            known[_key(one)] += one.amount
        after = list(self._judged(frozenset(key[0] for key in moves), near, moves))
        cost, breaks = self._fair(moves)
        cost += sum(one.cost for one in after) - sum(one.cost for one in before)
        for one in after:
            had = min(known[_key(one)], one.amount)
            known[_key(one)] -= had
            if one.hard and had < one.amount:
                breaks.append(one)
        return cost, tuple(breaks)

    @cached_property
    def placed(self) -> dict[MeetingKey, tuple[Placement, ...]]:
        """
        The placements of each meeting.
        """
        found: dict[MeetingKey, tuple[Placement, ...]] = {}
        for one in self.timetable.placements:
            key = (one.section, one.number)
            found[key] = (*found.get(key, ()), one)
        return found

    # What moved meetings have to do with

    def _near(self, moves: Moves) -> frozenset[MeetingKey]:
        """
        Return the meetings that share a venue, a person, a group or a pair with *moves*.
        """
        names: set[tuple[str, str | None]] = {("section", section) for section, _ in moves}
        for key, there in moves.items():
            for one in (*there, *self.placed[key]):
                names.add(("venue", one.venue))
                names.add(("educator", one.educator))
            names.update(("group", group) for group in self._groups(key[0]))
        for pair in self._pairs:
            if any(section in pair for section, _ in moves):
                names.update(("section", section) for section in pair)
        found = set(moves)
        for name in names:
            found |= self._sharing.get(name, set())
        return frozenset(found)

    def _groups(self, section: str) -> tuple[str, ...]:
        known = self._sections.get(section)
        return known.groups if known else ()

    @cached_property
    def _sections(self) -> dict[str, TimetableSection]:
        return {one.id: one for one in self.problem.sections}

    @cached_property
    def _sharing(self) -> dict[tuple[str, str | None], set[MeetingKey]]:
        found: dict[tuple[str, str | None], set[MeetingKey]] = {}
        for one in self.timetable.placements:
            names = [
                ("section", one.section),
                *((of, name) for of, name in _taken(one) if name is not None),
                *(("group", group) for group in self._groups(one.section)),
            ]
            for name in names:
                found.setdefault(name, set()).add((one.section, one.number))
        return found

    @cached_property
    def _pairs(self) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        for demand in self.problem.demands:
            if isinstance(demand, Precedence):
                found.append((demand.before, demand.after))
            elif not isinstance(demand, Demand):
                found.extend(demand.pairs(self.problem))
        return tuple(found)

    # Judging

    def _before(
        self, sections: frozenset[str], near: frozenset[MeetingKey]
    ) -> tuple[Violation, ...]:
        if (sections, near) not in self._known:
            self._known[sections, near] = tuple(self._judged(sections, near, {}))
        return self._known[sections, near]

    @cached_property
    def _known(
        self,
    ) -> dict[tuple[frozenset[str], frozenset[MeetingKey]], tuple[Violation, ...]]:
        return {}

    def _judged(
        self, sections: frozenset[str], near: frozenset[MeetingKey], moves: Moves
    ) -> Iterator[Violation]:
        """
        Yield violations by *sections* each alone, and by *near* meetings together.
        """
        alone = self._case(
            self._part(sections), (key for key in self.placed if key[0] in sections), moves
        )
        yield from violations_of_names(alone)
        together = self._case(self.problem, (key for key in self.placed if key in near), moves)
        for demand in self.problem.demands:
            if not isinstance(demand, FairLoad):
                own = not isinstance(demand, Demand)
                case = together if own or isinstance(demand, BETWEEN) else alone
                yield from violations_of(case, demand)

    def _case(self, problem: TimetableProblem, keys: Iterable[MeetingKey], moves: Moves) -> Case:
        placements = [one for key in keys for one in moves.get(key, self.placed[key])]
        return Case(problem, Timetable(problem, placements))

    def _part(self, sections: frozenset[str]) -> TimetableProblem:
        """
        Return the problem with some of its sections only.
        """
        if sections not in self._parts:
            self._parts[sections] = attrs.evolve(
                self.problem,
                sections=[one for one in self.problem.sections if one.id in sections],
                pins=[pin for pin in self.problem.pins if pin.section in sections],
                rules=(),
            )
        return self._parts[sections]

    @cached_property
    def _parts(self) -> dict[frozenset[str], TimetableProblem]:
        return {}

    # Fair load, which everybody has to do with

    def _fair(self, moves: Moves) -> tuple[int, list[Violation]]:
        cost, breaks = 0, list[Violation]()
        for demand in self.problem.demands:
            if isinstance(demand, FairLoad):
                people = [
                    one.id
                    for one in self.problem.educators
                    if one.id in self._teachers
                    and (not demand.employment or one.employment == demand.employment)
                ]
                after = Counter(self._loads)
                for key, there in moves.items():
                    after.subtract(_loads(self.timetable, self.placed[key]))
                    after.update(_loads(self.timetable, there))
                more = _spread(after, people) - _spread(self._loads, people)
                cost += (demand.weight or 0) * more
                if demand.weight is None and more > 0:
                    everything = self._case(self.problem, self.placed, moves)
                    breaks += violations_of(everything, demand)
        return cost, breaks

    @cached_property
    def _loads(self) -> Counter[str]:
        return _loads(self.timetable, self.timetable.placements)

    @cached_property
    def _teachers(self) -> frozenset[str]:
        return frozenset(
            one.id
            for section in self.problem.sections
            for one in self.problem.educators_of(section)
        )


def _taken(one: Placement) -> tuple[tuple[str, str | None], ...]:
    return ("venue", one.venue), ("educator", one.educator)


def _key(one: Violation) -> object:
    """
    Return what a violation is about, wherever the meetings are.
    """
    return one.demand, frozenset((each.section, each.number) for each in one.placements)


def _loads(timetable: Timetable, placements: Iterable[Placement]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in placements:
        if one.educator is not None:
            found[one.educator] += len(timetable.sessions_of(one))
    return found


def _spread(loads: Mapping[str, int], people: Iterable[str]) -> int:
    counts = [loads.get(one, 0) for one in people]
    return max(counts, default=0) - min(counts, default=0)
