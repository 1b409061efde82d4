"""
Teaching weeks (教学周): the weeks, days and periods in which classes can meet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, Literal, TypeAlias

import attrs

from community_edu.base import (
    CommunityEduError,
    Finding,
    FindingKind,
    Path,
    ProblemsError,
    Text,
    text,
)
from community_edu.calendars.holidays import HolidayCalendar
from community_edu.calendars.spans import Span, civil_day
from community_edu.calendars.weekdays import WEEKDAY_LABELS, WEEKDAYS, Weekday
from community_edu.calendars.weekly_hours import minute_of
from community_edu.calendars.workdays import WorkCalendar

PartOfDay: TypeAlias = Literal["morning", "afternoon", "evening"]

PART_LABELS: Mapping[PartOfDay, Text] = {
    "morning": Text("上午", en="morning"),
    "afternoon": Text("下午", en="afternoon"),
    "evening": Text("晚上", en="evening"),
}
"""
The parts of a day, in their order.
"""

NOON, EVENING = 12 * 60, 18 * 60
MOST_WEEKS = 60
MOST_PERIODS = 48
LONGEST_PATTERN = 200
LAST_FIRST = date(9998, 1, 1)

MAKE_UP_DAY_OPEN = FindingKind(
    "make-up-day-open",
    "warning",
    zh="通知规定 {day}（{weekday}）上班，但没有说明补哪一天的课，当天未排课，请由学校确定",
    en="by the notice {day} ({weekday}) is worked, but nobody says which day's lessons it makes "
    "up; nothing is taught on it until the school decides",
)
TAUGHT_ON_HOLIDAY = FindingKind(
    "taught-on-holiday",
    "warning",
    zh="{day}（{weekday}）排了课，而当天{holiday}放假",
    en="{day} ({weekday}) is taught, although it is off for {holiday}",
)
HOLIDAYS_NOT_ANNOUNCED = FindingKind(
    "teaching-weeks-not-announced",
    "warning",
    zh="{year} 年的放假通知不在手边，其放假和调休可能改变教学周",
    en="the holiday notice of {year} is not at hand; its days off and shifted working days may "
    "change the teaching weeks",
)

_RUN = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?", re.ASCII)
_PERIOD = re.compile(r"(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)", re.ASCII)


@attrs.define(slots=False)
class UnreadableWeeksError(CommunityEduError, ValueError):
    """
    A text that names no weeks of a term.
    """

    code: ClassVar[str] = "unreadable-weeks"
    en: ClassVar[str] = "'{value}' names no weeks; write all, odd, even, 1-9 or 2,4,6-8"
    zh: ClassVar[str] = "“{value}”不是教学周，请写 all、odd、even、1-9 或 2,4,6-8"

    value: str


@attrs.define(slots=False)
class UnreadablePeriodError(CommunityEduError, ValueError):
    """
    A text that says no period of a day.
    """

    code: ClassVar[str] = "unreadable-period"
    en: ClassVar[str] = "'{value}' is no period of a day; write it as 08:00-08:45"
    zh: ClassVar[str] = "“{value}”不是一节课的时间，请写成 08:00-08:45"

    value: str


@attrs.define(slots=False)
class BadPeriodError(CommunityEduError, ValueError):
    """
    A period in which no class can be.
    """

    code: ClassVar[str] = "bad-period"
    en: ClassVar[str] = (
        "a period cannot be from {start} to {end}; it ends later than it starts on the same day, "
        "in whole minutes of local time"
    )
    zh: ClassVar[str] = (
        "一节课不能从 {start} 到 {end}，应在同一天内晚于开始时结束，用当地时间的整分钟"
    )

    start: time
    end: time


@attrs.define(slots=False)
class BadTeachingWeeksError(CommunityEduError, ValueError):
    """
    One thing about teaching weeks that cannot be.
    """

    code: ClassVar[str] = "bad-teaching-weeks"
    en: ClassVar[str] = "{reason}"
    zh: ClassVar[str] = "{reason}"

    path: Path
    reason: Text


def _without_spaces(value: str) -> str:
    return "".join(value.split())


@attrs.frozen
class WeekPattern:
    """
    Some of the weeks of a term: ``all``, ``odd`` (单周), ``even`` (双周), ``1-9``, ``2,4,6-8``.

    Attributes:
        text: The pattern as it is written, without spaces.

    Raises:
        UnreadableWeeksError: The text names no weeks.

    Example:
        >>> WeekPattern("odd").among(6), WeekPattern("2, 4-9").among(6)
        ((1, 3, 5), (2, 4, 5, 6))
    """

    text: str = attrs.field(default="all", converter=_without_spaces)

    def __attrs_post_init__(self) -> None:
        if self.text in {"all", "odd", "even"}:
            return
        runs = [_RUN.fullmatch(part) for part in self.text[:LONGEST_PATTERN].split(",")]
        if len(self.text) > LONGEST_PATTERN or not all(
            run and 1 <= int(run[1]) <= int(run[2] or run[1]) for run in runs
        ):
            raise UnreadableWeeksError(self.text[:40])

    @classmethod
    def of(cls, weeks: Iterable[int]) -> "WeekPattern":
        """
        Return the pattern that names exactly *weeks*, counted from 1.

        Raises:
            UnreadableWeeksError: There are none, or one is below 1 or above 99.

        Example:
            >>> print(WeekPattern.of([7, 1, 2, 3]))
            1-3,7
        """
        runs: list[list[int]] = []
        for week in sorted(set(weeks)):
            if runs and runs[-1][-1] == week - 1:
                runs[-1] = [runs[-1][0], week]
            else:
                runs.append([week])
        return cls(",".join("-".join(map(str, run)) for run in runs))

    def among(self, number: int) -> tuple[int, ...]:
        """
        Return the weeks that it names in a term of *number* weeks, counted from 1.
        """
        weeks = range(1, number + 1)
        if self.text == "all":
            return tuple(weeks)
        if self.text in {"odd", "even"}:
            return tuple(week for week in weeks if (week % 2 == 1) == (self.text == "odd"))
        named: set[int] = set()
        for part in self.text.split(","):
            first, _, last = part.partition("-")
            named.update(range(int(first), int(last or first) + 1))
        return tuple(week for week in weeks if week in named)

    def __str__(self) -> str:
        return self.text


def week_pattern(value: WeekPattern | str) -> WeekPattern:
    """
    Take a pattern of weeks or its text.

    Example:
        >>> week_pattern("even").among(5)
        (2, 4)
    """
    return value if isinstance(value, WeekPattern) else WeekPattern(value)


@attrs.frozen
class ClassPeriod:
    """
    One period of the day (节次) in which a class can begin.

    Attributes:
        start: When it begins, in whole minutes of local time.
        end: When it is over, later on the same day.
        name: What it is called; its hours if nothing is said.

    Raises:
        BadPeriodError: It does not end after it starts, or has seconds or a zone.

    Example:
        >>> first = ClassPeriod.parse("08:00-08:45")
        >>> first.part, str(first), str(first.title)
        ('morning', '08:00-08:45', '08:00–08:45')
    """

    start: time
    end: time
    name: Text | None = attrs.field(default=None, converter=attrs.converters.optional(text))

    def __attrs_post_init__(self) -> None:
        edges = (self.start, self.end)
        if any(edge.second or edge.microsecond or edge.tzinfo for edge in edges) or not minute_of(
            self.start
        ) < minute_of(self.end):
            raise BadPeriodError(*edges)

    @classmethod
    def parse(cls, value: str) -> "ClassPeriod":
        """
        Read the hours of a period.

        Raises:
            UnreadablePeriodError: The text says something else.
            BadPeriodError: It ends before it starts.
        """
        found = _PERIOD.fullmatch(_without_spaces(value[:LONGEST_PATTERN]))
        try:
            hour, minute, last_hour, last_minute = map(int, found.groups() if found else ())
            edges = time(hour, minute), time(last_hour, last_minute)
        except ValueError:
            raise UnreadablePeriodError(value[:40]) from None
        return cls(*edges)

    @property
    def part(self) -> PartOfDay:
        """
        The part of the day in which it begins: before 12:00, before 18:00, or later.
        """
        minute = minute_of(self.start)
        return "morning" if minute < NOON else "afternoon" if minute < EVENING else "evening"

    @property
    def title(self) -> Text:
        """
        What a reader calls it.
        """
        return self.name or Text(f"{self.start:%H:%M}–{self.end:%H:%M}")

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def class_periods(values: Iterable[ClassPeriod | str]) -> tuple[ClassPeriod, ...]:
    """
    Take periods or their hours.

    Example:
        >>> [period.part for period in class_periods(["10:00-11:30", "14:00-15:30"])]
        ['morning', 'afternoon']
    """
    return tuple(one if isinstance(one, ClassPeriod) else ClassPeriod.parse(one) for one in values)


def _in_order(values: Iterable[Weekday]) -> tuple[Weekday, ...]:
    """
    Return weekdays from Monday on; what is none stands last, to be refused.
    """
    return tuple(sorted(values, key=lambda day: (*WEEKDAYS, day).index(day)))


def _civil_days(values: Iterable[date]) -> frozenset[date]:
    return frozenset(map(civil_day, values))


def _civil_moves(values: Mapping[date, date]) -> Mapping[date, date]:
    return {civil_day(on): civil_day(day) for on, day in sorted(values.items())}


@attrs.frozen(kw_only=True)
class TeachingWeeks:
    """
    The weeks of a term as a grid of weeks, weekdays and periods.

    What falls on a closed day is not taught. A day on which the lessons of another are
    made up (调休上课) teaches those of that other day and none of its own, so that one
    day never has to hold two: weeks and weekdays with lessons, and the days on which
    these are held, are one to one.

    Attributes:
        first: The Monday of the first week.
        number: How many weeks, at most 60.
        periods: The periods of each day, in order, none overlapping another.
        weekdays: The days on which classes can meet, from Monday on.
        closed: Days on which nothing is taught: holidays.
        moved: For a day that is made up: the day whose lessons are held on it.

    Raises:
        ProblemsError: All that cannot be: no week, no day, no period, periods out of
            order, a first day that is no Monday, a day moved from outside the weeks.

    Example:
        >>> weeks = TeachingWeeks(
        ...     first=date(2026, 9, 28),
        ...     number=2,
        ...     periods=["09:00-10:30"],
        ...     closed=[date(2026, 10, 1)],
        ...     moved={date(2026, 10, 10): date(2026, 10, 2)},
        ... )
        >>> print(weeks.day_of(1, "WED"), weeks.day_of(1, "THU"), weeks.day_of(1, "FRI"))
        2026-09-30 None 2026-10-10
    """

    first: date = attrs.field(converter=civil_day)
    number: int
    periods: tuple[ClassPeriod, ...] = attrs.field(converter=class_periods)
    weekdays: tuple[Weekday, ...] = attrs.field(default=WEEKDAYS[:5], converter=_in_order)
    closed: frozenset[date] = attrs.field(default=frozenset(), converter=_civil_days)
    moved: Mapping[date, date] = attrs.field(
        factory=dict[date, date], converter=_civil_moves, hash=False
    )

    def __attrs_post_init__(self) -> None:
        problems = [BadTeachingWeeksError(*problem) for problem in _problems(self)]
        if problems:
            raise ProblemsError("the teaching weeks cannot be", problems)

    @classmethod
    def of_term(
        cls,
        term: Span,
        *,
        periods: Iterable[ClassPeriod | str],
        holidays: HolidayCalendar,
        weekdays: Iterable[Weekday] = WEEKDAYS[:5],
        moved: Mapping[date, date] | None = None,
        closed: Iterable[date] = (),
        provisional: bool = False,
    ) -> "TeachingWeeks":
        """
        Return the weeks that *term* touches, closed on the public holidays.

        A notice names the Saturdays and Sundays that are worked (调休上班), but not the
        day whose lessons they make up: the school says so in *moved*. What it leaves
        open is not guessed: nothing is taught on such a day unless its weekday is one
        of *weekdays*, and `check_teaching_weeks` lists it.

        Args:
            term: The days of the term; the days of its first and last week outside it
                are closed.
            periods: The periods of each day.
            holidays: The notices at hand.
            weekdays: The days on which classes can meet.
            moved: For a day that is made up: the day whose lessons are held on it.
            closed: Other days on which nothing is taught.
            provisional: Whether a year without a notice is closed on the days off that
                the law sets; the notice may shift working days besides.

        Raises:
            HolidaysNotAnnouncedError: A year of the term has no notice, and
                *provisional* is not said.
            ProblemsError: The weeks cannot be; see `TeachingWeeks`.

        Example:
            >>> from community_edu.calendars import holidays
            >>> weeks = TeachingWeeks.of_term(
            ...     Span.parse("2026-09-01/2026-12-31"),
            ...     periods=["09:00-10:30", "14:00-15:30"],
            ...     holidays=holidays("CN"),
            ...     moved={date(2026, 9, 20): date(2026, 10, 6)},
            ... )
            >>> print(weeks.first, weeks.number, weeks.day_of(6, "TUE"), weeks.day_of(6, "MON"))
            2026-08-31 18 2026-09-20 None
        """
        first = term.start - timedelta(days=term.start.weekday())
        number = (term.last - first).days // 7 + 1
        calendar = WorkCalendar(holidays, provisional=provisional)
        whole = Span.of(first, 7 * number)
        off = (day for day in whole if day not in term or calendar.is_holiday(day))
        return cls(
            first=first,
            number=number,
            periods=periods,
            weekdays=weekdays,
            closed=(*off, *closed),
            moved={} if moved is None else moved,
        )

    def day_of(self, week: int, weekday: Weekday) -> date | None:
        """
        Return the day on which the lessons of *weekday* in *week* (from 1) are held.

        Returns:
            The day, that on which they are made up if they are moved, or `None` if they
            fall out, or if no class meets on such a day.
        """
        return self.dates.get((week, weekday))

    @cached_property
    def dates(self) -> Mapping[tuple[int, Weekday], date]:
        """
        The day on which the lessons of each week and weekday are held, if they are.
        """
        made_up = {day: on for on, day in self.moved.items()}
        found: dict[tuple[int, Weekday], date] = {}
        for week in range(1, self.number + 1):
            for weekday in self.weekdays:
                day = _day(self.first, week, weekday)
                if day in made_up:
                    found[week, weekday] = made_up[day]
                elif day not in self.closed and day not in self.moved:
                    found[week, weekday] = day
        return found

    @property
    def last(self) -> date:
        """
        The Sunday of the last week.
        """
        return self.first + timedelta(days=7 * self.number - 1)


def check_teaching_weeks(weeks: TeachingWeeks, holidays: HolidayCalendar) -> tuple[Finding, ...]:
    """
    Compare teaching weeks with the notices: what the school should decide or know.

    Returns:
        In the order of the days: years without a notice, worked days (调休上班) that make
        up the lessons of no day, and days off that are taught.

    Example:
        >>> from community_edu.calendars import holidays
        >>> weeks = TeachingWeeks(first=date(2026, 9, 14), number=1, periods=["09:00-10:30"])
        >>> for finding in check_teaching_weeks(weeks, holidays("CN")):
        ...     print(finding.message("en"))
        by the notice 2026-09-20 (Sunday) is worked, but nobody says which day's lessons it \
makes up; nothing is taught on it until the school decides
    """
    taught = set(weeks.dates.values())
    found: list[Finding] = []
    years: set[int] = set()
    for day in Span.of(weeks.first, 7 * weeks.number):
        if day.year not in years and not holidays.announced(day.year):
            found.append(Finding(HOLIDAYS_NOT_ANNOUNCED, items={"year": day.year}))
        years.add(day.year)
        facts = {"day": day, "weekday": WEEKDAY_LABELS[WEEKDAYS[day.weekday()]]}
        holiday = holidays.name(day)
        if day in taught and holiday is not None:
            found.append(Finding(TAUGHT_ON_HOLIDAY, items=facts | {"holiday": holiday}))
        elif day in holidays.worked and day not in taught and day not in weeks.closed:
            found.append(Finding(MAKE_UP_DAY_OPEN, items=facts))
    return tuple(found)


def _day(first: date, week: int, weekday: Weekday) -> date:
    return first + timedelta(days=7 * (week - 1) + WEEKDAYS.index(weekday))


def _problems(weeks: TeachingWeeks) -> Iterator[tuple[Path, Text]]:
    """
    Yield all that cannot be, with its place.
    """
    if weeks.first.weekday() != 0:
        yield (
            ("first",),
            Text(
                f"{weeks.first} 不是周一，请写第一周的周一",
                en=f"{weeks.first} is no Monday; give the Monday of the first week",
            ),
        )
    if weeks.first > LAST_FIRST:
        yield (("first",), Text("日期太远", en=f"{weeks.first} is too late; give a day before it"))
    if not 1 <= weeks.number <= MOST_WEEKS:
        yield (
            ("number",),
            Text(
                f"{weeks.number} 周不可能，应为 1 到 {MOST_WEEKS}",
                en=f"there cannot be {weeks.number} weeks; give 1 to {MOST_WEEKS}",
            ),
        )
    if not 1 <= len(weeks.periods) <= MOST_PERIODS:
        yield (
            ("periods",),
            Text(
                f"每天 {len(weeks.periods)} 节不可能，应为 1 到 {MOST_PERIODS}",
                en=f"a day cannot have {len(weeks.periods)} periods; give 1 to {MOST_PERIODS}",
            ),
        )
    for index, (one, other) in enumerate(pairwise(weeks.periods), 1):
        if other.start < one.end:
            yield (
                ("periods", index),
                Text(
                    f"{other} 在上一节 {one} 结束前开始，请按先后排列，不能重叠",
                    en=f"{other} begins before {one} is over; put periods in order, none "
                    "overlapping another",
                ),
            )
    yield from _problems_of_weekdays(weeks.weekdays)
    if 1 <= weeks.number <= MOST_WEEKS and weeks.first <= LAST_FIRST:
        yield from _problems_of_moves(weeks)


def _problems_of_weekdays(weekdays: tuple[str, ...]) -> Iterator[tuple[Path, Text]]:
    possible = ", ".join(WEEKDAYS)
    if not weekdays:
        yield (
            ("weekdays",),
            Text(
                f"没有上课的日子，应为 {possible} 中的一天或几天",
                en=f"there is no weekday; give one or more of {possible}",
            ),
        )
    for index, day in enumerate(weekdays):
        if day not in WEEKDAYS:
            yield (
                ("weekdays",),
                Text(
                    f"“{day}”不是星期，应为 {possible} 之一",
                    en=f"'{day}' is no weekday; it can be {possible}",
                ),
            )
        elif day in weekdays[:index]:
            yield (
                ("weekdays",),
                Text(f"{day} 重复，请删去一个", en=f"{day} stands twice; leave one out"),
            )


def _problems_of_moves(weeks: TeachingWeeks) -> Iterator[tuple[Path, Text]]:
    """
    Yield what would teach two lessons at once, or none: days and lessons must be one to one.
    """
    inside = Span.of(weeks.first, 7 * weeks.number)
    lessons: dict[date, date] = {}
    for on, day in weeks.moved.items():
        path = ("moved", str(on))
        if on not in inside:
            yield (
                path,
                Text(
                    f"补课日 {on} 不在教学周内",
                    en=f"{on} is to be made up outside the weeks; give a day inside them",
                ),
            )
        if on in weeks.closed:
            yield (
                path,
                Text(
                    f"{on} 是补课日，不能同时停课",
                    en=f"{on} is closed and made up; make it one of the two",
                ),
            )
        if day not in inside or WEEKDAYS[day.weekday()] not in weeks.weekdays:
            yield (
                path,
                Text(
                    f"{day} 本来没有课，不能补到 {on}",
                    en=f"{day} has no lessons that could be held on {on}; name a day that has",
                ),
            )
        if day in lessons:
            yield (
                path,
                Text(
                    f"{day} 的课已补在 {lessons[day]}，不能再补在 {on}",
                    en=f"the lessons of {day} are made up on {lessons[day]} already; they "
                    f"cannot be on {on} too",
                ),
            )
        lessons.setdefault(day, on)
