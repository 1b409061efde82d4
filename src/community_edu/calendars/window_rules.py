"""
Windows around other days: before and after them, at their two ends, in their week.
"""

from abc import abstractmethod
from datetime import timedelta
from typing import ClassVar

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars.rules import (
    LAST_YEAR,
    LONGEST_RUN,
    NO_NAMES,
    Around,
    ImpossibleDateError,
    Names,
    Rule,
    check_length,
)
from community_edu.calendars.spans import Span, in_order
from community_edu.calendars.week_rules import A_WEEK, MOST_WEEKS, week_around

LENGTH_UNSPECIFIED = FindingKind(
    "length-unspecified",
    "warning",
    zh="原文没有说“{rule}”是多少天，请补上 days=天数",
    en="the plan does not say how many days {rule} is; add days=…",
)


def _length(instance: object, attribute: object, value: int | None) -> None:  # noqa: ARG001
    if value is not None:
        check_length(value)


def _shift(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if abs(value) > LONGEST_RUN:
        raise ImpossibleDateError(
            Text("天数", en="number of days"), value, f"-{LONGEST_RUN} – {LONGEST_RUN}"
        )


@attrs.frozen
class _Stretch(Around):
    """
    Some days at, or beside, one end of each run of a rule: how many may be unsaid.
    """

    days: int | None = attrs.field(default=None, validator=_length, kw_only=True)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        if self.days is None:
            return ()
        runs = self.rule.occurrences(year, names)
        return tuple(in_order({self.stretch(run, timedelta(days=self.days)) for run in runs}))

    @abstractmethod
    def stretch(self, run: Span, length: timedelta) -> Span:
        """
        Return the days that belong to one run of the rule.
        """

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        inside = super().unresolved(year, names)
        if self.days is None:
            return (*inside, Finding(LENGTH_UNSPECIFIED, items={"rule": str(self)}))
        return inside


@attrs.frozen
class Before(_Stretch):
    """
    The run-up to a day (前夕, 前期): ``before(spring_festival, days=15)``.

    The window ends on the day before. Without ``days`` its length is unknown:
    it stays unresolved. The run-up to Spring Festival may start in the civil
    year before; it belongs to the year of the festival.
    """

    function: ClassVar[str] = "before"

    def stretch(self, run: Span, length: timedelta) -> Span:
        return Span(run.start - length, run.start)


@attrs.frozen
class After(_Stretch):
    """
    The days that follow: ``after(national_day, days=7)`` starts on the day after it ends.
    """

    function: ClassVar[str] = "after"

    def stretch(self, run: Span, length: timedelta) -> Span:
        return Span(run.end, run.end + length)


@attrs.frozen
class StartOf(_Stretch):
    """
    The first days of each run (年初、学期初): ``start_of(year(), days=31)``.

    A run of fewer days is taken whole. Without ``days`` the length is unknown:
    it stays unresolved.
    """

    function: ClassVar[str] = "start_of"

    def stretch(self, run: Span, length: timedelta) -> Span:
        return Span(run.start, min(run.end, run.start + length))

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        return self.rule.to_rrule(names) if self.days else None


@attrs.frozen
class EndOf(_Stretch):
    """
    The last days of each run (年终、学期末): ``end_of(year(), days=31)`` is December.
    """

    function: ClassVar[str] = "end_of"

    def stretch(self, run: Span, length: timedelta) -> Span:
        return Span(max(run.start, run.end - length), run.end)


@attrs.frozen
class FromTo(Rule):
    """
    From the days of one rule through those of another: ``from_to(mid_autumn, national_day)``.

    Each run goes from the first day of a run of the first rule to the last day
    of the next run of the other, in the same year or the next; it belongs to the
    year in which the first rule has its run. One whose end is not known by then,
    or would be after 2100, is left out.
    """

    function: ClassVar[str] = "from_to"

    first: Rule
    last: Rule

    def parts(self) -> tuple[Rule, ...]:
        return self.first, self.last

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        starts = [run.start for run in self.first.occurrences(year, names)]
        years = range(year, max(year, min(year + 1, LAST_YEAR)) + 1) if starts else ()
        ends = [run.end for near in years for run in self.last.occurrences(near, names)]
        found: set[Span] = set()
        for day in starts:
            later = [end for end in ends if end > day]
            if later:
                found.add(Span(day, min(later)))
        return tuple(in_order(found))


def _weeks(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if abs(value) > MOST_WEEKS:
        limits = f"-{MOST_WEEKS} – {MOST_WEEKS}"
        raise ImpossibleDateError(Text("周数", en="number of weeks"), value, limits)


@attrs.frozen
class WeekOf(Around):
    """
    The week, Monday to Sunday, in which each run begins: ``week_of(qingming)``.

    ``week_of(entry('opening'), 1)`` is the week after, −1 the one before.
    """

    function: ClassVar[str] = "week_of"

    weeks: int = attrs.field(default=0, validator=_weeks)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        shift = self.weeks * A_WEEK
        runs = self.rule.occurrences(year, names)
        return tuple(in_order({week_around(run.start + shift) for run in runs}))


@attrs.frozen
class Offset(Around):
    """
    The same run of days, moved: ``offset(mid_autumn, days=-1)``.
    """

    function: ClassVar[str] = "offset"

    days: int = attrs.field(validator=_shift, kw_only=True)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        shift = timedelta(days=self.days)
        days = self.rule.occurrences(year, names)
        return tuple(Span(day.start + shift, day.end + shift) for day in days)
