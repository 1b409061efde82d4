"""
What a ledger remembers: of each entry, of each series, of each feed and of each plan.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Final, Literal, TypeAlias

import attrs

from community_edu.base import Text, web_address
from community_edu.feeds._characters import clean
from community_edu.feeds.criteria import Criterion, Key
from community_edu.feeds.identities import event_uid
from community_edu.organizations import Coordinates
from community_edu.plans import Entry, EntryEducator, EntryKind

Status: TypeAlias = Literal["confirmed", "tentative", "cancelled"]
STATUSES: Final[tuple[Status, ...]] = ("confirmed", "tentative", "cancelled")


def _web_address(value: str | None) -> str | None:
    return None if value is None else web_address(value)


def _web_addresses(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(web_address, values)))


@attrs.frozen(kw_only=True, slots=False)
class Record:
    """
    What was last published of one entry: all that a feed can show of it, and by what it is
    chosen for one.

    Attributes:
        entry_id: The permanent identifier of the entry.
        plan: The plan whose calendar or timetable published it last.
        year: The year of that calendar; of a timetable, that in which the entry begins.
        kind: The kind of the entry.
        title: Its title.
        start: Its first day, or the local time at which it begins.
        end: The day after its last, or the local time at which it ends.
        audiences: Whom it is for.
        location: Where it takes place.
        description: What else a reader should know.
        source: The citation of the words of the plan behind it.
        sequence: How many times its time or its status has changed
            (RFC 5545 §3.8.7.4).
        stamp: The instant, in UTC, of the last change of any kind.
        status: Whether it takes place; ``tentative`` if its date is proposed or
            provisional. A cancelled one is kept for a while, for its
            cancellation must reach those who subscribed.
        organizations: The bodies that do it.
        venue: The identifier of the venue.
        courses: The courses that it is about.
        educators: Who teaches, by name, too: the ledger is no public file.
        tags: Words by which readers sort it.
        term: Whose timetable it is of; `None` for what comes of the plan itself.
        series: What repeats week after week; `None` for what stands alone.
        part_of: The identifier of the entry that it is part of.
        address: Where the venue is, in words.
        coordinates: Where the venue is on the earth.
        url: The web page about it.
        online: The web address at which people join from afar.
        attachments: The web pages of its courses.

    Raises:
        BadWebAddressError: An address is none of the web.
    """

    entry_id: str
    plan: str
    year: int
    kind: EntryKind
    title: Text
    start: date
    end: date
    audiences: tuple[str, ...] = attrs.field(converter=tuple[str, ...])
    location: Text | None
    description: Text | None
    source: str | None
    sequence: int
    stamp: datetime
    status: Status = "confirmed"
    organizations: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    venue: str | None = None
    courses: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    educators: tuple[EntryEducator, ...] = attrs.field(
        default=(), converter=tuple[EntryEducator, ...]
    )
    tags: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    term: str | None = None
    series: str | None = None
    part_of: str | None = None
    address: Text | None = None
    coordinates: Coordinates | None = None
    url: str | None = attrs.field(default=None, converter=_web_address)
    online: str | None = attrs.field(default=None, converter=_web_address)
    attachments: tuple[str, ...] = attrs.field(default=(), converter=_web_addresses)

    @classmethod
    def of(cls, entry: Entry, *, plan: str, year: int, stamp: datetime) -> "Record":
        """
        Make the record of an entry that is published for the first time at *stamp*.

        Its texts are those of the entry as a calendar can hold them.

        Raises:
            BadWebAddressError: An address of the entry is none of the web.
        """
        tags = (clean(tag).strip() for tag in entry.tags)
        return cls(
            entry_id=entry.id,
            plan=plan,
            year=year,
            kind=entry.kind,
            title=cleaned(entry.title),
            start=entry.start,
            end=entry.end,
            audiences=entry.audiences,
            location=cleaned(entry.location) if entry.location else None,
            description=cleaned(entry.description) if entry.description else None,
            source=clean(str(entry.source)) if entry.source else None,
            sequence=0,
            stamp=stamp,
            status="confirmed" if entry.status == "fixed" else "tentative",
            organizations=entry.organizations,
            venue=entry.venue,
            courses=entry.courses,
            educators=[EntryEducator(one.id, cleaned(one.name)) for one in entry.educators],
            tags=dict.fromkeys(tag for tag in tags if tag),
            term=entry.term,
            series=entry.series,
            part_of=entry.part_of,
            address=cleaned(entry.address) if entry.address else None,
            coordinates=entry.coordinates,
            url=entry.url,
            online=entry.online,
            attachments=entry.attachments,
        )

    @cached_property
    def uid(self) -> str:
        """
        The UID by which calendars know it.
        """
        return event_uid(self.entry_id)

    @property
    def all_day(self) -> bool:
        """
        Tell whether it takes whole days.
        """
        return not isinstance(self.start, datetime)


@attrs.frozen(kw_only=True, slots=False)
class SeriesRecord:
    """
    What was last published of a series (系列课), for feeds that write it as one event.

    Attributes:
        series: What its sessions have in common.
        plan: The plan that it is of.
        fingerprint: A SHA-256 of when its sessions are, and of their status.
        sequence: How many times these have changed.
        stamp: The instant, in UTC, of the last change of any of its sessions.
    """

    series: str
    plan: str
    fingerprint: str
    sequence: int
    stamp: datetime

    @cached_property
    def uid(self) -> str:
        """
        The UID by which calendars know it.
        """
        return event_uid(self.series)


@attrs.frozen(kw_only=True)
class FeedRecord:
    """
    When one feed last changed, whatever its language and its options.

    Attributes:
        plan: The plan that it is of.
        criterion: By what its entries are chosen, one of `CRITERIA`; `None` for the feed
            of everything.
        key: Whom or what it is for; `None` for the feed of everything.
        fingerprint: A SHA-256 of what is in it.
        changed: The instant, in UTC, at which that became so. It never moves
            back, not even when the newest entry leaves the feed.
    """

    plan: str
    criterion: Criterion | None = None
    key: str | None = None
    fingerprint: str
    changed: datetime

    @property
    def choice(self) -> Key | None:
        """
        What its entries have in common; `None` for the feed of everything.
        """
        if self.criterion is None or self.key is None:
            return None
        return self.criterion, self.key


@attrs.frozen(order=True)
class Retired:
    """
    The last SEQUENCE of an entry or series that is no longer published, not even as cancelled.

    It is kept in case that it comes back, for a SEQUENCE never goes back.
    """

    uid: str
    sequence: int


def cleaned(text: Text) -> Text:
    """
    Return *text* as every client can take it, in each language.
    """
    return Text(clean(text.zh), en=None if text.en is None else clean(text.en))
