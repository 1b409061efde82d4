"""
Sessions of a timetable as entries that feeds carry.
"""

from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community_edu.base import Text
from community_edu.calendars import Quota, TeachingWeeks
from community_edu.courses import Course
from community_edu.feeds import publish
from community_edu.organizations import Educator, Venue
from community_edu.plans import Duty, EntryEducator, Plan, build_calendar, check_plan
from community_edu.plans.timetable_entries import (
    timetable_calendar,
    timetable_entries,
    with_timetable,
)
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable
from community_edu.testing import timetable_problems, timetables

LI = EntryEducator("li", Text("李老师"))
AT = datetime(2026, 9, 1, tzinfo=UTC)
WEEKS = TeachingWeeks(first=date(2026, 12, 21), number=3, periods=["09:00-10:30", "14:00-15:30"])
CHOIR = TimetableSection(
    id="choir", name="合唱班", audiences=["elderly"], educators=["li"], venues=["hall"]
)
TALK = TimetableSection(id="talk", name={"zh": "讲座", "en": "talk"}, per="term", sessions=1)
PROBLEM = TimetableProblem(
    [CHOIR, TALK],
    [Venue(id="hall", name="礼堂", kind="hall", address="示例路 1 号", coordinates="31.20, 121.4")],
    [Educator(id="li", name="李老师")],
    WEEKS,
)
TIMETABLE = Timetable(
    PROBLEM,
    [
        Placement(section="choir", weekday="TUE", period=1, venue="hall", educator="li"),
        Placement(section="talk", weekday="WED", period=2, weeks="2"),
    ],
)


class TestEntries:
    def test_one_a_session(self) -> None:
        """
        Each session is an event with its place and times, known by week or by number.
        """
        entries = timetable_entries(TIMETABLE, plan="school")
        assert [(entry.id, str(entry.start)) for entry in entries] == [
            ("school/choir/2026-12-21/1-w01", "2026-12-22 09:00:00"),
            ("school/choir/2026-12-21/1-w02", "2026-12-29 09:00:00"),
            ("school/talk/2026-12-21/1", "2026-12-30 14:00:00"),
            ("school/choir/2026-12-21/1-w03", "2027-01-05 09:00:00"),
        ]
        first, *_ = entries
        assert first.location is not None
        assert (first.location.zh, first.audiences, first.duty) == (
            "礼堂",
            ("elderly",),
            "section-choir",
        )
        assert entries[2].location is None

    def test_who_teaches(self) -> None:
        """
        Who teaches stands in a field of its own, never in the texts; a lecture without a
        teacher has none.
        """
        entries = timetable_entries(TIMETABLE, plan="s")
        assert all(one.description is None for one in entries)
        assert [one.educators for one in entries] == [
            (LI,),
            (LI,),
            (),
            (LI,),
        ]

    def test_what_repeats(self) -> None:
        """
        Lessons of one meeting of a weekly class are a series; a single lecture is not in one.
        """
        entries = timetable_entries(TIMETABLE, plan="school", term="winter")
        assert [(one.series, one.term) for one in entries] == [
            ("school/choir/winter/1-weekly", "winter"),
            ("school/choir/winter/1-weekly", "winter"),
            (None, "winter"),
            ("school/choir/winter/1-weekly", "winter"),
        ]
        assert all(one.id.startswith("school/choir/winter/1-w0") for one in entries if one.series)
        assert {one.term for one in timetable_entries(TIMETABLE, plan="s")} == {"2026-12-21"}

    def test_where(self) -> None:
        """
        An entry has the venue with its address and coordinates; whose work it is is unknown.
        """
        choir, _, talk, _ = timetable_entries(TIMETABLE, plan="school")
        assert (choir.venue, choir.address) == ("hall", Text("示例路 1 号"))
        assert str(choir.coordinates) == "31.2, 121.4"
        assert (talk.venue, talk.address, talk.coordinates) == (None, None, None)
        assert {one.organizations for one in (choir, talk)} == {()}

    @pytest.mark.parametrize(
        ("course", "courses", "pages"),
        [
            ("singing", ("singing",), ("https://school.example/singing",)),
            ("dance", ("dance",), ()),
            ("合唱", (), ()),
            ("", (), ()),
        ],
    )
    def test_courses(self, course: str, courses: tuple[str, ...], pages: tuple[str, ...]) -> None:
        """
        A section is about the course that it names by an identifier, with the page of that.
        """
        problem = attrs.evolve(PROBLEM, sections=[attrs.evolve(CHOIR, course=course), TALK])
        timetable = Timetable(problem, TIMETABLE.placements)
        singing = Course(id="singing", name="声乐", url="https://school.example/singing")
        first, *_ = timetable_entries(timetable, plan="school", courses=[singing])
        assert (first.courses, first.attachments) == (courses, pages)
        (again, *_) = timetable_calendar(timetable, 2026, plan="school", courses=[singing]).entries
        assert again == first


