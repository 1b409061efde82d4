from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import all_starts, by_text, compared_years
from rule_samples import dated, starts, years

from community_edu.calendars import (
    Almanac,
    Between,
    Daily,
    EveryDays,
    EveryYears,
    FixedDate,
    ImpossibleDateError,
    Lunar,
    Monthly,
    MonthlyWeekday,
    Named,
    Rule,
    Shifted,
    Unresolved,
    Weekly,
    WholeYear,
    YearOutOfRangeError,
    Years,
)


class TestEveryDays:
    @given(st.integers(1, 366), st.dates(date(1950, 1, 1), date(2099, 12, 31)), compared_years)
    def test_is_every_nth_day_from_the_start(self, days: int, start: date, year: int) -> None:
        """
        A day is one of them if it is a whole number of steps after the start.
        """
        first = date(year, 1, 1)
        every = (first + timedelta(days=number) for number in range(366))
        expected = [
            day
            for day in every
            if day.year == year and day >= start and (day - start).days % days == 0
        ]
        found = EveryDays(days, start=start).occurrences(year)
        assert [run.start for run in found] == expected
        assert {run.days for run in found} <= {1}

    def test_ten_days(self) -> None:
        """
        每10天, 从2026年3月1日开始: the count goes on over the new year.
        """
        rule = EveryDays(10, start=date(2026, 3, 1))
        assert starts(rule, 2026)[:3] == ["2026-03-01", "2026-03-11", "2026-03-21"]
        assert starts(rule, 2026)[-1] == "2026-12-26"
        assert starts(rule, 2027)[0] == "2027-01-05"
        assert starts(rule, 2025) == []

    @given(st.integers(1, 366), st.dates(date(1950, 1, 1), date(2000, 12, 31)))
    def test_recurrence(self, days: int, start: date) -> None:
        """
        Its RRULE counts from the start, and agrees with dateutil.
        """
        rule = EveryDays(days, start=start)
        text = rule.to_rrule()
        assert text is not None
        assert text == f"FREQ=DAILY;INTERVAL={days}"
        assert all_starts(rule) == by_text(text, start)

    def test_without_a_start(self) -> None:
        """
        Where nobody says from which day it counts, there are no days, and the reason says so.
        """
        rule = EveryDays(10)
        assert rule.occurrences(2026) == ()
        assert rule.remarks(2026) == ()
        assert rule.to_rrule() is None
        (finding,) = rule.unresolved(2026)
        assert (finding.code, finding.severity) == ("no-day-to-count-from", "warning")
        assert finding.message("zh-CN") == "原文只说每 10 天，没有说从哪一天起，请补 start=日期"
        assert finding.message("en") == (
            "the plan says every 10 days without a day to count from; add start=…"
        )
        assert EveryDays(10, start=date(2026, 3, 1)).unresolved(2026) == ()

    def test_goes_by_the_day(self) -> None:
        """
        Each is told apart by its day.
        """
        assert EveryDays(10).grain() == "day"

    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_impossible(self, days: int) -> None:
        """
        The interval is of one day to a year.
        """
        with pytest.raises(ImpossibleDateError, match="it can be 1–366"):
            EveryDays(days)


