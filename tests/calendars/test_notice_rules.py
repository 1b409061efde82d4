import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import Meanings, nameless, spans, starts, years

from community_edu.calendars import (
    Announced,
    Edition,
    EmptySpanError,
    EveryMonths,
    FixedDate,
    ImpossibleDateError,
    Named,
    NthWeekday,
    Rule,
    Span,
    UnreadableSpanError,
    Unresolved,
)

VAGUE = Unresolved("适时", "no date")


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
        assert remark.message("zh-CN") == "2026 年的日期尚未公布，这里按惯例取 2026-10-26"
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
            "2026-01-01/2026-01-02/2026-01-03",
            "/2026-01-01",
            "9999-12-31",
        ],
    )
    def test_impossible(self, text: str) -> None:
        """
        Dates are written as ISO 8601 has them, and end when they end.
        """
        with pytest.raises(UnreadableSpanError, match="is no day and no run of days"):
            Announced([text])

    def test_backwards(self) -> None:
        """
        A range ends after it begins.
        """
        with pytest.raises(EmptySpanError, match="has no day"):
            Announced(["2026-02-01/2026-01-01"])


class TestEdition:
    @given(nameless, st.integers(1, 100), years, years)
    def test_is_the_rule_in_its_year(self, rule: Rule, number: int, first: int, year: int) -> None:
        """
        The n-th edition is where the rule is, n - 1 years after the first, and nowhere else.
        """
        edition = Edition(rule, number, first=first)
        held = year - first == number - 1
        assert edition.held_in(year) is held
        for ask, bare in (
            (edition.occurrences, rule.occurrences),
            (edition.unresolved, rule.unresolved),
            (edition.remarks, rule.remarks),
        ):
            assert ask(year) == (bare(year) if held else ())

    def test_learning_week(self) -> None:
        """
        With the first in 2005, the tenth learning week (第十届全民终身学习活动周) is that of 2014.
        """
        week = Meanings({"learning_week": Announced(["2014-10-13/2014-10-19"])})
        tenth = Edition(Named("learning_week"), 10, first=2005)
        assert [year for year in range(2001, 2030) if tenth.occurrences(year, week)] == [2014]
        assert starts(tenth, 2014, week) == ["2014-10-13"]
        assert str(tenth) == "edition(learning_week, 10, first=2005)"

    def test_without_the_year_of_the_first(self) -> None:
        """
        Where nobody says when the first was, the year is not known, and that is said.
        """
        sixth = Edition(EveryMonths(12), 6)
        assert not sixth.held_in(2026)
        assert sixth.occurrences(2026) == ()
        assert sixth.remarks(2026) == ()
        (finding,) = sixth.unresolved(2026)
        assert (finding.code, finding.severity) == ("edition-without-year", "warning")
        assert finding.message("zh-CN") == (
            "不知道“every_months(12)”的第 6 届在哪一年，请补上 first=第一届的年份"
        )
        assert finding.message("en") == (
            "the year of edition 6 of every_months(12) is not known; add first=… the year of the "
            "first"
        )

    def test_has_no_recurrence(self) -> None:
        """
        What happens once does not recur.
        """
        assert Edition(FixedDate(9, 10), 6, first=2005).to_rrule() is None
        assert Announced(["2014-10-13"], otherwise=FixedDate(10, 13)).to_rrule() is None

    @pytest.mark.parametrize("number", [0, -1])
    def test_impossible(self, number: int) -> None:
        """
        Editions count from one.
        """
        with pytest.raises(ImpossibleDateError) as caught:
            Edition(FixedDate(9, 10), number)
        assert str(caught.value) == f"edition {number} does not exist; it can be 1, 2, 3 …"
        assert caught.value.sentence("zh-CN") == f"届次 {number} 不存在，可以是 1, 2, 3 …"
