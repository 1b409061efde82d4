"""
Sessions of a timetable as entries of a calendar, so that feeds carry them.
"""

from collections.abc import Collection, Iterator, Mapping

import attrs

from community_edu.base import Text
from community_edu.organizations import Audience
from community_edu.plans.calendars import Calendar, Entry, in_time
from community_edu.plans.plans import Plan
from community_edu.scheduling.timetables import DatedSession, Timetable

TAUGHT_BY = Text("主讲：{}", en="taught by {}")


def timetable_entries(
    timetable: Timetable,
    *,
    plan: str,
    term: str | None = None,
    duties: Mapping[str, str] | None = None,
    name_educators: bool = False,
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
        name_educators: Whether entries name who teaches. Nobody is named unless asked for.

    Returns:
        An event for each session, in order of time.

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
        ...     print(entry.id, entry.start)
        school/choir/2026-autumn/1-w01 2026-09-08 09:00:00
        school/choir/2026-autumn/1-w02 2026-09-15 09:00:00
    """
    problem = timetable.problem
    key = term or problem.weeks.first.isoformat()
    numbers = {section.id: number for number, section in enumerate(problem.sections)}
    venues = problem.venues_by_id
    people = problem.educators_by_id
    fulfilled = duties or {}
    entries: list[Entry] = []
    for session in timetable.sessions:
        placement = session.placement
        section = problem.sections_by_id[placement.section]
        venue = venues.get(placement.venue) if placement.venue else None
        educator = people.get(placement.educator) if placement.educator else None
        number = _session_key(session, weekly=section.per == "week")
        entries.append(
            Entry(
                id=f"{plan}/{section.id}/{key}/{number}",
                kind="event",
                title=section.title,
                start=session.start,
                end=session.end,
                duty=fulfilled.get(section.id, f"section-{section.id}"),
                path=("sections", numbers[section.id]),
                audiences=section.audiences,
                location=venue.name if venue else None,
                description=_taught_by(educator.name) if educator and name_educators else None,
            )
        )
    return tuple(entries)


def _session_key(session: DatedSession, *, weekly: bool) -> str:
    number = session.placement.number
    return f"{number}-w{session.week:02}" if weekly else str(number)


def _taught_by(name: Text) -> Text:
    return Text(TAUGHT_BY.zh.format(name.zh), en=TAUGHT_BY.to("en").format(name.to("en")))


def with_timetable(calendar: Calendar, entries: Collection[Entry]) -> Calendar:
    """
    Return *calendar* with those of *entries* that begin in its year.

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
    name_educators: bool = False,
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
        name_educators: Whether entries name who teaches.

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
    entries = timetable_entries(timetable, plan=plan, term=term, name_educators=name_educators)
    return with_timetable(Calendar(plan=owner, year=year), entries)


def _audiences(timetable: Timetable) -> Iterator[Audience]:
    sections = timetable.problem.sections
    for code in sorted({one for section in sections for one in section.audiences}):
        yield Audience(id=code, name=timetable.by_audience(code).title)
