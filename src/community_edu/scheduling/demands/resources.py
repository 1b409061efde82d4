"""
Demands on rooms, people and groups: who can be where.
"""

from collections.abc import Iterable
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Text
from community_edu.scheduling.demands.base import Demand, ResourceDemand, code_text


@attrs.frozen(kw_only=True)
class NoClash(ResourceDemand):
    """
    No venue, educator or group is in two sessions at the same time.

    Amount: pairs of dated sessions that share time and such a resource; a pair that shares
    several groups counts once. The people of a section are a group, too, whether it has
    others or none: two of its own sessions cannot be at the same time.

    Attributes:
        of: ``venue``, ``educator`` or ``group``.

    Example:
        >>> demand = NoClash(of="educator")
        >>> demand.id, demand.text.en
        ('no-clash-educator', 'no educator is in two sessions at the same time')
    """

    kind: ClassVar[str] = "no-clash"
    zh: ClassVar[str] = "同一{of}不能同时有两次课"
    en: ClassVar[str] = "no {of} is in two sessions at the same time"


@attrs.frozen(kw_only=True)
class Capacity(Demand):
    """
    A venue holds the people of a section.

    Amount: people without a seat, over the dated sessions. A venue without a capacity
    holds everybody.
    """

    kind: ClassVar[str] = "capacity"
    zh: ClassVar[str] = "场所容得下班级的人数"
    en: ClassVar[str] = "a venue holds the people of a section"


@attrs.frozen(kw_only=True)
class SuitableVenue(Demand):
    """
    A session is in a venue of those that its section allows: listed, of a kind, at the
    place, with the equipment.

    Amount: dated sessions in another, or in none where the problem has venues.
    """

    kind: ClassVar[str] = "suitable-venue"
    zh: ClassVar[str] = "课在班级所允许的场所上：名单、种类、地点和设备都符合"
    en: ClassVar[str] = (
        "a session is in a venue that its section allows: as listed, of its kind, at its place, "
        "with its equipment"
    )


@attrs.frozen(kw_only=True)
class Qualified(Demand):
    """
    A section is taught by one of its educators, or by one who teaches its subject.

    Amount: dated sessions taught by another or by nobody, of the sections that need
    somebody.
    """

    kind: ClassVar[str] = "qualified"
    zh: ClassVar[str] = "班级由指定的或能教该科目的教师授课"
    en: ClassVar[str] = "a section is taught by one of its educators, or who teaches its subject"


@attrs.frozen(kw_only=True)
class SameEducator(Demand):
    """
    The meetings of a section in one week are taught by the same educator.

    Solvers always keep it: they choose one educator for a section. It is a demand so that
    a timetable made by hand is judged.

    Amount: for each section and week, the educators beyond the first. Nobody is no
    educator.
    """

    kind: ClassVar[str] = "same-educator"
    zh: ClassVar[str] = "一个班级在一周内由同一位教师授课"
    en: ClassVar[str] = "the meetings of a section in one week are taught by the same educator"


@attrs.frozen(kw_only=True)
class EducatorAvailable(Demand):
    """
    An educator teaches in their hours and not while they are busy.

    Amount: dated sessions not wholly in the hours, or sharing time with a busy time. The
    weekday that hours ask for is that of the placement: on a working day that is made up
    (调休) people work as on the day that it stands for. Busy times are real dates.
    """

    kind: ClassVar[str] = "educator-available"
    zh: ClassVar[str] = "教师在自己的可授课时间内上课，不占用其有事的时间"
    en: ClassVar[str] = "an educator teaches in their hours and not while they are busy"


@attrs.frozen(kw_only=True)
class VenueOpen(Demand):
    """
    A venue is used while it is open and not taken.

    Amount: dated sessions not wholly in the hours, or sharing time with a busy time. The
    weekday is that of the placement, as for `EducatorAvailable`.
    """

    kind: ClassVar[str] = "venue-open"
    zh: ClassVar[str] = "场所在开放且未被占用时使用"
    en: ClassVar[str] = "a venue is used while it is open and not taken"


@attrs.frozen(kw_only=True)
class Pinned(Demand):
    """
    What is pinned stays where it is.

    Amount: for each pin, the placements of its meetings that differ from it in any part
    that it gives. A placement has the week of a pin if it has just that week. A meeting
    without a placement differs from nothing: `EverySession` counts it.
    """

    kind: ClassVar[str] = "pinned"
    zh: ClassVar[str] = "固定的安排保持不变"
    en: ClassVar[str] = "what is pinned stays where it is"


