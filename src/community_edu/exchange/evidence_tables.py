"""
Tables of evidence: what is known of many bodies, a row a body.
"""

import os
import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, Text, UnknownReferenceError
from community_edu.evaluation import INDICATOR, Standard
from community_edu.evaluation.evidence import EvidenceValue
from community_edu.exchange.converting import UnknownKeyError, WrongTypeError
from community_edu.exchange.documents import MOST_PROBLEMS
from community_edu.exchange.evidence import BodyEvidence, DerivedIndicatorError, Form
from community_edu.exchange.tables import (
    Cell,
    CellPlace,
    Table,
    letters,
    placed,
    read_table,
    spellings,
)
from community_edu.measures import YES_NO

NUMBER_CELL = Text("数", en="a number")
YES_NO_CELL = Text("是或否", en="yes or no")

LABELS = ("id", "编号", "name", "名称")
"""
The columns that say which body a row is about, the most telling first.
"""
BEFORE = "prev_"
"""
What stands before the name of an indicator over a column of the period before.
"""
ANSWERS: Mapping[str, bool] = {
    "true": True,
    "yes": True,
    "是": True,
    "有": True,
    "1": True,
    "false": False,
    "no": False,
    "否": False,
    "无": False,
    "0": False,
}
"""
The words of a cell that answer a yes-or-no indicator, in small letters.
"""

_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)


@attrs.define(slots=False)
class RepeatedError(CommunityEduError, ValueError):
    """
    A row or a column that says again what another one said.
    """

    code: ClassVar[str] = "repeated"
    en: ClassVar[str] = "'{value}' stands in {first} already; keep one of them"
    zh: ClassVar[str] = "“{value}”已在{first}出现，请只保留一个"

    value: str
    first: Text


Problems = list[tuple[CellPlace, CommunityEduError]]


@attrs.frozen
class _Columns:
    """
    Which column holds what.

    Attributes:
        label: What the body is called.
        parent: The body above it.
        now: The indicators and categories of this period.
        before: Those of the period before.
    """

    label: int | None
    parent: int | None
    now: Mapping[int, str]
    before: Mapping[int, str]


def load_evidence_table(
    path: str | os.PathLike[str], standard: Standard, *, parent: str | None = None
) -> tuple[BodyEvidence, ...]:
    """
    Read what is known of many bodies: a CSV, Excel or Parquet file with a row a body.

    A column is headed by the name of an indicator or a category, its identifier or
    what a reader calls it; ``prev_`` and the identifier head a column of the period
    before. An empty cell is something unknown. Yes or no is ``true`` or ``false``,
    ``yes`` or ``no``, 是 or 否, 有 or 无, 1 or 0; a category goes by the identifier or
    the name of a value.

    Args:
        path: The file.
        standard: What the evidence is for.
        parent: The head of the column that names the body above each, among whose
            bodies it has its rank.

    Raises:
        ProblemsError: The file cannot be read, a column is headed by nothing
            that *standard* knows, two rows or columns are about the same, or a cell
            holds what cannot be; every problem at once, with its row and column.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.
    """
    return read_evidence_table(read_table(path), standard, parent=parent)


def read_evidence_table(
    table: Table, standard: Standard, *, parent: str | None = None, ignore: Collection[str] = ()
) -> tuple[BodyEvidence, ...]:
    """
    Turn a table that has been read into evidence; see `load_evidence_table`.

    Args:
        table: The table.
        standard: What the evidence is for.
        parent: The head of the column that names the body above each.
        ignore: The heads of columns that others read.
    """
    form = Form(standard)
    problems: Problems = []
    columns = _columns(table, form, parent, ignore, problems)
    seen: dict[str, int] = {}
    bodies: list[BodyEvidence] = []
    for row, cells in table.rows:
        if len(problems) > MOST_PROBLEMS:
            break
        body = _said(cells, columns.label) or str(row)
        if body in seen:
            place = CellPlace(table.name, row, None if columns.label is None else columns.label + 1)
            first = Text(f"第 {seen[body]} 行", en=f"row {seen[body]}")
            problems.append((place, RepeatedError(body, first)))
        seen[body] = row
        found: list[dict[str, EvidenceValue]] = []
        for period in (columns.now, columns.before):
            values: dict[str, EvidenceValue] = {}
            for column, name in period.items():
                try:
                    value = _value(form, name, cells[column])
                except CommunityEduError as problem:
                    problems.append((table.place(row, column), problem))
                else:
                    if value is not None:
                        values[name] = value
            found.append(values)
        above = _said(cells, columns.parent)
        bodies.append(BodyEvidence(id=body, evidence=found[0], previous=found[1], parent=above))
    if problems:
        raise placed(table, problems, "evidence")
    return tuple(bodies)


def _said(cells: tuple[Cell, ...], column: int | None) -> str | None:
    """
    Return what stands in a column, if there is one and anything stands there.
    """
    cell = None if column is None else cells[column]
    return None if cell is None else str(cell)


def _columns(
    table: Table, form: Form, parent: str | None, ignore: Collection[str], problems: Problems
) -> _Columns:
    """
    Tell which column holds what, noting heads that say nothing or the same.
    """
    header, standard = table.header, form.standard
    if parent is not None and parent not in header:
        problems.append((CellPlace(table.name), UnknownKeyError(parent, header)))
    texts: dict[str, Text] = {entry.id: entry.name for entry in standard.indicators}
    names = spellings(texts | {entry.id: entry.name for entry in standard.categories})
    earlier = {f"{BEFORE}{name}": name for name in form.names if name not in form.states}
    now: dict[str, int] = {}
    before: dict[str, int] = {}
    for column, head in enumerate(header):
        if head in LABELS or head == parent or head in ignore:
            continue
        into = now if head in names else before
        name = names.get(head) or earlier.get(head)
        problem: CommunityEduError
        if name is None:
            everything = (*form.names, *earlier, *LABELS)
            problem = UnknownReferenceError((), *INDICATOR, head, everything)
        elif name in form.derived:
            problem = DerivedIndicatorError(name, form.derived[name])
        elif name in into:
            first = letters(into[name] + 1)
            problem = RepeatedError(head, Text(f"{first} 列", en=f"column {first}"))
        else:
            into[name] = column
            continue
        problems.append((CellPlace(table.name, None, column + 1, head), problem))
    label = next((header.index(head) for head in LABELS if head in header), None)
    return _Columns(
        label,
        header.index(parent) if parent in header else None,
        {column: name for name, column in now.items()},
        {column: name for name, column in before.items()},
    )


def _value(form: Form, name: str, cell: Cell) -> EvidenceValue | None:
    """
    Return what a cell says of an indicator or a category; nothing if it is empty.

    Raises:
        CommunityEduError: It says nothing that could be of it.
    """
    if cell is None:
        return None
    if name in form.states:
        return form.state(name, str(cell))
    number = _number(cell)
    if form.standard.units[name] == YES_NO:
        answer = ANSWERS.get(str(cell if number is None else number).casefold())
        if answer is None:
            raise WrongTypeError(YES_NO_CELL, Text(str(cell)))
        return answer
    if number is None:
        raise WrongTypeError(NUMBER_CELL, Text(str(cell)))
    return number


def _number(cell: Cell) -> Fraction | None:
    if type(cell) is str and _NUMBER.fullmatch(cell):
        return Fraction(cell)
    if type(cell) in {int, Decimal} and Decimal(cast("Decimal", cell)).is_finite():
        return Fraction(cast("Decimal", cell))
    return None
