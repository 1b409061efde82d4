"""
Calendars as JSON: what is written, and what is read back.
"""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.feeds.jcal import from_jcal, read_jcal, to_jcal
from community_edu.feeds.reading import ReadingLimits, UnreadableCalendarError, read_calendar
from community_edu.feeds.writing.content_lines import escaped, folded

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "feeds").glob("*.ics"))


class TestFeeds:
    @pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
    def test_there_and_back(self, path: Path) -> None:
        """
        Each of our feeds is the same, to the byte, after it was written as jCal and read back.
        """
        data = path.read_bytes()
        written = to_jcal(data)
        assert to_jcal(data) == written
        assert from_jcal(written) == data
        assert read_jcal(written) == read_calendar(data)

    def test_types(self) -> None:
        """
        The properties of RFC 7986 have the types that it gives them, and their values bare.
        """
        lines = [
            "BEGIN:VCALENDAR",
            "NAME:a\\, b",
            "COLOR:red",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        ]
        lines += ["SOURCE;VALUE=URI:https://example.org/", "END:VCALENDAR"]
        assert json.loads(to_jcal(folded(lines)))[1] == [
            ["name", {}, "text", "a, b"],
            ["color", {}, "text", "red"],
            ["refresh-interval", {}, "duration", "P1D"],
            ["source", {}, "uri", "https://example.org/"],
        ]
        assert from_jcal(to_jcal(folded(lines))) == folded(lines)

    @given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40))
    @settings(max_examples=60)
    def test_texts(self, text: str) -> None:
        """
        Any text is in jCal as it is, and comes back as it was.
        """
        data = folded(["BEGIN:VCALENDAR", f"DESCRIPTION:{escaped(text)}", "END:VCALENDAR"])
        written = to_jcal(data)
        assert json.loads(written)[1][0][3] == text
        assert from_jcal(written) == data


class TestUnreadable:
    @pytest.mark.parametrize(
        "data", [b"", b"hello", b"BEGIN:VCALENDAR", b"END:VCALENDAR\r\n", b"\xff"]
    )
    def test_no_calendar(self, data: bytes) -> None:
        """
        What is no calendar is not written as jCal.
        """
        with pytest.raises(UnreadableCalendarError, match="this is no calendar"):
            to_jcal(data)

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff",
            b"{}",
            b"[]",
            b'["vcalendar"]',
            b'["vcalendar", [["version", {}, "text"]], []]',
            b'["vcalendar", [["version", 1, "text", "2.0"]], []]',
            b'["vcalendar", [], ["vevent"]]',
            b"[" * 100_000,
        ],
    )
    def test_no_jcal(self, data: bytes) -> None:
        """
        What is no calendar in jCal is refused, and read as a problem.
        """
        with pytest.raises(UnreadableCalendarError, match="this is no calendar"):
            from_jcal(data)
        reading = read_jcal(data)
        assert (reading.items, [one.code for one in reading.problems]) == ((), ["jcal-unread"])

    def test_too_large(self) -> None:
        """
        A file that is too large is not read.
        """
        (problem,) = read_jcal(b"[" * 9, limits=ReadingLimits(size=8)).problems
        assert problem.code == "calendar-too-large"
