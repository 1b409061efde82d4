"""
Some meetings under some requirements, and what is short for them.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

import attrs

from community_edu.base import Text
from community_edu.scheduling.explaining.choices import EVERYTHING, NONE, Session
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.instances.grid import Time
from community_edu.scheduling.timetables import Placement

Cell = tuple[str, int, int, int]
"""
A subject, a week, a weekday and a period; the week of a meeting of every week is `NONE`.
"""


@attrs.frozen(kw_only=True)
class Shortage:
    """
    Something of which more is needed than there is.

    Attributes:
        units: Requirements that are enough for it.
        needed: How much is needed.
        there: How much there is.
        text: Both, in a sentence without a full stop.
    """

    units: tuple[Unit, ...]
    needed: int
    there: int
    text: Text


@attrs.frozen
class Options:
    """
    What one meeting could have, as pairs.

    Attributes:
        session: The meeting.
        times: Its times.
        venues: For each venue the times at which it can be had.
        educators: The same for educators.
    """

    session: Session
    times: tuple[Time, ...]
    venues: Mapping[int, tuple[Time, ...]]
    educators: Mapping[int, tuple[Time, ...]]

    @cached_property
    def who(self) -> frozenset[int]:
        """
        Who could teach it.
        """
        return frozenset(self.educators)

    @cached_property
    def where(self) -> frozenset[int]:
        """
        Where it could be.
        """
        return frozenset(self.venues)

    @cached_property
    def always(self) -> int:
        """
        The weeks in which it is held whatever its time, as bits.
        """
        weeks = -1
        for at in self.times:
            weeks &= at.weeks
        return weeks if self.times else 0


@attrs.frozen
class Window:
    """
    When a section can be, and who says so.

    Attributes:
        after: It does not begin sooner.
        until: It is over then.
        units: The requirements that are enough for that.
    """

    after: datetime | None = None
    until: datetime | None = None
    units: tuple[Unit, ...] = ()


@attrs.frozen(slots=False)
class View:
    """
    Some meetings under some of the requirements.

    Attributes:
        ground: The problem.
        sessions: The meetings.
        active: The requirements.
        made: Where some of the meetings could be: where a search may begin.
        windows: When sections can be, by their numbers, where others narrow that.
    """

    ground: Ground
    sessions: tuple[Session, ...]
    active: Container[Unit]
    made: tuple[Placement, ...] = ()
    windows: Mapping[int, Window] = attrs.field(factory=dict[int, Window])

    @cached_property
    def options(self) -> tuple[Options, ...]:
        """
        What each meeting could have that has anything.
        """
        found = [self._options(session) for session in self.sessions]
        return tuple(one for one in found if one.times)

    def _options(self, session: Session) -> Options:
        at, left = self.ground.choices(session).times, self.ground.left(session, self.active)
        window = self.windows.get(session.section)
        inside = None if window is None else self._inside(window, at)
        times, venues, educators = (
            {number: [at[t] for t in some if inside is None or t in inside] for number, some in of}
            for of in ([(NONE, left.times)], left.venues.items(), left.educators.items())
        )
        return Options(
            session,
            tuple(times[NONE]),
            {v: tuple(some) for v, some in venues.items() if some},
            {e: tuple(some) for e, some in educators.items() if some},
        )

    def _inside(self, window: Window, times: Sequence[Time]) -> frozenset[int]:
        """
        Return the numbers of *times* within a window.
        """
        spans = enumerate(map(self.ground.span, times))
        return frozenset(
            t
            for t, (begin, end) in spans
            if (window.after is None or begin >= window.after)
            and (window.until is None or end <= window.until)
        )

    @cached_property
    def cells(self) -> dict[tuple[str, str, Session], list[Cell] | None]:
        """
        The cells that a meeting could take, as far as they have been asked for.
        """
        return {}

    def hard(self, demand: str, of: SubjectKind, subject: str) -> bool:
        """
        Tell whether a demand is asked for a subject.
        """
        return self.active is EVERYTHING or Unit(demand, of, (subject,)) in self.active


Check = Callable[[View], Iterator[Shortage]]


def objecting(view: View, sessions: Iterable[Session]) -> tuple[Unit, ...]:
    """
    Return every requirement on these meetings alone, and those that narrow their windows.
    """
    found: dict[Unit, None] = {}
    for session in sessions:
        found.update(dict.fromkeys(view.ground.choices(session).units))
        if session.section in view.windows:
            found.update(dict.fromkeys(view.windows[session.section].units))
    return tuple(unit for unit in found if unit in view.active)


def by_week(ground: Ground, members: Sequence[Options]) -> Iterator[list[Options]]:
    """
    Yield the fullest weeks with the meetings held in them for sure.
    """
    seen: set[frozenset[int]] = set()
    for week in range(ground.grid.number):
        here = frozenset(i for i, one in enumerate(members) if one.always >> week & 1)
        if here and here not in seen:
            seen.add(here)
            yield [members[i] for i in sorted(here)]


def sure_members(
    view: View, of: SubjectKind, members: Iterable[Options]
) -> dict[str, list[Options]]:
    """
    Return for each subject those of *members* that have it for sure.
    """
    problem = view.ground.problem
    found: dict[str, list[Options]] = defaultdict(list)
    for one in members:
        section = problem.sections[one.session.section]
        if of == "section":
            found[section.id].append(one)
        elif of == "group":
            for group in dict.fromkeys(section.groups):
                found[group].append(one)
        else:
            numbers = one.where if of == "venue" else one.who
            known = problem.venues if of == "venue" else problem.educators
            if len(numbers) == 1 and NONE not in numbers:
                found[known[next(iter(numbers))].id].append(one)
    return found
