"""
Rules that wait for a notice: days announced year by year, and numbered editions.
"""

from collections.abc import Iterable, Iterator
from typing import ClassVar

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.calendars.rules import (
    NO_NAMES,
    Around,
    ImpossibleDateError,
    Names,
    Rule,
)
from community_edu.calendars.spans import Span

DATE_BY_PRACTICE = FindingKind(
    "date-by-practice",
    "warning",
    zh="{year} 年的日期尚未公布，这里按惯例取 {days}",
    en="the date for {year} is not announced; by practice it is {days}",
)
NOT_ANNOUNCED = FindingKind(
    "not-announced",
    "warning",
    zh="{year} 年的日期由当年通知规定，没有可用的通知",
    en="the date for {year} is set by a notice of that year, and none is at hand",
)


def _spans(texts: Iterable[str | Span]) -> tuple[Span, ...]:
    return tuple(sorted({Span.parse(span) if isinstance(span, str) else span for span in texts}))


@attrs.frozen
class Announced(Rule):
    """
    Days that a notice sets each year: ``announced(['2018-10-25', '2022-11-20/2022-11-26'])``.

    Attributes:
        dates: The announced days or ranges (both ends included in the text).
        otherwise: What practice suggests for the other years; such a date is
            marked in `remarks`. Years of which it says nothing are unresolved.
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

    def practised(self, year: int, names: Names = NO_NAMES) -> bool:
        """
        Tell whether practice says anything of *year*, if only something vague.
        """
        practice = self.otherwise
        return practice is not None and bool(
            practice.occurrences(year, names) or practice.unresolved(year, names)
        )

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        if self.announced(year):
            return ()
        if not self.practised(year, names):
            return (Finding(NOT_ANNOUNCED, items={"year": year}),)
        return super().unresolved(year, names)

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        if self.announced(year) or not self.practised(year, names):
            return ()
        days = self.occurrences(year, names)
        said = tuple(f"{run.start}–{run.last}" if run.days > 1 else str(run.start) for run in days)
        practice = Finding(
            DATE_BY_PRACTICE,
            items={"year": year, "days": said if len(said) == 1 else str(self.otherwise)},
        )
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


EDITION_WITHOUT_YEAR = FindingKind(
    "edition-without-year",
    "warning",
    zh="不知道“{rule}”的第 {number} 届在哪一年，请补上 first=第一届的年份",
    en="the year of edition {number} of {rule} is not known; add first=… the year of the first",
)


def _number(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if value < 1:
        raise ImpossibleDateError(Text("届次", en="edition"), value, "1, 2, 3 …")


@attrs.frozen
class Edition(Around):
    """
    One edition of a yearly event (第六届): ``edition(lifelong_learning_week, 6, first=2005)``.

    Attributes:
        rule: When the event is in each year.
        number: Which edition.
        first: The year of the first; without it the year of the edition is
            unknown, and it stays unresolved.
    """

    function: ClassVar[str] = "edition"

    number: int = attrs.field(validator=_number)
    first: int | None = attrs.field(default=None, kw_only=True)

    def held_in(self, year: int) -> bool:
        """
        Tell whether *year* is known to be the year of this edition.
        """
        return self.first is not None and year == self.first + self.number - 1

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        return self.rule.occurrences(year, names) if self.held_in(year) else ()

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        if self.first is None:
            items = {"rule": str(self.rule), "number": self.number}
            return (Finding(EDITION_WITHOUT_YEAR, items=items),)
        return super().unresolved(year, names) if self.held_in(year) else ()

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return super().remarks(year, names) if self.held_in(year) else ()
