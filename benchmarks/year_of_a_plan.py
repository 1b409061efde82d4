"""
How many years of a plan are built in a second: ``python benchmarks/year_of_a_plan.py``.

The peer is the same plan's plain days (no moon, no findings) expanded by python-dateutil
from RRULE text, one rule at a time; only the days, no entries.
"""

from datetime import datetime
from pathlib import Path

from dateutil.rrule import rrulestr

import community_edu as ce
from _timing import best

PLANS = Path(__file__).parents[1] / "examples" / "plans"
RRULES = [
    *(
        f"FREQ=YEARLY;BYMONTH={m};BYMONTHDAY={d}"
        for m, d in (
            (3, 24),
            (4, 25),
            (5, 31),
            (8, 1),
            (9, 20),
            (10, 8),
            (10, 10),
            (11, 1),
            (11, 14),
            (12, 1),
        )
    ),
    *(f"FREQ=YEARLY;BYMONTH={m};BYMONTHDAY=1" for m in range(1, 13)),
]


def by_dateutil(year: int) -> None:
    """
    Expand the 22 rules that have an RRULE.
    """
    first, last = datetime(year, 1, 1), datetime(year, 12, 31)  # noqa: DTZ001 - as rrule wants
    for rule in RRULES:
        rrulestr(rule, dtstart=first).between(first, last, inc=True)


def build(plan: ce.Plan, years: range) -> None:
    """
    Build the calendar of each year.
    """
    for year in years:
        ce.build_calendar(plan, year)


def main() -> None:
    """
    Print years a second for each plan, and the ratio to the peer.
    """
    years = range(2001, 2051)
    print(f"{'':34}{'years/s':>9}{'x dateutil':>12}")
    peer = best(lambda: [by_dateutil(year) for year in years]) / len(years)
    print(f"{'dateutil, 22 rules, days only':34}{1 / peer:9.0f}{1:12.2f}")
    for name in ("health-education", "jingtai-street"):
        plan = ce.load_plan(PLANS / f"{name}.toml")
        seconds = best(lambda plan=plan: [ce.build_calendar(plan, year) for year in years]) / len(
            years
        )
        print(f"{f'build_calendar, {name}':34}{1 / seconds:9.0f}{peer / seconds:12.2f}")


if __name__ == "__main__":
    main()
