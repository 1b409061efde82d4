"""
Demands on the shape of a day: no idle periods, no session by itself.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from ortools.sat.python.cp_model import LinearExpr

from community_edu.scheduling.cpsat.counting import by_day
from community_edu.scheduling.cpsat.entries import Entry, Literal, by_cell, by_start
from community_edu.scheduling.cpsat.model import Model
from community_edu.scheduling.demands import NoGaps, NoLoneSession, SharedResource


def add_days(model: Model) -> None:
    """
    Add every demand on the shape of a day.
    """
    for gaps in model.instance.of(NoGaps):
        for entries, number in _resources(model, gaps.of):
            for together, weeks in by_day(entries):
                _gaps(model, together, gaps.weight, number * weeks.bit_count())
    for lone in model.instance.of(NoLoneSession):
        exclusive = lone.of in model.instance.hard_clash
        for entries, number in _resources(model, lone.of):
            for together, weeks in by_day(entries):
                price = None if lone.weight is None else lone.weight * number * weeks.bit_count()
                if exclusive:
                    _lone(model, together, price)
                else:
                    _each_lone(model, together, price)


def _resources(model: Model, kind: SharedResource) -> Iterable[tuple[Sequence[Entry], int]]:
    """
    Yield the sessions of each resource, groups with the same sections once, with their number.
    """
    if kind != "group":
        yield from ((entries, 1) for entries in model.of_resource(kind))
        return
    mine = set(model.sections)
    alike = Counter(frozenset(members) & mine for members in model.instance.groups.values())
    for members, number in alike.items():
        yield model.of_sections(sorted(members)), number


def _gaps(model: Model, entries: list[Entry], weight: int | None, times: int) -> None:
    taken = {period: held for (_, period), held in by_cell(entries).items()}
    first, last = min(taken), max(taken)
    span = range(first, last + 1)
    before: dict[int, Literal] = {}
    after: dict[int, Literal] = {}
    for period, held in taken.items():
        taken[period] = list({entry.literal.index: entry for entry in held}.values())
    for marks, periods, step in ((before, span, -1), (after, span[::-1], 1)):
        for period in periods:
            mark = marks[period] = model.flag()
            if period + step in marks:
                model.cp.add_implication(marks[period + step], mark)
            for entry in taken.get(period, ()):
                model.cp.add_implication(entry.literal, mark)
    for period in span[1:-1]:
        now = LinearExpr.sum([entry.literal for entry in taken.get(period, ())])
        idle = before[period - 1] + after[period + 1] - 1 - now
        if weight is None:
            model.cp.add(idle <= 0)
        else:
            model.excess(weight * times, idle, 1)


def _lone(model: Model, entries: list[Entry], price: int | None) -> None:
    """
    Where sessions never share a cell, a period has at most one that begins in it.
    """
    taken = by_cell(entries)
    for (weekday, period, length), begun in by_start(entries).items():
        beside = [
            entry.literal
            for near in (period - 1, period + length)
            for entry in taken.get((weekday, near), ())
        ]
        alone = LinearExpr.sum([entry.literal for entry in begun]) - LinearExpr.sum(beside)
        if price is None:
            model.cp.add(alone <= 0)
        else:
            model.excess(price, alone, 1)


def _each_lone(model: Model, entries: list[Entry], price: int | None) -> None:
    taken = by_cell(entries)
    for entry in entries:
        time = entry.time
        beside = [
            other.literal
            for near in (time.period - 1, time.period + time.length)
            for other in taken.get((time.weekday, near), ())
            if other is not entry
        ]
        alone = entry.literal - LinearExpr.sum(beside)
        if price is None:
            model.cp.add(alone <= 0)
        else:
            model.excess(price, alone, 1)
