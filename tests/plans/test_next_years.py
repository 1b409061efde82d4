from typing import Any

import attrs
import pytest

from community_edu.base import Text
from community_edu.calendars import parse_rule
from community_edu.courses import Course, Project, Section
from community_edu.measures import (
    Comparison,
    Indicator,
    Measure,
    StatedNumber,
    Target,
    Threshold,
    Trend,
    Unit,
)
from community_edu.plans import (
    Award,
    Claim,
    Duty,
    Figure,
    Milestone,
    NextPlan,
    Plan,
    Report,
    next_plan,
)


def told(derived: NextPlan) -> list[str]:
    """
    Say what was changed and where, in English.
    """
    return [f"{'/'.join(map(str, f.path))}: {f.message('en')}" for f in derived.findings]


def derived(**parts: Any) -> NextPlan:  # noqa: ANN401 - as evolve takes
    """
    Derive the plan after one of these parts.
    """
    return next_plan(attrs.evolve(Plan(id="p", title="计划"), **parts))


def stated(value: str) -> Report:
    """
    Return a report of the number of volunteers.
    """
    return Report(figures=[Figure(id="f", indicator="people", value=StatedNumber.parse(value))])


PEOPLE = Indicator(id="people", name="志愿者", unit=Unit.parse("person"))
MORE = Target(id="more", name="志愿者增加", measure=Measure.parse("people"), trend="up")


