from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import years

from community_edu.calendars import PERIOD_UNITS, Period, PeriodUnit, Span, period_key, periods

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


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
