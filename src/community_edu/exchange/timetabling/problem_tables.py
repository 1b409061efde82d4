"""
Lists of a file as tables of their own: CSV, Excel and Parquet files.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, Final, get_origin

import attrs

from community_edu.base import Cited, CommunityEduError, Path, Text, UnknownReferenceError
from community_edu.calendars import WEEKDAY_LABELS, WEEKDAYS, WeeklyHours, WeekPattern
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


@attrs.frozen(kw_only=True)
class Columns:
    """
    What a table may have columns for.

    Attributes:
        kind: What a row is an entry of.
        heads: What may stand above a column in Chinese, with the key that it means.
        needed: The keys for which there must be a column.
        besides: Further keys that an entry of a file may have, with their types.
        words: What a cell may say in Chinese, by the key of its column.
    """

    kind: type[attrs.AttrsInstance]
    heads: Mapping[str, str]
    needed: tuple[str, ...] = ("id",)
    besides: Mapping[str, object] = attrs.field(factory=dict[str, object])
    words: Mapping[str, Mapping[str, str]] = WORDS

    def keys(self) -> dict[str, object]:
        """
        Return the keys that there may be columns for, with their types.

        Example:
            >>> list(PROBLEM_TABLES["educators"].keys())[:4]
            ['id', 'name', 'employment', 'teaches']
        """
        cited = {field.name for field in attrs.fields(Cited)}
        own = {key: kind for key, kind in fields_of(self.kind).items() if key not in cited}
        return own | dict(self.besides)


PROBLEM_TABLES: Final[Mapping[str, Columns]] = {
    section: Columns(kind=kind, heads=HEADS[section]) for section, kind in ENTRIES.items()
}
"""
The tables that a problem may have beside it.
"""

CALENDAR: Final = ".ics"
"""
How the name of a calendar file ends, which may stand for busy times.
"""

_LISTED = re.compile("[、,，;；]")
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_STRAIGHT = str.maketrans("；，、：－～—", ";,,:---")
_DAY = {WEEKDAY_LABELS[day].zh[-1]: day for day in WEEKDAYS} | {"天": "SUN"}
_DAYS = re.compile(
    r"(?:周|星期|礼拜)([一二三四五六日天])(?:[-至到](?:周|星期|礼拜)?([一二三四五六日天]))?"
)
_MORE_DAYS = re.compile(r"(?<=[A-Z],)([一二三四五六日天])(?=[, \d]|$)")
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


@attrs.define(slots=False)
class SeveralCalledError(CommunityEduError, ValueError):
    """
    A name that does not tell which one is meant.
    """

    code: ClassVar[str] = "several-called"
    en: ClassVar[str] = "{ids} are all called '{name}'; write the identifier of one"
    zh: ClassVar[str] = "{ids} 都叫“{name}”，请写其中一个的编号"

    name: str
    ids: tuple[str, ...]


@attrs.frozen
class Sheet:
    """
    A table read as the entries of one list of a file.

    Attributes:
        table: The table.
        columns: The column of each key, counted from 0.
        entries: An entry a row, as it would stand in the file itself.
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


def read_sheet(
    path: str | os.PathLike[str],
    section: str,
    columns: Columns,
    problems: Problems,
    *,
    first: int = 0,
) -> Sheet:
    """
    Read the table of a *section* of a file, noting what is wrong in its cells.

    Args:
        path: The file.
        section: The key of the list that it holds: ``sections``, ``choices``.
        columns: What it may have columns for.
        problems: Where problems are noted, each with the path of its entry.
        first: The number of its first entry in the list.

    Raises:
        ProblemsError: The file cannot be read.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.
    """
    table = read_table(path)
    found, told = _columns(table, columns)
    if len(table.rows) > MOST_ROWS:
        many = TooManyEntriesError(len(table.rows))
        told.append(PlacedError(CellPlace(table.name), (), many))
    problems.extend(((section,), error) for error in told)
    entries: list[dict[str, object]] = []
    if all(key in found for key in columns.needed) and len(table.rows) <= MOST_ROWS:
        kinds = columns.keys()
        for index, (_, cells) in enumerate(table.rows, start=first):
            entry: dict[str, object] = {}
            for key, column in found.items():
                cell = cells[column]
                try:
                    if cell is not None:
                        entry[key] = plain_cell(kinds[key], key, cell, columns.words)
                except CommunityEduError as error:
                    problems.append(((section, index, key), error))
            entries.append(entry)
    return Sheet(table, found, entries)


