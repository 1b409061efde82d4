"""
Travel times (路程) between the places of venues, in whole minutes.
"""

from collections.abc import Iterable, Mapping
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text


@attrs.define(slots=False)
class NegativeWayError(CommunityEduError, ValueError):
    """
    A way that would take less than no time.
    """

    code: ClassVar[str] = "negative-way"
    en: ClassVar[str] = "{what} takes {minutes} minutes; give 0 or more"
    zh: ClassVar[str] = "{what}的路程为 {minutes} 分钟，应为 0 或以上的数"

    path: Path
    what: Text
    minutes: int


STEP = Text("一格", en="a step")
UNKNOWN_WAY = Text("未列出的两地", en="a way that is not listed")


def _both_ways(minutes: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """
    Return *minutes* with each way that is missing as long as the way back.
    """
    return {(there, here): cost for (here, there), cost in minutes.items()} | dict(minutes)


@attrs.frozen(kw_only=True)
class TravelTimes:
    """
    How long the way is from one place to another.

    Attributes:
        minutes: The way from one place to another; the way back is as long unless it is
            given too.
        positions: Places on a map, in `unit` steps east and north; ways that `minutes`
            does not have are as long as the steps along the grid.
        unit: How many minutes one step of the positions takes.
        otherwise: The way between two different places of which nothing is known.

    Raises:
        ProblemsError: Ways of less than no time; every one is named.

    Example:
        >>> travel = TravelTimes(minutes={("school", "east"): 12}, otherwise=30)
        >>> travel.between("east", "school"), travel.between("east", "west")
        (12, 30)
    """

    minutes: Mapping[tuple[str, str], int] = attrs.field(
        factory=dict[tuple[str, str], int], converter=_both_ways, hash=False
    )
    positions: Mapping[str, tuple[int, int]] = attrs.field(
        factory=dict[str, tuple[int, int]], hash=False
    )
    unit: int = 1
    otherwise: int = 0

    def __attrs_post_init__(self) -> None:
        problems: list[CommunityEduError] = [
            NegativeWayError(("minutes", f"{here} {there}"), Text(f"{here}–{there}"), cost)
            for (here, there), cost in self.minutes.items()
            if cost < 0 and (here < there or cost != self.minutes[there, here])
        ]
        if self.unit < 0:
            problems.append(NegativeWayError(("unit",), STEP, self.unit))
        if self.otherwise < 0:
            problems.append(NegativeWayError(("otherwise",), UNKNOWN_WAY, self.otherwise))
        if problems:
            raise ProblemsError("the travel times cannot be", problems)

    def between(self, here: str, there: str) -> int:
        """
        Return the minutes from *here* to *there*; none from a place to itself.
        """
        if here == there:
            return 0
        known = self.minutes.get((here, there))
        if known is not None:
            return known
        one, other = self.positions.get(here), self.positions.get(there)
        if one is None or other is None:
            return self.otherwise
        return self.unit * (abs(one[0] - other[0]) + abs(one[1] - other[1]))

    def places(self) -> Iterable[str]:
        """
        Return every place that is named.
        """
        return dict.fromkeys([*(place for pair in self.minutes for place in pair), *self.positions])
