from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import all_starts, by_text, text_dates
from rule_samples import Meanings, dated, lengths, starts, years

from community_edu.calendars import (
    After,
    Before,
    DateRange,
    EndOf,
    EntryDays,
    FixedDate,
    FromTo,
    HalfYear,
    ImpossibleDateError,
    Lunar,
    MonthSpan,
    Named,
    NthWeekday,
    Offset,
    Rule,
    SolarTermDay,
    StartOf,
    Union,
    Unresolved,
    Weekly,
    WeekOf,
    WholeYear,
)

SPRING_FESTIVAL = Lunar(1, 1)
VAGUE = Unresolved("适时", "no date")
Stretch = Before | After | StartOf | EndOf


class TestBefore:
    def test_ends_on_the_eve(self) -> None:
        """
        The run-up to Double Ninth (重阳前夕) ends on the day before it.
        """
        (window,) = Before(Lunar(9, 9), days=7).occurrences(2026)
        assert (str(window.start), str(window.last)) == ("2026-10-11", "2026-10-17")

    def test_may_start_in_the_year_before(self) -> None:
        """
        A long run-up to Spring Festival starts in the civil year before, and belongs to the
        year of the festival.
        """
        (window,) = Before(SPRING_FESTIVAL, days=60).occurrences(2026)
        assert (str(window.start), str(window.last)) == ("2025-12-19", "2026-02-16")

    @given(dated, lengths, years)
    def test_touches_the_day_and_leaves_it_out(self, rule: Rule, days: int, year: int) -> None:
        """
        There is one window a start, as long as said, and it ends where the day begins.
        """
        windows = Before(rule, days=days).occurrences(year)
        assert [window.end for window in windows] == sorted(
            {day.start for day in rule.occurrences(year)}
        )
        assert {window.days for window in windows} <= {days}

    def test_windows_are_not_doubled(self) -> None:
        """
        Two things that begin on one day have one run-up.
        """
        both = Union([FixedDate(5, 1), FixedDate(5, 1, days=3)])
        assert starts(Before(both, days=7), 2026) == ["2026-04-24"]


class TestAfter:
    def test_starts_on_the_morrow(self) -> None:
        """
        The days after a holiday start when its last day is over.
        """
        (window,) = After(FixedDate(10, 1, days=3), days=7).occurrences(2026)
        assert (str(window.start), str(window.last)) == ("2026-10-04", "2026-10-10")

    @given(dated, lengths, years)
    def test_touches_the_day_and_leaves_it_out(self, rule: Rule, days: int, year: int) -> None:
        """
        There is one window an end, as long as said, in order of time.
        """
        windows = After(rule, days=days).occurrences(year)
        assert [window.start for window in windows] == sorted(
            {day.end for day in rule.occurrences(year)}
        )
        assert {window.days for window in windows} <= {days}

    def test_is_in_order(self) -> None:
        """
        What starts later may end sooner; the windows are in order all the same.
        """
        both = Union([FixedDate(8, 1, days=30), FixedDate(8, 5)])
        assert starts(After(both, days=1), 2026) == ["2026-08-06", "2026-08-31"]


class TestStartOf:
    @given(dated, lengths, years)
    def test_is_the_first_days(self, rule: Rule, days: int, year: int) -> None:
        """
        Of each run it keeps the first days, of a shorter one all.
        """
        expected = {tuple(run)[:days] for run in rule.occurrences(year)}
        assert [tuple(run) for run in StartOf(rule, days=days).occurrences(year)] == sorted(
            expected, key=lambda run: (run[0], len(run))
        )

    def test_of_the_year_and_the_term(self) -> None:
        """
        年初 is the beginning of the year, 开学初 that of each term.
        """
        assert text_dates(StartOf(WholeYear(), days=31).occurrences(2026)) == [
            "2026-01-01/2026-01-31"
        ]
        terms = Union([DateRange(9, 1, 1, 20), DateRange(2, 20, 6, 30)])
        assert text_dates(StartOf(terms, days=14).occurrences(2026)) == [
            "2026-02-20/2026-03-05",
            "2026-09-01/2026-09-14",
        ]

    def test_recurrence(self) -> None:
        """
        It begins when the rule does, so its RRULE is that of the rule, if its length is known.
        """
        month = MonthSpan(9)
        rule = StartOf(month, days=7)
        assert rule.to_rrule() == month.to_rrule() == "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"
        assert all_starts(rule) == by_text("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1")
        assert StartOf(month).to_rrule() is None
        assert StartOf(SPRING_FESTIVAL, days=7).to_rrule() is None
        assert (
            StartOf(Named("term"), days=7).to_rrule(Meanings({"term": month})) == month.to_rrule()
        )


