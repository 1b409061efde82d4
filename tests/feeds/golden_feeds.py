"""
Feeds that people have reviewed, with what they promise.

``python tests/feeds/golden_feeds.py`` writes them to ``tests/golden/feeds`` anew. Do so when
they shall change, and read the difference line by line before it is committed: what has the
same UID with other bytes is fetched anew by every phone that subscribes.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import attrs
from peer_readers import Occurrence
from promises import promised
from river_samples import AUTUMN, CHANGED_AUTUMN, RIVER

from community_edu.feeds import Feed, FeedSelection, Ledger, Publication, publish
from community_edu.plans import Calendar, Entry, build_calendar
from community_edu.plans.timetable_entries import timetable_entries
from community_edu.scheduling.timetables import Timetable

GOLDEN: Final = Path(__file__).parents[1] / "golden" / "feeds"

JANUARY: Final = datetime(2026, 1, 5, tzinfo=UTC)
MARCH: Final = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
AUGUST: Final = datetime(2026, 8, 20, tzinfo=UTC)
OCTOBER: Final = datetime(2026, 10, 8, 1, 15, tzinfo=UTC)


@attrs.frozen
class GoldenFeed:
    """
    A feed and what it promises.

    Attributes:
        feed: The feed.
        promise: Component, UID, start, end, title and status of every occurrence, as if
            each were an event of its own.
        entries: What it is made of, where lessons of one class are written as a series.
    """

    feed: Feed
    promise: tuple[Occurrence, ...] = attrs.field(converter=tuple[Occurrence, ...])
    entries: tuple[Entry, ...] = ()


def of_audience(calendar: Calendar, *audiences: str) -> list[Entry]:
    """
    The entries for one of *audiences*, which are an audience and all of which it is part.
    """
    return [entry for entry in calendar.entries if set(audiences) & set(entry.audiences)]


def without(entries: Iterable[Entry], others: Iterable[Entry]) -> list[Entry]:
    """
    Those of *entries* that *others* have no longer.
    """
    left = {entry.id for entry in others}
    return [entry for entry in entries if entry.id not in left]


def year_feeds() -> Iterator[tuple[str, GoldenFeed]]:
    """
    The year as it is first published, and as it has become by March.
    """
    calendar = build_calendar(RIVER, 2026)
    first = publish(calendar, at=JANUARY)
    leads = (timedelta(days=1), timedelta(hours=2))
    yield "year", GoldenFeed(first.feed(color="seagreen"), promised(calendar.entries))
    yield (
        "year-en",
        GoldenFeed(
            first.feed(
                language="en",
                tasks="todos",
                reminders=leads,
                personal=True,
                address="https://school.example/feeds/river-en.ics",
            ),
            promised(calendar.entries, language="en", tasks="todos"),
        ),
    )
    for audience, wider in {"residents": (), "elderly": ("residents",)}.items():
        members = of_audience(calendar, audience, *wider)
        yield audience, GoldenFeed(first.feed(audience), promised(members))
    changed = changed_year(calendar)
    gone = without(calendar.entries, changed.entries)
    later = publish(changed, previous=first.ledger, at=MARCH)
    marked = promised(changed.entries, cancelled=gone)
    yield "changed-marked", GoldenFeed(later.feed(), marked)
    yield "changed-dropped", GoldenFeed(later.feed(cancelled="drop"), promised(changed.entries))


def hall_feeds() -> Iterator[tuple[str, GoldenFeed]]:
    """
    What takes place in the hall, of the plan and of a term that is published with it.
    """
    calendar = build_calendar(RIVER, 2026)
    whole = publish(calendar, timetable=AUTUMN, term="2026-autumn", at=AUGUST)
    entries = timetable_entries(AUTUMN, plan="river", term="2026-autumn")
    members = [each for each in (*calendar.entries, *entries) if each.venue == "hall"]
    feed = whole.feed(selection=FeedSelection(venue="hall"), sessions="series")
    yield "hall", GoldenFeed(feed, promised(members), entries)


def changed_year(calendar: Calendar) -> Calendar:
    """
    The year without its meeting, with the lecture not sure yet, and the report due later.
    """
    later = {"report": {"start": date(2026, 4, 2), "end": date(2026, 4, 3)}}
    unsure = {"lecture": {"status": "provisional"}}
    return attrs.evolve(
        calendar,
        entries=[
            attrs.evolve(entry, **(later | unsure).get(entry.duty, {}))
            for entry in calendar.entries
            if entry.duty != "meeting"
        ],
    )


def term_feeds() -> Iterator[tuple[str, GoldenFeed]]:
    """
    The lessons of a term as single events and as series, at first and when some have moved.
    """
    entries = lessons(AUTUMN)
    first = published(AUTUMN, at=AUGUST)
    yield "term", GoldenFeed(first.feed(), promised(entries))
    yield "term-series", GoldenFeed(first.feed(sessions="series"), promised(entries), entries)
    changed = lessons(CHANGED_AUTUMN)
    gone = without(entries, changed)
    later = published(CHANGED_AUTUMN, at=OCTOBER, previous=first.ledger)
    marked = promised(changed, cancelled=gone)
    yield "term-changed", GoldenFeed(later.feed(personal=True), marked)
    yield (
        "term-changed-series",
        GoldenFeed(later.feed(sessions="series", personal=True), marked, entries),
    )
    dropped = later.feed(sessions="series", cancelled="drop", language="en")
    yield (
        "term-changed-series-en",
        GoldenFeed(dropped, promised(changed, language="en"), entries),
    )


def lessons(timetable: Timetable) -> tuple[Entry, ...]:
    return timetable_entries(timetable, plan="river-school", term="2026-autumn")


def published(timetable: Timetable, *, at: datetime, previous: Ledger | None = None) -> Publication:
    return publish(
        timetable,
        plan="river-school",
        term="2026-autumn",
        courses=RIVER.courses,
        at=at,
        previous=previous,
    )


def golden_feeds() -> Mapping[str, GoldenFeed]:
    """
    All of them by name.
    """
    return dict((*year_feeds(), *hall_feeds(), *term_feeds()))


def main() -> None:
    """
    Write all of them, where they are looked for.
    """
    for name, golden in golden_feeds().items():
        (GOLDEN / f"{name}.ics").write_bytes(golden.feed.data)


if __name__ == "__main__":
    main()
