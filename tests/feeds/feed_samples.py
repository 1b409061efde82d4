"""
A small plan with one entry of every sort, and helpers that read a feed without a library.
"""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import attrs

from community_edu.base import Source, Text
from community_edu.calendars import parse_rule
from community_edu.feeds import Record
from community_edu.organizations import Audience, Venue
from community_edu.plans import (
    Calendar,
    Duty,
    Entry,
    EntryKind,
    Plan,
    Theme,
    ThemeDay,
    build_calendar,
)

JANUARY: Final = datetime(2026, 1, 5, tzinfo=UTC)
MARCH: Final = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
APRIL: Final = datetime(2026, 4, 1, tzinfo=UTC)

MEETING: Final = Duty(
    id="meeting",
    name=Text("领导小组例会", en="meeting of the leading group"),
    when=parse_rule("fixed(6, 30)"),
    starts=time(14),
    minutes=90,
    venue="school",
    note=Text("带上半年总结；迟到请假", en="bring the half-year report; tell if you are late"),
    source=Source("001-2", 28, "委员会领导小组实行半年度例会制度"),
)
REPORT: Final = Duty(
    id="report",
    name=Text("月度统计报表", en="monthly statistics"),
    due=parse_rule("monthly(5)"),
    about=Text("上月", en="the month before"),
    source=Source("001-2", 31, "每月5日前上报统计报表"),
)
LECTURE: Final = Duty(
    id="lecture",
    name=Text("健康讲座", en="health lecture"),
    when=parse_rule("fixed(4, 7)"),
    audiences=["residents"],
)
SMALL: Final = Plan(
    id="small-street",
    title=Text("小街社区教育工作计划", en="Small Street: plan of community education"),
    audiences=[
        Audience(id="residents", name=Text("居民", en="residents")),
        Audience(id="elderly", name=Text("老年人", en="the elderly"), part_of=["residents"]),
        Audience(id="youth", name=Text("青少年"), part_of=["residents"]),
    ],
    venues=[
        Venue(
            id="school",
            name=Text("社区学校，二楼；201", en="community school, 2nd floor; room 201"),
            kind="classroom",
        )
    ],
    duties=[MEETING, REPORT, LECTURE],
    themes=[
        Theme(
            id="october",
            month=10,
            name=Text("敬老月", en="month of respect for the old"),
            topics=[Text("敬老", en="respect"), Text("养生", en="health")],
            audiences=["elderly"],
            days=[
                ThemeDay(
                    id="double-ninth",
                    when=parse_rule("double_ninth"),
                    source=Source("001-3", 56, "九九重阳节"),
                )
            ],
            source=Source("001-3", 55, "10月敬老月"),
        )
    ],
)


def small_calendar(*duties: Duty, year: int = 2026) -> Calendar:
    """
    The year of the small plan, with *duties* instead of its own if some are given.
    """
    return build_calendar(attrs.evolve(SMALL, duties=duties or SMALL.duties), year)


def entry(
    key: str = "meeting/2026",
    *,
    start: date = date(2026, 6, 30),
    end: date | None = None,
    title: Text | str = "例会",
    kind: EntryKind = "event",
    audiences: tuple[str, ...] = (),
    location: Text | None = None,
    description: Text | None = None,
    source: Source | None = None,
    **more: Any,  # noqa: ANN401 - whatever else an entry has
) -> Entry:
    """
    One entry of the small plan, on one day or for one hour.
    """
    length = timedelta(hours=1) if isinstance(start, datetime) else timedelta(days=1)
    return Entry(
        id=f"small-street/{key}",
        kind=kind,
        title=title if isinstance(title, Text) else Text(title),
        start=start,
        end=start + length if end is None else end,
        duty=key.partition("/")[0],
        path=("duties", 0),
        audiences=audiences,
        location=location,
        description=description,
        source=source,
        **more,
    )


def record_of(entry: Entry) -> Record:
    """
    What the ledger says of an entry of 2026 that is new in January.
    """
    return Record.of(entry, plan=SMALL.id, year=2026, stamp=JANUARY)


def calendar_of(*entries: Entry, year: int = 2026) -> Calendar:
    """
    A year of the small plan that holds just *entries*.
    """
    return Calendar(plan=SMALL, year=year, entries=entries)


def local(text: str) -> datetime:
    """
    A local time, without zone, as entries have it.
    """
    return datetime.fromisoformat(text)


def unescaped(value: str) -> str:
    """
    The text that a TEXT value stands for (RFC 5545 §3.3.11).
    """
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def lines(data: bytes) -> list[str]:
    """
    The content lines of a feed, unfolded.
    """
    return data.decode().replace("\r\n ", "").split("\r\n")[:-1]


def pieces(data: bytes) -> list[bytes]:
    """
    The events of a feed, in its order, as they are written.
    """
    return re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL)


def uids(data: bytes) -> list[str]:
    """
    The UIDs of a feed, in its order.
    """
    return [line.removeprefix("UID:") for line in lines(data) if line.startswith("UID:")]


def _named(data: bytes) -> list[str]:
    """
    By what a feed tells its components apart: UID, and RECURRENCE-ID if there is one.
    """
    components = re.findall(r"BEGIN:V(?:EVENT|TODO)\n.*?END:V", "\n".join(lines(data)), re.DOTALL)
    return [
        " ".join(re.findall(r"^(?:UID|RECURRENCE-ID)\b.*$", component, re.MULTILINE))
        for component in components
    ]


def lint(data: bytes) -> list[str]:
    """
    What is wrong with the bytes of a feed, as strict readers see them.
    """
    found: list[str] = []
    if not data.endswith(b"\r\n"):
        found.append("no CRLF at the end")
    for number, line in enumerate(data.split(b"\r\n"), start=1):
        if len(line) > 75:
            found.append(f"line {number} has {len(line)} octets")
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line):
            found.append(f"line {number} has a control character")
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"line {number} is folded inside a character")
    text = lines(data)
    found.extend(
        f"{name} is not balanced"
        for name in {line.partition(":")[2] for line in text if line.startswith("BEGIN:")}
        if text.count(f"BEGIN:{name}") != text.count(f"END:{name}")
    )
    found.extend(
        f"{name} is there twice" for name, count in Counter(_named(data)).items() if count > 1
    )
    found.extend(
        f"{line} is nothing a feed should have" for line in text if line.startswith("METHOD")
    )
    return found
