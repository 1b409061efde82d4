from datetime import date, datetime, timedelta
from typing import cast

import attrs
import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import (
    all_starts,
    by_text,
    day_set,
    days,
    days_around,
    text_dates,
)
from rule_samples import Meanings, dated, month_days, nameless, rules, starts, years

from community_edu.calendars import (
    After,
    Almanac,
    Announced,
    Before,
    Between,
    ContradictoryWindowError,
    Daily,
    DateRange,
    Edition,
    EmptyRangeError,
    EveryMonths,
    EveryWeeks,
    Except,
    FixedDate,
    HolidayCalendar,
    ImpossibleDateError,
    InWindow,
    IsoWeek,
    Lunar,
    Monthly,
    MonthlyWeekday,
    MonthSpan,
    Named,
    Never,
    NthWeekday,
    Offset,
    Rotation,
    Rule,
    Season,
    Shifted,
    Span,
    StartOf,
    SundayWeek,
    Union,
    Unresolved,
    Weekly,
    WeekOf,
    WholeYear,
    WorkDays,
    Years,
    holidays,
)
from community_edu.calendars.combinators import Roll

SPRING_FESTIVAL = Lunar(1, 1)
WEEKENDS = Weekly(["SAT", "SUN"])
VAGUE = Unresolved("适时", "no date")
ALMANAC = Almanac(holidays=holidays("CN"))
ANNOUNCED = range(2004, 2027)
"""
The years with a holiday notice.
"""


class TestUnion:
    @given(st.lists(dated, max_size=4), years)
    def test_has_every_run_once(self, parts: list[Rule], year: int) -> None:
        """
        A union has the runs of all its rules, each once.
        """
        expected = {span for part in parts for span in part.occurrences(year)}
        assert list(Union(parts).occurrences(year)) == sorted(expected)

    @given(st.lists(nameless, max_size=3), years)
    def test_order_does_not_matter(self, parts: list[Rule], year: int) -> None:
        """
        A union is the same whichever rule comes first.
        """
        assert Union(parts).occurrences(year) == Union(parts[::-1]).occurrences(year)

    @given(st.lists(nameless, max_size=3), years)
    def test_has_the_days_of_all(self, parts: list[Rule], year: int) -> None:
        """
        A union has the days of all its rules, and no others.
        """
        expected = {day for part in parts for day in day_set(part.occurrences(year))}
        assert day_set(Union(parts).occurrences(year)) == expected

    @pytest.mark.parametrize(
        ("parts", "text"),
        [
            ([FixedDate(3, 24), FixedDate(5, 24)], "FREQ=YEARLY;BYMONTH=3,5;BYMONTHDAY=24"),
            ([FixedDate(3, 24), FixedDate(3, 25)], "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25"),
            ([FixedDate(3, 24), FixedDate(3, 24, days=3)], "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24"),
            ([Monthly(5), Monthly(-1)], "FREQ=MONTHLY;BYMONTHDAY=5,-1"),
            ([Weekly(["SUN"]), Weekly(["SAT"])], "FREQ=WEEKLY;BYDAY=SU,SA"),
            (
                [NthWeekday(5, "SUN", 2), NthWeekday(5, "SUN", -1)],
                "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU,-1SU",
            ),
            (
                [MonthlyWeekday("SAT", [1]), MonthlyWeekday("SUN", [-1])],
                "FREQ=MONTHLY;BYDAY=1SA,-1SU",
            ),
            (
                [EveryMonths(6), Monthly(-1, months=[3, 6])],
                "FREQ=YEARLY;BYMONTH=6,12,3;BYMONTHDAY=-1",
            ),
            (
                [IsoWeek(9, 2), IsoWeek(9, 3)],
                "FREQ=YEARLY;BYMONTH=9;BYDAY=MO;BYMONTHDAY=5,6,7,8,9,10,11,12,13,14,15,16,17,18",
            ),
            (
                [Years(FixedDate(3, 24), last=2030), Years(FixedDate(5, 24), last=2030)],
                "FREQ=YEARLY;BYMONTH=3,5;BYMONTHDAY=24;UNTIL=20301231",
            ),
        ],
        ids=str,
    )
    def test_recurrence(self, parts: list[Rule], text: str) -> None:
        """
        Rules whose RRULEs differ in the values of one list have one together.
        """
        union = Union(parts)
        assert union.to_rrule() == text
        assert sorted(set(all_starts(union))) == by_text(text)

    @pytest.mark.parametrize(
        "parts",
        [
            [],
            [SPRING_FESTIVAL, FixedDate(3, 24)],
            [FixedDate(3, 24), FixedDate(5, 31)],
            [FixedDate(3, 24), Monthly(24)],
            [Weekly(["SAT"]), MonthlyWeekday("SAT", [1])],
            [Years(FixedDate(3, 24), last=2008), Years(FixedDate(3, 24), last=2030)],
            [EveryWeeks(2, ["TUE"], start=date(2026, 9, 1)) for _ in range(2)],
            [IsoWeek(9, 3), SundayWeek(9, 3)],
        ],
        ids=str,
    )
    def test_without_words(self, parts: list[Rule]) -> None:
        """
        Rules that differ in more, or one of which has no RRULE, have none together.
        """
        assert Union(parts).to_rrule() is None


