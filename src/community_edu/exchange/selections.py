"""
Selections: the rules by which some of many bodies are chosen, and the list of who takes part.
"""

import os
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from community_edu.base import CommunityEduError, ProblemsError, Text, UnknownReferenceError
from community_edu.evaluation.assessments import Assessment
from community_edu.evaluation.selection import (
    Candidate,
    Eligibility,
    OrderKey,
    SeatQuota,
    Selection,
    Standing,
    TieRule,
)
from community_edu.evaluation.selection.results import CANDIDATE
from community_edu.evaluation.standards import CriterionId, GradeId
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import MissingKeyError
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.evidence_tables import LABELS, RepeatedError
from community_edu.exchange.tables import CellPlace, placed, read_table
from community_edu.measures import Quantity

SELECTION = "selection"
ELIGIBLE = "eligible"
NAMES = ("name", "名称")

_HEAD: dict[str, object] = {"id": str, "name": Text, "quota": int, "ties": TieRule, "note": Text}
_ELIGIBLE: dict[str, object] = {
    "minimum_coverage": Quantity,
    "minimum_share": Quantity,
    "minimum_points": Fraction,
    "grades": tuple[GradeId, ...],
    "met": tuple[CriterionId, ...],
}
_LISTS = {"quotas": SeatQuota, "order": OrderKey}


def load_selection(path: str | os.PathLike[str]) -> Selection:
    """
    Read the rules of a selection (评选办法): a ``.toml`` or ``.json`` file.

    Args:
        path: The file: a table ``selection``, and if needed a table ``eligible`` and
            the lists ``quotas`` and ``order``.

    Raises:
        ProblemsError: The file cannot be read or something in it is wrong; every
            problem at once, each with ``file:line:column``.

    Example:
        >>> selection = load_selection("examples/selections/ten-best.toml")
        >>> selection.quota, [quota.at_most for quota in selection.quotas]
        (10, [2, None])
    """
    return read_selection(read_document(path))


def read_selection(document: Document) -> Selection:
    """
    Turn a document that has been read into a selection; see `load_selection`.
    """
    reading = Reading(document, headed=dict.fromkeys(_HEAD, SELECTION))
    reading.only(("format", SELECTION, ELIGIBLE, *_LISTS))
    reading.check_version()
    values: dict[str, Any] = {
        name: reading.section(name, kind) for name, kind in _LISTS.items() if name in document.data
    }
    if ELIGIBLE in document.data:
        values[ELIGIBLE] = Eligibility(**(reading.table(ELIGIBLE, _ELIGIBLE, ()) or {}))
    head = reading.table(SELECTION, _HEAD, ("id", "name", "quota"))
    if head is not None and not reading.problems:
        try:
            return Selection(**head, **values)
        except ProblemsError as error:
            reading.note(error)
        except CommunityEduError as error:
            reading.problems.append(((SELECTION, "id"), error))
    raise reading.refusal("a selection")


def load_candidates(
    path: str | os.PathLike[str],
    selection: Selection,
    judged: Mapping[str, Assessment | Standing],
) -> tuple[Candidate, ...]:
    """
    Read who takes part (参评名单): a CSV, Excel or Parquet file with a row a body.

    A column ``id`` or 编号, else ``name`` or 名称, says which body it is; ``name`` or 名称
    what a reader calls it. The attributes that *selection* looks at are columns of their
    name. Other columns are not read, so that it may be the table of the evidence.

    Args:
        path: The file.
        selection: The rules.
        judged: How each body was judged, by its identifier.

    Raises:
        ProblemsError: The file cannot be read, lacks a column or has an empty cell in one,
            names a body twice or one that was not judged; every problem at once, with its
            row and column.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.

    Example:
        >>> selection = load_selection("examples/selections/two-best.toml")
        >>> points = {"东门": 88, "西门": 86, "南庄": 81, "北庄": 79}
        >>> candidates = load_candidates(
        ...     "examples/selections/communities.csv",
        ...     selection,
        ...     {body: Standing(points=reached, of=100) for body, reached in points.items()},
        ... )
        >>> candidates[2].attributes
        {'kind': 'village'}
    """
    table = read_table(path)
    problems: list[tuple[CellPlace, CommunityEduError]] = []
    label = next((table.header.index(head) for head in LABELS if head in table.header), None)
    if label is None:
        problems.append((CellPlace(table.name), MissingKeyError(LABELS[0])))
    columns: dict[str, int] = {}
    for attribute in attributes(selection):
        if attribute in table.header:
            columns[attribute] = table.header.index(attribute)
        else:
            problems.append((CellPlace(table.name), MissingKeyError(attribute)))
    named = next((table.header.index(head) for head in NAMES if head in table.header), label)
    if label is None or named is None or problems:
        raise placed(table, problems, "a list of candidates")
    rows: dict[str, int] = {}
    found: list[Candidate] = []
    for row, cells in table.rows:
        empty = [column for column in (label, *columns.values()) if cells[column] is None]
        problems.extend(
            (table.place(row, column), MissingKeyError(table.header[column])) for column in empty
        )
        body = str(cells[label])
        place = table.place(row, label)
        if body in rows and label not in empty:
            first = Text(f"第 {rows[body]} 行", en=f"row {rows[body]}")
            problems.append((place, RepeatedError(body, first)))
        elif body not in judged and label not in empty:
            problem = UnknownReferenceError((), *CANDIDATE, body, tuple(judged))
            problems.append((place, problem))
        elif not empty:
            has = {name: str(cells[column]) for name, column in columns.items()}
            name = str(cells[named] or body)
            found.append(Candidate(id=body, name=name, standing=judged[body], attributes=has))
        rows[body] = row
    if problems:
        raise placed(table, problems, "a list of candidates")
    return tuple(found)


def attributes(selection: Selection) -> tuple[str, ...]:
    """
    Return the attributes that quotas and the order look at: columns of the list.

    Example:
        >>> attributes(load_selection("examples/selections/ten-best.toml"))
        ('subdistrict', 'kind')
    """
    looked_at = [quota.attribute for quota in selection.quotas]
    looked_at += [str(key.of) for key in selection.order if key.by == "attribute"]
    return tuple(dict.fromkeys(looked_at))
