"""
Sessions of a timetable as entries that feeds carry.
"""

from datetime import UTC, date, datetime

import attrs

from community_edu.calendars import Quota, TeachingWeeks
from community_edu.feeds import publish
from community_edu.organizations import Educator, Venue
from community_edu.plans import Duty, Plan, build_calendar, check_plan
from community_edu.plans.timetable_entries import (
    timetable_calendar,
    timetable_entries,
    with_timetable,
)
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable

AT = datetime(2026, 9, 1, tzinfo=UTC)
WEEKS = TeachingWeeks(first=date(2026, 12, 21), number=3, periods=["09:00-10:30", "14:00-15:30"])
CHOIR = TimetableSection(
    id="choir", name="合唱班", audiences=["elderly"], educators=["li"], venues=["hall"]
)
TALK = TimetableSection(id="talk", name={"zh": "讲座", "en": "talk"}, per="term", sessions=1)
PROBLEM = TimetableProblem(
    [CHOIR, TALK],
    [Venue(id="hall", name="礼堂", kind="hall")],
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

    def test_nobody_is_named_unasked(self) -> None:
        """
        Who teaches is said only if it is asked for.
        """
        assert all(one.description is None for one in timetable_entries(TIMETABLE, plan="s"))
        named = timetable_entries(TIMETABLE, plan="s", name_educators=True)
        assert [one.description.to("zh-CN") for one in named if one.description] == [
            "主讲：李老师"
        ] * 3


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
