"""
Does a network have what its tiers ask?
"""

from collections.abc import Iterator, Mapping

from community_edu.base import Finding, FindingKind, Text, label
from community_edu.organizations.bodies import OrganizationId
from community_edu.organizations.networks import Tier, TrainingNetwork

TIER_EMPTY = FindingKind(
    "tier-empty",
    "warning",
    zh="“{tier}”没有列出任何机构",
    en="no body is named for '{tier}'",
)
KIND_NOT_IN_TIER = FindingKind(
    "kind-not-in-tier",
    "warning",
    zh="“{body}”属于 {kind}，而“{tier}”只应有 {kinds}",
    en="'{body}' is a {kind}, but '{tier}' is for {kinds}",
)
BODY_IN_NO_TIER = FindingKind(
    "body-in-no-tier",
    "warning",
    zh="“{body}”是 {kind}，应在“{tiers}”，却不在任何一级",
    en="'{body}' is a {kind}, which belongs in '{tiers}', but it is in no tier",
)
BODY_WITHOUT_PARENT = FindingKind(
    "body-without-parent",
    "warning",
    zh="“{body}”在“{tier}”，却没有上级机构，请指明上一级“{above}”中的一个",
    en="'{body}' is in '{tier}' but hangs under nothing; give it a parent in '{above}'",
)
ITEM_MISSING = FindingKind(
    "standard-item-missing",
    "error",
    zh="“{body}”缺少“{standard}”中的：{items}",
    en="'{body}' lacks what '{standard}' asks: {items}",
)
ITEM_UNKNOWN = FindingKind(
    "standard-item-unknown",
    "info",
    zh="“{body}”是否具备“{standard}”的以下各项，计划没有说明：{items}",
    en="whether '{body}' has these items of '{standard}' is not known: {items}",
)
STANDARD_UNLISTED = FindingKind(
    "standard-unlisted",
    "warning",
    zh="“{tier}”要求的“{standard}”没有列出各项内容，无法检查",
    en="'{standard}', asked of '{tier}', does not list its items and cannot be checked",
)
COMMITTEE_WITHOUT_CHAIR = FindingKind(
    "committee-without-chair",
    "warning",
    zh="“{body}”没有指明由谁任主任",
    en="'{body}' has no chair",
)
COMMITTEE_WITHOUT_OFFICE = FindingKind(
    "committee-without-office",
    "info",
    zh="“{body}”没有下设办公室",
    en="'{body}' has no office",
)
OFFICE_WITHOUT_PLACE = FindingKind(
    "office-without-place",
    "info",
    zh="“{body}”没有说明设在哪里",
    en="'{body}' has no stated place",
)
OFFICE_WITHOUT_HEAD = FindingKind(
    "office-without-head",
    "warning",
    zh="“{body}”没有指明负责人",
    en="'{body}' has no head",
)


def check_network(network: TrainingNetwork) -> tuple[Finding, ...]:
    """
    Check that every tier is filled as the plan means it, and committees are complete.

    A body *lacks* an item of its tier's standard (五有) only if the plan says
    so; where it says nothing the item is *unknown*, which is another finding.

    Returns:
        The findings, tier by tier from the top, then bodies of a kind that
        tiers hold and that are in none, then committees and offices.

    Example:
        >>> from community_edu.organizations import CriteriaItem, CriteriaSet, Organization
        >>> school = Organization(id="school", name="社区学校", kind="community_school")
        >>> tier = Tier(id="one", name="一级", members=["school"], standard="five-haves")
        >>> haves = CriteriaSet(
        ...     id="five-haves",
        ...     name="五有",
        ...     items=[CriteriaItem("venue", "适用的教育场所")],
        ... )
        >>> network = TrainingNetwork(organizations=[school], criteria=[haves], tiers=[tier])
        >>> print(check_network(network)[0].message("en"))
        whether '社区学校' has these items of '五有' is not known: 适用的教育场所
    """
    findings: list[Finding] = []
    positions = {body.id: number for number, body in enumerate(network.organizations)}
    lowest: dict[str, Tier] = {}
    for index, tier in enumerate(network.tiers):
        findings.extend(_tier(network, index, lowest.get(tier.ladder), positions))
        lowest[tier.ladder] = tier
    findings.extend(_outside(network))
    findings.extend(_committees(network))
    return tuple(findings)


