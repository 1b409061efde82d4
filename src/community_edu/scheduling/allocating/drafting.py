"""
Allocation in turns: each point in its turn gets one session of its best wish that can be had.
"""

from collections import deque

import attrs

from community_edu.scheduling.allocating.matters import Matter, Shares


def draft(matter: Matter, *, fair: bool) -> Shares:
    """
    Allocate in turns, without a proof.

    Args:
        matter: What is to be allocated.
        fair: Whether the points take turns; otherwise wishes go by rank alone.
    """
    shares = Shares(matter)
    fill(shares, fair=fair)
    return shares


def fill(shares: Shares, *, fair: bool) -> None:
    """
    Give in turns what is left, so that no point gets less.

    A session for which nobody is free is given to somebody who is made free: another
    session of theirs goes to a colleague, as often as that goes on.

    Args:
        shares: What is given already; it is added to.
        fair: Whether the points take turns; otherwise wishes go by rank alone.
    """
    matter, turns = shares.matter, _Turns(shares)
    wishes = sorted(range(len(matter.wanted)), key=lambda choice: matter.ranks[choice])
    if not fair:
        for choice in wishes:
            while shares.granted(choice) < matter.wanted[choice] and turns.serve(choice):
                pass
        return
    open_wishes: list[list[int]] = [[] for _ in range(matter.points)]
    for choice in reversed(wishes):
        open_wishes[matter.point_of[choice]].append(choice)
    waiting = list(range(matter.points))
    while waiting:
        waiting = [point for point in waiting if turns.take(open_wishes[point])]


@attrs.define
class _Turns:
    """
    What is given, and what was found not to be possible any more.
    """

    shares: Shares
    hopeless: dict[frozenset[int], list[dict[int, int]]] = attrs.field(
        factory=dict[frozenset[int], list[dict[int, int]]]
    )

    def take(self, wishes: list[int]) -> bool:
        """
        Grant a point one session; wishes that cannot be had any more are struck out.

        Args:
            wishes: The choices of the point, the best one last.
        """
        shares = self.shares
        while wishes:
            choice = wishes[-1]
            if shares.granted(choice) < shares.matter.wanted[choice] and self.serve(choice):
                return True
            wishes.pop()
        return False

    def serve(self, choice: int) -> bool:
        """
        Let somebody give one more session of a choice, if anybody can.
        """
        shares, able = self.shares, self.shares.matter.able[choice]
        if shares.offered[shares.matter.item_of[choice]] < 1:
            return False
        free = [one for one in able if shares.has_room(choice, one)]
        if free:
            shares.give(choice, min(free, key=lambda one: (able[one], -shares.minutes[one], one)))
            return True
        failed = self.hopeless.setdefault(frozenset(able), [])
        if any(all(able[one] >= need for one, need in past.items()) for past in failed):
            return False
        if self._make_room(choice):
            return True
        failed.append(able)
        return False

    def _make_room(self, choice: int) -> bool:
        """
        Let colleagues take over sessions from one another, so that one of *choice* can be given.

        The shortest such chain is taken: who begins it has room, and each of the others gives
        up one session for another.
        """
        shares, matter = self.shares, self.shares.matter
        wants = dict.fromkeys(sorted(matter.able[choice]), choice)
        before: dict[int, int] = {}
        waiting = deque(wants)
        while waiting:
            educator = waiting.popleft()
            wanted = wants[educator]
            if shares.has_room(wanted, educator):
                while educator in before:
                    shares.give(wanted, before[educator], -1)
                    shares.give(wanted, educator)
                    educator = before[educator]
                    wanted = wants[educator]
                shares.give(choice, educator)
                return True
            missing = matter.able[wanted][educator] - shares.minutes[educator]
            for other in sorted(shares.taken[educator]):
                if matter.able[other][educator] < missing:
                    continue
                for colleague in sorted(matter.able[other]):
                    if colleague not in wants:
                        wants[colleague], before[colleague] = other, educator
                        waiting.append(colleague)
        return False
