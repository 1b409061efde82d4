"""
Is what a plan says clear enough to be held to? Checks that need no dates.
"""

from collections.abc import Iterator
from itertools import groupby

from community_edu.base import Finding, FindingKind, Text, label
from community_edu.measures import Indicator, Measure, Target
from community_edu.measures.nodes import Name, Node, Operation
from community_edu.plans.plans import Plan

TARGET_NOT_MEASURABLE = FindingKind(
    "target-not-measurable",
    "warning",
    zh="目标“{title}”没有可计算的指标或目标值",
    en="the target '{title}' has no measure or no threshold",
)
MEASURE_NOT_SAID = FindingKind(
    "measure-not-said",
    "warning",
    zh="目标“{title}”没有说明以哪个指标计算，可能是：{measures}",
    en="it is not said by which measure the target '{title}' is judged; it may be {measures}",
)
SEVERAL_SCOPES = FindingKind(
    "several-scopes",
    "info",
    zh="“{title}”有 {count} 个目标，范围不同，不可混用：{scopes}",
    en="'{title}' is {count} targets of different scope, not to be mixed up: {scopes}",
)
OTHER_POPULATION = FindingKind(
    "other-population",
    "warning",
    zh="目标“{title}”用{over}中的“{above}”除以{under}中的“{below}”，两者不是同一人群",
    en="the target '{title}' divides '{above}', of {over}, by '{below}', of {under}: they are not "
    "the same people",
)
NORM_BASE_OPEN = FindingKind(
    "norm-base-open",
    "info",
    zh="“{norm}”没有说明按哪类人口计算（户籍、常住或其他）",
    en="'{norm}' does not say whose heads are counted (registered, permanent or other residents)",
)
NORMS_ON_DIFFERENT_BASES = FindingKind(
    "norms-on-different-bases",
    "warning",
    zh="人均标准“{one}”与“{other}”的人口基数或时期不同，不能直接比较",
    en="the norms '{one}' and '{other}' have different bases or periods and cannot be compared",
)
CRITERIA_NOT_LISTED = FindingKind(
    "criteria-not-listed",
    "info",
    zh="“{criteria}”{status}，各项内容没有列出{used}",
    en="'{criteria}' is {status}: its items are not listed{used}",
)
BODY_UNCONNECTED = FindingKind(
    "body-unconnected",
    "info",
    zh="“{body}”没有上下级、关系、层级或任务，与计划其他部分没有联系",
    en="'{body}' has no parent, part, relation, tier or task: nothing connects it with the plan",
)


def check_document(plan: Plan) -> Iterator[Finding]:
    """
    Yield what a plan leaves open or mixes up, section by section.

    Its targets without a measure, with several that may be meant, of one name in
    several scopes, and with a divisor of other people; norms a head; criteria
    sets without items; bodies that hang in the air.
    """
    yield from _targets(plan)
    yield from _scopes(plan)
    yield from _norms(plan)
    yield from _criteria(plan)
    yield from _bodies(plan)


def _targets(plan: Plan) -> Iterator[Finding]:
    indicators: dict[str, Indicator] = {entry.id: entry for entry in plan.indicators}
    for index, target in enumerate(plan.targets):
        path, items = ("targets", index), dict[str, object](title=target.name)
        if not target.formulas or (target.threshold is None and target.trend is None):
            yield Finding(TARGET_NOT_MEASURABLE, path, items, target.source)
        if target.measure is None and target.candidates:
            yield measure_not_said(plan, index)
        for measure in target.formulas:
            for above, below in _quotients(measure.tree):
                pair = indicators[above.indicator], indicators[below.indicator]
                if _of_others(*pair):
                    about = items | {
                        "above": pair[0].name,
                        "over": pair[0].population,
                        "below": pair[1].name,
                        "under": pair[1].population,
                    }
                    yield Finding(OTHER_POPULATION, path, about, target.source)


def measure_not_said(plan: Plan, index: int) -> Finding:
    """
    Return the finding that a target does not say which of its candidates counts.
    """
    target = plan.targets[index]
    measures = tuple(measure_name(plan, measure) for measure in target.candidates)
    items = {"title": target.name, "measures": measures}
    return Finding(MEASURE_NOT_SAID, ("targets", index), items, target.source)


def measure_name(plan: Plan, measure: Measure) -> Text:
    """
    Return what a reader calls a formula: the name of its indicator if it is one alone.
    """
    names = {indicator.id: indicator.name for indicator in plan.indicators}
    alone = measure.tree.indicator if isinstance(measure.tree, Name) else ""
    return next((name for key, name in names.items() if key == alone), Text(measure.text))


