"""
School years, terms and holidays (学年、学期与寒暑假), as a province announces them.
"""

import pkgutil
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, ClassVar, Literal, TypeAlias, get_args

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text, text
from community_edu.calendars.notice_rules import Announced
from community_edu.calendars.periods import Period, SchoolUnit
from community_edu.calendars.spans import Span

TermName: TypeAlias = Literal["first_term", "second_term", "winter_vacation", "summer_vacation"]
TERM_NAMES: tuple[TermName, ...] = get_args(TermName)

TERM_LABELS: Mapping[TermName, Text] = {
    "first_term": Text("第一学期", en="first term"),
    "winter_vacation": Text("寒假", en="winter holiday"),
    "second_term": Text("第二学期", en="second term"),
    "summer_vacation": Text("暑假", en="summer holiday"),
}
"""
The parts of a school year, in their order.
"""


@attrs.define(slots=False)
class UnknownTermsError(CommunityEduError, LookupError):
    """
    A region, or a year of it, for which no school terms are shipped.
    """

    code: ClassVar[str] = "unknown-terms"
    en: ClassVar[str] = (
        "no school terms of '{region}'{in_year} are shipped; there are {known}, or give a file of "
        "your own"
    )
    zh: ClassVar[str] = "没有“{region}”{of_year}的学期数据，现有 {known}；也可自备学期文件"

    region: str
    year: int | None
    known: tuple[str, ...]

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the year in words if it is one year that is missing.
        """
        if self.year is None:
            return super().facts() | {"in_year": "", "of_year": ""}
        return super().facts() | {"in_year": f" in {self.year}", "of_year": f"{self.year} 年"}


@attrs.define(slots=False)
class TermsOutOfOrderError(CommunityEduError, ValueError):
    """
    Two parts of a school year of which the later begins before the earlier is over.
    """

    code: ClassVar[str] = "terms-out-of-order"
    en: ClassVar[str] = (
        "the {later} begins on {start}, but the {earlier} ends only on {end}; a school year is "
        "first term, winter holiday, second term, summer holiday"
    )
    zh: ClassVar[str] = (
        "{later}从 {start} 开始，而{earlier}到 {end} 才结束；"
        "一学年依次是第一学期、寒假、第二学期、暑假"
    )

    before: TermName
    end: date
    after: TermName
    start: date

    @property
    def path(self) -> Path:
        """
        The part that begins too early.
        """
        return (self.after,)

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the names of the parts.
        """
        names = {"earlier": TERM_LABELS[self.before], "later": TERM_LABELS[self.after]}
        return super().facts() | names


@attrs.frozen(kw_only=True)
class SchoolYear:
    """
    One school year (学年) of one region.

    The parts follow one another and share no day; between them there may be
    days, as a weekend, that belong to none.

    Attributes:
        region: The code of the province, ``CN-`` and the six digits of GB/T 2260.
        name: What it is called.
        source: The notice that sets it.

    Raises:
        ProblemsError: A part begins before the one before it is over. The group
            holds every such pair.
    """

    region: str
    name: Text = attrs.field(converter=text)
    first_term: Span
    second_term: Span
    winter_vacation: Span
    summer_vacation: Span
    source: str = ""

    def __attrs_post_init__(self) -> None:
        problems = [
            TermsOutOfOrderError(before, self.part(before).last, after, start)
            for before, after in pairwise(TERM_LABELS)
            if (start := self.part(after).start) < self.part(before).end
        ]
        if problems:
            raise ProblemsError("the school year is not in order", problems)

    @property
    def key(self) -> str:
        """
        The name by which it is reported: ``2025-2026``.
        """
        return f"{self.first_term.start.year}-{self.first_term.start.year + 1}"

    @property
    def span(self) -> Span:
        """
        All its days, from the first of the first term to the last of the summer holiday.
        """
        return Span(self.first_term.start, self.summer_vacation.end)

    def part(self, name: TermName) -> Span:
        """
        Return the days of one part.
        """
        found: Span = getattr(self, name)
        return found

    def periods(self, unit: SchoolUnit = "term") -> tuple[Period, ...]:
        """
        Return the terms as periods, or the year as the only one.

        Example:
            >>> (year,) = school_terms("CN-310000", 2026).years
            >>> [str(period) for period in (*year.periods(), *year.periods("school_year"))]
            ['2025-2026-1', '2025-2026-2', '2025-2026']
        """
        if unit == "school_year":
            return (Period(self.span, self.key),)
        terms = (self.first_term, self.second_term)
        return tuple(Period(term, f"{self.key}-{number}") for number, term in enumerate(terms, 1))


