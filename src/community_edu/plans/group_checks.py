"""
Do plans of several levels fit together?
"""

from collections.abc import Iterable, Iterator

from community_edu.base import Finding, FindingKind, Text
from community_edu.organizations import Audience
from community_edu.plans.calendars import Calendar
from community_edu.plans.document_checks import NORMS_ON_DIFFERENT_BASES
from community_edu.plans.group_years import Clash, ClashReason, find_clashes, plan_of
from community_edu.plans.inheritance import count_owed
from community_edu.plans.merging import PlanGroup
from community_edu.plans.plans import Plan

PLAN_APART = FindingKind(
    "plan-apart",
    "info",
    zh="“{plan}”的主办机构与其他计划没有上下级关系，请写明它的上级机构",
    en="the host of '{plan}' is neither above nor below that of another plan; give it a parent",
)
BODIES_OF_ONE_NAME = FindingKind(
    "bodies-of-one-name",
    "warning",
    zh="有 {count} 个机构都叫“{name}”：{ids}；是同一机构的请写明",
    en="bodies called '{name}': {count}, {ids}; if two of them are one body, say so",
)
AUDIENCE_DIFFERS = FindingKind(
    "audience-differs",
    "info",
    zh="受众“{audience}”的年龄在各计划中不同：{plans}",
    en="the audience '{audience}' has other ages from plan to plan: {plans}",
)
COLLECTIVE_WITHOUT_MEMBERS = FindingKind(
    "collective-without-members",
    "info",
    zh="下级计划中没有“{body}”所指的机构，它的任务没有落到任何机构",
    en="no body of the plans below is one of '{body}': nobody there owes what it is to do",
)
OWED_NOT_PLANNED = FindingKind(
    "owed-not-planned",
    "warning",
    zh="“{title}”由 {count} 个机构承担，其中 {missing} 个的计划没有写到：{bodies}",
    en="'{title}' is owed (bodies: {count}); the plans of some do not speak of it ({missing}): "
    "{bodies}",
)
CLASH = FindingKind(
    "clash",
    "warning",
    zh="“{one}”（{id}）与“{other}”（{other_id}）同在 {day}，{reason}“{shared}”相同；"
    "这样的日子有 {days} 天",
    en="'{one}' ({id}) and '{other}' ({other_id}) are both on {day}, with the same {reason} "
    "'{shared}'; there are such days: {days}",
)
MOST_NAMES = 4
"""
How many bodies or plans a sentence names.
"""


def check_group(group: PlanGroup, calendar: Calendar | None = None) -> tuple[Finding, ...]:
    """
    Check whether the plans of a group fit together; each by itself goes by `check_plan`.

    Args:
        group: The plans.
        calendar: Their year, of `build_group_calendar`; without it clashes, and
            what lower plans do not take up, are not looked for.

    Returns:
        Plans that no other is above or below; bodies of different plans that
        have one name; audiences with other ages; norms a head on other bases;
        collective bodies that stand for nobody. With a calendar also duties
        that the plans of those who owe them leave out, and clashes: one
        finding for a duty and what it shares, with the first day.

    Example:
        >>> from community_edu.organizations import Organization, TrainingNetwork
        >>> from community_edu.plans import merge_plans
        >>> street, village = (
        ...     Plan(id=name, title=name, host="school", network=TrainingNetwork(
        ...         organizations=[Organization(id="school", name="社区学校", kind="school")]))
        ...     for name in ("street", "village")
        ... )
        >>> group = merge_plans(street, village, parents={"village.school": "street.school"})
        >>> print(check_group(group)[0].message("zh-CN"))
        有 2 个机构都叫“社区学校”：street.school、village.school；是同一机构的请写明
    """
    findings = [
        *_apart(group),
        *_names(group),
        *_audiences(group.plans),
        *_norms(group.plans),
        *_nobody(group),
    ]
    if calendar is not None:
        findings.extend(_owed(group, calendar))
        findings.extend(_clashes(group, find_clashes(group, calendar)))
    return tuple(findings)


def _apart(group: PlanGroup) -> Iterator[Finding]:
    if len(group.plans) == 1:
        return
    for plan in group.plans:
        if not (group.above[plan.id] or group.below[plan.id] or group.beside[plan.id]):
            yield Finding(PLAN_APART, (plan.id, "plan", "host"), {"plan": plan.title}, plan.source)


