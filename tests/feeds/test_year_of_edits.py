"""
A year of edits: whatever is done to a plan and its timetables, and whenever it is published,
the feeds keep what they promise. What they should hold is worked out here a second time, from
what was done, without a look into the ledger.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

import attrs
from dateutil.rrule import rrulestr
from feed_samples import lines, lint
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from community_edu.base import Text
from community_edu.calendars import TeachingWeeks
from community_edu.feeds import FeedSelection, Ledger, Publication, event_uid, publish
from community_edu.feeds.criteria import CRITERIA
from community_edu.organizations import (
    Audience,
    Educator,
    Organization,
    Tier,
    TrainingNetwork,
    Venue,
)
from community_edu.plans import Calendar, Entry, Plan
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable

CHINA: Final = ZoneInfo("Asia/Shanghai")
GRACE: Final = timedelta(days=30)
HISTORY: Final = timedelta(days=366)
PARENTS: Final = {"school": "street", "street": None, "office": None}
WIDER: Final = {"residents": {"residents"}, "elderly": {"elderly", "residents"}}
VENUES: Final = {"hall": Text("礼堂", en="hall"), "studio": Text("画室")}
PEOPLE: Final = {"zhao": Text("赵老师"), "li": Text("李老师")}
PLAN: Final = Plan(
    id="street",
    title=Text("街道", en="the street"),
    network=TrainingNetwork(
        organizations=[
            Organization(id=key, name=f"机构{key}", kind="office", parent=parent)
            for key, parent in PARENTS.items()
        ],
        tiers=[Tier(id="base", name="基层", members=["school"])],
    ),
    audiences=[
        Audience(id="residents", name="居民"),
        Audience(id="elderly", name="老年人", part_of=["residents"]),
    ],
    venues=[Venue(id=key, name=name, kind="hall") for key, name in VENUES.items()],
)
PERIODS: Final = ["09:00-10:30", "14:00-15:30"]
TIMES: Final = [(time(9), time(10, 30)), (time(14), time(15, 30))]
DAYS: Final = ("MON", "TUE", "WED", "THU", "FRI")
TERMS: Final = {"2026-spring": date(2026, 3, 2), "2026-autumn": date(2026, 12, 14)}
CLASSES: Final = {"choir": "合唱班", "brush": "书法班"}
WEEKS: Final = 4
SELECTIONS: Final = (
    FeedSelection(),
    FeedSelection(audience="residents"),
    FeedSelection(audience="elderly"),
    FeedSelection(organization="street"),
    FeedSelection(organization="street", below=False),
    FeedSelection(tier="base"),
    FeedSelection(venue="hall"),
    FeedSelection(tag="health"),
    FeedSelection(audience="elderly", venue="studio"),
)

CANCELLED: Final[tuple[Literal["mark", "drop"], ...]] = ("mark", "drop")

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]
Occurrence: TypeAlias = tuple[datetime | date, datetime | date, str, str]


@attrs.frozen(kw_only=True)
class Thing:
    """
    One event as its planners see it.
    """

    title: str
    start: date | datetime
    end: date | datetime
    sure: bool = True
    audiences: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    venue: str | None = None
    educator: str | None = None
    tags: tuple[str, ...] = ()

    def shown(self) -> tuple[object, ...]:
        """
        All that can be read of it but when it is.
        """
        place = VENUES[self.venue] if self.venue else None
        who = PEOPLE[self.educator] if self.educator else None
        return self.title, self.audiences, place, who, self.tags


@attrs.define(kw_only=True)
class Published:
    """
    What subscribers have been told of one event.
    """

    thing: Thing
    scope: tuple[object, ...]
    sequence: int
    stamp: datetime
    status: str


def instant(moment: date) -> datetime:
    """
    When it is, in China.
    """
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=CHINA)
    return datetime.combine(moment, time(), CHINA)


def status_of(thing: Thing) -> str:
    return "CONFIRMED" if thing.sure else "TENTATIVE"


class Subscribers:
    """
    What they should have, by a plain reading of the rules.
    """

    def __init__(self) -> None:
        self.told: dict[str, Published] = {}
        self.gone: dict[str, int] = {}

    def tell(
        self, things: dict[str, tuple[Thing, tuple[object, ...]]], scopes: set[object], at: datetime
    ) -> dict[str, str]:
        """
        Publish *things* for *scopes*, and return what each subscriber hears, by identifier.
        """
        heard: dict[str, str] = {}
        for key, (thing, scope) in things.items():
            what, sequence, stamp = self.heard_of(key, thing, at)
            self.gone.pop(key, None)
            self.told[key] = Published(
                thing=thing, scope=scope, sequence=sequence, stamp=stamp, status=status_of(thing)
            )
            if what:
                heard[key] = what
        for key, old in list(self.told.items()):
            if key in things:
                continue
            if old.scope in scopes and old.status != "CANCELLED":
                old.status, old.sequence, old.stamp = "CANCELLED", old.sequence + 1, at
                heard[key] = "cancelled"
            patience = GRACE if old.status == "CANCELLED" else HISTORY
            if at > instant(old.thing.end) + patience:
                self.gone[key] = self.told.pop(key).sequence
        return heard

    def heard_of(self, key: str, thing: Thing, at: datetime) -> tuple[str, int, datetime]:
        """
        What is heard of one event that takes place, its SEQUENCE and its stamp.
        """
        old = self.told.get(key)
        if old is None:
            return ("revived", self.gone[key] + 1, at) if key in self.gone else ("added", 0, at)
        if old.status == "CANCELLED":
            return "revived", old.sequence + 1, at
        if (old.thing.start, old.thing.end) != (thing.start, thing.end):
            return "rescheduled", old.sequence + 1, at
        if old.status != status_of(thing):
            return "confirmed" if thing.sure else "reopened", old.sequence + 1, at
        if old.thing.shown() != thing.shown():
            return "edited", old.sequence, at
        return "", old.sequence, old.stamp

    def chosen(self, selection: FeedSelection) -> set[str]:
        """
        The identifiers of what a selection holds.
        """
        return {key for key, one in self.told.items() if chosen(one.thing, selection)}


def chosen(thing: Thing, selection: FeedSelection) -> bool:
    """
    Tell whether it is in the feed, criterion by criterion.
    """
    bodies = {
        "street": {"street", "school"} if selection.below else {"street"},
        None: set[str](),
    }[selection.organization]
    return (
        (selection.audience is None or bool(WIDER[selection.audience] & {*thing.audiences}))
        and (selection.organization is None or bool(bodies & {*thing.organizations}))
        and (selection.tier is None or "school" in thing.organizations)
        and selection.venue in (None, thing.venue)
        and (selection.tag is None or selection.tag in thing.tags)
    )


def components(data: bytes) -> Iterator[dict[str, str]]:
    """
    The properties of each event of a feed, by their names without parameters.
    """
    for body in re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", "\n".join(lines(data)), re.DOTALL):
        found: dict[str, str] = {}
        for line in body.splitlines():
            name, _, value = line.partition(":")
            name = name.partition(";")[0]
            found[name] = f"{found[name]},{value}" if name in found else value
        yield found


def bodies(data: bytes) -> dict[str, bytes]:
    """
    The bytes of each event of a feed of single sessions, by its UID.
    """
    pieces = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL)
    return {re.search(rb"\r\nUID:(\S+)", piece)[1].decode(): piece for piece in pieces}  # type: ignore[index]  # pyright: ignore[reportOptionalSubscript]


def moment(text: str) -> date | datetime:
    if "T" in text:
        return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local, as written
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a day


def occurrences(data: bytes) -> list[Occurrence]:
    """
    When each event of a feed is, with rules expanded by dateutil.
    """
    singles: list[Occurrence] = []
    events = list(components(data))
    apart = {(event["UID"], event["RECURRENCE-ID"]) for event in events if "RECURRENCE-ID" in event}
    for event in events:
        start, end = moment(event["DTSTART"]), moment(event["DTEND"])
        told = event["SUMMARY"], event["STATUS"]
        if "RRULE" not in event:
            singles.append((start, end, *told))
            continue
        assert isinstance(start, datetime)
        left_out = {*event.get("EXDATE", "").split(",")}
        for one in rrulestr(event["RRULE"], dtstart=start.replace(tzinfo=CHINA)):
            local = one.replace(tzinfo=None)
            written = local.strftime("%Y%m%dT%H%M%S")
            if written not in left_out and (event["UID"], written) not in apart:
                singles.append((local, local + (end - start), *told))
    return sorted(singles, key=str)


class YearOfEdits(RuleBasedStateMachine):
    """
    Planners edit, time passes, and now and then something is published.
    """

    def __init__(self) -> None:
        super().__init__()
        self.at = datetime(2026, 1, 5, tzinfo=UTC)
        self.ledger = Ledger()
        self.subscribers = Subscribers()
        self.duties: dict[str, dict[int, Thing]] = {}
        self.lessons: dict[str, dict[tuple[str, int], Thing]] = {term: {} for term in TERMS}
        self.seen: dict[str, tuple[tuple[int, datetime], bytes]] = {}
        self.files: dict[str, tuple[bytes, datetime]] = {}
        self.series: dict[str, tuple[tuple[object, ...], int]] = {}
        self.stamps: dict[str, str] = {}

    # ------------------------------------------------------------ what planners do

    @initialize()
    def begin(self) -> None:
        for number, key in enumerate(("meeting", "lecture", "report")):
            self.duties[key] = {
                year: Thing(
                    title=key,
                    start=date(year, 3 + number, 10),
                    end=date(year, 3 + number, 11),
                    audiences=((), ("residents",), ("elderly",))[number],
                    organizations=(("street",), ("school",), ("office",))[number],
                    venue=(None, "hall", "studio")[number],
                    tags=((), ("health",), ())[number],
                )
                for year in (2026, 2027)
            }
        for term in TERMS:
            for number, name in enumerate(CLASSES):
                for week in range(1, WEEKS + 1):
                    self.lessons[term][name, week] = lesson(term, week, number, 0)

    def edit(self, key: str, year: int, **changed: Any) -> None:  # noqa: ANN401 - attributes
        if key in self.duties:
            self.duties[key][year] = attrs.evolve(self.duties[key][year], **changed)

    def move(self, draw: Draw) -> None:
        start = date(2026, 5, 1) + timedelta(days=draw(st.integers(0, 20)))
        key = draw(st.sampled_from(["meeting", "lecture"]))
        self.edit(key, 2026, start=start, end=start + timedelta(days=1))

    def give_a_time(self, draw: Draw) -> None:
        start = datetime(2026, 5, 4, draw(st.sampled_from([9, 14])))  # noqa: DTZ001 - local
        self.edit("meeting", 2026, start=start, end=start + timedelta(hours=2))

    def retitle(self, draw: Draw) -> None:
        self.edit("report", 2026, title=draw(st.sampled_from(["甲", "乙"])))

    def another_place(self, draw: Draw) -> None:
        self.edit("lecture", 2026, venue=draw(st.sampled_from([None, *VENUES])))

    def other_people(self, draw: Draw) -> None:
        audiences = draw(st.sampled_from([(), ("residents",), ("elderly",)]))
        self.edit("lecture", 2026, audiences=audiences)

    def unsure(self, draw: Draw) -> None:
        self.edit("meeting", 2026, sure=draw(st.booleans()))

    def another_body(self, draw: Draw) -> None:
        body, tags = draw(st.sampled_from(list(PARENTS))), draw(st.sampled_from([(), ("health",)]))
        self.edit("report", 2026, organizations=(body,), tags=tags)

    def rename(self, draw: Draw) -> None:
        old, new = draw(st.permutations(["meeting", "meeting-b"]))
        if old in self.duties:
            self.duties[new] = self.duties.pop(old)

    def other_room_and_lecturer(self, draw: Draw) -> None:
        name, term = draw(st.sampled_from(list(CLASSES))), draw(st.sampled_from(list(TERMS)))
        for key, old in self.lessons[term].items():
            if key[0] == name:
                self.lessons[term][key] = attrs.evolve(
                    old,
                    venue="hall" if old.venue == "studio" else "studio",
                    educator="li" if old.educator == "zhao" else "zhao",
                )

    def move_lessons(self, draw: Draw) -> None:
        name, term = draw(st.sampled_from(list(CLASSES))), draw(st.sampled_from(list(TERMS)))
        weekday, period = draw(st.integers(0, 4)), draw(st.integers(0, 1))
        for week in draw(st.sets(st.integers(1, WEEKS), min_size=1)):
            self.lessons[term][name, week] = lesson(term, week, weekday, period)

    def call_off(self, draw: Draw) -> None:
        name, term = draw(st.sampled_from(list(CLASSES))), draw(st.sampled_from(list(TERMS)))
        for week in draw(st.sets(st.integers(1, WEEKS), min_size=1)):
            self.lessons[term].pop((name, week), None)

    def swap_classes(self, draw: Draw) -> None:
        """
        Each class takes the times of the other.
        """
        term = draw(st.sampled_from(list(TERMS)))
        other = dict(zip(CLASSES, reversed(CLASSES), strict=True))
        self.lessons[term] = {
            (other[name], week): thing for (name, week), thing in self.lessons[term].items()
        }

    def empty(self, draw: Draw) -> None:
        self.lessons[draw(st.sampled_from(list(TERMS)))] = {}

    def meanwhile(self, draw: Draw) -> None:
        """
        Planners edit, time passes, the ledger lies on a disk.
        """
        for edit in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=4)):
            edit(self, draw)
        self.at += timedelta(days=draw(st.sampled_from([1, 1, 1, 1, 20, 200])))
        if draw(st.booleans()):
            self.ledger = Ledger.from_json(self.ledger.to_json())

    # ------------------------------------------------------------ what is published

    @rule(year=st.sampled_from([2026, 2027]), data=st.data())
    def publish_year(self, year: int, data: st.DataObject) -> None:
        self.meanwhile(data.draw)
        calendar = self.calendar(year)
        self.told(
            self.due(year),
            {("year", year)},
            lambda ledger: publish(calendar, previous=ledger, at=self.at),
        )

    @rule(term=st.sampled_from(list(TERMS)), data=st.data())
    def publish_term(self, term: str, data: st.DataObject) -> None:
        self.meanwhile(data.draw)
        timetable = self.timetable(term)
        self.told(
            self.held(term),
            {("term", term)},
            lambda ledger: publish(
                timetable, plan="street", term=term, previous=ledger, at=self.at
            ),
        )

    @rule(year=st.sampled_from([2026, 2027]), term=st.sampled_from(list(TERMS)), data=st.data())
    def publish_both(self, year: int, term: str, data: st.DataObject) -> None:
        self.meanwhile(data.draw)
        calendar, timetable = self.calendar(year), self.timetable(term)
        self.told(
            self.due(year) | self.held(term),
            {("year", year), ("term", term)},
            lambda ledger: publish(
                calendar, timetable=timetable, term=term, previous=ledger, at=self.at
            ),
        )

    def calendar(self, year: int) -> Calendar:
        return Calendar(
            plan=PLAN,
            year=year,
            entries=[
                Entry(
                    id=f"street/{key}/{year}",
                    kind="event",
                    title=Text(thing.title),
                    start=thing.start,
                    end=thing.end,
                    duty=key,
                    path=("duties", 0),
                    audiences=thing.audiences,
                    status="fixed" if thing.sure else "proposed",
                    organizations=thing.organizations,
                    venue=thing.venue,
                    location=VENUES[thing.venue] if thing.venue else None,
                    tags=thing.tags,
                )
                for key, years in self.duties.items()
                for thing in (years[year],)
            ],
        )

    def due(self, year: int) -> dict[str, tuple[Thing, tuple[object, ...]]]:
        return {
            f"street/{key}/{year}": (years[year], ("year", year))
            for key, years in self.duties.items()
        }

    def timetable(self, term: str) -> Timetable:
        problem = TimetableProblem(
            [
                TimetableSection(id=key, name=name, audiences=["elderly"])
                for key, name in CLASSES.items()
            ],
            [Venue(id=key, name=name, kind="hall") for key, name in VENUES.items()],
            [Educator(id=key, name=name) for key, name in PEOPLE.items()],
            TeachingWeeks(first=TERMS[term], number=WEEKS, periods=PERIODS),
        )
        placements: list[Placement] = []
        for (name, week), thing in self.lessons[term].items():
            assert isinstance(thing.start, datetime)
            placements.append(
                Placement(
                    section=name,
                    weekday=DAYS[thing.start.weekday()],
                    period=1 if thing.start.hour == TIMES[0][0].hour else 2,
                    weeks=str(week),
                    venue=thing.venue,
                    educator=thing.educator,
                )
            )
        return Timetable(problem, placements)

    def held(self, term: str) -> dict[str, tuple[Thing, tuple[object, ...]]]:
        return {
            f"street/{name}/{term}/1-w{week:02}": (
                attrs.evolve(thing, title=CLASSES[name]),
                ("term", term),
            )
            for (name, week), thing in self.lessons[term].items()
        }

    # ------------------------------------------------------------ what must hold

    def told(
        self,
        things: dict[str, tuple[Thing, tuple[object, ...]]],
        scopes: set[object],
        published: Callable[[Ledger], Publication],
    ) -> None:
        self.at += timedelta(seconds=1)
        publication = published(self.ledger)
        heard = self.subscribers.tell(things, scopes, self.at)
        assert {change.entry_id: change.kind for change in publication.changes} == heard
        assert bool(publication.notice()) == bool(heard)
        self.ledger = publication.ledger
        again = published(Ledger.from_json(self.ledger.to_json()))
        assert again.changes == ()
        assert again.ledger == self.ledger
        for selection in self.known(publication):
            self.look(publication, again, selection)

    def known(self, publication: Publication) -> Iterable[FeedSelection]:
        """
        The selections of which all that they ask for is or was there.
        """
        there = set(publication.selections(*CRITERIA))
        for selection in SELECTIONS:
            if all(FeedSelection.by(*key) in there for key in selection.keys):
                yield selection

    def look(self, publication: Publication, again: Publication, selection: FeedSelection) -> None:
        feed = publication.feed(selection=selection)
        assert again.feed(selection=selection) == feed
        assert lint(feed.data) == []
        self.holds_what_it_should(feed.data, selection)
        self.moves_forward(feed.filename, feed.data, feed.last_modified)
        if selection.keys and selection.venue is None:
            return
        for cancelled in CANCELLED:
            single = publication.feed(selection=selection, cancelled=cancelled)
            series = publication.feed(selection=selection, cancelled=cancelled, sessions="series")
            assert occurrences(series.data) == occurrences(single.data)
            assert again.feed(selection=selection, cancelled=cancelled, sessions="series") == series
        if not selection.keys:
            self.keeps_bytes(feed.data)
            self.series_move_forward(publication.feed(selection=selection, sessions="series").data)

    def holds_what_it_should(self, data: bytes, selection: FeedSelection) -> None:
        should: dict[str, tuple[object, ...]] = {}
        for key in self.subscribers.chosen(selection):
            one = self.subscribers.told[key]
            stamp = one.stamp.strftime("%Y%m%dT%H%M%SZ")
            title = f"【已取消】{one.thing.title}" if one.status == "CANCELLED" else one.thing.title
            place = VENUES[one.thing.venue].zh if one.thing.venue else None
            should[event_uid(key)] = (
                one.thing.start, one.thing.end, title, place, one.status, one.sequence, stamp, stamp
            )  # fmt: skip
        assert {
            event["UID"]: (
                moment(event["DTSTART"]),
                moment(event["DTEND"]),
                event["SUMMARY"],
                event.get("LOCATION"),
                event["STATUS"],
                int(event["SEQUENCE"]),
                event["DTSTAMP"],
                event["LAST-MODIFIED"],
            )
            for event in components(data)
        } == should

    def keeps_bytes(self, data: bytes) -> None:
        """
        What has the same SEQUENCE and stamp has the same bytes, also after it was away.
        """
        states = {
            event_uid(key): (one.sequence, one.stamp) for key, one in self.subscribers.told.items()
        }
        for uid, body in bodies(data).items():
            state, before = self.seen.get(uid, (states[uid], body))
            assert states[uid] >= state
            assert states[uid] != state or body == before
            assert states[uid] == state or body != before
            self.seen[uid] = (states[uid], body)

    def moves_forward(self, name: str, data: bytes, modified: datetime) -> None:
        """
        Last-Modified moves when the bytes do, and never back.
        """
        before, when = self.files.get(name, (b"", self.at))
        assert modified >= when
        assert modified <= self.at
        if data != before and name in self.files:
            assert modified == self.at
        if "--" not in name and data == before:
            assert modified == when
        self.files[name] = data, modified

    def series_move_forward(self, data: bytes) -> None:
        """
        SEQUENCE of a series rises just when a session comes, goes, is moved, or is on or off.
        """
        should: dict[str, int] = {}
        for term in TERMS:
            for name in CLASSES:
                key = f"street/{name}/{term}/1-"
                state = tuple(
                    (one, told.thing.start, told.status)
                    for one, told in sorted(self.subscribers.told.items())
                    if one.startswith(key)
                )
                before, sequence = self.series.get(key, ((), -1))
                if state and state != before:
                    sequence += 1
                self.series[key] = state, sequence
                should[event_uid(f"{key}weekly")] = sequence
        for event in components(data):
            if event["UID"] in should:
                assert int(event["SEQUENCE"]) == should[event["UID"]]
                assert event["DTSTAMP"] >= self.stamps.get(event["UID"], "")
        self.stamps |= {event["UID"]: event["DTSTAMP"] for event in components(data)}

    @precondition(lambda self: bool(self.subscribers.told))
    @invariant()
    def one_uid_each(self) -> None:
        uids = [record.uid for record in self.ledger.records]
        assert len(set(uids)) == len(uids)
        assert set(uids) == {event_uid(key) for key in self.subscribers.told}
        assert {gone.uid for gone in self.ledger.retired}.isdisjoint(uids)


def lesson(term: str, week: int, weekday: int, period: int) -> Thing:
    day = TERMS[term] + timedelta(weeks=week - 1, days=weekday)
    first, last = TIMES[period]
    return Thing(
        title="",
        start=datetime.combine(day, first),
        end=datetime.combine(day, last),
        audiences=("elderly",),
        venue="studio",
        educator="zhao",
    )


EDITS: Final[tuple[Callable[[YearOfEdits, Draw], None], ...]] = (
    YearOfEdits.move,
    YearOfEdits.give_a_time,
    YearOfEdits.retitle,
    YearOfEdits.another_place,
    YearOfEdits.other_people,
    YearOfEdits.unsure,
    YearOfEdits.another_body,
    YearOfEdits.rename,
    YearOfEdits.other_room_and_lecturer,
    YearOfEdits.move_lessons,
    YearOfEdits.call_off,
    YearOfEdits.swap_classes,
    YearOfEdits.empty,
)

TestYearOfEdits = YearOfEdits.TestCase
TestYearOfEdits.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
