"""
A problem, looked at meeting by meeting.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

import attrs

from community_edu.scheduling.demands import Precedence
from community_edu.scheduling.explaining.choices import (
    EVERYTHING,
    NONE,
    Choices,
    Left,
    Session,
)
from community_edu.scheduling.explaining.facts import Facts
from community_edu.scheduling.explaining.objections import Objections
from community_edu.scheduling.explaining.requirements import SubjectKind, Unit


@attrs.define(slots=False)
class Ground(Facts):
    """
    A problem with what each meeting could have, and what is left of that.
    """

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self._objections = Objections(self)
        self._choices: dict[Session, Choices] = {}
        self._left: dict[Session, Left] = {}
        self._last: dict[Session, tuple[frozenset[Unit], Left]] = {}

    def choices(self, session: Session) -> Choices:
        """
        Return what a meeting could have and who objects to what.
        """
        if session not in self._choices:
            self._choices[session] = self._objections.choices(session)
        return self._choices[session]

    def left(self, session: Session, active: Container[Unit] = EVERYTHING) -> Left:
        """
        Return what *active* requirements leave for a meeting.
        """
        if active is not EVERYTHING:
            choices = self.choices(session)
            asked = frozenset(unit for unit in choices.units if unit in active)
            if session not in self._last or self._last[session][0] != asked:
                self._last[session] = asked, choices.under(asked)
            return self._last[session][1]
        if session not in self._left:
            self._left[session] = self.choices(session).under(active)
        return self._left[session]

    def sections_of(self, of: SubjectKind, subject: str) -> AbstractSet[int]:
        """
        Return the sections that a subject could have.
        """
        return self._sections_of[of].get(subject, frozenset())

    def places(self, sections: Iterable[int]) -> int:
        """
        Return how many times, with each venue and each educator, meetings of *sections* have.
        """
        wanted = set(sections)
        looked_at = (self.choices(one) for one in self.sessions if one.section in wanted)
        return sum(len(one.times) * (len(one.venues) + len(one.educators)) for one in looked_at)

    def open_places(self, sections: Iterable[int], active: Container[Unit]) -> int:
        """
        Return how many times, with a venue or an educator, *active* requirements leave.
        """
        wanted = set(sections)
        left = (self.left(one, active) for one in self.sessions if one.section in wanted)
        return sum(
            len(times)
            for one in left
            for some in (one.venues, one.educators)
            for times in some.values()
        )

    def partners(self, section: int) -> AbstractSet[int]:
        """
        Return the sections with which hard demands compare a section by name.
        """
        return self._partners.get(section, frozenset())

    @cached_property
    def _partners(self) -> Mapping[int, AbstractSet[int]]:
        pairs = [(one.before, one.after) for one in self.hard(Precedence)]
        pairs.extend(pair for one in self.own for pair in one.pairs(self.problem))
        found: dict[int, set[int]] = defaultdict(set)
        for pair in pairs:
            numbers = [self.section_numbers[one] for one in pair if one in self.section_numbers]
            for number in numbers:
                found[number].update(numbers)
        return found

    @cached_property
    def _sections_of(self) -> Mapping[SubjectKind, Mapping[str, AbstractSet[int]]]:
        found: dict[SubjectKind, dict[str, set[int]]] = {
            "section": {section.id: {s} for s, section in enumerate(self.problem.sections)},
            "venue": defaultdict(set),
            "educator": defaultdict(set),
            "group": defaultdict(set),
        }
        for session in self.sessions:
            choices = self.choices(session)
            for v in choices.venues:
                if v != NONE:
                    found["venue"][self.problem.venues[v].id].add(session.section)
            for e in choices.educators:
                if e != NONE:
                    found["educator"][self.problem.educators[e].id].add(session.section)
            for group in self.problem.sections[session.section].groups:
                found["group"][group].add(session.section)
        return found
