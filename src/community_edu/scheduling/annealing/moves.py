"""
Moves of annealing: one meeting goes elsewhere, or two change places.

Everything is whole numbers in one list, so that the same functions run in Python and, where
numba is installed, as machine code: see `compiling`.
"""

from collections.abc import MutableSequence, Sequence
from math import log
from typing import NamedTuple, TypeAlias

NOBODY, SEVERAL = -1, -2
DAYS = 7
IMPOSSIBLE = 1 << 44
"""
What a place costs at which a meeting cannot be.
"""
DRAWS = 5
"""
How many numbers drawn by chance one try takes.
"""
ROOM_ONLY, OTHER_ROOM, CHANGED_ROOMS = 0.2, 0.2, 0.15
"""
How often a move is one to another venue at the same time, how often a meeting that moves
leaves its venue though it could keep it, and how often two that change places do.
"""
HOPELESS = 12.0
"""
What costs so many times the heat more is never done.
"""
Cells: TypeAlias = MutableSequence[int]
Move: TypeAlias = tuple[int, int, int, int, int]
"""
A meeting, its new slot and venue, and which other (`NOBODY`) goes to its old slot, and to which
venue; `NOTHING` cannot be made.
"""
NOTHING: Move = (NOBODY, 0, 0, NOBODY, 0)


class Layout(NamedTuple):
    """
    Where lists begin in the one in which they all lie, `Cells`; and sizes.

    A *slot* is ``weekday * periods + period``. Where rows are of different lengths, a list
    ``…_at`` has the cell in which each begins, and one more for the end of the last.

    Attributes:
        periods: How many a day has.
        slots: How many a week has.
        venues: How many there are.
        sections: How many there are.
        buckets: How many groups, educators and sections have days that cost something.
        moving: What each venue of a section beyond its first costs.
        movable: How many meetings may move.
        meetings: Which these are.
        section: For each meeting its section.
        length: For each section how many slots a meeting takes.
        starts_at: For each meeting the slots at which it can begin.
        rooms_at: For each meeting the venues in which it can be.
        price_at: For each meeting what each slot and venue costs.
        enemies_at: For each section those that cannot be at the same time, itself among them.
        bucket_at: For each section the numbers of what has days: its groups, its educator,
            itself.
        within: For each section and bucket whether it is one of the section's.
        costs_at: For each weekday and bucket what each shape of the day costs.
        mark: For each section and slot the shape that a meeting gives its day.
        by_days: For each section what it costs to be on 0 to 7 days.
        slot: For each meeting the slot at which it begins. From here on cells change.
        room: For each meeting its venue.
        busy: For each slot and section how many of its enemies are there.
        whose: The sum of the numbers of these meetings: if there is one, which.
        holder: For each slot and venue the meeting that is there, or `NOBODY`.
        shape: For each weekday and bucket the shape of the day.
        on_day: For each section and weekday how many meetings begin there.
        days: For each section how many days it is on.
        uses: For each section and venue how many meetings are there.
        kept_slot: For each meeting its slot in the best timetable so far.
        kept_room: And its venue.
        cost: What it costs now.
        best: What the best costs.
        end: How many cells there are.
    """

    periods: int
    slots: int
    venues: int
    sections: int
    buckets: int
    moving: int
    movable: int
    meetings: int
    section: int
    length: int
    starts_at: int
    rooms_at: int
    price_at: int
    enemies_at: int
    bucket_at: int
    within: int
    costs_at: int
    mark: int
    by_days: int
    slot: int
    room: int
    busy: int
    whose: int
    holder: int
    shape: int
    on_day: int
    days: int
    uses: int
    kept_slot: int
    kept_room: int
    cost: int
    best: int
    end: int


def tried(at: Layout, cells: Cells, draws: Sequence[float], heat: float) -> None:
    """
    Try as many moves as *draws* are enough for; those that cost more are made the more often
    the higher *heat* is.
    """
    for first in range(0, len(draws), DRAWS):
        move = drawn(at, cells, draws, first)
        if move[0] == NOBODY:
            continue
        more = extra(at, cells, move)
        if more > 0 and (more >= HOPELESS * heat or more > -heat * log(1 - draws[first + 4])):
            continue
        make(at, cells, move)
        cells[at.cost] += more
        if cells[at.cost] < cells[at.best]:
            keep(at, cells)


