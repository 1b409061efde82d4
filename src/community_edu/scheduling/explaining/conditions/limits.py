"""
How much at most a venue, an educator, a group or a section is used.
"""

from collections import defaultdict

from community_edu.scheduling.demands import Apart, AtMost, NoClash, WorkingLimits
from community_edu.scheduling.explaining.conditions.uses import Use, Uses
from community_edu.scheduling.explaining.requirements import SubjectKind


def limits(uses: Uses) -> None:
    """
    Ask that nothing is used twice at a time, or more often than some demand allows.
    """
    for build in (_clashes, _working, _at_most, _apart):
        build(uses)


def _clashes(uses: Uses) -> None:
    ground = uses.stage.ground
    for demand in ground.hard(NoClash):
        kinds: tuple[SubjectKind, ...] = (demand.of,)
        for of in (*kinds, "section") if demand.of == "group" else kinds:
            for unit, members in uses.of(demand.id, of):
                for some in uses.moments(members):
                    uses.most(unit, some, 1, lambda _: 1)


def _working(uses: Uses) -> None:
    ground = uses.stage.ground
    for demand in ground.hard(WorkingLimits):
        for unit, members in uses.of(demand.id, "educator"):
            one = ground.problem.educators[ground.educator_numbers[unit.subjects[0]]]
            if one.daily_minutes is not None:
                for some in uses.days(members):
                    uses.most(unit, some, one.daily_minutes, lambda at: at.minutes)
            if one.weekly_minutes is not None:
                for some in uses.weeks(members):
                    uses.most(unit, some, one.weekly_minutes, lambda at: at.minutes)
            if one.sessions is not None:
                uses.most(unit, members, one.sessions, lambda at: at.held)


def _at_most(uses: Uses) -> None:
    ground = uses.stage.ground
    for demand in ground.hard(AtMost):
        for unit, members in uses.of(demand.id, demand.of):
            if demand.per == "term":
                uses.most(unit, members, demand.most, lambda at: at.held)
                continue
            for some in uses.days(members) if demand.per == "day" else uses.weeks(members):
                uses.most(unit, some, demand.most, lambda _: 1)


def _apart(uses: Uses) -> None:
    ground = uses.stage.ground
    for demand in ground.hard(Apart):
        for unit, members in uses.of(demand.id, demand.of):
            by_date: dict[int, list[Use]] = defaultdict(list)
            for use in members:
                if use.at.week is not None:
                    by_date[ground.date(use.at)].append(use)
            for first in by_date:
                window = (
                    use
                    for day in sorted(by_date)
                    if first <= day < first + demand.days
                    for use in by_date[day]
                )
                uses.most(unit, window, 1, lambda _: 1)
