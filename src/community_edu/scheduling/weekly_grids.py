"""
The week of a timetable as people read it: a grid for pages, lines for terminals.
"""

from collections.abc import Iterable, Iterator

from community_edu.base import Language, Text
from community_edu.base.html import escape, table
from community_edu.calendars import WEEKDAY_LABELS, WEEKDAYS, Weekday
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Placement, Timetable, TimetableView

MOST_IN_A_CELL = 8
"""
How many meetings a cell of the grid tells before it only counts them.
"""

BETWEEN = " · "
PERIOD = Text("节次", en="Period")
CONTINUED = Text("（续）", en=" (cont.)")
OFF_GRID = Text("不在课表格内", en="Not in the grid")
NOT_PLACED = Text("未排", en="Not placed")
MORE = Text("另有 {number} 项", en="and {number} more")


def week_table(view: TimetableView, language: Language = "zh-CN") -> str:
    """
    Write a view as an HTML table: a column a day, a row a period.

    Below it stand what is on no day or period that there is, and what is not placed.
    """
    timetable = view.timetable
    weeks = timetable.problem.weeks
    cells = _cells(view, language)
    header = [PERIOD.to(language), *(WEEKDAY_LABELS[day].to(language) for day in weeks.weekdays)]
    rows = [
        [
            period.title.to(language),
            *(_cell(cells.get((day, number), []), language) for day in weeks.weekdays),
        ]
        for number, period in enumerate(weeks.periods, 1)
    ]
    grid = table(header, rows, caption=_caption(view, language))
    notes = "".join(f"<p>{escape(line)}</p>" for line in _notes(view, language))
    return grid + notes


def week_text(view: TimetableView, language: Language = "zh-CN") -> str:
    """
    Write a view day by day, a line a meeting in order of time.
    """
    weeks = view.timetable.problem.weeks
    lines = [view.title.to(language)]
    for day in weeks.weekdays:
        entries = _entries([one for one in view.placements if one.weekday == day], view, language)
        told = [
            f"  {weeks.periods[first - 1].start:%H:%M}–{weeks.periods[last - 1].end:%H:%M}  {words}"
            for first, last, words in entries
        ]
        lines += [WEEKDAY_LABELS[day].to(language), *told] if told else []
    return "\n".join([*lines, *_notes(view, language)])


def weeks_text(
    weeks: Iterable[int], number: int | None = None, language: Language = "zh-CN"
) -> str:
    """
    Say which weeks of a term of *number* weeks are meant; nothing for all of them.

    If it is not said how long the term is, each week is named.

    Example:
        >>> weeks_text([1, 3, 5], 6), weeks_text([1, 2, 3, 6], 6), weeks_text([2, 4], 4, "en")
        ('单周', '第 1–3、6 周', 'even weeks')
        >>> weeks_text([1, 2, 3, 5], language="en"), weeks_text([5], language="en")
        ('weeks 1–3, 5', 'week 5')
    """
    named = sorted(set(weeks))
    number = number or 0
    if named and named == list(range(1, number + 1)):
        return ""
    if not named:
        return "没有一周" if language == "zh-CN" else "in no week"
    if len(named) > 1 and named == list(range(1, number + 1, 2)):
        return "单周" if language == "zh-CN" else "odd weeks"
    if len(named) > 1 and named == list(range(2, number + 1, 2)):
        return "双周" if language == "zh-CN" else "even weeks"
    runs: list[list[int]] = []
    for week in named:
        if runs and runs[-1][-1] == week - 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    if language == "zh-CN":
        return f"第 {'、'.join(parts)} 周"
    return f"week{'s' if len(named) > 1 else ''} {', '.join(parts)}"


def _caption(view: TimetableView, language: Language) -> str:
    if view.by == "problem":
        told = view.timetable.summary(language)
    else:
        number = len(view.placements)
        told = f"{number} 次课" if language == "zh-CN" else f"meetings: {number}"
    return f"{view.title.to(language)}　{told}"


def _on_grid(timetable: Timetable, placement: Placement) -> bool:
    weeks = timetable.problem.weeks
    last = placement.period + _length(timetable.problem, placement) - 1
    return placement.weekday in weeks.weekdays and (
        1 <= placement.period <= last <= len(weeks.periods)
    )


def _length(problem: TimetableProblem, placement: Placement) -> int:
    section = problem.sections_by_id.get(placement.section)
    return section.length if section else 1


def _entries(
    placements: Iterable[Placement], view: TimetableView, language: Language
) -> list[tuple[int, int, str]]:
    """
    Return first and last period and the words of each meeting of one day, in order.

    Placements that differ only in their weeks are one entry.
    """
    timetable = view.timetable
    merged: dict[tuple[int, int, str], set[int]] = {}
    for one in placements:
        if _on_grid(timetable, one):
            last = one.period + _length(timetable.problem, one) - 1
            what = BETWEEN.join(_what(one, view, language))
            merged.setdefault((one.period, last, what), set()).update(timetable.weeks_of(one))
    number = timetable.problem.weeks.number
    return sorted(
        (first, last, BETWEEN.join(filter(None, (what, weeks_text(weeks, number, language)))))
        for (first, last, what), weeks in merged.items()
    )


def _what(placement: Placement, view: TimetableView, language: Language) -> Iterator[str]:
    """
    Yield what a view tells of a placement: all but that by which it is chosen.
    """
    problem = view.timetable.problem
    section = problem.sections_by_id.get(placement.section)
    yield section.title.to(language) if section else placement.section
    if view.by != "venue" and placement.venue is not None:
        venue = problem.venues_by_id.get(placement.venue)
        yield venue.name.to(language) if venue else placement.venue
    if view.by != "educator" and placement.educator is not None:
        educator = problem.educators_by_id.get(placement.educator)
        yield educator.name.to(language) if educator else placement.educator


def _cells(view: TimetableView, language: Language) -> dict[tuple[Weekday, int], list[str]]:
    cells: dict[tuple[Weekday, int], list[str]] = {}
    for day in WEEKDAYS:
        here = [one for one in view.placements if one.weekday == day]
        for first, last, words in _entries(here, view, language):
            for period in range(first, last + 1):
                text = (
                    words if period == first else words.split(BETWEEN)[0] + CONTINUED.to(language)
                )
                cells.setdefault((day, period), []).append(text)
    return cells


def _cell(entries: list[str], language: Language) -> str:
    shown = entries[:MOST_IN_A_CELL]
    more = len(entries) - len(shown)
    return "\n".join([*shown, *([MORE.to(language).format(number=more)] if more else [])])


def _notes(view: TimetableView, language: Language) -> Iterator[str]:
    """
    Yield what the grid cannot show.
    """
    timetable = view.timetable
    zh = language == "zh-CN"
    colon = "：" if zh else ": "
    for one in view.placements:
        if not _on_grid(timetable, one):
            what = BETWEEN.join(_what(one, view, language))
            day = WEEKDAY_LABELS.get(one.weekday, Text(one.weekday)).to(language)
            slot = f"（{day} 第 {one.period} 节）" if zh else f" ({day}, period {one.period})"
            yield f"{OFF_GRID.to(language)}{colon}{what}{slot}"
    sections = timetable.problem.sections_by_id
    for left in timetable.unplaced:
        if view.by == "problem" or (view.by, view.id) == ("section", left.section):
            section = sections.get(left.section)
            title = section.title.to(language) if section else left.section
            reason = left.reason.to(language)
            number = f"（{left.number}）" if zh else f" ({left.number})"
            yield f"{NOT_PLACED.to(language)}{colon}{title}{number}{colon}{reason}"
