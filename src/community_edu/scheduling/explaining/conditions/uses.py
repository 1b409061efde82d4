"""
Who and what is used when, as far as it can be chosen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import attrs

from community_edu.scheduling.explaining.choices import NONE
from community_edu.scheduling.explaining.conditions.stages import Stage
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.instances.grid import Time


@attrs.frozen(eq=False)
class Use:
    """
    A possible session of a subject: the sum of `terms` is 1 if it is held.

    Attributes:
        meeting: The number of the meeting.
        option: The number of its time.
        at: The time.
        terms: Variables.
    """

    meeting: int
    option: int
    at: Time
    terms: tuple[int, ...]


@attrs.frozen(slots=False)
class Uses:
    """
    The uses of every venue, educator, group and section of a stage.
    """

    stage: Stage
    _taught: dict[str, list[Use]] = attrs.field(factory=dict[str, list[Use]], init=False)

    @cached_property
    def _by_venue(self) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = defaultdict(list)
        for m, where in enumerate(self.stage.where):
            for (t, v), variable in where.items():
                if v != NONE:
                    use = Use(m, t, self.stage.choices[m].times[t], (variable,))
                    found[self.stage.problem.venues[v].id].append(use)
        return found

    def by_educator(self, subject: str) -> list[Use]:
        """
        Return what somebody could teach.
        """
        if subject not in self._taught:
            e = self.stage.ground.educator_numbers[subject]
            self._taught[subject] = [
                Use(m, t, self.stage.choices[m].times[t], (self.both(variables, teaches[e]),))
                for m, session in enumerate(self.stage.sessions)
                if e in (teaches := self.stage.teaches[session.section])
                for t, variables in self.stage.held_at[m].items()
                if t in self.stage.free(m, e)
            ]
        return self._taught[subject]

    def both(self, variables: tuple[int, ...], teaches: int) -> int:
        """
        Return a variable that is 1 if one of *variables* is and *teaches* too.
        """
        both = self.stage.rows.variable()
        held = [(1, one) for one in variables]
        self.stage.rows.add(None, [*held, (1, teaches), (-1, both)], 1)
        if self.stage.ground.entire:
            self.stage.rows.add(None, [(1, both), *((-1, one) for one in variables)], 0)
            self.stage.rows.add(None, [(1, both), (-1, teaches)], 0)
        return both

    def _of_sections(self, names: Callable[[int], Iterable[str]]) -> dict[str, list[Use]]:
        found: dict[str, list[Use]] = defaultdict(list)
        for m, session in enumerate(self.stage.sessions):
            uses = [
                Use(m, t, self.stage.choices[m].times[t], variables)
                for t, variables in self.stage.held_at[m].items()
            ]
            for name in names(session.section):
                found[name].extend(uses)
        return found

    @cached_property
    def _by_group(self) -> dict[str, list[Use]]:
        return self._of_sections(lambda s: dict.fromkeys(self.stage.problem.sections[s].groups))

    @cached_property
    def _by_section(self) -> dict[str, list[Use]]:
        return self._of_sections(lambda s: (self.stage.problem.sections[s].id,))

    @cached_property
    def _educators(self) -> tuple[str, ...]:
        numbers = dict.fromkeys(
            e for some in self.stage.teaches.values() for e in some if e != NONE
        )
        return tuple(self.stage.problem.educators[e].id for e in numbers)

    def of(self, demand: str, of: SubjectKind) -> Iterator[tuple[Unit, list[Use]]]:
        """
        Yield what a demand asks of each subject of one kind, with the uses of that.
        """
        taught = of == "educator"
        known = self._by_section if of == "section" else self._by_group
        known = self._by_venue if of == "venue" else known
        for subject in self._educators if taught else known:
            unit = Unit(demand, of, (subject,))
            if self.stage.rows.asks(unit):
                yield unit, self.by_educator(subject) if taught else known[subject]

    def weeks(self, uses: Iterable[Use]) -> Iterator[list[Use]]:
        """
        Yield the uses of each week; weeks with the same ones are one.
        """
        members = list(uses)
        masks = {use.at.weeks for use in members}
        seen: set[frozenset[int]] = set()
        for week in range(self.stage.ground.grid.number):
            here = frozenset(mask for mask in masks if mask >> week & 1)
            if here and here not in seen:
                seen.add(here)
                yield [use for use in members if use.at.weeks in here]

    def days(self, uses: Iterable[Use]) -> Iterator[list[Use]]:
        """
        Yield the uses of each day.
        """
        by_day: dict[int, list[Use]] = defaultdict(list)
        for use in uses:
            by_day[use.at.weekday].append(use)
        for members in by_day.values():
            yield from self.weeks(members)

    def moments(self, uses: Iterable[Use]) -> Iterator[list[Use]]:
        """
        Yield the uses of each cell of the grid.
        """
        by_period: dict[tuple[int, int], list[Use]] = defaultdict(list)
        for use in uses:
            for period in range(use.at.period, use.at.period + use.at.length):
                by_period[use.at.weekday, period].append(use)
        for members in by_period.values():
            yield from self.weeks(members)

    def most(
        self, unit: Unit, uses: Iterable[Use], bound: int, count: Callable[[Time], int]
    ) -> None:
        """
        Ask that not more than *bound* is used, each use counting as *count* says.
        """
        members = list(uses)
        heaviest: dict[int, int] = {}
        for use in members:
            heaviest[use.meeting] = max(heaviest.get(use.meeting, 0), count(use.at))
        if sum(heaviest.values()) > bound:
            terms = ((count(use.at), one) for use in members for one in use.terms)
            self.stage.rows.add(unit, terms, bound)
