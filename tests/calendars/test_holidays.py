from collections.abc import Mapping
from datetime import UTC, date, datetime
from itertools import pairwise

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import ProblemsError, Text
from community_edu.calendars import (
    HolidayCalendar,
    HolidayNotice,
    HolidaysNotAnnouncedError,
    Span,
    UnknownRegionError,
    holidays,
)

CHINA = holidays("CN")
NEW_YEAR_2027 = HolidayNotice(
    2027,
    off={date(2027, 1, day): "元旦" for day in (1, 2, 3)},
    worked=[date(2026, 12, 27)],
    source="made up",
    issued=date(2026, 11, 20),
)

notice_days = st.dates(date(2026, 12, 1), date(2027, 12, 31))
notices = st.tuples(st.frozensets(notice_days, min_size=1), st.frozensets(notice_days)).map(
    lambda days: HolidayNotice(2027, dict.fromkeys(days[0], "节"), days[1] - days[0])
)


class TestDays:
    @pytest.mark.parametrize("year", range(2004, 2027))
    def test_agree_with_the_package(self, year: int) -> None:
        """
        On each day of 2004 to 2026 there is the holiday that chinese_calendar names, which
        counts the days its own way.
        """
        for day in Span(date(year, 1, 1), date(year + 1, 1, 1)):
            name = chinese_calendar.get_holiday_detail(day)[1]
            works = chinese_calendar.is_workday(day)
            found = CHINA.name(day)
            assert (found.en if found else None) == (None if works else name), day
            assert (day in CHINA.worked) is (works and name is not None), day

    def test_no_day_is_both_off_and_worked(self) -> None:
        """
        Whoever works on a weekend does so instead.
        """
        assert CHINA.worked.isdisjoint(CHINA.off)
        assert {day.weekday() for day in CHINA.worked} == {5, 6}

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
        A moment has the name of its day.
        """
        moment = datetime(2026, 10, 1, 9, tzinfo=UTC)
        assert CHINA.name(moment) == CHINA.name(date(2026, 10, 1)) is not None


class TestYears:
    def test_with_and_without_a_notice(self) -> None:
        """
        There is a notice of every year from 2004 on, until the last that the package knows.
        """
        years = CHINA.years
        assert years == tuple(range(2004, years[-1] + 1))
        assert years[-1] >= 2026
        assert CHINA.announced(2026)
        assert not CHINA.announced(2003)
        assert not CHINA.announced(years[-1] + 1)
        assert {notice.source for notice in CHINA.notices} == {"chinesecalendar"}

    def test_a_notice_reaches_back_into_december(self) -> None:
        """
        The last days of December are set by the notice of the coming year.
        """
        (notice,) = (notice for notice in CHINA.notices if notice.year == 2024)
        assert list(notice.off)[:3] == [date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)]

    @pytest.mark.parametrize(
        ("known", "en", "zh"),
        [
            (
                (2024, 2025, 2026, 2029),
                "there are notices of 2024–2026, 2029",
                "现有 2024–2026, 2029 年的",
            ),
            ((2026,), "there are notices of 2026", "现有 2026 年的"),
            ((), "there is none", "一份也没有"),
        ],
    )
    def test_of_those_at_hand_a_refusal_tells(
        self, known: tuple[int, ...], en: str, zh: str
    ) -> None:
        """
        Who asks for a year without a notice hears of which years there are some.
        """
        error = HolidaysNotAnnouncedError(2030, known)
        assert str(error) == (
            f"the public holidays of 2030 are not announced here ({en}); add the notice of that year"
        )
        assert error.sentence("zh-CN") == f"没有 2030 年的放假通知（{zh}），请补充该年的通知"


class TestNotices:
    def test_are_added(self) -> None:
        """
        A notice of a new year is known beside those at hand, and the calendar at hand is as it was.
        """
        calendar = CHINA.with_notices(NEW_YEAR_2027)
        assert calendar.announced(2027)
        assert calendar.years == (*CHINA.years, 2027)
        assert calendar.name(date(2027, 1, 2)) == Text("元旦", en="New Year's Day")
        assert date(2026, 12, 27) in calendar.worked
        assert calendar.off.items() > CHINA.off.items()
        assert not CHINA.announced(2027)

    def test_years_need_not_follow_one_another(self) -> None:
        """
        Between the years whose notices are at hand there may be others.
        """
        later = HolidayNotice(2031, {date(2031, 1, 1): "元旦"})
        calendar = HolidayCalendar("CN", [later, NEW_YEAR_2027])
        assert calendar.years == (2027, 2031)
        assert not calendar.announced(2029)

    def test_later_ones_amend_earlier_ones(self) -> None:
        """
        In January 2020 the Spring Festival was made longer: what was a working Saturday is off.
        """
        first = HolidayNotice(
            2020,
            dict.fromkeys(Span.through(date(2020, 1, 24), date(2020, 1, 30)), "春节"),
            [date(2020, 1, 19), date(2020, 2, 1)],
        )
        amended = HolidayNotice(
            2020, {date(2020, 1, 31): "春节", date(2020, 2, 1): "春节", date(2020, 2, 2): "春节"}
        )
        calendar = HolidayCalendar("CN", [first, amended])
        assert calendar.worked == {date(2020, 1, 19)}
        assert calendar.spans() == (Span.through(date(2020, 1, 24), date(2020, 2, 2)),)
        spring = {day: CHINA.off[day] for day in calendar.off}
        assert spring == calendar.off

    @given(st.lists(notices, max_size=4))
    def test_the_last_to_speak_of_a_day_wins(self, given_notices: list[HolidayNotice]) -> None:
        """
        Each day is as the last notice that names it says.
        """
        calendar = HolidayCalendar("CN", given_notices)
        said: dict[date, str] = {}
        for notice in given_notices:
            said |= dict.fromkeys(notice.off, "off") | dict.fromkeys(notice.worked, "worked")
        assert set(calendar.off) == {day for day, what in said.items() if what == "off"}
        assert calendar.worked == {day for day, what in said.items() if what == "worked"}
        assert list(calendar.off) == sorted(calendar.off)

    def test_names_may_be_given_in_english_too(self) -> None:
        """
        A known holiday gets its English name, others keep what they are given.
        """
        days = [date(2027, 5, day) for day in (1, 2, 3)]
        names: Mapping[date, Text | str] = dict(
            zip(days, ["劳动节", Text("劳动节", en="May Day"), "校庆"], strict=True)
        )
        off = HolidayNotice(2027, names).off
        assert [off[day].en for day in days] == ["Labour Day", "May Day", None]

    def test_keep_days_in_order_and_once(self) -> None:
        """
        Moments count as their days, and a notice prints short.
        """
        notice = HolidayNotice(
            2027,
            {datetime(2027, 1, 2, 8, tzinfo=UTC): "元旦", date(2027, 1, 1): "元旦"},
            [date(2027, 1, 9), date(2027, 1, 9)],
        )
        assert list(notice.off) == [date(2027, 1, 1), date(2027, 1, 2)]
        assert notice.worked == (date(2027, 1, 9),)
        assert hash(notice) == hash(HolidayNotice(2027, notice.off, notice.worked))
        assert repr(notice) == "HolidayNotice(year=2027, source='', issued=None)"

    def test_that_contradict_themselves(self) -> None:
        """
        A day cannot be off and worked in one notice, nor of a year that it has no say in; all
        such days are told at once.
        """
        with pytest.raises(ProblemsError) as caught:
            HolidayNotice(
                2027,
                {date(2027, 1, 1): "元旦", date(2026, 11, 30): "元旦"},
                [date(2027, 1, 1), date(2028, 1, 2)],
            )
        assert [str(problem) for problem in caught.value.problems] == [
            "the notice of 2027 has 2027-01-01 both as a day off and as a working day",
            *(
                f"the notice of 2027 cannot set {day}; it sets days of that year and of the "
                "December before it"
                for day in ("2026-11-30", "2028-01-02")
            ),
        ]
        assert [problem.sentence("zh-CN") for problem in caught.value.problems] == [
            "2027 年的放假通知中，2027-01-01 既放假又上班",
            "2027 年的放假通知不能规定 2026-11-30，只能规定当年和上年 12 月的日期",
            "2027 年的放假通知不能规定 2028-01-02，只能规定当年和上年 12 月的日期",
        ]

    def test_that_say_nothing(self) -> None:
        """
        A notice without a day is refused: it would make a year of plain weeks look official.
        """
        with pytest.raises(ProblemsError) as caught:
            HolidayNotice(2027, {})
        (problem,) = caught.value.problems
        assert str(problem) == (
            "the notice of 2027 sets no day; name the days off, or leave it out"
        )
        assert problem.sentence("zh-CN") == (
            "2027 年的放假通知没有规定任何一天，请写明放假日期，或删去该通知"
        )


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
        assert repr(CHINA) == f"HolidayCalendar(region='CN', notices={len(CHINA.years)})"
        assert holidays() is holidays()
        assert holidays("CN").region == "CN"
