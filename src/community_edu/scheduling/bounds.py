"""
What a timetable costs at least, known at once.
"""

from collections.abc import Collection

from community_edu.scheduling.instances import Instance


def least_cost(instance: Instance, among: Collection[str] | None = None) -> int:
    """
    Return what every timetable of *instance* costs at least that places everything.

    It is the sum, over the sections, of the cheapest educator, and for each meeting of the
    cheapest time and venue with that educator, as if nobody else needed them.

    Args:
        instance: The compiled problem.
        among: The sections to count; all if not given.

    Example:
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.town_shapes import LITTLE_TOWN
        >>> from community_edu.scheduling.towns import town
        >>> least_cost(compile_problem(town(4, shape=LITTLE_TOWN)))
        2
    """
    total = 0
    for section, meetings in enumerate(instance.meetings_of):
        if among is not None and instance.problem.sections[section].id not in among:
            continue
        costs: list[int] = []
        for educator in instance.section_educators[section]:
            places = [_cheapest(instance, m, educator) for m in meetings]
            if None not in places:
                costs.append(sum(cost or 0 for cost in places))
        total += min(costs, default=0)
    return total


def _cheapest(instance: Instance, m: int, educator: int) -> int | None:
    """
    Return the cost of the cheapest place of a meeting with somebody; `None` if there is none.
    """
    meeting = instance.meetings[m]
    best: int | None = None
    for t in sorted(range(len(meeting.times)), key=instance.time_cost[m].__getitem__):
        if best is not None and instance.time_cost[m][t] >= best:
            break
        for venue in meeting.venues:
            cost = instance.unary_cost(m, t, venue, educator)
            if cost is not None and (best is None or cost < best):
                best = cost
    return best
