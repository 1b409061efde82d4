"""
Records (工作记录): tables of what was done, one row an occasion.
"""

import os
import re
from collections.abc import Mapping
from datetime import date, datetime

from community_edu.base import CommunityEduError, Text, UnknownReferenceError
from community_edu.calendars import Occasion
from community_edu.exchange.converting import MissingKeyError, UnknownKeyError, WrongTypeError
from community_edu.exchange.documents import MOST_PROBLEMS
from community_edu.exchange.tables import (
    Cell,
    CellPlace,
    Table,
    placed,
    read_table,
    spellings,
)
from community_edu.plans import Plan

COLUMNS = {
    "duty": ("duty", "任务", "事项"),
    "date": ("date", "日期"),
    "member": ("member", "成员"),
    "number": ("number", "次数"),
}
"""
How each column may be headed. The first two must be there.
"""

DATE_CELL = Text("日期，例如 2026-05-08", en="a date such as 2026-05-08")
COUNT_CELL = Text("次数（整数）", en="a whole number of times")
DUTY = ("duty", "工作任务")
MEMBER = ("member of a set", "名册成员")
_COUNT = re.compile(r"(\d{1,6})(?:\.0)?", re.ASCII)  # a spreadsheet says 3.0 for 3


def load_record(path: str | os.PathLike[str], plan: Plan) -> dict[str, tuple[Occasion, ...]]:
    """
    Read a record of what was done: a CSV, Excel or Parquet file with a row an occasion.

    The columns are ``duty`` (任务), ``date`` (日期), and if needed ``member`` (成员)
    and ``number`` (次数). Duties and members go by their identifiers or their names.

    Args:
        path: The file.
        plan: The plan whose duties they are.

    Returns:
        What was done, by the identifier of the duty, as `check_record` takes it.

    Raises:
        ProblemsError: The file cannot be read, a column is missing or unknown,
            or a cell holds what is no duty, date, member or number; every
            problem at once, with its row and column.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.
    """
    table = read_table(path)
    problems: list[tuple[CellPlace, CommunityEduError]] = []
    columns = _columns(table, problems)
    duties = spellings({duty.id: duty.name for duty in plan.duties})
    members = spellings(
        {key: name for entry in plan.members.values() for key, name in entry.items()}
    )
    found: dict[str, list[Occasion]] = {}
    for row, cells in table.rows:
        if len(problems) > MOST_PROBLEMS:
            break
        values = {key: cells[column] for key, column in columns.items()}
        member, number = values.get("member"), values.get("number")
        wrong = {
            "duty": _unknown(values.get("duty"), DUTY, duties),
            "date": _no_date(values.get("date")),
            "member": None if member is None else _unknown(member, MEMBER, members),
            "number": None if number is None else _no_count(number),
        }
        problems += [
            (table.place(row, column), problem)
            for key, column in columns.items()
            if (problem := wrong[key])
        ]
        if not problems:
            found.setdefault(duties[str(values["duty"])], []).append(
                Occasion(
                    _date(str(values["date"])),
                    None if member is None else members[str(member)],
                    1 if number is None else int(str(number).removesuffix(".0")),
                )
            )
    if problems:
        raise placed(table, problems, "a record")
    return {duty: tuple(occasions) for duty, occasions in found.items()}


def _columns(table: Table, problems: list[tuple[CellPlace, CommunityEduError]]) -> dict[str, int]:
    """
    Tell which column holds what, noting those that are missing or unknown.
    """
    heads = {head: key for key, names in COLUMNS.items() for head in names}
    columns: dict[str, int] = {}
    for column, head in enumerate(table.header):
        if head in heads:
            columns.setdefault(heads[head], column)
        else:
            place = CellPlace(table.name, None, column + 1, head)
            problems.append((place, UnknownKeyError(head, tuple(heads))))
    missing = (key for key in ("duty", "date") if key not in columns)
    problems.extend((CellPlace(table.name), MissingKeyError(key)) for key in missing)
    return columns


def _unknown(
    cell: Cell, kind: tuple[str, str], known: Mapping[str, str]
) -> CommunityEduError | None:
    said = _said(cell)
    return None if said in known else UnknownReferenceError((), *kind, said, tuple(known))


def _no_date(cell: Cell) -> CommunityEduError | None:
    try:
        _date(_said(cell))
    except ValueError:
        return WrongTypeError(DATE_CELL, Text(_said(cell)))
    return None


def _date(text: str) -> date:
    """
    Read a date; a spreadsheet may give it a time of day.
    """
    return datetime.fromisoformat(text).date()


def _no_count(cell: Cell) -> CommunityEduError | None:
    said = _said(cell)
    return None if _COUNT.fullmatch(said) else WrongTypeError(COUNT_CELL, Text(said))


def _said(cell: Cell) -> str:
    """
    Return what stands in a cell; an empty one is told by this sign.
    """
    return "∅" if cell is None else str(cell)
