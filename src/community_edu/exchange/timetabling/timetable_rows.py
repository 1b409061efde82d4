"""
What people write in the rows of a timetable: days, periods, names.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import ClassVar, Final

import attrs

from community_edu.base import CommunityEduError, Language, Text, UnknownReferenceError
from community_edu.calendars import (
    WEEKDAY_LABELS,
    WEEKDAYS,
    ClassPeriod,
    ImpossibleDateError,
    Weekday,
    WeekPattern,
    minute_of,
)
from community_edu.exchange.converting import (
    NUMBER,
    MissingKeyError,
    WrongChoiceError,
    WrongTypeError,
)
from community_edu.exchange.timetabling.problem_tables import unique_names, unknown_name, weeks_text
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "section": ("班级", "班级编号"),
    "number": ("第几次", "次序"),
    "date": ("日期",),
    "weekday": ("星期",),
    "period": ("节次",),
    "start": ("开始", "开始时间"),
    "end": ("结束", "结束时间"),
    "weeks": ("周次",),
    "venue": ("教室", "场所"),
    "educator": ("教师", "讲师"),
}
"""
What an entry of a timetable says, with what stands above its column in Chinese.
"""


def _spellings(number: int, day: Weekday) -> tuple[str, ...]:
    label = WEEKDAY_LABELS[day]
    names = (label.zh[-1], "天") if number == len(WEEKDAYS) else (label.zh[-1],)
    chinese = [f"{before}{name}" for before in ("周", "星期", "礼拜") for name in names]
    return (day, label.to("en").upper(), str(number), label.zh[-1], *chinese)


DAYS: Final[Mapping[str, Weekday]] = {
    said: day for number, day in enumerate(WEEKDAYS, start=1) for said in _spellings(number, day)
}
"""
How people write the days of the week; English in capitals.
"""

_CLOCK = re.compile(r"(\d{1,2})[:：](\d\d)(?::00)?(?:\s*[-–—~～至].*)?", re.ASCII)
_ORDINAL = re.compile(r"第?\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[节次]?课?", re.ASCII)
_DIGITS = "一二三四五六七八九"
_NUMBERS = {
    **{digit: number for number, digit in enumerate(_DIGITS, start=1)},
    **{f"十{digit}": number for number, digit in enumerate(("", *_DIGITS), start=10)},
    **{f"二十{digit}": number for number, digit in enumerate(("", *_DIGITS), start=20)},
}
_DATE = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?: 00:00:00)?", re.ASCII
)


@attrs.define(slots=False)
class OtherPeriodError(CommunityEduError, ValueError):
    """
    A period and a time that do not go together.
    """

    code: ClassVar[str] = "other-period"
    en: ClassVar[str] = "period {period} begins at {begins}, not at {start}; correct one of them"
    zh: ClassVar[str] = "第 {period} 节 {begins} 开始，不是 {start}，请改正其中之一"

    period: int
    begins: str
    start: str


@attrs.define(slots=False)
class OtherDayError(CommunityEduError, ValueError):
    """
    A date and a weekday or week that do not go together.
    """

    code: ClassVar[str] = "other-day"
    en: ClassVar[str] = "{day} is {found}, not {said}; correct one of them"
    zh: ClassVar[str] = "{day} 是{found}，不是{said}，请改正其中之一"

    day: str
    found: Text
    said: str


@attrs.define(slots=False)
class NoLessonsError(CommunityEduError, ValueError):
    """
    A session on a day without lessons.
    """

    code: ClassVar[str] = "no-lessons"
    en: ClassVar[str] = "no lessons are held on {day}; it is closed, or outside the weeks"
    zh: ClassVar[str] = "{day} 不上课：停课，或不在教学周内"

    day: str


@attrs.frozen
class Row:
    """
    What is said of one meeting, as texts, and where a problem with one of them is noted.
    """

    said: Mapping[str, str]
    note: Callable[[str, CommunityEduError], object]


@attrs.frozen
class Called:
    """
    The things of one kind, by what people call them.
    """

    kind: tuple[str, str]
    names: Mapping[str, Text]

    @cached_property
    def ids(self) -> dict[str, str]:
        """
        The identifiers, by themselves and by names of one thing only.
        """
        return unique_names(self.names.items())

    def find(self, row: Row, key: str) -> str | None:
        """
        Return the identifier of what a row says; note that there is none of that name.
        """
        said = row.said.get(key)
        if not said:
            return None
        if said in self.ids:
            return self.ids[said]
        row.note(key, unknown_name(self.kind, said, self.names.items()))
        return None

    def tell(self, id_: str | None, language: Language) -> str | None:
        """
        Return the name of a thing, or its identifier where another has the same name.
        """
        if id_ is None or id_ not in self.names:
            return id_
        name = self.names[id_].to(language)
        return name if self.ids.get(name) == id_ else id_


def called(problem: TimetableProblem) -> tuple[Called, Called, Called]:
    """
    Return the sections, venues and educators of *problem* by their names.
    """
    return (
        Called(("section", "班级"), {one.id: one.title for one in problem.sections}),
        Called(("venue", "场所"), {one.id: one.name for one in problem.venues}),
        Called(("educator", "教师"), {one.id: one.name for one in problem.educators}),
    )


def placements_of(rows: Iterable[Row], problem: TimetableProblem) -> list[Placement]:
    """
    Return the meetings that rows tell of; what cannot be told is noted and left out.
    """
    sections, venues, educators = called(problem)
    held = {day: cell for cell, day in problem.weeks.dates.items()}
    met: Counter[str] = Counter()
    found: list[Placement] = []
    for row in rows:
        section = sections.find(row, "section")
        if not row.said.get("section"):
            row.note("section", MissingKeyError("section"))
        venue, educator = venues.find(row, "venue"), educators.find(row, "educator")
        weekday, weeks = _days(row, held)
        period = _period(row, problem.weeks.periods)
        number = _number(row)
        if section is not None and number is None:
            met[section] += 1
            number = met[section]
        if section is not None and weekday is not None and weeks is not None and period is not None:
            placement = Placement(
                section=section,
                number=number or 1,
                weekday=weekday,
                period=period,
                weeks=weeks,
                venue=venue,
                educator=educator,
            )
            found.append(placement)
    return found


def _days(
    row: Row, held: Mapping[date, tuple[int, Weekday]]
) -> tuple[Weekday | None, WeekPattern | None]:
    """
    Return the weekday and the weeks of a row, from its date if it has one.
    """
    said = row.said.get("weekday", "")
    found = DAYS.get(said.upper())
    dated = row.said.get("date")
    if said and found is None:
        row.note("weekday", WrongChoiceError(said, WEEKDAYS))
    elif not said and not dated:
        row.note("weekday", MissingKeyError("weekday"))
    weeks: WeekPattern | None = None
    try:
        weeks = WeekPattern(weeks_text(row.said.get("weeks", "")))
    except CommunityEduError as error:
        row.note("weeks", error)
    if not dated:
        return found, weeks
    day = _date(dated, held)
    if day is None:
        row.note("date", ImpossibleDateError(Text("日期", en="date"), repr(dated), "'2027-01-31'"))
        return None, None
    if day not in held:
        row.note("date", NoLessonsError(str(day)))
        return None, None
    week, weekday = held[day]
    own = WEEKDAYS[day.weekday()]
    if found not in {None, weekday, own}:
        row.note("weekday", OtherDayError(str(day), _lessons_of(own, weekday), said))
    if weeks is not None and week not in weeks.among(week):
        other = Text(f"第 {week} 周", en=f"in week {week}")
        row.note("weeks", OtherDayError(str(day), other, row.said.get("weeks", "")))
    return weekday, WeekPattern(str(week))


def _lessons_of(own: Weekday, weekday: Weekday) -> Text:
    """
    Say which day it is, and which day's lessons it makes up.
    """
    label, made_up = WEEKDAY_LABELS[own], WEEKDAY_LABELS[weekday]
    if own == weekday:
        return label
    return Text(
        f"{label.zh}（上{made_up.zh}的课）",
        en=f"{label.to('en')} (with the lessons of {made_up.to('en')})",
    )


def _date(said: str, held: Iterable[date]) -> date | None:
    """
    Return the date that a text says; without a year it is the only one on which lessons are held.
    """
    parts = _DATE.fullmatch(said.strip())
    if not parts:
        return None
    month, day = int(parts[2]), int(parts[3])
    if parts[1] is None:
        same = [one for one in held if (one.month, one.day) == (month, day)]
        return same[0] if len(same) == 1 else None
    try:
        return date(int(parts[1]), month, day)
    except ValueError:
        return None


def _number(row: Row) -> int | None:
    said = row.said.get("number")
    if not said:
        return None
    if (number := _ordinal(said)) is not None:
        return number
    row.note("number", WrongTypeError(NUMBER, Text(said)))
    return 1


def _ordinal(said: str) -> int | None:
    """
    Return the number that a text says: ``3``, ``第3节``, ``第三节``.
    """
    ordinal = _ORDINAL.fullmatch(said)
    if not ordinal:
        return None
    return int(ordinal[1]) if ordinal[1].isascii() else _NUMBERS.get(ordinal[1])


def _period(row: Row, periods: Sequence[ClassPeriod]) -> int | None:
    """
    Return the period that a row names by its number, its name or the time at which it begins.
    """
    begins = {minute_of(one.start): number for number, one in enumerate(periods, start=1)}
    named = {
        name: number
        for number, one in enumerate(periods, start=1)
        for name in (one.title.zh, one.title.to("en"))
    }
    found: dict[str, int] = {}
    for key in ("period", "start"):
        said = row.said.get(key)
        if not said:
            continue
        ordinal, clock = _ordinal(said), _CLOCK.fullmatch(said)
        if said in named:
            found[key] = named[said]
        elif ordinal is not None:
            found[key] = ordinal
        elif clock and int(clock[1]) * 60 + int(clock[2]) in begins:
            found[key] = begins[int(clock[1]) * 60 + int(clock[2])]
        else:
            known = (*named, *(f"{one.start:%H:%M}" for one in periods))
            row.note(key, UnknownReferenceError((), "period", "节次", said, known))
            return None
    if not found:
        row.note("period", MissingKeyError("period"))
        return None
    period = found.get("period", found.get("start", 0))
    if found.get("start", period) != period and period <= len(periods):
        start = f"{periods[found['start'] - 1].start:%H:%M}"
        row.note("start", OtherPeriodError(period, f"{periods[period - 1].start:%H:%M}", start))
    return period
