"""
Work plans of community education (社区教育), computable.

A plan goes in as a file; out come its checked network, its dated year, its
assessment and calendar feeds. These are the nouns and verbs of it; each lives in
the room that its import below names, and is loaded when it is first used.

Example:
    >>> import community_edu as ce
    >>> plan = ce.load_plan("examples/plans/health-education.toml")
    >>> calendar = ce.build_calendar(plan, 2026)
    >>> [str(e.start) for e in calendar.entries if e.id.endswith("old-peoples-day/2026")]
    ['2026-10-18']
"""

TYPE_CHECKING = False  # so spelt that the face starts without `typing`; checkers take it for true
if TYPE_CHECKING:
    from community_edu.base import (
        Cited,
        CommunityEduError,
        Finding,
        FindingKind,
        Language,
        ProblemsError,
        Source,
        Text,
        label,
        own_labels,
    )
    from community_edu.calendars import (
        Almanac,
        HolidayCalendar,
        HolidayNotice,
        LunarDate,
        Observance,
        ObservanceCatalog,
        ObservanceDay,
        ObservanceYear,
        Occasion,
        Proposal,
        Quota,
        Reading,
        Rotation,
        Rule,
        SchoolTerms,
        SchoolYear,
        SolarTerm,
        Span,
        Wishes,
        WorkCalendar,
        bucket,
        holidays,
        parse_rule,
        periods,
        propose,
        read_when,
        school_terms,
        shipped_observances,
        solar_term_date,
    )
    from community_edu.courses import (
        Brand,
        Course,
        Project,
        Section,
        Textbook,
        check_sections,
    )
    from community_edu.evaluation import (
        Assessment,
        Criterion,
        Gap,
        Outcome,
        Score,
        Standard,
        evaluate,
    )
    from community_edu.exchange import (
        PlacedError,
        from_plain,
        load_evidence,
        load_holidays,
        load_labels,
        load_observances,
        load_plan,
        load_record,
        load_report,
        load_school_terms,
        load_standard,
        plan_to_toml,
        to_plain,
    )
    from community_edu.feeds import (
        Change,
        Feed,
        FeedReport,
        Ledger,
        Publication,
        event_uid,
        publish,
    )
    from community_edu.measures import (
        Comparison,
        Indicator,
        Interval,
        Measure,
        Quantity,
        StatedNumber,
        Target,
        Threshold,
        Unit,
    )
    from community_edu.organizations import (
        Audience,
        CriteriaItem,
        CriteriaSet,
        Organization,
        PeoplePool,
        Position,
        Relation,
        Resource,
        Tier,
        TrainingNetwork,
        Venue,
        check_network,
    )
    from community_edu.plans import (
        Award,
        Calendar,
        Channel,
        Claim,
        Clash,
        Duty,
        Entry,
        FieldChange,
        Figure,
        FundingNorm,
        FundingSource,
        MemberSet,
        Milestone,
        NextPlan,
        Obligation,
        OwedDuty,
        Plan,
        PlanChange,
        PlanGroup,
        Policy,
        Progress,
        ProgressItem,
        Remark,
        Report,
        SetMember,
        Suspension,
        Theme,
        ThemeDay,
        Undated,
        Window,
        build_calendar,
        build_group_calendar,
        check_group,
        check_plan,
        check_record,
        check_report,
        compare_plans,
        count_owed,
        find_clashes,
        merge_plans,
        next_plan,
        progress,
        propose_dates,
    )
    from community_edu.prose import (
        DocumentOutline,
        Guess,
        Outline,
        draft_plan,
        read_outline,
    )
    from community_edu.views import (
        year_page,
        year_sheet,
    )

__version__ = "0.1.0"

