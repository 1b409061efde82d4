"""
Scopes (发布范围): what a publication speaks for, and what it leaves as it is.
"""

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

import attrs

from community_edu.base import CommunityEduError
from community_edu.courses import Course
from community_edu.feeds.directories import Directory, Group, codes_of
from community_edu.feeds.ledgers import Ledger
from community_edu.feeds.records import Record, cleaned
from community_edu.plans import Calendar, Entry, timetable_calendar, timetable_entries
from community_edu.scheduling.timetables import Timetable

_NUMBER: Final = re.compile(r"\d+(?:-w\d+)?")


@attrs.define(slots=False)
class MisplacedTimetableError(CommunityEduError, ValueError):
    """
    A timetable without a plan, or under another than the calendar beside it.
    """

    code: ClassVar[str] = "misplaced-timetable"
    en: ClassVar[str] = (
        "a timetable is published under the identifier of a plan; give plan= with a timetable "
        "alone, no other plan than the calendar's with both, and plan= and term= never with a "
        "calendar alone"
    )
    zh: ClassVar[str] = (
        "课程表须用某个计划的标识发布：单独发布课程表时给出 plan=；"
        "与年历一起发布时不能是另一个计划；单独发布年历时不给 plan= 和 term="
    )


@attrs.frozen(kw_only=True)
class Scope:
    """
    A calendar or a timetable, as it is published.

    Attributes:
        calendar: The calendar; of a timetable, one of all its sessions, and of the year in
            which its weeks begin.
        year: The year for which it speaks; `None` if it is a timetable.
        terms: The terms for which it speaks: of a calendar, those of sessions in it.
        sections: The classes of a timetable.
        directory: What it knows of the plan.
    """

    calendar: Calendar
    year: int | None
    terms: frozenset[str]
    sections: frozenset[str] = frozenset()
    directory: Directory

    @classmethod
    def of_calendar(cls, calendar: Calendar) -> "Scope":
        """
        Return that of a calendar: its plan and year, and the terms of sessions in it.
        """
        terms = frozenset(entry.term for entry in calendar.entries if entry.term is not None)
        directory = Directory.of(calendar.plan)
        return cls(calendar=calendar, year=calendar.year, terms=terms, directory=directory)

    @classmethod
    def of_timetable(
        cls, timetable: Timetable, *, plan: str, term: str | None, courses: Iterable[Course]
    ) -> "Scope":
        """
        Return that of a timetable: one term of its plan, whatever years that touches.
        """
        problem = timetable.problem
        first = problem.weeks.first
        calendar = timetable_calendar(timetable, first.year, plan=plan, term=term)
        entries = timetable_entries(timetable, plan=plan, term=term, courses=courses)
        places = [Group("venue", one.id, cleaned(one.name)) for one in problem.venues]
        directory = Directory.of(calendar.plan, provisional=True)
        return cls(
            calendar=attrs.evolve(calendar, entries=entries),
            year=None,
            terms=frozenset({term or first.isoformat()}),
            sections=frozenset(section.id for section in problem.sections),
            directory=attrs.evolve(directory, groups=(*directory.groups, *places)),
        )

    def year_of(self, entry: Entry) -> int:
        """
        Return the year under which an entry is published.
        """
        return entry.first_day.year if self.year is None else self.year

    def covers(self, record: Record) -> bool:
        """
        Tell whether a record of the plan that is of nothing in the calendar now is cancelled.

        Records of a timetable know their term, but for those of ledgers of version 1: of
        these, the identifiers tell it.
        """
        if record.term is not None:
            return record.term in self.terms and self.year in (None, record.year)
        return self._names(record) if self.year is None else record.year == self.year

    def _names(self, record: Record) -> bool:
        match record.entry_id.split("/"):
            case [_, section, term, number]:
                of_term = section in self.sections and term in self.terms
                return of_term and _NUMBER.fullmatch(number) is not None
            case _:
                return False


def directory_of(scopes: Sequence[Scope], records: Iterable[Record], ledger: Ledger) -> Directory:
    """
    Return what is known of the plan: from what is published and, besides, from the ledger.
    """
    plan = scopes[0].calendar.plan.id
    keep = {feed.choice for feed in ledger.feeds if feed.plan == plan}
    for record in records:
        if record.plan == plan:
            for criterion, codes in codes_of(record).items():
                keep.update((criterion, code) for code in codes)
    directory = scopes[0].directory.over(ledger.by_plan.get(plan), keep=keep)
    for scope in scopes[1:]:
        directory = scope.directory.over(directory, keep=keep)
    return directory


def scopes_of(
    published: Calendar | Timetable,
    timetable: Timetable | None,
    *,
    plan: str | None,
    term: str | None,
    courses: Iterable[Course],
) -> tuple[Scope, ...]:
    """
    Return the scopes of what is given to `publish`.

    Raises:
        MisplacedTimetableError: The plan is missing, or another than that of the calendar.
    """
    pages = tuple(courses)
    if isinstance(published, Timetable):
        if plan is None or timetable is not None:
            raise MisplacedTimetableError
        return (Scope.of_timetable(published, plan=plan, term=term, courses=pages),)
    own = published.plan.id
    if plan not in (None, own) or (timetable is None and (plan or term)):
        raise MisplacedTimetableError
    calendar = Scope.of_calendar(published)
    if timetable is None:
        return (calendar,)
    pages = pages or published.plan.courses
    return (calendar, Scope.of_timetable(timetable, plan=own, term=term, courses=pages))
