"""
The judge of timetables: independent of whoever has made them.
"""

from community_edu.scheduling.judging.checking import (
    UnjudgeableDemandError,
    check_timetable,
    judgeable,
)
from community_edu.scheduling.judging.own import MOST_AMOUNT, BadAmountError
from community_edu.scheduling.judging.verdicts import KNOWN_NAMES, TimetableVerdict, Violation

__all__ = [
    "KNOWN_NAMES",
    "MOST_AMOUNT",
    "BadAmountError",
    "TimetableVerdict",
    "UnjudgeableDemandError",
    "Violation",
    "check_timetable",
    "judgeable",
]
