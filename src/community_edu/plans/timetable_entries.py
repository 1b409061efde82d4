"""
Sessions of a timetable as entries of a calendar, so that feeds carry them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

import attrs

from community_edu.base import InvalidIdentifierError, Text
from community_edu.courses import Course, course_id
from community_edu.organizations import Audience
from community_edu.plans.calendars import Calendar, Entry, EntryEducator, in_time
from community_edu.plans.entries import course_pages
from community_edu.plans.plans import Plan
from community_edu.scheduling.timetables import Timetable


def timetable_entries(
    timetable: Timetable,
    *,
    plan: str,
    term: str | None = None,
    duties: Mapping[str, str] | None = None,
    courses: Iterable[Course] = (),
) -> tuple[Entry, ...]:
    """
    Turn the dated sessions of a timetable (课程表) into entries of a calendar.

    An entry is known for good by the plan, the section, the term, the number of the
    meeting and, for a class that meets every week, the week whose lesson it is: never by
    its date. A session that a repair moves is rescheduled in the next publication, not
    cancelled and added.

    Args:
        timetable: What is published.
        plan: The identifier of the plan under which it is published.
        term: What tells this term from others; the first Monday if it is not given, which
            must then not be changed once something is published.
        duties: The duty of the plan that the sessions of a section fulfil, by section:
            they count for its quota.
        courses: The courses that sections may name, for their web pages.

    Returns:
        An event for each session, in order of time. It knows who teaches it; feeds name
        them only if asked. Lessons of one meeting of a weekly class have the same `series`.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> from community_edu.scheduling.timetables import Placement
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["09:00-10:30"])
        >>> choir = TimetableSection(id="choir", name="合唱班")
        >>> timetable = Timetable(
        ...     TimetableProblem([choir], [], [], weeks),
        ...     [Placement(section="choir", weekday="TUE", period=1)],
        ... )
        >>> for entry in timetable_entries(timetable, plan="school", term="2026-autumn"):
        ...     print(entry.series, entry.id, entry.start)
        school/choir/2026-autumn/1-weekly school/choir/2026-autumn/1-w01 2026-09-08 09:00:00
        school/choir/2026-autumn/1-weekly school/choir/2026-autumn/1-w02 2026-09-15 09:00:00
    """
    problem = timetable.problem
    key = term or problem.weeks.first.isoformat()
    numbers = {section.id: number for number, section in enumerate(problem.sections)}
    venues = problem.venues_by_id
    people = problem.educators_by_id
    fulfilled = duties or {}
    pages = tuple(courses)
    entries: list[Entry] = []
    for session in timetable.sessions:
        placement = session.placement
        section = problem.sections_by_id[placement.section]
        venue = venues.get(placement.venue) if placement.venue else None
        educator = people.get(placement.educator) if placement.educator else None
        taught = (section.course,) if _is_identifier(section.course) else ()
        meeting = f"{plan}/{section.id}/{key}/{placement.number}"
        weekly = section.per == "week"
        entries.append(
            Entry(
                id=f"{meeting}-w{session.week:02}" if weekly else meeting,
                kind="event",
                title=section.title,
                start=session.start,
                end=session.end,
                duty=fulfilled.get(section.id, f"section-{section.id}"),
                path=("sections", numbers[section.id]),
                audiences=section.audiences,
                location=venue.name if venue else None,
                venue=venue.id if venue else None,
                courses=taught,
                educators=(EntryEducator(educator.id, educator.name),) if educator else (),
                term=key,
                series=f"{meeting}-weekly" if weekly else None,
                address=venue.address if venue else None,
                coordinates=venue.coordinates if venue else None,
                attachments=course_pages(pages, taught),
            )
        )
    return tuple(entries)


def _is_identifier(code: str) -> bool:
    """
    Tell whether what a section names as its course can be the identifier of one.
    """
    try:
        course_id(code)
    except InvalidIdentifierError:
        return False
    return True


def with_timetable(calendar: Calendar, entries: Collection[Entry]) -> Calendar:
    """
    Return *calendar* with those of *entries* that begin in its year, in order of time.

    They may be of any origin: of a timetable, or of the calendar of a partner. None may
    have the `id` of an entry of *calendar*; `publish` would refuse it.

    Example:
        >>> from community_edu.plans import build_calendar
        >>> year = build_calendar(Plan(id="school", title="社区学校"), 2026)
        >>> with_timetable(year, ()).entries
        ()
    """
    own = (entry for entry in entries if entry.first_day.year == calendar.year)
    return attrs.evolve(calendar, entries=in_time([*calendar.entries, *own]))


def timetable_calendar(
    timetable: Timetable,
    year: int,
    *,
    plan: str,
    term: str | None = None,
    courses: Iterable[Course] = (),
) -> Calendar:
    """
    Return a calendar of one year that holds nothing but a timetable, ready for `publish`.

    Its feeds are those of the audiences of the sections. A term that goes over the turn
    of a year is two calendars, published one after the other with the same ledger.

    Args:
        timetable: What is published.
        year: The civil year.
        plan: The identifier under which it is published, the same in every term.
        term: What tells this term from others; see `timetable_entries`.
        courses: The courses that sections may name, for their web pages.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.scheduling.problems import TimetableProblem
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["09:00-10:30"])
        >>> problem = TimetableProblem([], [], [], weeks, name="社区学校秋季班")
        >>> timetable_calendar(Timetable(problem, []), 2026, plan="school").plan.title.zh
        '社区学校秋季班'
    """
    problem = timetable.problem
    title = problem.name or Text("课程表", en="timetable")
    owner = Plan(id=plan, title=title, audiences=tuple(_audiences(timetable)))
    entries = timetable_entries(timetable, plan=plan, term=term, courses=courses)
    return with_timetable(Calendar(plan=owner, year=year), entries)


def _audiences(timetable: Timetable) -> Iterator[Audience]:
    sections = timetable.problem.sections
    for code in sorted({one for section in sections for one in section.audiences}):
        yield Audience(id=code, name=timetable.by_audience(code).title)
