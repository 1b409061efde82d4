"""
Weekly classes as one repeating event (系列课): a master, its exceptions, and nothing else.

It is the form for those who want a class in one piece, to accept or hide it at once. Only
what clients agree on is written: one weekly rule with its end, days off as EXDATE, sessions
that differ under their RECURRENCE-ID (RFC 5545 §3.8.4.4). An exception stays between its
neighbours, on a day of its own, since Outlook refuses a series whose sessions overtake each
other; a session for which there is no such place is an event of its own, as in the feed
of single sessions. So both forms have the same sessions at the same times.
"""

from bisect import bisect
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import gcd
from typing import Final, TypeVar

import attrs

from community_edu.calendars import WEEKDAYS
from community_edu.feeds.moments import basic, local_instant, moment_line
from community_edu.feeds.records import Record, SeriesRecord
from community_edu.feeds.writing.components import Form, Shown, component, identity_lines

WEEK: Final = timedelta(weeks=1)

Value = TypeVar("Value", bound=Hashable)


def series_components(records: Iterable[Record], series: SeriesRecord, form: Form) -> bytes:
    """
    Write the sessions of one series as a repeating VEVENT with its exceptions.

    The event repeats as most sessions are: on that weekday, at that time, for so long, and
    with the words that most of those have; cancelled sessions count only if all are. Its
    days are those of the week in which there is a session, every week or every few weeks;
    of the others each is left out by an EXDATE, unless a session that was moved stands for it.

    Args:
        records: The sessions that the feed shows: cancelled ones among them are marked as
            such, one that is not among them does not take place.
        series: What the ledger says of the series. DTSTAMP is the last change of it and of
            *records*.
        form: The language and the options.

    Returns:
        The components, folded, with CRLF line ends: the event, its exceptions, and the
        sessions for which the rule has no place.

    Example:
        >>> from community_edu.base import Text
        >>> from community_edu.plans import Entry
        >>> at = datetime(2026, 1, 5, tzinfo=UTC)
        >>> sessions = [
        ...     Record.of(
        ...         Entry(
        ...             id=f"school/choir/2026/1-w{week:02}",
        ...             kind="event",
        ...             title=Text("合唱班"),
        ...             start=datetime(2026, 9, 1, 9) + week * WEEK,
        ...             end=datetime(2026, 9, 1, 11) + week * WEEK,
        ...             duty="choir",
        ...             path=("sections", 0),
        ...         ),
        ...         plan="school",
        ...         year=2026,
        ...         stamp=at,
        ...     )
        ...     for week in (1, 2, 4)
        ... ]
        >>> choir = SeriesRecord(
        ...     series="school/choir/2026/1",
        ...     plan="school",
        ...     fingerprint="0" * 64,
        ...     sequence=0,
        ...     stamp=at,
        ... )
        >>> for line in series_components(sessions, choir, Form()).decode().split()[2:6]:
        ...     print(line)
        DTSTART;TZID=Asia/Shanghai:20260908T090000
        DTEND;TZID=Asia/Shanghai:20260908T110000
        RRULE:FREQ=WEEKLY;UNTIL=20260929T010000Z;BYDAY=TU
        EXDATE;TZID=Asia/Shanghai:20260922T090000
    """
    sessions: list[_Session] = []
    others: list[Record] = []
    for record in sorted(records, key=lambda record: (record.start.isoformat(), record.uid)):
        start, end, shown = record.start, record.end, Shown.of(record, form)
        if shown.name == "VEVENT" and isinstance(start, datetime) and isinstance(end, datetime):
            sessions.append(_Session(record, start, end, shown))
        else:
            others.append(record)
    pieces: list[bytes] = []
    if sessions:
        rule = _Rule.of(sessions)
        stamp = max(series.stamp, *(session.record.stamp for session in sessions))
        pieces.extend(rule.written(identity_lines(series.uid, series.sequence, stamp)))
        placed = {session.record.uid for session in rule.taken.values()}
        others += (one.record for one in sessions if one.record.uid not in placed)
    pieces.extend(component(record, form) for record in others)
    return b"".join(pieces)


