"""
Meetings that want the same few people, venues or groups over the days and weeks of a term.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.scheduling.demands import AtMost, Counted, NoClash, WorkingLimits
from community_edu.scheduling.explaining.choices import NONE
from community_edu.scheduling.explaining.counting.views import (
    Options,
    Shortage,
    View,
    objecting,
)
from community_edu.scheduling.explaining.nesting import NOWHERE, Nest, Overfull
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.words import Teller
from community_edu.scheduling.instances.grid import Time
from community_edu.scheduling.timetables import Placement

Moment = tuple[str, int, int, int]
"""
A subject, a week, a weekday and a period, all from 0.
"""

KINDS: tuple[Counted, ...] = ("educator", "venue", "group", "section")


def pooled(view: View) -> Iterator[Shortage]:
    """
    Yield meetings with more sessions than whoever could have them may have.

    A meeting of every week is counted in each week by itself, and together with single
    sessions. What has a place in `View.made` keeps it as long as nobody needs it.
    """
    for of in KINDS:
        pool = _Pool(view, of)
        if pool.limited:
            yield from pool.shortages()


@attrs.frozen
class _Wish:
    """
    One session: a meeting, in one of its weeks.

    Attributes:
        one: The meeting.
        subjects: Who could have it, and when.
        week: The week; `NONE` for a single session.
    """

    one: Options
    subjects: Mapping[str, Sequence[Time]]
    week: int


@attrs.frozen
class _Bound:
    """
    How many sessions at most a subject has, at a time or over a longer one.

    Attributes:
        most: How many.
        unit: Who asks it.
    """

    most: int
    unit: Unit


@attrs.frozen(slots=False)
class _Pool:
    view: View
    of: Counted

    @property
    def limited(self) -> bool:
        """
        Tell whether there can be a shortage that no other check names.
        """
        ground = self.view.ground
        return (
            any(one.of == self.of for one in ground.hard(AtMost))
            or (self.of == "educator" and bool(ground.hard(WorkingLimits)) and self._working)
            or (
                any(one.of == self.of for one in ground.hard(NoClash))
                and len({one.times[0].week is None for one in self.view.options}) > 1
            )
        )

    @property
    def _working(self) -> bool:
        """
        Tell whether anybody teaches no more than so much.
        """
        return any(
            most is not None
            for one in self.view.ground.problem.educators
            for most in (one.daily_minutes, one.weekly_minutes, one.sessions)
        )

    def shortages(self) -> Iterator[Shortage]:
        """
        Yield what is short.
        """
        made: dict[tuple[str, int, int], Placement] = {
            (one.section, one.number, week): one
            for one in self.view.made
            for week in one.weeks.among(self.view.ground.grid.number)
        }
        seated: set[int] = set()
        for number, wish in enumerate(self._wishes):
            moment = self._moment(wish, made)
            if moment is not None and self._nest.put(number, self._limit(moment)):
                seated.add(number)
        for number in range(len(self._wishes)):
            over = None if number in seated else self._nest.seat(number)
            if over is not None:
                yield self._shortage(over)

    @cached_property
    def _wishes(self) -> tuple[_Wish, ...]:
        return tuple(
            _Wish(one, subjects, week)
            for one in self.view.options
            for subjects in self._subjects(one)
            for week in self._weeks(one)
        )

    def _weeks(self, one: Options) -> Iterator[int]:
        if one.times[0].week is not None:
            yield NONE
            return
        for week in range(self.view.ground.grid.number):
            if one.always >> week & 1:
                yield week

    def _subjects(self, one: Options) -> Iterator[Mapping[str, Sequence[Time]]]:
        """
        Yield whom a meeting needs: one of several, or one group after the other.
        """
        problem = self.view.ground.problem
        section = problem.sections[one.session.section]
        if self.of == "section":
            yield {section.id: one.times}
        elif self.of == "group":
            yield from ({group: one.times} for group in dict.fromkeys(section.groups))
        elif self.of == "venue":
            if NONE not in one.venues:
                yield {problem.venues[v].id: times for v, times in one.venues.items()}
        elif NONE not in one.educators:
            yield {problem.educators[e].id: times for e, times in one.educators.items()}

    def _moment(self, wish: _Wish, made: Mapping[tuple[str, int, int], Placement]) -> Moment | None:
        """
        Return when and with whom a session was placed, if it was.
        """
        section = self.view.ground.problem.sections[wish.one.session.section].id
        number = wish.one.session.number
        weeks = (wish.week,) if wish.week != NONE else range(self.view.ground.grid.number)
        for week in weeks:
            there = made.get((section, number, week + 1))
            if there is not None:
                with_whom = {"educator": there.educator, "venue": there.venue}
                subject = with_whom.get(self.of) or next(iter(wish.subjects))
                day = WEEKDAYS.index(there.weekday)
                return subject, week, day, there.period - 1
        return None

    # Limits

    @cached_property
    def _nest(self) -> Nest:
        return Nest(self._wants)

    @cached_property
    def _wanted(self) -> dict[int, tuple[int, ...]]:
        return {}

    def _wants(self, number: int) -> tuple[int, ...]:
        if number not in self._wanted:
            wish = self._wishes[number]
            found = (
                self._open(subject, wish.week, tuple(times))
                for subject, times in wish.subjects.items()
            )
            self._wanted[number] = tuple(dict.fromkeys(chain.from_iterable(found)))
        return self._wanted[number]

    @cached_property
    def _opened(self) -> dict[tuple[str, int, tuple[Time, ...]], tuple[int, ...]]:
        return {}

    def _open(self, subject: str, week: int, times: tuple[Time, ...]) -> tuple[int, ...]:
        """
        Return the limits within which a subject has *times*, in one week.
        """
        key = subject, week, times
        if key not in self._opened:
            moments = (
                (subject, week if at.week is None else at.week, at.weekday, at.period)
                for at in times
            )
            self._opened[key] = tuple(dict.fromkeys(map(self._limit, moments)))
        return self._opened[key]

    @cached_property
    def _innermost(self) -> dict[Moment, int]:
        return {}

    def _limit(self, moment: Moment) -> int:
        """
        Return the innermost limit on a subject at one time.
        """
        if moment not in self._innermost:
            limit = NOWHERE
            for wide, bound in enumerate(self._bounds(moment[0]), 1):
                if bound is not None:
                    limit = self._number(moment[:wide], bound, limit)
            self._innermost[moment] = limit
        return self._innermost[moment]

    @cached_property
    def _numbers(self) -> dict[tuple[str | int, ...], int]:
        return {}

    @cached_property
    def _units(self) -> dict[int, Unit]:
        return {}

    def _number(self, where: tuple[str | int, ...], bound: _Bound, within: int) -> int:
        if where not in self._numbers:
            number = self._nest.limit(bound.most, within)
            self._numbers[where], self._units[number] = number, bound.unit
        return self._numbers[where]

    @cached_property
    def _known(self) -> dict[str, tuple[_Bound | None, ...]]:
        return {}

    def _bounds(self, subject: str) -> tuple[_Bound | None, ...]:
        """
        Return what bounds the sessions of a subject in the term, a week, on a day, at a time.
        """
        if subject not in self._known:
            found: dict[str, list[_Bound]] = {"term": [], "week": [], "day": [], "time": []}
            for per, most, demand in self._asked(subject):
                unit = Unit(demand, self.of, (subject,))
                if unit in self.view.active:
                    found[per].append(_Bound(most, unit))
            self._known[subject] = tuple(
                min(some, key=lambda one: one.most, default=None) for some in found.values()
            )
        return self._known[subject]

    def _asked(self, subject: str) -> Iterator[tuple[str, int, str]]:
        """
        Yield over how long a subject may have how many sessions, and which demand says so.
        """
        ground = self.view.ground
        for demand in ground.hard(AtMost):
            if demand.of == self.of:
                yield demand.per, demand.most, demand.id
        for clash in ground.hard(NoClash):
            if clash.of == self.of or (clash.of, self.of) == ("group", "section"):
                yield "time", 1, clash.id
        for working in ground.hard(WorkingLimits) if self.of == "educator" else ():
            one = ground.problem.educators[ground.educator_numbers[subject]]
            for per, most in (("day", one.daily_minutes), ("week", one.weekly_minutes)):
                if most is not None:
                    yield per, most // self._shortest, working.id
            if one.sessions is not None:
                yield "term", one.sessions, working.id

    @cached_property
    def _shortest(self) -> int:
        """
        The minutes of the shortest session.
        """
        return min(at.minutes for one in self.view.options for at in one.times)

    # What is short

    def _shortage(self, over: Overfull) -> Shortage:
        sessions = list(dict.fromkeys(self._wishes[each].one.session for each in over.wanting))
        bounds = dict.fromkeys(self._units[each] for each in over.limits)
        subjects = list(dict.fromkeys(unit.subjects[0] for unit in bounds))
        ground = self.view.ground
        held = dict.fromkeys(ground.held(one.section) for one in sessions)
        there = sum(self._nest.most(each) for each in over.limits)
        needed = len(over.wanting)
        return Shortage(
            units=tuple(dict.fromkeys([*held, *bounds, *objecting(self.view, sessions)])),
            needed=needed,
            there=there,
            text=Teller(ground).pooled(self.of, sessions, subjects, needed, there),
        )
