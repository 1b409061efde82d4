"""
Progress: what was promised against what was done.
"""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from plan_samples import WORDS, plan_of

from community_edu.base import ProblemsError, Text
from community_edu.base.html import LEFT
from community_edu.calendars import parse_rule
from community_edu.courses import Project
from community_edu.measures import (
    Bound,
    Comparison,
    Indicator,
    Measure,
    Quantity,
    StatedNumber,
    Target,
    Threshold,
    Unit,
)
from community_edu.plans import (
    Claim,
    Figure,
    FundingNorm,
    Milestone,
    MilestoneStatus,
    NoReportError,
    Plan,
    Progress,
    ProgressItem,
    Report,
    progress,
)

UNITS = {"lessons": "lesson", "trained": "person", "employees": "person", "capital": "CNY"}
INDICATORS = [Indicator(id=name, name=name, unit=Unit.parse(unit)) for name, unit in UNITS.items()]
JUNE = date(2026, 6, 30)


def plan(measure: str | None, threshold: str | None, **fields: Any) -> Plan:  # noqa: ANN401 - of a target
    """
    Make a plan with one target.
    """
    target = Target(
        id="target",
        name=Text("目标", en="target"),
        measure=Measure.parse(measure) if measure else None,
        threshold=Threshold.parse(threshold) if threshold else None,
        source=WORDS,
        **fields,
    )
    return plan_of(indicators=INDICATORS, targets=[target])


def report(*, period: str = "", **numbers: str | tuple[Bound, str]) -> Report:
    """
    Make a report of numbers, which may be hedged.
    """
    hedged: dict[str, tuple[Bound, str]] = {
        name: ("=", said) if isinstance(said, str) else said for name, said in numbers.items()
    }
    return Report(
        period=period,
        figures=[
            Figure(id=name, indicator=name, value=StatedNumber.parse(said), bound=bound)
            for name, (bound, said) in hedged.items()
        ],
    )


def judged(
    measure: str | None,
    threshold: str | None,
    done: Report,
    on: date | None = JUNE,
    **fields: Any,  # noqa: ANN401 - of a target
) -> ProgressItem:
    """
    Return what is said of one target.
    """
    (item,) = progress(plan(measure, threshold, **fields), done, on=on).items
    return item


def shown(found: Progress) -> str:
    """
    Return what a notebook shows.
    """
    return str(getattr(found, "_repr_html_")()).replace(LEFT, "")  # noqa: B009 - as a notebook asks


