"""
An oracle for requirements: which of them any arrangement at all keeps, by the judge's word.
"""

from collections.abc import Iterable, Iterator
from itertools import product

import attrs

from community_edu.calendars import Weekday
from community_edu.organizations import VenueId
from community_edu.scheduling.demands import EverySession, OnGrid
from community_edu.scheduling.explaining import Requirement
from community_edu.scheduling.judging import Violation, check_timetable
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement, Timetable

MOST = 4_000


@attrs.define
class TooManyArrangementsError(Exception):
    """
    There are more arrangements than anybody wants to judge.
    """


def arrangements(problem: TimetableProblem) -> Iterator[tuple[Placement, ...]]:
    """
    Yield every choice of time, venue and educator for every meeting, wrong ones too.
    """
    venues = [None, *(venue.id for venue in problem.venues)]
    educators = [None, *(educator.id for educator in problem.educators)]
    ways: list[list[tuple[Placement, ...]]] = []
    days: tuple[Weekday, ...] = problem.weeks.weekdays
    for section in problem.sections:
        weeks = section.weeks.among(problem.weeks.number)
        patterns = [str(week) for week in weeks] if section.per == "term" else ["all"]
        spots: list[tuple[str, Weekday, int, VenueId | None]] = [
            (pattern, day, period, venue)
            for pattern in patterns
            for day in days
            for period in range(1, len(problem.weeks.periods) + 1)
            for venue in venues
        ]
        ways.append(
            [
                tuple(
                    Placement(
                        section=section.id,
                        number=number,
                        weekday=day,
                        period=period,
                        weeks=pattern,
                        venue=venue,
                        educator=educator,
                    )
                    for number, (pattern, day, period, venue) in enumerate(chosen, 1)
                )
                for educator in educators
                for chosen in product(spots, repeat=section.sessions)
            ]
        )
    total = 1
    for way in ways:
        total *= len(way) + 1
        if total > MOST:
            raise TooManyArrangementsError
    for chosen in product(*([(), *way] for way in ways)):
        yield tuple(placement for some in chosen for placement in some)


def broken_by(problem: TimetableProblem) -> list[frozenset[tuple[str, str]]]:
    """
    Return for every arrangement which demands it breaks, and for which subjects.
    """
    return [
        frozenset(
            pair
            for violation in check_timetable(problem, Timetable(problem, placements)).violations
            if violation.hard
            for pair in _pairs(problem, violation)
        )
        for placements in arrangements(problem)
    ]


def _pairs(problem: TimetableProblem, violation: Violation) -> Iterator[tuple[str, str]]:
    """
    Yield the demand with each subject that the violation is about.
    """
    if violation.demand == EverySession().id and not violation.placements:
        for section in problem.sections:
            if section.title.zh in violation.text.zh or section.id in violation.text.zh:
                yield violation.demand, section.id
        return
    for one in violation.placements:
        yield violation.demand, one.section
        if one.venue is not None:
            yield violation.demand, one.venue
        if one.educator is not None:
            yield violation.demand, one.educator
        for group in problem.sections_by_id[one.section].groups:
            yield violation.demand, group


def kept(broken: Iterable[frozenset[tuple[str, str]]], conflict: Iterable[Requirement]) -> bool:
    """
    Tell whether some arrangement keeps every requirement for all of its subjects.
    """
    asked = {(one.demand, subject) for one in conflict for subject in one.subjects}
    return any(not (some & asked) for some in broken)


def on_the_grid(
    broken: Iterable[frozenset[tuple[str, str]]], conflict: Iterable[Requirement]
) -> list[frozenset[tuple[str, str]]]:
    """
    Return the arrangements on the grid, which is taken for granted, or all if it is blamed.
    """
    grid = OnGrid().id
    blamed = any(one.demand == grid for one in conflict)
    return [some for some in broken if blamed or not any(demand == grid for demand, _ in some)]
