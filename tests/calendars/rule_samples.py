"""
Day rules of every kind, for laws that hold for all of them.
"""

import keyword
import unicodedata
from datetime import date, timedelta
from typing import Final

import attrs
from hypothesis import strategies as st

from community_edu.calendars import (
    NO_NAMES,
    WEEKDAYS,
    After,
    Announced,
    Before,
    DateRange,
    EveryMonths,
    FixedDate,
    IsoWeek,
    Lunar,
    Monthly,
    MonthPart,
    MonthSpan,
    Named,
    Names,
    NthWeekday,
    Offset,
    Rule,
    SolarTerm,
    SolarTermDay,
    Span,
    Union,
    UnknownNameError,
    Unresolved,
    WeekContaining,
    Weekly,
    Years,
)

YEARS: Final = range(1950, 2100)
"""
The years in which rules are compared with dateutil.
"""

years = st.integers(1901, 2100)
months = st.integers(1, 12)
ordinals = st.sampled_from([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
month_days = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: (day.month, day.day))
"""
The 366 days that a year can have.
"""
lengths = st.integers(1, 366)

_words = st.text(max_size=12)


def _span(start_and_days: tuple[date, int]) -> Span:
    start, days = start_and_days
    return Span(start, start + timedelta(days=days))


spans = st.tuples(st.dates(date(1901, 1, 1), date(2100, 12, 1)), st.integers(1, 30)).map(_span)


def is_name(text: str) -> bool:
    """
    Tell whether *text* can be a name in a rule: a Python name that is written one way only.
    """
    return (
        text.isidentifier()
        and not keyword.iskeyword(text)
        and text == unicodedata.normalize("NFKC", text)
    )


names = st.sampled_from(
    ["double_ninth", "spring_festival", "summer_vacation", "public_holidays", "重阳节"]
) | st.text(max_size=8).filter(is_name)

fixed_dates = st.tuples(month_days, st.just(1) | lengths).map(
    lambda pair: FixedDate(*pair[0], days=pair[1])
)
nth_weekdays = st.builds(NthWeekday, months, st.sampled_from(WEEKDAYS), ordinals)
iso_weeks = st.builds(IsoWeek, months, ordinals)
weeklies = st.builds(Weekly, st.lists(st.sampled_from(WEEKDAYS), max_size=8))
monthlies = st.builds(
    Monthly,
    st.integers(-31, 31).filter(bool),
    months=st.lists(months, max_size=5),
)
every_months = st.builds(EveryMonths, st.sampled_from([1, 2, 3, 4, 6, 12]))
lunars = st.builds(Lunar, months, st.integers(-30, 30).filter(bool))

dated = st.one_of(
    fixed_dates,
    st.tuples(month_days, month_days).map(lambda ends: DateRange(*ends[0], *ends[1])),
    st.builds(MonthSpan, months),
    st.builds(MonthPart, months, st.sampled_from(["early", "middle", "late"])),
    nth_weekdays,
    iso_weeks,
    month_days.map(lambda day: WeekContaining(*day)),
    weeklies,
    monthlies,
    every_months,
    lunars,
    st.builds(SolarTermDay, st.sampled_from(SolarTerm)),
)
"""
Simple rules that need no names.
"""

leaves = st.one_of(
    dated,
    st.builds(Named, names),
    st.builds(Unresolved, _words, _words),
    st.builds(Announced, st.lists(spans, max_size=3)),
)


def _combined(inner: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    bounds = st.none() | years
    return st.one_of(
        st.builds(Before, inner, days=st.none() | lengths),
        st.builds(After, inner, days=st.none() | lengths),
        st.builds(Offset, inner, days=st.integers(-366, 366)),
        st.builds(Union, st.lists(inner, max_size=3)),
        st.builds(Years, inner, first=bounds, last=bounds),
        st.builds(Announced, st.lists(spans, max_size=2), otherwise=st.none() | inner),
    )


rules = st.recursive(leaves, _combined, max_leaves=6)
"""
Every rule that has a text form.
"""

nameless = st.recursive(dated, _combined, max_leaves=4)
"""
Rules that can be dated without an almanac.
"""


@attrs.frozen
class Meanings:
    """
    A small almanac: names and the rules that they stand for.
    """

    rules: dict[str, Rule]

    def rule(self, name: str) -> Rule:
        if name not in self.rules:
            raise UnknownNameError(name)
        return self.rules[name]


def starts(rule: Rule, year: int, meanings: Names = NO_NAMES) -> list[str]:
    """
    Return the first day of each occurrence, as people write it.
    """
    return [str(span.start) for span in rule.occurrences(year, meanings)]


def depth(rule: Rule) -> int:
    """
    Count how deep rules stand in one another.
    """
    return 1 + max(map(depth, rule.parts()), default=0)
