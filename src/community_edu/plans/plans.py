"""
The plan (工作计划): everything one document promises, as one value.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NewType

import attrs

from community_edu.base import Cited, DuplicateIdError, Path, References, Text, identifier, text
from community_edu.calendars import Observance, Rule
from community_edu.courses import Course, Project, Textbook
from community_edu.evaluation import INDICATOR, Criterion, Standard, check_measures
from community_edu.measures import Indicator, Measure, Target, Threshold
from community_edu.organizations import (
    Audience,
    OrganizationId,
    PeoplePool,
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
from community_edu.plans.themes import Theme

PlanId = NewType("PlanId", str)

AUDIENCE = ("audience", "受众")
BODY = ("organization or position", "机构或职位")
COURSE = ("course", "课程")
CRITERIA_SET = ("criteria set", "标准")
ORGANIZATION = ("organization", "机构")
VENUE = ("venue", "场所")


def plan_id(value: str) -> PlanId:
    """
    Return *value* as the identifier of a plan.
    """
    return PlanId(identifier(value))


@attrs.frozen(kw_only=True, slots=False, repr=False)
class Plan(Cited):
    """
    A work plan, without a year: it is bound to one by `build_calendar`.

    Attributes:
        id: The permanent identifier; feeds are named and keyed by it.
        title: What the plan is called, without a year.
        host: The organization whose plan it is.
        period: What it covers: ``year``, ``half_year``, ``school_year``,
            ``years`` or ``unstated``.
        network: Organizations, positions, relations, criteria sets and tiers.
        people: The pools of people who carry it.
        audiences: Whom it is for.
        venues: Places and platforms.
        courses: Courses and series.
        textbooks: Textbooks.
        projects: Research topics, pilots, construction.
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
    network: TrainingNetwork = attrs.field(factory=TrainingNetwork)
    people: tuple[PeoplePool, ...] = attrs.field(default=(), converter=tuple[PeoplePool, ...])
    audiences: tuple[Audience, ...] = attrs.field(default=(), converter=tuple[Audience, ...])
    venues: tuple[Venue, ...] = attrs.field(default=(), converter=tuple[Venue, ...])
    courses: tuple[Course, ...] = attrs.field(default=(), converter=tuple[Course, ...])
    textbooks: tuple[Textbook, ...] = attrs.field(default=(), converter=tuple[Textbook, ...])
    projects: tuple[Project, ...] = attrs.field(default=(), converter=tuple[Project, ...])
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
        check.finish("the plan does not hold together")

    def _check_ids(self, check: References) -> None:
        sections: Mapping[str, list[str]] = {
            "people": [entry.id for entry in self.people],
            "audiences": [entry.id for entry in self.audiences],
            "venues": [entry.id for entry in self.venues],
            "courses": [entry.id for entry in self.courses],
            "textbooks": [entry.id for entry in self.textbooks],
            "projects": [entry.id for entry in self.projects],
            "indicators": [entry.id for entry in self.indicators],
            "funding_sources": [entry.id for entry in self.funding_sources],
            "awards": [entry.id for entry in self.awards],
            "policies": [entry.id for entry in self.policies],
            "channels": [entry.id for entry in self.channels],
        }
        for section, ids in sections.items():
            check.unique(section, ids)
        criteria: dict[str, Path] = {}
        check.unique("targets", (target.id for target in self.targets), criteria)
        check.unique("funding_norms", (norm.id for norm in self.funding_norms), criteria)
        keys: dict[str, Path] = {}
        for index, observance in enumerate(self.observances):
            _unique(check, ("observances", index, "key"), observance.key, keys)
        dated: dict[str, Path] = {}
        check.unique("duties", (duty.id for duty in self.duties), dated)
        check.unique("themes", (theme.id for theme in self.themes), dated)
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
        for index, venue in enumerate(self.venues):
            check.known(("venues", index, "owner"), ORGANIZATION, venue.owner, bodies)
        for index, course in enumerate(self.courses):
            check.all_known(("courses", index, "audiences"), AUDIENCE, course.audiences, audiences)
            check.known(("courses", index, "provider"), ORGANIZATION, course.provider, bodies)
        for index, duty in enumerate(self.duties):
            check.all_known(("duties", index, "by"), BODY, duty.by, nodes)
            check.all_known(("duties", index, "audiences"), AUDIENCE, duty.audiences, audiences)
            check.known(("duties", index, "venue"), VENUE, duty.venue, venues)
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

    def _check_targets(self, check: References) -> None:
        measures: dict[Path, tuple[Measure, Threshold | None]] = {
            ("targets", index, "measure"): (target.measure, target.threshold)
            for index, target in enumerate(self.targets)
            if target.measure is not None
        }
        indicators = {indicator.id for indicator in self.indicators}
        for index, target in enumerate(self.targets):
            check.known(("targets", index, "lever"), INDICATOR, target.lever, indicators)
        for index, norm in enumerate(self.funding_norms):
            path = ("funding_norms", index)
            check.known((*path, "money"), INDICATOR, norm.money, indicators)
            check.known((*path, "base"), INDICATOR, norm.base, indicators)
            check.known((*path, "payee"), ORGANIZATION, norm.payee, self.network.by_id)
            if {norm.money, norm.base} <= indicators:
                measures[(*path, "at_least")] = (norm.measure, norm.threshold)
        check_measures(self.indicators, measures, check)

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


def day_rules(
    duties: Iterable[Duty], themes: Iterable[Theme], observances: Iterable[Observance]
) -> Iterator[tuple[Path, Rule]]:
    """
    Yield every day rule of these parts of a plan, with its path.
    """
    for index, duty in enumerate(duties):
        for key, rule in (("when", duty.when), ("due", duty.due), ("within", duty.within)):
            if rule is not None:
                yield ("duties", index, key), rule
    for index, theme in enumerate(themes):
        for number, day in enumerate(theme.days):
            yield ("themes", index, "days", number, "when"), day.when
    for index, observance in enumerate(observances):
        yield ("observances", index, "rule"), observance.rule
