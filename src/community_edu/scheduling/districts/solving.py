"""
Towns that share educators: what they share first, then each by itself, then a meeting.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Executor

import attrs

from community_edu.base import Text
from community_edu.courses import SectionId
from community_edu.organizations import EducatorId
from community_edu.scheduling.districts.joining import join_problems, named_by
from community_edu.scheduling.districts.judging import (
    DistrictTimetable,
    district_timetable,
    with_cost,
)
from community_edu.scheduling.districts.working import Work
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.solvers import Solver
from community_edu.scheduling.timetables import Placement, Timetable, Unplaced


def solve_district(
    problems: Iterable[TimetableProblem],
    *,
    executor: Executor | None = None,
    time_limit: float = 60,
    seed: int = 0,
    workers: int | None = None,
    deterministic: bool = False,
    solver: Solver | None = None,
) -> DistrictTimetable:
    """
    Make the timetables of towns that share educators.

    The towns are solved in three steps, so that no model is as large as the district:

    1. The sections that a shared educator may teach are placed first, those of all towns
       together, with nothing else there.
    2. Each town is solved around them, on *executor* if there is one: their times and
       educators stay, their rooms need not.
    3. The towns meet (协调): these sections are placed anew, again all together, while
       everything else stays where it is. That is kept if it places more or costs less.

    Args:
        problems: The towns. An educator with the same `id` in several is one person.
        executor: As for `solve_all`; the second step runs here.
        time_limit: Seconds of wall time for each town, and for each meeting.
        seed: As for `solve`.
        workers: As for `solve_all`.
        deterministic: As for `solve`.
        solver: As for `solve`.

    Returns:
        The timetables of the towns and of the district.

    Raises:
        ProblemsError: The towns do not go together (see `join_problems`), or one of them
            is wrong by itself.

    Example:
        >>> from community_edu.scheduling.towns import LITTLE_TOWN, district
        >>> towns = district(1, towns=2, itinerant=2, shape=LITTLE_TOWN)
        >>> found = solve_district(towns, time_limit=1)
        >>> len(found.towns), found.whole.unplaced
        (2, ())
    """
    towns = tuple(problems)
    whole = join_problems(towns)
    work = Work(
        time_limit=time_limit,
        seed=seed,
        workers=workers,
        deterministic=deterministic,
        solver=solver,
    )
    visiting = _visiting(towns)
    if not visiting:
        alone = work.all(towns, executor, [None] * len(towns))
        bounds = [timetable.bound for timetable in alone if timetable.bound is not None]
        proven = sum(bounds) if len(bounds) == len(towns) else 0
        return district_timetable(towns, _together(whole, alone), visiting, proven)
    first = work(_only(whole, visiting), None)
    found = _together(whole, work.all(_around(towns, first), executor, [None] * len(towns)), first)
    pins = [_pin(one) for one in found.placements if one.section not in visiting]
    met = work(attrs.evolve(whole, pins=(*whole.pins, *pins)), found)
    best = min(
        (with_cost(found), with_cost(attrs.evolve(met, problem=whole))),
        key=lambda timetable: (len(timetable.unplaced), timetable.cost),
    )
    return district_timetable(towns, best, visiting, first.bound or 0)


def _visiting(towns: Sequence[TimetableProblem]) -> set[SectionId]:
    """
    Return the sections that somebody may teach who may teach in another town, too.
    """
    able = [
        {section.id: {one.id for one in town.educators_of(section)} for section in town.sections}
        for town in towns
    ]
    in_towns: Counter[EducatorId] = Counter(
        educator for sections in able for educator in set[EducatorId]().union(*sections.values())
    )
    return {
        section
        for sections in able
        for section, educators in sections.items()
        if any(in_towns[educator] > 1 for educator in educators)
    }


def _pin(placement: Placement, *, venue: bool = True) -> Pin:
    weeks = placement.weeks.text
    return Pin(
        section=placement.section,
        number=placement.number,
        weekday=placement.weekday,
        period=placement.period,
        week=int(weeks) if weeks.isdecimal() else None,
        venue=placement.venue if venue else None,
        educator=placement.educator,
    )


def _left_out(first: Timetable) -> dict[SectionId, Text]:
    """
    Return the sections of which not every meeting found a place, with a reason.
    """
    return {one.section: one.reason for one in first.unplaced}


def _around(towns: Sequence[TimetableProblem], first: Timetable) -> list[TimetableProblem]:
    """
    Return the towns with what is placed *first* pinned, and without what found no place.
    """
    left = _left_out(first)
    pinned: list[TimetableProblem] = []
    for town in towns:
        rest = _only(town, town.sections_by_id.keys() - left.keys())
        pins = (
            _pin(one, venue=False) for one in first.placements if one.section in rest.sections_by_id
        )
        pinned.append(attrs.evolve(rest, pins=(*rest.pins, *pins)))
    return pinned


def _together(
    whole: TimetableProblem, parts: Iterable[Timetable], first: Timetable | None = None
) -> Timetable:
    """
    Return one timetable of those of towns; what found no place at *first* has none.
    """
    parts = tuple(parts)
    left = {} if first is None else _left_out(first)
    return Timetable(
        whole,
        [one for timetable in parts for one in timetable.placements],
        unplaced=[
            *(
                Unplaced(section=section, number=number, reason=reason)
                for section, reason in left.items()
                for number in range(1, whole.sections_by_id[section].sessions + 1)
            ),
            *(one for timetable in parts for one in timetable.unplaced),
        ],
    )


def _only(problem: TimetableProblem, kept: Collection[str]) -> TimetableProblem:
    """
    Return *problem* with some of its sections only.
    """
    sections = [section for section in problem.sections if section.id in kept]
    known = {*kept, *problem.educators_by_id}
    return attrs.evolve(
        problem,
        sections=sections,
        rules=[rule for rule in problem.rules if known.issuperset(named_by(rule))],
        pins=[pin for pin in problem.pins if pin.section in kept],
    )
