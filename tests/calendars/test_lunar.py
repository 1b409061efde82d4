import copy
import importlib
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from community_edu.base import CommunityEduError, Text
from community_edu.calendars.lunar import (
    FIRST_LUNAR_DAY,
    LAST_LUNAR_DAY,
    AmbiguousLunarYearError,
    ImpossibleLunarDateError,
    LunarDate,
    OutOfLunarRangeError,
    UnreadableLunarDateError,
    leap_month,
    lunar_of,
    month_length,
    new_year,
)

civil_days = st.dates(FIRST_LUNAR_DAY, LAST_LUNAR_DAY)
lunar_dates = st.builds(LunarDate.from_date, civil_days)

HARD_CASES = {
    # printed by another rule than UTC+8
    "1906-04-24": LunarDate(1906, 4, 1),
    "1914-11-17": LunarDate(1914, 10, 1),
    "1916-02-03": LunarDate(1916, 1, 1),
    "1920-11-10": LunarDate(1920, 10, 1),
    # wrong in well-known libraries
    "1933-07-23": LunarDate(1933, 6, 1),
    "1954-02-03": LunarDate(1954, 1, 1),
    "1954-11-25": LunarDate(1954, 11, 1),
    "1978-09-03": LunarDate(1978, 8, 1),
    "1987-07-26": LunarDate(1987, 6, 1, leap=True),
    "2012-08-17": LunarDate(2012, 7, 1),
    "2018-11-08": LunarDate(2018, 10, 1),
    "2027-02-06": LunarDate(2027, 1, 1),
    # two calendars went round in that year; the one of the observatory prevailed
    "1953-08-10": LunarDate(1953, 7, 1),
    # the only leap 11th month, after which the year begins late
    "2033-12-22": LunarDate(2033, 11, 1, leap=True),
    "2034-02-19": LunarDate(2034, 1, 1),
    # new moons within two minutes of midnight
    "2057-09-29": LunarDate(2057, 9, 1),
    "2089-09-04": LunarDate(2089, 8, 1),
    "2097-08-08": LunarDate(2097, 7, 1),
}


class TestFestivals:
    @pytest.mark.parametrize(
        ("lunar", "civil"),
        [
            (LunarDate(2026, 1, 1), date(2026, 2, 17)),
            (LunarDate(2026, 5, 5), date(2026, 6, 19)),
            (LunarDate(2026, 8, 15), date(2026, 9, 25)),
            (LunarDate(2026, 9, 9), date(2026, 10, 18)),
            (LunarDate(1978, 8, 15), date(1978, 9, 17)),
            (LunarDate(1995, 9, 9), date(1995, 11, 1)),
            (LunarDate(2033, 9, 9), date(2033, 10, 1)),
            (LunarDate.last_of_month(2025, 12), date(2026, 2, 16)),
        ],
        ids=str,
    )
    def test_days_people_know(self, lunar: LunarDate, civil: date) -> None:
        """
        Festivals fall on the days on which they were or will be kept.
        """
        assert lunar.to_date() == civil
        assert LunarDate.from_date(civil) == lunar

    def test_double_ninth_is_in_october(self) -> None:
        """
        Of 1950 to 2099 the Double Ninth (老年节) is once in November, otherwise in October.
        """
        months = [LunarDate(year, 9, 9).to_date().month for year in range(1950, 2100)]
        assert (months.count(10), months.count(11)) == (149, 1)


class TestMonths:
    @pytest.mark.parametrize(("civil", "lunar"), HARD_CASES.items())
    def test_hard_cases(self, civil: str, lunar: LunarDate) -> None:
        """
        A month begins on the day of the new moon, or on the day that was printed.
        """
        assert LunarDate.from_date(date.fromisoformat(civil)) == lunar
        assert (lunar - 1).day in (29, 30)

    def test_leap_months(self) -> None:
        """
        The leap month is the first without a major term: the 6th in 1987, the 11th in 2033.
        """
        years = (1906, 1987, 2023, 2025, 2026, 2033, 2034)
        assert [leap_month(year) for year in years] == [4, 6, 2, 6, None, 11, None]

    def test_leap_month_has_a_length_of_its_own(self) -> None:
        """
        A leap month and the month that it follows are told apart.
        """
        assert month_length(2025, 6) == 30
        assert month_length(2025, 6, leap=True) == 29
        assert LunarDate.last_of_month(2025, 6, leap=True) == LunarDate(2025, 6, 29, leap=True)

    def test_new_year(self) -> None:
        """
        New Year's day is the first of the first month.
        """
        assert new_year(2026) == LunarDate(2026, 1, 1).to_date() == date(2026, 2, 17)


