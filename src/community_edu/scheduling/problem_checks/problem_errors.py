"""
What makes a timetabling problem impossible, each with the place and with what to change.
"""

from datetime import date
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Path, Text


@attrs.define(slots=False)
class TooLargeForVenuesError(CommunityEduError, ValueError):
    """
    A section with more people than any of its venues holds.
    """

    code: ClassVar[str] = "too-large-for-venues"
    en: ClassVar[str] = (
        "'{section}' has {size} people and the largest of its venues, '{venue}', holds {capacity}; "
        "split it, allow a larger venue, or give capacity a weight"
    )
    zh: ClassVar[str] = (
        "“{section}”有 {size} 人，而它可用的最大场地“{venue}”只能容纳 {capacity} 人，"
        "请分班、增加更大的场地，或为容量要求（capacity）加权重"
    )

    path: Path
    section: Text
    size: int
    venue: Text
    capacity: int


@attrs.define(slots=False)
class NoVenueError(CommunityEduError, LookupError):
    """
    A section for which no venue serves.
    """

    code: ClassVar[str] = "no-venue"
    en: ClassVar[str] = "no venue serves '{section}': {asked}; add such a venue or ask for less"
    zh: ClassVar[str] = "没有场地适合“{section}”：{asked}，请增加这样的场地或放宽条件"

    path: Path
    section: Text
    asked: Text


@attrs.define(slots=False)
class NoEducatorError(CommunityEduError, LookupError):
    """
    A section that nobody can teach.
    """

    code: ClassVar[str] = "no-educator"
    en: ClassVar[str] = (
        "nobody teaches '{subject}', which '{section}' needs; add it to what an educator teaches, "
        "or list the educators of the section"
    )
    zh: ClassVar[str] = (
        "没有人能教“{section}”所需的“{subject}”，请在师资的 teaches 中加上，或列出本班的教师"
    )

    path: Path
    section: Text
    subject: str


@attrs.define(slots=False)
class NoWeekError(CommunityEduError, ValueError):
    """
    A section none of whose weeks has a day on which classes are held.
    """

    code: ClassVar[str] = "no-week"
    en: ClassVar[str] = (
        "nothing is taught in the weeks '{weeks}' of '{section}', in a term of {number} weeks; "
        "give it other weeks"
    )
    zh: ClassVar[str] = (
        "“{section}”的教学周 {weeks} 中没有可上课的日子（本学期共 {number} 周），请改为其他周"
    )

    path: Path
    section: Text
    weeks: str
    number: int


@attrs.define(slots=False)
class TooLongError(CommunityEduError, ValueError):
    """
    A meeting longer than any part of the day.
    """

    code: ClassVar[str] = "meeting-too-long"
    en: ClassVar[str] = (
        "a meeting of '{section}' takes {length} periods, and no part of the day has more than "
        "{most}; make it shorter and give it more sessions"
    )
    zh: ClassVar[str] = (
        "“{section}”每次 {length} 节，而上午、下午、晚上都不超过 {most} 节，请缩短并增加次数"
    )

    path: Path
    section: Text
    length: int
    most: int


@attrs.define(slots=False)
class TooManySessionsError(CommunityEduError, ValueError):
    """
    A section with more meetings than there are times.
    """

    code: ClassVar[str] = "too-many-sessions"
    en: ClassVar[str] = (
        "'{section}' asks for {sessions} sessions of {length} periods and its time has {most} "
        "periods in all; ask for fewer"
    )
    zh: ClassVar[str] = (
        "“{section}”要 {sessions} 次、每次 {length} 节，而可用的时间总共只有 {most} 节，请减少次数"
    )

    path: Path
    section: Text
    sessions: int
    length: int
    most: int


@attrs.define(slots=False)
class ProblemTooLargeError(CommunityEduError, ValueError):
    """
    A problem with more to choose from than is taken on.
    """

    code: ClassVar[str] = "problem-too-large"
    en: ClassVar[str] = (
        "the problem has {number} {what}, and {most} are the most; divide it by place or term"
    )
    zh: ClassVar[str] = "问题共有 {number} {what}，最多 {most}，请按地点或学期拆分"

    path: Path
    what: Text
    number: int
    most: int


@attrs.define(slots=False)
class TooManyPeopleError(CommunityEduError, ValueError):
    """
    A section of more people than any has.
    """

    code: ClassVar[str] = "too-many-people"
    en: ClassVar[str] = "'{section}' has {size} people; write {most} at most"
    zh: ClassVar[str] = "“{section}”的人数为 {size}，应不超过 {most}"

    path: Path
    section: Text
    size: int
    most: int


@attrs.define(slots=False)
class BadPinError(CommunityEduError, ValueError):
    """
    Something settled that cannot be.
    """

    code: ClassVar[str] = "bad-pin"
    en: ClassVar[str] = "'{section}' is pinned to {value}, but {reason}; change or drop the pin"
    zh: ClassVar[str] = "“{section}”固定在 {value}，但{reason}，请修改或删去这条固定安排"

    path: Path
    section: Text
    value: Text
    reason: Text


@attrs.define(slots=False)
class PinsDifferError(CommunityEduError, ValueError):
    """
    Two pins of one meeting that cannot both be kept.
    """

    code: ClassVar[str] = "pins-differ"
    en: ClassVar[str] = (
        "'{section}' is pinned to {value} here and to {other} by pins[{first}]; keep one"
    )
    zh: ClassVar[str] = (
        "“{section}”在此固定为 {value}，又由 pins[{first}] 固定为 {other}，请保留一处"
    )

    path: Path
    section: Text
    value: Text
    other: Text
    first: int


@attrs.define(slots=False)
class PinsClashError(CommunityEduError, ValueError):
    """
    Two meetings pinned to one venue or educator at one time.
    """

    code: ClassVar[str] = "pins-clash"
    en: ClassVar[str] = (
        "'{section}' and '{other}' are both pinned to '{what}' at one time; move one of them"
    )
    zh: ClassVar[str] = "“{section}”和“{other}”在同一时间都固定使用“{what}”，请移动其中一个"

    path: Path
    section: Text
    other: Text
    what: Text


@attrs.define(slots=False)
class CircularPrecedenceError(CommunityEduError, ValueError):
    """
    Sections each of which must come before the next, round in a circle.
    """

    code: ClassVar[str] = "circular-precedence"
    en: ClassVar[str] = "{ids} must each come before the next, in a circle; drop one of the demands"
    zh: ClassVar[str] = "{ids} 互为先后，形成循环，请删去其中一条先后要求"

    path: Path
    ids: tuple[str, ...]


@attrs.define(slots=False)
class PrecedenceOutOfReachError(CommunityEduError, ValueError):
    """
    A section that cannot be over before another begins, because of their weeks.
    """

    code: ClassVar[str] = "precedence-out-of-reach"
    en: ClassVar[str] = (
        "'{before}' is over on {ends} at the earliest and '{after}' begins on {starts} at the "
        "latest; give them weeks that follow one another"
    )
    zh: ClassVar[str] = (
        "“{before}”最早 {ends} 结束，而“{after}”最晚 {starts} 开始，请让两者的教学周一前一后"
    )

    path: Path
    before: str
    after: str
    starts: date
    ends: date
