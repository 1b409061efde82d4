"""
What one meeting alone could have, and who objects to what.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import TypeVar

import attrs

from community_edu.scheduling.explaining.requirements import Unit
from community_edu.scheduling.instances.grid import Time

Item = TypeVar("Item")

NONE = -1
"""
No venue, or no educator.
"""


class Everything(Container[Unit]):
    """
    All requirements there are.
    """

    def __contains__(self, item: object) -> bool:
        return True


EVERYTHING = Everything()


@attrs.frozen
class Session:
    """
    One meeting of a section, by the number of the section and its own.
    """

    section: int
    number: int


@attrs.frozen(eq=False)
class Choices:
    """
    What one meeting could have if nothing but the grid were asked, and who objects.

    Attributes:
        times: Every time on the grid.
        venues: The venues worth a look: those that suit it or are pinned, and none at all,
            which any other would be no better than.
        educators: Who may teach it or is pinned, and nobody.
        no_time: For each unit, the times (by their number) that it takes away.
        no_venue: The same for venues.
        no_educator: The same for educators.
        no_time_venue: The same for a time together with a venue.
        no_time_educator: The same for a time together with an educator.
        no_venue_educator: The same for a venue together with an educator.
        no_triple: The same for all three.
    """

    times: tuple[Time, ...]
    venues: tuple[int, ...]
    educators: tuple[int, ...]
    no_time: Mapping[Unit, frozenset[int]]
    no_venue: Mapping[Unit, frozenset[int]]
    no_educator: Mapping[Unit, frozenset[int]]
    no_time_venue: Mapping[Unit, frozenset[tuple[int, int]]]
    no_time_educator: Mapping[Unit, frozenset[tuple[int, int]]]
    no_venue_educator: Mapping[Unit, frozenset[tuple[int, int]]]
    no_triple: Mapping[Unit, frozenset[tuple[int, int, int]]]

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """
        Whoever objects to anything.
        """
        return tuple(dict.fromkeys(unit for taken in self._all() for unit in taken))

    def _all(self) -> tuple[Iterable[Unit], ...]:
        return (
            self.no_time,
            self.no_venue,
            self.no_educator,
            self.no_time_venue,
            self.no_time_educator,
            self.no_venue_educator,
            self.no_triple,
        )

    def under(self, active: Container[Unit]) -> "Left":
        """
        Return what *active* requirements leave.
        """
        no_times, no_venues = _taken(self.no_time, active), _taken(self.no_venue, active)
        no_people = _taken(self.no_educator, active)
        times = [t for t in range(len(self.times)) if t not in no_times]
        venues = _open(self.venues, no_venues, times, _taken(self.no_time_venue, active))
        people = _open(self.educators, no_people, times, _taken(self.no_time_educator, active))
        no_ve, no_tve = _taken(self.no_venue_educator, active), _taken(self.no_triple, active)
        if no_ve or no_tve:
            venues, people = _together(venues, people, no_ve, no_tve)
        both = set(chain(*venues.values())).intersection(chain(*people.values()))
        return Left(tuple(t for t in times if t in both), _kept(venues, both), _kept(people, both))

    def objections(self, active: Container[Unit]) -> Iterator[frozenset[Unit]]:
        """
        Yield for every time, venue and educator who of *active* objects to it.
        """
        by_time, by_venue = _by_item(self.no_time, active), _by_item(self.no_venue, active)
        by_educator = _by_item(self.no_educator, active)
        by_tv = _by_item(self.no_time_venue, active)
        by_te = _by_item(self.no_time_educator, active)
        by_ve = _by_item(self.no_venue_educator, active)
        by_tve = _by_item(self.no_triple, active)
        no = frozenset[Unit]()
        for t in range(len(self.times)):
            for v in self.venues:
                here = by_time.get(t, no) | by_venue.get(v, no) | by_tv.get((t, v), no)
                for e in self.educators:
                    person = by_educator.get(e, no) | by_te.get((t, e), no)
                    yield here | person | by_ve.get((v, e), no) | by_tve.get((t, v, e), no)


@attrs.frozen
class Left:
    """
    What is left for a meeting, by the numbers of its times.

    Attributes:
        times: The times.
        venues: For each venue the times at which it can be had.
        educators: The same for educators.
    """

    times: tuple[int, ...]
    venues: Mapping[int, tuple[int, ...]]
    educators: Mapping[int, tuple[int, ...]]


def _open(
    numbers: Iterable[int],
    barred: Container[int],
    times: Iterable[int],
    shut: Iterable[tuple[int, int]],
) -> dict[int, list[int]]:
    """
    Return for each of *numbers* that is not *barred* those of *times* at which it is not *shut*.
    """
    when: dict[int, set[int]] = defaultdict(set)
    for t, number in shut:
        when[number].add(t)
    return {
        number: [t for t in times if t not in when[number]]
        for number in numbers
        if number not in barred
    }


def _together(
    venues: Mapping[int, list[int]],
    people: Mapping[int, list[int]],
    apart: Container[tuple[int, int]],
    never: Container[tuple[int, int, int]],
) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """
    Return the times of venues and of people at which there is one of the others for them.
    """
    with_venue: dict[int, set[int]] = {v: set() for v in venues}
    with_person: dict[int, set[int]] = {e: set() for e in people}
    for e, free in people.items():
        when = set(free)
        for v, times in venues.items():
            if (v, e) not in apart:
                fit = [t for t in times if t in when and (t, v, e) not in never]
                with_venue[v].update(fit)
                with_person[e].update(fit)
    return (
        {v: [t for t in times if t in with_venue[v]] for v, times in venues.items()},
        {e: [t for t in free if t in with_person[e]] for e, free in people.items()},
    )


def _kept(found: Mapping[int, Iterable[int]], times: Container[int]) -> dict[int, tuple[int, ...]]:
    kept = {number: tuple(t for t in some if t in times) for number, some in found.items()}
    return {number: some for number, some in kept.items() if some}


def _taken(by: Mapping[Unit, frozenset[Item]], active: Container[Unit]) -> frozenset[Item]:
    return frozenset[Item]().union(*(items for unit, items in by.items() if unit in active))


def _by_item(
    taken: Mapping[Unit, Iterable[Item]], active: Container[Unit]
) -> dict[Item, frozenset[Unit]]:
    found: dict[Item, set[Unit]] = defaultdict(set)
    for unit, items in taken.items():
        for item in items if unit in active else ():
            found[item].add(unit)
    return {item: frozenset(units) for item, units in found.items()}