def in_window(rule: Rule, window: Rule) -> Rule:
    """
    Put *rule* in *window*; where that is refused, there should be no day in any year.
    """
    try:
        return InWindow(rule, window)
    except ContradictoryWindowError:
        return Never()


class TestInWindow:
    @given(dated, dated, years)
    def test_is_the_intersection_of_the_days(self, rule: Rule, window: Rule, year: int) -> None:
        """
        The days are those of the rule that lie in the window, be it of a year beside.
        """
        found = in_window(rule, window).occurrences(year)
        assert day_set(found) == day_set(rule.occurrences(year)) & days_around(window, year)

    @given(dated, dated, years)
    def test_cuts_runs(self, rule: Rule, window: Rule, year: int) -> None:
        """
        What is left of a run lies in the run and in a window.
        """
        runs = rule.occurrences(year)
        for piece in in_window(rule, window).occurrences(year):
            assert any(run.start <= piece.start and piece.end <= run.end for run in runs)

    def test_saturdays_of_the_summer(self) -> None:
        """
        暑假的星期六 of 2026 are nine.
        """
        rule = InWindow(Weekly(["SAT"]), DateRange(7, 1, 8, 31))
        found = days(rule, 2026)
        assert (len(found), str(found[0]), str(found[-1])) == (9, "2026-07-04", "2026-08-29")

    def test_windows_across_the_new_year(self) -> None:
        """
        A window that began in the year before holds days of January, too.
        """
        rule = InWindow(Monthly(5), DateRange(12, 1, 2, 15))
        assert starts(rule, 2026) == ["2026-01-05", "2026-02-05", "2026-12-05"]

    def test_windows_of_the_year_after(self) -> None:
        """
        The run-up to Spring Festival may begin in the December before, and holds its days.
        """
        rule = InWindow(Monthly(20), Before(SPRING_FESTIVAL, days=60))
        assert starts(rule, 2025) == ["2025-01-20", "2025-12-20"]

    @pytest.mark.parametrize("year", [1901, 2100])
    def test_at_the_ends_of_the_tables(self, year: int) -> None:
        """
        In the first and the last year the windows are looked for as far as the tables reach.
        """
        rule = InWindow(Monthly(5), Season("winter", by="solar_terms"))
        assert f"{year}-12-05" in starts(rule, year)
        inside = InWindow(Monthly(1), Before(SPRING_FESTIVAL, days=40))
        assert len(starts(inside, year)) >= 1

    def test_empty_in_a_year(self) -> None:
        """
        春节前 15 天 in February leaves nothing in 2025, whose Spring Festival is in January.
        """
        rule = InWindow(Before(SPRING_FESTIVAL, days=15), MonthSpan(2))
        assert text_dates(rule.occurrences(2026)) == ["2026-02-02/2026-02-16"]
        assert rule.remarks(2026) == ()
        assert rule.occurrences(2025) == ()
        (remark,) = rule.remarks(2025)
        assert (remark.code, remark.severity) == ("empty-window", "warning")
        assert remark.message("zh-CN") == (
            "2025 年“before(lunar(1, 1), days=15)”没有一天落在“month(2)”之内"
        )
        assert remark.message("en") == (
            "in 2025 no day of before(lunar(1, 1), days=15) lies in month(2)"
        )

    def test_empty_because_unresolved(self) -> None:
        """
        Where the window or the rule is not known, that is said and nothing else.
        """
        for rule in (InWindow(VAGUE, MonthSpan(2)), InWindow(MonthSpan(2), VAGUE)):
            assert rule.occurrences(2026) == ()
            assert rule.remarks(2026) == ()
            assert [finding.code for finding in rule.unresolved(2026)] == ["unresolved-text"]

    def test_remarks_of_the_parts(self) -> None:
        """
        What the rule and the window assume is said before what is empty.
        """
        rule = InWindow(EveryMonths(6), Announced(otherwise=FixedDate(7, 1)))
        codes = [remark.code for remark in rule.remarks(2026)]
        assert codes == ["anchor-assumed", "date-by-practice", "empty-window"]

    @pytest.mark.parametrize(
        ("rule", "window", "days", "window_days"),
        [
            (FixedDate(3, 24), MonthSpan(4), "03-24", "04-01"),
            (MonthSpan(4), FixedDate(3, 24), "04-01", "03-24"),
            (NthWeekday(5, "SUN", 2), DateRange(5, 15, 5, 31), "05-14", "05-15"),
            (
                Monthly(31),
                Union([MonthSpan(4), MonthSpan(6)]),
                "01-31, 03-31, 05-31",
                "04-01, 06-01",
            ),
            (FixedDate(2, 29), FixedDate(2, 28), "02-29", "02-28"),
            (Weekly(["SAT"]), Weekly(["SUN"]), "01-01, 01-08, 01-15", "01-02, 01-09, 01-16"),
        ],
        ids=str,
    )
    def test_contradictions(self, rule: Rule, window: Rule, days: str, window_days: str) -> None:
        """
        Days that never lie in the window are refused at once, with examples of both.
        """
        with pytest.raises(ContradictoryWindowError) as caught:
            InWindow(rule, window)
        assert str(caught.value) == (
            f"no day of {rule} ever lies in {window}: the one has days such as {days}, the other "
            f"{window_days}; let them meet"
        )
        assert caught.value.sentence("zh-CN") == (
            f"“{rule}”没有一天会落在“{window}”之内：前者如 {days}，后者如 {window_days}，请使两者相交"
        )

    @pytest.mark.parametrize(
        ("rule", "window", "year"),
        [
            (FixedDate(2, 29), MonthSpan(2), 2028),
            (NthWeekday(2, "SUN", 5), MonthSpan(2), 2032),
            (DateRange(12, 30, 1, 2), MonthSpan(1), 2026),
            (FixedDate(1, 1), DateRange(12, 25, 1, 5), 2026),
            (FixedDate(12, 31), NthWeekday(12, "FRI", -1), 2027),
        ],
        ids=str,
    )
    def test_seldom_is_no_contradiction(self, rule: Rule, window: Rule, year: int) -> None:
        """
        Days that lie in the window in some years only, or across the new year, are accepted.
        """
        assert InWindow(rule, window).occurrences(year)

    @pytest.mark.parametrize(
        ("rule", "window"),
        [
            (Lunar(9, 9), MonthSpan(1)),
            (Named("double_ninth"), MonthSpan(1)),
            (MonthSpan(1), Named("double_ninth")),
            (EveryWeeks(52, ["TUE"], start=date(2026, 9, 1)), MonthSpan(1)),
            (Years(FixedDate(3, 24), last=2030), MonthSpan(1)),
            (Monthly(31, months=[2]), MonthSpan(1)),
            (MonthSpan(1), Monthly(31, months=[2])),
        ],
        ids=str,
    )
    def test_not_all_contradictions_are_seen(self, rule: Rule, window: Rule) -> None:
        """
        Of rules that differ from year to year, or have no day at all, a year must tell.
        """
        limited = InWindow(rule, window)
        assert limited.occurrences(2026, Almanac()) == ()
        left_out = ["empty-window"] if rule.occurrences(2026, Almanac()) else []
        assert [remark.code for remark in limited.remarks(2026, Almanac())] == left_out
        assert limited.to_rrule() is None


