"""
The model: a problem, or a part of one, in the variables and constraints of CP-SAT.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ortools.sat.python import cp_model

from community_edu.scheduling.cpsat.blocks import Block, Choice, blocks_of
from community_edu.scheduling.cpsat.entries import Entry, Literal, Taught
from community_edu.scheduling.cpsat.indifference import Indifference
from community_edu.scheduling.demands import EverySession, SharedResource
from community_edu.scheduling.instances import Instance
from community_edu.scheduling.instances.values import NOBODY

EVERYTHING = Choice()


class Model:
    """
    Variables for times, venues and educators, with what holds between them.

    Attributes:
        instance: What it is made of.
        cp: The model as CP-SAT has it.
        blocks: Its blocks.
        x: For each block and time: a meeting of the block is at it.
        z: For each block, time and venue: a meeting is at that time in it. Empty for a
            model of times alone (`rooms` is false).
        a: For each section and educator, where there is a choice.
        terms: What is paid: a weight and a variable.
    """

    def __init__(
        self,
        instance: Instance,
        choice: Choice = EVERYTHING,
        *,
        rooms: bool = True,
        optional: bool = False,
    ) -> None:
        self.instance = instance
        self.choice = choice
        self.rooms = rooms
        self.cp = cp_model.CpModel()
        self.blocks = blocks_of(instance, choice)
        self.indifference = Indifference(instance, choice, self.blocks)
        self.sections = sorted({block.section for block in self.blocks})
        self.blocks_of: dict[int, list[Block]] = defaultdict(list)
        for block in self.blocks:
            self.blocks_of[block.section].append(block)
        self.x: dict[tuple[int, int], Literal] = {}
        self.z: dict[tuple[int, int, int], Literal] = {}
        self.w: dict[tuple[int, int, int], Literal] = {}
        self.in_week: dict[tuple[int, int, int], Literal] = {}
        self.a: dict[tuple[int, int], Literal] = {}
        self._times: dict[int, list[int]] = {}
        self._venues: dict[tuple[int, int], list[int]] = {}
        self.by_week_only: set[int] = set()
        self.missing: dict[int, Literal] = {}
        self.terms: list[tuple[int, Literal]] = []
        lost = [demand.weight for demand in instance.of(EverySession)]
        self.lost = None if None in lost else sum(one or 0 for one in lost)
        self.optional = optional or self.lost is not None
        self._venue_entries: dict[int, list[Entry]] | None = None
        self._week_entries: dict[int, list[Entry]] | None = None
        self._educator_entries: dict[int, list[Taught]] | None = None
        self._place_times()
        if rooms:
            self._place_venues()
        self._choose_educators()

    # ------------------------------------------------------------- variables

    def flag(self) -> Literal:
        """
        Return a new variable that is 0 or 1.
        """
        return self.cp.new_bool_var("")

    def counter(self, most: int) -> Literal:
        """
        Return a new variable from 0 to *most*.
        """
        return self.cp.new_int_var(0, most, "")

    def pay(self, weight: int, variable: Literal) -> None:
        """
        Let each 1 of *variable* cost *weight*.
        """
        if weight:
            self.terms.append((weight, variable))

    def excess(self, weight: int, expression: cp_model.LinearExprT, most: int) -> None:
        """
        Let each 1 of *expression* above 0, at most *most* (1 or more), cost *weight*.
        """
        over = self.flag() if most == 1 else self.counter(most)
        self.cp.add(over >= expression)
        self.pay(weight, over)

    def _place_times(self) -> None:
        instance = self.instance
        for block in self.blocks:
            people = instance.section_educators[block.section]
            m = block.meetings[0]
            row: list[Literal] = []
            times = self._times[block.index] = list[int]()
            taken = self.choice.section_taken.get(block.section, 0)
            for t in self.indifference.worth_trying(block) if self.rooms else block.times:
                if taken & block.time(t).cells or not any(
                    instance.educator_free(m, t, e) for e in people
                ):
                    continue
                literal = self.x[block.index, t] = self.flag()
                times.append(t)
                row.append(literal)
                self.pay(instance.time_cost[m][t], literal)
            self._enough(block, row)

    def _enough(self, block: Block, row: list[Literal]) -> None:
        if self.optional:
            missing = self.missing[block.index] = self.counter(block.count)
            self.cp.add(cp_model.LinearExpr.sum([*row, missing]) == block.count)
            if self.lost is not None:
                weeks = 1 if block.first.single else _taught_weeks(self.instance, block)
                self.pay(self.lost * weeks, missing)
        elif block.count == 1:
            self.cp.add_exactly_one(row)
        else:
            self.cp.add(cp_model.LinearExpr.sum(row) == block.count)

    def times_of(self, block: Block) -> list[int]:
        """
        Return the times of *block* for which there is a variable.
        """
        return self._times[block.index]

    def venues_of(self, block: Block, t: int) -> list[int]:
        """
        Return the venues of *block* at a time for which there is a variable.
        """
        return self._venues.get((block.index, t), [])

    def _place_venues(self) -> None:
        instance = self.instance
        taken = self.choice.venue_taken
        for block in self.blocks:
            m = block.meetings[0]
            people = instance.section_educators[block.section]
            cheapest = self.indifference.any_venue_will_do(block)
            for t in self.times_of(block):
                literal = self.x[block.index, t]
                cells = block.time(t).cells
                free = [
                    v
                    for v in block.venues
                    if not cells & taken.get(v, 0)
                    and instance.venue_free(m, t, v)
                    and any(instance.fits(m, t, v, e) for e in people)
                ]
                if cheapest and free:
                    free = [self.indifference.cheapest(block, t, free)]
                self._venues[block.index, t] = free
                if len(free) == 1:
                    self.z[block.index, t, free[0]] = literal
                    continue
                row = [self.flag() for _ in free]
                for v, one in zip(free, row, strict=True):
                    self.z[block.index, t, v] = one
                self.cp.add_exactly_one([*row, ~literal])

    def _choose_educators(self) -> None:
        instance = self.instance
        for s in self.sections:
            people = instance.section_educators[s]
            if len(people) <= 1:
                continue
            for e in people:
                self.a[s, e] = self.flag()
            self.cp.add_exactly_one(self.a[s, e] for e in people)
            for block in self.blocks_of[s]:
                self._teach(block, people)

    def _teach(self, block: Block, people: Sequence[int]) -> None:
        instance, b = self.instance, block.index
        if block.first.single and all(self.indifference.once_a_week(e) for e in people):
            self._teach_in_weeks(block, people)
            return
        m = block.meetings[0]
        mine: dict[int, list[Literal]] = {e: [] for e in people}
        for t in self.times_of(block):
            row: list[Literal] = []
            for e in people:
                if instance.educator_free(m, t, e):
                    one = self.w[b, t, e] = self.flag()
                    row.append(one)
                    mine[e].append(one)
            self.cp.add_exactly_one([*row, ~self.x[b, t]])
        for e, row in mine.items():
            held = cp_model.LinearExpr.sum(row)
            if self.optional:
                self.cp.add(held <= block.count * self.a[block.section, e])
            else:
                self.cp.add(held == block.count * self.a[block.section, e])

    def _teach_in_weeks(self, block: Block, people: Sequence[int]) -> None:
        """
        Say in which weeks who teaches single meetings; times they cannot are ruled out together.
        """
        b = block.index
        self.by_week_only.add(b)
        weeks: dict[int, list[Literal]] = defaultdict(list)
        for t in self.times_of(block):
            weeks[block.time(t).week or 0].append(self.x[b, t])
        for week, literals in weeks.items():
            row = [self.flag() for _ in people]
            for e, one in zip(people, row, strict=True):
                self.in_week[b, week, e] = one
            self.cp.add(cp_model.LinearExpr.sum(row) == cp_model.LinearExpr.sum(literals))
        for e in people:
            self._in_their_weeks(block, e, list(weeks))

    def _in_their_weeks(self, block: Block, e: int, weeks: Sequence[int]) -> None:
        instance, b, m = self.instance, block.index, block.meetings[0]
        most, a = block.count, self.a[block.section, e]
        held = cp_model.LinearExpr.sum([self.in_week[b, week, e] for week in weeks])
        if self.optional:
            self.cp.add(held <= most * a)
        else:
            self.cp.add(held == most * a)
        barred: list[Literal] = []
        priced: dict[int, list[Literal]] = defaultdict(list)
        for t in self.times_of(block):
            if not instance.educator_free(m, t, e):
                barred.append(self.x[b, t])
            priced[instance.time_educator_cost[m].get((t, e), 0)].append(self.x[b, t])
        if barred:
            self.cp.add(cp_model.LinearExpr.sum(barred) + most * a <= most)
        for price, literals in priced.items():
            if price:
                self.excess(price, cp_model.LinearExpr.sum(literals) + most * a - most, most)

    def in_weeks(self, block: Block) -> dict[tuple[int, int], Literal]:
        """
        Return for weeks and educators that they teach *block* then, if only weeks are known.
        """
        if block.index not in self.by_week_only:
            return {}
        people = self.instance.section_educators[block.section]
        return {
            (week, e): self.in_week[block.index, week, e]
            for week in range(self.instance.grid.number)
            for e in people
            if (block.index, week, e) in self.in_week
        }

    def with_people(self, block: Block) -> dict[tuple[int, int], Literal]:
        """
        Return for times and educators, of several, that they teach *block* then.
        """
        people = self.instance.section_educators[block.section]
        return {
            (t, e): self.w[block.index, t, e]
            for t in self.times_of(block)
            for e in people
            if (block.index, t, e) in self.w
        }

    # --------------------------------------------------------------- entries

    def teaches(self, block: Block, t: int, e: int) -> Literal | None:
        """
        Return the variable of an educator teaching *block* at a time; `None` if they cannot.

        *e* must be one of those who can teach its section.
        """
        people = self.instance.section_educators[block.section]
        return self.x.get((block.index, t)) if len(people) == 1 else self.w.get((block.index, t, e))

    def of_sections(self, sections: Iterable[int]) -> list[Entry]:
        """
        Return every session that *sections* may hold.
        """
        return [
            Entry(self.x[block.index, t], block, block.time(t))
            for s in sections
            for block in self.blocks_of.get(s, ())
            for t in self.times_of(block)
        ]

    @property
    def of_venues(self) -> Mapping[int, list[Entry]]:
        """
        For each venue the sessions that may be in it.
        """
        if self._venue_entries is None:
            self._venue_entries = defaultdict(list)
            for (b, t, v), literal in self.z.items():
                if v != NOBODY:
                    block = self.blocks[b]
                    self._venue_entries[v].append(Entry(literal, block, block.time(t)))
        return self._venue_entries

    @property
    def of_educators(self) -> Mapping[int, list[Taught]]:
        """
        For each educator the sessions that they may hold; the venue is -1.
        """
        if self._educator_entries is None:
            self._educator_entries = defaultdict(list)
            for block in self.blocks:
                people = self.instance.section_educators[block.section]
                if block.index in self.by_week_only:
                    continue
                for t in self.times_of(block):
                    for e in people:
                        literal = self.teaches(block, t, e)
                        if e != NOBODY and literal is not None:
                            self._educator_entries[e].append(
                                Taught(literal, block, block.time(t), NOBODY)
                            )
        return self._educator_entries

    @property
    def of_educators_by_week(self) -> Mapping[int, list[Entry]]:
        """
        As `of_educators`, with the sessions of which only the week is known to the model.
        """
        if self._week_entries is None:
            self._week_entries = defaultdict(list)
            for e, entries in self.of_educators.items():
                self._week_entries[e].extend(entries)
            for (b, week, e), literal in self.in_week.items():
                block = self.blocks[b]
                time = next(time for time in block.first.times if time.week == week)
                self._week_entries[e].append(Entry(literal, block, time))
        return self._week_entries

    def both(self, one: Literal, other: Literal) -> Literal:
        """
        Return a variable that is true where *one* and *other* are.
        """
        product = self.flag()
        self.cp.add_bool_or([~one, ~other, product])
        return product

    def of_resource(self, kind: SharedResource | str) -> Iterable[Sequence[Entry]]:
        """
        Yield the sessions of each venue, educator, group or section.
        """
        if kind == "venue":
            yield from self.of_venues.values()
        elif kind == "educator":
            yield from self.of_educators.values()
        elif kind == "group":
            yield from (self.of_sections(members) for members in self.instance.groups.values())
        else:
            yield from (self.of_sections([s]) for s in self.sections)

    # --------------------------------------------------------------- results

    def finish(self) -> None:
        """
        Give the model its objective.
        """
        merged: dict[int, int] = defaultdict(int)
        variables: dict[int, Literal] = {}
        for weight, variable in self.terms:
            merged[variable.index] += weight
            variables[variable.index] = variable
        if merged:
            self.cp.minimize(
                cp_model.LinearExpr.weighted_sum(
                    [variables[index] for index in merged], list(merged.values())
                )
            )


def _taught_weeks(instance: Instance, block: Block) -> int:
    """
    Return in how many weeks of a class some weekday is taught.
    """
    taught = 0
    for mask in instance.grid.taught:
        taught |= mask
    return (taught & block.first.weeks).bit_count()
