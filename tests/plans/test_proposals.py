from datetime import time
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import GRADES, JINGTAI, WORDS, calendar_of, codes, duty_of, plan_of, reasons

from community_edu.base import Text
from community_edu.calendars import (
    HolidaysNotAnnouncedError,
    Quota,
    Wishes,
    WorkCalendar,
    holidays,
    school_terms,
)
from community_edu.plans import (
    Calendar,
    Duty,
    Entry,
    build_calendar,
    check_plan,
    propose_dates,
)

OFFICIAL = WorkCalendar(holidays("CN"))
TERMS = school_terms("CN-310000", 2026)


def proposed(calendar: Calendar) -> dict[str, str]:
    """
    Return the first day of each proposal by the end of its identifier.
    """
    return {
        entry.id.removeprefix("street/"): str(entry.first_day)
        for entry in calendar.entries
        if entry.status == "proposed"
    }


def quarterly(**fields: object) -> Duty:
    """
    Make a duty of at least one a quarter.
    """
    return duty_of(quota=Quota.parse(">= 1 per quarter"), **fields)


class TestProposals:
    def test_one_for_each_period_that_lacks_one(self) -> None:
        """
        At least one a quarter gets one in each quarter that has none, known by the quarter.
        """
        calendar = propose_dates(calendar_of(quarterly(when="fixed(5, 8)")))
        assert proposed(calendar) == {
            "duty/2026-Q1": "2026-02-12",
            "duty/2026-Q3": "2026-08-11",
            "duty/2026-Q4": "2026-11-14",
        }

    def test_are_entries_like_others(self) -> None:
        """
        A proposal is an event of the duty, with its times, and says that it is a proposal.
        """
        duty = quarterly(starts=time(14), minutes=90, within="month(3)", audiences=["all"])
        plan = plan_of(attrs.evolve(duty, audiences=()))
        (first,) = [
            entry
            for entry in propose_dates(build_calendar(plan, 2026)).entries
            if entry.status == "proposed"
        ]
        assert first == Entry(
            id="street/duty/2026-Q1",
            kind="event",
            title=Text("事项", en="thing"),
            start=first.start,
            end=first.end,
            duty="duty",
            path=("duties", 0),
            source=WORDS,
            findings=("dates-proposed",),
            status="proposed",
        )
        assert not first.all_day

    def test_each_window(self) -> None:
        """
        Without a count each window gets one, known by what tells the windows apart.
        """
        calendar = propose_dates(calendar_of(duty_of(within="before(double_ninth, days=7)")))
        assert proposed(calendar) == {"duty/2026": "2026-10-14"}
        weekends = duty_of(within="weekly([SAT])")
        assert set(proposed(propose_dates(calendar_of(weekends)))) >= {"duty/2026-W01"}

    def test_per_window(self) -> None:
        """
        A count per window is proposed in each, numbered from the second on.
        """
        duty = duty_of(within="before(double_ninth, days=9)", quota=Quota.parse("== 2 per window"))
        assert set(proposed(propose_dates(calendar_of(duty)))) == {"duty/2026", "duty/2026.2"}

    def test_of_a_real_plan(self) -> None:
        """
        The plan of Jingtai Road gets its 44 youth activities and two events of the year.
        """
        calendar = build_calendar(JINGTAI, 2026)
        found = propose_dates(calendar)
        counts = [entry.duty for entry in found.entries if entry.status == "proposed"]
        assert {duty: counts.count(duty) for duty in counts} == {
            "youth-activities": 44,
            "exchange-meeting": 1,
            "publicity-campaign": 1,
        }
        assert [entry for entry in found.entries if entry.status != "proposed"] == list(
            calendar.entries
        )
        assert "to-be-placed" not in reasons(found)

    def test_of_each_member(self) -> None:
        """
        Where each grade must have it, each gets its own in each period.
        """
        duty = duty_of(quota=Quota.parse("1..2 per half_year each grade"))
        calendar = propose_dates(calendar_of(duty, sets=[GRADES]), wishes=Wishes(clear=1))
        assert proposed(calendar) == {
            "duty/2026-H1/grade_10": "2026-04-02",
            "duty/2026-H1/grade_11": "2026-04-01",
            "duty/2026-H2/grade_10": "2026-10-01",
            "duty/2026-H2/grade_11": "2026-09-30",
        }
        assert {entry.title.zh for entry in calendar.entries} == {"事项：高一", "事项：高二"}

    def test_of_members_that_have_some(self) -> None:
        """
        Only the member that lacks it gets a proposal.
        """
        turns = "rotation(fixed(5, 8), [grade_10])"
        duty = duty_of(when=turns, quota=Quota.parse(">= 1 per year each grade"))
        found = proposed(propose_dates(calendar_of(duty, sets=[GRADES])))
        assert list(found) == ["duty/2026/grade_11"]

    def test_per_term(self) -> None:
        """
        A term belongs to the calendar of the year in which it begins.
        """
        duty = duty_of(quota=Quota.parse(">= 1 per term"))
        calendar = build_calendar(plan_of(duty), 2026, terms=TERMS)
        assert list(proposed(propose_dates(calendar))) == ["duty/2025-2026-2"]

    def test_wishes(self) -> None:
        """
        Proposals are on working days and clear of events and of one another, as wished.
        """
        duties = [quarterly(id=f"duty-{index}") for index in range(3)]
        wishes = Wishes(workdays=OFFICIAL, clear=3)
        calendar = propose_dates(calendar_of(*duties), wishes=wishes)
        days = [entry.first_day for entry in calendar.entries]
        assert all(map(OFFICIAL.is_workday, days))
        assert min((after - day).days for day, after in pairwise(days)) == 3
        with pytest.raises(HolidaysNotAnnouncedError):
            propose_dates(calendar_of(*duties, year=2040), wishes=wishes)


