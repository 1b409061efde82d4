"""
Reading the events, tasks and busy times of a calendar file, each by itself.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from typing import Final, TypeVar

import attrs

from community_edu.base import FindingKind
from community_edu.calendars.spans import ONE_DAY
from community_edu.feeds.moments import ZONE
from community_edu.feeds.reading.components import Node
from community_edu.feeds.reading.items import CalendarItem, ItemKind, later, local
from community_edu.feeds.reading.lines import Line
from community_edu.feeds.reading.problems import (
    CALENDAR_EVENT_UNREAD,
    CALENDAR_PROPERTY_UNREAD,
    CALENDAR_UID,
    Problems,
    UnreadError,
    reason_of,
    shortened,
)
from community_edu.feeds.reading.repeating import Repetition
from community_edu.feeds.reading.values import (
    LONGEST,
    YEARS,
    length_value,
    listed,
    moment_value,
    text_value,
)
from community_edu.feeds.reading.zones import Zones

KINDS: Final[dict[str, ItemKind]] = {"VEVENT": "event", "VTODO": "todo", "VFREEBUSY": "busy"}

STATUSES: Final = frozenset(
    ("CONFIRMED", "TENTATIVE", "CANCELLED", "NEEDS-ACTION", "IN-PROCESS", "COMPLETED")
)
PRIVATE: Final = frozenset(("PRIVATE", "CONFIDENTIAL"))
NO_TIME: Final = timedelta()
BEGINNING: Final = datetime(YEARS[0] - 1, 1, 1, tzinfo=ZONE)
END: Final = datetime(YEARS[-1] + 50, 1, 1, tzinfo=ZONE)
"""
Between which all items are, and all their repetitions that are looked for.
"""

LONGEST_SHOWN: Final = 200
BROKEN: Final = (ValueError, ArithmeticError)
"""
What reading raises at what no calendar should have.
"""

_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)

T = TypeVar("T")


@attrs.define
class ItemReader:
    """
    The reading of the items of one file.

    Attributes:
        zones: Its time zones.
        problems: What is wrong with it.
        floating: How many times without a zone there were.
        first_floating: The line of the first of them.
    """

    zones: Zones
    problems: Problems
    floating: int = 0
    first_floating: int = 0

    def items(self, node: Node) -> Iterator[CalendarItem]:
        """
        Yield what a component says; note what of it is not read.
        """
        try:
            if node.name == "VFREEBUSY":
                yield from self._taken(node)
            else:
                yield self._item(node, KINDS.get(node.name, "event"))
        except BROKEN as error:
            self.problems.note(
                CALENDAR_EVENT_UNREAD, line=node.line, event=_name(node), reason=reason_of(error)
            )

    def frame(self, node: Node) -> tuple[datetime, datetime] | None:
        """
        Return from when to when a component holds, for good where it does not say.
        """
        first, last = node.first("DTSTART"), node.first("DTEND") or node.first("DURATION")
        try:
            start = self._moment(first, first.value)[0] if first else BEGINNING
            if last is None:
                return local(start), local(END)
            if last.name == "DURATION":
                return local(start), local(later(start, length_value(last.value)))
            return local(start), local(self._like(last, start))
        except BROKEN as error:
            self._note(CALENDAR_EVENT_UNREAD, node, node.line, error)
            return None

    def _item(self, node: Node, kind: ItemKind) -> CalendarItem:
        start, known = self._start(node, kind)
        end = self._end(node, start, "DTEND" if kind == "event" else "DUE")
        zone = start.tzinfo if isinstance(start, datetime) else None
        if node.first("EXRULE"):
            raise UnreadError("不支持 EXRULE", "it has an EXRULE, which is not followed")
        rules = tuple(Repetition.read(line.value, zone) for line in node.every("RRULE"))
        title = self._text(node, "SUMMARY") or ""
        replaced = node.first("RECURRENCE-ID")
        said = (self._text(node, "STATUS") or "").upper()
        usual = "CONFIRMED" if kind == "event" else "NEEDS-ACTION"
        changed = node.first("LAST-MODIFIED") or node.first("DTSTAMP")
        sequence = node.first("SEQUENCE")
        return CalendarItem(
            uid=self._uid(node, f"{kind}|{start}|{title}"),
            kind=kind,
            title=title,
            start=start,
            end=end,
            zone=_zone_name(zone),
            zone_known=known,
            status=(said if said in STATUSES else usual).lower(),
            busy=kind == "event" and _word(node, "TRANSP") != "TRANSPARENT",
            private=_word(node, "CLASS") in PRIVATE,
            location=self._text(node, "LOCATION"),
            description=self._text(node, "DESCRIPTION"),
            url=self._text(node, "URL"),
            categories=tuple(
                dict.fromkeys(
                    one for line in node.every("CATEGORIES") for one in listed(line.value)
                )
            ),
            rules=rules,
            additions=tuple(self._additions(node, start, end)),
            exceptions=tuple(self._exceptions(node, start)),
            recurrence=self._try(node, replaced, partial(self._like, start=start)),
            onwards=bool(
                replaced and replaced.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
            ),
            last_modified=self._try(node, changed, _instant),
            sequence=self._try(node, sequence, _whole) or 0,
            line=node.line,
        )

    def _taken(self, node: Node) -> Iterator[CalendarItem]:
        """
        Yield the times that are taken, each in UTC as RFC 5545 §3.6.4 asks.
        """
        number = 0
        uid = self._uid(node, str(node.line)) if node.every("FREEBUSY") else ""
        for line in node.every("FREEBUSY"):
            kind = line.parameters.get("FBTYPE", "BUSY").upper()
            if kind == "FREE":
                continue
            for value in line.value.split(","):
                taken = self._try(node, line, partial(self._period, value=value))
                if taken:
                    number += 1
                    start, end, known = taken
                    yield CalendarItem(
                        uid=f"{uid}#{number}",
                        kind="busy",
                        title="",
                        start=start,
                        end=end,
                        zone=_zone_name(start.tzinfo),
                        zone_known=known,
                        status="tentative" if kind == "BUSY-TENTATIVE" else "confirmed",
                        busy=True,
                        line=line.number,
                    )

    # ------------------------------------------------------------ when

    def _start(self, node: Node, kind: ItemKind) -> tuple[date, bool]:
        line = node.first("DTSTART")
        if kind == "todo" and not line:
            line = node.first("DUE")
        if not line:
            raise UnreadError("没有日期", "it has no date")
        self._once(node, line)
        return self._moment(line, line.value)

    def _moment(self, line: Line, value: str) -> tuple[date, bool]:
        """
        Return the day or the moment of a value, in its zone, and whether that is known.
        """
        moment = moment_value(value)
        if not isinstance(moment, datetime):
            return moment, True
        if line.parameters.get("VALUE", "").upper() == "DATE":
            return moment.date(), True
        if moment.tzinfo is not None:
            return moment, True
        name = line.parameters.get("TZID")
        if name:
            zone, assumed = self.zones.find(name, line.number)
            return moment.replace(tzinfo=zone), not assumed
        self.floating += 1
        self.first_floating = self.first_floating or line.number
        return moment.replace(tzinfo=ZONE), False

    def _end(self, node: Node, start: date, name: str) -> date:
        """
        Return the end of an item; what is said of it counts only if it comes after the start.
        """
        usual = start if isinstance(start, datetime) else start + ONE_DAY
        line = node.first(name) or node.first("DURATION")
        if not line:
            return usual
        self._once(node, line)
        return self._try(node, line, partial(self._said_end, start=start)) or usual

    def _said_end(self, line: Line, start: date) -> date:
        if line.name == "DURATION":
            length = length_value(line.value)
            if not isinstance(start, datetime):
                length = -(-length // ONE_DAY) * ONE_DAY or ONE_DAY
            end = later(start, length)
        else:
            end = self._like(line, start)
            if type(end) is not type(start):
                raise UnreadError(
                    "开始和结束，一个是日期，一个是时间",
                    "of its beginning and its end one is a day and one a time",
                )
            if (line.name == "DUE" and not isinstance(end, datetime)) or (
                end == start and not isinstance(end, datetime)
            ):
                end += ONE_DAY
        length = local(end) - local(start)
        if length < NO_TIME:
            raise UnreadError("结束早于开始", "it ends before it begins")
        if length > LONGEST:
            raise UnreadError("时长超过十年", "it lasts longer than ten years")
        return end

    def _like(self, line: Line, start: date, value: str | None = None) -> date:
        """
        Return a moment that belongs to *start*: without a zone of its own it is in that of it.
        """
        said = line.value if value is None else value
        moment = moment_value(said)
        if (
            isinstance(moment, datetime)
            and moment.tzinfo is None
            and isinstance(start, datetime)
            and "TZID" not in line.parameters
            and line.parameters.get("VALUE", "").upper() != "DATE"
        ):
            return moment.replace(tzinfo=start.tzinfo)
        found, _ = self._moment(line, said)
        if isinstance(found, datetime) and isinstance(start, datetime):
            return found.astimezone(start.tzinfo)
        return found

    def _period(self, line: Line, value: str) -> tuple[datetime, datetime, bool]:
        """
        Return the times of a period (RFC 5545 §3.3.9), and whether their zone is known.
        """
        first, _, last = value.partition("/")
        start, known = self._moment(line, first)
        if not isinstance(start, datetime):
            raise UnreadError("时段没有时间", "a period needs times")
        return start, self._period_end(line, start, last), known

    def _period_end(self, line: Line, start: datetime, said: str) -> datetime:
        if said.strip().upper().startswith(("P", "+P", "-P")):
            end: date = later(start, length_value(said))
        else:
            end = self._like(line, start, said)
        if not isinstance(end, datetime) or not start < end:
            raise UnreadError("结束早于开始", "it ends before it begins")
        if end - start > LONGEST:
            raise UnreadError("时长超过十年", "it lasts longer than ten years")
        return end

    def _additions(self, node: Node, start: date, end: date) -> Iterator[tuple[date, date]]:
        for line in node.every("RDATE"):
            for value in filter(str.strip, line.value.split(",")):
                added = self._try(
                    node, line, partial(self._added, value=value, start=start, end=end)
                )
                if added:
                    yield added

    def _added(self, line: Line, value: str, start: date, end: date) -> tuple[date, date]:
        first, stroke, last = value.partition("/")
        begins = self._like(line, start, first)
        if type(begins) is not type(start):
            raise UnreadError(
                "一个是日期，一个是时间", "of it and of the beginning one is a day and one a time"
            )
        if stroke and isinstance(begins, datetime):
            return begins, self._period_end(line, begins, last)
        return begins, later(begins, local(end) - local(start))

    def _exceptions(self, node: Node, start: date) -> Iterator[date]:
        for line in node.every("EXDATE"):
            for value in filter(str.strip, line.value.split(",")):
                out = self._try(node, line, partial(self._like, start=start, value=value))
                if out is not None:
                    whole = isinstance(out, datetime) and not isinstance(start, datetime)
                    yield out.date() if whole and isinstance(out, datetime) else out

    # ------------------------------------------------------------ what

    def _text(self, node: Node, name: str) -> str | None:
        line = node.first(name)
        return (text_value(line.value) or None) if line else None

    def _uid(self, node: Node, told: str) -> str:
        line = node.first("UID")
        uid = text_value(line.value) if line else ""
        if uid:
            return uid
        problem = UnreadError("没有 UID", "it has no UID; one was made of its time and title")
        self._note(CALENDAR_UID, node, node.line, problem)
        return f"no-uid-{hashlib.sha256(told.encode()).hexdigest()[:32]}"

    def _once(self, node: Node, line: Line) -> None:
        """
        Note what is said again.
        """
        for again in node.every(line.name)[1:3]:
            error = UnreadError("重复，以第一个为准", "it is said twice; the first counts")
            self._note(CALENDAR_PROPERTY_UNREAD, node, again.number, error, property=line.name)

    def _try(self, node: Node, line: Line | None, read: Callable[[Line], T]) -> T | None:
        """
        Return what *read* makes of a property; note it and return `None` if it cannot be read.
        """
        if line is None:
            return None
        try:
            return read(line)
        except BROKEN as error:
            self._note(CALENDAR_PROPERTY_UNREAD, node, line.number, error, property=line.name)
            return None

    def _note(
        self, kind: FindingKind, node: Node, line: int, error: Exception, **items: object
    ) -> None:
        event = "" if self.problems.full else _name(node)
        self.problems.note(kind, line=line, event=event, reason=reason_of(error), **items)


def _name(node: Node) -> str:
    lines = (node.first(name) for name in ("SUMMARY", "UID"))
    names = (text_value(line.value[:LONGEST_SHOWN]) for line in lines if line)
    return shortened(next(filter(None, names), "?"))


def _word(node: Node, name: str) -> str:
    line = node.first(name)
    return line.value.strip().upper() if line else ""


def _instant(line: Line) -> datetime:
    moment = moment_value(line.value)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return moment.replace(tzinfo=ZONE).astimezone(UTC) if moment.tzinfo is None else moment


def _whole(line: Line) -> int:
    if not _WHOLE.fullmatch(line.value.strip()):
        raise UnreadError("不是整数", "it is no whole number")
    return int(line.value)


def _zone_name(zone: tzinfo | None) -> str | None:
    if zone is None:
        return None
    return str(getattr(zone, "key", zone))
