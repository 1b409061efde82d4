import pickle
from datetime import UTC, datetime

import attrs
import pytest
from feed_samples import APRIL, JANUARY, MARCH, SMALL, calendar_of, entry, small_calendar, uids
from hypothesis import given
from hypothesis import strategies as st
from term_samples import CHOIR, TERM, timetable

from community_edu.base import Text
from community_edu.feeds import Ledger, Publication, PublishedLaterError, event_uid, publish
from community_edu.feeds.marks import LostLedgerError, Mark, Marks, OldLedgerError, caught_up
from community_edu.feeds.records import Retired

MEETING_UID = event_uid("small-street/meeting/2026")
FIRST = publish(small_calendar(), timetable=timetable(), term=TERM, at=JANUARY)
SECOND = publish(
    small_calendar(*SMALL.duties[1:]),
    timetable=timetable(attrs.evolve(CHOIR, period=2)),
    term=TERM,
    previous=FIRST.ledger,
    at=MARCH,
)


def marks_of(publication: Publication) -> Marks:
    return Marks.of(
        [
            publication.feed().data,
            publication.feed("elderly").data,
            publication.feed(sessions="series", language="en", tasks="todos").data,
        ]
    )


class TestMarks:
    def test_of_feeds(self) -> None:
        """
        Feeds tell the SEQUENCE and the last change of every event, whatever their form.
        """
        marks = marks_of(SECOND)
        ledger = SECOND.ledger
        assert marks.newest == MARCH
        known = {one.uid: Mark(one.sequence, one.stamp) for one in ledger.records}
        known |= {one.uid: Mark(one.sequence, one.stamp) for one in ledger.series}
        assert marks.by_uid == known

    def test_highest(self) -> None:
        """
        Of an event that is in several feeds, the highest SEQUENCE and the last change count.
        """
        marks = Marks.of([SECOND.feed().data, FIRST.feed().data])
        assert marks == Marks.of([SECOND.feed().data])

    def test_of_others(self) -> None:
        """
        A file of another program has no marks, nor has what cannot be read.
        """
        data = FIRST.feed().data
        assert Marks.of([data.replace(b"PRODID:-//community_edu", b"PRODID:-//other")]).by_uid == {}
        assert Marks.of([b"", b"mine"]).newest == datetime(1970, 1, 1, tzinfo=UTC)
        spoilt = data.replace(b"\r\nSEQUENCE:", b"\r\nSEQUENCE:x").replace(b"Z\r\n", b"Y\r\n")
        assert Marks.of([spoilt]).by_uid == {}
        without = data.replace(b"LAST-MODIFIED:20260105", b"LAST-MODIFIED:20269999")
        assert Marks.of([without]).newest == datetime(1970, 1, 1, tzinfo=UTC)

    @given(st.binary() | st.text().map(str.encode))
    def test_of_anything(self, noise: bytes) -> None:
        """
        Whatever is in a file, it is looked through.
        """
        data = FIRST.feed().data
        half = len(data) // 2
        marks = Marks.of([noise, data[:half] + noise + data[half:]])
        assert set(marks.by_uid) <= set(marks_of(FIRST).by_uid)

    def test_of_texts(self) -> None:
        """
        Only components count, not texts that look like them.
        """
        title = f"\r\nUID:{MEETING_UID}\r\nSEQUENCE:7\r\nBEGIN:VEVENT\r\n"
        other = publish(calendar_of(entry("a/2026", title=Text(title))), at=JANUARY)
        assert Marks.of([other.feed().data]).by_uid == {
            event_uid("small-street/a/2026"): Mark(0, JANUARY)
        }


