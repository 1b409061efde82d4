"""
Training networks (三级培训网络): bodies, their positions and relations, and the tiers.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import ClassVar, NewType

import attrs

from community_edu.base import (
    Cited,
    CommunityEduError,
    Path,
    References,
    Text,
    identifier,
    text,
)
from community_edu.organizations.bodies import (
    Organization,
    OrganizationId,
    Position,
    Relation,
    organization_id,
)
from community_edu.organizations.criteria import CriteriaSet, CriteriaSetId, criteria_set_id

TierId = NewType("TierId", str)


def tier_id(value: str) -> TierId:
    """
    Return *value* as the identifier of a tier.
    """
    return TierId(identifier(value))


def _organization_ids(values: Iterable[str]) -> tuple[OrganizationId, ...]:
    return tuple(map(organization_id, values))


@attrs.define(slots=False)
class CircularParentsError(CommunityEduError, ValueError):
    """
    Bodies that are part of one another.
    """

    code: ClassVar[str] = "circular-parents"
    en: ClassVar[str] = "{ids} are part of one another; one of them must have another parent"
    zh: ClassVar[str] = "{ids} 互为上级，请改正其中一个的上级机构"

    path: Path
    ids: tuple[str, ...]


@attrs.define(slots=False)
class ContradictoryItemsError(CommunityEduError, ValueError):
    """
    Items of a standard that a body is said to have and to lack.
    """

    code: ClassVar[str] = "contradictory-items"
    en: ClassVar[str] = "{items} cannot be both in 'has' and in 'lacks'; keep one of them"
    zh: ClassVar[str] = "{items} 不能同时写在 has 和 lacks 中，请只保留一处"

    path: Path
    items: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Tier(Cited):
    """
    One tier (级) of a network. What tiers mean differs from plan to plan.

    Attributes:
        id: The identifier in the plan.
        name: What it is called.
        role: ``lead`` (龙头), ``main`` (主体), ``base`` (基础) or another code; may be empty.
        kinds: The kinds of body that belong in it.
        members: The bodies in it.
        standard: The criteria set that every member must meet (五有).
        direction: The criteria set towards which members work (三个自我).
        office_at: Where the office of the tier is, if the plan says so.
        ladder: Which tiers stand one above the other, if there are several
            networks in one: those of one code.
    """

    id: TierId = attrs.field(converter=tier_id)
    name: Text = attrs.field(converter=text)
    role: str = ""
    kinds: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    members: tuple[OrganizationId, ...] = attrs.field(default=(), converter=_organization_ids)
    standard: CriteriaSetId | None = attrs.field(
        default=None, converter=attrs.converters.optional(criteria_set_id)
    )
    direction: CriteriaSetId | None = attrs.field(
        default=None, converter=attrs.converters.optional(criteria_set_id)
    )
    office_at: OrganizationId | None = attrs.field(
        default=None, converter=attrs.converters.optional(organization_id)
    )
    ladder: str = ""


ORGANIZATION = ("organization", "机构")
CRITERIA_SET = ("criteria set", "标准")
ITEM = ("item of a criteria set", "标准条目")


@attrs.frozen(kw_only=True, slots=False, repr=False)
class TrainingNetwork:
    """
    The bodies of a plan and how they hang together.

    A plan without tiers has a network of organizations and relations only.

    Attributes:
        organizations: Every body of the plan.
        positions: The positions that the plan names.
        relations: Who leads, hosts, heads, reports to whom.
        criteria: The criteria sets of the plan; tiers refer to some.
        tiers: From the top down.

    Raises:
        ProblemsError: An identifier is used twice, a reference leads nowhere, or
            bodies are part of one another; all problems at once, each with its path.
    """

    organizations: tuple[Organization, ...] = attrs.field(
        default=(), converter=tuple[Organization, ...]
    )
    positions: tuple[Position, ...] = attrs.field(default=(), converter=tuple[Position, ...])
    relations: tuple[Relation, ...] = attrs.field(default=(), converter=tuple[Relation, ...])
    criteria: tuple[CriteriaSet, ...] = attrs.field(default=(), converter=tuple[CriteriaSet, ...])
    tiers: tuple[Tier, ...] = attrs.field(default=(), converter=tuple[Tier, ...])

    def __repr__(self) -> str:
        return f"TrainingNetwork(organizations={len(self.organizations)}, tiers={len(self.tiers)})"

    def __attrs_post_init__(self) -> None:
        check = References()
        nodes: dict[str, Path] = {}
        check.unique("organizations", (body.id for body in self.organizations), nodes)
        bodies = set(nodes)
        check.unique("positions", (position.id for position in self.positions), nodes)
        check.unique("criteria", (criteria.id for criteria in self.criteria))
        check.unique("tiers", (tier.id for tier in self.tiers))
        items = {item.id for criteria in self.criteria for item in criteria.items}
        for index, body in enumerate(self.organizations):
            check.known(("organizations", index, "parent"), ORGANIZATION, body.parent, bodies)
            for key, values in (("has", body.has), ("lacks", body.lacks)):
                check.all_known(("organizations", index, key), ITEM, values, items)
            both = tuple(item for item in body.has if item in body.lacks)
            if both:
                error = ContradictoryItemsError(("organizations", index, "lacks"), both)
                check.problems.append(error)
        for index, position in enumerate(self.positions):
            check.known(("positions", index, "at"), ORGANIZATION, position.at, bodies)
        node = ("organization or position", "机构或职位")
        for index, relation in enumerate(self.relations):
            check.known(("relations", index, "from"), node, relation.from_, nodes)
            check.known(("relations", index, "to"), node, relation.to, nodes)
        sets = {criteria.id for criteria in self.criteria}
        for index, tier in enumerate(self.tiers):
            path = ("tiers", index)
            check.all_known((*path, "members"), ORGANIZATION, tier.members, bodies)
            check.known((*path, "office_at"), ORGANIZATION, tier.office_at, bodies)
            check.known((*path, "standard"), CRITERIA_SET, tier.standard, sets)
            check.known((*path, "direction"), CRITERIA_SET, tier.direction, sets)
        self._check_circles(check)
        check.finish("the network does not hold together")

    def _check_circles(self, check: References) -> None:
        parents = {body.id: body.parent for body in self.organizations}
        numbers = {body.id: index for index, body in enumerate(self.organizations)}
        settled: set[OrganizationId] = set()
        for body in self.organizations:
            trail: list[OrganizationId] = []
            step: OrganizationId | None = body.id
            while step is not None and step not in settled and step not in trail:
                trail.append(step)
                step = parents.get(step)
            if step is not None and step in trail:
                circle = tuple(trail[trail.index(step) :])
                path = ("organizations", numbers[step], "parent")
                check.problems.append(CircularParentsError(path, circle))
            settled.update(trail)

    @cached_property
    def by_id(self) -> Mapping[str, Organization]:
        """
        The organizations by identifier.
        """
        return {body.id: body for body in self.organizations}

    def body_of(self, name: str) -> str | None:
        """
        Return the body that *name* is, or of a position the body that it is at.

        `None` stands for a position of which the plan does not say where it is, and for
        what is not in the network.

        Example:
            >>> network = TrainingNetwork(
            ...     organizations=[Organization(id="school", name="学校", kind="school")],
            ...     positions=[Position(id="head", name="校长", kind="principal", at="school")],
            ... )
            >>> network.body_of("head"), network.body_of("school"), network.body_of("nobody")
            ('school', 'school', None)
        """
        return self._bodies.get(name)

    @cached_property
    def _bodies(self) -> Mapping[str, str | None]:
        posts: dict[str, str | None] = {post.id: post.at for post in self.positions}
        return posts | {body.id: body.id for body in self.organizations}

    @cached_property
    def criteria_by_id(self) -> Mapping[str, CriteriaSet]:
        """
        The criteria sets by identifier.
        """
        return {criteria.id: criteria for criteria in self.criteria}

    def related(self, kind: str, *, to: str) -> tuple[str, ...]:
        """
        Return the identifiers of the bodies and positions that stand in *kind* to *to*.

        Example:
            >>> network = TrainingNetwork(
            ...     organizations=[
            ...         Organization(id="committee", name="委员会", kind="committee"),
            ...         Organization(id="office", name="办公室", kind="office"),
            ...     ],
            ...     relations=[Relation(kind="office_of", from_="office", to="committee")],
            ... )
            >>> network.related("office_of", to="committee")
            ('office',)
        """
        return tuple(self._related.get((kind, to), ()))

    @cached_property
    def _related(self) -> Mapping[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for relation in self.relations:
            found.setdefault((relation.kind, relation.to), []).append(relation.from_)
        return found
