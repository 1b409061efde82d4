"""
Seats: how many of which kind of body still fit, given what is reserved and what is full.

Bodies of one *kind* are in the same groups, and each quota limits one group. A group is a
number. Whoever takes a seat must leave enough of them for the minima that are not reached.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

Kind: TypeAlias = tuple[int, ...]
"""
The groups that a body is in.
"""


@attrs.define
class Seats:
    """
    The seats that are left; it changes as bodies take them.

    Attributes:
        free: How many there are.
        room: How many more each group may have, if it has a maximum.
        unmet: How many more each group must have.
    """

    free: int
    room: dict[int, int]
    unmet: dict[int, int]

    def copy(self) -> "Seats":
        """
        Return the same seats, to try something.
        """
        return Seats(self.free, dict(self.room), dict(self.unmet))

    def fit(self, bodies: Mapping[Kind, int], pool: Mapping[Kind, int]) -> bool:
        """
        Tell whether *bodies* can all have seats, so that *pool* can still fill the minima.
        """
        after = self.copy()
        after.take(bodies)
        if after.free < 0 or min(after.room.values(), default=0) < 0:
            return False
        return after.completable(pool)

    def take(self, bodies: Mapping[Kind, int]) -> None:
        """
        Give seats to *bodies*.
        """
        for kind, count in bodies.items():
            self.free -= count
            for group in kind:
                if group in self.room:
                    self.room[group] -= count
                if group in self.unmet:
                    self.unmet[group] = max(self.unmet[group] - count, 0)

    def most(
        self,
        bodies: Mapping[Kind, int],
        pool: Mapping[Kind, int],
        first: Callable[[Kind], bool] = bool,
    ) -> Counter[Kind]:
        """
        Return bodies that fit together, so many that none could be added.

        Args:
            bodies: Those that want a seat.
            pool: Those from whom minima can be filled afterwards; *bodies* among them.
            first: Which kinds are served first.
        """
        taken: Counter[Kind] = Counter()
        left, after = self.copy(), Counter(pool)
        for kind in sorted(bodies, key=lambda kind: (not first(kind), kind)):
            count = min((bodies[kind], left.free, *left.rooms(kind)))
            while count and not left.fit({kind: count}, minus(after, {kind: count})):
                count -= 1
            left.take({kind: count})
            after[kind] -= count
            taken[kind] += count
        return +taken

    def relax(self, pool: Mapping[Kind, int]) -> None:
        """
        Lower each minimum, the first quota first, to what *pool* can still fill.
        """
        wanted, self.unmet = self.unmet, {}
        for group in sorted(wanted):
            self.unmet[group] = wanted[group]
            while self.unmet[group] and not self.completable(pool):
                self.unmet[group] -= 1

    def reserved(self, pool: Mapping[Kind, int]) -> int:
        """
        Return how many seats the minima need at least; they must be within reach of *pool*.
        """
        seats = 0
        while not Seats(seats, self.room, self.unmet).completable(pool):
            seats += 1
        return seats

    def completable(self, pool: Mapping[Kind, int]) -> bool:
        """
        Tell whether bodies of *pool* can fill every minimum, within the seats and maxima.

        Kind after kind, each possible number of seats is tried, the greatest first; states
        from which nothing came are not tried again.
        """
        if not any(self.unmet.values()):
            return True
        kinds = sorted(kind for kind in pool if any(self.unmet.get(group) for group in kind))
        live = [set[int]().union(*kinds[index:]) for index in range(len(kinds) + 1)]
        stack: list[tuple[int, Seats]] = [(0, self)]
        seen: set[tuple[object, ...]] = set()
        while stack:
            index, seats = stack.pop()
            wanted = {group: count for group, count in seats.unmet.items() if count}
            if not wanted:
                return True
            room = tuple(sorted((g, n) for g, n in seats.room.items() if g in live[index]))
            state = (index, seats.free, tuple(sorted(wanted.items())), room)
            if state in seen or not seats.may_complete(kinds[index:], pool):
                continue
            seen.add(state)
            kind = kinds[index]
            useful = max(wanted.get(group, 0) for group in kind)
            most = min((useful, pool[kind], seats.free, *seats.rooms(kind)))
            for count in range(most + 1):  # the greatest is tried first: it is pushed last
                after = seats.copy()
                after.take({kind: count})
                stack.append((index + 1, after))
        return False

    def rooms(self, kind: Kind) -> Iterable[int]:
        """
        Return how many more each limited group of *kind* may have.
        """
        return [self.room[group] for group in kind if group in self.room]

    def may_complete(self, kinds: Sequence[Kind], pool: Mapping[Kind, int]) -> bool:
        """
        Rule out quickly what cannot be: too few seats, or too few bodies for one minimum.
        """
        for group, count in self.unmet.items():
            if count > min(self.free, self.room.get(group, count)):
                return False
            helpful = (
                min((pool[kind], *self.rooms(kind))) for kind in kinds if count and group in kind
            )
            if count and sum(helpful) < count:
                return False
        return True


def minus(bodies: Mapping[Kind, int], others: Mapping[Kind, int]) -> Counter[Kind]:
    """
    Return *bodies* without *others*.
    """
    return Counter(bodies) - Counter(others)


@attrs.frozen
class Shares:
    """
    What becomes of bodies that are equal.

    Attributes:
        sure: The kinds that have seats whoever of the others has one.
        tied: The kinds that compete with one another.
    """

    sure: frozenset[Kind]
    tied: frozenset[Kind]


def share_out(seats: Seats, equals: Mapping[Kind, int], pool: Mapping[Kind, int]) -> Shares:
    """
    Share seats out among equals, without preferring any.

    A kind is sure of its seats if one of it still fits after as many of the others as
    possible have been served, those of its own groups first or last.

    Args:
        seats: What is left.
        equals: Those that are equal, each of whom could have a seat if alone.
        pool: They and all that come after them.
    """
    if seats.fit(equals, minus(pool, equals)):
        return Shares(frozenset(equals), frozenset())
    sure: Counter[Kind] = Counter()
    for kind, count in equals.items():
        one = Counter({kind: 1})
        others = minus(equals, one)
        firsts = (bool, *(choose(group) for group in kind for choose in (_in, _outside)))
        served = (seats.most(others, pool, first) for first in firsts)
        if all(seats.fit(them + one, minus(pool, them + one)) for them in served):
            sure[kind] = count
    together = seats.fit(sure, minus(pool, sure))
    kept = frozenset(kind for kind in sure if together)
    return Shares(kept, frozenset(equals) - kept)


def hold(seats: Seats, tied: Mapping[Kind, int], pool: Mapping[Kind, int], *, given: bool) -> int:
    """
    Keep seats for those tied, whoever of them it will be.

    Of each group as many count as it could have at most against its maximum, and as many
    as it will have in any case for its minimum.

    Args:
        seats: What is left; it changes.
        tied: Those that compete.
        pool: They and all that come after them.
        given: Whether the seats will be given to some of them, or stay empty.

    Returns:
        How many seats they compete for.
    """
    count = seats.most(tied, pool).total()
    groups = {group for kind in tied for group in kind}
    most, least = (
        {group: _inside(seats.most(tied, pool, choose(group)), group) for group in groups}
        for choose in (_in, _outside)
    )
    seats.free -= count
    for group in groups:
        if group in seats.room:
            seats.room[group] = max(seats.room[group] - most[group], 0)
        if group in seats.unmet and given:
            seats.unmet[group] = max(seats.unmet[group] - least[group], 0)
    return count


def _in(group: int) -> Callable[[Kind], bool]:
    return lambda kind: group in kind


def _outside(group: int) -> Callable[[Kind], bool]:
    return lambda kind: group not in kind


def _inside(bodies: Mapping[Kind, int], group: int) -> int:
    return sum(count for kind, count in bodies.items() if group in kind)
