"""
When each feed and each series last changed: what HTTP and clients go by.
"""

from collections.abc import Collection, Iterable, MutableMapping
from datetime import datetime

import attrs

from community_edu.feeds.ledgers import Ledger, canonical, fingerprint, joined_fingerprint
from community_edu.feeds.records import FeedRecord, Record, Retired, SeriesRecord
from community_edu.feeds.selections import Shelf
from community_edu.feeds.writing.components import EDITION


def years_of(members: Iterable[Record], published: int) -> tuple[int, ...]:
    """
    Return the years that a feed tells of; the one *published* if it holds nothing.
    """
    return tuple(sorted({record.year for record in members} or {published}))


def feed_records(
    shelf: Shelf, ledger: Ledger, published: int, instant: datetime
) -> list[FeedRecord]:
    """
    Return when each feed of every plan last changed; this is *instant* for those that do now.

    A feed that has nothing left is kept: its Last-Modified must not move back when it has
    something again.
    """
    directory = shelf.directory
    others = [feed for feed in ledger.feeds if feed.plan != directory.plan]
    known = {feed.choice: feed for feed in ledger.feeds if feed.plan == directory.plan}
    states = {
        record.uid: canonical(
            (record.uid, record.sequence, record.stamp.isoformat(), record.status)
        )
        for record in shelf.records
    }
    found: list[FeedRecord] = []
    for key in (None, *shelf.keys):
        places = range(len(shelf.records)) if key is None else shelf.places(key)
        members = [shelf.records[place] for place in places]
        names = (directory.title,) if key is None else (directory.title, directory.name(key))
        titles = [[name.zh, name.en] for name in names]
        head = [canonical(part) for part in (EDITION, years_of(members, published), titles)]
        told = ",".join(states[record.uid] for record in members)
        mark = joined_fingerprint([*head, f"[{told}]"])
        old = known.get(key)
        criterion, code = key or (None, None)
        found.append(
            FeedRecord(
                plan=directory.plan,
                criterion=criterion,
                key=code,
                fingerprint=mark,
                changed=old.changed if old and old.fingerprint == mark else instant,
            )
        )
    return [*others, *found]


def series_records(
    records: Collection[Record],
    ledger: Ledger,
    plan: str,
    instant: datetime,
    retired: MutableMapping[str, Retired],
) -> list[SeriesRecord]:
    """
    Return what is published of each series of every plan.

    SEQUENCE rises when the times or the status of its sessions change, or one comes or goes;
    the stamp moves, too, when anything else of one changes. The last SEQUENCE of a series
    that is gone is put into *retired*, and taken from there when it is back.
    """
    members: dict[str, list[Record]] = {}
    for record in records:
        if record.plan == plan and record.series is not None:
            members.setdefault(record.series, []).append(record)
    found = [series for series in ledger.series if series.plan != plan]
    for series in ledger.series:
        if series.plan == plan and series.series not in members:
            retired[series.uid] = Retired(series.uid, series.sequence)
    for key, group in members.items():
        group.sort(key=lambda record: record.entry_id)
        mark = fingerprint(
            *([one.uid, one.start.isoformat(), one.end.isoformat(), one.status] for one in group)
        )
        old = ledger.by_series.get(key)
        series = SeriesRecord(
            series=key,
            plan=plan,
            fingerprint=mark,
            sequence=0,
            stamp=max(record.stamp for record in group),
        )
        gone = retired.pop(series.uid, None)
        if old is not None:
            same = old.fingerprint == mark
            still = same and all(ledger.by_entry.get(one.entry_id) == one for one in group)
            series = attrs.evolve(
                series,
                sequence=old.sequence if same else old.sequence + 1,
                stamp=old.stamp if still else instant,
            )
        elif gone is not None:
            series = attrs.evolve(series, sequence=gone.sequence + 1, stamp=instant)
        found.append(series)
    return found
