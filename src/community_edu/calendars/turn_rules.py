"""
Rules that count: weeks of a term, odd and even ones, and whose turn it is.
"""

from abc import abstractmethod
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.calendars.rules import (
    NO_NAMES,
    Around,
    ImpossibleDateError,
    Names,
    Rule,
    checked_year,
    runs_around,
)
from community_edu.calendars.spans import Span
from community_edu.calendars.week_rules import A_WEEK, MOST_WEEKS, week_around


@attrs.frozen
class _InTerm(Around):
    """
    The runs of a rule that begin in certain weeks of a term.

    Weeks run Monday to Sunday; week 1 is that of the first day of the term.
    """

    term: Rule

    def parts(self) -> tuple[Rule, ...]:
        return self.rule, self.term

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        runs = self.rule.occurrences(year, names)
        terms = runs_around(self.term, year, names) if runs else ()
        return tuple(
            run
            for run in runs
            if any(run.start in term and self.has_week(_week(run, term)) for term in terms)
        )

    @abstractmethod
    def has_week(self, number: int) -> bool:
        """
        Tell whether the week of that number is one of those meant.
        """


def _week(run: Span, term: Span) -> int:
    return (run.start - week_around(term.start).start) // A_WEEK + 1


@attrs.frozen
class OddWeeks(_InTerm):
    """
    In the odd weeks of a term (单周): ``odd_weeks(weekly([TUE]), first_term)``.
    """

    function: ClassVar[str] = "odd_weeks"

    def has_week(self, number: int) -> bool:
        return number % 2 == 1


@attrs.frozen
class EvenWeeks(_InTerm):
    """
    In the even weeks of a term (双周): ``even_weeks(weekly([TUE]), first_term)``.
    """

    function: ClassVar[str] = "even_weeks"

    def has_week(self, number: int) -> bool:
        return number % 2 == 0


def _week_number(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001
    if not 1 <= value <= MOST_WEEKS:
        raise ImpossibleDateError(Text("周次", en="week of a term"), value, f"1–{MOST_WEEKS}")


@attrs.frozen
class TermWeeks(_InTerm):
    """
    In some weeks of a term (第 1 至 3 周): ``term_weeks(weekly([TUE]), first_term, [1, 2, 3])``.
    """

    function: ClassVar[str] = "term_weeks"

    weeks: tuple[int, ...] = attrs.field(
        converter=tuple[int, ...], validator=attrs.validators.deep_iterable(_week_number)
    )

    def has_week(self, number: int) -> bool:
        return number in self.weeks


@attrs.define(slots=False)
class NoMembersError(CommunityEduError, ValueError):
    """
    A rotation with nobody to take turns.
    """

    code: ClassVar[str] = "no-members"
    en: ClassVar[str] = "nobody takes turns here; name at least one: rotation(monthly(-1), [a, b])"
    zh: ClassVar[str] = "轮流名单是空的，请至少写一个：rotation(monthly(-1), [a, b])"


@attrs.frozen
class Rotation(Around):
    """
    One of a set each time (轮流): ``rotation(monthly(-1), [grade_10, grade_11, grade_12])``.

    The days are those of the rule; `assigned` says whose turn each is. Each year
    begins with the first member, or goes on from the year ``since``.
    """

    function: ClassVar[str] = "rotation"

    members: tuple[str, ...] = attrs.field(converter=tuple[str, ...])
    since: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.members:
            raise NoMembersError
        if self.since is not None:
            checked_year(self.since)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        return self.rule.occurrences(year, names)

    def assigned(self, year: int, names: Names = NO_NAMES) -> tuple[tuple[Span, str], ...]:
        """
        Return each run of *year* with the member whose turn it is.

        Example:
            >>> from community_edu.calendars import Monthly
            >>> turns = Rotation(Monthly(1, months=[3, 6, 9]), ["north", "south"])
            >>> [member for _, member in turns.assigned(2026)]
            ['north', 'south', 'north']
        """
        first = year if self.since is None else min(self.since, year)
        passed = sum(len(self.rule.occurrences(past, names)) for past in range(first, year))
        return tuple(
            (run, self.members[turn % len(self.members)])
            for turn, run in enumerate(self.rule.occurrences(year, names), passed)
        )

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        return self.rule.to_rrule(names)
