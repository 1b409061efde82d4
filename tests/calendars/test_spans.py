import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import spans

from community_edu.calendars import EmptySpanError, Span, UnreadableSpanError, in_order, parse_rule
from community_edu.calendars.spans import merged


class TestSpan:
    def test_is_half_open(self) -> None:
        """
        A span holds its start and not its end.
        """
        week = Span(date(2026, 8, 1), date(2026, 8, 8))
        assert week.days == 7
        assert week.last == date(2026, 8, 7)
        assert date(2026, 8, 1) in week
        assert date(2026, 8, 8) not in week

    def test_said_as_people_say_it(self) -> None:
        """
        "From the 1st through the 7th" holds both, and a day is a span of one.
        """
        assert Span.through(date(2026, 8, 1), date(2026, 8, 7)).end == date(2026, 8, 8)
        assert Span.day(date(2026, 2, 28)) == Span(date(2026, 2, 28), date(2026, 3, 1))

    def test_holds_moments_of_its_days(self) -> None:
        """
        A moment lies in the span in which its day lies, and what is no day lies in none.
        """
        day = Span.day(date(2026, 10, 18))
        assert datetime(2026, 10, 18, 23, 59, tzinfo=UTC) in day
        assert datetime(2026, 10, 19, tzinfo=UTC) not in day
        assert "2026-10-18" not in day

    @given(spans)
    def test_its_days_are_those_it_holds(self, span: Span) -> None:
        """
        Going through a span gives each of its days once, in order, and no other.
        """
        inside = list(span)
        assert inside == sorted(set(inside))
        assert len(inside) == span.days
        assert all(day in span for day in inside)
        assert inside[0] - timedelta(days=1) not in span
        assert inside[-1] + timedelta(days=1) not in span

    @given(spans)
    def test_is_a_value(self, span: Span) -> None:
        """
        A span is never changed; others with its days are equal to it, wherever they were made.
        """
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(span, "start", span.end)  # noqa: B010 - checkers know that it fails
        copies = (
            Span.of(span.start, span.days),
            attrs.evolve(span, start=span.start),
            pickle.loads(pickle.dumps(span)),  # noqa: S301 - our own bytes
        )
        assert set(copies) == {span}
        assert repr(copies[0]) == repr(span)

    @given(spans, spans)
    def test_overlap_is_a_common_day(self, one: Span, other: Span) -> None:
        """
        Two spans overlap when some day lies in both, whichever is asked.
        """
        common = bool(set(one) & set(other))
        assert one.overlaps(other) is common
        assert other.overlaps(one) is common

    @given(st.dates(date(1901, 1, 1), date(2100, 12, 1)))
    def test_neighbours_do_not_overlap(self, day: date) -> None:
        """
        A span that ends where the next begins shares no day with it.
        """
        today = Span.day(day)
        tomorrow = Span.day(today.end)
        assert not today.overlaps(tomorrow)
        assert not tomorrow.overlaps(today)


class TestParse:
    @given(st.dates(date(1, 1, 1), date(9999, 12, 1)), st.integers(0, 28))
    def test_reads_what_files_write(self, first: date, more: int) -> None:
        """
        A run of days is its first and its last day, and one day is that day.
        """
        last = first + timedelta(days=more)
        assert Span.parse(f"{first}/{last}") == Span.through(first, last)
        assert Span.parse(str(first)) == Span.day(first)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "/",
            "soon",
            "2026-02-30",
            "2026-10-01/",
            "2026-10-01/2026-10-02/2026-10-03",
            "9999-12-31",
        ],
    )
    def test_refuses_others(self, text: str) -> None:
        """
        What is no day, or has no day after it, is refused with the form that is right.
        """
        with pytest.raises(UnreadableSpanError) as caught:
            Span.parse(text)
        assert str(caught.value) == (
            f"'{text}' is no day and no run of days; write 2026-10-01, or 2026-10-01/2026-10-07"
        )
        assert caught.value.sentence("zh-CN") == (
            f"“{text}”不是日期，请写成 2026-10-01，或起止日期 2026-10-01/2026-10-07"
        )

    def test_ends_after_it_begins(self) -> None:
        """
        A run whose last day comes first has no day.
        """
        with pytest.raises(EmptySpanError):
            Span.parse("2026-10-07/2026-10-01")


class TestEmptySpan:
    @pytest.mark.parametrize("end", [date(2026, 3, 1), date(2026, 2, 28)])
    def test_is_refused(self, end: date) -> None:
        """
        A span has at least one day.
        """
        with pytest.raises(EmptySpanError, match=r"2026-03-01 to .* has no day; let it end later"):
            Span(date(2026, 3, 1), end)

    def test_says_so_in_chinese_and_survives_pickling(self) -> None:
        """
        The error speaks both languages and travels between processes.
        """
        with pytest.raises(EmptySpanError) as caught:
            Span(date(2026, 3, 1), date(2026, 3, 1))
        assert caught.value.sentence("zh-CN") == (
            "从 2026-03-01 到 2026-03-01（不含）没有一天，结束日期应更晚"
        )
        copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
        assert str(copy) == str(caught.value)


class TestInOrder:
    @given(st.lists(spans, max_size=6))
    def test_is_the_order_of_spans(self, some: list[Span]) -> None:
        """
        Spans stand in order of their first, then of their last day, as they compare.
        """
        assert in_order(some) == sorted(some)


class TestMerged:
    @given(st.lists(spans, max_size=12))
    def test_has_the_same_days_in_the_fewest_runs(self, some: list[Span]) -> None:
        """
        Merged runs hold exactly the same days, in order, with a gap between each two.
        """
        runs = list(merged(some))
        assert {day for run in runs for day in run} == {day for span in some for day in span}
        for before, after in pairwise(runs):
            assert before.end < after.start
        assert list(merged(runs)) == runs

    def test_weekends_in_the_summer(self) -> None:
        """
        A weekend in the summer holiday is no window of its own.
        """
        rule = parse_rule("any_of([span(7, 1, 8, 31), weekly([SAT, SUN])])")
        runs = list(merged(rule.occurrences(2026)))
        assert len(runs) == 44
        assert Span.through(date(2026, 7, 1), date(2026, 8, 31)) in runs

    def test_of_nothing(self) -> None:
        """
        No spans are no runs.
        """
        assert list(merged([])) == []
