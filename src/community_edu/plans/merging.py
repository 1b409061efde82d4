"""
Several plans as one (合并计划): those of a subdistrict and of its communities.

Bodies, positions, criteria, tiers and venues belong to their plan, and go by
``plan.body`` in the whole. Nobody is taken to be somebody else for his name: that
two plans speak of one body has to be said, and `check_group` tells whom to ask
about. Audiences are a vocabulary that all plans share.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import ClassVar, TypeVar

import attrs

from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Path,
    References,
    Text,
    UnknownReferenceError,
    text,
)
from community_edu.organizations import (
    Audience,
    CriteriaSet,
    Organization,
    Position,
    Tier,
    TrainingNetwork,
    Venue,
)
from community_edu.plans.duties import Duty
from community_edu.plans.plans import ORGANIZATION, VENUE, Plan, PlanId, plan_id

T = TypeVar("T")

DUTY = ("duty, written plan/duty,", "工作任务（写作 计划/任务）")


@attrs.define(slots=False)
class AmbiguousNameError(CommunityEduError, LookupError):
    """
    A name that several bodies of one plan have.
    """

    code: ClassVar[str] = "ambiguous-name"
    en: ClassVar[str] = "'{value}' may be {ids}; write one of these identifiers"
    zh: ClassVar[str] = "“{value}”可以是 {ids}，请写其中一个标识"

    path: Path
    value: str
    ids: tuple[str, ...]


@attrs.define(slots=False)
class CircularSameError(CommunityEduError, ValueError):
    """
    Things that are each said to be another, and none to be itself.
    """

    code: ClassVar[str] = "circular-same"
    en: ClassVar[str] = "{ids} are each said to be another one; leave one of them out"
    zh: ClassVar[str] = "{ids} 互相指为同一对象，请去掉其中一条"

    path: Path
    ids: tuple[str, ...]


def qualified(plan: str, name: str) -> str:
    """
    Return the name that something of a plan has in a group of plans.

    Example:
        >>> qualified("hebeili", "community")
        'hebeili.community'
    """
    return f"{plan}.{name}"


@attrs.frozen(kw_only=True, slots=False, repr=False)
class PlanGroup:
    """
    Plans that are read as one; made by `merge_plans`.

    Attributes:
        cover: The plan that stands for all: its network, audiences and venues
            are those of all plans. It promises nothing of its own.
        plans: The plans themselves, unchanged, in the order given.
        bodies: What each ``plan.body`` is called in the network; those that are
            the same body share a name.
        places: The same of venues.
        above: The plans above each: those whose hosts its own host is part of,
            the nearest first.
        members: The bodies for which each collective body stands: those of its
            kind in the plans below, and those that were named.
        answers: The duties of the lower plans that were said to do what a
            duty above asks: ``plan/duty`` below, ``plan/duty`` above.
    """

    cover: Plan
    plans: tuple[Plan, ...]
    bodies: Mapping[str, str] = attrs.field(hash=False)
    places: Mapping[str, str] = attrs.field(hash=False)
    above: Mapping[str, tuple[str, ...]] = attrs.field(hash=False)
    members: Mapping[str, tuple[str, ...]] = attrs.field(hash=False)
    answers: Mapping[str, str] = attrs.field(hash=False)

    def __repr__(self) -> str:
        return f"PlanGroup(id={self.id!r}, plans={len(self.plans)}, network={self.network!r})"

    @property
    def id(self) -> PlanId:
        """
        The identifier of the whole.
        """
        return self.cover.id

    @property
    def network(self) -> TrainingNetwork:
        """
        The one network of all plans; each tier also has the bodies of the plans
        below for which its collective ones stand.
        """
        return self.cover.network

    @cached_property
    def by_id(self) -> Mapping[str, Plan]:
        """
        The plans by identifier.
        """
        return {plan.id: plan for plan in self.plans}

    @cached_property
    def duties(self) -> Mapping[str, Duty]:
        """
        The duties of all plans, by ``plan/duty``.
        """
        return {f"{plan.id}/{duty.id}": duty for plan in self.plans for duty in plan.duties}

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, Text]]:
        """
        What a reader calls each ``body`` (or position), ``venue`` and ``audience``.
        """
        return {
            "body": {
                **{body.id: body.name for body in self.network.organizations},
                **{post.id: post.name for post in self.network.positions},
            },
            "venue": {venue.id: venue.name for venue in self.cover.venues},
            "audience": {audience.id: audience.name for audience in self.cover.audiences},
        }

    def body(self, plan: str, name: str) -> str:
        """
        Return what the body or position *name* of *plan* is called in the network.
        """
        here = qualified(plan, name)
        return self.bodies.get(here, here)

    def place(self, plan: str, name: str) -> str:
        """
        Return what the venue *name* of *plan* is called among those of the cover.
        """
        here = qualified(plan, name)
        return self.places.get(here, here)

    def doers(self, plan: str, duty: Duty) -> tuple[str, ...]:
        """
        Return who does a duty of *plan*, as they are called in the network.
        """
        return tuple(dict.fromkeys(self.body(plan, name) for name in duty.by))

    def host(self, plan: Plan) -> str | None:
        """
        Return whose plan it is, as that body is called in the network.
        """
        return None if plan.host is None else self.body(plan.id, plan.host)

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """
        The plans below each, at any depth, in the order of the group.
        """
        found: dict[str, list[str]] = {plan.id: [] for plan in self.plans}
        for lower, uppers in self.above.items():
            for upper in uppers:
                found[upper].append(lower)
        return {upper: tuple(lowers) for upper, lowers in found.items()}

    @cached_property
    def beside(self) -> Mapping[str, tuple[str, ...]]:
        """
        The other plans of the same host.
        """
        hosted = _hosted(self.plans, self.host)
        return {
            plan.id: tuple(peer for peer in hosted.get(self.host(plan), ()) if peer != plan.id)
            for plan in self.plans
        }


def _hosted(
    plans: Iterable[Plan], host: Callable[[Plan], str | None]
) -> dict[str | None, list[str]]:
    """
    Return the plans of each body that has some.
    """
    found: dict[str | None, list[str]] = {}
    for plan in plans:
        if plan.host is not None:
            found.setdefault(host(plan), []).append(plan.id)
    return found


def merge_plans(
    first: Plan,
    *others: Plan,
    id: str | None = None,
    title: Text | str | None = None,
    same: Mapping[str, str] | None = None,
    venues: Mapping[str, str] | None = None,
    parents: Mapping[str, str] | None = None,
    members: Mapping[str, Iterable[str]] | None = None,
    answers: Mapping[str, str] | None = None,
) -> PlanGroup:
    """
    Read several plans as one: one network, and by `build_group_calendar` one calendar.

    Bodies are written ``plan.body``, by the identifier, a name or an alias:
    ``"hebeili.河北里"``. What one plan says of a body is added to what another
    says of the same; its name, kind and status are those of the plan that it
    is referred to.

    Args:
        first: A plan, as a rule that of the highest level.
        others: The others.
        id: The identifier of the whole; by default that of the first plan.
        title: Its title; by default that of the first plan.
        same: Bodies that are bodies of another plan.
        venues: Venues that are venues of another plan.
        parents: Bodies, and those of other plans under which they work.
        members: Collective bodies (各社区市民学校), and the bodies for which
            they stand, beside those of their own kind in the plans below.
        answers: Duties of lower plans, ``plan/duty``, and the duties above that
            they do; without it a duty of the same name is taken.

    Returns:
        The group. The plans in it are unchanged.

    Raises:
        ProblemsError: Two plans have one identifier, a reference leads nowhere
            or to several bodies, bodies are said to be one another in a
            circle, or two qualified names come out alike; all at once. Then,
            if the network does not hold together: bodies that are part of one
            another.
        InvalidIdentifierError: A plan and a body together have more than 80
            letters.

    Example:
        >>> street = Plan(id="street", title="街道", network=TrainingNetwork(
        ...     organizations=[Organization(id="office", name="街道", kind="subdistrict")]))
        >>> village = Plan(id="village", title="社区", network=TrainingNetwork(
        ...     organizations=[Organization(id="hall", name="社区", kind="community")]))
        >>> group = merge_plans(street, village, parents={"village.社区": "street.office"})
        >>> [(body.id, body.parent) for body in group.network.organizations]
        [('street.office', None), ('village.hall', 'street.office')]
    """
    plans = (first, *others)
    check = References()
    check.unique("plans", (plan.id for plan in plans))
    names = _Names("organizations", ORGANIZATION, check)
    rooms = _Names("venues", VENUE, check)
    posts: dict[str, Path] = {}
    for plan in plans:
        for index, body in enumerate(plan.network.organizations):
            names.add(plan, index, body.id, (body.name, *map(Text, body.aliases)))
        for index, venue in enumerate(plan.venues):
            rooms.add(plan, index, venue.id, (venue.name,))
        for index, post in enumerate(plan.network.positions):
            posts[qualified(plan.id, post.id)] = (plan.id, "positions", index, "id")
    for name in posts.keys() & names.places.keys():
        check.problems.append(DuplicateIdError(posts[name], name, names.places[name]))
    bodies, places = names.same("same", same or {}), rooms.same("venues", venues or {})
    parent_of = dict(names.pairs("parents", parents or {}, bodies))
    stated = names.lists("members", members or {}, bodies)
    told = dict(_answers(plans, answers or {}, check))
    check.finish("the plans cannot be merged")
    merging = _Merging(plans, bodies, places, parent_of, stated)
    network = merging.network()
    return PlanGroup(
        cover=Plan(
            id=first.id if id is None else plan_id(id),
            title=first.title if title is None else text(title),
            host=merging.host(first),
            network=network,
            audiences=_audiences(plans),
            venues=merging.venues(),
        ),
        plans=plans,
        bodies=bodies,
        places=places,
        above=merging.above(network),
        members=merging.standing(network),
        answers=told,
    )


def _answers(
    plans: Iterable[Plan], answers: Mapping[str, str], check: References
) -> Iterator[tuple[str, str]]:
    """
    Yield the pairs of duties, noting those that no plan has.
    """
    known = {f"{plan.id}/{duty.id}" for plan in plans for duty in plan.duties} if answers else ()
    for lower, upper in answers.items():
        check.all_known(("answers", lower), DUTY, (lower, upper), known)
        yield lower, upper


@attrs.frozen
class _Names:
    """
    What things of one kind are called in their plans, by every name.
    """

    section: str
    kind: tuple[str, str]
    check: References
    places: dict[str, Path] = attrs.field(factory=dict[str, Path])
    spoken: dict[str, dict[str, None]] = attrs.field(factory=dict[str, dict[str, None]])

    def add(self, plan: Plan, index: int, id_: str, names: Iterable[Text]) -> None:
        here, path = qualified(plan.id, id_), (plan.id, self.section, index, "id")
        if here in self.places:
            self.check.problems.append(DuplicateIdError(path, here, self.places[here]))
        self.places.setdefault(here, path)
        for name in names:
            for spelling in (name.zh, name.to("en")):
                self.spoken.setdefault(qualified(plan.id, spelling), {})[here] = None

    def find(self, path: Path, value: str) -> str | None:
        """
        Return the qualified identifier of what *value* names, or note why there is none.
        """
        if value in self.places:
            return value
        found = tuple(self.spoken.get(value, ()))
        if len(found) > 1:
            self.check.problems.append(AmbiguousNameError(path, value, found))
        elif not found:
            known = tuple(self.places)
            self.check.problems.append(UnknownReferenceError(path, *self.kind, value, known))
        return found[0] if len(found) == 1 else None

    def pairs(
        self, key: str, values: Mapping[str, str], bodies: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        """
        Yield the pairs that could be found, by the names that they have in the whole.
        """
        for one, other in values.items():
            left, right = (self.find((key, one), value) for value in (one, other))
            if left is not None and right is not None:
                yield bodies.get(left, left), bodies.get(right, right)

    def lists(
        self, key: str, values: Mapping[str, Iterable[str]], bodies: Mapping[str, str]
    ) -> dict[str, tuple[str, ...]]:
        """
        Return those of the lists that could be found, by the names that they have in the whole.
        """
        found: dict[str, dict[str, None]] = {}
        for one, others in values.items():
            collective = self.find((key, one), one)
            named = [self.find((key, one, index), other) for index, other in enumerate(others)]
            if collective is not None:
                known = (bodies.get(name, name) for name in named if name is not None)
                listed = found.setdefault(bodies.get(collective, collective), {})
                listed.update(dict.fromkeys(known))
        return {collective: tuple(listed) for collective, listed in found.items()}

    def same(self, key: str, values: Mapping[str, str]) -> dict[str, str]:
        """
        Return what each is called in the whole: the last in its chain of names.
        """
        steps = dict(self.pairs(key, values, {}))
        ends: dict[str, str] = {}
        for start in steps:
            trail, end = dict[str, None](), start
            while end in steps and end not in trail:
                trail[end] = None
                end = ends.get(end, steps[end])
            if end in trail:
                self.check.problems.append(CircularSameError((key, start), tuple(trail)))
            ends |= dict.fromkeys(trail, end)
        return ends


@attrs.frozen
class _Merging:
    """
    The work of `merge_plans`, after all names are known.
    """

    plans: tuple[Plan, ...]
    bodies: Mapping[str, str]
    places: Mapping[str, str]
    parents: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]

    def body(self, plan: Plan, name: str) -> str:
        here = qualified(plan.id, name)
        return self.bodies.get(here, here)

    def host(self, plan: Plan) -> str | None:
        return None if plan.host is None else self.body(plan, plan.host)

    def network(self) -> TrainingNetwork:
        criteria = tuple(self.each(lambda plan: plan.network.criteria, _criteria))
        bodies = TrainingNetwork(organizations=self.organizations(), criteria=criteria)
        standing = self.standing(bodies)  # which walks up the parents: there are no circles now
        relations = dict.fromkeys(
            attrs.evolve(
                relation, from_=self.body(plan, relation.from_), to=self.body(plan, relation.to)
            )
            for plan in self.plans
            for relation in plan.network.relations
        )
        return TrainingNetwork(
            organizations=bodies.organizations,
            positions=self.each(lambda plan: plan.network.positions, self.position),
            relations=relations,
            criteria=criteria,
            tiers=[
                self.tier(plan, tier, standing)
                for plan in self.plans
                for tier in plan.network.tiers
            ],
        )

    def above(self, network: TrainingNetwork) -> dict[str, tuple[str, ...]]:
        """
        Return the plans above each, the nearest first.
        """
        hosted = _hosted(self.plans, self.host)
        found: dict[str, tuple[str, ...]] = {}
        for plan in self.plans:
            over: list[str] = []
            host = self.host(plan)
            step = None if host is None else network.by_id[host].parent
            while step is not None:
                over.extend(hosted.get(step, ()))
                step = network.by_id[step].parent
            found[plan.id] = tuple(over)
        return found

    def standing(self, network: TrainingNetwork) -> dict[str, tuple[str, ...]]:
        """
        Return the bodies for which each collective body stands.
        """
        kinds: dict[tuple[str, str], dict[str, None]] = {}
        collective: dict[str, None] = {}
        above = self.above(network)
        for plan in self.plans:
            for own in plan.network.organizations:
                body = network.by_id[self.body(plan, own.id)]
                if body.collective:
                    collective[body.id] = None
                    continue
                for upper in above[plan.id]:
                    kinds.setdefault((upper, body.kind), {})[body.id] = None
        found: dict[str, dict[str, None]] = {name: {} for name in collective}
        for plan in self.plans:
            for own in plan.network.organizations:
                name = self.body(plan, own.id)
                if name in found:
                    found[name] |= kinds.get((plan.id, network.by_id[name].kind), {})
        for name, stated in self.members.items():
            found.setdefault(name, {}).update(dict.fromkeys(stated))
        return {name: tuple(listed) for name, listed in found.items()}

    def each(
        self, parts: Callable[[Plan], Iterable[T]], change: Callable[[Plan, T], T]
    ) -> Iterator[T]:
        return (change(plan, part) for plan in self.plans for part in parts(plan))

    def organizations(self) -> list[Organization]:
        """
        Return every body once, with all that any plan says of it.
        """
        said: dict[str, list[Organization]] = {}
        for plan in self.plans:
            for body in plan.network.organizations:
                here, name = qualified(plan.id, body.id), self.body(plan, body.id)
                own = self.organization(plan, body)
                of_it = said.setdefault(name, [])
                of_it.insert(0 if here == name else len(of_it), own)
        return [
            attrs.evolve(
                bodies[0],
                parent=self.parents.get(name, next((b.parent for b in bodies if b.parent), None)),
                aliases=dict.fromkeys(
                    alias
                    for body in bodies
                    for alias in (body.name.zh, *body.aliases)
                    if alias != bodies[0].name.zh
                ),
                has=dict.fromkeys(item for body in bodies for item in body.has),
                lacks=dict.fromkeys(item for body in bodies for item in body.lacks),
                tasks=dict.fromkeys(task for body in bodies for task in body.tasks),
                facts=dict.fromkeys(fact for body in bodies for fact in body.facts),
            )
            for name, bodies in said.items()
        ]

    def organization(self, plan: Plan, body: Organization) -> Organization:
        name = self.body(plan, body.id)
        parent = None if body.parent is None else self.body(plan, body.parent)
        return attrs.evolve(
            body,
            id=name,
            parent=None if parent == name else parent,
            has=(qualified(plan.id, item) for item in body.has),
            lacks=(qualified(plan.id, item) for item in body.lacks),
        )

    def position(self, plan: Plan, post: Position) -> Position:
        at = None if post.at is None else self.body(plan, post.at)
        return attrs.evolve(post, id=qualified(plan.id, post.id), at=at)

    def tier(self, plan: Plan, tier: Tier, standing: Mapping[str, tuple[str, ...]]) -> Tier:
        """
        Return a tier with the bodies for which the collective ones in it stand.
        """
        own = [self.body(plan, name) for name in tier.members]
        stood_for = (body for name in own for body in standing.get(name, ()))
        return attrs.evolve(
            tier,
            id=qualified(plan.id, tier.id),
            ladder=plan.id,
            members=dict.fromkeys((*own, *stood_for)),
            office_at=None if tier.office_at is None else self.body(plan, tier.office_at),
            standard=None if tier.standard is None else qualified(plan.id, tier.standard),
            direction=None if tier.direction is None else qualified(plan.id, tier.direction),
        )

    def venues(self) -> list[Venue]:
        found: dict[str, Venue] = {}
        for plan in self.plans:
            for venue in plan.venues:
                here = qualified(plan.id, venue.id)
                name = self.places.get(here, here)
                owner = None if venue.owner is None else self.body(plan, venue.owner)
                if here == name or name not in found:
                    found[name] = attrs.evolve(venue, id=name, owner=owner)
        return list(found.values())


def _criteria(plan: Plan, criteria: CriteriaSet) -> CriteriaSet:
    items = [attrs.evolve(item, id=qualified(plan.id, item.id)) for item in criteria.items]
    return attrs.evolve(criteria, id=qualified(plan.id, criteria.id), items=items)


def _audiences(plans: Iterable[Plan]) -> list[Audience]:
    """
    Return the audiences of all plans: one identifier is one audience, as the first plan names it.
    """
    found: dict[str, Audience] = {}
    wider: dict[str, dict[str, None]] = {}
    for plan in plans:
        for audience in plan.audiences:
            found.setdefault(audience.id, audience)
            wider.setdefault(audience.id, {}).update(dict.fromkeys(audience.part_of))
    return [attrs.evolve(audience, part_of=wider[id_]) for id_, audience in found.items()]
