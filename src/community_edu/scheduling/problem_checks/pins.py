"""
Is what is settled possible? Pins that contradict their section, the weeks or one another.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.calendars import WEEKDAYS
from community_edu.scheduling.demands import Capacity, NoClash, Pinned, Qualified, SuitableVenue
from community_edu.scheduling.instances.grid import Grid
from community_edu.scheduling.problem_checks.problem_errors import (
    BadPinError,
    PinsClashError,
    PinsDifferError,
)
from community_edu.scheduling.problem_checks.soundness import is_hard
from community_edu.scheduling.problems import Pin, TimetableProblem
from community_edu.scheduling.sections import TimetableSection

PARTS = ("weekday", "period", "week", "venue", "educator")


def pin_errors(problem: TimetableProblem, grid: Grid) -> Iterator[CommunityEduError]:
    """
    Yield what is wrong with the pins of *problem*, pin by pin, then with pairs of them.

    Pins that differ from one another are wrong only where they are hard.
    """
    known = problem.sections_by_id
    for index, pin in enumerate(problem.pins):
        section = known.get(pin.section)
        if section is not None:
            yield from _Check(problem, grid, index, pin, section).errors()
    if is_hard(problem, Pinned):
        yield from _differing(problem)
        yield from _clashing(problem, grid)


@attrs.frozen
class _Check:
    """
    One pin beside what its section and the weeks allow.
    """

    problem: TimetableProblem
    grid: Grid
    index: int
    pin: Pin
    section: TimetableSection

    def errors(self) -> Iterator[CommunityEduError]:
        """
        Yield an error for each part of the pin that cannot be.
        """
        number = self.pin.number
        if number is not None and not 1 <= number <= self.section.sessions:
            yield self.bad("number", f"第 {number} 次", f"meeting {number}", *self.count())
        yield from self.time_errors()
        yield from self.who_and_where()

    def bad(self, *words: str) -> BadPinError:
        """
        Return the error of one part: its name, then value and reason in Chinese and English.
        """
        part, value, value_en, reason, reason_en = words
        path = ("pins", self.index, part)
        title = self.section.title
        return BadPinError(path, title, Text(value, en=value_en), Text(reason, en=reason_en))

    def count(self) -> tuple[str, str]:
        """
        Say how many meetings there are.
        """
        count = self.section.sessions
        return f"本班共 {count} 次", f"its meetings are numbered 1 to {count}"

    def time_errors(self) -> Iterator[CommunityEduError]:
        """
        Yield what is wrong with the day, the period and the week.
        """
        pin, section, grid = self.pin, self.section, self.grid
        weeks = set(section.weeks.among(grid.number))
        day = None if pin.weekday is None else WEEKDAYS.index(pin.weekday)
        if pin.week is not None:
            words = ("week", f"第 {pin.week} 周", f"week {pin.week}")
            if section.per == "week":
                yield self.bad(*words, "本班每周上课", "it meets every week")
                return
            if pin.week not in weeks:
                yield self.bad(*words, "本班没有这一周", "that is none of its weeks")
                return
            weeks = {pin.week}
        held = {weekday for week, weekday in grid.dates if week + 1 in weeks}
        if day is not None and day not in held:
            name = str(pin.weekday)
            yield self.bad("weekday", name, name, "这天不上课", "nothing is taught then")
        begins = grid.begins(section.length)
        if pin.period is not None and not 1 <= pin.period <= grid.periods:
            words = ("period", f"第 {pin.period} 节", f"period {pin.period}")
            yield self.bad(*words, f"每天共 {grid.periods} 节", f"a day has {grid.periods}")
        elif pin.period is not None and pin.period - 1 not in begins:
            words = ("period", f"第 {pin.period} 节", f"period {pin.period}")
            length = section.length
            reason = f"一次 {length} 节的课不能从这一节开始"
            yield self.bad(
                *words, reason, f"{length} periods of one part of a day cannot begin there"
            )
        one_time = section.per == "week" or pin.week is not None
        if pin.number is None and section.sessions > 1 and one_time and pin.weekday and pin.period:
            yield self.bad(
                "number",
                f"{pin.weekday} 第 {pin.period} 节",
                f"{pin.weekday}, period {pin.period}",
                f"{section.sessions} 次课不能都在同一时间",
                f"its {section.sessions} meetings cannot all be at one time",
            )

    def who_and_where(self) -> Iterator[CommunityEduError]:
        """
        Yield what is wrong with the venue and the educator.
        """
        problem, section = self.problem, self.section
        venue = problem.venues_by_id.get(self.pin.venue) if self.pin.venue else None
        if venue is not None:
            words = ("venue", f"“{venue.name.zh}”", f"'{venue.name.to('en')}'")
            if is_hard(problem, SuitableVenue) and venue not in problem.venues_of(section):
                yield self.bad(*words, "它不在本班可用的场地中", "that is no venue which serves it")
            elif (
                is_hard(problem, Capacity)
                and venue.capacity is not None
                and venue.capacity < section.size
            ):
                holds = f"它只能容纳 {venue.capacity} 人", f"that holds {venue.capacity} people"
                yield self.bad(*words, *holds)
        educator = problem.educators_by_id.get(self.pin.educator) if self.pin.educator else None
        if educator is not None:
            words = ("educator", f"“{educator.name.zh}”", f"'{educator.name.to('en')}'")
            if not section.taught:
                yield self.bad(*words, "本班不需要教师", "it needs nobody to teach it")
            elif is_hard(problem, Qualified) and educator not in problem.educators_of(section):
                yield self.bad(*words, "这位教师不能教本班", "they cannot teach it")


def _differing(problem: TimetableProblem) -> Iterator[CommunityEduError]:
    """
    Yield an error for each pin that says otherwise than an earlier one of the same meeting.
    """
    earlier: dict[tuple[str, str], dict[tuple[int | None, object], int]] = defaultdict(dict)
    for index, pin in enumerate(problem.pins):
        for part in PARTS:
            value = getattr(pin, part)
            if value is None:
                continue
            known = earlier[pin.section, part]
            for (number, said), other in known.items():
                alike = pin.number is None or number in {None, pin.number}
                if alike and said != value:
                    section = problem.sections_by_id.get(pin.section)
                    title = Text(pin.section) if section is None else section.title
                    told = (Text(str(value)), Text(str(said)))
                    yield PinsDifferError(("pins", index, part), title, *told, other)
                    break
            known.setdefault((pin.number, value), index)


def _clashing(problem: TimetableProblem, grid: Grid) -> Iterator[CommunityEduError]:
    """
    Yield an error for each two meetings that are pinned to one venue or person at one time.
    """
    hard = {one.of for one in problem.demands if isinstance(one, NoClash) and one.hard}
    settled: dict[tuple[str, str], list[tuple[int, Pin, int]]] = defaultdict(list)
    for index, pin in enumerate(problem.pins):
        cells = _cells(problem, grid, pin)
        for part in ("venue", "educator"):
            value = getattr(pin, part)
            if cells and value is not None and part in hard:
                settled[part, value].append((index, pin, cells))
    for (part, value), pins in settled.items():
        for (_, one, cells), (index, other, taken) in combinations(pins, 2):
            if one.section != other.section and cells & taken:
                here = problem.sections_by_id[other.section].title
                there = problem.sections_by_id[one.section].title
                yield PinsClashError(("pins", index, part), here, there, Text(value))


def _cells(problem: TimetableProblem, grid: Grid, pin: Pin) -> int:
    """
    Return the cells to which a pin puts its meeting; none if it leaves the time open.
    """
    section = problem.sections_by_id.get(pin.section)
    if section is None or pin.weekday is None or pin.period is None:
        return 0
    if pin.period - 1 not in grid.begins(section.length):
        return 0
    weekday = WEEKDAYS.index(pin.weekday)
    weeks = sum(1 << week - 1 for week in section.weeks.among(grid.number))
    if section.per == "term":
        if pin.week is None:
            return 0
        weeks &= 1 << pin.week - 1 if pin.week > 0 else 0
    held = weeks & grid.taught[weekday]
    return grid.time(weekday, pin.period - 1, section.length, held, None).cells
