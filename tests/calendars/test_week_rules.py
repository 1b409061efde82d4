import calendar
from collections.abc import Iterator
from datetime import date, datetime
from itertools import product
from typing import Literal, cast

import chinese_calendar
import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import (
    WEEKDAYS_THERE,
    all_starts,
    by_rrule,
    by_text,
    compared_years,
    days,
    text_dates,
)
from rule_samples import YEARS, iso_weeks, month_days, nth_weekdays, starts, weeklies

from community_edu.calendars import (
    NO_NAMES,
    WEEKDAYS,
    Almanac,
    EveryWeeks,
    ImpossibleDateError,
    IsoWeek,
    LastWeek,
    MonthlyWeekday,
    NthWeekday,
    Rule,
    SundayWeek,
    WeekContaining,
    Weekday,
    Weekly,
    WorkDays,
    holidays,
    statutory_days,
)

ORDINALS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
PUTONGHUA_WEEKS = {
    1998: "1998-09-13",
    2010: "2010-09-12",
    2011: "2011-09-11",
    2014: "2014-09-15",
    2015: "2015-09-14",
    2019: "2019-09-16",
    2022: "2022-09-12",
    2025: "2025-09-15",
}
"""
The first days of some Putonghua weeks (推普周), as published.
"""
weekdays = st.lists(st.sampled_from(WEEKDAYS), max_size=7)


def days_of(year: int, month: int) -> Iterator[date]:
    """
    Yield the days of a month.
    """
    for day in calendar.Calendar().itermonthdates(year, month):
        if day.month == month:
            yield day


def from_the_front(day: date) -> int:
    return day.day


def from_the_back(day: date) -> int:
    return day.day - calendar.monthrange(day.year, day.month)[1] - 1


def has_words(rule: Rule, month: int) -> bool:
    """
    Tell whether some RRULE of one month, one weekday and some days of the month fits the weeks.

    It does if all weeks begin in *month*, and each of its days that could begin
    one by its weekday and its number, from the front or the back, does.
    """
    begins = all_starts(rule)
    if not begins or {day.month for day in begins} != {month}:
        return False
    for number in (from_the_front, from_the_back):
        numbers = {number(day) for day in begins}
        found = [
            day
            for year in YEARS
            for day in days_of(year, month)
            if day.weekday() == begins[0].weekday() and number(day) in numbers
        ]
        if found == begins:
            return True
    return False


class TestNthWeekday:
    @given(nth_weekdays, compared_years)
    def test_agrees_with_dateutil(self, rule: NthWeekday, year: int) -> None:
        """
        The n-th weekday of a month, from either end, is where dateutil has it, or nowhere.
        """
        weekday = WEEKDAYS_THERE[WEEKDAYS.index(rule.weekday)](rule.n)
        assert days(rule, year) == by_rrule(year, bymonth=rule.month, byweekday=weekday)

    @pytest.mark.parametrize(("year", "day"), [(2025, "2025-05-11"), (2026, "2026-05-10")])
    def test_mothers_day(self, year: int, day: str) -> None:
        """
        Mother's Day (母亲节) is the second Sunday of May.
        """
        assert starts(NthWeekday(5, "SUN", 2), year) == [day]

    @pytest.mark.parametrize("n", [0, 6, -6])
    def test_impossible_number(self, n: int) -> None:
        """
        No month has a sixth or a zeroth of a weekday.
        """
        with pytest.raises(ImpossibleDateError, match=rf"n {n} does not exist; it can be 1–5"):
            NthWeekday(5, "SUN", n)

    def test_impossible_weekday(self) -> None:
        """
        Weekdays have three capital letters.
        """
        with pytest.raises(ImpossibleDateError, match=r"weekday Sunday .* MON, TUE") as caught:
            NthWeekday(5, cast("Literal['SUN']", "Sunday"), 2)
        assert caught.value.sentence("zh-CN").startswith("星期 Sunday 不存在，可以是 MON")


