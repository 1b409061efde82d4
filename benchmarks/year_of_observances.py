"""
What a year of 50 observances costs: ``python benchmarks/year_of_observances.py [WORD]``.

For one organization, and for 10,000 that share one catalogue, which makes each year once.
The peers give the days only: python-dateutil from RRULE text, on the rules that have an
RRULE, and borax, on those that its festivals can say. What they give is compared first.

With ``moon``, ``dates`` or the like only the lines with that word are run.
The ratios say more than the absolute numbers, which are those of this computer: take them
while it does nothing else.
"""

import importlib
import random
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from dateutil.rrule import rrulestr

from _timing import best
from community_edu.calendars import (
    Almanac,
    FixedDate,
    Lunar,
    NthWeekday,
    ObservanceCatalog,
    Rule,
    SolarTermDay,
    Years,
    shipped_observances,
)

YEAR = 2026
NUMBER = 50
ORGANIZATIONS = 10_000
OWN = 20
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
SINCE = datetime(YEAR, 1, 1)  # noqa: DTZ001 - as rrule wants

festivals: Any = importlib.import_module("borax.calendars.festivals2")


def chosen() -> ObservanceCatalog:
    """
    Return the first 50 shipped observances that have a day in the year.
    """
    shipped = shipped_observances()
    dated = [key for key, spans in shipped.in_year(YEAR).spans.items() if spans]
    return ObservanceCatalog({key: shipped[key] for key in dated[:NUMBER]})


def in_force(rule: Rule) -> Rule:
    """
    Return a rule without the years in which it is in force, of which an RRULE cannot speak.
    """
    return rule.rule if isinstance(rule, Years) else rule


def by_rules(rules: Iterable[Rule]) -> list[date]:
    """
    Return the first days of our rules.
    """
    return [span.start for rule in rules for span in rule.occurrences(YEAR)]


def by_dateutil(texts: Iterable[str], since: datetime = SINCE) -> list[date]:
    """
    Return the days of RRULE texts.
    """
    until = datetime(YEAR, 12, 31)  # noqa: DTZ001
    return [
        day.date()
        for text in texts
        for day in rrulestr(text, dtstart=since).between(SINCE, until, inc=True)
    ]


def festival(rule: Rule) -> Any | None:  # noqa: ANN401 - borax is untyped
    """
    Return the festival of borax that says the same as *rule*.
    """
    match rule:
        case FixedDate(month, day):
            return festivals.SolarFestival(month=month, day=day)
        case NthWeekday(month, "SUN", n) if n > 0:
            return festivals.WeekFestival(month=month, index=n, week=6)
        case Lunar(12, -1):
            return festivals.LunarFestival(day=-1)
        case Lunar(month, day):
            return festivals.LunarFestival(month=month, day=day, leap=0)
        case SolarTermDay(term):
            return festivals.TermFestival(index=term.value)
        case _:
            return None


def by_borax(theirs: Iterable[Any]) -> list[date]:
    """
    Return the days of festivals of borax.
    """
    return [day.solar for festival in theirs for day in festival.list_days(FIRST, LAST)]


def main(wanted: str = "") -> None:
    """
    Print the time of each way, and how many times as long as ours a peer takes.
    """
    catalog = chosen()
    rules = [observance.rule for observance in catalog.values()]
    recurring = [in_force(rule) for rule in rules if in_force(rule).to_rrule()]
    texts = [str(rule.to_rrule()) for rule in recurring]
    pairs = [(rule, festival(in_force(rule))) for rule in rules]
    festive = [rule for rule, theirs in pairs if theirs]
    lunar = [(rule, theirs) for rule, theirs in pairs if isinstance(rule, Lunar)]
    moons = [rule for rule, _ in lunar]
    peers = [theirs for _, theirs in pairs if theirs]
    if by_dateutil(texts) != by_rules(recurring) or by_borax(peers) != by_rules(festive):
        raise SystemExit("the peers give other days")
    almanac = Almanac(observances=catalog)
    year = catalog.in_year(YEAR)
    chance = random.Random(2026)  # noqa: S311 - for timing only
    keys = list(catalog)
    own = [chance.sample(keys, OWN) for _ in range(ORGANIZATIONS)]
    spans = year.spans
    organizations = range(ORGANIZATIONS)
    direct = "1 organization, days only"
    fifty = f"dates of {len(recurring)} rules with an RRULE"
    feasts = f"dates of {len(festive)} rules that borax has"
    moon = f"moon: {len(moons)} lunar days"
    ways: dict[str, tuple[Callable[[], object], str]] = {
        direct: (lambda: by_rules(rules), ""),
        "1 organization, a year with findings": (
            lambda: ObservanceCatalog(dict(catalog)).in_year(YEAR),
            direct,
        ),
        "10,000 organizations, each on its own": (
            lambda: [by_rules(rules) for _ in organizations],
            "10,000 organizations, one year",
        ),
        "10,000 organizations, one almanac": (
            lambda: [[almanac.days(key, YEAR) for key in keys] for _ in organizations],
            "10,000 organizations, one year",
        ),
        "10,000 organizations, one year": (
            lambda: [catalog.in_year(YEAR) for _ in organizations],
            "",
        ),
        "10,000 organizations, a list of 50 each": (
            lambda: [list(catalog.in_year(YEAR).days) for _ in organizations],
            "10,000 organizations, one year",
        ),
        "10,000 organizations, their own 20": (
            lambda: [[spans[key] for key in some] for some in own],
            "10,000 organizations, one year",
        ),
        fifty: (lambda: by_rules(recurring), ""),
        f"{fifty}, dateutil": (lambda: by_dateutil(texts), fifty),
        f"{fifty}, dateutil since 1950": (
            lambda: by_dateutil(texts, datetime(1950, 1, 1)),  # noqa: DTZ001
            fifty,
        ),
        feasts: (lambda: by_rules(festive), ""),
        f"{feasts}, borax": (lambda: by_borax(peers), feasts),
        moon: (lambda: by_rules(moons), ""),
        f"{moon}, borax": (lambda: by_borax(theirs for _, theirs in lunar), moon),
    }
    seconds: dict[str, float] = {}
    for name, (run, _) in ways.items():
        if wanted in name:
            seconds[name] = best(run, 5 if "10,000" in name or "1950" in name else 500)
    print(f"{'':52}{'µs':>12}{'ratio':>9}")
    for name, time in seconds.items():
        ours = ways[name][1]
        ratio = f"{time / seconds[ours]:9.1f}" if ours in seconds else ""
        print(f"{name:52}{time * 1e6:12.1f}{ratio}")


if __name__ == "__main__":
    main(*sys.argv[1:])
