"""
What annealing knows: whether it counts all that classes can cost.
"""

from collections.abc import Iterable

from community_edu.scheduling.annealing.days import countable
from community_edu.scheduling.annealing.moves import DAYS
from community_edu.scheduling.demands import (
    AtMost,
    Demand,
    EnoughTravel,
    FairLoad,
    NoGaps,
    NoLoneSession,
    Precedence,
    ShortWays,
    WorkingLimits,
)
from community_edu.scheduling.instances import Instance
from community_edu.scheduling.instances.values import NOBODY

EVERYBODY = frozenset({"venue", "educator", "group"})
MOST = 8_000_000
"""
How many places of meetings, with a number for each, are too many to keep.
"""


def annealable(instance: Instance, sections: Iterable[int]) -> bool:
    """
    Tell whether annealing knows all that *sections* can cost.

    Classes of every week with one educator each, in venues, all held in the same weeks; what
    they share can be in one place at a time; demands on several meetings are on the days,
    the gaps and the venues of groups, educators and sections.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.organizations import Venue
        >>> from community_edu.scheduling.instances import compile_problem
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["09:00-10:30"])
        >>> rooms = [Venue(id="room", name="Room", kind="classroom")]
        >>> ink = TimetableSection(id="ink")
        >>> annealable(compile_problem(TimetableProblem([ink], rooms, [], weeks)), [0])
        True
        >>> annealable(compile_problem(TimetableProblem([ink], [], [], weeks)), [0])
        False
    """
    if not instance.hard_clash >= EVERYBODY or any(instance.clash_weight.values()):
        return False
    chosen = list(sections)
    people = {e for s in chosen for e in instance.section_educators[s] if e != NOBODY}
    if any(len(instance.section_educators[s]) != 1 for s in chosen) or instance.own_pairs:
        return False
    if not all(_known(instance, demand, people) for demand in instance.of(Demand)):
        return False
    lengths = {instance.problem.sections[s].length for s in chosen}
    periods, venues = instance.grid.periods, len(instance.problem.venues)
    places = sum(len(instance.meetings_of[s]) for s in chosen) * DAYS * periods * venues
    if places > MOST or not countable(periods, lengths):
        return False
    weeks: dict[int, int] = {}
    return all(
        not meeting.single
        and NOBODY not in meeting.venues
        and all(weeks.setdefault(time.weekday, time.weeks) == time.weeks for time in meeting.times)
        for s in chosen
        for m in instance.meetings_of[s]
        for meeting in (instance.meetings[m],)
    )


def _known(instance: Instance, demand: Demand, people: Iterable[int]) -> bool:
    """
    Tell whether annealing counts a demand, or none of *people* is asked.
    """
    if isinstance(demand, AtMost):
        return demand.per == "day" and demand.of != "venue"
    if isinstance(demand, NoGaps | NoLoneSession):
        return demand.of != "venue"
    if isinstance(demand, WorkingLimits):
        asked = [instance.problem.educators[e] for e in people]
        limits = {limit for one in asked for limit in (one.daily_minutes, one.weekly_minutes)}
        return not (limits | {one.sessions for one in asked}) - {None}
    if isinstance(demand, EnoughTravel):
        places = {venue.where for venue in instance.problem.venues}
        between = instance.problem.travel.between
        return not any(between(one, other) for one in places for other in places)
    return not isinstance(demand, FairLoad | Precedence | ShortWays)
