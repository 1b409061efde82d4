"""
Publications (发布): a calendar or a timetable as feeds, compared with what was published before.

A subscription lives for years, and so does the name of its file: a feed holds the year
or the term that is published and, as the ledger has them, the years and terms around it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Final, Literal, TypeAlias, overload

import attrs

from community_edu.base import (
    BadWebAddressError,
    CommunityEduError,
    DuplicateIdError,
    Finding,
    FindingKind,
    Language,
    ProblemsError,
    Text,
    UnknownReferenceError,
    words,
)
from community_edu.courses import Course
from community_edu.feeds.changes import Change, compared, withdrawn
from community_edu.feeds.criteria import CRITERIA, Criterion, Key
from community_edu.feeds.feed_dates import feed_records, series_records, years_of
from community_edu.feeds.instants import exact_instant
from community_edu.feeds.ledgers import Ledger, PublishedLaterError
from community_edu.feeds.moments import local_instant
from community_edu.feeds.notices import notice
from community_edu.feeds.pieces import Pieces, Sessions
from community_edu.feeds.records import Record, Retired
from community_edu.feeds.reports import Feed
from community_edu.feeds.scopes import Scope, directory_of, scopes_of
from community_edu.feeds.selections import FeedSelection, Shelf
from community_edu.feeds.writing.components import Form, Tasks
from community_edu.feeds.writing.openings import CLOSING, opening
from community_edu.feeds.writing.personal import without_personal
from community_edu.plans import Calendar, Entry
from community_edu.scheduling.timetables import Timetable

GRACE: Final = timedelta(days=30)
"""
How long after its end a cancelled entry is still published.
"""

HISTORY: Final = timedelta(days=366)
"""
How long after its end an entry of another year or another term is still published.
"""

LEDGER_FOREIGN: Final = FindingKind(
    "ledger-foreign",
    "warning",
    zh="台账中没有计划“{plan}”，只有 {plans}；如果此前发布过“{plan}”，请检查是否用错了台账",
    en="the ledger knows nothing of the plan '{plan}', only of {plans}; if '{plan}' has been "
    "published before, it is not its ledger",
)

Cancelled: TypeAlias = Literal["mark", "drop"]
"""
Whether cancelled entries are marked as such in a feed, or left out.
"""

_DESCRIPTION: Final = Text("{} 年，依据工作计划生成", en="{}, made from the work plan")


@attrs.define(slots=False)
class AudienceTwiceError(CommunityEduError, ValueError):
    """
    A feed asked for by an audience and by a selection.
    """

    code: ClassVar[str] = "audience-twice"
    en: ClassVar[str] = (
        "a feed is asked for by audience= and by selection=; write the audience '{audience}' "
        "into the selection"
    )
    zh: ClassVar[str] = "audience= 与 selection= 不能同时给出，请把受众“{audience}”写进 selection"

    audience: str


@attrs.frozen(kw_only=True, repr=False, slots=False)
class Publication:
    """
    A calendar or a timetable at the moment of its publication.

    Attributes:
        calendar: What is published; of a timetable, a calendar of all its sessions.
        changes: What is not as it was published last, in order of time.
        ledger: What is published now: keep it for the next time.
        at: The instant of publication, in UTC.
        findings: What is doubtful about the ledger.
    """

    calendar: Calendar
    changes: tuple[Change, ...] = attrs.field(converter=tuple[Change, ...])
    ledger: Ledger
    at: datetime
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=tuple[Finding, ...])
    _shelf: Shelf = attrs.field(alias="shelf", repr=False, eq=False)
    _pieces: Pieces = attrs.field(factory=Pieces, init=False, eq=False, repr=False)

    def __repr__(self) -> str:
        return f"Publication(calendar={self.calendar!r}, changes={len(self.changes)})"

    @property
    def title(self) -> Text:
        """
        What readers call the plan.
        """
        return self._shelf.directory.title

    def notice(self, language: Language = "zh-CN") -> str:
        """
        Tell what changed as a text that can be sent to people (变更通知).

        Returns:
            A heading for each kind of change and a line for each title, sessions of a class
            together; nothing if nothing changed. No person is named.

        Example:
            >>> from datetime import UTC
            >>> from community_edu.plans import Plan
            >>> calendar = Calendar(plan=Plan(id="street", title="街道"), year=2026)
            >>> publish(calendar, at=datetime(2026, 1, 5, tzinfo=UTC)).notice()
            ''
        """
        return notice(self.changes, title=self.title, at=self.at, language=language)

    def selections(self, *criteria: str) -> tuple[FeedSelection, ...]:
        """
        Return a selection for each feed that there is by each of *criteria*.

        There is one for every audience of the plan, and for all else that has something in
        it. A feed that there was once stays, though it be empty: those who subscribed to it
        must hear what became of its entries.

        Args:
            criteria: Some of ``audience``, ``organization`` (with what lies under it),
                ``body`` (without), ``tier``, ``venue``, ``educator``, ``course``, ``tag``.

        Raises:
            UnknownReferenceError: There is no such criterion.

        Example:
            >>> from datetime import UTC
            >>> from community_edu.organizations import Audience
            >>> from community_edu.plans import Plan
            >>> elderly = Audience(id="elderly", name="老年人")
            >>> plan = Plan(id="street", title="街道", audiences=[elderly])
            >>> calendar = Calendar(plan=plan, year=2026)
            >>> publication = publish(calendar, at=datetime(2026, 1, 5, tzinfo=UTC))
            >>> [one.audience for one in publication.selections("audience")]
            ['elderly']
        """
        keys = set(self._shelf.keys)
        return tuple(
            FeedSelection.by(criterion, code)
            for criterion in map(_criterion, criteria)
            for code in self._shelf.asked(criterion)
            if (criterion, code) in keys
        )

    def feed(
        self,
        audience: str | None = None,
        *,
        selection: FeedSelection | None = None,
        language: Language = "zh-CN",
        reminders: Iterable[timedelta] = (),
        tasks: Tasks = "events",
        cancelled: Cancelled = "mark",
        sessions: Sessions = "single",
        personal: bool = False,
        address: str | None = None,
        color: str | None = None,
    ) -> Feed:
        """
        Write the feed (日历订阅) of an audience or another selection, or that of everything.

        It holds what is published and what the ledger has of other years and terms of the
        plan, as it was published then.

        Args:
            audience: Whom it is for, by the identifier in the plan: it holds
                what is for them and for all of whom they are part, as the plan
                has it now, and no internal work. Without it the feed holds
                everything.
            selection: What else to choose by, instead.
            language: The language of titles, labels and remarks; what has no
                English stays Chinese. UIDs are the same in each.
            reminders: How long before its beginning a client should remind of
                an entry; of month themes and of cancelled entries none does.
            tasks: Whether tasks are events on the day they are due, which every
                client shows, or VTODOs, which few do.
            cancelled: Whether cancelled entries are marked as such, or left out.
            sessions: Whether each session is an event of its own, which every client
                shows, or those of a weekly class are one event that recurs, which makes
                the file smaller. Both tell of the same times; their UIDs differ, so a feed
                must keep to one of them.
            personal: Whether it is for those concerned alone: it then names who teaches,
                and shows the numbers of phones that stand in texts.
            address: Where the feed itself is served.
            color: Its colour, by the name in CSS 3 (RFC 7986 §5.9).

        Returns:
            The file. The same publication and the same arguments give the same
            bytes, in every process.

        Raises:
            UnknownReferenceError: The plan has nothing of what is asked for.
            AudienceTwiceError: Both an audience and a selection are given.
            BadWebAddressError: *address* is none of the web.
            UnknownColorError: CSS has no such colour.

        Example:
            >>> from datetime import UTC
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
        if selection is None:
            selection = FeedSelection(audience=audience)
        elif audience is not None:
            raise AudienceTwiceError(audience)
        self._shelf.check(selection)
        members = self._shelf.members(selection)
        years = years_of(members, self.calendar.year)
        if cancelled == "drop":
            members = [record for record in members if record.status != "cancelled"]
        form = Form(language=language, tasks=tasks, reminders=reminders, personal=personal)
        name = self._shelf.name(selection, language, personal=personal)
        shown = name if personal else without_personal(name, language)
        description = _DESCRIPTION.to(language).format(words(years, language))
        head = opening(shown, description, address=address, color=color)
        body, withheld = self._pieces.joined(members, form, sessions, self.ledger.by_series)
        return Feed(
            filename=selection.filename(self.calendar.plan.id),
            name=shown,
            data=b"".join((head, body, CLOSING)),
            last_modified=self._changed(selection),
            address=address,
            withheld=withheld,
        )

    def _changed(self, selection: FeedSelection) -> datetime:
        """
        Return when what a selection holds last changed, or a later instant.
        """
        plan = self.calendar.plan.id
        if selection.window is not None:
            return self.at
        changed = {feed.choice: feed.changed for feed in self.ledger.feeds if feed.plan == plan}
        keys: list[Key | None] = [*selection.keys]
        if len(keys) != 1:
            keys.append(None)
        return max(changed.get(key, self.at) for key in keys)


