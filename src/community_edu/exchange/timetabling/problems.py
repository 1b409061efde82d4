"""
Problem files: one TOML or JSON document, one timetabling problem, with its tables beside it.
"""

import os
from collections.abc import Mapping
from typing import Any, Final

import attrs

from community_edu.base import (
    DuplicateIdError,
    Path,
    ProblemsError,
    Text,
    UnknownReferenceError,
)
from community_edu.calendars import Span, TeachingWeeks
from community_edu.exchange._reading import Problems, Reading
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.timetabling.calendars_beside import CalendarReader, take_calendars
from community_edu.exchange.timetabling.kinded import read_kinds
from community_edu.exchange.timetabling.problem_tables import ENTRIES, PROBLEM_TABLES
from community_edu.exchange.timetabling.problem_weeks import (
    TRAVEL,
    WEEKS,
    read_travel,
    read_weeks,
)
from community_edu.exchange.timetabling.sheeted import (
    Naming,
    name_by_ids,
    told_names,
    with_sheets,
)
from community_edu.scheduling import demands
from community_edu.scheduling.demands import Demand
from community_edu.scheduling.problem_checks import input_errors
from community_edu.scheduling.problems import Pin, TimetableProblem

HEAD: Final = "problem"
"""
The table of a problem file that names the problem; it may be missing.
"""

PINS: Final = "pins"
RULES: Final = "demands"

KEYS: Final = ("format", HEAD, WEEKS, *ENTRIES, PINS, RULES, TRAVEL)
"""
What stands at the top of a problem file.
"""

HEAD_KEYS: Final[Mapping[str, object]] = {"name": Text}

HARD: Final = "hard"
"""
The weight of a demand that must be kept.
"""

DEMANDS: Final[Mapping[str, type[Demand]]] = {
    kind.kind: kind
    for kind in vars(demands).values()
    if isinstance(kind, type) and issubclass(kind, Demand) and kind is not Demand
}
"""
The demands that a file may have, by their kinds.
"""

NAMED: Final = (
    Naming("sections", "venues", "venues", ("venue", "场地")),
    Naming("sections", "educators", "educators", ("educator", "师资")),
)
"""
What a row of a table of sections may call by its name.
"""

_NO_WEEKS: Final = TeachingWeeks(
    first=Span.parse("2024-01-01").start, number=1, periods=["08:00-09:00"]
)


def load_problem(
    path: str | os.PathLike[str], *, read_calendar: CalendarReader | None = None
) -> TimetableProblem:
    """
    Read a timetabling problem (排课问题): a ``.toml`` or ``.json`` file.

    Its sections, venues and educators may stand in tables of their own,
    ``sections = "sections.csv"``, and busy times in calendars, ``busy = "hall.ics"``.
    Such files are in the folder of the problem or below it.

    Args:
        path: The file.
        read_calendar: What reads calendars: `community_edu.feeds.read_busy`. Without
            it a problem that names one is refused.

    Raises:
        ProblemsError: The file cannot be read or something in it is wrong; every
            problem at once, each with ``file:line:column``, or the cell of a table.

    Example:
        >>> problem = load_problem("examples/problems/community-school.toml")
        >>> len(problem.sections), problem.weeks.number
        (8, 17)
    """
    return read_problem(read_document(path), read_calendar=read_calendar)


def read_problem(
    document: Document, *, read_calendar: CalendarReader | None = None
) -> TimetableProblem:
    """
    Turn a document that has been read into a problem; see `load_problem`.
    """
    found: Problems = []
    sheeted = with_sheets(document, found, PROBLEM_TABLES, (PINS, RULES))
    name_by_ids(sheeted, NAMED)
    reading = _ProblemReading(sheeted, found, headed={"name": HEAD})
    reading.only(KEYS)
    reading.check_version()
    weeks = read_weeks(reading)
    busy = take_calendars(reading, weeks, read_calendar)
    values: dict[str, Any] = {name: reading.section(name, kind) for name, kind in ENTRIES.items()}
    for name in busy:
        values[name] = [
            attrs.evolve(value, busy=busy[name].get(index, value.busy))
            for index, value in zip(reading.kept[name], values[name], strict=True)
        ]
    values[PINS] = reading.section(PINS, Pin)
    values["rules"] = read_kinds(reading, RULES, DEMANDS, _weighed)
    values[TRAVEL] = read_travel(reading)
    head = reading.table(HEAD, HEAD_KEYS, ()) if HEAD in document.data else None
    found[:] = told_names(found, sheeted, NAMED)
    problem = TimetableProblem(**values, **(head or {}), weeks=weeks or _NO_WEEKS)
    _note_input(reading, problem)
    if reading.problems:
        raise reading.refusal("a timetabling problem")
    return problem


@attrs.frozen
class _ProblemReading(Reading):
    """
    A problem file on its way to a problem, whose rules are called demands.
    """

    def place(self, path: Path) -> Path:
        """
        Turn the path of a value into its path in the file.
        """
        return super().place((RULES, *path[1:]) if path[:1] == ("rules",) else path)


def _weighed(entry: dict[str, object], _: type[Demand]) -> dict[str, object]:
    """
    Turn the weight ``hard`` into none.
    """
    return entry | {"weight": None} if entry.get("weight") == HARD else entry


def _note_input(reading: Reading, problem: TimetableProblem) -> None:
    """
    Note what cannot be solved; if something could not be read, only what does not follow from that.
    """
    if any(len(path) == 1 and path[0] in ENTRIES for path, _ in reading.problems):
        return
    told = [
        error
        for error in input_errors(problem)
        if not reading.problems or isinstance(error, DuplicateIdError | UnknownReferenceError)
    ]
    if told:
        reading.note(ProblemsError("this is no problem that can be solved", told))