def drawn(at: Layout, cells: Cells, draws: Sequence[float], first: int) -> Move:
    """
    Return a move drawn by chance that puts nobody in two places, and no two in one.
    """
    m = cells[at.meetings + int(draws[first] * at.movable)]
    here, v = cells[at.slot + m], cells[at.room + m]
    room = _any(cells, at.rooms_at + m, draws[first + 3])
    if draws[first + 1] < ROOM_ONLY:
        other = _holder(at, cells, m, here, room)
        return NOTHING if room == v or other == SEVERAL else (m, here, room, other, v)
    share = (draws[first + 1] - ROOM_ONLY) / (1 - ROOM_ONLY)
    slot = _any(cells, at.starts_at + m, share)
    other = _foe(at, cells, m, slot)
    if slot == here or other == SEVERAL:
        return NOTHING
    if other == NOBODY:
        if draws[first + 2] >= OTHER_ROOM and cells[at.holder + slot * at.venues + v] == NOBODY:
            room = v
        other = _holder(at, cells, m, slot, room)
        if other == NOBODY:
            return (m, slot, room, NOBODY, NOBODY)
        if other == SEVERAL or not _can_come(at, cells, other, m):
            return NOTHING
        free = _holder(at, cells, m, here, room) == NOBODY
        return (m, slot, room, other, room if free else v)
    if not _can_come(at, cells, other, m):
        return NOTHING
    its = cells[at.room + other]
    if v == its or draws[first + 2] < CHANGED_ROOMS:
        return (m, slot, its, other, v)
    free = _holder(at, cells, m, slot, v) == NOBODY
    left = _holder(at, cells, m, here, its) == NOBODY
    return (m, slot, v if free else its, other, its if left else v)


def _any(cells: Cells, row: int, share: float) -> int:
    begin, end = cells[row], cells[row + 1]
    return cells[begin + int(share * (end - begin))]


def _foe(at: Layout, cells: Cells, m: int, slot: int) -> int:
    """
    Return whom the people of a meeting are with at a slot; `SEVERAL` too if that is a meeting
    of the same section, or one that does not begin there and take as long.
    """
    s, foe = cells[at.section + m], NOBODY
    for later in range(slot, slot + cells[at.length + s]):
        cell = later * at.sections + s
        count = cells[at.busy + cell]
        if count > 1 or (count == 1 and foe != NOBODY and cells[at.whose + cell] != foe):
            return SEVERAL
        if count == 1:
            foe = cells[at.whose + cell]
    if foe != NOBODY and (cells[at.section + foe] == s or not _as_long(at, cells, foe, m, slot)):
        return SEVERAL
    return foe


def _holder(at: Layout, cells: Cells, m: int, slot: int, v: int) -> int:
    """
    Return who is in a venue for as long as *m* takes; `SEVERAL` too if that is a meeting that
    does not begin there and take as long.
    """
    other = cells[at.holder + slot * at.venues + v]
    if other != NOBODY and not _as_long(at, cells, other, m, slot):
        return SEVERAL
    for later in range(slot + 1, slot + cells[at.length + cells[at.section + m]]):
        if cells[at.holder + later * at.venues + v] != other:
            return SEVERAL
    return other


def _as_long(at: Layout, cells: Cells, other: int, m: int, slot: int) -> bool:
    """
    Tell whether *other* begins at a slot, and takes as long as *m*.
    """
    length = cells[at.length + cells[at.section + m]]
    return cells[at.slot + other] == slot and cells[at.length + cells[at.section + other]] == length


def _can_come(at: Layout, cells: Cells, other: int, m: int) -> bool:
    """
    Tell whether the people of *other* are free at the time of *m* if that goes away.
    """
    o, here = cells[at.section + other], cells[at.slot + m]
    for later in range(here, here + cells[at.length + o]):
        cell = later * at.sections + o
        count = cells[at.busy + cell]
        if count > 1 or (count == 1 and cells[at.whose + cell] != m):
            return False
    return True


def extra(at: Layout, cells: Cells, move: Move) -> int:
    """
    Return what a move would cost more.
    """
    m, _, v, other, w = move
    more = _moved(at, cells, move)
    if other != NOBODY:
        more += _moved(at, cells, (other, cells[at.slot + m], w, m, v))
    return more


