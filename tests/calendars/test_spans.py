import pickle
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_samples import spans

from community_edu.calendars import EmptySpanError, Span, in_order


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
