from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.calendars import (
    HolidayCalendar,
    HolidayNotice,
    HolidaysNotAnnouncedError,
    NoWorkdayError,
    OutOfLunarRangeError,
    Span,
    UnknownHolidayError,
    Weekday,
    WorkCalendar,
    WrongWeekError,
    holidays,
    statutory_days,
)

CHINA = WorkCalendar(holidays("CN"))
PROVISIONAL = WorkCalendar(holidays("CN"), provisional=True)
UNKNOWN = holidays("CN").years[-1] + 1

announced_days = st.dates(date(2004, 1, 1), date(2026, 12, 31))
unknown_days = st.dates(date(UNKNOWN, 1, 1), date(2100, 12, 31))


class TestIsWorkday:
    @pytest.mark.parametrize("year", range(2004, 2027))
    @pytest.mark.parametrize("calendar", [CHINA, PROVISIONAL])
    def test_agrees_with_the_package(self, calendar: WorkCalendar, year: int) -> None:
        """
        On each day of 2004 to 2026 people work or rest as chinese_calendar says.
        """
        for day in Span(date(year, 1, 1), date(year + 1, 1, 1)):
            assert calendar.is_workday(day) is chinese_calendar.is_workday(day), day
            assert calendar.status(day) == "official"

    @given(unknown_days)
    def test_of_years_to_come(self, day: date) -> None:
        """
        Without a notice people work Monday to Friday, but for the statutory days; the answer is
        marked provisional.
        """
        rests = day.weekday() >= 5 or day in statutory_days(day.year)
        assert PROVISIONAL.is_workday(day) is not rests
        assert PROVISIONAL.status(day) == CHINA.status(day) == "provisional"

    @given(unknown_days)
    def test_a_strict_calendar_does_not_guess(self, day: date) -> None:
        """
        A year without a notice is not announced, and nothing is said of its days.
        """
        with pytest.raises(HolidaysNotAnnouncedError) as caught:
            CHINA.is_workday(day)
        assert (caught.value.year, caught.value.known) == (day.year, holidays("CN").years)

    def test_without_any_notice(self) -> None:
        """
        Without notices no year is announced; a provisional calendar knows the law.
        """
        assert not WorkCalendar().announced(2026)
        with pytest.raises(HolidaysNotAnnouncedError, match="there is none"):
            WorkCalendar().is_workday(date(2026, 3, 9))
        law = WorkCalendar(provisional=True)
        assert law.is_workday(date(2026, 10, 8))
        assert not law.is_workday(date(2026, 10, 1))
        assert not law.is_workday(date(2026, 9, 20)), "worked, but only the notice says so"

    def test_the_december_before_a_notice(self) -> None:
        """
        A notice settles the days that it names in the December before its year, and no others.
        """
        notice = HolidayNotice(
            2031, {date(2030, 12, 31): "元旦", date(2031, 1, 1): "元旦"}, [date(2030, 12, 28)]
        )
        calendar = WorkCalendar(HolidayCalendar("CN", [notice]))
        assert not calendar.is_workday(date(2030, 12, 31))
        assert calendar.is_workday(date(2030, 12, 28))
        assert calendar.status(date(2030, 12, 28)) == "official"
        assert calendar.status(date(2030, 12, 30)) == "provisional"
        with pytest.raises(HolidaysNotAnnouncedError):
            calendar.is_workday(date(2030, 12, 30))

    def test_statutory_days_that_a_notice_forgets(self) -> None:
        """
        The law holds beside a notice: a statutory day is off unless the notice says that it is
        worked.
        """
        notice = HolidayNotice(2031, {date(2031, 1, 1): "元旦"}, [date(2031, 5, 1)])
        calendar = WorkCalendar(HolidayCalendar("CN", [notice]))
        assert not calendar.is_workday(date(2031, 10, 1))
        assert calendar.is_holiday(date(2031, 10, 1))
        assert calendar.is_workday(date(2031, 5, 1))
        assert not calendar.is_holiday(date(2031, 5, 1))

    @given(announced_days | unknown_days)
    def test_weeks_may_be_others(self, day: date) -> None:
        """
        A body that works on Tuesday to Saturday rests on Mondays, and on holidays.
        """
        calendar = WorkCalendar(
            holidays("CN"), week=["TUE", "WED", "THU", "FRI", "SAT"], provisional=True
        )
        if day in holidays("CN").worked:
            assert calendar.is_workday(day)
        else:
            free = PROVISIONAL.is_holiday(day)
            assert calendar.is_workday(day) is (1 <= day.weekday() <= 5 and not free)

    @pytest.mark.parametrize("week", [[], ["MON", "Tue"]])
    def test_weeks_have_days(self, week: list[Weekday]) -> None:
        """
        A week without a day, or with an unknown one, is refused.
        """
        with pytest.raises(WrongWeekError) as caught:
            WorkCalendar(week=week)
        assert str(caught.value) == (
            "a working week is one or more of MON, TUE, WED, THU, FRI, SAT, SUN, not "
            f"'{', '.join(week)}'"
        )
        assert caught.value.sentence("zh-CN") == (
            "每周的工作日应为 MON、TUE、WED、THU、FRI、SAT、SUN 中的一天或几天，不能是"
            f"“{'、'.join(week)}”"
        )

    def test_moments_are_days_too(self) -> None:
        """
        A moment is off when its day is off.
        """
        moment = datetime(2026, 10, 1, 9, tzinfo=UTC)
        assert not CHINA.is_workday(moment)
        assert CHINA.is_holiday(moment)
        assert CHINA.status(moment) == "official"
        assert CHINA.next_workday(moment) == date(2026, 10, 8)

    def test_ends_with_the_lunar_table(self) -> None:
        """
        Of the days after 2100 nothing is known.
        """
        with pytest.raises(OutOfLunarRangeError):
            PROVISIONAL.is_workday(date(2101, 3, 1))


