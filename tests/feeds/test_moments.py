from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from feed_samples import local
from hypothesis import given
from hypothesis import strategies as st

from community_edu.feeds.moments import basic, duration, local_instant, moment_line


class TestLocalInstant:
    @pytest.mark.parametrize("moment", [date(2026, 7, 1), local("2026-07-01 00:00")])
    def test_instant_in_china(self, moment: date) -> None:
        """
        A day begins at midnight in China, eight hours before it does in Greenwich.
        """
        assert local_instant(moment) == datetime(2026, 6, 30, 16, tzinfo=UTC)


class TestBasic:
    @pytest.mark.parametrize(
        ("moment", "written"),
        [
            (date(2026, 1, 5), "20260105"),
            (date(987, 1, 5), "09870105"),
            (local("2026-01-05 09:05:07"), "20260105T090507"),
            (local("2026-01-05 09:05:07.999999"), "20260105T090507"),
        ],
    )
    def test_form(self, moment: date, written: str) -> None:
        """
        Days and times are written without marks between, and without what is below a second.
        """
        assert basic(moment) == written


class TestMomentLine:
    def test_day_and_time(self) -> None:
        """
        A day says that it is one, a time says where it is local.
        """
        assert moment_line("DTEND", date(2026, 1, 5)) == "DTEND;VALUE=DATE:20260105"
        line = moment_line("DTEND", local("2026-01-05 09:00"))
        assert line == "DTEND;TZID=Asia/Shanghai:20260105T090000"


class TestDuration:
    @given(st.integers(-(10**7), 10**7).map(lambda seconds: timedelta(seconds=seconds)))
    def test_as_icalendar(self, length: timedelta) -> None:
        """
        Lengths of time, also those below zero, are written as the icalendar library does.
        """
        theirs: Any = icalendar.vDuration(length)
        assert duration(length) == theirs.to_ical().decode()
