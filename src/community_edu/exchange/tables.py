"""
Tables of others: CSV, Excel and Parquet files with a header and a row a body.
"""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path as FilePath
from typing import Final, cast

import attrs

from community_edu.base import CommunityEduError, ProblemsError, Text, extra
from community_edu.exchange.document_errors import EmptyFileError, UnreadableFileError
from community_edu.exchange.documents import first_problems
from community_edu.exchange.files import read_bytes
from community_edu.exchange.places import Place, PlacedError, refusal

LARGEST_TABLE: Final = 64 * 1024 * 1024
"""
The most bytes that a table may have: 64 MiB.
"""

Cell = str | int | Decimal | None
"""
What stands in a cell: a text, an exact number, or nothing.
"""


@attrs.frozen
class CellPlace(Place):
    """
    Where in a table, as people who work with sheets say it.

    Attributes:
        header: What stands above the column.

    Example:
        >>> str(CellPlace("bodies.xlsx", 10, 6, "经费"))
        'bodies.xlsx 第10行 F列「经费」'
    """

    header: str = ""

    def __str__(self) -> str:
        row = "" if self.line is None else f" 第{self.line}行"
        column = "" if self.column is None else f" {letters(self.column)}列"
        return f"{self.file}{row}{column}" + (f"「{self.header}」" if self.header else "")


def letters(column: int) -> str:
    """
    Return the letters of a column counted from 1.

    Example:
        >>> letters(1), letters(26), letters(27), letters(703)
        ('A', 'Z', 'AA', 'AAA')
    """
    text = ""
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


@attrs.frozen
class Table:
    """
    A header and the rows below it.

    Attributes:
        name: The file.
        header: The names of the columns, without spaces around them.
        rows: The rows that are not empty, each with its number in the file
            counted from 1, and as many cells as the header.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]

    def place(self, row: int, column: int) -> CellPlace:
        """
        Return the place of a cell: the row as in the file, the column counted from 0.
        """
        return CellPlace(self.name, row, column + 1, self.header[column])


def read_table(path: str | os.PathLike[str]) -> Table:
    """
    Read the table at *path*: ``.csv``, ``.xlsx`` (first sheet) or ``.parquet``.

    CSV may be in UTF-8, with or without a byte order mark, or in GB18030, as
    Chinese spreadsheets write it. The first row that is not empty is the header.

    Raises:
        ProblemsError: The file cannot be read, is larger than `LARGEST_TABLE`
            or holds no header.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.
    """
    name = os.fspath(path)
    raw = read_bytes(path, READERS, LARGEST_TABLE)
    rows = READERS[FilePath(name).suffix.casefold()](raw, name)
    filled = [
        (number, cells)
        for number, cells in enumerate(rows, start=1)
        if any(cell is not None for cell in cells)
    ]
    if not filled:
        raise refusal(Place(name), EmptyFileError())
    (_, top), *body = filled
    header = tuple("" if cell is None else str(cell) for cell in top)
    width = len(header)
    return Table(
        name,
        header,
        tuple((number, (*cells[:width], *[None] * (width - len(cells)))) for number, cells in body),
    )


def _csv(raw: bytes, name: str) -> Iterator[tuple[Cell, ...]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            yield from (tuple(map(_text, row)) for row in csv.reader(StringIO(text, newline="")))
        except csv.Error as error:
            raise refusal(Place(name), UnreadableFileError(str(error))) from None
        return
    raise refusal(Place(name), UnreadableFileError("neither UTF-8 nor GB18030"))


def _excel(raw: bytes, name: str) -> Iterator[tuple[Cell, ...]]:
    with extra("excel", "python_calamine"):
        from python_calamine import CalamineError, CalamineWorkbook
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(raw))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise refusal(Place(name), UnreadableFileError(str(error))) from None
    yield from (tuple(map(_cell, row)) for row in cast("list[list[object]]", rows))


def _parquet(raw: bytes, name: str) -> Iterator[tuple[Cell, ...]]:
    with extra("frames", "polars"):
        import polars as pl
    try:
        frame = pl.read_parquet(BytesIO(raw))
    except pl.exceptions.PolarsError as error:
        raise refusal(Place(name), UnreadableFileError(str(error))) from None
    yield tuple(frame.columns)
    yield from (tuple(map(_cell, row)) for row in cast("list[Sequence[object]]", frame.rows()))


READERS: Final[dict[str, Callable[[bytes, str], Iterable[tuple[Cell, ...]]]]] = {
    ".csv": _csv,
    ".xlsx": _excel,
    ".parquet": _parquet,
}


def _text(value: str) -> str | None:
    return value.strip() or None


def _cell(value: object) -> Cell:
    """
    Turn a cell of a sheet into text or an exact number: 0.1 is meant as 0.1.
    """
    if value is None or isinstance(value, (int, Decimal)):
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    return _text(str(value))


def spellings(names: Mapping[str, Text]) -> dict[str, str]:
    """
    Return identifiers by what a cell may say for them: themselves, and their names.

    Example:
        >>> spellings({"east": Text("东部", en="east of China")})
        {'东部': 'east', 'east of China': 'east', 'east': 'east'}
    """
    found: dict[str, str] = {}
    for id_, name in names.items():
        found |= dict.fromkeys((name.zh, name.to("en")), id_)
    return found | {id_: id_ for id_ in names}


def placed(
    table: Table, problems: Iterable[tuple[CellPlace, CommunityEduError]], what: str
) -> ProblemsError:
    """
    Return one error with every problem at its cell; see `first_problems`.
    """
    errors = [PlacedError(place, (), problem) for place, problem in problems]
    told = first_problems(errors, table.name)
    return ProblemsError(f"{table.name} is not {what} that can be used", told)
