"""
Periods: the buckets in which a plan counts and reports.
"""

from datetime import date, timedelta
from typing import Literal, TypeAlias

import attrs

from community_edu.calendars.spans import Span, month_end

PeriodUnit: TypeAlias = Literal["plan", "year", "half_year", "quarter", "month", "week", "day"]
"""
``plan``: whatever the plan is bound to, here a year. ``week``: of ISO 8601.
"""

_MONTHS = {"plan": 12, "year": 12, "half_year": 6, "quarter": 3, "month": 1}

PERIOD_UNITS: tuple[PeriodUnit, ...] = (
    "plan",
    "year",
    "half_year",
    "quarter",
    "month",
    "week",
    "day",
)


@attrs.frozen(order=True)
class Period:
    """
    One bucket, with the name by which it is reported: ``2026-Q2``, ``2026-W31``.
    """

    span: Span
    key: str

    def __str__(self) -> str:
        return self.key


def periods(unit: PeriodUnit, year: int) -> tuple[Period, ...]:
    """
    Divide *year* into periods (季度, 半年 …).

    ISO weeks are the 52 or 53 of the ISO year: the first may begin in the last
    days of the year before.

    Example:
        >>> [str(period) for period in periods("quarter", 2026)]
        ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']
        >>> len(periods("week", 2026))
        53
    """
    if unit == "week":
        return _weeks(year)
    if unit == "day":
        days = Span(date(year, 1, 1), date(year + 1, 1, 1))
        return tuple(Period(Span.day(day), period_key("day", day)) for day in days)
    length = _MONTHS[unit]
    found: list[Period] = []
    for last in range(length, 13, length):
        span = Span.through(date(year, last - length + 1, 1), month_end(year, last))
        found.append(Period(span, period_key(unit, span.start)))
    return tuple(found)


def period_key(unit: PeriodUnit, day: date) -> str:
    """
    Return the name of the period in which *day* lies.

    Example:
        >>> day = date(2026, 5, 8)
        >>> [period_key(unit, day) for unit in ("year", "half_year", "quarter", "month")]
        ['2026', '2026-H1', '2026-Q2', '2026-05']
        >>> period_key("week", day), period_key("day", day)
        ('2026-W19', '2026-05-08')
    """
    match unit:
        case "plan" | "year":
            return str(day.year)
        case "half_year":
            return f"{day.year}-H{(day.month - 1) // 6 + 1}"
        case "quarter":
            return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
        case "month":
            return f"{day.year}-{day.month:02}"
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case _:
            return day.isoformat()


def _weeks(year: int) -> tuple[Period, ...]:
    monday = date.fromisocalendar(year, 1, 1)
    found: list[Period] = []
    while monday.isocalendar().year == year:
        span = Span(monday, monday + timedelta(days=7))
        found.append(Period(span, period_key("week", monday)))
        monday = span.end
    return tuple(found)
