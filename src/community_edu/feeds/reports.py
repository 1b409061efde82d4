"""
A written feed, and what clients are known to make of it.
"""

import re
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

import attrs

from community_edu.base import Finding, FindingKind
from community_edu.feeds.instants import exact_instant
from community_edu.feeds.moments import ZONE
from community_edu.feeds.serving.responses import FeedResponse, Representation

LARGEST_FEED: Final = 1_000_000
MOST_EVENTS: Final = 1_000
LONGEST_ADDRESS: Final = 256

FEED_TOO_LARGE: Final = FindingKind(
    "feed-too-large",
    "warning",
    zh="日历文件有 {size} 字节，超过 {most}；谷歌日历可能不再读取，也不提示",
    en="the feed has {size} bytes, more than {most}; Google Calendar may stop reading it, "
    "without a word",
)
FEED_TOO_MANY: Final = FindingKind(
    "feed-too-many-events",
    "warning",
    zh="日历文件有 {count} 个条目，超过 {most}；谷歌日历可能只显示一部分，也不提示",
    en="the feed has {count} events and tasks, more than {most}; Google Calendar may show only "
    "some of them, without a word",
)
FEED_HAS_TODOS: Final = FindingKind(
    "feed-has-todos",
    "warning",
    zh='有 {count} 项任务写作待办（VTODO）；谷歌、Outlook 和苹果日历不显示，可改用 tasks="events"',
    en="{count} tasks are written as to-dos (VTODO), which Google, Outlook and Apple calendars "
    'do not show; tasks="events" makes them visible',
)
FEED_HAS_ALARMS: Final = FindingKind(
    "feed-has-reminders",
    "info",
    zh="有 {count} 个提醒（VALARM）；谷歌和 Outlook 订阅日历不理会提醒，苹果默认去除",
    en="there are {count} reminders (VALARM); Google and Outlook ignore those of subscribed "
    "calendars, and Apple removes them unless told otherwise",
)
FEED_ADDRESS_TOO_LONG: Final = FindingKind(
    "feed-address-too-long",
    "warning",
    zh="订阅地址有 {length} 个字符，超过 {most}；谷歌日历等不接受这样长的地址，请改用较短的地址",
    en="the address of the feed has {length} characters, more than {most}; Google Calendar and "
    "others refuse to subscribe to it, so serve it at a shorter one",
)
FEED_HAS_LONG_URLS: Final = FindingKind(
    "feed-has-long-urls",
    "info",
    zh="有 {count} 个条目的网址超过 {most} 个字符；有的日历可能截断，请改用较短的网址",
    en="the web addresses of {count} entries have more than {most} characters; a client may cut "
    "them, so give shorter ones",
)
FEED_HAS_STRANGE_RULES: Final = FindingKind(
    "feed-has-strange-rules",
    "warning",
    zh="有 {count} 条重复规则（RRULE）不合 Outlook 的样式，Outlook 可能不显示；"
    '可改用 sessions="single"',
    en="{count} recurrence rules (RRULE) fit none of the templates of Outlook, which may not show "
    'what repeats by them; sessions="single" avoids them',
)
FEED_WITHHOLDS_NUMBERS: Final = FindingKind(
    "feed-withholds-numbers",
    "info",
    zh="有 {count} 个条目的手机号或身份证号已略去；personal=True 的订阅日历才写出",
    en="mobile phone or identity numbers are left out of {count} entries; only a feed with "
    "personal=True tells them",
)

_BEGINS: Final = re.compile(rb"\r\n(?:DTSTART|DUE)[^:\r\n]*:(\d{8})(?=[T\r])")
_UNTIL: Final = re.compile(rb"\r\nRRULE:[^\r\n]*UNTIL=(\d{8}T\d{6}Z)")
_URL: Final = re.compile(rb"\r\n(?:URL|CONFERENCE|ATTACH)[^:\r\n]*:([^\r\n]+)")
_RULE: Final = re.compile(rb"\r\nRRULE:([^\r\n]*)")
_OUTLOOK: Final = re.compile(
    rb"FREQ=(DAILY|WEEKLY)"
    rb"(;(INTERVAL=\d+|COUNT=\d{1,3}|UNTIL=[\dTZ]+|WKST=[A-Z]{2}|BYDAY=[A-Z]{2}(,[A-Z]{2})*))*"
)
"""
The templates of MS-OXCICAL §2.1.3.2.2.1 and §2.1.3.2.2.2; there are others, which no feed needs.
"""


