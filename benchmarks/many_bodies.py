"""
How long many bodies take out of mappings: ``python benchmarks/many_bodies.py``.

The standard is that of ``one_body.py``, with 50 criteria. `evaluate_many` is held against
building a polars frame of the same mappings, judging it with `evaluate_frame` and taking
every status and all points out again.
"""

from collections.abc import Mapping
from functools import partial

import polars as pl

import community_edu.evaluation as ev
from _timing import best
from community_edu.evaluation.frames import evaluate_frame
from one_body import BEFORE, NAMES, body, standard

Numbers = Mapping[str, Mapping[str, int]]


def by_frame(asked: ev.Standard, now: Numbers, before: Numbers) -> list[tuple[object, ...]]:
    """
    Judge bodies by way of a frame, a row a body.
    """
    columns = {name: [one[name] for one in now.values()] for name in NAMES}
    columns |= {f"prev_{name}": [before[one][name] for one in now] for name in BEFORE}
    return evaluate_frame(asked, pl.DataFrame(columns), statuses=True).rows()


def main() -> None:
    """
    Print microseconds a body for each way, and the ratio of the frame to `evaluate_many`.
    """
    asked = standard()
    print(f"{'bodies':>8}{'evaluate_many, µs':>19}{'by a frame, µs':>16}{'ratio':>8}")
    for number in (100, 1_000, 4_000, 16_000):
        now = {str(seed): body(seed) for seed in range(number)}
        before = {str(seed): body(seed + 1) for seed in range(number)}
        ways = (partial(way, asked, now, before) for way in (ev.evaluate_many, by_frame))
        many, frame = (best(way, 3) / number * 1e6 for way in ways)
        print(f"{number:8}{many:19.1f}{frame:16.1f}{frame / many:8.1f}")


if __name__ == "__main__":
    main()
