"""
The tables ``weeks`` and ``travel`` of a problem file.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any, ClassVar, Final, TypeAlias, TypeVar, cast

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text
from community_edu.calendars import (
    ClassPeriod,
    HolidayCalendar,
    Span,
    TeachingWeeks,
    Weekday,
    holidays,
)
from community_edu.exchange._reading import Problems, Reading
from community_edu.exchange.converting import (
    TABLE,
    MissingKeyError,
    WrongTypeError,
    found_in,
    unstructure,
)
from community_edu.exchange.documents import FORMATS
from community_edu.exchange.timetabling.beside import beside
from community_edu.exchange.timetabling.kinded import note_inner, read_as
from community_edu.exchange.year_data import load_holidays
from community_edu.scheduling.travel import TravelTimes

Key = TypeVar("Key")
Value = TypeVar("Value")
Table: TypeAlias = dict[str, object]

WEEKS: Final = "weeks"
TRAVEL: Final = "travel"

WEEK_KEYS: Final[Mapping[str, object]] = {
    "first": date,
    "number": int,
    "term": Span,
    "holidays": str,
    "provisional": bool,
    "periods": tuple[ClassPeriod, ...],
    "weekdays": tuple[Weekday, ...],
    "closed": tuple[Span, ...],
    "moved": Any,
}


@attrs.frozen
class Way:
    """
    The way from one place to another, as it stands in a file.

    Attributes:
        from_: The place where it begins; ``from`` in files.
        to: The place where it ends.
        minutes: How long it takes.
    """

    from_: str
    to: str
    minutes: int


TRAVEL_KEYS: Final[Mapping[str, object]] = {
    "minutes": tuple[Way, ...],
    "positions": Any,
    "unit": int,
    "otherwise": int,
}

COUNTED: Final = ("first", "number")
"""
The keys that say which weeks there are, where ``term`` does not.
"""

MOST_DAYS: Final = 500
"""
The most days that a term may have, and the most that may be closed besides holidays.
"""

POSITION: Final = Text("两个整数：向东、向北", en="two whole numbers, east and north")


@attrs.define(slots=False)
class TooManyDaysError(CommunityEduError, ValueError):
    """
    A term, or days without lessons, longer than any school has.
    """

    code: ClassVar[str] = "too-many-days"
    en: ClassVar[str] = "these are {days} days; at most {most} can be"
    zh: ClassVar[str] = "共 {days} 天，最多 {most} 天"

    days: int
    most: int = MOST_DAYS


@attrs.define(slots=False)
class WeeksSaidTwiceError(CommunityEduError, ValueError):
    """
    Weeks that are given by their first and number, and by a term.
    """

    code: ClassVar[str] = "weeks-said-twice"
    en: ClassVar[str] = "'term' says which weeks there are; leave '{key}' out"
    zh: ClassVar[str] = "教学周已由 term 给出，请删去 {key}"

    key: str


def read_weeks(reading: Reading) -> TeachingWeeks | None:
    """
    Read the weeks, or note why there are none.
    """
    told = len(reading.problems)
    head = reading.table(WEEKS, WEEK_KEYS, ("periods",))
    if head is None:
        return None
    moved = _pairs(reading.problems, (WEEKS, "moved"), head.pop("moved", {}), date, date)
    runs: tuple[Span, ...] = head.pop("closed", ())
    term: Span | None = head.pop("term", None)
    named: str | None = head.pop("holidays", None if term is None else "CN")
    provisional: bool = head.pop("provisional", False)
    _check_days(reading.problems, (WEEKS, "closed"), runs)
    given = [key for key in COUNTED if key in cast("Table", reading.document.data[WEEKS])]
    if term is None:
        missing = [key for key in COUNTED if key not in given]
        reading.problems.extend(((WEEKS,), MissingKeyError(key)) for key in missing)
    else:
        _check_days(reading.problems, (WEEKS, "term"), [term])
        reading.problems.extend(((WEEKS, key), WeeksSaidTwiceError(key)) for key in given)
    calendar = None if named is None else _holidays(reading, named)
    if len(reading.problems) > told:
        return None
    head |= {"moved": moved, "closed": [day for run in runs for day in run]}
    try:
        if term is None:
            weeks = TeachingWeeks(**head)
            if calendar is None:
                return weeks
            term = Span.through(weeks.first, weeks.last)
        rest = {key: value for key, value in head.items() if key not in COUNTED}
        off = calendar or holidays("CN")
        return TeachingWeeks.of_term(term, holidays=off, provisional=provisional, **rest)
    except CommunityEduError as error:
        note_inner(reading.problems, (WEEKS,), error)
    return None


def read_travel(reading: Reading) -> TravelTimes:
    """
    Read the ways; where something is wrong with one, it is noted and left out.
    """
    if TRAVEL not in reading.document.data:
        return TravelTimes()
    head = reading.table(TRAVEL, TRAVEL_KEYS, ()) or {}
    path = (TRAVEL, "positions")
    kind = tuple[int, ...]
    spots = _pairs(reading.problems, path, head.pop("positions", {}), str, kind)
    positions: dict[str, tuple[int, int]] = {}
    for place, spot in spots.items():
        if len(spot) == len(("east", "north")):
            positions[place] = (spot[0], spot[1])
        else:
            reading.problems.append(((*path, place), WrongTypeError(POSITION, found_in(spot))))
    ways: Iterable[Way] = head.pop("minutes", ())
    minutes = {(way.from_, way.to): way.minutes for way in ways}
    try:
        return TravelTimes(minutes=minutes, positions=positions, **head)
    except ProblemsError as error:
        note_inner(reading.problems, (TRAVEL,), error)
    return TravelTimes()


def weeks_table(weeks: TeachingWeeks) -> dict[str, object]:
    """
    Return what a problem file says of *weeks*.

    Example:
        >>> weeks_table(TeachingWeeks(first=date(2026, 9, 7), number=1, periods=["08:00-09:00"]))
        {'first': '2026-09-07', 'number': 1, 'periods': ['08:00-09:00']}
    """
    table = cast("dict[str, object]", unstructure(weeks))
    if weeks.closed:
        table["closed"] = [day.isoformat() for day in sorted(weeks.closed)]
    if weeks.moved:
        table["moved"] = {on.isoformat(): day.isoformat() for on, day in weeks.moved.items()}
    return table


def travel_table(travel: TravelTimes) -> dict[str, object]:
    """
    Return what a problem file says of *travel*; a way back is left out if it is as long.

    Example:
        >>> travel_table(TravelTimes(minutes={("east", "school"): 12}))
        {'minutes': [{'from': 'east', 'to': 'school', 'minutes': 12}]}
    """
    written: dict[tuple[str, str], int] = {}
    for (here, there), cost in sorted(travel.minutes.items()):
        if written.get((there, here)) != cost:
            written[here, there] = cost
    table: dict[str, object] = {}
    if written:
        table["minutes"] = [
            {"from": here, "to": there, "minutes": cost} for (here, there), cost in written.items()
        ]
    if travel.positions:
        table["positions"] = {place: list(spot) for place, spot in travel.positions.items()}
    default = TravelTimes()
    numbers = {"unit": (travel.unit, default.unit)}
    numbers["otherwise"] = (travel.otherwise, default.otherwise)
    return table | {key: value for key, (value, usual) in numbers.items() if value != usual}


def _holidays(reading: Reading, named: str) -> HolidayCalendar | None:
    """
    Return the holidays of a region, with the notices of a file over those of China.
    """
    try:
        if FilePath(named).suffix.casefold() in FORMATS:
            return holidays("CN").with_notices(*load_holidays(beside(reading.document, named)))
        return holidays(named)
    except CommunityEduError as error:
        note_inner(reading.problems, (WEEKS, "holidays"), error)
    return None


def _check_days(problems: Problems, path: Path, runs: Iterable[Span]) -> None:
    days = sum(run.days for run in runs)
    if days > MOST_DAYS:
        problems.append((path, TooManyDaysError(days)))


def _pairs(
    problems: Problems, path: Path, data: object, key_kind: type[Key], kind: type[Value]
) -> dict[Key, Value]:
    """
    Read a table whose keys are values, too.
    """
    if not isinstance(data, dict):
        problems.append((path, WrongTypeError(TABLE, found_in(data))))
        return {}
    pairs: dict[Key, Value] = {}
    for key, said in cast("Table", data).items():
        here = read_as(problems, (*path, key), key, key_kind)
        value = read_as(problems, (*path, key), said, kind)
        if here is not None and value is not None:
            pairs[here] = value
    return pairs
