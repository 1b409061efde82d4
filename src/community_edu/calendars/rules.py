"""
Rules: when something happens every year, as values.

A rule knows no year; `occurrences` gives its days in one. Rules have a short
text form that reads back (``nth_weekday(5, SUN, 2)``, see `rule_texts`). What a
rule cannot date it says in `unresolved`; what it had to assume, in `remarks`.
"""

import keyword
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, Finding, FindingKind, Text, closest
from community_edu.calendars.periods import PeriodUnit
from community_edu.calendars.spans import Span, in_order
from community_edu.calendars.workdays import WorkCalendar

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


class Names(ABC):
    """
    What gives names in rules their meaning, and says on which days people work.

    `Almanac` is the one for all days; subclasses need only `rule`.
    """

    @abstractmethod
    def rule(self, name: str) -> "Rule":
        """
        Return the rule that *name* stands for, or raise `UnknownNameError`.
        """

    def days(self, name: str, year: int) -> tuple[Span, ...]:
        """
        Return the days that *name* stands for in *year*.
        """
        return self.rule(name).occurrences(year, self)

    @property
    def workdays(self) -> WorkCalendar:
        """
        The working days; what no notice settles is answered from the law.
        """
        return WorkCalendar(provisional=True)


class _NoNames(Names):
    """
    The meaning of names where no almanac is given: none.
    """

    def rule(self, name: str) -> "Rule":
        raise UnknownNameError(name)


NO_NAMES: Names = _NoNames()


@attrs.frozen
class Rule(ABC):
    """
    The common face of all day rules.

    `function` is the rule's name in the text form, whose arguments are the
    fields of the class in their order.
    """

    function: ClassVar[str] = ""

    @abstractmethod
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

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:  # noqa: ARG002 - some rules have names
        """
        Return the first days of the runs as an RRULE of RFC 5545, or `None`.

        The text counts from a DTSTART that is itself one of those days, as the
        standard wants it, and then agrees with `occurrences` in every year. It
        is `None` where the standard has no words for the rule, such as a day of
        the moon or the next working day, and where only DTSTART could say from
        which year on it holds.

        Raises:
            UnknownNameError: The rule holds a name that *names* does not have.

        Example:
            >>> from community_edu.calendars import parse_rule
            >>> parse_rule("nth_weekday(5, SUN, 2)").to_rrule()
            'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU'
            >>> parse_rule("lunar(9, 9)").to_rrule() is None
            True
        """
        return None

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
    match value:
        case tuple():
            items = cast("tuple[object, ...]", value)
            return f"[{', '.join(map(argument_text, items))}]"
        case date():
            return f"'{value}'"
        case str() if not is_word(value):
            return repr(value)
        case _:
            return str(value)


def is_word(text: str) -> bool:
    """
    Tell whether *text* can stand in a rule without quotes, and reads back as it is.
    """
    normal = unicodedata.is_normalized("NFKC", text)  # Python reads names so
    return normal and text.isidentifier() and not keyword.iskeyword(text)


def rrule(freq: str, **parts: object) -> str:
    """
    Write an RRULE.

    Example:
        >>> rrule("YEARLY", BYMONTH=5, BYDAY="2SU", BYMONTHDAY=(1, 2))
        'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU;BYMONTHDAY=1,2'
    """
    lists = {
        key: ",".join(map(str, cast("tuple[object, ...]", value)))
        for key, value in parts.items()
        if isinstance(value, tuple)
    }
    return ";".join(f"{key}={value}" for key, value in {"FREQ": freq, **parts, **lists}.items())


def runs_around(rule: Rule, year: int, names: Names) -> tuple[Span, ...]:
    """
    Return the runs of *rule* in *year* and in the years beside it, as far as the tables reach.

    A window may begin in the year before: the winter holidays, the run-up to
    Spring Festival.
    """
    years = {year, *range(max(year - 1, FIRST_YEAR), min(year + 1, LAST_YEAR) + 1)}
    found = {run for nearby in years for run in rule.occurrences(nearby, names)}
    return tuple(in_order(found))


def check_length(days: int) -> None:
    """
    Refuse a number of days that no run of days in a year can have.
    """
    if not 1 <= days <= LONGEST_RUN:
        raise ImpossibleDateError(Text("天数", en="number of days"), days, f"1–{LONGEST_RUN}")


@attrs.frozen
class Named(Rule):
    """
    A rule by name: an observance, a school holiday, the public holidays.
    """

    name: str

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:
        return names.days(self.name, year)

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return names.rule(self.name).unresolved(year, names)

    def remarks(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:
        return names.rule(self.name).remarks(year, names)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:
        return names.rule(self.name).grain(names)

    def to_rrule(self, names: Names = NO_NAMES) -> str | None:
        return names.rule(self.name).to_rrule(names)

    def named(self) -> Iterator[str]:
        yield self.name

    def __str__(self) -> str:
        return self.name


ENTRY = "entry:"


def _entry_name(duty: str) -> str:
    return f"{ENTRY}{duty.removeprefix(ENTRY)}"


@attrs.frozen
class EntryDays(Named):
    """
    The days of another duty of the same plan: ``after(entry('opening'), days=7)``.

    Its name among `Names` is ``entry:`` and the identifier of the duty, so that
    only the names of a plan know it.

    Attributes:
        name: The identifier of the duty.
    """

    function: ClassVar[str] = "entry"

    name: str = attrs.field(converter=_entry_name)

    def __str__(self) -> str:
        return f"{self.function}({self.name.removeprefix(ENTRY)!r})"


@attrs.frozen
class Around(Rule):
    """
    A rule made of one other, occurrence by occurrence.
    """

    rule: Rule

    def parts(self) -> tuple[Rule, ...]:
        return (self.rule,)

    def grain(self, names: Names = NO_NAMES) -> PeriodUnit:
        return self.rule.grain(names)


@attrs.frozen
class Unresolved(Rule):
    """
    Words that nobody could date, and why: ``unresolved('适时', '没有日期', en='no date')``.

    A reason in one language is given in both.

    Attributes:
        text: The words.
        why: The reason, in Chinese.
        en: The same in English.
    """

    function: ClassVar[str] = "unresolved"

    text: str
    why: str
    en: str | None = attrs.field(default=None, kw_only=True)

    @classmethod
    def because(cls, text: str, reason: Text) -> "Unresolved":
        """
        Return the rule for words that could not be dated for such a *reason*.

        Example:
            >>> print(Unresolved.because("适时", Text("没有日期", en="no date is given")))
            unresolved('适时', '没有日期', en='no date is given')
        """
        return cls(text, reason.zh, en=reason.en)

    @property
    def reason(self) -> Text:
        """
        Why they could not be dated.
        """
        return Text(self.why, en=self.en)

    def occurrences(self, year: int, names: Names = NO_NAMES) -> tuple[Span, ...]:  # noqa: ARG002
        return ()

    def unresolved(self, year: int, names: Names = NO_NAMES) -> tuple[Finding, ...]:  # noqa: ARG002
        return (Finding(UNRESOLVED_TEXT, items={"text": self.text, "why": self.reason}),)

    def arguments(self) -> Iterator[str]:
        yield repr(self.text)
        yield repr(self.why)
        if self.en is not None:
            yield f"en={self.en!r}"
