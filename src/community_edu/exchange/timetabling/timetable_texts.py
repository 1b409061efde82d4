"""
Timetables as the text of a file: JSON, TOML, and CSV for a spreadsheet.
"""

import json
import os
from pathlib import Path as FilePath
from typing import Any, Final

from community_edu.base import Language, Text
from community_edu.base.sheets import sheet
from community_edu.calendars import WEEKDAY_LABELS
from community_edu.exchange.converting import unstructure
from community_edu.exchange.timetabling.problem_texts import toml_document
from community_edu.exchange.timetabling.timetable_rows import COLUMNS, called
from community_edu.exchange.timetabling.timetables import SESSIONS, UNPLACED
from community_edu.exchange.writing import write_file
from community_edu.scheduling.timetables import Placement, Timetable

WEEKS: Final = {
    "all": Text("全周", en="all"),
    "odd": Text("单周", en="odd"),
    "even": Text("双周", en="even"),
}
"""
How a table says the patterns of weeks that have a name.
"""


def timetable_record(timetable: Timetable, language: Language | None = None) -> dict[str, Any]:
    """
    Return *timetable* as plain data, as ``schedule`` prints it.

    Its ``sessions`` are the placements, each with the days on which it is held.

    Args:
        timetable: The timetable.
        language: In which sentences are; by default they stay in both.

    Example:
        >>> from community_edu.exchange.timetabling.problems import load_problem
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> choir = Placement(section="choir", weekday="WED", period=1, weeks="1,5")
        >>> record = timetable_record(Timetable(problem, [choir]))
        >>> record["sessions"][0]["dates"]
        ['2026-09-09', '2026-10-10']
    """

    def words(text: Text | None) -> object:
        if text is None or language is not None:
            return text and text.to(language or "zh-CN")
        return unstructure(text)

    record: dict[str, Any] = {
        "status": timetable.status,
        "cost": timetable.cost,
        "bound": timetable.bound,
    }
    if timetable.note is not None:
        record["note"] = words(timetable.note)
    record[SESSIONS] = [_session(timetable, placement) for placement in timetable.placements]
    record[UNPLACED] = [
        {"section": one.section, "number": one.number, "reason": words(one.reason)}
        for one in timetable.unplaced
    ]
    return record


def _session(timetable: Timetable, placement: Placement) -> dict[str, Any]:
    sessions = timetable.sessions_of(placement)
    return {
        "section": placement.section,
        "number": placement.number,
        "weekday": placement.weekday,
        "period": placement.period,
        "start": f"{sessions[0].start:%H:%M}" if sessions else None,
        "end": f"{sessions[0].end:%H:%M}" if sessions else None,
        "weeks": str(placement.weeks),
        "dates": [session.start.date().isoformat() for session in sessions],
        "venue": placement.venue,
        "educator": placement.educator,
    }


def timetable_sheet(timetable: Timetable, language: Language = "zh-CN") -> bytes:
    """
    Return *timetable* as CSV for a spreadsheet, a row a placement: UTF-8 with a byte order mark.

    Sections, venues and educators are written by their names where only one is called so.
    A text that a spreadsheet would run as a formula gets an apostrophe in front.

    Example:
        >>> from community_edu.exchange.timetabling.problems import load_problem
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> choir = Placement(section="choir", weekday="WED", period=1, venue="music-room")
        >>> timetable_sheet(Timetable(problem, [choir])).decode("utf-8-sig").splitlines()[1]
        '合唱团,1,周三,1,08:30,10:00,全周,音乐室,'
    """
    chinese = language == "zh-CN"
    keys = [key for key in COLUMNS if key != "date"]
    sections, venues, educators = called(timetable.problem)
    rows = [[COLUMNS[key][0] if chinese else key for key in keys]]
    for placement in timetable.placements:
        record = _session(timetable, placement) | {
            "weekday": WEEKDAY_LABELS[placement.weekday].to(language),
            "section": sections.tell(placement.section, language),
            "venue": venues.tell(placement.venue, language),
            "educator": educators.tell(placement.educator, language),
            "weeks": _weeks(str(placement.weeks), language),
        }
        rows.append(["" if record[key] is None else str(record[key]) for key in keys])
    return sheet(rows)


def _weeks(pattern: str, language: Language) -> str:
    """
    Say weeks so that no spreadsheet takes ``7-8`` for a day of July.
    """
    if pattern in WEEKS:
        return WEEKS[pattern].to(language)
    return f"{pattern}周" if language == "zh-CN" else f"weeks {pattern}"


def save_timetable(
    timetable: Timetable, path: str | os.PathLike[str], *, force: bool = False
) -> None:
    """
    Write *timetable* as a file: ``.csv``, ``.toml``, or else JSON.

    `load_timetable` reads JSON and TOML as an equal timetable; of CSV it reads the placements.

    Args:
        timetable: The timetable.
        path: Where.
        force: Whether a file that is there is replaced.

    Raises:
        ProblemsError: The file is there already or cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from community_edu.exchange.timetabling.problems import load_problem
        >>> from community_edu.exchange.timetabling.timetables import load_timetable
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> timetable = Timetable(problem, [Placement(section="choir", weekday="WED", period=1)])
        >>> with TemporaryDirectory() as folder:
        ...     save_timetable(timetable, f"{folder}/autumn.json")
        ...     load_timetable(f"{folder}/autumn.json", problem) == timetable
        True
    """
    suffix = FilePath(os.fspath(path)).suffix.casefold()
    if suffix == ".csv":
        data = timetable_sheet(timetable)
    elif suffix == ".toml":
        data = toml_document(timetable_record(timetable)).encode()
    else:
        data = (
            json.dumps(timetable_record(timetable), ensure_ascii=False, indent=2) + "\n"
        ).encode()
    write_file(path, data, force=force)
