"""
The almanac (黄历): what names in rules stand for, in one place.
"""

from collections.abc import Iterator

import attrs

from community_edu.calendars.holidays import HolidayCalendar
from community_edu.calendars.notice_rules import Announced
from community_edu.calendars.observances import (
    PUBLIC_HOLIDAYS,
    RESERVED_KEYS,
    ObservanceCatalog,
    shipped_observances,
)
from community_edu.calendars.rules import Names, Rule
from community_edu.calendars.spans import Span
from community_edu.calendars.terms import TERM_NAMES, SchoolTerms
from community_edu.calendars.workdays import WorkCalendar


@attrs.frozen(kw_only=True)
class Almanac(Names):
    """
    Observances, announced holidays and school terms, by the names that rules use.

    School terms, if given, settle ``summer_vacation`` and the like before the
    observances do; ``public_holidays`` (节假日) needs a holiday calendar.

    Attributes:
        observances: The named days; by default the shipped ones.
        holidays: The announced holidays, if they matter.
        terms: The school terms, if they matter.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> spans = parse_rule("before(double_ninth, days=7)").occurrences(2026, Almanac())
        >>> str(spans[0].start), str(spans[0].last)
        ('2026-10-11', '2026-10-17')
    """

    observances: ObservanceCatalog = attrs.field(factory=shipped_observances)
    holidays: HolidayCalendar | None = None
    terms: SchoolTerms | None = None
    _known: dict[tuple[str, int], tuple[Span, ...]] = attrs.field(
        factory=dict[tuple[str, int], tuple[Span, ...]], init=False, eq=False, repr=False
    )

    def rule(self, name: str) -> Rule:
        """
        Return the rule that *name* stands for.

        Raises:
            UnknownNameError: It stands for nothing here.
        """
        key = self.observances.key_of(name)
        if key in TERM_NAMES and self.terms is not None:
            return self.terms.rule(key)
        if key == PUBLIC_HOLIDAYS:
            return Announced(self.holidays.spans() if self.holidays else ())
        if key in TERM_NAMES and key not in self.observances:
            return Announced()
        return self.observances.find(key).rule

    def days(self, name: str, year: int) -> tuple[Span, ...]:
        """
        Return the days that *name* stands for in *year*; each is reckoned once.
        """
        days = self._known.get((name, year))
        if days is None:
            days = self._known[name, year] = self.rule(name).occurrences(year, self)
        return days

    @property
    def workdays(self) -> WorkCalendar:
        """
        The working days; of a year without a holiday notice only what the law says.
        """
        return WorkCalendar(self.holidays, provisional=True)

    def names(self) -> Iterator[str]:
        """
        Yield every name that has a meaning here, the Chinese ones included.
        """
        observances = self.observances
        yield from dict.fromkeys((*observances, *RESERVED_KEYS, *observances.by_name))
