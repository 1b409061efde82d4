"""
Sections that have to come one after the other, and do not all find time for that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta

import attrs

from community_edu.scheduling.demands import Apart, Precedence
from community_edu.scheduling.explaining.choices import Session
from community_edu.scheduling.explaining.counting.views import (
    Options,
    Shortage,
    View,
    Window,
    objecting,
)
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.words import Teller
from community_edu.scheduling.instances.grid import Time

FIRST = datetime(1, 1, 1)  # noqa: DTZ001
MINUTE = timedelta(minutes=1)


@attrs.frozen
class _Bound:
    """
    What keeps a section from beginning before a moment.

    Attributes:
        at: The moment, in minutes.
        first: The section that comes before it.
        units: The requirements that ask it.
    """

    at: int
    first: int
    units: tuple[Unit, ...]


@attrs.frozen
class _Held:
    """
    When a section is held at the earliest.

    Attributes:
        at: The time of the meeting that is over last.
        over: When that is over, in minutes.
        bound: What keeps it from being sooner, if anything does.
    """

    at: Time
    over: int
    bound: _Bound | None


def ordered(view: View) -> Iterator[Shortage]:
    """
    Yield chains of sections of which the last cannot wait until those before it are over.

    Each is taken to be held as soon as those before it are over and, if both are single
    sessions of a group whose sessions are days apart, so many days later.
    """
    order = _Order(view)
    for s, bound in order.bounds():
        for one in order.meetings[s]:
            if bound is not None and not order.fitting(one, bound):
                yield order.shortage(s, one, bound)
                break


def windows(view: View) -> Mapping[int, Window]:
    """
    Return when sections can be that have to come one after the other.
    """
    found: dict[int, Window] = {}
    for backward in (False, True):
        order = _Order(view, backward)
        for s, bound in order.bounds():
            if bound is not None:
                at = FIRST + abs(bound.at) * MINUTE
                known = found.get(s, Window())
                found[s] = Window(
                    known.after if backward else at,
                    at if backward else known.until,
                    (*known.units, *order.reasons(bound)),
                )
    return found


@attrs.define(slots=False)
class _Order:
    """
    Sections with an order, each held as soon as can be; backward: as late as can be.
    """

    view: View
    backward: bool = False

    def __attrs_post_init__(self) -> None:
        ground = self.view.ground
        asked = [
            (unit, ground.section_numbers[one.before], ground.section_numbers[one.after])
            for one in ground.hard(Precedence)
            if (unit := Unit(one.id, "section", (one.before, one.after))) in self.view.active
        ]
        named = {s for _, *pair in asked for s in pair}
        self.meetings: dict[int, list[Options]] = defaultdict(list)
        for one in self.view.options if named else ():
            if one.session.section in named:
                self.meetings[one.session.section].append(one)
        self.before: dict[int, list[tuple[int, Unit]]] = defaultdict(list)
        for unit, *pair in asked:
            first, then = reversed(pair) if self.backward else pair
            if first in self.meetings and then in self.meetings:
                self.before[then].append((first, unit))
        self.held: dict[int, _Held] = {}

    def _span(self, at: Time) -> tuple[int, int]:
        """
        Return when a time begins and is over, in minutes; those before zero run backward.
        """
        begin, over = ((one - FIRST) // MINUTE for one in self.view.ground.span(at))
        return (-over, -begin) if self.backward else (begin, over)

    def bounds(self) -> Iterator[tuple[int, _Bound | None]]:
        """
        Yield each section after those that come before it, with what keeps it from beginning.
        """
        waiting = set(self.meetings)
        while ready := [
            s for s in sorted(waiting) if all(first in self.held for first, _ in self.before[s])
        ]:
            waiting.difference_update(ready)
            for s in ready:
                bound = self._bound(s)
                yield s, bound
                self._hold(s, bound)

    def _bound(self, s: int) -> _Bound | None:
        found: list[_Bound] = []
        for first, unit in self.before[s]:
            held = self.held[first]
            found.append(_Bound(held.over, first, (unit,)))
            begin = datetime.combine(self.view.ground.span(held.at)[0], time())
            found.extend(
                _Bound((begin - FIRST) // MINUTE + days * 24 * 60, first, (unit, apart))
                for days, apart in self._days(first, s)
            )
        return max(found, key=lambda one: one.at, default=None)

    def _days(self, first: int, then: int) -> Iterator[tuple[int, Unit]]:
        """
        Yield how many days two sections are apart, and who says so; none backward.
        """
        ground = self.view.ground
        one, other = ground.problem.sections[first], ground.problem.sections[then]
        if one.per == other.per == "term" and not self.backward:
            for demand in ground.hard(Apart):
                for group in one.groups if demand.of == "group" else ():
                    if group in other.groups and self.view.hard(demand.id, "group", group):
                        yield demand.days, Unit(demand.id, "group", (group,))

    def fitting(self, one: Options, bound: _Bound | None) -> list[Time]:
        """
        Return the times of a meeting that do not begin too soon.
        """
        return [at for at in one.times if bound is None or self._span(at)[0] >= bound.at]

    def _hold(self, s: int, bound: _Bound | None) -> None:
        """
        Hold a section as soon as can be, if it can be.
        """
        first = [
            min(fit, key=lambda at: self._span(at)[1])
            for one in self.meetings[s]
            if (fit := self.fitting(one, bound))
        ]
        if len(first) == len(self.meetings[s]):
            last = max(first, key=lambda at: self._span(at)[1])
            self.held[s] = _Held(last, self._span(last)[1], bound)

    def _chain(self, bound: _Bound) -> Iterator[_Bound]:
        here: _Bound | None = bound
        while here is not None:
            yield here
            here = self.held[here.first].bound

    def reasons(self, bound: _Bound) -> Iterator[Unit]:
        """
        Yield the requirements that are enough for a bound.
        """
        for one in self._chain(bound):
            yield self.view.ground.held(one.first)
            yield from one.units
            yield from objecting(self.view, self._sessions((one.first,)))

    def _sessions(self, sections: Iterable[int]) -> list[Session]:
        return [one.session for s in sections for one in self.meetings[s]]

    def shortage(self, s: int, one: Options, bound: _Bound) -> Shortage:
        """
        Say which chain of sections leaves no time for one.
        """
        ground = self.view.ground
        chain = [*reversed([each.first for each in self._chain(bound)]), s]
        sessions = self._sessions(chain)
        latest = max(ground.span(at)[0] for at in one.times)
        mine = ground.held(s), *objecting(self.view, self._sessions((s,)))
        return Shortage(
            units=tuple(dict.fromkeys([*mine, *self.reasons(bound)])),
            needed=len(chain),
            there=len(chain) - 1,
            text=Teller(ground).in_order(sessions, FIRST + bound.at * MINUTE, latest),
        )