class TestExcept:
    @given(dated, dated, years)
    def test_is_the_difference_of_the_days(self, rule: Rule, excluded: Rule, year: int) -> None:
        """
        The days are those of the rule without those of the other, be they of a year beside.
        """
        found = Except(rule, excluded).occurrences(year)
        assert day_set(found) == day_set(rule.occurrences(year)) - days_around(excluded, year)

    @given(dated, dated, years)
    def test_what_is_in_a_window_and_what_is_not(self, rule: Rule, window: Rule, year: int) -> None:
        """
        The days in a window and those out of it are together the days of the rule.
        """
        inside = day_set(in_window(rule, window).occurrences(year))
        outside = day_set(Except(rule, window).occurrences(year))
        assert inside | outside == day_set(rule.occurrences(year))
        assert not inside & outside

    def test_saturdays_that_are_no_holidays(self) -> None:
        """
        The Saturdays of 2026 without the seven in public holidays are 45.
        """
        rule = Except(Weekly(["SAT"]), Named("public_holidays"))
        off = [
            day
            for day in days(Weekly(["SAT"]), 2026)
            if chinese_calendar.get_holiday_detail(day) != (True, None)
            and chinese_calendar.is_holiday(day)
        ]
        found = [span.start for span in rule.occurrences(2026, ALMANAC)]
        assert found == [day for day in days(Weekly(["SAT"]), 2026) if day not in off]
        assert len(found) == 45

    def test_a_run_may_become_two(self) -> None:
        """
        A month without days from its middle is two runs; without those at an end it is one.
        """
        april = MonthSpan(4)
        assert text_dates(Except(april, DateRange(4, 10, 4, 12)).occurrences(2026)) == [
            "2026-04-01/2026-04-09",
            "2026-04-13/2026-04-30",
        ]
        assert text_dates(Except(april, DateRange(3, 1, 4, 12)).occurrences(2026)) == [
            "2026-04-13/2026-04-30"
        ]
        assert text_dates(Except(april, DateRange(4, 20, 5, 12)).occurrences(2026)) == [
            "2026-04-01/2026-04-19"
        ]
        assert Except(april, WholeYear()).occurrences(2026) == ()
        assert Except(april, MonthSpan(5)).occurrences(2026) == april.occurrences(2026)

    def test_says_what_both_leave_open(self) -> None:
        """
        What the rule or the excluded days leave open or assume is said; there is no RRULE.
        """
        rule = Except(EveryMonths(3), VAGUE)
        assert [finding.code for finding in rule.unresolved(2026)] == ["unresolved-text"]
        assert [finding.code for finding in rule.remarks(2026)] == ["anchor-assumed"]
        assert rule.to_rrule() is None
        assert list(Except(Named("a"), Named("b")).named()) == ["a", "b"]

    def test_nothing_of_nothing(self) -> None:
        """
        Where the rule has no days the excluded ones are not asked for.
        """
        assert Except(FixedDate(2, 29), Named("unknown")).occurrences(2026) == ()


