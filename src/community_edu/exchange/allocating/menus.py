"""
Menu files: one TOML or JSON document, one round of a menu, with its tables beside it.
"""

import os
from collections.abc import Mapping
from typing import Any, Final, cast

import attrs

from community_edu.base import (
    ProblemsError,
    Source,
    Text,
)
from community_edu.courses import CourseMenu, MenuId, MenuItem
from community_edu.courses.menus import MINUTES_OF_A_YEAR, BadMenuNumberError
from community_edu.exchange._reading import Problems, Reading
from community_edu.exchange.allocating.menu_tables import (
    CHOICES,
    EDUCATORS,
    ITEMS,
    MENU_TABLES,
    MINUTES,
    NAMED,
)
from community_edu.exchange.documents import Document, read_document
from community_edu.exchange.timetabling.calendars_beside import CalendarReader, take_calendars
from community_edu.exchange.timetabling.kinded import read_as
from community_edu.exchange.timetabling.problem_weeks import (
    TRAVEL,
    WEEKS,
    read_travel,
    read_weeks,
)
from community_edu.exchange.timetabling.sheeted import name_by_ids, told_names, with_sheets
from community_edu.scheduling.allocating import MenuRound

HEAD: Final = "menu"
"""
The table of a menu file that says which menu it is.
"""

HEAD_KEYS: Final[Mapping[str, object]] = {
    "id": MenuId,
    "edition": Text,
    "facts": tuple[str, ...],
    "source": Source,
}

MENU_KEYS: Final = ("format", HEAD, WEEKS, *MENU_TABLES, TRAVEL)
"""
What stands at the top of a menu file.
"""


def load_menu(
    path: str | os.PathLike[str],
    *choices: str | os.PathLike[str],
    read_calendar: CalendarReader | None = None,
) -> MenuRound:
    """
    Read one round of a course menu (课程菜单): a ``.toml`` or ``.json`` file.

    Each of its lists may stand in a table of its own, ``choices = "choices.csv"``, in the
    folder of the file or below it. Rows may name points, items and educators by their names
    where only one is called so.

    Args:
        path: The file.
        choices: Tables of what points have chosen, beside what the file says itself: ``.csv``,
            ``.xlsx`` or ``.parquet``, wherever they are.
        read_calendar: What reads calendars of educators: `community_edu.feeds.read_busy`.

    Raises:
        ProblemsError: A file cannot be read or something in it is wrong; every problem at
            once, each with ``file:line:column``, or the cell of a table.
        MissingExtraError: Excel needs the extra ``excel``, Parquet ``frames``.

    Example:
        >>> spring = load_menu("examples/menus/spring.toml", "examples/menus/choices.csv")
        >>> len(spring.menu.items), len(spring.points), spring.choices[0].item
        (5, 6, 'law')
    """
    return read_menu(read_document(path), *choices, read_calendar=read_calendar)


def read_menu(
    document: Document,
    *choices: str | os.PathLike[str],
    read_calendar: CalendarReader | None = None,
) -> MenuRound:
    """
    Turn a document that has been read into a round of a menu; see `load_menu`.
    """
    problems: Problems = []
    further = {CHOICES: [os.fspath(path) for path in choices]}
    sheeted = with_sheets(document, problems, MENU_TABLES, further=further)
    name_by_ids(sheeted, NAMED)
    reading = Reading(sheeted, problems)
    reading.only(MENU_KEYS)
    reading.check_version()
    weeks = read_weeks(reading) if WEEKS in sheeted.data else None
    busy = take_calendars(reading, weeks, read_calendar, [EDUCATORS])[EDUCATORS]
    minutes = _take_minutes(reading)
    values: dict[str, Any] = {
        name: reading.section(name, columns.kind) for name, columns in MENU_TABLES.items()
    }
    numbers = reading.kept.get(EDUCATORS, [])
    values[EDUCATORS] = [
        attrs.evolve(person, busy=busy.get(number, person.busy))
        for number, person in zip(numbers, values[EDUCATORS], strict=True)
    ]
    values[MINUTES] = {
        person.id: minutes[number]
        for number, person in zip(numbers, values[EDUCATORS], strict=True)
        if number in minutes
    }
    values["head"] = reading.table(HEAD, HEAD_KEYS, ("id", "edition"))
    values |= {TRAVEL: read_travel(reading), WEEKS: weeks}
    problems[:] = told_names(problems, sheeted, NAMED)
    menu_round = _round(reading, **values)
    if menu_round is None or problems:
        raise reading.refusal("a menu")
    return menu_round


def _take_minutes(reading: Reading) -> dict[int, int]:
    """
    Take out of the entries of educators how long they can work, by the number of the entry.
    """
    said = reading.document.data.get(EDUCATORS)
    entries = cast("list[object]", said) if isinstance(said, list) else []
    found: dict[int, int] = {}
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict) or MINUTES not in entry:
            continue
        rest = dict(cast("dict[str, object]", entry))
        path = (EDUCATORS, index, MINUTES)
        minutes = read_as(reading.problems, path, rest.pop(MINUTES), int)
        entries[index] = rest
        if minutes is None:
            continue
        if 0 <= minutes <= MINUTES_OF_A_YEAR:
            found[index] = minutes
        else:
            problem = BadMenuNumberError(path, MINUTES, minutes, 0, MINUTES_OF_A_YEAR)
            reading.problems.append((path, problem))
    return found


def _round(
    reading: Reading,
    head: dict[str, Any] | None,
    items: list[MenuItem],
    minutes: Mapping[str, int],
    **rest: Any,  # noqa: ANN401 - the other fields of a round
) -> MenuRound | None:
    """
    Put together what was read, noting what does not fit; nothing where a list could not be read.
    """
    if any(len(path) == 1 and path[0] in MENU_TABLES for path, _ in reading.problems):
        return None
    known: dict[str, Any] = head or {"id": "menu", "edition": "?"}
    try:
        menu = CourseMenu(**known, items=items, minutes=minutes)
    except ProblemsError as error:
        reading.note(error)
        first: dict[str, int] = {}
        for number, item in enumerate(items):
            first.setdefault(item.id, number)
        reading.kept[ITEMS] = [reading.kept[ITEMS][number] for number in first.values()]
        menu = CourseMenu(**known, items=[items[number] for number in first.values()])
    try:
        return MenuRound(menu=menu, **rest)
    except ProblemsError as error:
        reading.note(error)
    return None
