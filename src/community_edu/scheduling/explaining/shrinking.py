"""
Requirements that cannot all be kept, made as few as can be by leaving out one after another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import partial

import attrs

from community_edu.scheduling.explaining.conflicts import Deadline, Finder
from community_edu.scheduling.explaining.likeness import Likeness
from community_edu.scheduling.explaining.requirements import Unit

AT_FIRST = 2
"""
Which part of the requirements, or of what is alike among them, is left out at first.
"""
PROVING = 1 / 3
"""
Which part of the time that is left is taken to see what is needed; and for each question,
of what is left of that.
"""
MOST_PROVING = 8.0
"""
How many seconds that is at most.
"""
MOST_DECIDED = 100_000
"""
How many times with a venue or an educator are looked at in one question.
"""

Proof = Callable[[AbstractSet[Unit]], bool]
Alike = Callable[[Unit], object]


def shrink(
    finder: Finder, units: Iterable[Unit], proof: Proof | None = None
) -> tuple[tuple[Unit, ...], bool]:
    """
    Leave out what is not needed, each time deciding anew.

    First whole demands are left out, then whole sections, then one requirement after the
    other. Twice as many are left out at once as the last time that it could be done, and
    half as many after it could not. What is needed of one section, venue or educator is
    needed of all that differ from it by their names only.

    Args:
        finder: Who decides.
        units: Requirements that cannot all be kept.
        proof: A quick way to see that some cannot; it may say no where they cannot.

    Returns:
        The rest, and whether each of them is known to be needed.
    """
    likeness = Likeness(finder.ground)
    ways: Sequence[Alike] = (_by_demand, _by_section, _by_itself)
    rest = tuple(sorted(units, key=_dispensable))
    if proof is not None:
        quick = _Shrinking(likeness, finder.deadline, lambda some: not proof(some))
        rest, _ = quick.left_out(rest, ways, AT_FIRST)
        ways = (_by_itself,)
    seconds = min(finder.deadline.left * PROVING, MOST_PROVING)
    sooner = attrs.evolve(finder, deadline=finder.deadline.sooner(seconds))
    sure = _Shrinking(likeness, sooner.deadline, partial(_kept, sooner))
    rest, needed = sure.left_out(rest, ways, None if proof else AT_FIRST)
    return rest, needed.issuperset(rest)


def _kept(finder: Finder, units: AbstractSet[Unit]) -> bool | None:
    """
    Tell whether *units* can all be kept: no longer than a part of the time that is left.
    """
    sections = finder.held(units)
    if finder.ground.open_places(sections, units) > MOST_DECIDED:
        return None
    deadline = finder.deadline.sooner(finder.deadline.left * PROVING)
    return attrs.evolve(finder, deadline=deadline).possible(sections, units)


@attrs.frozen
class _Shrinking:
    """
    Leaves out what is not needed.

    Attributes:
        likeness: What is alike.
        deadline: When it has to end.
        possible: Tells whether requirements can all be kept; `None`: not known.
    """

    likeness: Likeness
    deadline: Deadline
    possible: Callable[[AbstractSet[Unit]], bool | None]

    def left_out(
        self, units: tuple[Unit, ...], ways: Iterable[Alike], part: int | None
    ) -> tuple[tuple[Unit, ...], set[Unit]]:
        """
        Return what is left of *units*, and which of that is needed for sure.

        Args:
            units: Requirements that cannot all be kept.
            ways: What to leave out together, one way after the other.
            part: Which part of them all is tried first; `None`: one after the other.
        """
        rest, needed = list(units), set[Unit]()
        for alike in ways:
            groups: dict[object, list[Unit]] = defaultdict(list)
            for unit in rest:
                groups[alike(unit)].append(unit)
            waiting: list[frozenset[Unit]] = [frozenset(some) for some in groups.values()]
            many = max(1, len(waiting) // part) if part else 1
            while waiting and self.deadline.left > 0:
                some, others = waiting[:many], waiting[many:]
                gone = frozenset[Unit]().union(*some)
                answer = None if gone & needed else self.possible(set(rest) - gone)
                if answer is False:
                    rest, waiting, many = [one for one in rest if one not in gone], others, 2 * many
                elif len(some) > 1:
                    many = len(some) // 2
                else:
                    alike_too: set[frozenset[Unit]] = set()
                    if answer:
                        alike_too.update(self.likeness.images(gone, set(rest)))
                    waiting = [group for group in others if group not in alike_too]
                    if answer and len(gone) == 1:
                        needed.update(gone, *alike_too)
        return tuple(rest), needed


def _dispensable(unit: Unit) -> tuple[bool, bool, Unit]:
    """
    Put first what a reader would rather not hear of.
    """
    return unit.demand.startswith("no-clash"), unit.demand != "every-session", unit


def _by_section(unit: Unit) -> object:
    """
    Return the same for all that is asked of one section alone.
    """
    return unit.subjects if unit.of == "section" else unit


def _by_demand(unit: Unit) -> object:
    return unit.demand


def _by_itself(unit: Unit) -> object:
    return unit
