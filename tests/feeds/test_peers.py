"""
What other programs make of the feeds: each event on the same days in all of them.

ical.js is wanted beside this file: ``npm install --no-save --prefix tests/feeds ical.js@2.2.1``.
Without it, or without node, these tests are skipped; with ``COMMUNITY_EDU_REQUIRE_PEERS=1``
in the environment they fail.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import attrs
import icalendar
import pytest
from feed_samples import (
    JANUARY,
    MARCH,
    MEETING,
    REPORT,
    SMALL,
    calendar_of,
    entry,
    lint,
    local,
    small_calendar,
    uids,
    unescaped,
)

from community_edu import load_plan
from community_edu.base import LANGUAGES, Language, Source, Text
from community_edu.feeds import Feed, Ledger, Publication, event_uid, publish
from community_edu.feeds.components import Tasks
from community_edu.plans import ENTRY_KINDS, Calendar, build_calendar

HERE = Path(__file__).parent
PLANS = sorted((HERE.parents[1] / "examples" / "plans").glob("*.toml"))
CHINA = ZoneInfo("Asia/Shanghai")

Occurrence: TypeAlias = tuple[str, ...]
"""
Component, UID, start, end or due, title, status, place, description.
"""


def icaljs(feeds: Mapping[str, Feed]) -> dict[str, tuple[str, list[Occurrence]]]:
    """
    The name and the occurrences of each feed, as ical.js has them.
    """
    node = shutil.which("node")
    missing = "node" if node is None else "ical.js"
    if node is None or not (HERE / "node_modules" / "ical.js").is_dir():
        reason = f"{missing} is not installed; see the head of {Path(__file__).name}"
        if os.environ.get("COMMUNITY_EDU_REQUIRE_PEERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    answer = subprocess.run(
        [node, str(HERE / "icaljs_expand.mjs")],
        input=json.dumps({name: feed.data.decode() for name, feed in feeds.items()}),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    expanded: dict[str, dict[str, Any]] = json.loads(answer.stdout)
    return {
        name: (found["calendar"], sorted(map(tuple, found["occurrences"])))
        for name, found in expanded.items()
    }


def moment(value: date | None) -> str:
    if isinstance(value, datetime):
        zoned = value if value.tzinfo else value.replace(tzinfo=CHINA)
        return zoned.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return "" if value is None else value.isoformat()


def python(feed: Feed) -> list[Occurrence]:
    """
    The occurrences of a feed, as icalendar has them.
    """
    found: list[Occurrence] = []
    components: list[Any] = icalendar.Calendar.from_ical(feed.data).walk()
    for item in components:
        if item.name not in {"VEVENT", "VTODO"}:
            continue
        times = ("DTSTART", "DTEND" if item.name == "VEVENT" else "DUE")
        texts = ("SUMMARY", "STATUS", "LOCATION", "DESCRIPTION")
        found.append(
            (
                item.name,
                str(item["UID"]),
                *(moment(item[name].dt if name in item else None) for name in times),
                *(str(item.get(name, "")) for name in texts),
            )
        )
    return sorted(found)


def promised(calendar: Calendar, tasks: Tasks = "events") -> list[Occurrence]:
    """
    Component, UID, start and end of each entry of a calendar, without any feed.
    """
    found: list[Occurrence] = []
    for each in calendar.entries:
        uid = event_uid(each.id)
        if tasks == "events" or each.kind != "task":
            found.append(("VEVENT", uid, moment(each.start), moment(each.end)))
        elif isinstance(each.start, datetime):
            found.append(("VTODO", uid, moment(each.start), moment(each.end)))
        else:
            first = moment(each.start) if each.span.days > 1 else ""
            found.append(("VTODO", uid, first, moment(each.span.last)))
    return sorted(found)


def all_forms(publication: Publication) -> dict[str, Feed]:
    """
    The feeds of a publication in each language, with tasks both ways, and of each audience.
    """
    leads = [timedelta(days=1), timedelta(hours=-9)]
    every: tuple[Tasks, ...] = ("events", "todos")
    feeds = {
        f"{language} {tasks}": publication.feed(language=language, tasks=tasks, reminders=leads)
        for language in LANGUAGES
        for tasks in every
    }
    audiences = [audience.id for audience in publication.calendar.plan.audiences]
    return feeds | {audience: publication.feed(audience) for audience in audiences}


def check_agreement(publications: Iterable[Publication]) -> None:
    """
    Check that each feed is clean, and holds the same for icalendar and for ical.js.
    """
    feeds = {
        f"{number} {name}": feed
        for number, publication in enumerate(publications)
        for name, feed in all_forms(publication).items()
    }
    theirs = icaljs(feeds)
    for name, feed in feeds.items():
        assert lint(feed.data) == [], name
        ours = python(feed)
        assert theirs[name][1] == ours, name
        assert len(ours) == len(uids(feed.data)), name


def times(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    return sorted(occurrence[:4] for occurrence in occurrences)


class TestSmallPlan:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("tasks", ["events", "todos"])
    def test_times(self, language: Language, tasks: Tasks) -> None:
        """
        Every entry is at its time and on its days in icalendar and in ical.js.
        """
        calendar = small_calendar()
        feed = publish(calendar, at=JANUARY).feed(language=language, tasks=tasks)
        expected = promised(calendar, tasks)
        assert times(python(feed)) == expected
        assert times(icaljs({"feed": feed})["feed"][1]) == expected

    def test_everything(self) -> None:
        """
        Titles, places and descriptions agree as well, cancelled entries among them.
        """
        first = publish(small_calendar(), at=JANUARY)
        later = publish(small_calendar(REPORT), previous=first.ledger, at=MARCH)
        back = publish(small_calendar(MEETING), previous=later.ledger, at=MARCH)
        cancelled = [found for found in python(later.feed()) if "CANCELLED" in found]
        assert len(cancelled) == 2
        check_agreement([first, later, back])

    def test_name(self) -> None:
        """
        The name of a calendar with commas, semicolons and backslashes is read as it is.
        """
        name = "小街，a,b;c\\nd\\Ne"
        plan = attrs.evolve(SMALL, title=name)
        feed = publish(build_calendar(plan, 2026), at=JANUARY).feed()
        # ical.js knows the property of RFC 7986 only as text that it leaves alone
        assert unescaped(icaljs({"feed": feed})["feed"][0]) == name

    def test_hard_entries(self) -> None:
        """
        Hard texts and hard times agree: midnight, month ends, leap days, several days.
        """
        hard = Text("例会,；;\\n\\N\n😀👨‍👩‍👧" * 20, en='a "quoted", long\\;\ntitle ' * 20)
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
        calendar = calendar_of(*entries, week)
        first = publish(calendar, at=JANUARY)
        for tasks in ("events", "todos"):
            feed = first.feed(tasks=tasks)
            assert times(python(feed)) == promised(calendar, tasks)
        check_agreement([first, publish(calendar_of(), previous=first.ledger, at=MARCH)])


class TestExamplePlans:
    @pytest.mark.parametrize("path", PLANS, ids=[path.stem for path in PLANS])
    def test_years(self, path: Path) -> None:
        """
        The feeds of the plans beside the library agree, with one year in them and with two, also
        when half of the last is cancelled.
        """
        plan = load_plan(path)
        expected: list[Occurrence] = []
        ledger = Ledger()
        for year in (2026, 2027):
            calendar = build_calendar(plan, year)
            expected += promised(calendar)
            whole = publish(calendar, previous=ledger, at=JANUARY)
            ledger = whole.ledger
            assert times(python(whole.feed())) == sorted(expected)
            half = Calendar(plan=plan, year=year, entries=calendar.entries[::2])
            check_agreement([whole, publish(half, previous=ledger, at=MARCH)])