@attrs.define(slots=False)
class OverlappingSchoolYearsError(CommunityEduError, ValueError):
    """
    Two school years with the same days or the same key, of which only one can be meant.
    """

    code: ClassVar[str] = "overlapping-school-years"
    en: ClassVar[str] = (
        "the school years {key_before} ({before}) and {key_after} ({after}) share days or a name; "
        "keep one"
    )
    zh: ClassVar[str] = (
        "{key_before} 学年（{before}）与 {key_after} 学年（{after}）日期重叠或名称相同，"
        "请只保留一个"
    )

    first: SchoolYear
    second: SchoolYear

    def facts(self) -> dict[str, object]:
        """
        Return the keys and the names of both.
        """
        return {
            "before": self.first.name,
            "key_before": self.first.key,
            "after": self.second.name,
            "key_after": self.second.key,
        }


def _in_order(years: Iterable[SchoolYear]) -> tuple[SchoolYear, ...]:
    return tuple(sorted(years, key=lambda year: year.span))


@attrs.frozen
class SchoolTerms:
    """
    What is known of the school years of a region, in order.

    A school year lies in two civil years, and so may a term. As a *rule* a run
    of days belongs to the civil year in which it starts, as of every rule; as a
    *period* it is one of each civil year with which it shares a day. So the
    first term of 2025 to 2026 is an occurrence of ``first_term`` in 2025 only,
    and a term in which a quota of 2025 or of 2026 is counted.

    Raises:
        ProblemsError: School years share days, or there are two of one key.

    Example:
        >>> terms = school_terms("CN-310000", 2026)
        >>> [str(span.start) for span in terms.spans("winter_vacation")]
        ['2026-02-02']
        >>> [str(period) for period in terms.periods(2026)]
        ['2025-2026-1', '2025-2026-2']
    """

    years: tuple[SchoolYear, ...] = attrs.field(converter=_in_order)

    def __attrs_post_init__(self) -> None:
        problems = [
            OverlappingSchoolYearsError(before, after)
            for before, after in pairwise(self.years)
            if before.key == after.key or before.span.overlaps(after.span)
        ]
        if problems:
            raise ProblemsError("the school years do not fit together", problems)

    def spans(self, name: TermName) -> tuple[Span, ...]:
        """
        Return every known run of days of that kind.
        """
        return tuple(year.part(name) for year in self.years)

    def rule(self, name: TermName) -> Announced:
        """
        Return the rule that *name* stands for: the announced days, and no others.

        Its occurrences belong to the civil year in which they start. What asks
        for the days of a year, as a placement window does, looks at the years
        beside it, too.
        """
        return Announced(self.spans(name))

    def periods(self, within: int | Span, unit: SchoolUnit = "term") -> tuple[Period, ...]:
        """
        Return the terms, or the school years, that share a day with a civil year or a run of days.

        Days of which no school year is known have no period.

        Example:
            >>> terms = school_terms("CN-310000", 2026)
            >>> [str(period) for period in terms.periods(2026, "school_year")]
            ['2025-2026']
        """
        found = (period for year in self.years for period in year.periods(unit))
        return tuple(period for period in found if _touches(period.span, within))


def school_terms(region: str, year: int | None = None) -> SchoolTerms:
    """
    Return the shipped school years of *region*: all, or those that share a day with *year*.

    For others, make `SchoolTerms` of your own, or read a file of them with
    `load_school_terms`.

    Raises:
        UnknownTermsError: None is shipped.

    Example:
        >>> [year.key for year in school_terms("CN-310000").years]
        ['2025-2026']
    """
    found = [entry for entry in _shipped() if entry.region == region]
    if year is not None:
        found = [entry for entry in found if _touches(entry.span, year)]
    if not found:
        known = tuple(f"{entry.region} {entry.key}" for entry in _shipped())
        raise UnknownTermsError(region, year, known)
    return SchoolTerms(found)


def _touches(span: Span, within: int | Span) -> bool:
    """
    Tell whether *span* shares a day with a civil year, whatever its number, or with a run of days.
    """
    if isinstance(within, Span):
        return span.overlaps(within)
    return span.start.year <= within <= span.last.year


@cache
def _shipped() -> tuple[SchoolYear, ...]:
    data = pkgutil.get_data("community_edu.packs", "school_terms.toml") or b""
    return tuple(map(_school_year, tomllib.loads(data.decode())["school_years"]))


def _school_year(entry: Mapping[str, Any]) -> SchoolYear:
    fields: dict[str, Any] = dict(entry)
    for name in TERM_NAMES:
        fields[name] = Span.parse(entry[name])
    return SchoolYear(**fields)
