"""
Sums and differences of spans of local time.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import TypeAlias

Times: TypeAlias = list[tuple[datetime, datetime]]
"""
Spans of local time, in order, none touching another.
"""


def merged(spans: Iterable[tuple[datetime, datetime]]) -> Times:
    """
    Return the same time in as few spans as possible; spans of no time are left out.

    Example:
        >>> eight, nine, ten = (datetime(2026, 10, 8, hour) for hour in (8, 9, 10))
        >>> merged([(nine, ten), (eight, nine), (ten, ten)]) == [(eight, ten)]
        True
    """
    times: Times = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if times and start <= times[-1][1]:
            times[-1] = (times[-1][0], max(times[-1][1], end))
        else:
            times.append((start, end))
    return times


def without(times: Times, others: Times) -> Times:
    """
    Return what of *times* is not in *others*.

    Example:
        >>> eight, nine, ten = (datetime(2026, 10, 8, hour) for hour in (8, 9, 10))
        >>> without([(eight, ten)], [(nine, ten)]) == [(eight, nine)]
        True
    """
    left: Times = []
    place = 0
    for start, end in times:
        since = start
        while place < len(others) and others[place][1] <= since:
            place += 1
        for begins, ends in islice(others, place, None):
            if end <= begins:
                break
            if since < begins:
                left.append((since, begins))
            since = ends
        if since < end:
            left.append((since, end))
    return left


def common(times: Times, others: Times) -> Times:
    """
    Return what of *times* is in *others*, too.

    Example:
        >>> eight, nine, ten = (datetime(2026, 10, 8, hour) for hour in (8, 9, 10))
        >>> common([(eight, ten)], [(nine, ten)]) == [(nine, ten)]
        True
    """
    return without(times, without(times, others))
