"""
The year of a plan as a table, month by month.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from community_edu.base import Language, Text, label
from community_edu.base.html import table
from community_edu.plans.calendars import Calendar, Entry, EntryStatus

WEEKDAYS = {"zh-CN": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
STATUS_MARKS: Mapping[EntryStatus, Text] = {
    "proposed": Text("（建议日期）", en=" (proposed date)"),
    "provisional": Text("（暂定）", en=" (provisional)"),
}
DAILY = Text("每天", en="daily")
DAY = timedelta(days=1)
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


def daily_runs(entries: Iterable[Entry]) -> list[tuple[Entry, Entry]]:
    """
    Return *entries* with what is the same day after day as one: its first and its last.

    Example:
        >>> from community_edu.calendars import parse_rule
        >>> from community_edu.plans import Duty, Plan, build_calendar
        >>> duty = Duty(id="open", name="免费开放", when=parse_rule("daily()"))
        >>> year = build_calendar(Plan(id="p", title="计划", duties=[duty]), 2026)
        >>> ((first, last),) = daily_runs(year.entries)
        >>> run_text(first, last, "zh-CN")
        '1月1日 周四 – 12月31日 周四 每天'
    """
    found: list[list[Entry]] = []
    latest: dict[object, list[Entry]] = {}
    for entry in entries:
        what = (entry.duty, entry.kind, entry.title, entry.member, entry.status, entry.findings)
        run = latest.get((what, _times(entry, "en")))
        if run is not None and run[1].first_day + DAY == entry.first_day:
            run[1] = entry
        else:
            run = latest[what, _times(entry, "en")] = [entry, entry]
            found.append(run)
    return [(first, last) for first, last in found]


def run_text(first: Entry, last: Entry, language: Language) -> str:
    """
    Write when a run of entries is: 1月1日 周四 – 12月31日 周四 每天.
    """
    if first is last:
        return when_text(first, language)
    days = " – ".join(day_text(entry.first_day, language) for entry in (first, last))
    return f"{days} {DAILY.to(language)}{_times(first, language)}"


def _times(entry: Entry, language: Language) -> str:
    """
    Return what stands after the first day of an entry: its times, or its last day.
    """
    return when_text(entry, language).removeprefix(day_text(entry.first_day, language))


def status_mark(entry: Entry, language: Language) -> str:
    """
    Return what marks an entry whose date is not fixed, to be put after its title.
    """
    return "" if entry.status == "fixed" else STATUS_MARKS[entry.status].to(language)


def year_rows(calendar: Calendar, language: Language = "zh-CN") -> Iterator[tuple[str, ...]]:
    """
    Yield one row an entry: month, theme of the month, date, title, kind.

    The month and its theme stand in the first row of the month only; a month
    without entries has a row of its own; what is the same day after day has one
    row. What begins in the year before stands in January, what begins in the year
    after in December, each with its year.
    """
    for month in range(1, 13):
        entries = [entry for entry in calendar.entries if _month(entry, calendar.year) == month]
        theme = " / ".join(e.title.to(language) for e in entries if e.kind == "theme")
        name = label("month", str(month), language)
        dated = [entry for entry in entries if entry.kind != "theme"]
        if not dated:
            yield (name, theme, "", "", "")
        for index, (entry, last) in enumerate(daily_runs(dated)):
            mark = "※ " if entry.findings else ""
            yield (
                name if index == 0 else "",
                theme if index == 0 else "",
                _when(entry, last, calendar.year, language),
                mark + entry.title.to(language) + status_mark(entry, language),
                label("entry", entry.kind, language),
            )


def _month(entry: Entry, year: int) -> int:
    day = min(max(entry.first_day, date(year, 1, 1)), date(year, 12, 31))
    return day.month


def _when(entry: Entry, last: Entry, year: int, language: Language) -> str:
    when, own_year = run_text(entry, last, language), entry.first_day.year
    if own_year == year:
        return when
    return f"{own_year}年{when}" if language == "zh-CN" else f"{own_year}: {when}"


def year_table(calendar: Calendar, language: Language = "zh-CN") -> str:
    """
    Return the year as an HTML table, month by month; ※ marks entries with findings.
    """
    caption = f"{calendar.plan.title.to(language)} · {calendar.summary(language)}"
    return table(HEADER[language], year_rows(calendar, language), caption=caption)
