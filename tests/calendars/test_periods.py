from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import years

from community_edu.calendars import (
    PERIOD_UNITS,
    SCHOOL_UNITS,
    Buckets,
    OverlappingPeriodsError,
    Period,
    PeriodUnit,
    SchoolTerms,
    SchoolUnit,
    Span,
    TermsNeededError,
    bucket,
    period_key,
    periods,
    school_terms,
)

SHANGHAI = school_terms("CN-310000")
THREE_YEARS = Span.parse("2026-01-01/2028-12-31")
COUNTS = {"plan": 1, "year": 1, "half_year": 2, "quarter": 4, "month": 12}


class TestPeriods:
    @given(st.sampled_from(PERIOD_UNITS), years)
    def test_follow_one_another(self, unit: PeriodUnit, year: int) -> None:
        """
        The periods of a year leave no day out and none in twice, and have names of their own.
        """
        found = periods(unit, year)
        keys = [period.key for period in found]
        assert len(set(keys)) == len(keys)
        assert keys == sorted(keys)
        for before, after in pairwise(found):
            assert before.span.end == after.span.start

    @given(st.sampled_from([unit for unit in PERIOD_UNITS if unit != "week"]), years)
    def test_make_up_the_civil_year(self, unit: PeriodUnit, year: int) -> None:
        """
        They run from 1 January through 31 December.
        """
        found = periods(unit, year)
        assert found[0].span.start == date(year, 1, 1)
        assert found[-1].span.last == date(year, 12, 31)
        assert len(found) == COUNTS.get(unit, 366 if _leap(year) else 365)

    @given(years)
    def test_weeks_make_up_the_iso_year(self, year: int) -> None:
        """
        Weeks are those of ISO 8601, with its numbers.
        """
        found = periods("week", year)
        assert {period.span.days for period in found} == {7}
        days = [day for period in found for day in period.span]
        assert {day.isocalendar().year for day in days} == {year}
        assert len(found) == date(year, 12, 28).isocalendar().week
        for period in found:
            iso = period.span.start.isocalendar()
            assert period.key == f"{year}-W{iso.week:02}"
            assert iso.weekday == 1

    @given(st.sampled_from(PERIOD_UNITS), years)
    def test_each_day_knows_its_own(self, unit: PeriodUnit, year: int) -> None:
        """
        The name of a period is that of each of its days, and of no day beside it.
        """
        for period in periods(unit, year)[:14]:
            inside = {period_key(unit, day) for day in (period.span.start, period.span.last)}
            assert inside == {period.key}
            assert period_key(unit, period.span.end) != period.key

    @pytest.mark.parametrize(("year", "weeks"), [(2025, 52), (2026, 53)])
    def test_number_of_weeks(self, year: int, weeks: int) -> None:
        """
        2026 has 53 weeks, of which the first begins in 2025.
        """
        assert len(periods("week", year)) == weeks
        assert periods("week", 2026)[0].span.start == date(2025, 12, 29)

    @pytest.mark.parametrize(
        ("unit", "first", "last"),
        [
            ("plan", "2026", "2026"),
            ("year", "2026", "2026"),
            ("half_year", "2026-H1", "2026-H2"),
            ("quarter", "2026-Q1", "2026-Q4"),
            ("month", "2026-01", "2026-12"),
            ("week", "2026-W01", "2026-W53"),
            ("day", "2026-01-01", "2026-12-31"),
        ],
    )
    def test_names(self, unit: PeriodUnit, first: str, last: str) -> None:
        """
        Periods are called as people write them, by number or by date.
        """
        found = periods(unit, 2026)
        assert (str(found[0]), str(found[-1])) == (first, last)

    @pytest.mark.parametrize(
        ("unit", "key", "first", "last"),
        [
            ("half_year", "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
            ("quarter", "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
            ("month", "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
            ("week", "2026-W31", date(2026, 7, 27), date(2026, 8, 2)),
        ],
    )
    def test_ends(self, unit: PeriodUnit, key: str, first: date, last: date) -> None:
        """
        A period holds its first and its last day.
        """
        (period,) = [period for period in periods(unit, int(key[:4])) if period.key == key]
        assert period == Period(Span.through(first, last), key)


class TestRanges:
    @pytest.mark.parametrize(
        ("unit", "count", "first", "last"),
        [
            ("plan", 1, "2026--2028", "2026--2028"),
            ("year", 3, "2026", "2028"),
            ("half_year", 6, "2026-H1", "2028-H2"),
            ("quarter", 12, "2026-Q1", "2028-Q4"),
            ("month", 36, "2026-01", "2028-12"),
            ("week", 157, "2026-W01", "2028-W52"),
            ("day", 1096, "2026-01-01", "2028-12-31"),
        ],
    )
    def test_a_plan_of_three_years(
        self, unit: PeriodUnit, count: int, first: str, last: str
    ) -> None:
        """
        A plan of three years is divided as a year is, and as a whole it has a name of its own.
        """
        found = periods(unit, THREE_YEARS)
        assert (len(found), str(found[0]), str(found[-1])) == (count, first, last)

    @given(
        st.sampled_from([unit for unit in PERIOD_UNITS if unit not in {"plan", "week"}]),
        years,
        st.integers(0, 3),
    )
    def test_years_together_are_the_years_one_by_one(
        self, unit: PeriodUnit, year: int, more: int
    ) -> None:
        """
        A range of whole years has the periods of each of them.
        """
        span = Span(date(year, 1, 1), date(year + more + 1, 1, 1))
        one_by_one = [period for y in range(year, year + more + 1) for period in periods(unit, y)]
        assert list(periods(unit, span)) == one_by_one

    @given(
        st.sampled_from([unit for unit in PERIOD_UNITS if unit != "plan"]),
        st.dates(date(1901, 1, 1), date(2099, 12, 31)),
        st.integers(1, 900),
    )
    def test_hold_every_day_of_the_range(self, unit: PeriodUnit, first: date, days: int) -> None:
        """
        They follow one another, each has a day of the range, and none of its days is left out.
        """
        span = Span(first, first + timedelta(days))
        found = periods(unit, span)
        assert found[0].span.start <= span.start
        assert found[-1].span.end >= span.end
        assert all(period.span.overlaps(span) for period in found)
        assert all(before.span.end == after.span.start for before, after in pairwise(found))
        assert [period.key for period in found] == [
            period_key(unit, period.span.start) for period in found
        ]

    @pytest.mark.parametrize(
        ("span", "key"),
        [
            ("2026-01-01/2026-12-31", "2026"),
            ("2026-01-01/2028-12-31", "2026--2028"),
            ("2026-03-01/2026-05-31", "2026-03-01--2026-05-31"),
            ("2026-01-01/2028-12-30", "2026-01-01--2028-12-30"),
        ],
    )
    def test_a_plan_is_called_by_its_days(self, span: str, key: str) -> None:
        """
        A plan that is not bound to whole years is called by its first and its last day.
        """
        assert periods("plan", Span.parse(span)) == (Period(Span.parse(span), key),)


class TestSchoolUnits:
    def test_come_from_the_school_terms(self) -> None:
        """
        Terms and school years are those of the data, for a year as for a range.
        """
        assert periods("term", 2026, SHANGHAI) == SHANGHAI.periods(2026)
        assert [str(period) for period in periods("school_year", THREE_YEARS, SHANGHAI)] == [
            "2025-2026"
        ]
        assert periods("term", 2030, SchoolTerms([])) == ()

    @pytest.mark.parametrize(
        ("unit", "en", "zh"),
        [("school_year", "school year", "学年"), ("term", "school term", "学期")],
    )
    def test_need_school_terms(self, unit: SchoolUnit, en: str, zh: str) -> None:
        """
        Without data they cannot be had: no law says when a term begins.
        """
        with pytest.raises(TermsNeededError) as caught:
            periods(unit, 2026)
        assert str(caught.value) == (
            f"the days of a {en} are set by the province; give the school terms"
        )
        assert caught.value.sentence("zh-CN") == f"{zh}的起止日期由各省规定，请提供学期数据"

    def test_are_all(self) -> None:
        """
        The units that need school terms are two.
        """
        assert SCHOOL_UNITS == ("school_year", "term")


spans = st.tuples(st.dates(date(2024, 6, 1), date(2029, 6, 1)), st.integers(1, 120)).map(
    lambda run: Span(run[0], run[0] + timedelta(days=run[1]))
)
tilings = st.sampled_from([unit for unit in PERIOD_UNITS if unit != "day"])


class TestBucket:
    @given(st.lists(spans, max_size=12), tilings)
    def test_is_a_partition(self, runs: list[Span], unit: PeriodUnit) -> None:
        """
        Every run is exactly once in the period in which it starts, or outside if there is none.
        """
        found = bucket(runs, periods(unit, THREE_YEARS))
        inside = [run for runs_inside in found.values() for run in runs_inside]
        assert sorted([*inside, *found.outside]) == sorted(runs)
        for period, runs_inside in found.items():
            assert all(run.start in period.span for run in runs_inside)
        ends = periods(unit, THREE_YEARS)[0].span.start, periods(unit, THREE_YEARS)[-1].span.end
        assert all(not ends[0] <= run.start < ends[1] for run in found.outside)

    @given(st.lists(spans, max_size=12), st.sampled_from(["term", "month", "week"]))
    def test_by_days_each_day_is_in_its_period(
        self, runs: list[Span], unit: PeriodUnit | SchoolUnit
    ) -> None:
        """
        By days, a period has the days of every run that lie in it, and no day is lost.
        """
        found = bucket(runs, periods(unit, 2026, SHANGHAI), by="days")
        for period in found:
            assert found.days(period) == sum(day in period.span for run in runs for day in run)
        days = sorted(day for run in runs for day in run)
        pieces = [*found.outside, *(piece for inside in found.values() for piece in inside)]
        assert sorted(day for piece in pieces for day in piece) == days

    def test_a_long_run(self) -> None:
        """
        A summer holiday belongs to the third quarter, and by days to two months.
        """
        (summer,) = SHANGHAI.spans("summer_vacation")
        whole = bucket([summer], periods("quarter", 2026))
        assert [str(period) for period, runs in whole.items() if runs] == ["2026-Q3"]
        by_days = bucket([summer], periods("month", 2026), by="days")
        assert {str(p): by_days.days(p) for p, runs in by_days.items() if runs} == {
            "2026-07": 31,
            "2026-08": 31,
        }

    def test_what_lies_outside_is_reported(self) -> None:
        """
        A run of another year, or of a day between two terms, is outside; empty periods stay.
        """
        winter = Span.parse("2026-02-10")
        later = Span.parse("2026-12-31/2027-01-02")
        found = bucket([later, winter], SHANGHAI.periods(2026))
        assert found.outside == (winter, later)
        assert list(found.values()) == [(), ()]
        pieces = bucket([later], periods("year", 2026), by="days")
        assert pieces.outside == (Span.parse("2027-01-01/2027-01-02"),)

    def test_periods_may_come_in_any_order(self) -> None:
        """
        The periods of the answer are in order.
        """
        quarters = periods("quarter", 2026)
        assert tuple(bucket([], reversed(quarters))) == quarters

    def test_periods_share_no_day(self) -> None:
        """
        Periods that overlap are refused: a run would count twice.
        """
        with pytest.raises(OverlappingPeriodsError) as caught:
            bucket([], [*periods("quarter", 2026), *periods("year", 2026)])
        assert str(caught.value) == (
            "the periods 2026-Q1 and 2026 share a day; count them one by one"
        )
        assert caught.value.sentence("zh-CN") == "期间 2026-Q1 与 2026 有重叠的日期，请分别统计"

    def test_is_a_value(self) -> None:
        """
        Buckets are a mapping, equal if they hold the same, can be kept in sets and print short.
        """
        found = bucket([Span.parse("2026-05-08")], periods("year", 2026))
        assert found == bucket([Span.parse("2026-05-08")], periods("year", 2026))
        assert found != bucket([Span.parse("2026-05-09")], periods("year", 2026))
        assert isinstance(found, Buckets)
        assert len({found, found}) == len(found) == 1
        assert repr(found) == "Buckets(periods=1, spans=1, outside=0)"


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
