"""
Pages that stand alone: one HTML file, nothing loaded from elsewhere.
"""

from collections.abc import Iterable

from community_edu.base import Finding, Language, label
from community_edu.base.html import escape, table
from community_edu.plans import Calendar, year_table

STYLE = """
body { font: 16px/1.5 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei",
  "PingFang SC", "WenQuanYi Micro Hei", sans-serif;
  margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1d2a33; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .4rem 0; color: #51616c; }
th, td { border-bottom: 1px solid #d5dde2; padding: .35rem .6rem; text-align: left;
  vertical-align: top; }
th { background: #eef3f6; }
td:first-child { white-space: nowrap; font-weight: 600; }
td:nth-child(3) { white-space: nowrap; }
@media print { body { margin: 0; max-width: none; } }
"""

HEADINGS = {
    "zh-CN": ("未能定日", "疑点", ("级别", "说明", "依据")),
    "en": ("Not dated", "Findings", ("Severity", "What", "Source")),
}


def year_page(calendar: Calendar, language: Language = "zh-CN") -> str:
    """
    Return the year of a plan as an HTML page: the table, what is not dated, the findings.

    Every text is escaped; the page has its own style and asks nothing of the network.

    Example:
        >>> from community_edu.plans import Plan, build_calendar
        >>> plan = Plan(id="street", title="街道 <b>")
        >>> "街道 &lt;b&gt; 2026" in year_page(build_calendar(plan, 2026))
        True
    """
    undated, doubtful, header = HEADINGS[language]
    title = escape(f"{calendar.plan.title.to(language)} {calendar.year}")
    sections = [
        year_table(calendar, language),
        _findings(undated, header, (entry.finding for entry in calendar.unresolved), language),
        _findings(doubtful, header, calendar.findings, language),
    ]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{''.join(sections)}\n</body>\n</html>\n"
    )


def _findings(
    heading: str, header: tuple[str, ...], findings: Iterable[Finding], language: Language
) -> str:
    rows = [
        (
            label("severity", finding.severity, language),
            finding.message(language),
            str(finding.source or ""),
        )
        for finding in findings
    ]
    return f"\n<h2>{escape(heading)}</h2>\n{table(header, rows)}" if rows else ""
