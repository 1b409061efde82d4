"""
What is different between two timetables: the notice of changes (调课通知).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Text
from community_edu.calendars import WEEKDAY_LABELS, WeekPattern
from community_edu.courses import SectionId
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import DatedSession, Placement, Timetable
from community_edu.scheduling.weekly_grids import weeks_text

What: TypeAlias = Literal["time", "venue", "educator", "date", "added", "cancelled"]
"""
What is different about a session: its weekday or period, its venue, who teaches it; only the
date, since its day is made up on another; or all, since it was not held, or is no more.
"""

Weekly: TypeAlias = dict[int, DatedSession]
Pair: TypeAlias = tuple[DatedSession | None, DatedSession | None]


@attrs.frozen(kw_only=True)
class Move:
    """
    One meeting that is elsewhere than it was, in weeks in which the difference is the same.

    Attributes:
        section: The section.
        number: Which of its meetings, from 1.
        weeks: In which weeks of the term.
        before: Where it was; `None` if it was not held.
        after: Where it is; `None` if it is not held.
        what: What is different.
        sessions: Each dated session as it was and as it is, week by week: what a
            publication needs to move the one and not to cancel and add.
        text: All of this in a sentence.
    """

    section: SectionId
    number: int
    weeks: WeekPattern
    before: Placement | None
    after: Placement | None
    what: tuple[What, ...]
    sessions: tuple[Pair, ...] = attrs.field(repr=False)
    text: Text = attrs.field(repr=False)

    def __str__(self) -> str:
        return str(self.text)


def compare_timetables(before: Timetable, after: Timetable) -> tuple[Move, ...]:
    """
    Return what is different in *after*, in the order of its sections.

    Compared are dated sessions. A session of a week that falls out in both is no
    difference; one whose day is made up on another in only one of them is: only its date
    changes. A section that only *before* has comes last.

    Example:
        >>> from datetime import date, time
        >>> from community_edu.calendars import ClassPeriod, TeachingWeeks
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=4, periods=[ClassPeriod(time(9), time(10, 30))]
        ... )
        >>> choir = TimetableSection(id="choir", name={"zh": "合唱班", "en": "choir"})
        >>> problem = TimetableProblem([choir], [], [], weeks)
        >>> before = Timetable(problem, [Placement(section="choir", weekday="MON", period=1)])
        >>> after = Timetable(
        ...     problem,
        ...     [
        ...         Placement(section="choir", weekday="MON", period=1, weeks="1-3"),
        ...         Placement(section="choir", weekday="FRI", period=1, weeks="4"),
        ...     ],
        ... )
        >>> for move in compare_timetables(before, after):
        ...     print(move.text.to("en"))
        choir, week 4: Monday 09:00–10:30 becomes Friday 09:00–10:30
    """
    return tuple(_Comparison(before, after).moves())


class _Comparison:
    """
    The sessions of two timetables, meeting by meeting.
    """

    def __init__(self, before: Timetable, after: Timetable) -> None:
        self.old, self.new = before.problem, after.problem
        self.meetings: dict[SectionId, dict[int, tuple[Weekly, Weekly]]] = {}
        for side, timetable in enumerate((before, after)):
            for session in timetable.sessions:
                place = session.placement
                numbers = self.meetings.setdefault(place.section, {})
                numbers.setdefault(place.number, ({}, {}))[side][session.week] = session

    def moves(self) -> Iterator[Move]:
        """
        Yield the moves of every section.
        """
        for section in dict.fromkeys((*self.new.sections, *self.old.sections)):
            if section is not self.new.sections_by_id.get(section.id, section):
                continue
            for number, sides in sorted(self.meetings.get(section.id, {}).items()):
                yield from self._of(section, number, _pairs(section, *sides))

    def _of(
        self, section: TimetableSection, number: int, pairs: Mapping[int, Pair]
    ) -> Iterator[Move]:
        alike: dict[tuple[object, ...], list[int]] = {}
        for week, pair in pairs.items():
            what = _what(pair)
            if what:
                alike.setdefault((*map(_place, pair), what), []).append(week)
        for weeks in alike.values():
            was, now = first = pairs[weeks[0]]
            what = _what(first)
            yield Move(
                section=section.id,
                number=number,
                weeks=WeekPattern.of(weeks),
                before=was.placement if was else None,
                after=now.placement if now else None,
                what=what,
                sessions=tuple(pairs[week] for week in weeks),
                text=self._sentence(section, weeks, first, what),
            )

    def _sentence(
        self, section: TimetableSection, weeks: Sequence[int], pair: Pair, what: tuple[What, ...]
    ) -> Text:
        single = len(weeks) == 1 and "cancelled" in what
        dated = section.per == "term" or "date" in what or single
        days = [_day(session, dated=dated) for session in pair if session]
        was, now = pair
        if was is None or now is None:
            parts = [_ADDED.of(days[0]) if was is None else _CANCELLED.of(days[0])]
        else:
            parts = [_BECOMES.of(*days) if {"time", "date"} & set(what) else days[0]]
            for kind, words in (("venue", _VENUE), ("educator", _EDUCATOR)):
                if kind in what:
                    first = _named(self.old, kind, getattr(was.placement, kind))
                    second = _named(self.new, kind, getattr(now.placement, kind))
                    parts.append(words.of(first, second))
        number = self.new.weeks.number
        zh = (section.title.zh, weeks_text(weeks, number))
        en = (section.title.to("en"), weeks_text(weeks, number, "en"))
        return Text(
            f"{'，'.join(filter(None, zh))}：{'，'.join(part.zh for part in parts)}",
            en=f"{', '.join(filter(None, en))}: {', '.join(part.to('en') for part in parts)}",
        )


def _pairs(section: TimetableSection, one: Weekly, other: Weekly) -> dict[int, Pair]:
    """
    Return the sessions of a meeting by week; those of a single one are a pair in any weeks.
    """
    if section.per == "term" and len(one) == len(other) == 1:
        ((was,), ((week, now),)) = one.values(), other.items()
        return {week: (was, now)}
    return {week: (one.get(week), other.get(week)) for week in sorted({*one, *other})}


def _place(session: DatedSession | None) -> Placement | None:
    return attrs.evolve(session.placement, weeks="all") if session else None


def _what(pair: Pair) -> tuple[What, ...]:
    was, now = pair
    if was is None or now is None:
        return ("added",) if was is None else ("cancelled",)
    found: list[What] = []
    one, other = was.placement, now.placement
    if (was.week, one.weekday, one.period) != (now.week, other.weekday, other.period):
        found.append("time")
    elif (was.start, was.end) != (now.start, now.end):
        found.append("date")
    if one.venue != other.venue:
        found.append("venue")
    if one.educator != other.educator:
        found.append("educator")
    return tuple(found)


def _day(session: DatedSession, *, dated: bool) -> Text:
    """
    Return when a session is: on which date or weekday, and at what time.
    """
    day = session.start
    hours = f"{day:%H:%M}–{session.end:%H:%M}"
    if dated:
        return Text(f"{day.month}月{day.day}日 {hours}", en=f"{day:%Y-%m-%d} {hours}")
    label = WEEKDAY_LABELS[session.placement.weekday]
    return Text(f"{label.zh} {hours}", en=f"{label.to('en')} {hours}")


def _named(problem: TimetableProblem, kind: str, value: str | None) -> Text:
    if value is None:
        return Text("未定", en="none")
    among = problem.venues if kind == "venue" else problem.educators
    return next((one.name for one in among if one.id == value), Text(value))


@attrs.frozen
class _Words:
    """
    A sentence in both languages with places for parts.
    """

    zh: str
    en: str

    def of(self, *parts: Text) -> Text:
        """
        Return it with *parts* in their places.
        """
        return Text(
            self.zh.format(*(part.zh for part in parts)),
            en=self.en.format(*(part.to("en") for part in parts)),
        )


_ADDED = _Words("增加 {0}", "{0} is added")
_CANCELLED = _Words("停课 {0}", "{0} is cancelled")
_BECOMES = _Words("{0} 改为 {1}", "{0} becomes {1}")
_VENUE = _Words("地点由{0}改为{1}", "{0} becomes {1}")
_EDUCATOR = _Words("教师由{0}改为{1}", "{0} becomes {1}")
