"""
The ledger (发布台账): what has been published, so that the next time only changes go out.

Phones live with a feed for years. To tell them that a meeting moved, one must know
when it was before; to tell them that it is off, one must know that it was on; and a
year that is over must stay as it was, whatever has become of the plan since. The
ledger remembers just that, as a text file that people can keep beside the plan.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Final, Literal, TypeAlias

import attrs

from community_edu.base import Text
from community_edu.feeds._characters import clean
from community_edu.feeds._nodes import Node, instant_text
from community_edu.feeds.identities import event_uid
from community_edu.plans import ENTRY_KINDS, Entry, EntryKind

FORMAT: Final = "community-edu-ledger"
VERSION: Final = 1
MOST_REVISIONS: Final = 1_000_000

Status: TypeAlias = Literal["confirmed", "tentative", "cancelled"]
STATUSES: Final[tuple[Status, ...]] = ("confirmed", "tentative", "cancelled")

BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""
The instant before which nothing was published.
"""


@attrs.frozen(kw_only=True, slots=False)
class Record:
    """
    What was last published of one entry: all that a feed shows of it.

    Attributes:
        entry_id: The permanent identifier of the entry.
        plan: The plan whose calendar published it last.
        year: The year of that calendar.
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

    @classmethod
    def of(cls, entry: Entry, *, plan: str, year: int, stamp: datetime) -> "Record":
        """
        Make the record of an entry that is published for the first time at *stamp*.

        Its texts are those of the entry as a calendar can hold them.
        """
        return cls(
            entry_id=entry.id,
            plan=plan,
            year=year,
            kind=entry.kind,
            title=_cleaned(entry.title),
            start=entry.start,
            end=entry.end,
            audiences=entry.audiences,
            location=_cleaned(entry.location) if entry.location else None,
            description=_cleaned(entry.description) if entry.description else None,
            source=clean(str(entry.source)) if entry.source else None,
            sequence=0,
            stamp=stamp,
            status="confirmed" if entry.status == "fixed" else "tentative",
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


@attrs.frozen(kw_only=True)
class FeedRecord:
    """
    When one feed last changed, whatever its language and its options.

    Attributes:
        plan: The plan that it is of.
        audience: Whom it is for; `None` for the feed of everything.
        fingerprint: A SHA-256 of what is in it.
        changed: The instant, in UTC, at which that became so. It never moves
            back, not even when the newest entry leaves the feed.
    """

    plan: str
    audience: str | None
    fingerprint: str
    changed: datetime


@attrs.frozen(order=True)
class Retired:
    """
    The last SEQUENCE of an entry that is no longer published, not even as cancelled.

    It is kept in case that the entry comes back, for a SEQUENCE never goes back.
    """

    uid: str
    sequence: int


def _by_entry(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: record.entry_id))


def _by_feed(feeds: Iterable[FeedRecord]) -> tuple[FeedRecord, ...]:
    return tuple(sorted(feeds, key=lambda feed: (feed.plan, feed.audience or "")))


def _by_uid(retired: Iterable[Retired]) -> tuple[Retired, ...]:
    return tuple(sorted(retired))


@attrs.frozen(kw_only=True, slots=False)
class Ledger:
    """
    All that is published, of one plan or of many, and of several years.

    Attributes:
        records: What was published of each entry, by its identifier.
        feeds: When each feed last changed.
        retired: The last SEQUENCE of entries that are gone for good.
    """

    records: tuple[Record, ...] = attrs.field(default=(), converter=_by_entry)
    feeds: tuple[FeedRecord, ...] = attrs.field(default=(), converter=_by_feed)
    retired: tuple[Retired, ...] = attrs.field(default=(), converter=_by_uid)

    @cached_property
    def by_entry(self) -> dict[str, Record]:
        """
        The records by the identifier of their entry.
        """
        return {record.entry_id: record for record in self.records}

    @cached_property
    def newest(self) -> datetime:
        """
        The instant of the last change of all; 1970 if nothing was published.
        """
        stamps = [record.stamp for record in self.records]
        return max([BEGINNING, *stamps, *(feed.changed for feed in self.feeds)])

    def to_json(self) -> str:
        """
        Write the ledger as JSON, to be kept until the next publication.

        The same ledger gives the same text: sorted, indented, in UTF-8 characters,
        with a line end at its end; so it can be kept under version control and
        read by people.

        Example:
            >>> Ledger.from_json(Ledger().to_json()) == Ledger()
            True
        """
        value = {
            "format": FORMAT,
            "version": VERSION,
            "records": [_record_value(record) for record in self.records],
            "feeds": [
                attrs.asdict(feed) | {"changed": instant_text(feed.changed)} for feed in self.feeds
            ],
            "retired": [attrs.asdict(retired) for retired in self.retired],
        }
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Ledger":
        """
        Read what `to_json` wrote.

        Nothing is repaired: a ledger that is wrong in one place may be wrong in
        others, and would cancel or repeat what people have in their calendars.

        Args:
            text: The text of the file. Its size is for the caller to limit.

        Raises:
            UnreadableLedgerError: It is not JSON, not a ledger, of another
                version, or one of its values is not what it should be.

        Example:
            >>> at = datetime(2026, 1, 5, tzinfo=UTC)
            >>> feed = FeedRecord(
            ...     plan="street", audience=None, fingerprint="0" * 64, changed=at
            ... )
            >>> Ledger.from_json(Ledger(feeds=[feed]).to_json()).newest == at
            True
        """
        root = Node.parse(text)
        if root.field("format").value != FORMAT:
            root.refuse("不是发布台账", "it is not a ledger of publications")
        version = root.field("version").whole(1, MOST_REVISIONS)
        if version != VERSION:
            root.field("version").refuse(
                f"版本为 {version}，这里只认识 {VERSION}",
                f"it is of version {version}, and version {VERSION} is known here",
            )
        fields = root.fields("format", "version", "records", "feeds", "retired")
        seen: set[object] = set()
        return cls(
            records=[_record(node, seen) for node in fields["records"].items()],
            feeds=[_feed_record(node, seen) for node in fields["feeds"].items()],
            retired=[_retired(node, seen) for node in fields["retired"].items()],
        )


def fingerprint(*parts: object) -> str:
    """
    Return the SHA-256 of *parts*, which may be anything that JSON can hold.

    Example:
        >>> fingerprint("2026-10-18", "2026-10-19")[:8]
        '0b290f71'
    """
    canonical = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _cleaned(text: Text) -> Text:
    return Text(clean(text.zh), en=None if text.en is None else clean(text.en))


def _text_value(text: Text | None) -> dict[str, object] | None:
    return None if text is None else attrs.asdict(text)


def _record_value(record: Record) -> dict[str, object]:
    return {
        "uid": record.uid,
        "entry": record.entry_id,
        "plan": record.plan,
        "year": record.year,
        "kind": record.kind,
        "title": _text_value(record.title),
        "start": record.start.isoformat(),
        "end": record.end.isoformat(),
        "all_day": record.all_day,
        "audiences": list(record.audiences),
        "location": _text_value(record.location),
        "description": _text_value(record.description),
        "source": record.source,
        "sequence": record.sequence,
        "stamp": instant_text(record.stamp),
        "status": record.status,
    }


def _record(node: Node, seen: set[object]) -> Record:
    fields = node.fields(
        "uid",
        "entry",
        "plan",
        "year",
        "kind",
        "title",
        "start",
        "end",
        "all_day",
        "audiences",
        "location",
        "description",
        "source",
        "sequence",
        "stamp",
        "status",
    )
    record = Record(
        entry_id=fields["entry"].string(),
        plan=fields["plan"].string(),
        year=fields["year"].whole(1, 9999),
        kind=fields["kind"].one_of(ENTRY_KINDS),
        title=_text(fields["title"]),
        start=fields["start"].moment(),
        end=fields["end"].moment(),
        audiences=[item.string() for item in fields["audiences"].items()],
        location=_optional_text(fields["location"]),
        description=_optional_text(fields["description"]),
        source=fields["source"].optional_string(),
        sequence=fields["sequence"].whole(0, MOST_REVISIONS),
        stamp=fields["stamp"].instant(),
        status=fields["status"].one_of(STATUSES),
    )
    if fields["uid"].value != record.uid:
        fields["uid"].refuse("与条目不符", "it is not that of the entry")
    if fields["all_day"].value is not record.all_day:
        fields["all_day"].refuse("与开始时间不符", "it does not agree with the start")
    if type(record.end) is not type(record.start):
        fields["end"].refuse("与开始时间的形式不同", "it is not written as the start is")
    _once(fields["uid"], record.uid, seen)
    return record


def _text(node: Node) -> Text:
    fields = node.fields("zh", "en")
    return Text(fields["zh"].string(), en=fields["en"].optional_string())


def _optional_text(node: Node) -> Text | None:
    return None if node.value is None else _text(node)


def _feed_record(node: Node, seen: set[object]) -> FeedRecord:
    fields = node.fields("plan", "audience", "fingerprint", "changed")
    feed = FeedRecord(
        plan=fields["plan"].string(),
        audience=fields["audience"].optional_string(),
        fingerprint=fields["fingerprint"].fingerprint(),
        changed=fields["changed"].instant(),
    )
    _once(node, (feed.plan, feed.audience), seen)
    return feed


def _retired(node: Node, seen: set[object]) -> Retired:
    fields = node.fields("uid", "sequence")
    retired = Retired(fields["uid"].string(), fields["sequence"].whole(0, MOST_REVISIONS))
    _once(fields["uid"], retired.uid, seen)
    return retired


def _once(node: Node, key: object, seen: set[object]) -> None:
    if key in seen:
        node.refuse("出现两次", "it is there twice")
    seen.add(key)