class TestThereAndBack:
    @given(civil_days)
    def test_civil_day(self, day: date) -> None:
        """
        A civil date turned lunar and back is the same date.
        """
        assert LunarDate.from_date(day).to_date() == day

    @given(civil_days)
    def test_both_ways_of_conversion_agree(self, day: date) -> None:
        """
        The quick tuple has the fields of the lunar date.
        """
        assert lunar_of(day) == attrs.astuple(LunarDate.from_date(day))

    @given(st.dates(FIRST_LUNAR_DAY, date(2100, 12, 31)))
    def test_borax_agrees(self, day: date) -> None:
        """
        Every day is the one that borax makes it, but for the month that borax has wrong.
        """
        assume(not date(2089, 9, 4) <= day < date(2089, 10, 4))
        borax: Any = importlib.import_module("borax.calendars.lunardate")
        theirs = borax.LunarDate.from_solar(day)
        ours = LunarDate.from_date(day)
        assert (theirs.year, theirs.month, theirs.day, theirs.leap) == attrs.astuple(ours)
        assert (theirs.gz_year, theirs.animal) == (ours.stem_branch, ours.zodiac.zh)

    def test_datetime_counts_as_its_date(self) -> None:
        """
        The hour and the zone of an instant are not looked at.
        """
        late = datetime(2026, 10, 18, 23, 59, tzinfo=UTC)
        assert LunarDate.from_date(late) == LunarDate(2026, 9, 9)

    @given(lunar_dates)
    def test_copies(self, lunar: LunarDate) -> None:
        """
        A lunar date survives copying and pickling, and hashes alike.
        """
        for same in (copy.copy(lunar), pickle.loads(pickle.dumps(lunar))):  # noqa: S301 - our own
            assert same == lunar
            assert hash(same) == hash(lunar)

    def test_frozen(self) -> None:
        """
        A lunar date does not change, however it was made.
        """
        for lunar in (LunarDate(2026, 9, 9), LunarDate.from_date(date(2026, 10, 18))):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                lunar.day = 10  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]

    def test_a_subclass_stays_itself(self) -> None:
        """
        Conversion makes a date of the class that was asked.
        """

        class Birthday(LunarDate):
            pass

        assert type(Birthday.from_date(date(2026, 10, 18))) is Birthday


class TestArithmetic:
    @given(lunar_dates, lunar_dates)
    def test_days_between(self, one: LunarDate, other: LunarDate) -> None:
        """
        The difference is that of the civil days, and adding it leads from one to the other.
        """
        assert one - other == (one.to_date() - other.to_date()).days
        assert other + (one - other) == one
        assert one - (one - other) == other

    @given(lunar_dates, lunar_dates)
    def test_order_is_that_of_time(self, one: LunarDate, other: LunarDate) -> None:
        """
        Lunar dates sort as their civil days do.
        """
        assert (one < other) == (one.to_date() < other.to_date())
        assert (one >= other) == (one.to_date() >= other.to_date())

    def test_leap_month_comes_after_the_plain_one(self) -> None:
        """
        The first of the leap month comes after the last of the month of that number.
        """
        plain = LunarDate.last_of_month(2025, 6)
        assert plain < LunarDate(2025, 6, 1, leap=True) < LunarDate(2025, 7, 1)
        assert plain + 1 == LunarDate(2025, 6, 1, leap=True)

    def test_not_comparable_with_a_civil_date(self) -> None:
        """
        A lunar date is neither before nor after a civil one: convert first.
        """
        lunar: Any = LunarDate(2026, 9, 9)
        with pytest.raises(TypeError, match="not supported between"):
            sorted([lunar, date(2026, 9, 9)])
        assert lunar != date(2026, 9, 9)

    def test_past_the_end_of_the_table(self) -> None:
        """
        Arithmetic stops at the last day known.
        """
        last = LunarDate(2100, 12, 29)
        assert last.to_date() == LAST_LUNAR_DAY
        with pytest.raises(OutOfLunarRangeError, match=r"lunar:2100-12-29 \+1d is outside"):
            last + 1  # pyright: ignore[reportUnusedExpression]
        with pytest.raises(OutOfLunarRangeError, match=r"lunar:1900-01-01 -1d is outside"):
            LunarDate(1900, 1, 1) - 1  # pyright: ignore[reportUnusedExpression]


