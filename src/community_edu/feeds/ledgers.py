"""
The ledger (发布台账): what has been published, so that the next time only changes go out.

Phones live with a feed for years. To tell them that a meeting moved, one must know
when it was before; to tell them that it is off, one must know that it was on; and a
year that is over must stay as it was, whatever has become of the plan since. The
ledger remembers just that, as a text file that people can keep beside the plan.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError
from community_edu.feeds._ledger_files import (
    FORMAT,
    MOST_REVISIONS,
    VERSION,
    ledger_value,
    read_directory,
    read_feed,
    read_record,
    read_retired,
    read_series,
)
from community_edu.feeds._nodes import Node
from community_edu.feeds.directories import Directory
from community_edu.feeds.instants import BEGINNING
from community_edu.feeds.records import FeedRecord, Record, Retired, SeriesRecord


@attrs.define(slots=False)
class PublishedLaterError(CommunityEduError, ValueError):
    """
    A publication before one that the ledger already has.
    """

    code: ClassVar[str] = "published-later"
    en: ClassVar[str] = (
        "the ledger has a change of {newest}, and this would be published before it, at {at}; "
        "publish at a later instant, or check the clock"
    )
    zh: ClassVar[str] = (
        "台账中已有 {newest} 的变更，晚于此次发布时刻 {at}；请用更晚的时刻发布，或检查时钟"
    )

    at: datetime
    newest: datetime


def _by_entry(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda record: record.entry_id))


def _by_feed(feeds: Iterable[FeedRecord]) -> tuple[FeedRecord, ...]:
    return tuple(sorted(feeds, key=lambda feed: (feed.plan, feed.criterion or "", feed.key or "")))


def _by_series(series: Iterable[SeriesRecord]) -> tuple[SeriesRecord, ...]:
    return tuple(sorted(series, key=lambda one: one.series))


def _by_plan(plans: Iterable[Directory]) -> tuple[Directory, ...]:
    return tuple(sorted(plans, key=lambda plan: plan.plan))


def _by_uid(retired: Iterable[Retired]) -> tuple[Retired, ...]:
    return tuple(sorted(retired))


@attrs.frozen(kw_only=True, slots=False)
class Ledger:
    """
    All that is published, of one plan or of many, and of several years and terms.

    It is no public file: it names educators.

    Attributes:
        records: What was published of each entry, by its identifier.
        feeds: When each feed last changed.
        series: What was published of each series.
        plans: The directories of the plans.
        retired: The last SEQUENCE of entries and series that are gone for good.
    """

    records: tuple[Record, ...] = attrs.field(default=(), converter=_by_entry)
    feeds: tuple[FeedRecord, ...] = attrs.field(default=(), converter=_by_feed)
    series: tuple[SeriesRecord, ...] = attrs.field(default=(), converter=_by_series)
    plans: tuple[Directory, ...] = attrs.field(default=(), converter=_by_plan)
    retired: tuple[Retired, ...] = attrs.field(default=(), converter=_by_uid)

    @cached_property
    def by_entry(self) -> dict[str, Record]:
        """
        The records by the identifier of their entry.
        """
        return {record.entry_id: record for record in self.records}

    @cached_property
    def by_series(self) -> Mapping[str, SeriesRecord]:
        """
        The series by their identifier.
        """
        return {one.series: one for one in self.series}

    @cached_property
    def by_plan(self) -> Mapping[str, Directory]:
        """
        The directories by the identifier of their plan.
        """
        return {directory.plan: directory for directory in self.plans}

    @cached_property
    def known_plans(self) -> frozenset[str]:
        """
        The plans of which anything was published.
        """
        published = {record.plan for record in self.records} | {feed.plan for feed in self.feeds}
        return frozenset(published | set(self.by_plan))

    @cached_property
    def newest(self) -> datetime:
        """
        The instant of the last change of all; 1970 if nothing was published.
        """
        stamps = [record.stamp for record in self.records]
        stamps += (series.stamp for series in self.series)
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
        value = ledger_value(self.records, self.feeds, self.series, self.plans, self.retired)
        return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Ledger":
        """
        Read what `to_json` wrote, in this version of the library or in an earlier one.

        Nothing is repaired: a ledger that is wrong in one place may be wrong in
        others, and would cancel or repeat what people have in their calendars.

        Args:
            text: The text of the file. Its size is for the caller to limit.

        Raises:
            UnreadableLedgerError: It is not JSON, not a ledger, of a later
                version, or one of its values is not what it should be.

        Example:
            >>> from datetime import UTC
            >>> at = datetime(2026, 1, 5, tzinfo=UTC)
            >>> feed = FeedRecord(plan="street", fingerprint="0" * 64, changed=at)
            >>> Ledger.from_json(Ledger(feeds=[feed]).to_json()).newest == at
            True
        """
        root = Node.parse(text)
        if root.field("format").value != FORMAT:
            root.refuse("不是发布台账", "it is not a ledger of publications")
        version = root.field("version").whole(1, MOST_REVISIONS)
        if version > VERSION:
            root.field("version").refuse(
                f"版本为 {version}，由更新的程序写出，这里只认识到 {VERSION}",
                f"it is of version {version}, which a later program wrote, and versions up to "
                f"{VERSION} are known here",
            )
        since_two = () if version == 1 else ("series", "plans")
        fields = root.fields("format", "version", "records", "feeds", "retired", *since_two)
        lists = {name: fields[name].items() if name in fields else () for name in _LISTS}
        seen: set[object] = set()
        return cls(
            records=[read_record(node, seen) for node in lists["records"]],
            feeds=[read_feed(node, seen, version) for node in lists["feeds"]],
            series=[read_series(node, seen) for node in lists["series"]],
            plans=[read_directory(node, seen) for node in lists["plans"]],
            retired=[read_retired(node, seen) for node in lists["retired"]],
        )


_LISTS = ("records", "feeds", "series", "plans", "retired")


def fingerprint(*parts: object) -> str:
    """
    Return the SHA-256 of *parts*, which may be anything that JSON can hold.

    Example:
        >>> fingerprint("2026-10-18", "2026-10-19")[:8]
        '0b290f71'
    """
    return joined_fingerprint([canonical(part) for part in parts])


def canonical(part: object) -> str:
    """
    Return *part* in the one way of writing it in which it is fingerprinted.
    """
    return json.dumps(part, ensure_ascii=True, separators=(",", ":"))


def joined_fingerprint(parts: Iterable[str]) -> str:
    """
    Return the `fingerprint` of parts that are written as `canonical` writes them.

    Example:
        >>> joined_fingerprint(['"a"', "[1]"]) == fingerprint("a", [1])
        True
    """
    return hashlib.sha256(f"[{','.join(parts)}]".encode("ascii")).hexdigest()
