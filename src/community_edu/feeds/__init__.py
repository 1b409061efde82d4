"""
Out to calendars: publications, ledgers and feeds that phones can live with for years.
"""

from community_edu.feeds._nodes import UnreadableLedgerError
from community_edu.feeds.availability import (
    AvailabilityReading,
    availability_calendar,
    read_availability,
)
from community_edu.feeds.changes import Change, ChangeKind
from community_edu.feeds.identities import event_uid
from community_edu.feeds.instants import UnusableInstantError, read_instant
from community_edu.feeds.jcal import from_jcal, read_jcal, to_jcal
from community_edu.feeds.ledgers import Ledger, PublishedLaterError
from community_edu.feeds.marks import LostLedgerError, OldLedgerError
from community_edu.feeds.pieces import Sessions
from community_edu.feeds.publications import (
    AudienceTwiceError,
    Cancelled,
    Publication,
    publish,
)
from community_edu.feeds.reading import (
    BusyReading,
    CalendarItem,
    CalendarReading,
    Occurrence,
    Occurrences,
    PartnerEntries,
    ReadingLimits,
    UnreadableCalendarError,
    read_busy,
    read_calendar,
)
from community_edu.feeds.records import FeedRecord, Record, Retired, SeriesRecord
from community_edu.feeds.reports import Feed, FeedReport
from community_edu.feeds.scopes import MisplacedTimetableError
from community_edu.feeds.selections import FeedSelection
from community_edu.feeds.serving.indexes import SameAddressError, index_page
from community_edu.feeds.serving.responses import FeedResponse, Representation
from community_edu.feeds.serving.tokens import (
    IssuedToken,
    TokenBook,
    UnreadableTokensError,
    UnusableTokenError,
    new_token,
)
from community_edu.feeds.writing.colors import UnknownColorError
from community_edu.feeds.writing.components import Tasks

__all__ = [
    "AudienceTwiceError",
    "AvailabilityReading",
    "BusyReading",
    "CalendarItem",
    "CalendarReading",
    "Cancelled",
    "Change",
    "ChangeKind",
    "Feed",
    "FeedRecord",
    "FeedReport",
    "FeedResponse",
    "FeedSelection",
    "IssuedToken",
    "Ledger",
    "LostLedgerError",
    "MisplacedTimetableError",
    "Occurrence",
    "Occurrences",
    "OldLedgerError",
    "PartnerEntries",
    "Publication",
    "PublishedLaterError",
    "ReadingLimits",
    "Record",
    "Representation",
    "Retired",
    "SameAddressError",
    "SeriesRecord",
    "Sessions",
    "Tasks",
    "TokenBook",
    "UnknownColorError",
    "UnreadableCalendarError",
    "UnreadableLedgerError",
    "UnreadableTokensError",
    "UnusableInstantError",
    "UnusableTokenError",
    "availability_calendar",
    "event_uid",
    "from_jcal",
    "index_page",
    "new_token",
    "publish",
    "read_availability",
    "read_busy",
    "read_calendar",
    "read_instant",
    "read_jcal",
    "to_jcal",
]
