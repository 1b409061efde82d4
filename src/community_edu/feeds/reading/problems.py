"""
What is wrong with calendars that others made: said with its line, and never without end.
"""

from collections.abc import Callable
from typing import Final

import attrs

from community_edu.base import Finding, FindingKind, Text
from community_edu.feeds._characters import clean

LONGEST_NAME: Final = 60

CALENDAR_NOT_FOUND: Final = FindingKind(
    "calendar-not-found",
    "error",
    zh="这里没有日历（没有 BEGIN:VCALENDAR 一行）",
    en="there is no calendar here: no line says BEGIN:VCALENDAR",
)
CALENDAR_TOO_LARGE: Final = FindingKind(
    "calendar-too-large",
    "error",
    zh="日历太大：{what}，最多 {most}；其余没有读取",
    en="the calendar is too large: {what}, at most {most} are read; the rest was not",
)
CALENDAR_ENCODING: Final = FindingKind(
    "calendar-encoding",
    "info",
    zh="日历的编码是 {encoding}，应为 UTF-8；已按 {encoding} 读取",
    en="the calendar is in {encoding}, not in UTF-8; it was read as such",
)
CALENDAR_LINE_UNREAD: Final = FindingKind(
    "calendar-line-unread",
    "warning",
    zh="日历第 {line} 行没有读取：{reason}",
    en="line {line} of the calendar was not read: {reason}",
)
CALENDAR_BAD_STRUCTURE: Final = FindingKind(
    "calendar-bad-structure",
    "warning",
    zh="日历第 {line} 行：{reason}",
    en="line {line} of the calendar: {reason}",
)
CALENDAR_PROPERTY_UNREAD: Final = FindingKind(
    "calendar-property-unread",
    "warning",
    zh="日历第 {line} 行“{event}”的 {property} 没有读取：{reason}",
    en="line {line} of the calendar: {property} of '{event}' was not read: {reason}",
)
CALENDAR_EVENT_UNREAD: Final = FindingKind(
    "calendar-event-unread",
    "warning",
    zh="日历第 {line} 行的“{event}”没有读取：{reason}",
    en="'{event}' at line {line} of the calendar was not read: {reason}",
)
CALENDAR_UID: Final = FindingKind(
    "calendar-uid",
    "warning",
    zh="日历第 {line} 行“{event}”：{reason}",
    en="'{event}' at line {line} of the calendar: {reason}",
)
CALENDAR_ZONE_ASSUMED: Final = FindingKind(
    "calendar-zone-assumed",
    "info",
    zh="日历中有 {count} 个时间没有时区（第一个在第 {line} 行），按北京时间读取",
    en="{count} times of the calendar have no time zone (the first at line {line}); they were "
    "taken as those of China",
)
CALENDAR_ZONE_UNKNOWN: Final = FindingKind(
    "calendar-zone-unknown",
    "warning",
    zh="日历第 {line} 行的时区“{zone}”未知，文件中也没有定义，按北京时间读取",
    en="line {line} of the calendar: the time zone '{zone}' is unknown and not defined in the "
    "file; its times were taken as those of China",
)
CALENDAR_REPETITIONS: Final = FindingKind(
    "calendar-too-many-repetitions",
    "warning",
    zh="日历第 {line} 行“{event}”没有展开：{reason}",
    en="'{event}' at line {line} of the calendar was not expanded: {reason}",
)
CALENDAR_MORE_PROBLEMS: Final = FindingKind(
    "calendar-more-problems",
    "warning",
    zh="日历还有 {count} 个问题没有列出",
    en="the calendar has {count} more problems, which are not listed",
)


class UnreadError(ValueError):
    """
    A part of a calendar that is not read.

    Attributes:
        reason: Why, for people.
    """

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en=en)


def reason_of(error: Exception) -> Text:
    """
    Return why something was not read.
    """
    return error.reason if isinstance(error, UnreadError) else Text(shortened(str(error)))


def shortened(value: str) -> str:
    r"""
    Return *value* so that it fits into a sentence.

    Example:
        >>> len(shortened("x" * 1000)), shortened("a\x00b")
        (60, 'ab')
    """
    value = clean(value[: LONGEST_NAME * 2]).replace("\n", " ")
    return value if len(value) <= LONGEST_NAME else f"{value[: LONGEST_NAME - 1]}…"


@attrs.define
class Problems:
    """
    Findings about one calendar; beyond *most* of them the others are only counted.

    Attributes:
        most: How many are listed.
        found: Those that are listed, in the order in which they were met.
        more: How many others there were.
    """

    most: int
    found: list[Finding] = attrs.field(factory=list[Finding])
    more: int = 0

    def note(self, kind: FindingKind, **items: object) -> None:
        """
        Add a finding.
        """
        if not self.full:
            self.found.append(Finding(kind, items=items))
        else:
            self.more += 1

    @property
    def full(self) -> bool:
        """
        Tell whether others are only counted: their facts need not be worked out.
        """
        return len(self.found) >= self.most

    def listed(self) -> tuple[Finding, ...]:
        """
        Return the findings, the last one saying how many more there were.
        """
        if not self.more:
            return tuple(self.found)
        return (*self.found, Finding(CALENDAR_MORE_PROBLEMS, items={"count": self.more}))


@attrs.define
class Steps:
    """
    How much work may still be done.

    Attributes:
        left: How many steps.
        refusal: What to raise when there are none left.
        whole: A larger allowance that this one is a part of.
    """

    left: int
    refusal: Callable[[], Exception]
    whole: "Steps | None" = None

    def take(self, number: int = 1) -> None:
        """
        Count *number* of steps.
        """
        self.left -= number
        if self.whole:
            self.whole.take(number)
        if self.left < 0:
            raise self.refusal()
