"""
Clashes and ways: who or what can be in one session at a time only.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import combinations

from ortools.sat.python.cp_model import LinearExpr

from community_edu.scheduling.cpsat.blocks import maximal
from community_edu.scheduling.cpsat.entries import (
    Entry,
    Literal,
    Taught,
    by_cell,
    by_start,
    held_in,
    parts,
)
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.demands import EnoughTravel, ShortWays
from community_edu.scheduling.instances.values import NOBODY


def add_clashes(model: Model) -> None:
    """
    Add that nobody and nothing is in two sessions at the same time, or what it costs.
    """
    instance = model.instance
    _hard(model)
    for kind, weight in instance.clash_weight.items():
        if not weight:
            continue
        if kind == "group":
            _soft_pairs(model, _group_pairs(model), weight)
        else:
            for entries in model.of_resource(kind):
                _soft_pairs(model, combinations(entries, 2), weight)


def _hard(model: Model) -> None:
    """
    At most one session of a clique of sections, educator or venue takes a cell.
    """
    together: dict[frozenset[int], list[Literal]] = {}
    for entries in _exclusive(model):
        for in_cell in by_cell(entries).values():
            for weeks in parts(in_cell):
                held = held_in(in_cell, weeks)
                together[frozenset(one.index for one in held)] = held
    for one in maximal(together):
        if len(one) > 1:
            model.cp.add_at_most_one(together[one])


def _exclusive(model: Model) -> Iterable[Sequence[Entry]]:
    """
    Yield sessions of which no two can be at once.
    """
    for clique in cliques(model):
        yield model.of_sections(clique)
    if "educator" in model.instance.hard_clash:
        yield from model.of_educators.values()
    if "venue" in model.instance.hard_clash:
        yield from model.of_venues.values()


def cliques(model: Model) -> list[list[int]]:
    """
    Return sets of sections of which no two can meet at once, each as large as it can be.
    """
    instance = model.instance
    mine = set(model.sections)
    sets: list[frozenset[int]] = []
    if "group" in instance.hard_clash:
        sets += [frozenset(members) & mine for members in instance.groups.values()]
        sets += [frozenset([s]) for s in model.sections if len(instance.meetings_of[s]) > 1]
    if "educator" in instance.hard_clash:
        taught: dict[int, list[int]] = defaultdict(list)
        for s in model.sections:
            people = instance.section_educators[s]
            if len(people) == 1 and people[0] != NOBODY:
                taught[people[0]].append(s)
        sets += [frozenset(members) for members in taught.values()]
    meets: dict[int, set[int]] = defaultdict(set)
    for one in sets:
        for s in one:
            meets[s] |= one
    grown: list[frozenset[int]] = []
    for one in maximal(sets):
        clique = set(one)
        wide: set[int] = set(meets[next(iter(clique))])
        for s in clique:
            wide &= meets[s]
        wide -= clique
        while wide:
            s = max(wide, key=lambda s: (len(meets[s] & wide), -s))
            clique.add(s)
            wide = (wide & meets[s]) - {s}
        grown.append(frozenset(clique))
    return [sorted(one) for one in maximal(grown)]


def _group_pairs(model: Model) -> Iterable[tuple[Entry, Entry]]:
    meets: dict[int, set[int]] = {s: {s} for s in model.sections}
    for members in model.instance.groups.values():
        for s in members:
            if s in meets:
                meets[s] |= set(members)
    for s in model.sections:
        own = model.of_sections([s])
        yield from combinations(own, 2)
        for other in meets[s]:
            if other > s:
                for entry in own:
                    yield from ((entry, one) for one in model.of_sections([other]))


def _soft_pairs(model: Model, pairs: Iterable[tuple[Entry, Entry]], weight: int) -> None:
    for one, other in pairs:
        if one.time.cells & other.time.cells and (
            one.block is not other.block or one.block.count > 1
        ):
            # the later of the two begins while the other lasts, in each week of both
            weeks = (one.time.weeks & other.time.weeks).bit_count()
            model.pay(weight * weeks, model.both(one.literal, other.literal))


# ------------------------------------------------------------------------- ways


def in_places(model: Model) -> dict[int, list[Taught]]:
    """
    Return, for each educator, the sessions that they may hold with the place of each.
    """
    instance = model.instance
    found: dict[int, list[Taught]] = defaultdict(list)
    for block in model.blocks:
        people = instance.section_educators[block.section]
        if people == (NOBODY,) or block.index in model.by_week_only:
            continue
        for t in model.times_of(block):
            places = _by_place(model, model.venues_of(block, t))
            for venues in places.values():
                literals = [model.z[block.index, t, v] for v in venues]
                if len(people) == 1:
                    found[people[0]] += [
                        Taught(one, block, block.time(t), venues[0]) for one in literals
                    ]
                    continue
                for e in people:
                    taught = model.teaches(block, t, e)
                    if taught is None:
                        continue
                    if len(places) > 1:
                        product = model.flag()
                        model.cp.add(product >= LinearExpr.sum(literals) + taught - 1)
                        taught = product
                    found[e].append(Taught(taught, block, block.time(t), venues[0]))
    return found


def _by_place(model: Model, venues: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for v in venues:
        found[model.instance.problem.venues[v].where].append(v)
    return found


def add_ways(model: Model) -> None:
    """
    Add the demands on ways between two sessions of one educator on one day.
    """
    instance = model.instance
    demands: list[EnoughTravel | ShortWays] = [
        *instance.of(EnoughTravel),
        *instance.of(ShortWays),
    ]
    places = {venue.where for venue in instance.problem.venues}
    travel = instance.problem.travel
    if all(not travel.between(one, other) for one in places for other in places):
        return
    for entries in in_places(model).values():
        slots = by_start(entries)
        for demand in demands:
            _ways(model, slots, partial(_too_long, demand), demand.weight)


def _too_long(demand: EnoughTravel | ShortWays, gap: int, way: int) -> bool:
    if isinstance(demand, EnoughTravel):
        return way > gap
    return gap <= demand.within and way > demand.longer_than


def _ways(
    model: Model,
    slots: dict[tuple[int, int, int], list[Entry]],
    bad: Callable[[int, int], bool],
    weight: int | None,
) -> None:
    instance = model.instance
    exclusive = "educator" in instance.hard_clash
    for (weekday, period, length), earlier in slots.items():
        for (other_day, begins, _), later in slots.items():
            if other_day != weekday or begins < period + length:
                continue
            gap = instance.grid.starts[begins] - instance.grid.ends[period + length - 1]
            pairs = _bad_places(model, earlier, later, partial(bad, gap))
            if not pairs:
                continue
            if exclusive:
                _sums(model, pairs, weight)
            else:
                for ones, others in pairs:
                    for one in ones:
                        for other in others:
                            _pair(model, one, other, weight)


def _bad_places(
    model: Model, earlier: list[Entry], later: list[Entry], bad: Callable[[int], bool]
) -> list[tuple[list[Entry], list[Entry]]]:
    """
    Return the sessions of each place with the later ones that are too far from it.
    """
    instance = model.instance
    here: dict[str, list[Entry]] = defaultdict(list)
    there: dict[str, list[Entry]] = defaultdict(list)
    some: dict[str, int] = {}
    for sessions, sort in ((earlier, here), (later, there)):
        for one in sessions:
            venue = one.venue if isinstance(one, Taught) else NOBODY
            where = instance.problem.venues[venue].where
            some[where] = venue
            sort[where].append(one)
    found: list[tuple[list[Entry], list[Entry]]] = []
    for place, ones in here.items():
        far = [
            entry
            for other, entries in there.items()
            if bad(instance.way(some[place], some[other]))
            for entry in entries
        ]
        if far:
            found.append((ones, far))
    return found


def _sums(model: Model, pairs: list[tuple[list[Entry], list[Entry]]], weight: int | None) -> None:
    everything = [entry for ones, others in pairs for entry in (*ones, *others)]
    for weeks in parts(everything):
        over: Literal | None = None
        for ones, others in pairs:
            first, second = held_in(ones, weeks), held_in(others, weeks)
            if not first or not second:
                continue
            if weight is None:
                model.cp.add_at_most_one({one.index: one for one in (*first, *second)}.values())
                continue
            if over is None:
                over = model.flag()
                model.pay(weight * weeks.bit_count(), over)
            model.cp.add(LinearExpr.sum([*first, *second]) <= 1 + over)


def _pair(model: Model, one: Entry, other: Entry, weight: int | None) -> None:
    weeks = (one.time.weeks & other.time.weeks).bit_count()
    if weeks and weight is None:
        model.cp.add_bool_or([~one.literal, ~other.literal])
    elif weeks and weight is not None:
        model.pay(weight * weeks, model.both(one.literal, other.literal))
