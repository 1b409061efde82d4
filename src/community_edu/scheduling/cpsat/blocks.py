"""
Blocks: meetings of one section that are as good as each other, and weeks that are.
"""

from collections.abc import Collection, Iterable, Sequence

import attrs

from community_edu.scheduling.demands import Precedence
from community_edu.scheduling.instances import Instance, Meeting, Time


@attrs.frozen(eq=False)
class Block:
    """
    Meetings of a section which may change places without any difference.

    Attributes:
        index: Its number among the blocks of a model.
        section: The number of its section.
        meetings: The numbers of its meetings.
        times: Which times, as numbers of those of its meetings, it may have.
        venues: Where it may be.
        first: Its first meeting, which stands for all.
    """

    index: int
    section: int
    meetings: tuple[int, ...]
    times: tuple[int, ...]
    venues: tuple[int, ...]
    first: Meeting

    @property
    def count(self) -> int:
        """
        How many meetings it has.
        """
        return len(self.meetings)

    def time(self, t: int) -> Time:
        """
        Return one of its times.
        """
        return self.first.times[t]


@attrs.frozen
class Choice:
    """
    What a model may change, so that a part of a problem can be solved by itself.

    Attributes:
        sections: Of which sections it is; `None`: of all.
        times: For meetings that have fewer times in this model: which.
        venues: For meetings that have fewer venues: which.
        venue_taken: For venues the cells, as bits, that the rest of the problem takes.
        section_taken: For sections the cells that their people are taken for.
    """

    sections: frozenset[int] | None = None
    times: dict[int, frozenset[int]] = attrs.field(factory=dict[int, frozenset[int]])
    venues: dict[int, frozenset[int]] = attrs.field(factory=dict[int, frozenset[int]])
    venue_taken: dict[int, int] = attrs.field(factory=dict[int, int])
    section_taken: dict[int, int] = attrs.field(factory=dict[int, int])


def blocks_of(instance: Instance, choice: Choice) -> list[Block]:
    """
    Return the meetings of *instance* that *choice* has, as far as possible in blocks.
    """
    apart = told_apart(instance)
    found: list[Block] = []
    for s, meetings in enumerate(instance.meetings_of):
        if choice.sections is not None and s not in choice.sections:
            continue
        exclusive = "group" in instance.hard_clash or (
            "educator" in instance.hard_clash and -1 not in instance.section_educators[s]
        )
        rows: list[list[int]] = []
        for m in meetings:
            for row in rows:
                if exclusive and s not in apart and _alike(instance, choice, row[0], m):
                    row.append(m)
                    break
            else:
                rows.append([m])
        for row in rows:
            found.append(_block(instance, choice, len(found), s, row))
    return found


def _block(instance: Instance, choice: Choice, index: int, s: int, row: Sequence[int]) -> Block:
    first = instance.meetings[row[0]]
    times: set[int] = set()
    for m in row:
        times |= choice.times.get(m, frozenset(range(len(first.times))))
    venues: set[int] = set()
    for m in row:
        venues |= choice.venues.get(m, frozenset(first.venues))
    return Block(index, s, tuple(row), tuple(sorted(times)), tuple(sorted(venues)), first)


def told_apart(instance: Instance) -> set[int]:
    """
    Return the sections whose meetings are counted one by one in pairs.
    """
    ids: dict[str, int] = {section.id: s for s, section in enumerate(instance.problem.sections)}
    named = {
        ids[name]
        for demand in instance.of(Precedence)
        for name in (demand.before, demand.after)
        if name in ids
    }
    return named | {s for pair in instance.own_pairs for s in (pair.one, pair.other)}


def _alike(instance: Instance, choice: Choice, m: int, other: int) -> bool:
    one, two = instance.meetings[m], instance.meetings[other]
    same_times = one.times is two.times or (
        len(one.times) == len(two.times)
        and all(a.cells == b.cells for a, b in zip(one.times, two.times, strict=True))
    )
    return (
        same_times
        and one.venues == two.venues
        and instance.costs_alike(m, other)
        and (m in choice.venues) == (other in choice.venues)
        and choice.venues.get(m) == choice.venues.get(other)
        and (m in choice.times) == (other in choice.times)
    )


def parts_of_weeks(masks: Iterable[int]) -> list[int]:
    """
    Return the fewest sets of weeks of which each of *masks* has all or nothing.

    Example:
        >>> parts_of_weeks([0b1111, 0b0101])
        [5, 10]
    """
    distinct = sorted(set(masks), key=int.bit_count)
    whole = 0
    for mask in distinct:
        whole |= mask
    parts = [whole] if whole else []
    for mask in distinct:
        split: list[int] = []
        for part in parts:
            split.extend(piece for piece in (part & mask, part & ~mask) if piece)
        parts = split
    return parts


def maximal(sets: Iterable[Collection[int]]) -> list[frozenset[int]]:
    """
    Return those of *sets* that are in no other, each once.

    Example:
        >>> [sorted(one) for one in maximal([{1}, {1, 2}, {2, 3}, {2, 1}])]
        [[1, 2], [2, 3]]
    """
    kept: list[frozenset[int]] = []
    member: dict[int, list[frozenset[int]]] = {}
    for one in sorted(dict.fromkeys(map(frozenset, sets)), key=len, reverse=True):
        if not one:
            continue
        rarest = min(one, key=lambda item: len(member.get(item, ())))
        if not any(one <= other for other in member.get(rarest, ())):
            kept.append(one)
            for item in one:
                member.setdefault(item, []).append(one)
    return kept