class TestIsHoliday:
    @given(announced_days)
    def test_days_off_have_a_name(self, day: date) -> None:
        """
        Of an announced year those days are holidays that the notice names or the law sets.
        """
        expected = day in holidays("CN").off or day in statutory_days(day.year)
        assert CHINA.is_holiday(day) is expected
        if expected:
            assert not CHINA.is_workday(day)

    @given(unknown_days)
    def test_of_years_to_come_are_statutory_days(self, day: date) -> None:
        """
        Without a notice the statutory days are the holidays.
        """
        assert PROVISIONAL.is_holiday(day) is (day in statutory_days(day.year))
        with pytest.raises(HolidaysNotAnnouncedError):
            CHINA.is_holiday(day)

    @pytest.mark.parametrize(
        ("day", "name", "is_it"),
        [
            (date(2026, 10, 5), "国庆节", True),
            (date(2026, 10, 5), "National Day", True),
            (date(2026, 10, 5), "中秋节", False),
            (date(2026, 10, 8), "National Day", False),
            (date(2026, 10, 10), "National Day", False),
            (date(2020, 10, 1), "国庆节", True),
            (date(2020, 10, 1), "中秋节", True),
            (date(2015, 9, 3), "抗战胜利70周年纪念日", True),
        ],
    )
    def test_by_name(self, day: date, name: str, is_it: bool) -> None:  # noqa: FBT001 - a table
        """
        A holiday is known by its Chinese and its English name; two may share a day.
        """
        assert CHINA.is_holiday(day, name) is is_it

    def test_by_a_name_of_ones_own(self) -> None:
        """
        A notice may name holidays of its own.
        """
        notice = HolidayNotice(2031, {date(2031, 6, 18): "校庆"})
        calendar = WorkCalendar(HolidayCalendar("CN", [notice]))
        assert calendar.is_holiday(date(2031, 6, 18), "校庆")
        assert not calendar.is_holiday(date(2031, 6, 18), "国庆节")

    def test_by_a_name_that_is_none(self) -> None:
        """
        A name that no holiday has is refused, with the one that may be meant or with all.
        """
        with pytest.raises(UnknownHolidayError) as caught:
            CHINA.is_holiday(date(2026, 10, 1), "Nation Day")
        assert str(caught.value) == (
            "'Nation Day' is no public holiday here; did you mean 'National Day'?"
        )
        assert caught.value.sentence("zh-CN") == (
            "“Nation Day”不是法定节假日，是否应为“National Day”？"
        )
        with pytest.raises(UnknownHolidayError) as caught:
            CHINA.is_holiday(date(2026, 10, 1), "圣诞")
        assert "it can be Anti-Fascist 70th Day, Dragon Boat Festival" in str(caught.value)
        assert caught.value.sentence("zh-CN").endswith("清明节、端午节")


