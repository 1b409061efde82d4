from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from feed_samples import lines, lint, local, unescaped
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base.web_addresses import BadWebAddressError
from community_edu.feeds._characters import clean
from community_edu.feeds.writing.colors import UnknownColorError
from community_edu.feeds.writing.openings import CLOSING, opening

HARD_TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="中文，a,;:\\nN\n\r\t\"'=%😀👨\u200d👩\u2028\x00\x85\ud800", max_size=200),
)


class TestOpening:
    def test_header(self) -> None:
        """
        The head of a feed says how to show and when to fetch it, and has no METHOD.
        """
        assert lines(opening("小街，2026", "年历; 一")) == [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//community_edu//community education calendar//EN",
            "CALSCALE:GREGORIAN",
            "NAME:小街，2026",
            "X-WR-CALNAME:小街，2026",
            "DESCRIPTION:年历\\; 一",
            "X-WR-CALDESC:年历\\; 一",
            "X-WR-TIMEZONE:Asia/Shanghai",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            "X-PUBLISHED-TTL:P1D",
            "BEGIN:VTIMEZONE",
            "TZID:Asia/Shanghai",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZNAME:CST",
            "TZOFFSETFROM:+0800",
            "TZOFFSETTO:+0800",
            "END:STANDARD",
            "END:VTIMEZONE",
        ]

    @given(HARD_TEXTS)
    def test_hard_names(self, name: str) -> None:
        """
        The name of a plan may hold anything: it is escaped and folded as any text.
        """
        data = opening(name, name) + CLOSING
        assert lint(data) == []
        for key in ("NAME:", "X-WR-CALNAME:", "DESCRIPTION:", "X-WR-CALDESC:"):
            (value,) = (line.removeprefix(key) for line in lines(data) if line.startswith(key))
            assert unescaped(value) == clean(name)

    @given(st.datetimes(local("1992-01-01"), local("2100-01-01")))
    def test_zone_is_true(self, local: datetime) -> None:
        """
        The nine lines of the time zone agree with the zone they name, since 1992.
        """
        assert local.replace(tzinfo=ZoneInfo("Asia/Shanghai")).utcoffset() == timedelta(hours=8)

    def test_where_it_is_served(self) -> None:
        """
        The address of the feed is a URI, and is said to be one (RFC 7986 §5.8).
        """
        found = lines(opening("a", "b", address="https://street.example/feeds/all.ics"))
        assert "SOURCE;VALUE=URI:https://street.example/feeds/all.ics" in found

    def test_no_address(self) -> None:
        """
        What is no address of the web is refused.
        """
        with pytest.raises(BadWebAddressError, match=r"'feeds/all.ics' is not a web address"):
            opening("a", "b", address="feeds/all.ics")

    def test_color(self) -> None:
        """
        A colour is written by its name, and by its digits for Apple's calendars.
        """
        found = lines(opening("a", "b", color="DarkGreen"))
        assert "COLOR:darkgreen" in found
        assert "X-APPLE-CALENDAR-COLOR:#006400" in found

    @pytest.mark.parametrize("color", ["#006400", "绿", "green;", ""])
    def test_no_color(self, color: str) -> None:
        """
        A colour that has no name in CSS 3 is refused.
        """
        with pytest.raises(UnknownColorError, match="is no colour name of CSS 3; write one such"):
            opening("a", "b", color=color)

    def test_for_icalendar(self) -> None:
        """
        The icalendar library reads the head of a feed as it was meant.
        """
        data = opening("a, b", "c", address="https://street.example/a.ics", color="navy") + CLOSING
        calendar = icalendar.Calendar.from_ical(data)
        assert calendar.color == "navy"
        assert calendar.source == "https://street.example/a.ics"
        assert calendar.refresh_interval == timedelta(days=1)
        assert not calendar.errors