class TestAnyTimetable:
    @given(st.data())
    def test_series(self, data: st.DataObject) -> None:
        """
        Each session has an identifier of its own; those of a weekly class are a series of
        one section and meeting, told apart by the week alone, and lectures are in none.
        """
        problem = data.draw(timetable_problems())
        timetable = data.draw(timetables(problem))
        entries = timetable_entries(timetable, plan="school", term="t")
        assert len({one.id for one in entries}) == len(entries) == len(timetable.sessions)
        for entry, session in zip(entries, timetable.sessions, strict=True):
            placement = session.placement
            weekly = problem.sections_by_id[placement.section].per == "week"
            meeting = f"school/{placement.section}/t/{placement.number}"
            assert entry.series == (f"{meeting}-weekly" if weekly else None)
            assert entry.id == (f"{meeting}-w{session.week:02}" if weekly else meeting)
            assert (entry.venue, [one.id for one in entry.educators]) == (
                placement.venue,
                [placement.educator] if placement.educator else [],
            )


class TestCalendars:
    def test_each_year_has_its_own(self) -> None:
        """
        A term over the turn of a year is two calendars that share no session.
        """
        entries = [
            {entry.id for entry in timetable_calendar(TIMETABLE, year, plan="school").entries}
            for year in (2026, 2027)
        ]
        assert [len(ids) for ids in entries] == [3, 1]
        assert not entries[0] & entries[1]

    def test_sessions_keep_promises(self) -> None:
        """
        Sessions that fulfil a duty count for its quota.
        """
        duty = Duty(id="lectures", name="讲座", quota=Quota.parse(">= 1 per year"))
        year = build_calendar(Plan(id="school", title="学校", duties=[duty]), 2026)
        assert [one.code for one in check_plan(year.plan, year)] == ["quota-not-met"]
        entries = timetable_entries(TIMETABLE, plan="school", duties={"talk": "lectures"})
        full = with_timetable(year, entries)
        assert check_plan(full.plan, full) == ()


class TestPublication:
    def test_a_moved_session_is_rescheduled(self) -> None:
        """
        A session that a new timetable moves keeps its UID and is told as rescheduled; the
        feed of an audience holds its sessions only.
        """
        first = publish(timetable_calendar(TIMETABLE, 2026, plan="school"), at=AT)
        choir, talk = TIMETABLE.placements
        later = Timetable(
            PROBLEM,
            [
                attrs.evolve(choir, weeks="1,3"),
                attrs.evolve(choir, weeks="2", weekday="THU"),
                attrs.evolve(talk, weeks="1"),
            ],
        )
        second = publish(
            timetable_calendar(later, 2026, plan="school"), previous=first.ledger, at=AT
        )
        assert [str(change) for change in second.changes] == [
            "改期：讲座（2026-12-30 14:00 → 2026-12-23 14:00）",
            "改期：合唱班（2026-12-29 09:00 → 2026-12-31 09:00）",
        ]
        assert second.feed("elderly").data.count(b"BEGIN:VEVENT") == 2