@attrs.frozen(kw_only=True)
class FeedReport:
    """
    What a feed holds, and what some clients will make of it.

    Attributes:
        events: How many VEVENTs there are, cancelled ones included. A series is
            one, and one more for each session that differs.
        todos: How many VTODOs.
        reminders: How many VALARMs.
        size: How many bytes.
        first: The first day on which something begins or is due.
        last: The last such day, that of the end of a series included.
        warnings: What is known to go wrong in clients that many people use.
    """

    events: int
    todos: int
    reminders: int
    size: int
    first: date | None = None
    last: date | None = None
    warnings: tuple[Finding, ...] = attrs.field(converter=tuple[Finding, ...])

    @classmethod
    def of(cls, data: bytes, *, address: str | None = None, withheld: int = 0) -> "FeedReport":
        """
        Look through the bytes of a feed.

        Args:
            data: The file, as this library writes it.
            address: Where it is served, if that is known.
            withheld: Of how many entries numbers of persons are left out.

        Example:
            >>> FeedReport.of(b"", address=f"https://example.org/{'a' * 250}.ics").warnings[0].code
            'feed-address-too-long'
        """
        entries = data.rpartition(b"END:VTIMEZONE")[2].replace(b"\r\n ", b"")
        events, todos, reminders = (
            entries.count(b"\r\nBEGIN:%b\r\n" % name) for name in (b"VEVENT", b"VTODO", b"VALARM")
        )
        days = sorted(_days(entries))
        long = sum(len(url) > LONGEST_ADDRESS for url in _URL.findall(entries))
        strange = sum(not _OUTLOOK.fullmatch(rule) for rule in _RULE.findall(entries))
        length = len(address or "")
        doubts: tuple[tuple[bool, FindingKind, dict[str, int]], ...] = (
            (
                len(data) > LARGEST_FEED,
                FEED_TOO_LARGE,
                {"size": len(data), "most": LARGEST_FEED},
            ),
            (
                events + todos > MOST_EVENTS,
                FEED_TOO_MANY,
                {"count": events + todos, "most": MOST_EVENTS},
            ),
            (
                length > LONGEST_ADDRESS,
                FEED_ADDRESS_TOO_LONG,
                {"length": length, "most": LONGEST_ADDRESS},
            ),
            (todos > 0, FEED_HAS_TODOS, {"count": todos}),
            (strange > 0, FEED_HAS_STRANGE_RULES, {"count": strange}),
            (reminders > 0, FEED_HAS_ALARMS, {"count": reminders}),
            (long > 0, FEED_HAS_LONG_URLS, {"count": long, "most": LONGEST_ADDRESS}),
            (withheld > 0, FEED_WITHHOLDS_NUMBERS, {"count": withheld}),
        )
        return cls(
            events=events,
            todos=todos,
            reminders=reminders,
            size=len(data),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            warnings=[Finding(kind, items=items) for doubtful, kind, items in doubts if doubtful],
        )


@attrs.frozen(kw_only=True, slots=False)
class Feed:
    """
    One calendar file (日历订阅), ready to be served.

    Attributes:
        filename: ``{plan}.ics``, or ``{plan}-{audience}.ics``.
        name: What the calendar is called in the client.
        data: Its bytes.
        last_modified: The instant, in UTC and whole seconds, at which what it
            tells of last changed. It never moves back, and it does not depend on
            the language or the options: serve each of those at its own address.
        address: Where it is served, if that is known.
        withheld: Of how many entries numbers of persons are left out.
    """

    filename: str
    name: str
    data: bytes = attrs.field(repr=False)
    last_modified: datetime = attrs.field(converter=exact_instant)
    address: str | None = None
    withheld: int = 0

    @property
    def content_type(self) -> str:
        """
        The media type to serve it as (RFC 5545 §8.1).
        """
        return "text/calendar; charset=utf-8"

    @property
    def etag(self) -> str:
        """
        The quoted strong validator of the bytes, for HTTP (RFC 9110 §8.8.3).
        """
        return self._representation.etag

    @cached_property
    def report(self) -> FeedReport:
        """
        What is in it, and what some clients will make of it.
        """
        return FeedReport.of(self.data, address=self.address, withheld=self.withheld)

    @cached_property
    def jcal(self) -> bytes:
        """
        The same calendar as jCal (RFC 7265): serve it as ``application/calendar+json``.
        """
        from community_edu.feeds.jcal import to_jcal

        return to_jcal(self.data)

    def response(
        self,
        *,
        if_none_match: str | None = None,
        if_modified_since: str | None = None,
        accept_encoding: str | None = None,
        at: datetime | None = None,
        max_age: timedelta | None = None,
        private: bool = False,
    ) -> FeedResponse:
        """
        Answer a GET for the feed: 304 for those who have it, else 200 with the file.

        To answer a HEAD, send the same without the body. The arguments and the
        rules are those of `Representation.response`.

        Example:
            >>> at = datetime(2026, 1, 5, tzinfo=ZONE)
            >>> feed = Feed(filename="a.ics", name="年历", data=b"BEGIN", last_modified=at)
            >>> feed.response(if_none_match=feed.etag).status
            304
        """
        return self._representation.response(
            if_none_match=if_none_match,
            if_modified_since=if_modified_since,
            accept_encoding=accept_encoding,
            at=at,
            max_age=max_age,
            private=private,
        )

    @cached_property
    def _representation(self) -> Representation:
        return Representation(
            data=self.data,
            content_type=self.content_type,
            last_modified=self.last_modified,
            filename=self.filename,
        )


def _days(entries: bytes) -> set[date]:
    """
    Return the days on which entries begin, are due, or for the last time repeat.
    """
    found = {bytes(written) for written in _BEGINS.findall(entries)}
    days = {date(int(day[:4]), int(day[4:6]), int(day[6:])) for day in found}
    for until in set(_UNTIL.findall(entries)):
        instant = datetime.strptime(until.decode(), "%Y%m%dT%H%M%S%z")
        days.add(instant.astimezone(ZONE).date())
    return days
