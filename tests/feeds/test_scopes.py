import pickle
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from feed_samples import (
    APRIL,
    JANUARY,
    MARCH,
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
from term_samples import CHOIR, EMPTY, TALK, TERM, timetable

from community_edu.base import BadWebAddressError, ProblemsError, Text
from community_edu.courses import Course
from community_edu.feeds import (
    Change,
    FeedSelection,
    Ledger,
    MisplacedTimetableError,
    Publication,
    event_uid,
    publish,
)
from community_edu.plans import build_calendar, timetable_entries, with_timetable
from community_edu.scheduling.timetables import Timetable

WEEK_1, WEEK_2, WEEK_3 = (f"small-street/choir/{TERM}/1-w0{week}" for week in (1, 2, 3))
LECTURE = f"small-street/talk/{TERM}/1"


def published(
    classes: Timetable, *, previous: Ledger | None = None, at: datetime = JANUARY
) -> Publication:
    return publish(classes, plan=SMALL.id, term=TERM, previous=previous, at=at)


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind, change.entry_id) for change in changes]


class TestTimetable:
    def test_over_the_turn_of_the_year(self) -> None:
        """
        A term is published in one piece, whatever years its sessions are in.
        """
        publication = published(timetable())
        assert kinds(publication.changes) == [
            ("added", WEEK_1),
            ("added", WEEK_2),
            ("added", LECTURE),
            ("added", WEEK_3),
        ]
        assert {record.year for record in publication.ledger.records} == {2026, 2027}
        assert {record.term for record in publication.ledger.records} == {TERM}
        assert "DESCRIPTION:2026、2027 年，依据工作计划生成" in lines(publication.feed().data)
        assert publication.feed().name == "冬季班"

    def test_term_by_its_first_monday(self) -> None:
        """
        A term without a key is that of its first Monday.
        """
        publication = publish(timetable(), plan="school", at=JANUARY)
        assert {record.term for record in publication.ledger.records} == {"2026-12-21"}
        again = publish(EMPTY, plan="school", previous=publication.ledger, at=MARCH)
        assert {change.kind for change in again.changes} == {"cancelled"}

    def test_moved_over_the_turn_of_the_year(self) -> None:
        """
        A session that moves into another year is rescheduled, not cancelled and added.
        """
        first = published(timetable())
        friday = attrs.evolve(CHOIR, weekday="FRI", weeks="2")
        rest = attrs.evolve(CHOIR, weeks="1,3")
        later = published(timetable(friday, rest, TALK), previous=first.ledger, at=MARCH)
        (change,) = later.changes
        assert (change.kind, change.entry_id) == ("rescheduled", WEEK_2)
        assert (change.before, change.after) == (
            local("2026-12-29 09:00"),
            local("2027-01-01 09:00"),
        )
        assert later.ledger.by_entry[WEEK_2].year == 2027

    def test_repaired(self) -> None:
        """
        After a repair just the sessions that are elsewhere change.
        """
        first = published(timetable())
        ill = attrs.evolve(CHOIR, educator="li", weeks="1")
        rest = attrs.evolve(CHOIR, weeks="2-3")
        later = published(timetable(ill, rest, TALK), previous=first.ledger, at=MARCH)
        (change,) = later.changes
        assert (change.kind, change.entry_id, change.details) == ("edited", WEEK_1, ("educators",))
        old, new = (set(pieces(each.feed().data)) for each in (first, later))
        assert len(old - new) == len(new - old) == 1

    def test_one_session_is_off(self) -> None:
        """
        A session that is no longer there is cancelled, the others stay.
        """
        first = published(timetable())
        rest = attrs.evolve(CHOIR, weeks="2-3")
        later = published(timetable(rest, TALK), previous=first.ledger, at=MARCH)
        assert kinds(later.changes) == [("cancelled", WEEK_1)]

    def test_emptied(self) -> None:
        """
        An empty timetable of a term cancels all of it, and nothing else of the plan.
        """
        first = publish(small_calendar(), timetable=timetable(), term=TERM, at=JANUARY)
        later = published(EMPTY, previous=first.ledger, at=MARCH)
        cancelled = {change.entry_id for change in later.changes if change.kind == "cancelled"}
        assert cancelled == {WEEK_1, WEEK_2, WEEK_3, LECTURE}
        assert len(later.changes) == 4

    def test_another_term(self) -> None:
        """
        The next term is added, and what was published of the last stays to the byte.
        """
        first = published(timetable())
        later = publish(
            timetable(TALK), plan=SMALL.id, term="2027-spring", previous=first.ledger, at=MARCH
        )
        assert kinds(later.changes) == [("added", "small-street/talk/2027-spring/1")]
        assert set(pieces(first.feed().data)) < set(pieces(later.feed().data))

    def test_over_for_long(self) -> None:
        """
        Sessions of another term leave the feeds 366 days after their end, one by one.
        """
        first = published(timetable())
        at = datetime(2027, 12, 31, 12, tzinfo=UTC)
        later = publish(EMPTY, plan=SMALL.id, term="next", previous=first.ledger, at=at)
        assert later.changes == ()
        assert [record.entry_id for record in later.ledger.records] == [WEEK_3]
        gone = {event_uid(key) for key in (WEEK_1, WEEK_2, LECTURE)}
        assert {retired.uid for retired in later.ledger.retired} == gone

    def test_pages_of_courses(self) -> None:
        """
        Sessions have the web pages of their courses: those given, or those of the plan.
        """
        course = Course(id="singing", name="合唱", url="https://school.example/singing")
        alone = publish(timetable(), plan="school", courses=[course], at=JANUARY)
        plan = attrs.evolve(SMALL, courses=[course])
        beside = publish(build_calendar(plan, 2026), timetable=timetable(), at=JANUARY)
        for publication in (alone, beside):
            feed = publication.feed(selection=FeedSelection(course="singing"))
            assert lines(feed.data).count("ATTACH:https://school.example/singing") == 3


