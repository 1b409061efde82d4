"""
Out to readers: pages and sheets.
"""

from community_edu.views.pages import year_page
from community_edu.views.sheets import sheet, year_sheet

__all__ = ["sheet", "year_page", "year_sheet"]
