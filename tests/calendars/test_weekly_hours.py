"""
Weekly hours: a text for each week, and what it covers.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.calendars import (
    ALWAYS,
    BadHoursError,
    HoursSpan,
    UnreadableHoursError,
    WeeklyHours,
    weekly_hours,
)

MINUTES = st.integers(0, 1439)


@st.composite
def hours_spans(draw: st.DrawFn) -> HoursSpan:
    start = draw(MINUTES)
    return HoursSpan(draw(st.integers(0, 6)), start, draw(st.integers(start + 1, 1440)))


ANY_HOURS = st.lists(hours_spans(), max_size=8).map(WeeklyHours)


class TestWeeklyHours:
    @given(ANY_HOURS)
    def test_there_and_back(self, hours: WeeklyHours) -> None:
        """
        The text of weekly hours is read as the same hours.
        """
        assert WeeklyHours.parse(str(hours)) == hours

    @given(st.lists(hours_spans(), max_size=6), st.integers(0, 6), MINUTES, st.integers(1, 300))
    def test_covers_every_minute(
        self, spans: list[HoursSpan], weekday: int, start: int, length: int
    ) -> None:
        """
        Time is covered if each of its minutes is in one of the spans.
        """
        end = min(start + length, 1440)
        open_minutes = {
            minute
            for span in spans
            if span.weekday == weekday
            for minute in range(span.start, span.end)
        }
        covered = WeeklyHours(spans).covers(weekday, start, end)
        assert covered == (set(range(start, end)) <= open_minutes)

    @pytest.mark.parametrize(
        ("written", "canonical"),
        [
            ("MON-FRI 8:00-12:00; SAT 9:00-12:00", "MON-FRI 08:00-12:00; SAT 09:00-12:00"),
            ("TUE , THU 18:30 - 20:00 ;", "TUE 18:30-20:00; THU 18:30-20:00"),
            ("SUN", "SUN 00:00-24:00"),
            ("MON 08:00-10:00,10:00-12:00; MON 11:00-13:00", "MON 08:00-13:00"),
            ("", ""),
        ],
    )
    def test_one_way_to_write(self, written: str, canonical: str) -> None:
        """
        Hours that touch are one, days in a row with the same hours too.
        """
        assert str(weekly_hours(written)) == canonical

    @pytest.mark.parametrize(
        ("written", "part"),
        [
            ("MON 8-12", "8-12"),
            ("MON 08:00-08:00", "08:00-08:00"),
            ("MON 08:60-09:00", "08:60-09:00"),
            ("MON 23:00-24:01", "23:00-24:01"),
            ("FRI-MON", "FRI-MON"),
            ("mon", "mon"),
            ("MON-XYZ 08:00-09:00", "MON-XYZ"),
            ("周一", "周一"),
            ("MON 08:00-09:00,", ""),
        ],
    )
    def test_unreadable(self, written: str, part: str) -> None:
        """
        What says no hours is refused, and the part that is wrong is named.
        """
        with pytest.raises(UnreadableHoursError, match=f"says no weekly hours at '{part}'"):
            weekly_hours(written)

    def test_too_long(self) -> None:
        """
        A text longer than any week needs is not even read.
        """
        with pytest.raises(UnreadableHoursError, match="…"):
            weekly_hours("MON 08:00-09:00;" * 100)

    def test_always(self) -> None:
        """
        Every hour of the week covers every hour of the week.
        """
        assert str(ALWAYS) == "MON-SUN 00:00-24:00"
        assert weekly_hours(ALWAYS) is ALWAYS


class TestHoursSpan:
    @pytest.mark.parametrize(
        "edges", [(7, 0, 60), (-1, 0, 60), (0, 60, 60), (0, -1, 60), (0, 0, 1441)]
    )
    def test_no_such_hours(self, edges: tuple[int, int, int]) -> None:
        """
        Hours are on one of seven days and take some of its minutes.
        """
        with pytest.raises(BadHoursError, match="no hours are on day"):
            HoursSpan(*edges)
