"""
Out to readers: lines on a terminal, pages, sheets; and the same as plain data.
"""

from community_edu.base.sheets import sheet
from community_edu.views.lines import (
    assessment_text,
    comparison_text,
    counts_line,
    finding_line,
    score_line,
    year_text,
)
from community_edu.views.pages import year_page
from community_edu.views.records import (
    assessment_record,
    change_record,
    comparison_record,
    finding_record,
    progress_record,
    year_record,
)
from community_edu.views.sheets import year_sheet

__all__ = [
    "assessment_record",
    "assessment_text",
    "change_record",
    "comparison_record",
    "comparison_text",
    "counts_line",
    "finding_line",
    "finding_record",
    "progress_record",
    "score_line",
    "sheet",
    "year_page",
    "year_record",
    "year_sheet",
    "year_text",
]