class TestNextPlan:
    def test_stays(self) -> None:
        """
        What did not belong to the year stays as it is, identifiers above all.
        """
        duty = Duty(id="report", name="月报", due=parse_rule("monthly(-1)"))
        found = derived(duties=[duty])
        assert found.plan == found.before
        assert (found.findings, found.changes) == ((), ())

    @pytest.mark.parametrize("key", ["when", "due", "within"])
    def test_edition_rules(self, key: str) -> None:
        """
        A rule for one edition is for the next.
        """
        rule = parse_rule("edition(month(10), 6, first=2005)")
        parts: dict[str, Any] = {key: rule}
        duty = attrs.evolve(Duty(id="week", name="学习周"), **parts)
        found = derived(duties=[duty])
        assert str(getattr(found.plan.duties[0], key)) == "edition(month(10), 7, first=2005)"
        assert told(found) == [f"duties/0/{key}: '学习周' is now number 7"]

    def test_edition(self) -> None:
        """
        An edition by number is the next.
        """
        found = derived(duties=[Duty(id="week", name="学习周", edition=6)])
        assert found.plan.duties[0].edition == 7
        assert told(found) == ["duties/0/edition: '学习周' is now number 7"]
        assert found.findings[0].message() == "“学习周”改为第 7 届"

    def test_chosen(self) -> None:
        """
        Days that were chosen go with their year.
        """
        duty = Duty(id="talk", name="讲座", chosen=parse_rule("announced(['2026-03-12'])"))
        found = derived(duties=[duty])
        assert found.plan.duties[0].chosen is None
        assert told(found) == [
            (
                "duties/0/chosen: the days that were chosen for '讲座' "
                "(announced(['2026-03-12'])) are gone with their year; choose new ones"
            )
        ]

    def test_chosen_by_which_others_go(self) -> None:
        """
        Chosen days by which another duty goes stay, and are told when the year is dated.
        """
        talk = Duty(id="talk", name="讲座", chosen=parse_rule("announced(['2026-03-12'])"))
        after = Duty(id="after", name="总结", due=parse_rule("after(entry('talk'), days=7)"))
        found = derived(duties=[talk, after])
        assert found.plan == found.before
        codes = {undated.finding.code for undated in found.plan.for_year(2027).unresolved}
        assert "not-announced" in codes

    @pytest.mark.parametrize(
        ("trend", "threshold"), [("up", "> 120 person"), ("down", "< 120 person")]
    )
    def test_base(self, trend: Trend, threshold: str) -> None:
        """
        A target with a trend alone has to go beyond what was exactly reached.
        """
        target = attrs.evolve(MORE, trend=trend)
        found = derived(indicators=[PEOPLE], targets=[target], report=stated("120"))
        assert found.plan.targets[0].threshold == Threshold.parse(threshold)
        assert [finding.code for finding in found.findings] == ["base-taken", "report-left-behind"]

    def test_base_of_another_document(self) -> None:
        """
        The report may be another, or a document that holds one, or one that holds none.
        """
        plan = Plan(id="p", title="计划", indicators=[PEOPLE], targets=[MORE])
        assert next_plan(plan, stated("7")).plan.targets[0].threshold == Threshold.parse(
            "> 7 person"
        )
        document = attrs.evolve(plan, report=stated("8"))
        assert next_plan(plan, document).plan.targets[0].threshold == Threshold.parse("> 8 person")
        assert next_plan(document, plan).plan.targets[0].threshold == Threshold.parse("> 8 person")

    @pytest.mark.parametrize("value", ["1.2万", None])
    def test_no_base(self, value: str | None) -> None:
        """
        A number that is rounded, or not there, is no base.
        """
        report = stated(value) if value else None
        plan = Plan(id="p", title="计划", indicators=[PEOPLE], targets=[MORE])
        found = next_plan(plan, report)
        assert found.plan.targets == (MORE,)
        assert [finding.code for finding in found.findings] == ["base-not-known"]

    def test_other_targets(self) -> None:
        """
        A target with a threshold, or without a measure, stays as it is.
        """
        bounded = attrs.evolve(MORE, id="b", threshold=Threshold.parse(">= 5 person"))
        vague = Target(id="v", name="提高", trend="up")
        found = derived(indicators=[PEOPLE], targets=[bounded, vague])
        assert (found.plan.targets, found.findings) == ((bounded, vague), ())

    def test_over(self) -> None:
        """
        Projects and classes that are over, and awards that were decided, are left out.
        """
        found = derived(
            courses=[Course(id="c", name="书法")],
            projects=[
                Project(id="a", name="旧课题", status="concluded"),
                Project(id="b", name="新课题", status="running"),
            ],
            sections=[Section(id="s", course="c", name="一班", status="finished")],
            awards=[
                Award(id="w", name="示范镇", status="won"),
                Award(id="x", name="特色课程", status="applied"),
            ],
        )
        assert [project.id for project in found.plan.projects] == ["b"]
        assert found.plan.sections == ()
        assert [award.id for award in found.plan.awards] == ["x"]
        assert told(found) == [
            "projects/0: '旧课题' is concluded and not carried over",
            "sections/0: '一班' is finished and not carried over",
            "awards/0: '示范镇' is won and not carried over",
        ]

    def test_yearly_award(self) -> None:
        """
        An award that is given each year begins again as planned.
        """
        award = Award(id="w", name="优秀学员", per="year", status="none")
        found = derived(awards=[award, Award(id="p", name="先进", per="year")])
        assert [one.status for one in found.plan.awards] == ["planned", "planned"]
        assert told(found) == [
            "awards/0/status: '优秀学员' was not won, and begins anew as planned"
        ]

    def test_report(self) -> None:
        """
        Figures, claims and what is done stay; milestones to come go along, but for those of
        projects that are over.
        """
        report = Report(
            title=Text("总结"),
            figures=stated("5").figures,
            claims=[Claim(id="c", name="超过四人", holds=Comparison.parse("people > 4"))],
            milestones=[
                Milestone(id="done", name="开标", status="done"),
                Milestone(id="next", name="完工"),
                Milestone(id="gone", name="结题", project="old"),
            ],
        )
        old = Project(id="old", name="旧课题", status="concluded")
        found = derived(indicators=[PEOPLE], projects=[old], report=report)
        assert found.plan.report == Report(milestones=[Milestone(id="next", name="完工")])
        assert told(found)[1] == (
            "report: the report stays with its year (figures: 1, claims: 1, milestones done: 1)"
        )

    def test_report_of_steps_to_come(self) -> None:
        """
        Of a report that has nothing to leave behind nothing is told.
        """
        report = Report(milestones=[Milestone(id="next", name="完工")])
        assert derived(report=report).findings == ()
        assert derived(report=Report(title=Text("总结"))).plan.report is None
