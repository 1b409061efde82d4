"""
Sections, venues and educators of a problem as tables: CSV, Excel and Parquet files.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, Final, get_origin

import attrs

from community_edu.base import Cited, CommunityEduError, Path, Text
from community_edu.calendars import WeeklyHours, WeekPattern
from community_edu.exchange._reading import Problems
from community_edu.exchange.converting import (
    NUMBER,
    MissingKeyError,
    UnknownKeyError,
    WrongTypeError,
    fields_of,
)
from community_edu.exchange.evidence_tables import RepeatedError
from community_edu.exchange.places import PlacedError
from community_edu.exchange.tables import Cell, CellPlace, Table, letters, read_table
from community_edu.organizations import Educator, Venue
from community_edu.scheduling.sections import TimetableSection

ENTRIES: Final[Mapping[str, type[attrs.AttrsInstance]]] = {
    "sections": TimetableSection,
    "venues": Venue,
    "educators": Educator,
}
"""
The lists of a problem that may stand in a table of their own, with what an entry is.
"""

MOST_ROWS: Final = 20_000
"""
The most rows that such a table may have.
"""

HEADS: Final[Mapping[str, Mapping[str, str]]] = {
    "sections": {
        "编号": "id",
        "班级编号": "id",
        "名称": "name",
        "班级": "name",
        "课程": "course",
        "科目": "subject",
        "人数": "size",
        "次数": "sessions",
        "频次": "per",
        "节数": "length",
        "周次": "weeks",
        "天数": "days",
        "教师": "educators",
        "教室": "venues",
        "教室类型": "venue_kinds",
        "设备": "equipment",
        "地点": "place",
        "学员": "groups",
        "对象": "audiences",
    },
    "venues": {
        "编号": "id",
        "名称": "name",
        "教室": "name",
        "类型": "kind",
        "单位": "owner",
        "容量": "capacity",
        "设备": "equipment",
        "地点": "place",
        "地址": "address",
        "经纬度": "coordinates",
        "开放时间": "hours",
        "占用": "busy",
        "备注": "note",
    },
    "educators": {
        "编号": "id",
        "姓名": "name",
        "名称": "name",
        "身份": "employment",
        "科目": "teaches",
        "可用时间": "hours",
        "占用": "busy",
        "每日分钟": "daily_minutes",
        "每周分钟": "weekly_minutes",
        "次数": "sessions",
        "驻地": "home",
        "备注": "note",
    },
}
"""
What may stand above a column in Chinese, beside the key itself.
"""

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "per": {"周": "week", "每周": "week", "学期": "term", "每学期": "term"},
    "employment": {"专职": "full_time", "兼职": "part_time", "志愿者": "volunteer"},
}
"""
What a cell may say in Chinese, by the key of its column.
"""

CALENDAR: Final = ".ics"
"""
How the name of a calendar file ends, which may stand for busy times.
"""

_LISTED = re.compile("[、,，;；]")
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_STRAIGHT = str.maketrans("；，、：－～—", ";,,:---")
_PATTERNS: Final = {"每": "all", "全": "all", "全部": "all", "单": "odd", "双": "even", "": "all"}


@attrs.define(slots=False)
class TooManyEntriesError(CommunityEduError, ValueError):
    """
    A table or a list longer than that of any school.
    """

    code: ClassVar[str] = "too-many-entries"
    en: ClassVar[str] = "there are {found} entries; at most {most} are read, so split the problem"
    zh: ClassVar[str] = "共有 {found} 项，最多读取 {most} 项，请拆分"

    found: int
    most: int = MOST_ROWS


@attrs.frozen
class Sheet:
    """
    A table read as the entries of one list of a problem.

    Attributes:
        table: The table.
        columns: The column of each key, counted from 0.
        entries: An entry a row, as it would stand in the problem file itself.
    """

    table: Table
    columns: Mapping[str, int]
    entries: list[dict[str, object]]

    def place(self, index: int, rest: Path) -> CellPlace:
        """
        Return the cell of a key of an entry, or its row.
        """
        row, _ = self.table.rows[index]
        column = self.columns.get(str(rest[0])) if rest else None
        return CellPlace(self.table.name, row) if column is None else self.table.place(row, column)


def table_keys(section: str) -> dict[str, object]:
    """
    Return the keys that a table of *section* may have columns for, with their types.

    Example:
        >>> list(table_keys("educators"))[:4]
        ['id', 'name', 'employment', 'teaches']
    """
    cited = {field.name for field in attrs.fields(Cited)}
    return {key: kind for key, kind in fields_of(ENTRIES[section]).items() if key not in cited}


def read_sheet(path: str | os.PathLike[str], section: str, problems: Problems) -> Sheet:
    """
    Read the table of a *section* of a problem, noting what is wrong in its cells.

    Args:
        path: The file.
        section: ``sections``, ``venues`` or ``educators``.
        problems: Where problems are noted, each with the path of its entry.

    Raises:
        ProblemsError: The file cannot be read.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.
    """
    table = read_table(path)
    columns, told = _columns(table, section)
    if len(table.rows) > MOST_ROWS:
        many = TooManyEntriesError(len(table.rows))
        told.append(PlacedError(CellPlace(table.name), (), many))
    problems.extend(((section,), error) for error in told)
    entries: list[dict[str, object]] = []
    if "id" in columns and len(table.rows) <= MOST_ROWS:
        kinds = table_keys(section)
        for index, (_, cells) in enumerate(table.rows):
            entry: dict[str, object] = {}
            for key, column in columns.items():
                cell = cells[column]
                try:
                    if cell is not None:
                        entry[key] = plain_cell(kinds[key], key, cell)
                except CommunityEduError as error:
                    problems.append(((section, index, key), error))
            entries.append(entry)
    return Sheet(table, columns, entries)


def _columns(table: Table, section: str) -> tuple[dict[str, int], list[PlacedError]]:
    """
    Tell which column holds which key, and what is wrong with the heads.
    """
    kinds = table_keys(section)
    columns: dict[str, int] = {}
    told: list[PlacedError] = []
    for column, head in enumerate(table.header):
        key = HEADS[section].get(head) or head.casefold().replace(" ", "_")
        problem: CommunityEduError
        if key in kinds and key not in columns:
            columns[key] = column
            continue
        if key in columns:
            first = letters(columns[key] + 1)
            problem = RepeatedError(head, Text(f"{first} 列", en=f"column {first}"))
        else:
            problem = UnknownKeyError(head, (*kinds, *HEADS[section]))
        if head:
            told.append(PlacedError(CellPlace(table.name, None, column + 1, head), (), problem))
    if "id" not in columns:
        told.append(PlacedError(CellPlace(table.name), (), MissingKeyError("id")))
    return columns, told


def plain_cell(kind: object, key: str, cell: Cell) -> object:
    """
    Turn a cell into what would stand in a problem file for a *key* with a value of *kind*.

    Raises:
        WrongTypeError: It should be a whole number and is none.

    Example:
        >>> plain_cell(tuple[str, ...], "equipment", "钢琴、投影"), plain_cell(int, "size", "30")
        (['钢琴', '投影'], 30)
    """
    said = cell_text(cell)
    if kind in {int, int | None}:
        return whole_number(said)
    if kind is WeekPattern:
        return weeks_text(said)
    if kind is WeeklyHours:
        return said.translate(_STRAIGHT)
    if get_origin(kind) is tuple:
        parts = list(_parts(said))
        calendar = key == "busy" and said.casefold().endswith(CALENDAR)
        return said if calendar else parts
    return WORDS.get(key, {}).get(said, said)


def unique_names(names: Iterable[tuple[str, Text]]) -> dict[str, str]:
    """
    Return identifiers by what people may write for them: themselves, and names of one thing only.

    Example:
        >>> unique_names([("wang", Text("王老师")), ("li-1", Text("李")), ("li-2", Text("李"))])
        {'wang': 'wang', 'li-1': 'li-1', 'li-2': 'li-2', '王老师': 'wang'}
    """
    told = list(names)
    found = {id_: id_ for id_, _ in told}
    by_name: dict[str, set[str]] = {}
    for id_, name in told:
        for said in (name.zh, name.to("en")):
            by_name.setdefault(said, set()).add(id_)
    for said, ids in by_name.items():
        if len(ids) == 1:
            found.setdefault(said, *ids)
    return found


def cell_text(cell: Cell) -> str:
    """
    Return what a cell says as a text; a whole number has no point.

    Example:
        >>> cell_text(Decimal("7.0")), cell_text("七")
        ('7', '七')
    """
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return str(int(cell))
    return str(cell)


def whole_number(said: str) -> int:
    """
    Return the whole number that a cell says.

    Raises:
        WrongTypeError: It says something else.

    Example:
        >>> whole_number("30")
        30
    """
    if not _WHOLE.fullmatch(said):
        raise WrongTypeError(NUMBER, Text(said))
    return int(said)


def weeks_text(said: str) -> str:
    """
    Return weeks as a pattern has them, also where they are said in Chinese.

    Example:
        >>> weeks_text("单周"), weeks_text("第 3 周"), weeks_text("weeks 1-9，11")
        ('odd', '3', '1-9,11')
    """
    plain = re.sub(r"[第周\s]|weeks?", "", said.translate(_STRAIGHT))
    return _PATTERNS.get(plain, plain)


def _parts(said: str) -> Iterator[str]:
    return (part.strip() for part in _LISTED.split(said) if part.strip())
