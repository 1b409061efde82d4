"""
How far demands on days, weeks and hours are broken, by their definitions.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta

from community_edu.base import Text
from community_edu.scheduling.demands import (
    AtMost,
    AwayFrom,
    Bucket,
    NoGaps,
    NoLoneSession,
    PreferHours,
    Spread,
)
from community_edu.scheduling.judging.breaks import (
    Break,
    broken,
    by_place,
    dates,
    each,
    quoted,
    resource_name,
    title,
)
from community_edu.scheduling.judging.cases import Case, Held

OTHER_HOURS = Text("{what}不在 {hours} 内：{when}", en="{what} is not in the hours {hours}: {when}")
NEAR_DAYS = Text("{what}离要避开的日子太近：{when}", en="{what} is too near such a day: {when}")
TOO_MANY = Text(
    "{who}{per}超过 {most} 次课，共多 {amount} 次：{days}",
    en="{who} has {amount} sessions more than {most} {per}: {days}",
)
PER = {
    "day": Text("有几天", en="a day"),
    "week": Text("有几周", en="a week"),
    "term": Text("一学期", en="a term"),
}
GAPS = Text("{who}的课有 {amount} 个空节：{days}", en="{who} has {amount} idle periods: {days}")
LONE = Text(
    "{who}只为一次课{what}而来：{days}", en="{who} comes for a single session of {what}: {days}"
)
CROWDED = Text(
    "{what}应分散在 {wanted} 天，只在 {number} 天",
    en="{what} should be on {wanted} days and is on {number}",
)


def prefer_hours(case: Case, demand: PreferHours) -> Iterator[Break]:
    """
    Count sessions out of the hours in which somebody wants them.
    """
    free = demand.any_time_in
    any_time = set(free.among(case.problem.weeks.number)) if free else set[int]()

    def outside(one: Held) -> int:
        section = one.section
        if (demand.audience and not (section and demand.audience in section.audiences)) or (
            demand.section and demand.section != one.placement.section
        ):
            return 0
        if demand.educator not in {"", one.placement.educator} or one.week in any_time:
            return 0
        return int(not demand.hours.covers(one.day.weekday(), *one.minutes))

    return by_place(case, outside, OTHER_HOURS, lambda _: {"hours": demand.hours})


def away_from(case: Case, demand: AwayFrom) -> Iterator[Break]:
    """
    Count sessions on or near days to keep away from.
    """
    near = {
        day + timedelta(step)
        for day in demand.dates
        for step in range(-demand.days, demand.days + 1)
    }

    def too_near(one: Held) -> int:
        audiences = one.section.audiences if one.section else ()
        return int(one.day in near and (not demand.audience or demand.audience in audiences))

    return by_place(case, too_near, NEAR_DAYS)


def at_most(case: Case, demand: AtMost) -> Iterator[Break]:
    """
    Count sessions of one resource in one day, week or term above the most.
    """
    bucket = BUCKETS[demand.per]
    for name, sessions in case.taken(demand.of).items():
        buckets: dict[object, list[Held]] = defaultdict(list)
        for one in sessions:
            buckets[bucket(one)].append(one)
        full = [held for held in buckets.values() if len(held) > demand.most]
        if full:
            amount = sum(len(held) - demand.most for held in full)
            held = [one for group in full for one in group]
            facts = {
                "who": resource_name(case, demand.of, name),
                "per": PER[demand.per],
                "most": demand.most,
                "amount": amount,
                "days": dates(held),
            }
            yield broken(amount, TOO_MANY, held, facts)


BUCKETS: dict[Bucket, Callable[[Held], object]] = {
    "day": lambda one: one.day,
    "week": lambda one: one.week,
    "term": lambda _: None,
}


def no_gaps(case: Case, demand: NoGaps) -> Iterator[Break]:
    """
    Count idle periods between the first and the last of a day.
    """
    found: dict[str, tuple[int, list[Held]]] = {}
    for name, _, sessions in case.days(demand.of):
        taken = {number for one in sessions for number in range(one.first, one.last + 1)}
        idle = max(taken) - min(taken) + 1 - len(taken)
        if idle:
            amount, held = found.get(name, (0, []))
            found[name] = amount + idle, [*held, *sessions]
    for name, (amount, held) in found.items():
        who = resource_name(case, demand.of, name)
        yield broken(amount, GAPS, held, {"who": who, "amount": amount, "days": dates(held)})


def no_lone_session(case: Case, demand: NoLoneSession) -> Iterator[Break]:
    """
    Count sessions without a neighbour.
    """
    found: dict[str, list[Held]] = defaultdict(list)
    for name, _, sessions in case.days(demand.of):
        begun, over = {one.first for one in sessions}, {one.last for one in sessions}
        found[name] += [
            one for one in sessions if one.last + 1 not in begun and one.first - 1 not in over
        ]
    for name, held in found.items():
        if held:
            facts = {
                "who": resource_name(case, demand.of, name),
                "what": each(title(case, one.placement) for one in held),
                "days": dates(held),
            }
            yield broken(len(held), LONE, held, facts)


def spread(case: Case, _: Spread) -> Iterator[Break]:
    """
    Count the days that a section wants beyond those that it has.
    """
    for section in case.problem.sections:
        if section.sessions > 1:
            held = case.taken("section").get(section.id, [])
            days = {one.day if section.per == "term" else one.placement.weekday for one in held}
            wanted = section.sessions
            if section.days is not None:
                wanted = min(section.days, wanted)
            if len(days) < wanted:
                facts = {"what": quoted(section.title), "wanted": wanted, "number": len(days)}
                yield broken(wanted - len(days), CROWDED, held, facts)
