"""
What leaving out a section could break: asked only where every section of a subject is there.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from community_edu.scheduling.demands import FairLoad, NoGaps, NoLoneSession
from community_edu.scheduling.explaining.conditions.stages import Stage
from community_edu.scheduling.explaining.conditions.uses import Use, Uses
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.instances.grid import Time


def wholes(uses: Uses) -> None:
    """
    Ask for days without gaps and lone sessions, and for an even load.
    """
    for build in (_gaps, _lone, _fair):
        build(uses)


def _complete(stage: Stage, of: SubjectKind, subject: str) -> bool:
    """
    Tell whether every section that a subject could have is there.
    """
    wanted = set(stage.numbers)
    return all(s in wanted for s in stage.ground.sections_of(of, subject))


def _gaps(uses: Uses) -> None:
    for demand in uses.stage.ground.hard(NoGaps):
        for unit, members in uses.of(demand.id, demand.of):
            if not _complete(uses.stage, demand.of, unit.subjects[0]):
                continue
            for some in uses.days(members):
                _no_gaps(uses.stage, unit, some)


def _no_gaps(stage: Stage, unit: Unit, members: Sequence[Use]) -> None:
    by_period: dict[int, list[Use]] = defaultdict(list)
    for use in members:
        for period in range(use.at.period, use.at.period + use.at.length):
            by_period[period].append(use)
    taken = {period: stage.rows.variable() for period in range(stage.ground.grid.periods)}
    for period, variable in taken.items():
        here = by_period.get(period, [])
        for use in here:
            stage.rows.add(None, [*((1, one) for one in use.terms), (-1, variable)], 0)
        some = ((-1, one) for use in here for one in use.terms)
        stage.rows.add(None, [(1, variable), *some], 0)
    for first, middle, last in combinations(taken.values(), 3):
        stage.rows.add(unit, [(1, first), (1, last), (-1, middle)], 1)


def _lone(uses: Uses) -> None:
    for demand in uses.stage.ground.hard(NoLoneSession):
        for unit, members in uses.of(demand.id, demand.of):
            if not _complete(uses.stage, demand.of, unit.subjects[0]):
                continue
            for some in uses.days(members):
                for use in some:
                    beside = [
                        (-1, one)
                        for other in some
                        if other.meeting != use.meeting and _beside(use.at, other.at)
                        for one in other.terms
                    ]
                    uses.stage.rows.add(unit, [*((1, one) for one in use.terms), *beside], 0)


def _fair(uses: Uses) -> None:
    stage = uses.stage
    demands = stage.ground.hard(FairLoad)
    sections = stage.problem.sections if demands else ()
    able = {one.id for section in sections for one in stage.problem.educators_of(section)}
    for demand in demands:
        people = [
            one.id
            for one in stage.problem.educators
            if (not demand.employment or one.employment == demand.employment) and one.id in able
        ]
        unit = Unit(demand.id, "educator", tuple(people))
        whole = all(_complete(stage, "educator", one) for one in people)
        if not (whole and stage.rows.asks(unit)):
            continue
        loads = {
            one: [
                (use.at.held, variable) for use in uses.by_educator(one) for variable in use.terms
            ]
            for one in people
        }
        for one, load in loads.items():
            for other, less in loads.items():
                if one != other:
                    stage.rows.add(unit, [*load, *((-held, each) for held, each in less)], 0)


def _beside(one: Time, other: Time) -> bool:
    return other.period == one.period + one.length or one.period == other.period + other.length
