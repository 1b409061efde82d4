"""
The year of a plan as a table, month by month.
"""

from collections.abc import Iterator
from datetime import date, datetime

from community_edu.base import Language, label
from community_edu.base.html import table
from community_edu.plans.calendars import Calendar, Entry

WEEKDAYS = {"zh-CN": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
HEADER = {
    "zh-CN": ("月份", "主题", "日期", "事项", "类别"),
    "en": ("Month", "Theme", "Date", "What", "Kind"),
}


def day_text(day: date, language: Language) -> str:
    """
    Write a day for a reader: 3月24日 周二, 24 Mar Tue.

    Example:
        >>> day_text(date(2026, 3, 24), "zh-CN"), day_text(date(2026, 3, 24), "en")
        ('3月24日 周二', '24 Mar Tue')
    """
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "zh-CN":
        return f"{day.month}月{day.day}日 周{weekday}"
    return f"{day.day} {label('month', str(day.month), 'en')[:3]} {weekday}"


def when_text(entry: Entry, language: Language) -> str:
    """
    Write when an entry is, as a reader says it: the last day included.
    """
    if isinstance(entry.start, datetime):
        return f"{day_text(entry.first_day, language)} {entry.start:%H:%M}–{entry.end:%H:%M}"
    first, last = day_text(entry.span.start, language), day_text(entry.span.last, language)
    return first if first == last else f"{first} – {last}"


def year_rows(calendar: Calendar, language: Language = "zh-CN") -> Iterator[tuple[str, ...]]:
    """
    Yield one row an entry: month, theme of the month, date, title, kind.

    The month and its theme stand in the first row of the month only; a month
    without entries has a row of its own. What begins in the year before stands
    in January, what begins in the year after in December, each with its year.
    """
    for month in range(1, 13):
        entries = [entry for entry in calendar.entries if _month(entry, calendar.year) == month]
        theme = " / ".join(e.title.to(language) for e in entries if e.kind == "theme")
        name = label("month", str(month), language)
        dated = [entry for entry in entries if entry.kind != "theme"]
        if not dated:
            yield (name, theme, "", "", "")
        for index, entry in enumerate(dated):
            mark = "※ " if entry.findings else ""
            yield (
                name if index == 0 else "",
                theme if index == 0 else "",
                _when(entry, calendar.year, language),
                mark + entry.title.to(language),
                label("entry", entry.kind, language),
            )


def _month(entry: Entry, year: int) -> int:
    day = min(max(entry.first_day, date(year, 1, 1)), date(year, 12, 31))
    return day.month


def _when(entry: Entry, year: int, language: Language) -> str:
    when, own_year = when_text(entry, language), entry.first_day.year
    if own_year == year:
        return when
    return f"{own_year}年{when}" if language == "zh-CN" else f"{own_year}: {when}"


def year_table(calendar: Calendar, language: Language = "zh-CN") -> str:
    """
    Return the year as an HTML table, month by month; ※ marks entries with findings.
    """
    caption = f"{calendar.plan.title.to(language)} · {calendar.summary(language)}"
    return table(HEADER[language], year_rows(calendar, language), caption=caption)
