"""
Which meetings are missing, off the grid, away from their pins or out of order.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from community_edu.base import Text, UnknownReferenceError
from community_edu.scheduling.demands import EverySession, NoneLost, OnGrid, Pinned, Precedence
from community_edu.scheduling.judging.breaks import (
    Break,
    broken,
    filled,
    quoted,
    slot,
    title,
)
from community_edu.scheduling.judging.cases import Case, Held
from community_edu.scheduling.problems import Pin
from community_edu.scheduling.sections import TimetableSection
from community_edu.scheduling.timetables import KINDS, Placement, ViewedBy
from community_edu.scheduling.weekly_grids import weeks_text

PIN_LEFT = Text(
    "{what}第 {number} 次课本应固定，现在 {slot}，与固定安排不同：{parts}",
    en="meeting {number} of {what} is pinned, but on {slot} it differs in {parts}",
)
PIN_PARTS: Mapping[str, Text] = {
    "weekday": Text("星期", en="weekday"),
    "period": Text("节次", en="period"),
    "week": Text("周次", en="week"),
    "venue": Text("场所", en="venue"),
    "educator": Text("教师", en="educator"),
}
NO_SUCH_DAY = Text("这一天不上课", en="nothing is taught on such a day")
NO_SUCH_PERIOD = Text("没有这样的节次", en="there are no such periods")
ACROSS_PARTS = Text("跨了上午、下午或晚上", en="it takes periods of two parts of the day")
NO_WEEK = Text("不在班级的周次内", en="its section has none of its weeks")
OFF_GRID = Text(
    "{what}排在 {slot}，不在课表格内：{reasons}",
    en="{what} on {slot} is not in the grid: {reasons}",
)
LOST = Text(
    "{what}（{slot}）因放假停课 {number} 次：{weeks}",
    en="{what} ({slot}) falls out in {weeks}",
)
UNPLACED = Text("{what}第 {number} 次课没有安排", en="meeting {number} of {what} has no place")
MISSING = Text(
    "{what}第 {number} 次课所缺：{weeks}",
    en="meeting {number} of {what} is missing in {weeks}",
)
TWICE = Text(
    "{what}第 {number} 次课重复安排：{weeks}",
    en="meeting {number} of {what} is placed more than once: {weeks}",
)
NEVER_HELD = Text(
    "{what}第 {number} 次课没有一次能上", en="meeting {number} of {what} is never held"
)
NOT_ASKED = Text(
    "{what}没有第 {number} 次课，却有安排", en="{what} has no meeting {number}, but it is placed"
)
TOO_LATE = Text(
    "{before}第 {number} 次课 {ends} 才结束，{after}第 {other} 次课 {begins} 已开始",
    en="meeting {number} of {before} ends on {ends}, but meeting {other} of {after} begins on "
    "{begins}",
)


def pinned(case: Case, _: Pinned) -> Iterator[Break]:
    """
    Count placements that differ from a pin of theirs.
    """
    pins: dict[str, list[Pin]] = defaultdict(list)
    for pin in case.problem.pins:
        pins[pin.section].append(pin)
    for placement in case.timetable.placements:
        for pin in pins.get(placement.section, ()):
            if pin.number in {None, placement.number}:
                parts = tuple(PIN_PARTS[name] for name in _differs(case, placement, pin))
                if parts:
                    facts = {
                        "what": title(case, placement),
                        "number": placement.number,
                        "slot": slot(case, placement),
                        "parts": parts,
                    }
                    yield Break(amount=1, text=filled(PIN_LEFT, facts), placements=(placement,))


def _differs(case: Case, placement: Placement, pin: Pin) -> Iterator[str]:
    for name in ("weekday", "period", "venue", "educator"):
        wanted: object = getattr(pin, name)
        if wanted is not None and wanted != getattr(placement, name):
            yield name
    if pin.week is not None and case.timetable.weeks_of(placement) != (pin.week,):
        yield "week"


def on_grid(case: Case, _: OnGrid) -> Iterator[Break]:
    """
    Count placements on days, in periods or weeks that there are not.
    """
    weeks = case.problem.weeks
    for placement in case.timetable.placements:
        section = case.problem.sections_by_id.get(placement.section)
        last = placement.period + (section.length if section else 1) - 1
        reasons: list[Text] = []
        if placement.weekday not in weeks.weekdays:
            reasons.append(NO_SUCH_DAY)
        if not 1 <= placement.period <= last <= len(weeks.periods):
            reasons.append(NO_SUCH_PERIOD)
        elif weeks.periods[placement.period - 1].part != weeks.periods[last - 1].part:
            reasons.append(ACROSS_PARTS)
        if not case.timetable.weeks_of(placement):
            reasons.append(NO_WEEK)
        if reasons:
            facts = {
                "what": title(case, placement),
                "slot": slot(case, placement),
                "reasons": tuple(reasons),
            }
            yield Break(amount=1, text=filled(OFF_GRID, facts), placements=(placement,))


def none_lost(case: Case, _: NoneLost) -> Iterator[Break]:
    """
    Count the weeks of placements in which nothing is held.
    """
    day_of = case.problem.weeks.day_of
    for placement in case.timetable.placements:
        lost = [
            week
            for week in case.timetable.weeks_of(placement)
            if day_of(week, placement.weekday) is None
        ]
        if lost:
            facts = {
                "what": title(case, placement),
                "slot": slot(case, placement),
                "number": len(lost),
                "weeks": _named(lost),
            }
            yield Break(amount=len(lost), text=filled(LOST, facts), placements=(placement,))


def every_session(case: Case, _: EverySession) -> Iterator[Break]:
    """
    Count weeks in which a meeting is missing, is placed twice, or is never held.
    """
    placed: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for placement in case.timetable.placements:
        placed[placement.section, placement.number].append(placement)
    for section in case.problem.sections:
        for number in range(1, section.sessions + 1):
            placements = placed.pop((section.id, number), [])
            yield from _meeting(case, section, number, placements)
    for (name, number), placements in placed.items():
        if name in case.problem.sections_by_id:
            facts = {"what": title(case, placements[0]), "number": number}
            extra = sum(len(case.timetable.weeks_of(one)) for one in placements)
            yield Break(amount=extra, text=filled(NOT_ASKED, facts), placements=tuple(placements))


def _named(weeks: Collection[int]) -> Text:
    return Text(weeks_text(weeks), en=weeks_text(weeks, language="en"))


def _meeting(
    case: Case, section: TimetableSection, number: int, placements: list[Placement]
) -> Iterator[Break]:
    times = Counter(week for one in placements for week in case.timetable.weeks_of(one))
    facts: dict[str, object] = {"what": quoted(section.title), "number": number}
    if section.per == "term":
        missing: tuple[int, ...] = ()
        if not placements:
            yield Break(amount=1, text=filled(UNPLACED, facts))
        surplus = max(0, times.total() - 1)
    else:
        missing = tuple(
            week
            for week in section.weeks.among(case.problem.weeks.number)
            if week in case.taught_weeks and week not in times
        )
        surplus = sum(count - 1 for count in times.values())
    if missing:
        told = (
            filled(MISSING, facts | {"weeks": _named(missing)})
            if placements
            else filled(UNPLACED, facts)
        )
        yield Break(amount=len(missing), text=told, placements=tuple(placements))
    if surplus:
        twice = (
            tuple(sorted(times))
            if section.per == "term"
            else tuple(sorted(week for week, count in times.items() if count > 1))
        )
        told = filled(TWICE, facts | {"weeks": _named(twice)})
        yield Break(amount=surplus, text=told, placements=tuple(placements))
    if placements and not any(case.timetable.sessions_of(one) for one in placements):
        yield Break(amount=1, text=filled(NEVER_HELD, facts), placements=tuple(placements))


def precedence(case: Case, demand: Precedence) -> Iterator[Break]:
    """
    Count pairs of meetings that are not one after the other.
    """
    for number, before in _meetings(case, demand.before).items():
        for other, after in _meetings(case, demand.after).items():
            last, first = max(before, key=lambda one: one.end), after[0]
            if last.end > first.start:
                facts = {
                    "before": title(case, last.placement),
                    "number": number,
                    "ends": f"{last.end:%Y-%m-%d %H:%M}",
                    "after": title(case, first.placement),
                    "other": other,
                    "begins": f"{first.start:%Y-%m-%d %H:%M}",
                }
                yield broken(1, TOO_LATE, [last, first], facts)


def _meetings(case: Case, section: str) -> dict[int, list[Held]]:
    found: dict[int, list[Held]] = defaultdict(list)
    for one in case.taken("section").get(section, ()):
        found[one.placement.number].append(one)
    return found


def unknown_names(case: Case) -> Iterator[Break]:
    """
    Count placements of sections, in venues and with educators that the problem does not have.
    """
    problem = case.problem
    known: dict[ViewedBy, Collection[str]] = {
        "section": problem.sections_by_id,
        "venue": problem.venues_by_id,
        "educator": problem.educators_by_id,
    }
    unknown: dict[tuple[ViewedBy, str], list[Placement]] = defaultdict(list)
    for placement in case.timetable.placements:
        for kind, names in known.items():
            name: str | None = getattr(placement, kind)
            if name is not None and name not in names:
                unknown[kind, name].append(placement)
    for (kind, name), placements in unknown.items():
        error = UnknownReferenceError((), *KINDS[kind], name, tuple(known[kind]))
        text = Text(error.sentence("zh-CN"), en=error.sentence("en"))
        yield Break(amount=len(placements), text=text, placements=tuple(placements))
