"""
Files of what is set anew each year: holiday notices, and the terms of a school year.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, Path, ProblemsError, Text
from community_edu.calendars import (
    DayOfOtherYearError,
    HolidayNotice,
    OverlappingSchoolYearsError,
    SchoolTerms,
    SchoolYear,
    Span,
)
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import MissingKeyError
from community_edu.exchange.documents import Document, read_document

NOTICES = "notices"
SCHOOL_YEARS = "school_years"


@attrs.frozen
class HolidayEntry:
    """
    One holiday of a notice, as the notices themselves say it.
    """

    name: Text
    days: Span
    worked: tuple[Span, ...] = ()


@attrs.frozen
class NoticeEntry:
    """
    A notice as it stands in a file.
    """

    year: int
    holidays: tuple[HolidayEntry, ...]
    source: str = ""
    issued: date | None = None


@attrs.define(slots=False)
class OffTwiceError(CommunityEduError, ValueError):
    """
    A day that one notice makes a day off for two holidays.
    """

    code: ClassVar[str] = "off-twice"
    en: ClassVar[str] = (
        "{day} is already off for {name}; give each day once, and where two holidays meet, both "
        "names in one"
    )
    zh: ClassVar[str] = "{day} 已因{name}放假；每天只写一次，两个节日相连时合写一个名称"

    day: date
    name: Text


def load_holidays(path: str | os.PathLike[str]) -> tuple[HolidayNotice, ...]:
    """
    Read a file of holiday notices (放假通知), ``.toml`` or ``.json``.

    Args:
        path: The file.

    Returns:
        The notices in the order of the file, to be added to a calendar with
        `HolidayCalendar.with_notices`.

    Raises:
        ProblemsError: The file cannot be read, or something in it is wrong:
            every problem at once, in the order of the file, each with
            ``file:line:column``.

    Example:
        >>> (notice,) = load_holidays("examples/year-data/holidays-2026.toml")
        >>> notice.year, notice.off[notice.issued.replace(2026, 10, 1)].en
        (2026, 'National Day')
    """
    return read_holidays(read_document(path))


def read_holidays(document: Document) -> tuple[HolidayNotice, ...]:
    """
    Turn a document that has been read into holiday notices; see `load_holidays`.
    """
    reading = _reading(document, NOTICES)
    entries: list[NoticeEntry] = reading.section(NOTICES, NoticeEntry)
    notices = [_notice(reading, index, entry) for index, entry in enumerate(entries)]
    if reading.problems:
        raise reading.refusal("a file of holiday notices")
    return tuple(notice for notice in notices if notice is not None)


def load_school_terms(path: str | os.PathLike[str]) -> SchoolTerms:
    """
    Read a file of school years (学年), ``.toml`` or ``.json``.

    Args:
        path: The file.

    Returns:
        The school years, in order.

    Raises:
        ProblemsError: The file cannot be read, or something in it is wrong:
            every problem at once, in the order of the file, each with
            ``file:line:column``.

    Example:
        >>> terms = load_school_terms("examples/year-data/school-year.toml")
        >>> [str(period) for period in terms.periods(2026)]
        ['2025-2026-1', '2025-2026-2']
    """
    return read_school_terms(read_document(path))


def read_school_terms(document: Document) -> SchoolTerms:
    """
    Turn a document that has been read into school terms; see `load_school_terms`.
    """
    reading = _reading(document, SCHOOL_YEARS)
    years: list[SchoolYear] = reading.section(SCHOOL_YEARS, SchoolYear)
    terms = _terms(reading, years)
    if terms is None or reading.problems:
        raise reading.refusal("a file of school years")
    return terms


def _reading(document: Document, section: str) -> Reading:
    """
    Begin to read a document that is one list.
    """
    reading = Reading(document)
    reading.only(("format", section))
    reading.check_version()
    if section not in document.data:
        reading.problems.append(((), MissingKeyError(section)))
    return reading


def _notice(reading: Reading, index: int, entry: NoticeEntry) -> HolidayNotice | None:
    """
    Make a notice, or note in *reading* which days keep it from being one.
    """
    off: dict[date, Text] = {}
    worked: list[date] = []
    places: dict[date | None, Path] = {None: (NOTICES, index)}
    problems: list[tuple[Path, CommunityEduError]] = []
    for path, span, name in _runs((NOTICES, index, "holidays"), entry.holidays):
        far = [day for day in (span.start, span.last) if not HolidayNotice.may_set(day, entry.year)]
        if far:  # told before the days are counted: there may be millions
            problems.append((path, DayOfOtherYearError(entry.year, far[0])))
        elif name is None:
            worked.extend(span)
        else:
            twice = [day for day in span if day in off]
            problems.extend((path, OffTwiceError(day, off[day])) for day in twice[:1])
            off |= dict.fromkeys(span, name)
        if not far:
            places |= dict.fromkeys(span, path)
    notice = None
    try:
        notice = HolidayNotice(entry.year, off, worked, source=entry.source, issued=entry.issued)
    except ProblemsError as error:
        found = ((places[getattr(problem, "day", None)], problem) for problem in error.problems)
        # That it has no day is no second problem where its days were refused.
        problems.extend(found if off or worked or not problems else ())
    reading.problems.extend((reading.place(path), problem) for path, problem in problems)
    return notice


def _runs(path: Path, holidays: Iterable[HolidayEntry]) -> Iterator[tuple[Path, Span, Text | None]]:
    """
    Yield each run of days of a notice, with its path and, if it is off, the name of its holiday.
    """
    for number, holiday in enumerate(holidays):
        yield (*path, number, "days"), holiday.days, holiday.name
    for number, holiday in enumerate(holidays):
        for place, span in enumerate(holiday.worked):
            yield (*path, number, "worked", place), span, None


def _terms(reading: Reading, years: list[SchoolYear]) -> SchoolTerms | None:
    """
    Make the school terms, or note in *reading* which years do not fit together.
    """
    try:
        return SchoolTerms(years)
    except ProblemsError as error:
        for problem in error.problems:
            clash = cast("OverlappingSchoolYearsError", problem)
            both = (clash.first, clash.second)
            # The one that stands later in the file is the one to be changed.
            index = max(place for place, year in enumerate(years) if any(year is it for it in both))
            reading.problems.append((reading.place((SCHOOL_YEARS, index)), clash))
    return None
