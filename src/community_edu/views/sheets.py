"""
Sheets: the year of a plan as CSV, for a spreadsheet.
"""

from community_edu.base import Language, Text, label
from community_edu.base.sheets import sheet
from community_edu.plans import Calendar

HEADER = {
    "zh-CN": ("开始", "结束（不含）", "类别", "事项", "受众", "依据", "编号", "日期状态"),
    "en": (
        "Start",
        "End (excluded)",
        "Kind",
        "What",
        "Audiences",
        "Source",
        "Id",
        "Status of the date",
    ),
}


def year_sheet(calendar: Calendar, language: Language = "zh-CN") -> bytes:
    """
    Return the entries as CSV: UTF-8 with a byte order mark, as Excel needs it.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.

    Example:
        >>> from community_edu.plans import Plan, build_calendar
        >>> calendar = build_calendar(Plan(id="street", title="街道"), 2026)
        >>> year_sheet(calendar).decode("utf-8-sig")[:8]
        '开始,结束（不含'
    """
    audiences: dict[str, Text] = {entry.id: entry.name for entry in calendar.plan.audiences}
    rows = (
        (
            entry.start.isoformat(),
            entry.end.isoformat(),
            label("entry", entry.kind, language),
            entry.title.to(language),
            "; ".join(audiences[audience].to(language) for audience in entry.audiences),
            str(entry.source or ""),
            entry.id,
            label("date_status", entry.status, language),
        )
        for entry in calendar.entries
    )
    return sheet((HEADER[language], *rows))
