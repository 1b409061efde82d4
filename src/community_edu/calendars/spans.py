"""
Runs of days.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from operator import attrgetter

import attrs

from community_edu.base import CommunityEduError

ONE_DAY = timedelta(days=1)


def civil_day(day: date) -> date:
    """
    Return the day of a date, or of a date with a time: to Python each of these is a date too.
    """
    return day.date() if isinstance(day, datetime) else day


@attrs.define(slots=False)
class EmptySpanError(CommunityEduError, ValueError):
    """
    A span that would end before or on the day on which it starts.
    """

    code = "empty-span"
    en = "a span from {start} to {end} (not included) has no day; let it end later"
    zh = "从 {start} 到 {end}（不含）没有一天，结束日期应更晚"

    start: date
    end: date


@attrs.frozen(order=True)
class Span:
    """
    Days from `start` up to, not including, `end`: at least one day.

    Example:
        >>> day = Span.day(date(2026, 10, 18))
        >>> day.days, day.last
        (1, datetime.date(2026, 10, 18))
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        if self.end <= self.start:
            raise EmptySpanError(self.start, self.end)

    @classmethod
    def day(cls, day: date) -> "Span":
        """
        Return the span of one day.
        """
        return cls(day, day + ONE_DAY)

    @classmethod
    def through(cls, first: date, last: date) -> "Span":
        """
        Return the span from *first* to *last*, both included, as people say it.
        """
        return cls(first, last + ONE_DAY)

    @property
    def last(self) -> date:
        """
        The last day inside.
        """
        return self.end - ONE_DAY

    @property
    def days(self) -> int:
        """
        How many days.
        """
        return (self.end - self.start).days

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= civil_day(day) < self.end

    def __iter__(self) -> Iterator[date]:
        for offset in range(self.days):
            yield self.start + timedelta(days=offset)

    def overlaps(self, other: "Span") -> bool:
        """
        Tell whether the two share a day.
        """
        return self.start < other.end and other.start < self.end


def in_order(spans: Iterable[Span]) -> list[Span]:
    """
    Return *spans* sorted by their first, then by their last day.

    The same order as that of the spans themselves, but many times faster.
    """
    return sorted(spans, key=_EDGES)


_EDGES = attrgetter("start", "end")


def month_end(year: int, month: int) -> date:
    """
    Return the last day of a month.
    """
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - ONE_DAY  # noqa: PLR2004
