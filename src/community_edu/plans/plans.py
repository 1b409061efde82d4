"""
The plan (工作计划): everything one document promises, as one value.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NewType

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    DuplicateIdError,
    Path,
    References,
    Text,
    identifier,
    text,
)
from community_edu.calendars import (
    HolidayCalendar,
    Observance,
    ObservanceCatalog,
    Rule,
    SchoolTerms,
)
from community_edu.courses import Brand, Course, Project, Section, Textbook
from community_edu.evaluation import INDICATOR, Criterion, Standard, check_measures
from community_edu.measures import Indicator, Measure, Target, Threshold
from community_edu.organizations import (
    Audience,
    OrganizationId,
    PeoplePool,
    Resource,
    TrainingNetwork,
    Venue,
    organization_id,
)
from community_edu.plans.arrangements import (
    Award,
    Channel,
    FundingNorm,
    FundingSource,
    Policy,
    Remark,
)
from community_edu.plans.duties import Duty
from community_edu.plans.entry_days import check_entry_names
from community_edu.plans.reports import Report, check_statements
from community_edu.plans.sets import MemberSet
from community_edu.plans.themes import Theme

if TYPE_CHECKING:
    from community_edu.plans.calendars import Calendar

PlanId = NewType("PlanId", str)

AUDIENCE = ("audience", "受众")
BODY = ("organization or position", "机构或职位")
COURSE = ("course", "课程")
CRITERIA_SET = ("criteria set", "标准")
ORGANIZATION = ("organization", "机构")
PROJECT = ("project", "项目")
SET = ("set", "名册")
TARGET = ("target", "目标")
VENUE = ("venue", "场所")


def plan_id(value: str) -> PlanId:
    """
    Return *value* as the identifier of a plan.
    """
    return PlanId(identifier(value))


@attrs.define(slots=False)
class DerivedInPlanError(CommunityEduError, ValueError):
    """
    An indicator of a plan that is computed: figures of reports are about what is counted.
    """

    code: ClassVar[str] = "derived-in-plan"
    en: ClassVar[str] = (
        "a plan counts '{indicator}' and does not derive it; write its formula into the targets"
    )
    zh: ClassVar[str] = "计划中的指标“{indicator}”只能统计，不能派生，请把算式写进目标"

    path: Path
    indicator: str


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Plan(Cited):
    """
    A work plan, without a year: it is bound to one by `for_year`.

    Attributes:
        id: The permanent identifier; feeds are named and keyed by it.
        title: What the plan is called, without a year.
        host: The organization whose plan it is.
        period: What it covers: ``year``, ``half_year``, ``school_year``,
            ``years`` or ``unstated``.
        covers: The days that it covers, if these are known and not all of every
            year: ``half_year(2)``, or ``years(year(), first=2026, last=2028)``.
            What is not on one of them is not in its calendar.
        network: Organizations, positions, relations, criteria sets and tiers.
        people: The pools of people who carry it.
        audiences: Whom it is for.
        venues: Places and platforms.
        resources: Equipment, material, platforms and records.
        courses: Courses and series.
        sections: Classes that people sign up for.
        textbooks: Textbooks.
        brands: Brands and features.
        projects: Research topics, pilots, construction.
        sets: What it means by *each*.
        duties: What is to be done.
        themes: What the months are about.
        indicators: What is counted.
        targets: What is to be reached.
        funding_norms: So much money a head.
        funding_sources: Where money comes from.
        awards: Selections and commendations.
        policies: Standing rules.
        channels: Publicity channels.
        observances: Named days of the plan's own.
        remarks: What was noticed in the text.
        report: The numbers, claims and milestones of the document, if it has any.

    Raises:
        ProblemsError: Identifiers are used twice or references lead nowhere;
            all problems at once, each with its path.
    """

    id: PlanId = attrs.field(converter=plan_id)
    title: Text = attrs.field(converter=text)
    host: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    period: str = "year"
    covers: Rule | None = None
    network: TrainingNetwork = attrs.field(factory=TrainingNetwork)
    people: tuple[PeoplePool, ...] = attrs.field(default=(), converter=tuple[PeoplePool, ...])
    audiences: tuple[Audience, ...] = attrs.field(default=(), converter=tuple[Audience, ...])
    venues: tuple[Venue, ...] = attrs.field(default=(), converter=tuple[Venue, ...])
    resources: tuple[Resource, ...] = attrs.field(default=(), converter=tuple[Resource, ...])
    courses: tuple[Course, ...] = attrs.field(default=(), converter=tuple[Course, ...])
    sections: tuple[Section, ...] = attrs.field(default=(), converter=tuple[Section, ...])
    textbooks: tuple[Textbook, ...] = attrs.field(default=(), converter=tuple[Textbook, ...])
    brands: tuple[Brand, ...] = attrs.field(default=(), converter=tuple[Brand, ...])
    projects: tuple[Project, ...] = attrs.field(default=(), converter=tuple[Project, ...])
    sets: tuple[MemberSet, ...] = attrs.field(default=(), converter=tuple[MemberSet, ...])
    duties: tuple[Duty, ...] = attrs.field(default=(), converter=tuple[Duty, ...])
    themes: tuple[Theme, ...] = attrs.field(default=(), converter=tuple[Theme, ...])
    indicators: tuple[Indicator, ...] = attrs.field(default=(), converter=tuple[Indicator, ...])
    targets: tuple[Target, ...] = attrs.field(default=(), converter=tuple[Target, ...])
    funding_norms: tuple[FundingNorm, ...] = attrs.field(
        default=(), converter=tuple[FundingNorm, ...]
    )
    funding_sources: tuple[FundingSource, ...] = attrs.field(
        default=(), converter=tuple[FundingSource, ...]
    )
    awards: tuple[Award, ...] = attrs.field(default=(), converter=tuple[Award, ...])
    policies: tuple[Policy, ...] = attrs.field(default=(), converter=tuple[Policy, ...])
    channels: tuple[Channel, ...] = attrs.field(default=(), converter=tuple[Channel, ...])
    observances: tuple[Observance, ...] = attrs.field(default=(), converter=tuple[Observance, ...])
    remarks: tuple[Remark, ...] = attrs.field(default=(), converter=tuple[Remark, ...])
    report: Report | None = None

    def __repr__(self) -> str:
        counts = (
            f"{name}={len(items)}"
            for name, items in (
                ("duties", self.duties),
                ("themes", self.themes),
                ("targets", self.targets),
                ("remarks", self.remarks),
            )
        )
        return f"Plan(id={self.id!r}, network={self.network!r}, {', '.join(counts)})"

    def __attrs_post_init__(self) -> None:
        check = References()
        self._check_ids(check)
        self._check_references(check)
        self._check_targets(check)
        self._check_report(check)
        check_entry_names(self.duties, self.themes, self.observances, check)
        check.finish("the plan does not hold together")

    def _check_ids(self, check: References) -> None:
        sections: Mapping[str, list[str]] = {
            "people": [entry.id for entry in self.people],
            "audiences": [entry.id for entry in self.audiences],
            "venues": [entry.id for entry in self.venues],
            "resources": [entry.id for entry in self.resources],
            "courses": [entry.id for entry in self.courses],
            "sections": [entry.id for entry in self.sections],
            "textbooks": [entry.id for entry in self.textbooks],
            "brands": [entry.id for entry in self.brands],
            "projects": [entry.id for entry in self.projects],
            "sets": [entry.id for entry in self.sets],
            "indicators": [entry.id for entry in self.indicators],
            "funding_sources": [entry.id for entry in self.funding_sources],
            "awards": [entry.id for entry in self.awards],
            "policies": [entry.id for entry in self.policies],
            "channels": [entry.id for entry in self.channels],
        }
        for section, ids in sections.items():
            check.unique(section, ids)
        members: dict[str, Path] = {}
        for index, entry in enumerate(self.sets):
            for number, member in enumerate(entry.members):
                path = ("sets", index, "members", number, "id")
                _unique(check, path, member.id, members)
        criteria: dict[str, Path] = {}
        check.unique("targets", (target.id for target in self.targets), criteria)
        check.unique("funding_norms", (norm.id for norm in self.funding_norms), criteria)
        keys: dict[str, Path] = {}
        for index, observance in enumerate(self.observances):
            _unique(check, ("observances", index, "key"), observance.key, keys)
        dated: dict[str, Path] = {}
        check.unique("duties", (duty.id for duty in self.duties), dated)
        check.unique("themes", (theme.id for theme in self.themes), dated)
        steps = self.report.milestones if self.report else ()
        check.unique("milestones", (step.id for step in steps), dated)
        for index, theme in enumerate(self.themes):
            for number, day in enumerate(theme.days):
                _unique(check, ("themes", index, "days", number, "id"), day.id, dated)

    def _check_references(self, check: References) -> None:
        bodies = set(self.network.by_id)
        nodes = bodies | {position.id for position in self.network.positions}
        audiences = {audience.id for audience in self.audiences}
        venues = {venue.id for venue in self.venues}
        courses = {course.id for course in self.courses}
        check.known(("plan", "host"), ORGANIZATION, self.host, bodies)
        for index, audience in enumerate(self.audiences):
            path = ("audiences", index, "part_of")
            check.all_known(path, AUDIENCE, audience.part_of, audiences)
        for index, course in enumerate(self.courses):
            check.all_known(("courses", index, "audiences"), AUDIENCE, course.audiences, audiences)
        self._check_owners(check, bodies)
        for index, section in enumerate(self.sections):
            check.known(("sections", index, "course"), COURSE, section.course, courses)
        for index, duty in enumerate(self.duties):
            check.all_known(("duties", index, "by"), BODY, duty.by, nodes)
            check.all_known(("duties", index, "audiences"), AUDIENCE, duty.audiences, audiences)
            check.known(("duties", index, "venue"), VENUE, duty.venue, venues)
            check.known(("duties", index, "each"), SET, duty.each, self.members)
            check.all_known(("duties", index, "courses"), COURSE, duty.courses, courses)
        for index, theme in enumerate(self.themes):
            check.all_known(("themes", index, "audiences"), AUDIENCE, theme.audiences, audiences)
            for number, day in enumerate(theme.days):
                place = ("themes", index, "days", number, "audiences")
                check.all_known(place, AUDIENCE, day.audiences, audiences)
        for index, policy in enumerate(self.policies):
            check.all_known(("policies", index, "by"), BODY, policy.by, nodes)
        for index, award in enumerate(self.awards):
            path = ("awards", index, "basis")
            check.all_known(path, CRITERIA_SET, award.basis, self.network.criteria_by_id)

    def _check_owners(self, check: References, bodies: Collection[str]) -> None:
        """
        Note what belongs to, is given or carried by an organization that is not there.
        """
        owners: Mapping[tuple[str, str], list[str | None]] = {
            ("venues", "owner"): [venue.owner for venue in self.venues],
            ("resources", "owner"): [resource.owner for resource in self.resources],
            ("courses", "provider"): [course.provider for course in self.courses],
            ("brands", "carrier"): [brand.carrier for brand in self.brands],
        }
        for (section, key), values in owners.items():
            for index, value in enumerate(values):
                check.known((section, index, key), ORGANIZATION, value, bodies)
        for index, project in enumerate(self.projects):
            check.all_known(("projects", index, "by"), ORGANIZATION, project.by, bodies)

    def _check_targets(self, check: References) -> None:
        measures: dict[Path, tuple[Measure, Threshold | None]] = {
            ("targets", index, "measure"): (target.measure, target.threshold)
            for index, target in enumerate(self.targets)
            if target.measure is not None
        }
        indicators = {indicator.id for indicator in self.indicators}
        check.problems.extend(
            DerivedInPlanError(("indicators", index, "measure"), indicator.id)
            for index, indicator in enumerate(self.indicators)
            if indicator.measure is not None
        )
        for index, target in enumerate(self.targets):
            check.known(("targets", index, "lever"), INDICATOR, target.lever, indicators)
            for number, candidate in enumerate(target.candidates):
                place = ("targets", index, "candidates", number)
                measures[place] = (candidate, target.threshold)
        for index, norm in enumerate(self.funding_norms):
            path = ("funding_norms", index)
            check.known((*path, "money"), INDICATOR, norm.money, indicators)
            check.known((*path, "base"), INDICATOR, norm.base, indicators)
            check.known((*path, "payee"), ORGANIZATION, norm.payee, self.network.by_id)
            if {norm.money, norm.base} <= indicators:
                measures[(*path, "at_least")] = (norm.measure, norm.threshold)
        check_measures(self.indicators, measures, check)

    def _check_report(self, check: References) -> None:
        if self.report is None:
            return
        check_statements(self.report, self.indicators, check)
        projects = {project.id for project in self.projects}
        targets = {target.id: target for target in self.targets}
        indicators = {indicator.id for indicator in self.indicators}
        steps: dict[Path, tuple[Measure, Threshold | None]] = {}
        for index, milestone in enumerate(self.report.milestones):
            path = ("milestones", index)
            check.known((*path, "project"), PROJECT, milestone.project, projects)
            check.known((*path, "target"), TARGET, milestone.target, targets)
            target = None if milestone.target is None else targets.get(milestone.target)
            for measure in target.formulas[:1] if target else ():
                if {name.indicator for name in measure.names} <= indicators:
                    steps[(*path, "threshold")] = (measure, milestone.threshold)
        check_measures(self.indicators, steps, check)

    def for_year(
        self,
        year: int,
        *,
        holidays: HolidayCalendar | None = None,
        terms: SchoolTerms | None = None,
        observances: ObservanceCatalog | None = None,
    ) -> "Calendar":
        """
        Bind the plan to a year (年历): `build_calendar`, as a method.

        A plan that covers less than a year, or some years only, has nothing
        beside these days; that of a school year has its autumn in one civil
        year, its spring in the next.

        Args:
            year: A civil year.
            holidays: The announced public holidays.
            terms: The school terms of the region.
            observances: The named days; by default the shipped ones.

        Example:
            >>> from community_edu.calendars import parse_rule
            >>> report = Duty(id="report", name="月报", due=parse_rule("monthly(-1)"))
            >>> half = parse_rule("half_year(2)")
            >>> plan = Plan(id="town", title="下半年计划", covers=half, duties=[report])
            >>> print(plan.for_year(2026).summary("en"))
            2026: task: 6; not dated: 0
        """
        from community_edu.plans.dating import build_calendar

        return build_calendar(self, year, holidays=holidays, terms=terms, observances=observances)

    @cached_property
    def standard(self) -> Standard:
        """
        The targets and funding norms as a standard, by which evidence is judged.
        """
        return Standard(
            id=self.id,
            name=self.title,
            indicators=self.indicators,
            criteria=(*map(_criterion, self.targets), *map(_norm_criterion, self.funding_norms)),
        )

    @cached_property
    def members(self) -> Mapping[str, Mapping[str, Text]]:
        """
        The names of the members of each set, by the identifiers of both.
        """
        return {
            entry.id: {member.id: member.name for member in entry.members} for entry in self.sets
        }

    def member_name(self, member: str) -> Text:
        """
        Return what a reader calls a member of a set; one of no set goes by its identifier.
        """
        named = (names[member] for names in self.members.values() if member in names)
        return next(named, Text(member))

    def wider(self, audience: str) -> Iterator[str]:
        """
        Yield *audience* and every audience of which its people are part.
        """
        parents: dict[str, tuple[str, ...]] = {entry.id: entry.part_of for entry in self.audiences}
        waiting, seen = [audience], set[str]()
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                yield current
                waiting.extend(parents.get(current, ()))


def _unique(check: References, path: Path, value: str, seen: dict[str, Path]) -> None:
    if value in seen:
        check.problems.append(DuplicateIdError(path, value, seen[value]))
    seen.setdefault(value, path)


def _criterion(target: Target) -> Criterion:
    return Criterion(
        id=target.id,
        name=target.name,
        measure=target.measure,
        threshold=target.threshold,
        trend=target.trend,
        hardness=target.hardness,
        lever=target.lever,
        facts=target.facts,
        source=target.source,
    )


def _norm_criterion(norm: FundingNorm) -> Criterion:
    return Criterion(
        id=norm.id,
        name=norm.name,
        measure=norm.measure,
        threshold=norm.threshold,
        lever=norm.money,
        facts=norm.facts,
        source=norm.source,
    )
