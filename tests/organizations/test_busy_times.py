"""
Busy times: spans of local time, and their texts.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Text
from community_edu.organizations import (
    BusyTime,
    EmptyBusyTimeError,
    UnreadableBusyTimeError,
    ZonedBusyTimeError,
    busy_times,
)


def at(moment: str) -> datetime:
    """
    Read a day, or a day and an hour.
    """
    return datetime.fromisoformat(moment)


MOMENTS = st.datetimes(at("1900-01-01"), at("2100-01-01")) | st.dates(
    date(1900, 1, 1), date(2100, 1, 1)
).map(lambda day: datetime.combine(day, time()))
LENGTHS = st.timedeltas(timedelta(microseconds=1), timedelta(days=40)) | st.integers(1, 40).map(
    lambda days: timedelta(days=days)
)


class TestBusyTime:
    @given(MOMENTS, LENGTHS)
    def test_there_and_back(self, start: datetime, length: timedelta) -> None:
        """
        The text of a busy time is read as the same time.
        """
        busy = BusyTime(start, start + length)
        assert BusyTime.parse(str(busy)) == busy

    @pytest.mark.parametrize(
        ("written", "start", "end"),
        [
            ("2026-10-08", at("2026-10-08"), at("2026-10-09")),
            ("2026-10-08/2026-10-10", at("2026-10-08"), at("2026-10-11")),
            ("2026-10-08 08:00-12:30", at("2026-10-08 08:00"), at("2026-10-08 12:30")),
            ("2026-10-08 18:00-24:00", at("2026-10-08 18:00"), at("2026-10-09")),
            (
                "2026-10-08 18:00/2026-10-09 12:00",
                at("2026-10-08 18:00"),
                at("2026-10-09 12:00"),
            ),
        ],
    )
    def test_texts(self, written: str, start: datetime, end: datetime) -> None:
        """
        A busy time is a day, several, hours of a day, or two moments.
        """
        busy = BusyTime.parse(f" {written} ")
        assert (busy.start, busy.end, str(busy)) == (start, end, written)

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "明天",
            "2026-10-38",
            "2026-10-08 8:00-9:00",
            "2026-10-08 08:00-25:00",
            "2026-10-08 08:00",
            "9999-12-31",
            "2026-10-08" * 10,
        ],
    )
    def test_unreadable(self, written: str) -> None:
        """
        What says no span of time is refused, with the ways to write one.
        """
        with pytest.raises(UnreadableBusyTimeError, match="is no busy time; write 2026-10-08"):
            BusyTime.parse(written)

    def test_takes_time(self) -> None:
        """
        A busy time ends after it starts.
        """
        with pytest.raises(EmptyBusyTimeError, match="takes no time; let it end later"):
            BusyTime.parse("2026-10-08 12:00-08:00")
        with pytest.raises(EmptyBusyTimeError):
            BusyTime.parse("2026-10-10/2026-10-08")

    def test_local(self) -> None:
        """
        A busy time is in local time.
        """
        with pytest.raises(ZonedBusyTimeError, match="has a time zone; give local time"):
            BusyTime(at("2026-10-08"), at("2026-10-09").replace(tzinfo=UTC))

    @given(MOMENTS, LENGTHS, MOMENTS, LENGTHS)
    def test_meets(
        self, start: datetime, length: timedelta, other: datetime, more: timedelta
    ) -> None:
        """
        Two spans meet if the later begins before the earlier is over.
        """
        met = BusyTime(start, start + length).meets(other, other + more)
        assert met == (max(start, other) < min(start + length, other + more))

    def test_many(self) -> None:
        """
        Busy times may be given as texts.
        """
        party = BusyTime(at("2026-10-09"), at("2026-10-10"), "联欢会")
        assert busy_times(["2026-10-08", party]) == (BusyTime.parse("2026-10-08"), party)
        assert party.reason == Text("联欢会")