def next_there(day: date, step: int) -> date:
    """
    Return *day* or the nearest working day in that direction, by chinesecalendar.
    """
    while not chinese_calendar.is_workday(day):
        day += timedelta(days=step)
    return day


class TestShifted:
    @given(month_days, st.sampled_from(range(2005, 2026)))
    def test_agrees_with_the_notices(self, day: tuple[int, int], year: int) -> None:
        """
        In announced years a day moves to the next or the last working day of chinesecalendar.
        """
        rule = FixedDate(*day)
        for span in rule.occurrences(year):
            (later,) = Shifted(rule, "next_workday").occurrences(year, ALMANAC)
            (earlier,) = Shifted(rule, "previous_workday").occurrences(year, ALMANAC)
            assert later == Span.day(next_there(span.start, 1))
            assert earlier == Span.day(next_there(span.start, -1))

    def test_reports_on_the_fifth(self) -> None:
        """
        每月5日，遇节假日顺延: the 5th is no working day in six months of 2026.
        """
        fifths = days(Monthly(5), 2026)
        found = Shifted(Monthly(5), "next_workday").occurrences(2026, ALMANAC)
        moved = [
            (day, run.start) for day, run in zip(fifths, found, strict=True) if day != run.start
        ]
        assert [f"{day:%m-%d}>{start:%m-%d}" for day, start in moved] == [
            f"{day:%m-%d}>{next_there(day, 1):%m-%d}"
            for day in fifths
            if not chinese_calendar.is_workday(day)
        ]
        assert len(moved) == 6

    def test_a_shifted_working_day_stays(self) -> None:
        """
        A Saturday that a notice makes a working day does not move.
        """
        rule = Shifted(FixedDate(2, 28), "next_workday")
        assert starts(rule, 2026, ALMANAC) == ["2026-02-28"]
        assert starts(rule, 2026) == ["2026-03-02"]

    def test_a_run_moves_as_a_whole(self) -> None:
        """
        A run whose first day is off moves with all its days, and belongs to its year.
        """
        rule = Shifted(FixedDate(10, 1, days=3), "next_workday")
        assert text_dates(rule.occurrences(2026, ALMANAC)) == ["2026-10-08/2026-10-10"]
        assert starts(Shifted(FixedDate(1, 1), "previous_workday"), 2026, ALMANAC) == ["2025-12-31"]

    def test_two_that_meet_become_one(self) -> None:
        """
        The seven days of a holiday are one working day.
        """
        rule = Shifted(InWindow(Daily(), DateRange(10, 1, 10, 7)), "next_workday")
        assert starts(rule, 2026, ALMANAC) == ["2026-10-08"]

    def test_of_years_without_a_notice(self) -> None:
        """
        Where a day or that to which it moves is of a year without a notice, a remark says so.
        """
        rule = Shifted(FixedDate(10, 1), "next_workday")
        assert rule.remarks(2026, ALMANAC) == ()
        (remark,) = rule.remarks(2040, ALMANAC)
        assert (remark.code, remark.severity) == ("provisional-workdays", "warning")
        assert "2040" in remark.message("zh-CN")
        assert starts(rule, 2040, ALMANAC) == ["2040-10-04"]

    def test_over_the_end_of_what_is_announced(self) -> None:
        """
        A day of an announced year that moves into the next asks for the notice of that one.
        """
        notices = [notice for notice in holidays("CN").notices if notice.year == 2022]
        almanac = Almanac(holidays=HolidayCalendar("CN", notices))
        rule = Shifted(FixedDate(12, 31), "next_workday")
        assert starts(rule, 2022, almanac) == ["2023-01-02"]
        assert [dict(remark.items)["year"] for remark in rule.remarks(2022, almanac)] == [2023]
        assert [dict(remark.items)["year"] for remark in rule.remarks(2021, almanac)] == [2021]

    def test_remarks_of_the_rule(self) -> None:
        """
        What the rule assumes is said, too.
        """
        rule = Shifted(EveryMonths(6), "previous_workday")
        codes = [remark.code for remark in rule.remarks(2040)]
        assert codes == ["anchor-assumed", "provisional-workdays"]
        assert rule.to_rrule() is None

    def test_impossible(self) -> None:
        """
        A day moves on or back.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            Shifted(Monthly(5), cast("Roll", "nearest"))
        assert str(caught.value) == (
            "way to shift nearest does not exist; it can be next_workday, previous_workday"
        )
        assert caught.value.sentence("zh-CN").startswith("顺延方式 nearest 不存在")


class TestYears:
    @given(rules, years, years, years)
    def test_is_the_rule_while_in_force(self, rule: Rule, a: int, b: int, year: int) -> None:
        """
        From its first year through its last a rule is as it is; in the others it says nothing.
        """
        first, last = sorted((a, b))
        meanings = Meanings({name: FixedDate(9, 10) for name in rule.named()})
        limited = Years(rule, first=first, last=last)
        inside = first <= year <= last
        assert limited.in_force(year) is inside
        for ask, bare in (
            (limited.occurrences, rule.occurrences),
            (limited.unresolved, rule.unresolved),
            (limited.remarks, rule.remarks),
        ):
            assert ask(year, meanings) == (bare(year, meanings) if inside else ())

    def test_open_ends(self) -> None:
        """
        Without a first or a last year there is no bound on that side.
        """
        since = Years(FixedDate(9, 10), first=1985)
        until = Years(FixedDate(11, 1), last=2008)
        assert [since.in_force(year) for year in (1984, 1985, 2100)] == [False, True, True]
        assert [until.in_force(year) for year in (1901, 2008, 2009)] == [True, True, False]
        assert Years(FixedDate(11, 1)).in_force(1901)

    def test_ends_after_it_begins(self) -> None:
        """
        A range of years that ends before it begins is refused; one year is a range.
        """
        with pytest.raises(EmptyRangeError) as caught:
            Years(FixedDate(9, 10), first=2009, last=2008)
        assert (
            str(caught.value) == "the range from 2009 to 2008 ends before it begins; swap the two"
        )
        assert caught.value.sentence("zh-CN") == "从 2009 到 2008 的范围终点在起点之前，请对调"
        assert starts(Years(FixedDate(9, 10), first=2009, last=2009), 2009) == ["2009-09-10"]

    @pytest.mark.parametrize("year", [0, 10000, -1])
    def test_impossible(self, year: int) -> None:
        """
        A year is one that a date can have.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            Years(FixedDate(9, 10), last=year)
        assert str(caught.value) == f"year {year} does not exist; it can be 1–9999"
        assert caught.value.sentence("zh-CN") == f"年份 {year} 不存在，可以是 1–9999"

    def test_recurrence(self) -> None:
        """
        An RRULE may end, with the year; from which year on it holds only DTSTART could say.
        """
        until = Years(FixedDate(11, 1), last=2008)
        assert until.to_rrule() == "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1;UNTIL=20081231"
        assert all_starts(until) == by_text("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1;UNTIL=20081231")
        assert Years(FixedDate(9, 10)).to_rrule() == FixedDate(9, 10).to_rrule()
        assert Years(FixedDate(9, 10), first=1985).to_rrule() is None
        assert Years(SPRING_FESTIVAL, last=2008).to_rrule() is None
        assert Years(until, last=2000).to_rrule() is None
        assert str(Years(Daily(), last=900).to_rrule()).endswith("UNTIL=09001231")


