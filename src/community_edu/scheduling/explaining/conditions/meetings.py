"""
What the meetings of one section ask of each other.
"""

from collections import defaultdict
from collections.abc import Sequence

from community_edu.scheduling.demands import SameVenue, Spread
from community_edu.scheduling.explaining.choices import NONE
from community_edu.scheduling.explaining.conditions.stages import Stage
from community_edu.scheduling.explaining.requirements import Unit


def meetings(stage: Stage) -> None:
    """
    Ask for one venue and enough days, of sections that have several meetings.
    """
    for s, members in stage.meetings.items():
        section = stage.problem.sections[s]
        if len(members) > 1:
            for same in stage.ground.hard(SameVenue):
                _one_venue(stage, Unit(same.id, "section", (section.id,)), members)
            for spread in stage.ground.hard(Spread):
                wanted = min(section.days or section.sessions, section.sessions)
                _on_days(stage, Unit(spread.id, "section", (section.id,)), members, wanted)


def _one_venue(stage: Stage, unit: Unit, members: Sequence[int]) -> None:
    venues = dict.fromkeys(v for m in members for _, v in stage.where[m] if v != NONE)
    main = {v: stage.rows.variable() for v in venues}
    stage.rows.choose(main.values())
    for m in members:
        for v, chosen in main.items():
            here = ((1, one) for (_, at), one in stage.where[m].items() if at == v)
            stage.rows.add(unit, [*here, (-1, chosen)], 0)


def _on_days(stage: Stage, unit: Unit, members: Sequence[int], wanted: int) -> None:
    by_day: dict[int, list[int]] = defaultdict(list)
    for m in members:
        for t, variables in stage.held_at[m].items():
            at = stage.choices[m].times[t]
            by_day[at.weekday if at.week is None else stage.ground.date(at)].extend(variables)
    days = [stage.rows.variable() for _ in by_day]
    for day, some in zip(days, by_day.values(), strict=True):
        stage.rows.add(None, [(1, day), *((-1, one) for one in some)], 0)
    # a section that is not held needs no days
    for m in members[:1]:
        placed = ((wanted, one) for one in stage.where[m].values())
        stage.rows.add(unit, [*placed, *((-1, day) for day in days)], 0)
