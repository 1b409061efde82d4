import importlib
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from borax.calendars.lunardate import LunarDate as BoraxDate
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import borax_days, days, text_dates
from rule_samples import lunars, starts, years

from community_edu.calendars import (
    DogDays,
    Easter,
    ImpossibleDateError,
    Lunar,
    LunarMonthly,
    LunarRange,
    Rule,
    SolarTerm,
    SolarTermDay,
    Span,
    YearOutOfRangeError,
    solar_term_date,
)
from community_edu.calendars.sky_rules import Leap


class TestLunar:
    @given(
        st.integers(1, 12),
        st.integers(1, 30),
        st.integers(1902, 2088),
    )
    def test_agrees_with_borax(self, month: int, day: int, year: int) -> None:
        """
        A lunar day falls where borax has it: never, once or twice in a civil year.
        """
        assert days(Lunar(month, day), year) == list(borax_days(month, day, year))

    @pytest.mark.parametrize("month", range(1, 13))
    def test_agrees_with_borax_on_every_first_and_fifteenth(self, month: int) -> None:
        """
        So it is with each first and fifteenth of 1902 to 2088.
        """
        for year in range(1902, 2089):
            for day in (1, 15):
                assert days(Lunar(month, day), year) == list(borax_days(month, day, year))

    @given(lunars, years)
    def test_is_in_the_year_asked_for(self, rule: Lunar, year: int) -> None:
        """
        A lunar day belongs to the civil year in which it falls, at most twice.
        """
        found = rule.occurrences(year)
        assert len(found) <= 2
        assert {span.start.year for span in found} <= {year}

    def test_no_day_is_lost_between_years(self) -> None:
        """
        Over two centuries every lunar year has its laba once, whatever civil years have.
        """
        found = [day for year in range(1901, 2101) for day in days(Lunar(12, 8), year)]
        assert found == sorted(set(found))
        assert len(found) == 200
        gaps = {later - earlier for earlier, later in pairwise(found)}
        assert {gap.days for gap in gaps} <= {353, 354, 355, 383, 384, 385}

    def test_laba(self) -> None:
        """
        The 8th of the 12th month fell twice in 2022 and not at all in 2023.
        """
        assert starts(Lunar(12, 8), 2022) == ["2022-01-10", "2022-12-30"]
        assert starts(Lunar(12, 8), 2023) == []

    @given(years)
    def test_new_year_eve(self, year: int) -> None:
        """
        The last day of the 12th month is the day before Spring Festival.
        """
        (festival,) = days(Lunar(1, 1), year)
        assert days(Lunar(12, -1), year) == [festival - timedelta(days=1)]

    @pytest.mark.parametrize(
        ("year", "day"),
        [
            (1978, "1978-09-17"),
            (2025, "2025-10-06"),
            (2026, "2026-09-25"),
            (2033, "2033-09-08"),
            (2057, "2057-09-13"),
        ],
    )
    def test_mid_autumn(self, year: int, day: str) -> None:
        """
        Mid-Autumn is right also where well-known tables have the wrong month.
        """
        assert starts(Lunar(8, 15), year) == [day]

    @pytest.mark.parametrize("year", range(1900, 2101))
    def test_mid_autumn_every_year(self, year: int) -> None:
        """
        Mid-Autumn falls once a year, between 7 September and 9 October.
        """
        (day,) = days(Lunar(8, 15), year)
        assert (9, 7) <= (day.month, day.day) <= (10, 9)

    @pytest.mark.parametrize(
        ("year", "spring", "ninth"),
        [(2025, "2025-01-29", "2025-10-29"), (2026, "2026-02-17", "2026-10-18")],
    )
    def test_days_people_know(self, year: int, spring: str, ninth: str) -> None:
        """
        Spring Festival and Double Ninth are where they were kept.
        """
        assert starts(Lunar(1, 1), year) == [spring]
        assert starts(Lunar(9, 9), year) == [ninth]

    def test_thirtieth_of_a_short_month(self) -> None:
        """
        The 30th of a month with 29 days does not fall; counted from the end it is day 0.
        """
        assert starts(Lunar(12, 30), 2026) == starts(Lunar(12, -30), 2026) == []
        assert starts(Lunar(12, 29), 2026) == starts(Lunar(12, -1), 2026) == ["2026-02-16"]

    def test_range(self) -> None:
        """
        Two last months of the year need the lunar year before, so they begin a year later.
        """
        assert starts(Lunar(1, 1), 1900) == ["1900-01-31"]
        assert starts(Lunar(12, 1), 2100) == ["2100-01-10", "2100-12-31"]
        for month in (11, 12):
            with pytest.raises(YearOutOfRangeError, match=r"1900 .* from 1901 to 2100"):
                Lunar(month, 1).occurrences(1900)
        with pytest.raises(YearOutOfRangeError, match=r"1899 .* from 1900 to 2100"):
            Lunar(1, 1).occurrences(1899)
        with pytest.raises(YearOutOfRangeError, match=r"2101"):
            Lunar(1, 1).occurrences(2101)

    @pytest.mark.parametrize(("month", "day"), [(13, 1), (1, 0), (1, 31), (1, -31)])
    def test_impossible(self, month: int, day: int) -> None:
        """
        Lunar years have twelve numbered months, of at most 30 days.
        """
        with pytest.raises(ImpossibleDateError, match=r"does not exist"):
            Lunar(month, day)


