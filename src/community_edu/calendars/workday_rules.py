"""
Rules that count working days: the third of a month, the first after a holiday.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import Finding, Text
from community_edu.calendars.lunar import OutOfLunarRangeError
from community_edu.calendars.periods import PeriodUnit, periods
from community_edu.calendars.rules import NO_NAMES, Around, ImpossibleDateError, Names, Rule
from community_edu.calendars.spans import Span, in_order
from community_edu.calendars.week_rules import PROVISIONAL_WORKDAYS, WorkDays
from community_edu.calendars.workdays import WorkCalendar

MOST_WORKDAYS = 60
"""
The farthest working day from another day that a rule can mean.
"""

WorkUnit: TypeAlias = Literal["month", "quarter", "half_year", "year"]
_UNIT_DAYS: dict[WorkUnit, int] = {"month": 31, "quarter": 92, "half_year": 184, "year": 366}
"""
The units of which the n-th working day is known, and how many days each has at most.
"""
WORK_UNITS: Mapping[str, WorkUnit] = {unit: unit for unit in _UNIT_DAYS}


def _work_unit(instance: object, attribute: object, value: WorkUnit) -> None:  # noqa: ARG001
    if value not in _UNIT_DAYS:
        raise ImpossibleDateError(Text("期间", en="unit"), value, ", ".join(_UNIT_DAYS))


@attrs.frozen
class NthWorkday(Rule):
    """
    The n-th working day (第三个工作日) of every month, quarter …: ``nth_workday(3, month)``.

    −1 is the last one. A month that has fewer working days has none such. Of a
    year without a holiday notice only weekends and statutory days are known; a
    remark says so.

    Attributes:
        n: Which working day.
        unit: Of what: ``month``, ``quarter``, ``half_year`` or ``year``.
    """

    function: ClassVar[str] = "nth_workday"

    n: int
    unit: WorkUnit = attrs.field(validator=_work_unit)

    def __attrs_post_init__(self) -> None:
        most = _UNIT_DAYS[self.unit]
        if not 1 <= abs(self.n) <= most:
            possible = f"1–{most}, -{most} – -1"
            raise ImpossibleDateError(Text("序数", en="n"), self.n, possible)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        workdays = names.workdays
        found: list[Span] = []
        for period in periods(self.unit, year):
            days = iter(period.span) if self.n > 0 else reversed(tuple(period.span))
            worked = filter(workdays.is_workday, days)
            day = next(islice(worked, abs(self.n) - 1, None), None)
            if day:
                found.append(Span.day(day))
        return tuple(found)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return self.unit

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return WorkDays().remarks(year, names)


@attrs.frozen
class WorkdayBeside(Around):
    """
    The n-th working day after each run of a rule: ``workday_after(national_day, 3)``.

    −1 is the last working day before the run. The days of the run itself do not
    count. A day belongs to the year in which the rule has the run; one after 2100,
    of which no calendar is known, is left out.

    Attributes:
        rule: The days from which it is counted.
        n: How many working days away: 1 to 60, or −1 to −60.
    """

    function: ClassVar[str] = "workday_after"

    n: int

    def __attrs_post_init__(self) -> None:
        if not 1 <= abs(self.n) <= MOST_WORKDAYS:
            possible = f"1–{MOST_WORKDAYS}, -{MOST_WORKDAYS} – -1"
            raise ImpossibleDateError(Text("序数", en="n"), self.n, possible)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        runs = self.rule.occurrences(year, names)
        days = {self._beside(run, names.workdays) for run in runs}
        return tuple(in_order({Span.day(day) for day in days if day}))

    def _beside(self, run: Span, workdays: WorkCalendar) -> date | None:
        day = run.last if self.n > 0 else run.start
        step = workdays.next_workday if self.n > 0 else workdays.previous_workday
        try:
            for _ in range(abs(self.n)):
                day = step(day)
        except OutOfLunarRangeError:
            return None
        return day

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return (*super().remarks(year, names), *self._provisional(year, names))

    def _provisional(self, year: int, names: Names) -> Iterator[Finding]:
        ends = (run.last if self.n > 0 else run.start for run in self.rule.occurrences(year, names))
        days = {*ends, *(run.start for run in self.occurrences(year, names))}
        for found in sorted({day.year for day in days}):
            if not names.workdays.announced(found):
                yield Finding(PROVISIONAL_WORKDAYS, items={"year": found})
