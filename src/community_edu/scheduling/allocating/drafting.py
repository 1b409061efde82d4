"""
Allocation in turns: each point in its turn gets one session of its best wish that can be had.
"""

from community_edu.scheduling.allocating.matters import Matter, Shares


def draft(matter: Matter, *, fair: bool) -> Shares:
    """
    Allocate in turns, without a proof.

    A session for which nobody is free is given to somebody who is made free: another
    session of theirs goes to a colleague, as often as that goes on.

    Args:
        matter: What is to be allocated.
        fair: Whether the points take turns; otherwise wishes go by rank alone.
    """
    shares = Shares(matter)
    wishes = sorted(range(len(matter.wanted)), key=lambda choice: matter.ranks[choice])
    if not fair:
        for choice in wishes:
            while shares.granted(choice) < matter.wanted[choice] and _serve(shares, choice):
                pass
        return shares
    open_wishes: list[list[int]] = [[] for _ in range(matter.points)]
    for choice in wishes:
        open_wishes[matter.point_of[choice]].append(choice)
    waiting = [point for point in range(matter.points) if open_wishes[point]]
    while waiting:
        waiting = [point for point in waiting if _turn(shares, open_wishes[point])]
    return shares


def _turn(shares: Shares, wishes: list[int]) -> bool:
    """
    Grant a point one session; wishes that cannot be had any more are struck out.
    """
    while wishes:
        choice = wishes[0]
        if shares.granted(choice) < shares.matter.wanted[choice] and _serve(shares, choice):
            return True
        del wishes[0]
    return False


def _serve(shares: Shares, choice: int) -> bool:
    """
    Let somebody give one more session of a choice, if anybody can.
    """
    if shares.offered[shares.matter.item_of[choice]] < 1:
        return False
    able = shares.matter.able[choice]
    tried: set[int] = set()
    for educator in sorted(able, key=lambda one: (able[one], -shares.minutes[one], one)):
        if shares.has_room(choice, educator) or _make_room(shares, choice, educator, tried):
            shares.give(choice, educator)
            return True
    return False


def _make_room(shares: Shares, choice: int, educator: int, tried: set[int]) -> bool:
    """
    Let a colleague take over one session, so that *educator* can take one of *choice*.
    """
    tried.add(educator)
    need = shares.matter.able[choice][educator]
    if need > shares.matter.minutes[educator]:
        return False
    for other, given in enumerate(shares.given):
        if educator not in given:
            continue
        freed = shares.matter.able[other][educator]
        if shares.minutes[educator] + freed < need:
            continue
        for colleague in sorted(shares.matter.able[other]):
            if colleague in tried:
                continue
            if shares.has_room(other, colleague) or _make_room(shares, other, colleague, tried):
                shares.give(other, educator, -1)
                shares.give(other, colleague)
                return True
    return False
