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
    )
    from community_edu.calendars import (
        Almanac,
        HolidayCalendar,
        LunarDate,
        Observance,
        ObservanceCatalog,
        Quota,
        Rule,
        SchoolTerms,
        SchoolYear,
        SolarTerm,
        Span,
        holidays,
        parse_rule,
        periods,
        school_terms,
        shipped_observances,
        solar_term_date,
    )
    from community_edu.courses import (
        Course,
        Project,
        Textbook,
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
        load_evidence,
        load_plan,
        load_standard,
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
        Indicator,
        Measure,
        Quantity,
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
        Tier,
        TrainingNetwork,
        Venue,
        check_network,
    )
    from community_edu.plans import (
        Award,
        Calendar,
        Channel,
        Duty,
        Entry,
        FundingNorm,
        FundingSource,
        Plan,
        Policy,
        Remark,
        Theme,
        ThemeDay,
        Undated,
        Window,
        build_calendar,
        check_plan,
    )
    from community_edu.views import (
        year_page,
        year_sheet,
    )

__version__ = "0.1.0"

_ROOMS = {
    "base": "Cited CommunityEduError Finding FindingKind Language ProblemsError Source Text label",
    "calendars": "Almanac HolidayCalendar LunarDate Observance ObservanceCatalog Quota "
    "Rule SchoolTerms SchoolYear SolarTerm Span holidays parse_rule periods "
    "school_terms shipped_observances solar_term_date",
    "measures": "Indicator Measure Quantity Target Threshold Unit",
    "organizations": "Audience CriteriaItem CriteriaSet Organization PeoplePool Position "
    "Relation Tier TrainingNetwork Venue check_network",
    "courses": "Course Project Textbook",
    "evaluation": "Assessment Criterion Gap Outcome Score Standard evaluate",
    "plans": "Award Calendar Channel Duty Entry FundingNorm FundingSource Plan "
    "Policy Remark Theme ThemeDay Undated Window build_calendar check_plan",
    "exchange": "PlacedError load_evidence load_plan load_standard",
    "feeds": "Change Feed FeedReport Ledger Publication event_uid publish",
    "views": "year_page year_sheet",
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [
    "Almanac",
    "Assessment",
    "Audience",
    "Award",
    "Calendar",
    "Change",
    "Channel",
    "Cited",
    "CommunityEduError",
    "Course",
    "CriteriaItem",
    "CriteriaSet",
    "Criterion",
    "Duty",
    "Entry",
    "Feed",
    "FeedReport",
    "Finding",
    "FindingKind",
    "FundingNorm",
    "FundingSource",
    "Gap",
    "HolidayCalendar",
    "Indicator",
    "Language",
    "Ledger",
    "LunarDate",
    "Measure",
    "Observance",
    "ObservanceCatalog",
    "Organization",
    "Outcome",
    "PeoplePool",
    "PlacedError",
    "Plan",
    "Policy",
    "Position",
    "ProblemsError",
    "Project",
    "Publication",
    "Quantity",
    "Quota",
    "Relation",
    "Remark",
    "Rule",
    "SchoolTerms",
    "SchoolYear",
    "Score",
    "SolarTerm",
    "Source",
    "Span",
    "Standard",
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
    "__version__",
    "build_calendar",
    "check_network",
    "check_plan",
    "evaluate",
    "event_uid",
    "holidays",
    "label",
    "load_evidence",
    "load_plan",
    "load_standard",
    "parse_rule",
    "periods",
    "publish",
    "school_terms",
    "shipped_observances",
    "solar_term_date",
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
