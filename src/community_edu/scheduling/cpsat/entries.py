"""
Sessions that may be held, sorted by when they are.
"""

from collections import defaultdict
from collections.abc import Iterable

import attrs
from ortools.sat.python import cp_model

from community_edu.scheduling.cpsat.blocks import Block, parts_of_weeks
from community_edu.scheduling.instances import Time

Literal = cp_model.IntVar


@attrs.frozen(eq=False)
class Entry:
    """
    A session that may be held: true in a solution if it is.

    Attributes:
        literal: Its variable.
        block: Of which block.
        time: When.
    """

    literal: Literal
    block: Block
    time: Time


@attrs.frozen(eq=False)
class Taught(Entry):
    """
    A session that somebody may hold in some place.

    Attributes:
        venue: Any venue of the place.
    """

    venue: int


def by_cell(entries: Iterable[Entry]) -> dict[tuple[int, int], list[Entry]]:
    """
    Sort sessions by the weekdays and periods that they take.
    """
    found: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        time = entry.time
        for period in range(time.period, time.period + time.length):
            found[time.weekday, period].append(entry)
    return found


def by_start(entries: Iterable[Entry]) -> dict[tuple[int, int, int], list[Entry]]:
    """
    Sort sessions by weekday, first period and length.
    """
    found: dict[tuple[int, int, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        found[entry.time.weekday, entry.time.period, entry.time.length].append(entry)
    return found


def parts(entries: Iterable[Entry]) -> list[int]:
    """
    Return sets of weeks that are all the same to *entries*.
    """
    return parts_of_weeks(entry.time.weeks for entry in entries)


def held_in(entries: Iterable[Entry], weeks: int) -> list[Literal]:
    """
    Return the variables of sessions that are held in *weeks*.
    """
    return [entry.literal for entry in entries if entry.time.weeks & weeks]
