"""
Mistakes in single parts of a timetabling problem that leave no timetable.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

import attrs

from community_edu.base import CommunityEduError, Path, References, Text
from community_edu.organizations import Venue
from community_edu.scheduling.demands import (
    BadWeightError,
    Capacity,
    Demand,
    Precedence,
    PreferHours,
    Qualified,
    SuitableVenue,
)
from community_edu.scheduling.demands.base import MOST_WEIGHT
from community_edu.scheduling.instances.grid import Grid
from community_edu.scheduling.judging import UnjudgeableDemandError, judgeable
from community_edu.scheduling.problem_checks.problem_errors import (
    CircularPrecedenceError,
    NoEducatorError,
    NoVenueError,
    NoWeekError,
    PrecedenceOutOfReachError,
    ProblemTooLargeError,
    TooLargeForVenuesError,
    TooLongError,
    TooManyPeopleError,
    TooManySessionsError,
)
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection

MOST_MEETINGS = 50_000
MOST_PLACES = 5_000_000
MOST_ASKED = 2_000_000
MOST_PEOPLE = 1_000_000

SECTION = ("section", "班级")
EDUCATOR = ("educator", "师资")
VENUE = ("venue", "场地")


def refer(problem: TimetableProblem, references: References) -> None:
    """
    Note in *references* each identifier that is used twice, or that refers to nothing.
    """
    references.unique("sections", [section.id for section in problem.sections])
    references.unique("venues", [venue.id for venue in problem.venues])
    references.unique("educators", [educator.id for educator in problem.educators])
    references.unique("rules", [rule.id for rule in problem.rules])
    sections, venues = problem.sections_by_id, problem.venues_by_id
    educators = problem.educators_by_id
    for index, section in enumerate(problem.sections):
        path = ("sections", index)
        references.all_known((*path, "educators"), EDUCATOR, section.educators, educators)
        references.all_known((*path, "venues"), VENUE, section.venues, venues)
    for index, rule in enumerate(problem.rules):
        path = ("rules", index)
        if isinstance(rule, Precedence):
            references.known((*path, "before"), SECTION, rule.before, sections)
            references.known((*path, "after"), SECTION, rule.after, sections)
        elif isinstance(rule, PreferHours):
            references.known((*path, "section"), SECTION, rule.section or None, sections)
            references.known((*path, "educator"), EDUCATOR, rule.educator or None, educators)
        elif judgeable(rule) and not isinstance(rule, Demand):
            for pair in rule.pairs(problem):
                references.all_known(path, SECTION, pair, sections)
    for index, pin in enumerate(problem.pins):
        path = ("pins", index)
        references.known((*path, "section"), SECTION, pin.section, sections)
        references.known((*path, "venue"), VENUE, pin.venue, venues)
        references.known((*path, "educator"), EDUCATOR, pin.educator, educators)


def is_hard(problem: TimetableProblem, kind: type[Demand]) -> bool:
    """
    Tell whether a hard demand of a kind is asked.
    """
    return any(isinstance(one, kind) and one.weight is None for one in problem.demands)


@attrs.frozen
class WeeksOf:
    """
    The days of sections, each asked once.

    Attributes:
        grid: The weeks.
    """

    grid: Grid
    _known: dict[tuple[str, str], tuple[tuple[date, ...], ...]] = attrs.field(
        factory=dict[tuple[str, str], tuple[tuple[date, ...], ...]], init=False
    )

    def days(self, section: TimetableSection) -> tuple[tuple[date, ...], ...]:
        """
        Return the days on which one meeting is held, for each day of the week (or, of
        single meetings, of the term) on which it can be.
        """
        key = (section.weeks.text, section.per)
        if key not in self._known:
            weeks = {week - 1 for week in section.weeks.among(self.grid.number)}
            found: dict[object, list[date]] = defaultdict(list)
            for cell, day in self.grid.dates.items():
                if cell[0] in weeks:
                    found[cell if section.per == "term" else cell[1]].append(day)
            self._known[key] = tuple(map(tuple, found.values()))
        return self._known[key]


def section_errors(problem: TimetableProblem, grid: Grid) -> Iterator[CommunityEduError]:
    """
    Yield what is wrong with single sections: nobody, nowhere or no time for them.
    """
    weeks = WeeksOf(grid)
    fits = Fits(problem)
    longest = max(_parts(problem).values())
    for index, section in enumerate(problem.sections):
        path: Path = ("sections", index)
        yield from fits.educator_errors(path, section)
        yield from fits.venue_errors(path, section)
        days = len(weeks.days(section))
        if not days:
            text = section.weeks.text
            yield NoWeekError((*path, "weeks"), section.title, text, grid.number)
        if section.length > longest:
            yield TooLongError((*path, "length"), section.title, section.length, longest)
        most = days * grid.periods
        if days and section.length <= longest and section.sessions * section.length > most:
            sessions = (section.sessions, section.length, most)
            yield TooManySessionsError((*path, "sessions"), section.title, *sessions)


def _parts(problem: TimetableProblem) -> dict[str, int]:
    """
    Return how many periods each part of the day has.
    """
    found: dict[str, int] = defaultdict(int)
    for period in problem.weeks.periods:
        found[period.part] += 1
    return found


class Fits:
    """
    Who and where, asked once for sections that ask for the same.
    """

    def __init__(self, problem: TimetableProblem) -> None:
        self.problem = problem
        self.subjects = Counter(subject for one in problem.educators for subject in one.teaches)
        self.qualified = is_hard(problem, Qualified)
        self.suitable = is_hard(problem, SuitableVenue)
        self.capacity = is_hard(problem, Capacity)
        self.known: dict[object, tuple[int, Venue | None]] = {}

    def venues_of(self, section: TimetableSection) -> tuple[int, Venue | None]:
        """
        Return how many venues serve a section, and the largest unless one holds everybody.
        """
        asked = (section.venues, section.venue_kinds, section.place, section.equipment)
        if asked not in self.known:
            every = self.problem.venues
            self.known[asked] = _largest(
                self.problem.venues_of(section) if self.suitable else every
            )
        return self.known[asked]

    def educator_errors(self, path: Path, section: TimetableSection) -> Iterator[CommunityEduError]:
        """
        Yield an error if nobody can teach a section.
        """
        if section.educators or not section.subject or not self.qualified:
            return
        if not self.subjects[section.subject]:
            yield NoEducatorError((*path, "subject"), section.title, section.subject)

    def venue_errors(self, path: Path, section: TimetableSection) -> Iterator[CommunityEduError]:
        """
        Yield an error if no venue serves a section, or none is large enough.
        """
        if not self.problem.venues or any(
            venue not in self.problem.venues_by_id for venue in section.venues
        ):
            return
        number, largest = self.venues_of(section)
        if not number:
            yield NoVenueError(path, section.title, _words(section))
        elif self.capacity and largest is not None and (largest.capacity or 0) < section.size:
            holds = (largest.name, largest.capacity or 0)
            yield TooLargeForVenuesError((*path, "size"), section.title, section.size, *holds)


def _largest(venues: Collection[Venue]) -> tuple[int, Venue | None]:
    """
    Return how many venues there are, and the largest unless one of them holds everybody.
    """
    bounded = [venue for venue in venues if venue.capacity is not None]
    if len(bounded) < len(venues):
        return len(venues), None
    return len(venues), max(bounded, key=lambda venue: venue.capacity or 0, default=None)


def _words(section: TimetableSection) -> Text:
    """
    Return what a section asks of its venue, for people.
    """
    asked = [
        (section.venues, "场地", "one of"),
        (section.venue_kinds, "类型", "of the kind"),
        (section.equipment, "设备", "with"),
        ((section.place,) if section.place else (), "地点", "at"),
    ]
    told = [(zh, en, values) for values, zh, en in asked if values]
    zh = "，".join(f"{name}{'、'.join(values)}" for name, _, values in told)
    return Text(zh, en=", ".join(f"{name} {' and '.join(values)}" for _, name, values in told))


def rule_errors(problem: TimetableProblem, grid: Grid) -> Iterator[CommunityEduError]:
    """
    Yield what is wrong with demands: weights of own ones, circles, weeks in the wrong order.
    """
    for index, rule in enumerate(problem.rules):
        if not judgeable(rule):
            yield UnjudgeableDemandError(rule.id, type(rule).__name__)
        weight = rule.weight
        if weight is not None and not 1 <= weight <= MOST_WEIGHT:
            yield BadWeightError(("rules", index, "weight"), rule.id, weight)
    for index, ids in circles(problem, hard=True):
        yield CircularPrecedenceError(("rules", index), ids)
    yield from _out_of_reach(problem, grid)


def circles(problem: TimetableProblem, *, hard: bool) -> Iterator[tuple[int, tuple[str, ...]]]:
    """
    Yield the circles in which sections come before one another.

    Args:
        problem: The problem.
        hard: Whether to look at hard demands only, or at those circles that need a soft one.

    Returns:
        The number of a rule that closes each circle, and the sections in it.
    """
    after: dict[str, list[str]] = defaultdict(list)
    rules = [
        (index, rule)
        for index, rule in enumerate(problem.rules)
        if isinstance(rule, Precedence) and (rule.hard or not hard)
    ]
    rules.sort(key=lambda numbered: not numbered[1].hard)
    for index, rule in rules:
        way = _way(after, rule.after, rule.before)
        if way:
            if rule.hard == hard:
                yield index, way
        else:
            after[rule.before].append(rule.after)


def _way(after: Mapping[str, list[str]], start: str, end: str) -> tuple[str, ...]:
    """
    Return the sections on a way from *start* to *end*; none if there is no way.
    """
    came: dict[str, str | None] = {start: None}
    waiting = [start]
    while waiting and end not in came:
        here = waiting.pop()
        for there in after.get(here, ()):
            if there not in came:
                came[there] = here
                waiting.append(there)
    way: list[str] = []
    step = end if end in came else None
    while step is not None:
        way.append(step)
        step = came[step]
    return tuple(reversed(way))


def _out_of_reach(problem: TimetableProblem, grid: Grid) -> Iterator[CommunityEduError]:
    sections: Mapping[str, TimetableSection] = {one.id: one for one in problem.sections}
    weeks = WeeksOf(grid)
    for index, rule in enumerate(problem.rules):
        if not isinstance(rule, Precedence) or not rule.hard or rule.before == rule.after:
            continue
        if rule.before in sections and rule.after in sections:
            before = weeks.days(sections[rule.before])
            after = weeks.days(sections[rule.after])
            if before and after:
                ends, starts = min(map(max, before)), max(map(min, after))
                if ends > starts:
                    names = (rule.before, rule.after)
                    yield PrecedenceOutOfReachError(("rules", index), *names, starts, ends)


def size_errors(problem: TimetableProblem, grid: Grid) -> Iterator[CommunityEduError]:
    """
    Yield an error if there is more to choose from than solvers can take on.

    The numbers are counted, nothing is made for them.
    """
    for index, section in enumerate(problem.sections):
        if section.size > MOST_PEOPLE:
            path = ("sections", index, "size")
            yield TooManyPeopleError(path, section.title, section.size, MOST_PEOPLE)
    meetings = sum(section.sessions for section in problem.sections)
    if meetings > MOST_MEETINGS:
        what = Text("次课", en="meetings")
        yield ProblemTooLargeError(("sections",), what, meetings, MOST_MEETINGS)
    weeks, fits = WeeksOf(grid), Fits(problem)
    begins = {length: len(grid.begins(length)) for length in {s.length for s in problem.sections}}
    places = asked = 0
    for section in problem.sections:
        times = section.sessions * len(weeks.days(section)) * begins[section.length]
        here = times * max(1, fits.venues_of(section)[0])
        places += here
        asked += here * max(1, len(section.educators) or fits.subjects[section.subject])
    if places > MOST_PLACES:
        what = Text("个可选的时间和场地", en="times and venues to choose from")
        yield ProblemTooLargeError(("sections",), what, places, MOST_PLACES)
    if asked > MOST_ASKED and any(not isinstance(rule, Demand) for rule in problem.rules):
        what = Text("种安排要问自定义要求", en="placements to ask own demands of")
        yield ProblemTooLargeError(("rules",), what, asked, MOST_ASKED)
