"""
Day rules: when something happens every year, as values.

A rule knows no year; `occurrences` gives its days in one. Rules have a short
text form that reads back (``nth_weekday(5, SUN, 2)``, see `rule_texts`). What a
rule cannot date it says in `unresolved`; what it had to assume, in `remarks`.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar, Literal, Protocol, TypeAlias, cast

import attrs

from community_edu.base import CommunityEduError, Finding, FindingKind, Text, closest
from community_edu.calendars.lunar import LunarDate, month_length
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.solar_terms import SolarTerm, solar_term, solar_term_date
from community_edu.calendars.spans import Span, month_end

FIRST_YEAR = 1901
LAST_YEAR = 2100
"""
The civil years of which every rule can speak: the lunar table ends with 2100.
"""

TABLES_FROM = 1900
"""
The first year of the lunar and solar tables. Of its days, those before 31 January
belong to the lunar year 1899, which is not in them.
"""

LONGEST_RUN = 366
"""
The most days that a rule may span, or move another rule by.
"""

LAST_LUNAR_MONTHS = {11, 12}
"""
The months of a lunar year that may fall in the next civil year.
"""

Weekday: TypeAlias = Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
WEEKDAYS: tuple[Weekday, ...] = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")

ANCHOR_ASSUMED = FindingKind(
    "anchor-assumed",
    "info",
    zh="原文只说每 {months} 个月，没有说从哪个月起，这里取每期的最后一天",
    en="the plan says every {months} months without a month to start from; each period's last "
    "day is taken",
)
DATE_BY_PRACTICE = FindingKind(
    "date-by-practice",
    "warning",
    zh="{year} 年的日期尚未公布，这里按惯例取 {rule}",
    en="the date for {year} is not announced; by practice it is {rule}",
)
NOT_ANNOUNCED = FindingKind(
    "not-announced",
    "warning",
    zh="{year} 年的日期由当年通知规定，没有可用的通知",
    en="the date for {year} is set by a notice of that year, and none is at hand",
)
UNRESOLVED_TEXT = FindingKind(
    "unresolved-text",
    "warning",
    zh="“{text}”无法换算成日期：{why}",
    en="'{text}' cannot be turned into dates: {why}",
)


@attrs.define(slots=False)
class ImpossibleDateError(CommunityEduError, ValueError):
    """
    A day, month or weekday that no calendar has.
    """

    code: ClassVar[str] = "impossible-date"
    en: ClassVar[str] = "{what} {value} does not exist; it can be {possible}"
    zh: ClassVar[str] = "{what} {value} 不存在，可以是 {possible}"

    what: Text
    value: object
    possible: str


@attrs.define(slots=False)
class UnknownNameError(CommunityEduError, LookupError):
    """
    A name in a rule that no observance, term or holiday has.
    """

    code: ClassVar[str] = "unknown-observance"
    en: ClassVar[str] = "'{name}' names no observance, school holiday or rule here{hint_en}"
    zh: ClassVar[str] = "“{name}”不是已知的节日、学校假期或规则{hint_zh}"

    name: str
    known: tuple[str, ...] = ()

    def facts(self) -> dict[str, object]:
        """
        Return the fields, with the nearest known name as advice.
        """
        near = closest(self.name, self.known)
        english, chinese = (
            (f"; did you mean '{near}'?", f"，是否应为“{near}”？") if near else ("", "")
        )
        return super().facts() | {"hint_en": english, "hint_zh": chinese}


@attrs.define(slots=False)
class YearOutOfRangeError(CommunityEduError, ValueError):
    """
    A year beyond the lunar table.
    """

    code: ClassVar[str] = "year-out-of-range"
    en: ClassVar[str] = "the year {year} is out of range; take one from {first} to {last}"
    zh: ClassVar[str] = "年份 {year} 超出范围，可用 {first} 至 {last} 年"

    year: int
    first: int
    last: int


def checked_year(year: int, first: int = FIRST_YEAR) -> int:
    """
    Return *year* if it is one from *first* to 2100.

    Raises:
        YearOutOfRangeError: It is not.
    """
    if not first <= year <= LAST_YEAR:
        raise YearOutOfRangeError(year, first, LAST_YEAR)
    return year


class Names(Protocol):
    """
    What gives names in rules their meaning; see `almanacs.Almanac`.
    """

    def rule(self, name: str) -> "Rule":
        """
        Return the rule that *name* stands for, or raise `UnknownNameError`.
        """
        ...


class _NoNames:
    """
    The meaning of names where no almanac is given: none.
    """

    def rule(self, name: str) -> "Rule":
        raise UnknownNameError(name)


NO_NAMES: Names = _NoNames()


@attrs.frozen
class Rule:
    """
    The common face of all day rules.

    `function` is the rule's name in the text form, whose arguments are the
    fields of the class in their order.
    """

    function: ClassVar[str] = ""

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        """
        Return the runs of days in *year*, in order.

        A run belongs to the year in which it starts (for rules relative to
        another day: to the year of that day). There may be none, and more than
        one: a lunar day falls 0, 1 or 2 times in a civil year.

        Args:
            year: A civil year, 1901 to 2100 where the moon is involved.
            names: What names in the rule stand for.

        Raises:
            UnknownNameError: The rule holds a name that *names* does not have.
        """
        raise NotImplementedError

    def parts(self) -> tuple["Rule", ...]:
        """
        Return the rules of which this one is made; none for a simple rule.
        """
        return ()

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        """
        Say what this rule cannot date in *year*, and why.
        """
        return tuple(f for part in self.parts() for f in part.unresolved(year, names))

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        """
        Say what this rule had to assume to date *year*.
        """
        return tuple(f for part in self.parts() for f in part.remarks(year, names))

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002 - some rules have names
        """
        Return the period by which its occurrences are told apart: one a year, one a month …

        An occurrence that moves within its period is still the same one, for
        calendar feeds above all.
        """
        return "year"

    def named(self) -> Iterator[str]:
        """
        Yield the names that the rule refers to.
        """
        for part in self.parts():
            yield from part.named()

    def arguments(self) -> Iterator[str]:
        """
        Yield the arguments of the text form; defaults are left out.
        """
        for field in attrs.fields(type(self)):
            value: object = getattr(self, field.name)
            if value != field.default:
                text = argument_text(value)
                yield f"{field.name}={text}" if field.kw_only else text

    def __str__(self) -> str:
        return f"{self.function}({', '.join(self.arguments())})"


def argument_text(value: object) -> str:
    """
    Write one argument of the text form.
    """
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return f"[{', '.join(map(argument_text, items))}]"
    return str(value)


def _month(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if not 1 <= value <= 12:  # noqa: PLR2004 - months
        raise ImpossibleDateError(Text("月份", en="month"), value, "1–12")


def _check_day(month: int, day: int) -> None:
    longest = 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31  # noqa: PLR2004
    if not 1 <= day <= longest:
        raise ImpossibleDateError(
            Text("日期", en="day"), f"{month}-{day}", f"{month}-1 – {month}-{longest}"
        )


def _weekday(instance: object, attribute: object, value: str) -> None:  # noqa: ARG001 - attrs asks
    if value not in WEEKDAYS:
        raise ImpossibleDateError(Text("星期", en="weekday"), value, ", ".join(WEEKDAYS))


def check_length(days: int) -> None:
    """
    Refuse a number of days that no run of days in a year can have.
    """
    if not 1 <= days <= LONGEST_RUN:
        raise ImpossibleDateError(Text("天数", en="number of days"), days, f"1–{LONGEST_RUN}")


def day_of(year: int, month: int, day: int) -> date | None:
    """
    Return the date, or `None` for 29 February of a common year.
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


