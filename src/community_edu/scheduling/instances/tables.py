"""
What single placements of one meeting cost and what is forbidden, by what it depends on.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import attrs

from community_edu.scheduling.instances.values import Meeting

Positions = tuple[int, ...]
Key = tuple[int, ...]
TIME, VENUE, EDUCATOR = range(3)


@attrs.define(eq=False)
class Tables:
    """
    Sparse tables over time (0), venue (1) and educator (2) of a placement.

    Attributes:
        costs: For each set of those positions what it costs, by the numbers at them.
        banned: For each set of positions what is forbidden.
    """

    costs: dict[Positions, dict[Key, int]] = attrs.field(factory=dict[Positions, dict[Key, int]])
    banned: dict[Positions, set[Key]] = attrs.field(factory=dict[Positions, set[Key]])

    def add(self, positions: Positions, amounts: Mapping[Key, int], weight: int | None) -> None:
        """
        Add the amounts of a demand, which is hard if it has no weight.
        """
        told = {key: amount for key, amount in amounts.items() if amount}
        if not told:
            return
        if weight is None:
            self.banned.setdefault(positions, set()).update(told)
            return
        table = self.costs.setdefault(positions, {})
        for key, amount in told.items():
            table[key] = table.get(key, 0) + amount * weight

    def settle(self, meeting: Meeting, costs: tuple[int, ...]) -> tuple[Meeting, tuple[int, ...]]:
        """
        Take over what depends on the time alone or the venue alone, and number the times anew.

        Returns:
            The meeting with the times and venues that are left, and the costs of its times.
        """
        no_venues = self.banned.pop((VENUE,), set())
        if no_venues:
            venues = tuple(v for v in meeting.venues if (v,) not in no_venues)
            meeting = attrs.evolve(meeting, venues=venues)
        nowhere = self.banned.pop((), set())
        no_times = self.banned.pop((TIME,), set())
        base = self.costs.pop((), {}).get((), 0)
        more = self.costs.pop((TIME,), {})
        if not (nowhere or no_times or base or more):
            return meeting, costs
        left = [t for t in range(len(costs)) if not nowhere and (t,) not in no_times]
        self._number({t: new for new, t in enumerate(left)})
        times = tuple(meeting.times[t] for t in left)
        kept = tuple(costs[t] + base + more.get((t,), 0) for t in left)
        return attrs.evolve(meeting, times=times), kept

    def _number(self, new: Mapping[int, int]) -> None:
        for positions, table in self.costs.items():
            if positions[0] == TIME:
                self.costs[positions] = {
                    (new[key[0]], *key[1:]): cost for key, cost in table.items() if key[0] in new
                }
        for positions, keys in self.banned.items():
            if positions[0] == TIME:
                self.banned[positions] = {(new[key[0]], *key[1:]) for key in keys if key[0] in new}

    def cost_by_one(self, position: int) -> dict[int, int]:
        """
        Return the costs that depend on a venue or an educator alone, by its number.
        """
        return {number: cost for (number,), cost in self.costs.get((position,), {}).items()}

    def cost_by_two(self, *positions: int) -> dict[tuple[int, int], int]:
        """
        Return the costs that depend on two of time, venue and educator.
        """
        return {(one, other): cost for (one, other), cost in self.costs.get(positions, {}).items()}

    def cost_by_all(self) -> dict[tuple[int, int, int], int]:
        """
        Return the costs that depend on all three.
        """
        table = self.costs.get((TIME, VENUE, EDUCATOR), {})
        return {(t, v, e): cost for (t, v, e), cost in table.items()}

    def banned_by_two(self, *positions: int) -> AbstractSet[tuple[int, int]]:
        """
        Return the pairs that are forbidden.
        """
        return {(one, other) for one, other in self.banned.get(positions, ())}

    def banned_by_all(self) -> AbstractSet[tuple[int, int, int]]:
        """
        Return the triples that are forbidden.
        """
        table = self.banned.get((TIME, VENUE, EDUCATOR), ())
        return {(t, v, e) for t, v, e in table}
