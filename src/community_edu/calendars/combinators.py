"""
Rules made of rules: several together, some without others, only in some years.
"""

from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import ClassVar, Literal, TypeAlias, TypeVar, get_args

import attrs

from community_edu.base import CommunityEduError, Finding, FindingKind, Text
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.rules import (
    NO_NAMES,
    Around,
    ImpossibleDateError,
    Names,
    Rule,
    runs_around,
)
from community_edu.calendars.spans import Span, civil_day, in_order
from community_edu.calendars.week_rules import PROVISIONAL_WORKDAYS

EMPTY_WINDOW = FindingKind(
    "empty-window",
    "warning",
    zh="{year} 年“{rule}”没有一天落在“{window}”之内",
    en="in {year} no day of {rule} lies in {window}",
)
KINDS_OF_YEARS = range(2000, 2028)
"""
Twenty-eight years in a row: common and leap, each beginning on each day of the week.
"""


@attrs.define(slots=False)
class ContradictoryWindowError(CommunityEduError, ValueError):
    """
    Days inside a window that never has one of them.
    """

    code: ClassVar[str] = "contradictory-window"
    en: ClassVar[str] = (
        "no day of {rule} ever lies in {window}: the one has days such as {days}, the other "
        "{window_days}; let them meet"
    )
    zh: ClassVar[str] = (
        "“{rule}”没有一天会落在“{window}”之内：前者如 {days}，后者如 {window_days}，请使两者相交"
    )

    rule: str
    window: str
    days: str
    window_days: str


@attrs.define(slots=False)
class EmptyRangeError(CommunityEduError, ValueError):
    """
    A range of years or days that ends before it begins.
    """

    code: ClassVar[str] = "empty-range"
    en: ClassVar[str] = "the range from {first} to {last} ends before it begins; swap the two"
    zh: ClassVar[str] = "从 {first} 到 {last} 的范围终点在起点之前，请对调"

    first: date | int
    last: date | int


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

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        return _joined([rule.to_rrule(names) for rule in self.rules])

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


def _joined(rrules: list[str | None]) -> str | None:
    """
    Join RRULEs that differ in the values of one part only, such as BYMONTHDAY.
    """
    parts = [_rrule_parts(text) for text in rrules if text and "INTERVAL" not in text]
    if len(parts) != len(rrules) or not parts:
        return None
    keys = {tuple(part) for part in parts}
    differing = [key for key in parts[0] if len({part.get(key) for part in parts}) > 1]
    if len(keys) > 1 or len(differing) > 1 or not set(differing) <= LISTED:
        return None
    for key in differing:
        values = dict.fromkeys(value for part in parts for value in part[key].split(","))
        parts[0][key] = ",".join(values)
    return ";".join(f"{key}={value}" for key, value in parts[0].items())


LISTED = {"BYMONTH", "BYMONTHDAY", "BYDAY"}
"""
The parts of an RRULE that list values of which any may hold.
"""


def _rrule_parts(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(";"))


def _clipped(runs: tuple[Span, ...], windows: tuple[Span, ...]) -> tuple[Span, ...]:
    """
    Return what of *runs* lies in *windows*.
    """
    found = {
        Span(max(run.start, window.start), min(run.end, window.end))
        for run in runs
        for window in windows
        if run.overlaps(window)
    }
    return tuple(in_order(found))


@attrs.frozen
class InWindow(Around):
    """
    The days of a rule that lie in a window: ``in_window(weekly([SAT]), summer_vacation)``.

    Runs that reach out of the window are cut. A year in which nothing is left,
    such as one whose Spring Festival leaves no run-up in February, has a remark.

    Raises:
        ContradictoryWindowError: Nothing is left in any year.
    """

    function: ClassVar[str] = "in_window"

    window: Rule

    def __attrs_post_init__(self) -> None:
        if not (_recurs(self.rule) and _recurs(self.window)):
            return
        days, window_days = _samples(self.rule), _samples(self.window)
        if days and window_days and not any(map(self.occurrences, KINDS_OF_YEARS)):
            raise ContradictoryWindowError(str(self.rule), str(self.window), days, window_days)

    def parts(self) -> tuple[Rule, ...]:
        return self.rule, self.window

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        runs = self.rule.occurrences(year, names)
        return _clipped(runs, runs_around(self.window, year, names)) if runs else ()

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        inside = super().remarks(year, names)
        days = self.rule.occurrences(year, names)
        if not days or self.occurrences(year, names) or self.unresolved(year, names):
            return inside
        items = {"year": year, "rule": str(self.rule), "window": str(self.window)}
        return (*inside, Finding(EMPTY_WINDOW, items=items))


def _recurs(rule: Rule) -> bool:
    """
    Tell whether a rule gives the same days in years of the same kind.

    It does if it has an RRULE that neither counts years or weeks nor ends.
    """
    if any(True for _ in rule.named()):
        return False
    text = rule.to_rrule()
    return text is not None and "INTERVAL" not in text and "UNTIL" not in text


def _samples(rule: Rule) -> str:
    """
    Name the first days of a rule in the first year that has any.
    """
    years = (rule.occurrences(year) for year in KINDS_OF_YEARS)
    return ", ".join(f"{run.start:%m-%d}" for run in next(filter(None, years), ())[:3])


