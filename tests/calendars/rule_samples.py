"""
Day rules of every kind, for laws that hold for all of them.
"""

import keyword
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, TypeAlias, TypeVar

import attrs
from hypothesis import assume, reject
from hypothesis import strategies as st

from community_edu.calendars import (
    NO_NAMES,
    WEEKDAYS,
    ContradictoryWindowError,
    FixedDate,
    InWindow,
    Lunar,
    Named,
    Names,
    Rule,
    SolarTerm,
    Span,
    UnknownNameError,
)
from community_edu.calendars.rule_texts import FUNCTIONS, LONGEST

YEARS: Final = range(1950, 2100)
"""
The years in which rules are compared with dateutil.
"""

Rules: TypeAlias = st.SearchStrategy[Rule]
Bound = TypeVar("Bound", int, date)

years = st.integers(1901, 2100)
months = st.integers(1, 12)
ordinals = st.sampled_from([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
month_days = st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda day: (day.month, day.day))
"""
The 366 days that a year can have.
"""
lengths = st.integers(1, 366)
days = st.dates(date(1901, 1, 1), date(2100, 12, 1))

_words = st.text(max_size=12)
_weeks = st.integers(1, 52)
_weekdays = st.lists(st.sampled_from(WEEKDAYS), max_size=8)
_month_lists = st.lists(months, max_size=5)
_lunar_days = st.integers(-30, 30).filter(bool)


def _span(start_and_days: tuple[date, int]) -> Span:
    start, length = start_and_days
    return Span(start, start + timedelta(days=length))


spans = st.tuples(days, st.integers(1, 30)).map(_span)


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


def made(function: str, *arguments: object, **named: object) -> Rule:
    """
    Make the rule that goes by *function* in the text form.
    """
    return FUNCTIONS[function](*arguments, **named)


def _made(
    function: str, *arguments: st.SearchStrategy[object], **named: st.SearchStrategy[object]
) -> Rules:
    return st.builds(made, st.just(function), *arguments, **named)


def _pair(ends: list[Bound | None]) -> dict[str, Bound | None]:
    """
    Return a first and a last one that are in order, as far as both are there.
    """
    first, last = ends
    if first is not None and last is not None and last < first:
        first, last = last, first
    return {"first": first, "last": last}


def _bounds(among: st.SearchStrategy[Bound]) -> st.SearchStrategy[dict[str, Bound | None]]:
    return st.lists(st.none() | among, min_size=2, max_size=2).map(_pair)


def _limited(function: str, rule: Rule, ends: dict[str, Bound | None]) -> Rule:
    return made(function, rule, **ends)


def _in_window(rule: Rule, window: Rule) -> Rule:
    try:
        return InWindow(rule, window)
    except ContradictoryWindowError:
        reject()


SIMPLE: Final[dict[str, Rules]] = {
    "never": _made("never"),
    "daily": _made("daily"),
    "fixed": st.tuples(month_days, st.just(1) | lengths).map(
        lambda pair: FixedDate(*pair[0], days=pair[1])
    ),
    "span": st.tuples(month_days, month_days).map(lambda ends: made("span", *ends[0], *ends[1])),
    "month": _made("month", months),
    "part": _made("part", months, st.sampled_from(["early", "middle", "late"])),
    "year": _made("year"),
    "half_year": _made("half_year", st.integers(1, 2)),
    "quarter": _made("quarter", st.integers(1, 4)),
    "season": _made(
        "season",
        st.sampled_from(["spring", "summer", "autumn", "winter"]),
        by=st.sampled_from(["months", "solar_terms"]),
    ),
    "monthly": _made("monthly", st.integers(-31, 31).filter(bool), months=_month_lists),
    "every_months": _made("every_months", st.sampled_from([1, 2, 3, 4, 6, 12])),
    "nth_weekday": _made("nth_weekday", months, st.sampled_from(WEEKDAYS), ordinals),
    "iso_week": _made("iso_week", months, ordinals),
    "sunday_week": _made("sunday_week", months, ordinals),
    "last_week": _made("last_week", months),
    "week_containing": month_days.map(lambda day: made("week_containing", *day)),
    "weekly": _made("weekly", _weekdays),
    "monthly_weekday": _made(
        "monthly_weekday",
        st.sampled_from(WEEKDAYS),
        st.lists(ordinals, max_size=4),
        months=_month_lists,
    ),
    "every_weeks": _made("every_weeks", _weeks, _weekdays, start=st.none() | days),
    "workdays": _made("workdays"),
    "nth_workday": _made(
        "nth_workday",
        st.integers(-31, 31).filter(bool),
        st.sampled_from(["month", "quarter", "half_year", "year"]),
    ),
    "every_days": _made("every_days", lengths, start=st.none() | days),
    "lunar": st.builds(Lunar, months, _lunar_days)
    | _made("lunar", st.integers(2, 11), _lunar_days, leap=st.sampled_from(["only", "also"])),
    "lunar_span": _made("lunar_span", months, _lunar_days, months, _lunar_days),
    "lunar_monthly": _made("lunar_monthly", st.lists(_lunar_days, max_size=3)),
    "solar_term": _made("solar_term", st.sampled_from(SolarTerm)),
    "dog_days": _made("dog_days"),
    "easter": _made("easter"),
    "entry": _made("entry", st.from_regex(r"[a-z][a-z0-9._-]{0,8}", fullmatch=True)),
    "unresolved": _made("unresolved", _words, _words, en=st.none() | _words),
}
"""
For each function of the text form that takes no rule: rules of that kind.
"""

COMBINED: Final[dict[str, Callable[[Rules], Rules]]] = {
    "before": lambda inner: _made("before", inner, days=st.none() | lengths),
    "after": lambda inner: _made("after", inner, days=st.none() | lengths),
    "start_of": lambda inner: _made("start_of", inner, days=st.none() | lengths),
    "end_of": lambda inner: _made("end_of", inner, days=st.none() | lengths),
    "week_of": lambda inner: _made("week_of", inner, st.integers(-52, 52)),
    "offset": lambda inner: _made("offset", inner, days=st.integers(-366, 366)),
    "from_to": lambda inner: _made("from_to", inner, inner),
    "workday_after": lambda inner: _made("workday_after", inner, st.integers(-60, 60).filter(bool)),
    "every_years": lambda inner: _made(
        "every_years", inner, st.integers(1, 100), first=st.none() | years
    ),
    "any_of": lambda inner: _made("any_of", st.lists(inner, max_size=3)),
    "in_window": lambda inner: st.builds(_in_window, inner, inner),
    "excluding": lambda inner: _made("excluding", inner, inner),
    "shifted": lambda inner: _made(
        "shifted", inner, st.sampled_from(["next_workday", "previous_workday"])
    ),
    "years": lambda inner: st.builds(_limited, st.just("years"), inner, _bounds(years)),
    "between": lambda inner: st.builds(_limited, st.just("between"), inner, _bounds(days)),
    "announced": lambda inner: _made(
        "announced", st.lists(spans, max_size=2), otherwise=st.none() | inner
    ),
    "edition": lambda inner: _made("edition", inner, st.integers(1, 60), first=st.none() | years),
    "odd_weeks": lambda inner: _made("odd_weeks", inner, inner),
    "even_weeks": lambda inner: _made("even_weeks", inner, inner),
    "term_weeks": lambda inner: _made("term_weeks", inner, inner, st.lists(_weeks, max_size=3)),
    "rotation": lambda inner: _made(
        "rotation",
        inner,
        st.lists(names | _words, min_size=1, max_size=3),
        since=st.none() | years,
    ),
}
"""
For each function of the text form that takes rules: rules of that kind, of those that are given.
"""

fixed_dates = SIMPLE["fixed"]
nth_weekdays = SIMPLE["nth_weekday"]
iso_weeks = SIMPLE["iso_week"]
weeklies = SIMPLE["weekly"]
monthlies = SIMPLE["monthly"]
every_months = SIMPLE["every_months"]
lunars = SIMPLE["lunar"]

dated = st.one_of([SIMPLE[key] for key in SIMPLE if key not in {"entry", "unresolved"}])
"""
Simple rules that need no names.
"""

leaves = st.one_of(*SIMPLE.values(), st.builds(Named, names))


@st.composite
def nested(draw: st.DrawFn, inner: Rules, levels: int) -> Rule:
    """
    Return rules of *inner* in one another, at most so many *levels* deep.
    """
    function = draw(st.sampled_from(["", *COMBINED])) if levels > 1 else ""
    if not function:
        return draw(inner)
    rule = draw(COMBINED[function](nested(inner, levels - 1)))
    assume(len(str(rule)) <= LONGEST)
    return rule


rules = nested(leaves, 4)
"""
Every rule that has a text form.
"""

nameless = nested(dated, 3)
"""
Rules that can be dated without an almanac.
"""


@attrs.frozen
class Meanings(Names):
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
