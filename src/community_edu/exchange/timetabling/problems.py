"""
Problem files: one TOML or JSON document, one timetabling problem, with its tables beside it.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Protocol, TypeAlias, cast

import attrs

from community_edu.base import (
    CommunityEduError,
    DuplicateIdError,
    Path,
    ProblemsError,
    Text,
    UnknownReferenceError,
)
from community_edu.calendars import Span, TeachingWeeks
from community_edu.exchange._reading import Problems, Reading
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.files import read_bytes
from community_edu.exchange.places import Place
from community_edu.exchange.timetabling.beside import beside
from community_edu.exchange.timetabling.kinded import note_inner, read_kinds
from community_edu.exchange.timetabling.problem_tables import (
    CALENDAR,
    ENTRIES,
    MOST_ROWS,
    Sheet,
    TooManyEntriesError,
    read_sheet,
    unique_names,
)
from community_edu.exchange.timetabling.problem_weeks import (
    TRAVEL,
    WEEKS,
    read_travel,
    read_weeks,
)
from community_edu.organizations import BusyTime
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

BUSY: Final = "busy"

HARD: Final = "hard"
"""
The weight of a demand that must be kept.
"""

LARGEST_CALENDAR: Final = 4 * 1024 * 1024
"""
The most bytes that a calendar of busy times may have: 4 MiB.
"""

DEMANDS: Final[Mapping[str, type[Demand]]] = {
    kind.kind: kind
    for kind in vars(demands).values()
    if isinstance(kind, type) and issubclass(kind, Demand) and kind is not Demand
}
"""
The demands that a file may have, by their kinds.
"""

_NO_WEEKS: Final = TeachingWeeks(
    first=Span.parse("2024-01-01").start, number=1, periods=["08:00-09:00"]
)


class CalendarTimes(Protocol):
    """
    What a reader of calendars gives, as `community_edu.feeds.read_busy` does.
    """

    @property
    def times(self) -> tuple[BusyTime, ...]:
        """
        The times that are taken.
        """
        ...


CalendarReader: TypeAlias = Callable[[bytes, Span], CalendarTimes]
"""
Reads the bytes of a calendar, as far as it says something of some days.
"""


@attrs.define(slots=False)
class NoCalendarReaderError(CommunityEduError, ValueError):
    """
    A calendar of busy times that nobody was given to read.
    """

    code: ClassVar[str] = "no-calendar-reader"
    en: ClassVar[str] = (
        "'{name}' is a calendar; say load_problem(path, read_calendar=community_edu.read_busy)"
    )
    zh: ClassVar[str] = (
        "“{name}”是日历文件，请写 load_problem(path, read_calendar=community_edu.read_busy)"
    )

    name: str


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
    reading = _ProblemReading(_with_sheets(document, found), found, headed={"name": HEAD})
    reading.only(KEYS)
    reading.check_version()
    weeks = read_weeks(reading)
    busy = _take_calendars(reading, weeks, read_calendar)
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
    problem = TimetableProblem(**values, **(head or {}), weeks=weeks or _NO_WEEKS)
    _note_input(reading, problem)
    if reading.problems:
        raise reading.refusal("a timetabling problem")
    return problem


@attrs.frozen
class _SheetedDocument(Document):
    """
    A document some lists of which stand in tables.
    """

    sheets: Mapping[str, Sheet] = attrs.field(factory=dict[str, Sheet])

    def place(self, path: Path) -> Place:
        """
        Return the cell of what stands in a table, and for all else the place in the document.
        """
        match path:
            case (str() as name, int() as index, *rest) if name in self.sheets:
                return self.sheets[name].place(index, tuple(rest))
            case _:
                return super().place(path)


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


def _with_sheets(document: Document, problems: Problems) -> _SheetedDocument:
    """
    Put the entries of its tables into a document, and leave out what is too long.
    """
    data = dict(document.data)
    sheets: dict[str, Sheet] = {}
    for section in (*ENTRIES, PINS, RULES):
        said = data.get(section)
        if isinstance(said, list):
            data[section] = entries = list(cast("list[object]", said))
            if len(entries) > MOST_ROWS:
                problems.append(((section,), TooManyEntriesError(len(entries))))
                entries.clear()
        elif isinstance(said, str) and section in ENTRIES:
            data[section] = []
            try:
                sheet = read_sheet(beside(document, said), section, problems)
            except CommunityEduError as error:
                note_inner(problems, (section,), error)
            else:
                sheets[section] = sheet
                data[section] = sheet.entries
    if "sections" in sheets:
        for other in ("venues", "educators"):
            _name_by_ids(sheets["sections"].entries, other, data.get(other))
    return _SheetedDocument(document.name, document.text, data, document.format, sheets)


def _name_by_ids(sections: list[dict[str, object]], key: str, entries: object) -> None:
    """
    Let the rows of sections name venues or educators as people do, where only one is called so.
    """
    names: list[tuple[str, Text]] = []
    for entry in cast("list[object]", entries) if isinstance(entries, list) else ():
        match entry:
            case {"id": str() as id_, "name": str() as name}:
                names.append((id_, Text(name)))
            case {"id": str() as id_, "name": {"zh": str() as name}}:
                names.append((id_, Text(name)))
            case _:
                pass
    ids = unique_names(names)
    for section in sections:
        if key in section:
            section[key] = [ids.get(said, said) for said in cast("list[str]", section[key])]


def _take_calendars(
    reading: Reading, weeks: TeachingWeeks | None, read_calendar: CalendarReader | None
) -> dict[str, dict[int, tuple[BusyTime, ...]]]:
    """
    Take the names of calendars out of the entries, and return what the calendars say.
    """
    busy: dict[str, dict[int, tuple[BusyTime, ...]]] = {}
    read: dict[str, tuple[BusyTime, ...]] = {}
    for section in ("venues", "educators"):
        busy[section] = {}
        said = reading.document.data.get(section)
        entries = cast("list[object]", said) if isinstance(said, list) else []
        for index, entry in enumerate(entries):
            match entry:
                case {"busy": str() as name}:
                    pass
                case _:
                    continue
            entries[index] = {
                key: value for key, value in cast("dict[str, object]", entry).items() if key != BUSY
            }
            try:
                if name not in read:
                    read[name] = _calendar(reading.document, name, weeks, read_calendar)
                busy[section][index] = read[name]
            except CommunityEduError as error:
                note_inner(reading.problems, (section, index, BUSY), error)
    return busy


def _calendar(
    document: Document,
    name: str,
    weeks: TeachingWeeks | None,
    read_calendar: CalendarReader | None,
) -> tuple[BusyTime, ...]:
    if read_calendar is None:
        raise NoCalendarReaderError(name)
    raw = read_bytes(beside(document, name), (CALENDAR,), LARGEST_CALENDAR)
    if weeks is None:
        return ()
    return read_calendar(raw, Span.through(weeks.first, weeks.last)).times


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
