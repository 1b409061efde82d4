import hashlib
from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest
from feed_samples import (
    APRIL,
    JANUARY,
    LECTURE,
    MARCH,
    MEETING,
    REPORT,
    SMALL,
    calendar_of,
    entry,
    lines,
    local,
    pieces,
    record_of,
    small_calendar,
    uids,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from community_edu.base import (
    LANGUAGES,
    Language,
    ProblemsError,
    Source,
    Text,
    UnknownReferenceError,
)
from community_edu.calendars import parse_rule
from community_edu.feeds import (
    Change,
    Ledger,
    PublishedLaterError,
    UnusableInstantError,
    event_uid,
    publish,
    read_instant,
)
from community_edu.feeds.reports import FeedReport
from community_edu.organizations import Audience
from community_edu.plans import Calendar, Entry, build_calendar

MEETING_ID = "small-street/meeting/2026"
LECTURE_ID = "small-street/lecture/2026"
AUDIENCES = ("residents", "elderly", "youth")
JULY = datetime(2026, 7, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, tzinfo=UTC)
LATER = datetime(2028, 1, 5, tzinfo=UTC)


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind, change.entry_id) for change in changes]


@st.composite
def entries(draw: st.DrawFn, year: int = 2026) -> Entry:
    key = draw(st.sampled_from([f"a/{year}", f"b/{year}", f"c/{year}-H1", f"c/{year}-H2"]))
    day = date(year, 1, 1) + timedelta(days=draw(st.integers(0, 40)))
    hour = draw(st.sampled_from([None, 9, 14]))
    start = day if hour is None else local(f"{day} {hour:02}:00")
    return entry(
        key,
        start=start,
        title=draw(st.sampled_from(["甲", "乙"])),
        kind=draw(st.sampled_from(["event", "task"])),
        audiences=draw(st.sampled_from([(), *((name,) for name in AUDIENCES)])),
    )


def calendars_of(year: int) -> st.SearchStrategy[Calendar]:
    return st.lists(entries(year), unique_by=lambda each: each.id).map(
        lambda found: calendar_of(*found, year=year)
    )


calendars = calendars_of(2026)
some_year = st.sampled_from([2025, 2026, 2027]).flatmap(calendars_of)
histories = st.lists(st.tuples(st.integers(0, 200), some_year), min_size=1, max_size=6)


class TestFirst:
    def test_everything_is_new(self) -> None:
        """
        Without a ledger every entry is added, in order of time.
        """
        calendar = small_calendar(MEETING, LECTURE)
        publication = publish(calendar, at=JANUARY)
        assert kinds(publication.changes)[:2] == [("added", LECTURE_ID), ("added", MEETING_ID)]
        assert len(publication.changes) == len(calendar.entries)
        assert len(publication.ledger.records) == len(calendar.entries)

    def test_one_change(self) -> None:
        """
        A change knows the entry, its UID, its title, and when it began and begins.
        """
        first = publish(small_calendar(MEETING), at=JANUARY)
        change = next(change for change in first.changes if change.entry_id == MEETING_ID)
        assert change == Change(
            kind="added",
            entry_id=MEETING_ID,
            uid=event_uid(MEETING_ID),
            title=MEETING.name,
            before=None,
            after=local("2026-06-30 14:00"),
        )

    def test_shown(self) -> None:
        """
        A publication shows what it is of, not all of its bytes.
        """
        publication = publish(small_calendar(MEETING), at=JANUARY)
        assert repr(publication).startswith("Publication(calendar=Calendar(")
        assert repr(publication).endswith(f", changes={len(publication.changes)})")
        assert publication.at == JANUARY


class TestAgain:
    def test_same_calendar(self) -> None:
        """
        The same calendar, published again at a later instant, gives the same bytes and no change.
        """
        first = publish(small_calendar(), at=JANUARY)
        again = publish(small_calendar(), previous=first.ledger, at=MARCH)
        assert again.changes == ()
        assert again.ledger == first.ledger
        for audience in (None, *AUDIENCES):
            for language in LANGUAGES:
                one = first.feed(audience, language=language)
                two = again.feed(audience, language=language)
                assert two == one
                assert two.etag == one.etag

    @settings(max_examples=40)
    @given(histories)
    def test_any_history(self, history: list[tuple[int, Calendar]]) -> None:
        """
        Whatever was published before, the same calendar again changes nothing, also later.
        """
        at, ledger = JANUARY, Ledger()
        for days, calendar in history:
            at += timedelta(days=days)
            publication = publish(calendar, previous=ledger, at=at)
            ledger = publication.ledger
            read = Ledger.from_json(ledger.to_json())
            forever, later = timedelta.max, at + timedelta(days=3_000)
            for again in (
                publish(calendar, previous=read, at=at),
                publish(calendar, previous=read, at=later, grace=forever, history=forever),
            ):
                assert again.changes == ()
                assert again.ledger == ledger
                assert again.feed() == publication.feed()


