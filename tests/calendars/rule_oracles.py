"""
What others make of a rule: dateutil, borax and plain sets of days.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import cast

from borax.calendars.lunardate import LunarDate as BoraxDate
from dateutil import rrule
from hypothesis import strategies as st
from rule_samples import YEARS

from community_edu.calendars import NO_NAMES, Names, Rule, Span

WEEKDAYS_THERE = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
compared_years = st.sampled_from(YEARS)


def by_rrule(year: int, **parts: object) -> list[date]:
    """
    Let dateutil expand a rule over one year; it is the oracle.
    """
    expand = cast("Callable[..., rrule.rrule]", rrule.rrule)
    found = expand(
        rrule.YEARLY,
        dtstart=datetime(year, 1, 1),  # noqa: DTZ001 - dateutil is given floating days
        until=datetime(year, 12, 31),  # noqa: DTZ001 - as above
        **parts,
    )
    return [moment.date() for moment in found]


def by_text(recurrence: str, start: date = date(YEARS[0], 1, 1)) -> list[date]:
    """
    Let dateutil expand the text of an RRULE from *start* to the last of the compared years.
    """
    first = datetime(start.year, start.month, start.day)  # noqa: DTZ001 - as above
    last = datetime(YEARS[-1], 12, 31)  # noqa: DTZ001 - as above
    found = rrule.rrulestr(recurrence, dtstart=first).between(first, last, inc=True)
    return [moment.date() for moment in found]


def all_starts(rule: Rule, names: Names = NO_NAMES) -> list[date]:
    """
    Return the first days of the runs in the compared years.
    """
    return [span.start for year in YEARS for span in rule.occurrences(year, names)]


def days(rule: Rule, year: int) -> list[date]:
    """
    Return the days of a rule whose occurrences are one day long.
    """
    found = rule.occurrences(year)
    assert all(span.days == 1 for span in found)
    return [span.start for span in found]


def day_set(spans: Iterable[Span]) -> set[date]:
    """
    Return the days of some runs.
    """
    return set(chain.from_iterable(spans))


def days_around(rule: Rule, year: int) -> set[date]:
    """
    Return the days of a rule in *year* and the years beside it.
    """
    return {
        day
        for nearby in range(max(year - 1, 1901), min(year + 1, 2100) + 1)
        for day in day_set(rule.occurrences(nearby))
    }


def borax_days(month: int, day: int, year: int, *, leap: bool = False) -> Iterator[date]:
    """
    Yield the days of *year* that are the *day* of the lunar *month*, by borax.
    """
    for lunar_year in (year - 1, year):
        try:
            civil = BoraxDate(lunar_year, month, day, leap=leap).to_solar_date()
        except ValueError:  # the month has 29 days, or is not there
            continue
        if civil.year == year:
            yield civil


def text_dates(spans: Iterable[Span]) -> list[str]:
    """
    Write each run as its first and last day.
    """
    return [f"{span.start}/{span.last}" for span in spans]
