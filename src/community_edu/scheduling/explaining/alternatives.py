"""
Alternatives (可选时间): where else one session could be, and what that would cost or break.
"""

from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, Text, UnknownReferenceError
from community_edu.base.html import escape
from community_edu.calendars import WEEKDAY_LABELS
from community_edu.courses import SectionId, section_id
from community_edu.scheduling.explaining.choices import Session
from community_edu.scheduling.explaining.differences import Differences
from community_edu.scheduling.explaining.ground import Ground
from community_edu.scheduling.judging import Violation
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement, Timetable


@attrs.define(slots=False)
class NoSuchMeetingError(CommunityEduError, LookupError):
    """
    A number of a meeting that a section does not have.
    """

    code: ClassVar[str] = "no-such-meeting"
    en: ClassVar[str] = "'{section}' has no meeting {number}; give a number from 1 to {meetings}"
    zh: ClassVar[str] = "“{section}”没有第 {number} 次课，请写 1 到 {meetings}"

    section: str
    number: int
    meetings: int


@attrs.define(slots=False)
class NotPlacedError(CommunityEduError, LookupError):
    """
    A meeting that a timetable has nowhere.
    """

    code: ClassVar[str] = "not-placed"
    en: ClassVar[str] = "meeting {number} of '{section}' is not placed; ask of one that is"
    zh: ClassVar[str] = "“{section}”第 {number} 次课未排入课程表，请选已排的课"

    section: str
    number: int


@attrs.frozen(kw_only=True)
class Alternative:
    """
    Another place for a meeting, everything else staying as it is.

    Attributes:
        placement: Where it would be.
        cost: What the timetable would cost more; less if negative.
        breaks: Hard demands that would be broken and are not now, or broken further.
        swap: Where another meeting would go, which now stands in the way; `None` if nothing
            else is moved.
        text: All of that in one line.
    """

    placement: Placement
    cost: int
    breaks: tuple[Violation, ...] = attrs.field(default=(), repr=False)
    swap: Placement | None = None
    text: Text = attrs.field(repr=False)

    @property
    def free(self) -> bool:
        """
        Tell whether it breaks nothing.
        """
        return not self.breaks

    def message(self, language: Language = "zh-CN") -> str:
        """
        Say it in *language*.
        """
        return self.text.to(language)

    def __str__(self) -> str:
        return self.text.zh

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.text.zh)}</p>"


def alternatives(
    problem: TimetableProblem, timetable: Timetable, section: str, number: int = 1
) -> tuple[Alternative, ...]:
    """
    Tell where else a meeting could be (可选时间), and what each place would cost or break.

    Every time of the grid and every venue that suits the section is looked at, with the
    educator that it has. Where just one other meeting is in the way, and could take its
    place instead, both are also told as a swap. Costs are those of `check_timetable`.

    Args:
        problem: What was asked for.
        timetable: Where everything is.
        section: The section whose meeting it is.
        number: Which of its meetings, from 1.

    Returns:
        First what breaks nothing, the cheapest first; then what breaks least.

    Raises:
        UnknownReferenceError: There is no such section.
        NoSuchMeetingError: It has no such meeting.
        NotPlacedError: The meeting is nowhere in the timetable.

    Example:
        >>> from datetime import date
        >>> from community_edu.calendars import TeachingWeeks
        >>> from community_edu.scheduling.demands import PreferHours
        >>> from community_edu.scheduling.sections import TimetableSection
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 7), number=16, periods=["09:00-10:30"], weekdays=["MON", "TUE"]
        ... )
        >>> choir = TimetableSection(id="choir", name="合唱班")
        >>> wish = PreferHours(hours="TUE")
        >>> problem = TimetableProblem([choir], [], [], weeks, [wish])
        >>> made = Timetable(problem, [Placement(section="choir", weekday="MON", period=1)])
        >>> print(*alternatives(problem, made, "choir"))
        周二第 1 节：代价 -16
    """
    known = tuple(problem.sections_by_id)
    if section not in known:
        raise UnknownReferenceError(("section",), "section", "班级", section, known)
    meetings = problem.sections_by_id[section_id(section)].sessions
    placed = {one.number for one in timetable.placements if one.section == section}
    if not 1 <= number <= meetings:
        raise NoSuchMeetingError(section, number, meetings)
    if number not in placed:
        raise NotPlacedError(section, number)
    differences = Differences(problem, timetable)
    return _Search(problem, differences, Ground(problem), section, number).found()


