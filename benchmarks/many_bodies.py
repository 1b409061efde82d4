"""
How long many bodies take out of mappings: ``python benchmarks/many_bodies.py``.

The standard is that of ``one_body.py``, with 50 criteria. One body after the other is
held against all in one table, whose marks are the same.
"""

import community_edu.evaluation as ev
from _timing import best
from one_body import body, standard


def main() -> None:
    """
    Print microseconds a body for each engine, and the ratio of the table to one by one.
    """
    asked = standard()
    print(f"{'bodies':>8}{'one by one, µs':>16}{'in a table, µs':>16}{'ratio':>8}")
    for number in (100, 1_000, 4_000, 16_000):
        now = {str(seed): body(seed) for seed in range(number)}
        before = {str(seed): body(seed + 1) for seed in range(number)}

        def run(engine: ev.Engine, now: object = now, before: object = before) -> None:
            ev.evaluate_many(asked, now, before, engine=engine)  # type: ignore[arg-type]

        scalar = best(lambda run=run: run("scalar"), 3) / number * 1e6
        frames = best(lambda run=run: run("frames"), 3) / number * 1e6
        print(f"{number:8}{scalar:16.1f}{frames:16.1f}{frames / scalar:8.1f}")


if __name__ == "__main__":
    main()
