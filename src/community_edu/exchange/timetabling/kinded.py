"""
Lists of tables each of which says what kind of thing it is: demands, changes.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar, cast, get_origin

import attrs
from cattrs.errors import BaseValidationError

from community_edu.base import (
    CommunityEduError,
    Path,
    ProblemsError,
    UnknownReferenceError,
    closest,
)
from community_edu.exchange._reading import Problems, Reading
from community_edu.exchange.converting import (
    LIST,
    TABLE,
    MissingKeyError,
    WrongChoiceError,
    WrongTypeError,
    fields_of,
    found_in,
    problems_in,
    structure,
)
from community_edu.exchange.places import PlacedError

KIND = "kind"

T = TypeVar("T")


def read_as(problems: Problems, path: Path, data: object, kind: type[T]) -> T | None:
    """
    Turn plain data into a value of *kind*; note why it is none, and return nothing.
    """
    try:
        return cast("T", structure(data, kind))
    except (BaseValidationError, CommunityEduError) as error:
        problems.extend(problems_in(error, path))
    return None


def note_inner(problems: Problems, path: Path, error: CommunityEduError) -> None:
    """
    Note what is wrong with a value that was made of what stands at *path*.
    """
    for problem in error.problems if isinstance(error, ProblemsError) else (error,):
        inner: Path = () if isinstance(problem, PlacedError) else getattr(problem, "path", ())
        problems.append(((*path, *inner), problem))


def read_kinds(
    reading: Reading,
    name: str,
    kinds: Mapping[str, type[T]],
    plain: Callable[[dict[str, object], type[T]], dict[str, object]],
) -> list[T]:
    """
    Read the entries of the list *name*, each of the kind that its key ``kind`` says.

    Args:
        reading: Where the list is, and where problems are noted.
        name: The key of the list.
        kinds: The class of each kind.
        plain: Turns an entry of a file, without its kind, into the plain data of the class.
    """
    data = reading.document.data.get(name, [])
    if not isinstance(data, list):
        reading.problems.append(((name,), WrongTypeError(LIST, found_in(data))))
        return []
    values: dict[int, T] = {}
    for index, entry in enumerate(cast("list[object]", data)):
        value = _entry(reading.problems, (name, index), entry, kinds, plain)
        if value is not None:
            values[index] = value
    reading.kept[name] = list(values)
    return list(values.values())


def _entry(
    problems: Problems,
    path: Path,
    entry: object,
    kinds: Mapping[str, type[T]],
    plain: Callable[[dict[str, object], type[T]], dict[str, object]],
) -> T | None:
    if not isinstance(entry, dict):
        problems.append((path, WrongTypeError(TABLE, found_in(entry))))
        return None
    table = dict(cast("dict[str, object]", entry))
    kind = table.pop(KIND, None)
    if kind is None:
        problems.append((path, MissingKeyError(KIND)))
        return None
    made = kinds.get(kind) if isinstance(kind, str) else None
    if made is None:
        problems.append(((*path, KIND), _unknown(str(kind), tuple(kinds))))
        return None
    data = plain(table, made)
    fields = fields_of(cast("type[attrs.AttrsInstance]", made))
    for key, value in data.items():
        if get_origin(fields.get(key)) is Mapping and not isinstance(value, dict):
            problems.append(((*path, key), WrongTypeError(TABLE, found_in(value))))
            return None  # the converter would take it for a table
    return read_as(problems, path, data, made)


def _unknown(kind: str, known: tuple[str, ...]) -> CommunityEduError:
    """
    Name the kind that was meant, or all that there are.
    """
    if closest(kind, known):
        return UnknownReferenceError((), "kind", "类型", kind, known)
    return WrongChoiceError(kind, known)