class TestIsoWeek:
    @given(iso_weeks, compared_years)
    def test_belongs_to_the_month_of_its_thursday(self, rule: IsoWeek, year: int) -> None:
        """
        The n-th week of a month is the n-th ISO week whose Thursday lies in it.
        """
        thursdays = [
            day
            for day in (date.fromisocalendar(year, week, 4) for week in range(1, 53))
            if day.month == rule.month
        ]
        if rule.month == 12 and date(year, 12, 28).isocalendar().week == 53:
            thursdays.append(date.fromisocalendar(year, 53, 4))
        number = rule.n - 1 if rule.n > 0 else rule.n
        try:
            thursday = thursdays[number]
        except IndexError:
            assert rule.occurrences(year) == ()
            return
        (span,) = rule.occurrences(year)
        assert span.start.isocalendar()[:2] == thursday.isocalendar()[:2]
        assert (span.start.isoweekday(), span.last.isoweekday(), span.days) == (1, 7, 7)

    @pytest.mark.parametrize("year", [2014, 2015, 2019, 2022, 2025])
    def test_putonghua_week(self, year: int) -> None:
        """
        The Putonghua week (推普周) was held from the Monday of the third week of September.
        """
        assert starts(IsoWeek(9, 3), year) == [PUTONGHUA_WEEKS[year]]

    @pytest.mark.parametrize(("month", "n"), [(0, 1), (9, 0), (9, 6)])
    def test_impossible(self, month: int, n: int) -> None:
        """
        The month must exist, and the week be one of its first or last five.
        """
        with pytest.raises(ImpossibleDateError, match=r"does not exist"):
            IsoWeek(month, n)


