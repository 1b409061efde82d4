from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal, cast

import pytest
from borax.calendars.lunardate import LunarDate as BoraxDate
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import (
    YEARS,
    every_months,
    fixed_dates,
    iso_weeks,
    lunars,
    month_days,
    monthlies,
    nth_weekdays,
    starts,
    weeklies,
    years,
)

from community_edu.calendars import (
    WEEKDAYS,
    DateRange,
    EveryMonths,
    FixedDate,
    ImpossibleDateError,
    IsoWeek,
    Lunar,
    Monthly,
    MonthPart,
    MonthSpan,
    NthWeekday,
    Rule,
    SolarTerm,
    SolarTermDay,
    Span,
    WeekContaining,
    Weekly,
    YearOutOfRangeError,
    solar_term_date,
)

NAMES = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
compared_years = st.sampled_from(YEARS)


def by_rrule(year: int, **parts: object) -> list[date]:
    """
    Let dateutil expand a rule over one year; it is the oracle.
    """
    expand = cast("Callable[..., rrule.rrule]", rrule.rrule)
    found = expand(
        rrule.YEARLY,
        dtstart=datetime(year, 1, 1),  # noqa: DTZ001 - dateutil is given floating days
        until=datetime(year, 12, 31),  # noqa: DTZ001 - as above
        **parts,
    )
    return [moment.date() for moment in found]


def days(rule: Rule, year: int) -> list[date]:
    """
    Return the days of a rule whose occurrences are one day long.
    """
    found = rule.occurrences(year)
    assert all(span.days == 1 for span in found)
    return [span.start for span in found]


def borax_days(month: int, day: int, year: int) -> Iterator[date]:
    """
    Yield the days of *year* that are the *day* of the lunar *month*, by borax.
    """
    for lunar_year in (year - 1, year):
        try:
            civil = BoraxDate(lunar_year, month, day).to_solar_date()
        except ValueError:  # the month has 29 days
            continue
        if civil.year == year:
            yield civil