class TestBetween:
    @given(dated, st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.integers(0, 800), st.data())
    def test_is_the_days_of_the_range(
        self, rule: Rule, first: date, length: int, data: st.DataObject
    ) -> None:
        """
        The days are those from the first through the last; either end may be left open.
        """
        last = first + timedelta(days=length)
        year = data.draw(st.sampled_from(range(first.year, min(last.year, 2099) + 1)))
        expected = day_set(rule.occurrences(year))
        for rest, inside in (
            (Between(rule, first=first, last=last), {d for d in expected if first <= d <= last}),
            (Between(rule, first=first), {d for d in expected if first <= d}),
            (Between(rule, last=last), {d for d in expected if d <= last}),
            (Between(rule), expected),
        ):
            assert day_set(rest.occurrences(year)) == inside

    def test_one_spring(self) -> None:
        """
        Every Tuesday from 1 March through 30 June 2026, and in no other year.
        """
        rule = Between(Weekly(["TUE"]), first=date(2026, 3, 1), last=date(2026, 6, 30))
        found = days(rule, 2026)
        assert (len(found), str(found[0]), str(found[-1])) == (18, "2026-03-03", "2026-06-30")
        assert rule.occurrences(2025) == rule.occurrences(2027) == ()

    def test_runs_are_cut(self) -> None:
        """
        A run that reaches over an end keeps its days inside.
        """
        rule = Between(MonthSpan(4), first=date(2026, 4, 10), last=date(2026, 4, 20))
        assert text_dates(rule.occurrences(2026)) == ["2026-04-10/2026-04-20"]

    def test_ends_after_it_begins(self) -> None:
        """
        A range that ends before it begins is refused; one day is a range.
        """
        with pytest.raises(EmptyRangeError) as caught:
            Between(Daily(), first=date(2026, 7, 1), last=date(2026, 6, 30))
        assert str(caught.value) == (
            "the range from 2026-07-01 to 2026-06-30 ends before it begins; swap the two"
        )
        assert "从 2026-07-01 到 2026-06-30" in caught.value.sentence("zh-CN")
        day = date(2026, 7, 1)
        assert days(Between(Daily(), first=day, last=day), 2026) == [day]

    def test_the_first_and_the_last_day_of_all(self) -> None:
        """
        The first and the last day that there are may be meant for no bound at all.
        """
        rule = Between(FixedDate(9, 10), first=date.min, last=date.max)
        assert starts(rule, 2026) == ["2026-09-10"]
        assert starts(Between(FixedDate(9, 10), first=date.max), 2026) == []
        assert starts(Between(FixedDate(9, 10), last=date.min), 2026) == []

    def test_a_time_of_day_is_no_matter(self) -> None:
        """
        Of a date with a time the day counts.
        """
        moment = datetime(2026, 6, 30, 8, 30)  # noqa: DTZ001 - a local time
        assert Between(Daily(), last=moment) == Between(Daily(), last=date(2026, 6, 30))
        assert Between(Daily(), first=moment) == Between(Daily(), first=date(2026, 6, 30))

    def test_says_nothing_of_other_years(self) -> None:
        """
        What the rule leaves open or assumes is said of the years of the range alone.
        """
        rule = Between(
            Union([EveryMonths(6), VAGUE]), first=date(2025, 9, 1), last=date(2026, 6, 30)
        )
        for year in (2024, 2025, 2026, 2027):
            inside = year in {2025, 2026}
            assert [f.code for f in rule.unresolved(year)] == ["unresolved-text"] * inside
            assert [f.code for f in rule.remarks(year)] == ["anchor-assumed"] * inside

    def test_runs_that_lie_in_the_year_before(self) -> None:
        """
        A run-up to a day after the range may lie in it; what it assumes is said then.
        """
        practice = Announced(otherwise=FixedDate(1, 5))
        rule = Between(Before(practice, days=30), last=date(2025, 12, 31))
        assert text_dates(rule.occurrences(2026)) == ["2025-12-06/2025-12-31"]
        assert [remark.code for remark in rule.remarks(2026)] == ["date-by-practice"]
        assert rule.remarks(2027) == ()

    def test_recurrence(self) -> None:
        """
        An RRULE may end, on the last day; on which day it begins only DTSTART could say.
        """
        until = Between(Weekly(["TUE"]), last=date(2026, 6, 30))
        assert until.to_rrule() == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630"
        assert all_starts(until) == by_text("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630")
        assert Between(Weekly(["TUE"])).to_rrule() == "FREQ=WEEKLY;BYDAY=TU"
        assert Between(Weekly(["TUE"]), first=date(2026, 3, 1)).to_rrule() is None
        assert Between(until, last=date(2026, 3, 1)).to_rrule() is None
        assert Between(SPRING_FESTIVAL, last=date(2026, 3, 1)).to_rrule() is None
        every_other = EveryWeeks(2, ["TUE"], start=date(2026, 3, 3))
        ended = Between(every_other, last=date(2026, 6, 30))
        assert ended.to_rrule() == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20260630"
        assert all_starts(ended) == by_text(str(ended.to_rrule()), date(2026, 3, 3))


