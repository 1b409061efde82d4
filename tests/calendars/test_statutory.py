from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.calendars import LunarDate, OutOfLunarRangeError, holidays, statutory_days


def named(year: int, name: str) -> list[date]:
    """
    Return the days of *year* on which a holiday of that Chinese name is.
    """
    return [day for day, text in statutory_days(year).items() if name in text.zh.split("、")]


class TestStatutoryDays:
    @pytest.mark.parametrize("year", range(2004, 2027))
    def test_were_never_worked(self, year: int) -> None:
        """
        No notice of 2004 to 2026 made a statutory day a working day, and nearly all have its name.
        """
        for day, name in statutory_days(year).items():
            assert not chinese_calendar.is_workday(day), day
            announced = holidays("CN").name(day)
            # 23 June 2012 was a Saturday between two days off, and is missing in the package.
            assert day == date(2012, 6, 23) or (announced and announced.zh in name.zh), day

    @pytest.mark.parametrize(
        ("year", "number"),
        [
            (1949, 0),
            (1950, 7),
            (1998, 7),
            (1999, 8),
            (2000, 10),
            (2007, 10),
            (2008, 11),
            (2013, 11),
            (2014, 11),
            (2019, 11),
            (2024, 11),
            (2025, 13),
            (2027, 13),
        ],
    )
    def test_are_as_many_as_the_law_says(self, year: int, number: int) -> None:
        """
        The law gave 7 days in 1949, 10 from 1999, 11 from 2008 and 13 from 2025 on.
        """
        assert len(statutory_days(year)) == number

    @given(st.integers(1950, 2100))
    def test_spring_festival_is_around_the_lunar_new_year(self, year: int) -> None:
        """
        It is the first three days of the lunar year, in 2008 to 2013 its eve and the first two,
        and from 2025 on its eve and the first three.
        """
        first = LunarDate(year, 1, 1).to_date()
        offsets = range(-1, 2) if 2008 <= year <= 2013 else range(-1 if year >= 2025 else 0, 3)
        assert named(year, "春节") == [first + timedelta(offset) for offset in offsets]

    @pytest.mark.parametrize(
        ("year", "last"), [(1999, 1), (2000, 3), (2007, 3), (2008, 1), (2024, 1), (2025, 2)]
    )
    def test_labour_day(self, year: int, last: int) -> None:
        """
        It was three days in 2000 to 2007, and has been two since 2025; else one.
        """
        assert named(year, "劳动节") == [date(year, 5, day) for day in range(1, last + 1)]

    @pytest.mark.parametrize(("year", "last"), [(1998, 2), (1999, 3), (2026, 3)])
    def test_national_day(self, year: int, last: int) -> None:
        """
        It has been three days since 1999; before that two.
        """
        assert named(year, "国庆节") == [date(year, 10, day) for day in range(1, last + 1)]

    def test_traditional_festivals_since_2008(self) -> None:
        """
        清明, 端午 and 中秋 have been holidays since 2008.
        """
        assert not {"清明节", "端午节", "中秋节"} & {
            name.zh for name in statutory_days(2007).values()
        }
        assert [named(2026, name) for name in ("清明节", "端午节", "中秋节")] == [
            [date(2026, 4, 5)],
            [date(2026, 6, 19)],
            [date(2026, 9, 25)],
        ]

    def test_two_on_one_day(self) -> None:
        """
        In 2020 National Day was the day of the Mid-autumn Festival: the day has both names.
        """
        name = statutory_days(2020)[date(2020, 10, 1)]
        assert (name.zh, name.en) == ("中秋节、国庆节", "Mid-autumn Festival, National Day")
        assert len(statutory_days(2020)) == 10

    @given(st.integers(1950, 2100))
    def test_are_days_of_the_year_in_order(self, year: int) -> None:
        """
        They lie in the year asked for, in order.
        """
        days = list(statutory_days(year))
        assert days == sorted(days)
        assert {day.year for day in days} == {year}

    def test_end_with_the_lunar_table(self) -> None:
        """
        After 2100 they are not known.
        """
        assert statutory_days(2100)
        with pytest.raises(OutOfLunarRangeError):
            statutory_days(2101)
