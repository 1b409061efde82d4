"""
Allocations as plain data, and as a table for a spreadsheet.
"""

from typing import Any

from community_edu.base import Language
from community_edu.base.sheets import sheet
from community_edu.courses import demand_of
from community_edu.scheduling.allocating import Allocation


def allocation_record(allocation: Allocation, language: Language = "zh-CN") -> dict[str, Any]:
    """
    Return *allocation* as plain data, as ``allocate`` prints it.

    Args:
        allocation: The allocation.
        language: In which names and sentences are.

    Example:
        >>> from community_edu.exchange.allocating.menus import load_menu
        >>> from community_edu.scheduling.allocating import allocate
        >>> spring = load_menu("examples/menus/spring.toml", "examples/menus/choices.csv")
        >>> allocation = allocate(spring.menu, spring.choices[:1], spring.educators)
        >>> allocation_record(allocation, "en")["points"]
        [{'id': 'east-gate', 'name': 'east-gate', 'wished': 2, 'granted': 2}]
    """
    granted = allocation.granted
    given = dict.fromkeys(allocation.item_names, 0)
    for grant in allocation.grants:
        given[grant.item] += grant.sessions
    return {
        "menu": allocation.menu.id,
        "edition": allocation.menu.edition.to(language),
        "status": allocation.status,
        "note": allocation.note and allocation.note.to(language),
        "points": [
            {
                "id": point,
                "name": name.to(language),
                "wished": sum(one.sessions for one in allocation.choices if one.point == point),
                "granted": granted[point],
            }
            for point, name in allocation.point_names.items()
        ],
        "items": [
            {
                "id": item,
                "name": allocation.item_names[item].to(language),
                "wished": wished,
                "granted": given[item],
            }
            for item, wished in demand_of(allocation.choices).items()
        ],
        "grants": [
            {
                "point": grant.point,
                "item": grant.item,
                "educator": grant.educator,
                "sessions": grant.sessions,
                "minutes": grant.minutes,
            }
            for grant in allocation.grants
        ],
        "unmet": [
            {
                "point": unmet.choice.point,
                "item": unmet.choice.item,
                "rank": unmet.choice.rank,
                "missing": unmet.missing,
                "reason": unmet.reason.to(language),
            }
            for unmet in allocation.unmet
        ],
    }


def allocation_sheet(allocation: Allocation, language: Language = "zh-CN") -> bytes:
    """
    Return *allocation* as CSV for a spreadsheet, by point: UTF-8 with a byte order mark.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.

    Example:
        >>> from community_edu.exchange.allocating.menus import load_menu
        >>> from community_edu.scheduling.allocating import allocate
        >>> spring = load_menu("examples/menus/spring.toml", "examples/menus/choices.csv")
        >>> allocation = allocate(spring.menu, spring.choices[:1], spring.educators)
        >>> allocation_sheet(allocation).decode("utf-8-sig").splitlines()[0]
        '教学点,项目,讲师,次数,说明'
    """
    head, rows = allocation.table(language)
    return sheet([head, *rows])
