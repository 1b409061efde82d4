"""
The pace (进度要求): how much of what was promised should be there on the day of a report.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import chain

import attrs

from community_edu.calendars import Almanac, Rule, shipped_observances
from community_edu.calendars.spans import month_end
from community_edu.measures import Measure, Quantity, Target, Threshold
from community_edu.plans.plans import Plan
from community_edu.plans.reports import Milestone, Report

MONTHS: Mapping[str, int] = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""
How many months the periods have of which a part can be over.
"""

ANY_YEARS = (2025, 2026, 2027)
"""
Where days are looked up for no year in particular: one that differs among them is not known.
"""


@attrs.frozen(kw_only=True, slots=False)
class Pace:
    """
    A plan and a report, and the day of the report.

    Attributes:
        plan: What was promised.
        report: What was done.
        given: The day that was asked for, if one was.
        year: The year, if it is known; that of the day that was asked for goes first.
    """

    plan: Plan
    report: Report
    given: date | None = None
    year: int | None = None

    @cached_property
    def on(self) -> date | None:
        """
        The day to which the report goes; without a known year, of some year.
        """
        return self.given or self.last_day(self.report.as_of)

    @cached_property
    def milestones(self) -> Mapping[str, Milestone]:
        """
        The milestones of the plan, with what the report says of them, by identifier.
        """
        reports = (self.plan.report, self.report)
        steps = chain.from_iterable(report.milestones for report in reports if report)
        return {step.id: step for step in steps}

    @property
    def _year(self) -> int | None:
        return self.given.year if self.given else self.year

    @cached_property
    def _almanac(self) -> Almanac:
        return Almanac(observances=shipped_observances().with_own(self.plan.observances))

    def last_day(self, rule: Rule | None) -> date | None:
        """
        Return the last day of a rule in the year; without one, if it is the same in every year.
        """
        years = ANY_YEARS if self._year is None else (self._year,)
        days: set[tuple[int, int]] = set()
        if rule is not None:
            for year in years:
                spans = rule.occurrences(year, self._almanac)
                days.update((span.last.month, span.last.day) for span in spans[-1:])
        return date(years[0], *days.pop()) if len(days) == 1 else None

    def said(self, day: date) -> str:
        """
        Write a day for a reader, without a year that is not known.
        """
        return f"{day:%m-%d}" if self._year is None else str(day)

    def due(self, target: Target, threshold: Threshold) -> Threshold | None:
        """
        Return what should be reached on the day: by the plan's own milestones, or else evenly.

        Args:
            target: The target.
            threshold: What it must reach, in the unit of its measure.

        Returns:
            The part that is due; `None` where it is not known how much of the
            period is over.
        """
        unit, passed = threshold.quantity.unit, self.passed(target)
        steps = dict(self._steps(target))
        if passed == 1 or (not steps and unit.dimensionless):
            return threshold
        if steps and self.on is not None:
            before = [day for day in steps if day <= self.on]
            nothing = Threshold(">=", Quantity(Fraction(0), unit))
            return steps[max(before)].in_unit(unit) if before else nothing
        if passed is None:
            return None
        return Threshold(">=", Quantity(threshold.quantity.amount * passed, unit))

    def _steps(self, target: Target) -> Iterator[tuple[date, Threshold]]:
        for step in self.milestones.values():
            day = self.last_day(step.when)
            if step.target == target.id and step.threshold is not None and day is not None:
                yield day, step.threshold

    def passed(self, target: Target) -> Fraction | None:
        """
        Return the part of the target's period that is over; months count alike.

        A report without a day covers all of its period, such as half of a year.
        """
        its = self._months(target)
        if self.on is None:
            mine = MONTHS.get(self.report.period)
            return min(Fraction(mine, its), Fraction(1)) if mine and its else Fraction(1)
        if its is None:
            return None
        part = Fraction(self.on.day, month_end(self.on.year, self.on.month).day)
        return ((self.on.month - 1) % its + part) / its

    def covers(self, target: Target, measure: Measure) -> bool:
        """
        Tell whether the numbers of *measure* go from the beginning of the target's period on.
        """
        its = self._months(target)
        stated: dict[str, str] = {figure.indicator: figure.per for figure in self.report.figures}
        for name in measure.names:
            mine = MONTHS.get(stated[name.indicator] or self.report.period)
            if mine is not None and its is not None:
                later = self.on is not None and (self.on.month - 1) % its >= mine
                if mine > its or later:
                    return False
        return True

    def _months(self, target: Target) -> int | None:
        return MONTHS.get(self.plan.period if target.per == "plan" else target.per)
