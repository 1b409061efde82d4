"""
How far demands on the ways of educators are broken, by their definitions.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator

from community_edu.base import Text
from community_edu.scheduling.demands import EnoughTravel, NearHome, ShortWays
from community_edu.scheduling.judging.breaks import (
    Break,
    broken,
    by_place,
    dates,
    title,
    where_held,
    who_teaches,
)
from community_edu.scheduling.judging.cases import Case, Held

NO_TIME_TO_TRAVEL = Text(
    "{who}从{here}到{there}要 {way} 分钟，{what}之间只有 {gap} 分钟：{days}",
    en="{who} needs {way} minutes from {here} to {there}, between {what} are only {gap}: {days}",
)
LONG_WAY = Text(
    "{who}在{what}之间从{here}到{there}要走 {way} 分钟：{days}",
    en="{who} has a way of {way} minutes from {here} to {there} between {what}: {days}",
)
FAR_FROM_HOME = Text(
    "{who}到{where}上{what}离家 {way} 分钟：{when}",
    en="{who} travels {way} minutes from home to {where} for {what}: {when}",
)


def enough_travel(case: Case, _: EnoughTravel) -> Iterator[Break]:
    """
    Count pairs of sessions between which the way takes longer than there is.
    """

    def hurried(way: int, gap: int) -> bool:
        return gap < way

    return _ways(case, hurried, NO_TIME_TO_TRAVEL)


def short_ways(case: Case, demand: ShortWays) -> Iterator[Break]:
    """
    Count pairs of sessions that follow closely, a long way from each other.
    """

    def long(way: int, gap: int) -> bool:
        return way > demand.longer_than and gap <= demand.within

    return _ways(case, long, LONG_WAY)


def _ways(case: Case, wrong: Callable[[int, int], bool], template: Text) -> Iterator[Break]:
    """
    Yield the pairs of sessions of one educator on one date of which way and gap are wrong.
    """
    between = case.problem.travel.between
    pairs: dict[tuple[int, int], list[tuple[Held, Held]]] = defaultdict(list)
    for _, _, sessions in case.days("educator"):
        for index, one in enumerate(sessions):
            for other in sessions[index + 1 :]:
                if one.venue is None or other.venue is None or other.start < one.end:
                    continue
                way = between(one.venue.where, other.venue.where)
                if wrong(way, _gap(one, other)):
                    pairs[id(one.placement), id(other.placement)].append((one, other))
    for found in pairs.values():
        one, other = found[0]
        here, there = (held.venue.where if held.venue else "" for held in (one, other))
        facts = {
            "who": who_teaches(one),
            "what": (title(case, one.placement), title(case, other.placement)),
            "here": where_held(one),
            "there": where_held(other),
            "way": between(here, there),
            "gap": _gap(one, other),
            "days": dates(held for held, _ in found),
        }
        yield broken(len(found), template, [held for pair in found for held in pair], facts)


def _gap(one: Held, other: Held) -> int:
    return other.minutes[0] - one.minutes[1]


def near_home(case: Case, demand: NearHome) -> Iterator[Break]:
    """
    Count sessions far from the home of their educator.
    """
    between = case.problem.travel.between

    def way(one: Held) -> int:
        if one.venue is None or one.educator is None or one.educator.home is None:
            return 0
        return between(one.educator.home, one.venue.where)

    return by_place(
        case,
        lambda one: int(way(one) > demand.minutes),
        FAR_FROM_HOME,
        lambda one: {"who": who_teaches(one), "where": where_held(one), "way": way(one)},
    )