_ROOMS = {
    "base": "Cited CommunityEduError Finding FindingKind Language ProblemsError Source Text label "
    "own_labels",
    "calendars": "Almanac HolidayCalendar HolidayNotice LunarDate Observance ObservanceCatalog "
    "ObservanceDay ObservanceYear Occasion Proposal Quota Reading Rotation Rule SchoolTerms "
    "SchoolYear SolarTerm Span Wishes WorkCalendar bucket holidays parse_rule periods propose "
    "read_when school_terms shipped_observances solar_term_date",
    "measures": "Comparison Indicator Interval Measure Quantity StatedNumber Target Threshold Unit",
    "organizations": "Audience CriteriaItem CriteriaSet Organization PeoplePool Position "
    "Relation Resource Tier TrainingNetwork Venue check_network",
    "courses": "Brand Course Project Section Textbook check_sections",
    "evaluation": "Assessment Criterion Gap Outcome Score Standard evaluate",
    "plans": "Award Calendar Channel Claim Clash Duty Entry FieldChange Figure FundingNorm "
    "FundingSource MemberSet Milestone NextPlan Obligation OwedDuty Plan PlanChange PlanGroup "
    "Policy Progress ProgressItem Remark Report SetMember Suspension Theme ThemeDay Undated "
    "Window build_calendar build_group_calendar check_group check_plan check_record "
    "check_report compare_plans count_owed find_clashes merge_plans next_plan progress "
    "propose_dates",
    "exchange": "PlacedError from_plain load_evidence load_holidays load_labels "
    "load_observances load_plan load_record load_report load_school_terms load_standard "
    "plan_to_toml to_plain",
    "prose": "DocumentOutline Guess Outline draft_plan read_outline",
    "feeds": "Change Feed FeedReport Ledger Publication event_uid publish",
    "views": "year_page year_sheet",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [
    "Almanac",
    "Assessment",
    "Audience",
    "Award",
    "Brand",
    "Calendar",
    "Change",
    "Channel",
    "Cited",
    "Claim",
    "Clash",
    "CommunityEduError",
    "Comparison",
    "Course",
    "CriteriaItem",
    "CriteriaSet",
    "Criterion",
    "DocumentOutline",
    "Duty",
    "Entry",
    "Feed",
    "FeedReport",
    "FieldChange",
    "Figure",
    "Finding",
    "FindingKind",
    "FundingNorm",
    "FundingSource",
    "Gap",
    "Guess",
    "HolidayCalendar",
    "HolidayNotice",
    "Indicator",
    "Interval",
    "Language",
    "Ledger",
    "LunarDate",
    "Measure",
    "MemberSet",
    "Milestone",
    "NextPlan",
    "Obligation",
    "Observance",
    "ObservanceCatalog",
    "ObservanceDay",
    "ObservanceYear",
    "Occasion",
    "Organization",
    "Outcome",
    "Outline",
    "OwedDuty",
    "PeoplePool",
    "PlacedError",
    "Plan",
    "PlanChange",
    "PlanGroup",
    "Policy",
    "Position",
    "ProblemsError",
    "Progress",
    "ProgressItem",
    "Project",
    "Proposal",
    "Publication",
    "Quantity",
    "Quota",
    "Reading",
    "Relation",
    "Remark",
    "Report",
    "Resource",
    "Rotation",
    "Rule",
    "SchoolTerms",
    "SchoolYear",
    "Score",
    "Section",
    "SetMember",
    "SolarTerm",
    "Source",
    "Span",
    "Standard",
    "StatedNumber",
    "Suspension",
    "Target",
    "Text",
    "Textbook",
    "Theme",
    "ThemeDay",
    "Threshold",
    "Tier",
    "TrainingNetwork",
    "Undated",
    "Unit",
    "Venue",
    "Window",
    "Wishes",
    "WorkCalendar",
    "__version__",
    "bucket",
    "build_calendar",
    "build_group_calendar",
    "check_group",
    "check_network",
    "check_plan",
    "check_record",
    "check_report",
    "check_sections",
    "compare_plans",
    "count_owed",
    "draft_plan",
    "evaluate",
    "event_uid",
    "find_clashes",
    "from_plain",
    "holidays",
    "label",
    "load_evidence",
    "load_holidays",
    "load_labels",
    "load_observances",
    "load_plan",
    "load_record",
    "load_report",
    "load_school_terms",
    "load_standard",
    "merge_plans",
    "next_plan",
    "own_labels",
    "parse_rule",
    "periods",
    "plan_to_toml",
    "progress",
    "propose",
    "propose_dates",
    "publish",
    "read_outline",
    "read_when",
    "school_terms",
    "shipped_observances",
    "solar_term_date",
    "to_plain",
    "year_page",
    "year_sheet",
]


def __getattr__(name: str) -> object:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module 'community_edu' has no attribute '{name}'")
    from importlib import import_module

    value: object = getattr(import_module(f"community_edu.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
