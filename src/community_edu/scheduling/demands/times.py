"""
Demands on times: of the day, of the week, of the term.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, References, Text
from community_edu.calendars import (
    TeachingWeeks,
    WeeklyHours,
    WeekPattern,
    shipped_observances,
    week_pattern,
    weekly_hours,
)
from community_edu.calendars.spans import Span, merged
from community_edu.scheduling.demands.base import (
    Bucket,
    Counted,
    Demand,
    NothingGivenError,
    ResourceDemand,
    SharedResource,
    audience_text,
    code_text,
)

OBSERVANCE = ("observance", "节日")
ALL_SESSIONS = Text("所有课", en="all sessions")


@attrs.define(slots=False)
class BeforeItselfError(CommunityEduError, ValueError):
    """
    A section that would have to come before itself.
    """

    code: ClassVar[str] = "before-itself"
    en: ClassVar[str] = "'{section}' cannot come before itself; name two sections"
    zh: ClassVar[str] = "“{section}”不能排在自己之前，请写两个不同的班级"

    path: tuple[str, ...]
    section: str


@attrs.frozen(kw_only=True)
class PreferHours(Demand):
    """
    Sessions of somebody are in these hours: of the elderly in the morning, of workers in
    the evening, of youth at weekends and in vacations.

    Amount: dated sessions not wholly in `hours`, in other weeks than `any_time_in`. The
    weekday is that of the date on which the session is held.

    Attributes:
        hours: The hours.
        audience: Only sections for this audience; empty: for any.
        section: Only this section; empty: any.
        educator: Only sessions of this educator; empty: of any.
        any_time_in: Weeks in which every hour will do; `None`: in none.

    Example:
        >>> demand = PreferHours(hours="MON-SAT 08:00-12:00", audience="elderly", weight=2)
        >>> print(demand.text)
        老年人的课安排在 MON-SAT 08:00-12:00
        >>> demand.id
        'prefer-hours-elderly-mon-sat-0800-1200'
    """

    kind: ClassVar[str] = "prefer-hours"
    zh: ClassVar[str] = "{whose}安排在 {hours}{other}"
    en: ClassVar[str] = "{whose} are in {hours}{other}"

    weight: int | None = 1
    hours: WeeklyHours = attrs.field(converter=weekly_hours)
    audience: str = ""
    section: str = ""
    educator: str = ""
    any_time_in: WeekPattern | None = attrs.field(
        default=None, converter=attrs.converters.optional(week_pattern)
    )

    def _parts(self) -> tuple[str, ...]:
        hours = re.sub(r"[^a-z0-9]+", "-", str(self.hours).lower().replace(":", ""))
        free = f"not-{self.any_time_in}".replace(",", ".") if self.any_time_in else ""
        return tuple(filter(None, (self.audience, self.section, self.educator, hours, free)))

    def _facts(self) -> dict[str, object]:
        weeks = self.any_time_in
        free = Text(f"（{weeks} 周不限）", en=f", except in weeks {weeks}") if weeks else ""
        whose = _whose(audience=self.audience, section=self.section, educator=self.educator)
        return {"whose": whose, "hours": self.hours, "other": free}

    def _problems(self) -> Iterator[CommunityEduError]:
        if not self.hours.spans:
            yield NothingGivenError(("hours",), self.id, "hours")


@attrs.frozen(kw_only=True)
class AtMost(Demand):
    """
    No educator, group, section or venue has more than so many sessions a day, week or term.

    Amount: dated sessions beyond `most`, over all dates, over all weeks, or in all.

    Attributes:
        of: ``educator``, ``group``, ``section`` or ``venue``.
        per: ``day``, ``week`` or ``term``.
        most: How many there may be; 0: none at all.

    Example:
        >>> AtMost(of="group", per="week", most=4).text.en
        'each group has at most 4 sessions a week'
    """

    kind: ClassVar[str] = "at-most"
    zh: ClassVar[str] = "每个{of}每{per}最多 {most} 次课"
    en: ClassVar[str] = "each {of} has at most {most} sessions a {per}"

    of: Counted = "educator"
    per: Bucket = "day"
    most: int = 3

    def _parts(self) -> tuple[str, ...]:
        return (str(self.most), self.of, self.per)

    def _facts(self) -> dict[str, object]:
        of, per = code_text("resource", self.of), code_text("bucket", self.per)
        return {"of": of, "per": per, "most": self.most}

    def _problems(self) -> Iterator[CommunityEduError]:
        yield from self._one_of(of=Counted, per=Bucket)
        yield from self._at_least(most=0)


@attrs.frozen(kw_only=True)
class NoGaps(ResourceDemand):
    """
    The day of an educator or a group has no idle periods.

    Amount: for each of them and each date, the periods between the first and the last
    period taken that are not taken. Breaks between periods are no periods, and neither is
    the break at noon.
    """

    kind: ClassVar[str] = "no-gaps"
    zh: ClassVar[str] = "每个{of}一天之内的课没有空节"
    en: ClassVar[str] = "the day of each {of} has no idle periods"

    weight: int | None = 1
    of: SharedResource = "educator"


@attrs.frozen(kw_only=True)
class NoLoneSession(ResourceDemand):
    """
    A group (or an educator) does not come for a single session: each session follows or
    precedes another of theirs without an idle period.

    Amount: for each of them, dated sessions such that on that date no other of theirs ends in
    the period just before or begins in the period just after.
    """

    kind: ClassVar[str] = "no-lone-session"
    zh: ClassVar[str] = "没有{of}只为一次课而来：每次课都与另一次课相连"
    en: ClassVar[str] = "no {of} comes for a single session: each is next to another"

    weight: int | None = 1
    of: SharedResource = "group"


@attrs.frozen(kw_only=True)
class Spread(Demand):
    """
    The meetings of a section are spread over different days.

    Amount: for each section with more than one meeting, the `days` that it wants (at most
    as many as it has meetings) less the different weekdays on which it is placed and held
    at least once; of ``per="term"``: less the different dates of its sessions. Not below 0.
    A meeting without a place is on no day.
    """

    kind: ClassVar[str] = "spread"
    zh: ClassVar[str] = "一个班级的课分散在不同的日子"
    en: ClassVar[str] = "the meetings of a section are spread over different days"

    weight: int | None = 1


@attrs.frozen(kw_only=True)
class Precedence(Demand):
    """
    One section comes before another.

    Amount: pairs of a meeting of `before` and one of `after`, the last dated session of the
    one ending after the first dated session of the other begins. A meeting without dated
    sessions is in no pair.

    Attributes:
        before: The section that comes first.
        after: The section that follows it.
    """

    kind: ClassVar[str] = "precedence"
    zh: ClassVar[str] = "“{before}”在“{after}”之前上完"
    en: ClassVar[str] = "'{before}' is over before '{after}' begins"

    before: str
    after: str

    def _parts(self) -> tuple[str, ...]:
        return (self.before, self.after)

    def _facts(self) -> dict[str, object]:
        return {"before": self.before, "after": self.after}

    def _problems(self) -> Iterator[CommunityEduError]:
        if self.before == self.after:
            yield BeforeItselfError(("after",), self.after)


@attrs.frozen(kw_only=True)
class Apart(Demand):
    """
    Sessions of one group, or in one place, are days apart: lectures at a teaching point.

    Amount: pairs of dated sessions, fewer than `days` days apart, that share a group (or
    the educator, or the venue) and are both of sections ``per="term"``; a pair that shares
    several groups counts once.

    Attributes:
        of: ``group``, ``educator`` or ``venue``.
        days: How many days lie between two dates at least: 7 lets them be a week apart.
    """

    kind: ClassVar[str] = "apart"
    zh: ClassVar[str] = "同一{of}的单次课至少相隔 {days} 天"
    en: ClassVar[str] = "single sessions of one {of} are at least {days} days apart"

    weight: int | None = 1
    of: SharedResource = "group"
    days: int = 7

    def _parts(self) -> tuple[str, ...]:
        return (self.of, str(self.days))

    def _facts(self) -> dict[str, object]:
        return {"of": code_text("resource", self.of), "days": self.days}

    def _problems(self) -> Iterator[CommunityEduError]:
        yield from self._one_of(of=SharedResource)
        yield from self._at_least(days=1)


@attrs.frozen(kw_only=True)
class AwayFrom(Demand):
    """
    Sessions keep away from days such as festivals.

    Amount: dated sessions on one of `dates` or at most `days` days before or after it; a
    session near several of them counts once.

    Attributes:
        dates: The days to keep away from.
        days: How far; 0: only from the days themselves.
        audience: Only sections for this audience; empty: for any.
    """

    kind: ClassVar[str] = "away-from"
    zh: ClassVar[str] = "{whose}避开 {dates}{near}"
    en: ClassVar[str] = "{whose} keep away from {dates}{near}"

    weight: int | None = 1
    dates: tuple[date, ...] = attrs.field(converter=tuple[date, ...])
    days: int = 0
    audience: str = ""

    @classmethod
    def observances(
        cls,
        keys: Iterable[str],
        weeks: TeachingWeeks,
        *,
        days: int = 0,
        audience: str = "",
        weight: int | None = 1,
    ) -> "AwayFrom":
        """
        Return the demand to keep away from festivals by name, bound to their dates.

        Args:
            keys: Keys of shipped observances: ``spring_festival``, ``mid_autumn`` … .
            weeks: The weeks in which they are looked for, and `days` around them.
            days: How far to keep away.
            audience: Whose sessions; empty: everybody's.
            weight: What each session costs; `None`: there can be none.

        Raises:
            ProblemsError: A key is not known, or none of the days is in the weeks.

        Example:
            >>> weeks = TeachingWeeks(first=date(2026, 9, 14), number=4, periods=["09:00-10:00"])
            >>> AwayFrom.observances(["mid_autumn"], weeks, days=1).dates
            (datetime.date(2026, 9, 25),)
        """
        shipped, wanted = shipped_observances(), tuple(keys)
        references = References()
        references.all_known(("keys",), OBSERVANCE, wanted, tuple(shipped))
        references.finish("the festivals cannot be dated")
        first, last = weeks.first - timedelta(days), weeks.last + timedelta(days)
        dates = {
            day
            for year in range(first.year, last.year + 1)
            for key in wanted
            for span in shipped.in_year(year).spans[key]
            for day in span
            if first <= day <= last
        }
        return cls(dates=sorted(dates), days=days, audience=audience, weight=weight)

    def _parts(self) -> tuple[str, ...]:
        dates = (str(self.dates[0]), f"{len(self.dates)}x{self.days}") if self.dates else ()
        return tuple(filter(None, (self.audience, *dates)))

    def _facts(self) -> dict[str, object]:
        near = Text(f" 及前后 {self.days} 天", en=f" and {self.days} days before and after")
        return {
            "whose": _whose(audience=self.audience),
            "dates": tuple(_run(span) for span in merged(map(Span.day, sorted(self.dates)))),
            "near": near if self.days else "",
        }

    def _problems(self) -> Iterator[CommunityEduError]:
        if not self.dates:
            yield NothingGivenError(("dates",), self.id, "dates")
        yield from self._at_least(days=0)


def _whose(*, audience: str, section: str = "", educator: str = "") -> Text:
    """
    Say which sessions a demand is about; what has no label stands in quotes.
    """
    if not (audience or section or educator):
        return ALL_SESSIONS
    people = audience_text(audience)
    if people == Text(audience, en=audience):
        people = Text(f"“{audience}”", en=f"'{audience}'")
    taught = (f"“{educator}”所教", f" taught by '{educator}'") if educator else ("", "")
    of = (f"“{section}”", f" of '{section}'") if section else ("", "")
    whom = (people.zh, f" for {people.to('en')}") if audience else ("", "")
    return Text(f"{taught[0]}{of[0]}{whom[0]}的课", en=f"sessions{of[1]}{whom[1]}{taught[1]}")


def _run(span: Span) -> Text:
    """
    Write days in a row by the first and the last of them.
    """
    if span.days == 1:
        return Text(str(span.start))
    return Text(f"{span.start} 至 {span.last}", en=f"{span.start} to {span.last}")


@attrs.frozen(kw_only=True)
class EverySession(Demand):
    """
    Each meeting is held in each of its weeks: none is missing and none is held twice.

    Amount: for each meeting of a section ``per="week"``, the weeks of the section in which
    some day is taught and it has no placement; for a single meeting (``per="term"``), 1 if
    it has no placement. Beside that, placements beyond the first in any one week, for a
    single meeting beyond the first in all; and 1 for a meeting that has placements but no
    dated session. A placement of a meeting that nobody asked for is too much in each of
    its weeks. Single sessions that fall on a closed day are not missing.
    """

    kind: ClassVar[str] = "every-session"
    zh: ClassVar[str] = "每次课在其各周都安排一次，不缺不重"
    en: ClassVar[str] = "each meeting is held in each of its weeks: none is missing, none is twice"


@attrs.frozen(kw_only=True)
class NoneLost(Demand):
    """
    Few sessions fall out on closed days.

    Amount: weeks of placements in which no day is taught on their weekday.
    """

    kind: ClassVar[str] = "none-lost"
    zh: ClassVar[str] = "少有课因放假而停"
    en: ClassVar[str] = "few sessions fall out on closed days"

    weight: int | None = 1


@attrs.frozen(kw_only=True)
class OnGrid(Demand):
    """
    A meeting begins in a period that there is, on a day of the teaching week, and takes
    periods of one part of the day in a week that its section has.

    Amount: placements that do not.
    """

    kind: ClassVar[str] = "on-grid"
    zh: ClassVar[str] = "课在教学周的日子和节次内，不跨上午、下午和晚上，且在班级的周次内"
    en: ClassVar[str] = (
        "a meeting is on a day and in periods of the teaching weeks, within one part of the day, "
        "in a week of its section"
    )