def _moved(at: Layout, cells: Cells, move: Move) -> int:
    """
    Return what it would cost more to have the first meeting of a move where that puts it.
    """
    m, slot, v, other, _ = move
    s, here, room = cells[at.section + m], cells[at.slot + m], cells[at.room + m]
    price = cells[at.price_at + m]
    more = cells[price + slot * at.venues + v] - cells[price + here * at.venues + room]
    if v != room:
        uses = at.uses + s * at.venues
        if cells[uses + v] == 0:
            more += at.moving
        if cells[uses + room] == 1:
            more -= at.moving
    if slot == here or more >= IMPOSSIBLE // 2:
        return more
    for number in range(cells[at.bucket_at + s], cells[at.bucket_at + s + 1]):
        bucket = cells[number]
        if other == NOBODY or not _within(at, cells, other, bucket):
            more += _in_bucket(at, cells, m, slot, bucket)
    day, later = here // at.periods, slot // at.periods
    if day != later:
        on_day, now = at.on_day + s * DAYS, cells[at.days + s]
        then = now
        if cells[on_day + day] == 1:
            then -= 1
        if cells[on_day + later] == 0:
            then += 1
        by_days = at.by_days + s * (DAYS + 1)
        more += cells[by_days + then] - cells[by_days + now]
    return more


def _within(at: Layout, cells: Cells, m: int, bucket: int) -> bool:
    """
    Tell whether the days of a bucket are those of a meeting too: if two change times that both
    are in, these days stay as they are.
    """
    return cells[at.within + cells[at.section + m] * at.buckets + bucket] != 0


def _in_bucket(at: Layout, cells: Cells, m: int, slot: int, bucket: int) -> int:
    """
    Return what the days of a bucket would cost more if a meeting were at another slot.
    """
    here, mark = cells[at.slot + m], at.mark + cells[at.section + m] * at.slots
    day, later = here // at.periods, slot // at.periods
    cell = day * at.buckets + bucket
    shape, costs = cells[at.shape + cell], cells[at.costs_at + cell]
    left = shape ^ cells[mark + here]
    if day == later:
        return cells[costs + (left | cells[mark + slot])] - cells[costs + shape]
    more = cells[costs + left] - cells[costs + shape]
    cell = later * at.buckets + bucket
    shape, costs = cells[at.shape + cell], cells[at.costs_at + cell]
    return more + cells[costs + (shape | cells[mark + slot])] - cells[costs + shape]


def make(at: Layout, cells: Cells, move: Move) -> None:
    """
    Make a move, but for the cost.
    """
    m, _, v, other, w = move
    here = cells[at.slot + m]
    _count(at, cells, m, other, -1)
    if other != NOBODY:
        _count(at, cells, other, m, -1)
        put(at, cells, (other, here, w, m, v))
    put(at, cells, move)


def put(at: Layout, cells: Cells, move: Move) -> None:
    """
    Put the first meeting of a move, which has been lifted, where that puts it.
    """
    m, slot, v, other, _ = move
    cells[at.slot + m] = slot
    cells[at.room + m] = v
    _count(at, cells, m, other, 1)


def _count(at: Layout, cells: Cells, m: int, other: int, step: int) -> None:
    """
    Count a meeting in, where it is, or out.
    """
    s, slot, v = cells[at.section + m], cells[at.slot + m], cells[at.room + m]
    for later in range(slot, slot + cells[at.length + s]):
        cells[at.holder + later * at.venues + v] = m if step > 0 else NOBODY
        for number in range(cells[at.enemies_at + s], cells[at.enemies_at + s + 1]):
            cell = later * at.sections + cells[number]
            cells[at.busy + cell] += step
            cells[at.whose + cell] += step * m
    day = slot // at.periods
    mark = cells[at.mark + s * at.slots + slot]
    for number in range(cells[at.bucket_at + s], cells[at.bucket_at + s + 1]):
        bucket = cells[number]
        if (
            other == NOBODY
            or not cells[at.within + cells[at.section + other] * at.buckets + bucket]
        ):
            cells[at.shape + day * at.buckets + bucket] ^= mark
    on_day = at.on_day + s * DAYS + day
    if cells[on_day] == (0 if step > 0 else 1):
        cells[at.days + s] += step
    cells[on_day] += step
    cells[at.uses + s * at.venues + v] += step


def keep(at: Layout, cells: Cells) -> None:
    """
    Keep what there is now as the best.
    """
    cells[at.best] = cells[at.cost]
    for number in range(at.movable):
        m = cells[at.meetings + number]
        cells[at.kept_slot + m] = cells[at.slot + m]
        cells[at.kept_room + m] = cells[at.room + m]


HELPERS = (
    drawn,
    extra,
    make,
    put,
    keep,
    _any,
    _as_long,
    _can_come,
    _count,
    _foe,
    _holder,
    _in_bucket,
    _moved,
    _within,
)
"""
What `tried` calls.
"""
