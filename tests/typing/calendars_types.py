"""
What checkers make of rules, observances, holidays, periods and quotas. Checked, never run.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, assert_type

from community_edu.base import Finding, Text
from community_edu.calendars import (
    WEEKDAYS,
    Almanac,
    Announced,
    Before,
    FixedDate,
    HolidayCalendar,
    Lunar,
    Monthly,
    Names,
    NthWeekday,
    Observance,
    ObservanceCatalog,
    Period,
    Quota,
    Rule,
    SchoolTerms,
    Shortfall,
    SolarTerm,
    SolarTermDay,
    Span,
    Weekday,
    Weekly,
    holidays,
    parse_rule,
    periods,
    school_terms,
    shipped_observances,
)

# rules give runs of days, and say what they could not do
rule = parse_rule("before(double_ninth, days=7)")
assert_type(rule, Rule)
assert_type(rule.occurrences(2026), tuple[Span, ...])
assert_type(rule.unresolved(2026, Almanac()), tuple[Finding, ...])
assert_type(rule.remarks(2026), tuple[Finding, ...])
assert_type(list(rule.named()), list[str])

# lists go in, tuples come out
monthly = Monthly(-1, months=[6, 12])
assert_type(monthly.months, tuple[int, ...])
weekly = Weekly(["SAT", "SUN"])
assert_type(weekly.weekdays, tuple[Weekday, ...])
announced = Announced(["2026-06-18", Span.day(date(2026, 6, 19))], otherwise=Lunar(5, 5))
assert_type(announced.dates, tuple[Span, ...])
assert_type(announced.otherwise, Rule | None)
assert_type(Before(FixedDate(9, 9)).days, int | None)
assert_type(SolarTermDay("清明").term, SolarTerm)
assert_type(WEEKDAYS[0], Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"])

# a misspelt weekday is found before anything runs
NthWeekday(5, "SUNDAY", 2)  # type: ignore[arg-type]

# spans are iterables of days
span = Span.through(date(2026, 8, 1), date(2026, 8, 7))
assert_type([day for day in span], list[date])  # noqa: C416 - the type of a day is the point
assert_type(iter(span), Iterator[date])
assert_type(span.last, date)

# names
names: Names = Almanac()
assert_type(names.rule("qixi"), Rule)
catalog = shipped_observances()
assert_type(catalog, ObservanceCatalog)
assert_type(catalog["qixi"], Observance)
assert_type(catalog.by_name, Mapping[str, str])
assert_type(catalog["qixi"].name, Text)
assert_type(catalog.get("qixi"), Observance | None)

# holidays and terms
calendar = holidays("CN")
assert_type(calendar, HolidayCalendar)
assert_type(calendar.is_workday(date(2026, 10, 1)), bool)
assert_type(calendar.name(date(2026, 10, 1)), Text | None)
terms = school_terms("CN-310000", 2026)
assert_type(terms, SchoolTerms)
assert_type(terms.rule("summer_vacation"), Announced)
terms.rule("spring_break")  # type: ignore[arg-type]

# periods and quotas
assert_type(periods("quarter", 2026), tuple[Period, ...])
periods("fortnight", 2026)  # type: ignore[arg-type]
quota = Quota.parse("1..2 per term each grade")
assert_type(quota, Quota)
assert_type(quota.each, str | None)
assert_type(quota.shortfalls([date(2026, 5, 8)], 2026), tuple[Shortfall, ...])
