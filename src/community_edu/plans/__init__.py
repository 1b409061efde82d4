"""
What is promised: plans, duties, themes; the dated year, and whether it keeps the promises.
"""

from community_edu.plans.arrangements import (
    Award,
    Channel,
    FundingNorm,
    FundingSource,
    Policy,
    Remark,
    RemarkCode,
)
from community_edu.plans.calendars import (
    ENTRY_KINDS,
    Calendar,
    Entry,
    EntryKind,
    Undated,
    Window,
)
from community_edu.plans.checks import check_plan
from community_edu.plans.dating import build_calendar
from community_edu.plans.duties import CADENCES, Duty, DutyId, duty_id
from community_edu.plans.plans import Plan, PlanId, day_rules, plan_id
from community_edu.plans.themes import Theme, ThemeDay, ThemeId, theme_id
from community_edu.plans.year_tables import day_text, when_text, year_rows, year_table

__all__ = [
    "CADENCES",
    "ENTRY_KINDS",
    "Award",
    "Calendar",
    "Channel",
    "Duty",
    "DutyId",
    "Entry",
    "EntryKind",
    "FundingNorm",
    "FundingSource",
    "Plan",
    "PlanId",
    "Policy",
    "Remark",
    "RemarkCode",
    "Theme",
    "ThemeDay",
    "ThemeId",
    "Undated",
    "Window",
    "build_calendar",
    "check_plan",
    "day_rules",
    "day_text",
    "duty_id",
    "plan_id",
    "theme_id",
    "when_text",
    "year_rows",
    "year_table",
]
