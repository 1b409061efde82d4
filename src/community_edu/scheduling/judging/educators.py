"""
How far demands on educators are broken, by their definitions.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from community_edu.base import Text
from community_edu.organizations import Educator
from community_edu.scheduling.demands import (
    EducatorAvailable,
    FairLoad,
    Qualified,
    SameEducator,
    WorkingLimits,
)
from community_edu.scheduling.judging.breaks import (
    Break,
    broken,
    by_place,
    dates,
    each,
    quoted,
    title,
    who_teaches,
)
from community_edu.scheduling.judging.cases import Case, Held
from community_edu.scheduling.sections import TimetableSection

UNQUALIFIED = Text("{what}不能由{who}授课：{when}", en="{what} cannot be taught by {who}: {when}")
NOBODY = Text("{what}没有教师：{when}", en="nobody teaches {what}: {when}")
SEVERAL_TEACH = Text(
    "{what}在同一周由{who}授课：{days}", en="{what} is taught by {who} in one week: {days}"
)
EDUCATOR_AWAY = Text("{who}没有时间上{what}：{when}", en="{who} has no time for {what}: {when}")
TOO_LONG = Text(
    "{who}{per}最多 {limit} 分钟，超出 {amount} 分钟：{days}",
    en="{who} teaches {amount} minutes more than the {limit} {per}: {days}",
)
A_DAY, A_WEEK = Text("每天", en="a day"), Text("每周", en="a week")
TOO_MANY = Text(
    "{who}一学期最多 {limit} 次，排了 {number} 次",
    en="{who} has {number} sessions in the term, {limit} at most",
)
UNFAIR = Text(
    "{most_of}有 {most} 次课，{least_of}只有 {least} 次",
    en="{most_of} has {most} sessions, {least_of} only {least}",
)


def qualified(case: Case, _: Qualified) -> Iterator[Break]:
    """
    Count sessions taught by somebody who may not, or by nobody.
    """

    def unqualified(one: Held) -> int:
        if one.section is None or not one.section.taught or one.placement.educator is None:
            return 0
        return int(one.educator is None or not _teaches(one.educator, one.section))

    def nobody(one: Held) -> int:
        return int(one.section is not None and one.section.taught and not one.placement.educator)

    yield from by_place(case, unqualified, UNQUALIFIED, lambda one: {"who": who_teaches(one)})
    yield from by_place(case, nobody, NOBODY)


def _teaches(educator: Educator, section: TimetableSection) -> bool:
    if section.educators:
        return educator.id in section.educators
    return section.subject in educator.teaches


def same_educator(case: Case, _: SameEducator) -> Iterator[Break]:
    """
    Count the educators of a section in a week beyond the first.
    """
    for sessions in case.taken("section").values():
        weeks: dict[int, list[Held]] = defaultdict(list)
        for one in sessions:
            if one.placement.educator is not None:
                weeks[one.week].append(one)
        several = {week: held for week, held in weeks.items() if len(_educators(held)) > 1}
        if several:
            held = [one for group in several.values() for one in group]
            yield broken(
                sum(len(_educators(group)) - 1 for group in several.values()),
                SEVERAL_TEACH,
                held,
                {
                    "what": title(case, held[0].placement),
                    "who": each(who_teaches(one) for one in held),
                    "days": dates(held),
                },
            )


def _educators(held: list[Held]) -> set[str]:
    return {one.placement.educator for one in held if one.placement.educator is not None}


def educator_available(case: Case, _: EducatorAvailable) -> Iterator[Break]:
    """
    Count sessions for which their educator has no time.
    """
    return by_place(
        case,
        lambda one: int(
            one.educator is not None and not one.fits(one.educator.hours, one.educator.busy)
        ),
        EDUCATOR_AWAY,
        lambda one: {"who": who_teaches(one)},
    )


def working_limits(case: Case, _: WorkingLimits) -> Iterator[Break]:
    """
    Count minutes above what educators teach a day and a week, and sessions above.
    """
    for sessions in case.taken("educator").values():
        educator = sessions[0].educator
        if educator is None:
            continue
        who = quoted(educator.name)
        days: dict[date, list[Held]] = defaultdict(list)
        weeks: dict[int, list[Held]] = defaultdict(list)
        for one in sessions:
            days[one.day].append(one)
            weeks[one.week].append(one)
        yield from _above(who, A_DAY, educator.daily_minutes, list(days.values()))
        yield from _above(who, A_WEEK, educator.weekly_minutes, list(weeks.values()))
        if educator.sessions is not None and len(sessions) > educator.sessions:
            facts = {"who": who, "limit": educator.sessions, "number": len(sessions)}
            yield broken(len(sessions) - educator.sessions, TOO_MANY, sessions, facts)


def _above(who: Text, per: Text, limit: int | None, groups: list[list[Held]]) -> Iterator[Break]:
    if limit is None:
        return
    amount, held = 0, list[Held]()
    for group in groups:
        above = sum(one.length for one in group) - limit
        if above > 0:
            amount += above
            held += group
    if amount:
        facts = {"who": who, "per": per, "limit": limit, "amount": amount, "days": dates(held)}
        yield broken(amount, TOO_LONG, held, facts)


def fair_load(case: Case, demand: FairLoad) -> Iterator[Break]:
    """
    Compare who has the most sessions with who has the fewest.
    """
    sections = [section for section in case.problem.sections if section.taught]
    listed = {one for section in sections for one in section.educators}
    subjects = {section.subject for section in sections if not section.educators}
    among = [
        one
        for one in case.problem.educators
        if (one.id in listed or not subjects.isdisjoint(one.teaches))
        and demand.employment in {"", one.employment}
    ]
    taken = case.taken("educator")
    loads = [(len(taken.get(one.id, ())), one) for one in among]
    if not loads:
        return
    most, busiest = max(loads, key=lambda load: load[0])
    least, idlest = min(loads, key=lambda load: load[0])
    if most > least:
        facts = {
            "most": most,
            "most_of": quoted(busiest.name),
            "least": least,
            "least_of": quoted(idlest.name),
        }
        yield broken(most - least, UNFAIR, taken[busiest.id], facts)
