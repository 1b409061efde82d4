"""
One calendar of several plans, and events that are in each other's way.
"""

from datetime import date, datetime, time
from itertools import combinations
from random import Random

import attrs
import pytest
from group_samples import HEBEILI, SHUGUANG, event, level, under
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import HEALTH, JINGTAI, duty_of

from community_edu.calendars import school_terms
from community_edu.courses import Course
from community_edu.organizations import Audience, Venue
from community_edu.plans import (
    Calendar,
    Duty,
    Entry,
    Plan,
    PlanGroup,
    build_calendar,
    build_group_calendar,
    find_clashes,
    merge_plans,
    propose_dates,
    year_table,
)

TERMS = school_terms("CN-310000", 2026)
AUDIENCES = [
    Audience(id="all", name="居民"),
    Audience(id="old", name="老年人", part_of=["all"]),
    Audience(id="young", name="青少年", part_of=["all"]),
]


def clashes(group: PlanGroup) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """
    Return the clashes of 2026 with the identifiers of the events, without the year.
    """
    return [
        (
            str(clash.day),
            clash.reason,
            clash.shared,
            tuple(entry.id.removesuffix("/2026") for entry in clash.entries),
        )
        for clash in find_clashes(group, build_group_calendar(group, 2026))
    ]


def for_people(name: str, *audiences: str, when: str = "fixed(5, 8)", **fields: object) -> Plan:
    """
    Make the plan of one event for some people.
    """
    fair = event("fair", when, audiences=audiences, **fields)
    return level(name, fair, audiences=AUDIENCES)


def in_plan(plan: Plan, entry: Entry) -> Entry:
    """
    Return an entry of a group of one plan with the names that the plan has.
    """
    own = f"{plan.id}."
    return attrs.evolve(
        entry,
        organizations=[name.removeprefix(own) for name in entry.organizations],
        venue=entry.venue and entry.venue.removeprefix(own),
        courses=[name.removeprefix(own) for name in entry.courses],
    )


class TestCalendar:
    @pytest.mark.parametrize("plan", [JINGTAI, HEALTH, HEBEILI, SHUGUANG])
    def test_one_plan_changes_nothing(self, plan: Plan) -> None:
        """
        The year of one plan is its own year; only findings and names say whose they are.
        """
        own = build_calendar(plan, 2026, terms=TERMS)
        merged = build_group_calendar(merge_plans(plan), 2026, terms=TERMS)
        assert [in_plan(plan, entry) for entry in merged.entries] == list(own.entries)
        assert merged.windows == own.windows
        assert merged.terms == own.terms
        assert [(one.duty, one.title) for one in merged.unresolved] == [
            (one.duty, one.title) for one in own.unresolved
        ]
        assert [one.finding.path[1:] for one in merged.unresolved] == [
            one.finding.path for one in own.unresolved
        ]
        assert [one.path for one in merged.findings] == [
            (plan.id, *one.path) for one in own.findings
        ]

    def test_levels(self) -> None:
        """
        The year of a subdistrict and its communities has the entries of all, in order of time.
        """
        plans = (JINGTAI, HEBEILI, HEALTH)
        merged = build_group_calendar(merge_plans(*plans), 2026, terms=TERMS)
        ids = [entry.id for entry in merged.entries]
        own = [e.id for plan in plans for e in build_calendar(plan, 2026, terms=TERMS).entries]
        assert sorted(ids) == sorted(own)
        assert len(set(ids)) == len(ids)
        days = [entry.first_day for entry in merged.entries]
        assert days == sorted(days)

    def test_names_of_the_group(self) -> None:
        """
        Bodies, venues and courses go by their names in the group: what two plans say is one
        body or one venue is one, and what both call alike is not.
        """
        talk = event("talk", "fixed(5, 8)", by=["hall"], venue="room", courses=["choir"])
        room = Venue(id="room", name="礼堂", kind="hall")
        choir = Course(id="choir", name="合唱")
        plans = [level(name, talk, venues=[room], courses=[choir]) for name in ("a", "b", "c")]
        group = merge_plans(*plans, same={"b.hall": "a.hall"}, venues={"c.room": "a.room"})
        calendar = build_group_calendar(group, 2026)
        assert {
            one.id: (one.organizations, one.venue, one.courses) for one in calendar.entries
        } == {
            "a/talk/2026": (("a.hall",), "a.room", ("a.choir",)),
            "b/talk/2026": (("a.hall",), "b.room", ("b.choir",)),
            "c/talk/2026": (("c.hall",), "a.room", ("c.choir",)),
        }
        assert {"a.hall", "c.hall"} <= set(calendar.plan.network.by_id)

    def test_is_a_calendar(self) -> None:
        """
        It is shown and asked as that of a plan; nothing is proposed for the cover itself.
        """
        group = merge_plans(
            for_people("street", "all"), for_people("village", "old"), title="全街道"
        )
        calendar = build_group_calendar(group, 2026)
        assert "fair" in year_table(calendar)
        assert [entry.id for entry in calendar.for_audience("old")] == [
            "street/fair/2026",
            "village/fair/2026",
        ]
        assert propose_dates(calendar).entries == calendar.entries