class TestSundayWeek:
    @given(st.integers(1, 12), st.sampled_from([*ORDINALS, -6, 6]), compared_years)
    def test_is_a_row_of_the_calendar_page(self, month: int, n: int, year: int) -> None:
        """
        The n-th week is the n-th row of the page that Python prints for the month, if there is one.
        """
        rows = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(year, month)
        found = [list(span) for span in SundayWeek(month, n).occurrences(year)]
        number = n - 1 if n > 0 else n
        assert found == ([rows[number]] if -len(rows) <= number < len(rows) else [])

    @pytest.mark.parametrize("year", [1998, 2010, 2011])
    def test_putonghua_week(self, year: int) -> None:
        """
        The Putonghua week was the third row of September from 1998 to 2011, and no longer is.
        """
        assert starts(SundayWeek(9, 3), year) == [PUTONGHUA_WEEKS[year]]
        assert starts(IsoWeek(9, 3), year) != [PUTONGHUA_WEEKS[year]]

    def test_the_two_counts_differ(self) -> None:
        """
        The weeks of the two counts share no first day.
        """
        assert text_dates(SundayWeek(9, 3).occurrences(2010)) == ["2010-09-12/2010-09-18"]
        assert text_dates(SundayWeek(9, 3).occurrences(2025)) == ["2025-09-14/2025-09-20"]
        assert text_dates(IsoWeek(9, 3).occurrences(2025)) == ["2025-09-15/2025-09-21"]

    def test_first_row_may_begin_in_the_month_before(self) -> None:
        """
        The first row holds the first of the month, and the last row its last day.
        """
        assert text_dates(SundayWeek(1, 1).occurrences(2026)) == ["2025-12-28/2026-01-03"]
        assert text_dates(SundayWeek(12, -1).occurrences(2026)) == ["2026-12-27/2027-01-02"]
        assert starts(SundayWeek(2, 5), 2026) == []

    @pytest.mark.parametrize("n", [0, 7, -7])
    def test_impossible(self, n: int) -> None:
        """
        A page has at most six rows.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            SundayWeek(9, n)
        assert str(caught.value) == f"n {n} does not exist; it can be 1–6, -6 – -1"
        assert caught.value.sentence("zh-CN") == f"序数 {n} 不存在，可以是 1–6, -6 – -1"
        with pytest.raises(ImpossibleDateError, match=r"month 13 does not exist"):
            SundayWeek(13, 1)


class TestLastWeek:
    @given(st.integers(1, 12), compared_years)
    def test_is_the_last_seven_days(self, month: int, year: int) -> None:
        """
        The last week is the last seven days of the month, whatever their weekdays.
        """
        (span,) = LastWeek(month).occurrences(year)
        assert list(span) == list(days_of(year, month))[-7:]

    def test_of_october(self) -> None:
        """
        十月最后一周 is 25 to 31 October; from Monday to Sunday it is another week.
        """
        assert text_dates(LastWeek(10).occurrences(2026)) == ["2026-10-25/2026-10-31"]
        assert text_dates(IsoWeek(10, -1).occurrences(2026)) == ["2026-10-26/2026-11-01"]

    def test_impossible(self) -> None:
        """
        The month must exist.
        """
        with pytest.raises(ImpossibleDateError, match=r"month 0 does not exist; it can be 1–12"):
            LastWeek(0)


class TestWeekContaining:
    @given(month_days, compared_years)
    def test_is_the_iso_week_of_the_day(self, day: tuple[int, int], year: int) -> None:
        """
        The week around a day runs from Monday to Sunday and holds the day.
        """
        found = WeekContaining(*day).occurrences(year)
        if day == (2, 29) and year % 4:
            assert found == ()
            return
        (span,) = found
        assert date(year, *day) in span
        assert (span.start.isoweekday(), span.days) == (1, 7)

    def test_family_education_week(self) -> None:
        """
        The week around 15 May 2022 was published as 9 to 15 May.
        """
        (span,) = WeekContaining(5, 15).occurrences(2022)
        assert (str(span.start), str(span.last)) == ("2022-05-09", "2022-05-15")

    def test_leap_day(self) -> None:
        """
        The week around 29 February is there in leap years only.
        """
        assert starts(WeekContaining(2, 29), 2028) == ["2028-02-28"]
        assert starts(WeekContaining(2, 29), 2026) == []

    def test_impossible(self) -> None:
        """
        The day must exist.
        """
        with pytest.raises(ImpossibleDateError, match=r"day 6-31 does not exist"):
            WeekContaining(6, 31)


class TestWeekly:
    @given(weeklies, compared_years)
    def test_agrees_with_dateutil(self, rule: Weekly, year: int) -> None:
        """
        Weekdays of every week are those of dateutil; no weekdays are no days.
        """
        wanted = {WEEKDAYS_THERE[WEEKDAYS.index(day)] for day in rule.weekdays}
        expected = by_rrule(year, byweekday=wanted) if wanted else []
        assert days(rule, year) == expected

    def test_weekend_days(self) -> None:
        """
        2026 has 104 days of 双休日.
        """
        assert len(Weekly(["SAT", "SUN"]).occurrences(2026)) == 104

    def test_impossible(self) -> None:
        """
        Every weekday must exist.
        """
        with pytest.raises(ImpossibleDateError, match=r"weekday SA does not exist"):
            Weekly([cast("Literal['SAT']", "SA")])


class TestMonthlyWeekday:
    @given(
        st.sampled_from(WEEKDAYS),
        st.lists(st.sampled_from(ORDINALS), max_size=4),
        st.lists(st.integers(1, 12), max_size=4),
        compared_years,
    )
    def test_agrees_with_dateutil(
        self, weekday: Weekday, ordinals: list[int], months: list[int], year: int
    ) -> None:
        """
        The n-th weekdays of the months are where dateutil has them; without an n there are none.
        """
        there = WEEKDAYS_THERE[WEEKDAYS.index(weekday)]
        wanted = {"bymonth": months or range(1, 13), "byweekday": [there(n) for n in ordinals]}
        expected = by_rrule(year, **wanted) if ordinals else []
        assert days(MonthlyWeekday(weekday, ordinals, months=months), year) == expected

    def test_first_and_third_saturday(self) -> None:
        """
        每月第一、三个星期六 is 24 days a year; one that is the last, too, counts once.
        """
        assert len(days(MonthlyWeekday("SAT", [1, 3]), 2026)) == 24
        rule = MonthlyWeekday("FRI", [4, -1, -1], months=[3, 3, 2])
        assert starts(rule, 2026) == ["2026-02-27", "2026-03-27"]

    def test_fifth(self) -> None:
        """
        A fifth one does not fall in months that have four.
        """
        assert starts(MonthlyWeekday("SUN", [5]), 2026) == [
            "2026-03-29",
            "2026-05-31",
            "2026-08-30",
            "2026-11-29",
        ]

    @pytest.mark.parametrize(
        ("ordinals", "grain"), [([2], "month"), ([2, 2], "month"), ([1, 3], "day"), ([], "day")]
    )
    def test_grain(self, ordinals: list[int], grain: str) -> None:
        """
        One weekday a month goes by the month, several by the day.
        """
        assert MonthlyWeekday("TUE", ordinals).grain() == grain

    def test_impossible(self) -> None:
        """
        Weekday, numbers and months must exist.
        """
        with pytest.raises(ImpossibleDateError, match=r"weekday TU does not exist"):
            MonthlyWeekday(cast("Weekday", "TU"), [1])
        with pytest.raises(ImpossibleDateError, match=r"n 0 does not exist; it can be 1–5"):
            MonthlyWeekday("TUE", [1, 0])
        with pytest.raises(ImpossibleDateError, match=r"month 13 does not exist"):
            MonthlyWeekday("TUE", [1], months=[13])


def every_weeks_there(weeks: int, wanted: list[Weekday], start: date, year: int) -> list[date]:
    """
    Let dateutil expand weekdays of every n-th week from *start* on.
    """
    if not wanted:
        return []
    found = rrule.rrule(
        rrule.WEEKLY,
        dtstart=datetime(start.year, start.month, start.day),  # noqa: DTZ001 - floating days
        until=datetime(year, 12, 31),  # noqa: DTZ001 - as above
        interval=weeks,
        wkst=rrule.MO,
        byweekday=[WEEKDAYS_THERE[WEEKDAYS.index(day)] for day in wanted],
    )
    return [moment.date() for moment in found if moment.year == year]


class TestEveryWeeks:
    @given(
        st.integers(1, 52), weekdays, st.dates(date(1950, 1, 1), date(2099, 12, 31)), compared_years
    )
    def test_agrees_with_dateutil(
        self, weeks: int, wanted: list[Weekday], start: date, year: int
    ) -> None:
        """
        Every n-th week is counted from the Monday-to-Sunday week of the start, as dateutil does.
        """
        rule = EveryWeeks(weeks, wanted, start=start)
        assert days(rule, year) == every_weeks_there(weeks, wanted, start, year)

    @given(st.integers(1, 52), weekdays, compared_years)
    def test_without_a_start(self, weeks: int, wanted: list[Weekday], year: int) -> None:
        """
        Without a start each year begins with the week of 1 January, and the remark says so.
        """
        rule = EveryWeeks(weeks, wanted)
        assert days(rule, year) == every_weeks_there(weeks, wanted, date(year, 1, 1), year)
        (remark,) = rule.remarks(year)
        assert (remark.code, remark.severity) == ("weeks-assumed", "info")
        assert remark.message("zh-CN") == (
            f"原文只说每 {weeks} 周，没有说从哪一周起，这里从含 1 月 1 日的一周数起；可补 start=日期"
        )
        assert remark.message("en") == (
            f"the plan says every {weeks} weeks without a week to start from; the week of 1 "
            "January is taken; add start=… to set it"
        )

    def test_every_other_tuesday(self) -> None:
        """
        隔周星期二 from a Tuesday on; before it there is none, and the count goes on next year.
        """
        rule = EveryWeeks(2, ["TUE"], start=date(2026, 9, 1))
        assert starts(rule, 2026)[:3] == ["2026-09-01", "2026-09-15", "2026-09-29"]
        assert starts(rule, 2026)[-1] == "2026-12-22"
        assert starts(rule, 2027)[:2] == ["2027-01-05", "2027-01-19"]
        assert starts(rule, 2025) == []
        assert rule.remarks(2026) == ()

    def test_start_in_the_midst_of_a_week(self) -> None:
        """
        A weekday that is over when the rule starts is next due n weeks later.
        """
        rule = EveryWeeks(2, ["MON", "FRI"], start=date(2026, 9, 2))
        assert starts(rule, 2026)[:3] == ["2026-09-04", "2026-09-14", "2026-09-18"]

    def test_start_beyond_all_years(self) -> None:
        """
        The last day that there is may be a start, and a time of day makes no other.
        """
        assert starts(EveryWeeks(2, ["FRI"], start=date.max), 2026) == []
        moment = datetime(2026, 9, 1, 8, 30)  # noqa: DTZ001 - a local time
        assert EveryWeeks(2, ["TUE"], start=moment) == EveryWeeks(
            2, ["TUE"], start=date(2026, 9, 1)
        )

    @pytest.mark.parametrize("weekdays", [["TUE"], ["TUE", "FRI"], []])
    def test_goes_by_weeks_or_days(self, weekdays: list[Weekday]) -> None:
        """
        Its days are told apart as those of the same weekdays in every week.
        """
        assert EveryWeeks(2, weekdays).grain() == Weekly(weekdays).grain()

    @pytest.mark.parametrize("weeks", [0, 53, -1])
    def test_impossible(self, weeks: int) -> None:
        """
        From one week to a year of them may lie between two.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            EveryWeeks(weeks, ["TUE"])
        assert str(caught.value) == f"number of weeks {weeks} does not exist; it can be 1–52"
        assert caught.value.sentence("zh-CN") == f"周数 {weeks} 不存在，可以是 1–52"
        with pytest.raises(ImpossibleDateError, match=r"weekday TU does not exist"):
            EveryWeeks(2, [cast("Weekday", "TU")])


