"""
The amount of each demand, counted once more by its description, with plain double loops.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.organizations import Educator, Venue
from community_edu.scheduling import demands
from community_edu.scheduling.demands import Demand
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import Placement, Timetable


@attrs.frozen(eq=False)
class Lesson:
    """
    One session, taken apart.
    """

    place: Placement
    week: int
    start: datetime
    end: datetime
    problem: TimetableProblem

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def section(self) -> TimetableSection | None:
        return next((one for one in self.problem.sections if one.id == self.place.section), None)

    @property
    def venue(self) -> Venue | None:
        return next((one for one in self.problem.venues if one.id == self.place.venue), None)

    @property
    def educator(self) -> Educator | None:
        return next((one for one in self.problem.educators if one.id == self.place.educator), None)

    @property
    def periods(self) -> list[int]:
        """
        The periods during which it is held.
        """
        return [
            number
            for number, period in enumerate(self.problem.weeks.periods)
            if period.start < self.end.time() and self.start.time() < period.end
        ]

    def names(self, of: str) -> list[str]:
        """
        Which venue, educator, section or groups it takes.
        """
        if of == "group":
            return list(self.section.groups) if self.section else []
        name: str | None = getattr(self.place, of)
        return [] if name is None else [name]

    def within(self, spans: Iterable[Any], weekday: int) -> bool:
        """
        Whether every minute of it is in some of *spans*.
        """
        first = self.start.hour * 60 + self.start.minute
        last = self.end.hour * 60 + self.end.minute
        inside = {
            minute
            for span in spans
            if span.weekday == weekday
            for minute in range(span.start, span.end)
        }
        return set(range(first, last)) <= inside

    def free(self, one: Venue | Educator) -> bool:
        """
        Whether a venue or an educator can be had for it.
        """
        busy = any(time.start < self.end and self.start < time.end for time in one.busy)
        return not busy and self.within(one.hours.spans, WEEKDAYS.index(self.place.weekday))


@attrs.frozen
class Amounts:
    """
    A timetable, and how to count.
    """

    problem: TimetableProblem
    timetable: Timetable

    @property
    def lessons(self) -> list[Lesson]:
        """
        Every session, from the calendar itself.
        """
        weeks = self.problem.weeks
        found: list[Lesson] = []
        for place in self.timetable.placements:
            section = next((one for one in self.problem.sections if one.id == place.section), None)
            length = section.length if section else 1
            for week in self.weeks(place):
                day = weeks.day_of(week, place.weekday)
                if day and place.period >= 1 and place.period + length - 1 <= len(weeks.periods):
                    first, last = (
                        weeks.periods[place.period - 1],
                        weeks.periods[place.period + length - 2],
                    )
                    start, end = datetime.combine(day, first.start), datetime.combine(day, last.end)
                    found.append(Lesson(place, week, start, end, self.problem))
        return found

    def weeks(self, place: Placement) -> list[int]:
        """
        The weeks that both the placement and its section have.
        """
        number = self.problem.weeks.number
        section = next((one for one in self.problem.sections if one.id == place.section), None)
        wide = section.weeks.among(number) if section else range(1, number + 1)
        return [week for week in place.weeks.among(number) if week in wide]

    def amount(self, demand: object) -> int:
        """
        Count one demand.
        """
        count: Callable[[Any], int] = getattr(self, type(demand).__name__)
        return count(demand)

    def each(self, wrong: Callable[[Lesson], bool]) -> int:
        return sum(wrong(one) for one in self.lessons)

    def pairs(self, wrong: Callable[[Lesson, Lesson], bool]) -> int:
        return sum(wrong(one, other) for one, other in combinations(self.lessons, 2))

    def all_names(self, of: str) -> set[str]:
        return {name for one in self.lessons for name in one.names(of)}

    def NoClash(self, demand: demands.NoClash) -> int:  # noqa: N802
        def clash(one: Lesson, other: Lesson) -> bool:
            together = one.start < other.end and other.start < one.end
            shared = bool(set(one.names(demand.of)) & set(other.names(demand.of)))
            if demand.of == "group":
                shared = shared or one.place.section == other.place.section
            return together and shared

        return self.pairs(clash)

    def Capacity(self, _: Demand) -> int:  # noqa: N802
        return sum(
            max(0, one.section.size - one.venue.capacity)
            for one in self.lessons
            if one.section and one.venue and one.venue.capacity is not None
        )

    def SuitableVenue(self, _: Demand) -> int:  # noqa: N802
        def wrong(one: Lesson) -> bool:
            if one.place.venue is None:
                return bool(self.problem.venues)
            return one.section is not None and one.venue not in self.problem.venues_of(one.section)

        return self.each(wrong)

    def Qualified(self, _: Demand) -> int:  # noqa: N802
        return self.each(
            lambda one: (
                one.section is not None
                and one.section.taught
                and one.educator not in self.problem.educators_of(one.section)
            )
        )

    def SameEducator(self, _: Demand) -> int:  # noqa: N802
        total = 0
        for section in self.all_names("section"):
            for week in range(1, self.problem.weeks.number + 1):
                names = {
                    one.place.educator
                    for one in self.lessons
                    if (one.place.section, one.week) == (section, week) and one.place.educator
                }
                total += max(0, len(names) - 1)
        return total

    def EducatorAvailable(self, _: Demand) -> int:  # noqa: N802
        return self.each(lambda one: one.educator is not None and not one.free(one.educator))

    def VenueOpen(self, _: Demand) -> int:  # noqa: N802
        return self.each(lambda one: one.venue is not None and not one.free(one.venue))

    def Pinned(self, _: Demand) -> int:  # noqa: N802
        total = 0
        for pin in self.problem.pins:
            for place in self.timetable.placements:
                if place.section == pin.section and pin.number in {None, place.number}:
                    same = (
                        pin.weekday in {None, place.weekday}
                        and pin.period in {None, place.period}
                        and pin.venue in {None, place.venue}
                        and pin.educator in {None, place.educator}
                        and (pin.week is None or self.weeks(place) == [pin.week])
                    )
                    total += not same
        return total

    def WorkingLimits(self, _: Demand) -> int:  # noqa: N802
        total = 0
        for educator in self.problem.educators:
            own = [one for one in self.lessons if one.educator is educator]
            minutes = {id(one): int((one.end - one.start) / timedelta(minutes=1)) for one in own}
            for limit, key in (
                (educator.daily_minutes, "day"),
                (educator.weekly_minutes, "week"),
            ):
                if limit is not None:
                    for bucket in {getattr(one, key) for one in own}:
                        taken = sum(minutes[id(one)] for one in own if getattr(one, key) == bucket)
                        total += max(0, taken - limit)
            if educator.sessions is not None:
                total += max(0, len(own) - educator.sessions)
        return total

    def _ways(self, wrong: Callable[[int, float], bool]) -> int:
        def hurried(one: Lesson, other: Lesson) -> bool:
            if one.start > other.start:
                one, other = other, one
            if one.place.educator is None or one.place.educator != other.place.educator:
                return False
            if one.day != other.day or other.start < one.end or not (one.venue and other.venue):
                return False
            gap = (other.start - one.end) / timedelta(minutes=1)
            return wrong(self.problem.travel.between(one.venue.where, other.venue.where), gap)

        return self.pairs(hurried)

    def EnoughTravel(self, _: Demand) -> int:  # noqa: N802
        return self._ways(lambda way, gap: gap < way)

    def ShortWays(self, demand: demands.ShortWays) -> int:  # noqa: N802
        return self._ways(lambda way, gap: way > demand.longer_than and gap <= demand.within)

    def NearHome(self, demand: demands.NearHome) -> int:  # noqa: N802
        return self.each(
            lambda one: (
                one.educator is not None
                and one.educator.home is not None
                and one.venue is not None
                and self.problem.travel.between(one.educator.home, one.venue.where) > demand.minutes
            )
        )

    def NotOversized(self, demand: demands.NotOversized) -> int:  # noqa: N802
        return self.each(
            lambda one: (
                one.section is not None
                and one.section.size > 0
                and one.venue is not None
                and one.venue.capacity is not None
                and one.venue.capacity > demand.times * one.section.size
            )
        )

    def SameVenue(self, _: Demand) -> int:  # noqa: N802
        total = 0
        for section in self.all_names("section"):
            own = [one for one in self.lessons if one.place.section == section]
            total += max(0, len({one.place.venue for one in own if one.place.venue}) - 1)
        return total

    def FairLoad(self, demand: demands.FairLoad) -> int:  # noqa: N802
        may = [
            one for section in self.problem.sections for one in self.problem.educators_of(section)
        ]
        loads = [
            sum(one.educator is educator for one in self.lessons)
            for educator in may
            if not demand.employment or educator.employment == demand.employment
        ]
        return max(loads, default=0) - min(loads, default=0)

    def PreferHours(self, demand: demands.PreferHours) -> int:  # noqa: N802
        free: Collection[int] = ()
        if demand.any_time_in:
            free = demand.any_time_in.among(self.problem.weeks.number)

        def outside(one: Lesson) -> bool:
            audiences = one.section.audiences if one.section else ()
            asked = (
                (not demand.audience or demand.audience in audiences)
                and demand.section in {"", one.place.section}
                and demand.educator in {"", one.place.educator}
                and one.week not in free
            )
            return asked and not one.within(demand.hours.spans, one.day.weekday())

        return self.each(outside)

    def AtMost(self, demand: demands.AtMost) -> int:  # noqa: N802
        total = 0
        for name in self.all_names(demand.of):
            own = [one for one in self.lessons if name in one.names(demand.of)]
            keys = [{"day": one.day, "week": one.week, "term": 0}[demand.per] for one in own]
            total += sum(max(0, keys.count(key) - demand.most) for key in set(keys))
        return total

    def NoGaps(self, demand: demands.NoGaps) -> int:  # noqa: N802
        total = 0
        for name in self.all_names(demand.of):
            own = [one for one in self.lessons if name in one.names(demand.of)]
            for day in {one.day for one in own}:
                taken = {period for one in own if one.day == day for period in one.periods}
                total += len(set(range(min(taken), max(taken))) - taken)
        return total

    def NoLoneSession(self, demand: demands.NoLoneSession) -> int:  # noqa: N802
        total = 0
        for name in self.all_names(demand.of):
            own = [one for one in self.lessons if name in one.names(demand.of)]
            for one in own:
                beside = [
                    other
                    for other in own
                    if other.day == one.day
                    and (
                        other.periods[-1] + 1 == one.periods[0]
                        or one.periods[-1] + 1 == other.periods[0]
                    )
                ]
                total += not beside
        return total

    def Spread(self, _: Demand) -> int:  # noqa: N802
        total = 0
        for section in self.problem.sections:
            own = [one for one in self.lessons if one.section is section]
            days = {str(one.day) if section.per == "term" else one.place.weekday for one in own}
            wanted = section.sessions if section.days is None else section.days
            if section.sessions > 1:
                total += max(0, min(wanted, section.sessions) - len(days))
        return total

    def Precedence(self, demand: demands.Precedence) -> int:  # noqa: N802
        def of(section: str) -> dict[int, list[Lesson]]:
            own = [one for one in self.lessons if one.place.section == section]
            return {
                number: [one for one in own if one.place.number == number]
                for number in {one.place.number for one in own}
            }

        return sum(
            max(one.end for one in before) > min(one.start for one in after)
            for before in of(demand.before).values()
            for after in of(demand.after).values()
        )

    def Apart(self, demand: demands.Apart) -> int:  # noqa: N802
        def near(one: Lesson, other: Lesson) -> bool:
            shared = bool(set(one.names(demand.of)) & set(other.names(demand.of)))
            single = all(each.section and each.section.per == "term" for each in (one, other))
            return shared and single and abs(one.day - other.day).days < demand.days

        return self.pairs(near)

    def AwayFrom(self, demand: demands.AwayFrom) -> int:  # noqa: N802
        def near(one: Lesson) -> bool:
            audiences = one.section.audiences if one.section else ()
            asked = not demand.audience or demand.audience in audiences
            return asked and any(abs(one.day - day).days <= demand.days for day in demand.dates)

        return self.each(near)

    def EverySession(self, _: Demand) -> int:  # noqa: N802
        total = 0
        weeks = self.problem.weeks
        known = {section.id for section in self.problem.sections}
        wanted = {
            (section.id, number): section
            for section in self.problem.sections
            for number in range(1, section.sessions + 1)
        }
        for place in self.timetable.placements:
            if place.section in known and (place.section, place.number) not in wanted:
                total += len(self.weeks(place))
        for key, section in wanted.items():
            own = [one for one in self.timetable.placements if (one.section, one.number) == key]
            placed = [week for one in own for week in self.weeks(one)]
            if section.per == "term":
                total += (not own) + max(0, len(placed) - 1)
            else:
                for week in section.weeks.among(weeks.number):
                    taught = any(weeks.day_of(week, day) for day in weeks.weekdays)
                    total += taught and week not in placed
                    total += max(0, placed.count(week) - 1)
            held = [one for one in self.lessons if (one.place.section, one.place.number) == key]
            total += bool(own) and not held
        return total

    def NoneLost(self, _: Demand) -> int:  # noqa: N802
        return sum(
            self.problem.weeks.day_of(week, place.weekday) is None
            for place in self.timetable.placements
            for week in self.weeks(place)
        )

    def OnGrid(self, _: Demand) -> int:  # noqa: N802
        weeks = self.problem.weeks
        total = 0
        for place in self.timetable.placements:
            section = next((one for one in self.problem.sections if one.id == place.section), None)
            numbers = range(place.period, place.period + (section.length if section else 1))
            known = all(1 <= number <= len(weeks.periods) for number in numbers)
            parts = {weeks.periods[number - 1].part for number in numbers} if known else set[str]()
            right = place.weekday in weeks.weekdays and len(parts) == 1 and self.weeks(place)
            total += not right
        return total
