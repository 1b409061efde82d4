"""
Subjects that differ by their names only: what holds of one holds of the others.
"""

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property

import attrs

from community_edu.scheduling.demands import PreferHours
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit
from community_edu.scheduling.travel import TravelTimes

Subject = tuple[SubjectKind, str]


@attrs.frozen(slots=False)
class Likeness:
    """
    Tells which sections, venues and educators of a problem are alike.

    Two are alike if they could change names and nothing else in the problem would change.
    With demands of the user's own, which may look at names, nothing is.
    """

    ground: Ground

    def images(
        self, units: Collection[Unit], among: AbstractSet[Unit]
    ) -> Iterator[frozenset[Unit]]:
        """
        Yield what *units* become where their one subject changes names with one like it.

        Of both, the same must be asked *among* the requirements that are looked at: so
        whatever holds of *units* among them holds of these too.
        """
        first = next(iter(units))
        of, names = first.of, first.subjects
        if len(names) > 1 or any((one.of, one.subjects) != (of, names) for one in units):
            return
        mine = next(iter(names))
        asked = self._asked(among)
        for other in self._alike.get((of, mine), ()):
            if asked.get((of, other)) == asked.get((of, mine)):
                yield frozenset(Unit(unit.demand, of, (other,)) for unit in units)

    def _asked(self, among: AbstractSet[Unit]) -> dict[Subject, set[str]]:
        found: dict[Subject, set[str]] = {}
        for unit in among:
            if len(unit.subjects) == 1:
                found.setdefault((unit.of, unit.subjects[0]), set()).add(unit.demand)
        return found

    @cached_property
    def _alike(self) -> dict[Subject, tuple[str, ...]]:
        classes: dict[object, list[Subject]] = {}
        for subject, looks in self._looks() if not self.ground.own else ():
            if subject not in self._named:
                classes.setdefault((subject[0], looks), []).append(subject)
        return {
            subject: tuple(name for _, name in members if name != subject[1])
            for members in classes.values()
            for subject in members
        }

    def _looks(self) -> Iterator[tuple[Subject, object]]:
        """
        Yield everything with what it is but for its name.
        """
        problem = self.ground.problem
        for section in problem.sections:
            yield ("section", section.id), attrs.evolve(section, id="section", name=None)
        for venue in problem.venues:
            yield ("venue", venue.id), attrs.evolve(venue, id="venue", name="venue")
        for one in problem.educators:
            yield ("educator", one.id), attrs.evolve(one, id="educator", name="educator")

    @cached_property
    def _named(self) -> AbstractSet[Subject]:
        """
        Whatever something else in the problem names.
        """
        problem, found = self.ground.problem, set[Subject]()
        for s, section in enumerate(problem.sections):
            found.update(("venue", name) for name in section.venues)
            found.update(("educator", name) for name in section.educators)
            found.add(("venue", section.place or ""))
            if self.ground.partners(s):
                found.add(("section", section.id))
        for pin in problem.pins:
            found.add(("section", pin.section))
            found.update((("venue", pin.venue or ""), ("educator", pin.educator or "")))
        if problem.travel != TravelTimes():
            found.update(("venue", one.id) for one in problem.venues if one.where == one.id)
        for prefer in self.ground.hard(PreferHours):
            found.update((("section", prefer.section), ("educator", prefer.educator)))
        return found