class TestLeapMonths:
    @given(st.integers(2, 11), st.integers(1, 30), st.integers(1902, 2088))
    def test_agree_with_borax(self, month: int, day: int, year: int) -> None:
        """
        ``only`` is the day of the leap month where borax has one, ``also`` both it and the other.
        """
        usual = list(borax_days(month, day, year))
        leap = list(borax_days(month, day, year, leap=True))
        assert days(Lunar(month, day, leap="only"), year) == leap
        assert days(Lunar(month, day, leap="also"), year) == sorted(usual + leap)
        assert days(Lunar(month, day), year) == usual

    def test_are_those_of_tyme(self) -> None:
        """
        The lunar years 1901 to 2099 have the leap months that tyme4py has, and no others.
        """
        tyme: Any = importlib.import_module("tyme4py.lunar")
        found = {
            (year, month)
            for month in range(2, 12)
            for year in range(1901, 2100)
            if days(Lunar(month, 1, leap="only"), year)
        }
        theirs = {
            (year, month)
            for year in range(1901, 2100)
            if (month := tyme.LunarYear.from_year(year).get_leap_month())
        }
        assert found == theirs

    def test_buddhas_birthday(self) -> None:
        """
        In 2020 the 8th of the fourth month (佛诞) came twice, the second time in a leap month.
        """
        assert starts(Lunar(4, 8), 2020) == ["2020-04-30"]
        assert starts(Lunar(4, 8, leap="only"), 2020) == ["2020-05-30"]
        assert starts(Lunar(4, 8, leap="also"), 2020) == ["2020-04-30", "2020-05-30"]
        assert starts(Lunar(4, 8, leap="only"), 2026) == []

    def test_last_day(self) -> None:
        """
        Day -1 is the last of the leap month, which has 29 days in 2020.
        """
        assert starts(Lunar(4, -1, leap="only"), 2020) == ["2020-06-20"]
        assert starts(Lunar(4, 30, leap="only"), 2020) == []

    def test_at_the_ends_of_the_table(self) -> None:
        """
        The leap eighth month of 1900 is in the table, and the leap eleventh of 2033 goes on in 2034.
        """
        assert starts(Lunar(8, 1, leap="only"), 1900) == ["1900-09-24"]
        assert starts(Lunar(11, 1, leap="only"), 2033) == ["2033-12-22"]
        assert starts(Lunar(11, -1, leap="also"), 2034) == ["2034-01-19"]
        with pytest.raises(YearOutOfRangeError, match=r"1900 .* from 1901 to 2100"):
            Lunar(11, 1, leap="only").occurrences(1900)

    @pytest.mark.parametrize("month", [1, 12])
    def test_months_that_never_leap(self, month: int) -> None:
        """
        From 1900 to 2100 no leap month follows the first or the twelfth.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            Lunar(month, 1, leap="only")
        assert str(caught.value) == f"leap month {month} does not exist; it can be 2–11"
        assert caught.value.sentence("zh-CN") == f"闰月 {month} 不存在，可以是 2–11"
        assert Lunar(month, 1, leap="never") == Lunar(month, 1)

    def test_impossible(self) -> None:
        """
        Leap months count never, only or also.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            Lunar(4, 8, leap=cast("Leap", "maybe"))
        assert str(caught.value) == "leap maybe does not exist; it can be never, only, also"
        assert caught.value.sentence("zh-CN") == "闰月 maybe 不存在，可以是 never, only, also"


def borax_day(day: date) -> int:
    """
    Return the number of a day in its lunar month, by borax.
    """
    found: int = BoraxDate.from_solar_date(day.year, day.month, day.day).day
    return found


