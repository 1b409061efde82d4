"""
Progress (进度): what was promised against what was done.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

import attrs

from community_edu.base import CommunityEduError, Finding, Language, References, Text, label
from community_edu.base.html import table
from community_edu.courses import Project
from community_edu.measures import (
    Indicator,
    Interval,
    Measure,
    MissingEvidenceError,
    Quantity,
    Target,
    Threshold,
    Unit,
    UnitMismatchError,
    ZeroDenominatorError,
    compare,
    enclose,
)
from community_edu.plans.arrangements import FundingNorm
from community_edu.plans.document_checks import measure_name, measure_not_said
from community_edu.plans.pace import Pace
from community_edu.plans.plans import Plan
from community_edu.plans.reports import Milestone, Report, check_report, counted, shown

ProgressStatus: TypeAlias = Literal["reached", "on_track", "late", "not_measurable"]
ProgressKind: TypeAlias = Literal["target", "project", "milestone"]

NO_MEASURE = Text("没有可计算的指标或目标值", en="there is no measure or no threshold")
NO_PREVIOUS = Text(
    "只要求变化方向，需要上一期的数", en="it asks for a trend, which needs two periods"
)
UNDECIDED = Text("所报的数不足以判定", en="the numbers leave it undecided")
PACE_UNKNOWN = Text(
    "尚未达到，而不知时间已过多少",
    en="it is not reached, and how much of the time is over is not known",
)
OTHER_PERIOD = Text(
    "所报的数与目标不是同一时期", en="the numbers are of another period than the target"
)
NO_DAY = Text("没有可知的日期", en="its day is not known")
NO_AS_OF = Text("报告没有说明截止日期", en="the report does not say to which day it goes")
NO_STEPS = Text("没有写明时间节点", en="no milestone says how far it should be")


@attrs.define(slots=False)
class NoReportError(CommunityEduError, ValueError):
    """
    A document that reports nothing.
    """

    code = "no-report"
    en = "'{plan}' has no figures and no milestones; give a document that has"
    zh = "“{plan}”没有数据，也没有时间节点，请提供有数据的文件"

    plan: str


@attrs.frozen(kw_only=True)
class ProgressItem:
    """
    One thing that was promised, and how far it is.

    Attributes:
        id: The identifier of the target, project or milestone.
        kind: Which of these it is.
        name: What a reader calls it.
        status: ``reached``; ``on_track``: not yet, but as far as it should be;
            ``late``; ``not_measurable``.
        planned: What was promised, for a reader.
        actual: What is known of it, for a reader.
        threshold: What a target must reach, in the unit of its measure.
        value: What the measure of a target can be, by the numbers of the report.
        share: The part of the promise that was done, exact.
        expected: The part that should have been done by that day.
        measure: The formula that was computed.
        reason: Why it is not measurable.
    """

    id: str
    kind: ProgressKind
    name: Text
    status: ProgressStatus
    planned: Text | None = None
    actual: Text | None = None
    threshold: Threshold | None = None
    value: Interval | None = None
    share: Interval | None = None
    expected: Fraction | None = None
    measure: Measure | None = None
    reason: Text | None = None

    def explain(self, language: Language = "zh-CN") -> str:
        """
        Say it in one sentence.
        """
        zh = language == "zh-CN"
        said = [
            f"{word}{text}"
            for word, text in (
                ("应" if zh else "planned ", self.planned and self.planned.to(language)),
                ("实际 " if zh else "actual ", self.actual and self.actual.to(language)),
                ("完成 " if zh else "done ", self.share and self.share.to(language)),
                (
                    "此时应完成 " if zh else "due by now ",
                    None if self.expected is None else Quantity(self.expected).to(language),
                ),
                ("", self.reason and self.reason.to(language)),
            )
            if text
        ]
        details = ("，" if zh else "; ").join(said)
        status = label("progress", self.status, language)
        name = self.name.to(language)
        return f"{name}：{status}（{details}）" if zh else f"{name}: {status} ({details})"


@attrs.frozen(kw_only=True, repr=False)
class Progress:
    """
    How far a plan is. In a notebook it shows as a table.

    Attributes:
        plan: What was promised.
        report: What was done.
        items: Targets and norms, then projects with a goal, then milestones.
        findings: What is doubtful about the numbers and about what was asked.
    """

    plan: Plan
    report: Report
    items: tuple[ProgressItem, ...]
    findings: tuple[Finding, ...]

    def __repr__(self) -> str:
        return f"Progress(plan={self.plan.id!r}, items={len(self.items)})"

    def _repr_html_(self) -> str:
        return table(
            ("", "状态", "计划", "实际", "完成"),
            (
                (
                    item.name.zh,
                    label("progress", item.status, "zh-CN"),
                    item.planned.zh if item.planned else "",
                    item.actual.zh if item.actual else "",
                    item.share.to("zh-CN") if item.share else "",
                )
                for item in self.items
            ),
            caption=self.plan.title.zh,
        )


def progress(
    plan: Plan,
    report: Report | Plan | None = None,
    *,
    on: date | None = None,
    year: int | None = None,
) -> Progress:
    """
    Compare what a plan promised with what a report says was done.

    A target that is counted (人, 元, 次) is taken to grow evenly: at the end of
    September three quarters of a year's number should be there. Months count
    alike, so that this is so in every year. Where the plan has milestones with a
    threshold of their own for a target, these say instead how far it should be.
    A share (50%) does not grow with the days, and is held against the whole.

    Args:
        plan: The plan.
        report: The report, or the document that holds it; by default the
            plan's own.
        on: The day to which it goes; by default the `Report.as_of` of the
            report. Where neither is known, all of the report's period is taken
            to be over: half a year of a year's target.
        year: The year, for days that differ from year to year.

    Returns:
        An item for each target (for each measure that may be meant) and each
        norm of money a head, for each project with a goal and for each
        milestone; and what is doubtful: claims
        that its numbers do not bear out, targets without a certain measure.

    Raises:
        NoReportError: The document reports nothing.
        ProblemsError: The report counts an indicator in another unit.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> from community_edu.measures import StatedNumber
        >>> from community_edu.plans import Figure
        >>> lessons = Indicator(id="lessons", name="课时", unit=Unit.parse("lesson"))
        >>> promised = Target(
        ...     id="lessons",
        ...     name="全年 300 节",
        ...     measure=Measure.parse("lessons"),
        ...     threshold=Threshold.parse(">= 300"),
        ... )
        >>> plan = Plan(id="school", title="社区学校", indicators=[lessons], targets=[promised])
        >>> done = Figure(id="lessons", indicator="lessons", value=StatedNumber.parse("153"))
        >>> report = Report(period="half_year", figures=[done])
        >>> print(progress(plan, report).items[0].explain("en"))
        全年 300 节: on track (planned ≥ 300 lessons; actual 153 lessons; done 51%; due by now 50%)
    """
    document = plan if report is None else report
    if isinstance(document, Report):
        found, together = document, plan.indicators
    elif document.report is None:
        raise NoReportError(document.id)
    else:
        found, together = document.report, _indicators(plan, document.indicators)
    pace = Pace(plan=plan, report=found, given=on, year=year)
    units: dict[str, Unit] = {indicator.id: indicator.unit for indicator in together}
    return Progress(
        plan=plan,
        report=found,
        items=tuple(_items(pace, units)),
        findings=(*_doubts(plan), *check_report(found, together)),
    )


def _doubts(plan: Plan) -> Iterator[Finding]:
    for index, target in enumerate(plan.targets):
        if target.measure is None and target.candidates:
            yield measure_not_said(plan, index)


def _indicators(plan: Plan, others: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """
    Return the indicators of the plan and of the report, of which those in both must be the same.
    """
    together = {indicator.id: indicator for indicator in plan.indicators}
    check = References()
    for indicator in others:
        known = together.setdefault(indicator.id, indicator)
        if known.unit != indicator.unit:
            path = ("indicators", indicator.id)
            units = (str(known.unit), str(indicator.unit))
            check.problems.append(UnitMismatchError(*units, path))
    check.finish("the report counts in other units than the plan")
    return tuple(together.values())


def _items(pace: Pace, units: Mapping[str, Unit]) -> Iterator[ProgressItem]:
    for target in (*pace.plan.targets, *map(_of_norm, pace.plan.funding_norms)):
        yield from _target(pace, target, units)
    yield from (_project(pace, project) for project in pace.plan.projects if project.goal)
    yield from (_milestone(pace, milestone) for milestone in pace.milestones.values())


def _of_norm(norm: FundingNorm) -> Target:
    """
    Return a norm of money a head as the target that it is.
    """
    return Target(
        id=norm.id,
        name=norm.name,
        measure=norm.measure,
        threshold=norm.threshold,
        per=norm.per,
        lever=norm.money,
    )


def _target(pace: Pace, target: Target, units: Mapping[str, Unit]) -> Iterator[ProgressItem]:
    """
    Judge a target by each measure that may be meant.
    """
    unknown = ProgressItem(id=target.id, kind="target", name=target.name, status="not_measurable")
    if not target.formulas or target.threshold is None:
        reason = NO_PREVIOUS if target.formulas and target.trend else NO_MEASURE
        yield attrs.evolve(unknown, reason=reason)
        return
    for measure in target.formulas:
        item = attrs.evolve(unknown, measure=measure)
        if target.measure is None:
            name = measure_name(pace.plan, measure)
            zh = f"{target.name.zh}（若以{name.zh}计）"
            en = f"{target.name.to('en')} (if {name.to('en')} counts)"
            item = attrs.evolve(item, name=Text(zh, en=en))
        threshold = target.threshold.in_unit(measure.unit(units))
        planned = Text(threshold.to("zh-CN"), en=threshold.to("en"))
        item = attrs.evolve(item, threshold=threshold, planned=planned)
        try:
            value = counted(enclose(measure, pace.report.intervals), threshold.quantity.unit)
        except (MissingEvidenceError, ZeroDenominatorError) as error:
            reason = Text(error.sentence("zh-CN"), en=error.sentence("en"))
            yield attrs.evolve(item, reason=reason)
            continue
        yield attrs.evolve(
            _judged(pace, target, threshold, value, item),
            value=value,
            actual=shown(value, threshold.quantity.unit),
            share=_part(value, threshold.quantity.amount),
        )


def _judged(
    pace: Pace, target: Target, threshold: Threshold, value: Interval, item: ProgressItem
) -> ProgressItem:
    """
    Hold a value against the threshold, and against what is due by now.
    """
    bound = threshold.quantity.amount
    met = compare(value, threshold.comparator, Interval.point(bound))
    if item.measure is None or not pace.covers(target, item.measure):
        return attrs.evolve(item, reason=OTHER_PERIOD)
    if threshold.comparator in {"<", "<="}:  # only the end tells that it was not exceeded
        now: ProgressStatus = "reached" if pace.passed(target) == 1 else "on_track"
        return _decided(item, met, now)
    if met:
        return attrs.evolve(item, status="reached")
    due = pace.due(target, threshold)
    if due is None:
        return attrs.evolve(item, reason=PACE_UNKNOWN)
    part = due.quantity.amount
    expected = part / bound if bound > 0 else None
    too_much = compare(value, ">", Interval.point(bound)) is True  # where exactly so much is asked
    enough = False if too_much else compare(value, due.comparator, Interval.point(part))
    return _decided(attrs.evolve(item, expected=expected), enough, "on_track")


def _decided(item: ProgressItem, verdict: bool | None, good: ProgressStatus) -> ProgressItem:  # noqa: FBT001 - a verdict
    if verdict is None:
        return attrs.evolve(item, reason=UNDECIDED)
    return attrs.evolve(item, status=good if verdict else "late")


def _part(value: Interval, bound: Fraction) -> Interval | None:
    return value / Interval.point(bound) if bound > 0 else None


def _project(pace: Pace, project: Project) -> ProgressItem:
    """
    Judge a project by its status, or else by its milestones.
    """
    steps = (step for step in pace.milestones.values() if step.project == project.id)
    statuses = {_milestone(pace, step).status for step in steps}
    status: ProgressStatus = "not_measurable"
    if project.status == project.goal:
        status = "reached"
    elif "late" in statuses:
        status = "late"
    elif statuses & {"on_track", "reached"}:
        status = "on_track"
    return ProgressItem(
        id=project.id,
        kind="project",
        name=project.name,
        status=status,
        planned=_stage(project.goal or ""),
        actual=_stage(project.status),
        reason=NO_STEPS if status == "not_measurable" else None,
    )


def _milestone(pace: Pace, milestone: Milestone) -> ProgressItem:
    """
    Judge a milestone by its day.
    """
    day = pace.last_day(milestone.when)
    item = ProgressItem(
        id=milestone.id,
        kind="milestone",
        name=milestone.name,
        status="not_measurable",
        planned=Text(pace.said(day)) if day else None,
        actual=_stage(milestone.status),
    )
    if milestone.status == "done":
        return attrs.evolve(item, status="reached")
    if day is None or pace.on is None:
        return attrs.evolve(item, reason=NO_DAY if day is None else NO_AS_OF)
    return attrs.evolve(item, status="late" if day < pace.on else "on_track")


def _stage(code: str) -> Text:
    return Text(label("stage", code, "zh-CN"), en=label("stage", code, "en"))
