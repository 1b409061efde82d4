import importlib
from calendar import monthrange
from datetime import date
from itertools import pairwise
from typing import Any, Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import all_starts, by_rrule, by_text, compared_years, day_set, days, text_dates
from rule_samples import every_months, fixed_dates, month_days, monthlies, starts, years

from community_edu.calendars import (
    Daily,
    DateRange,
    EveryMonths,
    FixedDate,
    HalfYear,
    ImpossibleDateError,
    Monthly,
    MonthPart,
    MonthSpan,
    Never,
    QuarterOfYear,
    Rule,
    Season,
    Span,
    WholeYear,
    YearOutOfRangeError,
)

SeasonName = Literal["spring", "summer", "autumn", "winter"]
Scheme = Literal["months", "solar_terms"]
SEASONS: tuple[SeasonName, ...] = ("spring", "summer", "autumn", "winter")


class TestNever:
    def test_has_no_day(self) -> None:
        """
        What has been given up is on no day, and nothing about it is open or assumed.
        """
        never = Never()
        assert never.occurrences(2026) == ()
        assert never.unresolved(2026) == never.remarks(2026) == ()
        assert never.to_rrule() is None
        assert str(never) == "never()"


class TestDaily:
    @given(years)
    def test_is_every_day(self, year: int) -> None:
        """
        Every day is each day of the year, one by one.
        """
        found = days(Daily(), year)
        assert found == list(Span.through(date(year, 1, 1), date(year, 12, 31)))
        assert len(found) == 365 + (monthrange(year, 2)[1] == 29)


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