class TestRules:
    def test_rescheduled(self) -> None:
        """
        Another time raises SEQUENCE and moves the stamp; the UID stays.
        """
        first = publish(small_calendar(), at=JANUARY)
        moved = attrs.evolve(MEETING, when=parse_rule("fixed(7, 1)"))
        later = publish(small_calendar(moved, REPORT, LECTURE), previous=first.ledger, at=MARCH)
        (change,) = later.changes
        assert (change.kind, change.entry_id) == ("rescheduled", MEETING_ID)
        assert (change.before, change.after) == (
            local("2026-06-30 14:00"),
            local("2026-07-01 14:00"),
        )
        record = later.ledger.by_entry[MEETING_ID]
        assert (record.sequence, record.stamp, record.status) == (1, MARCH, "confirmed")

    def test_only_longer(self) -> None:
        """
        Another end is another time, and the notice says that it is the length.
        """
        first = publish(small_calendar(MEETING), at=JANUARY)
        longer = small_calendar(attrs.evolve(MEETING, minutes=120))
        later = publish(longer, previous=first.ledger, at=MARCH)
        (change,) = later.changes
        assert str(change) == "时长有变：领导小组例会（2026-06-30 14:00 开始）"
        assert later.ledger.by_entry[MEETING_ID].sequence == 1

    def test_edited(self) -> None:
        """
        Another text moves the stamp and leaves SEQUENCE.
        """
        first = publish(small_calendar(MEETING), at=JANUARY)
        renamed = small_calendar(attrs.evolve(MEETING, name=Text("全体例会")))
        later = publish(renamed, previous=first.ledger, at=MARCH)
        assert kinds(later.changes) == [("edited", MEETING_ID)]
        record = later.ledger.by_entry[MEETING_ID]
        assert (record.sequence, record.stamp) == (0, MARCH)
        assert "SUMMARY:全体例会" in lines(later.feed().data)

    def test_one_edit_one_event(self) -> None:
        """
        One edited entry changes its own bytes and nobody else's.
        """
        first = publish(small_calendar(), at=JANUARY)
        renamed = small_calendar(attrs.evolve(MEETING, name=Text("全体例会")), REPORT, LECTURE)
        later = publish(renamed, previous=first.ledger, at=MARCH)
        old, new = (set(pieces(each.feed().data)) for each in (first, later))
        assert len(old - new) == len(new - old) == 1

    @pytest.mark.parametrize(
        "other",
        [
            entry(title="另一个"),
            entry(title=Text("例会", en="meeting")),
            entry(kind="task"),
            entry(audiences=("elderly",)),
            entry(location=Text("二楼")),
            entry(description=Text("二楼")),
            entry(source=Source("001-2", 28, "例会")),
        ],
        ids=["zh", "en", "kind", "audiences", "location", "description", "source"],
    )
    def test_what_is_an_edit(self, other: Entry) -> None:
        """
        All that a feed shows but the time is edited, in each language.
        """
        first = publish(calendar_of(entry()), at=JANUARY)
        later = publish(calendar_of(other), previous=first.ledger, at=MARCH)
        assert kinds(later.changes) == [("edited", other.id)]
        assert later.ledger.records == (attrs.evolve(record_of(other), stamp=MARCH),)

    @pytest.mark.parametrize(
        "other",
        [
            entry(start=date(2026, 7, 1)),
            entry(end=date(2026, 7, 3)),
            entry(start=local("2026-06-30 00:00"), end=local("2026-07-01 00:00")),
        ],
        ids=["start", "end", "all_day"],
    )
    def test_what_is_another_time(self, other: Entry) -> None:
        """
        Beginning, end and whether it takes whole days are the time of an entry.
        """
        first = publish(calendar_of(entry()), at=JANUARY)
        later = publish(calendar_of(other), previous=first.ledger, at=MARCH)
        assert kinds(later.changes) == [("rescheduled", other.id)]
        assert later.ledger.records == (attrs.evolve(record_of(other), stamp=MARCH, sequence=1),)

    def test_cancelled(self) -> None:
        """
        What vanished is cancelled: it stays in the feed, marked, with a higher SEQUENCE.
        """
        first = publish(small_calendar(), at=JANUARY)
        later = publish(small_calendar(MEETING, REPORT), previous=first.ledger, at=MARCH)
        (change,) = later.changes
        assert (change.kind, change.entry_id) == ("cancelled", LECTURE_ID)
        assert (change.before, change.after) == (date(2026, 4, 7), None)
        record = later.ledger.by_entry[LECTURE_ID]
        assert (record.sequence, record.stamp, record.status) == (1, MARCH, "cancelled")
        assert uids(later.feed().data) == uids(first.feed().data)
        assert "SUMMARY:【已取消】健康讲座" in lines(later.feed().data)
        assert "SUMMARY:Cancelled: health lecture" in lines(later.feed(language="en").data)

    def test_cancelled_once(self) -> None:
        """
        A cancellation is told of once, and keeps its stamp.
        """
        first = publish(small_calendar(), at=JANUARY)
        without = small_calendar(MEETING, REPORT)
        later = publish(without, previous=first.ledger, at=MARCH)
        again = publish(without, previous=later.ledger, at=APRIL)
        assert again.changes == ()
        assert again.feed() == later.feed()

    def test_left_out(self) -> None:
        """
        A feed without cancelled entries is there for clients that show them as active.
        """
        first = publish(small_calendar(), at=JANUARY)
        later = publish(small_calendar(MEETING, REPORT), previous=first.ledger, at=MARCH)
        data = later.feed(cancelled="drop").data
        assert event_uid(LECTURE_ID) not in uids(data)
        assert set(uids(data)) == {event_uid(entry.id) for entry in later.calendar.entries}

    def test_revived(self) -> None:
        """
        What comes back is confirmed again, with a still higher SEQUENCE.
        """
        first = publish(small_calendar(), at=JANUARY)
        without = publish(small_calendar(MEETING, REPORT), previous=first.ledger, at=MARCH)
        back = publish(small_calendar(), previous=without.ledger, at=APRIL)
        (change,) = back.changes
        assert (change.kind, change.before, change.after) == (
            "revived",
            date(2026, 4, 7),
            date(2026, 4, 7),
        )
        record = back.ledger.by_entry[LECTURE_ID]
        assert (record.sequence, record.stamp, record.status) == (2, APRIL, "confirmed")

    def test_dropped_after_grace(self) -> None:
        """
        A cancelled entry leaves feeds and ledger 30 days after its end, in China, not before.
        """
        first = publish(small_calendar(), at=JANUARY)
        without = small_calendar(MEETING, REPORT)
        cancelled = publish(without, previous=first.ledger, at=MARCH)
        last = datetime(2026, 5, 7, 16, tzinfo=UTC)
        on_time = publish(without, previous=cancelled.ledger, at=last)
        assert on_time.ledger == cancelled.ledger
        over = publish(without, previous=cancelled.ledger, at=last + timedelta(seconds=1))
        assert over.changes == ()
        assert LECTURE_ID not in over.ledger.by_entry
        assert event_uid(LECTURE_ID) not in uids(over.feed().data)
        assert over.feed().last_modified == last + timedelta(seconds=1)

    def test_grace_of_nothing(self) -> None:
        """
        How long cancelled entries stay is for the caller to say.
        """
        first = publish(small_calendar(), at=JANUARY)
        at = datetime(2026, 4, 8, tzinfo=UTC)
        later = publish(
            small_calendar(MEETING, REPORT), previous=first.ledger, at=at, grace=timedelta(0)
        )
        assert kinds(later.changes) == [("cancelled", LECTURE_ID)]
        assert LECTURE_ID not in later.ledger.by_entry

    def test_back_after_grace(self) -> None:
        """
        SEQUENCE never goes back, even for an entry that was gone from the ledger.
        """
        first = publish(small_calendar(), at=JANUARY)
        without = small_calendar(MEETING, REPORT)
        at = datetime(2026, 8, 1, tzinfo=UTC)
        gone = publish(without, previous=first.ledger, at=at)
        assert [retired.sequence for retired in gone.ledger.retired] == [1]
        autumn = attrs.evolve(LECTURE, when=parse_rule("fixed(10, 10)"))
        back = publish(small_calendar(MEETING, REPORT, autumn), previous=gone.ledger, at=at)
        (change,) = back.changes
        assert (change.kind, change.before, change.after) == ("revived", None, date(2026, 10, 10))
        assert back.ledger.by_entry[LECTURE_ID].sequence == 2
        assert back.ledger.retired == ()

    def test_confirmed(self) -> None:
        """
        When a proposed date is fixed, the entry is confirmed, and the other way round reopened:
        the same UID with a higher SEQUENCE.
        """
        fixed = entry()
        open_date = attrs.evolve(fixed, status="proposed")
        first = publish(calendar_of(open_date), at=JANUARY)
        assert first.ledger.records[0].status == "tentative"
        second = publish(calendar_of(fixed), previous=first.ledger, at=MARCH)
        (change,) = second.changes
        assert change.kind == "confirmed"
        assert change.message() == "确定：例会（2026-06-30）"
        assert change.message("en") == "confirmed: 例会 (2026-06-30)"
        assert (second.ledger.records[0].sequence, second.ledger.records[0].status) == (
            1,
            "confirmed",
        )
        third = publish(calendar_of(open_date), previous=second.ledger, at=APRIL)
        (change,) = third.changes
        assert change.message() == "待定：例会（2026-06-30）"
        assert third.ledger.records[0].sequence == 2

    def test_another_kind_of_open_date(self) -> None:
        """
        Whether a date is proposed or provisional makes no difference to those who subscribed.
        """
        first = publish(calendar_of(attrs.evolve(entry(), status="proposed")), at=JANUARY)
        again = calendar_of(attrs.evolve(entry(), status="provisional"))
        assert publish(again, previous=first.ledger, at=MARCH).changes == ()

    def test_dropped_proposals_are_cancelled(self) -> None:
        """
        A proposal that is published and then gone is cancelled like all else.
        """
        first = publish(calendar_of(attrs.evolve(entry(), status="proposed")), at=JANUARY)
        later = publish(calendar_of(), previous=first.ledger, at=MARCH)
        assert kinds(later.changes) == [("cancelled", MEETING_ID)]
        assert Ledger.from_json(first.ledger.to_json()) == first.ledger

    @given(calendars, calendars)
    def test_kinds(self, before: Calendar, after: Calendar) -> None:
        """
        An entry is added, cancelled, rescheduled or edited just as the two calendars say.
        """
        first = publish(before, at=JANUARY)
        later = publish(after, previous=first.ledger, at=JANUARY)
        old = {entry.id: entry for entry in before.entries}
        new = {entry.id: entry for entry in after.entries}
        expected = dict.fromkeys(new.keys() - old.keys(), "added")
        expected |= dict.fromkeys(old.keys() - new.keys(), "cancelled")
        for entry_id in old.keys() & new.keys():
            one, two = old[entry_id], new[entry_id]
            if (one.start, one.end) != (two.start, two.end):
                expected[entry_id] = "rescheduled"
            elif one != two:
                expected[entry_id] = "edited"
        assert {change.entry_id: change.kind for change in later.changes} == expected

    @settings(max_examples=40)
    @given(histories)
    def test_only_forward(self, history: list[tuple[int, Calendar]]) -> None:
        """
        SEQUENCE, stamps and Last-Modified never go back, and new bytes have a new Last-Modified,
        whichever year is published and whatever leaves.
        """
        at, ledger = JANUARY, Ledger()
        sequences: dict[str, int] = {}
        feeds: dict[str | None, tuple[bytes, datetime]] = {}
        for days, calendar in history:
            at += timedelta(days=days, seconds=1)
            publication = publish(calendar, previous=ledger, at=at)
            ledger = publication.ledger
            latest = {record.uid: record.sequence for record in ledger.records}
            latest |= {gone.uid: gone.sequence for gone in ledger.retired}
            assert all(latest[uid] >= sequence for uid, sequence in sequences.items())
            sequences = latest
            assert max((record.stamp for record in ledger.records), default=at) <= at
            for audience in (None, *AUDIENCES):
                feed = publication.feed(audience)
                data, modified = feeds.get(audience, (b"", JANUARY))
                assert feed.last_modified == (modified if feed.data == data else at)
                feeds[audience] = (feed.data, feed.last_modified)


