"""
What feeds cost to write, to keep and to publish again: ``python benchmarks/feeds.py [EVENTS]``.

A town has EVENTS events of eleven properties in Chinese (10,000 if not given) and fifty
audiences, each of which has a fifth of them: fifty feeds that overlap. The floor is what
most programs do: build each feed with the icalendar library, event by event. Beside it stands
the half-way house, each event built once with the library and its bytes joined. The events
must be the same, byte for byte. Then a hundredth of the events is moved, edited or cancelled,
and all is published again; and the memory of a process of its own that writes one feed after
the other is told, with and without keeping them. Seconds are those of the processor.
"""

import json
import re
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import attrs
import icalendar

from community_edu.base import Text
from community_edu.feeds import Publication, publish
from community_edu.organizations import Audience
from community_edu.plans import Calendar, Entry, Plan

T = TypeVar("T")

EVENTS = 10_000
FEEDS = 50
EACH_IN = 10
"""
How many of the feeds each event is in.
"""

FIRST = datetime.fromisoformat("2026-01-05T09:00")
CHINA = ZoneInfo("Asia/Shanghai")
JANUARY = datetime(2026, 1, 5, tzinfo=UTC)
LATER = datetime(2026, 1, 6, tzinfo=UTC)
COURSES = (
    "智能手机应用（初级）",
    "合唱与声乐基础",
    "中医养生，四季食疗",
    "国画：写意花鸟",
    "家庭消防安全",
)
PLACES = ("社区学院 2 号楼 301 教室", "睦邻中心三楼多功能厅", "文化活动中心，二楼；东侧")
NOTE = (
    "地点：{place}。请提前十分钟签到，自带纸笔、水杯；课程免费，教材每人一册，"
    "名额有限，额满为止。第 {number} 号活动，详情请咨询所在居委会。"
)


def town(events: int) -> Calendar:
    """
    Return the year of a town with fifty audiences.
    """
    names = [f"audience-{number:02}" for number in range(FEEDS)]
    audiences = [Audience(id=name, name=f"第 {name[-2:]} 居民区") for name in names]
    plan = Plan(id="town", title="某镇社区教育活动", audiences=audiences)
    return Calendar(
        plan=plan, year=2026, entries=[entry(number, names) for number in range(events)]
    )


def entry(number: int, names: list[str]) -> Entry:
    """
    Return one event, which is for ten of the audiences.
    """
    start = FIRST + timedelta(days=number % 350, hours=number % 9)
    first = number * 7 % FEEDS
    return Entry(
        id=f"town/class-{number}/2026",
        kind="event",
        title=Text(f"{COURSES[number % len(COURSES)]}第 {number} 讲"),
        start=start,
        end=start + timedelta(minutes=90),
        duty=f"class-{number}",
        path=("duties", number),
        audiences=tuple(names[(first + step) % FEEDS] for step in range(EACH_IN)),
        description=Text(NOTE.format(place=PLACES[number % len(PLACES)], number=number)),
    )


def changed(calendar: Calendar) -> Calendar:
    """
    Return the calendar with every hundredth event moved, edited or gone.
    """
    entries: list[Entry] = []
    for number, one in enumerate(calendar.entries):
        match number // 100 % 10 if number % 100 == 0 else None:
            case None:
                entries.append(one)
            case 0 | 1 | 2 | 3 | 4:
                day = timedelta(days=1)
                entries.append(attrs.evolve(one, start=one.start + day, end=one.end + day))
            case 5 | 6 | 7 | 8:
                entries.append(attrs.evolve(one, title=Text(f"{one.title}（改）")))
            case _:
                pass
    return attrs.evolve(calendar, entries=entries)


def with_icalendar(one: Entry, uid: str) -> icalendar.Event:
    """
    Build an event as one does with the library.
    """
    event = icalendar.Event()
    event.add("summary", str(one.title))
    event.add("dtstart", one.start.replace(tzinfo=CHINA))  # type: ignore[call-arg]
    event.add("dtend", one.end.replace(tzinfo=CHINA))  # type: ignore[call-arg]
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("categories", ["活动"])
    event.add("description", str(one.description))
    event.add("uid", uid)
    event.add("sequence", 0)
    event.add("dtstamp", JANUARY)
    event.add("last-modified", JANUARY)
    return event


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """
    Return the seconds that a work takes, and what comes of it.
    """
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def bodies(data: bytes) -> dict[bytes, bytes]:
    """
    Return the events of a feed by their UIDs.
    """
    events = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL)
    return {re.findall(rb"\r\nUID:(.*)\r\n", one)[0]: one for one in events}


