"""
Timetables (课程表): placements of sections, and the dated sessions that follow from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Literal, TypeAlias

import attrs

from community_edu.base import Language, Text, UnknownReferenceError
from community_edu.calendars import Weekday, WeekPattern, week_pattern
from community_edu.courses import SectionId, section_id
from community_edu.organizations import EducatorId, VenueId, educator_id, venue_id
from community_edu.scheduling.demands.base import audience_text
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.sections import TimetableSection

TimetableStatus: TypeAlias = Literal["optimal", "feasible", "partial", "infeasible", "by_hand"]
ViewedBy: TypeAlias = Literal["problem", "venue", "educator", "group", "audience", "section"]

STATUS_LABELS: dict[TimetableStatus, Text] = {
    "optimal": Text("已证明最优", en="proven optimal"),
    "feasible": Text("可行", en="feasible"),
    "partial": Text("部分排定", en="partial"),
    "infeasible": Text("已证明无解", en="proven infeasible"),
    "by_hand": Text("手工排定", en="made by hand"),
}
"""
What a reader sees of a status.
"""


KINDS: Mapping[ViewedBy, tuple[str, str]] = {
    "venue": ("venue", "场所"),
    "educator": ("educator", "教师"),
    "group": ("group", "群体"),
    "audience": ("audience", "受众"),
    "section": ("section", "班级"),
}
"""
What the views are of, in English and in Chinese.
"""


@attrs.frozen(kw_only=True)
class Placement:
    """
    One meeting of a section with its time, venue and educator.

    A meeting may have several placements, if their weeks have none in common: after a
    repair it is elsewhere in some weeks.

    Attributes:
        section: The section.
        number: Which of its meetings, from 1.
        weekday: The day.
        period: The period in which it begins, from 1.
        weeks: Its weeks, as far as the section has them too: ``all`` for a meeting of every
            week, one week for a single meeting (``per="term"``).
        venue: Where it is; `None` if the problem has no venues at all.
        educator: Who teaches it; `None` if it needs nobody.
    """

    section: SectionId = attrs.field(converter=section_id)
    number: int = 1
    weekday: Weekday
    period: int
    weeks: WeekPattern = attrs.field(default=WeekPattern(), converter=week_pattern)
    venue: VenueId | None = attrs.field(default=None, converter=attrs.converters.optional(venue_id))
    educator: EducatorId | None = attrs.field(
        default=None, converter=attrs.converters.optional(educator_id)
    )


@attrs.frozen(kw_only=True)
class DatedSession:
    """
    One session as it is held: a placement in one week.

    Attributes:
        placement: What it is a session of.
        week: The week, from 1, whose lesson it is, although it may be made up in another.
        start: When it begins, in local time.
        end: When it is over.
    """

    placement: Placement
    week: int
    start: datetime
    end: datetime


@attrs.frozen(kw_only=True)
class Unplaced:
    """
    A meeting for which there was no place.

    Attributes:
        section: The section.
        number: Which of its meetings, from 1.
        reason: Why, as far as it is known.
    """

    section: SectionId
    number: int
    reason: Text


@attrs.frozen(kw_only=True, repr=False)
class TimetableView:
    """
    The part of a timetable that one room, person or class looks at.

    In a notebook it shows as a week: a column a day, a row a period.

    Attributes:
        timetable: The timetable of which it is a part.
        by: By what it is chosen; ``problem``: all of it.
        id: Of which one: the identifier of the venue, the group … .
        title: What a reader calls that.
        placements: The placements that it has, in their order.
    """

    timetable: "Timetable"
    by: ViewedBy
    id: str
    title: Text
    placements: tuple[Placement, ...]

    @cached_property
    def sessions(self) -> tuple[DatedSession, ...]:
        """
        Its dated sessions in order of time.
        """
        kept = set(self.placements)
        return tuple(one for one in self.timetable.sessions if one.placement in kept)

    def to_text(self, language: Language = "zh-CN") -> str:
        """
        Write the week day by day, a line a meeting.

        Example:
            See `Timetable.by_venue`.
        """
        from community_edu.scheduling.weekly_grids import week_text

        return week_text(self, language)

    def to_html(self, language: Language = "zh-CN") -> str:
        """
        Write the week as an HTML table; every text is escaped.
        """
        from community_edu.scheduling.weekly_grids import week_table

        return week_table(self, language)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"TimetableView(by={self.by!r}, id={self.id!r}, placements={len(self.placements)})"

    def _repr_html_(self) -> str:
        return self.to_html()


@attrs.frozen(repr=False)
class Timetable:
    """
    Where and when everything is. In a notebook it shows as a week.

    Attributes:
        problem: What was asked for.
        placements: The meetings, in the order of the sections.
        status: ``optimal``: proven the best; ``feasible``: nothing hard is broken;
            ``partial``: something is not placed; ``infeasible``: proven that there is
            none, and nothing is placed; ``by_hand``: nobody has judged it.
        cost: What its soft demands cost, as the solver counts; `None` if nobody did.
        bound: No timetable costs less than this; `None` where nothing is proven.
        unplaced: What could not be placed, with the reason.
        note: What a reader should know of how it was made.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> weeks = TeachingWeeks(first=date(2026, 9, 7), number=2, periods=["09:00-10:30"])
        >>> section = TimetableSection(id="choir", name="合唱班")
        >>> problem = TimetableProblem([section], [], [], weeks)
        >>> timetable = Timetable(problem, [Placement(section="choir", weekday="TUE", period=1)])
        >>> [str(session.start) for session in timetable.sessions]
        ['2026-09-08 09:00:00', '2026-09-15 09:00:00']
        >>> print(timetable.by_section("choir").to_text("en"))
        合唱班
        Tuesday
          09:00–10:30  合唱班
    """

    problem: TimetableProblem
    placements: tuple[Placement, ...] = attrs.field(converter=tuple[Placement, ...])
    status: TimetableStatus = "by_hand"
    cost: int | None = None
    bound: int | None = None
    unplaced: tuple[Unplaced, ...] = attrs.field(default=(), converter=tuple[Unplaced, ...])
    note: Text | None = attrs.field(default=None, kw_only=True)

    def weeks_of(self, placement: Placement) -> tuple[int, ...]:
        """
        Return the weeks that a placement has and its section, too.
        """
        number = self.problem.weeks.number
        weeks = placement.weeks.among(number)
        section = self.problem.sections_by_id.get(placement.section)
        if section is None:
            return weeks
        also = set(section.weeks.among(number))
        return tuple(week for week in weeks if week in also)

    def sessions_of(self, placement: Placement) -> tuple[DatedSession, ...]:
        """
        Return the dated sessions of a placement in the order of its weeks.

        There are none in a week whose lessons of that day fall out, and none at all on a
        day or in periods that the teaching weeks do not have.
        """
        weeks = self.problem.weeks
        section = self.problem.sections_by_id.get(placement.section)
        last = placement.period + (section.length if section else 1) - 1
        if not 1 <= placement.period <= last <= len(weeks.periods):
            return ()
        begins, ends = weeks.periods[placement.period - 1].start, weeks.periods[last - 1].end
        return tuple(
            DatedSession(
                placement=placement,
                week=week,
                start=datetime.combine(day, begins),
                end=datetime.combine(day, ends),
            )
            for week in self.weeks_of(placement)
            if (day := weeks.day_of(week, placement.weekday)) is not None
        )

    @cached_property
    def sessions(self) -> tuple[DatedSession, ...]:
        """
        Every dated session in order of time, then of the placements.
        """
        found = [one for placement in self.placements for one in self.sessions_of(placement)]
        return tuple(sorted(found, key=lambda one: one.start))

    def by_venue(self, venue: str) -> TimetableView:
        """
        Return what is in one venue.

        Raises:
            UnknownReferenceError: The problem has no such venue.
        """
        known: dict[str, Text] = {one.id: one.name for one in self.problem.venues}
        chosen = (one for one in self.placements if one.venue == venue)
        return self._view("venue", venue, known, chosen)

    def by_educator(self, educator: str) -> TimetableView:
        """
        Return what one educator teaches.

        Raises:
            UnknownReferenceError: The problem has no such educator.
        """
        known: dict[str, Text] = {one.id: one.name for one in self.problem.educators}
        chosen = (one for one in self.placements if one.educator == educator)
        return self._view("educator", educator, known, chosen)

    def by_group(self, group: str) -> TimetableView:
        """
        Return what one group of learners attends.

        Raises:
            UnknownReferenceError: No section has such a group.
        """
        known = {one: Text(one) for section in self.problem.sections for one in section.groups}
        return self._view("group", group, known, self._with(group, lambda one: one.groups))

    def by_audience(self, audience: str) -> TimetableView:
        """
        Return what is for one audience.

        Raises:
            UnknownReferenceError: No section is for such an audience.
        """
        codes = {one for section in self.problem.sections for one in section.audiences}
        known = {code: audience_text(code) for code in codes}
        chosen = self._with(audience, lambda one: one.audiences)
        return self._view("audience", audience, known, chosen)

    def by_section(self, section: str) -> TimetableView:
        """
        Return the meetings of one section.

        Raises:
            UnknownReferenceError: The problem has no such section.
        """
        known: dict[str, Text] = {one.id: one.title for one in self.problem.sections}
        chosen = (one for one in self.placements if one.section == section)
        return self._view("section", section, known, chosen)

    @property
    def view(self) -> TimetableView:
        """
        All of it.
        """
        title = self.problem.name or Text("课程表", en="timetable")
        return TimetableView(
            timetable=self, by="problem", id="", title=title, placements=self.placements
        )

    def summary(self, language: Language = "zh-CN") -> str:
        """
        Say in one line what it is and how good.
        """
        return "".join(_summary(self, language))

    def to_html(self, language: Language = "zh-CN") -> str:
        """
        Write the week as an HTML table; every text is escaped.
        """
        return self.view.to_html(language)

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        return (
            f"Timetable(status={self.status!r}, placements={len(self.placements)}, "
            f"cost={self.cost}, bound={self.bound}, unplaced={len(self.unplaced)})"
        )

    def _repr_html_(self) -> str:
        return self.to_html()

    def _with(
        self, wanted: str, names: Callable[[TimetableSection], tuple[str, ...]]
    ) -> Iterator[Placement]:
        sections = self.problem.sections_by_id
        for placement in self.placements:
            section = sections.get(placement.section)
            if section is not None and wanted in names(section):
                yield placement

    def _view(
        self, by: ViewedBy, wanted: str, known: Mapping[str, Text], chosen: Iterable[Placement]
    ) -> TimetableView:
        if wanted not in known:
            raise UnknownReferenceError((), *KINDS[by], wanted, tuple(known))
        return TimetableView(
            timetable=self, by=by, id=wanted, title=known[wanted], placements=tuple(chosen)
        )


def _summary(timetable: Timetable, language: Language) -> Iterator[str]:
    zh = language == "zh-CN"
    status = STATUS_LABELS[timetable.status].to(language)
    placed, left = len(timetable.placements), len(timetable.unplaced)
    yield f"{status}：排定 {placed} 次课" if zh else f"{status}: {placed} meetings placed"
    if left:
        yield f"，{left} 次未排" if zh else f", {left} not placed"
    if timetable.cost is not None:
        yield f"，代价 {timetable.cost}" if zh else f", cost {timetable.cost}"
    if timetable.bound is not None:
        yield f"（下界 {timetable.bound}）" if zh else f" (at least {timetable.bound})"
    if timetable.note is not None:
        yield f"；{timetable.note.zh}" if zh else f"; {timetable.note.to(language)}"
