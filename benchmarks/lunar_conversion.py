"""
How many civil dates a second turn into lunar ones: against a bare list look-up and borax.

    python benchmarks/lunar_conversion.py

One thread, one run, random dates of 1900-01-31 to 2100-12-31 (as far as borax goes).
The ratios say more than the absolute numbers, which are those of this computer.
"""

import importlib
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from community_edu.calendars.lunar import LunarDate, lunar_of

FIRST = date(1900, 1, 31).toordinal()
LAST = date(2100, 12, 31).toordinal()
DATES = 100_000
REPEATS = 7


def rate(convert: Callable[[date], object], days: list[date]) -> float:
    """
    Return conversions per second: the best of several repeats.
    """
    best = float("inf")
    for _ in range(REPEATS):
        start = time.perf_counter()
        for day in days:
            convert(day)
        best = min(best, time.perf_counter() - start)
    return len(days) / best


def main() -> None:
    """
    Print the rate of each way and its ratio to the bare list look-up.
    """
    borax: Any = importlib.import_module("borax.calendars.lunardate")
    chance = random.Random(2026)  # noqa: S311 - for timing only
    days = [date.fromordinal(chance.randint(FIRST, LAST)) for _ in range(DATES)]
    start = time.perf_counter()
    lunar_of(days[0])
    build = time.perf_counter() - start
    every_day = [lunar_of(date.fromordinal(number)) for number in range(FIRST, LAST + 1)]

    def look_up(day: date) -> tuple[int, int, int, bool]:
        return every_day[day.toordinal() - FIRST]

    ways: dict[str, tuple[Callable[[date], object], list[date]]] = {
        "bare list look-up": (look_up, days),
        "lunar_of": (lunar_of, days),
        "LunarDate.from_date": (LunarDate.from_date, days),
        "borax LunarDate.from_solar": (borax.LunarDate.from_solar, days[: DATES // 10]),
    }
    rates = {name: rate(convert, of) for name, (convert, of) in ways.items()}
    bare = rates["bare list look-up"]
    print(f"index built at first use in {build * 1000:.1f} ms")
    for name, value in rates.items():
        print(f"{name:28}{value / 1e6:8.3f} M/s   {value / bare:6.3f} of the bare look-up")


if __name__ == "__main__":
    main()
