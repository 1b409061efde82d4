"""
Publishing again: just what changed is written in other bytes, in every process.
"""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import attrs
from feed_samples import JANUARY, MARCH, calendar_of, entry, local, pieces, uids

from community_edu.base import Text
from community_edu.feeds import FeedSelection, Ledger, event_uid, publish
from community_edu.plans import Entry

SCRIPT: Final = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from feed_samples import JANUARY
from term_samples import TERM, timetable
from selection_samples import calendar
from community_edu.feeds import Ledger, publish
from community_edu.feeds.criteria import CRITERIA
first = publish(calendar(), timetable=timetable(), term=TERM, at=JANUARY)
ledger = Ledger.from_json(first.ledger.to_json())
again = publish(calendar(), timetable=timetable(), term=TERM, previous=ledger, at=JANUARY)
print(hashlib.sha256(again.ledger.to_json().encode()).hexdigest())
for selection in again.selections(*CRITERIA):
    for sessions in ("single", "series"):
        feed = again.feed(selection=selection, sessions=sessions)
        print(feed.filename, sessions, feed.etag, feed.last_modified)
"""


def many(count: int) -> list[Entry]:
    """
    Events of a large plan, each of its own day and body.
    """
    return [
        entry(
            f"event-{number:04}/2026",
            start=date(2026, 1, 1) + timedelta(days=number % 360),
            title=Text(f"活动 {number}"),
            audiences=(("residents", "elderly", "youth")[number % 3],),
            venue=f"room-{number % 7}",
        )
        for number in range(count)
    ]


class TestOnePercent:
    def test_just_the_changed_bodies(self) -> None:
        """
        Of a thousand events ten change, and just their ten bodies are in other bytes.
        """
        events = many(1_000)
        first = publish(calendar_of(*events), at=JANUARY)
        later_events = list(events)
        for number in range(0, 500, 100):
            start = local("2026-11-11 14:00")
            moved = attrs.evolve(events[number], start=start, end=start + timedelta(hours=1))
            later_events[number] = moved
        for number in range(500, 900, 100):
            later_events[number] = attrs.evolve(events[number], title=Text("新名"))
        del later_events[900]
        later = publish(calendar_of(*later_events), previous=first.ledger, at=MARCH)
        changed = {event_uid(events[number].id) for number in range(0, 901, 100)}
        assert len(later.changes) == len(changed) == 10
        for selection in (FeedSelection(), *later.selections("audience", "venue")):
            old, new = (set(pieces(each.feed(selection=selection).data)) for each in (first, later))
            own = {*uids(b"".join(old))} & changed
            assert own == {*uids(b"".join(old - new))} == {*uids(b"".join(new - old))}

    def test_nothing(self) -> None:
        """
        If nothing changed, every feed and the ledger are the same bytes.
        """
        calendar = calendar_of(*many(100))
        first = publish(calendar, at=JANUARY)
        ledger = Ledger.from_json(first.ledger.to_json())
        again = publish(calendar, previous=ledger, at=MARCH)
        assert again.ledger.to_json() == first.ledger.to_json()
        for selection in (FeedSelection(), *again.selections("audience", "venue")):
            assert again.feed(selection=selection) == first.feed(selection=selection)


class TestProcesses:
    def test_hash_seeds(self) -> None:
        """
        Another seed of Python's hashes changes no byte of a feed or of a ledger.
        """
        outputs = {
            subprocess.run(
                [sys.executable, "-c", SCRIPT, str(Path(__file__).parent)],
                env=os.environ | {"PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "7")
        }
        (output,) = outputs
        assert output.count(b" series ") == 17