class TestWorkDays:
    ALMANAC = Almanac(holidays=holidays("CN"))

    @pytest.mark.parametrize("year", range(2004, 2027))
    def test_agree_with_the_notices(self, year: int) -> None:
        """
        In announced years the working days are those of chinesecalendar, shifted ones included.
        """
        found = [span.start for span in WorkDays().occurrences(year, self.ALMANAC)]
        assert found == chinese_calendar.get_workdays(date(year, 1, 1), date(year, 12, 31))
        assert WorkDays().remarks(year, self.ALMANAC) == ()

    @pytest.mark.parametrize("names", [ALMANAC, NO_NAMES], ids=["almanac", "no names"])
    def test_of_years_without_a_notice(self, names: Almanac) -> None:
        """
        In other years they are the weekdays that are no statutory days, and a remark says so.
        """
        off = statutory_days(2040)
        found = [span.start for span in WorkDays().occurrences(2040, names)]
        assert found == [
            day for day in days(Weekly(["MON", "TUE", "WED", "THU", "FRI"]), 2040) if day not in off
        ]
        (remark,) = WorkDays().remarks(2040, names)
        assert (remark.code, remark.severity) == ("provisional-workdays", "warning")
        assert remark.message("zh-CN") == (
            "2040 年的放假通知尚未公布，这里只按周末和法定节日推定工作日"
        )
        assert remark.message("en") == (
            "the holiday notice of 2040 is not at hand; working days are taken from weekends and "
            "the statutory days only"
        )

    def test_go_by_the_day(self) -> None:
        """
        A working day is told apart by its day, and no RRULE knows it.
        """
        assert WorkDays().grain() == "day"
        assert WorkDays().to_rrule() is None


