"""
Days of one school year: 2025-2026学年第一学期.
"""

from collections.abc import Mapping

import attrs

from community_edu.calendars.combinators import InWindow, Years
from community_edu.calendars.notice_rules import Announced
from community_edu.calendars.phrases.names import TERMS
from community_edu.calendars.rules import Named, Rule

_YEARS_LATER: Mapping[str, int] = {
    "first_term": 0,
    "winter_vacation": 1,
    "second_term": 1,
    "summer_vacation": 1,
}
"""
How many years after the school year each part of it begins.
"""


def in_school_year(rule: Rule, year: int) -> Rule:
    """
    Return *rule* in the school year that begins in *year*.

    Terms and holidays are those of that school year; other days are those that
    lie in its terms. An exact date stays as it is.

    Example:
        >>> print(in_school_year(Named("second_term"), 2025))
        years(second_term, first=2026, last=2026)
    """
    if isinstance(rule, Announced):
        return rule
    placed = _placed(rule, year)
    return placed if placed != rule else InWindow(rule, _placed(TERMS, year))


def _placed(rule: Rule, year: int) -> Rule:
    """
    Return *rule* with the terms and holidays in it taken for those of one school year.
    """
    if isinstance(rule, Named):
        later = _YEARS_LATER.get(rule.name)
        return rule if later is None else Years(rule, first=year + later, last=year + later)
    changes: dict[str, object] = {}
    for field in attrs.fields(type(rule)):
        value: object = getattr(rule, field.name)
        if isinstance(value, Rule):
            changes[field.name] = _placed(value, year)
        elif field.name == "rules":
            changes[field.name] = [_placed(part, year) for part in rule.parts()]
    return attrs.evolve(rule, **changes)
