"""
The educators of a town in the making.
"""

from community_edu.base import Text
from community_edu.calendars import WEEKDAYS, minute_of
from community_edu.organizations import Educator
from community_edu.scheduling.towns.dice import Dice
from community_edu.scheduling.towns.shapes import HALF_HOURS, HALVES, MOST_A_DAY, PERIODS, Cell
from community_edu.scheduling.travel import TravelTimes


class Person:
    """
    An educator in the making, with what they do in the timetable that is drawn first.
    """

    def __init__(self, id_: str, name: Text, dice: Dice, off: tuple[int, int] = (2, 5)) -> None:
        self.id, self.name = id_, name
        self.teaches: list[str] = []
        self.halves = set(dice.some(HALVES, len(HALVES) - dice.between(*off)))
        self.most = dice.between(5, 8)
        self.diary: dict[Cell, str] = {}
        self.weeks: set[int] = set()

    def may_teach(self, subject: str, sessions: int) -> bool:
        """
        Tell whether they teach *subject*, or could learn it, and have time left.
        """
        knows = subject in self.teaches or len(self.teaches) < 2  # noqa: PLR2004 - one or two
        return knows and len(self.diary) + sessions <= self.most

    def can(self, cell: Cell, place: str, travel: TravelTimes) -> bool:
        """
        Tell whether they could be at *place* then, with what they do already.
        """
        day, period = cell
        if (day, period // 2) not in self.halves or cell in self.diary:
            return False
        same = [(other, where) for (on, other), where in self.diary.items() if on == day]
        return len(same) < MOST_A_DAY and all(
            travel.between(place, where) <= _minutes_between(period, other) for other, where in same
        )

    def value(
        self, *, employment: str, weekly_minutes: int, sessions: int | None = None
    ) -> Educator:
        """
        Return the educator.
        """
        return Educator(
            id=self.id,
            name=self.name,
            teaches=self.teaches,
            hours="; ".join(
                f"{WEEKDAYS[day]} {HALF_HOURS[half]}" for day, half in sorted(self.halves)
            ),
            employment=employment,
            weekly_minutes=weekly_minutes,
            sessions=sessions,
        )


def _minutes_between(one: int, other: int) -> int:
    """
    Return the minutes from the end of the earlier of two periods to the later.
    """
    first, second = sorted((one, other))
    return minute_of(PERIODS[second].start) - minute_of(PERIODS[first].end)
