"""
Files of changes: what happens to a timetable in the middle of a term.
"""

import os
from collections.abc import Mapping
from typing import Final

from community_edu.base import ProblemsError
from community_edu.exchange._reading import Reading
from community_edu.exchange.converting import MissingKeyError
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.timetabling.kinded import read_kinds
from community_edu.scheduling.changes import CHANGES, TimetableChange, apply_changes
from community_edu.scheduling.problems import TimetableProblem

CHANGED: Final = "changes"

KINDS: Final[Mapping[str, type[TimetableChange]]] = {change.kind: change for change in CHANGES}
"""
The changes that a file may have, by their kinds.
"""


def load_changes(
    path: str | os.PathLike[str], problem: TimetableProblem | None = None
) -> tuple[TimetableChange, ...]:
    """
    Read what has changed (变更): a ``.toml`` or ``.json`` file with the list ``changes``.

    Args:
        path: The file.
        problem: What is changed, if it shall be checked that the changes fit it.

    Raises:
        ProblemsError: The file cannot be read, something in it is wrong or does not fit
            *problem*; every problem at once, each with ``file:line:column``.

    Example:
        >>> (away,) = load_changes("examples/problems/lecturer-away.toml")
        >>> away.educator, str(away.first)
        ('li', '2026-10-19')
    """
    return read_changes(read_document(path), problem)


def read_changes(
    document: Document, problem: TimetableProblem | None = None
) -> tuple[TimetableChange, ...]:
    """
    Turn a document that has been read into changes; see `load_changes`.
    """
    reading = Reading(document)
    reading.only(("format", CHANGED))
    reading.check_version()
    if CHANGED not in document.data:
        reading.problems.append(((), MissingKeyError(CHANGED)))
    changes = read_kinds(reading, CHANGED, KINDS, _as_it_stands)
    if problem is not None and not reading.problems:
        try:
            apply_changes(problem, changes)
        except ProblemsError as error:
            reading.note(error)
    if reading.problems:
        raise reading.refusal("a file of changes")
    return tuple(changes)


def _as_it_stands(entry: dict[str, object], _: type[TimetableChange]) -> dict[str, object]:
    return entry