class TestNothingIsTouched:
    @given(
        st.lists(
            st.sampled_from(
                [
                    quarterly(),
                    quarterly(within="summer_vacation"),
                    quarterly(when="monthly(5, months=[1, 2])"),
                    duty_of(within="weekly([SAT, SUN])"),
                    duty_of(within="before(spring_festival, days=20)", due="fixed(3, 1)"),
                    duty_of(when="fixed(5, 8)"),
                    duty_of(quota=Quota.parse("== 2 per term")),
                    duty_of(within="before(spring_festival)"),
                    duty_of(cadence="often"),
                ]
            ),
            max_size=4,
        ),
        st.integers(1990, 2060),
    )
    def test_laws(self, duties: list[Duty], year: int) -> None:
        """
        What is dated stays, identifiers are unique, and proposing again adds nothing.
        """
        named = [attrs.evolve(duty, id=f"duty-{index}") for index, duty in enumerate(duties)]
        calendar = calendar_of(*named, year=year)
        found = propose_dates(calendar)
        assert [e for e in found.entries if e.status != "proposed"] == list(calendar.entries)
        assert len({entry.id for entry in found.entries}) == len(found.entries)
        again = propose_dates(attrs.evolve(found, unresolved=calendar.unresolved))
        assert again.entries == found.entries

    def test_deadlines_are_not_proposed(self) -> None:
        """
        A duty with deadlines has its days.
        """
        calendar = calendar_of(quarterly(due="fixed(5, 8)"))
        assert propose_dates(calendar) == calendar

    def test_a_kept_quota_gets_nothing(self) -> None:
        """
        What the calendar has already is not proposed again.
        """
        calendar = calendar_of(quarterly(when="every_months(3)"))
        assert proposed(propose_dates(calendar)) == {}


