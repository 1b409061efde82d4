"""
Choosing (评选): who is chosen under the rules of a selection, and why the others are not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TypeAlias

import attrs

from community_edu.base import CommunityEduError, DuplicateIdError, Path, References
from community_edu.evaluation.selection._ordering import sort_key
from community_edu.evaluation.selection._seats import Kind, Seats, Shares, hold, share_out
from community_edu.evaluation.selection.reasons import (
    MOST_NAMED,
    CutReason,
    OrderReason,
    Reason,
    RuledOutReason,
    SeatReason,
    TieReason,
    not_eligible,
)
from community_edu.evaluation.selection.results import Place, SelectionResult, SelectionStatus
from community_edu.evaluation.selection.selections import (
    SeatQuota,
    Selection,
    TieRule,
    too_many_reserved,
)
from community_edu.evaluation.selection.standings import Candidate
from community_edu.evaluation.standards import CRITERION

ATTRIBUTE = ("attribute", "属性")
NUMBER = ("number in the evidence", "佐证数据")
_TIED: Mapping[TieRule, SelectionStatus] = {
    "all": "chosen",
    "none": "not_chosen",
    "undecided": "tied",
}
_AMONG = {"criterion_points": CRITERION, "criterion_value": CRITERION, "evidence": NUMBER}

Group: TypeAlias = tuple[int, str]


def select(selection: Selection, candidates: Iterable[Candidate]) -> SelectionResult:
    """
    Choose some of *candidates* under the rules of *selection* (评选), with a reason for each.

    Bodies are put in order by the keys, one after the other; equals share a place, and the
    next place is left out (1, 1, 3). Then seats are given from the first to the last: a body
    has one unless a maximum that it falls under is full, no seat is left, or the seats left
    are needed for minima that the bodies after it must fill. So the result is the best in
    this order that keeps every quota. If there are too few bodies for a minimum, it is
    lowered to what can be reached, the first quota of the file first, and the seats go to
    the others.

    Equals who cannot all have seats are treated alike: as `Selection.ties` says. The result
    does not depend on the order in which candidates are given, and nothing is drawn by lot.

    Args:
        selection: The rules.
        candidates: All that take part.

    Returns:
        The places, who is chosen and the reasons, in the order of the places.

    Raises:
        ProblemsError: Two candidates have one identifier, one lacks an attribute that a
            quota or the order looks at, the rules name a criterion that nobody was judged
            by, or the minima of all values together are more than the seats; all at once.

    Example:
        >>> from community_edu.evaluation.selection.standings import Standing
        >>> best = Selection(id="best", name="先进社区", quota=1)
        >>> result = select(
        ...     best,
        ...     [
        ...         Candidate(id="west", name="西门社区", standing=Standing(points=86, of=100)),
        ...         Candidate(id="east", name="东门社区", standing=Standing(points=88, of=100)),
        ...     ],
        ... )
        >>> [place.candidate.id for place in result.chosen]
        ['east']
        >>> result.place("west").reason.zh
        '第 2 名：86 分，比第 1 名东门社区少 2 分'
    """
    bodies = sorted(candidates, key=lambda candidate: candidate.id)
    _check(selection, bodies)
    reasons = {body.id: not_eligible(selection.eligible, body.standing) for body in bodies}
    able = [body for body in bodies if not reasons[body.id]]
    keys = {body.id: sort_key(selection, body) for body in able}
    able.sort(key=lambda body: (keys[body.id], body.id))
    places: list[Place] = []
    seating = _Seating.of(selection, able)
    for _, block in groupby(able, key=lambda body: keys[body.id]):
        places.extend(seating.seat(list(block), len(places) + 1))
    places.extend(
        Place(
            candidate=body,
            place=None,
            verdict="ruled_out",
            explanation=RuledOutReason(tuple(reasons[body.id])),
        )
        for body in bodies
        if reasons[body.id]
    )
    return SelectionResult(selection=selection, places=tuple(places))


def _check(selection: Selection, bodies: Sequence[Candidate]) -> None:
    check = References()
    for one, other in pairwise(bodies):
        if one.id == other.id:
            path: Path = ("candidates", one.id)
            check.problems.append(DuplicateIdError(path, one.id, path))
    wanted = [quota.attribute for quota in selection.quotas]
    wanted += [str(key.of) for key in selection.order if key.by == "attribute"]
    for body in bodies:
        for attribute in dict.fromkeys(wanted):
            path = ("candidates", body.id, "attributes")
            check.known(path, ATTRIBUTE, attribute, body.attributes)
    if bodies:
        check.problems.extend(_unknown(selection, bodies))
        check.problems.extend(_reserved_problems(selection, bodies))
    check.finish(f"'{selection.id}' cannot be held among these candidates")


def _unknown(selection: Selection, bodies: Sequence[Candidate]) -> Iterator[CommunityEduError]:
    """
    Yield a problem for each criterion or number that the rules name and nobody has.
    """
    criteria = {name for body in bodies for name in body.standing.marks}
    numbers = {name for body in bodies for name in body.standing.evidence}
    check = References()
    check.all_known(("eligible", "met"), CRITERION, selection.eligible.met, criteria)
    for index, key in enumerate(selection.order):
        if key.by in _AMONG:
            among = numbers if key.by == "evidence" else criteria
            check.known(("order", index, "of"), _AMONG[key.by], key.of, among)
    yield from check.problems


def _reserved_problems(
    selection: Selection, bodies: Sequence[Candidate]
) -> Iterator[CommunityEduError]:
    for quota in selection.quotas:
        if quota.value is None:
            values = {body.attributes.get(quota.attribute) for body in bodies}
            if quota.at_least * len(values) > selection.quota:
                needed = quota.at_least * len(values)
                yield too_many_reserved(quota.attribute, needed, selection.quota)


@attrs.define
class _Seating:
    """
    The giving of seats, block of equals after block.

    Attributes:
        selection: The rules.
        groups: Which quota and value each group stands for.
        kinds: The groups of each body.
        seats: What is left.
        later: Those that come after, by kind.
        cut: The last body with a seat by its place.
        helpers: The last body with a reserved seat of each group that has a minimum.
        reserving: Whether seats were kept back from some body.
    """

    selection: Selection
    groups: Sequence[Group]
    kinds: Mapping[str, Kind]
    seats: Seats
    later: Counter[Kind]
    cut: Place | None = None
    helpers: dict[int, Place] = attrs.field(factory=dict[int, Place])
    reserving: bool = False

    @classmethod
    def of(cls, selection: Selection, bodies: Sequence[Candidate]) -> "_Seating":
        """
        Begin with all seats free.
        """
        groups: dict[Group, int] = {}
        for index, quota in enumerate(selection.quotas):
            values = sorted({body.attributes[quota.attribute] for body in bodies})
            for value in values if quota.value is None else [quota.value]:
                groups[index, value] = len(groups)
        kinds = {
            body.id: tuple(
                number
                for (index, value), number in groups.items()
                if body.attributes[selection.quotas[index].attribute] == value
            )
            for body in bodies
        }
        room: dict[int, int] = {}
        unmet: dict[int, int] = {}
        for (index, _), number in groups.items():
            quota = selection.quotas[index]
            unmet[number] = quota.at_least
            if quota.at_most is not None:
                room[number] = quota.at_most
        later = Counter(kinds.values())
        seats = Seats(selection.quota, room, unmet)
        seats.relax(later)
        return cls(selection, tuple(groups), kinds, seats, later)

    def seat(self, block: Sequence[Candidate], place: int) -> Iterator[Place]:
        """
        Give seats to equals, or tell why they have none.
        """
        pool = Counter(self.later)
        self.later -= Counter(self.kinds[body.id] for body in block)
        could = Counter(
            self.kinds[body.id] for body in block if self._fits(self.kinds[body.id], pool)
        )
        before = self.seats.copy()
        shares = share_out(self.seats, could, pool)
        self.seats.take({kind: count for kind, count in could.items() if kind in shares.sure})
        tied = [body for body in block if self.kinds[body.id] in shares.tied]
        places = self._settle(Counter(self.kinds[body.id] for body in tied))
        found = [self._place(body, place, before, shares, (tied, places)) for body in block]
        self.reserving |= any(
            isinstance(it.explanation, SeatReason) and it.explanation.why == "reserved"
            for it in found
        )
        for it in found:
            if it.by_order:
                self.cut = it
            elif it.verdict == "chosen":
                groups = self.kinds[it.candidate.id]
                reserving = [g for g in groups if self.selection.quotas[self.groups[g][0]].at_least]
                self.helpers |= dict.fromkeys(reserving, it)
        yield from found

    def _fits(self, kind: Kind, pool: Counter[Kind]) -> bool:
        return self.seats.fit({kind: 1}, pool - Counter({kind: 1}))

    def _settle(self, tied: Counter[Kind]) -> int:
        """
        Do with the seats that equals compete for what the rule of ties says; return how many.
        """
        if not tied:
            return 0
        if self.selection.ties != "all":
            given = self.selection.ties == "undecided"
            count = hold(self.seats, tied, self.later + tied, given=given)
            self.seats.relax(self.later)
            return count
        count = self.seats.most(tied, self.later + tied).total()
        free = self.seats.free
        self.seats.take(tied)
        over = self.seats.free
        self.seats.room = {group: max(left, 0) for group, left in self.seats.room.items()}
        self.seats.free = free  # what the minima need stays reserved, over the quota
        self.seats.relax(self.later)
        self.seats.free = max(over, self.seats.reserved(self.later))
        return count

    def _place(
        self,
        body: Candidate,
        place: int,
        before: Seats,
        shares: Shares,
        tie: tuple[Sequence[Candidate], int],
    ) -> Place:
        kind = self.kinds[body.id]
        verdict: SelectionStatus = "not_chosen"
        reason: Reason
        if kind in shares.sure:
            verdict = "chosen"
            reason = OrderReason(self._helped(kind, before) if self.reserving else ())
        elif kind in shares.tied:
            rule = self.selection.ties
            verdict = _TIED[rule]
            tied, seats = tie
            some = [other.name for other in tied[: MOST_NAMED + 1] if other is not body]
            reason = TieReason(rule, tuple(some[:MOST_NAMED]), len(tied) - 1, seats)
        else:
            reason = self._refusal(body, kind, before)
        return Place(candidate=body, place=place, verdict=verdict, explanation=reason)

    def _refusal(self, body: Candidate, kind: Kind, before: Seats) -> Reason:
        full = [group for group in kind if not before.room.get(group, 1)]
        rivals = [self.cut, *(self.helpers.get(group) for group in kind)]
        last = max((it for it in rivals if it), key=lambda it: it.place or 0, default=None)
        cut = CutReason.of(
            self.selection, last.candidate if last else None, last.place if last else None, body
        )
        if not before.free:
            return cut
        if full:
            quotas = [self.selection.quotas[self.groups[group][0]] for group in full]
            return SeatReason("full", tuple(quotas), cut)
        waiting = [group for group, count in before.unmet.items() if count]
        return SeatReason("reserved", self._quotas(waiting), cut)

    def _helped(self, kind: Kind, before: Seats) -> tuple[SeatQuota, ...]:
        return self._quotas([group for group in kind if before.unmet.get(group)])

    def _quotas(self, groups: Iterable[int]) -> tuple[SeatQuota, ...]:
        indices = dict.fromkeys(self.groups[group][0] for group in groups)
        return tuple(self.selection.quotas[index] for index in indices)