class TestTargets:
    @pytest.mark.parametrize(
        ("threshold", "lessons", "on", "status"),
        [
            (">= 120", "120", JUNE, "reached"),
            (">= 120", "60", JUNE, "on_track"),
            (">= 120", "59", JUNE, "late"),
            (">= 120", "119", date(2026, 12, 31), "late"),
            (">= 120", "119", None, "late"),
            ("> 120", "120", date(2026, 12, 31), "late"),
            ("== 120", "120", JUNE, "reached"),
            ("== 120", "60", JUNE, "on_track"),
            ("== 120", "121", JUNE, "late"),
            ("<= 120", "120", JUNE, "on_track"),
            ("<= 120", "120", date(2026, 12, 31), "reached"),
            ("< 120", "120", JUNE, "late"),
            (">= 0", "0", JUNE, "reached"),
            ("== 0", "1", JUNE, "late"),
        ],
    )
    def test_counts(self, threshold: str, lessons: str, on: date | None, status: str) -> None:
        """
        A number grows evenly; what must not be exceeded is kept only when the time is over.
        """
        assert judged("lessons", threshold, report(lessons=lessons), on).status == status

    @pytest.mark.parametrize(("trained", "status"), [("60", "reached"), ("59", "late")])
    def test_shares(self, trained: str, status: str) -> None:
        """
        A share is held against the whole, whatever the day.
        """
        done = report(trained=trained, employees="120")
        assert judged("trained / employees", ">= 50%", done).status == status

    def test_half_year_to_year(self) -> None:
        """
        Without a day, the numbers of half a year are held against half of a year's.
        """
        item = judged("lessons", ">= 300", report(period="half_year", lessons="153"), None)
        assert (item.status, item.expected) == ("on_track", Fraction(1, 2))
        assert item.share is not None
        assert item.share.exact == Fraction(51, 100)

    @pytest.mark.parametrize(
        ("lessons", "threshold", "status"),
        [
            ((">", "60"), ">= 120", "on_track"),
            ((">", "50"), ">= 120", "not_measurable"),
            ((">", "120"), ">= 120", "reached"),
            ((">", "100"), "<= 120", "not_measurable"),
            (("~", "100"), ">= 120", "not_measurable"),
            (("<", "60"), ">= 120", "late"),
        ],
    )
    def test_hedged(self, lessons: tuple[Bound, str], threshold: str, status: str) -> None:
        """
        What a hedge leaves open is not decided.
        """
        item = judged("lessons", threshold, report(lessons=lessons))
        assert item.status == status
        if status == "not_measurable":
            assert item.reason is not None
            assert item.reason.en == "the numbers leave it undecided"

    @pytest.mark.parametrize(
        ("measure", "threshold", "fields", "done", "reason"),
        [
            (None, None, {}, {}, "there is no measure or no threshold"),
            ("lessons", None, {}, {}, "there is no measure or no threshold"),
            ("lessons", None, {"trend": "up"}, {}, "it asks for a trend, which needs two periods"),
            ("lessons", ">= 3", {}, {}, "no value is given for lessons"),
            ("trained / employees", ">= 3", {}, {"trained": "1", "employees": "0"},
             "'employees' is 0, so no share of it exists"),
            ("lessons", ">= 3", {"per": "years"}, {"lessons": "1"},
             "it is not reached, and how much of the time is over is not known"),
            ("lessons", ">= 3", {"per": "quarter"}, {"lessons": "1"},
             "the numbers are of another period than the target"),
        ],
    )  # fmt: skip
    def test_not_measurable(
        self,
        measure: str | None,
        threshold: str | None,
        fields: dict[str, Any],
        done: dict[str, str],
        reason: str,
    ) -> None:
        """
        What cannot be compared says why.
        """
        numbers: Any = done
        item = judged(measure, threshold, report(period="half_year", **numbers), **fields)
        assert item.status == "not_measurable"
        assert item.reason is not None
        assert item.reason.en == reason

    def test_no_share_of_nothing(self) -> None:
        """
        Of a target of 0 there is no share.
        """
        item = judged("lessons", "== 0", report(lessons="1"))
        assert (item.share, item.expected) == (None, None)

    def test_which_measure_counts(self) -> None:
        """
        47.5 million of 80 at the end of September is late, if that is the measure that counts.
        """
        task = Target(
            id="investment",
            name=Text("招商引资任务", en="investment"),
            candidates=[Measure.parse("capital")],
            threshold=Threshold.parse(">= 80000000 CNY"),
            source=WORDS,
        )
        done = Report(
            as_of=parse_rule("fixed(9, 30)"),
            figures=[
                Figure(id="c", indicator="capital", value=StatedNumber.parse("47500000")),
            ],
            claims=[Claim(id="c", name="超过", holds=Comparison.parse("capital > 50000000"))],
        )
        found = progress(plan_of(indicators=INDICATORS, targets=[task], report=done))
        (item,) = found.items
        assert (item.id, item.status, item.expected) == ("investment", "late", Fraction(3, 4))
        assert item.share is not None
        assert item.share.exact == Fraction("0.59375")
        assert item.explain() == (
            "招商引资任务（若以capital计）：滞后"
            "（应≥ 80000000 元，实际 47500000 元，完成 59.375%，此时应完成 75%）"
        )
        assert [finding.code for finding in found.findings] == ["measure-not-said", "claim-fails"]


class TestNorms:
    def test_money_a_head(self) -> None:
        """
        A norm of two yuan a head a year asks for one by the end of June.
        """
        norm = FundingNorm(
            id="norm",
            name="人均经费",
            money="capital",
            base="employees",
            at_least=Quantity.parse("2 CNY/person"),
        )
        promised = plan_of(indicators=INDICATORS, funding_norms=[norm])
        (item,) = progress(promised, report(capital="110", employees="100"), on=JUNE).items
        assert (item.id, item.status, item.expected) == ("norm", "on_track", Fraction(1, 2))
        assert item.planned == Text("≥ 2 元/人", en="≥ 2 CNY per person")