class TestLunarMonthly:
    @pytest.mark.parametrize("year", [1901, 1987, 2020, 2026, 2033, 2034, 2088])
    def test_agrees_with_borax(self, year: int) -> None:
        """
        初一、十五 are the days that borax numbers so, those of leap months included.
        """
        expected = [
            day
            for day in Span.through(date(year, 1, 1), date(year, 12, 31))
            if borax_day(day) in {1, 15}
        ]
        assert days(LunarMonthly([1, 15]), year) == expected

    @given(years)
    def test_last_days_are_the_eves_of_the_first(self, year: int) -> None:
        """
        Day -1 is the day before a first, and a month has 29 or 30 days.
        """
        firsts = days(LunarMonthly([1]), year)
        lasts = days(LunarMonthly([-1]), year)
        assert {last + timedelta(days=1) for last in lasts} - {date(year + 1, 1, 1)} == {
            first for first in firsts if first != date(year, 1, 1)
        }
        assert {(later - earlier).days for earlier, later in pairwise(firsts)} == {29, 30}

    def test_thirtieth(self) -> None:
        """
        The 30th falls in long months only; counted twice, a day is one day.
        """
        months = days(LunarMonthly([1]), 2026)
        thirtieths = days(LunarMonthly([30, -1, 30]), 2026)
        assert len(months) == 12
        assert len(days(LunarMonthly([30]), 2026)) < len(thirtieths) == 12
        assert days(LunarMonthly([]), 2026) == []

    def test_goes_by_the_day(self) -> None:
        """
        Its days are told apart by the day: two of one lunar month may lie in one civil month.
        """
        assert LunarMonthly([1, 15]).grain() == "day"

    @pytest.mark.parametrize("year", [1900, 2101])
    def test_range(self, year: int) -> None:
        """
        Lunar months are known from 1901 to 2100.
        """
        with pytest.raises(YearOutOfRangeError, match=rf"{year} .* from 1901 to 2100"):
            LunarMonthly([1]).occurrences(year)
        assert len(days(LunarMonthly([1]), 2100)) == 13

    @pytest.mark.parametrize("day", [0, 31, -31])
    def test_impossible(self, day: int) -> None:
        """
        Every day must be one that a lunar month can have.
        """
        with pytest.raises(ImpossibleDateError, match=rf"lunar day {day} does not exist"):
            LunarMonthly([1, day])


class TestSolarTermDay:
    @given(st.sampled_from(SolarTerm), years)
    def test_is_the_day_of_the_term(self, term: SolarTerm, year: int) -> None:
        """
        The rule of a solar term gives its one day in the year.
        """
        assert days(SolarTermDay(term), year) == [solar_term_date(year, term)]

    def test_takes_the_name(self) -> None:
        """
        A term may be given by key or in Chinese.
        """
        assert SolarTermDay("清明") == SolarTermDay("qingming") == SolarTermDay(SolarTerm.QINGMING)
        assert starts(SolarTermDay("qingming"), 2026) == ["2026-04-05"]

    def test_range(self) -> None:
        """
        The table of terms is that of 1900 to 2100.
        """
        assert len(starts(SolarTermDay("qingming"), 1900)) == 1
        with pytest.raises(YearOutOfRangeError, match=r"1899"):
            SolarTermDay("qingming").occurrences(1899)


class TestDogDays:
    @pytest.mark.parametrize(
        ("year", "expected"),
        [
            (2015, "2015-07-13/2015-08-21"),
            (2022, "2022-07-16/2022-08-24"),
            (2023, "2023-07-11/2023-08-19"),
            (2024, "2024-07-15/2024-08-23"),
            (2025, "2025-07-20/2025-08-18"),
        ],
    )
    def test_published(self, year: int, expected: str) -> None:
        """
        The dog days of these years are those of the newspapers; in 2025 they had 30 days.
        """
        assert text_dates(DogDays().occurrences(year)) == [expected]

    @pytest.mark.parametrize("decade", range(1900, 2110, 10))
    def test_agree_with_tyme(self, decade: int) -> None:
        """
        They are the run of days that tyme4py calls 初伏, 中伏 and 末伏, of 30 or 40 days.
        """
        tyme: Any = importlib.import_module("tyme4py.solar")

        def is_dog_day(day: date) -> bool:
            found: object = tyme.SolarDay.from_ymd(day.year, day.month, day.day).get_dog_day()
            return found is not None

        for year in range(decade, min(decade + 10, 2101)):
            (span,) = DogDays().occurrences(year)
            assert span.days in {30, 40}
            edges = [span.start - timedelta(days=1), span.start, span.last, span.end]
            assert [is_dog_day(day) for day in edges] == [False, True, True, False]

    @pytest.mark.parametrize("year", [1899, 2101])
    def test_range(self, year: int) -> None:
        """
        They are known as far as the solar terms are.
        """
        with pytest.raises(YearOutOfRangeError, match=rf"{year} .* from 1900 to 2100"):
            DogDays().occurrences(year)


