"""
Publications (发布): a calendar as feeds, compared with what was published before.

A subscription lives for years, and so does the name of its file: a feed holds the year
that is published and, as the ledger has them, the years around it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Final, Literal, TypeAlias

import attrs

from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Language,
    ProblemsError,
    Text,
    UnknownReferenceError,
    words,
)
from community_edu.feeds.components import (
    CLOSING,
    EDITION,
    Form,
    Tasks,
    component,
    local_instant,
    opening,
)
from community_edu.feeds.ledgers import BEGINNING, FeedRecord, Ledger, Record, Retired, fingerprint
from community_edu.feeds.reports import Feed
from community_edu.plans import Calendar, Entry, Plan

ChangeKind: TypeAlias = Literal[
    "added", "rescheduled", "confirmed", "reopened", "edited", "cancelled", "revived"
]
"""
What happened to an entry since the last publication. ``confirmed``: its date, proposed
or provisional before, is fixed now; ``reopened``: the other way round. What was several
of them is the first, in the order here.
"""

GRACE: Final = timedelta(days=30)
"""
How long after its end a cancelled entry is still published.
"""

HISTORY: Final = timedelta(days=366)
"""
How long after its end an entry of another year is still published.
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
_DESCRIPTION: Final = Text("{} 年，依据工作计划生成", en="{}, made from the work plan")


