"""
What phrases about days mean, before it is rules: dates, periods, the n-th of something.
"""

from collections.abc import Iterable
from datetime import date

import attrs

from community_edu.calendars.combinators import Union
from community_edu.calendars.date_rules import (
    FixedDate,
    HalfYear,
    Monthly,
    MonthPart,
    Part,
    QuarterOfYear,
    WholeYear,
)
from community_edu.calendars.phrases.names import TERMS
from community_edu.calendars.rules import Rule
from community_edu.calendars.weekdays import Weekday
from community_edu.calendars.window_rules import EndOf

ALL_MONTHS = tuple(range(1, 13))
PART_DAYS = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}
UNIT_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
LUNAR_MONTH = range(1, 31)
WHOLES: dict[str, Rule] = {
    "year": WholeYear(),
    "half_year": Union((HalfYear(1), HalfYear(2))),
    "quarter": Union(tuple(map(QuarterOfYear, range(1, 5)))),
    "term": TERMS,
}
"""
Every one of a unit, as a rule.
"""


@attrs.frozen
class Days:
    """
    Days that a phrase speaks of.

    Attributes:
        rule: The days.
        role: Whether it is on them, on some day among them, or by them.
        exact: Whether it is one day at a time: a deadline "before" it includes it.
        each: Whether the days repeat within the year (每周三), so that a window
            beside them bounds them.
        months: The months that it names, if it names months only.
        deadline: The last day in time, if the words turn out to be a deadline.
        since: The day from which on it is, if no end is said.
    """

    rule: Rule
    role: str = "when"
    exact: bool = False
    each: bool = False
    months: tuple[int, ...] = ()
    deadline: Rule | None = None
    since: FixedDate | None = None


@attrs.frozen
class Per:
    """
    Each so many units of time: every three months.
    """

    number: int
    unit: str


@attrs.frozen
class Nth:
    """
    The n-th weekdays, weeks or days of something that stands elsewhere.

    Attributes:
        ordinals: Which ones; −1 is the last.
        unit: ``weekday``, ``week``, ``day``, ``month``, ``workday``, ``weekend``
            or nothing for bare numbers (the 5th).
        weekdays: The weekdays, if it is about those.
    """

    ordinals: tuple[int, ...]
    unit: str = ""
    weekdays: tuple[Weekday, ...] = ()


@attrs.frozen
class Piece:
    """
    One date of a list, as far as it is said.
    """

    months: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    part: str = ""
    edge: str = ""
    lunar: bool = False
    leap: bool = False
    year: int | None = None
    whole: date | None = None


def union(rules: Iterable[Rule]) -> Rule:
    """
    Return one rule for all of *rules*, lists within them opened.
    """
    flat: dict[Rule, None] = {}
    for rule in rules:
        flat |= dict.fromkeys(rule.rules if isinstance(rule, Union) else (rule,))
    return next(iter(flat)) if len(flat) == 1 else Union(tuple(flat))


def first_day(piece: Piece) -> int:
    """
    Return the day of the month on which a date begins.
    """
    if piece.days:
        return piece.days[0][0]
    part = {"start": "early", "middle": "middle", "end": "late"}.get(piece.edge, piece.part)
    return PART_DAYS[part.split()[0]][0] if part else 1


def last_day(piece: Piece) -> int:
    """
    Return the day of the month on which a date ends.
    """
    if piece.days:
        return piece.days[-1][1]
    part = {"start": "early", "middle": "middle", "end": "late"}.get(piece.edge, piece.part)
    longest = 30 if piece.lunar else 31
    return PART_DAYS[part.split()[-1]][1] if part else longest


def each_day(spans: Iterable[tuple[int, int]]) -> list[int]:
    """
    Return every day of some ranges of days of the month.
    """
    return [day for first, last in spans for day in range(first, min(last, 31) + 1)]


def months_between(first: Piece, last: Piece) -> tuple[int, ...]:
    """
    Return the months from one date through another, over the end of a year if need be.
    """
    start, end = first.months[0], last.months[-1]
    return tuple((month - 1) % 12 + 1 for month in range(start, end + 1 + 12 * (end < start)))


def months_of(nth: Nth, per: Per) -> tuple[int, ...]:
    """
    Return the months of the year that are the n-th of each quarter, half-year or year.
    """
    step = min(12, per.number * UNIT_MONTHS.get(per.unit, 12))
    firsts = range(0, 12, step)
    return tuple(
        sorted(
            first + (n if n > 0 else step + 1 + n)
            for first in firsts
            for n in nth.ordinals
            if 0 < abs(n) <= step
        )
    )


def years_of(per: Per) -> int:
    """
    Return of how many years a period is, or 0 if it is of no whole years.

    Example:
        >>> years_of(Per(36, "month")), years_of(Per(1, "year")), years_of(Per(6, "month"))
        (3, 1, 0)
    """
    months = per.number * UNIT_MONTHS.get(per.unit, 0)
    return 0 if months % 12 else months // 12


def end_of(rule: Rule) -> Days:
    """
    Return the end of named days: of a quarter its last day, as of every quarter.
    """
    if isinstance(rule, QuarterOfYear):
        return Days(Monthly(-1, months=(3 * rule.n,)), exact=True)
    if isinstance(rule, HalfYear):
        return Days(Monthly(-1, months=(6 * rule.n,)), exact=True)
    return Days(EndOf(rule), "within")


def month_parts(months: Iterable[int], words: str) -> list[Rule]:
    """
    Return some thirds of each month: ``middle late`` is 中下旬.
    """
    parts: tuple[Part, ...] = ("early", "middle", "late")
    return [MonthPart(month, part) for month in months for part in parts if part in words.split()]