def _of_others(above: Indicator, below: Indicator) -> bool:
    stated = (above.population, below.population)
    return above.unit == below.unit and None not in stated and above.population != below.population


def _quotients(node: Node) -> Iterator[tuple[Name, Name]]:
    """
    Yield each indicator that is divided, with the one that it is divided by.
    """
    if isinstance(node, Operation):
        match node:
            case Operation("/", (Name() as above, Name() as below)):
                yield above, below
            case _:
                pass
        for operand in node.operands:
            yield from _quotients(operand)


def _scopes(plan: Plan) -> Iterator[Finding]:
    """
    Find targets that differ only by what stands in brackets: 随访率（五类对象）.
    """
    indexed = sorted(enumerate(plan.targets), key=lambda pair: (_title(pair[1]), pair[0]))
    groups = [list(group) for _, group in groupby(indexed, key=lambda pair: _title(pair[1]))]
    for group in sorted(groups, key=lambda group: group[0][0]):
        index, first = group[0]
        if len(group) > 1:
            scopes = tuple(_scope(target) for _, target in group)
            items = {"title": _title(first), "count": len(group), "scopes": scopes}
            yield Finding(SEVERAL_SCOPES, ("targets", index), items, first.source)


def _title(target: Target) -> str:
    return target.name.zh.partition("（")[0]


def _scope(target: Target) -> Text:
    bound = target.threshold
    return Text(
        f"{target.name.zh} {bound.to('zh-CN') if bound else ''}".strip(),
        en=f"{target.name.to('en')} {bound.to('en') if bound else ''}".strip(),
    )


def _norms(plan: Plan) -> Iterator[Finding]:
    people = {indicator.id: indicator.population for indicator in plan.indicators}
    first = plan.funding_norms[:1]
    for index, norm in enumerate(plan.funding_norms):
        path = ("funding_norms", index)
        if people[norm.base] is None:
            yield Finding(NORM_BASE_OPEN, path, {"norm": norm.name}, norm.source)
        for other in first:
            if (norm.base, norm.per) != (other.base, other.per):
                items = {"one": other.name, "other": norm.name}
                yield Finding(NORMS_ON_DIFFERENT_BASES, path, items, norm.source)


def _criteria(plan: Plan) -> Iterator[Finding]:
    """
    Find sets without items that no tier asks for: of those the network tells.
    """
    tiers = plan.network.tiers
    asked = {tier.standard for tier in tiers} | {tier.direction for tier in tiers}
    for index, criteria in enumerate(plan.network.criteria):
        if criteria.id in asked or (criteria.status == "listed" and criteria.items):
            continue
        uses = tuple(award.name for award in plan.awards if criteria.id in award.basis)
        zh = "、".join(name.zh for name in uses)
        en = ", ".join(name.to("en") for name in uses)
        used = Text(f"，而“{zh}”以它为依据", en=f", though {en} goes by it") if uses else Text("")
        code = "unlisted" if criteria.status == "listed" else criteria.status
        items = {
            "criteria": criteria.name,
            "status": Text(label("criteria", code, "zh-CN"), en=label("criteria", code, "en")),
            "used": used,
        }
        yield Finding(CRITERIA_NOT_LISTED, ("criteria", index), items, criteria.source)


def _bodies(plan: Plan) -> Iterator[Finding]:
    tied = set(_ties(plan))
    for index, body in enumerate(plan.network.organizations):
        if body.id not in tied and body.parent is None:
            yield Finding(
                BODY_UNCONNECTED, ("organizations", index), {"body": body.name}, body.source
            )


def _ties(plan: Plan) -> Iterator[str | None]:
    """
    Yield every body that something in the plan refers to.
    """
    network = plan.network
    yield plan.host
    yield from (body.parent for body in network.organizations)
    yield from (position.at for position in network.positions)
    for relation in network.relations:
        yield from (relation.from_, relation.to)
    for tier in network.tiers:
        yield from (*tier.members, tier.office_at)
    for doers in (
        *(duty.by for duty in plan.duties),
        *(policy.by for policy in plan.policies),
        *(project.by for project in plan.projects),
    ):
        yield from doers
    yield from (venue.owner for venue in plan.venues)
    yield from (resource.owner for resource in plan.resources)
    yield from (course.provider for course in plan.courses)
    yield from (brand.carrier for brand in plan.brands)
    yield from (norm.payee for norm in plan.funding_norms)
