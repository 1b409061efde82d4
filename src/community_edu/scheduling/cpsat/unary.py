"""
What a single placement costs, or cannot be, in the variables of a model.
"""

from collections import defaultdict

from ortools.sat.python.cp_model import LinearExpr

from community_edu.scheduling.cpsat.blocks import Block
from community_edu.scheduling.cpsat.entries import Literal
from community_edu.scheduling.cpsat.model import Model


def add_placements(model: Model) -> None:
    """
    Add the costs and limits of single placements. Those of times alone are there already.

    Without rooms the cheapest venue of each time is paid, so that the bound is true.
    """
    for block in model.blocks:
        if model.rooms:
            _venues(model, block)
        _people(model, block)
        if model.rooms:
            _both(model, block)


def _venues(model: Model, block: Block) -> None:
    for t in model.times_of(block):
        for v in model.venues_of(block, t):
            model.pay(model.indifference.venue_price(block, t, v), model.z[block.index, t, v])


def _people(model: Model, block: Block) -> None:
    instance, m, s = model.instance, block.meetings[0], block.section
    people = instance.section_educators[s]
    for e in people:
        once = instance.educator_cost[m].get(e, 0)
        rate = instance.educator_rate[s].get(e, 0)
        timed = () if block.index in model.by_week_only else model.times_of(block)
        for t in timed:
            literal = model.teaches(block, t, e)
            if literal is not None:
                cost = once + instance.time_educator_cost[m].get((t, e), 0)
                model.pay(cost + rate * block.time(t).held, literal)
        for week in range(instance.grid.number):
            if (block.index, week, e) in model.in_week:
                model.pay(once + rate, model.in_week[block.index, week, e])


def _both(model: Model, block: Block) -> None:
    """
    Add what depends on the venue and on an educator who is one of several.
    """
    instance, m, s = model.instance, block.meetings[0], block.section
    people = instance.section_educators[s]
    tables = (
        instance.too_far,
        instance.venue_educator_rate,
        instance.no_venue_educator[m],
        instance.no_triple[m],
        instance.venue_educator_cost[m],
        instance.triple_cost[m],
    )
    if len(people) <= 1 or not any(tables):
        return
    times = model.times_of(block)
    for e in people:
        a = model.a[s, e]
        barred = [
            model.z[block.index, t, v]
            for t in times
            for v in model.venues_of(block, t)
            if not instance.together(m, v, e) or (t, v, e) in instance.no_triple[m]
        ]
        if barred:
            most = block.count
            model.cp.add(LinearExpr.sum(barred) + most * a <= most)
        by_price: dict[int, list[Literal]] = defaultdict(list)
        for t in times:
            for v in model.venues_of(block, t):
                price = (
                    instance.venue_educator_cost[m].get((v, e), 0)
                    + instance.triple_cost[m].get((t, v, e), 0)
                    + block.time(t).held * instance.venue_educator_rate.get((v, e), 0)
                )
                if price:
                    by_price[price].append(model.z[block.index, t, v])
        for price, literals in by_price.items():
            most = block.count
            model.excess(price, LinearExpr.sum(literals) + most * a - most, most)