class TestProjects:
    @pytest.mark.parametrize(
        ("days", "status"),
        [
            ((), "not_measurable"),
            (("fixed(3, 1)",), "late"),
            (("fixed(9, 1)",), "on_track"),
            (("fixed(9, 1)", "fixed(3, 1)"), "late"),
        ],
    )
    def test_by_milestones(self, days: tuple[str, ...], status: str) -> None:
        """
        A project that is not where it shall be goes by its milestones.
        """
        steps = [
            Milestone(id=f"m{number}", name="m", project="pilot", when=parse_rule(day))
            for number, day in enumerate(days)
        ]
        pilot = Project(id="pilot", name="试点", status="running", goal="concluded")
        other = Project(id="other", name="无目标")
        found = progress(plan_of(projects=[pilot, other]), Report(milestones=steps), on=JUNE)
        project = found.items[0]
        assert (project.id, project.kind, project.status) == ("pilot", "project", status)
        assert project.explain("en").startswith(
            "试点: "
            + {"not_measurable": "not measurable", "on_track": "on track"}.get(status, status)
        )
        assert len(found.items) == 1 + len(days)

    def test_reached(self) -> None:
        """
        A project that is where it shall be has reached its goal.
        """
        pilot = Project(id="pilot", name="试点", status="running", goal="running")
        (item,) = progress(plan_of(projects=[pilot]), Report()).items
        assert (item.status, item.planned) == ("reached", Text("进行中", en="running"))


class TestMilestones:
    @pytest.mark.parametrize(
        ("when", "status", "on", "expected", "planned"),
        [
            ("fixed(6, 18)", "planned", date(2026, 6, 19), "late", "2026-06-18"),
            ("fixed(6, 18)", "planned", date(2026, 6, 18), "on_track", "2026-06-18"),
            ("monthly(-1, months=[6])", "estimated", JUNE, "on_track", "2026-06-30"),
            ("fixed(6, 18)", "done", None, "reached", "06-18"),
            (None, "done", JUNE, "reached", None),
            (None, "planned", JUNE, "not_measurable", None),
            ("fixed(6, 18)", "planned", None, "not_measurable", "06-18"),
        ],
    )
    def test_by_their_day(
        self,
        when: str | None,
        status: MilestoneStatus,
        on: date | None,
        expected: str,
        planned: str | None,
    ) -> None:
        """
        A milestone whose day is over is late, unless it is done; on its day it is not late yet.
        """
        step = Milestone(id="m", name="m", when=parse_rule(when) if when else None, status=status)
        (item,) = progress(plan_of(report=Report(milestones=[step])), on=on).items
        assert (item.kind, item.status) == ("milestone", expected)
        assert (item.planned and item.planned.zh) == planned
        assert (item.reason is None) is (expected != "not_measurable")


class TestReports:
    def test_of_another_document(self) -> None:
        """
        A plan may be compared with the report of another document that counts more.
        """
        more = Indicator(id="visits", name="visits", unit=Unit.parse("person_time"))
        done = plan_of(indicators=[*INDICATORS, more], report=report(lessons="3", visits="7"))
        (item,) = progress(plan("lessons", ">= 3"), done).items
        assert item.status == "reached"

    def test_in_other_units(self) -> None:
        """
        An indicator that the two documents count in different units is refused.
        """
        other = Indicator(id="lessons", name="x", unit=Unit.parse("hour"))
        done = plan_of(indicators=[other], report=report(lessons="3"))
        with pytest.raises(ProblemsError) as caught:
            progress(plan("lessons", ">= 3"), done)
        (problem,) = caught.value.problems
        assert str(problem).startswith("lesson and hour cannot be added or compared")

    def test_none(self) -> None:
        """
        A document without numbers and milestones cannot be compared with.
        """
        with pytest.raises(NoReportError, match="'street' has no figures and no milestones"):
            progress(plan("lessons", ">= 3"))

    def test_shown(self) -> None:
        """
        It shows as one line at a prompt, and as a table in a notebook.
        """
        promised = plan("lessons", ">= 120")
        found = progress(promised, report(lessons="60"), on=JUNE)
        assert repr(found) == "Progress(plan='street', items=1)"
        for cell in ("目标", "进度正常", "≥ 120 节", "60 节", "50%"):
            assert f"<td>{cell}</td>" in shown(found)
        assert "<td>无法衡量</td>" in shown(progress(promised, Report()))
