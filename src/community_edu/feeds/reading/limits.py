"""
How much of a calendar that a stranger made is read.
"""

from typing import Final

import attrs

MEBIBYTE: Final = 1024 * 1024


@attrs.frozen(kw_only=True)
class ReadingLimits:
    """
    Bounds for the reading of a calendar: beyond each a finding says what was left.

    The calendars of a whole university term stay far below all of them.

    Attributes:
        size: Bytes of the file; a larger one is not read at all.
        lines: Lines of the file.
        line: Bytes of one line, unfolded; a longer one is left out.
        components: Events, tasks and other parts.
        depth: How deep parts may lie in one another.
        occurrences: Repetitions that one question may find.
        steps: Days that the rules of one question may go through, all together.
        item_steps: Days that the rules of one event may go through.
        problems: Findings that are listed; the others are counted.

    Example:
        >>> ReadingLimits(size=4096).line
        500000
    """

    size: int = 16 * MEBIBYTE
    lines: int = 1_000_000
    line: int = 500_000
    components: int = 100_000
    depth: int = 12
    occurrences: int = 200_000
    steps: int = 2_000_000
    item_steps: int = 100_000
    problems: int = 200


LIMITS: Final = ReadingLimits()
