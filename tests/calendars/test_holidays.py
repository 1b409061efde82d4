from datetime import UTC, date, datetime
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Text
from community_edu.calendars import (
    HolidayCalendar,
    HolidaysNotAnnouncedError,
    Span,
    UnknownRegionError,
    holidays,
)

CHINA = holidays("CN")
FIRST, LAST = CHINA.years


class TestDays:
    @pytest.mark.parametrize("year", range(2004, 2027))
    def test_agree_with_the_package(self, year: int) -> None:
        """
        On each day of 2004 to 2026 people work or rest as chinese_calendar says, which counts
        the days its own way.
        """
        for day in Span(date(year, 1, 1), date(year + 1, 1, 1)):
            assert CHINA.is_workday(day) is chinese_calendar.is_workday(day), day
            name = chinese_calendar.get_holiday_detail(day)[1]
            found = CHINA.name(day)
            assert (found.en if found else None) == (None if CHINA.is_workday(day) else name), day

    @given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
    def test_a_holiday_is_no_workday(self, day: date) -> None:
        """
        No day is both off and worked, and whoever works on a weekend does so instead.
        """
        assert not (day in CHINA.off and day in CHINA.worked)
        if day in CHINA.worked:
            assert day.weekday() >= 5
            assert CHINA.is_workday(day)

    @pytest.mark.parametrize(
        ("day", "work"),
        [
            (date(2026, 10, 1), False),
            (date(2026, 9, 20), True),
            (date(2026, 9, 26), False),
            (date(2026, 3, 8), False),
            (date(2026, 3, 9), True),
        ],
    )
    def test_days_people_know(self, day: date, work: bool) -> None:  # noqa: FBT001 - a table
        """
        National Day is off, the Sunday worked for it is not, other weeks are as weeks are.
        """
        assert CHINA.is_workday(day) is work

    def test_have_names_in_both_languages(self) -> None:
        """
        Every holiday is called by a Chinese and an English name.
        """
        assert CHINA.name(date(2026, 10, 1)) == Text("国庆节", en="National Day")
        for name in set(CHINA.off.values()):
            assert not name.zh.isascii()
            assert name.en is not None
            assert name.en.isascii()

    def test_moments_are_days_too(self) -> None:
        """
        A moment is off when its day is off.
        """
        moment = datetime(2026, 10, 1, 9, tzinfo=UTC)
        assert not CHINA.is_workday(moment)
        assert CHINA.name(moment) == CHINA.name(date(2026, 10, 1))


class TestYears:
    def test_without_a_notice(self) -> None:
        """
        A year without a notice is not announced, and nothing is said of its days.
        """
        assert (FIRST, LAST) >= (2004, 2026)
        assert CHINA.announced(2026)
        for year in (FIRST - 1, LAST + 1):
            assert not CHINA.announced(year)
            with pytest.raises(HolidaysNotAnnouncedError) as caught:
                CHINA.is_workday(date(year, 10, 1))
            assert str(caught.value) == (
                f"the public holidays of {year} are not announced here; notices from {FIRST} to "
                f"{LAST} are"
            )
            assert caught.value.sentence("zh-CN") == (
                f"没有 {year} 年的放假通知，现有 {FIRST} 至 {LAST} 年的"
            )

    def test_own_years(self) -> None:
        """
        Who has another notice can make a calendar of it.
        """
        founding = date(2030, 6, 18)
        calendar = HolidayCalendar(
            "XX", (2030, 2030), {founding: Text("校庆")}, frozenset({date(2030, 6, 22)})
        )
        assert not calendar.is_workday(founding)
        assert calendar.is_workday(date(2030, 6, 22))
        assert not calendar.is_workday(date(2030, 6, 23))
        assert calendar.spans() == (Span.day(founding),)
        with pytest.raises(HolidaysNotAnnouncedError, match=r"2026"):
            calendar.is_workday(date(2026, 6, 18))


class TestSpans:
    def test_are_runs_under_one_name(self) -> None:
        """
        The runs hold each day off once; two that touch have different names.
        """
        spans = CHINA.spans()
        assert [day for span in spans for day in span] == sorted(CHINA.off)
        for span in spans:
            assert len({CHINA.off[day] for day in span}) == 1
        for before, after in pairwise(spans):
            assert before.end <= after.start
            if before.end == after.start:
                assert CHINA.off[before.start] != CHINA.off[after.start]

    def test_golden_weeks(self) -> None:
        """
        In 2026 there are seven holidays, of which the longest is Spring Festival with 9 days.
        """
        spans = [span for span in CHINA.spans() if span.start.year == 2026]
        assert len(spans) == 7
        longest = max(spans, key=lambda span: span.days)
        assert (longest.start, longest.days) == (date(2026, 2, 15), 9)


class TestRegions:
    def test_unknown(self) -> None:
        """
        A region without data is refused, with those that have some.
        """
        with pytest.raises(
            UnknownRegionError, match=r"no data is shipped for 'HK'; there is CN"
        ) as c:
            holidays("HK")
        assert c.value.sentence("zh-CN") == "没有“HK”的数据，现有 CN"

    def test_are_read_once(self) -> None:
        """
        The calendar of a region is made once, can be kept in sets and prints short.
        """
        assert {holidays("CN"), CHINA} == {CHINA}
        assert repr(CHINA) == f"HolidayCalendar(region='CN', years=({FIRST}, {LAST}))"
        assert holidays() is holidays()
        assert holidays("CN").region == "CN"