@attrs.frozen
class _Session:
    """
    A session at a time of day, and what is told of it.
    """

    record: Record
    start: datetime
    end: datetime
    shown: Shown

    @property
    def cancelled(self) -> bool:
        """
        Tell whether it does not take place.
        """
        return self.record.status == "cancelled"

    @property
    def monday(self) -> datetime:
        """
        The beginning of its week.
        """
        return datetime.combine(self.start.date() - timedelta(self.start.weekday()), time())

    @property
    def pattern(self) -> tuple[timedelta, timedelta]:
        """
        How long after the beginning of a week it begins, and how long it lasts.
        """
        return self.start - self.monday, self.end - self.start

    def times(self) -> tuple[str, str]:
        """
        Write when it is.
        """
        return moment_line("DTSTART", self.start), moment_line("DTEND", self.end)


@attrs.frozen
class _Rule:
    """
    The rule of a series, and which session stands for which of its days.

    Attributes:
        length: How long a session lasts that is no exception.
        shown: What is told of such a one.
        step: From one day of the rule to the next.
        taken: The sessions by the time that the rule has for them; the earliest and the
            latest are its first and its last.
    """

    length: timedelta
    shown: Shown
    step: timedelta
    taken: dict[datetime, _Session]

    @classmethod
    def of(cls, sessions: Collection[_Session]) -> "_Rule":
        """
        Find the rule of *sessions*, of which there is at least one, in order of time.
        """
        held = [one for one in sessions if not one.cancelled] or sessions
        phase, length = _commonest(one.pattern for one in held)
        shown = _commonest(one.shown for one in held if one.pattern == (phase, length))
        ordered = sorted(sessions, key=lambda one: (one.cancelled, one.shown != shown))
        taken: dict[datetime, _Session] = {}
        for one in ordered:
            if one.pattern[0] == phase:
                taken.setdefault(one.start, one)
        left = [one for one in ordered if taken.get(one.start) is not one]
        weeks = _weeks(taken) or _weeks(one.monday for one in sessions) or 1
        rule = cls(length, shown, weeks * WEEK, taken)
        left = [one for one in left if not rule.place(one, [one.monday + phase])]
        for one in left:
            rule.place(one, sorted(rule.days(), key=lambda day: (abs(day - one.start), day)))
        return rule

    def days(self) -> Iterator[datetime]:
        """
        Yield the days of the rule, with the time at which a session begins.
        """
        day, last = min(self.taken), max(self.taken)
        while day <= last:
            yield day
            day += self.step

    def place(self, session: _Session, days: Iterable[datetime]) -> bool:
        """
        Let a session stand for the first of *days* that is free and leaves it in order.
        """
        for day in days:
            if day in self.taken or (day - min(self.taken)) % self.step:
                continue
            known = sorted(self.taken)
            place = bisect(known, day)
            before = [self.taken[other].start.date() for other in known[:place][-1:]]
            after = [self.taken[other].start.date() for other in known[place:][:1]]
            if all(a < b for a, b in pairwise([*before, session.start.date(), *after])):
                self.taken[day] = session
                return True
        return False

    def written(self, identity: Collection[str]) -> Iterator[bytes]:
        """
        Write the master, then the exceptions.
        """
        first, last = min(self.taken), max(self.taken)
        if first == last:
            yield self.taken[first].shown.written(self.taken[first].times(), identity)
            return
        yield self.shown.written(
            (
                moment_line("DTSTART", first),
                moment_line("DTEND", first + self.length),
                self._rule_line(first, last),
                *(moment_line("EXDATE", day) for day in self.days() if day not in self.taken),
            ),
            identity,
        )
        for day, session in sorted(self.taken.items(), key=lambda item: item[0]):
            usual = day, day + self.length, self.shown
            if (session.start, session.end, session.shown) != usual:
                times = moment_line("RECURRENCE-ID", day), *session.times()
                yield session.shown.written(times, identity)

    def _rule_line(self, first: datetime, last: datetime) -> str:
        until = basic(local_instant(last).astimezone(UTC).replace(tzinfo=None))
        weeks = self.step // WEEK
        interval = f";INTERVAL={weeks}" if weeks > 1 else ""
        weekday = WEEKDAYS[first.weekday()][:2]
        return f"RRULE:FREQ=WEEKLY;UNTIL={until}Z{interval};BYDAY={weekday}"


def _commonest(values: Iterable[Value]) -> Value:
    """
    Return the value that is there most often, the first of several.
    """
    return Counter(values).most_common(1)[0][0]


def _weeks(moments: Iterable[datetime]) -> int:
    """
    Return how many weeks there are from each of *moments* to the next, at most; 0 for one.
    """
    return gcd(*((later - sooner) // WEEK for sooner, later in pairwise(sorted(moments))))