def _columns(table: Table, known: Columns) -> tuple[dict[str, int], list[PlacedError]]:
    """
    Tell which column holds which key, and what is wrong with the heads.
    """
    kinds = known.keys()
    columns: dict[str, int] = {}
    told: list[PlacedError] = []
    for column, head in enumerate(table.header):
        key = known.heads.get(head) or head.casefold().replace(" ", "_")
        problem: CommunityEduError
        if key in kinds and key not in columns:
            columns[key] = column
            continue
        if key in columns:
            first = letters(columns[key] + 1)
            problem = RepeatedError(head, Text(f"{first} 列", en=f"column {first}"))
        else:
            problem = UnknownKeyError(head, (*kinds, *known.heads))
        if head:
            told.append(PlacedError(CellPlace(table.name, None, column + 1, head), (), problem))
    told.extend(
        PlacedError(CellPlace(table.name), (), MissingKeyError(key))
        for key in known.needed
        if key not in columns
    )
    return columns, told


def plain_cell(
    kind: object, key: str, cell: Cell, words: Mapping[str, Mapping[str, str]] = WORDS
) -> object:
    """
    Turn a cell into what would stand in a problem file for a *key* with a value of *kind*.

    Raises:
        WrongTypeError: It should be a whole number and is none.

    Example:
        >>> plain_cell(tuple[str, ...], "equipment", "钢琴、投影"), plain_cell(int, "size", "30")
        (['钢琴', '投影'], 30)
    """
    said = cell_text(cell)
    known = words.get(key, {})
    if kind in {int, int | None}:
        return whole_number(said)
    if kind is WeekPattern:
        return weeks_text(said)
    if kind is WeeklyHours:
        return hours_text(said)
    if get_origin(kind) is tuple:
        parts = [known.get(part, part) for part in _parts(said)]
        calendar = key == "busy" and said.casefold().endswith(CALENDAR)
        return said if calendar else parts
    return known.get(said, said)


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


def unknown_name(
    kind: tuple[str, str], said: str, names: Iterable[tuple[str, Text]]
) -> CommunityEduError:
    """
    Return the error that a name is that of nothing, or of several things.

    Example:
        >>> lis = [("li-1", Text("李")), ("li-2", Text("李"))]
        >>> print(unknown_name(("educator", "教师"), "李", lis))
        li-1, li-2 are all called '李'; write the identifier of one
    """
    told = list(names)
    ids = tuple(id_ for id_, name in told if said in {name.zh, name.to("en")})
    if len(ids) > 1:
        return SeveralCalledError(said, ids)
    return UnknownReferenceError((), *kind, said, tuple(unique_names(told)))


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
        >>> whole_number("30"), whole_number("－5")
        (30, -5)
    """
    plain = said.translate(_STRAIGHT)
    if not _WHOLE.fullmatch(plain):
        raise WrongTypeError(NUMBER, Text(said))
    return int(plain)


def hours_text(said: str) -> str:
    """
    Return weekly hours as they stand in a file, also where their days are said in Chinese.

    Example:
        >>> hours_text("周一至周五 8：00-17：00；周六、日 9:00-12:00"), hours_text("每天8:00至9:00")
        ('MON-FRI 8:00-17:00;SAT,SUN 9:00-12:00', 'MON-SUN 8:00-9:00')
    """
    plain = said.translate(_STRAIGHT).replace("每天", "周一-日")
    plain = re.sub(r"\s*([-至到,;])\s*", r"\1", plain)
    plain = _DAYS.sub(lambda found: "-".join(_DAY[one] for one in found.groups() if one), plain)
    while (more := _MORE_DAYS.sub(lambda found: _DAY[found[1]], plain)) != plain:
        plain = more
    return re.sub(r"(?<=[A-Z])(?=\d)", " ", re.sub(r"(?<=\d)[至到](?=\d)", "-", plain))


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
