"""
Quotas: how often something must happen, period by period.

"At least once a quarter" is not "at least four times a year": the periods are
counted one by one. A quota says nothing of dates.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, Language, label
from community_edu.calendars.periods import PERIOD_UNITS, Period, PeriodUnit, periods

UNITS = (*PERIOD_UNITS, "term", "window")
"""
What a quota may be counted per. A calendar knows the first ones only.
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
    A quota that dates alone cannot decide.
    """

    code: ClassVar[str] = "uncountable-quota"
    en: ClassVar[str] = (
        "'{text}' cannot be counted in dates alone, which know no terms, windows or members of a "
        "set; see whether a quota is countable first"
    )
    zh: ClassVar[str] = "仅凭日期无法清点“{text}”（学期、时段或集合成员），请先看 countable"

    text: str


_QUOTA = re.compile(
    r"\s*(?:(>=|<=|==)\s*(\d{1,6})|(\d{1,6})\s*\.\.\s*(\d{1,6}))"
    r"\s+per\s+([a-z_]+)(?:\s+each\s+([a-z][a-z0-9_-]*))?\s*",
    re.ASCII,
)


@attrs.frozen
class Shortfall:
    """
    A period in which a quota is not kept, with what was counted there.
    """

    period: Period
    counted: int


@attrs.frozen
class Quota:
    """
    A count obligation (每季度不少于一次): at least, at most or exactly n in each period.

    Attributes:
        at_least: The least that must happen in each period.
        at_most: The most that may happen, or `None` for no limit.
        per: The period that is counted: one of `PERIOD_UNITS`, ``term`` or
            ``window`` (each placement window of the duty).
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
        Tell whether a calendar alone can decide it: not per term, window or member.
        """
        return self.per in PERIOD_UNITS and self.each is None

    def kept_by(self, count: int) -> bool:
        """
        Tell whether *count* in one period is as it should be.
        """
        return count >= self.at_least and (self.at_most is None or count <= self.at_most)

    def shortfalls(self, days: Iterable[date], year: int) -> tuple[Shortfall, ...]:
        """
        Return the periods of *year* in which *days* do not keep the quota.

        Each day counts once, in the period in which it lies; days outside the
        year count nowhere.

        Raises:
            UncountableQuotaError: The quota is not `countable`.
        """
        if not self.countable:
            raise UncountableQuotaError(str(self))
        counted = list(days)
        found: list[Shortfall] = []
        for period in periods(cast("PeriodUnit", self.per), year):
            count = sum(day in period.span for day in counted)
            if not self.kept_by(count):
                found.append(Shortfall(period, count))
        return tuple(found)

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