class TestPartsOfTheYear:
    @given(years)
    def test_make_it_up(self, year: int) -> None:
        """
        Two halves make a year, two quarters a half, and three months a quarter.
        """
        halves = [*HalfYear(1).occurrences(year), *HalfYear(2).occurrences(year)]
        quarters = [span for n in range(1, 5) for span in QuarterOfYear(n).occurrences(year)]
        months = [span for n in range(1, 13) for span in MonthSpan(n).occurrences(year)]
        (whole,) = WholeYear().occurrences(year)
        assert day_set([whole]) == set(days(Daily(), year))
        for larger, smaller in (([whole], halves), (halves, quarters), (quarters, months)):
            count = len(smaller) // len(larger)
            assert [(span.start, span.end) for span in larger] == [
                (first.start, last.end)
                for first, last in zip(smaller[::count], smaller[count - 1 :: count], strict=True)
            ]

    def test_third_quarter(self) -> None:
        """
        第三季度 is July to September, 下半年 July to December.
        """
        assert text_dates(QuarterOfYear(3).occurrences(2026)) == ["2026-07-01/2026-09-30"]
        assert text_dates(HalfYear(2).occurrences(2026)) == ["2026-07-01/2026-12-31"]

    @pytest.mark.parametrize(
        ("kind", "n", "english", "chinese"),
        [
            (
                HalfYear,
                0,
                "half of a year 0 does not exist; it can be 1, 2",
                "半年 0 不存在，可以是 1, 2",
            ),
            (
                HalfYear,
                3,
                "half of a year 3 does not exist; it can be 1, 2",
                "半年 3 不存在，可以是 1, 2",
            ),
            (
                QuarterOfYear,
                0,
                "quarter 0 does not exist; it can be 1–4",
                "季度 0 不存在，可以是 1–4",
            ),
            (
                QuarterOfYear,
                5,
                "quarter 5 does not exist; it can be 1–4",
                "季度 5 不存在，可以是 1–4",
            ),
        ],
    )
    def test_impossible(
        self, kind: type[HalfYear | QuarterOfYear], n: int, english: str, chinese: str
    ) -> None:
        """
        There are two halves and four quarters.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            kind(n)
        assert (caught.value.sentence("en"), caught.value.sentence("zh-CN")) == (english, chinese)


class TestSeason:
    @given(st.sampled_from(SEASONS), years)
    def test_of_three_months(self, name: SeasonName, year: int) -> None:
        """
        Spring is March to May, and each season begins three months after the one before.
        """
        (span,) = Season(name).occurrences(year)
        months = {(day.year, day.month) for day in span}
        first = 3 + 3 * SEASONS.index(name)
        expected = {
            (year + (month > 12), (month - 1) % 12 + 1) for month in range(first, first + 3)
        }
        assert months == expected
        assert span.days == sum(monthrange(*month)[1] for month in months)

    @pytest.mark.parametrize("by", ["months", "solar_terms"])
    def test_follow_one_another(self, by: Scheme) -> None:
        """
        The seasons of two centuries leave out no day, and share none; winter ends next year.
        """
        found = [
            span
            for year in range(1900, 2101)
            for name in SEASONS
            for span in Season(name, by=by).occurrences(year)
        ]
        assert len(found) == 4 * 201
        assert all(before.end == after.start for before, after in pairwise(found))

    def test_of_the_almanac(self) -> None:
        """
        By solar terms a season begins with 立春, 立夏, 立秋 or 立冬.
        """
        found = [Season(name, by="solar_terms").occurrences(2026) for name in SEASONS]
        assert [text_dates(spans) for spans in found] == [
            ["2026-02-04/2026-05-04"],
            ["2026-05-05/2026-08-06"],
            ["2026-08-07/2026-11-06"],
            ["2026-11-07/2027-02-03"],
        ]

    @pytest.mark.parametrize("year", [1950, 2000, 2026, 2099, 2100])
    def test_agrees_with_tyme(self, year: int) -> None:
        """
        The seasons of the almanac begin where tyme4py has them, also the spring after the table.
        """
        tyme: Any = importlib.import_module("tyme4py.solar")
        names = ["立春", "立夏", "立秋", "立冬"]
        theirs = [
            tyme.SolarTerm.from_name(of, name).get_julian_day().get_solar_day()
            for of, name in [*((year, name) for name in names), (year + 1, "立春")]
        ]
        expected = [date(day.get_year(), day.get_month(), day.get_day()) for day in theirs]
        found = [Season(name, by="solar_terms").occurrences(year)[0] for name in SEASONS]
        assert [span.start for span in found] == expected[:4]
        assert found[-1].end == expected[4]

    @pytest.mark.parametrize("year", [1899, 2101])
    def test_range(self, year: int) -> None:
        """
        By solar terms a season is known as far as their table goes; by months in any year.
        """
        with pytest.raises(YearOutOfRangeError, match=rf"{year} .* from 1900 to 2100"):
            Season("winter", by="solar_terms").occurrences(year)
        assert starts(Season("winter"), year) == [f"{year}-12-01"]

    def test_impossible(self) -> None:
        """
        There are four seasons, and two ways to tell them apart.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            Season(cast("SeasonName", "fall"))
        assert str(caught.value) == (
            "season fall does not exist; it can be spring, summer, autumn, winter"
        )
        assert caught.value.sentence("zh-CN").startswith("季节 fall 不存在")
        with pytest.raises(ImpossibleDateError) as caught:
            Season("spring", by=cast("Scheme", "moon"))
        assert str(caught.value) == (
            "scheme of seasons moon does not exist; it can be months, solar_terms"
        )
        assert caught.value.sentence("zh-CN").startswith("季节划分 moon 不存在")


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


class TestRecurrences:
    @pytest.mark.parametrize(
        ("rule", "text"),
        [
            (Daily(), "FREQ=DAILY"),
            (FixedDate(3, 24), "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24"),
            (FixedDate(2, 29, days=3), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
            (DateRange(2, 20, 2, 29), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=20"),
            (DateRange(12, 30, 1, 2), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30"),
            (MonthSpan(2), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1"),
            (MonthPart(2, "early"), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1"),
            (MonthPart(2, "middle"), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=11"),
            (MonthPart(2, "late"), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=21"),
            (WholeYear(), "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"),
            (HalfYear(1), "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"),
            (HalfYear(2), "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1"),
            (QuarterOfYear(4), "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1"),
            (Season("spring"), "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1"),
            (Season("winter"), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
            (Monthly(31), "FREQ=MONTHLY;BYMONTHDAY=31"),
            (Monthly(-30, months=[4, 2, 4]), "FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=-30"),
            (EveryMonths(4), "FREQ=YEARLY;BYMONTH=4,8,12;BYMONTHDAY=-1"),
            (EveryMonths(12), "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1"),
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
        "rule",
        [
            DateRange(2, 29, 3, 5),
            DateRange(2, 29, 2, 29),
            *(Season(name, by="solar_terms") for name in SEASONS),
        ],
        ids=str,
    )
    def test_without_words(self, rule: Rule) -> None:
        """
        A range that begins on 1 March in common years, and seasons of the almanac, have no RRULE.
        """
        assert rule.to_rrule() is None