class TestNames:
    @given(st.lists(dated, min_size=1, max_size=3), years)
    def test_a_name_is_what_it_stands_for(self, parts: list[Rule], year: int) -> None:
        """
        A rule with names is the same as one with the rules that they stand for.
        """
        named = [Named(f"name_{index}") for index in range(len(parts))]
        meanings = Meanings({name.name: part for name, part in zip(named, parts, strict=True)})
        outer = Offset(Union([Before(Union(named), days=3), VAGUE]), days=1)
        bare = Offset(Union([Before(Union(parts), days=3), VAGUE]), days=1)
        assert outer.occurrences(year, meanings) == bare.occurrences(year)
        assert outer.unresolved(year, meanings) == bare.unresolved(year)
        assert outer.remarks(year, meanings) == bare.remarks(year)
        assert list(outer.named()) == [name.name for name in named]

    def test_are_found_at_any_depth(self) -> None:
        """
        The names of a rule are those of all its parts, in their order.
        """
        rule = Years(After(Announced(otherwise=Offset(Named("qixi"), days=1)), days=1), first=2000)
        assert list(rule.named()) == ["qixi"]
        assert list(Announced(["2026-01-01"]).named()) == []


class TestGrain:
    @pytest.mark.parametrize(
        ("rule", "grain"),
        [
            (Before(Weekly(["SAT"]), days=3), "week"),
            (After(Monthly(5), days=3), "month"),
            (Offset(EveryMonths(3), days=-1), "quarter"),
            (Years(EveryMonths(6), first=2000), "half_year"),
            (Announced(["2026-01-24"], otherwise=Monthly(5)), "year"),
            (InWindow(Weekly(["SAT"]), MonthSpan(7)), "week"),
            (Except(Monthly(5), MonthSpan(7)), "month"),
            (Between(EveryMonths(3), last=date(2026, 6, 30)), "quarter"),
            (Shifted(Daily(), "next_workday"), "day"),
            (StartOf(MonthSpan(7), days=7), "year"),
            (WeekOf(Monthly(5)), "month"),
            (Edition(MonthSpan(7), 6), "year"),
            (Rotation(Monthly(-1), ["a"]), "month"),
            (Union([WorkDays(), Lunar(1, 1)]), "day"),
            (Union([]), "month"),
            (Union([EveryMonths(6)]), "half_year"),
            (Union([Lunar(1, 1), Lunar(9, 9)]), "month"),
            (Union([Lunar(1, 1), Weekly(["SAT"])]), "day"),
            (Union([Weekly(["SAT", "SUN"]), Monthly(5)]), "day"),
        ],
        ids=str,
    )
    def test_is_that_of_the_parts(self, rule: Rule, grain: str) -> None:
        """
        What moves or limits a rule keeps its grain; several rules go by months, or by days if
        one of them goes by weeks.
        """
        assert rule.grain() == grain

    def test_of_names(self) -> None:
        """
        A name has the grain of what it stands for.
        """
        meanings = Meanings({"quarterly": EveryMonths(3)})
        assert Offset(Named("quarterly"), days=1).grain(meanings) == "quarter"


class TestValues:
    @given(rules)
    def test_are_equal_by_value(self, rule: Rule) -> None:
        """
        Rules that say the same are the same, and can be kept in sets.
        """
        again = attrs.evolve(rule)
        assert rule == again
        assert len({rule, again}) == 1

    def test_do_not_change(self) -> None:
        """
        A rule cannot be changed once made.
        """
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            SPRING_FESTIVAL.day = 2  # type: ignore[misc]

    def test_announced_takes_days_and_texts(self) -> None:
        """
        Announced days may be given as text or as spans.
        """
        day = Span.day(date(2018, 10, 25))
        assert Announced([day]) == Announced(["2018-10-25"]) == Announced(["2018-10-25/2018-10-25"])
