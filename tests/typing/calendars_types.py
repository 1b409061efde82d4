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
    Buckets,
    EveryWeeks,
    FixedDate,
    HolidayCalendar,
    HolidayNotice,
    Lunar,
    Monthly,
    Names,
    NthWeekday,
    Observance,
    ObservanceCatalog,
    ObservanceDay,
    Period,
    Quota,
    Rotation,
    Rule,
    SchoolTerms,
    Shortfall,
    SolarTerm,
    SolarTermDay,
    Span,
    Weekday,
    Weekly,
    WorkCalendar,
    bucket,
    holidays,
    parse_rule,
    periods,
    school_terms,
    shipped_observances,
    statutory_days,
)

# rules give runs of days, and say what they could not do
rule = parse_rule("before(double_ninth, days=7)")
assert_type(rule, Rule)
assert_type(rule.occurrences(2026), tuple[Span, ...])
assert_type(rule.unresolved(2026, Almanac()), tuple[Finding, ...])
assert_type(rule.remarks(2026), tuple[Finding, ...])
assert_type(list(rule.named()), list[str])
assert_type(rule.to_rrule(), str | None)
assert_type(Almanac().days("qixi", 2026), tuple[Span, ...])
assert_type(Rotation(rule, ["a", "b"]).assigned(2026), tuple[tuple[Span, str], ...])
assert_type(EveryWeeks(2, ["TUE"], start=date(2026, 9, 1)).start, date | None)

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
assert_type(catalog.tagged("health"), ObservanceCatalog)
assert_type(catalog["qixi"].since, int | None)
observed = catalog.in_year(2026)
assert_type(observed.days, tuple[ObservanceDay, ...])
assert_type(observed.undated, tuple[Finding, ...])
assert_type(observed.spans, Mapping[str, tuple[Span, ...]])

# holidays and terms
calendar = holidays("CN")
assert_type(calendar, HolidayCalendar)
assert_type(calendar.off, Mapping[date, Text])
assert_type(calendar.name(date(2026, 10, 1)), Text | None)
terms = school_terms("CN-310000", 2026)
assert_type(terms, SchoolTerms)
assert_type(terms.rule("summer_vacation"), Announced)
assert_type(terms.periods(2026), tuple[Period, ...])
assert_type(terms.years[0].first_term, Span)
terms.rule("spring_break")  # type: ignore[arg-type]

# notices are read from plain names and days, and added to a calendar
notice = HolidayNotice(2027, {date(2027, 1, 1): "元旦"}, [date(2027, 1, 9)])
assert_type(notice.off, Mapping[date, Text])
assert_type(notice.worked, tuple[date, ...])
assert_type(calendar.with_notices(notice), HolidayCalendar)
work = WorkCalendar(calendar, week=["TUE", "SAT"])
assert_type(work.week, tuple[Weekday, ...])
assert_type(work.status(date(2026, 10, 1)), Literal["official", "provisional"])
assert_type(work.next_workday(date(2026, 10, 1)), date)
assert_type(work.workdays(Span.parse("2026-10-01")), tuple[date, ...])
assert_type(statutory_days(2027), Mapping[date, Text])
WorkCalendar(calendar, week=["Tuesday"])  # type: ignore[list-item]

# periods and quotas
assert_type(periods("quarter", 2026), tuple[Period, ...])
assert_type(periods("term", 2026, terms), tuple[Period, ...])
buckets = bucket([Span.parse("2026-05-08")], periods("month", Span.parse("2026-05-08")))
assert_type(buckets, Buckets)
assert_type(list(buckets.values()), list[tuple[Span, ...]])
periods("fortnight", 2026)  # type: ignore[arg-type]
quota = Quota.parse("1..2 per term each grade")
assert_type(quota, Quota)
assert_type(quota.each, str | None)
assert_type(quota.shortfalls([date(2026, 5, 8)], 2026), tuple[Shortfall, ...])
