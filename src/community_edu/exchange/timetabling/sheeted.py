"""
Documents some lists of which stand in tables beside them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import attrs

from community_edu.base import CommunityEduError, InvalidIdentifierError, Path, Text
from community_edu.exchange._reading import Problems
from community_edu.exchange.documents import Document
from community_edu.exchange.places import Place
from community_edu.exchange.timetabling.beside import beside
from community_edu.exchange.timetabling.kinded import note_inner
from community_edu.exchange.timetabling.problem_tables import (
    MOST_ROWS,
    Columns,
    Sheet,
    TooManyEntriesError,
    read_sheet,
    unique_names,
    unknown_name,
)


@attrs.frozen
class SheetedDocument(Document):
    """
    A document some lists of which stand in tables.

    Attributes:
        sheets: For each such list, its tables by the number of their first entry.
    """

    sheets: Mapping[str, Mapping[int, Sheet]] = attrs.field(factory=dict[str, Mapping[int, Sheet]])

    def place(self, path: Path) -> Place:
        """
        Return the cell of what stands in a table, and for all else the place in the document.
        """
        match path:
            case (str() as name, int() as index, *rest) if name in self.sheets:
                for first, sheet in self.sheets[name].items():
                    if first <= index < first + len(sheet.entries):
                        return sheet.place(index - first, tuple(rest))
            case _:
                pass
        return super().place(path)

    def rows(self, section: str) -> list[dict[str, object]]:
        """
        Return the entries of a list that stand in tables.
        """
        sheets = self.sheets.get(section, {})
        return [entry for sheet in sheets.values() for entry in sheet.entries]


def with_sheets(
    document: Document,
    problems: Problems,
    tables: Mapping[str, Columns],
    lists: Iterable[str] = (),
    further: Mapping[str, Sequence[str]] | None = None,
) -> SheetedDocument:
    """
    Put the entries of its tables into a document, and leave out what is too long.

    Args:
        document: The file.
        problems: Where problems are noted.
        tables: The lists that may stand in a table, with its columns.
        lists: Further lists, which may not.
        further: Tables that are given besides, by the list to which their rows are added.
    """
    data = dict(document.data)
    sheets: dict[str, dict[int, Sheet]] = {}
    for section in (*tables, *lists):
        said = data.get(section)
        given = list((further or {}).get(section, ()))
        entries: list[object] = []
        if isinstance(said, list):
            entries.extend(cast("list[object]", said))
        elif isinstance(said, str) and section in tables:
            try:
                given.insert(0, beside(document, said))
            except CommunityEduError as error:
                note_inner(problems, (section,), error)
        elif said is not None or not given:
            continue
        sheets[section] = {}
        for path in given:
            first = len(entries)
            try:
                sheet = read_sheet(path, section, tables[section], problems, first=first)
            except CommunityEduError as error:
                note_inner(problems, (section,), error)
            else:
                sheets[section][first] = sheet
                entries.extend(sheet.entries)
        if len(entries) > MOST_ROWS:
            problems.append(((section,), TooManyEntriesError(len(entries))))
            entries.clear()
        data[section] = entries
    return SheetedDocument(document.name, document.text, data, document.format, sheets)


def names_of(others: object) -> list[tuple[str, Text]]:
    """
    Return the identifiers and names of a list, as it stands in a file.

    Example:
        >>> names_of([{"id": "li", "name": "李老师"}, {"id": "wu"}])
        [('li', Text(zh='李老师', en=None))]
    """
    names: list[tuple[str, Text]] = []
    for other in cast("list[object]", others) if isinstance(others, list) else ():
        match other:
            case {"id": str() as id_, "name": str() as name}:
                names.append((id_, Text(name)))
            case {"id": str() as id_, "name": {"zh": str() as name, "en": str() as english}}:
                names.append((id_, Text(name, en=english)))
            case {"id": str() as id_, "name": {"zh": str() as name}}:
                names.append((id_, Text(name)))
            case _:
                pass
    return names


@attrs.frozen
class Naming:
    """
    Where entries name something, which rows may do as people do.

    Attributes:
        section: The list of the entries.
        key: The key under which they name one thing, or several.
        among: The list of what is named.
        kind: What that is, in English and in Chinese.
    """

    section: str
    key: str
    among: str
    kind: tuple[str, str]


def name_by_ids(document: SheetedDocument, namings: Iterable[Naming]) -> None:
    """
    Put identifiers where rows have the name of one thing only.
    """
    for naming in namings:
        ids = unique_names(names_of(document.data.get(naming.among)))
        for entry in document.rows(naming.section):
            said = entry.get(naming.key)
            if isinstance(said, str):
                entry[naming.key] = ids.get(said, said)
            elif said is not None:
                entry[naming.key] = [ids.get(one, one) for one in cast("list[str]", said)]


def told_names(
    problems: Problems, document: SheetedDocument, namings: Iterable[Naming]
) -> Problems:
    """
    Return problems as they are, but for names that nothing has, or several things have.

    Where entries name something, and a list of them stands in a table, a bad identifier is
    most likely meant as a name.
    """
    found = {(naming.section, naming.key): naming for naming in namings}

    def told(path: Path, problem: CommunityEduError) -> CommunityEduError:
        match path, problem:
            case (str() as section, int(), str() as key, *_), InvalidIdentifierError(value=said):
                naming = found.get((section, key))
                if naming is not None and document.rows(section):
                    names = names_of(document.data.get(naming.among))
                    return unknown_name(naming.kind, said, names)
            case _:
                pass
        return problem

    return [(path, told(path, problem)) for path, problem in problems]
