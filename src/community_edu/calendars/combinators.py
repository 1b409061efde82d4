"""
Rules made of rules: before and after a day, several at once, only in some years.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.rules import (
    LONGEST_RUN,
    NO_NAMES,
    ImpossibleDateError,
    Names,
    Rule,
    check_length,
)
from community_edu.calendars.spans import Span, in_order

DATE_BY_PRACTICE = FindingKind(
    "date-by-practice",
    "warning",
    zh="{year} 年的日期尚未公布，这里按惯例取 {rule}",
    en="the date for {year} is not announced; by practice it is {rule}",
)
NOT_ANNOUNCED = FindingKind(
    "not-announced",
    "warning",
    zh="{year} 年的日期由当年通知规定，没有可用的通知",
    en="the date for {year} is set by a notice of that year, and none is at hand",
)
LENGTH_UNSPECIFIED = FindingKind(
    "length-unspecified",
    "warning",
    zh="原文没有说“{rule}”前后多少天，请补上 days=天数",
    en="the plan does not say how many days around {rule}; add days=…",
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
class _Around(Rule):
    """
    A rule made of one other, occurrence by occurrence.
    """

    rule: Rule

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:
        return self.rule.grain(names)


@attrs.frozen
class _Beside(_Around):
    """
    A window on one side of each occurrence of a rule.
    """

    days: int | None = attrs.field(default=None, validator=_length, kw_only=True)

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        inside = super().unresolved(year, names)
        if self.days is None:
            return (*inside, Finding(LENGTH_UNSPECIFIED, items={"rule": str(self.rule)}))
        return inside


@attrs.frozen
class Before(_Beside):
    """
    The run-up to a day (前夕, 前期): ``before(spring_festival, days=15)``.

    The window ends on the day before. Without ``days`` its length is unknown:
    it stays unresolved. The run-up to Spring Festival may start in the civil
    year before; it belongs to the year of the festival.
    """

    function: ClassVar[str] = "before"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        if self.days is None:
            return ()
        length = timedelta(days=self.days)
        days = self.rule.occurrences(year, names)
        return tuple(in_order({Span(day.start - length, day.start) for day in days}))


@attrs.frozen
class After(_Beside):
    """
    The days that follow: ``after(national_day, days=7)`` starts on the day after it ends.
    """

    function: ClassVar[str] = "after"

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        if self.days is None:
            return ()
        length = timedelta(days=self.days)
        days = self.rule.occurrences(year, names)
        return tuple(in_order({Span(day.end, day.end + length) for day in days}))


@attrs.frozen
class Offset(_Around):
    """
    The same run of days, moved: ``offset(mid_autumn, days=-1)``.
    """

    function: ClassVar[str] = "offset"

    days: int = attrs.field(validator=_shift, kw_only=True)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        shift = timedelta(days=self.days)
        days = self.rule.occurrences(year, names)
        return tuple(Span(day.start + shift, day.end + shift) for day in days)


@attrs.frozen
class Union(Rule):
    """
    Any of several rules: ``any_of([summer_vacation, weekly([SAT, SUN])])``. Doubles count once.
    """

    function: ClassVar[str] = "any_of"

    rules: tuple[Rule, ...] = attrs.field(converter=tuple[Rule, ...])

    def parts(self) -> tuple[Rule, ...]:
        return self.rules

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        found = {span for rule in self.rules for span in rule.occurrences(year, names)}
        return tuple(in_order(found))

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:
        """
        Return the finest of the parts' grains; several days a year go by their months.

        Several days a week go by the day: the first days of a year may lie in
        the last week of the year before.
        """
        grains: list[PeriodUnit] = [rule.grain(names) for rule in self.rules]
        if len(grains) == 1:
            return grains[0]
        if "week" in grains or "day" in grains:
            return "day"
        return "month"


@attrs.frozen
class Years(_Around):
    """
    A rule in force from and to certain years: ``years(fixed(9, 10), first=1985)``.
    """

    function: ClassVar[str] = "years"

    first: int | None = attrs.field(default=None, kw_only=True)
    last: int | None = attrs.field(default=None, kw_only=True)

    def in_force(self, year: int) -> bool:
        """
        Tell whether the rule holds in *year*.
        """
        return (self.first is None or year >= self.first) and (
            self.last is None or year <= self.last
        )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        return self.rule.occurrences(year, names) if self.in_force(year) else ()

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return super().unresolved(year, names) if self.in_force(year) else ()

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return super().remarks(year, names) if self.in_force(year) else ()


def _days(text: str) -> Span:
    first, _, last = text.partition("/")
    try:
        return Span.through(date.fromisoformat(first), date.fromisoformat(last or first))
    except (ValueError, OverflowError):
        raise ImpossibleDateError(
            Text("日期", en="date"), repr(text), "'2025-10-22', '2022-11-20/2022-11-26'"
        ) from None


def _spans(texts: Iterable[str | Span]) -> tuple[Span, ...]:
    return tuple(sorted({_days(span) if isinstance(span, str) else span for span in texts}))


@attrs.frozen
class Announced(Rule):
    """
    Days that a notice sets each year: ``announced(['2018-10-25', '2022-11-20/2022-11-26'])``.

    Attributes:
        dates: The announced days or ranges (both ends included in the text).
        otherwise: What practice suggests for the other years; such a date is
            marked in `remarks`. Without it those years are unresolved.
    """

    function: ClassVar[str] = "announced"

    dates: tuple[Span, ...] = attrs.field(default=(), converter=_spans)
    otherwise: Rule | None = attrs.field(default=None, kw_only=True)

    def parts(self) -> tuple[Rule, ...]:
        return (self.otherwise,) if self.otherwise else ()

    def announced(self, year: int) -> tuple[Span, ...]:
        """
        Return what the notices at hand say of *year*; nothing if there is none.
        """
        return tuple(span for span in self.dates if span.start.year == year)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        announced = self.announced(year)
        if announced or self.otherwise is None:
            return announced
        return self.otherwise.occurrences(year, names)

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        if self.announced(year):
            return ()
        if self.otherwise is None:
            return (Finding(NOT_ANNOUNCED, items={"year": year}),)
        return super().unresolved(year, names)

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        if self.announced(year) or self.otherwise is None:
            return ()
        practice = Finding(DATE_BY_PRACTICE, items={"year": year, "rule": str(self.otherwise)})
        return (practice, *super().remarks(year, names))

    def arguments(self) -> Iterator[str]:
        if self.dates:
            texts = (
                f"'{span.start}'" if span.days == 1 else f"'{span.start}/{span.last}'"
                for span in self.dates
            )
            yield f"[{', '.join(texts)}]"
        if self.otherwise:
            yield f"otherwise={self.otherwise}"