class TestBoth:
    def test_one_feed(self) -> None:
        """
        A feed holds what comes of the plan and what comes of its timetables.
        """
        calendar = small_calendar()
        publication = publish(calendar, timetable=timetable(), term=TERM, at=JANUARY)
        sessions = {event_uid(key) for key in (WEEK_1, WEEK_2, WEEK_3, LECTURE)}
        of_plan = {event_uid(entry.id) for entry in calendar.entries}
        assert set(uids(publication.feed().data)) == sessions | of_plan
        elderly = set(uids(publication.feed("elderly").data))
        assert {event_uid(WEEK_1), event_uid("small-street/lecture/2026")} <= elderly
        assert publication.feed().name == SMALL.title.zh

    def test_at_once_or_one_after_the_other(self) -> None:
        """
        Whether they are published at once, one after the other in any order, or merged into
        the calendars of the years, the feeds are the same.
        """
        calendar, next_year = small_calendar(), calendar_of(year=2027)
        at_once = publish(calendar, timetable=timetable(), term=TERM, at=JANUARY)
        first = publish(calendar, at=JANUARY)
        then = published(timetable(), previous=first.ledger)
        other = published(timetable())
        way_round = publish(calendar, previous=other.ledger, at=JANUARY)
        entries = timetable_entries(timetable(), plan=SMALL.id, term=TERM)
        merged = publish(with_timetable(calendar, entries), at=JANUARY)
        merged = publish(with_timetable(next_year, entries), previous=merged.ledger, at=JANUARY)
        for publication in (then, way_round, merged):
            assert publication.ledger.records == at_once.ledger.records
            for audience in (None, "elderly", "youth"):
                assert publication.feed(audience).data == at_once.feed(audience).data

    def test_neither_touches_the_other(self) -> None:
        """
        A calendar leaves the sessions of the terms alone, and the other way round.
        """
        both = publish(small_calendar(), timetable=timetable(), term=TERM, at=JANUARY)
        for again in (
            publish(small_calendar(), previous=both.ledger, at=MARCH),
            published(timetable(), previous=both.ledger, at=MARCH),
        ):
            assert again.changes == ()
            assert again.ledger == both.ledger
            for audience in (None, "elderly"):
                assert again.feed(audience) == both.feed(audience)

    def test_without_the_plan_at_hand(self) -> None:
        """
        A timetable that is published under a plan of the ledger has its name and its audiences.
        """
        ledger = publish(small_calendar(), at=JANUARY).ledger
        publication = published(timetable(), previous=ledger, at=MARCH)
        assert publication.title == SMALL.title
        assert publication.feed("youth").last_modified == JANUARY
        assert publication.feed("elderly").name == f"{SMALL.title.zh} · 老年人"

    def test_plan_after_its_timetable(self) -> None:
        """
        A plan that is published after its timetable gives the feeds its name.
        """
        ledger = published(timetable()).ledger
        assert publish(small_calendar(), previous=ledger, at=MARCH).title == SMALL.title

    def test_names_of_the_next_term(self) -> None:
        """
        A timetable without a plan gives its own name, and that of the next term takes its place.
        """
        first = publish(timetable(), plan="school", term="a", at=JANUARY)
        problem = attrs.evolve(timetable().problem, name="春季班", venues=[])
        spring = Timetable(problem, [TALK])
        later = publish(spring, plan="school", term="b", previous=first.ledger, at=MARCH)
        assert later.title == Text("春季班")
        hall = later.feed(selection=FeedSelection(venue="hall"))
        assert hall.name == "春季班 · 礼堂"


