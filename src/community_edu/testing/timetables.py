"""
Small timetabling problems with demands of every kind, and timetables right and wrong.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeAlias, TypeVar

from hypothesis import strategies as st

from community_edu.calendars import WEEKDAYS, ClassPeriod, TeachingWeeks, Weekday
from community_edu.organizations import BusyTime, Educator, Venue
from community_edu.scheduling import demands as kinds
from community_edu.scheduling.demands import Demand, OwnDemand
from community_edu.scheduling.problem_checks import input_errors
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.scheduling.travel import TravelTimes

Fields: TypeAlias = dict[str, Any]
Made = TypeVar("Made")

FIRST: Final = date(2026, 9, 7)
PERIODS: Final = (
    ClassPeriod(time(9), time(9, 45)),
    ClassPeriod(time(9, 55), time(10, 40)),
    ClassPeriod(time(14), time(14, 45)),
)
HOURS: Final = ("MON-SUN", "MON-SUN", "MON 08:00-12:00; TUE-SAT", "MON-SAT 09:00-10:00", "TUE")
PATTERNS: Final = ("all", "all", "all", "odd", "even", "1", "2-3")
SUBJECTS: Final = ("music", "painting")
GROUPS: Final = ("one", "two")
AUDIENCES: Final = ("elderly", "youth")
PLACES: Final = ("east", "west")


def _seldom(strategy: st.SearchStrategy[Made]) -> st.SearchStrategy[Made | None]:
    return st.none() | st.none() | strategy


def _some(values: Sequence[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=len(values))


def _teaching_weeks(
    number: int, days: Sequence[Weekday], periods: int, closed: Sequence[int] | None, *, moved: bool
) -> TeachingWeeks:
    lessons = [
        FIRST + timedelta(7 * week + WEEKDAYS.index(day)) for week in range(number) for day in days
    ]
    off = list(dict.fromkeys(lessons[day % len(lessons)] for day in closed or ()))
    return TeachingWeeks(
        first=FIRST,
        number=number,
        periods=PERIODS[:periods],
        weekdays=days,
        closed=off,
        moved={FIRST + timedelta(6): off[0]} if off and moved else {},
    )


_DAYS_OF_WEEK: Final[tuple[tuple[Weekday, ...], ...]] = (("MON",), ("MON", "TUE"), ("MON", "SAT"))
_WEEKS: Final = st.builds(
    _teaching_weeks,
    number=st.integers(1, 3),
    days=st.sampled_from(_DAYS_OF_WEEK),
    periods=st.integers(1, 3),
    closed=_seldom(st.lists(st.integers(0, 5), max_size=2)),
    moved=st.booleans(),
)


def _busy_time(days: int, hours: tuple[int, int]) -> BusyTime:
    day = datetime.combine(FIRST + timedelta(days), time())
    return BusyTime(day.replace(hour=hours[0]), day.replace(hour=hours[1]))


_BUSY: Final = _seldom(
    st.builds(_busy_time, st.integers(0, 13), st.sampled_from([(9, 10), (10, 14), (0, 23)]))
).map(lambda busy: () if busy is None else (busy,))


def _numbered_venues(fields: Sequence[Fields]) -> Sequence[Venue]:
    return [
        Venue(id=f"venue-{number}", name=f"教室{number}", **one)
        for number, one in enumerate(fields)
    ]


def _numbered_educators(fields: Sequence[Fields]) -> Sequence[Educator]:
    return [
        Educator(id=f"educator-{number}", name=f"教师{number}", **one)
        for number, one in enumerate(fields)
    ]


_VENUES: Final = st.lists(
    st.fixed_dictionaries(
        {
            "capacity": st.sampled_from([None, 20, 10]),
            "kind": st.sampled_from(["classroom", "hall"]),
            "equipment": _some(["piano"]),
            "place": st.sampled_from(PLACES),
            "address": _seldom(st.just("示例路 1 号")),
            "coordinates": _seldom(st.sampled_from(["31.2304, 121.4737", "-0.5, 180"])),
            "hours": st.sampled_from(HOURS),
            "busy": _BUSY,
        }
    ),
    max_size=2,
).map(_numbered_venues)

_EDUCATORS: Final = st.lists(
    st.fixed_dictionaries(
        {
            "employment": st.sampled_from(["", "volunteer"]),
            "teaches": _some(SUBJECTS),
            "hours": st.sampled_from(HOURS),
            "busy": _BUSY,
            "daily_minutes": _seldom(st.sampled_from([45, 90, 100])),
            "weekly_minutes": _seldom(st.sampled_from([45, 90, 100])),
            "sessions": _seldom(st.integers(1, 4)),
            "home": _seldom(st.sampled_from(PLACES)),
        }
    ),
    max_size=2,
).map(_numbered_educators)

_SECTIONS: Final = st.fixed_dictionaries(
    {
        "course": st.sampled_from(["", "singing"]),
        "size": st.sampled_from([0, 4, 10, 12, 20]),
        "sessions": st.sampled_from([1, 1, 2]),
        "per": st.sampled_from(["week", "week", "term"]),
        "length": st.sampled_from([1, 1, 1, 2]),
        "weeks": st.sampled_from(PATTERNS),
        "days": _seldom(st.integers(1, 2)),
        "groups": _some(GROUPS),
        "audiences": _some(AUDIENCES),
        "taught": st.sampled_from(["", "subject", "educators"]),
        "like": _seldom(st.sampled_from(["venues", "venue_kinds", "place", "equipment"])),
        "which": st.integers(0, 1),
    }
)

_SOFT: Final = st.integers(1, 4)
_WEIGHT: Final = st.none() | _SOFT | _SOFT | _SOFT
_OF: Final = st.sampled_from(["venue", "educator", "group"])
_AUDIENCE: Final = st.sampled_from(["", *AUDIENCES])
_DAYS: Final = st.integers(0, 20).map(lambda days: FIRST + timedelta(days))


def _precedence(order: Sequence[str], weight: int | None) -> kinds.Precedence:
    return kinds.Precedence(before=order[0], after=order[1], weight=weight)


RULES: Final[Mapping[type[Demand], st.SearchStrategy[Demand]]] = {
    kinds.Apart: st.builds(
        kinds.Apart, weight=_WEIGHT, of=_OF, days=st.sampled_from([1, 2, 6, 7, 8])
    ),
    kinds.AtMost: st.builds(
        kinds.AtMost,
        weight=_WEIGHT,
        of=st.sampled_from(["venue", "educator", "group", "section"]),
        per=st.sampled_from(["day", "week", "term"]),
        most=st.integers(0, 3),
    ),
    kinds.AwayFrom: st.builds(
        kinds.AwayFrom,
        weight=_WEIGHT,
        dates=st.lists(_DAYS, min_size=1, max_size=2),
        days=st.integers(0, 3),
        audience=_AUDIENCE,
    ),
    kinds.FairLoad: st.builds(
        kinds.FairLoad, weight=_WEIGHT, employment=st.sampled_from(["", "volunteer"])
    ),
    kinds.NearHome: st.builds(kinds.NearHome, weight=_WEIGHT, minutes=st.sampled_from([0, 5, 20])),
    kinds.NoGaps: st.builds(kinds.NoGaps, weight=_WEIGHT, of=_OF),
    kinds.NoLoneSession: st.builds(kinds.NoLoneSession, weight=_WEIGHT, of=_OF),
    kinds.NoneLost: st.builds(kinds.NoneLost, weight=_WEIGHT),
    kinds.NotOversized: st.builds(kinds.NotOversized, weight=_WEIGHT, times=st.integers(1, 3)),
    kinds.Precedence: st.builds(
        _precedence,
        order=st.permutations(["section-0", "section-1"]),
        weight=_WEIGHT,
    ),
    kinds.PreferHours: st.builds(
        kinds.PreferHours,
        weight=_WEIGHT,
        hours=st.sampled_from(["MON-SUN 09:00-11:00", "MON", "TUE-SUN", "MON-SUN 12:00-18:00"]),
        audience=_AUDIENCE,
        section=st.sampled_from(["", "", "section-0", "section-1"]),
        educator=st.sampled_from(["", "", "educator-0"]),
        any_time_in=st.sampled_from([None, "odd", "2"]),
    ),
    kinds.SameVenue: st.builds(kinds.SameVenue, weight=_WEIGHT),
    kinds.ShortWays: st.builds(
        kinds.ShortWays,
        weight=_WEIGHT,
        longer_than=st.sampled_from([0, 5, 15]),
        within=st.sampled_from([0, 10, 240]),
    ),
    kinds.Spread: st.builds(kinds.Spread, weight=_WEIGHT),
    kinds.NoClash: st.builds(kinds.NoClash, weight=_SOFT, of=_OF),
    kinds.Capacity: st.builds(kinds.Capacity, weight=_SOFT),
    kinds.SuitableVenue: st.builds(kinds.SuitableVenue, weight=_SOFT),
    kinds.Qualified: st.builds(kinds.Qualified, weight=_SOFT),
    kinds.EducatorAvailable: st.builds(kinds.EducatorAvailable, weight=_SOFT),
    kinds.VenueOpen: st.builds(kinds.VenueOpen, weight=_SOFT),
    kinds.Pinned: st.builds(kinds.Pinned, weight=_SOFT),
    kinds.WorkingLimits: st.builds(kinds.WorkingLimits, weight=_SOFT),
    kinds.EnoughTravel: st.builds(kinds.EnoughTravel, weight=_SOFT),
}
"""
Demands of each kind that a problem can state beside the standard ones, or in their place.
"""

_PINS: Final = st.lists(
    st.fixed_dictionaries(
        {
            "section": st.integers(0, 3),
            "number": _seldom(st.integers(1, 2)),
            "weekday": _seldom(st.integers(0, 1)),
            "period": _seldom(st.integers(1, 3)),
            "week": _seldom(st.integers(1, 3)),
            "venue": _seldom(st.integers(0, 1)),
            "educator": _seldom(st.integers(0, 1)),
        }
    ),
    max_size=2,
)


def timetable_problems(
    *,
    rules: Collection[type[Demand]] = tuple(RULES),
    own: Sequence[OwnDemand] = (),
    most_sections: int = 4,
    most_rules: int = 4,
) -> st.SearchStrategy[TimetableProblem]:
    """
    Tiny problems that a solver takes: some have no timetable, all can be searched through.

    They have at most three weeks of two days with three periods, two venues and two
    educators, now and then with holidays, days that are made up, limits, ways and pins.

    Args:
        rules: The kinds of demand that they state beside the standard ones, hard or soft.
        own: Demands of one's own, of which some are taken.
        most_sections: How many sections there are at most.
        most_rules: How many demands are stated at most, those of `own` not counted.

    Example:
        >>> from hypothesis import find
        >>> len(find(timetable_problems(), lambda problem: len(problem.sections) == 2).sections)
        2
    """
    known = [RULES[kind] for kind in rules]
    stated = st.lists(st.one_of(known), max_size=most_rules, unique_by=lambda rule: rule.id)
    some_of_own: st.SearchStrategy[list[OwnDemand]] = st.just([])
    if own:
        some_of_own = st.lists(st.sampled_from(own), unique_by=lambda rule: rule.id)
    return st.builds(
        _problem,
        weeks=_WEEKS,
        venues=_VENUES,
        educators=_EDUCATORS,
        sections=st.lists(_SECTIONS, min_size=1, max_size=most_sections),
        rules=stated if known else st.just([]),
        own=some_of_own,
        pins=_seldom(_PINS),
        way=st.sampled_from([5, 10, 15]),
    ).filter(lambda problem: not input_errors(problem))


def _problem(
    *,
    weeks: TeachingWeeks,
    venues: Sequence[Venue],
    educators: Sequence[Educator],
    sections: Sequence[Fields],
    rules: Sequence[Demand],
    own: Sequence[OwnDemand],
    pins: Sequence[Fields] | None,
    way: int,
) -> TimetableProblem:
    made = [_section(number, fields, venues, educators) for number, fields in enumerate(sections)]
    ids = {"", *(one.id for one in made), *(one.id for one in educators)}
    return TimetableProblem(
        made,
        venues,
        educators,
        weeks,
        [*(rule for rule in rules if _names(rule) <= ids), *own],
        travel=TravelTimes(minutes={PLACES: way}),
        pins=[_pin(fields, weeks, made, venues, educators) for fields in pins or ()],
    )


def _names(rule: Demand) -> set[str]:
    match rule:
        case kinds.Precedence():
            return {rule.before, rule.after}
        case kinds.PreferHours():
            return {rule.section, rule.educator}
        case _:
            return set()


def _section(
    number: int, fields: Fields, venues: Sequence[Venue], educators: Sequence[Educator]
) -> TimetableSection:
    """
    Make a section that somebody can teach, and that some venue serves.
    """
    fields = dict(fields)
    taught, like = fields.pop("taught"), fields.pop("like")
    which: int = fields.pop("which")
    subjects = sorted({subject for one in educators for subject in one.teaches})
    if taught == "subject" and subjects:
        fields["subject"] = subjects[which % len(subjects)]
    elif taught == "educators" and educators:
        fields["educators"] = [one.id for one in educators][which:] or [educators[0].id]
    if like and venues:
        venue = venues[which % len(venues)]
        alike: Fields = {
            "venues": [venue.id],
            "venue_kinds": [venue.kind],
            "place": venue.place,
            "equipment": venue.equipment,
        }
        fields[like] = alike[like]
    return TimetableSection(id=f"section-{number}", name=f"班级{number}", **fields)


def _pin(
    fields: Fields,
    weeks: TeachingWeeks,
    sections: Sequence[TimetableSection],
    venues: Sequence[Venue],
    educators: Sequence[Educator],
) -> Pin:
    which: int = fields["section"]
    section = sections[which % len(sections)]
    day: int | None = fields["weekday"]
    venue: int | None = fields["venue"]
    educator: int | None = fields["educator"]
    return Pin(
        section=section.id,
        number=None if fields["number"] is None else min(fields["number"], section.sessions),
        weekday=None if day is None else weeks.weekdays[day % len(weeks.weekdays)],
        period=fields["period"] and min(fields["period"], len(weeks.periods)),
        week=fields["week"] if section.per == "term" else None,
        venue=None if venue is None or not venues else venues[venue % len(venues)].id,
        educator=None
        if educator is None or not educators or not section.taught
        else educators[educator % len(educators)].id,
    )


def timetables(problem: TimetableProblem, *, wrong: bool = False) -> st.SearchStrategy[Timetable]:
    """
    Timetables as people make them by hand: placed somewhere, kept or not.

    Args:
        problem: What is to be placed.
        wrong: Whether placements may be missing, twice, off the grid, or name what is not
            in the problem.

    Example:
        >>> from hypothesis import find
        >>> problem = find(timetable_problems(), lambda problem: True)
        >>> timetable = find(timetables(problem), lambda timetable: True)
        >>> len(timetable.placements) == sum(one.sessions for one in problem.sections)
        True
    """
    meetings = [
        (section, number)
        for section in problem.sections
        for number in range(1, section.sessions + 1)
    ]
    if wrong:
        some = st.lists(st.sampled_from(meetings), max_size=6)
        placed = some.flatmap(lambda chosen: _placed(problem, chosen, wrong=True))
    else:
        placed = _placed(problem, meetings, wrong=False)
    return placed.map(lambda placements: Timetable(problem, placements))


def _placed(
    problem: TimetableProblem,
    meetings: Sequence[tuple[TimetableSection, int]],
    *,
    wrong: bool,
) -> st.SearchStrategy[tuple[Placement, ...]]:
    weeks = problem.weeks
    days: list[Weekday] = [*weeks.weekdays, "SUN"] if wrong else [*weeks.weekdays]
    periods = st.integers(0 if wrong else 1, len(weeks.periods) + wrong)
    venues: list[str | None] = [one.id for one in problem.venues] or [None]
    educators: list[str | None] = [one.id for one in problem.educators]
    somewhere = st.sampled_from([*venues, None, "no-such"] if wrong else venues)
    week = st.integers(1, weeks.number).map(str)
    each: list[st.SearchStrategy[Placement]] = []
    for section, number in meetings:
        taught = educators if section.taught else [None]
        each.append(
            st.builds(
                Placement,
                section=st.just(section.id),
                number=st.integers(1, 3) if wrong else st.just(number),
                weekday=st.sampled_from(days),
                period=periods,
                weeks=week
                if section.per == "term"
                else st.sampled_from(["all", "odd", "2"])
                if wrong
                else st.just("all"),
                venue=somewhere,
                educator=st.sampled_from([*educators, None, "no-such"] if wrong else taught),
            )
        )
    return st.tuples(*each)
