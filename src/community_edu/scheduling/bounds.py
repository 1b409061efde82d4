"""
What a timetable costs at least, known at once.
"""

from collections.abc import Collection, Iterable

from community_edu.scheduling.demands import FairLoad
from community_edu.scheduling.instances import Instance


def least_cost(instance: Instance, among: Collection[str] | None = None) -> int:
    """
    Return what every timetable of *instance* costs at least that places everything.

    It is the sum, over the sections, of the cheapest educator, and for each meeting of the
    cheapest time and venue with that educator, as if nobody else needed them; and of what it
    costs that sessions cannot be shared out without a remainder.

    Args:
        instance: The compiled problem.
        among: The sections to count; all if not given.

    Example:
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.towns import LITTLE_TOWN, town
        >>> least_cost(compile_problem(town(4, shape=LITTLE_TOWN)))
        12
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
    sections = [
        section
        for section, one in enumerate(instance.problem.sections)
        if instance.meetings_of[section] and (among is None or one.id in among)
    ]
    return total + sum(_uneven(instance, fair, sections) for fair in instance.of(FairLoad))


def _uneven(instance: Instance, fair: FairLoad, sections: Collection[int]) -> int:
    """
    Return what an uneven load costs at least, if *sections* are all that may add to it.
    """
    people = sharing(instance, fair)
    mine = set(sections)
    for section, some in enumerate(instance.section_educators):
        if instance.meetings_of[section] and section not in mine and people & set(some):
            return 0
    busiest, idlest = loads(instance, people, sections)
    return (fair.weight or 0) * max(0, busiest - idlest)


def sharing(instance: Instance, fair: FairLoad) -> frozenset[int]:
    """
    Return the numbers of the educators whose loads a demand compares.
    """
    problem = instance.problem
    able = {one.id for section in problem.sections for one in problem.educators_of(section)}
    return frozenset(
        e
        for e, one in enumerate(problem.educators)
        if one.id in able and fair.employment in {"", one.employment}
    )


def loads(instance: Instance, people: frozenset[int], sections: Iterable[int]) -> tuple[int, int]:
    """
    Return how many sessions the busiest of *people* has at least, and the idlest at most.

    They are those of *sections*, all being placed.
    """
    least = most = 0
    for section in sections:
        some = set(instance.section_educators[section])
        for m in instance.meetings_of[section] if people & some else ():
            held = [time.held for time in instance.meetings[m].times]
            least += min(held, default=0) if some <= people else 0
            most += max(held, default=0)
    number = max(1, len(people))
    return -(-least // number), most // number


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