class TestEveryYears:
    @given(dated, st.integers(1, 100), years, years)
    def test_is_the_rule_in_its_years(self, rule: Rule, step: int, first: int, year: int) -> None:
        """
        In the first year and each n-th after it has the days of the rule, in others none.
        """
        every = EveryYears(rule, step, first=first)
        inside = year in range(first, 2101, step)
        assert every.in_force(year) is inside
        assert every.occurrences(year) == (rule.occurrences(year) if inside else ())
        assert every.remarks(year) == (rule.remarks(year) if inside else ())
        assert every.unresolved(year) == (rule.unresolved(year) if inside else ())

    def test_three_years(self) -> None:
        """
        每三年教师节表彰, from 2025 on.
        """
        rule = EveryYears(FixedDate(9, 10), 3, first=2025)
        found = [year for year in range(2020, 2035) if rule.occurrences(year)]
        assert found == [2025, 2028, 2031, 2034]

    @pytest.mark.parametrize(
        ("rule", "text"),
        [
            (FixedDate(9, 10), "FREQ=YEARLY;INTERVAL=3;BYMONTH=9;BYMONTHDAY=10"),
            (FixedDate(2, 29), "FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=29"),
            (
                Monthly(5),
                "FREQ=YEARLY;INTERVAL=3;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=5",
            ),
            (
                MonthlyWeekday("SAT", [1, -1]),
                "FREQ=YEARLY;INTERVAL=3;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYDAY=1SA,-1SA",
            ),
            (Weekly(["TUE"]), "FREQ=YEARLY;INTERVAL=3;BYDAY=TU"),
            (Daily(), "FREQ=YEARLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR,SA,SU"),
            (
                Years(FixedDate(9, 10), last=2040),
                "FREQ=YEARLY;INTERVAL=3;BYMONTH=9;BYMONTHDAY=10;UNTIL=20401231",
            ),
            (
                Between(Weekly(["TUE"]), last=date(2034, 6, 30)),
                "FREQ=YEARLY;INTERVAL=3;BYDAY=TU;UNTIL=20340630",
            ),
        ],
        ids=str,
    )
    def test_recurrence(self, rule: Rule, text: str) -> None:
        """
        Its RRULE is that of the rule, year by year with an interval; dateutil agrees.
        """
        every = EveryYears(rule, 3, first=1951)
        assert every.to_rrule() == text
        found = all_starts(every)
        assert found == by_text(text, found[0])

    @pytest.mark.parametrize(
        "rule",
        [
            Lunar(9, 9),
            Shifted(FixedDate(9, 10), "next_workday"),
            EveryDays(10, start=date(2026, 3, 1)),
            EveryYears(FixedDate(9, 10), 2, first=2025),
        ],
        ids=str,
    )
    def test_without_words(self, rule: Rule) -> None:
        """
        It has none where the rule has none, or counts by an interval itself.
        """
        assert EveryYears(rule, 3, first=2025).to_rrule() is None
        assert EveryYears(FixedDate(9, 10), 3).to_rrule() is None

    def test_without_a_first_year(self) -> None:
        """
        Where nobody says from which year it counts, there are no days, and the reason says so.
        """
        rule = EveryYears(WholeYear(), 2)
        assert rule.occurrences(2026) == ()
        assert rule.remarks(2026) == ()
        (finding,) = rule.unresolved(2026)
        assert (finding.code, finding.severity) == ("no-year-to-count-from", "warning")
        assert finding.message("zh-CN") == "原文只说每 2 年，没有说从哪一年起，请补 first=年份"
        assert finding.message("en") == (
            "the plan says every 2 years without a year to count from; add first=…"
        )

    def test_says_what_the_rule_leaves_open(self) -> None:
        """
        What the rule leaves open is open in its years only.
        """
        rule = EveryYears(Unresolved("适时", "没有日期"), 2, first=2025)
        assert [found.code for found in rule.unresolved(2027)] == ["unresolved-text"]
        assert rule.unresolved(2026) == ()

    def test_names(self) -> None:
        """
        The rule may be a name, whose grain and RRULE it takes.
        """
        rule = EveryYears(Named("national_day"), 2, first=2025)
        assert rule.to_rrule(Almanac()) == "FREQ=YEARLY;INTERVAL=2;BYMONTH=10;BYMONTHDAY=1"
        assert rule.grain(Almanac()) == "year"
        assert list(rule.named()) == ["national_day"]

    @pytest.mark.parametrize("step", [0, -1, 101])
    def test_impossible(self, step: int) -> None:
        """
        The interval is of one to a hundred years.
        """
        with pytest.raises(ImpossibleDateError, match="it can be 1–100"):
            EveryYears(FixedDate(9, 10), step)

    def test_first_year_out_of_range(self) -> None:
        """
        The first year is one of which calendars are known.
        """
        with pytest.raises(YearOutOfRangeError, match="2101"):
            EveryYears(FixedDate(9, 10), 2, first=2101)
