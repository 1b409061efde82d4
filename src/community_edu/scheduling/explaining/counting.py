"""
Counting (供需计数): what is needed and what there is, without searching for a timetable.

Every check is a necessary condition: where it fails, there is no timetable.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property

import attrs

from community_edu.base import Text
from community_edu.scheduling.demands import AtMost, NoClash, WorkingLimits
from community_edu.scheduling.explaining.ground import EVERYTHING, NONE, Ground, Session
from community_edu.scheduling.explaining.matching import too_few
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.explaining.words import Teller
from community_edu.scheduling.instances.grid import Time

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
        venues: Times with venues.
        educators: Times with educators.
    """

    session: Session
    times: tuple[Time, ...]
    venues: tuple[tuple[Time, int], ...]
    educators: tuple[tuple[Time, int], ...]

    @cached_property
    def who(self) -> frozenset[int]:
        """
        Who could teach it.
        """
        return frozenset(e for _, e in self.educators)

    @cached_property
    def where(self) -> frozenset[int]:
        """
        Where it could be.
        """
        return frozenset(v for _, v in self.venues)

    @cached_property
    def always(self) -> int:
        """
        The weeks in which it is held whatever its time, as bits.
        """
        weeks = -1
        for at in self.times:
            weeks &= at.weeks
        return weeks if self.times else 0