@attrs.frozen
class Except(Around):
    """
    The days of a rule without those of another: ``excluding(weekly([SAT]), public_holidays)``.

    A run from whose middle days are taken becomes two.
    """

    function: ClassVar[str] = "excluding"

    excluded: Rule

    def parts(self) -> tuple[Rule, ...]:
        return self.rule, self.excluded

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        left = self.rule.occurrences(year, names)
        for gap in runs_around(self.excluded, year, names) if left else ():
            left = tuple(piece for run in left for piece in _without(run, gap))
        return tuple(in_order(set(left)))


def _without(run: Span, gap: Span) -> Iterator[Span]:
    """
    Yield what is left of *run* without the days of *gap*.
    """
    if not run.overlaps(gap):
        yield run
        return
    if run.start < gap.start:
        yield Span(run.start, gap.start)
    if gap.end < run.end:
        yield Span(gap.end, run.end)


Roll: TypeAlias = Literal["next_workday", "previous_workday"]


def _roll(instance: object, attribute: object, value: Roll) -> None:  # noqa: ARG001 - attrs asks
    if value not in get_args(Roll):
        possible = ", ".join(get_args(Roll))
        raise ImpossibleDateError(Text("顺延方式", en="way to shift"), value, possible)


@attrs.frozen
class Shifted(Around):
    """
    Moved off days on which nobody works (顺延): ``shifted(monthly(5), next_workday)``.

    A run moves as a whole if its first day is no working day; it still belongs
    to the year in which the rule has it. Two that meet become one. Where the
    year of a day has no holiday notice, only weekends and statutory days are
    known, and a remark says so.
    """

    function: ClassVar[str] = "shifted"

    roll: Roll = attrs.field(validator=_roll)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        moved = {
            Span(day, day + timedelta(days=run.days))
            for run in self.rule.occurrences(year, names)
            for day in (self.working_day(run.start, names),)
        }
        return tuple(in_order(moved))

    def working_day(self, day: date, names: Names) -> date:
        """
        Return *day* if people work on it, or else the working day to which it moves.
        """
        workdays = names.workdays
        if workdays.is_workday(day):
            return day
        forward = self.roll == "next_workday"
        return workdays.next_workday(day) if forward else workdays.previous_workday(day)

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        days = [
            day
            for run in self.rule.occurrences(year, names)
            for day in (run.start, self.working_day(run.start, names))
        ]
        unknown = {day.year for day in days if not names.workdays.announced(day.year)}
        provisional = (Finding(PROVISIONAL_WORKDAYS, items={"year": y}) for y in sorted(unknown))
        return (*super().remarks(year, names), *provisional)


End = TypeVar("End", date, int)


def _check_range(first: End | None, last: End | None) -> None:
    if first is not None and last is not None and last < first:
        raise EmptyRangeError(first, last)


def _year(instance: object, attribute: object, value: int | None) -> None:  # noqa: ARG001
    if value is not None and not MINYEAR <= value <= MAXYEAR:
        raise ImpossibleDateError(Text("年份", en="year"), value, f"{MINYEAR}–{MAXYEAR}")


def _limited(text: str | None, first: object, until: date | None) -> str | None:
    """
    Add the end of a rule to its RRULE, which has no words for a beginning.
    """
    if text is None or first is not None or "UNTIL" in text:
        return None
    return f"{text};UNTIL={until.isoformat().replace('-', '')}" if until else text


@attrs.frozen
class Years(Around):
    """
    A rule in force from and to certain years: ``years(fixed(9, 10), first=1985)``.
    """

    function: ClassVar[str] = "years"

    first: int | None = attrs.field(default=None, validator=_year, kw_only=True)
    last: int | None = attrs.field(default=None, validator=_year, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_range(self.first, self.last)

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

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        until = date(self.last, 12, 31) if self.last is not None else None
        return _limited(self.rule.to_rrule(names), self.first, until)


@attrs.frozen
class Between(Around):
    """
    The days of a rule from and to certain dates: ``between(weekly([TUE]), first='2026-03-01')``.

    The last date is included. Runs that reach over an end are cut.
    """

    function: ClassVar[str] = "between"

    first: date | None = attrs.field(
        default=None, converter=attrs.converters.optional(civil_day), kw_only=True
    )
    last: date | None = attrs.field(
        default=None, converter=attrs.converters.optional(civil_day), kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        _check_range(self.first, self.last)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        first, last = self.first or date.min, min(self.last or LAST_DAY, LAST_DAY)
        window = Span.through(min(first, last), last)
        return _clipped(self.rule.occurrences(year, names), (window,))

    def in_force(self, year: int, names: Names = NO_NAMES) -> bool:
        """
        Tell whether the rule can have days in *year*.

        A run may lie in the year beside that to which it belongs.
        """
        begun = self.first is None or year >= self.first.year
        ended = self.last is not None and year > self.last.year
        return (begun and not ended) or bool(self.occurrences(year, names))

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return super().unresolved(year, names) if self.in_force(year, names) else ()

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return super().remarks(year, names) if self.in_force(year, names) else ()

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        return _limited(self.rule.to_rrule(names), self.first, self.last)


LAST_DAY = date.max - timedelta(days=1)
"""
The last day that a run can hold: its end is the day after.
"""
