from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_oracles import all_starts, by_text, compared_years
from rule_samples import Meanings, dated, spans, starts

from community_edu.calendars import (
    Almanac,
    Announced,
    DateRange,
    EvenWeeks,
    FixedDate,
    ImpossibleDateError,
    Lunar,
    Monthly,
    Named,
    NoMembersError,
    OddWeeks,
    Rotation,
    Rule,
    Span,
    TermWeeks,
    Union,
    Weekly,
    YearOutOfRangeError,
    school_terms,
)

SHANGHAI = Almanac(terms=school_terms("CN-310000", 2026))
"""
The first term is from Monday, 1 September 2025 to 30 January, the second from 2 March 2026.
"""
FIRST, SECOND = Named("first_term"), Named("second_term")
TUESDAYS = Weekly(["TUE"])
ALL_WEEKS = range(1, 53)


def numbered(term: Span) -> dict[date, int]:
    """
    Number the days of a term by their weeks, as people do on a wall calendar.
    """
    numbers: dict[date, int] = {}
    week = 1
    for day in term:
        if day.weekday() == 0 and day != term.start:
            week += 1
        numbers[day] = week
    return numbers


class TestWeeksOfATerm:
    @given(dated, spans, st.lists(st.sampled_from(range(1, 8)), max_size=3))
    def test_agree_with_a_wall_calendar(self, rule: Rule, term: Span, weeks: list[int]) -> None:
        """
        Runs are kept by the week of the term in which they begin; each Monday begins another.
        """
        numbers = numbered(term)
        announced = Announced([term])
        for year in {term.start.year, min(term.last.year, 2100)}:
            runs = rule.occurrences(year)
            odd = [run for run in runs if numbers.get(run.start, 0) % 2 == 1]
            even = [run for run in runs if numbers.get(run.start, 1) % 2 == 0]
            some = [run for run in runs if numbers.get(run.start) in weeks]
            assert list(OddWeeks(rule, announced).occurrences(year)) == odd
            assert list(EvenWeeks(rule, announced).occurrences(year)) == even
            assert list(TermWeeks(rule, announced, weeks).occurrences(year)) == some

    def test_of_shanghai(self) -> None:
        """
        The term begins on a Monday, so its first Tuesday is of week 1, and the odd and the even
        ones take turns.
        """
        odd, even = OddWeeks(TUESDAYS, FIRST), EvenWeeks(TUESDAYS, FIRST)
        assert starts(odd, 2025, SHANGHAI)[:3] == ["2025-09-02", "2025-09-16", "2025-09-30"]
        assert starts(even, 2025, SHANGHAI)[:3] == ["2025-09-09", "2025-09-23", "2025-10-07"]
        assert starts(OddWeeks(TUESDAYS, SECOND), 2026, SHANGHAI)[0] == "2026-03-03"

    def test_go_on_after_the_new_year(self) -> None:
        """
        The first term goes on in January, and so does the count of its weeks, to the 22nd.
        """
        odd, even = OddWeeks(TUESDAYS, FIRST), EvenWeeks(TUESDAYS, FIRST)
        assert starts(odd, 2025, SHANGHAI)[-1] == "2025-12-23"
        assert starts(even, 2025, SHANGHAI)[-1] == "2025-12-30"
        assert starts(odd, 2026, SHANGHAI) == ["2026-01-06", "2026-01-20"]
        assert starts(even, 2026, SHANGHAI) == ["2026-01-13", "2026-01-27"]
        last = TermWeeks(TUESDAYS, FIRST, [22])
        assert starts(last, 2026, SHANGHAI) == ["2026-01-27"]

    def test_first_three_weeks(self) -> None:
        """
        第 1 至 3 周 of both terms are six Tuesdays in a school year.
        """
        both = Union([FIRST, SECOND])
        rule = TermWeeks(TUESDAYS, both, [1, 2, 3])
        assert starts(rule, 2025, SHANGHAI) == ["2025-09-02", "2025-09-09", "2025-09-16"]
        assert starts(rule, 2026, SHANGHAI) == ["2026-03-03", "2026-03-10", "2026-03-17"]

    def test_week_one_holds_the_first_day(self) -> None:
        """
        A term that begins on a Thursday has a first week of four days.
        """
        term = DateRange(10, 1, 10, 31)
        first = TermWeeks(Weekly(["THU", "MON"]), term, [1])
        second = TermWeeks(Weekly(["THU", "MON"]), term, [2])
        assert starts(first, 2026) == ["2026-10-01"]
        assert starts(second, 2026) == ["2026-10-05", "2026-10-08"]

    def test_unknown_terms(self) -> None:
        """
        Where the term is not known, that is said.
        """
        rule = OddWeeks(TUESDAYS, FIRST)
        assert rule.occurrences(2040, SHANGHAI) == ()
        assert [finding.code for finding in rule.unresolved(2040, SHANGHAI)] == ["not-announced"]
        assert OddWeeks(FixedDate(2, 29), FIRST).occurrences(2026) == ()

    def test_keep_the_grain_and_have_no_recurrence(self) -> None:
        """
        The weeks of a term keep the grain of the rule; RFC 5545 has no words for them.
        """
        for rule in (
            OddWeeks(TUESDAYS, FIRST),
            EvenWeeks(TUESDAYS, FIRST),
            TermWeeks(TUESDAYS, FIRST, [1]),
        ):
            assert rule.grain() == "week"
            assert rule.to_rrule() is None
            assert list(rule.named()) == ["first_term"]

    @pytest.mark.parametrize("week", [0, 53, -1])
    def test_impossible(self, week: int) -> None:
        """
        Weeks of a term count from one.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            TermWeeks(TUESDAYS, FIRST, [1, week])
        assert str(caught.value) == f"week of a term {week} does not exist; it can be 1–52"
        assert caught.value.sentence("zh-CN") == f"周次 {week} 不存在，可以是 1–52"


def turns(rule: Rule, members: list[str], first: int, year: int) -> Iterator[tuple[Span, str]]:
    """
    Give each run from *first* on to the next member, and yield those of *year*.
    """
    runs = [(of, run) for of in range(first, year + 1) for run in rule.occurrences(of)]
    for (of, run), member in zip(runs, cycle(members)):
        if of == year:
            yield run, member


class TestRotation:
    @given(
        dated.filter(lambda rule: len(rule.occurrences(2026)) < 60),
        st.lists(st.sampled_from("abcd"), min_size=1, max_size=4),
        st.integers(0, 6),
        compared_years,
    )
    def test_takes_turns(self, rule: Rule, members: list[str], since: int, year: int) -> None:
        """
        The days are those of the rule; each goes to the next member, from the year ``since`` on.
        """
        each_year = Rotation(rule, members)
        going_on = Rotation(rule, members, since=max(year - since, 1901))
        assert each_year.occurrences(year) == rule.occurrences(year)
        assert each_year.assigned(year) == tuple(turns(rule, members, year, year))
        assert going_on.assigned(year) == tuple(turns(rule, members, max(year - since, 1901), year))

    def test_three_grades(self) -> None:
        """
        Each of three grades has the last day of four months of a year.
        """
        rule = Rotation(Monthly(-1), ["高一", "高二", "高三"])
        members = [member for _, member in rule.assigned(2026)]
        assert members == list(islice(cycle(["高一", "高二", "高三"]), 12))
        assert str(rule) == "rotation(monthly(-1), [高一, 高二, 高三])"

    def test_since(self) -> None:
        """
        With a year to count from, the next year goes on where the last one ended; years before
        begin with the first member.
        """
        rule = Rotation(Monthly(1, months=[3, 6, 9]), ["a", "b"], since=2026)
        found = {year: "".join(m for _, m in rule.assigned(year)) for year in range(2025, 2029)}
        assert found == {2025: "aba", 2026: "aba", 2027: "bab", 2028: "aba"}
        without = Rotation(Monthly(1, months=[3, 6, 9]), ["a", "b"])
        assert "".join(member for _, member in without.assigned(2027)) == "aba"

    def test_of_names(self) -> None:
        """
        A rule by name takes turns as what it stands for.
        """
        meanings = Meanings({"meetings": Monthly(1, months=[3, 9])})
        rule = Rotation(Named("meetings"), ["a", "b", "c"], since=2026)
        assert [member for _, member in rule.assigned(2027, meanings)] == ["c", "a"]
        assert rule.to_rrule(meanings) == "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1"
        assert list(rule.named()) == ["meetings"]

    def test_recurrence(self) -> None:
        """
        Whose turn it is does not change the days, nor the RRULE.
        """
        rule = Rotation(Monthly(-1), ["a", "b"])
        assert rule.to_rrule() == "FREQ=MONTHLY;BYMONTHDAY=-1"
        assert all_starts(rule) == by_text("FREQ=MONTHLY;BYMONTHDAY=-1")
        assert Rotation(Lunar(1, 1), ["a"]).to_rrule() is None

    def test_needs_members(self) -> None:
        """
        Somebody must take turns.
        """
        with pytest.raises(NoMembersError) as caught:
            Rotation(Monthly(-1), [])
        assert str(caught.value) == (
            "nobody takes turns here; name at least one: rotation(monthly(-1), [a, b])"
        )
        assert caught.value.sentence("zh-CN") == (
            "轮流名单是空的，请至少写一个：rotation(monthly(-1), [a, b])"
        )

    @pytest.mark.parametrize("since", [1900, 2101])
    def test_since_a_year_of_the_tables(self, since: int) -> None:
        """
        The year to count from must be one of which every rule can speak.
        """
        with pytest.raises(YearOutOfRangeError, match=rf"{since} .* from 1901 to 2100"):
            Rotation(Monthly(-1), ["a"], since=since)
        assert Rotation(Lunar(1, 1), ["a"], since=1901).assigned(1902)[0][1] == "a"
