"""
Menus as the text of a TOML or JSON file, and choices as a table for a spreadsheet.
"""

import os
from collections.abc import Mapping
from typing import Any, cast

from community_edu.base import Language, Text
from community_edu.base.sheets import FORMULA, sheet
from community_edu.exchange._reading import FORMAT
from community_edu.exchange.allocating.menu_tables import (
    CHOICES,
    EDUCATORS,
    ITEMS,
    MENU_HEADS,
    MINUTES,
    NEEDS,
    POINTS,
)
from community_edu.exchange.allocating.menus import HEAD, HEAD_KEYS
from community_edu.exchange.converting import unstructure
from community_edu.exchange.timetabling.problem_texts import save_document, toml_document
from community_edu.exchange.timetabling.problem_weeks import (
    TRAVEL,
    WEEKS,
    travel_table,
    weeks_table,
)
from community_edu.exchange.timetabling.timetable_rows import Called
from community_edu.scheduling.allocating import MenuRound
from community_edu.scheduling.allocating.rounds import POINT


def menu_document(menu_round: MenuRound) -> dict[str, Any]:
    """
    Return a round of a menu as plain data, as a menu file has it.

    What has its default is left out.

    Example:
        >>> from community_edu.exchange.allocating.menus import load_menu
        >>> spring = load_menu("examples/menus/spring.toml")
        >>> menu_document(spring)["educators"][0]["minutes"]
        480
    """
    menu = cast("dict[str, Any]", unstructure(menu_round.menu))
    document: dict[str, Any] = {
        "format": FORMAT,
        HEAD: {key: menu[key] for key in HEAD_KEYS if key in menu},
    }
    if menu_round.weeks is not None:
        document[WEEKS] = weeks_table(menu_round.weeks)
    people = cast("list[dict[str, object]]", unstructure(menu_round.educators))
    limits = menu_round.menu.minutes
    for person, entry in zip(menu_round.educators, people, strict=True):
        if person.id in limits:
            entry[MINUTES] = limits[person.id]
    lists: dict[str, object] = {
        POINTS: unstructure(menu_round.points),
        ITEMS: menu[ITEMS],
        EDUCATORS: people,
        CHOICES: unstructure(menu_round.choices),
        NEEDS: unstructure(menu_round.needs),
    }
    document |= {name: entries for name, entries in lists.items() if entries}
    travel = travel_table(menu_round.travel)
    return document | ({TRAVEL: travel} if travel else {})


def menu_to_toml(menu_round: MenuRound) -> str:
    """
    Write a round of a menu as the text of a menu file, which `load_menu` reads as an equal one.

    Example:
        >>> from community_edu.exchange.allocating.menus import load_menu
        >>> print(menu_to_toml(load_menu("examples/menus/spring.toml"))[:10])
        format = 1
    """
    return toml_document(menu_document(menu_round))


def save_menu(menu_round: MenuRound, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """
    Write a round of a menu as a file, JSON if its name ends so and TOML if not.

    Args:
        menu_round: The round.
        path: Where.
        force: Whether a file that is there is replaced.

    Raises:
        ProblemsError: The file is there already or cannot be written.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from community_edu.exchange.allocating.menus import load_menu
        >>> spring = load_menu("examples/menus/spring.toml")
        >>> with TemporaryDirectory() as folder:
        ...     save_menu(spring, f"{folder}/copy.json")
        ...     load_menu(f"{folder}/copy.json") == spring
        True
    """
    save_document(path, menu_document(menu_round), force=force)


def choices_sheet(menu_round: MenuRound, language: Language = "zh-CN") -> bytes:
    """
    Return what points have chosen as CSV for a spreadsheet: UTF-8 with a byte order mark.

    Points and items are written by their names where only one is called so; `load_menu` reads
    the table as the same choices, but for the facts and sources that they cite.

    Example:
        >>> from community_edu.exchange.allocating.menus import load_menu
        >>> spring = load_menu("examples/menus/spring.toml", "examples/menus/choices.csv")
        >>> choices_sheet(spring).decode("utf-8-sig").splitlines()[1]
        '东门教学点,法律资讯,1,2,'
    """
    heads = MENU_HEADS[CHOICES]
    points = {point.id: point.name for point in menu_round.points}
    items = {item.id: item.name for item in menu_round.menu.items}
    rows = [list(heads if language == "zh-CN" else heads.values())]
    rows += [
        [
            _told(points, choice.point, language),
            _told(items, choice.item, language),
            str(choice.rank),
            str(choice.sessions),
            choice.audience,
        ]
        for choice in menu_round.choices
    ]
    return sheet(rows)


def _told(names: Mapping[Any, Text], id_: str, language: Language) -> str:
    """
    Return the name of a thing, or its identifier where its name would not be read as it is.
    """
    name = Called(POINT, names).tell(id_, language) or id_
    plain = name == name.strip() and not name.startswith(FORMULA)
    return name if plain else id_
