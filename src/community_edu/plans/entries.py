"""
Entries of a calendar: how one is made of a duty, and by what it is known for years.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import count

from community_edu.base import Path, Text
from community_edu.calendars import PeriodUnit, Span, period_key
from community_edu.courses import Course
from community_edu.plans.calendars import Entry, EntryKind, EntryStatus
from community_edu.plans.duties import Duty
from community_edu.plans.plans import Plan

MEMBER = Text("{}：{}", en="{}: {}")


def keys(spans: Sequence[Span], grain: PeriodUnit, year: int) -> tuple[str, ...]:
    """
    Name each of *spans* by the period that tells it apart.

    The name stays when a date moves within its period, and when others come
    and go: so a calendar feed knows the entry again. Only those that share a
    period go by a shorter one: their month, their day.

    Args:
        spans: The runs of days, each once.
        grain: The period of the rule that they come from.
        year: The year of the calendar. What begins beside it is named by its
            nearest day, so that the calendars of two years share no name.

    Example:
        >>> days = [Span.day(date(2026, 3, 5)), Span.day(date(2026, 12, 5))]
        >>> keys(days, "month", 2026), keys(days[:1], "year", 2026)
        (('2026-03', '2026-12'), ('2026',))
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = [min(max(span.start, first), last) for span in spans]
    named = [period_key(grain, day) for day in days]
    if len(set(named)) == len(named):
        return tuple(named)
    for shorter in ("month", "day"):
        names = [period_key(shorter, day) for day in days]
        named = _without_doubles(named, names)
    return tuple(_without_doubles(named, [f"{span.start}--{span.last}" for span in spans]))


def _without_doubles(names: list[str], longer: list[str]) -> list[str]:
    """
    Return *names*, with the longer name in place of each that stands there twice.
    """
    count = Counter(names)
    return [name if count[name] == 1 else other for name, other in zip(names, longer, strict=True)]


def duty_entry(
    plan: Plan,
    duty: Duty,
    span: Span,
    *,
    id: str,
    kind: EntryKind,
    path: Path,
    findings: tuple[str, ...],
    status: EntryStatus,
    member: str | None,
    title: Text | None = None,
) -> Entry:
    """
    Make the entry of *duty* on the days of *span*, its member in the title.

    A member that is an organization of the network is one of those that do it.
    """
    start, end = times(duty, span)
    venue = next((venue for venue in plan.venues if venue.id == duty.venue), None)
    does = duty.by if member is None else (*duty.by, member)
    name = title or duty.name
    if member is not None:
        name = filled(MEMBER, name, plan.member_name(member))
    return Entry(
        id=id,
        kind=kind,
        title=name,
        start=start,
        end=end,
        duty=duty.id,
        path=path,
        audiences=duty.audiences,
        location=venue.name if venue else None,
        description=joined("\n", "\n", duty.about, duty.note),
        source=duty.source,
        findings=findings,
        status=status,
        member=member,
        organizations=bodies(plan, does),
        venue=duty.venue,
        courses=duty.courses,
        tags=duty.tags,
        address=venue.address if venue else None,
        coordinates=venue.coordinates if venue else None,
        url=duty.url,
        online=duty.online,
        attachments=course_pages(plan.courses, duty.courses),
    )


def bodies(plan: Plan, names: Iterable[str]) -> tuple[str, ...]:
    """
    Return the organizations behind *names*, each once: of a position the body that it is at.

    Example:
        >>> from community_edu.organizations import Organization, Position, TrainingNetwork
        >>> network = TrainingNetwork(
        ...     organizations=[Organization(id="school", name="学校", kind="school")],
        ...     positions=[Position(id="head", name="校长", kind="principal", at="school")],
        ... )
        >>> bodies(Plan(id="p", title="计划", network=network), ["head", "school", "grade_10"])
        ('school',)
    """
    found = (plan.network.body_of(name) for name in names)
    return tuple(dict.fromkeys(body for body in found if body is not None))


def course_pages(courses: Iterable[Course], ids: Collection[str]) -> tuple[str, ...]:
    """
    Return the web pages of those of *courses* that *ids* name, each once, in the order of *ids*.

    Example:
        >>> choir = Course(id="choir", name="合唱班", url="https://school.example/choir")
        >>> course_pages([choir], ["choir", "other"]), course_pages([choir], [])
        (('https://school.example/choir',), ())
    """
    if not ids:
        return ()
    pages: dict[str, str] = {course.id: course.url for course in courses if course.url is not None}
    return tuple(dict.fromkeys(pages[id_] for id_ in ids if id_ in pages))


def taken_keys(entries: Iterable[Entry]) -> set[str]:
    """
    Return the identifiers of *entries*, and what they have in common for all members of a set.
    """
    return {name for e in entries for name in (e.id, e.id.removesuffix(f"/{e.member}"))}


def free_key(prefix: str, key: str, used: set[str]) -> str:
    """
    Return *key*, or with the next number if it is taken: ``2026-Q1``, ``2026-Q1.2`` …

    Args:
        prefix: What stands before it in the identifiers of entries.
        key: The period.
        used: The identifiers that are taken; that of the key is added.

    Example:
        >>> free_key("plan/talk", "2026-Q1", {"plan/talk/2026-Q1"})
        '2026-Q1.2'
    """
    numbered = (key if number == 1 else f"{key}.{number}" for number in count(1))
    found = next(name for name in numbered if f"{prefix}/{name}" not in used)
    used.add(f"{prefix}/{found}")
    return found


def filled(frame: Text, *texts: Text) -> Text:
    """
    Put *texts* into a frame; in English only if all of them speak it.
    """
    english = [text.en for text in texts if text.en is not None]
    return Text(
        frame.zh.format(*(text.zh for text in texts)),
        en=frame.to("en").format(*english) if len(english) == len(texts) else None,
    )


def times(duty: Duty, span: Span) -> tuple[date, date]:
    """
    Return when an entry of *duty* begins and ends: in days, or at times on a day.
    """
    if duty.starts is None or span.days > 1:
        return span.start, span.end
    start = datetime.combine(span.start, duty.starts)
    return start, start + timedelta(minutes=duty.minutes)


def joined(zh: str, en: str, *texts: Text | None) -> Text | None:
    """
    Join those of *texts* that there are; in English only if all of them speak it.
    """
    found = [text for text in texts if text is not None]
    if not found:
        return None
    english = [text.en for text in found if text.en is not None]
    return Text(
        zh.join(text.zh for text in found),
        en=en.join(english) if len(english) == len(found) else None,
    )