class TestNames:
    def test_year(self) -> None:
        """
        Stem, branch and animal change at the lunar New Year, not on 1 January.
        """
        day = LunarDate.from_date(date(2026, 2, 16))
        assert (day.stem_branch, day.zodiac) == ("乙巳", Text("蛇", en="snake"))
        assert ((day + 1).stem_branch, (day + 1).zodiac) == ("丙午", Text("马", en="horse"))

    def test_first_of_the_cycle(self) -> None:
        """
        1984 is 甲子, a year of the rat.
        """
        day = LunarDate(1984, 1, 1)
        assert (day.stem_branch, day.zodiac.to("en")) == ("甲子", "rat")

    @pytest.mark.parametrize(
        ("lunar", "chinese"),
        [
            (LunarDate(2026, 1, 1), "丙午年正月初一"),
            (LunarDate(2026, 9, 10), "丙午年九月初十"),
            (LunarDate(2026, 10, 11), "丙午年十月十一"),
            (LunarDate(2026, 11, 20), "丙午年冬月二十"),
            (LunarDate(2026, 12, 29), "丙午年腊月廿九"),
            (LunarDate(2026, 1, 30), "丙午年正月三十"),
            (LunarDate(2025, 6, 21, leap=True), "乙巳年闰六月廿一"),
        ],
        ids=str,
    )
    def test_chinese(self, lunar: LunarDate, chinese: str) -> None:
        """
        Chinese text is as calendars print it.
        """
        assert lunar.chinese() == chinese

    def test_ascii(self) -> None:
        """
        The exact text can be taken for no civil date; L marks a leap month.
        """
        assert str(LunarDate(2026, 9, 9)) == "lunar:2026-09-09"
        assert str(LunarDate(2025, 6, 1, leap=True)) == "lunar:2025-06L-01"


class TestParse:
    @given(lunar_dates)
    def test_exact_text(self, lunar: LunarDate) -> None:
        """
        What `str` wrote is read as the same date.
        """
        assert LunarDate.parse(str(lunar)) == lunar

    @given(lunar_dates, st.integers(-29, 29))
    def test_chinese_text(self, lunar: LunarDate, years_off: int) -> None:
        """
        What `chinese` wrote is read as the same date, given a year less than 30 years off.
        """
        assert LunarDate.parse(lunar.chinese(), near=lunar.year + years_off) == lunar

    @pytest.mark.parametrize(
        ("text", "lunar"),
        [
            ("2026年九月初九", LunarDate(2026, 9, 9)),
            ("农历2026年九月初九", LunarDate(2026, 9, 9)),
            ("2026年一月初一", LunarDate(2026, 1, 1)),
            ("2026年十一月十五", LunarDate(2026, 11, 15)),
            ("2026年十二月二十三", LunarDate(2026, 12, 23)),
            ("2025年闰六月廿一", LunarDate(2025, 6, 21, leap=True)),
            ("2033年闰十一月初一", LunarDate(2033, 11, 1, leap=True)),
        ],
    )
    def test_other_ways_to_write(self, text: str, lunar: LunarDate) -> None:
        """
        A year may be a number, the 11th and 12th month too, and 廿 may be 二十.
        """
        assert LunarDate.parse(text) == lunar

    @pytest.mark.parametrize(
        ("near", "year"), [(2026, 2026), (2055, 2026), (1997, 2026), (1995, 1966)]
    )
    def test_nearest_year(self, near: int, year: int) -> None:
        """
        A year named by stem and branch is the one of that name nearest to *near*.
        """
        assert LunarDate.parse("丙午年九月初九", near=near) == LunarDate(year, 9, 9)

    @pytest.mark.parametrize("near", [None, 1996])
    def test_year_that_could_be_several(self, near: int | None) -> None:
        """
        A stem and branch alone, or just between two such years, is refused with the choices.
        """
        with pytest.raises(AmbiguousLunarYearError) as caught:
            LunarDate.parse("农历丙午年九月初九", near=near)
        assert caught.value.candidates == (1906, 1966, 2026, 2086)
        assert str(caught.value) == (
            "a year 丙午 comes every 60 years: 1906, 1966, 2026, 2086; write the year as a number, "
            "or tell near which year it is (less than 30 years away)"
        )
        assert caught.value.sentence("zh-CN") == (
            "丙午年每 60 年一遇：1906、1966、2026、2086；"
            "请用数字写出年份，或说明在哪一年前后（相差不足 30 年）"
        )

    def test_nearest_year_outside_the_table(self) -> None:
        """
        The nearest year counts even where the table has none: it is not moved inside.
        """
        with pytest.raises(OutOfLunarRangeError, match=r"^2146 is outside"):
            LunarDate.parse("丙午年九月初九", near=2130)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2026-09-09",
            "lunar:2026-9-9",
            "lunar:2026-09-09\n",
            "九月初九",
            "26年九月初九",
            "甲丑年九月初九",
            "2026年元月初九",
            "2026年九月九日",
            "2026年九月初十一",
            "２０２６年九月初九",
        ],
    )
    def test_unreadable(self, text: str) -> None:
        """
        What has no form of a lunar date is refused with the forms.
        """
        with pytest.raises(UnreadableLunarDateError) as caught:
            LunarDate.parse(text, near=2026)
        assert str(caught.value) == (
            f"'{text}' is not a lunar date; write it as lunar:2026-09-09 (leap month: "
            "lunar:2025-06L-01), 2026年九月初九 or 丙午年九月初九"
        )
        assert caught.value.sentence("zh-CN").startswith(f"“{text}”不是农历日期，请写成 lunar:")

    @given(st.text(alphabet="lunar:-0129L农历甲子年闰正月初一二十廿三", max_size=16))
    def test_nothing_else_is_raised(self, text: str) -> None:
        """
        Any text is read, or refused with an error of the library.
        """
        try:
            lunar = LunarDate.parse(text)
        except CommunityEduError:
            return
        assert LunarDate.from_date(lunar.to_date()) == lunar


