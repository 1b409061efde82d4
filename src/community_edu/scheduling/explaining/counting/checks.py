"""
Every check by counting, the plainest first.
"""

from collections.abc import Container, Iterator

import attrs

from community_edu.scheduling.explaining.choices import EVERYTHING
from community_edu.scheduling.explaining.counting.crowds import crowded
from community_edu.scheduling.explaining.counting.gaps import spread_out
from community_edu.scheduling.explaining.counting.loads import overworked, too_many
from community_edu.scheduling.explaining.counting.nothing_left import alone
from community_edu.scheduling.explaining.counting.orders import ordered, windows
from community_edu.scheduling.explaining.counting.pools import pooled
from community_edu.scheduling.explaining.counting.views import Check, Shortage, View
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import Unit

CHECKS: tuple[Check, ...] = (
    alone,
    crowded,
    ordered,
    spread_out,
    overworked,
    too_many,
)


def narrowed(view: View) -> Iterator[Shortage]:
    """
    Yield what is short where each section keeps the time that others before and after it leave.
    """
    inside = attrs.evolve(view, windows=windows(view))
    if inside.windows:
        yield from crowded(inside)
        yield from pooled(inside)


LATER_CHECKS: tuple[Check, ...] = (pooled, narrowed)
"""
What takes more work, and knows better where to begin once most has been placed.
"""


def shortages(ground: Ground, active: Container[Unit] = EVERYTHING) -> Iterator[Shortage]:
    """
    Yield what is short, the plainest first.
    """
    view = View(ground, ground.sessions, active)
    for check in (*CHECKS, *LATER_CHECKS):
        yield from check(view)


def proves(check: Check, ground: Ground, units: Container[Unit]) -> bool:
    """
    Tell whether a check fails for *units* alone.
    """
    sessions = tuple(one for one in ground.sessions if ground.held(one.section) in units)
    return next(check(View(ground, sessions, units)), None) is not None