class TestEndOf:
    @given(dated, lengths, years)
    def test_is_the_last_days(self, rule: Rule, days: int, year: int) -> None:
        """
        Of each run it keeps the last days, of a shorter one all.
        """
        expected = {tuple(run)[-days:] for run in rule.occurrences(year)}
        assert [tuple(run) for run in EndOf(rule, days=days).occurrences(year)] == sorted(
            expected, key=lambda run: (run[0], len(run))
        )

    def test_of_the_year(self) -> None:
        """
        年终 of 31 days is December, 年中 of 30 days is June.
        """
        assert EndOf(WholeYear(), days=31).occurrences(2026) == MonthSpan(12).occurrences(2026)
        assert EndOf(HalfYear(1), days=30).occurrences(2026) == MonthSpan(6).occurrences(2026)

    def test_has_no_recurrence(self) -> None:
        """
        How far the last days are from the first an RRULE does not know.
        """
        assert EndOf(MonthSpan(9), days=7).to_rrule() is None


class TestLength:
    @pytest.mark.parametrize("window", [Before, After, StartOf, EndOf])
    def test_unsaid_stays_unresolved(self, window: type[Stretch]) -> None:
        """
        A window whose length the plan does not say has no days, and says what is missing.
        """
        rule = window(SPRING_FESTIVAL)
        assert rule.occurrences(2026) == ()
        (finding,) = rule.unresolved(2026)
        assert finding.code == "length-unspecified"
        assert finding.message("zh-CN") == f"原文没有说“{rule}”是多少天，请补上 days=天数"
        assert finding.message("en") == f"the plan does not say how many days {rule} is; add days=…"

    def test_unsaid_length_of_unresolved_words(self) -> None:
        """
        What is unresolved inside a window is said beside its missing length.
        """
        codes = [finding.code for finding in Before(VAGUE).unresolved(2026)]
        assert codes == ["unresolved-text", "length-unspecified"]

    @pytest.mark.parametrize("window", [Before, After, StartOf, EndOf])
    @pytest.mark.parametrize("days", [0, -3, 367, 10**15])
    def test_impossible(self, window: type[Stretch], days: int) -> None:
        """
        A window has at least one day and at most a year of them.
        """
        message = rf"number of days {days} does not exist; it can be 1–366"
        with pytest.raises(ImpossibleDateError, match=message):
            window(SPRING_FESTIVAL, days=days)


