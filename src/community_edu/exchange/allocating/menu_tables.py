"""
Menus, choices and needs as tables: what may stand above a column, and in a cell.
"""

from collections.abc import Mapping
from typing import Final

from community_edu.base import labels
from community_edu.courses import Choice, MenuItem, Need, TeachingPoint
from community_edu.courses.menus import ITEM
from community_edu.exchange.timetabling.problem_tables import (
    HEADS,
    PROBLEM_TABLES,
    WORDS,
    Columns,
)
from community_edu.exchange.timetabling.sheeted import Naming
from community_edu.scheduling.allocating.rounds import EDUCATOR, POINT

ITEMS: Final = "items"
POINTS: Final = "points"
EDUCATORS: Final = "educators"
CHOICES: Final = "choices"
NEEDS: Final = "needs"

MINUTES: Final = "minutes"
"""
What an educator of a menu has besides: how long they can work for this edition.
"""

AUDIENCES: Final[Mapping[str, str]] = {
    said: code for code, name in labels("audience").items() for said in (name.zh, name.to("en"))
}

MENU_WORDS: Final = {**WORDS, "audience": AUDIENCES, "audiences": AUDIENCES}

MENU_HEADS: Final[Mapping[str, Mapping[str, str]]] = {
    ITEMS: {
        "编号": "id",
        "名称": "name",
        "项目": "name",
        "科目": "subject",
        "分钟": "minutes",
        "对象": "audiences",
        "讲师": "educators",
        "教师": "educators",
        "次数": "sessions",
    },
    POINTS: {"编号": "id", "名称": "name", "教学点": "name"},
    EDUCATORS: {**HEADS[EDUCATORS], "本期分钟": MINUTES},
    CHOICES: {
        "教学点": "point",
        "项目": "item",
        "志愿": "rank",
        "次数": "sessions",
        "对象": "audience",
    },
    NEEDS: {"教学点": "point", "科目": "subject", "次数": "sessions", "对象": "audience"},
}
"""
What may stand above a column in Chinese, beside the key itself.
"""

MENU_TABLES: Final[Mapping[str, Columns]] = {
    ITEMS: Columns(kind=MenuItem, heads=MENU_HEADS[ITEMS], words=MENU_WORDS),
    POINTS: Columns(kind=TeachingPoint, heads=MENU_HEADS[POINTS]),
    EDUCATORS: Columns(
        kind=PROBLEM_TABLES[EDUCATORS].kind,
        heads=MENU_HEADS[EDUCATORS],
        besides={MINUTES: int},
    ),
    CHOICES: Columns(
        kind=Choice, heads=MENU_HEADS[CHOICES], needed=("point", "item"), words=MENU_WORDS
    ),
    NEEDS: Columns(
        kind=Need, heads=MENU_HEADS[NEEDS], needed=("point", "subject"), words=MENU_WORDS
    ),
}
"""
The lists of a menu file, each of which may stand in a table of its own.
"""

NAMED: Final = (
    Naming(ITEMS, "educators", EDUCATORS, EDUCATOR),
    Naming(CHOICES, "point", POINTS, POINT),
    Naming(CHOICES, "item", ITEMS, ITEM),
    Naming(NEEDS, "point", POINTS, POINT),
)
"""
What a row may call by its name.
"""
