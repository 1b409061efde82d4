"""
Menus as files, tables of choices beside them, and allocations out to files.
"""

from community_edu.exchange.allocating.allocation_texts import (
    allocation_record,
    allocation_sheet,
)
from community_edu.exchange.allocating.menu_texts import (
    choices_sheet,
    menu_document,
    menu_to_toml,
    save_menu,
)
from community_edu.exchange.allocating.menus import load_menu, read_menu

__all__ = [
    "allocation_record",
    "allocation_sheet",
    "choices_sheet",
    "load_menu",
    "menu_document",
    "menu_to_toml",
    "read_menu",
    "save_menu",
]