class TestClashOfBodies:
    def test_one_body(self) -> None:
        """
        A body that two plans need on one day clashes; two bodies do not.
        """
        fair = event("fair", "fixed(5, 8)", by=["hall"])
        plans = level("a", fair), level("b", fair)
        assert clashes(merge_plans(*plans)) == []
        assert clashes(merge_plans(*plans, same={"b.hall": "a.hall"})) == [
            ("2026-05-08", "body", "a.hall", ("a/fair", "b/fair"))
        ]

    def test_own_affair(self) -> None:
        """
        What one plan puts on one day is its own affair.
        """
        fairs = [event(name, "fixed(5, 8)", by=["hall"]) for name in ("fair", "walk")]
        assert clashes(merge_plans(level("a", *fairs), level("b"))) == []

    def test_tasks_and_long_events(self) -> None:
        """
        Neither tasks nor what lasts longer than three days take anybody's time.
        """
        fair = event("fair", "fixed(5, 8)", by=["hall"])
        same = {"b.hall": "a.hall"}
        for other in (
            duty_of(id="report", due="fixed(5, 8)", by=["hall"]),
            event("month", "month(5)", by=["hall"]),
            event("week", "fixed(5, 6, days=4)", by=["hall"]),
        ):
            assert clashes(merge_plans(level("a", fair), level("b", other), same=same)) == []
        camp = event("camp", "fixed(5, 6, days=3)", by=["hall"])
        found = clashes(merge_plans(level("a", fair), level("b", camp), same=same))
        assert [day for day, *_ in found] == ["2026-05-08"]

    @pytest.mark.parametrize(
        ("other", "minutes", "clash"),
        [(time(9), 60, True), (time(9, 30), 60, True), (time(10), 60, False), (None, 60, True)],
    )
    def test_hours(self, other: time | None, minutes: int, clash: bool) -> None:  # noqa: FBT001 - a column
        """
        Events with hours clash where the hours overlap; one without takes the day.
        """
        one = event("talk", "fixed(5, 8)", by=["hall"], starts=time(9))
        two = event("walk", "fixed(5, 8)", by=["hall"], starts=other, minutes=minutes)
        group = merge_plans(level("a", one), level("b", two), same={"b.hall": "a.hall"})
        assert bool(clashes(group)) is clash

    def test_after_a_pause(self) -> None:
        """
        A morning in which two plans meet is one clash, and the afternoon another.
        """
        hours = [(time(9), time(9, 30)), (time(14), time(14)), (time(17), time(18))]
        plans = [
            level(
                name,
                *(
                    event(f"talk-{number}", "fixed(5, 8)", by=["hall"], starts=pair[index])
                    for number, pair in enumerate(hours)
                ),
            )
            for index, name in enumerate("ab")
        ]
        assert [found[3] for found in clashes(merge_plans(*plans, same={"b.hall": "a.hall"}))] == [
            ("a/talk-0", "b/talk-0"),
            ("a/talk-1", "b/talk-1"),
        ]


class TestClashOfVenues:
    def test_one_room(self) -> None:
        """
        A room that two plans use on one day clashes if it is said to be one.
        """
        fair = event("fair", "fixed(5, 8)", venue="room")
        room = Venue(id="room", name="教室", kind="classroom")
        plans = [level(name, fair, venues=[room]) for name in "ab"]
        assert clashes(merge_plans(*plans)) == []
        assert clashes(merge_plans(*plans, venues={"b.room": "a.room"})) == [
            ("2026-05-08", "venue", "a.room", ("a/fair", "b/fair"))
        ]


class TestClashOfAudiences:
    def test_above_and_below(self) -> None:
        """
        What a subdistrict does for its residents is in the way of what communities do for theirs,
        and one clash has them all; two communities have different residents.
        """
        plans = [for_people(name, "all") for name in ("street", "village", "hamlet")]
        assert clashes(under(*plans)) == [
            (
                "2026-05-08",
                "audience",
                "all",
                ("street/fair", "village/fair", "hamlet/fair"),
            )
        ]
        assert clashes(merge_plans(*plans)) == []

    @pytest.mark.parametrize(
        ("upper", "lower", "shared"),
        [
            (["all"], ["old"], "all"),
            (["old"], ["all"], "all"),
            (["old"], ["young"], None),
            (["old", "young"], ["young"], "young"),
            (["old"], [], None),
        ],
    )
    def test_parts(self, upper: list[str], lower: list[str], shared: str | None) -> None:
        """
        An audience clashes with those that are part of it, not with other parts of the same.
        """
        found = clashes(under(for_people("street", *upper), for_people("village", *lower)))
        assert [clash[2] for clash in found] == ([shared] if shared else [])

    def test_plans_of_one_host(self) -> None:
        """
        Two plans of one host are for the same people; the clash is told once.
        """
        plans = for_people("health", "all"), for_people("education", "all")
        found = clashes(merge_plans(*plans, same={"education.hall": "health.hall"}))
        assert [clash[3] for clash in found] == [("health/fair", "education/fair")]

    def test_hours(self) -> None:
        """
        The morning is not in the way of the afternoon.
        """
        morning = for_people("street", "all", starts=time(9))
        for hour, number in ((9, 1), (10, 0), (8, 0)):
            other = for_people("village", "all", starts=time(hour))
            assert len(clashes(under(morning, other))) == number

    def test_no_audience(self) -> None:
        """
        Internal work is in nobody's way.
        """
        assert clashes(under(for_people("street"), for_people("village", "all"))) == []


