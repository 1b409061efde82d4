"""
Large neighbourhoods: a timetable is improved some sections at a time, the others staying.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

import attrs

from community_edu.scheduling.bounds import least_cost
from community_edu.scheduling.components import Thing, shared
from community_edu.scheduling.cpsat.blocks import Choice
from community_edu.scheduling.cpsat.building import build
from community_edu.scheduling.cpsat.incumbents import Incumbent
from community_edu.scheduling.cpsat.running import Clock, Run, run
from community_edu.scheduling.cpsat.solutions import hint, read
from community_edu.scheduling.instances import Instance

KINDS = ("who", "when", "any", "venue", "educator")
"""
What the sections of a neighbourhood have in common. Two kinds have nothing, and are of more
sections, since less is free: ``who`` teaches them, or ``when`` and where they are.
"""
FIRST_SIZE: dict[str, float] = {"week": 32.0, "term": 8.0, "who": 256.0, "when": 32.0}
"""
How many classes or single lectures are free at first.
"""
SMALLEST, GROWTH, QUICK = 4.0, 1.2, 0.3
"""
The fewest, and by how much the next neighbourhood of a kind is larger or smaller, after one
was searched to its end with so little work, or not.
"""
FADING, FLOOR = 0.8, 0.25
"""
Kinds that have gained more for their work of late are searched more often: how much of the
past counts at each step, and what each gains and takes at least.
"""
AIMED = 0.75
"""
How often a neighbourhood begins with something that costs more than it would by itself.
"""
LONGEST = 1.2
"""
How many seconds one is searched at most.
"""


class Neighbourhoods:
    """
    Steps by which the best timetable gets better.

    Each kind has its turn once, and then rather those that have gained most for their work.
    The model of a step has the sections that are free and, where they are, those that these
    may meet. What it finds is taken if the whole, counted anew, costs no more.

    Attributes:
        turn: How many steps there were.
    """

    def __init__(self, incumbent: Incumbent, sections: frozenset[int], seed: int) -> None:
        self.incumbent = incumbent
        self.instance = incumbent.instance
        self.random = Random(seed)  # noqa: S311
        self.turn = 0
        self._per = per = {s: str(self.instance.problem.sections[s].per) for s in sorted(sections)}
        self._layers = {one: [s for s in per if per[s] == one] for one in sorted({*per.values()})}
        self._sizes = {
            (kind, one): FIRST_SIZE.get(kind, FIRST_SIZE[one])
            for kind in KINDS
            for one, layer in self._layers.items()
            if kind not in FIRST_SIZE
            or any(len(self.instance.section_educators[s]) > 1 for s in layer)
        }
        self._known = dict.fromkeys(self._sizes, (1.0, 1.0))
        names = self.instance.problem.sections
        self._least = {s: least_cost(self.instance, {names[s].id}) for s in per}
        self._excess: dict[int, int] = {}
        self._counted = -1
        self._things: dict[int, list[Thing]] = {s: [] for s in per}
        self._having: dict[Thing, list[int]] = defaultdict(list)
        for s, things in shared(self.instance):
            for thing in things:
                if s in per:
                    self._things[s].append(thing)
                    self._having[thing].append(s)

    def step(self, clock: Clock, parameters: Mapping[str, object], seconds: float) -> Run:
        """
        Search one neighbourhood, and take what is found if it is as good.
        """
        turns = list(self._sizes)
        promising = [gain / work for gain, work in self._known.values()]
        (drawn,) = self.random.choices(turns, promising)
        turn = turns[self.turn] if self.turn < len(turns) else drawn
        self.turn += 1
        before = self.incumbent.cost
        free = self.some(*turn, int(self._sizes[turn]))
        instance, choice = self.around(free, turn[0])
        model = build(instance, choice)
        found = self.incumbent.assignment()
        hint(model, found)
        outcome = run(model.cp, clock, seconds, {**parameters, "random_seed": self.turn})
        easy = outcome.proof == "optimal" and outcome.work < QUICK
        self._sizes[turn] = max(SMALLEST, self._sizes[turn] * (GROWTH if easy else 1 / GROWTH))
        if outcome.values is not None:
            read(model, outcome.values, found)
            self.incumbent.take(free, found)
        gain, work = self._known[turn]
        gained = before - self.incumbent.cost
        self._known[turn] = FADING * gain + gained + FLOOR, FADING * work + outcome.work + FLOOR
        return outcome

    def some(self, kind: str, per: str, size: int) -> frozenset[int]:
        """
        Return so many classes or lectures, as far as they have things of one kind in common.
        """
        layer = self._layers[per]
        found: set[int] = set()
        costly = self.costly(layer)
        while len(found) < min(size, len(layer)):
            aimed = self.random.random() < AIMED and not found.issuperset(costly)
            waiting = [self.random.choice(costly if aimed else layer)]
            while waiting and len(found) < size:
                s = waiting.pop(self.random.randrange(len(waiting)))
                if s not in found:
                    found.add(s)
                    things = [thing for thing in self._things[s] if thing[0] == kind]
                    waiting += [
                        o for thing in things for o in self._having[thing] if self._per[o] == per
                    ]
        return frozenset(found)

    def costly(self, layer: Sequence[int]) -> Sequence[int]:
        """
        Return those of some sections that cost more than they would by themselves, or all.
        """
        if self._counted != self.incumbent.cost:
            self._counted = self.incumbent.cost
            self._excess = {s: self._saved(s) - self._least[s] for s in self._per}
        return [s for s in layer if self._excess[s] > 0] or layer

    def _saved(self, s: int) -> int:
        """
        Return what it would save to leave a section out.
        """
        state = self.incumbent.state
        whole, were = state.total, dict[int, tuple[int, int, int]]()
        try:
            for m in self.instance.meetings_of[s]:
                were[m] = state.remove(m)
            return whole - state.total
        finally:
            for m, place in were.items():
                state.place(m, *place)

    def around(self, free: frozenset[int], kind: str = "any") -> tuple[Instance, Choice]:
        """
        Return an instance in which the others have the educators that they have, and a choice.

        The free ones, too, keep what is not chosen in neighbourhoods of a *kind*.
        """
        state = self.incumbent.state
        wanted = {thing for s in free for thing in self._things[s]}
        near = {s for thing in wanted for s in self._having[thing]} - free
        kept = {s for s in near if self._has_now(s) & wanted}
        educators: list[tuple[int, ...]] = [*self.instance.section_educators]
        meetings: list[int] = []
        for s in kept:
            educators[s] = (state.educators[s],)
            meetings += self.instance.meetings_of[s]
        for s in free if kind == "who" else ():
            meetings += self.instance.meetings_of[s]
        for s in free if kind == "when" else ():
            educators[s] = (state.educators[s],)
        choice = Choice(
            free | kept,
            times={m: frozenset([state.times[m]]) for m in meetings},
            venues={m: frozenset([state.venues[m]]) for m in meetings},
        )
        return attrs.evolve(self.instance, section_educators=educators), choice

    def _has_now(self, s: int) -> set[Thing]:
        """
        Return the things of a section, without the venues and educators that it only could have.
        """
        state = self.incumbent.state
        venues = {state.venues[m] for m in self.instance.meetings_of[s]}
        now: set[Thing] = {("educator", state.educators[s]), *(("venue", v) for v in venues)}
        return now | {thing for thing in self._things[s] if thing[0] not in {"venue", "educator"}}