def _names(group: PlanGroup) -> Iterator[Finding]:
    """
    Find bodies of different plans that share a name or an alias.
    """
    named: dict[str, dict[str, str]] = {}
    for plan in group.plans:
        for own in plan.network.organizations:
            body = group.body(plan.id, own.id)
            for name in (own.name.zh, *own.aliases):
                named.setdefault(name, {}).setdefault(body, plan.id)
    told: set[tuple[str, ...]] = set()
    for name, bodies in named.items():
        ids = tuple(bodies)
        if len(set(bodies.values())) > 1 and ids not in told:
            told.add(ids)
            items = {"name": name, "count": len(ids), "ids": _first(ids)}
            yield Finding(BODIES_OF_ONE_NAME, (), items)


def _first(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) <= MOST_NAMES else (*names[:MOST_NAMES], "…")


def _audiences(plans: Iterable[Plan]) -> Iterator[Finding]:
    found: dict[str, list[tuple[str, Audience]]] = {}
    for plan in plans:
        for audience in plan.audiences:
            found.setdefault(audience.id, []).append((plan.id, audience))
    for same in found.values():
        ages: dict[tuple[int | None, int | None], str] = {}
        for where, audience in same:
            age = (audience.from_age, audience.to_age)
            if age != (None, None):
                ages.setdefault(age, f"{where} {_ages(age)}")
        if len(ages) > 1:
            items = {"audience": same[0][1].name, "plans": _first(tuple(ages.values()))}
            yield Finding(AUDIENCE_DIFFERS, (), items)


def _ages(ages: tuple[int | None, int | None]) -> str:
    return "–".join("" if age is None else str(age) for age in ages)


def _norms(plans: Iterable[Plan]) -> Iterator[Finding]:
    """
    Compare the norms a head of each plan with the first norm of the group.
    """
    first: tuple[object, Text] | None = None
    for plan in plans:
        bases = {entry.id: entry for entry in plan.indicators}
        for norm in plan.funding_norms[:1]:  # `check_plan` compares the others with it
            base = bases[norm.base]
            key = ((base.population or base.name).zh, norm.per)
            name = Text(
                f"{plan.title.zh}：{norm.name.zh}",
                en=f"{plan.title.to('en')}: {norm.name.to('en')}",
            )
            if first is None:
                first = (key, name)
            elif first[0] != key:
                items = {"one": first[1], "other": name}
                path = (plan.id, "funding_norms", 0)
                yield Finding(NORMS_ON_DIFFERENT_BASES, path, items, norm.source)


def _nobody(group: PlanGroup) -> Iterator[Finding]:
    """
    Find collective bodies of plans with plans below, for which there is nobody there.
    """
    for plan in group.plans:
        doing = {body for duty in plan.duties for body in group.doers(plan.id, duty)}
        for index, own in enumerate(plan.network.organizations):
            body = group.body(plan.id, own.id)
            empty = body in doing and group.members.get(body) == ()
            if group.below[plan.id] and empty:
                path = (plan.id, "organizations", index)
                yield Finding(COLLECTIVE_WITHOUT_MEMBERS, path, {"body": own.name}, own.source)


def _owed(group: PlanGroup, calendar: Calendar) -> Iterator[Finding]:
    places = {
        f"{plan.id}/{duty.id}": (plan.id, "duties", index)
        for plan in group.plans
        for index, duty in enumerate(plan.duties)
    }
    for owed in count_owed(group, calendar):
        missing = owed.unplanned_by
        if missing:
            items = {
                "title": owed.title,
                "count": len(owed.obligations),
                "missing": len(missing),
                "bodies": _first(missing),
            }
            name = f"{owed.plan}/{owed.duty}"
            yield Finding(OWED_NOT_PLANNED, places[name], items, group.duties[name].source)


REASONS: dict[ClashReason, Text] = {
    "body": Text("机构", en="body"),
    "venue": Text("场所", en="venue"),
    "audience": Text("受众", en="audience"),
}


def _clashes(group: PlanGroup, clashes: Iterable[Clash]) -> Iterator[Finding]:
    """
    Tell of clashes once for a duty and what it shares.
    """
    alike: dict[tuple[str, str, str, str], list[Clash]] = {}
    for clash in clashes:
        first = clash.entries[0]
        place = (clash.reason, clash.shared, plan_of(first), first.duty)
        alike.setdefault(place, []).append(clash)
    for times in alike.values():
        clash = times[0]
        one = clash.entries[0]
        other = next(entry for entry in clash.entries if plan_of(entry) != plan_of(one))
        items = {
            "one": one.title,
            "id": one.id,
            "other": other.title,
            "other_id": other.id,
            "day": clash.day,
            "reason": REASONS[clash.reason],
            "shared": group.names[clash.reason][clash.shared],
            "days": len(times),
        }
        yield Finding(CLASH, (plan_of(one), *one.path), items, one.source)
