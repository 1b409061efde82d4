"""
What there is to choose of some meetings: when and where each is, and who teaches it.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from functools import cached_property
from itertools import product
from typing import TypeVar

import attrs

from community_edu.scheduling.explaining.choices import Choices, Left
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.explaining.rows import Rows

Item = TypeVar("Item")


@attrs.define(slots=False)
class Stage:
    """
    Some sections of a problem, with a variable for each choice there is for them.

    Attributes:
        ground: The problem.
        numbers: The numbers of the sections.
        rows: The rows so far.
    """

    ground: Ground
    numbers: tuple[int, ...]
    rows: Rows

    def __attrs_post_init__(self) -> None:
        wanted = set(self.numbers)
        self.problem = self.ground.problem
        self.sessions = [one for one in self.ground.sessions if one.section in wanted]
        self.choices: list[Choices] = [self.ground.choices(one) for one in self.sessions]
        asked = None if self.rows.apart else self.rows.active
        self.left: list[Left | None] = [
            None if asked is None else self.ground.left(one, asked) for one in self.sessions
        ]
        self.where: list[dict[tuple[int, int], int]] = []
        self.teaches: dict[int, dict[int, int]] = {}
        self.meetings: dict[int, list[int]] = defaultdict(list)
        for m, session in enumerate(self.sessions):
            self.meetings[session.section].append(m)
        self._decisions()

    def _decisions(self) -> None:
        rows = self.rows
        for m in range(len(self.sessions)):
            self.where.append({spot: rows.variable() for spot in self._open(m)})
        for session, choices, where in zip(self.sessions, self.choices, self.where, strict=True):
            for (t, v), variable in where.items():
                rows.places[variable] = session, choices.times[t], v
        for s, members in self.meetings.items():
            held = rows.variable()
            rows.add(self.ground.held(s), [(-1, held)], -1)
            choices = self.choices[members[0]]
            self.teaches[s] = {
                e: rows.variable()
                for e in choices.educators
                if not self._taken(choices.no_educator, e)
            }
            for m in members:
                options = list(self.where[m].values())
                if not self.choices[m].times:
                    off = rows.variable()
                    rows.add(self.ground.on_grid(s), [(1, off)], 0)
                    options.append(off)
                rows.choose(options)
                rows.add(None, [(1, held), *((-1, one) for one in options)], 0)
            rows.teachers.update((one, (s, e)) for e, one in self.teaches[s].items())
            people = list(self.teaches[s].values())
            rows.choose(people)
            rows.add(None, [(1, held), *((-1, one) for one in people)], 0)

    def _open(self, m: int) -> Iterator[tuple[int, int]]:
        """
        Yield times with venues, without those that what is asked for sure takes away.
        """
        choices, left = self.choices[m], self.left[m]
        if left is None:
            yield from product(range(len(choices.times)), choices.venues)
        else:
            yield from sorted((t, v) for v, times in left.venues.items() for t in times)

    def free(self, m: int, e: int) -> Container[int]:
        """
        Return the times of a meeting at which somebody is not taken away for sure.
        """
        left = self.left[m]
        return range(len(self.choices[m].times)) if left is None else left.educators.get(e, ())

    def _taken(self, by: Mapping[Unit, frozenset[Item]], item: Item) -> bool:
        active = None if self.rows.apart else self.rows.active
        return active is not None and any(
            item in items for unit, items in by.items() if unit in active
        )

    def _times(self, m: int) -> dict[int, tuple[int, ...]]:
        """
        Return for each time of a meeting the variables of which one is 1 if it is then.
        """
        found: dict[int, list[int]] = defaultdict(list)
        for (t, _), variable in self.where[m].items():
            found[t].append(variable)
        return {t: tuple(variables) for t, variables in found.items()}

    @cached_property
    def held_at(self) -> list[dict[int, tuple[int, ...]]]:
        """
        For each meeting and time, the variables of which one is 1 if it is then.
        """
        return [self._times(m) for m in range(len(self.sessions))]
