"""
The ways of educators between two places.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, combinations, product

from community_edu.scheduling.demands import EnoughTravel, ShortWays
from community_edu.scheduling.explaining.choices import NONE
from community_edu.scheduling.explaining.conditions.stages import Stage
from community_edu.scheduling.explaining.conditions.uses import Uses
from community_edu.scheduling.explaining.requirements import Unit

Stay = tuple[int, int, str]
"""
A meeting, its time and its place.
"""


def ways(uses: Uses) -> None:
    """
    Ask for time for the ways, and for short ones.
    """
    stage = uses.stage
    breaking: list[tuple[str, Callable[[int, int], bool]]] = [
        *((demand.id, _no_time) for demand in stage.ground.hard(EnoughTravel)),
        *((demand.id, _long_way(demand)) for demand in stage.ground.hard(ShortWays)),
    ]
    for e, one in enumerate(stage.problem.educators):
        asked = [
            (unit, breaks)
            for demand, breaks in breaking
            if stage.rows.asks(unit := Unit(demand, "educator", (one.id,)))
        ]
        stays = _stays(stage, e) if asked else {}
        if len({place for _, _, place in stays}) > 1:
            for unit, breaks in asked:
                _too_far(uses, unit, e, stays, breaks)


def _stays(stage: Stage, e: int) -> dict[Stay, tuple[int, ...]]:
    """
    Return for each meeting that somebody may teach its times and places.
    """
    found: dict[Stay, list[int]] = defaultdict(list)
    for m, session in enumerate(stage.sessions):
        if e in stage.teaches[session.section]:
            for (t, v), variable in stage.where[m].items():
                if v != NONE:
                    found[m, t, stage.problem.venues[v].where].append(variable)
    return {key: tuple(variables) for key, variables in found.items()}


def _too_far(
    uses: Uses,
    unit: Unit,
    e: int,
    stays: Mapping[Stay, tuple[int, ...]],
    breaks: Callable[[int, int], bool],
) -> None:
    stage = uses.stage
    grid, travel = stage.ground.grid, stage.problem.travel
    far: dict[tuple[Stay, int], list[Stay]] = defaultdict(list)
    for one, other in _same_day(stage, stays):
        first = stage.choices[one[0]].times[one[1]]
        second = stage.choices[other[0]].times[other[1]]
        early, late = (one, other) if first.period < second.period else (other, one)
        first, second = (first, second) if early is one else (second, first)
        gap = grid.starts[second.period] - grid.ends[first.period + first.length - 1]
        if gap >= 0 and breaks(gap, travel.between(early[2], late[2])):
            far[one, other[0]].append(other)
    both: dict[Stay, int] = {}
    for (one, _), others in far.items():
        for stay in (one, *others):
            if stay not in both:
                teaches = stage.teaches[stage.sessions[stay[0]].section][e]
                both[stay] = uses.both(stays[stay], teaches)
        stage.rows.add(unit, [(1, both[one]), *((1, both[other]) for other in others)], 1)


def _same_day(stage: Stage, stays: Iterable[Stay]) -> Iterator[tuple[Stay, Stay]]:
    """
    Yield pairs of stays of different meetings, in different places, on one day.
    """
    weekly: dict[int, list[Stay]] = defaultdict(list)
    single: dict[tuple[int, int], list[Stay]] = defaultdict(list)
    for stay in stays:
        at = stage.choices[stay[0]].times[stay[1]]
        if at.week is None:
            weekly[at.weekday].append(stay)
        else:
            single[at.weekday, at.week].append(stay)
    pairs = chain(
        chain.from_iterable(combinations(some, 2) for some in weekly.values()),
        chain.from_iterable(combinations(some, 2) for some in single.values()),
        chain.from_iterable(product(weekly[day], some) for (day, _), some in single.items()),
    )
    for one, other in pairs:
        if one[0] != other[0] and one[2] != other[2]:
            first = stage.choices[one[0]].times[one[1]]
            if first.weeks & stage.choices[other[0]].times[other[1]].weeks:
                yield one, other


def _no_time(gap: int, way: int) -> bool:
    return gap < way


def _long_way(near: ShortWays) -> Callable[[int, int], bool]:
    return lambda gap, way: gap <= near.within and way > near.longer_than
