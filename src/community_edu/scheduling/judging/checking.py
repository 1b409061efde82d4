"""
The judge of timetables: it knows dates and clock times, and nothing of any solver.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

import attrs

from community_edu.base import CommunityEduError
from community_edu.scheduling import demands
from community_edu.scheduling.demands import Demand, OwnDemand
from community_edu.scheduling.judging import clashes, days, educators, meetings, venues, ways
from community_edu.scheduling.judging.breaks import Break
from community_edu.scheduling.judging.cases import Case
from community_edu.scheduling.judging.own import own_demand
from community_edu.scheduling.judging.verdicts import (
    KNOWN_NAMES,
    TimetableVerdict,
    Violation,
    in_order,
)
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Timetable

JUDGES: Mapping[type[Demand], Callable[[Case, Any], Iterator[Break]]] = {
    demands.Apart: clashes.apart,
    demands.AtMost: days.at_most,
    demands.AwayFrom: days.away_from,
    demands.Capacity: venues.capacity,
    demands.EducatorAvailable: educators.educator_available,
    demands.EnoughTravel: ways.enough_travel,
    demands.EverySession: meetings.every_session,
    demands.FairLoad: educators.fair_load,
    demands.NearHome: ways.near_home,
    demands.NoClash: clashes.clashes,
    demands.NoGaps: days.no_gaps,
    demands.NoLoneSession: days.no_lone_session,
    demands.NoneLost: meetings.none_lost,
    demands.NotOversized: venues.not_oversized,
    demands.OnGrid: meetings.on_grid,
    demands.Pinned: meetings.pinned,
    demands.Precedence: meetings.precedence,
    demands.PreferHours: days.prefer_hours,
    demands.Qualified: educators.qualified,
    demands.SameEducator: educators.same_educator,
    demands.SameVenue: venues.same_venue,
    demands.ShortWays: ways.short_ways,
    demands.Spread: days.spread,
    demands.SuitableVenue: venues.suitable_venue,
    demands.VenueOpen: venues.venue_open,
    demands.WorkingLimits: educators.working_limits,
}
"""
How each kind of demand is judged.
"""


@attrs.define(slots=False)
class UnjudgeableDemandError(CommunityEduError, TypeError):
    """
    A demand of which nobody knows how to count its amount.
    """

    code: ClassVar[str] = "unjudgeable-demand"
    en: ClassVar[str] = (
        "nobody can judge '{demand}' ({kind}); write a class that is not derived from Demand, with "
        "the members of OwnDemand: id, weight, text, amount, pairs, amount_of_pair"
    )
    zh: ClassVar[str] = (
        "无法评判“{demand}”（{kind}），请写一个不继承 Demand 的类，实现 OwnDemand 的 id、weight、"
        "text、amount、pairs 和 amount_of_pair"
    )

    demand: str
    kind: str


def judgeable(demand: object) -> bool:
    """
    Tell whether a demand is of a known kind or one of the user's own, so that it can be counted.
    """
    if isinstance(demand, Demand):
        return any(kind in JUDGES for kind in type(demand).__mro__)
    return isinstance(demand, OwnDemand)


def check_timetable(problem: TimetableProblem, timetable: Timetable) -> TimetableVerdict:
    """
    Judge a timetable by every demand of a problem (课表检查), whoever has made it.

    The judge shares no code with the solvers: it lays out the dated sessions and counts the
    amount of each demand as its description says. What cannot be, as a room that nobody
    knows or a period that there is not, is a violation, not an error: a timetable made by
    hand is judged as it is. The status and the cost that the timetable has are not looked at.

    Args:
        problem: What was asked for. The timetable may be of another: one that was changed.
        timetable: The placements.

    Returns:
        Every violation with its sections, sessions and sentence; the exact costs.

    Raises:
        BadAmountError: A user's own demand gives something that is no count.
        UnjudgeableDemandError: A demand is of no known kind and no `OwnDemand`.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> from community_edu.scheduling.timetables import Placement
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["09:00-10:30"])
        >>> choir = TimetableSection(id="choir", name="合唱班", groups=["elderly"])
        >>> dance = TimetableSection(id="dance", name="舞蹈班", groups=["elderly"])
        >>> problem = TimetableProblem([choir, dance], [], [], weeks)
        >>> verdict = check_timetable(
        ...     problem,
        ...     Timetable(
        ...         problem,
        ...         [
        ...             Placement(section="choir", weekday="TUE", period=1),
        ...             Placement(section="dance", weekday="TUE", period=1),
        ...         ],
        ...     ),
        ... )
        >>> verdict.ok, verdict.amounts["no-clash-group"]
        (False, 2)
        >>> print(verdict.violations[0])
        “elderly”同时有“合唱班”、“舞蹈班”：周二 09:00–10:30（2026-09-08、2026-09-15）
    """
    case = Case(problem, attrs.evolve(timetable, problem=problem))
    found = list(violations_of_names(case))
    for demand in problem.demands:
        found += violations_of(case, demand)
    return TimetableVerdict(demands=problem.demands, violations=in_order(found))


def violations_of_names(case: Case) -> Iterator[Violation]:
    """
    Yield the names of placements that nobody knows.
    """
    yield from _violations(KNOWN_NAMES, None, meetings.unknown_names(case))


def violations_of(case: Case, demand: Demand | OwnDemand) -> Iterator[Violation]:
    """
    Yield the violations of one demand.

    Raises:
        BadAmountError: The demand is a user's own and gives something that is no count.
        UnjudgeableDemandError: Nobody knows how to count its amount.
    """
    yield from _violations(demand.id, demand.weight, _breaks(case, demand))


def _breaks(case: Case, demand: Demand | OwnDemand) -> Iterator[Break]:
    if not judgeable(demand):
        raise UnjudgeableDemandError(demand.id, type(demand).__name__)
    if isinstance(demand, Demand):
        kind = next(kind for kind in type(demand).__mro__ if kind in JUDGES)
        return JUDGES[kind](case, demand)
    return own_demand(case, demand)


def _violations(demand: str, weight: int | None, breaks: Iterable[Break]) -> Iterator[Violation]:
    for one in breaks:
        held = sorted(one.held, key=lambda each: each.start)
        yield Violation(
            demand=demand,
            weight=weight,
            amount=one.amount,
            text=one.text,
            placements=one.placements,
            sessions=tuple(dict.fromkeys(each.session for each in held)),
        )
