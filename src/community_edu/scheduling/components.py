"""
Parts of a problem that have nothing to do with each other: each can be solved by itself.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from community_edu.scheduling.demands import FairLoad, Precedence
from community_edu.scheduling.instances import Instance
from community_edu.scheduling.instances.values import NOBODY

Thing: TypeAlias = tuple[str | int, ...]
"""
What sections may share: its kind, and which it is.
"""


def components(instance: Instance) -> list[frozenset[int]]:
    """
    Return the sections of *instance* in sets that share no venue, educator, group or demand.

    The costs of the sets add up to that of the whole, and so do their bounds.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=1, periods=[ClassPeriod(time(9), time(10))]
        ... )
        >>> sections = [
        ...     TimetableSection(id="choir", groups=["elderly"]),
        ...     TimetableSection(id="ink"),
        ...     TimetableSection(id="dance", groups=["elderly"]),
        ... ]
        >>> whole = compile_problem(TimetableProblem(sections, [], [], weeks))
        >>> [sorted(part) for part in components(whole)]
        [[0, 2], [1]]
    """
    parent = list(range(len(instance.meetings_of)))

    def root(s: int) -> int:
        while parent[s] != s:
            parent[s] = parent[parent[s]]
            s = parent[s]
        return s

    owner: dict[Thing, int] = {}
    for s, things in shared(instance):
        for thing in things:
            parent[root(s)] = root(owner.setdefault(thing, s))
    found: dict[int, set[int]] = {}
    for s, meetings in enumerate(instance.meetings_of):
        if meetings:
            found.setdefault(root(s), set()).add(s)
    return [frozenset(part) for part in found.values()]


def shared(instance: Instance) -> Iterable[tuple[int, Sequence[Thing]]]:
    """
    Yield each section with everything by which it may depend on others.
    """
    for s, meetings in enumerate(instance.meetings_of):
        things: list[Thing] = [
            ("educator", e) for e in instance.section_educators[s] if e != NOBODY
        ]
        for m in meetings:
            things += [("venue", v) for v in instance.meetings[m].venues if v != NOBODY]
        yield s, things
    for group, members in instance.groups.items():
        yield from ((s, [("group", group)]) for s in members)
    for pair in instance.own_pairs:
        yield from ((s, [("own", pair.one, pair.other)]) for s in (pair.one, pair.other))
    ids: dict[str, int] = {section.id: s for s, section in enumerate(instance.problem.sections)}
    for demand in instance.of(Precedence):
        names = (demand.before, demand.after)
        yield from ((ids[name], [("precedence", demand.id)]) for name in names if name in ids)
    for fair in instance.of(FairLoad):
        yield from ((s, [("fair", fair.id)]) for s in _shares_load(instance, fair))


def _shares_load(instance: Instance, fair: FairLoad) -> Iterable[int]:
    """
    Yield the sections that may add to a load that is to be even.
    """
    educators = instance.problem.educators
    for s, people in enumerate(instance.section_educators):
        if any(e != NOBODY and fair.employment in {"", educators[e].employment} for e in people):
            yield s
