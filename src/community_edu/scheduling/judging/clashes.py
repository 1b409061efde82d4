"""
Pairs of sessions that share a resource, at one time or too close together.
"""

from collections import defaultdict
from collections.abc import Iterator

from community_edu.base import Text
from community_edu.scheduling.demands import Apart, Counted, NoClash
from community_edu.scheduling.judging.breaks import (
    Break,
    broken,
    dates,
    resource_name,
    title,
    when,
)
from community_edu.scheduling.judging.cases import Case, Held

CLASH = Text("{who}同时有{what}：{when}", en="{who} has {what} at the same time: {when}")
TOO_CLOSE = Text(
    "{who}的{what}只相隔 {gap} 天：{days}", en="{what} of {who} are only {gap} days apart: {days}"
)


def clashes(case: Case, demand: NoClash) -> Iterator[Break]:
    """
    Count pairs of sessions that share time and a resource, pair of placements by pair.
    """
    resources: tuple[Counted, ...] = ("group", "section") if demand.of == "group" else (demand.of,)
    seen: dict[tuple[int, int], tuple[Held, Held]] = {}
    shared: dict[tuple[int, int], dict[Text, None]] = defaultdict(dict)
    for of in resources:
        for name, _, sessions in case.days(of):
            for one, other in _simultaneous(sessions):
                seen[id(one), id(other)] = one, other
                who = resource_name(case, of, name)
                shared[id(one.placement), id(other.placement)][who] = None
    pairs: dict[tuple[int, int], list[tuple[Held, Held]]] = defaultdict(list)
    for one, other in seen.values():
        pairs[id(one.placement), id(other.placement)].append((one, other))
    for key, found in pairs.items():
        one, other = found[0]
        facts = {
            "who": tuple(shared[key]),
            "what": (title(case, one.placement), title(case, other.placement)),
            "when": when(case, [each_one for each_one, _ in found]),
        }
        yield broken(len(found), CLASH, [held for pair in found for held in pair], facts)


def _simultaneous(sessions: list[Held]) -> Iterator[tuple[Held, Held]]:
    """
    Yield the pairs of *sessions*, ordered by their start, that share time.
    """
    for index, one in enumerate(sessions):
        for other in sessions[index + 1 :]:
            if other.start >= one.end:
                break
            yield one, other


def apart(case: Case, demand: Apart) -> Iterator[Break]:
    """
    Count pairs of single sessions that share a resource and are too few days apart.
    """
    seen: set[tuple[int, int]] = set()
    for name, sessions in case.taken(demand.of).items():
        single = [one for one in sessions if one.section and one.section.per == "term"]
        pairs = [
            (one, other)
            for index, one in enumerate(single)
            for other in _nearby(single[index + 1 :], one, demand.days)
            if (id(one), id(other)) not in seen
        ]
        seen.update((id(one), id(other)) for one, other in pairs)
        for one, other in pairs:
            facts = {
                "who": resource_name(case, demand.of, name),
                "what": (title(case, one.placement), title(case, other.placement)),
                "gap": (other.day - one.day).days,
                "days": dates([one, other]),
            }
            yield broken(1, TOO_CLOSE, [one, other], facts)


def _nearby(later: list[Held], one: Held, days: int) -> Iterator[Held]:
    for other in later:
        if (other.day - one.day).days >= days:
            break
        yield other
