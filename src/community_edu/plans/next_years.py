"""
Next year's plan (下一年度计划), derived from this year's.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import attrs

from community_edu.base import Finding, FindingKind, Path, Source, Text, label
from community_edu.calendars import Rule
from community_edu.calendars.notice_rules import Edition
from community_edu.calendars.rules import ENTRY
from community_edu.courses import Project, Section
from community_edu.measures import (
    Measure,
    MissingEvidenceError,
    Quantity,
    Target,
    Threshold,
    Unit,
    ZeroDenominatorError,
    enclose,
)
from community_edu.plans.arrangements import Award
from community_edu.plans.comparing import PlanChange, compare_plans
from community_edu.plans.duties import Duty
from community_edu.plans.entry_days import day_rules
from community_edu.plans.plans import Plan
from community_edu.plans.reports import Report

NEXT_EDITION = FindingKind(
    "next-edition", "info", zh="“{title}”改为第 {number} 届", en="'{title}' is now number {number}"
)
CHOSEN_DROPPED = FindingKind(
    "chosen-days-dropped",
    "info",
    zh="“{title}”上年选定的日期（{rule}）不再沿用，请重新选定",
    en="the days that were chosen for '{title}' ({rule}) are gone with their year; choose new ones",
)
BASE_TAKEN = FindingKind(
    "base-taken",
    "info",
    zh="“{title}”以上年实际为基数：{threshold}",
    en="'{title}' starts from what was reached: {threshold}",
)
BASE_NOT_KNOWN = FindingKind(
    "base-not-known",
    "warning",
    zh="“{title}”只要求变化方向，而上年的实际数不确定，请补上基数",
    en="'{title}' asks for a trend, and what was reached is not exactly known; give its base",
)
NOT_CARRIED_OVER = FindingKind(
    "not-carried-over",
    "info",
    zh="“{title}”{status}，不再列入",
    en="'{title}' is {status} and not carried over",
)
BEGINS_ANEW = FindingKind(
    "begins-anew",
    "info",
    zh="“{title}”上年{status}，重新从“计划中”开始",
    en="'{title}' was {status}, and begins anew as planned",
)
REPORT_LEFT_BEHIND = FindingKind(
    "report-left-behind",
    "info",
    zh="上年的数据 {figures} 项、判断 {claims} 项、已完成的时间节点 {done} 项不带入新计划",
    en="the report stays with its year (figures: {figures}, claims: {claims}, "
    "milestones done: {done})",
)

OVER = {"concluded", "rejected", "finished", "cancelled", "won", "none"}
"""
The stages after which nothing comes.
"""

Ended = TypeVar("Ended", Project, Section)


@attrs.frozen(kw_only=True)
class NextPlan:
    """
    A plan that was derived from the one before, as a draft for people to complete.

    Attributes:
        before: The plan that it comes from.
        plan: The plan for the year after.
        findings: What was changed and why, each with its place in `before`.
    """

    before: Plan
    plan: Plan
    findings: tuple[Finding, ...]

    @property
    def changes(self) -> tuple[PlanChange, ...]:
        """
        What changed, entry by entry.
        """
        return compare_plans(self.before, self.plan)


def next_plan(plan: Plan, report: Report | Plan | None = None) -> NextPlan:
    """
    Derive next year's plan from this year's.

    Everything stays as it is, identifiers above all, so that calendar feeds know
    each thing again. Only what belonged to the year goes or moves on:

    - editions (第六届) are one more;
    - days that were chosen are dropped, unless the rule of another duty goes by
      them: then the next check says that they are not announced for the year;
    - a target with a trend alone (提高、下降) gets the actual number as the
      threshold to go beyond, if it is exactly known;
    - projects that are concluded or rejected, and classes that are finished or
      cancelled, are not carried over;
    - awards that are given in each period begin again as planned; of the others,
      those that were won, or not won, are not carried over;
    - figures and claims stay with their year; milestones that are not done stay
      in the plan.

    Args:
        plan: This year's plan.
        report: What was done, or the document that says so; by default the
            plan's own report.

    Returns:
        The plan, which is a draft, and what was changed in it.

    Example:
        >>> week = Duty(id="week", name="全民终身学习周", edition=6)
        >>> derived = next_plan(Plan(id="street", title="街道", duties=[week]))
        >>> derived.plan.duties[0].edition
        7
        >>> print(*derived.changes, sep="; ")
        变动 duties/week “全民终身学习周”: edition: 6 → 7
    """
    done = report.report if isinstance(report, Plan) else report
    rules = day_rules(plan.duties, plan.themes, plan.observances)
    named = frozenset(name for _, rule in rules for name in rule.named())
    work = _Deriving(plan, done or plan.report or Report(), named)
    targets = [work.target(index, target) for index, target in enumerate(plan.targets)]
    duties = [work.duty(index, duty) for index, duty in enumerate(plan.duties)]
    projects = work.going_on("projects", plan.projects, lambda project: project.name)
    derived = attrs.evolve(
        plan,
        targets=targets,
        duties=duties,
        projects=projects,
        sections=work.going_on("sections", plan.sections, lambda section: section.title),
        awards=list(work.awards()),
        report=work.steps({project.id for project in projects}),
    )
    return NextPlan(before=plan, plan=derived, findings=tuple(work.findings))


@attrs.frozen
class _Deriving:
    """
    The work of `next_plan`: what was found so far.

    Attributes:
        plan: This year's plan.
        report: What was done.
        named: The names in the rules of the plan.
    """

    plan: Plan
    report: Report
    named: frozenset[str]
    findings: list[Finding] = attrs.field(factory=list[Finding])

    def find(self, kind: FindingKind, path: Path, source: Source | None, **items: object) -> None:
        self.findings.append(Finding(kind, path, items, source))

    def duty(self, index: int, duty: Duty) -> Duty:
        path: Path = ("duties", index)
        changed = duty
        if duty.edition is not None:
            number = duty.edition + 1
            self.find(NEXT_EDITION, (*path, "edition"), duty.source, title=duty.name, number=number)
            changed = attrs.evolve(changed, edition=number)
        changed = attrs.evolve(
            changed,
            when=self.later(duty, duty.when, (*path, "when")),
            due=self.later(duty, duty.due, (*path, "due")),
            within=self.later(duty, duty.within, (*path, "within")),
        )
        if duty.chosen is not None and f"{ENTRY}{duty.id}" not in self.named:
            items = {"title": duty.name, "rule": str(duty.chosen)}
            self.find(CHOSEN_DROPPED, (*path, "chosen"), duty.source, **items)
            changed = attrs.evolve(changed, chosen=None)
        return changed

    def later(self, duty: Duty, rule: Rule | None, path: Path) -> Rule | None:
        """
        Return a rule of a duty, for the next edition if it is for one.
        """
        if not isinstance(rule, Edition):
            return rule
        number = rule.number + 1
        self.find(NEXT_EDITION, path, duty.source, title=duty.name, number=number)
        return attrs.evolve(rule, number=number)

    def target(self, index: int, target: Target) -> Target:
        """
        Give a target with a trend alone the number that it has to go beyond.
        """
        if target.trend is None or target.threshold is not None or target.measure is None:
            return target
        base = self.actual(target.measure)
        if base is None:
            self.find(BASE_NOT_KNOWN, ("targets", index), target.source, title=target.name)
            return target
        threshold = Threshold(">" if target.trend == "up" else "<", base)
        said = Text(threshold.to("zh-CN"), en=threshold.to("en"))
        path = ("targets", index, "trend")
        self.find(BASE_TAKEN, path, target.source, title=target.name, threshold=said)
        return attrs.evolve(target, threshold=threshold)

    def actual(self, measure: Measure) -> Quantity | None:
        """
        Return what a measure reached, if that is exactly known.
        """
        units: dict[str, Unit] = {one.id: one.unit for one in self.plan.indicators}
        try:
            exact = enclose(measure, self.report.intervals).exact
        except (MissingEvidenceError, ZeroDenominatorError):
            return None
        return None if exact is None else Quantity(exact, measure.unit(units))

    def going_on(
        self, section: str, entries: Iterable[Ended], title: Callable[[Ended], Text]
    ) -> list[Ended]:
        """
        Return those of *entries* after whose stage something comes.
        """
        kept: list[Ended] = []
        for index, entry in enumerate(entries):
            if entry.status in OVER:
                items = {"title": title(entry), "status": _stage(entry.status)}
                self.find(NOT_CARRIED_OVER, (section, index), entry.source, **items)
            else:
                kept.append(entry)
        return kept

    def awards(self) -> Iterator[Award]:
        """
        Yield the awards that are given again, and those that are not decided.
        """
        for index, award in enumerate(self.plan.awards):
            path: Path = ("awards", index)
            items = {"title": award.name, "status": _stage(award.status)}
            if award.status != "planned" and award.per:
                self.find(BEGINS_ANEW, (*path, "status"), award.source, **items)
                yield attrs.evolve(award, status="planned")
            elif award.status in OVER:
                self.find(NOT_CARRIED_OVER, path, award.source, **items)
            else:
                yield award

    def steps(self, projects: Iterable[str]) -> Report | None:
        """
        Return the milestones that are still to come, as all that is left of the report.
        """
        report = self.plan.report
        if report is None:
            return None
        known = {None, *projects}
        left = [
            step for step in report.milestones if step.status != "done" and step.project in known
        ]
        counts = {
            "figures": len(report.figures),
            "claims": len(report.claims),
            "done": sum(step.status == "done" for step in report.milestones),
        }
        if any(counts.values()):
            self.find(REPORT_LEFT_BEHIND, ("report",), report.source, **counts)
        return Report(milestones=left) if left else None


def _stage(code: str) -> Text:
    return Text(label("stage", code, "zh-CN"), en=label("stage", code, "en"))
