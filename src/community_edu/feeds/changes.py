"""
Changes (变更): what happened to entries between two publications.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

import attrs

from community_edu.base import Language, Text
from community_edu.feeds.records import Record, Retired

ChangeKind: TypeAlias = Literal[
    "added", "rescheduled", "confirmed", "reopened", "edited", "cancelled", "revived"
]
"""
What happened to an entry since the last publication. ``confirmed``: its date, proposed
or provisional before, is fixed now; ``reopened``: the other way round. What was several
of them is the first, in the order here.
"""

SHOWN: Final = (
    "kind",
    "title",
    "audiences",
    "location",
    "description",
    "source",
    "educators",
    "tags",
    "part_of",
    "address",
    "coordinates",
    "url",
    "online",
    "attachments",
)
"""
All that a feed can show of an entry but its time and its status, as attributes of `Record`.
Of educators it is the names. By what else an entry is chosen for a feed may change without a
word: the feed shows nothing of it.
"""

_SENTENCES: Final[Mapping[ChangeKind, Text]] = {
    "added": Text("新增：{title}（{after}）", en="added: {title} ({after})"),
    "rescheduled": Text(
        "改期：{title}（{before} → {after}）", en="rescheduled: {title} ({before} → {after})"
    ),
    "confirmed": Text("确定：{title}（{after}）", en="confirmed: {title} ({after})"),
    "reopened": Text("待定：{title}（{after}）", en="no longer fixed: {title} ({after})"),
    "edited": Text("修改：{title}（{after}）", en="edited: {title} ({after})"),
    "cancelled": Text("取消：{title}（{before}）", en="cancelled: {title} ({before})"),
    "revived": Text("恢复：{title}（{after}）", en="revived: {title} ({after})"),
}
_NEW_LENGTH: Final = Text(
    "时长有变：{title}（{after} 开始）", en="another length: {title} (from {after})"
)


@attrs.frozen(kw_only=True)
class Change:
    """
    What happened to one entry since the last publication.

    Attributes:
        kind: What happened.
        entry_id: The permanent identifier of the entry.
        uid: Its UID in every feed.
        title: Its title; that of the last publication if it is cancelled.
        before: When it began, as published last; `None` if it was not.
        after: When it begins now; `None` if it is cancelled.
        details: What else is not as it was published last, in the order of `SHOWN`: some of
            ``title``, ``location``, ``educators`` and so on. Nothing for what is added or
            cancelled.
    """

    kind: ChangeKind
    entry_id: str
    uid: str
    title: Text
    before: date | None
    after: date | None
    details: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in *language*, in one line.

        Example:
            >>> print(
            ...     Change(
            ...         kind="rescheduled",
            ...         entry_id="street/meeting/2026",
            ...         uid="0f",
            ...         title=Text("例会"),
            ...         before=date(2026, 3, 24),
            ...         after=datetime(2026, 3, 25, 14),
            ...     ).message()
            ... )
            改期：例会（2026-03-24 → 2026-03-25 14:00）
        """
        sentence = _SENTENCES[self.kind]
        if self.kind == "rescheduled" and self.before == self.after:
            sentence = _NEW_LENGTH
        return sentence.to(language).format(
            title=self.title.to(language), before=_when(self.before), after=_when(self.after)
        )

    def __str__(self) -> str:
        return self.message("zh-CN")


def compared(
    fresh: Record, old: Record | None, retired: Retired | None
) -> tuple[Record, Change | None]:
    """
    Return what to publish of an entry, and what happened to it, if anything did.

    Args:
        fresh: The record of the entry as if it were new.
        old: What was published of it last.
        retired: Its last SEQUENCE, if it was published and is gone since.
    """
    if retired:
        record = attrs.evolve(fresh, sequence=retired.sequence + 1)
        return record, _change("revived", record, None)
    if old is None:
        return fresh, _change("added", fresh, None)
    kind = _kind(fresh, old)
    if kind is None:
        return attrs.evolve(fresh, sequence=old.sequence, stamp=old.stamp), None
    record = attrs.evolve(fresh, sequence=old.sequence + (kind != "edited"))
    return record, _change(kind, record, old)


def withdrawn(old: Record, fresh_stamp: datetime) -> tuple[Record, Change]:
    """
    Return what to publish of an entry that is no longer there, and that it is cancelled.
    """
    record = attrs.evolve(old, status="cancelled", sequence=old.sequence + 1, stamp=fresh_stamp)
    change = Change(
        kind="cancelled",
        entry_id=old.entry_id,
        uid=old.uid,
        title=old.title,
        before=old.start,
        after=None,
    )
    return record, change


def _kind(fresh: Record, old: Record) -> ChangeKind | None:
    if old.status == "cancelled":
        return "revived"
    if (old.start, old.end) != (fresh.start, fresh.end):
        return "rescheduled"
    if old.status != fresh.status:
        return "confirmed" if fresh.status == "confirmed" else "reopened"
    return "edited" if _details(fresh, old) else None


def _details(fresh: Record, old: Record) -> tuple[str, ...]:
    return tuple(name for name in SHOWN if _shown(fresh, name) != _shown(old, name))


def _shown(record: Record, name: str) -> object:
    if name == "educators":
        return tuple(educator.name for educator in record.educators)
    value: object = getattr(record, name)
    return value


def _change(kind: ChangeKind, record: Record, old: Record | None) -> Change:
    return Change(
        kind=kind,
        entry_id=record.entry_id,
        uid=record.uid,
        title=record.title,
        before=old.start if old else None,
        after=record.start,
        details=_details(record, old) if old else (),
    )


def _when(moment: date | None) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(" ", "minutes")
    return str(moment)
