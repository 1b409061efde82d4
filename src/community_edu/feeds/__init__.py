"""
Out to calendars: publications, ledgers and feeds that phones can live with for years.
"""

from community_edu.feeds._nodes import UnreadableLedgerError
from community_edu.feeds.components import Tasks
from community_edu.feeds.identities import event_uid
from community_edu.feeds.ledgers import FeedRecord, Ledger, Record, Retired
from community_edu.feeds.publications import (
    Change,
    ChangeKind,
    Publication,
    PublishedLaterError,
    UnusableInstantError,
    publish,
    read_instant,
)
from community_edu.feeds.reading_busy import BusyReading, UnreadableCalendarError, read_busy
from community_edu.feeds.reports import Feed, FeedReport

__all__ = [
    "BusyReading",
    "Change",
    "ChangeKind",
    "Feed",
    "FeedRecord",
    "FeedReport",
    "Ledger",
    "Publication",
    "PublishedLaterError",
    "Record",
    "Retired",
    "Tasks",
    "UnreadableCalendarError",
    "UnreadableLedgerError",
    "UnusableInstantError",
    "event_uid",
    "publish",
    "read_busy",
    "read_instant",
]