@attrs.frozen(slots=False)
class View:
    """
    Some meetings under some of the requirements.
    """

    ground: Ground
    sessions: tuple[Session, ...]
    active: Container[Unit]

    @cached_property
    def options(self) -> tuple[Options, ...]:
        """
        What each meeting could have that has anything.
        """
        found = [self._options(session) for session in self.sessions]
        return tuple(one for one in found if one.times)

    def _options(self, session: Session) -> Options:
        at, left = self.ground.choices(session).times, self.ground.left(session, self.active)
        return Options(
            session,
            tuple(at[t] for t in left.times),
            tuple((at[t], v) for t, v in left.venues),
            tuple((at[t], e) for t, e in left.educators),
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


def shortages(ground: Ground, active: Container[Unit] = EVERYTHING) -> Iterator[Shortage]:
    """
    Yield what is short, the plainest first.
    """
    view = View(ground, ground.sessions, active)
    for check in CHECKS:
        yield from check(view)


def proves(check: Check, ground: Ground, units: Container[Unit]) -> bool:
    """
    Tell whether a check fails for *units* alone.
    """
    sessions = tuple(one for one in ground.sessions if ground.held(one.section) in units)
    return next(check(View(ground, sessions, units)), None) is not None


def alone(view: View) -> Iterator[Shortage]:
    """
    Yield meetings that nothing is left for, whatever the others do.
    """
    done: set[int] = set()
    for session in view.sessions:
        if session.section in done:
            continue
        choices = view.ground.choices(session)
        held = view.ground.held(session.section)
        if held not in view.active or view.ground.left(session, view.active).times:
            continue
        done.add(session.section)
        grid = view.ground.on_grid(session.section)
        needed = _hitting(choices.objections(view.active)) if choices.times else {grid}
        if needed <= {grid} and grid not in view.active:
            continue
        units = (held, *sorted(needed))
        yield Shortage(
            units=units,
            needed=1,
            there=0,
            text=Teller(view.ground).nothing_left(session, units),
        )


def _hitting(objections: Iterable[frozenset[Unit]]) -> set[Unit]:
    """
    Return units of which each of *objections* has one, none of them being dispensable.
    """
    sets = set(objections)
    units = sorted(set[Unit]().union(*sets))
    for unit in list(units):
        fewer = {one for one in units if one != unit}
        if all(one & fewer for one in sets):
            units.remove(unit)
    return set(units)


# One thing each


def crowded(view: View) -> Iterator[Shortage]:
    """
    Yield meetings that want the same few venues, people or hours at the same time.
    """
    for demand in view.ground.hard(NoClash):
        for weeks, members in _windows(view):
            yield from _crowd(view, demand, weeks, members)


def _windows(view: View) -> Iterator[tuple[int, tuple[Options, ...]]]:
    """
    Yield weeks with the meetings that are held in them for sure.

    Each of these weeks has others than all that come before; single meetings are looked at
    together over the whole term.
    """
    seen: list[frozenset[int]] = []
    weekly = [one for one in view.options if one.times[0].week is None]
    found: dict[frozenset[int], int] = {}
    for week in range(view.ground.grid.number):
        here = frozenset(i for i, one in enumerate(weekly) if one.always >> week & 1)
        found.setdefault(here, 1 << week)
    for here in sorted(found, key=lambda some: (-len(some), sorted(some))):
        if here and not any(here <= other for other in seen):
            seen.append(here)
            yield found[here], tuple(weekly[i] for i in sorted(here))
    single = tuple(one for one in view.options if one.times[0].week is not None)
    if single:
        yield (1 << view.ground.grid.number) - 1, single


def _crowd(
    view: View, demand: NoClash, weeks: int, members: Sequence[Options]
) -> Iterator[Shortage]:
    groups: dict[str, list[Options]] = defaultdict(list)
    if demand.of == "group":
        for one in members:
            section = view.ground.problem.sections[one.session.section]
            for name in dict.fromkeys(section.groups):
                if view.hard(demand.id, "group", name):
                    groups[name].append(one)
            if view.hard(demand.id, "section", section.id):
                groups[f"={section.id}"].append(one)
    else:
        groups[""] = list(members)
    for name, ones in groups.items():
        wants: list[list[Cell]] = []
        whose: list[Options] = []
        for one in ones:
            cells = _cells(view, demand, name, one)
            if cells is not None:
                length = one.times[0].length
                wants.extend([cells] * length)
                whose.extend([one] * length)
        short = too_few(wants)
        if short:
            first = (weeks & -weeks).bit_length() - 1
            used = sorted(
                {
                    (subject, first if week == NONE else week, weekday, period)
                    for i in short
                    for subject, week, weekday, period in wants[i]
                }
            )
            sessions = list(dict.fromkeys(whose[i].session for i in short))
            yield _crowd_shortage(view, demand, name, sessions, cells=used, needed=len(short))


def _cells(view: View, demand: NoClash, name: str, one: Options) -> list[Cell] | None:
    """
    Return the cells that a meeting could take; `None` if there is no end of them.
    """
    key = (demand.id, name, one.session)
    if key not in view.cells:
        view.cells[key] = _taken(view, demand, name, one)
    return view.cells[key]


def _taken(view: View, demand: NoClash, name: str, one: Options) -> list[Cell] | None:
    problem = view.ground.problem
    by_subject: dict[str, list[Time]] = defaultdict(list)
    if demand.of == "group":
        by_subject[name].extend(one.times)
    else:
        for at, number in one.venues if demand.of == "venue" else one.educators:
            if number == NONE:
                return None
            subject: str = (
                problem.venues[number].id if demand.of == "venue" else problem.educators[number].id
            )
            by_subject[subject].append(at)
        if not all(view.hard(demand.id, demand.of, subject) for subject in by_subject):
            return None
    return list(
        dict.fromkeys(
            (subject, NONE if at.week is None else at.week, at.weekday, period)
            for subject, times in by_subject.items()
            for at in times
            for period in range(at.period, at.period + at.length)
        )
    )


def _crowd_shortage(
    view: View,
    demand: NoClash,
    name: str,
    sessions: Sequence[Session],
    *,
    cells: Sequence[Cell],
    needed: int,
) -> Shortage:
    own = name.startswith("=")
    of: SubjectKind = "section" if own else demand.of
    subjects = (
        [name.lstrip("=")] if demand.of == "group" else list(dict.fromkeys(c[0] for c in cells))
    )
    taken = _objecting(view, sessions)
    units = (
        *dict.fromkeys(view.ground.held(one.section) for one in sessions),
        *(Unit(demand.id, of, (subject,)) for subject in subjects),
        *taken,
    )
    return Shortage(
        units=tuple(dict.fromkeys(units)),
        needed=needed,
        there=len(cells),
        text=Teller(view.ground).crowded(of, sessions, subjects, cells, needed),
    )


def _objecting(view: View, sessions: Iterable[Session]) -> tuple[Unit, ...]:
    """
    Return every requirement on these meetings alone.
    """
    found: dict[Unit, None] = {}
    for session in sessions:
        found.update(dict.fromkeys(view.ground.choices(session).units))
    return tuple(unit for unit in found if unit in view.active)


# So many in all


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
            for week, here in _by_week(ground, members):
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
                del week
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


def _by_week(ground: Ground, members: Sequence[Options]) -> Iterator[tuple[int, list[Options]]]:
    """
    Yield the fullest weeks with the meetings held in them for sure.
    """
    seen: set[frozenset[int]] = set()
    for week in range(ground.grid.number):
        here = frozenset(i for i, one in enumerate(members) if one.always >> week & 1)
        if here and here not in seen:
            seen.add(here)
            yield week, [members[i] for i in sorted(here)]


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
        *_objecting(view, sessions),
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
        for subject, members in _members(view, demand).items():
            if not view.hard(demand.id, demand.of, subject):
                continue
            if demand.per == "term":
                held = sum(min(at.held for at in one.times) for one in members)
                if held > demand.most:
                    yield _beyond(view, demand, subject, members, needed=held, there=demand.most)
                continue
            for _, here in _by_week(view.ground, members):
                days = len({at.weekday for one in here for at in one.times})
                most = demand.most * (days if demand.per == "day" else 1)
                if len(here) > most:
                    yield _beyond(view, demand, subject, here, needed=len(here), there=most)
                    break


def _members(view: View, demand: AtMost) -> dict[str, list[Options]]:
    """
    Return for each subject the meetings that have it for sure.
    """
    problem = view.ground.problem
    found: dict[str, list[Options]] = defaultdict(list)
    for one in view.options:
        section = problem.sections[one.session.section]
        if demand.of == "section":
            found[section.id].append(one)
        elif demand.of == "group":
            for group in dict.fromkeys(section.groups):
                found[group].append(one)
        else:
            numbers = one.where if demand.of == "venue" else one.who
            known = problem.venues if demand.of == "venue" else problem.educators
            if len(numbers) == 1 and NONE not in numbers:
                found[known[next(iter(numbers))].id].append(one)
    return found


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
        *_objecting(view, sessions),
    )
    return Shortage(
        units=units,
        needed=needed,
        there=there,
        text=Teller(view.ground).beyond(demand, sessions, subject, needed, there),
    )


CHECKS: tuple[Check, ...] = (alone, crowded, overworked, too_many)
