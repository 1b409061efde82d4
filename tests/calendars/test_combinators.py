from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import Meanings, dated, lengths, nameless, rules, spans, starts, years

from community_edu.calendars import (
    After,
    Announced,
    Before,
    DateRange,
    EveryMonths,
    FixedDate,
    ImpossibleDateError,
    Lunar,
    Monthly,
    Named,
    NthWeekday,
    Offset,
    Rule,
    Span,
    Union,
    Unresolved,
    Weekly,
    Years,
)

SPRING_FESTIVAL = Lunar(1, 1)
VAGUE = Unresolved("适时", "no date")


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


class TestLength:
    @pytest.mark.parametrize("window", [Before, After])
    def test_unsaid_stays_unresolved(self, window: type[Before | After]) -> None:
        """
        A window whose length the plan does not say has no days, and says what is missing.
        """
        rule = window(SPRING_FESTIVAL)
        assert rule.occurrences(2026) == ()
        (finding,) = rule.unresolved(2026)
        assert finding.code == "length-unspecified"
        assert finding.message("zh-CN") == ("原文没有说“lunar(1, 1)”前后多少天，请补上 days=天数")
        assert finding.message("en") == (
            "the plan does not say how many days around lunar(1, 1); add days=…"
        )

    def test_unsaid_length_of_unresolved_words(self) -> None:
        """
        What is unresolved inside a window is said beside its missing length.
        """
        codes = [finding.code for finding in Before(VAGUE).unresolved(2026)]
        assert codes == ["unresolved-text", "length-unspecified"]

    @pytest.mark.parametrize("days", [0, -3, 367, 10**15])
    def test_impossible(self, days: int) -> None:
        """
        A window has at least one day and at most a year of them.
        """
        message = rf"number of days {days} does not exist; it can be 1–366"
        with pytest.raises(ImpossibleDateError, match=message):
            Before(SPRING_FESTIVAL, days=days)
        with pytest.raises(ImpossibleDateError, match=message):
            After(SPRING_FESTIVAL, days=days)


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


class TestYears:
    @given(rules, years, years, years)
    def test_is_the_rule_while_in_force(self, rule: Rule, first: int, last: int, year: int) -> None:
        """
        From its first year through its last a rule is as it is; in the others it says nothing.
        """
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


class TestAnnounced:
    RULE = Announced(["2018-10-25", "2022-11-20/2022-11-26"], otherwise=NthWeekday(10, "MON", 4))

    def test_a_notice_decides(self) -> None:
        """
        In a year with a notice its days hold, with no remark.
        """
        (span,) = self.RULE.occurrences(2022)
        assert (str(span.start), str(span.last)) == ("2022-11-20", "2022-11-26")
        assert self.RULE.remarks(2022) == self.RULE.unresolved(2022) == ()

    def test_practice_is_marked(self) -> None:
        """
        In a year without one the practice holds, with a remark.
        """
        assert starts(self.RULE, 2026) == ["2026-10-26"]
        assert self.RULE.unresolved(2026) == ()
        (remark,) = self.RULE.remarks(2026)
        assert (remark.code, remark.severity) == ("date-by-practice", "warning")
        assert remark.message("zh-CN") == (
            "2026 年的日期尚未公布，这里按惯例取 nth_weekday(10, MON, 4)"
        )
        assert "the date for 2026 is not announced; by practice" in remark.message("en")

    def test_nothing_is_guessed(self) -> None:
        """
        Without a notice and without a practice a year is unresolved.
        """
        rule = Announced(["2025-09-11"])
        assert rule.occurrences(2026) == ()
        assert rule.remarks(2026) == ()
        (finding,) = rule.unresolved(2026)
        assert finding.code == "not-announced"
        assert finding.message("zh-CN") == "2026 年的日期由当年通知规定，没有可用的通知"
        assert finding.message("en") == (
            "the date for 2026 is set by a notice of that year, and none is at hand"
        )

    def test_unresolved_practice(self) -> None:
        """
        A practice that cannot be dated leaves the year unresolved, and is remarked on.
        """
        rule = Announced(["2025-09-11"], otherwise=VAGUE)
        assert [finding.code for finding in rule.unresolved(2026)] == ["unresolved-text"]
        assert [finding.code for finding in rule.remarks(2026)] == ["date-by-practice"]
        assert rule.unresolved(2025) == rule.remarks(2025) == ()

    @given(st.lists(spans, max_size=4), years)
    def test_holds_the_notices_of_the_year(self, announced: list[Span], year: int) -> None:
        """
        The days of a year are those that start in it, each once, whatever order they came in.
        """
        rule = Announced(announced)
        expected = sorted({span for span in announced if span.start.year == year})
        assert list(rule.occurrences(year)) == list(rule.announced(year)) == expected
        assert bool(rule.unresolved(year)) is not bool(expected)

    def test_doubles_count_once(self) -> None:
        """
        A day that is announced twice is one day.
        """
        assert starts(Announced(["2026-01-24", "2026-01-24"]), 2026) == ["2026-01-24"]

    @pytest.mark.parametrize(
        "text",
        [
            "soon",
            "",
            "2026-02-30",
            "2026-02-01/2026-01-01",
            "2026-01-01/2026-01-02/2026-01-03",
            "/2026-01-01",
            "9999-12-31",
        ],
    )
    def test_impossible(self, text: str) -> None:
        """
        Dates are written as ISO 8601 has them, and end when they end.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            Announced([text])
        assert str(caught.value) == (
            f"date {text!r} does not exist; it can be '2025-10-22', '2022-11-20/2022-11-26'"
        )
        assert caught.value.sentence("zh-CN").startswith(f"日期 {text!r} 不存在")


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
