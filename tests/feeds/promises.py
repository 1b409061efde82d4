"""
What a calendar promises: its occurrences, worked out from its entries and not from a feed.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peer_readers import Occurrence

from community_edu.base import Language
from community_edu.feeds import Tasks, event_uid
from community_edu.plans import Entry

CHINA: Final = ZoneInfo("Asia/Shanghai")
CANCELLED: Final[Mapping[Language, str]] = {"zh-CN": "【已取消】{}", "en": "Cancelled: {}"}


def moment(value: date) -> str:
    if isinstance(value, datetime):
        instant = value.replace(tzinfo=CHINA).astimezone(UTC)
        return instant.isoformat().replace("+00:00", "Z")
    return value.isoformat()


def promised(
    entries: Iterable[Entry],
    *,
    cancelled: Iterable[Entry] = (),
    language: Language = "zh-CN",
    tasks: Tasks = "events",
) -> list[Occurrence]:
    """
    Component, UID, start, end, title and status of each entry.

    Args:
        entries: What takes place.
        cancelled: What should have, and is marked.
        language: The language of the feed.
        tasks: How it has tasks.
    """
    found = [one(entry, language, tasks) for entry in entries]
    for entry in cancelled:
        *times, title, _ = one(entry, language, tasks)
        found.append((*times, CANCELLED[language].format(title), "CANCELLED"))
    return sorted(found)


def one(entry: Entry, language: Language, tasks: Tasks) -> Occurrence:
    uid, title = event_uid(entry.id), entry.title.to(language)
    start, end = entry.start, entry.end
    if tasks == "events" or entry.kind != "task":
        status = "CONFIRMED" if entry.status == "fixed" else "TENTATIVE"
        return "VEVENT", uid, moment(start), moment(end), title, status
    if isinstance(start, datetime):
        return "VTODO", uid, moment(start), moment(end), title, "NEEDS-ACTION"
    last = end - timedelta(days=1)
    first = "" if start == last else moment(start)
    return "VTODO", uid, first, moment(last), title, "NEEDS-ACTION"


def essence(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """
    The part of occurrences of which a promise tells.
    """
    return sorted(occurrence[:6] for occurrence in occurrences)


def as_series(occurrences: Iterable[Occurrence], entries: Iterable[Entry]) -> list[Occurrence]:
    """
    The occurrences with the UID of their series, for those of *entries* that are of one.
    """
    uids = {event_uid(entry.id): event_uid(entry.series) for entry in entries if entry.series}
    return sorted(renamed(occurrences, uids))


def renamed(occurrences: Iterable[Occurrence], uids: Mapping[str, str]) -> Iterator[Occurrence]:
    for kind, uid, *rest in occurrences:
        yield kind, uids.get(uid, uid), *rest