@attrs.frozen
class FixedDate(Rule):
    """
    The same day every year: ``fixed(3, 24)``. 29 February falls in leap years only.
    """

    function: ClassVar[str] = "fixed"

    month: int = attrs.field(validator=_month)
    day: int
    days: int = attrs.field(default=1, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_day(self.month, self.day)
        check_length(self.days)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        day = day_of(year, self.month, self.day)
        return (Span(day, day + timedelta(days=self.days)),) if day else ()


@attrs.frozen
class DateRange(Rule):
    """
    From one day through another: ``span(8, 1, 8, 7)``.

    A range whose end comes before its start in the year ends in the next one.
    """

    function: ClassVar[str] = "span"

    first_month: int = attrs.field(validator=_month)
    first_day: int
    last_month: int = attrs.field(validator=_month)
    last_day: int

    def __attrs_post_init__(self) -> None:
        _check_day(self.first_month, self.first_day)
        _check_day(self.last_month, self.last_day)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        crosses = (self.last_month, self.last_day) < (self.first_month, self.first_day)
        first = day_of(year, self.first_month, self.first_day) or date(year, 3, 1)
        last_year = year + crosses
        last = day_of(last_year, self.last_month, self.last_day) or date(last_year, 2, 28)
        return (Span.through(first, last),) if first <= last else ()


@attrs.frozen
class MonthSpan(Rule):
    """
    A whole month: ``month(4)``.
    """

    function: ClassVar[str] = "month"

    month: int = attrs.field(validator=_month)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return (Span.through(date(year, self.month, 1), month_end(year, self.month)),)


Part: TypeAlias = Literal["early", "middle", "late"]
_PARTS: dict[str, tuple[int, int | None]] = {
    "early": (1, 10),
    "middle": (11, 20),
    "late": (21, None),
}


def _part(instance: object, attribute: object, value: str) -> None:  # noqa: ARG001 - attrs asks
    if value not in _PARTS:
        raise ImpossibleDateError(Text("旬", en="part"), value, ", ".join(_PARTS))


@attrs.frozen
class MonthPart(Rule):
    """
    A third of a month (上旬, 中旬, 下旬): ``part(5, early)`` is 1–10 May.
    """

    function: ClassVar[str] = "part"

    month: int = attrs.field(validator=_month)
    part: Part = attrs.field(validator=_part)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        first, last = _PARTS[self.part]
        end = date(year, self.month, last) if last else month_end(year, self.month)
        return (Span.through(date(year, self.month, first), end),)


@attrs.frozen
class NthWeekday(Rule):
    """
    The n-th weekday of a month: ``nth_weekday(5, SUN, 2)``; −1 is the last.
    """

    function: ClassVar[str] = "nth_weekday"

    month: int = attrs.field(validator=_month)
    weekday: Weekday = attrs.field(validator=_weekday)
    n: int

    def __attrs_post_init__(self) -> None:
        if self.n not in {-5, -4, -3, -2, -1, 1, 2, 3, 4, 5}:
            raise ImpossibleDateError(Text("序数", en="n"), self.n, "1–5, -5 – -1")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        wanted = WEEKDAYS.index(self.weekday)
        if self.n > 0:
            first = date(year, self.month, 1)
            day = first + timedelta(days=(wanted - first.weekday()) % 7 + 7 * (self.n - 1))
        else:
            last = month_end(year, self.month)
            day = last - timedelta(days=(last.weekday() - wanted) % 7 - 7 * (self.n + 1))
        return (Span.day(day),) if day.month == self.month else ()


@attrs.frozen
class IsoWeek(Rule):
    """
    The n-th week of a month (第三周): ``iso_week(9, 3)``; −1 is the last.

    Weeks run Monday to Sunday and belong to the month of their Thursday, as in
    ISO 8601. The published dates of the Putonghua week follow this count since
    2014; before, a Sunday-start count was in use.
    """

    function: ClassVar[str] = "iso_week"

    month: int = attrs.field(validator=_month)
    n: int

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        thursdays = NthWeekday(self.month, "THU", self.n).occurrences(year, names)
        return tuple(
            Span(day.start - timedelta(days=3), day.start + timedelta(days=4)) for day in thursdays
        )

    def __attrs_post_init__(self) -> None:
        NthWeekday(self.month, "THU", self.n)


@attrs.frozen
class WeekContaining(Rule):
    """
    The week, Monday to Sunday, around a day: ``week_containing(5, 15)``.
    """

    function: ClassVar[str] = "week_containing"

    month: int = attrs.field(validator=_month)
    day: int

    def __attrs_post_init__(self) -> None:
        _check_day(self.month, self.day)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        day = day_of(year, self.month, self.day)
        if day is None:
            return ()
        monday = day - timedelta(days=day.weekday())
        return (Span(monday, monday + timedelta(days=7)),)


@attrs.frozen
class Weekly(Rule):
    """
    The same weekdays every week: ``weekly([SAT, SUN])``.
    """

    function: ClassVar[str] = "weekly"

    weekdays: tuple[Weekday, ...] = attrs.field(
        converter=tuple[Weekday, ...],
        validator=attrs.validators.deep_iterable(_weekday),
    )

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days: list[int] = []
        for weekday in {WEEKDAYS.index(day) for day in self.weekdays}:
            days.extend(range(first + (weekday + 1 - first) % 7, last + 1, 7))
        return tuple(Span.day(date.fromordinal(day)) for day in sorted(days))

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "week" if len(set(self.weekdays)) == 1 else "day"


@attrs.frozen
class Monthly(Rule):
    """
    A day of every month, or of some: ``monthly(5)``, ``monthly(-1, months=[6, 12])``.

    Negative days count from the end, so that −1 is the last day whatever the
    month; a day that a month does not have does not fall in it.
    """

    function: ClassVar[str] = "monthly"

    day: int
    months: tuple[int, ...] = attrs.field(
        default=(),
        converter=tuple[int, ...],
        validator=attrs.validators.deep_iterable(_month),
        kw_only=True,
    )

    def __attrs_post_init__(self) -> None:
        if self.day == 0 or not -31 <= self.day <= 31:  # noqa: PLR2004 - days of a month
            raise ImpossibleDateError(Text("日期", en="day"), self.day, "1–31, -31 – -1")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        days: list[Span] = []
        for month in sorted(set(self.months)) or range(1, 13):
            last = month_end(year, month).day
            day = self.day if self.day > 0 else last + 1 + self.day
            if 1 <= day <= last:
                days.append(Span.day(date(year, month, day)))
        return tuple(days)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return "month"


_GRAINS: dict[int, PeriodUnit] = {3: "quarter", 6: "half_year", 12: "year"}


@attrs.frozen
class EveryMonths(Rule):
    """
    Every n months where the plan does not say which (半年度例会): ``every_months(6)``.

    The last day of each run of n months is taken: a report on "the past three
    months" can only be made at their end. The assumption is a remark.
    """

    function: ClassVar[str] = "every_months"

    months: int

    def __attrs_post_init__(self) -> None:
        if self.months not in {1, 2, 3, 4, 6, 12}:
            raise ImpossibleDateError(Text("月数", en="months"), self.months, "1, 2, 3, 4, 6, 12")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        ends = range(self.months, 13, self.months)
        return tuple(Span.day(month_end(year, month)) for month in ends)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:  # noqa: ARG002
        return _GRAINS.get(self.months, "month")

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:  # noqa: ARG002
        return (Finding(ANCHOR_ASSUMED, items={"months": self.months}),)


@attrs.frozen
class Lunar(Rule):
    """
    A day of the Chinese calendar (农历): ``lunar(9, 9)``; day −1 is the month's last.

    Leap months do not repeat a festival. A day may fall twice in a civil year
    (the 8th of the 12th month in 2022), or not at all (2023).
    """

    function: ClassVar[str] = "lunar"

    month: int = attrs.field(validator=_month)
    day: int

    def __attrs_post_init__(self) -> None:
        if self.day == 0 or not -30 <= self.day <= 30:  # noqa: PLR2004 - days of a lunar month
            raise ImpossibleDateError(Text("日期", en="day"), self.day, "1–30, -30 – -1")

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        checked_year(year, FIRST_YEAR if self.month in LAST_LUNAR_MONTHS else TABLES_FROM)
        days: list[Span] = []
        for lunar_year in (year - 1, year)[year == TABLES_FROM :]:
            length = month_length(lunar_year, self.month)
            day = self.day if self.day > 0 else length + 1 + self.day
            if 1 <= day <= length:
                civil = LunarDate(lunar_year, self.month, day).to_date()
                if civil.year == year:
                    days.append(Span.day(civil))
        return tuple(days)


@attrs.frozen
class SolarTermDay(Rule):
    """
    The day of a solar term (节气): ``solar_term(qingming)``.
    """

    function: ClassVar[str] = "solar_term"

    term: SolarTerm = attrs.field(converter=solar_term)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        checked_year(year, TABLES_FROM)
        return (Span.day(solar_term_date(year, self.term)),)

    def arguments(self) -> Iterator[str]:
        yield self.term.key


@attrs.frozen
class Named(Rule):
    """
    A rule by name: an observance, a school holiday, the public holidays.
    """

    name: str

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        return names.rule(self.name).occurrences(year, names)

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return names.rule(self.name).unresolved(year, names)

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return names.rule(self.name).remarks(year, names)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:
        return names.rule(self.name).grain(names)

    def named(self) -> Iterator[str]:
        yield self.name

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Unresolved(Rule):
    """
    Words that nobody could date, and why: ``unresolved('适时', 'no date is given')``.
    """

    function: ClassVar[str] = "unresolved"

    text: str
    why: str

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return ()

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:  # noqa: ARG002
        return (Finding(UNRESOLVED_TEXT, items={"text": self.text, "why": self.why}),)

    def arguments(self) -> Iterator[str]:
        yield repr(self.text)
        yield repr(self.why)
