"""
Surveys and the answers to them: TOML or JSON for the one, tables for the other.
"""

import os
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias, cast

import attrs

from community_edu.base import (
    CommunityEduError,
    Path,
    ProblemsError,
    Text,
    UnknownReferenceError,
)
from community_edu.evaluation.standards import Reference
from community_edu.evaluation.surveys.scores import AnswerError, Answers, check_answer
from community_edu.evaluation.surveys.surveys import (
    SURVEY_ITEM,
    AnswerScale,
    Composite,
    Dimension,
    MissingAnswers,
    Rescale,
    Survey,
    SurveyItem,
)
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import MissingKeyError
from community_edu.exchange.documents import Document, parse_document, read_document
from community_edu.exchange.evidence_tables import LABELS, RepeatedError
from community_edu.exchange.tables import Cell, CellPlace, Table, letters, placed, read_table
from community_edu.measures import Quantity

SURVEY = "survey"
SHIPPED_SURVEY = ("shipped survey", "自带问卷")
COLUMN = ("column", "列")

RESPONDENT_LABELS = ("respondent", "答卷人", "序号", *LABELS)
"""
The columns that say who answered, the most telling first.
"""

Responses: TypeAlias = dict[str, Answers]
"""
What each respondent answered.
"""

_HEAD: dict[str, object] = {
    "id": str,
    "name": Text,
    "base": str,
    "scale": AnswerScale,
    "missing": MissingAnswers,
    "minimum_answered": Quantity,
    "rescale": Rescale,
    "composite": Composite,
    "note": Text,
}
_LISTS = {"dimensions": Dimension, "items": SurveyItem, "references": Reference}
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0{1,18})?", re.ASCII)


@cache
def shipped_surveys() -> tuple[str, ...]:
    """
    Return the identifiers of the surveys that come with the library.

    Example:
        >>> shipped_surveys()
        ('dloq', 'garvin-2008')
    """
    folder = files("community_edu.packs") / "surveys"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def load_survey(path: str | os.PathLike[str]) -> Survey:
    """
    Read a survey: one of `shipped_surveys` by its identifier, or a file.

    A file may begin with a shipped one: ``base = "garvin-2008"``. What it states then
    takes the place of what the base has; its references are added.

    Args:
        path: The identifier, or the path of a ``.toml`` or ``.json`` file.

    Raises:
        ProblemsError: The file cannot be read or something in it is wrong; every
            problem at once.

    Example:
        >>> survey = load_survey("dloq")
        >>> len(survey.dimensions), survey.scale.high
        (7, 6)
    """
    name = os.fspath(path)
    return _shipped(name) if name in shipped_surveys() else read_survey(read_document(path))


@cache
def _shipped(name: str) -> Survey:
    text = (files("community_edu.packs") / "surveys" / f"{name}.toml").read_text("utf-8")
    return read_survey(parse_document(text, f"{name}.toml", "toml"))


def read_survey(document: Document) -> Survey:
    """
    Turn a document that has been read into a survey; see `load_survey`.
    """
    reading = Reading(document, headed=dict.fromkeys(_HEAD, SURVEY))
    reading.only(("format", SURVEY, *_LISTS))
    reading.check_version()
    lists: dict[str, list[Any]] = {
        name: reading.section(name, kind) for name, kind in _LISTS.items() if name in document.data
    }
    head = reading.table(SURVEY, _HEAD, ("id", "name"))
    base = _base(reading, head or {})
    if "base" not in _stated(document):
        if SURVEY in document.data and "scale" not in _stated(document):
            reading.problems.append(((SURVEY,), MissingKeyError("scale")))
        if "dimensions" not in lists:
            reading.problems.append(((), MissingKeyError("dimensions")))
    if head is not None and not reading.problems:
        values: dict[str, Any] = {**head, **lists}
        values.pop("base", None)
        try:
            if base is None:
                return Survey(**values)
            values["references"] = [*base.references, *lists.get("references", [])]
            return attrs.evolve(base, **values)
        except ProblemsError as error:
            reading.note(error)
        except CommunityEduError as error:
            reading.problems.append(((SURVEY, "id"), error))
    raise reading.refusal("a survey")


def _stated(document: Document) -> Mapping[str, object]:
    """
    Return the head of the file as it stands there.
    """
    head = document.data.get(SURVEY)
    return cast("dict[str, object]", head) if isinstance(head, dict) else {}


def _base(reading: Reading, head: Mapping[str, object]) -> Survey | None:
    name = head.get("base")
    if name is None:
        return None
    if name in shipped_surveys():
        return _shipped(str(name))
    path: Path = (SURVEY, "base")
    problem = UnknownReferenceError(path, *SHIPPED_SURVEY, str(name), shipped_surveys())
    reading.problems.append((path, problem))
    return None


