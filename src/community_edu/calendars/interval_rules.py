"""
Rules of intervals: every n days from a day on, every n years from a year on.
"""

from datetime import date, timedelta
from typing import ClassVar

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.rules import (
    LONGEST_RUN,
    NO_NAMES,
    Around,
    ImpossibleDateError,
    Names,
    Rule,
    checked_year,
    rrule,
)
from community_edu.calendars.spans import Span, civil_day

MOST_YEARS = 100
"""
The longest interval of years.
"""

DAY_TO_COUNT_FROM = FindingKind(
    "no-day-to-count-from",
    "warning",
    zh="原文只说每 {days} 天，没有说从哪一天起，请补 start=日期",
    en="the plan says every {days} days without a day to count from; add start=…",
)
YEAR_TO_COUNT_FROM = FindingKind(
    "no-year-to-count-from",
    "warning",
    zh="原文只说每 {years} 年，没有说从哪一年起，请补 first=年份",
    en="the plan says every {years} years without a year to count from; add first=…",
)


def _days(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 1 <= value <= LONGEST_RUN:
        raise ImpossibleDateError(Text("天数", en="number of days"), value, f"1–{LONGEST_RUN}")


@attrs.frozen
class EveryDays(Rule):
    """
    Every n-th day from a day on (每10天): ``every_days(10, start='2026-03-01')``.

    Before the start there is none. Without a start it is unknown which days are
    meant, and it stays unresolved.

    Attributes:
        days: How many days one is after the other.
        start: The first of them.
    """

    function: ClassVar[str] = "every_days"

    days: int = attrs.field(validator=_days)
    start: date | None = attrs.field(
        default=None, converter=attrs.converters.optional(civil_day), kw_only=True
    )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        if self.start is None or year < self.start.year:
            return ()
        first = date(year, 1, 1)
        day = self.start + timedelta(
            days=max(0, -((self.start - first).days // self.days)) * self.days
        )
        last = date(year, 12, 31)
        return tuple(
            Span.day(date.fromordinal(ordinal))
            for ordinal in range(day.toordinal(), last.toordinal() + 1, self.days)
        )

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "day"

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:  # noqa: ARG002
        return () if self.start else (Finding(DAY_TO_COUNT_FROM, items={"days": self.days}),)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002
        return rrule("DAILY", INTERVAL=self.days) if self.start else None


def _years(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 1 <= value <= MOST_YEARS:
        raise ImpossibleDateError(Text("年数", en="number of years"), value, f"1–{MOST_YEARS}")


def _first(instance: object, attribute: object, value: int | None) -> None:  # noqa: ARG001
    if value is not None:
        checked_year(value)


@attrs.frozen
class EveryYears(Around):
    """
    A rule in every n-th year (每三年): ``every_years(fixed(9, 10), 3, first=2025)``.

    Before the first year there is none. Without it the years are unknown, and it
    stays unresolved.

    Attributes:
        rule: Its days in such a year.
        years: How many years one is after the other.
        first: The first of them.
    """

    function: ClassVar[str] = "every_years"

    years: int = attrs.field(validator=_years)
    first: int | None = attrs.field(default=None, validator=_first, kw_only=True)

    def in_force(self, year: int) -> bool:
        """
        Tell whether *year* is known to be one of the years.
        """
        return (
            self.first is not None and year >= self.first and (year - self.first) % self.years == 0
        )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        return self.rule.occurrences(year, names) if self.in_force(year) else ()

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        if self.first is None:
            return (Finding(YEAR_TO_COUNT_FROM, items={"years": self.years}),)
        return super().unresolved(year, names) if self.in_force(year) else ()

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return super().remarks(year, names) if self.in_force(year) else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        text = self.rule.to_rrule(names) if self.first is not None else None
        if text is None or "INTERVAL" in text:
            return None
        freq, _, rest = text.removeprefix("FREQ=").partition(";")
        years = f"FREQ=YEARLY;INTERVAL={self.years}"
        return ";".join(filter(None, (years, _OF_THE_YEAR[freq], rest)))


_OF_THE_YEAR = {
    "YEARLY": "",
    "MONTHLY": f"BYMONTH={','.join(map(str, range(1, 13)))}",
    "WEEKLY": "",
    "DAILY": "BYDAY=MO,TU,WE,TH,FR,SA,SU",
}
"""
What an RRULE of each frequency must have to say the same of a year.
"""
