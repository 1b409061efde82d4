"""
Turning a document into a value section by section, so that all its problems are told at once.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, ClassVar, cast

import attrs
from cattrs.errors import BaseValidationError

from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Path,
    ProblemsError,
    UnknownReferenceError,
)
from community_edu.exchange.converting import (
    LIST,
    TABLE,
    MissingKeyError,
    UnknownKeyError,
    WrongTypeError,
    found_in,
    problems_in,
    structure,
)
from community_edu.exchange.documents import Document, first_problems
from community_edu.exchange.places import PlacedError

FORMAT = 1
"""
The version of the format, which a file may state as ``format``.
"""


@attrs.define(slots=False)
class UnknownFormatVersionError(CommunityEduError, ValueError):
    """
    A file of another version of the format.
    """

    code: ClassVar[str] = "unknown-version"
    en: ClassVar[str] = "this file has format {found}; this version reads format {wanted}"
    zh: ClassVar[str] = "此文件的格式版本是 {found}，本版本只能读取 {wanted}"

    found: object
    wanted: int = FORMAT


Problems = list[tuple[Path, CommunityEduError]]


@attrs.frozen
class Reading:
    """
    A document on its way to a value.

    Attributes:
        document: The file.
        problems: What is wrong so far, each with its path in the file.
        kept: For each section, the places in the file of the entries that are right.
        broken: The identifiers of those that are not: a reference to one of
            them is not a second problem.
        headed: Fields of the value that stand in a table of the file, by the
            name of that table.
    """

    document: Document
    problems: Problems = attrs.field(factory=Problems)
    kept: dict[str, list[int]] = attrs.field(factory=dict[str, list[int]])
    broken: set[str] = attrs.field(factory=set[str])
    headed: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def only(self, keys: Iterable[str]) -> None:
        """
        Note every key of the document that is not one of *keys*.
        """
        known = tuple(keys)
        self.problems.extend(
            ((key,), UnknownKeyError(key, known)) for key in self.document.data if key not in known
        )

    def check_version(self) -> None:
        """
        Note that the file has another version of the format than `FORMAT`.
        """
        version = self.document.data.get("format", FORMAT)
        if type(version) is not int or version != FORMAT:
            self.problems.append((("format",), UnknownFormatVersionError(version)))

    def table(
        self, name: str, kinds: Mapping[str, object], required: Iterable[str]
    ) -> dict[str, Any] | None:
        """
        Read the table *name*: each key with its type.

        Returns:
            What could be read; `None` if something required could not.
        """
        data = self.document.data.get(name)
        if data is None:
            self.problems.append(((), MissingKeyError(name)))
            return None
        if not isinstance(data, dict):
            self.problems.append(((name,), WrongTypeError(TABLE, found_in(data))))
            return None
        table = cast("dict[str, object]", data)
        values: dict[str, Any] = {}
        for key, value in table.items():
            if key in kinds:
                self._attempt((name, key), value, kinds[key], values, key)
            else:
                self.problems.append(((name, key), UnknownKeyError(key, tuple(kinds))))
        needed = set(required)
        missing = sorted(needed - set(table))
        self.problems.extend(((name,), MissingKeyError(key)) for key in missing)
        return values if needed <= set(values) else None

    def section(self, name: str, kind: object) -> list[Any]:
        """
        Read the entries of the list *name*, leaving out those that are wrong.
        """
        data = self.document.data.get(name, [])
        if not isinstance(data, list):
            self.problems.append(((name,), WrongTypeError(LIST, found_in(data))))
            return []
        values: dict[int, Any] = {}
        for index, entry in enumerate(cast("list[object]", data)):
            told = len(self.problems)
            self._attempt((name, index), entry, kind, values, index)
            if index not in values and isinstance(entry, dict):
                wrong = {step for path, _ in self.problems[told:] for step in path[2:3]}
                self._rescue(cast("dict[str, object]", entry), wrong, kind, values, index)
        self.kept[name] = list(values)
        return list(values.values())

    def _attempt(
        self, path: Path, value: object, kind: object, into: dict[Any, Any], key: str | int
    ) -> None:
        try:
            into[key] = structure(value, kind)
        except (BaseValidationError, CommunityEduError) as error:
            self.problems.extend(problems_in(error, path))

    def _rescue(
        self,
        entry: dict[str, object],
        wrong: Collection[str | int],
        kind: object,
        into: dict[int, Any],
        index: int,
    ) -> None:
        """
        Keep what is not *wrong* of an entry, so that its references are checked too.
        """
        right = {key: value for key, value in entry.items() if key not in wrong}
        try:
            into[index] = structure(right, kind)
        except (BaseValidationError, CommunityEduError):
            self.broken.update(str(entry[key]) for key in ("id", "key") if key in entry)

    def note(self, error: ProblemsError) -> None:
        """
        Note what does not hold together, at its place in the file.
        """
        for problem in error.problems:
            path = self.place(getattr(problem, "path", ()))
            if isinstance(problem, DuplicateIdError):
                first = self.place(problem.first_path)
                self.problems.append((path, DuplicateIdError(path, problem.value, first)))
            elif not (isinstance(problem, UnknownReferenceError) and problem.value in self.broken):
                self.problems.append((path, problem))

    def place(self, path: Path) -> Path:
        """
        Turn the path of a value into its path in the file, where entries may have been left out.
        """
        match path:
            case (str() as name, int() as index, *rest) if name in self.kept:
                return (name, self.kept[name][index], *rest)
            case (str() as name, *rest) if name in self.headed:
                return (self.headed[name], name, *rest)
            case _:
                return path

    def refusal(self, what: str) -> ProblemsError:
        """
        Return everything that is wrong, in the order of the file; see `first_problems`.

        What is wrong in files that it names comes after, file by file.
        """
        document = self.document
        placed = [PlacedError(document.place(path), path, error) for path, error in self.problems]
        files = list(dict.fromkeys([document.name, *(error.place.file for error in placed)]))
        order = {file: number for number, file in enumerate(files)}
        placed.sort(
            key=lambda error: (
                order[error.place.file],
                error.place.line or 0,
                error.place.column or 0,
            )
        )
        told = first_problems(placed, document.name)
        return ProblemsError(f"{document.name} is not {what} that can be used", told)
