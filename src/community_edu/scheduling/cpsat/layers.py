"""
Layers: classes of every week, and single lectures placed around them.
"""

from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.demands import AtMost, FairLoad, NoGaps, NoLoneSession, Precedence
from community_edu.scheduling.instances import Assignment, Instance
from community_edu.scheduling.instances.values import NOBODY, UNPLACED


def layers(
    instance: Instance, sections: frozenset[int]
) -> tuple[frozenset[int], frozenset[int]] | None:
    """
    Return the classes and the lectures among *sections*, if they meet in clashes alone.

    Then the cost of both together is the sum of theirs, and so is the bound. `None` if
    there is one kind only, or if they share educators or a demand that counts both.
    """
    problem = instance.problem
    single = frozenset(s for s in sections if problem.sections[s].per == "term")
    weekly = sections - single
    if not single or not weekly:
        return None
    people = [
        {e for s in layer for e in instance.section_educators[s]} - {NOBODY}
        for layer in (weekly, single)
    ]
    if people[0] & people[1] or any(instance.clash_weight.values()):
        return None
    shared_counts = (
        any(one.of in {"group", "venue"} for one in instance.of(AtMost))
        or any(one.of != "educator" for one in instance.of(NoGaps))
        or any(one.of != "educator" for one in instance.of(NoLoneSession))
    )
    ids: dict[str, int] = {section.id: s for s, section in enumerate(problem.sections)}
    ordered = any(
        len({ids.get(one.before, -1) in single, ids.get(one.after, -1) in single}) > 1
        for one in instance.of(Precedence)
    )
    own = any((pair.one in single) != (pair.other in single) for pair in instance.own_pairs)
    fair = any(
        all(
            any(one.employment in {"", problem.educators[e].employment} for e in some)
            for some in people
        )
        for one in instance.of(FairLoad)
    )
    return None if shared_counts or ordered or own or fair else (weekly, single)


def around(
    instance: Instance, assignment: Assignment, placed: frozenset[int], others: frozenset[int]
) -> Choice:
    """
    Return the choice of *others* that is left by what *assignment* has of *placed*.
    """
    venues: dict[int, int] = {}
    busy: dict[int, int] = {}
    for s in placed:
        for m in instance.meetings_of[s]:
            t, v = assignment.times[m], assignment.venues[m]
            if t == UNPLACED:
                continue
            cells = instance.meetings[m].times[t].cells
            busy[s] = busy.get(s, 0) | cells
            if v != NOBODY and "venue" in instance.hard_clash:
                venues[v] = venues.get(v, 0) | cells
    taken: dict[int, int] = {}
    if "group" in instance.hard_clash:
        for members in instance.groups.values():
            cells = 0
            for s in members:
                cells |= busy.get(s, 0)
            for s in members:
                if s in others:
                    taken[s] = taken.get(s, 0) | cells
    return Choice(others, venue_taken=venues, section_taken=taken)
