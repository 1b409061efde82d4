"""
What two sections ask of each other by name.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from itertools import combinations

import attrs

from community_edu.scheduling.demands import OwnDemand, Precedence
from community_edu.scheduling.explaining.choices import NONE
from community_edu.scheduling.explaining.conditions.stages import Stage
from community_edu.scheduling.explaining.requirements import Unit

MOST_OWN_PAIRS = 200_000
"""
How many placements of two meetings are compared at most by a demand of one's own.
"""


def pairs(stage: Stage) -> None:
    """
    Ask for the order of sections, and what demands of one's own compare.
    """
    for demand in stage.ground.hard(Precedence):
        unit = Unit(demand.id, "section", (demand.before, demand.after))
        if stage.rows.asks(unit):
            for one in _meetings(stage, demand.before):
                later = _Later(stage, one)
                for other in _meetings(stage, demand.after):
                    later.before(unit, other)
    _own_pairs(stage)


def _meetings(stage: Stage, section: str) -> list[int]:
    return stage.meetings.get(stage.ground.section_numbers.get(section, NONE), [])


@attrs.frozen(slots=False)
class _Later:
    """
    Up to when one meeting is over, or whether it is later.
    """

    stage: Stage
    meeting: int

    @cached_property
    def ends(self) -> tuple[datetime, ...]:
        """
        When it could be over, in order.
        """
        return tuple(sorted(self._by_end))

    @cached_property
    def _by_end(self) -> dict[datetime, list[int]]:
        found: dict[datetime, list[int]] = defaultdict(list)
        times = self.stage.choices[self.meeting].times
        for t, variables in self.stage.held_at[self.meeting].items():
            found[self.stage.ground.span(times[t])[1]].extend(variables)
        return found

    @cached_property
    def variables(self) -> tuple[int, ...]:
        """
        A variable for each of `ends`: 1 if it is over then or later.
        """
        rows, found = self.stage.rows, list[int]()
        for end in reversed(self.ends):
            at_least = rows.variable()
            sooner = [(1, one) for one in self._by_end[end]]
            rows.add(None, [*sooner, *((1, one) for one in found[-1:]), (-1, at_least)], 0)
            found.append(at_least)
        return tuple(reversed(found))

    def before(self, unit: Unit, other: int) -> None:
        """
        Ask that *other* begins when this meeting is over.
        """
        stage = self.stage
        early: dict[int, list[int]] = defaultdict(list)
        for t, variables in stage.held_at[other].items():
            start = stage.ground.span(stage.choices[other].times[t])[0]
            early[bisect_right(self.ends, start)].extend(variables)
        for number, some in early.items():
            if number < len(self.ends):
                late = self.variables[number]
                stage.rows.add(unit, [(1, late), *((1, one) for one in some)], 1)


def _own_pairs(stage: Stage) -> None:
    for demand in stage.ground.own:
        for one, other in demand.pairs(stage.problem):
            unit = Unit(demand.id, "section", (one, other))
            if not stage.rows.asks(unit):
                continue
            first, second = _meetings(stage, one), _meetings(stage, other)
            compared = (
                combinations(first, 2) if one == other else ((m, n) for m in first for n in second)
            )
            for m, n in compared:
                _own_pair(stage, unit, m, n, demand)


def _own_pair(stage: Stage, unit: Unit, m: int, n: int, demand: OwnDemand) -> None:
    options = [list(_placements(stage, one)) for one in (m, n)]
    if len(options[0]) * len(options[1]) > MOST_OWN_PAIRS:
        stage.rows.whole = False
        return
    for one, first in options[0]:
        for other, second in options[1]:
            terms = dict.fromkeys([*first, *second])
            if demand.amount_of_pair(one, other, stage.problem):
                stage.rows.add(unit, ((1, each) for each in terms), len(terms) - 1)


def _placements(stage: Stage, m: int) -> Iterator[tuple[object, tuple[int, int]]]:
    session = stage.sessions[m]
    for (t, v), variable in stage.where[m].items():
        for e, teaches in stage.teaches[session.section].items():
            at = stage.choices[m].times[t]
            yield stage.ground.placement(session, at, v, e), (variable, teaches)