class TestSeries:
    SERIES = f"small-street/choir/{TERM}/1-weekly"

    def test_when_it_rises(self) -> None:
        """
        SEQUENCE of a series rises with the time or the status of a session, and its stamp moves
        with anything else of one, too.
        """
        first = published(timetable())
        series = first.ledger.by_series[self.SERIES]
        assert (series.sequence, series.stamp) == (0, JANUARY)
        other = attrs.evolve(CHOIR, educator="li")
        second = published(timetable(other, TALK), previous=first.ledger, at=MARCH)
        series = second.ledger.by_series[self.SERIES]
        assert (series.sequence, series.stamp) == (0, MARCH)
        moved = attrs.evolve(other, period=2)
        third = published(timetable(moved, TALK), previous=second.ledger, at=APRIL)
        series = third.ledger.by_series[self.SERIES]
        assert (series.sequence, series.stamp) == (1, APRIL)

    def test_another_room(self) -> None:
        """
        The stamp of a series moves when a session goes into another feed without a word.
        """
        first = published(timetable())
        entries = timetable_entries(timetable(), plan=SMALL.id, term=TERM)
        moved = [attrs.evolve(one, venue="studio") for one in entries]
        later = publish(
            with_timetable(calendar_of(year=2027), moved), previous=first.ledger, at=MARCH
        )
        assert later.changes == ()
        assert later.ledger.by_series[self.SERIES].stamp == MARCH

    def test_gone_and_back(self) -> None:
        """
        SEQUENCE never goes back, even for a series that was gone.
        """
        first = published(timetable())
        at = datetime(2027, 12, 31, 12, tzinfo=UTC)
        later = publish(EMPTY, plan=SMALL.id, term=TERM, previous=first.ledger, at=at)
        assert later.ledger.series == ()
        assert event_uid(self.SERIES) in {gone.uid for gone in later.ledger.retired}
        back = published(timetable(), previous=later.ledger, at=at)
        assert back.ledger.by_series[self.SERIES].sequence == 1

    def test_of_other_plans(self) -> None:
        """
        A series of another plan is kept as it is.
        """
        first = published(timetable())
        other = publish(timetable(), plan="school", previous=first.ledger, at=MARCH)
        assert other.ledger.by_series[self.SERIES] == first.ledger.by_series[self.SERIES]
        assert len(other.ledger.series) == 2

    def test_smaller(self) -> None:
        """
        The series form tells of a weekly class in one event, and of the rest in its own.
        """
        data = published(timetable()).feed(sessions="series").data
        assert set(uids(data)) == {event_uid(self.SERIES), event_uid(LECTURE)}
        assert data.count(b"BEGIN:VEVENT") == 2


