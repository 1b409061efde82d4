"""
The shipped observances against the table from which they were made.

``tests/data/observances.tsv`` has its own way to write rules. It is read here, and
dated with other libraries than ours.
"""

import csv
import importlib
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta
from rule_samples import YEARS

from community_edu.calendars import Almanac, shipped_observances

Days: TypeAlias = tuple[date, date]
"""
A first and a last day.
"""

SHIPPED: Final = shipped_observances()
TABLE: Final = Path(__file__).parents[1] / "data" / "observances.tsv"
WEEKDAYS: Final = {"MON": MO, "TUE": TU, "WED": WE, "THU": TH, "FRI": FR, "SAT": SA, "SUN": SU}
UNVERIFIED: Final = "no stored source opened"
NO_ALIAS: Final = {"旧"}
"""
What stands in brackets behind a name and is a part of it.
"""
TERMS: Final = {"立春": 2, "清明": 6, "秋分": 17, "冬至": 23}
"""
The solar terms of the table by the numbers of borax, which counts from 小寒 = 0.
"""

borax: Any = importlib.import_module("borax.calendars.lunardate")


def table() -> dict[str, dict[str, str]]:
    """
    Return the rows of the table by key.
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file, delimiter="\t", quoting=3)}


ROWS: Final = table()


def names_of(row: dict[str, str]) -> tuple[str, list[str]]:
    """
    Return the Chinese name of a row and the other ones, which stand in brackets behind it.
    """
    name, _, aliases = row["zh"].removesuffix("）").partition("（")
    if aliases in NO_ALIAS:
        return row["zh"], []
    return name, aliases.split("/") if aliases else []


# ------------------------------------------------------------ how the table writes rules


def day_in(year: int, text: str) -> date:
    """
    Read a day such as ``9-11``.
    """
    month, day = map(int, text.split("-"))
    return date(year, month, day)


def fixed(year: int, month: str, day: str, days: str = "1") -> Iterator[Days]:
    first = date(year, int(month), int(day))
    yield first, first + timedelta(days=int(days) - 1)


def span(year: int, first: str, last: str) -> Iterator[Days]:
    yield day_in(year, first), day_in(year, last)


def month(year: int, number: str) -> Iterator[Days]:
    _, length = monthrange(year, int(number))
    yield date(year, int(number), 1), date(year, int(number), length)


def nth_weekday(year: int, number: str, weekday: str, n: str) -> Iterator[Days]:
    day = date(year, int(number), 1) + relativedelta(weekday=WEEKDAYS[weekday](int(n)))
    yield day, day


def last_weekday(year: int, number: str, weekday: str) -> Iterator[Days]:
    day = date(year, int(number), 1) + relativedelta(day=31, weekday=WEEKDAYS[weekday](-1))
    yield day, day


def last_week(year: int, number: str) -> Iterator[Days]:
    last = date(year, int(number), 1) + relativedelta(day=31)
    yield last - timedelta(days=6), last


def iso_week(year: int, number: str, n: str) -> Iterator[Days]:
    """
    Yield the n-th week that has its Thursday in the month.
    """
    ((thursday, _),) = nth_weekday(year, number, "THU", n)
    week = thursday.isocalendar()[:2]
    yield date.fromisocalendar(*week, 1), date.fromisocalendar(*week, 7)


def week_containing(year: int, number: str, day: str) -> Iterator[Days]:
    week = date(year, int(number), int(day)).isocalendar()[:2]
    yield date.fromisocalendar(*week, 1), date.fromisocalendar(*week, 7)


def solar_term(year: int, name: str) -> Iterator[Days]:
    day = borax.TermUtils.nth_term_day(year, TERMS[name])
    yield day, day


def lunar(year: int, number: str, day: str) -> Iterator[Days]:
    """
    Yield the days of the civil year that borax says are that day of that lunar month.
    """
    for lunar_year in (year - 1, year):
        first = borax.LunarDate(lunar_year, int(number), 1)
        length = borax.LCalendars.ndays(lunar_year, int(number))
        civil = first.to_solar_date() + timedelta(days=(int(day) - 1) % (length + (int(day) < 0)))
        if civil.year == year:
            yield civil, civil


def before(year: int, rule: str, days: str) -> Iterator[Days]:
    for first, _ in dated(rule, year):
        yield first - timedelta(days=int(days)), first - timedelta(days=1)


FUNCTIONS: Final[dict[str, Callable[..., Iterator[Days]]]] = {
    function.__name__: function
    for function in (
        fixed, span, month, nth_weekday, last_weekday, last_week, iso_week, week_containing,
        solar_term, lunar, before,
    )
}  # fmt: skip


def arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """
    Split what stands in the brackets of a rule at the commas outside of inner ones.
    """
    parts = re.findall(r"(?:[^,()]|\([^()]*\))+", text)
    named = dict(part.strip().split("=") for part in parts if re.match(r"\s*\w+=", part))
    return [part.strip() for part in parts if not re.match(r"\s*\w+=", part)], named


def dated(rule: str, year: int) -> list[Days]:
    """
    Return the days of a rule of the table that needs no notice.
    """
    function, _, inside = rule.removesuffix(")").partition("(")
    plain, named = arguments(inside)
    since, until = (int(named.pop(key, 0)) for key in ("since", "until"))
    if year < since or (until and year > until):
        return []
    return list(FUNCTIONS[function](year, *plain, **named))


NOTICE: Final = re.compile(r"(\d{4}): ?(\d+-\d+)(?:\.\.(\d+-\d+)?)?")
PRACTICE: Final = re.compile(r"default=(\w+\([^)]*\))(?: for (\d+)-(\d+) practice)?")


def expected(rule: str, year: int) -> list[Days] | None:
    """
    Return the days of any rule of the table, or `None` if only a notice could tell.
    """
    if not rule.startswith("announced("):
        return dated(rule, year)
    for of_year, first, last in NOTICE.findall(rule):
        if int(of_year) == year:
            return [(day_in(year, first), day_in(year, last or first))]
    practice = PRACTICE.search(rule)
    if practice and int(practice[2] or 0) <= year <= int(practice[3] or 9999):
        return dated(practice[1], year)
    return None


# ------------------------------------------------------------ the two against one another

WRONG_IN_BORAX: Final = {("mid_autumn", 2089)}
"""
Borax begins the eighth month of 2089 a day early: its new moon is 55 s before midnight.
"""


class TestTable:
    def test_same_keys(self) -> None:
        """
        The library ships the 117 observances of the table, in its order.
        """
        assert list(SHIPPED) == list(ROWS)
        assert len(ROWS) == 117

    @pytest.mark.parametrize("key", ROWS)
    def test_names(self, key: str) -> None:
        """
        They have its names in both languages, those in brackets as other names.
        """
        row, observance = ROWS[key], SHIPPED[key]
        name, aliases = names_of(row)
        assert (observance.name.zh, observance.name.en) == (name, row["en"])
        assert list(observance.aliases) == aliases

    @pytest.mark.parametrize("key", ROWS)
    def test_marks(self, key: str) -> None:
        """
        Those without a source that somebody opened are marked, and no others.
        """
        assert SHIPPED[key].verified is not ROWS[key]["source"].startswith(UNVERIFIED)

    @pytest.mark.parametrize("key", ROWS)
    def test_days(self, key: str) -> None:
        """
        Their rules give the days of its rules in each year from 1950 to 2099.
        """
        rule, almanac = SHIPPED[key].rule, Almanac()
        for year in YEARS:
            found = [(run.start, run.last) for run in rule.occurrences(year, almanac)]
            wanted = expected(ROWS[key]["rule"], year)
            if (key, year) in WRONG_IN_BORAX:
                assert found != wanted
            else:
                assert found == (wanted or []), year
            assert bool(rule.unresolved(year, almanac)) is (wanted is None), year

    def test_limits(self) -> None:
        """
        The years of its rules are those of the observances.
        """
        for key, row in ROWS.items():
            limits = [re.search(rf"\b{word}=(\d+)", row["rule"]) for word in ("since", "until")]
            wanted = tuple(int(limit[1]) if limit else None for limit in limits)
            assert (SHIPPED[key].since, SHIPPED[key].until) == wanted
