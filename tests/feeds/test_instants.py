from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.feeds.instants import (
    BEGINNING,
    UnusableInstantError,
    exact_instant,
    read_instant,
)

BEIJING = timezone(timedelta(hours=8))
offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


class TestExactInstant:
    @given(st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=offsets))  # noqa: DTZ001 - bounds
    def test_same_instant(self, at: datetime) -> None:
        """
        It is the same instant, in UTC, less what is below a second.
        """
        exact = exact_instant(at)
        assert exact.tzinfo is UTC
        assert timedelta() <= at - exact < timedelta(seconds=1)
        assert exact.microsecond == 0

    @pytest.mark.parametrize(
        "at",
        [
            datetime(2026, 1, 5),  # noqa: DTZ001 - the point
            BEGINNING - timedelta(microseconds=1),
            datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-8))),
        ],
    )
    def test_unusable(self, at: datetime) -> None:
        """
        A time without zone, before 1970 or beyond what UTC can write is none.
        """
        with pytest.raises(UnusableInstantError, match="give a time since 1970") as caught:
            exact_instant(at)
        assert caught.value.sentence("zh-CN").startswith(f"{at} 不能作为时刻")


class TestReadInstant:
    @pytest.mark.parametrize(
        "text", ["2026-01-05T08:00+08:00", "2026-01-05T00:00:00Z", "20260105T000000.9Z"]
    )
    def test_forms(self, text: str) -> None:
        """
        Any form of ISO 8601 that has an offset is read.
        """
        assert read_instant(text) == datetime(2026, 1, 5, 8, tzinfo=BEIJING)

    @pytest.mark.parametrize(
        "text", ["", "2026-01-05", "2026-01-05T08:00", "now", "1969-12-31T00Z"]
    )
    def test_unusable(self, text: str) -> None:
        """
        What is no instant is named as it was written.
        """
        with pytest.raises(UnusableInstantError) as caught:
            read_instant(text)
        assert caught.value.at == text