class TestNextAndPrevious:
    @given(announced_days.filter(lambda day: date(2004, 2, 1) < day < date(2026, 12, 20)))
    def test_are_the_nearest(self, day: date) -> None:
        """
        The next working day is one, and none lies between; so is the previous.
        """
        later, earlier = CHINA.next_workday(day), CHINA.previous_workday(day)
        assert earlier < day < later
        assert CHINA.is_workday(earlier)
        assert CHINA.is_workday(later)
        between = [*Span(earlier, day), *Span(day, later)][1:]
        assert not any(CHINA.is_workday(other) for other in between if other != day)
        assert CHINA.previous_workday(later) == (day if CHINA.is_workday(day) else earlier)

    def test_around_spring_festival(self) -> None:
        """
        Before Spring Festival of 2026 people work on Saturday the 14th, after it on the 24th.
        """
        assert CHINA.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
        assert CHINA.previous_workday(date(2026, 2, 24)) == date(2026, 2, 14)

    def test_over_the_end_of_what_is_announced(self) -> None:
        """
        A strict calendar does not step into a year without a notice, a provisional one does.
        """
        last = date(UNKNOWN - 1, 12, 31)
        with pytest.raises(HolidaysNotAnnouncedError):
            CHINA.next_workday(last)
        assert PROVISIONAL.next_workday(last) > date(UNKNOWN, 1, 1)

    def test_never_search_for_ever(self) -> None:
        """
        Where a whole year is off, that is said; so it is at the ends of time.
        """
        year = HolidayNotice(2031, dict.fromkeys(Span(date(2031, 1, 1), date(2032, 1, 1)), "停课"))
        calendar = WorkCalendar(HolidayCalendar("CN", [year]), week=["MON"], provisional=True)
        assert calendar.next_workday(date(2031, 6, 1)) == date(2032, 1, 5)
        first = HolidayNotice(2030, dict.fromkeys(Span(date(2030, 1, 1), date(2031, 1, 1)), "停课"))
        calendar = WorkCalendar(HolidayCalendar("CN", [first, year]), provisional=True)
        with pytest.raises(NoWorkdayError) as caught:
            calendar.next_workday(date(2030, 6, 1))
        assert str(caught.value) == (
            "there is no working day within 366 days of 2030-06-01; look at the week and the "
            "notices"
        )
        assert caught.value.sentence("zh-CN") == (
            "2030-06-01 前后 366 天内没有工作日，请检查每周工作日和放假通知"
        )
        with pytest.raises(NoWorkdayError):
            PROVISIONAL.previous_workday(date.min)


class TestWorkdays:
    @given(announced_days, st.integers(1, 60))
    def test_are_those_of_the_span(self, start: date, days: int) -> None:
        """
        The working days of a span are those of its days on which people work, in order.
        """
        span = Span(start, start + timedelta(days=days))
        worked = PROVISIONAL.workdays(span)
        assert list(worked) == sorted(set(worked))
        for day in span:
            assert (day in worked) is PROVISIONAL.is_workday(day)

    @pytest.mark.parametrize(("year", "number"), [(2024, 251), (2025, 248), (2026, 248)])
    def test_of_a_year(self, year: int, number: int) -> None:
        """
        A year has as many working days as wall calendars count.
        """
        assert len(CHINA.workdays(Span(date(year, 1, 1), date(year + 1, 1, 1)))) == number
