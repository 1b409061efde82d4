"""
Broken and hostile calendars give problems, not exceptions, for a bounded amount of work.
"""

import time
import tracemalloc
from unittest import mock

import pytest
from hostile_calendars import GOOD, STRANGE, bombs, encoded, mutated
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.calendars import Span
from community_edu.feeds.availability import read_availability
from community_edu.feeds.jcal import read_jcal, to_jcal
from community_edu.feeds.reading import (
    CalendarReading,
    ReadingLimits,
    UnreadableCalendarError,
    read_busy,
    read_calendar,
)
from community_edu.feeds.reading.repeating import DayRule

YEAR = Span.parse("2026-01-01/2026-12-31")
SMALL = ReadingLimits(
    size=200_000, lines=5_000, line=20_000, components=500, steps=20_000, item_steps=5_000,
    occurrences=2_000, problems=50,
)  # fmt: skip
FEW_STEPS = ReadingLimits(steps=100_000, item_steps=20_000, occurrences=20_000)
MUTATED = dict(mutated())
ENCODED = dict(encoded())
BOMBS = dict(bombs())


def asked(data: bytes, limits: ReadingLimits) -> CalendarReading:
    """
    Read a calendar, ask it everything, and check what holds of every answer.
    """
    reading = read_calendar(data, limits=limits)
    assert len(reading.problems) <= limits.problems + 1
    found = reading.occurrences(YEAR)
    assert len(found) <= limits.occurrences
    assert len(found.problems) <= limits.problems + 1
    for finding in (*reading.problems, *found.problems):
        assert len(finding.message("zh-CN")) < 500
    busy = reading.busy(YEAR)
    assert all(one.start < one.end for one in busy.times)
    assert list(busy.times) == sorted(busy.times, key=lambda one: (one.start, one.end))
    entries = reading.entries(2026, plan="street", partner="library").entries
    assert len({entry.id for entry in entries}) == len(entries)
    assert all(entry.span.days for entry in entries)
    assert {item.line for item in reading.items if not item.uid} == set()
    return reading


def asked_again(data: bytes) -> None:
    """
    Ask the other readers.
    """
    reading = asked(data, SMALL)
    try:
        assert read_busy(data, YEAR, limits=SMALL) == reading.busy(YEAR)
    except UnreadableCalendarError:
        assert not reading.calendars
    read_availability(data, Span.parse("2026-03-02/2026-03-15"), limits=SMALL)


class TestCorpus:
    def test_size(self) -> None:
        """
        There are more than four hundred broken calendars, none of them good.
        """
        assert len(MUTATED) + len(BOMBS) > 400
        assert GOOD not in MUTATED.values()
        assert read_calendar(GOOD).problems == ()

    @pytest.mark.parametrize("name", MUTATED)
    def test_broken(self, name: str) -> None:
        """
        A broken calendar is read as far as it goes.
        """
        asked(MUTATED[name], SMALL)

    @pytest.mark.parametrize("number", range(4))
    def test_broken_for_others(self, number: int) -> None:
        """
        So it is by those who only want to know what is taken, or free.
        """
        for data in list(MUTATED.values())[number::12]:
            asked_again(data)

    def test_broken_is_told(self) -> None:
        """
        Of the calendars without some of their bytes, few have nothing wrong.
        """
        cut = [data for name, data in MUTATED.items() if name.startswith(("cut", "begun"))]
        silent = [data for data in cut if not read_calendar(data).problems]
        assert silent == []

    @pytest.mark.parametrize("name", ENCODED)
    def test_encoded(self, name: str) -> None:
        """
        A calendar says the same in whatever bytes.
        """
        reading, usual = read_calendar(ENCODED[name]), read_calendar(GOOD)
        as_usual = [(item.uid, item.title, item.start, item.location) for item in usual.items]
        assert [(i.uid, i.title, i.start, i.location) for i in reading.items] == as_usual
        assert {problem.code for problem in reading.problems} <= {"calendar-encoding"}


class TestBombs:
    @pytest.mark.parametrize("name", BOMBS)
    def test_small_limits(self, name: str) -> None:
        """
        A bomb is defused by small limits.
        """
        asked_again(BOMBS[name])

    @pytest.mark.parametrize("name", BOMBS)
    def test_usual_size(self, name: str) -> None:
        """
        A bomb is read within seconds as a whole; the guard allows for slow machines.
        """
        since = time.process_time()
        read_calendar(BOMBS[name], limits=FEW_STEPS).occurrences(YEAR)
        assert time.process_time() - since < 60

    @pytest.mark.parametrize("name", [name for name in BOMBS if name.startswith("rules")])
    def test_steps(self, name: str) -> None:
        """
        However many rules there are, no more days are looked at than may be.
        """
        reading = read_calendar(BOMBS[name], limits=SMALL)
        has = vars(DayRule)["_has"]
        with mock.patch.object(DayRule, "_has", autospec=True, side_effect=has) as looks:
            reading.occurrences(YEAR)
        assert looks.call_count <= SMALL.steps

    @pytest.mark.parametrize("name", ["one line", "deep", "empty lines"])
    def test_memory(self, name: str) -> None:
        """
        A line or a depth without end takes not much more memory than the file.
        """
        data = BOMBS[name]
        tracemalloc.start()
        try:
            read_calendar(data)
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < 4 * len(data) + 3_000_000


class TestFuzzing:
    @given(st.binary(max_size=300))
    @settings(max_examples=80)
    def test_bytes(self, data: bytes) -> None:
        """
        Any bytes are read.
        """
        asked_again(data)
        asked(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260105T090000\n" + data, SMALL)

    @given(st.data())
    @settings(max_examples=100)
    def test_lines(self, data: st.DataObject) -> None:
        """
        Any lines of a calendar, with any of the values that calendars have, are read.
        """
        lines = GOOD.decode().replace("\r\n ", "").split("\r\n")
        names = st.sampled_from(sorted({line.partition(":")[0] for line in lines}))
        values = st.sampled_from(sorted({line.partition(":")[2] for line in lines}))
        made = st.builds(
            "{}:{}".format, names, values | st.sampled_from(STRANGE) | st.text(max_size=9)
        )
        drawn = data.draw(st.lists(st.sampled_from(lines) | made, max_size=30))
        asked(
            "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *drawn]).encode("utf-8", "replace"),
            SMALL,
        )

    @given(st.data())
    @settings(max_examples=30)
    def test_jcal(self, data: st.DataObject) -> None:
        """
        Any JSON is read as a calendar.
        """
        good = to_jcal(GOOD)
        place = data.draw(st.integers(0, len(good)))
        noise = data.draw(st.sampled_from([b"", b"[", b"]", b'"', b"0", b"null", b"{}", b"\xff"]))
        cut = data.draw(st.integers(0, 30))
        reading = read_jcal(good[:place] + noise + good[place + cut :], limits=SMALL)
        assert reading.problems or reading.items
