"""
The parts of a calendar file (RFC 5545 §3.6), of which one that is broken spoils no other.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import attrs

from community_edu.base import Text
from community_edu.feeds.reading.limits import ReadingLimits
from community_edu.feeds.reading.lines import Line
from community_edu.feeds.reading.problems import (
    CALENDAR_BAD_STRUCTURE,
    CALENDAR_TOO_LARGE,
    Problems,
    shortened,
)

CALENDAR: Final = "VCALENDAR"
SIDE_BY_SIDE: Final = frozenset(
    ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY")
)
"""
Components of which none lies in another.
"""

READ: Final = frozenset(
    (
        *("BUSYTYPE", "CATEGORIES", "CLASS", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "DUE"),
        *("DURATION", "EXDATE", "EXRULE", "FREEBUSY", "LAST-MODIFIED", "LOCATION", "NAME"),
        *("PRIORITY", "RDATE", "RECURRENCE-ID", "RRULE", "SEQUENCE", "STATUS", "SUMMARY"),
        *("TRANSP", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "UID", "URL", "X-WR-CALNAME"),
    )
)
"""
The properties that are kept. Names and addresses of people are not among them.
"""

STRAY = Text(
    "不在任何日历之内，没有读取", en="it stands outside of every calendar, and was not read"
)
TOO_DEEP = Text("嵌套太深，没有读取", en="it lies too deep in others, and was not read")


@attrs.define
class Node:
    """
    One component with what is in it.

    Attributes:
        name: In capitals.
        line: The number of its BEGIN.
        lines: Its own properties.
        children: The components in it.
    """

    name: str
    line: int
    lines: dict[str, list[Line]] = attrs.field(factory=dict[str, list[Line]])
    children: list["Node"] = attrs.field(factory=list["Node"])

    def first(self, name: str) -> Line | None:
        """
        Return the first of its properties of a name.
        """
        found = self.lines.get(name)
        return found[0] if found else None

    def every(self, name: str) -> list[Line]:
        """
        Return its properties of a name.
        """
        return self.lines.get(name, [])


def walk(nodes: Iterable[Node], name: str) -> Iterator[Node]:
    """
    Yield the components of a name among *nodes* and in them, in the order of the file.
    """
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        if node.name == name:
            yield node
        waiting.extend(reversed(node.children))


def components(lines: Iterable[Line], limits: ReadingLimits, problems: Problems) -> list[Node]:
    """
    Put lines together to components, those that are not in another.

    A missing END is put where the next component begins that cannot lie in this one, or where
    the END of an outer one stands; a stray END is passed over. Each is noted.

    Example:
        >>> from community_edu.feeds.reading.lines import content_line
        >>> text = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "BEGIN:VEVENT", "END:VCALENDAR"]
        >>> lines = [content_line(number, line) for number, line in enumerate(text, 1)]
        >>> problems = Problems(most=9)
        >>> (calendar,) = components(lines, ReadingLimits(), problems)
        >>> [(node.name, node.line) for node in calendar.children]
        [('VEVENT', 2), ('VEVENT', 4)]
        >>> [finding.message("en") for finding in problems.found][0]
        'line 4 of the calendar: the END of the VEVENT of line 2 is missing'
    """
    tree = _Tree(limits, problems)
    for line in lines:
        if line.name == "BEGIN":
            if not tree.begin(line):
                break
        elif line.name == "END":
            tree.end(line)
        else:
            tree.take(line)
    tree.close(0, tree.last)
    return tree.roots


@attrs.define
class _Tree:
    """
    Components while they are being read.

    Attributes:
        roots: Those that are in no other.
        open: Those without an END yet, from the outermost.
        number: How many there are.
        hidden: How many that lie too deep are open.
        last: The last line that was read.
        stray: Whether something outside of all of them was noted.
    """

    limits: ReadingLimits
    problems: Problems
    roots: list[Node] = attrs.field(factory=list[Node])
    open: list[Node] = attrs.field(factory=list[Node])
    number: int = 0
    hidden: int = 0
    last: int = 0
    stray: bool = False

    def begin(self, line: Line) -> bool:
        """
        Open a component; `False` if there are too many.
        """
        self.last = line.number
        self.number += 1
        most = self.limits.components
        if self.number > most:
            what = Text(f"超过 {most} 个组成部分", en=f"more than {most} components")
            self.problems.note(CALENDAR_TOO_LARGE, what=what, most=most)
            return False
        name = line.value.strip().upper()
        if name == CALENDAR:
            self.close(0, line.number)
            self.hidden = 0
        elif name in SIDE_BY_SIDE:
            places = (n for n, node in enumerate(self.open) if node.name in SIDE_BY_SIDE)
            place = next(places, None)
            if place is not None:
                self.close(place, line.number)
                self.hidden = 0
        if self.hidden or len(self.open) >= self.limits.depth:
            self.hidden += 1
            if self.hidden == 1:
                self.problems.note(CALENDAR_BAD_STRUCTURE, line=line.number, reason=TOO_DEEP)
            return True
        node = Node(name, line.number)
        (self.open[-1].children if self.open else self.roots).append(node)
        self.open.append(node)
        return True

    def end(self, line: Line) -> None:
        """
        Close the innermost component of the name, with those that are open in it.
        """
        self.last = line.number
        name = line.value.strip().upper()
        places = (n for n in reversed(range(len(self.open))) if self.open[n].name == name)
        place = next(places, None)
        if self.hidden and (place is None or name not in SIDE_BY_SIDE | {CALENDAR}):
            self.hidden -= 1
        elif place is None:
            reason = Text(
                f"这里结束的 {shortened(name)} 没有开始",
                en=f"it is the END of a {shortened(name)} that did not begin",
            )
            self.problems.note(CALENDAR_BAD_STRUCTURE, line=line.number, reason=reason)
        else:
            self.close(place + 1, line.number)
            self.open.pop()
            self.hidden = 0

    def close(self, place: int, number: int) -> None:
        """
        Close the components from *place* on, whose END is missing at line *number*.
        """
        while len(self.open) > place:
            node = self.open.pop()
            name = shortened(node.name)
            reason = Text(
                f"第 {node.line} 行开始的 {name} 没有结束",
                en=f"the END of the {name} of line {node.line} is missing",
            )
            self.problems.note(CALENDAR_BAD_STRUCTURE, line=number, reason=reason)

    def take(self, line: Line) -> None:
        """
        Put a property into its component.
        """
        self.last = line.number
        if not self.open:
            if not self.stray:
                self.stray = True
                self.problems.note(CALENDAR_BAD_STRUCTURE, line=line.number, reason=STRAY)
        elif line.name in READ and not self.hidden:
            self.open[-1].lines.setdefault(line.name, []).append(line)