@attrs.define(slots=False)
class UnusableInstantError(CommunityEduError, ValueError):
    """
    A time of publication without a zone, or long before there were feeds.
    """

    code: ClassVar[str] = "unusable-instant"
    en: ClassVar[str] = (
        "{at} cannot be the instant of a publication; give a time since 1970 with its offset "
        "from UTC, such as 2026-01-05T08:00:00+08:00"
    )
    zh: ClassVar[str] = (
        "{at} 不能作为发布时刻；请写 1970 年以后的时间，并注明与 UTC 的差，"
        "如 2026-01-05T08:00:00+08:00"
    )

    at: datetime | str


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
    """

    kind: ChangeKind
    entry_id: str
    uid: str
    title: Text
    before: date | None
    after: date | None

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in *language*, for a notice.

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


@attrs.frozen(kw_only=True, repr=False)
class Publication:
    """
    A calendar at the moment of its publication.

    Attributes:
        calendar: What is published.
        changes: What is not as it was published last, in order of time.
        ledger: What is published now: keep it for the next time.
    """

    calendar: Calendar
    changes: tuple[Change, ...] = attrs.field(converter=tuple[Change, ...])
    ledger: Ledger
    _written: dict[tuple[str, Form], bytes] = attrs.field(
        factory=dict[tuple[str, Form], bytes], init=False, eq=False, repr=False
    )

    def __repr__(self) -> str:
        return f"Publication(calendar={self.calendar!r}, changes={len(self.changes)})"

    def feed(
        self,
        audience: str | None = None,
        *,
        language: Language = "zh-CN",
        reminders: Iterable[timedelta] = (),
        tasks: Tasks = "events",
        cancelled: Literal["mark", "drop"] = "mark",
    ) -> Feed:
        """
        Write the feed (日历订阅) of an audience, or that of everything.

        It holds the year of the calendar and what the ledger has of other years
        of the plan, as it was published then.

        Args:
            audience: Whom it is for, by the identifier in the plan: it holds
                what is for them and for all of whom they are part, as the plan
                has it now, and no internal work. Without it the feed holds
                everything.
            language: The language of titles, labels and remarks; what has no
                English stays Chinese. UIDs are the same in each.
            reminders: How long before its beginning a client should remind of
                an entry; of month themes and of cancelled entries none does.
            tasks: Whether tasks are events on the day they are due, which every
                client shows, or VTODOs, which few do.
            cancelled: Whether cancelled entries are marked as such, or left out.

        Returns:
            The file. The same publication and the same arguments give the same
            bytes, in every process.

        Raises:
            UnknownReferenceError: The plan has no such audience.

        Example:
            >>> from community_edu.calendars import parse_rule
            >>> from community_edu.plans import Duty, Plan, build_calendar
            >>> plan = Plan(
            ...     id="street",
            ...     title="街道",
            ...     duties=[Duty(id="fair", name="游园", when=parse_rule("double_ninth"))],
            ... )
            >>> at = datetime(2026, 1, 5, tzinfo=UTC)
            >>> feed = publish(build_calendar(plan, 2026), at=at).feed()
            >>> feed.filename, feed.report.events, b"DTSTART;VALUE=DATE:20261018" in feed.data
            ('street.ics', 1, True)
        """
        plan = self.calendar.plan
        name = plan.title.to(language)
        if audience is not None:
            names: dict[str, Text] = {known.id: known.name for known in plan.audiences}
            if audience not in names:
                raise UnknownReferenceError(
                    ("audience",), "audience", "受众", audience, tuple(names)
                )
            name = f"{name} · {names[audience].to(language)}"
        form = Form(language=language, tasks=tasks, reminders=reminders)
        members = _members(plan, self.ledger.records, audience)
        description = _DESCRIPTION.to(language).format(
            words(_years(members, self.calendar), language)
        )
        pieces = [
            self._component(record, form)
            for record in members
            if cancelled == "mark" or record.status != "cancelled"
        ]
        changed = next(
            feed.changed
            for feed in self.ledger.feeds
            if (feed.plan, feed.audience) == (plan.id, audience)
        )
        return Feed(
            filename=f"{plan.id}.ics" if audience is None else f"{plan.id}-{audience}.ics",
            data=b"".join([opening(name, description), *pieces, CLOSING]),
            last_modified=changed,
        )

    def _component(self, record: Record, form: Form) -> bytes:
        """
        Write an entry once, however many feeds it is in.
        """
        key = record.entry_id, form
        if key not in self._written:
            self._written[key] = component(record, form)
        return self._written[key]


def publish(
    calendar: Calendar,
    *,
    previous: Ledger | None = None,
    at: datetime,
    grace: timedelta = GRACE,
    history: timedelta = HISTORY,
) -> Publication:
    """
    Publish *calendar* (发布日历), and tell what changed since the last time.

    What was published before and is no longer in the calendar of the same plan
    and year is cancelled: it stays in the feeds as such until *grace* after its
    end, so that every phone hears of it.

    What was published of other years of the plan stays in the feeds, byte for
    byte, until *history* after its end: it is neither compared nor dated again,
    for a plan that has changed would move what has already taken place. Records
    of other plans are kept as they are. An entry that two years claim is of the
    one that was published last.

    An entry is known by its permanent identifier alone: another date makes it
    *rescheduled*, with a higher SEQUENCE, and another text *edited*. An entry
    that did not change keeps its bytes, its DTSTAMP among them. Publishing the
    same calendar again, at any later instant, gives the same bytes as long as
    no cancelled entry passes its *grace* and none of another year *history*.

    Args:
        calendar: The year of a plan.
        previous: The ledger of the last publication; without it everything is
            new.
        at: The instant of this publication, with a time zone; whole seconds
            count. There is no clock inside.
        grace: How long after its end a cancelled entry is still published.
        history: How long after its end an entry of another year, if it is not
            cancelled, is still published.

    Returns:
        The publication: feeds can be made of it, and its ledger must be kept.

    Raises:
        UnusableInstantError: *at* has no time zone, or is before 1970.
        PublishedLaterError: The ledger has a change that is later than *at*.
        ProblemsError: Entries share an identifier; all of them are named.

    Example:
        >>> import attrs
        >>> from community_edu.calendars import parse_rule
        >>> from community_edu.plans import Duty, Plan, build_calendar
        >>> fair = Duty(id="fair", name="游园", when=parse_rule("fixed(5, 8)"))
        >>> plan = Plan(id="street", title="街道", duties=[fair])
        >>> at = datetime(2026, 1, 5, tzinfo=UTC)
        >>> first = publish(build_calendar(plan, 2026), at=at)
        >>> moved = attrs.evolve(fair, when=parse_rule("fixed(5, 9)"))
        >>> later = build_calendar(attrs.evolve(plan, duties=[moved]), 2026)
        >>> print(*publish(later, previous=first.ledger, at=at).changes)
        改期：游园（2026-05-08 → 2026-05-09）
    """
    instant = _instant(at)
    ledger = Ledger() if previous is None else previous
    if instant < ledger.newest:
        raise PublishedLaterError(instant, ledger.newest)
    _check_ids(calendar)
    plan, year = calendar.plan.id, calendar.year
    retired = {gone.uid: gone for gone in ledger.retired}
    records = dict(ledger.by_entry)
    changes: list[Change] = []
    for entry in calendar.entries:
        fresh = Record.of(entry, plan=plan, year=year, stamp=instant)
        old = records.get(entry.id)
        record, kind = _compared(fresh, old, retired.pop(fresh.uid, None))
        records[entry.id] = record
        if kind:
            changes.append(_change(kind, record, old.start if old else None, record.start))
    present = {entry.id for entry in calendar.entries}
    for old in ledger.records:
        if old.plan != plan or old.entry_id in present:
            continue
        record = old
        if old.year == year and old.status != "cancelled":
            record = attrs.evolve(old, status="cancelled", sequence=old.sequence + 1, stamp=instant)
            changes.append(_change("cancelled", record, old.start, None))
        records[old.entry_id] = record
        patience = grace if record.status == "cancelled" else history
        if instant - local_instant(record.end) > patience:
            del records[old.entry_id]
            retired[old.uid] = Retired(old.uid, record.sequence)
    changes.sort(key=lambda change: (str(change.after or change.before), change.uid))
    return Publication(
        calendar=calendar,
        changes=changes,
        ledger=Ledger(
            records=records.values(),
            feeds=_feed_records(calendar, records.values(), ledger, instant),
            retired=retired.values(),
        ),
    )


def _compared(
    fresh: Record, old: Record | None, retired: Retired | None
) -> tuple[Record, ChangeKind | None]:
    """
    Return what to publish of an entry, and what happened to it.
    """
    if retired:
        return attrs.evolve(fresh, sequence=retired.sequence + 1), "revived"
    if old is None:
        return fresh, "added"
    moved = attrs.evolve(fresh, sequence=old.sequence + 1)
    if old.status == "cancelled":
        return moved, "revived"
    if (old.start, old.end) != (fresh.start, fresh.end):
        return moved, "rescheduled"
    if old.status != fresh.status:
        return moved, "confirmed" if fresh.status == "confirmed" else "reopened"
    edited = attrs.evolve(fresh, sequence=old.sequence)
    same = attrs.evolve(edited, stamp=old.stamp)
    if same == attrs.evolve(old, plan=same.plan, year=same.year):
        return same, None
    return edited, "edited"


def _members(plan: Plan, records: Iterable[Record], audience: str | None) -> list[Record]:
    """
    Return what the feed of an audience holds, in order of time, with cancelled entries.
    """
    wider: set[str] = set() if audience is None else set(plan.wider(audience))
    members = [
        record
        for record in records
        if record.plan == plan.id and (audience is None or wider & set(record.audiences))
    ]
    return sorted(members, key=lambda record: (record.start.isoformat(), record.uid))


def _years(members: Iterable[Record], calendar: Calendar) -> tuple[int, ...]:
    """
    Return the years that a feed tells of; that of the calendar if it holds nothing.
    """
    return tuple(sorted({record.year for record in members} or {calendar.year}))


def _feed_records(
    calendar: Calendar, records: Collection[Record], ledger: Ledger, instant: datetime
) -> list[FeedRecord]:
    """
    Return when each feed last changed; this is the instant for those that change now.
    """
    plan = calendar.plan
    known = {(feed.plan, feed.audience): feed for feed in ledger.feeds}
    feeds = [feed for feed in ledger.feeds if feed.plan != plan.id]
    names: dict[str | None, Text | None] = {None: None}
    names |= {audience.id: audience.name for audience in plan.audiences}
    for audience, name in names.items():
        members = _members(plan, records, audience)
        states = [
            (record.uid, record.sequence, record.stamp.isoformat(), record.status)
            for record in members
        ]
        titles = [[text.zh, text.en] for text in (plan.title, name) if text]
        mark = fingerprint(EDITION, _years(members, calendar), titles, states)
        old = known.get((plan.id, audience))
        feeds.append(
            FeedRecord(
                plan=plan.id,
                audience=audience,
                fingerprint=mark,
                changed=old.changed if old and old.fingerprint == mark else instant,
            )
        )
    return feeds


def _change(kind: ChangeKind, record: Record, before: date | None, after: date | None) -> Change:
    return Change(
        kind=kind,
        entry_id=record.entry_id,
        uid=record.uid,
        title=record.title,
        before=before,
        after=after,
    )


def _check_ids(calendar: Calendar) -> None:
    first: dict[str, Entry] = {}
    problems: list[CommunityEduError] = []
    for entry in calendar.entries:
        if entry.id in first:
            problems.append(DuplicateIdError(entry.path, entry.id, first[entry.id].path))
        first.setdefault(entry.id, entry)
    if problems:
        raise ProblemsError("the calendar cannot be published", problems)


def read_instant(text: str) -> datetime:
    """
    Read an instant of publication as people write it: ISO 8601 with the offset from UTC.

    Raises:
        UnusableInstantError: It is no such text, or has no offset.

    Example:
        >>> read_instant("2026-01-05T08:00+08:00").isoformat()
        '2026-01-05T00:00:00+00:00'
    """
    try:
        return _instant(datetime.fromisoformat(text))
    except ValueError:
        raise UnusableInstantError(text) from None


def _instant(at: datetime) -> datetime:
    if at.utcoffset() is None or at < BEGINNING:
        raise UnusableInstantError(at)
    try:
        return at.astimezone(UTC).replace(microsecond=0)
    except OverflowError:  # the last hours of the year 9999
        raise UnusableInstantError(at) from None


def _when(moment: date | None) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(" ", "minutes")
    return str(moment)
