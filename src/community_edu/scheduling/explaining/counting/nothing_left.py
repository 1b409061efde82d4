"""
Meetings for which nothing is left, whatever the others do.
"""

from collections.abc import Iterable, Iterator

from community_edu.scheduling.explaining.counting.views import Shortage, View
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.words import Teller


def alone(view: View) -> Iterator[Shortage]:
    """
    Yield meetings that nothing is left for, whatever the others do.
    """
    done: set[int] = set()
    for session in view.sessions:
        if session.section in done:
            continue
        choices = view.ground.choices(session)
        held = view.ground.held(session.section)
        if held not in view.active or view.ground.left(session, view.active).times:
            continue
        done.add(session.section)
        grid = view.ground.on_grid(session.section)
        needed = _hitting(choices.objections(view.active)) if choices.times else {grid}
        if needed <= {grid} and grid not in view.active:
            continue
        units = (held, *sorted(needed))
        yield Shortage(
            units=units,
            needed=1,
            there=0,
            text=Teller(view.ground).nothing_left(session, units),
        )


def _hitting(objections: Iterable[frozenset[Unit]]) -> set[Unit]:
    """
    Return units of which each of *objections* has one, none of them being dispensable.
    """
    sets = set(objections)
    units = sorted(set[Unit]().union(*sets))
    for unit in list(units):
        fewer = {one for one in units if one != unit}
        if all(one & fewer for one in sets):
            units.remove(unit)
    return set(units)
