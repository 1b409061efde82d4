"""
Periods: the buckets in which a plan counts and reports.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias, get_args

import attrs

from community_edu.base import CommunityEduError, Text, label
from community_edu.calendars.spans import Span, civil_day, month_end

if TYPE_CHECKING:
    from community_edu.calendars.terms import SchoolTerms

PeriodUnit: TypeAlias = Literal["plan", "year", "half_year", "quarter", "month", "week", "day"]
"""
``plan``: whatever the plan is bound to, a year or a range. ``week``: of ISO 8601.
"""

SchoolUnit: TypeAlias = Literal["school_year", "term"]
"""
What only school terms can date: the school year (学年) and the term (学期).
"""

PERIOD_UNITS: tuple[PeriodUnit, ...] = get_args(PeriodUnit)
SCHOOL_UNITS: tuple[SchoolUnit, ...] = get_args(SchoolUnit)

_MONTHS: Mapping[str, int] = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}


@attrs.define(slots=False)
class TermsNeededError(CommunityEduError, ValueError):
    """
    A period of the school year, asked for without school terms.
    """

    code: ClassVar[str] = "terms-needed"
    en: ClassVar[str] = "the days of a {name} are set by the province; give the school terms"
    zh: ClassVar[str] = "{name}的起止日期由各省规定，请提供学期数据"

    unit: SchoolUnit

    def facts(self) -> dict[str, object]:
        """
        Return the field, with the name of the unit.
        """
        name = Text(label("period", self.unit, "zh-CN"), en=label("period", self.unit, "en"))
        return super().facts() | {"name": name}


@attrs.define(slots=False)
class OverlappingPeriodsError(CommunityEduError, ValueError):
    """
    Two periods that share a day, so that what is on it would count twice.
    """

    code: ClassVar[str] = "overlapping-periods"
    en: ClassVar[str] = "the periods {first} and {second} share a day; count them one by one"
    zh: ClassVar[str] = "期间 {first} 与 {second} 有重叠的日期，请分别统计"

    first: str
    second: str


@attrs.frozen(order=True)
class Period:
    """
    One bucket, with the name by which it is reported: ``2026-Q2``, ``2026-W31``.
    """

    span: Span
    key: str

    def __str__(self) -> str:
        return self.key


def periods(
    unit: PeriodUnit | SchoolUnit, within: int | Span, terms: "SchoolTerms | None" = None
) -> tuple[Period, ...]:
    """
    Divide a year, or several, into periods (季度, 半年, 学期 …).

    Args:
        unit: The kind of period.
        within: A civil year, or any run of days: then every period that shares
            a day with it, so that the first and the last may reach beyond it.
        terms: The school terms, for ``school_year`` and ``term``: those known
            that share a day with the year. In the first year of a plan that is
            often one that began the year before.

    Returns:
        The periods in order. ISO weeks of a year are the 52 or 53 of the ISO
        year: the first may begin in the last days of the year before.

    Raises:
        TermsNeededError: *unit* is one of the school year, without *terms*.

    Example:
        >>> [str(period) for period in periods("quarter", 2026)]
        ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']
        >>> three_years = Span.through(date(2026, 1, 1), date(2028, 12, 31))
        >>> [str(period) for period in periods("year", three_years)]
        ['2026', '2027', '2028']
        >>> len(periods("week", 2026)), len(periods("week", three_years))
        (53, 157)
    """
    match unit:
        case "school_year" | "term":
            if terms is None:
                raise TermsNeededError(unit)
            return terms.periods(within, unit)
        case "week":
            days = within if isinstance(within, Span) else _iso_year(within)
        case _:
            days = within if isinstance(within, Span) else civil_year(within)
    return tuple(_periods(unit, days))


def civil_year(year: int) -> Span:
    """
    Return the days of *year*.

    Example:
        >>> civil_year(2028).days
        366
    """
    return Span.through(date(year, 1, 1), date(year, 12, 31))


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
            return civil_day(day).isoformat()


def _iso_year(year: int) -> Span:
    return Span(date.fromisocalendar(year, 1, 1), date.fromisocalendar(year + 1, 1, 1))


def _periods(unit: PeriodUnit, span: Span) -> Iterator[Period]:
    """
    Yield the periods that share a day with *span*.
    """
    if unit == "plan":
        yield Period(span, _range_key(span))
        return
    day = span.start
    while day < span.end:
        period = Period(_around(unit, day), period_key(unit, day))
        yield period
        day = period.span.end


def _around(unit: PeriodUnit, day: date) -> Span:
    """
    Return the days of the period in which *day* lies.
    """
    if unit == "day":
        return Span.day(day)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=7))
    length = _MONTHS[unit]
    first = day.month - (day.month - 1) % length
    return Span.through(date(day.year, first, 1), month_end(day.year, first + length - 1))


def _range_key(span: Span) -> str:
    """
    Name a run of days: ``2026``, ``2026--2028``, ``2026-03-01--2026-05-31``.
    """
    first, last = span.start, span.last
    if first != date(first.year, 1, 1) or last != date(last.year, 12, 31):
        return f"{first}--{last}"
    return str(first.year) if first.year == last.year else f"{first.year}--{last.year}"


@attrs.frozen
class Buckets(Mapping[Period, tuple[Span, ...]]):
    """
    Runs of days by the periods in which they lie, and those that lie in none.

    A mapping from each period, in order and even if empty, to its runs.

    Attributes:
        outside: The runs in none of the periods: nothing gets lost.
    """

    _spans: Mapping[Period, tuple[Span, ...]] = attrs.field(hash=False)
    outside: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        spans = sum(map(len, self.values()))
        return f"Buckets(periods={len(self)}, spans={spans}, outside={len(self.outside)})"

    def __getitem__(self, period: Period) -> tuple[Span, ...]:
        return self._spans[period]

    def __iter__(self) -> Iterator[Period]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    def days(self, period: Period) -> int:
        """
        Return how many days the runs of *period* have in all.
        """
        return sum(span.days for span in self[period])


def bucket(
    spans: Iterable[Span],
    periods: Iterable[Period],
    *,
    by: Literal["start", "days"] = "start",
) -> Buckets:
    """
    Put each run of days into the period to which it belongs.

    Args:
        spans: The runs.
        periods: The periods, in any order. They may leave days out.
        by: ``start``: a run belongs, whole, to the period in which it starts.
            ``days``: it is cut where a period begins or ends, and each piece
            belongs where it lies: so a summer holiday counts in two months.

    Returns:
        Every run, or every day of it, exactly once, in order.

    Raises:
        OverlappingPeriodsError: Two of *periods* share a day.

    Example:
        >>> summer = Span.through(date(2026, 7, 20), date(2026, 8, 9))
        >>> months = periods("month", Span.through(date(2026, 7, 1), date(2026, 8, 31)))
        >>> for period, spans in bucket([summer], months, by="days").items():
        ...     print(period, *(span.days for span in spans))
        2026-07 12
        2026-08 9
        >>> bucket([summer], periods("month", 2025)).outside == (summer,)
        True
    """
    ordered = sorted(periods)
    for before, after in pairwise(ordered):
        if before.span.overlaps(after.span):
            raise OverlappingPeriodsError(str(before), str(after))
    starts = [period.span.start for period in ordered]
    found: dict[Period, list[Span]] = {period: [] for period in ordered}
    outside: list[Span] = []
    edges = [edge for period in ordered for edge in (period.span.start, period.span.end)]
    for span in sorted(spans):
        for piece in _cut(span, edges) if by == "days" else (span,):
            place = bisect_right(starts, piece.start) - 1
            inside = place >= 0 and piece.start in ordered[place].span
            (found[ordered[place]] if inside else outside).append(piece)
    return Buckets({period: tuple(runs) for period, runs in found.items()}, tuple(outside))


def _cut(span: Span, edges: list[date]) -> Iterator[Span]:
    """
    Yield the pieces into which *edges*, in order, cut *span*.
    """
    inner = edges[bisect_right(edges, span.start) : bisect_right(edges, span.last)]
    days = (span.start, *dict.fromkeys(inner), span.end)
    for first, end in pairwise(days):
        yield Span(first, end)
