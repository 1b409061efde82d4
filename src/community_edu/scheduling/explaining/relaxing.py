"""
Relaxations (放宽): small changes of a problem that might let there be a timetable.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import attrs

from community_edu.base import Text
from community_edu.calendars import ALWAYS, HoursSpan, WeeklyHours
from community_edu.organizations import BusyTime, Educator, Venue
from community_edu.scheduling.demands import AtMost, Demand, OwnDemand
from community_edu.scheduling.explaining.explanations import Relaxation
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import Requirement, SubjectKind
from community_edu.scheduling.explaining.words import HalfDay, Teller, both
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection

HALF_DAY, MORE_WORK, LOOSER_PIN, LOOSER_RULE, ANY_TIME = 1, 2, 2, 3, 3
MORE_SEATS, OTHER_PERSON, MORE_ROOM, FEWER_MEETINGS, LEFT_OUT = 3, 4, 5, 6, 8
"""
What a change asks of people: half a day more of somebody's time the least, a class that
is left out the most.
"""

Item = TypeVar("Item", TimetableSection, Venue, Educator)


def relaxations(ground: Ground, conflict: Sequence[Requirement]) -> tuple[Relaxation, ...]:
    """
    Return changes that loosen one requirement of *conflict* each, the least costly first.

    Whether they are enough has to be tried.
    """
    found = [one for requirement in conflict for one in _Loosening(ground).of(requirement)]
    return tuple(sorted(found, key=lambda one: one.cost))


def replaced(items: Iterable[Item], new: Item) -> tuple[Item, ...]:
    """
    Return *items* with the one of the same `id` as *new* being *new*.
    """
    return tuple(new if one.id == new.id else one for one in items)


@attrs.frozen(slots=False)
class _Loosening:
    ground: Ground

    @property
    def problem(self) -> TimetableProblem:
        return self.ground.problem

    @property
    def teller(self) -> Teller:
        return Teller(self.ground)

    def of(self, requirement: Requirement) -> Iterator[Relaxation]:
        """
        Yield changes that loosen one requirement.
        """
        demand = self.ground.demands.get(requirement.demand)
        kind = getattr(demand, "kind", requirement.demand)
        loosen = self._ways.get((kind, requirement.of))
        if loosen is not None:
            for subject in requirement.subjects:
                yield from loosen(subject)
        elif isinstance(demand, Demand):
            yield self._softer(demand)

    @property
    def _ways(self) -> dict[tuple[str, SubjectKind], Callable[[str], Iterator[Relaxation]]]:
        return {
            ("every-session", "section"): self._fewer,
            ("educator-available", "educator"): self._longer_free,
            ("venue-open", "venue"): self._longer_open,
            ("no-clash", "venue"): self._second_room,
            ("no-clash", "educator"): self._second_person,
            ("capacity", "section"): self._more_seats,
            ("suitable-venue", "section"): self._any_venue,
            ("qualified", "section"): self._anybody,
            ("pinned", "section"): self._unpinned,
            ("working-limits", "educator"): self._more_work,
        }

    def _section(self, subject: str) -> TimetableSection:
        return self.problem.sections[self.ground.section_numbers[subject]]

    def _venue(self, subject: str) -> Venue:
        return self.problem.venues[self.ground.venue_numbers[subject]]

    def _educator(self, subject: str) -> Educator:
        return self.problem.educators[self.ground.educator_numbers[subject]]

    def _fewer(self, subject: str) -> Iterator[Relaxation]:
        section = self._section(subject)
        title, number = section.title, section.sessions - 1
        if number:
            fewer = attrs.evolve(section, sessions=number)
            text = both(
                f"“{title.zh}”少上 1 次，上 {number} 次",
                f"'{title.to('en')}' has one meeting less: {number}",
            )
            changed = attrs.evolve(
                self.problem,
                sections=replaced(self.problem.sections, fewer),
                pins=[
                    pin
                    for pin in self.problem.pins
                    if pin.section != section.id or (pin.number or 1) <= number
                ],
            )
            yield Relaxation(text=text, cost=FEWER_MEETINGS, of=f"fewer {subject}", problem=changed)
        text = both(f"不开“{title.zh}”", f"'{title.to('en')}' is not held")
        changed = self._without(section)
        yield Relaxation(text=text, cost=LEFT_OUT, of=f"held {subject}", problem=changed)

    def _without(self, section: TimetableSection) -> TimetableProblem:
        def about(rule: Demand | OwnDemand) -> bool:
            return section.id in {
                getattr(rule, "before", ""),
                getattr(rule, "after", ""),
                getattr(rule, "section", ""),
            }

        return attrs.evolve(
            self.problem,
            sections=[one for one in self.problem.sections if one.id != section.id],
            pins=[pin for pin in self.problem.pins if pin.section != section.id],
            rules=[rule for rule in self.problem.rules if not about(rule)],
        )

    def _longer_free(self, subject: str) -> Iterator[Relaxation]:
        one = self._educator(subject)
        for when, hours, busy, cost in self._longer(one):
            text = both(
                f"“{one.name.zh}”{when.zh}也有空",
                f"'{one.name.to('en')}' is free {when.to('en')} too",
            )
            more = replaced(self.problem.educators, attrs.evolve(one, hours=hours, busy=busy))
            changed = attrs.evolve(self.problem, educators=more)
            yield Relaxation(text=text, cost=cost, of=f"hours {subject}", problem=changed)

    def _longer_open(self, subject: str) -> Iterator[Relaxation]:
        one = self._venue(subject)
        for when, hours, busy, cost in self._longer(one):
            text = both(
                f"“{one.name.zh}”{when.zh}也可用",
                f"'{one.name.to('en')}' can be had {when.to('en')} too",
            )
            more = replaced(self.problem.venues, attrs.evolve(one, hours=hours, busy=busy))
            changed = attrs.evolve(self.problem, venues=more)
            yield Relaxation(text=text, cost=cost, of=f"hours {subject}", problem=changed)

    def _longer(
        self, one: Educator | Venue
    ) -> Iterator[tuple[Text, WeeklyHours, list[BusyTime], int]]:
        """
        Yield each half-day that is not free, and all of them, with the hours they make.
        """
        grid = self.ground.grid
        free = grid.without(grid.can_begin(1, one.hours), 1, one.busy)
        half_days: dict[HalfDay, list[int]] = {}
        for day in grid.weekdays:
            for period in range(grid.periods):
                half_days.setdefault((day, self.teller.part(period)), []).append(period)
        for (day, part), periods in half_days.items():
            cells = sum(
                grid.spread(grid.taught[day]) << (day * grid.periods + period) for period in periods
            )
            if cells & ~free:
                span = HoursSpan(day, grid.starts[periods[0]], grid.ends[periods[-1]])
                busy = [taken for taken in one.busy if grid.without(cells, 1, [taken]) == cells]
                when = self.teller.half_days([(day, part)])
                yield (
                    both(when.zh, f"on {when.to('en')}"),
                    WeeklyHours([*one.hours.spans, span]),
                    busy,
                    HALF_DAY,
                )
        yield both("其他任何时间", "at any other time"), ALWAYS, [], ANY_TIME

    def _second_room(self, subject: str) -> Iterator[Relaxation]:
        venue = self._venue(subject)
        known = self.ground.venue_numbers
        second = attrs.evolve(venue, id=_new(venue.id, known), name=_again(venue.name))
        sections = [
            attrs.evolve(one, venues=[*one.venues, second.id]) if venue.id in one.venues else one
            for one in self.problem.sections
        ]
        if venue.place is None and venue.owner is None:
            second = attrs.evolve(second, place=venue.where)
        text = both(
            f"再有一间与“{venue.name.zh}”相同的教室",
            f"there is one more venue like '{venue.name.to('en')}'",
        )
        venues = [*self.problem.venues, second]
        changed = attrs.evolve(self.problem, sections=sections, venues=venues)
        yield Relaxation(text=text, cost=MORE_ROOM, of=f"second {subject}", problem=changed)

    def _second_person(self, subject: str) -> Iterator[Relaxation]:
        one = self._educator(subject)
        known = self.ground.educator_numbers
        second = attrs.evolve(one, id=_new(one.id, known), name=_again(one.name))
        sections = [
            attrs.evolve(section, educators=[*section.educators, second.id])
            if one.id in section.educators
            else section
            for section in self.problem.sections
        ]
        text = both(
            f"再有一位与“{one.name.zh}”同样条件的教师",
            f"there is one more educator like '{one.name.to('en')}'",
        )
        educators = [*self.problem.educators, second]
        changed = attrs.evolve(self.problem, sections=sections, educators=educators)
        yield Relaxation(text=text, cost=MORE_ROOM, of=f"second {subject}", problem=changed)

    def _more_seats(self, subject: str) -> Iterator[Relaxation]:
        section = self._section(subject)
        for venue in self.problem.venues_of(section):
            if venue.capacity is not None and venue.capacity < section.size:
                more = section.size - venue.capacity
                text = both(
                    f"“{venue.name.zh}”多容纳 {more} 人，共 {section.size} 人",
                    f"'{venue.name.to('en')}' holds {more} more: {section.size}",
                )
                larger = attrs.evolve(venue, capacity=section.size)
                venues = replaced(self.problem.venues, larger)
                changed = attrs.evolve(self.problem, venues=venues)
                yield Relaxation(text=text, cost=MORE_SEATS, of=f"seats {subject}", problem=changed)

    def _any_venue(self, subject: str) -> Iterator[Relaxation]:
        section = self._section(subject)
        if len(self.problem.venues_of(section)) < len(self.problem.venues):
            title = section.title
            text = both(f"“{title.zh}”可用任何教室", f"'{title.to('en')}' can be in any venue")
            free = attrs.evolve(section, venues=(), venue_kinds=(), equipment=(), place=None)
            sections = replaced(self.problem.sections, free)
            changed = attrs.evolve(self.problem, sections=sections)
            yield Relaxation(text=text, cost=OTHER_PERSON, of=f"venue {subject}", problem=changed)

    def _anybody(self, subject: str) -> Iterator[Relaxation]:
        section, known = self._section(subject), self.ground.educator_numbers
        other = Educator(id=_new("another", known), name=_ANOTHER)
        able = [one.id for one in self.problem.educators_of(section)]
        taught = attrs.evolve(section, educators=[*able, other.id])
        text = both(
            f"“{section.title.zh}”由另一位随时有空的教师上",
            f"'{section.title.to('en')}' is taught by another educator, free at any time",
        )
        changed = attrs.evolve(
            self.problem,
            sections=replaced(self.problem.sections, taught),
            educators=[*self.problem.educators, other],
        )
        yield Relaxation(text=text, cost=OTHER_PERSON, of=f"person {subject}", problem=changed)

    def _unpinned(self, subject: str) -> Iterator[Relaxation]:
        title = self._section(subject).title
        text = both(f"“{title.zh}”不再固定", f"'{title.to('en')}' is no longer pinned")
        pins = [pin for pin in self.problem.pins if pin.section != subject]
        changed = attrs.evolve(self.problem, pins=pins)
        yield Relaxation(text=text, cost=LOOSER_PIN, of=f"pin {subject}", problem=changed)

    def _more_work(self, subject: str) -> Iterator[Relaxation]:
        one = self._educator(subject)
        minutes = max(
            (
                at.minutes
                for session in self.ground.sessions
                for at in self.ground.choices(session).times[:1]
            ),
            default=0,
        )
        more = attrs.evolve(
            one,
            daily_minutes=None if one.daily_minutes is None else one.daily_minutes + minutes,
            weekly_minutes=None if one.weekly_minutes is None else one.weekly_minutes + minutes,
            sessions=None if one.sessions is None else one.sessions + 1,
        )
        limits = self.teller.limits(more)
        text = both(f"放宽工作量：{limits.zh}", f"with more work: {limits.en}")
        changed = attrs.evolve(self.problem, educators=replaced(self.problem.educators, more))
        yield Relaxation(text=text, cost=MORE_WORK, of=f"work {subject}", problem=changed)

    def _softer(self, demand: Demand) -> Relaxation:
        asked = demand.text
        if isinstance(demand, AtMost):
            most = demand.most + 1
            looser: Demand = attrs.evolve(demand, most=most)
            text = both(f"“{asked.zh}”放宽到 {most} 次", f"'{asked.to('en')}' becomes {most}")
        else:
            looser = attrs.evolve(demand, weight=1)
            text = both(f"“{asked.zh}”改为尽量满足", f"'{asked.to('en')}' becomes a wish")
        rules = [rule for rule in self.problem.rules if rule.id != demand.id]
        changed = attrs.evolve(self.problem, rules=[*rules, looser])
        return Relaxation(text=text, cost=LOOSER_RULE, of=f"rule {demand.id}", problem=changed)


_ANOTHER = Text("另一位教师", en="another educator")


def _again(name: Text) -> Text:
    return both(f"{name.zh}（增）", f"{name.to('en')} (added)")


def _new(wanted: str, known: Iterable[str]) -> str:
    """
    Return an identifier like *wanted* that nobody has.
    """
    taken, number = set(known), 2
    while f"{wanted[:70]}-{number}" in taken:
        number += 1
    return f"{wanted[:70]}-{number}"
