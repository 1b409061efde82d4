"""
Between assignments and the values of variables: hints, and reading what was found.
"""

from collections.abc import Iterable, Sequence

from community_edu.scheduling.cpsat.blocks import Block
from community_edu.scheduling.cpsat.entries import Literal
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.instances import Assignment
from community_edu.scheduling.instances.values import NOBODY, UNPLACED


def hint(model: Model, assignment: Assignment) -> None:
    """
    Hint at *assignment*, as far as this model has its places.
    """
    hinted: dict[int, int] = {}
    for block in model.blocks:
        for variable, value in _of_block(model, block, assignment):
            hinted[variable.index] = max(hinted.get(variable.index, 0), int(value))
    for (s, e), literal in model.a.items():
        if assignment.educators[s] != NOBODY:
            hinted[literal.index] = int(assignment.educators[s] == e)
    hint_values(model, list(hinted), list(hinted.values()))


def _of_block(model: Model, block: Block, assignment: Assignment) -> Iterable[tuple[Literal, int]]:
    """
    Yield the variables of a block with their values; none if not all of it is placed.
    """
    b = block.index
    instead = model.indifference.instead.get(b, {})
    taken = {
        instead.get(assignment.times[m], assignment.times[m]): assignment.venues[m]
        for m in block.meetings
        if assignment.times[m] != UNPLACED
    }
    if len(taken) < block.count and not model.optional:
        return
    if b in model.missing:
        yield model.missing[b], block.count - len(taken)
    educator = assignment.educators[block.section]
    for t in model.times_of(block):
        yield model.x[b, t], t in taken
        for v in model.venues_of(block, t):
            yield model.z[b, t, v], taken.get(t) == v
    weeks = {block.time(t).week for t in taken}
    for (week, e), literal in model.in_weeks(block).items():
        yield literal, week in weeks and e == educator
    for (t, e), literal in model.with_people(block).items():
        yield literal, t in taken and e == educator


def hint_values(model: Model, variables: Sequence[int], values: Sequence[int]) -> None:
    """
    Hint at values of variables, given by their numbers.
    """
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    said = model.cp.proto.solution_hint
    said.vars.extend(variables)
    said.values.extend(values)


def read(model: Model, values: Sequence[int], into: Assignment) -> None:
    """
    Write a solution into an assignment.
    """
    for block in model.blocks:
        times = [t for t in model.times_of(block) if values[model.x[block.index, t].index]]
        # a meeting keeps its place if another of its block would only change with it
        before = {into.times[m]: m for m in block.meetings if into.times[m] in times}
        free = [m for m in block.meetings if m not in before.values()]
        for m in free:
            into.times[m] = UNPLACED
            into.venues[m] = NOBODY
        for t in times:
            m = before[t] if t in before else free.pop(0)
            into.times[m] = t
            if model.rooms:
                into.venues[m] = next(
                    (
                        v
                        for v in model.venues_of(block, t)
                        if values[model.z[block.index, t, v].index]
                    ),
                    NOBODY,
                )
    for s in model.sections:
        people = model.instance.section_educators[s]
        into.educators[s] = next(
            (e for e in people if len(people) == 1 or values[model.a[s, e].index]), NOBODY
        )
