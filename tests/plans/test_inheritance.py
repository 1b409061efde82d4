"""
What is owed to the plans above, counted up.
"""

from datetime import date

from group_samples import (
    HEBEILI,
    LEVELS,
    SCHOOLS,
    SHUGUANG,
    body,
    level,
    street_with_schools,
    under,
    village_with_school,
)
from hypothesis import given
from hypothesis import strategies as st
from plan_samples import JINGTAI, duty_of

from community_edu.calendars import Occasion
from community_edu.plans import (
    OwedDuty,
    PlanGroup,
    Records,
    build_group_calendar,
    count_owed,
    merge_plans,
)

MAY = date(2026, 5, 31)
OWN_REPORT = duty_of(id="own-report", name="月报", by=["school"], due="monthly(-1)")


def owed(group: PlanGroup, records: Records | None = None) -> OwedDuty:
    """
    Return the one duty that is owed in 2026.
    """
    (found,) = count_owed(group, build_group_calendar(group, 2026), records)
    return found


class TestOwed:
    def test_real_plans(self) -> None:
        """
        The monthly report of the grassroots is owed by the school of each community, 24 in a year.
        """
        group = merge_plans(JINGTAI, HEBEILI, SHUGUANG, parents=LEVELS, members=SCHOOLS)
        report = owed(group)
        assert (report.plan, report.duty) == ("jingtai-street", "monthly-report")
        assert report.title.zh == "基层社区教育工作月报"
        assert (report.times, report.owed) == (12, 24)
        assert report.unplanned_by == ("hebeili.training-centre", "shuguang-west.community-school")
        assert report.planned_by == report.recorded_by == ()

    def test_one_plan(self) -> None:
        """
        Without plans below nobody owes anything.
        """
        group = merge_plans(JINGTAI)
        assert count_owed(group, build_group_calendar(group, 2026)) == ()

    def test_each_body_once(self) -> None:
        """
        A body that two collective bodies stand for owes a duty of both once.
        """
        schools = (
            body("schools", "citizen_school", collective=True),
            body("enterprise-schools", "citizen_school", collective=True),
        )
        report = duty_of(name="月报", by=["schools", "enterprise-schools"], due="monthly(-1)")
        group = under(level("street", report, bodies=schools), village_with_school("village"))
        assert [one.body for one in owed(group).obligations] == ["village.school"]

    def test_all_levels_below(self) -> None:
        """
        A duty goes down to every level below, not only to the next.
        """
        parents = {"town.hall": "street.hall", "village.hall": "town.hall"}
        group = merge_plans(
            street_with_schools(),
            village_with_school("town"),
            village_with_school("village"),
            parents=parents,
        )
        assert [one.body for one in owed(group).obligations] == ["town.school", "village.school"]


class TestAnswers:
    def test_of_one_name(self) -> None:
        """
        A duty of the same name that the body does answers; its entries are counted.
        """
        group = under(
            street_with_schools(),
            village_with_school("a", OWN_REPORT),
            village_with_school("b"),
            village_with_school("c", duty_of(id="own", name="月报", by=["hall"])),
        )
        report = owed(group)
        assert report.planned_by == ("a.school",)
        assert report.unplanned_by == ("b.school", "c.school")
        (first, *_) = report.obligations
        assert (first.answer, first.planned, first.done) == ("a/own-report", 12, None)

    def test_stated(self) -> None:
        """
        A duty of another name answers if it is said to, for all bodies of its plan.
        """
        other = duty_of(id="summary", name="小结", by=["hall"], due="monthly(1, months=[1, 7])")
        group = under(
            street_with_schools(),
            village_with_school("a", other, OWN_REPORT),
            answers={"a/summary": "street/report"},
        )
        (only,) = owed(group).obligations
        assert (only.answer, only.planned) == ("a/summary", 2)

    def test_not_by_itself(self) -> None:
        """
        The duty that is owed is not its own answer, where one body is in both plans.
        """
        group = under(
            street_with_schools(by=["schools", "hall"]),
            village_with_school("a"),
            members={"street.schools": ["street.hall"]},
        )
        assert [one.answer for one in owed(group).obligations] == [None, None]


class TestRecords:
    def test_both_levels(self) -> None:
        """
        The record above tells by its member, that below by the duty that answers; the larger counts.
        """
        group = under(
            street_with_schools(),
            village_with_school("a", OWN_REPORT),
            village_with_school("b", OWN_REPORT),
            village_with_school("c"),
        )
        records = {
            "street": {
                "report": [Occasion(MAY, "a.school"), Occasion(MAY, "b.school", number=3)],
            },
            "a": {"own-report": [Occasion(MAY, number=2)]},
        }
        report = owed(group, records)
        assert [one.done for one in report.obligations] == [2, 3, 0]
        assert report.recorded_by == ("a.school", "b.school")

    def test_no_record(self) -> None:
        """
        Where no record tells, nothing is known: that is not nought.
        """
        group = under(street_with_schools(), village_with_school("a", OWN_REPORT))
        assert [one.done for one in owed(group).obligations] == [None]
        assert [one.done for one in owed(group, {"a": {}}).obligations] == [None]
        assert [one.done for one in owed(group, {"street": {"report": ()}}).obligations] == [0]


class TestLaws:
    @given(st.lists(st.booleans(), min_size=1, max_size=6))
    def test_every_school_is_counted(self, plans: list[bool]) -> None:
        """
        Who has it in the plan and who has not are together all who owe it.
        """
        villages = [
            village_with_school(f"village-{number}", *([OWN_REPORT] if has else []))
            for number, has in enumerate(plans)
        ]
        report = owed(under(street_with_schools(), *villages))
        assert len(report.planned_by) == sum(plans)
        assert len(report.planned_by) + len(report.unplanned_by) == len(plans)
        assert report.owed == 12 * len(plans)
