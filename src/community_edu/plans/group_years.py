"""
The year of several plans: one calendar, and what stands in the way of what.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, TypeAlias

import attrs

from community_edu.calendars import HolidayCalendar, ObservanceCatalog, SchoolTerms
from community_edu.plans.calendars import Calendar, Entry, in_time
from community_edu.plans.dating import build_calendar
from community_edu.plans.merging import PlanGroup, qualified

ClashReason: TypeAlias = Literal["body", "venue", "audience"]

LONGEST_APPOINTMENT: Final = 3
"""
How many days an event may last to clash with another. What lasts longer, such as a
campaign week or a month, is a time in which other things have their place.
"""


def build_group_calendar(
    group: PlanGroup,
    year: int,
    *,
    holidays: HolidayCalendar | None = None,
    terms: SchoolTerms | None = None,
    observances: ObservanceCatalog | None = None,
) -> Calendar:
    """
    Bind every plan of *group* to *year*, and make one calendar of them.

    Args:
        group: The plans.
        year: A civil year, 1901 to 2100.
        holidays: As for `build_calendar`.
        terms: As for `build_calendar`.
        observances: As for `build_calendar`; each plan adds its own for itself.

    Returns:
        The calendar of the cover of the group. Its entries are those of the
        plans, each with the identifier that it has there, ``plan/duty/period``,
        so feeds of one plan and of the group hold the same events. Their
        organizations and venues go by their names in the cover, and so do courses.
        The path of every finding begins with the plan.

    Raises:
        CommunityEduError: Whatever `build_calendar` raises of one of the plans.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> from community_edu.plans import Duty, Plan, merge_plans
        >>> fair, walk = (
        ...     Plan(id=name, title=name, duties=[
        ...         Duty(id="open-day", name="开放日", when=parse_rule(f"fixed(5, {day})"))])
        ...     for name, day in (("street", 8), ("village", 6))
        ... )
        >>> [entry.id for entry in build_group_calendar(merge_plans(fair, walk), 2026).entries]
        ['village/open-day/2026', 'street/open-day/2026']
    """
    years = [
        build_calendar(plan, year, holidays=holidays, terms=terms, observances=observances)
        for plan in group.plans
    ]
    return Calendar(
        plan=group.cover,
        year=year,
        entries=in_time(
            _in_group(group, calendar.plan.id, entry)
            for calendar in years
            for entry in calendar.entries
        ),
        windows=(window for calendar in years for window in calendar.windows),
        unresolved=(
            attrs.evolve(
                undated, finding=undated.finding.at(calendar.plan.id, *undated.finding.path)
            )
            for calendar in years
            for undated in calendar.unresolved
        ),
        findings=(
            finding.at(calendar.plan.id, *finding.path)
            for calendar in years
            for finding in calendar.findings
        ),
        terms=terms,
    )


def _in_group(group: PlanGroup, plan: str, entry: Entry) -> Entry:
    """
    Return an entry of *plan* with the names that its body, venue and courses have in the group.
    """
    return attrs.evolve(
        entry,
        organizations=dict.fromkeys(group.body(plan, name) for name in entry.organizations),
        venue=None if entry.venue is None else group.place(plan, entry.venue),
        courses=(qualified(plan, name) for name in entry.courses),
    )


@attrs.frozen(kw_only=True)
class Clash:
    """
    Events of several plans on one day, of which one stands in the way of another.

    Attributes:
        day: The day.
        reason: What they have in common: a ``body`` that does both, a ``venue``,
            or an ``audience`` of a plan and of one below it.
        shared: The identifier of that; of two audiences the wider one.
        entries: The events, two or more. Of an audience the first is that of
            the upper plan, and the others are in its way.
    """

    day: date
    reason: ClashReason
    shared: str
    entries: tuple[Entry, ...]


def find_clashes(group: PlanGroup, calendar: Calendar) -> tuple[Clash, ...]:
    """
    Find events of different plans that are in each other's way (冲突).

    These are events on one day, at hours that overlap if both have hours, done
    by one body, or at one venue, or for the same people: an audience has the
    same people in a plan and in those above it, never in two communities.
    Tasks, themes and observances take nobody's time, and neither do events of
    more than three days. What one plan puts on one day is its own affair.

    Args:
        group: The plans.
        calendar: Their year, of `build_group_calendar`.

    Returns:
        The clashes, in order of time.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> from community_edu.organizations import Organization, TrainingNetwork
        >>> from community_edu.plans import Duty, Plan, merge_plans
        >>> def plan(name, kind):
        ...     return Plan(id=name, title=name, host="office", network=TrainingNetwork(
        ...         organizations=[Organization(id="office", name=name, kind=kind)]),
        ...         duties=[Duty(id="fair", name="游园", by=["office"],
        ...                      when=parse_rule("fixed(5, 8)"))])
        >>> group = merge_plans(plan("street", "subdistrict"), plan("village", "community"),
        ...                     same={"village.office": "street.office"})
        >>> (clash,) = find_clashes(group, build_group_calendar(group, 2026))
        >>> str(clash.day), clash.reason, clash.shared
        ('2026-05-08', 'body', 'street.office')
    """
    events = [
        entry
        for entry in calendar.entries
        if entry.kind == "event" and entry.span.days <= LONGEST_APPOINTMENT
    ]
    found = [*_met(group, events), *_of_audiences(group, events)]
    return tuple(sorted(found, key=lambda clash: (clash.day, clash.reason, clash.shared)))


_Days = dict[tuple[date, str, str], list[Entry]]  # by day, plan and audience


def plan_of(entry: Entry) -> str:
    """
    Return the identifier of the plan that an entry comes from.
    """
    return entry.id.partition("/")[0]


def _met(group: PlanGroup, events: Iterable[Entry]) -> Iterator[Clash]:
    """
    Yield the clashes of bodies and of venues.
    """
    met: dict[tuple[date, ClashReason, str], list[Entry]] = {}
    for entry in events:
        plan = plan_of(entry)
        duty = group.duties[f"{plan}/{entry.duty}"]
        taken: list[tuple[ClashReason, str]] = [("body", b) for b in group.doers(plan, duty)]
        if duty.venue is not None:
            taken.append(("venue", group.place(plan, duty.venue)))
        for day in _days(entry):
            for reason, shared in taken:
                met.setdefault((day, reason, shared), []).append(entry)
    for (day, reason, shared), entries in met.items():
        for together in _together(day, entries):
            yield Clash(day=day, reason=reason, shared=shared, entries=together)


def _days(entry: Entry) -> Iterator[date]:
    return (entry.span.start + timedelta(days=number) for number in range(entry.span.days))


def _together(day: date, entries: list[Entry]) -> Iterator[tuple[Entry, ...]]:
    """
    Yield those of *entries* that follow each other without a pause, if several plans have them.
    """
    run: list[Entry] = []
    until = datetime.combine(day, time())
    for start, end, entry in sorted(
        ((*_hours(entry, day), entry) for entry in entries), key=lambda hours: hours[:2]
    ):
        if start >= until:
            if _of_several(run):
                yield tuple(run)
            run = []
        run.append(entry)
        until = max(until, end)
    if _of_several(run):
        yield tuple(run)


def _of_several(entries: Iterable[Entry]) -> bool:
    return len({plan_of(entry) for entry in entries}) > 1


def _hours(entry: Entry, day: date) -> tuple[datetime, datetime]:
    """
    Return from when to when an entry takes *day*.
    """
    if isinstance(entry.start, datetime) and isinstance(entry.end, datetime):
        return entry.start, entry.end
    midnight = datetime.combine(day, time())
    return midnight, midnight + timedelta(days=1)


def _of_audiences(group: PlanGroup, events: Iterable[Entry]) -> Iterator[Clash]:
    """
    Yield the clashes of audiences: for each event, what stands in its way below.
    """
    people = _People(
        {str(one.id): tuple(group.cover.wider(one.id)) for one in group.cover.audiences}
    )
    dated = [(day, entry) for entry in events if entry.audiences for day in _days(entry)]
    for day, entry in dated:
        people.add(day, entry)
    order: dict[str, int] = {plan.id: index for index, plan in enumerate(group.plans)}
    ways: dict[tuple[date, str, str], list[Entry]] = {}
    for day, entry in dated:
        plan = plan_of(entry)
        peers = (peer for peer in group.beside[plan] if order[peer] < order[plan])
        for upper in (*group.above[plan], *peers):
            for one, audience in people.met(day, upper, entry):
                ways.setdefault((day, one.id, audience), [one]).append(entry)
    for (day, _, audience), entries in ways.items():
        yield Clash(day=day, reason="audience", shared=audience, entries=tuple(entries))


@attrs.frozen
class _People:
    """
    For whom events are, day by day and plan by plan.

    Attributes:
        wider: Each audience, with those of which it is part.
        named: The events for an audience.
        inside: The events for an audience or a part of it.
    """

    wider: Mapping[str, tuple[str, ...]]
    named: _Days = attrs.field(factory=_Days)
    inside: _Days = attrs.field(factory=_Days)

    def around(self, entry: Entry) -> dict[str, None]:
        """
        Return the audiences of an event, and those of which they are part.
        """
        return dict.fromkeys(name for one in entry.audiences for name in self.wider[one])

    def add(self, day: date, entry: Entry) -> None:
        plan = plan_of(entry)
        for name in entry.audiences:
            self.named.setdefault((day, plan, name), []).append(entry)
        for name in self.around(entry):
            self.inside.setdefault((day, plan, name), []).append(entry)

    def met(self, day: date, plan: str, entry: Entry) -> Iterator[tuple[Entry, str]]:
        """
        Yield the events of *plan* that *entry* is in the way of, with the wider audience.
        """
        found: dict[str, tuple[Entry, str]] = {}
        for name in self.around(entry):
            for one in self.named.get((day, plan, name), ()):
                found.setdefault(one.id, (one, name))
        for name in entry.audiences:
            for one in self.inside.get((day, plan, name), ()):
                found.setdefault(one.id, (one, name))
        begins, ends = _hours(entry, day)
        for one, name in found.values():
            start, end = _hours(one, day)
            if begins < end and start < ends:
                yield one, name