class TestRecurrences:
    @pytest.mark.parametrize(
        ("rule", "text"),
        [
            (NthWeekday(5, "SUN", 2), "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU"),
            (NthWeekday(2, "THU", 5), "FREQ=YEARLY;BYMONTH=2;BYDAY=5TH"),
            (NthWeekday(5, "MON", -1), "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"),
            (LastWeek(2), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-7"),
            (LastWeek(10), "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=-7"),
            (
                WeekContaining(5, 15),
                "FREQ=YEARLY;BYMONTH=5;BYDAY=MO;BYMONTHDAY=9,10,11,12,13,14,15",
            ),
            (Weekly(["SUN", "SAT", "SUN"]), "FREQ=WEEKLY;BYDAY=SA,SU"),
            (MonthlyWeekday("TUE", [2]), "FREQ=MONTHLY;BYDAY=2TU"),
            (MonthlyWeekday("SAT", [3, -1, 1, 3]), "FREQ=MONTHLY;BYDAY=1SA,3SA,-1SA"),
            (
                MonthlyWeekday("FRI", [5], months=[6, 3, 3]),
                "FREQ=YEARLY;BYMONTH=3,6;BYDAY=5FR",
            ),
        ],
        ids=str,
    )
    def test_agree_with_dateutil(self, rule: Rule, text: str) -> None:
        """
        The first days of a rule are those of its RRULE, from 1950 to 2099.
        """
        assert rule.to_rrule() == text
        assert all_starts(rule) == by_text(text)

    @pytest.mark.parametrize(
        ("kind", "month", "n"),
        [
            *product([IsoWeek], range(1, 13), ORDINALS),
            *product([SundayWeek], range(1, 13), [*ORDINALS, -6, 6]),
        ],
    )
    def test_weeks_of_a_month(self, kind: type[IsoWeek | SundayWeek], month: int, n: int) -> None:
        """
        The n-th week of a month has an RRULE if, and only if, one could be written, and it fits.
        """
        rule = kind(month, n)
        text = rule.to_rrule()
        assert (text is not None) is has_words(rule, month)
        if text is not None:
            assert all_starts(rule) == by_text(text)

    @given(month_days)
    def test_weeks_around_a_day(self, day: tuple[int, int]) -> None:
        """
        The week around a day has an RRULE if it always begins in the month of the day.
        """
        rule = WeekContaining(*day)
        text = rule.to_rrule()
        assert (text is not None) is has_words(rule, day[0])
        if text is not None:
            assert all_starts(rule) == by_text(text)

    @given(st.integers(1, 52), weekdays, st.dates(date(1950, 1, 1), date(2090, 12, 31)))
    def test_every_weeks(self, weeks: int, wanted: list[Weekday], start: date) -> None:
        """
        Counted from its first day, the RRULE of every n-th week has all the others.
        """
        rule = EveryWeeks(weeks, wanted, start=start)
        text = rule.to_rrule()
        begins = all_starts(rule)
        if not wanted:
            assert text is None
            assert begins == []
        else:
            assert text is not None
            assert text.startswith(f"FREQ=WEEKLY;INTERVAL={weeks};BYDAY=")
            assert begins == by_text(text, begins[0])

    @pytest.mark.parametrize(
        "rule",
        [
            WeekContaining(5, 6),
            WeekContaining(2, 29),
            Weekly([]),
            MonthlyWeekday("SAT", []),
            EveryWeeks(2, ["TUE"]),
            WorkDays(),
        ],
        ids=str,
    )
    def test_without_words(self, rule: Rule) -> None:
        """
        Weeks that begin now in one month and now in another, no weekdays at all, and what each
        year begins anew have no RRULE.
        """
        assert rule.to_rrule() is None