@attrs.frozen(kw_only=True)
class WorkingLimits(Demand):
    """
    No educator teaches more than their minutes a day and a week, and sessions a term.

    Amount: minutes above a limit, over dates and weeks, plus sessions above. A session
    takes the minutes from its start to its end, breaks between its periods included.
    """

    kind: ClassVar[str] = "working-limits"
    zh: ClassVar[str] = "教师每天、每周的授课时长和一学期的次数不超过其上限"
    en: ClassVar[str] = "no educator teaches more minutes a day or a week, or sessions, than agreed"


@attrs.frozen(kw_only=True)
class EnoughTravel(Demand):
    """
    An educator has time for the way between two sessions of one day.

    Amount: pairs of dated sessions of one educator on one date, the later beginning
    sooner after the end of the earlier than the way takes. Sessions that share time are
    no such pair; sessions with others between them are.
    """

    kind: ClassVar[str] = "travel"
    zh: ClassVar[str] = "教师在两次课之间来得及赶路"
    en: ClassVar[str] = "an educator has time for the way from one session to another"


@attrs.frozen(kw_only=True)
class ShortWays(Demand):
    """
    Ways between sessions that follow closely are short.

    Amount: pairs of dated sessions of one educator on one date whose way takes more than
    `longer_than` minutes, the later beginning at most `within` minutes after the end of
    the earlier, and not before it.

    Attributes:
        longer_than: Minutes.
        within: Minutes.
    """

    kind: ClassVar[str] = "short-ways"
    zh: ClassVar[str] = "教师相隔 {within} 分钟以内的两次课，路程不超过 {longer_than} 分钟"
    en: ClassVar[str] = (
        "between sessions of an educator within {within} minutes the way takes at most "
        "{longer_than}"
    )

    weight: int | None = 1
    longer_than: int = 15
    within: int = 60

    def _parts(self) -> tuple[str, ...]:
        return (str(self.longer_than), str(self.within))

    def _facts(self) -> dict[str, object]:
        return {"longer_than": self.longer_than, "within": self.within}

    def _problems(self) -> Iterable[CommunityEduError]:
        return self._at_least(longer_than=0, within=0)


@attrs.frozen(kw_only=True)
class NearHome(Demand):
    """
    Educators with a home place teach near it.

    Amount: dated sessions whose venue is more than `minutes` from the educator's home.
    """

    kind: ClassVar[str] = "near-home"
    zh: ClassVar[str] = "教师的授课点离家不超过 {minutes} 分钟路程"
    en: ClassVar[str] = "educators teach at most {minutes} minutes from home"

    weight: int | None = 1
    minutes: int = 30

    def _parts(self) -> tuple[str, ...]:
        return (str(self.minutes),)

    def _facts(self) -> dict[str, object]:
        return {"minutes": self.minutes}

    def _problems(self) -> Iterable[CommunityEduError]:
        return self._at_least(minutes=0)


@attrs.frozen(kw_only=True)
class NotOversized(Demand):
    """
    A small section does not take a large room.

    Amount: dated sessions in a venue with a capacity of more than `times` the size of
    the section. Sections of size 0, of which nothing is said, do not count.
    """

    kind: ClassVar[str] = "not-oversized"
    zh: ClassVar[str] = "场所的容量不超过班级人数的 {times} 倍"
    en: ClassVar[str] = "no venue holds more than {times} times the people of a section"

    weight: int | None = 1
    times: int = 2

    def _parts(self) -> tuple[str, ...]:
        return (str(self.times),)

    def _facts(self) -> dict[str, object]:
        return {"times": self.times}

    def _problems(self) -> Iterable[CommunityEduError]:
        return self._at_least(times=1)


@attrs.frozen(kw_only=True)
class SameVenue(Demand):
    """
    All meetings of a section are in one venue.

    Amount: for each section, the venues of its dated sessions beyond the first.
    """

    kind: ClassVar[str] = "same-venue"
    zh: ClassVar[str] = "一个班级的课都在同一场所"
    en: ClassVar[str] = "all meetings of a section are in one venue"

    weight: int | None = 1


@attrs.frozen(kw_only=True)
class FairLoad(Demand):
    """
    Work is shared evenly (负担均衡).

    Amount: dated sessions of the educator with the most, less those of the one with the
    fewest, among the educators of an employment who may teach at least one section. Who
    teaches nothing has 0.

    Attributes:
        employment: Of whom: ``volunteer``; empty: of all.
    """

    kind: ClassVar[str] = "fair-load"
    zh: ClassVar[str] = "{who}的授课次数尽量相等"
    en: ClassVar[str] = "{who} teach equally many sessions"

    weight: int | None = 1
    employment: str = ""

    def _parts(self) -> tuple[str, ...]:
        return (self.employment,) if self.employment else ()

    def _facts(self) -> dict[str, object]:
        everybody = Text("各位教师", en="all educators")
        return {"who": code_text("employment", self.employment) if self.employment else everybody}
