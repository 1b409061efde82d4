"""
What is promised: plans, duties, themes; the dated year, and whether it keeps the promises.
"""

from community_edu.plans.arrangements import (
    Award,
    AwardKind,
    AwardStatus,
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
    EntryEducator,
    EntryKind,
    EntryStatus,
    Undated,
    Window,
)
from community_edu.plans.checks import Check, check_plan, check_record
from community_edu.plans.comparing import FieldChange, PlanChange, PlanChangeKind, compare_plans
from community_edu.plans.dating import build_calendar
from community_edu.plans.duties import Duty, DutyId, Suspension, duty_id
from community_edu.plans.entry_days import CircularEntriesError, day_rules
from community_edu.plans.group_checks import check_group
from community_edu.plans.group_years import Clash, ClashReason, build_group_calendar, find_clashes
from community_edu.plans.inheritance import Obligation, OwedDuty, Records, count_owed
from community_edu.plans.merging import (
    AmbiguousNameError,
    CircularSameError,
    PlanGroup,
    merge_plans,
)
from community_edu.plans.next_years import NextPlan, next_plan
from community_edu.plans.plans import Plan, PlanId, plan_id
from community_edu.plans.progress import (
    NoReportError,
    Progress,
    ProgressItem,
    ProgressKind,
    ProgressStatus,
    progress,
)
from community_edu.plans.proposals import propose_dates
from community_edu.plans.reports import (
    Claim,
    ClaimFormError,
    Figure,
    Milestone,
    MilestoneStatus,
    RepeatedFigureError,
    Report,
    check_report,
)
from community_edu.plans.sets import MemberSet, SetId, SetMember, set_id
from community_edu.plans.themes import Theme, ThemeDay, ThemeId, theme_id
from community_edu.plans.timetable_entries import (
    timetable_calendar,
    timetable_entries,
    with_timetable,
)
from community_edu.plans.year_tables import (
    daily_runs,
    day_text,
    run_text,
    status_mark,
    when_text,
    year_rows,
    year_table,
)

__all__ = [
    "ENTRY_KINDS",
    "AmbiguousNameError",
    "Award",
    "AwardKind",
    "AwardStatus",
    "Calendar",
    "Channel",
    "Check",
    "CircularEntriesError",
    "CircularSameError",
    "Claim",
    "ClaimFormError",
    "Clash",
    "ClashReason",
    "Duty",
    "DutyId",
    "Entry",
    "EntryEducator",
    "EntryKind",
    "EntryStatus",
    "FieldChange",
    "Figure",
    "FundingNorm",
    "FundingSource",
    "MemberSet",
    "Milestone",
    "MilestoneStatus",
    "NextPlan",
    "NoReportError",
    "Obligation",
    "OwedDuty",
    "Plan",
    "PlanChange",
    "PlanChangeKind",
    "PlanGroup",
    "PlanId",
    "Policy",
    "Progress",
    "ProgressItem",
    "ProgressKind",
    "ProgressStatus",
    "Records",
    "Remark",
    "RemarkCode",
    "RepeatedFigureError",
    "Report",
    "SetId",
    "SetMember",
    "Suspension",
    "Theme",
    "ThemeDay",
    "ThemeId",
    "Undated",
    "Window",
    "build_calendar",
    "build_group_calendar",
    "check_group",
    "check_plan",
    "check_record",
    "check_report",
    "compare_plans",
    "count_owed",
    "daily_runs",
    "day_rules",
    "day_text",
    "duty_id",
    "find_clashes",
    "merge_plans",
    "next_plan",
    "plan_id",
    "progress",
    "propose_dates",
    "run_text",
    "set_id",
    "status_mark",
    "theme_id",
    "timetable_calendar",
    "timetable_entries",
    "when_text",
    "with_timetable",
    "year_rows",
    "year_table",
]