class TestWeekOf:
    @given(dated, st.integers(-52, 52), years)
    def test_is_the_iso_week_of_each_first_day(self, rule: Rule, weeks: int, year: int) -> None:
        """
        There is one week, Monday to Sunday, for each week in which a run begins, moved by so many.
        """
        shift = timedelta(days=7 * weeks)
        expected = {(run.start + shift).isocalendar()[:2] for run in rule.occurrences(year)}
        found = WeekOf(rule, weeks).occurrences(year)
        assert [week.start.isocalendar()[:2] for week in found] == sorted(expected)
        assert {(week.start.isoweekday(), week.days) for week in found} <= {(1, 7)}

    def test_of_qingming(self) -> None:
        """
        清明所在周 of 2026, and the weeks beside it; Qingming is a Sunday, the last day of its week.
        """
        qingming = SolarTermDay("qingming")
        found = [WeekOf(qingming, weeks).occurrences(2026) for weeks in (-1, 0, 1)]
        assert [text_dates(weeks) for weeks in found] == [
            ["2026-03-23/2026-03-29"],
            ["2026-03-30/2026-04-05"],
            ["2026-04-06/2026-04-12"],
        ]

    def test_after_another_duty(self) -> None:
        """
        The week after the opening (开幕后一周) follows the week in which the opening begins.
        """
        plan = Meanings({"entry:opening": FixedDate(10, 22, days=3)})
        assert starts(WeekOf(EntryDays("opening"), 1), 2026, plan) == ["2026-10-26"]

    def test_may_begin_in_the_year_before(self) -> None:
        """
        The week of 1 January belongs to the year of that day.
        """
        assert starts(WeekOf(FixedDate(1, 1)), 2026) == ["2025-12-29"]
        assert WeekOf(FixedDate(1, 1)).to_rrule() is None

    @pytest.mark.parametrize("weeks", [53, -53])
    def test_impossible(self, weeks: int) -> None:
        """
        A week moves by a year of weeks at the most.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            WeekOf(SPRING_FESTIVAL, weeks)
        assert str(caught.value) == f"number of weeks {weeks} does not exist; it can be -52 – 52"
        assert caught.value.sentence("zh-CN") == f"周数 {weeks} 不存在，可以是 -52 – 52"


class TestOffset:
    @given(dated, st.integers(-366, 366), years)
    def test_moves_each_run(self, rule: Rule, days: int, year: int) -> None:
        """
        Every run moves by so many days and keeps its length.
        """
        shift = timedelta(days=days)
        moved = Offset(rule, days=days).occurrences(year)
        assert [(span.start - shift, span.days) for span in moved] == [
            (span.start, span.days) for span in rule.occurrences(year)
        ]

    def test_eve_of_mid_autumn(self) -> None:
        """
        The eve of a festival is the festival moved by a day.
        """
        assert starts(Offset(Lunar(8, 15), days=-1), 2026) == ["2026-09-24"]

    @pytest.mark.parametrize("days", [367, -367, 10**15])
    def test_impossible(self, days: int) -> None:
        """
        A day moves by a year at the most.
        """
        message = rf"number of days {days} does not exist; it can be -366 – 366"
        with pytest.raises(ImpossibleDateError, match=message):
            Offset(SPRING_FESTIVAL, days=days)


class TestWindowsOfPlans:
    def test_six_run_ups_and_three_eves(self) -> None:
        """
        Run-ups to six festivals (前期) and to three seasons (前夕) are nine windows: those of
        one festival differ in length.
        """
        run_ups = [
            Before(festival, days=15)
            for festival in (
                Lunar(1, 1),
                FixedDate(3, 8),
                NthWeekday(5, "SUN", 2),
                FixedDate(7, 1),
                Lunar(9, 9),
                FixedDate(10, 1),
            )
        ]
        eves = [Before(rule, days=7) for rule in (Lunar(1, 1), DateRange(7, 1, 8, 31), Lunar(9, 9))]
        assert len(Union([*run_ups, *eves]).occurrences(2026)) == 9

    def test_weekends_and_summer(self) -> None:
        """
        暑假、双休日 has 104 weekend days and one summer in 2026.
        """
        union = Union([DateRange(7, 1, 8, 31), Weekly(["SAT", "SUN"])])
        assert len(union.occurrences(2026)) == 105


class TestRecurrences:
    @pytest.mark.parametrize(
        "rule",
        [
            Before(FixedDate(5, 1), days=7),
            After(FixedDate(5, 1), days=7),
            Offset(FixedDate(5, 1), days=1),
        ],
        ids=str,
    )
    def test_have_no_words(self, rule: Rule) -> None:
        """
        What is moved off other days has no RRULE.
        """
        assert rule.to_rrule() is None


class TestFromTo:
    @given(dated, dated, st.integers(1901, 2098))
    def test_ends_with_the_next_run_of_the_other(self, first: Rule, last: Rule, year: int) -> None:
        """
        Each begins with a run of the one rule and ends with the next end of the other.
        """
        ends = [run.last for near in (year, year + 1) for run in last.occurrences(near)]
        expected = {
            (run.start, min(later))
            for run in first.occurrences(year)
            if (later := [end for end in ends if end >= run.start])
        }
        found = FromTo(first, last).occurrences(year)
        assert [(run.start, run.last) for run in found] == sorted(expected)

    def test_from_one_festival_to_another(self) -> None:
        """
        春节至元宵节, 国庆节至元旦: the end may be in the next year.
        """
        lantern = FromTo(SPRING_FESTIVAL, Lunar(1, 15))
        assert text_dates(lantern.occurrences(2026)) == ["2026-02-17/2026-03-03"]
        winter = FromTo(FixedDate(10, 1), FixedDate(1, 1))
        assert text_dates(winter.occurrences(2026)) == ["2026-10-01/2027-01-01"]

    def test_no_end(self) -> None:
        """
        Where the other has no run in this year or the next, there is none.
        """
        assert FromTo(FixedDate(10, 1), Unresolved("适时", "no date")).occurrences(2026) == ()
        assert FromTo(FixedDate(10, 1), FixedDate(1, 1)).occurrences(2100) == ()
        assert FromTo(FixedDate(10, 1), FixedDate(1, 1)).occurrences(2150) == ()

    def test_says_what_both_leave_open(self) -> None:
        """
        What either rule leaves open is open.
        """
        rule = FromTo(VAGUE, Before(FixedDate(10, 1)))
        codes = [found.code for found in rule.unresolved(2026)]
        assert codes == ["unresolved-text", "length-unspecified"]
        assert rule.to_rrule() is None
