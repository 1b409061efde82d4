"""
Single sessions that have to lie days apart, in a time that is too short for that.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from community_edu.scheduling.demands import Apart
from community_edu.scheduling.explaining.counting.views import (
    Options,
    Shortage,
    View,
    objecting,
    sure_members,
)
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.words import Teller


def spread_out(view: View) -> Iterator[Shortage]:
    """
    Yield single sessions of which fewer than there are fit into their dates, days apart.
    """
    for demand in view.ground.hard(Apart):
        single = [one for one in view.options if one.times[0].week is not None]
        for subject, members in sure_members(view, demand.of, single).items():
            if len(members) > 1 and view.hard(demand.id, demand.of, subject):
                short = _short(view, members, demand.days)
                if short is not None:
                    yield _too_close(view, demand, subject, *short)


def _short(
    view: View, members: Sequence[Options], days: int
) -> tuple[list[Options], list[int]] | None:
    """
    Return members with the dates they have, of which fewer fit than they are.
    """
    dates = {one.session: sorted({view.ground.date(at) for at in one.times}) for one in members}
    begins = sorted({some[0] for some in dates.values()}, reverse=True)
    ends = sorted({some[-1] for some in dates.values()})
    for begin in begins:
        for end in ends:
            within = [
                one
                for one in members
                if begin <= dates[one.session][0] and dates[one.session][-1] <= end
            ]
            if len(within) > 1:
                fit = _fitting(sorted({day for one in within for day in dates[one.session]}), days)
                if len(fit) < len(within):
                    return within, fit
    return None


def _fitting(dates: Sequence[int], days: int) -> list[int]:
    """
    Return as many of *dates* as can be, each so many days after the one before.
    """
    found: list[int] = []
    for day in dates:
        if not found or day - found[-1] >= days:
            found.append(day)
    return found


def _too_close(
    view: View, demand: Apart, subject: str, members: Sequence[Options], fit: Sequence[int]
) -> Shortage:
    sessions = [one.session for one in members]
    dates = [view.ground.date(at) for one in members for at in one.times]
    units = (
        *dict.fromkeys(view.ground.held(one.section) for one in sessions),
        Unit(demand.id, demand.of, (subject,)),
        *objecting(view, sessions),
    )
    first, last = date.fromordinal(min(dates)), date.fromordinal(max(dates))
    return Shortage(
        units=units,
        needed=len(sessions),
        there=len(fit),
        text=Teller(view.ground).too_close(demand, sessions, first, last, len(fit)),
    )