class TestNewYear:
    """
    A subscription lives for years: publishing the next year must not take the last away.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_last_year_stays(self, language: Language) -> None:
        """
        The next year adds its entries to the feeds, and leaves those of the last byte for byte.
        """
        first = publish(small_calendar(), at=JANUARY)
        second = publish(small_calendar(year=2027), previous=first.ledger, at=DECEMBER)
        assert {change.kind for change in second.changes} == {"added"}
        assert set(first.ledger.records) < set(second.ledger.records)
        for audience in (None, *AUDIENCES):
            old, new = (
                pieces(each.feed(audience, language=language, reminders=[timedelta(1)]).data)
                for each in (first, second)
            )
            assert new[: len(old)] == old
            assert len(new) == 2 * len(old)

    @given(calendars, calendars_of(2027), some_year)
    def test_any_years(self, one: Calendar, two: Calendar, three: Calendar) -> None:
        """
        Whatever is published next, the events of other years stay byte for byte.
        """
        ledger = publish(one, at=JANUARY).ledger
        before = publish(two, previous=ledger, at=JANUARY)
        after = publish(three, previous=before.ledger, at=MARCH, grace=timedelta.max)
        own = {
            event_uid(record.entry_id) for record in after.ledger.records if record.stamp == MARCH
        }
        kept = [piece for piece in pieces(before.feed().data) if uids(piece)[0] not in own]
        assert [piece for piece in pieces(after.feed().data) if piece in kept] == kept
        assert own <= {record.uid for record in after.ledger.records if record.year == three.year}

    def test_changed_plan(self) -> None:
        """
        A plan that has changed since does not move what has already taken place.
        """
        first = publish(small_calendar(MEETING), at=JANUARY)
        moved = attrs.evolve(MEETING, when=parse_rule("fixed(7, 1)"), name=Text("全体例会"))
        second = publish(small_calendar(moved, year=2027), previous=first.ledger, at=DECEMBER)
        assert second.ledger.by_entry[MEETING_ID] == first.ledger.by_entry[MEETING_ID]
        data = lines(second.feed().data)
        assert "DTSTART;TZID=Asia/Shanghai:20260630T140000" in data
        assert "DTSTART;TZID=Asia/Shanghai:20270701T140000" in data

    def test_either_first(self) -> None:
        """
        The feeds of two years are the same, whichever is published last.
        """
        first = publish(small_calendar(), at=JANUARY)
        second = publish(small_calendar(year=2027), previous=first.ledger, at=DECEMBER)
        again = publish(small_calendar(), previous=second.ledger, at=DECEMBER)
        assert again.changes == ()
        assert again.ledger == second.ledger
        assert again.feed() == second.feed()

    def test_years_named(self) -> None:
        """
        A feed says of which years it tells; an empty one, which was published.
        """
        first = publish(calendar_of(entry(audiences=("elderly",))), at=JANUARY)
        second = publish(
            calendar_of(entry("meeting/2027", start=date(2027, 6, 30)), year=2027),
            previous=first.ledger,
            at=DECEMBER,
        )
        assert "DESCRIPTION:2026 年，依据工作计划生成" in lines(first.feed().data)
        assert "DESCRIPTION:2026、2027 年，依据工作计划生成" in lines(second.feed().data)
        english = lines(second.feed(language="en").data)
        assert "DESCRIPTION:2026\\, 2027\\, made from the work plan" in english
        assert "DESCRIPTION:2026 年，依据工作计划生成" in lines(second.feed("elderly").data)
        assert "DESCRIPTION:2027 年，依据工作计划生成" in lines(second.feed("youth").data)

    def test_history(self) -> None:
        """
        An entry of another year leaves feeds and ledger 366 days after its end, not before.
        """
        fair = entry("fair/2026", start=date(2026, 1, 1))
        next_year = calendar_of(entry("fair/2027", start=date(2027, 1, 1)), year=2027)
        first = publish(calendar_of(fair), at=JANUARY)
        last = datetime(2027, 1, 2, 16, tzinfo=UTC)
        on_time = publish(next_year, previous=first.ledger, at=last)
        assert uids(on_time.feed().data) == [
            event_uid(fair.id),
            event_uid("small-street/fair/2027"),
        ]
        over = publish(next_year, previous=on_time.ledger, at=last + timedelta(seconds=1))
        assert over.changes == ()
        assert [record.year for record in over.ledger.records] == [2027]
        assert uids(over.feed().data) == [event_uid("small-street/fair/2027")]
        assert over.feed().last_modified == last + timedelta(seconds=1)
        assert "DESCRIPTION:2027 年，依据工作计划生成" in lines(over.feed().data)

    def test_own_history(self) -> None:
        """
        The year that is published is whole, however long ago it was.
        """
        first = publish(small_calendar(), at=JANUARY)
        late = datetime(2036, 1, 5, tzinfo=UTC)
        again = publish(small_calendar(), previous=first.ledger, at=late, history=timedelta(0))
        assert again.ledger == first.ledger

    def test_history_of_nothing(self) -> None:
        """
        How long other years stay is for the caller to say; what is still to come always does.
        """
        first = publish(small_calendar(MEETING), at=JANUARY)
        later = publish(
            calendar_of(year=2027), previous=first.ledger, at=JULY, history=timedelta(0)
        )
        assert [record.start for record in later.ledger.records] == [
            date(2026, 10, 18),
            date(2026, 10, 1),
        ]

    def test_back_from_history(self) -> None:
        """
        SEQUENCE never goes back, even for an entry of a year that had left.
        """
        first = publish(calendar_of(entry()), at=JANUARY)
        gone = publish(calendar_of(year=2028), previous=first.ledger, at=LATER)
        assert [retired.sequence for retired in gone.ledger.retired] == [0]
        back = publish(calendar_of(entry()), previous=gone.ledger, at=LATER)
        assert kinds(back.changes) == [("revived", MEETING_ID)]
        assert back.ledger.by_entry[MEETING_ID].sequence == 1

    def test_cancelled_last_year(self) -> None:
        """
        What was cancelled in another year is neither cancelled again nor kept beyond its grace.
        """
        fair = entry("fair/2026", start=date(2026, 12, 20))
        first = publish(calendar_of(fair), at=JANUARY)
        cancelled = publish(calendar_of(), previous=first.ledger, at=DECEMBER)
        turn = datetime(2027, 1, 5, tzinfo=UTC)
        new_year = publish(calendar_of(year=2027), previous=cancelled.ledger, at=turn)
        assert new_year.changes == ()
        assert new_year.feed() == cancelled.feed()
        february = datetime(2027, 2, 1, tzinfo=UTC)
        spring = publish(calendar_of(year=2027), previous=new_year.ledger, at=february)
        assert spring.ledger.records == ()
        assert [retired.sequence for retired in spring.ledger.retired] == [1]

    def test_claimed_by_two_years(self) -> None:
        """
        An entry that two years claim is one entry in both, and is of the one published last.
        """
        week = entry("week/2026-12-28--2027-01-03", start=date(2026, 12, 28), end=date(2027, 1, 4))
        first = publish(calendar_of(week), at=JANUARY)
        second = publish(calendar_of(week, year=2027), previous=first.ledger, at=MARCH)
        assert second.changes == ()
        assert pieces(second.feed().data) == pieces(first.feed().data)
        assert publish(calendar_of(), previous=second.ledger, at=MARCH).changes == ()
        third = publish(calendar_of(year=2027), previous=second.ledger, at=MARCH)
        assert kinds(third.changes) == [("cancelled", week.id)]


class TestOtherPlans:
    def test_ledger_in_common(self) -> None:
        """
        Plans may share a ledger: neither cancels, shows or drops what the other has published.
        """
        first = publish(small_calendar(), at=JANUARY)
        other = build_calendar(attrs.evolve(SMALL, id="big-street"), 2028)
        second = publish(other, previous=first.ledger, at=LATER)
        assert {change.kind for change in second.changes} == {"added"}
        assert set(first.ledger.records) < set(second.ledger.records)
        assert set(first.ledger.feeds) < set(second.ledger.feeds)
        assert second.feed() == publish(other, at=LATER).feed()

    def test_identifier_without_plan(self) -> None:
        """
        An entry is in the feed of its calendar, whatever its identifier begins with.
        """
        stray = attrs.evolve(entry(), id="meeting/2026")
        first = publish(calendar_of(stray), at=JANUARY)
        assert uids(first.feed().data) == [event_uid("meeting/2026")]
        later = publish(calendar_of(), previous=first.ledger, at=MARCH)
        assert kinds(later.changes) == [("cancelled", "meeting/2026")]


class TestAudiences:
    def test_wider_audiences(self) -> None:
        """
        What is for all residents is for the elderly too, and internal work is for neither.
        """
        publication = publish(small_calendar(), at=JANUARY)
        lecture = event_uid(LECTURE_ID)
        theme = event_uid("small-street/october/2026")
        ninth = event_uid("small-street/double-ninth/2026")
        assert uids(publication.feed("residents").data) == [lecture]
        assert uids(publication.feed("youth").data) == [lecture]
        assert uids(publication.feed("elderly").data) == [lecture, theme, ninth]

    @given(some_year, calendars, st.sampled_from(AUDIENCES))
    def test_part_of_the_whole(self, before: Calendar, after: Calendar, audience: str) -> None:
        """
        The feed of an audience holds events of the whole feed, byte for byte, and no others.
        """
        first = publish(before, at=JANUARY)
        later = publish(after, previous=first.ledger, at=MARCH, history=timedelta.max)
        part, whole = (pieces(later.feed(name).data) for name in (audience, None))
        assert set(part) <= set(whole)
        assert part == [piece for piece in whole if piece in part]
        confirmed = [piece for piece in part if b"STATUS:CONFIRMED" in piece]
        promised = len(after.for_audience(audience))
        if before.year != after.year:
            promised += len(before.for_audience(audience))
        assert len(confirmed) == promised

    def test_cancelled(self) -> None:
        """
        A cancellation reaches those whom the entry was for.
        """
        first = publish(small_calendar(), at=JANUARY)
        later = publish(small_calendar(MEETING, REPORT), previous=first.ledger, at=MARCH)
        assert uids(later.feed("youth").data) == [event_uid(LECTURE_ID)]
        other = publish(small_calendar(REPORT, LECTURE), previous=first.ledger, at=MARCH)
        assert event_uid(MEETING_ID) not in uids(other.feed("youth").data)
        assert other.feed("youth") == first.feed("youth")

    def test_names(self) -> None:
        """
        Each feed is a file and a calendar of its own name.
        """
        publication = publish(small_calendar(), at=JANUARY)
        assert publication.feed().filename == "small-street.ics"
        assert publication.feed("elderly").filename == "small-street-elderly.ics"
        assert "NAME:小街社区教育工作计划" in lines(publication.feed().data)
        assert "NAME:小街社区教育工作计划 · 老年人" in lines(publication.feed("elderly").data)
        english = lines(publication.feed("youth", language="en").data)
        assert "NAME:Small Street: plan of community education · 青少年" in english
        assert "DESCRIPTION:2026\\, made from the work plan" in english

    def test_unknown(self) -> None:
        """
        An audience that the plan does not have is refused with the nearest that it has.
        """
        publication = publish(small_calendar(), at=JANUARY)
        with pytest.raises(UnknownReferenceError) as caught:
            publication.feed("eldery")
        assert str(caught.value) == "there is no audience 'eldery'; did you mean 'elderly'?"
        assert caught.value.sentence("zh-CN") == "没有受众“eldery”，是否应为“elderly”？"

    def test_new_name(self) -> None:
        """
        Another name of an audience, or of the plan, moves Last-Modified of the feeds it names.
        """
        first = publish(small_calendar(), at=JANUARY)
        audiences = [attrs.evolve(SMALL.audiences[0], name="全体居民"), *SMALL.audiences[1:]]
        renamed = build_calendar(attrs.evolve(SMALL, audiences=audiences), 2026)
        second = publish(renamed, previous=first.ledger, at=MARCH)
        assert second.changes == ()
        assert second.feed("residents").last_modified == MARCH
        assert second.feed("elderly").last_modified == JANUARY
        retitled = build_calendar(attrs.evolve(SMALL, title="大街"), 2026)
        third = publish(retitled, previous=second.ledger, at=APRIL)
        assert {feed.changed for feed in third.ledger.feeds} == {APRIL}

    def test_new_audience(self) -> None:
        """
        The feed of a new audience begins when it is first published; that of one which the
        plan has no more goes on, so that those who subscribed hear what became of it.
        """
        first = publish(small_calendar(), at=JANUARY)
        audiences = [SMALL.audiences[0], Audience(id="workers", name="职工", part_of=["residents"])]
        plan = attrs.evolve(SMALL, audiences=audiences, duties=[LECTURE], themes=())
        second = publish(build_calendar(plan, 2026), previous=first.ledger, at=MARCH)
        keys = [feed.key for feed in second.ledger.feeds if feed.criterion == "audience"]
        assert keys == ["elderly", "residents", "workers", "youth"]
        assert second.feed("workers").last_modified == MARCH
        assert second.feed("residents").last_modified == JANUARY
        assert second.feed("youth") == first.feed("youth")
        assert b"STATUS:CANCELLED" in second.feed("elderly").data


class TestInstants:
    def test_without_zone(self) -> None:
        """
        A time without zone is no instant.
        """
        with pytest.raises(UnusableInstantError) as caught:
            publish(small_calendar(), at=local("2026-01-05 08:00"))
        assert str(caught.value) == (
            "2026-01-05 08:00:00 cannot be used as an instant; give a time since 1970 "
            "with its offset from UTC, such as 2026-01-05T08:00:00+08:00"
        )
        assert caught.value.sentence("zh-CN").startswith("2026-01-05 08:00:00 不能作为时刻")

    @pytest.mark.parametrize(
        "at",
        [
            datetime(1969, 12, 31, tzinfo=UTC),
            datetime.min.replace(tzinfo=timezone(timedelta(hours=8))),
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-8))),
        ],
    )
    def test_out_of_time(self, at: datetime) -> None:
        """
        A time before there were feeds, or beyond the last that can be counted, is refused.
        """
        with pytest.raises(UnusableInstantError, match="cannot be used as an instant"):
            publish(small_calendar(), at=at)

    def test_back_in_time(self) -> None:
        """
        A publication cannot come before one that is in the ledger.
        """
        first = publish(small_calendar(), at=MARCH)
        with pytest.raises(PublishedLaterError) as caught:
            publish(small_calendar(), previous=first.ledger, at=JANUARY)
        assert str(caught.value) == (
            "the ledger has a change of 2026-03-02 08:30:00+00:00, and this would be published "
            "before it, at 2026-01-05 00:00:00+00:00; publish at a later instant, or check the "
            "clock"
        )
        assert caught.value.sentence("zh-CN").startswith("台账中已有 2026-03-02 08:30:00+00:00 的")

    def test_another_zone(self) -> None:
        """
        The zone of the instant does not matter, nor do parts of a second.
        """
        china = timezone(timedelta(hours=8))
        one = publish(small_calendar(), at=datetime(2026, 1, 5, 8, 0, 0, 999_999, tzinfo=china))
        assert one.ledger == publish(small_calendar(), at=JANUARY).ledger

    def test_far_future(self) -> None:
        """
        A ledger with dates at the end of time can be published from.
        """
        far = entry(start=date(9999, 12, 30))
        first = publish(calendar_of(far), at=JANUARY)
        later = publish(calendar_of(), previous=first.ledger, at=MARCH, grace=timedelta.max)
        assert kinds(later.changes) == [("cancelled", far.id)]


class TestReadInstant:
    @pytest.mark.parametrize(
        "text", ["2026-01-05T08:00+08:00", "2026-01-05T00:00:00Z", "2026-01-04 19:00:00.5-05:00"]
    )
    def test_with_offset(self, text: str) -> None:
        """
        An instant may be written with any offset, and is one of UTC in whole seconds.
        """
        assert read_instant(text) == JANUARY
        assert read_instant(text).tzinfo is UTC

    @pytest.mark.parametrize("text", ["", "soon", "2026-01-05", "2026-01-05T08:00", "0001-01-01"])
    def test_refused(self, text: str) -> None:
        """
        What is no instant is refused with an example of one.
        """
        with pytest.raises(UnusableInstantError, match="such as 2026-01-05T08:00:00\\+08:00"):
            read_instant(text)


class TestRefused:
    def test_one_identifier_twice(self) -> None:
        """
        Two entries of one identifier would be one in every phone: all such are named.
        """
        other = attrs.evolve(entry(), path=("duties", 4))
        with pytest.raises(ProblemsError) as caught:
            publish(calendar_of(entry(), other, entry("a/2026"), other), at=JANUARY)
        assert str(caught.value) == (
            "the calendar cannot be published\n"
            "- the id 'small-street/meeting/2026' is already used at duties[0]; "
            "give each its own\n"
            "- the id 'small-street/meeting/2026' is already used at duties[0]; "
            "give each its own"
        )


class TestFeed:
    def test_validators(self) -> None:
        """
        The ETag is a quoted SHA-256 of the bytes, and Last-Modified an instant in UTC.
        """
        feed = publish(small_calendar(), at=JANUARY).feed()
        assert feed.etag == f'"{hashlib.sha256(feed.data).hexdigest()}"'
        assert feed.last_modified == JANUARY
        assert "data=" not in repr(feed)

    def test_order(self) -> None:
        """
        Events stand in order of time, whole days before times of the same day.
        """
        calendar = calendar_of(
            entry("c/2026", start=local("2026-03-01 09:00")),
            entry("b/2026", start=date(2026, 3, 2)),
            entry("a/2026", start=date(2026, 3, 1)),
        )
        data = publish(calendar, at=JANUARY).feed().data
        keys = ("a/2026", "c/2026", "b/2026")
        assert uids(data) == [event_uid(f"small-street/{key}") for key in keys]

    def test_same_uids_in_each_language(self) -> None:
        """
        A feed in another language, or with other options, has the same UIDs.
        """
        publication = publish(small_calendar(), at=JANUARY)
        feed = publication.feed(language="en", tasks="todos", reminders=[timedelta(days=1)])
        assert uids(feed.data) == uids(publication.feed().data)

    def test_written_once(self) -> None:
        """
        Options do not run into each other: each form of an entry is kept apart.
        """
        publication = publish(small_calendar(), at=JANUARY)
        plain = publication.feed()
        for language in LANGUAGES:
            publication.feed(language=language, reminders=[timedelta(days=1)], tasks="todos")
        assert publication.feed() == plain == publish(small_calendar(), at=JANUARY).feed()

    def test_empty(self) -> None:
        """
        A year without entries is a feed without events.
        """
        feed = publish(calendar_of(), at=JANUARY).feed()
        assert feed.report == FeedReport(
            events=0, todos=0, reminders=0, size=len(feed.data), warnings=()
        )


class TestReport:
    def test_counts(self) -> None:
        """
        The report counts events, to-dos, reminders and bytes.
        """
        feed = publish(small_calendar(), at=JANUARY).feed(
            tasks="todos", reminders=[timedelta(days=1)]
        )
        report = feed.report
        assert (report.events, report.todos, report.reminders) == (4, 12, 15)
        assert report.size == len(feed.data)
        todos, reminders = (warning.message("en") for warning in report.warnings)
        assert todos == (
            "12 tasks are written as to-dos (VTODO), which Google, Outlook and Apple calendars do "
            'not show; tasks="events" makes them visible'
        )
        assert reminders == (
            "there are 15 reminders (VALARM); Google and Outlook ignore those of subscribed "
            "calendars, and Apple removes them unless told otherwise"
        )

    def test_nothing_to_warn_of(self) -> None:
        """
        A plain feed has no warnings.
        """
        assert publish(small_calendar(), at=JANUARY).feed().report.warnings == ()

    def test_texts_are_not_counted(self) -> None:
        """
        Only components count, not texts that look like them.
        """
        title = "\r\nBEGIN:VALARM\r\nBEGIN:VEVENT\r\n"
        report = publish(calendar_of(entry(title=title)), at=JANUARY).feed().report
        assert (report.events, report.reminders) == (1, 0)

    @pytest.mark.parametrize(("count", "codes"), [(1000, []), (1001, ["feed-too-many-events"])])
    def test_many_events(self, count: int, codes: list[str]) -> None:
        """
        More than a thousand events are too many for Google Calendar.
        """
        data = b"BEGIN:VCALENDAR" + b"\r\nBEGIN:VEVENT\r\nEND:VEVENT" * count + b"\r\n"
        report = FeedReport.of(data)
        assert report.events == count
        assert [warning.code for warning in report.warnings] == codes

    @pytest.mark.parametrize(("size", "codes"), [(10**6, []), (10**6 + 1, ["feed-too-large"])])
    def test_large(self, size: int, codes: list[str]) -> None:
        """
        More than a megabyte is too much for Google Calendar.
        """
        report = FeedReport.of(b" " * size)
        assert [warning.code for warning in report.warnings] == codes


class TestMessages:
    @pytest.mark.parametrize(
        ("kind", "zh", "en"),
        [
            ("added", "新增：例会（2026-07-01 14:00）", "added: meeting (2026-07-01 14:00)"),
            (
                "rescheduled",
                "改期：例会（2026-06-30 → 2026-07-01 14:00）",
                "rescheduled: meeting (2026-06-30 → 2026-07-01 14:00)",
            ),
            ("edited", "修改：例会（2026-07-01 14:00）", "edited: meeting (2026-07-01 14:00)"),
            ("cancelled", "取消：例会（2026-06-30）", "cancelled: meeting (2026-06-30)"),
            ("revived", "恢复：例会（2026-07-01 14:00）", "revived: meeting (2026-07-01 14:00)"),
        ],
    )
    def test_each(self, kind: str, zh: str, en: str) -> None:
        """
        Each change can be told in a line, in Chinese and in English.
        """
        change = Change(
            kind=kind,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
            entry_id=MEETING_ID,
            uid=event_uid(MEETING_ID),
            title=Text("例会", en="meeting"),
            before=date(2026, 6, 30),
            after=local("2026-07-01 14:00"),
        )
        assert str(change) == zh
        assert change.message("en") == en
