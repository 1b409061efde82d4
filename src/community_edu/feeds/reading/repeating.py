"""
Following the repetition of an event turn by turn, so that no rule can hold its reader.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from itertools import product
from typing import Final

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.feeds.reading.problems import Steps, UnreadError, shortened
from community_edu.feeds.reading.values import moment_value

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
READ: Final = frozenset(
    (
        *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH"),
        *("BYYEARDAY", "BYSETPOS", "BYHOUR", "BYMINUTE", "BYSECOND"),
    )
)
"""
The parts of a rule that are read.
"""

TIMES: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
MOST_TIMES: Final = 24
"""
How often an event may begin on one day.
"""

END_OF_DAY: Final = time(23, 59, 59)

_DAY = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
_TWO_LETTERS: Final = tuple(day[:2] for day in WEEKDAYS)


@attrs.frozen(kw_only=True)
class DayRule:
    """
    When an event begins by a rule (RFC 5545 §3.3.10) that repeats by whole days.

    Attributes:
        frequency: One of `FREQUENCIES`.
        interval: Every which turn.
        count: How often it begins, at most.
        week_start: The first day of a week, 0 is Monday.
        days: Weekdays, each with which of the month or year it is; 0: every one.
        month_days: Days of the month, from its end if negative.
        year_days: Days of the year, from its end if negative.
        months: The months.
        positions: Which of the days of one turn, from 1, or from the end.
        times: Hours, minutes and seconds at which it begins; an empty one is that of the event.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    week_start: int = 0
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    times: tuple[tuple[int, ...], ...] = ((), (), ())

    @classmethod
    def of(cls, parts: Mapping[str, Sequence[str]]) -> "DayRule":
        """
        Read the parts of a rule.

        Raises:
            UnreadError: There is one that is not read.

        Example:
            >>> rule = DayRule.of({"FREQ": ["MONTHLY"], "BYDAY": ["-1FR"]})
            >>> days = rule.between(datetime(2026, 9, 25, 9), datetime(2026, 11, 30))
            >>> [str(day) for day in days]
            ['2026-09-25 09:00:00', '2026-10-30 09:00:00', '2026-11-27 09:00:00']
        """
        frequency = parts.get("FREQ", ["?"])[0]
        strange = sorted(set(parts) - READ)
        if frequency not in FREQUENCIES or strange:
            raise unread(strange[0] if strange else f"FREQ={frequency}")
        rule = cls(
            frequency=frequency,
            interval=_positive(parts, "INTERVAL") or 1,
            count=_positive(parts, "COUNT"),
            week_start=_weekday("WKST", parts.get("WKST", ["MO"])[0])[1],
            days=tuple(_weekday("BYDAY", one) for one in parts.get("BYDAY", ())),
            month_days=_numbers(parts, "BYMONTHDAY", 31, negative=True),
            year_days=_numbers(parts, "BYYEARDAY", 366, negative=True),
            months=_numbers(parts, "BYMONTH", 12),
            positions=_numbers(parts, "BYSETPOS", 366, negative=True),
            times=tuple(
                _numbers(parts, name, most, least=0)
                for name, most in zip(TIMES, (23, 59, 59), strict=True)
            ),
        )
        if len(rule.clocks(time())) > MOST_TIMES or (rule.positions and any(rule.times)):
            raise unread(next(name for name in TIMES if name in parts))
        return rule

    def clocks(self, first: time) -> list[time]:
        """
        Return the times of a day at which an event begins that began at *first*.
        """
        own = (first.hour, first.minute, first.second)
        said = [sorted(numbers) or [given] for numbers, given in zip(self.times, own, strict=True)]
        return [time(hour, minute, second) for hour, minute, second in product(*said)]

    def between(
        self,
        first: datetime,
        last: datetime,
        matters: datetime | None = None,
        steps: Steps | None = None,
    ) -> Iterator[datetime]:
        """
        Yield when the event begins, from its first time through *last*.

        The first time itself is one only if the rule has it. What is before *matters* may be
        left out.

        Args:
            first: When the event begins first, on the clock of its zone.
            last: After which nothing matters.
            matters: Before which nothing matters.
            steps: Counts the days that are looked at.
        """
        begins = first.date()
        turn = self._turn(begins)
        if self.count is None and matters is not None and matters > first:
            turn += (self._turn(matters.date()) - turn) // self.interval * self.interval
        clocks = self.clocks(first.time())
        left = self.count
        beyond = self._turn(last.date())
        while turn <= beyond and left != 0:
            looked = self._days(turn, begins)
            if steps:
                steps.take(1 + len(looked) * len(clocks))
            for day in self._found(looked, begins):
                for clock in clocks:
                    moment = datetime.combine(day, clock)
                    if first <= moment <= last and left != 0:
                        left = None if left is None else left - 1
                        yield moment
            turn += self.interval

    def _found(self, looked: Sequence[date], first: date) -> list[date]:
        """
        Return the days of the rule among those of one turn.
        """
        found = [day for day in looked if self._has(day, first)]
        if not self.positions:
            return found
        return [
            day
            for number, day in enumerate(found)
            if number + 1 in self.positions or number - len(found) in self.positions
        ]

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
                return day.year * 12 + day.month - 1
            case _:
                return day.year

    def _days(self, turn: int, first: date) -> Sequence[date]:
        """
        Return the days of a turn among which those of the rule are.
        """
        match self.frequency:
            case "DAILY":
                return [date.fromordinal(turn)]
            case "WEEKLY":
                usual = range(7) if self.month_days or self.year_days else [first.weekday()]
                weekdays = {weekday for _, weekday in self.days} or usual
                start = turn * 7 + 1 + self.week_start
                offsets = sorted((weekday - self.week_start) % 7 for weekday in weekdays)
                return [date.fromordinal(start + offset) for offset in offsets]
            case "MONTHLY":
                return self._of_month(turn // 12, turn % 12 + 1)
            case _:
                if self.days or self.month_days or self.year_days:
                    months = sorted(set(self.months)) or range(1, 13)
                else:
                    months = sorted(set(self.months)) or [first.month]
                return [day for month in months for day in self._of_month(turn, month)]

    def _of_month(self, year: int, month: int) -> list[date]:
        if self.months and month not in self.months:
            return []
        start = date(year, month, 1).toordinal()
        return [date.fromordinal(start + n) for n in range(monthrange(year, month)[1])]

    def _has(self, day: date, first: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        length = monthrange(day.year, day.month)[1]
        if self.month_days and not {day.day, day.day - length - 1} & set(self.month_days):
            return False
        if self.year_days:
            number, length = _day_of_year(day)
            if not {number, number - length - 1} & set(self.year_days):
                return False
        if self.days:
            return any(self._is(day, which, weekday) for which, weekday in self.days)
        return bool(self.month_days or self.year_days) or self._as_first(day, first)

    def _is(self, day: date, which: int, weekday: int) -> bool:
        """
        Tell whether a day is such a weekday, and the one that is meant.
        """
        if day.weekday() != weekday:
            return False
        if not which or self.frequency in {"DAILY", "WEEKLY"}:
            return True
        if self.frequency == "YEARLY" and not self.months:
            number, length = _day_of_year(day)
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
            case _:
                return day.day == first.day


@attrs.frozen
class Repetition:
    """
    A rule, and when it ends.

    Attributes:
        rule: The rule.
        until: The last moment, on the clock of the event; `None`: it does not end by date.
        text: The rule as the file has it.
    """

    rule: DayRule
    until: datetime | None
    text: str

    @classmethod
    def read(cls, value: str, zone: tzinfo | None) -> "Repetition":
        """
        Read the value of an RRULE for an event in *zone*.

        A day as the end counts to its last second. Parts that begin with ``X-`` are passed
        over, and so is the Gregorian calendar, which is the only one (RFC 7529).

        Raises:
            UnreadError: A part of it is not read.

        Example:
            >>> Repetition.read("FREQ=WEEKLY;UNTIL=20261231", None).until
            datetime.datetime(2026, 12, 31, 23, 59, 59)
        """
        parts: dict[str, list[str]] = {}
        for part in value.strip().strip(";").upper().split(";"):
            name, equals, said = (one.strip() for one in part.partition("="))
            if name.startswith("X-") or (name, said) == ("RSCALE", "GREGORIAN"):
                continue
            if not equals or name in parts:
                raise unread(part)
            parts[name] = [one.strip() for one in said.split(",") if one.strip()]
            if not parts[name]:
                raise unread(part)
        until = parts.get("UNTIL")
        return cls(DayRule.of(parts), _until(until[0], zone) if until else None, value.strip())

    def between(
        self, first: datetime, last: datetime, matters: datetime, steps: Steps
    ) -> Iterator[datetime]:
        """
        Yield when the event begins; see `DayRule.between`.
        """
        until = last if self.until is None else min(last, self.until)
        return self.rule.between(first, until, matters, steps)


def unread(part: str) -> UnreadError:
    """
    Return the refusal of a part of a rule.
    """
    name = shortened(part)
    return UnreadError(f"不支持重复规则 {name}", f"it repeats by {name}")


def _until(said: str, zone: tzinfo | None) -> datetime:
    moment = moment_value(said)
    if not isinstance(moment, datetime):
        return datetime.combine(moment, END_OF_DAY)
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(zone or UTC).replace(tzinfo=None)


def _day_of_year(day: date) -> tuple[int, int]:
    """
    Return which day of its year a day is, and how many that has.
    """
    return day.timetuple().tm_yday, 366 if isleap(day.year) else 365


def _weekday(name: str, said: str) -> tuple[int, int]:
    found = _DAY.fullmatch(said)
    if not found or found[2] not in _TWO_LETTERS:
        raise unread(f"{name}={said}")
    return int(found[1] or 0), _TWO_LETTERS.index(found[2])


def _positive(parts: Mapping[str, Sequence[str]], name: str) -> int | None:
    numbers = _numbers(parts, name, 10**12)
    return numbers[0] if numbers else None


def _numbers(
    parts: Mapping[str, Sequence[str]],
    name: str,
    most: int,
    *,
    least: int = 1,
    negative: bool = False,
) -> tuple[int, ...]:
    """
    Return the numbers of a part, each of them from *least* to *most*, or below zero as far.
    """
    numbers: list[int] = []
    for one in parts.get(name, ()):
        number = int(one) if _NUMBER.fullmatch(one) else least - 1
        if not least <= (abs(number) if negative else number) <= most:
            raise unread(f"{name}={one}")
        numbers.append(number)
    return tuple(numbers)