@st.composite
def events(draw: st.DrawFn) -> list[Plan]:
    """
    Make plans with events for some people in two weeks of May, now and then with hours.
    """
    plans: list[Plan] = []
    for number in range(draw(st.integers(1, 4))):
        duties: list[Duty] = []
        for index in range(draw(st.integers(0, 3))):
            day, length = draw(st.integers(1, 14)), draw(st.integers(1, 4))
            starts = draw(st.sampled_from([None, time(9), time(9, 30), time(14)]))
            audiences = draw(st.sets(st.sampled_from(["all", "old", "young"]), max_size=2))
            duties.append(
                event(
                    f"duty-{index}",
                    f"fixed(5, {day}, days={length})",
                    by=draw(st.sampled_from([[], ["hall"]])),
                    starts=starts,
                    audiences=sorted(audiences),
                )
            )
        plans.append(level(f"plan-{number}", *duties, audiences=AUDIENCES))
    return plans


def moment(when: date) -> datetime:
    """
    Return when a day begins, or the time itself.
    """
    return when if isinstance(when, datetime) else datetime.combine(when, time())


def overlap(one: Entry, other: Entry) -> bool:
    """
    Tell whether two entries take the same time, by their own beginnings and ends.
    """
    return moment(one.start) < moment(other.end) and moment(other.start) < moment(one.end)


class TestLaws:
    @given(events(), st.randoms(use_true_random=False))
    def test_order_of_plans(self, plans: list[Plan], chance: Random) -> None:
        """
        The order of the plans changes neither the entries nor, but for their order, the clashes.
        """
        shuffled = list(plans)
        chance.shuffle(shuffled)
        parents = {f"{plan.id}.hall": "plan-0.hall" for plan in plans[1:]}
        years: list[Calendar] = []
        found: list[set[tuple[object, ...]]] = []
        for order in (plans, shuffled):
            group = merge_plans(*order, parents=parents)
            years.append(build_group_calendar(group, 2026))
            found.append(
                {
                    (one.day, one.reason, one.shared, frozenset(e.id for e in one.entries))
                    for one in find_clashes(group, years[-1])
                }
            )
        one, other = ({entry.id: entry for entry in year.entries} for year in years)
        assert one == other
        assert len(one) == len(years[0].entries)
        assert found[0] == found[1]

    @given(events())
    def test_audiences_against_every_pair(self, plans: list[Plan]) -> None:
        """
        An event clashes with one below if their times overlap and one audience is part of the other.
        """
        parents = {f"{plan.id}.hall": "plan-0.hall" for plan in plans[1:]}
        group = merge_plans(*plans, parents=parents)
        calendar = build_group_calendar(group, 2026)
        wide = {"all": {"all"}, "old": {"old", "all"}, "young": {"young", "all"}}
        expected = {
            (one.id, other.id)
            for one, other in combinations(sorted(calendar.entries, key=lambda e: e.id), 2)
            if one.id.startswith("plan-0/")
            and not other.id.startswith("plan-0/")
            and max(one.span.days, other.span.days) <= 3
            and overlap(one, other)
            and any(a in wide[b] or b in wide[a] for a in one.audiences for b in other.audiences)
        }
        found = {
            (clash.entries[0].id, other.id)
            for clash in find_clashes(group, calendar)
            if clash.reason == "audience"
            for other in clash.entries[1:]
        }
        assert found == expected

    @given(events())
    def test_bodies_against_every_pair(self, plans: list[Plan]) -> None:
        """
        If all plans are of one body, whatever overlaps in two of them is in a clash of the body.
        """
        same = {f"{plan.id}.hall": "plan-0.hall" for plan in plans[1:]}
        group = merge_plans(*plans, same=same)
        calendar = build_group_calendar(group, 2026)
        busy = [
            entry
            for entry in calendar.entries
            if group.duties[f"{entry.id.partition('/')[0]}/{entry.duty}"].by
            and entry.span.days <= 3
        ]
        expected = {
            entry.id
            for one, other in combinations(busy, 2)
            if one.id.partition("/")[0] != other.id.partition("/")[0] and overlap(one, other)
            for entry in (one, other)
        }
        found = [clash for clash in find_clashes(group, calendar) if clash.reason == "body"]
        assert expected <= {entry.id for clash in found for entry in clash.entries}
        assert bool(expected) == bool(found)
