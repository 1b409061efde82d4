"""
Writing calendar files: records as components, weekly classes as series, the head of a file.
"""

from community_edu.feeds.writing.colors import UnknownColorError, color_name
from community_edu.feeds.writing.components import (
    EDITION,
    Form,
    Tasks,
    component,
    hides_numbers,
)
from community_edu.feeds.writing.content_lines import (
    LineEndInValueError,
    content_line,
    escaped,
    folded,
)
from community_edu.feeds.writing.openings import CLOSING, PRODUCT, opening
from community_edu.feeds.writing.personal import without_personal
from community_edu.feeds.writing.series import series_components

__all__ = [
    "CLOSING",
    "EDITION",
    "PRODUCT",
    "Form",
    "LineEndInValueError",
    "Tasks",
    "UnknownColorError",
    "color_name",
    "component",
    "content_line",
    "escaped",
    "folded",
    "hides_numbers",
    "opening",
    "series_components",
    "without_personal",
]