class TestErrors:
    @pytest.mark.parametrize(
        ("wrong", "en", "zh"),
        [
            (
                (2026, 13, 1, False),
                "lunar year 2026 has no month 13; months are numbered 1 to 12",
                "农历2026年没有13月，月份为1至12",
            ),
            (
                (2026, 8, 30, False),
                "lunar year 2026 has no day 30 in month 8; that month has 29 days",
                "农历2026年没有8月30日，该月有29天",
            ),
            (
                (2025, 6, 30, True),
                "lunar year 2025 has no day 30 in leap month 6; that month has 29 days",
                "农历2025年没有闰6月30日，该月有29天",
            ),
            (
                (2026, 1, 0, False),
                "lunar year 2026 has no day 0 in month 1; that month has 30 days",
                "农历2026年没有1月0日，该月有30天",
            ),
            (
                (2025, 5, 1, True),
                "lunar year 2025 has no leap month 5; its leap month follows month 6",
                "农历2025年没有闰5月，该年闰6月",
            ),
            (
                (2026, 6, 1, True),
                "lunar year 2026 has no leap month 6; it is a common year",
                "农历2026年没有闰6月，该年没有闰月",
            ),
        ],
    )
    def test_impossible_dates(self, wrong: tuple[int, int, int, bool], en: str, zh: str) -> None:
        """
        An impossible date is refused with what the year or the month has instead.
        """
        with pytest.raises(ImpossibleLunarDateError) as caught:
            LunarDate(*wrong)
        assert str(caught.value) == en
        assert caught.value.sentence("zh-CN") == zh
        assert str(pickle.loads(pickle.dumps(caught.value))) == en  # noqa: S301 - our own

    @pytest.mark.parametrize("year", [1899, 2101])
    def test_year_outside_the_table(self, year: int) -> None:
        """
        A year is either in the table or refused, before its months are looked at.
        """
        for attempt in (
            lambda: LunarDate(year, 13, 1),
            lambda: LunarDate.last_of_month(year, 1),
            lambda: leap_month(year),
            lambda: month_length(year, 1),
            lambda: new_year(year),
        ):
            with pytest.raises(OutOfLunarRangeError, match=f"^{year} is outside the lunar table"):
                attempt()

    @pytest.mark.parametrize(
        "day", [FIRST_LUNAR_DAY - timedelta(days=1), LAST_LUNAR_DAY + timedelta(days=1)]
    )
    def test_day_outside_the_table(self, day: date) -> None:
        """
        The error names the days that can be converted.
        """
        with pytest.raises(OutOfLunarRangeError) as caught:
            LunarDate.from_date(day)
        assert str(caught.value) == (
            f"{day} is outside the lunar table, which has the lunar years 1900 to 2100, "
            "that is 1900-01-31 to 2101-01-28"
        )
        assert caught.value.sentence("zh-CN") == (
            f"{day} 超出农历表的范围，农历表只有农历 1900 至 2100 年，即 1900-01-31 至 2101-01-28"
        )
        assert isinstance(caught.value, ValueError)
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301
