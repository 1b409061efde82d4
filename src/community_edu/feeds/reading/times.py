"""
When the items of a calendar take place among given days, repetitions and all.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import attrs

from community_edu.base import Finding, FindingKind
from community_edu.calendars import Span
from community_edu.calendars.spans import ONE_DAY
from community_edu.feeds.reading.item_reading import BEGINNING, END
from community_edu.feeds.reading.items import CalendarItem, later, local
from community_edu.feeds.reading.limits import ReadingLimits
from community_edu.feeds.reading.problems import (
    CALENDAR_EVENT_UNREAD,
    CALENDAR_REPETITIONS,
    Problems,
    Steps,
    UnreadError,
    reason_of,
    shortened,
)
from community_edu.organizations import BusyTime

FARTHEST_MOVE: Final = timedelta(days=366)
"""
How far from its own time a repetition is looked for that was moved with all later ones.
"""

EVENT_UNREAD = FindingKind(
    "busy-event-unread",
    "warning",
    "日历中的“{event}”没有读取：{reason}",
    "'{event}' of the calendar was not read: {reason}",
)


@attrs.frozen
class Occurrence:
    """
    One time at which an item takes place.

    Attributes:
        item: The item, or the one that replaces it this time.
        start: The first day, or the local time of China at which it begins.
        end: The day after the last, or the local time at which it ends.
        slot: When its rule has it, on the clock of its own zone: what tells it from the
            others for good. `None` for what does not repeat.
    """

    item: CalendarItem
    start: date
    end: date
    slot: date | None = None

    def __str__(self) -> str:
        return f"{self.start}/{self.end} {self.item.title}"


@attrs.frozen
class Occurrences:
    """
    What takes place among given days.

    Attributes:
        times: In order of time, then of the file.
        problems: The items that could not be followed so far.
    """

    times: tuple[Occurrence, ...]
    problems: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Occurrence]:
        return iter(self.times)

    def __len__(self) -> int:
        return len(self.times)


@attrs.frozen
class BusyReading:
    """
    What a calendar says of when something is taken.

    Attributes:
        times: The times that are taken, in order, in the local time of China.
        findings: What could not be read.
    """

    times: tuple[BusyTime, ...]
    findings: tuple[Finding, ...]


def occurrences(items: Collection[CalendarItem], span: Span, limits: ReadingLimits) -> Occurrences:
    """
    Return when *items* share time with *span*, those that are cancelled left out.
    """
    problems = Problems(limits.problems)
    steps = Steps(limits.steps, _too_many)
    found: list[Occurrence] = []
    replaced = _replaced(items)
    window = (max(local(span.start), local(BEGINNING)), min(local(span.end), local(END)))
    for item in items:
        if item.status == "cancelled" and not item.repeats:
            continue
        expander = _Expander(item, window, replaced.get(item.uid, NOTHING), limits, steps)
        try:
            found.extend(expander.meeting(limits.occurrences - len(found)))
        except (ValueError, ArithmeticError) as error:
            problems.note(
                CALENDAR_REPETITIONS,
                line=item.line,
                event=shortened(item.title or item.uid),
                reason=reason_of(error),
            )
    found.sort(key=lambda one: (local_clock(one.start), local_clock(one.end), one.item.line))
    return Occurrences(tuple(found), problems.listed())


def busy_reading(found: Occurrences, problems: Iterable[Finding]) -> BusyReading:
    """
    Return the times that are taken; private events without their titles.
    """
    times = [
        BusyTime(start, end, None if one.item.private else one.item.title or None)
        for one in found
        if one.item.busy
        for start, end in ((local_clock(one.start), local_clock(one.end)),)
        if start < end
    ]
    unread = {CALENDAR_EVENT_UNREAD, CALENDAR_REPETITIONS}
    findings = [
        Finding(EVENT_UNREAD, (), {key: one.parameters[key] for key in ("event", "reason")})
        if one.kind in unread
        else one
        for one in (*problems, *found.problems)
        if one.severity != "info"
    ]
    return BusyReading(tuple(times), tuple(findings))


def local_clock(moment: date) -> datetime:
    """
    Return a local time as it is; a day is its midnight.
    """
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())


@attrs.frozen
class _Replaced:
    """
    Which repetitions of an event others replace.

    Attributes:
        moments: Those that are known by their time, and those known by their day.
        days: The days of both.
        onwards: Those that replace all later ones, too, by their time.
    """

    moments: frozenset[date] = frozenset()
    days: frozenset[date] = frozenset()
    onwards: tuple[tuple[datetime, CalendarItem], ...] = ()

    @classmethod
    def by(cls, items: Iterable[CalendarItem]) -> "_Replaced":
        said = [(item.recurrence, item) for item in items if item.recurrence is not None]
        onwards = [(local(moment), item) for moment, item in said if item.onwards]
        return cls(
            frozenset(here(moment) for moment, _ in said),
            frozenset(slot_day(moment) for moment, _ in said),
            tuple(sorted(onwards, key=_first)),
        )


NOTHING: Final = _Replaced()


def _replaced(items: Collection[CalendarItem]) -> dict[str, _Replaced]:
    """
    Return what is replaced, by the identifier of the events.
    """
    found: dict[str, list[CalendarItem]] = {}
    for item in items:
        if item.recurrence is not None:
            found.setdefault(item.uid, []).append(item)
    return {uid: _Replaced.by(others) for uid, others in found.items()}


def _first(pair: tuple[datetime, CalendarItem]) -> datetime:
    return pair[0]


@attrs.define
class _Expander:
    """
    The repetitions of one item.
    """

    item: CalendarItem
    window: tuple[datetime, datetime]
    replaced: _Replaced
    limits: ReadingLimits
    steps: Steps

    def meeting(self, most: int) -> list[Occurrence]:
        """
        Return the repetitions that share time with the window, not more than *most*.
        """
        item = self.item
        if item.recurrence is not None or not item.repeats:
            slot = None if item.recurrence is None else _slot(item, item.recurrence)
            single = Occurrence(item, here(item.start), here(item.end), slot)
            return [single] if self._meets(single) else []
        found: list[Occurrence] = []
        for one in self._repeated():
            if one.item.status != "cancelled" and self._meets(one):
                found.append(one)
                if len(found) > most:
                    raise _too_many()
        return found

    def _meets(self, one: Occurrence) -> bool:
        opens, closes = self.window
        start, end = local_clock(one.start), local_clock(one.end)
        return start < closes and (opens < end or opens <= start)

    def _repeated(self) -> Iterator[Occurrence]:
        whole = self.item.all_day
        but = {slot_day(day) if whole else here(day) for day in self.item.exceptions}
        but |= self.replaced.days if whole else self.replaced.moments
        onwards = self.replaced.onwards
        for start, end in self._slots(around=FARTHEST_MOVE if onwards else ONE_DAY):
            slot = _slot(self.item, start)
            if here(start) in but or slot_day(slot) in but:
                continue
            place = bisect_right(onwards, local(start), key=_first)
            if not place:
                yield Occurrence(self.item, here(start), here(end), slot)
                continue
            since, changed = onwards[place - 1]
            yield Occurrence(changed, *_moved(changed, local(start) - since), slot)

    def _slots(self, *, around: timedelta) -> Iterator[tuple[date, date]]:
        """
        Yield beginnings and ends by the rules, each once, in order; some time *around* counts.
        """
        item = self.item
        start, length = item.start, item.length
        zone = start.tzinfo if isinstance(start, datetime) else None
        own = Steps(self.limits.item_steps, _too_many, self.steps)
        first = local_clock(start).replace(tzinfo=None)
        opens, closes = self.window
        found: dict[date, date] = {start: item.end}
        for rule in item.rules:
            for clock in rule.between(first, closes + around, opens - length - around, own):
                if zone is None:
                    found[clock.date()] = clock.date() + length
                else:
                    moment = clock.replace(tzinfo=zone)
                    found[moment] = later(moment, length)
        found.update(item.additions)
        for begins in sorted(found):
            yield begins, found[begins]


def here(moment: date) -> date:
    """
    Return a moment in the local time of China; a day as it is.
    """
    return local(moment) if isinstance(moment, datetime) else moment


def slot_day(slot: date) -> date:
    """
    Return the day of a slot.
    """
    return slot.date() if isinstance(slot, datetime) else slot


def _slot(item: CalendarItem, moment: date) -> date:
    """
    Return a moment on the clock of the zone of an item, without the zone.
    """
    if not isinstance(moment, datetime):
        return moment
    zone = item.start.tzinfo if isinstance(item.start, datetime) else None
    return (moment.astimezone(zone) if zone else moment).replace(tzinfo=None)


def _moved(item: CalendarItem, by: timedelta) -> tuple[date, date]:
    """
    Return when a repetition takes place that is as much later than the first of *item*.
    """
    start, end = local(item.start) + by, local(item.start) + by + item.length
    return (start.date(), end.date()) if item.all_day else (start, end)


def _too_many() -> UnreadError:
    return UnreadError("重复太多", "it has too many repetitions")
