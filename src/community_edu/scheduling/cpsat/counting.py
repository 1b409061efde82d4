"""
Demands that count sessions: by day, week or term, by people, days and rooms.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ortools.sat.python.cp_model import LinearExpr

from community_edu.scheduling.bounds import loads, sharing
from community_edu.scheduling.cpsat.entries import Entry, Literal, parts
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.demands import AtMost, FairLoad, SameVenue, Spread, WorkingLimits


def limit(model: Model, sizes: Iterable[tuple[Literal, int]], most: int, price: int | None) -> None:
    """
    Let a sum of *sizes* be at most *most*, or let each 1 above cost *price*.
    """
    counted = list(sizes)
    whole = sum(size for _, size in counted)
    if whole <= most:
        return
    literals = [literal for literal, _ in counted]
    expression = LinearExpr.weighted_sum(literals, [size for _, size in counted]) - most
    if price is None:
        model.cp.add(expression <= 0)
    else:
        model.excess(price, expression, whole - most)


def price_of(weight: int | None, weeks: int) -> int | None:
    """
    Return what something costs that is so in each of *weeks*; `None` if it cannot be.
    """
    return None if weight is None else weight * weeks.bit_count()


def by_day(entries: Iterable[Entry]) -> Iterable[tuple[list[Entry], int]]:
    """
    Yield the sessions that may be on one day, and the weeks in which that is so.
    """
    days: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        days[entry.time.weekday].append(entry)
    for on_day in days.values():
        yield from by_week(on_day)


def by_week(entries: Sequence[Entry]) -> Iterable[tuple[list[Entry], int]]:
    """
    Yield the sessions that may be in one week, and the weeks in which that is so.
    """
    for weeks in parts(entries):
        yield [entry for entry in entries if entry.time.weeks & weeks], weeks


def add_counts(model: Model) -> None:
    """
    Add every demand that counts.
    """
    for at_most in model.instance.of(AtMost):
        _at_mosts(model, at_most)
    for limits in model.instance.of(WorkingLimits):
        for e, taught in model.of_educators_by_week.items():
            _working_limits(model, limits, e, model.of_educators.get(e, ()), taught)
    for spread in model.instance.of(Spread):
        for s in model.sections:
            _spread(model, spread, s)
    for fair in model.instance.of(FairLoad):
        _fair_load(model, fair)
    if model.rooms:
        for same in model.instance.of(SameVenue):
            for s in model.sections:
                _same_venue(model, same, s)


def _at_mosts(model: Model, demand: AtMost) -> None:
    if demand.of == "educator" and demand.per != "day":
        for entries in model.of_educators_by_week.values():
            _at_most(model, demand, entries)
    else:
        for others in model.of_resource(demand.of):
            _at_most(model, demand, others)


def _at_most(model: Model, demand: AtMost, entries: Sequence[Entry]) -> None:
    if demand.per == "term":
        held = [(entry.literal, entry.time.held) for entry in entries]
        limit(model, held, demand.most, demand.weight)
        return
    for together, weeks in by_day(entries) if demand.per == "day" else by_week(entries):
        ones = [(entry.literal, 1) for entry in together]
        limit(model, ones, demand.most, price_of(demand.weight, weeks))


def _working_limits(
    model: Model,
    demand: WorkingLimits,
    e: int,
    timed: Sequence[Entry],
    entries: Sequence[Entry],
) -> None:
    educator = model.instance.problem.educators[e]
    weight = demand.weight
    for most, buckets in (
        (educator.daily_minutes, by_day(timed)),
        (educator.weekly_minutes, by_week(entries)),
    ):
        if most is None:
            continue
        for together, weeks in buckets:
            minutes = [(entry.literal, entry.time.minutes) for entry in together]
            limit(model, minutes, most, price_of(weight, weeks))
    if educator.sessions is not None:
        held = [(entry.literal, entry.time.held) for entry in entries]
        limit(model, held, educator.sessions, weight)


def _spread(model: Model, demand: Spread, s: int) -> None:
    section = model.instance.problem.sections[s]
    number = section.sessions
    wanted = number if section.days is None else min(section.days, number)
    if number == 1 or wanted < 1:
        return
    days: dict[object, list[Literal]] = defaultdict(list)
    for entry in model.of_sections([s]):
        days[entry.time.weekday, entry.time.week].append(entry.literal)
    used: list[Literal] = []
    for literals in days.values():
        used.append(model.flag())
        model.cp.add(used[-1] <= LinearExpr.sum(literals))
    missing = wanted - LinearExpr.sum(used)
    if demand.weight is None:
        model.cp.add(missing <= 0)
    else:
        model.excess(demand.weight, missing, wanted)


def _fair_load(model: Model, demand: FairLoad) -> None:
    people = sharing(model.instance, demand)
    if not people:
        return
    most = sum(
        block.count * max((block.time(t).held for t in block.times), default=0)
        for block in model.blocks
    )
    high, low = model.counter(most), model.counter(most)
    if not model.optional:
        busiest, idlest = loads(model.instance, people, model.sections)
        model.cp.add(high >= busiest)
        model.cp.add(low <= idlest)
    for e in sorted(people):
        entries = model.of_educators_by_week.get(e, [])
        load = LinearExpr.weighted_sum(
            [entry.literal for entry in entries], [entry.time.held for entry in entries]
        )
        model.cp.add(high >= load)
        model.cp.add(low <= load)
    if demand.weight is None:
        model.cp.add(high == low)
    else:
        spread = model.counter(most)
        model.cp.add(spread >= high - low)
        model.pay(demand.weight, spread)


def _same_venue(model: Model, demand: SameVenue, s: int) -> None:
    venues: dict[int, list[Literal]] = defaultdict(list)
    number = 0
    for block in model.blocks_of[s]:
        number += block.count
        for t in model.times_of(block):
            for v in model.venues_of(block, t):
                venues[v].append(model.z[block.index, t, v])
    if number <= 1 or len(venues) <= 1:
        return
    used: list[Literal] = []
    for literals in venues.values():
        used.append(model.flag())
        for literal in literals:
            model.cp.add_implication(literal, used[-1])
    beyond = LinearExpr.sum(used) - 1
    if demand.weight is None:
        model.cp.add(beyond <= 0)
    else:
        model.excess(demand.weight, beyond, min(number, len(venues)) - 1)
