"""
Timetable files: JSON and TOML as they are printed, tables as people make them.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from functools import partial
from pathlib import Path as FilePath
from typing import Any, Final, cast

from community_edu.base import CommunityEduError, Path, Text
from community_edu.exchange._reading import Problems, Reading
from community_edu.exchange.converting import (
    LIST,
    TABLE,
    TEXT,
    MissingKeyError,
    UnknownKeyError,
    WrongTypeError,
    found_in,
)
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.tables import READERS, CellPlace, Table, placed, read_table
from community_edu.exchange.timetabling.kinded import read_as
from community_edu.exchange.timetabling.problem_tables import cell_text
from community_edu.exchange.timetabling.timetable_rows import COLUMNS, Row, placements_of
from community_edu.scheduling.problems import TimetableProblem
from community_edu.scheduling.timetables import Timetable, TimetableStatus, Unplaced

SESSIONS: Final = "sessions"
UNPLACED: Final = "unplaced"

KEYS: Final[Mapping[str, object]] = {
    "status": TimetableStatus,
    "cost": int | None,
    "bound": int | None,
    "note": Text | None,
}
"""
What a timetable says of itself.
"""

OTHER_KEYS: Final = ("format", SESSIONS, UNPLACED, "changes", "proven_minimal")

DERIVED: Final = ("end", "dates", "title")
"""
What an entry says besides, for its reader: it follows from the rest.
"""

NEEDED: Final = (("section",), ("weekday", "date"), ("period", "start"))
"""
The columns that a table must have, one out of each row.
"""


def load_timetable(path: str | os.PathLike[str], problem: TimetableProblem) -> Timetable:
    """
    Read a timetable (课程表) of *problem*: JSON or TOML, or a table that people made.

    A table (``.csv``, ``.xlsx``, ``.parquet``) has a row a meeting, with columns headed
    ``section`` or 班级, ``weekday`` or 星期, ``period`` or 节次 (its number, its name or the
    time at which it begins), and if needed ``number``, ``weeks`` or 周次, ``venue`` or 教室,
    ``educator`` or 教师; a ``date`` or 日期 says the day of a single meeting instead of weekday
    and weeks. Cells hold identifiers or names. Meetings without a number are numbered in the
    order of the rows. Other columns are not read.

    What a timetable says is not judged here; that is what `check_timetable` is for.

    Args:
        path: The file.
        problem: What it is a timetable of.

    Returns:
        The timetable, with the status that the file says; ``by_hand`` if it says none.

    Raises:
        ProblemsError: The file cannot be read or something in it cannot be told: a section
            that the problem does not have, a day that is none; every problem at once, with
            its place.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.

    Example:
        >>> from community_edu.exchange.timetabling.problems import load_problem
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> by_hand = load_timetable("examples/problems/by-hand.csv", problem)
        >>> by_hand.status, by_hand.placements[0].venue
        ('by_hand', 'studio')
    """
    if FilePath(os.fspath(path)).suffix.casefold() in READERS:
        return _read_sheet(read_table(path), problem)
    return read_timetable(read_document(path), problem)


def read_timetable(document: Document, problem: TimetableProblem) -> Timetable:
    """
    Turn a document that has been read into a timetable; see `load_timetable`.
    """
    reading = Reading(document)
    reading.only((*KEYS, *OTHER_KEYS))
    reading.check_version()
    head: dict[str, Any] = {}
    for key, kind in KEYS.items():
        if key in document.data:
            value = read_as(reading.problems, (key,), document.data[key], cast("Any", kind))
            head[key] = value
    listed = document.data.get(SESSIONS)
    rows: list[Row] = []
    if listed is None:
        reading.problems.append(((), MissingKeyError(SESSIONS)))
    elif not isinstance(listed, list):
        reading.problems.append(((SESSIONS,), WrongTypeError(LIST, found_in(listed))))
    else:
        rows = list(_entries(reading, cast("list[object]", listed)))
    placements = placements_of(rows, problem)
    unplaced: list[Unplaced] = reading.section(UNPLACED, Unplaced)
    if reading.problems:
        raise reading.refusal("a timetable")
    return Timetable(problem, placements, unplaced=unplaced, **head)


def _entries(reading: Reading, entries: list[object]) -> Iterator[Row]:
    """
    Yield what each entry of a document says.
    """
    for index, entry in enumerate(entries):
        path: Path = (SESSIONS, index)
        if not isinstance(entry, dict):
            reading.problems.append((path, WrongTypeError(TABLE, found_in(entry))))
            continue
        said: dict[str, str] = {}
        told = len(reading.problems)
        for key, value in cast("dict[str, object]", entry).items():
            if isinstance(value, str | int | date | time) and not isinstance(value, bool):
                said[key] = str(value).strip()
            elif value is not None and key not in DERIVED:
                reading.problems.append(((*path, key), WrongTypeError(TEXT, found_in(value))))
        for key in cast("dict[str, object]", entry):
            if key not in COLUMNS and key not in DERIVED:
                problem = UnknownKeyError(key, (*COLUMNS, *DERIVED))
                reading.problems.append(((*path, key), problem))
        if len(reading.problems) == told:
            yield Row(said, partial(_note, reading.problems, path))


def _note(problems: Problems, path: Path, key: str, error: CommunityEduError) -> None:
    problems.append(((*path, key), error))


def _read_sheet(table: Table, problem: TimetableProblem) -> Timetable:
    """
    Read the rows of a table that people made.
    """
    columns: dict[str, int] = {}
    for column, head in enumerate(table.header):
        for key, heads in COLUMNS.items():
            if head in heads or head.casefold() == key:
                columns.setdefault(key, column)
    problems: list[tuple[CellPlace, CommunityEduError]] = [
        (CellPlace(table.name), MissingKeyError(" / ".join((one[0], *COLUMNS[one[0]], *one[1:]))))
        for one in NEEDED
        if not any(key in columns for key in one)
    ]
    if problems:
        raise placed(table, problems, "a timetable")

    def noting(row: int) -> Callable[[str, CommunityEduError], object]:
        def note(key: str, error: CommunityEduError) -> None:
            place = table.place(row, columns[key]) if key in columns else CellPlace(table.name, row)
            problems.append((place, error))

        return note

    rows = [
        Row(
            {
                key: cell_text(cells[column])
                for key, column in columns.items()
                if cells[column] is not None
            },
            noting(row),
        )
        for row, cells in table.rows
    ]
    placements = placements_of(rows, problem)
    if problems:
        raise placed(table, problems, "a timetable")
    return Timetable(problem, placements)
