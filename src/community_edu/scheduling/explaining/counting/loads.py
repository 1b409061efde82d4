"""
People and others who would have more to do, over a week or the term, than they may.
"""

from collections.abc import Iterable, Iterator, Sequence

from community_edu.scheduling.demands import AtMost, WorkingLimits
from community_edu.scheduling.explaining.choices import NONE
from community_edu.scheduling.explaining.counting.views import (
    Options,
    Shortage,
    View,
    by_week,
    objecting,
    sure_members,
)
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.words import Teller


def overworked(view: View) -> Iterator[Shortage]:
    """
    Yield people who would have to teach more than they may, with all who could help them.
    """
    ground, problem = view.ground, view.ground.problem
    for demand in ground.hard(WorkingLimits):
        for people, members in _only(view):
            if any(not view.hard(demand.id, "educator", problem.educators[e].id) for e in people):
                continue
            limits = [problem.educators[e] for e in sorted(people)]
            daily = [one.daily_minutes for one in limits]
            weekly = [one.weekly_minutes for one in limits]
            sessions = [one.sessions for one in limits]
            for here in by_week(ground, members):
                minutes = sum(min(at.minutes for at in one.times) for one in here)
                days = len({at.weekday for one in here for at in one.times})
                for kind, supply in (
                    ("week", _total(weekly)),
                    ("day", _total([None if most is None else most * days for most in daily])),
                ):
                    if supply is not None and minutes > supply:
                        yield _over(
                            view, demand.id, kind, people, here, needed=minutes, there=supply
                        )
                        break
            held = sum(min(at.held for at in one.times) for one in members)
            most = _total(sessions)
            if most is not None and held > most:
                yield _over(view, demand.id, "term", people, members, needed=held, there=most)


def _total(limits: Iterable[int | None]) -> int | None:
    known = list(limits)
    total = 0
    for one in known:
        if one is None:
            return None
        total += one
    return total


def _only(view: View) -> Iterator[tuple[frozenset[int], list[Options]]]:
    """
    Yield sets of people with the meetings that nobody else could teach.
    """
    teams = dict.fromkeys(one.who for one in view.options if NONE not in one.who)
    for people in sorted(teams, key=lambda some: (len(some), sorted(some))):
        yield people, [one for one in view.options if one.who <= people]


def _over(
    view: View,
    demand: str,
    kind: str,
    people: Iterable[int],
    members: Sequence[Options],
    *,
    needed: int,
    there: int,
) -> Shortage:
    names = [view.ground.problem.educators[e].id for e in sorted(people)]
    sessions = [one.session for one in members]
    units = (
        *dict.fromkeys(view.ground.held(one.section) for one in sessions),
        *(Unit(demand, "educator", (name,)) for name in names),
        *objecting(view, sessions),
    )
    return Shortage(
        units=units,
        needed=needed,
        there=there,
        text=Teller(view.ground).overworked(kind, sessions, names, needed, there),
    )


def too_many(view: View) -> Iterator[Shortage]:
    """
    Yield subjects with more sessions a day, week or term than a demand lets them have.
    """
    for demand in view.ground.hard(AtMost):
        for subject, members in sure_members(view, demand.of, view.options).items():
            if not view.hard(demand.id, demand.of, subject):
                continue
            if demand.per == "term":
                held = sum(min(at.held for at in one.times) for one in members)
                if held > demand.most:
                    yield _beyond(view, demand, subject, members, needed=held, there=demand.most)
                continue
            for here in by_week(view.ground, members):
                days = len({at.weekday for one in here for at in one.times})
                most = demand.most * (days if demand.per == "day" else 1)
                if len(here) > most:
                    yield _beyond(view, demand, subject, here, needed=len(here), there=most)
                    break


def _beyond(
    view: View,
    demand: AtMost,
    subject: str,
    members: Sequence[Options],
    *,
    needed: int,
    there: int,
) -> Shortage:
    sessions = [one.session for one in members]
    units = (
        *dict.fromkeys(view.ground.held(one.section) for one in sessions),
        Unit(demand.id, demand.of, (subject,)),
        *objecting(view, sessions),
    )
    return Shortage(
        units=units,
        needed=needed,
        there=there,
        text=Teller(view.ground).beyond(demand, sessions, subject, needed, there),
    )
