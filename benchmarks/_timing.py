"""
Timing for the benchmarks: the best of several runs, since noise only ever adds.
"""

import time
from collections.abc import Callable


def best(run: Callable[[], object], repeats: int = 7) -> float:
    """
    Return the seconds of the fastest of *repeats* runs.
    """
    fastest = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest
