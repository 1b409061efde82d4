"""
Standards and evidence: what is asked of a body, and what is known of it.
"""

import os
import re
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, cast

import attrs

from community_edu.base import CommunityEduError, ProblemsError, Text, UnknownReferenceError
from community_edu.calendars import ObservanceCatalog
from community_edu.evaluation import INDICATOR, Criterion, Standard
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import WrongTypeError, found_in
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.plans import HEAD, read_plan
from community_edu.exchange.tables import Cell, CellPlace, Table, letters, placed, read_table
from community_edu.measures import Indicator
from community_edu.plans import Plan, Report

NUMBER = Text("数（不加引号）", en="a number, without quotes")
NUMBER_CELL = Text("数", en="a number")
STANDARD = "standard"
"""
The table of a standard file that names the standard.
"""


def load_standard(
    path: str | os.PathLike[str], *, observances: ObservanceCatalog | None = None
) -> Standard:
    """
    Read a standard: a file with criteria, or a plan, whose targets are taken.

    Args:
        path: The file.
        observances: What the rules of a plan may name; by default the shipped ones.

    Raises:
        ProblemsError: The file cannot be read or something in it is wrong;
            every problem at once.

    Example:
        >>> standard = load_standard("examples/plans/jingtai-street.toml")
        >>> str(standard.by_id["employees-trained"].threshold)
        '>= 50%'
    """
    return read_standard(read_document(path), observances=observances)


def read_standard(document: Document, *, observances: ObservanceCatalog | None = None) -> Standard:
    """
    Turn a document that has been read into a standard; see `load_standard`.
    """
    if HEAD in document.data:
        return read_plan(document, observances=observances).standard
    reading = Reading(document)
    reading.only((STANDARD, "indicators", "criteria"))
    indicators = reading.section("indicators", Indicator)
    criteria = reading.section("criteria", Criterion)
    head = reading.table(STANDARD, {"id": str, "name": Text}, ("id", "name"))
    if head is not None:
        try:
            standard = Standard(**head, indicators=indicators, criteria=criteria)
        except ProblemsError as error:
            reading.note(error)
        except CommunityEduError as error:
            reading.problems.append(((STANDARD, "id"), error))
        else:
            if not reading.problems:
                return standard
    raise reading.refusal("a standard")


def load_evidence(path: str | os.PathLike[str], standard: Standard) -> dict[str, Fraction]:
    """
    Read what is known of one body: a TOML or JSON file of ``indicator = number``.

    Indicators that are unknown are left out. Numbers are taken exactly.

    Raises:
        ProblemsError: The file cannot be read, names something that is no
            indicator of *standard*, or holds what is not a number; every
            problem at once.

    Example:
        >>> standard = load_standard("examples/plans/jingtai-street.toml")
        >>> evidence = load_evidence("examples/evidence/jingtai-street.toml", standard)
        >>> evidence["employees"]
        Fraction(120, 1)
    """
    return _evidence(read_document(path), standard)


def load_report(
    path: str | os.PathLike[str], plan: Plan, *, observances: ObservanceCatalog | None = None
) -> Report | Plan:
    """
    Read what was done, to compare it with *plan*: a plan file that reports, or evidence.

    Args:
        path: A plan file with figures, claims or milestones, or a file of
            ``indicator = number``.
        plan: The plan whose indicators evidence is about.
        observances: What the rules of a plan may name; by default the shipped ones.

    Returns:
        What `progress` takes.

    Raises:
        ProblemsError: The file cannot be read or something in it is wrong;
            every problem at once.

    Example:
        >>> from community_edu.exchange import load_plan
        >>> from community_edu.plans import progress
        >>> plan = load_plan("examples/plans/jingtai-street.toml")
        >>> report = load_report("examples/evidence/jingtai-street.toml", plan)
        >>> progress(plan, report).items[0].status
        'late'
    """
    return read_report(read_document(path), plan, observances=observances)


def read_report(
    document: Document, plan: Plan, *, observances: ObservanceCatalog | None = None
) -> Report | Plan:
    """
    Turn a document that has been read into a report; see `load_report`.
    """
    if HEAD in document.data:
        return read_plan(document, observances=observances)
    return Report.of(_evidence(document, plan.standard))


def _evidence(document: Document, standard: Standard) -> dict[str, Fraction]:
    reading = Reading(document)
    found: dict[str, Fraction] = {}
    for name, value in reading.document.data.items():
        if name not in standard.units:
            known = tuple(standard.units)
            problem = UnknownReferenceError((name,), *INDICATOR, name, known)
            reading.problems.append(((name,), problem))
        elif type(value) not in {int, Decimal}:
            reading.problems.append(((name,), WrongTypeError(NUMBER, found_in(value))))
        else:
            found[name] = Fraction(cast("Decimal", value))
    if reading.problems:
        raise reading.refusal("evidence")
    return found


@attrs.frozen(kw_only=True)
class BodyEvidence:
    """
    What one row of a table says of one body.

    Attributes:
        id: What the columns ``id``, ``编号`` or ``name``, ``名称`` call it; by
            default the number of its row.
        evidence: The value of each indicator that is known.
    """

    id: str
    evidence: dict[str, Fraction]


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


LABELS = ("id", "编号", "name", "名称")
"""
The columns that say which body a row is about, the most telling first.
"""

_NUMBER = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)


def load_evidence_table(
    path: str | os.PathLike[str], standard: Standard
) -> tuple[BodyEvidence, ...]:
    """
    Read what is known of many bodies: a CSV, Excel or Parquet file with a row a body.

    A column is headed by the name of an indicator, its identifier or what a
    reader calls it. An empty cell is something unknown.

    Raises:
        ProblemsError: The file cannot be read, a column is headed by nothing
            that *standard* knows, or a cell holds what is not a number; every
            problem at once, with its row and column.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.
    """
    table = read_table(path)
    problems: list[tuple[CellPlace, CommunityEduError]] = []
    columns = _columns(table, standard, problems)
    label = next((table.header.index(head) for head in LABELS if head in table.header), None)
    rows: dict[str, int] = {}
    bodies: list[BodyEvidence] = []
    for row, cells in table.rows:
        named = None if label is None else cells[label]
        body = str(row if named is None else named)
        if body in rows:
            place = CellPlace(table.name, row, None if label is None else label + 1)
            problems.append(
                (place, RepeatedError(body, Text(f"第 {rows[body]} 行", en=f"row {rows[body]}")))
            )
        rows[body] = row
        evidence: dict[str, Fraction] = {}
        for column, indicator in columns.items():
            value = _number(cells[column])
            if value is not None:
                evidence[indicator] = value
            elif cells[column] is not None:
                problem = WrongTypeError(NUMBER_CELL, Text(str(cells[column])))
                problems.append((table.place(row, column), problem))
        bodies.append(BodyEvidence(id=body, evidence=evidence))
    if problems:
        raise placed(table, problems, "evidence")
    return tuple(bodies)


def _columns(
    table: Table, standard: Standard, problems: list[tuple[CellPlace, CommunityEduError]]
) -> dict[int, str]:
    """
    Tell which column holds which indicator, noting heads that say nothing or the same.
    """
    names: dict[str, str] = {}
    for indicator in standard.indicators:
        spellings = (indicator.id, indicator.name.zh, indicator.name.to("en"))
        names |= dict.fromkeys(spellings, indicator.id)
    columns: dict[str, int] = {}
    for column, head in enumerate(table.header):
        place = CellPlace(table.name, None, column + 1, head)
        if head in LABELS:
            continue
        if head not in names:
            known = (*standard.units, *LABELS)
            problems.append((place, UnknownReferenceError((), *INDICATOR, head, known)))
        elif names[head] in columns:
            first = letters(columns[names[head]] + 1)
            where = Text(f"{first} 列", en=f"column {first}")
            problems.append((place, RepeatedError(head, where)))
        else:
            columns[names[head]] = column
    return {column: indicator for indicator, column in columns.items()}


def _number(cell: Cell) -> Fraction | None:
    if type(cell) is str and _NUMBER.fullmatch(cell):
        return Fraction(cell)
    if type(cell) in {int, Decimal} and Decimal(cast("Decimal", cell)).is_finite():
        return Fraction(cast("Decimal", cell))
    return None
