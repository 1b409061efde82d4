"""
Reading phrases of time (时间表述) as people write them: 每月5日, at least four times a year.

The parser is an extra: it is loaded when the first phrase is read.
"""

from community_edu.calendars.phrases.reading import (
    PhraseTooLongError,
    Reading,
    ReadingKind,
    read_when,
)

__all__ = ["PhraseTooLongError", "Reading", "ReadingKind", "read_when"]
