"""
Feeds for other programs to read, with what their calendars promise.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import attrs
from feed_samples import JANUARY, MARCH, SMALL, calendar_of, entry, local, small_calendar
from golden_feeds import GOLDEN, golden_feeds, without
from peer_readers import Occurrence
from promises import promised

from community_edu import load_plan
from community_edu.base import LANGUAGES, Source, Text
from community_edu.feeds import Tasks, publish
from community_edu.plans import ENTRY_KINDS, Calendar, Entry, EntryStatus, build_calendar

PLANS = sorted((Path(__file__).parents[2] / "examples" / "plans").glob("*.toml"))
NAME = "小街，a,b;c\\nd\\Ne"
TASKS: tuple[Tasks, ...] = ("events", "todos")


@attrs.frozen
class Case:
    """
    A feed and the occurrences that its calendar promises.

    Attributes:
        data: The feed.
        promise: Component, UID, start, end, title and status of each.
        entries: Those that may be written as a series.
    """

    data: bytes
    promise: tuple[Occurrence, ...] = attrs.field(converter=tuple[Occurrence, ...])
    entries: tuple[Entry, ...] = ()


def reviewed() -> Iterator[tuple[str, Case]]:
    """
    The files that people have reviewed.
    """
    for name, golden in golden_feeds().items():
        data = (GOLDEN / f"{name}.ics").read_bytes()
        yield f"golden {name}", Case(data, golden.promise, golden.entries)
    calendar = small_calendar()
    left = small_calendar(*calendar.plan.duties[:2]).entries
    small = (GOLDEN / "small.ics").read_bytes()
    yield "golden small", Case(small, promised(left, cancelled=without(calendar.entries, left)))


def hard_calendar() -> Calendar:
    """
    Hard texts and hard times: midnight, month ends, leap days, several days.
    """
    hard = Text("例会,；;\\n\\N\n😀👨‍👩‍👧" * 20, en='a "quoted", long\\;\n title' * 20)
    source = Source("001-3", 56, "3.24“世界结核病”,\\n")
    starts = ["2028-02-29", "2026-12-31", "2026-06-30 23:30", "2026-01-01 00:00"]
    entries = [
        entry(
            f"{kind}-{number}/2026",
            kind=kind,
            start=local(text) if " " in text else date.fromisoformat(text),
            title=hard,
            location=hard,
            description=hard,
            source=source,
        )
        for number, text in enumerate(starts)
        for kind in ENTRY_KINDS
    ]
    week = entry("week/2026", kind="task", start=date(2026, 2, 25), end=date(2026, 3, 4))
    named = attrs.evolve(SMALL, title=NAME)
    return attrs.evolve(calendar_of(*entries, week), plan=named)


def hard() -> Iterator[tuple[str, Case]]:
    calendar = hard_calendar()
    publication = publish(calendar, at=JANUARY)
    for language in LANGUAGES:
        for tasks in TASKS:
            feed = publication.feed(language=language, tasks=tasks)
            promise = promised(calendar.entries, language=language, tasks=tasks)
            yield f"hard {language} {tasks}", Case(feed.data, promise)


def examples(path: Path) -> Iterator[tuple[str, Case]]:
    """
    A plan that is published for two years, and half of whose second year is then cancelled:
    all of it, in both languages, and for each audience.
    """
    plan = load_plan(path)
    first, second = (build_calendar(plan, year) for year in (2026, 2027))
    ledger = publish(first, at=JANUARY).ledger
    whole = publish(second, previous=ledger, at=JANUARY)
    leads = [timedelta(days=1), timedelta(hours=-9)]
    both = {each.id: each for each in (*first.entries, *second.entries)}.values()
    yield f"{path.stem} whole", Case(whole.feed(reminders=leads).data, promised(both))
    for audience in plan.audiences:
        wider = {*plan.wider(audience.id)}
        members = promised(each for each in both if wider & {*each.audiences})
        yield f"{path.stem} {audience.id}", Case(whole.feed(audience.id).data, members)
    half = attrs.evolve(second, entries=second.entries[::2])
    later = publish(half, previous=whole.ledger, at=MARCH)
    gone = {each.id for each in second.entries[1::2]}
    promise = promised(
        (each for each in both if each.id not in gone),
        cancelled=second.entries[1::2],
        language="en",
        tasks="todos",
    )
    yield f"{path.stem} half", Case(later.feed(language="en", tasks="todos").data, promise)


def terms() -> Iterator[tuple[str, Case]]:
    """
    Lessons of a term that are moved, renamed and cancelled as it comes, as a series.
    """
    chance = Random(2026)  # noqa: S311 - the same lessons in every run
    for number in range(TERMS):
        weeks = chance.randint(1, 12)
        before = tuple(lesson(week) for week in sorted(chance.sample(range(16), weeks)))
        after = tuple(map(changed(chance), chance.sample(before, chance.randint(1, weeks))))
        gone = without(before, after)
        first = publish(calendar_of(*before), at=JANUARY)
        later = publish(calendar_of(*after), previous=first.ledger, at=MARCH)
        marked = later.feed(sessions="series").data
        yield f"lessons {number} marked", Case(marked, promised(after, cancelled=gone), before)
        dropped = later.feed(sessions="series", cancelled="drop").data
        yield f"lessons {number} dropped", Case(dropped, promised(after), before)


def lesson(week: int) -> Entry:
    start = local("2026-03-05 09:00") + timedelta(weeks=week)
    return attrs.evolve(entry(f"choir/1-w{week:02}", start=start), series="small-street/choir/1")


def changed(chance: Random) -> Callable[[Entry], Entry]:
    """
    A way to change some of the lessons: to another day, hour, length, title or certainty.
    """

    def change(one: Entry) -> Entry:
        days = chance.choice([0, 0, 0, 0, 1, -2, 7, 14])
        start = one.start + timedelta(days=days) + chance.choice(HOURS)
        length = chance.choice(LENGTHS)
        title, status = chance.choice(["例会"] * 3 + ["公开课"]), chance.choice(STATUSES)
        return attrs.evolve(one, start=start, end=start + length, title=Text(title), status=status)

    return change


HOURS = [timedelta()] * 4 + [timedelta(hours=5)]
LENGTHS = [timedelta(hours=1)] * 3 + [timedelta(minutes=45)]
STATUSES: list[EntryStatus] = ["fixed", "fixed", "fixed", "provisional"]
TERMS = 40


def all_cases() -> dict[str, Case]:
    """
    All of them by name.
    """
    found = dict((*reviewed(), *hard(), *terms()))
    for path in PLANS:
        found |= dict(examples(path))
    return found