class TestIdentity:
    def test_a_chosen_date_takes_the_place_of_the_proposal(self) -> None:
        """
        When the date is chosen the entry keeps its identifier, and is fixed.
        """
        before = propose_dates(calendar_of(quarterly()))
        chosen = quarterly(chosen="announced(['2026-03-05', '2026-11-12'])")
        calendar = propose_dates(calendar_of(chosen))
        assert [entry.id for entry in calendar.entries] == [entry.id for entry in before.entries]
        assert [entry.status for entry in calendar.entries] == [
            "fixed",
            "proposed",
            "proposed",
            "fixed",
        ]

    def test_of_a_member(self) -> None:
        """
        So it is for each member of a set, whose turn the chosen date is.
        """
        quota = Quota.parse(">= 1 per year each grade")
        chosen = "rotation(announced(['2026-03-05', '2026-11-12']), [grade_11, grade_10])"
        before = propose_dates(calendar_of(duty_of(quota=quota), sets=[GRADES]))
        after = calendar_of(duty_of(quota=quota, chosen=chosen), sets=[GRADES])
        assert {entry.id for entry in after.entries} == {entry.id for entry in before.entries}

    def test_chosen_outside_all_periods(self) -> None:
        """
        A chosen date outside the windows goes by its day, and is told.
        """
        duty = duty_of(within="month(4)", chosen="announced(['2026-04-05', '2026-06-01'])")
        calendar = calendar_of(duty)
        assert [entry.id for entry in calendar.entries] == [
            "street/duty/2026",
            "street/duty/2026-06-01",
        ]
        assert codes(calendar.findings) == ["outside-window"]

    def test_chosen_where_periods_are_unknown(self) -> None:
        """
        Without the terms of the region a date chosen for a term goes by its day.
        """
        duty = duty_of(quota=Quota.parse(">= 1 per term"), chosen="announced(['2026-04-05'])")
        assert [e.id for e in calendar_of(duty).entries] == ["street/duty/2026-04-05"]

    def test_beside_days_of_the_same_period(self) -> None:
        """
        A proposal never takes the identifier of a date that is there.
        """
        twice = duty_of(when="monthly(5)", quota=Quota.parse(">= 2 per month"))
        found = propose_dates(calendar_of(twice))
        assert "street/duty/2026-01.2" in {entry.id for entry in found.entries}


class TestFindings:
    def test_say_what_is_only_proposed(self) -> None:
        """
        A finding counts the proposals of each duty; the count itself is still not met.
        """
        calendar = propose_dates(calendar_of(quarterly()))
        (finding,) = calendar.findings
        assert (finding.code, finding.path, finding.source) == (
            "dates-proposed",
            ("duties", 0),
            WORDS,
        )
        assert finding.message("zh-CN") == (
            "“事项”有 4 个日期是建议的，首个是 2026-02-15，尚待确定"
        )
        assert finding.message("en").startswith("dates of 'thing' that are only proposed: 4")
        assert calendar.unresolved == ()
        assert "quota-not-met" in codes(check_plan(calendar.plan, calendar))

    def test_what_has_no_room(self) -> None:
        """
        A count for which the windows have no room stays undated, and says why.
        """
        calendar = propose_dates(calendar_of(quarterly(within="month(3)")))
        assert codes(calendar.findings) == [*["proposal-falls-short"] * 3, "dates-proposed"]
        assert calendar.findings[0].message("en") == (
            "'thing': 2026-Q2 asks for 1, and its windows have room for 0"
        )
        assert reasons(calendar) == ["to-be-placed"]

    def test_against_a_wish(self) -> None:
        """
        A wish that could not be met is told with the duty.
        """
        calendar = propose_dates(
            calendar_of(duty_of(within="weekly([SAT])")), wishes=Wishes(weekdays=["WED"])
        )
        assert (
            calendar.findings[0]
            .message("zh-CN")
            .startswith("“事项”有 52 个建议日期不合“WED”，首个是 2026-01-03")
        )

    @pytest.mark.parametrize(
        ("quota", "said"),
        [
            (">= 1 per term", "the days of each school term"),
            (">= 1 per year each grade", "the members of 'grade'"),
        ],
    )
    def test_what_is_missing(self, quota: str, said: str) -> None:
        """
        Without terms or members nothing is proposed, and it is told what is missing.
        """
        calendar = propose_dates(calendar_of(duty_of(quota=Quota.parse(quota))))
        assert calendar.entries == ()
        (finding,) = calendar.findings
        assert finding.message("en") == f"no dates can be proposed for 'thing' without {said}"
        assert reasons(calendar) == ["count-without-dates"]

    def test_without_windows(self) -> None:
        """
        A window of unknown length has no days to choose from.
        """
        calendar = propose_dates(calendar_of(duty_of(within="before(spring_festival)")))
        assert calendar.entries == ()
        assert reasons(calendar) == ["length-unspecified"]