class TestCheck:
    def test_fits(self) -> None:
        """
        The ledger of the feeds fits them, and so does a later one, or one that knows of more.
        """
        for marks in (marks_of(FIRST), marks_of(SECOND)):
            marks.check(SECOND.ledger, plan=SMALL.id, name="ledger.json")
        late = datetime(2028, 1, 5, tzinfo=UTC)
        empty = publish(calendar_of(year=2028), previous=SECOND.ledger, at=late)
        marks_of(SECOND).check(empty.ledger, plan=SMALL.id, name="ledger.json")
        Marks({}).check(Ledger(), plan=SMALL.id, name="ledger.json")

    def test_lost(self) -> None:
        """
        Feeds of a plan that the ledger does not know are told of, with what to do.
        """
        other = publish(calendar_of(), at=JANUARY).ledger
        foreign = attrs.evolve(other, feeds=(), plans=())
        with pytest.raises(LostLedgerError) as caught:
            marks_of(FIRST).check(foreign, plan=SMALL.id, name="street.json")
        assert str(caught.value) == (
            "21 entries of 'small-street' are published in this folder, and the ledger street.json "
            "knows nothing of the plan: it was lost, or is another; entries that are no longer in "
            "the plan would vanish from phones without a word, and all others look new; bring the "
            "ledger back from a copy, or say --force to begin a new one, above the SEQUENCE of what "
            "is published"
        )
        assert caught.value.sentence("zh-CN").startswith(
            "此文件夹中已发布“small-street”的 21 个条目，而台账 street.json 对该计划一无所知"
        )
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own

    def test_old(self) -> None:
        """
        A ledger that is older than the feeds is told of, with what to do.
        """
        with pytest.raises(OldLedgerError) as caught:
            marks_of(SECOND).check(FIRST.ledger, plan=SMALL.id, name="street.json")
        assert str(caught.value).startswith(
            "the feeds of 'small-street' in this folder were changed at 2026-03-02 08:30:00+00:00, "
            "and the ledger street.json does not know what 6 of their entries have become: it is "
            "an old copy;"
        )
        assert "其中 6 个条目的现状台账 street.json 并不知道" in caught.value.sentence("zh-CN")


class TestCaughtUp:
    def test_lost(self) -> None:
        """
        A new ledger goes on above what is published.
        """
        ledger = caught_up(Ledger(), marks_of(SECOND), APRIL)
        later = publish(
            small_calendar(*SMALL.duties[1:]),
            timetable=timetable(attrs.evolve(CHOIR, period=2)),
            term=TERM,
            previous=ledger,
            at=APRIL,
        )
        assert {change.kind for change in later.changes} == {"revived"}
        for uid, mark in marks_of(later).by_uid.items():
            assert mark.sequence == marks_of(SECOND).by_uid[uid].sequence + 1
        assert MEETING_UID not in uids(later.feed().data)

    def test_old(self) -> None:
        """
        From an old ledger one goes on above what is published; what it knows alike stays.
        """
        marks = marks_of(SECOND)
        ledger = caught_up(FIRST.ledger, marks, APRIL)
        later = publish(
            small_calendar(), timetable=timetable(), term=TERM, previous=ledger, at=APRIL
        )
        after = marks_of(later).by_uid
        beyond = marks.beyond(FIRST.ledger)
        assert MEETING_UID in beyond
        for uid, mark in marks.by_uid.items():
            if uid in beyond:
                assert after[uid] == Mark(mark.sequence + 1, APRIL)
            else:
                assert after[uid] == mark
        assert later.changes == ()

    def test_known_to_be_gone(self) -> None:
        """
        The higher SEQUENCE is kept of what is gone, too.
        """
        ledger = Ledger(retired=[Retired(MEETING_UID, 1), Retired("0f", 4)])
        marks = Marks({MEETING_UID: Mark(3, MARCH)})
        assert caught_up(ledger, marks, APRIL).retired == (
            Retired("0f", 4),
            Retired(MEETING_UID, 3),
        )
        below = Marks({MEETING_UID: Mark(1, MARCH)})
        assert caught_up(ledger, below, APRIL) == ledger

    def test_later_than_now(self) -> None:
        """
        Nothing can be published before what is published.
        """
        with pytest.raises(PublishedLaterError, match="publish at a later instant"):
            caught_up(Ledger(), marks_of(SECOND), JANUARY)
