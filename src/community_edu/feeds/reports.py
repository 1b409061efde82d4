"""
A written feed, and what clients are known to make of it.
"""

import hashlib
from datetime import datetime
from functools import cached_property
from typing import Final

import attrs

from community_edu.base import Finding, FindingKind

LARGEST_FEED: Final = 1_000_000
MOST_EVENTS: Final = 1_000

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


@attrs.frozen(kw_only=True)
class FeedReport:
    """
    What a feed holds, and what some clients will make of it.

    Attributes:
        events: How many VEVENTs there are, cancelled ones included.
        todos: How many VTODOs.
        reminders: How many VALARMs.
        size: How many bytes.
        warnings: What is known to go wrong in clients that many people use.
    """

    events: int
    todos: int
    reminders: int
    size: int
    warnings: tuple[Finding, ...] = attrs.field(converter=tuple[Finding, ...])

    @classmethod
    def of(cls, data: bytes) -> "FeedReport":
        """
        Look through the bytes of a feed.
        """
        events, todos, reminders = (
            data.count(b"\r\nBEGIN:%b\r\n" % name) for name in (b"VEVENT", b"VTODO", b"VALARM")
        )
        warnings: list[Finding] = []
        if len(data) > LARGEST_FEED:
            items = {"size": len(data), "most": LARGEST_FEED}
            warnings.append(Finding(FEED_TOO_LARGE, items=items))
        if events + todos > MOST_EVENTS:
            items = {"count": events + todos, "most": MOST_EVENTS}
            warnings.append(Finding(FEED_TOO_MANY, items=items))
        if todos:
            warnings.append(Finding(FEED_HAS_TODOS, items={"count": todos}))
        if reminders:
            warnings.append(Finding(FEED_HAS_ALARMS, items={"count": reminders}))
        return cls(
            events=events, todos=todos, reminders=reminders, size=len(data), warnings=warnings
        )


@attrs.frozen(kw_only=True, slots=False)
class Feed:
    """
    One calendar file, ready to be served as ``text/calendar; charset=utf-8``.

    Attributes:
        filename: ``{plan}.ics``, or ``{plan}-{audience}.ics``.
        data: Its bytes.
        last_modified: The instant, in UTC, at which what it tells of last
            changed. It never moves back, and it does not depend on the language
            or the options: serve each of those at its own address.
    """

    filename: str
    data: bytes = attrs.field(repr=False)
    last_modified: datetime

    @cached_property
    def etag(self) -> str:
        """
        The quoted strong validator of the bytes, for HTTP (RFC 9110 §8.8.3).
        """
        return f'"{hashlib.sha256(self.data).hexdigest()}"'

    @cached_property
    def report(self) -> FeedReport:
        """
        What is in it, and what some clients will make of it.
        """
        return FeedReport.of(self.data)
