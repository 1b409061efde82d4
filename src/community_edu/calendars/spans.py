"""
Runs of days.
"""

from collections.abc import Callable, Iterable, Iterator
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


@attrs.define(slots=False)
class UnreadableSpanError(CommunityEduError, ValueError):
    """
    A text that is neither a day nor a first and a last one.
    """

    code = "unreadable-span"
    en = "'{value}' is no day and no run of days; write 2026-10-01, or 2026-10-01/2026-10-07"
    zh = "“{value}”不是日期，请写成 2026-10-01，或起止日期 2026-10-01/2026-10-07"

    value: str


@attrs.frozen(order=True, init=False)
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

    def __init__(self, start: date, end: date) -> None:
        if end <= start:
            raise EmptySpanError(start, end)
        _set_start(self, start)  # a year is made of thousands: attrs would take half as long again
        _set_end(self, end)

    @classmethod
    def day(cls, day: date) -> "Span":
        """
        Return the span of one day.
        """
        return cls(day, day + ONE_DAY)

    @classmethod
    def of(cls, first: date, days: int) -> "Span":
        """
        Return the span of so many *days* from *first* on.

        Example:
            >>> str(Span.of(date(2026, 2, 27), 3).last)
            '2026-03-01'
        """
        return cls(first, date.fromordinal(first.toordinal() + days))

    @classmethod
    def through(cls, first: date, last: date) -> "Span":
        """
        Return the span from *first* to *last*, both included, as people say it.
        """
        return cls(first, last + ONE_DAY)

    @classmethod
    def parse(cls, text: str) -> "Span":
        """
        Read a day, or the first and the last day joined by a stroke, as files write them.

        Raises:
            UnreadableSpanError: *text* is neither, or names a day that no calendar has.
            EmptySpanError: The last day comes before the first.

        Example:
            >>> Span.parse("2026-10-01/2026-10-07").days, Span.parse("2026-10-01").days
            (7, 1)
        """
        first, stroke, last = text.partition("/")
        try:
            start = date.fromisoformat(first)
            end = (date.fromisoformat(last) if stroke else start) + ONE_DAY
        except (ValueError, OverflowError):
            raise UnreadableSpanError(text) from None
        return cls(start, end)

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


_set_start: Callable[[Span, date], None] = vars(Span)["start"].__set__
_set_end: Callable[[Span, date], None] = vars(Span)["end"].__set__
"""
How to set the fields of a span that is being made; afterwards it is frozen.
"""


def merged(spans: Iterable[Span]) -> Iterator[Span]:
    """
    Yield the same days as *spans* in as few runs as possible, in order.

    Example:
        >>> days = [Span.day(date(2026, 1, day)) for day in (4, 3, 10)]
        >>> [str(span.last) for span in merged(days)]
        ['2026-01-04', '2026-01-10']
    """
    run: Span | None = None
    for span in in_order(spans):
        if run is not None and span.start <= run.end:
            run = Span(run.start, max(run.end, span.end))
            continue
        if run is not None:
            yield run
        run = span
    if run is not None:
        yield run


def month_end(year: int, month: int) -> date:
    """
    Return the last day of a month.
    """
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - ONE_DAY  # noqa: PLR2004
