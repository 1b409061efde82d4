"""
Events of partner bodies (合作单位) as entries of a year of ours.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain, count
from typing import Final

import attrs

from community_edu.base import (
    BadWebAddressError,
    Finding,
    FindingKind,
    Text,
    identifier,
    text,
    web_address,
)
from community_edu.feeds.reading.times import Occurrence, Occurrences, slot_day
from community_edu.plans.calendars import Entry

SHORTEST: Final = timedelta(minutes=1)
"""
How long an event is that says only when it begins: an entry must end later than it begins.
"""

LONGEST_TAG: Final = 40
UNTITLED: Final = Text("（未命名）", en="(untitled)")

PRIVATE_LEFT_OUT: Final = FindingKind(
    "partner-event-private",
    "info",
    zh="日历中有 {count} 次活动标为不公开，没有并入",
    en="{count} events of the calendar are marked as private, and were not taken over",
)


@attrs.frozen
class PartnerEntries:
    """
    The events of another body in a year of ours.

    Attributes:
        entries: In order of time, ready for `community_edu.plans.with_timetable`.
        findings: What was not read, or not taken over.
    """

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def partner_entries(
    found: Occurrences,
    problems: Iterable[Finding],
    year: int,
    *,
    plan: str,
    partner: str,
    name: Text | str | None = None,
    audiences: Iterable[str] = (),
    organizations: Iterable[str] = (),
    tags: Iterable[str] = (),
) -> PartnerEntries:
    """
    Return the events that begin in a year as entries of kind ``event``.

    An entry is known by the UID of its event, hashed, and by the day on which the rule has
    it: ``{plan}/partner-{partner}/{hash}[/{day}]``. So it stays the same when the partner moves
    it or renames it. Titles, places, times, categories and web addresses are taken over;
    descriptions and people are not, nor is what is marked as private.

    Args:
        found: The occurrences of the year.
        problems: What was not read of the calendar.
        year: The civil year.
        plan: The identifier of the plan that takes them over.
        partner: An identifier of the partner; it must stay the same for good.
        name: What the partner is called; it then stands before each title.
        audiences: For whom the entries are.
        organizations: The bodies of the network that do it.
        tags: By what the entries are sorted, before their own categories.

    Raises:
        InvalidIdentifierError: *partner* is no identifier.
    """
    duty = f"partner-{identifier(partner)}"
    prefix = f"{plan}/{duty}"
    whose = None if name is None else text(name)
    for_whom, bodies, first_tags = tuple(audiences), tuple(organizations), tuple(tags)
    used: set[str] = set()
    entries: list[Entry] = []
    hidden = 0
    for one in found:
        item = one.item
        if item.kind != "event" or one.start.year != year:
            continue
        if item.private:
            hidden += 1
            continue
        entries.append(
            Entry(
                id=_permanent(prefix, one, used),
                kind="event",
                title=_title(whose, item.title),
                start=one.start,
                end=_end(one),
                duty=duty,
                path=("partners", partner),
                audiences=for_whom,
                location=Text(item.location) if item.location else None,
                status="provisional" if item.status == "tentative" else "fixed",
                organizations=bodies,
                tags=dict.fromkeys([*first_tags, *filter(_is_tag, item.categories)]),
                url=_address(item.url),
            )
        )
    findings = [*problems, *found.problems]
    if hidden:
        findings.append(Finding(PRIVATE_LEFT_OUT, items={"count": hidden}))
    return PartnerEntries(tuple(entries), tuple(findings))


def _permanent(prefix: str, one: Occurrence, used: set[str]) -> str:
    """
    Return the identifier of an occurrence; what would share one gets its time as well.
    """
    known = hashlib.sha256(one.item.uid.encode()).hexdigest()[:16]
    slot = one.slot
    name = f"{prefix}/{known}" if slot is None else f"{prefix}/{known}/{slot_day(slot)}"
    longer = f"{name}-{_moment(one.start if slot is None else slot)}"
    names = chain((name, longer), (f"{longer}.{number}" for number in count(2)))
    found = next(name for name in names if name not in used)
    used.add(found)
    return found


def _moment(moment: date) -> str:
    return moment.isoformat().lower().replace(":", "")


def _title(whose: Text | None, title: str) -> Text:
    named = Text(title) if title else UNTITLED
    if whose is None:
        return named
    english = None if whose.en is None else f"{whose.en}: {named.to('en')}"
    return Text(f"{whose.zh}：{named.zh}", en=english)


def _end(one: Occurrence) -> date:
    if isinstance(one.start, datetime) and one.end == one.start:
        return one.start + SHORTEST
    return one.end


def _is_tag(word: str) -> bool:
    return len(word) <= LONGEST_TAG and "," not in word and "\n" not in word


def _address(url: str | None) -> str | None:
    """
    Return the page of an event if it is one that a feed can carry.
    """
    try:
        return web_address(url) if url else None
    except BadWebAddressError:
        return None
