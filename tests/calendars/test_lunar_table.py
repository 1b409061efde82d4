import hashlib
import importlib
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from community_edu.calendars import _lunar_table as table
from community_edu.calendars.lunar import (
    FIRST_LUNAR_DAY,
    LAST_LUNAR_DAY,
    LUNAR_YEARS,
    LunarDate,
    leap_month,
    month_length,
    new_year,
)

Months = Mapping[tuple[int, int, bool], date]


@pytest.fixture(scope="module")
def month_starts() -> Months:
    """
    The first day of every month, as the library has it.
    """
    return {
        (year, month, leap): LunarDate(year, month, 1, leap).to_date()
        for year in LUNAR_YEARS
        for month in range(1, 13)
        for leap in ((False, True) if month == leap_month(year) else (False,))
    }


def borax_month_starts() -> Months:
    borax: Any = importlib.import_module("borax.calendars.lunardate")
    starts: dict[tuple[int, int, bool], date] = {}
    for year in LUNAR_YEARS:
        leap = borax.LCalendars.leap_month(year)
        for month in range(1, 13):
            starts[year, month, False] = borax.LunarDate(year, month, 1, 0).to_solar_date()
            if month == leap:
                starts[year, month, True] = borax.LunarDate(year, month, 1, 1).to_solar_date()
    return starts


def tyme_month_starts() -> Months:
    tyme: Any = importlib.import_module("tyme4py.lunar")
    starts: dict[tuple[int, int, bool], date] = {}
    for year in LUNAR_YEARS:
        for month in tyme.LunarYear.from_year(year).get_months():
            day = month.get_first_julian_day().get_solar_day()
            key = (year, month.get_month(), month.is_leap())
            starts[key] = date(day.get_year(), day.get_month(), day.get_day())
    return starts


def differences(ours: Months, theirs: Months) -> dict[date | None, date | None]:
    """
    The first days on which two calendars disagree, ours to theirs.
    """
    keys = ours.keys() | theirs.keys()
    return {ours.get(key): theirs.get(key) for key in keys if ours.get(key) != theirs.get(key)}


class TestAgainstOtherLibraries:
    def test_borax(self, month_starts: Months) -> None:
        """
        Of 2,486 months borax begins one on another day: the new moon is just before midnight.
        """
        assert len(month_starts) == 2486
        assert differences(month_starts, borax_month_starts()) == {
            date(2089, 9, 4): date(2089, 9, 5)
        }

    def test_tyme(self, month_starts: Months) -> None:
        """
        Of 2,486 months tyme4py begins one on another day: the new moon is just after midnight.
        """
        assert differences(month_starts, tyme_month_starts()) == {
            date(2097, 8, 8): date(2097, 8, 7)
        }


class TestStructure:
    def test_years_follow_each_other(self) -> None:
        """
        A lunar year ends on the eve of the next, and the last where the table says.
        """
        for year, following in pairwise(LUNAR_YEARS):
            eve = LunarDate.last_of_month(year, 12).to_date()
            assert eve + timedelta(days=1) == new_year(following)
        assert new_year(1900) == FIRST_LUNAR_DAY
        assert LunarDate.last_of_month(2100, 12).to_date() == LAST_LUNAR_DAY

    def test_new_year_is_between_21_january_and_20_february(self) -> None:
        """
        The New Year's day falls near the start of spring, never more than 16 days from it.
        """
        days = {(new_year(year).month, new_year(year).day) for year in LUNAR_YEARS}
        assert (min(days), max(days)) == ((1, 21), (2, 20))

    def test_seven_leap_years_in_nineteen(self) -> None:
        """
        Of 201 years 74 have a leap month: 7 in 19.
        """
        assert sum(leap_month(year) is not None for year in LUNAR_YEARS) == 74 == 201 * 7 // 19

    def test_length_of_years(self) -> None:
        """
        A common year has 353 to 355 days, a leap year 383 to 385.
        """
        lengths = {
            (leap_month(year) is not None, (new_year(following) - new_year(year)).days)
            for year, following in pairwise(LUNAR_YEARS)
        }
        assert lengths == {(False, n) for n in (353, 354, 355)} | {
            (True, n) for n in (383, 384, 385)
        }

    def test_no_unused_bits(self) -> None:
        """
        A year of 12 months says nothing about a 13th.
        """
        data = bytes.fromhex(table.MONTHS)
        assert len(data) == 3 * len(LUNAR_YEARS)
        for year in LUNAR_YEARS:
            bits = int.from_bytes(data[3 * (year - 1900) : 3 * (year - 1899)], "big")
            assert (bits >> 12 & 1 == 0) or leap_month(year) is not None
            assert bits >> 22 == 0

    def test_month_lengths_alternate(self) -> None:
        """
        At most four long or three short months come in a row.
        """
        long_run = short_run = most_long = most_short = 0
        for year in LUNAR_YEARS:
            for month in range(1, 13):
                for leap in (False, True) if month == leap_month(year) else (False,):
                    is_long = month_length(year, month, leap) == 30
                    long_run, short_run = (long_run + 1, 0) if is_long else (0, short_run + 1)
                    most_long, most_short = max(most_long, long_run), max(most_short, short_run)
        assert (most_long, most_short) == (4, 3)


def test_checksum() -> None:
    """
    The table is as it was generated.
    """
    data = bytes.fromhex(table.MONTHS + table.EARLIEST + table.TERMS)
    assert hashlib.sha256(data).hexdigest() == table.SHA256
