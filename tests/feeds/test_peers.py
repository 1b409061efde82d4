"""
What other programs make of our feeds: every reader finds the same, and nothing to complain of.

They are icalendar, ical (the reader of Home Assistant), ical.js (Thunderbird, Nextcloud) and
libical (GNOME, KDE). Where they are not installed these tests are skipped, or fail with
``COMMUNITY_EDU_REQUIRE_PEERS=1`` in the environment. To install them: ``tools/install_peers.sh``.
"""

import re
from pathlib import Path

import pytest
from golden_feeds import GOLDEN
from peer_cases import NAME, Case, all_cases, hard_calendar
from peer_readers import READERS, Occurrence, Reading, read_all
from promises import as_series, essence, moment

from community_edu.base import LANGUAGES
from community_edu.calendars import Span
from community_edu.feeds.reading import read_calendar


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    return all_cases()


@pytest.fixture(scope="module")
def readings(
    cases: dict[str, Case], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Reading]]:
    feeds = {name: case.data for name, case in cases.items()}
    return read_all(feeds, tmp_path_factory.mktemp("peers"))


class TestReaders:
    @pytest.mark.parametrize("reader", READERS)
    def test_no_complaint(self, reader: str, readings: dict[str, dict[str, Reading]]) -> None:
        """
        No reader finds anything wrong with any feed.
        """
        complaints = {
            name: reading.complaints
            for name, reading in readings[reader].items()
            if reading.complaints
        }
        assert complaints == {}

    @pytest.mark.parametrize("reader", READERS)
    def test_same_occurrences(
        self, reader: str, readings: dict[str, dict[str, Reading]], cases: dict[str, Case]
    ) -> None:
        """
        Each reader has the same occurrences with the same texts as the first has, and those
        that the calendar promises: times, titles and status are right, not only alike.
        """
        first = next(iter(READERS))
        for name, case in cases.items():
            found = readings[reader][name].occurrences
            assert found == readings[first][name].occurrences, name
            kept = as_series(found, case.entries)
            assert essence(kept) == as_series(case.promise, case.entries), name

    @pytest.mark.parametrize("reader", READERS)
    def test_names(self, reader: str, readings: dict[str, dict[str, Reading]]) -> None:
        """
        The name of a calendar with commas, semicolons and backslashes is read as it is.
        """
        assert readings[reader]["hard zh-CN events"].name == NAME

    @pytest.mark.parametrize("reader", READERS)
    def test_places_and_texts(self, reader: str, readings: dict[str, dict[str, Reading]]) -> None:
        """
        Hard places and remarks are read as they are.
        """
        for language in LANGUAGES:
            found = readings[reader][f"hard {language} events"].occurrences
            expected = {
                each.location.to(language) for each in hard_calendar().entries if each.location
            }
            assert {place for *_, place, _ in found if place} == expected


class TestSeries:
    @pytest.mark.parametrize(
        ("single", "series"), [("term", "term-series"), ("term-changed", "term-changed-series")]
    )
    def test_same_as_single(
        self,
        single: str,
        series: str,
        readings: dict[str, dict[str, Reading]],
        cases: dict[str, Case],
    ) -> None:
        """
        A series has the same occurrences as single events, with the same texts.
        """
        entries = cases[f"golden {series}"].entries
        for found in readings.values():
            each = as_series(found[f"golden {single}"].occurrences, entries)
            assert each == as_series(found[f"golden {series}"].occurrences, entries)


class TestOurReader:
    def test_events(self, readings: dict[str, dict[str, Reading]], cases: dict[str, Case]) -> None:
        """
        Our own reader has the events that the others have, but for those that are cancelled.
        """
        for name, case in cases.items():
            expected = [one for one in readings["icalendar"][name].occurrences if takes_place(one)]
            assert own(case.data) == expected, name

    def test_tasks(self, readings: dict[str, dict[str, Reading]], cases: dict[str, Case]) -> None:
        """
        It has their tasks, with the same titles and status.
        """
        for name, case in cases.items():
            found = [item for item in read_calendar(case.data).items if item.kind == "todo"]
            peers = readings["icalendar"][name].occurrences
            assert sorted((item.uid, item.title, item.status.upper()) for item in found) == [
                (uid, title, status)
                for kind, uid, _, _, title, status, *_ in peers
                if kind == "VTODO"
            ], name


def takes_place(occurrence: Occurrence) -> bool:
    kind, *_, status, _, _ = occurrence
    return kind == "VEVENT" and status != "CANCELLED"


def own(data: bytes) -> list[Occurrence]:
    """
    The occurrences of events that our own reader finds; it has nothing to complain of.
    """
    reading = read_calendar(data)
    found = reading.occurrences(Span.parse("2020-01-01/2039-12-31"))
    assert (reading.problems, found.problems) == ((), ())
    return sorted(
        (
            "VEVENT",
            one.item.uid,
            moment(one.start),
            moment(one.end),
            one.item.title,
            one.item.status.upper(),
            one.item.location or "",
            one.item.description or "",
        )
        for one in found
        if one.item.kind == "event"
    )


class TestThisTest:
    def test_readers_complain(self, tmp_path: Path) -> None:
        """
        Broken feeds are complained of by those who say that they are strict about it.
        """
        data = (GOLDEN / "small.ics").read_bytes()
        faults = {
            "no end": (b"END:VEVENT\r\n", b""),
            "no date": (b"DTSTART;VALUE=DATE:20260407", b"DTSTART;VALUE=DATE:tomorrow"),
            "no number": (b"SEQUENCE:0", b"SEQUENCE:none"),
            "no organizer": (b"CALSCALE:", b"METHOD:PUBLISH\r\nCALSCALE:"),
        }
        broken = {name: data.replace(old, new, 1) for name, (old, new) in faults.items()}
        found = read_all(broken, tmp_path)
        assert {
            name: {reader for reader in READERS if found[reader][name].complaints}
            for name in broken
        } == {
            "no end": {*READERS},
            "no date": {*READERS},
            "no number": {"icalendar", "ical"},
            "no organizer": {"libical"},
        }

    def test_a_zone_is_missed(self, tmp_path: Path) -> None:
        """
        A time whose zone is not defined in the file is no instant for ical.js.
        """
        whole = (GOLDEN / "small.ics").read_bytes()
        zone = re.compile(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", re.DOTALL)
        found = read_all({"feed": zone.sub(b"", whole)}, tmp_path)["ical.js"]["feed"]
        assert any("without a zone" in start for _, _, start, *_ in found.occurrences)
