"""
The text of a ledger: JSON that people can read, and of which every value is checked.
"""

from collections.abc import Iterable
from typing import Final, TypeAlias

import attrs

from community_edu.base import Text, web_address
from community_edu.feeds._nodes import Node, instant_text
from community_edu.feeds.criteria import CRITERIA, Criterion
from community_edu.feeds.directories import GROUP_KINDS, Directory, Group
from community_edu.feeds.records import STATUSES, FeedRecord, Record, Retired, SeriesRecord
from community_edu.organizations import Coordinates
from community_edu.plans import ENTRY_KINDS, EntryEducator

FORMAT: Final = "community-edu-ledger"
VERSION: Final = 2
MOST_REVISIONS: Final = 1_000_000

_Value: TypeAlias = dict[str, object]

_RECORD: Final = (
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

_BESIDES: Final = (
    "organizations",
    "venue",
    "courses",
    "educators",
    "tags",
    "term",
    "series",
    "part_of",
    "address",
    "coordinates",
    "url",
    "online",
    "attachments",
)
"""
What a record may have besides, since version 2; what it has nothing of is not written.
"""


def ledger_value(
    records: Iterable[Record],
    feeds: Iterable[FeedRecord],
    series: Iterable[SeriesRecord],
    plans: Iterable[Directory],
    retired: Iterable[Retired],
) -> _Value:
    """
    Return what a ledger is as JSON.
    """
    return {
        "format": FORMAT,
        "version": VERSION,
        "records": [_record_value(record) for record in records],
        "feeds": [
            {
                "plan": feed.plan,
                "criterion": feed.criterion,
                "key": feed.key,
                "fingerprint": feed.fingerprint,
                "changed": instant_text(feed.changed),
            }
            for feed in feeds
        ],
        "series": [
            {
                "uid": one.uid,
                "series": one.series,
                "plan": one.plan,
                "fingerprint": one.fingerprint,
                "sequence": one.sequence,
                "stamp": instant_text(one.stamp),
            }
            for one in series
        ],
        "plans": [
            {
                "id": plan.plan,
                "title": _text_value(plan.title),
                "provisional": plan.provisional,
                "groups": [_group_value(group) for group in plan.groups],
            }
            for plan in plans
        ],
        "retired": [attrs.asdict(retired) for retired in retired],
    }


def read_record(node: Node, seen: set[object]) -> Record:
    """
    Return one record, whose UID none of *seen* may have.
    """
    fields = node.fields(*_RECORD, besides=_BESIDES)
    record = Record(
        entry_id=fields["entry"].string(),
        plan=fields["plan"].string(),
        year=fields["year"].whole(1, 9999),
        kind=fields["kind"].one_of(ENTRY_KINDS),
        title=fields["title"].text(),
        start=fields["start"].moment(),
        end=fields["end"].moment(),
        audiences=fields["audiences"].strings(),
        location=fields["location"].optional_text(),
        description=fields["description"].optional_text(),
        source=fields["source"].optional_string(),
        sequence=fields["sequence"].whole(0, MOST_REVISIONS),
        stamp=fields["stamp"].instant(),
        status=fields["status"].one_of(STATUSES),
        organizations=fields["organizations"].strings(),
        venue=fields["venue"].optional_string(),
        courses=fields["courses"].strings(),
        educators=[_educator(item) for item in fields["educators"].items()],
        tags=fields["tags"].strings(),
        term=fields["term"].optional_string(),
        series=fields["series"].optional_string(),
        part_of=fields["part_of"].optional_string(),
        address=fields["address"].optional_text(),
        coordinates=fields["coordinates"].optional(Coordinates.parse),
        url=fields["url"].optional(web_address),
        online=fields["online"].optional(web_address),
        attachments=[item.made(web_address) for item in fields["attachments"].items()],
    )
    if fields["uid"].value != record.uid:
        fields["uid"].refuse("与条目不符", "it is not that of the entry")
    if fields["all_day"].value is not record.all_day:
        fields["all_day"].refuse("与开始时间不符", "it does not agree with the start")
    if type(record.end) is not type(record.start):
        fields["end"].refuse("与开始时间的形式不同", "it is not written as the start is")
    _once(fields["uid"], record.uid, seen)
    return record


def read_feed(node: Node, seen: set[object], version: int) -> FeedRecord:
    """
    Return when one feed last changed; in version 1 there were feeds of audiences only.
    """
    if version == 1:
        fields = node.fields("plan", "audience", "fingerprint", "changed")
        key = fields["audience"].optional_string()
        criterion: Criterion | None = None if key is None else "audience"
    else:
        fields = node.fields("plan", "criterion", "key", "fingerprint", "changed")
        key = fields["key"].optional_string()
        whole = fields["criterion"].value is None
        criterion = None if whole else fields["criterion"].one_of(CRITERIA)
        if whole is not (key is None):
            fields["key"].refuse("与 criterion 不符", "it does not agree with the criterion")
    feed = FeedRecord(
        plan=fields["plan"].string(),
        criterion=criterion,
        key=key,
        fingerprint=fields["fingerprint"].fingerprint(),
        changed=fields["changed"].instant(),
    )
    _once(node, (feed.plan, feed.criterion, feed.key), seen)
    return feed


def read_series(node: Node, seen: set[object]) -> SeriesRecord:
    """
    Return what was published of one series.
    """
    fields = node.fields("uid", "series", "plan", "fingerprint", "sequence", "stamp")
    series = SeriesRecord(
        series=fields["series"].string(),
        plan=fields["plan"].string(),
        fingerprint=fields["fingerprint"].fingerprint(),
        sequence=fields["sequence"].whole(0, MOST_REVISIONS),
        stamp=fields["stamp"].instant(),
    )
    if fields["uid"].value != series.uid:
        fields["uid"].refuse("与系列课不符", "it is not that of the series")
    _once(fields["uid"], series.uid, seen)
    return series


def read_directory(node: Node, seen: set[object]) -> Directory:
    """
    Return the directory of one plan.
    """
    fields = node.fields("id", "title", "provisional", "groups")
    provisional = fields["provisional"].value
    if not isinstance(provisional, bool):
        fields["provisional"].refuse("不是 true 或 false", "it is not true or false")
    found: set[object] = set()
    directory = Directory(
        plan=fields["id"].string(),
        title=fields["title"].text(),
        provisional=provisional,
        groups=[_group(item, found) for item in fields["groups"].items()],
    )
    _once(fields["id"], ("plan", directory.plan), seen)
    return directory


def read_retired(node: Node, seen: set[object]) -> Retired:
    """
    Return the last SEQUENCE of what is gone.
    """
    fields = node.fields("uid", "sequence")
    retired = Retired(fields["uid"].string(), fields["sequence"].whole(0, MOST_REVISIONS))
    _once(fields["uid"], retired.uid, seen)
    return retired


def _educator(node: Node) -> EntryEducator:
    fields = node.fields("id", "name")
    return EntryEducator(fields["id"].string(), fields["name"].text())


def _group(node: Node, seen: set[object]) -> Group:
    fields = node.fields("kind", "key", "name", besides=("related",))
    group = Group(
        fields["kind"].one_of(GROUP_KINDS),
        fields["key"].string(),
        fields["name"].text(),
        fields["related"].strings(),
    )
    _once(fields["key"], (group.kind, group.key), seen)
    return group


def _text_value(text: Text | None) -> _Value | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _record_value(record: Record) -> _Value:
    besides: _Value = {
        "organizations": list(record.organizations),
        "venue": record.venue,
        "courses": list(record.courses),
        "educators": [
            {"id": educator.id, "name": _text_value(educator.name)} for educator in record.educators
        ],
        "tags": list(record.tags),
        "term": record.term,
        "series": record.series,
        "part_of": record.part_of,
        "address": _text_value(record.address),
        "coordinates": None if record.coordinates is None else str(record.coordinates),
        "url": record.url,
        "online": record.online,
        "attachments": list(record.attachments),
    }
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
    } | {name: value for name, value in besides.items() if value not in (None, [])}


def _group_value(group: Group) -> _Value:
    value: _Value = {"kind": group.kind, "key": group.key, "name": _text_value(group.name)}
    return value | {"related": list(group.related)} if group.related else value


def _once(node: Node, key: object, seen: set[object]) -> None:
    if key in seen:
        node.refuse("出现两次", "it is there twice")
    seen.add(key)
