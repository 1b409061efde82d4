"""
Meetings that want the same few venues, people or hours at the same time.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from community_edu.scheduling.demands import NoClash
from community_edu.scheduling.explaining.choices import NONE, Session
from community_edu.scheduling.explaining.counting.views import (
    Cell,
    Options,
    Shortage,
    View,
    objecting,
)
from community_edu.scheduling.explaining.matching import too_few
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.explaining.words import Teller
from community_edu.scheduling.instances.grid import Time


def crowded(view: View) -> Iterator[Shortage]:
    """
    Yield meetings that want the same few venues, people or hours at the same time.
    """
    for demand in view.ground.hard(NoClash):
        for weeks, members in _windows(view):
            yield from _crowd(view, demand, weeks, members)


def _windows(view: View) -> Iterator[tuple[int, tuple[Options, ...]]]:
    """
    Yield weeks with the meetings that are held in them for sure.

    Each of these weeks has others than all that come before; single meetings are looked at
    together over the whole term.
    """
    seen: list[frozenset[int]] = []
    weekly = [one for one in view.options if one.times[0].week is None]
    found: dict[frozenset[int], int] = {}
    for week in range(view.ground.grid.number):
        here = frozenset(i for i, one in enumerate(weekly) if one.always >> week & 1)
        found.setdefault(here, 1 << week)
    for here in sorted(found, key=lambda some: (-len(some), sorted(some))):
        if here and not any(here <= other for other in seen):
            seen.append(here)
            yield found[here], tuple(weekly[i] for i in sorted(here))
    single = tuple(one for one in view.options if one.times[0].week is not None)
    if single:
        yield (1 << view.ground.grid.number) - 1, single


def _crowd(
    view: View, demand: NoClash, weeks: int, members: Sequence[Options]
) -> Iterator[Shortage]:
    groups: dict[str, list[Options]] = defaultdict(list)
    if demand.of == "group":
        for one in members:
            section = view.ground.problem.sections[one.session.section]
            for name in dict.fromkeys(section.groups):
                if view.hard(demand.id, "group", name):
                    groups[name].append(one)
            if view.hard(demand.id, "section", section.id):
                groups[f"={section.id}"].append(one)
    else:
        groups[""] = list(members)
    for name, ones in groups.items():
        wants: list[list[Cell]] = []
        whose: list[Options] = []
        for one in _pressed(demand, ones):
            cells = _cells(view, demand, name, one)
            if cells is not None:
                length = one.times[0].length
                wants.extend([cells] * length)
                whose.extend([one] * length)
        short = too_few(wants)
        if short:
            first = (weeks & -weeks).bit_length() - 1
            used = sorted(
                {
                    (subject, first if week == NONE else week, weekday, period)
                    for i in short
                    for subject, week, weekday, period in wants[i]
                }
            )
            sessions = list(dict.fromkeys(whose[i].session for i in short))
            yield _crowd_shortage(view, demand, name, sessions, cells=used, needed=len(short))


def _pressed(demand: NoClash, ones: Sequence[Options]) -> Sequence[Options]:
    """
    Return those that could be short: none that has as many places as all of them need.
    """
    left = ones
    while True:
        needed = sum(one.times[0].length for one in left)
        few = [one for one in left if _places(demand, one) < needed]
        if len(few) == len(left):
            return few
        left = few


def _places(demand: NoClash, one: Options) -> int:
    """
    Return how many places a meeting has at least.
    """
    if demand.of == "group":
        return len(one.times)
    subjects = one.venues if demand.of == "venue" else one.educators
    return sum(len(times) for times in subjects.values())


def _cells(view: View, demand: NoClash, name: str, one: Options) -> list[Cell] | None:
    """
    Return the cells that a meeting could take; `None` if there is no end of them.
    """
    key = (demand.id, name, one.session)
    if key not in view.cells:
        view.cells[key] = _taken(view, demand, name, one)
    return view.cells[key]


def _taken(view: View, demand: NoClash, name: str, one: Options) -> list[Cell] | None:
    problem = view.ground.problem
    by_subject: dict[str, tuple[Time, ...]] = {}
    if demand.of == "group":
        by_subject[name] = one.times
    else:
        venues = demand.of == "venue"
        for number, times in (one.venues if venues else one.educators).items():
            if number == NONE:
                return None
            subject: str = problem.venues[number].id if venues else problem.educators[number].id
            if not view.hard(demand.id, demand.of, subject):
                return None
            by_subject[subject] = times
    return list(
        dict.fromkeys(
            (subject, NONE if at.week is None else at.week, at.weekday, period)
            for subject, times in by_subject.items()
            for at in times
            for period in range(at.period, at.period + at.length)
        )
    )


def _crowd_shortage(
    view: View,
    demand: NoClash,
    name: str,
    sessions: Sequence[Session],
    *,
    cells: Sequence[Cell],
    needed: int,
) -> Shortage:
    own = name.startswith("=")
    of: SubjectKind = "section" if own else demand.of
    subjects = (
        [name.lstrip("=")] if demand.of == "group" else list(dict.fromkeys(c[0] for c in cells))
    )
    taken = objecting(view, sessions)
    units = (
        *dict.fromkeys(view.ground.held(one.section) for one in sessions),
        *(Unit(demand.id, of, (subject,)) for subject in subjects),
        *taken,
    )
    return Shortage(
        units=tuple(dict.fromkeys(units)),
        needed=needed,
        there=len(cells),
        text=Teller(view.ground).crowded(of, sessions, subjects, cells, needed),
    )