def write_all(publication: Publication) -> Iterator[bytes]:
    """
    Write the feeds of all audiences, one after the other.
    """
    for audience in publication.calendar.plan.audiences:
        yield publication.feed(audience.id).data


def compare(events: int) -> None:
    """
    Print what fifty feeds cost with the library, and here.
    """
    calendar = town(events)
    publication = publish(calendar, at=JANUARY)
    uids = {record.entry_id: record.uid for record in publication.ledger.records}
    members = {
        audience.id: [one for one in calendar.entries if audience.id in one.audiences]
        for audience in calendar.plan.audiences
    }

    def naive() -> Iterator[bytes]:
        for some in members.values():
            feed = icalendar.Calendar()
            for one in some:
                feed.add_component(with_icalendar(one, uids[one.id]))
            yield feed.to_ical(sorted=False)

    def once() -> Iterator[bytes]:
        built = {
            one.id: with_icalendar(one, uids[one.id]).to_ical(sorted=False)
            for one in calendar.entries
        }
        for some in members.values():
            yield b"".join(built[one.id] for one in some)

    # each feed is dropped when it is counted, as a program does that writes files
    ours, size = timed(lambda: sum(map(len, write_all(publication))))
    again, _ = timed(lambda: sum(map(len, write_all(publication))))
    joined, _ = timed(lambda: sum(map(len, once())))
    floor, _ = timed(lambda: sum(map(len, naive())))
    same = all(
        bodies(one) == bodies(other)
        for one, other in zip(write_all(publication), once(), strict=True)
    )
    per_feed = sum(map(len, members.values())) / FEEDS
    print(f"{FEEDS} feeds of {per_feed:.0f} events, {size / 1e6:.1f} MB; events equal: {same}")
    print(f"{'icalendar, each feed':32}{floor:8.2f} s")
    print(f"{'icalendar, each event once':32}{joined:8.2f} s{floor / joined:8.1f} x")
    print(f"{'ours':32}{ours:8.2f} s{floor / ours:8.1f} x")
    print(f"{'ours, all events written before':32}{again:8.2f} s{floor / again:8.1f} x")


def republish(events: int) -> None:
    """
    Print what it costs to publish again, and which events change.
    """
    calendar = town(events)
    first, publication = timed(lambda: publish(calendar, at=JANUARY))
    before = publication.feed().data
    same, repeated = timed(lambda: publish(calendar, previous=publication.ledger, at=LATER))
    later = changed(calendar)
    second, moved = timed(lambda: publish(later, previous=publication.ledger, at=LATER))
    old, new = bodies(before), bodies(moved.feed().data)
    touched = {uid.decode() for uid in old if old[uid] != new[uid]}
    kinds = [change.kind for change in moved.changes]
    print(f"{'publish, all new':32}{first:8.2f} s")
    print(f"{'publish, nothing changed':32}{same:8.2f} s", end="")
    print(f"   bytes equal: {repeated.feed().data == before}")
    print(f"{'publish, 1 % changed':32}{second:8.2f} s   changes: {len(kinds)} (", end="")
    print(*(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds))), sep=", ", end=")\n")
    exactly = touched == {change.uid for change in moved.changes} and len(old) == len(new)
    print(f"{'':32}          events of other bytes: {len(touched)}, just these: {exactly}")


def remember(events: int, *, keep: bool) -> dict[str, float]:
    """
    Write all feeds, and return by how many MB the memory grew meanwhile, at most.
    """
    publication = publish(town(events), at=JANUARY)
    tracemalloc.start()
    sizes: list[int] = []
    kept: list[bytes] = []
    for data in write_all(publication):
        sizes.append(len(data))
        if keep:
            kept.append(data)
    grew = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    everything = len(publication.feed().data)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found = {"grew": grew, "one": max(sizes), "all": sum(sizes), "every": everything, "peak": most}
    return {name: size / 1e6 for name, size in found.items()}


def memory(events: int) -> None:
    """
    Print how much memory it takes to write the feeds one after the other, and to keep them.
    """
    for keep in (False, True):
        command = [sys.executable, __file__, "--memory", str(events), str(int(keep))]
        run = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(run.stdout)
        how = "feeds kept" if keep else "one feed after the other"
        print(f"{how:32}{found['grew']:8.1f} MB more, {found['peak']:.0f} in all", end="")
        print(
            f"   one feed: {found['one']:.1f} MB, that of everything: {found['every']:.1f}, "
            f"all {FEEDS}: {found['all']:.1f}"
        )


def main() -> None:
    """
    Print it all.
    """
    if sys.argv[1:2] == ["--memory"]:
        print(json.dumps(remember(int(sys.argv[2]), keep=sys.argv[3] == "1")))
        return
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    compare(events)
    republish(events)
    memory(events)


if __name__ == "__main__":
    main()