def _tier(
    network: TrainingNetwork,
    index: int,
    above: Tier | None,
    positions: Mapping[OrganizationId, int],
) -> Iterator[Finding]:
    tier = network.tiers[index]
    if not tier.members:
        yield Finding(TIER_EMPTY, ("tiers", index), {"tier": tier.name}, tier.source)
    for key, named in (("standard", tier.standard), ("direction", tier.direction)):
        standard = network.criteria_by_id[named] if named else None
        if standard and not (standard.status == "listed" and standard.items):
            items = {"tier": tier.name, "standard": standard.name}
            yield Finding(STANDARD_UNLISTED, ("tiers", index, key), items, tier.source)
    for member in tier.members:
        body = network.by_id[member]
        path = ("organizations", positions[member])
        if tier.kinds and body.kind not in tier.kinds:
            kinds = tuple(map(_kind, tier.kinds))
            about = {"body": body.name, "kind": _kind(body.kind), "tier": tier.name, "kinds": kinds}
            yield Finding(KIND_NOT_IN_TIER, (*path, "kind"), about, body.source)
        if above and body.parent is None:
            items = {"body": body.name, "tier": tier.name, "above": above.name}
            yield Finding(BODY_WITHOUT_PARENT, path, items, body.source)
        yield from (
            finding.at(*path, source=body.source) for finding in _standard(network, tier, member)
        )


def _outside(network: TrainingNetwork) -> Iterator[Finding]:
    inside = {member for tier in network.tiers for member in tier.members}
    places: dict[str, list[Text]] = {}
    for tier in network.tiers:
        for kind in dict.fromkeys(tier.kinds):
            places.setdefault(kind, []).append(tier.name)
    for index, body in enumerate(network.organizations):
        if body.kind in places and body.id not in inside:
            tiers = tuple(dict.fromkeys(places[body.kind]))
            items = {"body": body.name, "kind": _kind(body.kind), "tiers": tiers}
            yield Finding(BODY_IN_NO_TIER, ("organizations", index), items, body.source)


def _kind(code: str) -> Text:
    return Text(label("organization", code, "zh-CN"), en=label("organization", code, "en"))


def _standard(network: TrainingNetwork, tier: Tier, member: str) -> Iterator[Finding]:
    if tier.standard is None:
        return
    standard, body = network.criteria_by_id[tier.standard], network.by_id[member]
    lacking = tuple(item.name for item in standard.items if item.id in body.lacks)
    silent = tuple(item.name for item in standard.items if item.id not in (*body.has, *body.lacks))
    for kind, items in ((ITEM_MISSING, lacking), (ITEM_UNKNOWN, silent)):
        if items:
            yield Finding(
                kind, items={"body": body.name, "standard": standard.name, "items": items}
            )


def _committees(network: TrainingNetwork) -> Iterator[Finding]:
    located = {relation.from_ for relation in network.relations if relation.kind == "located_at"}
    for index, body in enumerate(network.organizations):
        path, items = ("organizations", index), {"body": body.name}
        if body.kind == "committee":
            if not network.related("chairs", to=body.id):
                yield Finding(COMMITTEE_WITHOUT_CHAIR, path, items, body.source)
            if not network.related("office_of", to=body.id):
                yield Finding(COMMITTEE_WITHOUT_OFFICE, path, items, body.source)
        if body.kind == "office":
            if body.id not in located:
                yield Finding(OFFICE_WITHOUT_PLACE, path, items, body.source)
            if not network.related("heads", to=body.id):
                yield Finding(OFFICE_WITHOUT_HEAD, path, items, body.source)