class TestFixedDate:
    @given(fixed_dates, compared_years)
    def test_agrees_with_dateutil(self, rule: FixedDate, year: int) -> None:
        """
        A fixed date is where dateutil has it, and 29 February in leap years only.
        """
        expected = by_rrule(year, bymonth=rule.month, bymonthday=rule.day)
        assert [(span.start, span.days) for span in rule.occurrences(year)] == [
            (day, rule.days) for day in expected
        ]

    def test_leap_day(self) -> None:
        """
        29 February is a date, and falls in leap years; 2100 is none.
        """
        assert starts(FixedDate(2, 29), 2028) == ["2028-02-29"]
        assert starts(FixedDate(2, 29), 2026) == starts(FixedDate(2, 29), 2100) == []

    def test_may_last(self) -> None:
        """
        A fixed date may be the first of several days, over the end of the year too.
        """
        assert FixedDate(12, 31, days=3).occurrences(2026) == (
            Span.through(date(2026, 12, 31), date(2027, 1, 2)),
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((0, 1), r"month 0 does not exist; it can be 1–12"),
            ((13, 1), r"month 13 does not exist"),
            ((2, 30), r"day 2-30 does not exist; it can be 2-1 – 2-29"),
            ((4, 31), r"day 4-31 does not exist; it can be 4-1 – 4-30"),
            ((1, 32), r"day 1-32 does not exist; it can be 1-1 – 1-31"),
            ((1, 0), r"day 1-0 does not exist"),
        ],
    )
    def test_impossible(self, arguments: tuple[int, int], message: str) -> None:
        """
        A day that no year has is refused, with the days that there are.
        """
        with pytest.raises(ImpossibleDateError, match=message):
            FixedDate(*arguments)

    @pytest.mark.parametrize("length", [0, -1, 367, 10**12])
    def test_impossible_length(self, length: int) -> None:
        """
        A run of days has at least one and at most as many as a year.
        """
        message = rf"number of days {length} does not exist; it can be 1–366"
        with pytest.raises(ImpossibleDateError, match=message):
            FixedDate(3, 24, days=length)

    def test_says_so_in_chinese(self) -> None:
        """
        The error names the wrong part in Chinese.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            FixedDate(2, 30)
        assert caught.value.sentence("zh-CN") == "日期 2-30 不存在，可以是 2-1 – 2-29"


class TestDateRange:
    @pytest.mark.parametrize(
        ("rule", "year", "first", "last"),
        [
            (DateRange(8, 1, 8, 7), 2026, "2026-08-01", "2026-08-07"),
            (DateRange(5, 20, 6, 20), 2026, "2026-05-20", "2026-06-20"),
            (DateRange(12, 30, 1, 2), 2026, "2026-12-30", "2027-01-02"),
            (DateRange(9, 1, 9, 1), 2026, "2026-09-01", "2026-09-01"),
            (DateRange(2, 20, 2, 29), 2026, "2026-02-20", "2026-02-28"),
            (DateRange(2, 20, 2, 29), 2028, "2028-02-20", "2028-02-29"),
            (DateRange(2, 29, 3, 5), 2026, "2026-03-01", "2026-03-05"),
            (DateRange(12, 1, 2, 29), 2027, "2027-12-01", "2028-02-29"),
        ],
        ids=str,
    )
    def test_ends(self, rule: DateRange, year: int, first: str, last: str) -> None:
        """
        Both ends belong to a range, one that ends before it starts ends next year, and a
        missing 29 February moves the end inwards.
        """
        (span,) = rule.occurrences(year)
        assert (str(span.start), str(span.last)) == (first, last)

    def test_the_leap_day_alone(self) -> None:
        """
        A range that is only 29 February is in leap years only.
        """
        assert starts(DateRange(2, 29, 2, 29), 2026) == []
        assert starts(DateRange(2, 29, 2, 29), 2028) == ["2028-02-29"]

    @given(month_days, month_days, compared_years)
    def test_holds_the_days_between(
        self, first: tuple[int, int], last: tuple[int, int], year: int
    ) -> None:
        """
        A day lies in a range when its month and day lie between the two ends.
        """
        inside = {
            (day.month, day.day)
            for span in DateRange(*first, *last).occurrences(year)
            for day in span
        }
        ends_later = first <= last
        for day in Span(date(year, 1, 1), date(year + 1, 1, 1)):
            key = (day.month, day.day)
            between = first <= key <= last if ends_later else key >= first
            if ends_later or key > last:
                assert (key in inside) is between

    @pytest.mark.parametrize(
        "arguments", [(8, 32, 9, 1), (8, 1, 9, 31), (0, 1, 9, 1), (8, 1, 13, 1)]
    )
    def test_impossible(self, arguments: tuple[int, int, int, int]) -> None:
        """
        Both ends must exist.
        """
        with pytest.raises(ImpossibleDateError, match=r"does not exist"):
            DateRange(*arguments)


class TestMonths:
    @given(st.integers(1, 12), compared_years)
    def test_a_month_is_all_its_days(self, month: int, year: int) -> None:
        """
        A whole month holds the days that dateutil finds in it.
        """
        (span,) = MonthSpan(month).occurrences(year)
        assert list(span) == by_rrule(year, bymonth=month, bymonthday=range(1, 32))

    @given(st.integers(1, 12), compared_years)
    def test_its_thirds_make_it_up(self, month: int, year: int) -> None:
        """
        上旬, 中旬 and 下旬 follow one another and make up the month; the first two have ten days.
        """
        thirds: list[Span] = []
        parts: tuple[Literal["early", "middle", "late"], ...] = ("early", "middle", "late")
        for part in parts:
            thirds.extend(MonthPart(month, part).occurrences(year))
        early, middle, late = thirds
        (whole,) = MonthSpan(month).occurrences(year)
        assert (early.start, early.end, middle.end, late.end) == (
            whole.start,
            middle.start,
            late.start,
            whole.end,
        )
        assert early.days == middle.days == 10

    def test_impossible(self) -> None:
        """
        There are twelve months, and three thirds of each.
        """
        with pytest.raises(ImpossibleDateError, match=r"month 13 does not exist"):
            MonthSpan(13)
        with pytest.raises(
            ImpossibleDateError, match=r"part begin .* early, middle, late"
        ) as caught:
            MonthPart(5, cast("Literal['early']", "begin"))
        assert caught.value.sentence("zh-CN") == "旬 begin 不存在，可以是 early, middle, late"


class TestNthWeekday:
    @given(nth_weekdays, compared_years)
    def test_agrees_with_dateutil(self, rule: NthWeekday, year: int) -> None:
        """
        The n-th weekday of a month, from either end, is where dateutil has it, or nowhere.
        """
        weekday = NAMES[WEEKDAYS.index(rule.weekday)](rule.n)
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
        published = {
            2014: "2014-09-15",
            2015: "2015-09-14",
            2019: "2019-09-16",
            2022: "2022-09-12",
            2025: "2025-09-15",
        }
        assert starts(IsoWeek(9, 3), year) == [published[year]]

    @pytest.mark.parametrize(("month", "n"), [(0, 1), (9, 0), (9, 6)])
    def test_impossible(self, month: int, n: int) -> None:
        """
        The month must exist, and the week be one of its first or last five.
        """
        with pytest.raises(ImpossibleDateError, match=r"does not exist"):
            IsoWeek(month, n)


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
        wanted = {NAMES[WEEKDAYS.index(day)] for day in rule.weekdays}
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


class TestMonthly:
    @given(monthlies, compared_years)
    def test_agrees_with_dateutil(self, rule: Monthly, year: int) -> None:
        """
        A day of the month, from either end, is where dateutil has it, or nowhere.
        """
        months = set(rule.months) or set(range(1, 13))
        possible = abs(rule.day) <= max(monthrange(2028, month)[1] for month in months)
        expected = by_rrule(year, bymonth=months, bymonthday=rule.day) if possible else []
        assert days(rule, year) == expected

    @pytest.mark.parametrize(("day", "weekends"), [(5, 4), (6, 3), (8, 4)])
    def test_village_reports(self, day: int, weekends: int) -> None:
        """
        每月5日, 6日 and 8日 are 12 days each in 2026, and 4, 3 and 4 of them on weekends.
        """
        found = days(Monthly(day), 2026)
        assert len(found) == 12
        assert sum(found_day.weekday() >= 5 for found_day in found) == weekends

    def test_half_year_ends(self) -> None:
        """
        每半年末 is the last day of June and of December.
        """
        assert starts(Monthly(-1, months=[12, 6]), 2026) == ["2026-06-30", "2026-12-31"]

    def test_days_that_some_months_lack(self) -> None:
        """
        A day that a month does not have does not fall in it.
        """
        assert [day[5:7] for day in starts(Monthly(31), 2026)] == [
            "01",
            "03",
            "05",
            "07",
            "08",
            "10",
            "12",
        ]
        assert starts(Monthly(-30, months=[2, 4]), 2026) == ["2026-04-01"]

    def test_month_ends(self) -> None:
        """
        Day -1 is the last of every month, in February too.
        """
        assert starts(Monthly(-1), 2026)[:3] == ["2026-01-31", "2026-02-28", "2026-03-31"]
        assert "2028-02-29" in starts(Monthly(-1), 2028)

    @pytest.mark.parametrize("day", [0, 32, -32])
    def test_impossible_day(self, day: int) -> None:
        """
        No month has a zeroth or a 32nd day.
        """
        with pytest.raises(ImpossibleDateError, match=rf"day {day} does not exist; it can be 1–31"):
            Monthly(day)

    def test_impossible_month(self) -> None:
        """
        Every month must exist.
        """
        with pytest.raises(ImpossibleDateError, match=r"month 13 does not exist"):
            Monthly(5, months=[3, 13])


class TestEveryMonths:
    @given(every_months, compared_years)
    def test_agrees_with_dateutil(self, rule: EveryMonths, year: int) -> None:
        """
        Every n months is the last day of each n-th month.
        """
        counted = range(rule.months, 13, rule.months)
        assert days(rule, year) == by_rrule(year, bymonth=counted, bymonthday=-1)

    def test_three_monthly_meeting(self) -> None:
        """
        每三个月 ends with the quarters, and says that this is assumed.
        """
        rule = EveryMonths(3)
        assert starts(rule, 2026) == ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]
        (remark,) = rule.remarks(2026)
        assert (remark.code, remark.severity) == ("anchor-assumed", "info")
        assert remark.message("zh-CN") == (
            "原文只说每 3 个月，没有说从哪个月起，这里取每期的最后一天"
        )
        assert "every 3 months without a month to start from" in remark.message("en")

    @pytest.mark.parametrize("months", [0, 5, 24, -6])
    def test_impossible(self, months: int) -> None:
        """
        The months must divide the year.
        """
        message = rf"months {months} does not exist; it can be 1, 2, 3, 4, 6, 12"
        with pytest.raises(ImpossibleDateError, match=message):
            EveryMonths(months)


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
