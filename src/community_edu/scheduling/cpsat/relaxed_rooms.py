"""
Rooms without variables: what the rooms of a period can hold, as limits on the times alone.

What is added holds for every timetable (Hall's condition for sets of rooms; for sizes, that
at each number of people the sessions with so many are no more than the rooms with so many),
so the least cost of a model of times is a bound for the whole. Where every session may be in
every room, it is exact but for demands on more than one period.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ortools.sat.python.cp_model import LinearExpr

from community_edu.scheduling.cpsat.entries import Entry, by_cell, parts
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.demands import (
    Capacity,
    Demand,
    NearHome,
    NotOversized,
    Pinned,
    SuitableVenue,
    VenueOpen,
)
from community_edu.scheduling.instances.values import NOBODY

MOST_UNIONS = 40


def add_relaxed_rooms(model: Model) -> None:
    """
    Add to a model of times what is true of its rooms.
    """
    instance = model.instance
    if not instance.problem.venues:
        return
    exclusive = "venue" in instance.hard_clash
    capacity = [demand.weight for demand in instance.of(Capacity) if demand.weight is not None]
    priced = any(
        not demand.hard
        for kind in (NearHome, NotOversized, Pinned, SuitableVenue, VenueOpen)
        for demand in instance.of(kind)
    ) or any(
        not isinstance(demand, Demand) and demand.weight is not None
        for demand in instance.problem.demands
    )
    levels = exclusive and capacity and not priced
    free: dict[int, frozenset[int]] = {}
    for block in model.blocks:
        m = block.meetings[0]
        people = instance.section_educators[block.section]
        for t in model.times_of(block):
            literal = model.x[block.index, t]
            mine = free[literal.index] = frozenset(
                v
                for v in block.venues
                if instance.venue_free(m, t, v) and any(instance.fits(m, t, v, e) for e in people)
            )
            if not mine:
                model.cp.add(literal == 0)
            elif not levels:
                model.pay(min(model.indifference.venue_price(block, t, v) for v in mine), literal)
    if not exclusive:
        return
    entries = model.of_sections(model.sections)
    for (_, period), in_cell in by_cell(entries).items():
        for weeks in parts(in_cell):
            held = [entry for entry in in_cell if entry.time.weeks & weeks]
            _hall(model, held, free)
            if levels:
                begun = [entry for entry in held if entry.time.period == period]
                _levels(model, begun, weeks, free, sum(capacity))


def _hall(model: Model, entries: Sequence[Entry], free: dict[int, frozenset[int]]) -> None:
    sets = dict.fromkeys(free[entry.literal.index] for entry in entries)
    unions = dict(sets)
    for one in sets:
        if len(unions) < MOST_UNIONS:
            unions |= dict.fromkeys(one | other for other in [*unions])
    unions[frozenset[int]().union(*sets)] = None
    for rooms in unions:
        inside = [entry.literal for entry in entries if free[entry.literal.index] <= rooms]
        if len(inside) > len(rooms):
            model.cp.add(LinearExpr.sum(inside) <= len(rooms))


def _levels(
    model: Model,
    begun: Sequence[Entry],
    weeks: int,
    free: dict[int, frozenset[int]],
    weight: int,
) -> None:
    problem = model.instance.problem
    sizes: dict[int, list[Entry]] = defaultdict(list)
    for entry in begun:
        sizes[problem.sections[entry.block.section].size].append(entry)
    rooms = frozenset[int]().union(*(free[entry.literal.index] for entry in begun))
    seats = [problem.venues[v].capacity for v in rooms if v != NOBODY]
    bounded = [seat for seat in seats if seat is not None]
    steps = sorted({*sizes, *bounded, 0})
    widths: dict[tuple[int, int], int] = {}
    for low, high in pairwise(steps):
        many = sum(len(some) for size, some in sizes.items() if size >= high)
        place = sum(seat is None or seat >= high for seat in seats)
        if many > place:
            widths[many, place] = widths.get((many, place), 0) + high - low
    for (many, place), width in widths.items():
        ordered = [entry for size in sorted(sizes, reverse=True) for entry in sizes[size]]
        above = [entry.literal for entry in ordered[:many]]
        over = LinearExpr.sum(above) - place
        model.excess(weight * width * weeks.bit_count(), over, min(many, many - place))