class TestVersion1:
    """
    Sessions in a ledger of version 1 do not know of what term they are.
    """

    OLD = Ledger(
        records=[
            attrs.evolve(record_of(entry()), entry_id=key)
            for key in (WEEK_1, LECTURE, f"small-street/other/{TERM}/1-w01", f"a/talk/{TERM}/x")
        ]
    )

    def test_known_by_their_names(self) -> None:
        """
        A session of a class of the timetable is of its term; all else is left alone.
        """
        later = published(timetable(TALK), previous=self.OLD, at=MARCH)
        assert kinds(later.changes) == [("cancelled", WEEK_1), ("rescheduled", LECTURE)]

    def test_both_at_once(self) -> None:
        """
        With the calendar beside it, its sessions are not cancelled with the plan's entries.
        """
        later = publish(
            small_calendar(), timetable=timetable(TALK), term=TERM, previous=self.OLD, at=MARCH
        )
        assert ("rescheduled", LECTURE) in kinds(later.changes)
        assert later.ledger.by_entry[LECTURE].sequence == 1


class TestRefused:
    @pytest.mark.parametrize(
        ("calendar", "options"),
        [
            (timetable(), {}),
            (timetable(), {"plan": "a", "timetable": timetable()}),
            (small_calendar(), {"plan": "big-street", "timetable": timetable()}),
            (small_calendar(), {"plan": "small-street"}),
            (small_calendar(), {"term": TERM}),
        ],
        ids=["no plan", "two timetables", "another plan", "a plan for a plan", "no timetable"],
    )
    def test_misplaced(self, calendar: Any, options: dict[str, Any]) -> None:  # noqa: ANN401 - wrong on purpose
        """
        A timetable needs the plan under which it is published, and that is the calendar's.
        """
        with pytest.raises(
            MisplacedTimetableError, match="under the identifier of a plan"
        ) as caught:
            publish(calendar, at=JANUARY, **options)
        assert "课程表须用某个计划的标识发布" in caught.value.sentence("zh-CN")
        error = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
        assert str(error) == str(caught.value)

    def test_all_problems_at_once(self) -> None:
        """
        Identifiers that are there twice and bad addresses are all named.
        """
        bad = entry("a/2026", url="street", online="no")
        with pytest.raises(ProblemsError) as caught:
            publish(calendar_of(entry(), bad, entry()), at=JANUARY)
        first, second = caught.value.problems
        assert isinstance(first, BadWebAddressError)
        assert "is already used at duties[0]" in str(second)


class TestForeignLedger:
    def test_other_plans_only(self) -> None:
        """
        A ledger that knows other plans only is a finding: it may be the wrong one.
        """
        ledger = publish(small_calendar(), at=JANUARY).ledger
        other = build_calendar(attrs.evolve(SMALL, id="big-street"), 2026)
        publication = publish(other, previous=ledger, at=MARCH)
        (finding,) = publication.findings
        assert finding.line("en") == (
            "warning ledger-foreign: the ledger knows nothing of the plan 'big-street', only of "
            "small-street; if 'big-street' has been published before, it is not its ledger"
        )
        assert "台账中没有计划“big-street”，只有 small-street" in finding.message()
        assert publish(other, previous=publication.ledger, at=APRIL).findings == ()

    def test_empty(self) -> None:
        """
        An empty ledger is of no other plan.
        """
        assert publish(small_calendar(), previous=Ledger(), at=JANUARY).findings == ()
