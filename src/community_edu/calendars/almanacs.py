"""
The almanac (黄历): what names in rules stand for, in one place.
"""

from collections.abc import Iterator

import attrs

from community_edu.calendars.combinators import Announced
from community_edu.calendars.holidays import HolidayCalendar
from community_edu.calendars.observances import ObservanceCatalog, shipped_observances
from community_edu.calendars.rules import Rule
from community_edu.calendars.terms import TERM_NAMES, SchoolTerms

PUBLIC_HOLIDAYS = "public_holidays"


@attrs.frozen(kw_only=True)
class Almanac:
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

    def rule(self, name: str) -> Rule:
        """
        Return the rule that *name* stands for.

        Raises:
            UnknownNameError: It stands for nothing here.
        """
        if name in TERM_NAMES and self.terms is not None:
            return self.terms.rule(name)
        if name == PUBLIC_HOLIDAYS:
            return Announced(self.holidays.spans() if self.holidays else ())
        if name in TERM_NAMES and name not in self.observances:
            return Announced()
        return self.observances.find(name).rule

    def names(self) -> Iterator[str]:
        """
        Yield every name that has a meaning here, the Chinese ones included.
        """
        observances = self.observances
        yield from dict.fromkeys((*observances, *TERM_NAMES, PUBLIC_HOLIDAYS, *observances.by_name))