class TestEaster:
    @pytest.mark.parametrize(
        "day",
        ["1943-04-25", "2000-04-23", "2008-03-23", "2024-03-31", "2025-04-20", "2026-04-05"],
    )
    def test_published(self, day: str) -> None:
        """
        Easter Sunday was on these days.
        """
        assert starts(Easter(), int(day[:4])) == [day]

    @given(years)
    def test_is_the_sunday_after_a_full_moon_of_spring(self, year: int) -> None:
        """
        Easter is a Sunday from 22 March to 25 April, a week or less after the full moon of the
        tables, by the reckoning of Gauss.
        """
        golden, century = year % 19, year // 100
        skipped = century - century // 4 - (8 * century + 13) // 25 + 15
        epact = (19 * golden + skipped) % 30
        epact -= epact == 29 or (epact == 28 and golden > 10)
        moon = date(year, 3, 21) + timedelta(days=epact)
        (day,) = days(Easter(), year)
        assert day == moon + timedelta(days=7 - moon.isoweekday() % 7)


class TestRecurrences:
    @pytest.mark.parametrize(
        "rule",
        [Lunar(1, 1), LunarMonthly([1, 15]), SolarTermDay("qingming"), DogDays(), Easter()],
        ids=str,
    )
    def test_have_no_words(self, rule: Rule) -> None:
        """
        RFC 5545 has no words for the Moon and the Sun.
        """
        assert rule.to_rrule() is None


class TestLunarRange:
    @given(
        st.integers(1, 12),
        st.integers(1, 29),
        st.integers(1, 12),
        st.integers(1, 29),
        st.integers(1903, 2086),
    )
    def test_agrees_with_borax(
        self, month: int, day: int, last_month: int, last_day: int, year: int
    ) -> None:
        """
        It begins on the one day and ends on the next of the other, as borax has them.
        """
        rule = LunarRange(month, day, last_month, last_day)
        begins = list(borax_days(month, day, year))
        ends = [
            end
            for near in (year, year + 1, year + 2)
            for end in borax_days(last_month, last_day, near)
        ]
        found = rule.occurrences(year)
        assert [run.start for run in found] == begins
        for run in found:
            assert run.last == min(end for end in ends if end >= run.start)

    def test_over_the_new_year(self) -> None:
        """
        腊月二十三至正月十五 of 2026 began on 10 February.
        """
        rule = LunarRange(12, 23, 1, 15)
        assert text_dates(rule.occurrences(2026)) == ["2026-02-10/2026-03-03"]
        assert text_dates(LunarRange(1, 1, 1, -1).occurrences(2026)) == ["2026-02-17/2026-03-18"]

    def test_a_leap_month_on_the_way(self) -> None:
        """
        A range over two months has the leap month between them, one within a month has not.
        """
        assert text_dates(LunarRange(4, 1, 5, 5).occurrences(2020)) == ["2020-04-23/2020-06-25"]
        assert text_dates(LunarRange(4, 1, 4, -1).occurrences(2020)) == ["2020-04-23/2020-05-22"]

    def test_thirtieth_of_a_short_month(self) -> None:
        """
        Where the month has 29 days, it begins with the next month, or ends with the 29th.
        """
        assert days(Lunar(1, 30), 2024) == []
        assert text_dates(LunarRange(1, 30, 2, 2).occurrences(2024)) == ["2024-03-10/2024-03-11"]
        assert text_dates(LunarRange(1, 28, 1, 30).occurrences(2024)) == ["2024-03-08/2024-03-09"]
        assert LunarRange(1, 30, 1, 30).occurrences(2024) == ()
        assert text_dates(LunarRange(1, -30, 1, 2).occurrences(2024)) == ["2024-02-10/2024-02-11"]

    def test_twice_and_never(self) -> None:
        """
        Like a lunar day it may begin twice in a civil year, or not at all.
        """
        assert len(LunarRange(12, 8, 12, 23).occurrences(2022)) == 2
        assert LunarRange(12, 8, 12, 23).occurrences(2023) == ()

    def test_at_the_end_of_the_table(self) -> None:
        """
        A range that would go on after the lunar year 2100 ends with it.
        """
        assert text_dates(LunarRange(11, 15, 1, 15).occurrences(2100)) == ["2100-12-15/2101-01-28"]

    @pytest.mark.parametrize(
        "arguments", [(13, 1, 1, 1), (1, 31, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0)]
    )
    def test_impossible(self, arguments: tuple[int, int, int, int]) -> None:
        """
        No lunar year has such days.
        """
        with pytest.raises(ImpossibleDateError):
            LunarRange(*arguments)

    def test_years(self) -> None:
        """
        Its years are those of the tables, and no RRULE knows it.
        """
        with pytest.raises(YearOutOfRangeError):
            LunarRange(12, 23, 1, 15).occurrences(2101)
        assert LunarRange(12, 23, 1, 15).to_rrule() is None
