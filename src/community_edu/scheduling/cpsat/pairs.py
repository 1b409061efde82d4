"""
Demands on pairs: one before another, days apart, and users' own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, product

from ortools.sat.python.cp_model import LinearExpr

from community_edu.scheduling.cpsat.blocks import Block
from community_edu.scheduling.cpsat.entries import Entry, Literal
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.demands import Apart, Precedence
from community_edu.scheduling.instances import OwnPair, Time


def add_pairs(model: Model) -> None:
    """
    Add every demand on pairs.
    """
    ids: dict[str, int] = {
        section.id: s for s, section in enumerate(model.instance.problem.sections)
    }
    for demand in model.instance.of(Precedence):
        before, after = (
            model.blocks_of.get(ids.get(name, -1), []) for name in (demand.before, demand.after)
        )
        for one in before:
            for other in after:
                _before(model, one, other, demand.weight)
    for apart in model.instance.of(Apart):
        _apart(model, apart)
    for pair in model.instance.own_pairs:
        _own(model, pair)


# ------------------------------------------------------------------ one before another


def _moments(model: Model, time: Time) -> tuple[tuple[date, int], tuple[date, int]]:
    """
    Return when the first session of a time begins, and when its last one ends.
    """
    grid = model.instance.grid
    days = [grid.dates[week, time.weekday] for week in range(grid.number) if time.weeks >> week & 1]
    return (
        (min(days), grid.starts[time.period]),
        (max(days), grid.ends[time.period + time.length - 1]),
    )


def _before(model: Model, one: Block, other: Block, weight: int | None) -> None:
    """
    For each moment: not both, the one ending after it and the other beginning before.
    """
    ends = [(_moments(model, one.time(t))[1], model.x[one.index, t]) for t in model.times_of(one)]
    begins = [
        (_moments(model, other.time(t))[0], model.x[other.index, t]) for t in model.times_of(other)
    ]
    over: Literal | None = None
    for moment in sorted({begin for begin, _ in begins}):
        late = [literal for end, literal in ends if end > moment]
        early = [literal for begin, literal in begins if begin <= moment]
        both = LinearExpr.sum([*late, *early])
        if weight is None:
            model.cp.add(both <= 1)
            continue
        if over is None:
            over = model.flag()
            model.pay(weight, over)
        model.cp.add(both <= 1 + over)


# --------------------------------------------------------------------------- days apart


def _apart(model: Model, demand: Apart) -> None:
    singles = [
        [entry for entry in entries if entry.time.week is not None]
        for entries in model.of_resource(demand.of)
    ]
    if demand.weight is None:
        for entries in singles:
            for window in _windows(model, entries, demand.days):
                model.cp.add_at_most_one(entry.literal for entry in window)
        return
    over: dict[tuple[int, int], Literal] = {}
    for entries in singles:
        _near(model, demand, entries, over)


def _day(model: Model, entry: Entry) -> date:
    return model.instance.grid.dates[entry.time.week or 0, entry.time.weekday]


def _windows(model: Model, entries: Sequence[Entry], days: int) -> Iterable[list[Entry]]:
    """
    Yield the sessions of each run of *days* days that begins with one of them.
    """
    by_date: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_date[_day(model, entry)].append(entry)
    dates = sorted(by_date)
    last = 0
    for number, start in enumerate(dates):
        end = number
        while end < len(dates) and (dates[end] - start).days < days:
            end += 1
        if end > last or number == 0:
            yield [entry for day in dates[number:end] for entry in by_date[day]]
        last = end


def _near(
    model: Model, demand: Apart, entries: Sequence[Entry], over: dict[tuple[int, int], Literal]
) -> None:
    weight = demand.weight or 0
    by_block: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_block[entry.block.index].append(entry)
    for one, other in combinations(sorted(by_block), 2):
        if model.blocks[one].count == model.blocks[other].count == 1:
            for window in _windows(model, by_block[one] + by_block[other], demand.days):
                if {entry.block.index for entry in window} == {one, other}:
                    literals = [entry.literal for entry in window]
                    flag = _flag(model, over, (one, other), weight)
                    model.cp.add(LinearExpr.sum(literals) <= 1 + flag)
        else:
            _each(model, demand, product(by_block[one], by_block[other]), over)
    for block, mine in by_block.items():
        if model.blocks[block].count > 1:
            _each(model, demand, combinations(mine, 2), over)


def _flag(
    model: Model, over: dict[tuple[int, int], Literal], key: tuple[int, int], weight: int
) -> Literal:
    """
    Return what is paid for one pair, whatever it is that they share.
    """
    if key not in over:
        over[key] = model.flag()
        model.pay(weight, over[key])
    return over[key]


def _each(
    model: Model,
    demand: Apart,
    pairs: Iterable[tuple[Entry, Entry]],
    over: dict[tuple[int, int], Literal],
) -> None:
    """
    Pay for each pair of times that are too near, a pair of sessions once.
    """
    for one, other in pairs:
        if abs((_day(model, one) - _day(model, other)).days) < demand.days:
            keys = sorted((-1 - _key(one), -1 - _key(other)))
            flag = _flag(model, over, (keys[0], keys[1]), demand.weight or 0)
            model.cp.add(one.literal + other.literal <= 1 + flag)


def _key(entry: Entry) -> int:
    return entry.block.index << 40 | entry.time.begins.bit_length()


# ------------------------------------------------------------------------------ users' own


def _own(model: Model, pair: OwnPair) -> None:
    mine = set(model.sections)
    if pair.one not in mine or pair.other not in mine or not model.rooms:
        return
    ones = _placements(model, pair.one)
    others = ones if pair.one == pair.other else _placements(model, pair.other)
    for (block, t, v, e), literals in ones.items():
        for (other, u, w, f), rest in others.items():
            if ones is others and other.index <= block.index:
                continue
            amount = model.instance.pair_amount(
                pair,
                model.instance.placement(block.meetings[0], t, v, e),
                model.instance.placement(other.meetings[0], u, w, f),
            )
            if not amount:
                continue
            clause = {one.index: ~one for one in (*literals, *rest)}.values()
            if pair.demand.weight is None:
                model.cp.add_bool_or(clause)
            else:
                over = model.flag()
                model.cp.add_bool_or([*clause, over])
                model.pay(pair.demand.weight * amount, over)


def _placements(model: Model, s: int) -> Mapping[tuple[Block, int, int, int], list[Literal]]:
    """
    Return every placement of the meetings of a section with the variables that make it.
    """
    found: dict[tuple[Block, int, int, int], list[Literal]] = {}
    people = model.instance.section_educators[s]
    for block in model.blocks_of[s]:
        for t in model.times_of(block):
            for v in model.venues_of(block, t):
                for e in people:
                    if model.instance.fits(block.meetings[0], t, v, e):
                        literals = [model.z[block.index, t, v]]
                        if len(people) > 1:
                            literals.append(model.a[s, e])
                        found[block, t, v, e] = literals
    return found