@overload
def publish(
    calendar: Calendar,
    *,
    timetable: Timetable | None = None,
    previous: Ledger | None = None,
    at: datetime,
    grace: timedelta = GRACE,
    history: timedelta = HISTORY,
    plan: str | None = None,
    term: str | None = None,
    courses: Iterable[Course] = (),
) -> Publication: ...


@overload
def publish(
    calendar: Timetable,
    *,
    previous: Ledger | None = None,
    at: datetime,
    grace: timedelta = GRACE,
    history: timedelta = HISTORY,
    plan: str,
    term: str | None = None,
    courses: Iterable[Course] = (),
) -> Publication: ...


def publish(
    calendar: Calendar | Timetable,
    *,
    timetable: Timetable | None = None,
    previous: Ledger | None = None,
    at: datetime,
    grace: timedelta = GRACE,
    history: timedelta = HISTORY,
    plan: str | None = None,
    term: str | None = None,
    courses: Iterable[Course] = (),
) -> Publication:
    """
    Publish *calendar* (发布日历), and tell what changed since the last time.

    It is a calendar of a plan for one year, or the timetable of one term, which may go over
    the turn of a year; or both at once. What was published before and is no longer in the
    calendar of the same plan and year, or in the timetable of the same term, is cancelled: it
    stays in the feeds as such until *grace* after its end, so that every phone hears of it.
    So an empty timetable cancels a term.

    What was published of other years and terms of the plan stays in the feeds, byte for
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
        calendar: The year of a plan, or the timetable of a term.
        timetable: The timetable of a term of the same plan, besides a calendar.
        previous: The ledger of the last publication; without it everything is
            new.
        at: The instant of this publication, with a time zone; whole seconds
            count. There is no clock inside.
        grace: How long after its end a cancelled entry is still published.
        history: How long after its end an entry of another year or term is still
            published: what is over may leave, what is still to come stays.
        plan: The identifier of the plan under which a timetable is published.
        term: What tells the term of the timetable from others of the plan, in every
            publication the same; by default its first Monday.
        courses: The courses of which sessions are, for their web pages; by default those
            of the plan, if there is a calendar.

    Returns:
        The changes, the new ledger, and the feeds on demand. The ledger may be that of
        several plans; if it knows others only, that is a finding.

    Raises:
        UnusableInstantError: *at* has no time zone or is before 1970.
        PublishedLaterError: The ledger has a change that is later than *at*.
        MisplacedTimetableError: A timetable has no plan, or another than the calendar.
        ProblemsError: Two entries have one identifier, or an address is none of the web.

    Example:
        >>> from datetime import UTC
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
    instant = exact_instant(at)
    ledger = Ledger() if previous is None else previous
    if instant < ledger.newest:
        raise PublishedLaterError(instant, ledger.newest)
    scopes = scopes_of(calendar, timetable, plan=plan, term=term, courses=courses)
    fresh = _fresh(scopes, instant)
    own = scopes[0].calendar.plan.id
    retired = {gone.uid: gone for gone in ledger.retired}
    records = dict(ledger.by_entry)
    changes: list[Change] = []
    for new in fresh:
        record, change = compared(new, records.get(new.entry_id), retired.pop(new.uid, None))
        records[new.entry_id] = record
        if change:
            changes.append(change)
    present = {new.entry_id for new in fresh}
    for old in ledger.records:
        if old.plan != own or old.entry_id in present:
            continue
        record = old
        if old.status != "cancelled" and any(scope.covers(old) for scope in scopes):
            record, change = withdrawn(old, instant)
            changes.append(change)
        records[old.entry_id] = record
        patience = grace if record.status == "cancelled" else history
        if instant - local_instant(record.end) > patience:
            del records[old.entry_id]
            retired[old.uid] = Retired(old.uid, record.sequence)
    changes.sort(key=lambda change: (str(change.after or change.before), change.uid))
    series = series_records(records.values(), ledger, own, instant, retired)
    directory = directory_of(scopes, records.values(), ledger)
    shelf = Shelf.of(directory, records.values(), ledger.feeds)
    return Publication(
        calendar=scopes[0].calendar,
        changes=changes,
        ledger=Ledger(
            records=records.values(),
            feeds=feed_records(shelf, ledger, scopes[0].calendar.year, instant),
            series=series,
            plans=[*(one for one in ledger.plans if one.plan != own), shelf.directory],
            retired=retired.values(),
        ),
        at=instant,
        findings=_findings(ledger, own),
        shelf=shelf,
    )


def _fresh(scopes: Iterable[Scope], instant: datetime) -> list[Record]:
    """
    Return the records of all entries as if they were new.

    Raises:
        ProblemsError: Two entries have one identifier, or an address is none of the web.
    """
    first: dict[str, Entry] = {}
    problems: list[CommunityEduError] = []
    records: list[Record] = []
    for scope in scopes:
        plan = scope.calendar.plan.id
        for entry in scope.calendar.entries:
            if entry.id in first:
                problems.append(DuplicateIdError(entry.path, entry.id, first[entry.id].path))
            first.setdefault(entry.id, entry)
            year = scope.year_of(entry)
            try:
                records.append(Record.of(entry, plan=plan, year=year, stamp=instant))
            except BadWebAddressError as error:
                problems.append(error)
    if problems:
        raise ProblemsError("the calendar cannot be published", problems)
    return records


def _findings(ledger: Ledger, plan: str) -> Iterable[Finding]:
    known = ledger.known_plans
    if known and plan not in known:
        yield Finding(LEDGER_FOREIGN, items={"plan": plan, "plans": tuple(sorted(known))})


def _criterion(name: str) -> Criterion:
    for criterion in CRITERIA:
        if criterion == name:
            return criterion
    raise UnknownReferenceError(("criteria",), "criterion", "选取条件", name, CRITERIA)