@attrs.frozen(slots=False)
class _Search:
    problem: TimetableProblem
    differences: Differences
    ground: Ground
    section: str
    number: int

    def found(self) -> tuple[Alternative, ...]:
        """
        Return every other place, and swaps.
        """
        session = Session(self.ground.section_numbers[self.section], self.number)
        section = self.problem.sections[session.section]
        now = self.differences.placed[self.section, self.number]
        venues = [venue.id for venue in self.problem.venues_of(section)]
        places = dict.fromkeys(
            [*venues, *(one.venue for one in now)] if self.problem.venues else [None]
        )
        found: list[Alternative] = []
        for venue in places:
            for at in self.ground.times(section):
                plain = self.ground.placement(session, at, -1, -1)
                there = attrs.evolve(plain, venue=venue, educator=now[0].educator)
                if now == (there,):
                    continue
                moves = {(self.section, self.number): (there,)}
                cost, breaks = self.differences.of(moves)
                text = _line(self, there, cost, breaks=breaks)
                found.append(Alternative(placement=there, cost=cost, breaks=breaks, text=text))
                swap = self._swap(there, breaks)
                if swap is not None:
                    found.append(swap)
        return tuple(sorted(found, key=_order))

    # Swaps

    def _swap(self, there: Placement, breaks: tuple[Violation, ...]) -> Alternative | None:
        """
        Return the swap with the one meeting that is in the way, if it breaks nothing.
        """
        here = (self.section, self.number)
        others = {(one.section, one.number) for broken in breaks for one in broken.placements} - {
            here
        }
        if len(others) != 1 or len(self.differences.placed[here]) != 1:
            return None
        (other,) = others
        if other[0] == self.section:
            return None
        (now,) = self.differences.placed[here]
        section = self.problem.sections_by_id[_id(other[0])]
        if (
            len(self.differences.placed[other]) != 1
            or section.per != self.problem.sections_by_id[_id(self.section)].per
        ):
            return None
        (then,) = self.differences.placed[other]
        suited = {venue.id for venue in self.problem.venues_of(section)}
        for venue in dict.fromkeys([now.venue, then.venue]):
            if venue is not None and venue not in suited:
                continue
            gone = attrs.evolve(
                then,
                weekday=now.weekday,
                period=now.period,
                weeks=now.weeks if section.per == "term" else then.weeks,
                venue=venue,
            )
            cost, broken = self.differences.of({here: (there,), other: (gone,)})
            if not broken:
                text = _line(self, there, cost, swap=gone)
                return Alternative(placement=there, cost=cost, swap=gone, text=text)
        return None

    def where(self, one: Placement) -> Text:
        """
        Say where a placement is.
        """
        day, week = WEEKDAY_LABELS[one.weekday], one.weeks.text
        zh, en = f"{day.zh}第 {one.period} 节", f"{day.to('en')} period {one.period}"
        if week.isdigit():
            zh, en = f"第 {week} 周{zh}", f"week {week} {en}"
        venue = None if one.venue is None else self.problem.venues_by_id.get(one.venue)
        if venue is not None:
            zh, en = f"{zh}“{venue.name.zh}”", f"{en} in '{venue.name.to('en')}'"
        return Text(zh, en=en)


def _line(
    search: _Search,
    there: Placement,
    cost: int,
    *,
    breaks: tuple[Violation, ...] = (),
    swap: Placement | None = None,
) -> Text:
    where = search.where(there)
    zh, en = f"{where.zh}：代价 {cost:+}", f"{where.to('en')}: cost {cost:+}"
    if swap is not None:
        title = search.problem.sections_by_id[swap.section].title
        gone = search.where(swap)
        zh += f"，“{title.zh}”换到{gone.zh}"
        en += f", '{title.to('en')}' goes to {gone.to('en')}"
    if breaks:
        zh += f"，但{'；'.join(one.text.zh for one in breaks)}"
        en += f", but {'; '.join(one.text.to('en') for one in breaks)}"
    return Text(zh, en=en)


def _order(one: Alternative) -> tuple[int, int, int]:
    return sum(broken.amount for broken in one.breaks), one.cost, one.swap is not None


def _id(section: str) -> SectionId:
    return SectionId(section)
