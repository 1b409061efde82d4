from datetime import date, timedelta
from typing import cast

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import days
from rule_samples import starts

from community_edu.calendars import (
    NO_NAMES,
    After,
    Almanac,
    Before,
    FixedDate,
    HolidaysNotAnnouncedError,
    ImpossibleDateError,
    Monthly,
    Named,
    Names,
    NthWorkday,
    Rule,
    Shifted,
    Span,
    Union,
    UnknownNameError,
    Unresolved,
    WorkCalendar,
    WorkdayBeside,
    holidays,
)
from community_edu.calendars.workday_rules import MOST_WORKDAYS, WORK_UNITS, WorkUnit

ALMANAC = Almanac(holidays=holidays("CN"))
MONTHS: dict[WorkUnit, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
announced = st.sampled_from(range(2005, 2026))


class Strict(Names):
    """
    Names that answer for announced years only.
    """

    def rule(self, name: str) -> Rule:
        raise UnknownNameError(name)

    @property
    def workdays(self) -> WorkCalendar:
        return WorkCalendar(holidays("CN"))


def worked(year: int, unit: WorkUnit) -> list[list[date]]:
    """
    Return the working days of each month, quarter … by chinesecalendar.
    """
    first_day, last_day = date(year, 1, 1), date(year, 12, 31)
    found = cast("list[date]", chinese_calendar.get_workdays(first_day, last_day))
    step = MONTHS[unit]
    return [
        [day for day in found if first <= day.month < first + step] for first in range(1, 13, step)
    ]


def steps_there(day: date, n: int) -> date:
    """
    Let chinesecalendar say which is the n-th working day after or before a day.
    """
    step = timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not chinese_calendar.is_workday(day):
            day += step
    return day


class TestNthWorkday:
    @given(st.sampled_from(sorted(WORK_UNITS.values())), st.data(), announced)
    def test_agrees_with_the_notices(self, unit: WorkUnit, data: st.DataObject, year: int) -> None:
        """
        In announced years it is the n-th of the working days of chinesecalendar, if there are n.
        """
        n = data.draw(st.integers(1, 24 * MONTHS[unit]) | st.integers(-24 * MONTHS[unit], -1))
        index = n - 1 if n > 0 else n
        expected = [found[index] for found in worked(year, unit) if abs(n) <= len(found)]
        assert [run.start for run in NthWorkday(n, unit).occurrences(year, ALMANAC)] == expected

    def test_third_of_each_month(self) -> None:
        """
        每月第三个工作日: the first half of 2026 has 1 January and Spring Festival in it.
        """
        found = starts(NthWorkday(3, "month"), 2026, ALMANAC)[:3]
        assert found == ["2026-01-06", "2026-02-04", "2026-03-04"]

    @pytest.mark.parametrize("unit", WORK_UNITS.values())
    def test_first_and_last(self, unit: WorkUnit) -> None:
        """
        The first one is the first day moved on, the last one the last day moved back.
        """
        step = MONTHS[unit]
        firsts, lasts = range(1, 13, step), range(step, 13, step)
        first = Shifted(Monthly(1, months=firsts), "next_workday")
        last = Shifted(Monthly(-1, months=lasts), "previous_workday")
        for year in (2024, 2026, 2040):
            assert starts(NthWorkday(1, unit), year, ALMANAC) == starts(first, year, ALMANAC)
            assert starts(NthWorkday(-1, unit), year, ALMANAC) == starts(last, year, ALMANAC)

    def test_a_month_that_has_too_few(self) -> None:
        """
        A month without so many working days has none such.
        """
        found = NthWorkday(22, "month").occurrences(2026, ALMANAC)
        assert len(found) == sum(len(month) >= 22 for month in worked(2026, "month")) < 12
        assert NthWorkday(31, "month").occurrences(2026, ALMANAC) == ()

    def test_of_years_without_a_notice(self) -> None:
        """
        Of other years only weekends and statutory days are known, and a remark says so.
        """
        rule = NthWorkday(3, "year")
        assert starts(rule, 2040) == starts(rule, 2040, ALMANAC) == ["2040-01-04"]
        assert [remark.code for remark in rule.remarks(2040)] == ["provisional-workdays"]
        assert rule.remarks(2026, ALMANAC) == rule.unresolved(2040) == ()

    def test_a_strict_calendar_refuses(self) -> None:
        """
        Where only announced years may be asked, another one is refused.
        """
        assert starts(NthWorkday(3, "year"), 2026, Strict()) == ["2026-01-06"]
        with pytest.raises(HolidaysNotAnnouncedError):
            NthWorkday(3, "year").occurrences(2040, Strict())

    @pytest.mark.parametrize("unit", WORK_UNITS.values())
    def test_goes_by_its_unit(self, unit: WorkUnit) -> None:
        """
        It is told apart by its month, quarter …, and no RRULE knows it.
        """
        assert NthWorkday(3, unit).grain() == unit
        assert NthWorkday(3, unit).to_rrule() is None

    @pytest.mark.parametrize(
        ("n", "unit", "possible"),
        [
            (0, "month", "1–31, -31 – -1"),
            (32, "month", "1–31, -31 – -1"),
            (-93, "quarter", "1–92, -92 – -1"),
            (185, "half_year", "1–184, -184 – -1"),
            (367, "year", "1–366, -366 – -1"),
            (1, "term", "month, quarter, half_year, year"),
        ],
    )
    def test_impossible(self, n: int, unit: WorkUnit, possible: str) -> None:
        """
        No unit has more working days than days, and only some units are known.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            NthWorkday(n, unit)
        assert caught.value.possible == possible


class TestWorkdayBeside:
    @given(
        st.dates(date(2006, 1, 1), date(2025, 12, 31)),
        st.integers(1, 5),
        st.integers(-60, 60).filter(bool),
    )
    def test_agrees_with_the_notices(self, day: date, length: int, n: int) -> None:
        """
        It is as many working days of chinesecalendar away from the end or the start of a run.
        """
        rule = FixedDate(day.month, day.day, days=length)
        (run,) = rule.occurrences(day.year)
        expected = steps_there(run.last if n > 0 else run.start, n)
        if 2005 < expected.year < 2027:
            assert WorkdayBeside(rule, n).occurrences(day.year, ALMANAC) == (Span.day(expected),)

    def test_after_the_holidays(self) -> None:
        """
        春节后第三个工作日: in 2026 people work again on 24 February.
        """
        assert starts(WorkdayBeside(Named("spring_festival"), 1), 2026, ALMANAC) == ["2026-02-24"]
        assert starts(WorkdayBeside(Named("spring_festival"), 3), 2026, ALMANAC) == ["2026-02-26"]
        assert starts(WorkdayBeside(Named("spring_festival"), -1), 2026, ALMANAC) == ["2026-02-14"]

    def test_first_is_the_next_day_moved_on(self) -> None:
        """
        The first one after a day is the next day, moved on if nobody works then.
        """
        for month, day in ((5, 1), (10, 1), (12, 31)):
            rule = FixedDate(month, day)
            later = Shifted(After(rule, days=1), "next_workday")
            earlier = Shifted(Before(rule, days=1), "previous_workday")
            for year in range(2010, 2026):
                there = (starts(later, year, ALMANAC), starts(earlier, year, ALMANAC))
                ours = (WorkdayBeside(rule, 1), WorkdayBeside(rule, -1))
                assert tuple(starts(one, year, ALMANAC) for one in ours) == there

    def test_two_that_meet_become_one(self) -> None:
        """
        The working day after a Saturday and that after the Sunday are one.
        """
        rule = Union([FixedDate(6, 6), FixedDate(6, 7)])
        assert starts(WorkdayBeside(rule, 1), 2026, ALMANAC) == ["2026-06-08"]

    def test_over_the_end_of_what_is_announced(self) -> None:
        """
        A remark names each year of which the working days are not announced.
        """
        found = WorkdayBeside(FixedDate(12, 31), 2).remarks(2039, ALMANAC)
        assert [remark.parameters["year"] for remark in found] == [2039, 2040]
        assert WorkdayBeside(FixedDate(10, 1), 2).remarks(2026, ALMANAC) == ()
        assert [f.code for f in WorkdayBeside(FixedDate(10, 1), -2).remarks(2040)] == [
            "provisional-workdays"
        ]

    def test_after_the_table(self) -> None:
        """
        After 2100 no working day is known, so that none is made up.
        """
        assert days(WorkdayBeside(FixedDate(12, 31), 1), 2100) == []
        assert starts(WorkdayBeside(FixedDate(12, 31), -1), 2100) == ["2100-12-30"]

    def test_says_what_the_rule_leaves_open(self) -> None:
        """
        What the rule cannot date, this cannot either.
        """
        rule = WorkdayBeside(Unresolved("适时", "没有日期"), 3)
        assert rule.occurrences(2026) == ()
        assert rule.remarks(2026) == ()
        assert [found.code for found in rule.unresolved(2026)] == ["unresolved-text"]
        assert rule.to_rrule(NO_NAMES) is None

    @pytest.mark.parametrize("n", [0, MOST_WORKDAYS + 1, -MOST_WORKDAYS - 1])
    def test_impossible(self, n: int) -> None:
        """
        It is one to sixty working days away.
        """
        with pytest.raises(ImpossibleDateError, match=f"{n} does not exist; it can be 1–60"):
            WorkdayBeside(FixedDate(10, 1), n)