def load_responses(
    path: str | os.PathLike[str], survey: Survey, *, ignore: Iterable[str] = ()
) -> Responses:
    """
    Read answers: a CSV, Excel or Parquet file with a row a respondent and a column an item.

    A column is headed by the identifier of an item or by its text. One headed by one of
    `RESPONDENT_LABELS` says who answered; without it the number of the row does. An empty
    cell is no answer.

    Args:
        path: The file.
        survey: What was asked.
        ignore: Heads of further columns, which are not read.

    Raises:
        ProblemsError: The file cannot be read, a column is headed by nothing that *survey*
            has, or a cell holds what is no answer; every problem at once, with its row
            and column.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.

    Example:
        >>> survey = load_survey("examples/surveys/training-day.toml")
        >>> responses = load_responses(
        ...     "examples/surveys/training-day.csv", survey, ignore=["街道"]
        ... )
        >>> len(responses), responses["A01"]["useful"]
        (8, 5)
    """
    found = _responses(read_table(path), survey, tuple(ignore), None)
    return found.get("", {})


def load_grouped_responses(
    path: str | os.PathLike[str], survey: Survey, *, by: str, ignore: Iterable[str] = ()
) -> dict[str, Responses]:
    """
    Read answers of several bodies: as `load_responses`, with a column that names the body.

    Args:
        path: The file.
        survey: What was asked.
        by: The head of the column that says whose respondent it is: 街道.
        ignore: Heads of further columns, which are not read.

    Returns:
        For each body, in the order of the file, the answers of its respondents.

    Raises:
        ProblemsError: As `load_responses`; also where a row names no body.

    Example:
        >>> survey = load_survey("examples/surveys/training-day.toml")
        >>> groups = load_grouped_responses(
        ...     "examples/surveys/training-day.csv", survey, by="街道"
        ... )
        >>> {body: len(responses) for body, responses in groups.items()}
        {'东街道': 4, '西街道': 4}
    """
    return _responses(read_table(path), survey, tuple(ignore), by)


def _responses(
    table: Table, survey: Survey, ignore: tuple[str, ...], by: str | None
) -> dict[str, Responses]:
    problems: list[tuple[CellPlace, CommunityEduError]] = []
    columns = _columns(table, survey, (*ignore, *([by] if by else ())), problems)
    group = table.header.index(by) if by in table.header else None
    if by is not None and group is None:
        problem = UnknownReferenceError((), *COLUMN, by, table.header)
        problems.append((CellPlace(table.name), problem))
    label = next((table.header.index(h) for h in RESPONDENT_LABELS if h in table.header), None)
    if label == group:
        label = None
    rows: dict[str, int] = {}
    found: dict[str, Responses] = {}
    for row, cells in table.rows:
        named = None if label is None else cells[label]
        respondent = str(row if named is None else named)
        if respondent in rows:
            place = CellPlace(table.name, row, None if label is None else label + 1)
            first = Text(f"第 {rows[respondent]} 行", en=f"row {rows[respondent]}")
            problems.append((place, RepeatedError(respondent, first)))
        rows[respondent] = row
        body = "" if group is None else cells[group]
        if body is None and group is not None:
            problems.append((table.place(row, group), MissingKeyError(table.header[group])))
        answers: dict[str, int | None] = {}
        for column, item in columns.items():
            answer = _answer(cells[column], survey.scale)
            if isinstance(answer, AnswerError):
                problems.append((table.place(row, column), answer))
            else:
                answers[item] = answer
        found.setdefault(str(body), {})[respondent] = answers
    if problems:
        raise placed(table, problems, "a table of answers")
    return found


def _columns(
    table: Table,
    survey: Survey,
    ignore: tuple[str, ...],
    problems: list[tuple[CellPlace, CommunityEduError]],
) -> dict[int, str]:
    """
    Tell which column holds which item, noting heads that say nothing or the same.
    """
    names: dict[str, str] = {}
    for item in survey.items:
        words = (item.text.zh, item.text.to("en")) if item.text else ()
        names |= dict.fromkeys((item.id, *words), item.id)
    columns: dict[str, int] = {}
    for column, head in enumerate(table.header):
        place = CellPlace(table.name, None, column + 1, head)
        if head in ignore or (head in RESPONDENT_LABELS and head not in names):
            continue
        if head not in names:
            known = (*survey.item_by_id, *RESPONDENT_LABELS)
            problems.append((place, UnknownReferenceError((), *SURVEY_ITEM, head, known)))
        elif names[head] in columns:
            first = letters(columns[names[head]] + 1)
            where = Text(f"{first} 列", en=f"column {first}")
            problems.append((place, RepeatedError(head, where)))
        else:
            columns[names[head]] = column
    return {column: item for item, column in columns.items()}


def _answer(cell: Cell, scale: AnswerScale) -> int | AnswerError | None:
    """
    Take a whole number, which sheets may write as 4.0.
    """
    if cell is None:
        return None
    value: object = cell
    if isinstance(cell, str) and _WHOLE.fullmatch(cell):
        value = int(Decimal(cell))
    elif isinstance(cell, Decimal) and cell.is_finite() and cell == cell.to_integral_value():
        value = int(cell)
    return check_answer(value, scale) or (value if isinstance(value, int) else None)
