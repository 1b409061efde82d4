"""
Calendars of others: items, occurrences, busy times and entries, with all that was not read.
"""

from community_edu.feeds.reading.busy import UnreadableCalendarError, read_busy
from community_edu.feeds.reading.calendars import CalendarReading, read_calendar
from community_edu.feeds.reading.entries import PartnerEntries
from community_edu.feeds.reading.items import CalendarItem
from community_edu.feeds.reading.limits import ReadingLimits
from community_edu.feeds.reading.times import BusyReading, Occurrence, Occurrences

__all__ = [
    "BusyReading",
    "CalendarItem",
    "CalendarReading",
    "Occurrence",
    "Occurrences",
    "PartnerEntries",
    "ReadingLimits",
    "UnreadableCalendarError",
    "read_busy",
    "read_calendar",
]
