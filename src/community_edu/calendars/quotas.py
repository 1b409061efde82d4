"""
Quotas: how often something must happen, period by period.

"At least once a quarter" is not "at least four times a year": the periods are
counted one by one, and so are the members of a set. A quota says nothing of dates.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from itertools import accumulate
from operator import attrgetter
from typing import ClassVar

import attrs

from community_edu.base import CommunityEduError, Language, Text, label
from community_edu.calendars.periods import PERIOD_UNITS, SCHOOL_UNITS, Period, periods
from community_edu.calendars.spans import Span, civil_day
from community_edu.calendars.terms import SchoolTerms

UNITS = (*PERIOD_UNITS, *SCHOOL_UNITS, "window")
"""
What a quota may be counted per. Of a year alone only the first ones are known.
"""


@attrs.define(slots=False)
class QuotaSyntaxError(CommunityEduError, ValueError):
    """
    A quota that cannot be read, or that nothing could keep.
    """

    code: ClassVar[str] = "bad-quota"
    en: ClassVar[str] = (
        "'{text}' is not a quota; write '>= 1 per quarter', '== 10 per year' or '1..2 per "
        "half_year', per one of {units}"
    )
    zh: ClassVar[str] = (
        "“{text}”不是次数要求，请写“>= 1 per quarter”、“== 10 per year”或“1..2 per half_year”，"
        "期间可用 {units}"
    )

    text: str
    units: tuple[str, ...] = UNITS


@attrs.define(slots=False)
class UncountableQuotaError(CommunityEduError, ValueError):
    """
    A quota that cannot be counted without something that is not given.
    """

    code: ClassVar[str] = "uncountable-quota"
    en: ClassVar[str] = "'{text}' cannot be counted without {missing}"
    zh: ClassVar[str] = "缺少{missing}，无法清点“{text}”"

    text: str
    missing: Text


@attrs.define(slots=False)
class BadNumberOfTimesError(CommunityEduError, ValueError):
    """
    A number of times below nought.
    """

    code: ClassVar[str] = "bad-number-of-times"
    en: ClassVar[str] = "nothing takes place {number} times; give 0 or more"
    zh: ClassVar[str] = "次数不能是 {number}，请写 0 或更大的数"

    number: int


_QUOTA = re.compile(
    r"\s*(?:(>=|<=|==)\s*(\d{1,6})|(\d{1,6})\s*\.\.\s*(\d{1,6}))"
    r"\s+per\s+([a-z_]+)(?:\s+each\s+([a-z][a-z0-9_-]*))?\s*",
    re.ASCII,
)


def _span(days: date | Span) -> Span:
    return days if isinstance(days, Span) else Span.day(civil_day(days))


def _number(instance: object, attribute: object, value: int) -> None:  # noqa: ARG001 - attrs asks
    if value < 0:
        raise BadNumberOfTimesError(value)


@attrs.frozen
class Occasion:
    """
    Something that took place, or is to: on these days, for that member of a set.

    Attributes:
        span: The days; a date stands for that one day.
        member: For which member of a set it was (某个年级); `None` if that is
            not said.
        number: How many times it counts: 12 home visits on one day.

    Raises:
        BadNumberOfTimesError: *number* is below nought.

    Example:
        >>> Occasion(date(2026, 3, 5), "grade-10").span.days
        1
    """

    span: Span = attrs.field(converter=_span)
    member: str | None = None
    number: int = attrs.field(default=1, validator=_number)


@attrs.frozen
class Tally:
    """
    What was counted in one period, for one member of a set if it is counted by them.
    """

    period: Period
    counted: int
    member: str | None = None


@attrs.frozen
class Shortfall(Tally):
    """
    A period in which a quota is not kept, with what was counted there.

    Attributes:
        open: Whether that may still change: there is too little, but the period
            is not over.
    """

    open: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Quota:
    """
    A count obligation (每季度不少于一次): at least, at most or exactly n in each period.

    Attributes:
        at_least: The least that must happen in each period.
        at_most: The most that may happen, or `None` for no limit.
        per: The period that is counted: one of `PERIOD_UNITS`, ``school_year``,
            ``term`` or ``window`` (each placement window of the duty).
        each: The members of a set for which it holds one by one (每个年级), by
            the name of the set.

    Raises:
        QuotaSyntaxError: Nothing could keep it, or it has no text form.

    Example:
        >>> quota = Quota.parse(">= 1 per quarter")
        >>> [str(gap.period) for gap in quota.shortfalls([date(2026, 5, 8)], 2026)]
        ['2026-Q1', '2026-Q3', '2026-Q4']
    """

    at_least: int
    at_most: int | None
    per: str
    each: str | None = None

    def __attrs_post_init__(self) -> None:
        text = str(self)
        empty = self.at_most is not None and self.at_most < self.at_least
        if empty or self.per not in UNITS or not _QUOTA.fullmatch(text):
            raise QuotaSyntaxError(text)

    @classmethod
    def parse(cls, text: str) -> "Quota":
        """
        Read ``>= 1 per quarter``, ``== 10 per year``, ``1..2 per term each grade``.

        Raises:
            QuotaSyntaxError: The text is none of these, the period is unknown,
                or the range is empty.
        """
        match = _QUOTA.fullmatch(text)
        if not match:
            raise QuotaSyntaxError(text)
        sign, number, low, high, per, each = match.groups()
        least, most = (int(low), int(high)) if low else (int(number), int(number))
        if sign == ">=":
            return cls(least, None, per, each)
        return cls(0 if sign == "<=" else least, most, per, each)

    @property
    def countable(self) -> bool:
        """
        Tell whether a year is all that it takes to count: no terms, windows or members.
        """
        return self.per in PERIOD_UNITS and self.each is None

    def kept_by(self, count: int) -> bool:
        """
        Tell whether *count* in one period is as it should be.
        """
        return count >= self.at_least and (self.at_most is None or count <= self.at_most)

    def periods(self, within: int | Span, terms: SchoolTerms | None = None) -> tuple[Period, ...]:
        """
        Return the periods in which it is counted.

        Args:
            within: A civil year, or any run of days; see `periods`.
            terms: The school terms, for a quota per term or school year.

        Raises:
            UncountableQuotaError: They are windows, which only a duty has, or
                school terms that are not known.
        """
        if self.per in PERIOD_UNITS:
            return periods(self.per, within)
        found = periods(self.per, within, terms) if self.per in SCHOOL_UNITS and terms else ()
        if not found:
            per = Text(label("period", self.per, "zh-CN"), en=label("period", self.per, "en"))
            missing = Text(f"各{per.zh}的起止日期", en=f"the days of each {per.en}")
            raise UncountableQuotaError(str(self), missing)
        return found

    def count(
        self,
        done: Iterable[date | Occasion],
        within: int | Iterable[Period],
        *,
        members: Iterable[str] = (),
    ) -> tuple[Tally, ...]:
        """
        Count what is *done* period by period, and member by member if it holds for each.

        An occasion counts once, or its number of times, in the period in which
        it begins; outside the periods nowhere. One for no stated member counts
        for none.

        Args:
            done: What took place or is planned; a date stands for an occasion.
            within: The periods, or a civil year for its own ones.
            members: The members of the set, for a quota with `each`.

        Returns:
            A tally of each period and member, the periods in their order.

        Raises:
            UncountableQuotaError: The periods or the members are not known.

        Example:
            >>> grades = ["grade-10", "grade-11"]
            >>> talks = [Occasion(date(2026, 3, 5), "grade-10", number=2)]
            >>> quota = Quota.parse(">= 1 per half_year each grade")
            >>> for tally in quota.count(talks, 2026, members=grades):
            ...     print(tally.period, tally.member, tally.counted)
            2026-H1 grade-10 2
            2026-H1 grade-11 0
            2026-H2 grade-10 0
            2026-H2 grade-11 0
        """
        buckets = self.periods(within) if isinstance(within, int) else tuple(within)
        occasions = [one if isinstance(one, Occasion) else Occasion(one) for one in done]
        if self.each is None:
            counted = _counted(occasions, buckets)
            return tuple(Tally(*pair) for pair in zip(buckets, counted, strict=True))
        names = tuple(dict.fromkeys(members))
        if not names:
            zh, en = label("set", self.each, "zh-CN"), label("set", self.each, "en")
            missing = Text(f"“{zh}”的成员名单", en=f"the members of '{en}'")
            raise UncountableQuotaError(str(self), missing)
        by_member = [
            _counted([one for one in occasions if one.member == name], buckets) for name in names
        ]
        return tuple(
            Tally(period, counts[index], name)
            for index, period in enumerate(buckets)
            for name, counts in zip(names, by_member, strict=True)
        )

    def shortfalls(
        self,
        done: Iterable[date | Occasion],
        within: int | Iterable[Period],
        *,
        members: Iterable[str] = (),
        on: date | None = None,
    ) -> tuple[Shortfall, ...]:
        """
        Return the periods, and members, for which what is *done* does not keep the quota.

        Args:
            done: As for `count`.
            within: As for `count`.
            members: As for `count`.
            on: The day on which it is asked. What is done later does not count,
                and too little in a period that is not over by then is `open`.
                Without it every period is taken to be over.

        Raises:
            UncountableQuotaError: The periods or the members are not known.

        Example:
            >>> quota = Quota.parse(">= 1 per quarter")
            >>> gaps = quota.shortfalls([date(2026, 5, 8)], 2026, on=date(2026, 9, 30))
            >>> [(str(gap.period), gap.open) for gap in gaps]
            [('2026-Q1', False), ('2026-Q3', True), ('2026-Q4', True)]
        """
        occasions = [one if isinstance(one, Occasion) else Occasion(one) for one in done]
        if on is not None:
            occasions = [one for one in occasions if one.span.start <= on]
        return tuple(
            Shortfall(
                tally.period,
                tally.counted,
                tally.member,
                open=on is not None
                and tally.counted < self.at_least
                and on < tally.period.span.end,
            )
            for tally in self.count(occasions, within, members=members)
            if not self.kept_by(tally.counted)
        )

    def to(self, language: Language) -> str:
        """
        Say the quota to a reader: 每季度不少于 1 次.
        """
        per = label("period", self.per, language)
        if language == "zh-CN":
            each = f"每个{label('set', self.each, language)}" if self.each else ""
            amount = self._amount("不少于 {} 次", "不多于 {} 次", "恰好 {} 次", "有 {} 至 {} 次")
            return f"每{per}{each}{amount}"
        each = f" for each {label('set', self.each, language)}" if self.each else ""
        amount = self._amount("at least {}", "at most {}", "exactly {}", "{} to {}")
        return f"{amount} per {per}{each}"

    def _amount(self, least: str, most: str, exact: str, between: str) -> str:
        if self.at_most is None:
            return least.format(self.at_least)
        if self.at_least == self.at_most:
            return exact.format(self.at_least)
        if self.at_least == 0:
            return most.format(self.at_most)
        return between.format(self.at_least, self.at_most)

    def __str__(self) -> str:
        amount = self._amount(">= {}", "<= {}", "== {}", "{}..{}")
        each = f" each {self.each}" if self.each else ""
        return f"{amount} per {self.per}{each}"


def _counted(occasions: Iterable[Occasion], buckets: Iterable[Period]) -> list[int]:
    """
    Return how often *occasions* begin in each of *buckets*.
    """
    ordered = sorted(occasions, key=attrgetter("span.start"))
    starts = [occasion.span.start for occasion in ordered]
    sums = [0, *accumulate(occasion.number for occasion in ordered)]
    return [
        sums[bisect_left(starts, bucket.span.end)] - sums[bisect_left(starts, bucket.span.start)]
        for bucket in buckets
    ]
