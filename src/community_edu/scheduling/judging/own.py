"""
How far the users' own demands are broken, as they say themselves.
"""

from collections.abc import Iterator
from itertools import combinations, product
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.scheduling.demands import OwnDemand
from community_edu.scheduling.judging.breaks import Break, filled, slot, title
from community_edu.scheduling.judging.cases import Case
from community_edu.scheduling.timetables import Placement

ONE = Text("{what}（{slot}）不符合：{asked}", en="{what} ({slot}) does not keep: {asked}")
TWO = Text(
    "{what}（{slot}）与{other}（{other_slot}）不符合：{asked}",
    en="{what} ({slot}) and {other} ({other_slot}) do not keep: {asked}",
)

MOST_AMOUNT = 1_000_000
"""
The most that a user's own demand may say of one placement, or of one pair.
"""


@attrs.define(slots=False)
class BadAmountError(CommunityEduError, ValueError):
    """
    An amount of a user's own demand that is no count.
    """

    code: ClassVar[str] = "bad-amount"
    en: ClassVar[str] = (
        "'{demand}' gives an amount of {amount}; return a whole number from 0 to {most}"
    )
    zh: ClassVar[str] = "“{demand}”算出的数量为 {amount}，应为 0 到 {most} 的整数"

    demand: str
    amount: object
    most: int = MOST_AMOUNT


def own_demand(case: Case, demand: OwnDemand) -> Iterator[Break]:
    """
    Ask a user's own demand about every placement, and about the pairs that it names.

    Raises:
        BadAmountError: It gives something that is no count.
    """
    problem, placements = case.problem, case.timetable.placements
    for one in placements:
        amount = _count(demand, demand.amount(one, problem))
        if amount:
            facts = {"what": title(case, one), "slot": slot(case, one), "asked": demand.text}
            yield Break(amount=amount, text=filled(ONE, facts), placements=(one,))
    of: dict[str, list[Placement]] = {}
    for one in placements:
        of.setdefault(one.section, []).append(one)
    for first, second in demand.pairs(problem):
        ones, others = of.get(first, []), of.get(second, [])
        pairs = combinations(ones, 2) if first == second else product(ones, others)
        for one, other in pairs:
            amount = _count(demand, demand.amount_of_pair(one, other, problem))
            if amount:
                facts = {
                    "what": title(case, one),
                    "slot": slot(case, one),
                    "other": title(case, other),
                    "other_slot": slot(case, other),
                    "asked": demand.text,
                }
                yield Break(amount=amount, text=filled(TWO, facts), placements=(one, other))


def _count(demand: OwnDemand, amount: object) -> int:
    if not isinstance(amount, int) or not 0 <= amount <= MOST_AMOUNT:
        raise BadAmountError(demand.id, amount)
    return int(amount)
