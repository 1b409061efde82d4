"""
School terms and holidays (学期与寒暑假), as a province announces them.
"""

import pkgutil
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, ClassVar, Literal, TypeAlias, get_args

import attrs

from community_edu.base import CommunityEduError, Text, text
from community_edu.calendars.combinators import Announced
from community_edu.calendars.spans import Span

TermName: TypeAlias = Literal["first_term", "second_term", "winter_vacation", "summer_vacation"]
TERM_NAMES: tuple[TermName, ...] = get_args(TermName)


@attrs.define(slots=False)
class UnknownTermsError(CommunityEduError, LookupError):
    """
    A region and year for which no school terms are shipped.
    """

    code: ClassVar[str] = "unknown-terms"
    en: ClassVar[str] = (
        "no school terms of '{region}' in {year} are shipped; there are {known}, or make "
        "SchoolTerms of your own"
    )
    zh: ClassVar[str] = "没有“{region}”{year} 年的学期数据，现有 {known}；也可自建 SchoolTerms"

    region: str
    year: int
    known: tuple[str, ...]


@attrs.frozen(kw_only=True)
class SchoolYear:
    """
    One school year (学年) of one region.

    Attributes:
        region: The code of the province, ``CN-`` and the six digits of GB/T 2260.
        name: What it is called.
        source: The notice that sets it.
    """

    region: str
    name: Text = attrs.field(converter=text)
    first_term: Span
    second_term: Span
    winter_vacation: Span
    summer_vacation: Span
    source: str = ""


@attrs.frozen
class SchoolTerms:
    """
    What is known of the school years of a region.

    Example:
        >>> terms = school_terms("CN-310000", 2026)
        >>> [str(span.start) for span in terms.spans("winter_vacation")]
        ['2026-02-02']
    """

    years: tuple[SchoolYear, ...] = attrs.field(converter=tuple[SchoolYear, ...])

    def spans(self, name: TermName) -> tuple[Span, ...]:
        """
        Return every known run of days of that kind.
        """
        return tuple(getattr(year, name) for year in self.years)

    def rule(self, name: TermName) -> Announced:
        """
        Return the rule that *name* stands for: the announced days, and no others.
        """
        return Announced(self.spans(name))


def school_terms(region: str, year: int) -> SchoolTerms:
    """
    Return the shipped school years of *region* that touch the civil *year*.

    Raises:
        UnknownTermsError: None is shipped.
    """
    found = [
        school_year
        for school_year in _shipped()
        if school_year.region == region
        and year in {school_year.first_term.start.year, school_year.summer_vacation.last.year}
    ]
    if not found:
        known = tuple(f"{entry.region} {entry.first_term.start.year}" for entry in _shipped())
        raise UnknownTermsError(region, year, known)
    return SchoolTerms(found)


@cache
def _shipped() -> tuple[SchoolYear, ...]:
    data = pkgutil.get_data("community_edu.packs", "school_terms.toml") or b""
    return tuple(map(_school_year, tomllib.loads(data.decode())["school_years"]))


def _school_year(entry: Mapping[str, Any]) -> SchoolYear:
    fields: dict[str, Any] = dict(entry)
    for name in TERM_NAMES:
        fields[name] = Span.through(*map(date.fromisoformat, entry[name]))
    return SchoolYear(**fields)
