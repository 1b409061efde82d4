"""
Following the repetition of an event day by day, so that no rule can hold its reader.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

import attrs

from community_edu.calendars import WEEKDAYS

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
READ: Final = frozenset(
    ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS")
)
"""
The parts of a rule that are read; the others are of within a day, or nobody writes them.
"""

LONGEST_TURN: Final = 366
"""
How many days a turn has, at most: those of a year.
"""

_DAY = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})")
_TWO_LETTERS: Final = tuple(day[:2] for day in WEEKDAYS)


@attrs.frozen(kw_only=True)
class DayRule:
    """
    The days of a rule (RFC 5545, 3.3.10) that repeats by whole days.

    Attributes:
        frequency: One of `FREQUENCIES`.
        interval: Every which turn.
        count: How many days it has, at most.
        week_start: The first day of a week, 0 is Monday.
        days: Weekdays, each with which of the month or year it is; 0: every one.
        month_days: Days of the month, from its end if negative.
        months: The months.
        positions: Which of the days of one turn, from 1, or from the end.
    """

    frequency: str
    interval: int = attrs.field(default=1, validator=attrs.validators.ge(1))
    count: int | None = None
    week_start: int = 0
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    @classmethod
    def of(cls, parts: Mapping[str, Sequence[object]]) -> "DayRule":
        """
        Read the parts of a rule.

        Raises:
            ValueError: There is one that is not read.

        Example:
            >>> rule = DayRule.of({"FREQ": ["MONTHLY"], "BYDAY": ["-1FR"]})
            >>> [str(day) for day in rule.between(date(2026, 9, 25), date(2026, 11, 30))]
            ['2026-09-25', '2026-10-30', '2026-11-27']
        """
        frequency = str(parts["FREQ"][0])
        strange = sorted(set(parts) - READ)
        if frequency not in FREQUENCIES or strange:
            raise ValueError(strange[0] if strange else f"FREQ={frequency}")
        return cls(
            frequency=frequency,
            interval=int(str(parts.get("INTERVAL", [1])[0])),
            count=int(str(parts["COUNT"][0])) if "COUNT" in parts else None,
            week_start=_TWO_LETTERS.index(str(parts.get("WKST", ["MO"])[0])),
            days=tuple(_weekday(str(one)) for one in parts.get("BYDAY", ())),
            month_days=_numbers(parts.get("BYMONTHDAY", ())),
            months=_numbers(parts.get("BYMONTH", ())),
            positions=_numbers(parts.get("BYSETPOS", ())),
        )

    def first_look(self, first: date, matters: date) -> date:
        """
        Return from when on days must be looked at to know those from *matters*.
        """
        if self.positions:
            return first - timedelta(days=min(LONGEST_TURN, first.toordinal() - 1))
        return first if self.count is not None else max(first, matters)

    def between(self, first: date, last: date, matters: date | None = None) -> Iterator[date]:
        """
        Yield its days from *first*, the day of its event, through *last*.

        The day of the event itself is one only if the rule has it. Days before *matters*
        may be left out.
        """
        day = self.first_look(first, matters or first)
        beyond = LONGEST_TURN if self.positions else 0
        looked = (day + timedelta(days=n) for n in range((last - day).days + 1 + beyond))
        matching = (day for day in looked if self._has(day, first))
        left = self.count
        for _, turn in groupby(matching, self._turn):
            found = list(turn)
            if self.positions:
                found = [
                    one
                    for number, one in enumerate(found)
                    if number + 1 in self.positions or number - len(found) in self.positions
                ]
            for one in found:
                if first <= one <= last and left != 0:
                    left = None if left is None else left - 1
                    yield one

    def _turn(self, day: date) -> int:
        """
        Return the number of the day, week, month or year in which a day is.
        """
        match self.frequency:
            case "DAILY":
                return day.toordinal()
            case "WEEKLY":
                return (day.toordinal() - 1 - self.week_start) // 7
            case "MONTHLY":
                return day.year * 12 + day.month
            case _:
                return day.year

    def _has(self, day: date, first: date) -> bool:
        if (self._turn(day) - self._turn(first)) % self.interval:
            return False
        if self.months and day.month not in self.months:
            return False
        length = monthrange(day.year, day.month)[1]
        if self.month_days and not {day.day, day.day - length - 1} & set(self.month_days):
            return False
        if self.days:
            return any(self._is(day, which, weekday) for which, weekday in self.days)
        return bool(self.month_days) or self._as_first(day, first)

    def _is(self, day: date, which: int, weekday: int) -> bool:
        """
        Tell whether a day is such a weekday, and the one that is meant.
        """
        if day.weekday() != weekday:
            return False
        if not which or self.frequency in {"DAILY", "WEEKLY"}:
            return True
        if self.frequency == "YEARLY" and not self.months:
            number, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        else:
            number, length = day.day, monthrange(day.year, day.month)[1]
        return which in {(number - 1) // 7 + 1, -((length - number) // 7 + 1)}

    def _as_first(self, day: date, first: date) -> bool:
        """
        Tell whether a day is like that of the event, where the rule says nothing of it.
        """
        match self.frequency:
            case "DAILY":
                return True
            case "WEEKLY":
                return day.weekday() == first.weekday()
            case "MONTHLY":
                return day.day == first.day
            case _:
                return day.day == first.day and (bool(self.months) or day.month == first.month)


def _weekday(said: str) -> tuple[int, int]:
    found = _DAY.fullmatch(said)
    if not found or found[2] not in _TWO_LETTERS:
        raise ValueError(f"BYDAY={said}")
    return int(found[1] or 0), _TWO_LETTERS.index(found[2])


def _numbers(said: Sequence[object]) -> tuple[int, ...]:
    return tuple(int(str(one)) for one in said)
